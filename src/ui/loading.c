#include "config.h"

#include "ui/loading.h"

#include "ui/app_state.h"

struct loading_job {
	struct app *app;
	struct loader *loader;
	struct catalog *catalog;   /* being filled: the app's own at first, a new one when read anew */
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
	loading->failed += batch_problems(batch) != NULL ? batch_problems(batch)->len : 0;
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
	if (app->loading.failed > 0)
		app_fail(app, "%u of the files cannot be read: lectern check says which",
		         app->loading.failed);
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
	app->loading = (struct loading){
		.running = true,
		.heads_known = job->aside && app->loading.heads_known,
	};
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
