#include "config.h"

#include "ui/sentences.h"

#include <string.h>

#include "text/safe.h"
#include "ui/app_state.h"
#include "ui/excerpt.h"

/* Characters of a sentence at most: what the widest list shows. */
#define LENGTH 240

struct sentence {
	char *path;
	struct search_place *place;
};

struct sentences_job {
	struct app *app;
	char *query;
	bool typing;
	GPtrArray *paths;
	GHashTable *choices; /* state_all_choices() */
};

static void
free_place(void *place)
{
	search_place_free(place);
}

void
sentences_init(struct sentences *sentences)
{
	*sentences = (struct sentences){ 0 };
	sentences->by_path = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_place);
}

void
sentences_clear(struct sentences *sentences)
{
	g_hash_table_unref(sentences->by_path);
	g_free(sentences->query);
}

const struct search_place *
sentences_of(const struct sentences *sentences, const char *path)
{
	return g_hash_table_lookup(sentences->by_path, path);
}

void
sentences_forget(struct sentences *sentences, const char *path)
{
	g_hash_table_remove(sentences->by_path, path);
}

/* What to show of a snippet: from a byte on, and what stands before that ("…", or ""). */
struct snippet_view {
	uint32_t start;
	const char *before;
};

static struct snippet_view
snippet_view(const struct snippet *snippet, unsigned columns)
{
	struct snippet_view view = { 0, "" };
	const char *text = snippet->text;
	if (snippet->spans->len == 0 || safe_columns(SAFE_TEXT, text, strlen(text)) <= columns)
		return view;
	struct range hit = g_array_index(snippet->spans, struct range, 0);
	if (safe_columns(SAFE_TEXT, text, hit.end) + 1 < columns)
		return view;
	/* A third of the room is for what leads to the hit. */
	view.start = excerpt_start(text, hit.start, columns / 3);
	if (view.start > 0)
		view.before = safe_ascii() ? "..." : "…";
	return view;
}

void
snippet_draw(const struct snippet *snippet, struct canvas *canvas, int y, int x, int columns,
	enum role role)
{
	struct snippet_view view = snippet_view(snippet, (unsigned)MAX(columns, 1));
	int end = x + columns;
	x += canvas_put(canvas, y, x, role, SAFE_TEXT, view.before, -1);
	canvas_put_cut(canvas, y, x, MAX(end - x, 0), role, SAFE_TEXT, snippet->text + view.start,
		-1);
}

void
snippet_mark(const struct snippet *snippet, struct canvas *canvas, int y, int x, int columns,
	enum role role)
{
	struct snippet_view view = snippet_view(snippet, (unsigned)MAX(columns, 1));
	const char *text = snippet->text + view.start;
	int before = (int)safe_columns(SAFE_TEXT, view.before, strlen(view.before));
	struct rect clip = canvas_clip(canvas, (struct rect){ y, x, 1, MAX(columns, 0) });
	for (guint i = 0; i < snippet->spans->len; i++) {
		struct range span = g_array_index(snippet->spans, struct range, i);
		if (span.start < view.start)
			continue;
		int from = (int)safe_columns(SAFE_TEXT, text, span.start - view.start);
		int to = (int)safe_columns(SAFE_TEXT, text, span.end - view.start);
		canvas_role(canvas, (struct rect){ y, x + before + from, 1, to - from }, role);
	}
	canvas_clip(canvas, clip);
}

/* --- on a worker --- */

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct sentences_job *reading = data;
	struct query_options options = { .typing = reading->typing };
	query_today(g_get_real_time() / G_USEC_PER_SEC, options.today);
	g_autoptr(Query) query = query_parse(reading->query, &options, NULL);
	for (guint i = 0; query != NULL && i < reading->paths->len; i++) {
		const char *path = g_ptr_array_index(reading->paths, i);
		if (cancel_is_set(cancel))
			return;
		g_autofree char *real = NULL;
		g_autoptr(Document) document =
			opening_read(path, reading->choices, cancel, &real, NULL);
		struct sentence *sentence = g_new0(struct sentence, 1);
		sentence->path = g_strdup(path);
		if (document != NULL)
			sentence->place = search_best(document, query, LENGTH);
		job_report(job, sentence);
	}
}

/* --- on the main thread --- */

static void
free_sentence(void *piece)
{
	struct sentence *sentence = piece;
	search_place_free(sentence->place);
	g_free(sentence->path);
	g_free(sentence);
}

static void
job_piece(void *data, void *piece)
{
	struct sentences_job *reading = data;
	struct app *app = reading->app;
	struct sentence *sentence = piece;
	struct search_place *place = sentence->place;
	if (place == NULL)
		place = g_new0(struct search_place, 1);
	g_hash_table_insert(app->sentences.by_path, sentence->path, place);
	g_free(sentence);
	app->dirty = true;
}

static void
job_done(void *data)
{
	struct sentences_job *reading = data;
	reading->app->sentences.waiting = false;
	/* The list may have moved on meanwhile. */
	app_settle(reading->app);
}

static void
job_free(void *data)
{
	struct sentences_job *reading = data;
	g_ptr_array_unref(reading->paths);
	g_hash_table_unref(reading->choices);
	g_free(reading->query);
	g_free(reading);
}

static const struct job_kind sentences_job = {
	.name = "reading",
	.replaces = true,
	.run = job_run,
	.piece = job_piece,
	.done = job_done,
	.free = job_free,
	.free_piece = free_sentence,
};

void
sentences_begin(struct app *app, const char *query, bool typing)
{
	struct sentences *sentences = &app->sentences;
	if (sentences->query != NULL && strcmp(sentences->query, query) == 0 &&
		sentences->typing == typing)
		return;
	pool_cancel_kind(app->pool, &sentences_job);
	g_hash_table_remove_all(sentences->by_path);
	g_free(sentences->query);
	sentences->query = g_strdup(query);
	sentences->typing = typing;
	sentences->waiting = false;
}

void
sentences_want(struct app *app, const uint32_t *entries, uint32_t n)
{
	struct sentences *sentences = &app->sentences;
	if (sentences->waiting || sentences->query == NULL)
		return;
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	for (uint32_t i = 0; i < n; i++) {
		const char *path = catalog_entry(app->catalog, entries[i])->path;
		if (sentences_of(sentences, path) != NULL)
			continue;
		g_ptr_array_add(paths, g_strdup(path));
	}
	if (paths->len == 0)
		return;
	struct sentences_job *job = g_new(struct sentences_job, 1);
	*job = (struct sentences_job){
		.app = app,
		.query = g_strdup(sentences->query),
		.typing = sentences->typing,
		.paths = g_steal_pointer(&paths),
		.choices = state_all_choices(app->state),
	};
	sentences->waiting = true;
	pool_submit(app->pool, &sentences_job, job);
}
