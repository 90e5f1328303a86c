#include "config.h"

#include "ui/loading.h"

#include "ui/app_state.h"

struct loading_job {
	struct app *app;
	struct loader *loader;
	/* being filled: the app's own at first, a new one when read anew */
	struct catalog *catalog;
	struct resolver *resolver;
	bool aside;
};

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct loading_job *loading = data;
	struct batch *batch;
	while ((batch = loader_step(loading->loader, cancel)) != NULL)
		job_report(job, batch);
}

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

void
loading_clear(struct loading *loading)
{
	g_clear_pointer(&loading->failed, g_hash_table_unref);
}

static void
job_piece(void *data, void *piece)
{
	struct loading_job *job = data;
	struct app *app = job->app;
	struct loading *loading = &app->loading;
	struct batch *batch = piece;
	batch_apply(batch, job->catalog, job->resolver);
	enum loader_phase phase = batch_phase(batch);
	batch_progress(batch, &loading->done, &loading->all);
	note_problems(loading, batch_problems(batch));
	batch_free(batch);
	if (!job->aside) {
		app->list.stale = true;
		if (phase > LOADER_HEADS && !loading->heads_known) {
			loading->heads_known = true;
			opening_resolve(app);
			follow_document(app);
		}
	}
	loading->phase = phase;
	app->dirty = true;
}

/* What was read beside takes the place of what was shown. */
static void
take_over(struct loading_job *job)
{
	struct app *app = job->app;
	struct catalog *old = app->catalog;
	if (app->popup != NULL && app->popup->kind->of_library)
		popup_close(app);
	resolver_free(app->resolver);
	app->catalog = g_steal_pointer(&job->catalog);
	app->resolver = g_steal_pointer(&job->resolver);
	job->aside = false;
	list_view_catalog_changed(app, old);
	catalog_free(old);
	opening_forget(app);
	opening_again(app);
}

static void
job_done(void *data)
{
	struct loading_job *job = data;
	struct app *app = job->app;
	app->loading.running = false;
	app->loading.heads_known = true;
	app->loading.phase = LOADER_DONE;
	if (job->aside) {
		char number[16];
		take_over(job);
		app_say(app, "read again: %s documents",
			app_number(number, catalog_count(app->catalog)));
	}
	say_problems(app);
	opening_resolve(app);
	follow_document(app);
	app->dirty = true;
	app_settle(app);
}

static void
job_free(void *data)
{
	struct loading_job *job = data;
	loader_free(job->loader);
	if (job->aside) {
		resolver_free(job->resolver);
		catalog_free(job->catalog);
	}
	g_free(job);
}

static void
free_piece(void *piece)
{
	batch_free(piece);
}

static const struct job_kind loading_job = {
	.name = "reading",
	.replaces = true,
	.run = job_run,
	.piece = job_piece,
	.done = job_done,
	.free = job_free,
	.free_piece = free_piece,
};

void
loading_start(struct app *app)
{
	struct loading_job *job = g_new0(struct loading_job, 1);
	struct scan_options options = {
		.roots = (const char *const *)app->roots,
		.extensions = settings_list(app->settings, "extensions"),
	};
	job->app = app;
	job->loader = loader_new(&options, LOADER_WHOLE);
	job->aside = catalog_count(app->catalog) > 0;
	job->catalog = job->aside ? catalog_new() : app->catalog;
	job->resolver = job->aside ? resolver_new(job->catalog) : app->resolver;
	bool heads_known = job->aside && app->loading.heads_known;
	loading_clear(&app->loading);
	app->loading = (struct loading){ .running = true, .heads_known = heads_known };
	app->dirty = true;
	pool_submit(app->pool, &loading_job, job);
}

bool
loading_stop(struct app *app)
{
	if (!app->loading.running)
		return false;
	pool_cancel_kind(app->pool, &loading_job);
	app->loading.running = false;
	app->dirty = true;
	return true;
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
	case LOADER_SCAN:
		g_snprintf(buffer, n, "looking: %s documents", app_number(all, loading->all));
		break;
	case LOADER_HEADS:
		g_snprintf(buffer, n, "reading %s of %s", app_number(done, loading->done),
			app_number(all, loading->all));
		break;
	default:
		g_snprintf(buffer, n, "counting %s of %s", app_number(done, loading->done),
			app_number(all, loading->all));
	}
	return true;
}
