#include "config.h"

#include "ui/tidying.h"

#include "library/store.h"
#include "ui/app_state.h"
#include "work/worker.h"

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	g_autoptr(Store) store = store_open(data, NULL);
	(void)job;
	while (store != NULL && !cancel_is_set(cancel) && store_tidy(store))
		;
}

static void
job_free(void *data)
{
	store_location_unref(data);
}

static const struct job_kind tidying_job = {
	.name = "making the index quicker",
	.replaces = true,
	.behind = true,
	.run = job_run,
	.free = job_free,
};

void
tidying_begin(struct app *app)
{
	pool_submit(app->pool, &tidying_job, store_location_ref(app->location));
}

void
tidying_stop(struct app *app)
{
	pool_cancel_kind(app->pool, &tidying_job);
}
