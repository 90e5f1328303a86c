#include "config.h"

#include "ui/naming.h"

#include <string.h>

#include "library/section_title.h"
#include "ui/app_state.h"
#include "ui/destination.h"

void
naming_clear(struct naming *naming)
{
	g_free(naming->path);
	g_free(naming->anchor);
	g_free(naming->title);
	*naming = (struct naming){ 0 };
}

const char *
naming_title(const struct app *app, const char *path, const char *anchor)
{
	const struct naming *naming = &app->naming;
	bool known = naming->title != NULL && strcmp(naming->path, path) == 0 &&
		     strcmp(naming->anchor, anchor) == 0;
	return known ? naming->title : NULL;
}

struct naming_job {
	struct app *app;
	struct finding finding; /* its own share */
	uint32_t id;
	char *anchor;
	char *title;
};

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct naming_job *asking = data;
	g_autoptr(GError) error = NULL;
	(void)job;
	(void)cancel;
	/* What cannot be told is named as the link does. */
	struct store *store = finding_take_store(&asking->finding, &error);
	if (store != NULL)
		asking->title = section_title_named(store, asking->id, asking->anchor);
	finding_give_store(&asking->finding, store);
}

static void
job_done(void *data)
{
	struct naming_job *asking = data;
	asking->app->naming.title = g_steal_pointer(&asking->title);
	asking->app->dirty = true;
}

static void
job_free(void *data)
{
	struct naming_job *asking = data;
	finding_clear(&asking->finding);
	g_free(asking->anchor);
	g_free(asking->title);
	g_free(asking);
}

static const struct job_kind naming_job = {
	.name = "naming",
	.replaces = true,
	.run = job_run,
	.done = job_done,
	.free = job_free,
};

static void
ask(struct app *app, const struct place *to, uint32_t id)
{
	struct naming *naming = &app->naming;
	if (naming->path != NULL && strcmp(naming->path, to->path) == 0 &&
		strcmp(naming->anchor, to->anchor) == 0)
		return;
	naming_clear(naming);
	naming->path = g_strdup(to->path);
	naming->anchor = g_strdup(to->anchor);
	struct naming_job *job = g_new0(struct naming_job, 1);
	job->app = app;
	job->finding = finding_share(&app->finding);
	job->id = id;
	job->anchor = g_strdup(to->anchor);
	pool_submit(app->pool, &naming_job, job);
}

void
naming_settle(struct app *app)
{
	uint32_t index;
	const struct document *document = app_shown_link(app, &index);
	if (document == NULL || app->finding.location == NULL ||
		resolver_take_in(app->resolver, DESTINATION_STEP))
		return;
	const struct link *link = &document->links[index];
	struct destination destination;
	if (link->anchor[0] == '\0' || link->anchor[0] == '^')
		return;
	destination_init(&destination, app, document, link);
	uint32_t entry = destination.found.entry;
	uint32_t id = entry != NONE ? catalog_entry(app->catalog, entry)->id : 0;
	if (destination.to.kind == PLACE_ANCHOR && id != 0 &&
		opening_known(app, destination.to.path) == NULL)
		ask(app, &destination.to, id);
	destination_clear(&destination);
}
