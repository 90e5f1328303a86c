#include "config.h"

#include "ui/elsewhere.h"

#include <string.h>

#include "document/kinds.h"
#include "library/linked.h"
#include "library/related.h"
#include "text/path.h"
#include "ui/app_state.h"

/* Places that are offered, at most. */
#define FOUND_MOST 12

/* A question on its way: made on the main thread, then the worker's. */
struct asking {
	struct app *app;
	struct finding finding; /* its own share */
	struct opened *opened;
	uint32_t id, section;
	GPtrArray *found; /* struct counterpart *, or NULL */
};

/* --- on a worker --- */

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct asking *asking = data;
	struct store *store = finding_take_store(&asking->finding, NULL);
	(void)job;
	if (store == NULL)
		return;
	struct linked *linked = linked_of_store(store, cancel);
	if (linked != NULL)
		asking->found = counterparts_of(store, linked, asking->opened->document, asking->id,
			asking->opened->real, asking->section, FOUND_MOST, cancel, NULL);
	finding_give_store(&asking->finding, store);
}

static char *
reason_of(const struct counterpart *counterpart)
{
	bool titled = counterpart->why != COUNTERPART_EXCERPT;
	g_autoptr(GString) reason = g_string_new(NULL);
	if (titled)
		g_string_append(reason,
			counterpart->of_document ? "named as this document" : "same title");
	if (counterpart->words > 0)
		g_string_append_printf(reason, "%s%u words in a row", titled ? " · " : "",
			counterpart->words);
	return g_string_free(g_steal_pointer(&reason), FALSE);
}

/* The place of a section among what is related, its length where it is not there. */
static guint
place_among(const GPtrArray *related, const struct counterpart *counterpart)
{
	guint i = 0;
	for (; i < related->len; i++) {
		const struct related *other = g_ptr_array_index(related, i);
		if (other->id == counterpart->id && other->section == counterpart->section)
			break;
	}
	return i;
}

void
elsewhere_relate(struct store *store, struct linked *linked, const struct opened *opened,
	uint32_t id, uint32_t section, GPtrArray *related, const struct cancel *cancel)
{
	g_autoptr(GPtrArray) found = counterparts_of(store, linked, opened->document, id,
		opened->real, section, FOUND_MOST, cancel, NULL);
	for (guint i = found != NULL ? found->len : 0; i-- > 0;) {
		const struct counterpart *counterpart = g_ptr_array_index(found, i);
		guint place = place_among(related, counterpart);
		if (place < related->len)
			g_ptr_array_remove_index(related, place);
		struct related *first = g_new0(struct related, 1);
		first->id = counterpart->id;
		first->section = counterpart->section;
		first->line = counterpart->line;
		first->title = g_strdup(counterpart->heading[0] != '\0' ? counterpart->heading
									: counterpart->title);
		first->reason = reason_of(counterpart);
		first->score = G_MAXDOUBLE;
		g_ptr_array_insert(related, 0, first);
	}
}

/* --- on the main thread --- */

static void
job_done(void *data)
{
	struct asking *asking = data;
	struct elsewhere *elsewhere = &asking->app->elsewhere;
	g_clear_pointer(&elsewhere->found, g_ptr_array_unref);
	elsewhere->found = g_steal_pointer(&asking->found);
	elsewhere->version++;
	asking->app->dirty = true;
}

static void
job_free(void *data)
{
	struct asking *asking = data;
	g_clear_pointer(&asking->found, g_ptr_array_unref);
	opened_unref(asking->opened);
	finding_clear(&asking->finding);
	g_free(asking);
}

static const struct job_kind asking_job = {
	.name = "looking for where this stands too",
	.replaces = true,
	.run = job_run,
	.done = job_done,
	.free = job_free,
};

void
elsewhere_init(struct elsewhere *elsewhere)
{
	*elsewhere = (struct elsewhere){ .section = NONE };
}

void
elsewhere_clear(struct elsewhere *elsewhere)
{
	opened_unref(elsewhere->of);
	g_clear_pointer(&elsewhere->found, g_ptr_array_unref);
}

/* Whether what was asked for last is what is read now. While the library is read its documents come
 * and go all the time: then once is enough. */
static bool
is_current(const struct app *app, uint32_t id, uint32_t section)
{
	const struct elsewhere *elsewhere = &app->elsewhere;
	bool changed = elsewhere->stored != app->loading.stored ||
		       elsewhere->loading != app->loading.running;
	return elsewhere->of == app->reader.opened && elsewhere->section == section &&
	       elsewhere->id == id && (!changed || app->loading.running);
}

void
elsewhere_settle(struct app *app)
{
	struct elsewhere *elsewhere = &app->elsewhere;
	struct opened *opened = app->reader.opened;
	uint32_t entry = app_entry(app);
	uint32_t id = entry == NONE ? 0 : catalog_entry(app->catalog, entry)->id;
	uint32_t section = opened != NULL ? reader_section(&app->reader) : NONE;
	if (opened == NULL || app->finding.location == NULL || is_current(app, id, section))
		return;
	/* What is known stays while it is asked for anew, after the library changed. */
	if (elsewhere->of != opened || elsewhere->section != section) {
		g_clear_pointer(&elsewhere->found, g_ptr_array_unref);
		elsewhere->version++;
	}
	opened_ref(opened);
	opened_unref(elsewhere->of);
	elsewhere->of = opened;
	elsewhere->id = id;
	elsewhere->section = section;
	elsewhere->stored = app->loading.stored;
	elsewhere->loading = app->loading.running;
	struct asking *asking = g_new0(struct asking, 1);
	*asking = (struct asking){
		.app = app,
		.finding = finding_share(&app->finding),
		.opened = opened_ref(opened),
		.id = id,
		.section = section,
	};
	pool_submit(app->pool, &asking_job, asking);
}

const GPtrArray *
elsewhere_found(const struct app *app)
{
	const struct elsewhere *elsewhere = &app->elsewhere;
	bool known = elsewhere->found != NULL && elsewhere->found->len > 0 &&
		     elsewhere->of == app->reader.opened &&
		     elsewhere->section == reader_section(&app->reader);
	return known ? elsewhere->found : NULL;
}

/* Whether the line being read is of the section's heading. */
static bool
reads_heading(const struct reader *reader)
{
	const struct document *document = reader_document(reader);
	uint32_t section = reader_section(reader);
	return section != NONE && reader->reading < document->sections[section].heading.end;
}

const struct counterpart *
elsewhere_here(const struct app *app)
{
	const struct reader *reader = &app->reader;
	const GPtrArray *found = elsewhere_found(app);
	if (found == NULL || app->popup != NULL || app->focus != PANE_READER ||
		reader_selected_link(reader) != NONE)
		return NULL;
	const struct counterpart *best = g_ptr_array_index(found, 0);
	bool entry = strcmp(reader_document(reader)->kind->name, "digest") == 0;
	return entry || (reads_heading(reader) && !best->of_document) ? best : NULL;
}

char *
elsewhere_words(const struct app *app, const struct counterpart *counterpart)
{
	const struct document *document = reader_document(&app->reader);
	uint32_t section = reader_section(&app->reader);
	/* A digest's title is that of its first entry: its file is what it is known by. */
	if (strcmp(counterpart->kind, "digest") == 0) {
		const char *file = path_name(counterpart->path);
		return g_strdup_printf("its entry in “%.*s”", (int)path_stem(file), file);
	}
	if (section != NONE && strcmp(document->sections[section].title, counterpart->title) == 0)
		return g_strdup_printf("its %s", counterpart->kind);
	return g_strdup_printf("the %s “%s”", counterpart->kind, counterpart->title);
}

void
elsewhere_go(struct app *app, const struct counterpart *counterpart)
{
	uint32_t index = catalog_find_id(app->catalog, counterpart->id);
	const struct entry *entry = index != NONE ? catalog_entry(app->catalog, index) : NULL;
	struct place to = { .link = NONE, .stamp = NONE };
	if (entry == NULL || entry->gone) {
		app_say(app, "this document is gone");
		return;
	}
	to.path = g_strdup(entry->path);
	if (counterpart->offset != NONE) {
		to.kind = PLACE_OFFSET;
		to.number = counterpart->offset;
	} else if (counterpart->section != NONE) {
		to.kind = PLACE_LINE;
		to.number = counterpart->line;
	}
	opening_go(app, &to, GOING_NEW);
	place_clear(&to);
}
