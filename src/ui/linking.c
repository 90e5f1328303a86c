#include "config.h"

#include "ui/linking.h"

#include "library/linked_closest.h"
#include "ui/app_state.h"

/* Sections that are about the same, and names that come close, at most. */
#define RELATED_MOST 40
#define CLOSEST_MOST 8

/* While a library is read answers are asked for again so often, in microseconds. */
#define STAMP_PAUSE G_USEC_PER_SEC

/* A question on its way: made on the main thread, then the worker's. */
struct asking {
	struct app *app;
	struct finding finding; /* its own share */
	enum linking_purpose purpose;
	struct opened *opened; /* may be NULL; its document is read by the worker */
	uint32_t id, section;
	enum target_kind kind;
	char *target, *anchor;
	void (*take)(struct app *app, struct linking_found *found);
	struct linking_found *found;
};

void
linking_found_free(struct linking_found *found)
{
	if (found == NULL)
		return;
	g_clear_pointer(&found->mentions, g_array_unref);
	g_clear_pointer(&found->related, g_ptr_array_unref);
	g_clear_pointer(&found->closest, g_array_unref);
	g_clear_pointer(&found->documents, g_ptr_array_unref);
	g_free(found->problem);
	g_free(found);
}

/* --- on a worker --- */

static void
find(struct asking *asking, struct store *store, struct linked *linked, const struct cancel *cancel,
	GError **error)
{
	struct linking_found *found = asking->found;
	const struct document *document = asking->opened != NULL ? asking->opened->document : NULL;
	struct mention_section section = { document, asking->section };
	switch (asking->purpose) {
	case LINKING_BACKLINKS:
		found->mentions = mentions_of_document(linked, asking->id,
			document != NULL ? &section : NULL, cancel);
		break;
	case LINKING_RELATED:
		found->related = related_to(store, linked, document, asking->id, asking->section,
			RELATED_MOST, cancel, error);
		if (found->related != NULL)
			elsewhere_relate(store, linked, asking->opened, asking->id, asking->section,
				found->related, cancel);
		break;
	case LINKING_MISSING:
		found->closest = linked_closest(linked, asking->target, CLOSEST_MOST);
		/* fallthrough */
	case LINKING_MENTIONS:
		found->mentions = mentions_of_link(linked, asking->id, asking->kind, asking->target,
			asking->anchor, cancel);
		break;
	case LINKING_RECORDING:
	case LINKING_PURPOSES:
		break;
	}
}

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct asking *asking = data;
	struct linking_found *found = asking->found;
	g_autoptr(GError) error = NULL;
	(void)job;
	struct store *store = asking->finding.location != NULL
				      ? finding_take_store(&asking->finding, &error)
				      : NULL;
	struct linked *linked = NULL;
	if (store != NULL && asking->purpose == LINKING_RECORDING)
		found->documents = recording_documents(store, asking->id, cancel, &error);
	else if (store != NULL)
		linked = linked_of_store(store, cancel);
	if (linked != NULL)
		find(asking, store, linked, cancel, &error);
	if (found->mentions == NULL && found->related == NULL && found->documents == NULL)
		found->problem =
			g_strdup(error != NULL ? error->message : "The index gave no answer.");
	finding_give_store(&asking->finding, store);
}

/* --- on the main thread --- */

static void
job_done(void *data)
{
	struct asking *asking = data;
	asking->app->dirty = true;
	asking->take(asking->app, g_steal_pointer(&asking->found));
}

static void
job_free(void *data)
{
	struct asking *asking = data;
	linking_found_free(asking->found);
	opened_unref(asking->opened);
	finding_clear(&asking->finding);
	g_free(asking->target);
	g_free(asking->anchor);
	g_free(asking);
}

static const struct job_kind jobs[LINKING_PURPOSES] = {
	[LINKING_BACKLINKS] = { .name = "looking for links",
		.replaces = true,
		.run = job_run,
		.done = job_done,
		.free = job_free },
	[LINKING_RELATED] = { .name = "looking for what is related",
		.replaces = true,
		.run = job_run,
		.done = job_done,
		.free = job_free },
	[LINKING_MENTIONS] = { .name = "looking for mentions",
		.replaces = true,
		.run = job_run,
		.done = job_done,
		.free = job_free },
	[LINKING_MISSING] = { .name = "looking for mentions",
		.replaces = true,
		.run = job_run,
		.done = job_done,
		.free = job_free },
	[LINKING_RECORDING] = { .name = "looking for its recording",
		.replaces = true,
		.run = job_run,
		.done = job_done,
		.free = job_free },
};

void
linking_ask(struct app *app, const struct linking_question *question)
{
	struct asking *asking = g_new0(struct asking, 1);
	asking->app = app;
	asking->finding = finding_share(&app->finding);
	asking->purpose = question->purpose;
	asking->opened = question->opened != NULL ? opened_ref(question->opened) : NULL;
	asking->id = question->id;
	asking->section = question->section;
	asking->kind = question->kind;
	asking->target = g_strdup(question->target != NULL ? question->target : "");
	asking->anchor = g_strdup(question->anchor != NULL ? question->anchor : "");
	asking->take = question->take;
	asking->found = g_new0(struct linking_found, 1);
	pool_submit(app->pool, &jobs[question->purpose], asking);
}

void
linking_stop(struct app *app, enum linking_purpose purpose)
{
	pool_cancel_kind(app->pool, &jobs[purpose]);
}

uint32_t
linking_open_id(const struct app *app)
{
	uint32_t entry = app_entry(app);
	return entry == NONE ? 0 : catalog_entry(app->catalog, entry)->id;
}

bool
linking_stamp_old(const struct app *app, const struct linking_stamp *stamp)
{
	const struct loading *loading = &app->loading;
	if (stamp->running && !loading->running)
		return true;
	return stamp->stored != loading->stored &&
	       (!loading->running || app->now() - stamp->at > STAMP_PAUSE);
}

void
linking_stamp_set(const struct app *app, struct linking_stamp *stamp)
{
	*stamp = (struct linking_stamp){ app->loading.stored, app->loading.running, app->now() };
}

const struct entry *
linking_entry(const struct app *app, uint32_t id)
{
	uint32_t index = catalog_find_id(app->catalog, id);
	const struct entry *entry = index == NONE ? NULL : catalog_entry(app->catalog, index);
	return entry == NULL || entry->gone ? NULL : entry;
}

bool
linking_go(struct app *app, const struct mention *mention)
{
	const struct entry *entry = linking_entry(app, mention->id);
	if (entry == NULL) {
		app_say(app, "this document is gone");
		return false;
	}
	struct place to = {
		.path = g_strdup(entry->path),
		.kind = PLACE_LINK,
		.number = mention->line,
		.link = mention->link,
		.stamp = NONE,
	};
	opening_go(app, &to, GOING_NEW);
	place_clear(&to);
	return true;
}
