#include "config.h"

#include "ui/mention_lines.h"

#include <string.h>

#include "ui/app_state.h"

/* Characters of a sentence at most: what the widest row shows. */
#define LENGTH 240
/* Lines kept; then they begin anew. */
#define KEPT_MOST 4000

struct wanted_line {
	struct mention mention;
	char *path;
};

struct lines_job {
	struct app *app;
	GArray *wanted;      /* struct wanted_line */
	GHashTable *choices; /* state_all_choices() */
};

struct read_line {
	gint64 key;
	struct mention_line *line;
};

static gint64
key_of(const struct mention *mention)
{
	return (gint64)((guint64)mention->id << 32 | mention->link);
}

static void
free_line(void *data)
{
	struct mention_line *line = data;
	snippet_clear(&line->snippet);
	g_free(line->section);
	g_free(line->path);
	g_free(line);
}

void
mention_lines_init(struct mention_lines *lines)
{
	*lines = (struct mention_lines){ 0 };
	lines->lines = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_line);
}

void
mention_lines_clear(struct mention_lines *lines)
{
	g_hash_table_unref(lines->lines);
}

const struct mention_line *
mention_lines_of(const struct app *app, const struct mention *mention)
{
	gint64 key = key_of(mention);
	return g_hash_table_lookup(app->mention_lines.lines, &key);
}

/* --- on a worker --- */

static struct mention_line *
line_of(const struct document *document, const struct wanted_line *wanted)
{
	struct mention_line *line = g_new0(struct mention_line, 1);
	const struct mention *mention = &wanted->mention;
	line->path = g_strdup(wanted->path);
	if (document == NULL)
		return line;
	if (mention->section < document->section_count)
		line->section = g_strdup(document->sections[mention->section].title);
	struct range marked;
	line->snippet.text = mention_sentence(document, mention, LENGTH, &marked);
	line->snippet.spans = g_array_new(FALSE, FALSE, sizeof(struct range));
	if (!range_is_none(marked) && range_length(marked) > 0)
		g_array_append_val(line->snippet.spans, marked);
	return line;
}

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct lines_job *reading = data;
	struct document *document = NULL;
	const char *path = NULL;
	for (guint i = 0; i < reading->wanted->len && !cancel_is_set(cancel); i++) {
		const struct wanted_line *wanted =
			&g_array_index(reading->wanted, struct wanted_line, i);
		if (path == NULL || strcmp(path, wanted->path) != 0) {
			g_autofree char *real = NULL;
			path = wanted->path;
			document_free(document);
			document = opening_read(path, reading->choices, cancel, &real, NULL);
			if (cancel_is_set(cancel))
				break;
		}
		struct read_line *read = g_new(struct read_line, 1);
		*read = (struct read_line){ key_of(&wanted->mention), line_of(document, wanted) };
		job_report(job, read);
	}
	document_free(document);
}

/* --- on the main thread --- */

static void
free_read(void *piece)
{
	struct read_line *read = piece;
	free_line(read->line);
	g_free(read);
}

static void
job_piece(void *data, void *piece)
{
	struct lines_job *reading = data;
	struct mention_lines *lines = &reading->app->mention_lines;
	struct read_line *read = piece;
	gint64 *key = g_new(gint64, 1);
	*key = read->key;
	g_hash_table_replace(lines->lines, key, read->line);
	g_free(read);
	lines->version++;
	reading->app->dirty = true;
}

static void
job_done(void *data)
{
	struct lines_job *reading = data;
	reading->app->mention_lines.waiting = false;
	/* One may have moved on meanwhile. */
	app_settle(reading->app);
}

static void
job_free(void *data)
{
	struct lines_job *reading = data;
	g_array_unref(reading->wanted);
	g_hash_table_unref(reading->choices);
	g_free(reading);
}

static const struct job_kind lines_job = {
	.name = "reading",
	.run = job_run,
	.piece = job_piece,
	.done = job_done,
	.free = job_free,
	.free_piece = free_read,
};

static void
clear_wanted(void *data)
{
	g_free(((struct wanted_line *)data)->path);
}

void
mention_lines_want(struct app *app, const struct mention *const *mentions, uint32_t n)
{
	struct mention_lines *lines = &app->mention_lines;
	if (lines->waiting)
		return;
	g_autoptr(GArray) wanted = g_array_new(FALSE, FALSE, sizeof(struct wanted_line));
	g_array_set_clear_func(wanted, clear_wanted);
	for (uint32_t i = 0; i < n; i++) {
		const struct entry *entry = linking_entry(app, mentions[i]->id);
		if (entry == NULL || mention_lines_of(app, mentions[i]) != NULL)
			continue;
		struct wanted_line line = { *mentions[i], g_strdup(entry->path) };
		g_array_append_val(wanted, line);
	}
	if (wanted->len == 0)
		return;
	if (g_hash_table_size(lines->lines) > KEPT_MOST)
		g_hash_table_remove_all(lines->lines);
	struct lines_job *job = g_new(struct lines_job, 1);
	*job = (struct lines_job){
		.app = app,
		.wanted = g_steal_pointer(&wanted),
		.choices = state_all_choices(app->state),
	};
	lines->waiting = true;
	pool_submit(app->pool, &lines_job, job);
}
