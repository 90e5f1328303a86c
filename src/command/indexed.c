#include "config.h"

#include "command/indexed.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "command/options.h"
#include "library/follow.h"
#include "library/loader.h"
#include "work/indexing.h"

/* Milliseconds before what is going on is told. */
#define PATIENCE 1000

static int64_t
now(void)
{
	return time(NULL);
}

bool
indexed_init(struct indexed *indexed, const struct invocation *invocation, const char *const *roots)
{
	*indexed = (struct indexed){ .invocation = invocation };
	indexed->all = library_init(&indexed->library, invocation, roots);
	progress_init(&indexed->progress, PATIENCE);
	if (!library_may_scan(&indexed->library))
		return false;
	indexed->location = store_location_new(indexed->library.scan.roots,
		settings_list(invocation->settings, "library"), indexed->library.scan.extensions,
		invocation->no_index);
	return true;
}

/* What was asked for is printed by then. */
static void
tidy(struct indexed *indexed)
{
	fflush(stdout);
	while (store_tidy(indexed->store)) {
		if (progress_is_due(&indexed->progress))
			progress_draw(&indexed->progress, "making the index quicker");
	}
}

void
indexed_clear(struct indexed *indexed)
{
	progress_clear(&indexed->progress);
	if (indexed->tidies && indexed->store != NULL)
		tidy(indexed);
	progress_clear(&indexed->progress);
	store_close(indexed->store);
	store_location_unref(indexed->location);
	library_clear(&indexed->library);
	*indexed = (struct indexed){ 0 };
}

bool
indexed_is_ready(const struct indexed *indexed)
{
	return !indexed->invocation->no_index && store_exists(indexed->location);
}

/* --- bringing it up to date --- */

static void
draw_sentence(struct indexed *indexed, enum loader_phase phase, uint32_t done, uint32_t all)
{
	g_autoptr(GString) line = g_string_new(NULL);
	if (phase == LOADER_WHOLE) {
		g_string_append(line, "reading what is new: ");
		progress_append_number(line, done);
		g_string_append(line, " of ");
		progress_append_number(line, all);
		g_string_append(line, " documents");
	} else {
		g_string_append(line, "looking for documents: ");
		progress_append_number(line, all);
	}
	progress_draw(&indexed->progress, line->str);
}

static void
take_batch(void *data, struct batch *batch)
{
	struct indexed *indexed = data;
	struct batch_counts counts = batch_counts(batch);
	uint32_t done, all;

	indexed->counts.added += counts.added;
	indexed->counts.changed += counts.changed;
	indexed->counts.moved += counts.moved;
	indexed->counts.gone += counts.gone;
	if (batch_problems(batch)->len > 0) {
		progress_clear(&indexed->progress);
		library_tell(&indexed->library, batch_problems(batch));
	}
	batch_progress(batch, &done, &all);
	if (indexed->draw != NULL)
		indexed->draw(indexed, batch_phase(batch), done, all);
	else if (progress_is_due(&indexed->progress))
		draw_sentence(indexed, batch_phase(batch), done, all);
	batch_unref(batch);
}

static void
draw_renewing(void *data, uint32_t done, uint32_t all)
{
	struct indexed *indexed = data;
	g_autoptr(GString) line = g_string_new("building the index anew: ");
	if (!progress_is_due(&indexed->progress))
		return;
	progress_append_number(line, done);
	g_string_append(line, " of ");
	progress_append_number(line, all);
	g_string_append(line, " documents");
	progress_draw(&indexed->progress, line->str);
}

/* Says once what is to be said of the index. */
static void
tell_word(struct indexed *indexed)
{
	const char *word = store_location_word(indexed->location);
	if (word != NULL && !g_hash_table_contains(indexed->library.told, word)) {
		progress_clear(&indexed->progress);
		report_error("%s", word);
		g_hash_table_add(indexed->library.told, g_strdup(word));
	}
}

/* Brings the index up to date, and opens it as it is then: one that others completed since may be of
 * files that were read before. */
static bool
reconcile(struct indexed *indexed, bool rebuild, GError **error)
{
	struct indexing_options options = {
		.loader = { .scan = indexed->library.scan,
			.choices = library_choices(&indexed->library),
			.last = LOADER_WHOLE },
		.location = indexed->location,
		.rebuild = rebuild,
		.renews = indexed->renews,
		.batch = take_batch,
		.renewing = draw_renewing,
		.data = indexed,
	};

	indexed->counts = (struct batch_counts){ 0 };
	do {
		/* Open before, so that an index in memory is not gone with the connections of the
		 * update. */
		store_close(indexed->store);
		indexed->store = store_open(indexed->location, error);
		tell_word(indexed);
		if (indexed->store == NULL)
			return false;
		indexed->tidies |= !store_is_settled(indexed->store);
		if (!indexing_run(&options, error))
			return false;
		options.rebuild = false;
	} while (!store_current(indexed->store));
	if (indexed->invocation->no_index)
		indexed->tidies = false;
	tell_word(indexed);
	return true;
}

/* Marks go with the documents that were renamed, and what was chosen for them too: these are read
 * again. */
static bool
update(struct indexed *indexed, bool rebuild, GError **error)
{
	if (!reconcile(indexed, rebuild, error))
		return false;
	if (follow_renames(library_state(&indexed->library), indexed->store) == 0)
		return true;
	struct batch_counts counts = indexed->counts;
	if (!library_choices_again(&indexed->library))
		return true;
	bool ok = reconcile(indexed, false, error);
	indexed->counts = counts;
	return ok;
}

bool
indexed_update(struct indexed *indexed, bool rebuild)
{
	g_autoptr(GError) error = NULL;
	bool ok = update(indexed, rebuild, &error);

	if (!ok && store_location_leave_disk(indexed->location, error)) {
		g_clear_error(&error);
		indexed->tidies = false;
		ok = update(indexed, false, &error);
	}
	progress_clear(&indexed->progress);
	if (!ok)
		report_error("index: %s", error->message);
	return ok;
}

/* --- asking it --- */

struct query *
indexed_query(const struct indexed *indexed, const char *typed)
{
	g_autoptr(GError) error = NULL;
	/* Of a part of a library it is not known which keys the rest has. */
	bool known = indexed->store != NULL && store_is_complete(indexed->store);
	g_auto(GStrv) keys = known ? store_keys(indexed->store) : NULL;
	struct query_options options = { .keys = (const char *const *)keys };

	query_today(now(), options.today);
	struct query *query = query_parse(typed, &options, &error);
	if (query == NULL)
		report_error("query: %s", error->message);
	return query;
}

bool
indexed_check(const struct indexed *indexed, const char *typed)
{
	g_autoptr(Query) query = indexed_query(indexed, typed);
	return query != NULL;
}

/* What of the state is asked for, and the paths that have it. */
struct asked {
	enum query_state query;
	GPtrArray *paths; /* of the state */
};

static void
add_if_asked(void *data, const char *real_path, const struct state_row *row)
{
	struct asked *asked = data;
	if (asked->query == STATE_STARRED ? row->starred : row->read)
		g_ptr_array_add(asked->paths, (char *)real_path);
}

static void
fill_state(void *data, enum query_state query, struct idset *ids)
{
	struct indexed *indexed = data;
	g_autoptr(GPtrArray) paths = g_ptr_array_new();
	struct asked asked = { query, paths };
	state_each(library_state(&indexed->library), add_if_asked, &asked);
	store_of_files(indexed->store, paths, ids);
}

static void
draw_texts(void *data, uint32_t done, uint32_t all)
{
	struct indexed *indexed = data;
	g_autoptr(GString) line = g_string_new("searching the texts: ");
	if (!progress_is_due(&indexed->progress))
		return;
	progress_append_number(line, done);
	g_string_append(line, " of ");
	progress_append_number(line, all);
	progress_draw(&indexed->progress, line->str);
}

static struct answer_options
answer_options(struct indexed *indexed, enum answer_order order)
{
	return (struct answer_options){
		.order = order,
		.full = !indexed->invocation->terminal,
		.below = store_location_roots(indexed->location),
		.state = fill_state,
		.read_texts = true,
		.progress = draw_texts,
		.data = indexed,
	};
}

struct answer *
indexed_answer(struct indexed *indexed, const struct query *query, enum answer_order order)
{
	g_autoptr(GError) error = NULL;
	const struct answer_options options = answer_options(indexed, order);
	struct answer *answer = answer_new(indexed->store, query, &options, &error);
	progress_clear(&indexed->progress);
	if (answer == NULL)
		report_error("query: %s", error->message);
	else if (answer->unread > 0)
		indexed_tell_unread(answer->unread);
	return answer;
}

void
indexed_tell_unread(uint32_t count)
{
	report_error("query: %u %s not be searched: too long a search, or unreadable", count,
		count == 1 ? "document could" : "documents could");
}

struct stamp_search *
indexed_stamps(struct indexed *indexed, const struct query *query, enum answer_order order,
	struct answer **answer)
{
	g_autoptr(GError) error = NULL;
	const struct answer_options options = answer_options(indexed, order);
	struct stamp_search *search = stamp_search_new(query);
	*answer = stamp_search_ask(search, indexed->store, &options, &error);
	progress_clear(&indexed->progress);
	if (*answer != NULL)
		return search;
	report_error("query: %s", error->message);
	stamp_search_free(search);
	return NULL;
}

/* --- rows --- */

static void
free_row(gpointer data)
{
	struct indexed_row *row = data;
	g_free(row->path);
	g_free(row->real);
	g_free(row->title);
	g_free(row->kind);
	g_free(row->date);
	g_free(row->reason);
	g_free(row);
}

/* The path below a root of a place, "" for the root itself; NULL where it is not at or below it. */
static const char *
path_below(const char *place, const char *root)
{
	size_t n = strlen(root);
	if (strcmp(root, "/") == 0)
		return place[0] == '/' ? place + 1 : NULL;
	if (strncmp(place, root, n) != 0 || (place[n] != '/' && place[n] != '\0'))
		return NULL;
	return place[n] == '/' ? place + n + 1 : place + n;
}

/* The place of a document as printed: the first root it lies below as it was given, and what is below
 * it; NULL where it lies below none. The caller frees. */
static char *
printed_path(const struct indexed *indexed, const char *place)
{
	const char *const *real = store_location_roots(indexed->location);
	char **printed = indexed->library.roots.paths;

	for (size_t i = 0; real[i] != NULL && printed[i] != NULL; i++) {
		const char *below = path_below(place, real[i]);
		if (below == NULL)
			continue;
		if (*below == '\0')
			return g_strdup(printed[i]);
		if (strcmp(printed[i], ".") == 0)
			return g_strdup(below);
		return g_build_filename(printed[i], below, NULL);
	}
	return NULL;
}

struct gathering {
	const struct indexed *indexed;
	GPtrArray *rows;
};

static bool
gather_row(void *data, const struct store_row *row)
{
	struct gathering *gathering = data;
	g_autofree char *place = g_build_filename(row->folder, row->name, NULL);
	char *path = printed_path(gathering->indexed, place);
	if (path == NULL)
		return true;
	struct indexed_row *out = g_new0(struct indexed_row, 1);
	out->id = row->id;
	out->path = path;
	out->real = row->real[0] != '\0' ? g_strdup(row->real) : g_steal_pointer(&place);
	out->title = g_strdup(row->short_title);
	out->kind = g_strdup(row->kind);
	out->date = g_strdup(row->date);
	out->reason = row->reason[0] != '\0' ? g_strdup(row->reason) : NULL;
	out->binary = row->binary;
	g_ptr_array_add(gathering->rows, out);
	return true;
}

static gint
compare_paths(gconstpointer a, gconstpointer b)
{
	const struct indexed_row *const *x = a, *const *y = b;
	return strcmp((*x)->path, (*y)->path);
}

GPtrArray *
indexed_rows(struct indexed *indexed, const GArray *ids)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func(free_row);
	struct gathering gathering = { indexed, rows };

	store_rows(indexed->store, ids, NULL, gather_row, &gathering);
	if (ids == NULL)
		g_ptr_array_sort(rows, compare_paths);
	return rows;
}

void
indexed_tell(struct indexed *indexed, const struct indexed_row *row)
{
	struct scan_problem problem = { row->path, row->reason };
	g_autoptr(GPtrArray) problems = g_ptr_array_new();
	g_ptr_array_add(problems, &problem);
	library_tell(&indexed->library, problems);
}

/* What went since it was found is no document of the folder any more. */
static struct document *
tell_opened(struct document *document, const struct indexed_row *row, const GError *error)
{
	if (document == NULL && (access(row->path, F_OK) == 0 || errno != ENOENT))
		report_error("%s", error->message);
	return document;
}

struct document *
indexed_open(struct indexed *indexed, const struct indexed_row *row)
{
	g_autoptr(GError) error = NULL;
	const struct choices *choices =
		g_hash_table_lookup(library_choices(&indexed->library), row->real);
	struct document *document = loader_open(row->path, choices, DOCUMENT_WHOLE, NULL, &error);
	return tell_opened(document, row, error);
}

struct read_ahead *
indexed_read_ahead(struct indexed *indexed, const GPtrArray *rows)
{
	struct read_ahead_file *files = g_new(struct read_ahead_file, rows->len);
	for (guint i = 0; i < rows->len; i++) {
		const struct indexed_row *row = rows->pdata[i];
		files[i].path = row->path;
		files[i].choices =
			g_hash_table_lookup(library_choices(&indexed->library), row->real);
	}
	return read_ahead_new(files, rows->len);
}

struct document *
indexed_next(struct read_ahead *ahead, const struct indexed_row *row)
{
	g_autoptr(GError) error = NULL;
	struct document *document = read_ahead_next(ahead, &error);
	return tell_opened(document, row, error);
}
