#include "config.h"

#include "ui/loading.h"

#include <string.h>

#include "library/idset.h"
#include "library/follow.h"
#include "ui/app_state.h"
#include "ui/loop.h"
#include "ui/tidying.h"
#include "work/indexing.h"

/* Seconds until it is looked again whether another process has built the index. */
#define BUSY_SECONDS 1

/* Seconds between two looks at a library that is too large to be watched. */
#define UNWATCHED_SECONDS 60

/* Microseconds of a phase before its pace is told. */
#define PACE_SOONEST G_USEC_PER_SEC

struct loading_job {
	struct app *app;
	struct store_location *location;
	char **roots, **extensions;
	char **folders, **trees; /* NULL: all; else the parts, either may be empty */
	struct idset *shown;     /* ids that the catalog has */
	struct watch *watch;     /* or NULL */
	char *state;             /* its path; NULL: the usual place */
	GHashTable *choices;     /* state_all_choices() */
	bool one_thread;
	bool anew; /* a word is said at its end */
	/* written by the worker, read at the end */
	struct job *job;
	struct store *anchor;
	bool found;        /* something appeared, moved or went */
	bool changed;      /* so it did, or something is other than it was */
	unsigned followed; /* documents whose marks did */
	gint watch_failed; /* atomic */
	GError *error;
	/* the main thread's */
	bool heads_seen;
	uint32_t gone; /* rows of the catalog that were gone when it began */
};

/* What a job reports: one of these. */
struct loading_piece {
	struct loading_job *job;
	struct batch *batch;
	GArray *ids;
};

/* --- on the worker --- */

static void
report(struct loading_job *job, struct batch *batch, GArray *ids)
{
	struct loading_piece *piece = g_new(struct loading_piece, 1);
	*piece = (struct loading_piece){ job, batch, ids };
	job_report(job->job, piece);
}

static void
take_batch(void *data, struct batch *batch)
{
	struct loading_job *job = data;
	struct batch_counts counts = batch_counts(batch);
	job->found |= counts.added + counts.moved + counts.gone > 0;
	job->changed |= job->found || counts.changed > 0;
	report(job, batch, NULL);
}

static void
take_ids(void *data, GArray *ids)
{
	report(data, NULL, ids);
}

static void
enter_folder(void *data, const char *path, int folder)
{
	struct loading_job *job = data;
	char opens[32];
	g_snprintf(opens, sizeof opens, "/proc/self/fd/%d", folder);
	if (!watch_add(job->watch, path, opens, NULL))
		g_atomic_int_set(&job->watch_failed, 1);
}

static bool
load_part(struct loading_job *job, char **folders, bool shallow, const struct cancel *cancel)
{
	struct indexing_options options = {
		.loader = {
			.scan = {
				.roots = (const char *const *)job->roots,
				.extensions = (const char *const *)job->extensions,
				.folders = (const char *const *)folders,
				.shallow = shallow,
				.enter = job->watch != NULL ? enter_folder : NULL,
				.data = job,
			},
			.choices = job->choices,
			.last = LOADER_WHOLE,
			.want_known = true,
			.shown = job->shown,
			.heads = true,
		},
		.location = job->location,
		.one_thread = job->one_thread,
		.renews = folders == NULL,
		.lists_meanwhile = true,
		.batch = take_batch,
		.stored = take_ids,
		.data = job,
		.cancel = cancel,
	};
	return indexing_run(&options, &job->error);
}

static bool
load_once(struct loading_job *job, const struct cancel *cancel)
{
	if (job->folders == NULL)
		return load_part(job, NULL, false, cancel);
	return (job->trees[0] == NULL || load_part(job, job->trees, false, cancel)) &&
	       (job->folders[0] == NULL || load_part(job, job->folders, true, cancel));
}

/* Whether what failed would fail again on the disk, and all is read into memory instead. */
static bool
leaves_disk(struct loading_job *job)
{
	static const enum store_error others[] = { STORE_ERROR_STOPPED, STORE_ERROR_BUSY };
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		if (job->error == NULL || g_error_matches(job->error, STORE_ERROR, others[i]))
			return false;
	}
	if (!store_location_leave_disk(job->location, job->error))
		return false;
	g_clear_error(&job->error);
	store_close(job->anchor);
	job->anchor = store_open(job->location, NULL);
	return true;
}

static bool
load(struct loading_job *job, const struct cancel *cancel)
{
	return load_once(job, cancel) || (leaves_disk(job) && load_part(job, NULL, false, cancel));
}

/* Marks go with the files that were renamed. The main thread takes them in when it is done. */
static void
follow(struct loading_job *job)
{
	if (g_strcmp0(job->state, STATE_MEMORY) == 0)
		return;
	g_autoptr(Store) store = store_open(job->location, NULL);
	g_autoptr(State) state = state_open(job->state, NULL);
	if (store != NULL)
		job->followed = follow_renames(state, store);
}

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct loading_job *loading = data;
	loading->job = job;
	/* What is in memory alone would end with the last connection. */
	loading->anchor = store_open(loading->location, NULL);
	if (load(loading, cancel) && (loading->folders == NULL || loading->found))
		follow(loading);
}

/* --- what was found --- */

/* The list shows where the open document stands, unless somebody is at it. */
static void
follow_document(struct app *app)
{
	uint32_t entry = app_entry(app);
	if (entry != NONE && app->focus != PANE_LIST)
		list_view_select(app, entry);
}

/* A file that cannot be read is met in each phase. */
static void
note_problems(struct loading *loading, const GPtrArray *problems)
{
	for (guint i = 0; problems != NULL && i < problems->len; i++) {
		const struct scan_problem *problem = g_ptr_array_index(problems, i);
		if (loading->failed == NULL)
			loading->failed =
				g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
		g_hash_table_insert(loading->failed, g_strdup(problem->path),
			g_strdup(problem->message));
	}
}

static void
say_problems(struct app *app)
{
	GHashTableIter iter;
	void *path, *message;
	if (app->loading.failed == NULL)
		return;
	g_hash_table_iter_init(&iter, app->loading.failed);
	guint count = g_hash_table_size(app->loading.failed);
	if (count == 1 && g_hash_table_iter_next(&iter, &path, &message))
		app_fail(app, "%s: %s", (const char *)path, (const char *)message);
	else
		app_fail(app, "%u files or folders cannot be read: lectern check says which",
			count);
}

/* Says what is to be said of the index, once. */
static void
say_word(struct app *app)
{
	const char *word = store_location_word(app->location);
	if (word != NULL && word != app->loading.told)
		app_fail(app, "%s", word);
	app->loading.told = word;
}

/* What is shown of a file that changed is read again; what is kept of others is let go of. */
static void
follow_changes(struct app *app, const struct batch *batch)
{
	const struct document *open = reader_document(&app->reader);
	const struct document *read = open == NULL ? NULL : batch_document(batch, open->path);
	if (batch_counts(batch).changed > 0)
		opening_forget(app);
	embedding_follow(app, batch);
	if (read != NULL && memcmp(read->hash, open->hash, sizeof(read->hash)) != 0 &&
		app->opening.path == NULL)
		opening_again(app);
}

static void
note_progress(struct app *app, const struct batch *batch)
{
	struct loading *loading = &app->loading;
	enum loader_phase phase = batch_phase(batch);
	if (!loading->running || loading->waiting)
		return;
	if (phase != loading->phase)
		loading->phase_began = app->now();
	loading->phase = phase;
	batch_progress(batch, &loading->done, &loading->all);
}

static void
apply(struct loading_job *job, const struct batch *batch)
{
	struct app *app = job->app;
	struct loading *loading = &app->loading;
	bool changed = batch_apply(batch, app->catalog, app->resolver);
	note_progress(app, batch);
	note_problems(loading, batch_problems(batch));
	app->list.stale |= changed;
	job->heads_seen |= batch_phase(batch) == LOADER_HEADS;
	if (job->heads_seen && batch_phase(batch) > LOADER_HEADS && !loading->heads_known) {
		loading->heads_known = true;
		opening_resolve(app);
		follow_document(app);
	}
	follow_changes(app, batch);
	app->dirty |= changed || job->folders == NULL;
}

/* Documents that have other ids in the index from now on. */
static void
take_new_ids(struct app *app, const GArray *ids)
{
	for (guint i = 0; i < ids->len; i++) {
		const struct batch_id *given = &g_array_index(ids, struct batch_id, i);
		uint32_t entry = catalog_find(app->catalog, given->path);
		if (entry != NONE)
			catalog_set_id(app->catalog, entry, given->id);
		sentences_forget(&app->sentences, given->path);
	}
	app->loading.stored++;
	list_filter_refresh(app, false);
	search_refresh(app, false);
	app->dirty = true;
}

static void
free_piece(struct loading_piece *piece)
{
	batch_unref(piece->batch);
	indexing_free_ids(piece->ids);
	g_free(piece);
}

static void
job_piece(void *data, void *taken)
{
	struct loading_job *job = data;
	struct loading_piece *piece = taken;
	if (piece->batch != NULL)
		apply(job, piece->batch);
	else
		take_new_ids(job->app, piece->ids);
	free_piece(piece);
}

/* What was found before the job was stopped holds all the same; and the next one begins where it
 * ended. */
static void
late_piece(void *taken)
{
	struct loading_piece *piece = taken;
	if (piece->job->app->loading.leaving)
		free_piece(piece);
	else
		job_piece(piece->job, piece);
}

/* --- the end --- */

static void
say_failure(struct app *app, const GError *error)
{
	if (error == NULL || g_error_matches(error, STORE_ERROR, STORE_ERROR_STOPPED))
		return;
	if (g_error_matches(error, STORE_ERROR, STORE_ERROR_BUSY))
		loading_again_in(app, BUSY_SECONDS);
	else
		app_fail(app, "index: %s", error->message);
}

static void
say_unwatched(struct app *app, const struct loading_job *job)
{
	if (!g_atomic_int_get(&job->watch_failed))
		return;
	if (!app->loading.unwatched)
		app_fail(app,
			"not all folders can be watched: r, and each minute, looks for changes");
	app->loading.unwatched = true;
	loading_again_in(app, UNWATCHED_SECONDS);
}

static void
look_again(GPtrArray *at, char **paths)
{
	for (char **path = paths; path != NULL && *path != NULL; path++)
		g_ptr_array_add(at, g_strdup(*path));
}

static void
job_done(void *data)
{
	struct loading_job *job = data;
	struct app *app = job->app;
	app->loading.running = false;
	app->loading.phase = LOADER_DONE;
	keeping_refresh(app);
	/* Choices may have moved too. */
	if (job->followed > 0 && g_hash_table_size(job->choices) > 0)
		loading_choices_changed(app);
	if (job->folders == NULL)
		app->loading.heads_known = true;
	if (job->anew) {
		char number[16];
		app_say(app, "read again: %s documents",
			app_number(number,
				catalog_count(app->catalog) - catalog_gone_count(app->catalog)));
	}
	list_filter_refresh(app, true);
	search_refresh(app, true);
	say_problems(app);
	say_unwatched(app, job);
	say_word(app);
	say_failure(app, job->error);
	opening_resolve(app);
	if (job->folders == NULL)
		follow_document(app);
	if (catalog_gone_count(app->catalog) > job->gone)
		popup_documents_gone(app);
	app->dirty |= job->folders == NULL;
	app_settle(app);
	if (catalog_unnamed_count(app->catalog) > 0) {
		look_again(app->loading.folders, job->folders);
		look_again(app->loading.trees, job->trees);
	}
	if (job->changed && job->error == NULL)
		tidying_begin(app);
	loading_await_roots(app);
	loading_look_soon(app);
}

static void start_waiting(struct app *app);

static void
job_free(void *data)
{
	struct loading_job *job = data;
	struct loading *loading = &job->app->loading;
	/* The new one stands before the old is let go of. */
	if (job->anchor != NULL) {
		store_close(loading->anchor);
		loading->anchor = job->anchor;
	}
	store_location_unref(job->location);
	idset_free(job->shown);
	watch_free(job->watch);
	g_strfreev(job->roots);
	g_strfreev(job->extensions);
	g_strfreev(job->folders);
	g_strfreev(job->trees);
	g_hash_table_unref(job->choices);
	g_free(job->state);
	g_clear_error(&job->error);
	loading->job = false;
	start_waiting(job->app);
	g_free(job);
}

static const struct job_kind loading_job = {
	.name = "reading",
	.behind = true,
	.run = job_run,
	.piece = job_piece,
	.done = job_done,
	.free = job_free,
	.free_piece = late_piece,
};

/* --- asking for it --- */

void
loading_init(struct loading *loading, GMainContext *context, bool threaded)
{
	loading->context = context;
	loading->threaded = threaded;
	loading->folders = g_ptr_array_new_with_free_func(g_free);
	loading->trees = g_ptr_array_new_with_free_func(g_free);
}

void
loading_clear(struct loading *loading)
{
	loop_drop(&loading->watch_source);
	loop_drop(&loading->timer);
	loop_drop(&loading->again);
	loop_drop(&loading->missing);
	g_clear_pointer(&loading->watch, watch_free);
	g_clear_pointer(&loading->anchor, store_close);
	g_clear_pointer(&loading->failed, g_hash_table_unref);
	g_clear_pointer(&loading->folders, g_ptr_array_unref);
	g_clear_pointer(&loading->trees, g_ptr_array_unref);
	g_clear_pointer(&loading->next_folders, g_strfreev);
	g_clear_pointer(&loading->next_trees, g_strfreev);
}

static void
submit(struct app *app)
{
	struct loading *loading = &app->loading;
	struct loading_job *job = g_new0(struct loading_job, 1);
	job->app = app;
	job->folders = g_steal_pointer(&loading->next_folders);
	job->trees = g_steal_pointer(&loading->next_trees);
	job->anew = job->folders == NULL && loading->asked_again;
	job->gone = catalog_gone_count(app->catalog);
	job->location = store_location_ref(app->location);
	job->roots = g_strdupv(app->roots);
	job->extensions = g_strdupv((char **)settings_list(app->settings, "extensions"));
	job->shown = catalog_ids(app->catalog);
	job->state = g_strdup(app->keeping.path);
	job->choices = state_all_choices(app->state);
	job->one_thread = !loading->threaded;
	if (loading->watch != NULL)
		job->watch = watch_ref(loading->watch);
	g_clear_pointer(&loading->failed, g_hash_table_unref);
	loading->asked = loading->waiting = false;
	loading->job = true;
	loading->phase_began = app->now();
	tidying_stop(app);
	pool_submit(app->pool, &loading_job, job);
}

/* Loads what is asked for next, when the job before has ended: two at once would be in each other's
 * way. */
static void
start_waiting(struct app *app)
{
	if (app->loading.waiting && !app->loading.leaving && !app->loading.job)
		submit(app);
}

/* Takes folders and trees. */
static void
start(struct app *app, char **folders, char **trees, bool again)
{
	struct loading *loading = &app->loading;
	g_strfreev(loading->next_folders);
	g_strfreev(loading->next_trees);
	loading->next_folders = folders;
	loading->next_trees = trees;
	loading->asked_again = again;
	loading->running = true;
	loading->waiting = true;
	loading->phase = LOADER_KNOWN;
	loading->done = loading->all = 0;
	pool_cancel_kind(app->pool, &loading_job);
	start_waiting(app);
}

void
loading_start(struct app *app)
{
	struct loading *loading = &app->loading;
	loading_watch(app);
	/* All will be looked at. */
	g_ptr_array_set_size(loading->folders, 0);
	g_ptr_array_set_size(loading->trees, 0);
	loading->overflow = false;
	app->dirty = true;
	start(app, NULL, NULL, catalog_count(app->catalog) > 0);
}

void
loading_start_part(struct app *app, char **folders, char **trees)
{
	start(app, folders, trees, false);
}

bool
loading_stop(struct app *app)
{
	if (!app->loading.running)
		return false;
	pool_cancel_kind(app->pool, &loading_job);
	app->loading.running = false;
	app->loading.waiting = false;
	app->dirty = true;
	return true;
}

void
loading_leave(struct app *app)
{
	app->loading.leaving = true;
	app->loading.waiting = false;
}

/* `reading 12,345 of 100,000 · 3,200/s · 27 s left` */
static void
pace_words(const struct app *app, char *buffer, size_t n)
{
	const struct loading *loading = &app->loading;
	char done[16], all[16], rate[16], left[16];
	gint64 time = app->now() - loading->phase_began;
	g_snprintf(buffer, n, "reading %s of %s", app_number(done, loading->done),
		app_number(all, loading->all));
	if (time < PACE_SOONEST || loading->done == 0)
		return;
	double a_second = (double)loading->done / ((double)time / G_USEC_PER_SEC);
	double seconds = (double)(loading->all - MIN(loading->done, loading->all)) / a_second;
	size_t end = strlen(buffer);
	g_snprintf(buffer + end, n - end, " · %s/s · %s s left",
		app_number(rate, (uint32_t)(a_second + 0.5)),
		app_number(left, (uint32_t)MIN(seconds + 1, 999999)));
}

bool
loading_words(const struct app *app, char *buffer, size_t n)
{
	const struct loading *loading = &app->loading;
	char done[16], all[16];
	if (app->opening.path != NULL) {
		g_snprintf(buffer, n, "opening…");
		return true;
	}
	if (!loading->running)
		return false;
	switch (loading->phase) {
	case LOADER_KNOWN:
	case LOADER_SCAN:
		g_snprintf(buffer, n, "looking: %s documents", app_number(all, loading->all));
		break;
	case LOADER_HEADS:
		g_snprintf(buffer, n, "reading titles %s of %s", app_number(done, loading->done),
			app_number(all, loading->all));
		break;
	default:
		pace_words(app, buffer, n);
	}
	return true;
}
