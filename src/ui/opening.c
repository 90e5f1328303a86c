#include "config.h"

#include "ui/opening.h"

#include <stdlib.h>
#include <string.h>

#include "page/page.h"
#include "ui/app_state.h"

/* Documents kept in memory for the way back. */
#define RECENT_MOST 12

struct opened *
opened_new(struct document *document, char *real)
{
	struct opened *opened = g_new0(struct opened, 1);
	opened->references = 1;
	opened->document = document;
	opened->real = real;
	opened->link_states = g_malloc0((size_t)document->link_count + 1);
	opened->folded = g_malloc0((size_t)document->block_count + 1);
	opened->embedding = embedding_new(document);
	return opened;
}

struct opened *
opened_ref(struct opened *opened)
{
	opened->references++;
	return opened;
}

void
opened_unref(struct opened *opened)
{
	if (opened == NULL || --opened->references > 0)
		return;
	embedding_free(opened->embedding);
	document_free(opened->document);
	g_free(opened->real);
	g_free(opened->link_states);
	g_free(opened->folded);
	g_free(opened);
}

void
opening_init(struct opening *opening)
{
	g_queue_init(&opening->recent);
	opening->path = NULL;
}

static void
drop(struct opening *opening, const char *path)
{
	for (GList *l = opening->recent.head, *next; l != NULL; l = next) {
		struct opened *opened = l->data;
		next = l->next;
		if (path == NULL || strcmp(opened->document->path, path) == 0) {
			g_queue_delete_link(&opening->recent, l);
			opened_unref(opened);
		}
	}
}

void
opening_clear(struct opening *opening)
{
	drop(opening, NULL);
	g_clear_pointer(&opening->path, g_free);
}

static struct opened *
recall(struct opening *opening, const char *path)
{
	for (GList *l = opening->recent.head; l != NULL; l = l->next) {
		struct opened *opened = l->data;
		if (strcmp(opened->document->path, path) == 0) {
			g_queue_unlink(&opening->recent, l);
			g_queue_push_head_link(&opening->recent, l);
			return opened;
		}
	}
	return NULL;
}

struct opened *
opening_known(const struct app *app, const char *path)
{
	for (GList *l = app->opening.recent.head; l != NULL; l = l->next) {
		struct opened *opened = l->data;
		if (strcmp(opened->document->path, path) == 0)
			return opened;
	}
	return NULL;
}

/* Links looked up at a time: about a millisecond. Where many documents have one name a link takes
 * longer: then the clock ends the step. */
#define RESOLVE_STEP 3000
#define RESOLVE_TIME 4000 /* us */

/* Names taken in at a time before that: about as long. */
#define TAKE_IN_STEP 1000

/* Looks up the next links; whether there are more. Before all heads are known a link that leads
 * nowhere is not called missing. */
bool
opening_resolve_some(struct app *app, struct opened *opened)
{
	const struct document *document = opened->document;
	uint32_t from = catalog_find(app->catalog, document->path);
	uint32_t end = MIN(document->link_count, opened->resolved + RESOLVE_STEP);
	int64_t late = g_get_monotonic_time() + RESOLVE_TIME;
	bool any = false;
	if (document->link_count == 0)
		return false;
	if (resolver_take_in(app->resolver, TAKE_IN_STEP))
		return true;
	for (; opened->resolved < end; opened->resolved++, any = true) {
		if (any && g_get_monotonic_time() > late)
			break;
		uint32_t i = opened->resolved;
		uint8_t state = resolve_state(app->resolver, document, from, &document->links[i]);
		if (state == LINK_STATE_MISSING && !app->loading.heads_known)
			state = LINK_STATE_UNKNOWN;
		opened->restated |= state != opened->link_states[i];
		opened->link_states[i] = state;
	}
	return opened->resolved < document->link_count;
}

/* What looks different is laid out anew. */
static void
show_states(struct app *app)
{
	struct opened *opened = app->reader.opened;
	if (!opened->restated)
		return;
	opened->restated = false;
	app->reader.stale = true;
	side_forget(&app->side);
	app->dirty = true;
}

/* --- arriving --- */

static void
arrive_at_place(struct app *app, const struct place *to)
{
	const struct document *document = reader_document(&app->reader);
	if (reader_arrive(&app->reader, to))
		return;
	g_autofree char *words = reader_lost_words(document, to);
	app_fail(app, "%s", words);
}

static void
remember(struct app *app, const struct place *to, enum going going)
{
	switch (going) {
	case GOING_NEW:
		walk_leave(app);
		break;
	case GOING_BACK:
	case GOING_FORWARD:
		walk_stepped(app, to);
		break;
	case GOING_AGAIN:
		break;
	}
}

static void
arrive(struct app *app, struct opened *opened, const struct place *to, enum going going)
{
	bool other = opened != app->reader.opened;
	bool step = going == GOING_BACK || going == GOING_FORWARD;
	remember(app, to, going);
	if (going != GOING_AGAIN)
		popup_close(app);
	if (other) {
		keeping_leave(app);
		/* It may have been looked up in a library that has grown since. */
		opened->resolved = 0;
		opening_resolve_some(app, opened);
		opened->restated = false;
		embedding_prepare(app, opened);
		/* What is of the document before goes with it: another may stand in its memory. */
		side_look_end(app, SIDE_LOOK_DROP);
		side_forget(&app->side);
		selection_end(app);
		reader_show(&app->reader, opened);
	}
	uint32_t entry = app_entry(app);
	if (entry != NONE) {
		list_view_select(app, entry);
		if (opened->document->whole)
			catalog_update(app->catalog, entry, opened->document);
	}
	/* The panes first: they say how wide the page is. */
	if (step)
		walk_restore(app, to);
	if (to->kind != PLACE_LEFT)
		arrive_at_place(app, to);
	else if (other)
		reader_return(&app->reader, keeping_position(app));
	results_arrived(app);
	recording_arrived(app, to);
	if (going == GOING_NEW)
		app_focus(app, PANE_READER);
	if (step)
		walk_arrived(app, to);
	if (other && going != GOING_AGAIN)
		keeping_opened(app, to->kind == PLACE_LEFT);
	app->dirty = true;
}

/* --- reading on a worker --- */

struct opening_job {
	struct app *app;
	struct place to;
	enum going going;
	GHashTable *choices; /* state_all_choices() */
	struct choices input_choices;
	GString *input; /* instead of a file; owned */
	struct document *document;
	char *real;
	GError *error;
};

/* A path that is too long to be resolved stands for itself. */
static char *
real_path(const char *path)
{
	char *resolved = realpath(path, NULL);
	char *real = resolved != NULL ? g_strdup(resolved) : g_canonicalize_filename(path, NULL);
	free(resolved);
	return real;
}

struct document *
opening_read(const char *path, GHashTable *all_choices, const struct cancel *cancel, char **real,
	GError **error)
{
	*real = real_path(path);
	return loader_open(path, g_hash_table_lookup(all_choices, *real), DOCUMENT_WHOLE, cancel,
		error);
}

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct opening_job *opening = data;
	(void)job;
	if (opening->input == NULL) {
		opening->document = opening_read(opening->to.path, opening->choices, cancel,
			&opening->real, &opening->error);
		return;
	}
	g_autoptr(Source) source =
		source_from_bytes("-", opening->input->str, opening->input->len, &opening->error);
	if (source != NULL)
		opening->document =
			document_parse(source, &opening->input_choices, DOCUMENT_WHOLE, cancel);
}

static void
job_done(void *data)
{
	struct opening_job *opening = data;
	struct app *app = opening->app;
	g_clear_pointer(&app->opening.path, g_free);
	app->dirty = true;
	if (opening->document == NULL) {
		if (opening->error != NULL)
			app_fail(app, "%s", opening->error->message);
		/* A place that cannot be shown any more must not block the way behind it. */
		if (opening->going == GOING_BACK || opening->going == GOING_FORWARD)
			walk_cannot(app, &opening->to);
		return;
	}
	drop(&app->opening, opening->to.path);
	struct opened *opened =
		opened_new(g_steal_pointer(&opening->document), g_steal_pointer(&opening->real));
	if (opening->going == GOING_AGAIN && app->reader.opened != NULL)
		embedding_inherit(opened->embedding, app->reader.opened->embedding);
	g_queue_push_head(&app->opening.recent, opened);
	if (app->opening.recent.length > RECENT_MOST)
		opened_unref(g_queue_pop_tail(&app->opening.recent));
	arrive(app, opened, &opening->to, opening->going);
	app_settle(app);
}

static void
job_free(void *data)
{
	struct opening_job *opening = data;
	place_clear(&opening->to);
	document_free(opening->document);
	g_hash_table_unref(opening->choices);
	g_free(opening->real);
	g_clear_error(&opening->error);
	if (opening->input != NULL)
		g_string_free(opening->input, TRUE);
	g_free(opening);
}

static const struct job_kind opening_job = {
	.name = "opening",
	.replaces = true,
	.run = job_run,
	.done = job_done,
	.free = job_free,
};

static void
submit(struct app *app, const struct place *to, enum going going, const GString *input)
{
	struct opening_job *job = g_new0(struct opening_job, 1);
	job->app = app;
	place_copy(&job->to, to);
	job->going = going;
	job->choices = state_all_choices(app->state);
	job->input_choices = app->input_choices;
	if (input != NULL)
		job->input = g_string_new_len(input->str, (gssize)input->len);
	embedding_stop(app);
	g_free(app->opening.path);
	app->opening.path = g_strdup(to->path);
	pool_submit(app->pool, &opening_job, job);
}

void
opening_go(struct app *app, const struct place *to, enum going going)
{
	opening_stop(app);
	struct opened *opened = going == GOING_AGAIN ? NULL : recall(&app->opening, to->path);
	if (opened == NULL && strcmp(to->path, "-") == 0 && app->input != NULL) {
		submit(app, to, going, app->input);
	} else if (opened == NULL) {
		submit(app, to, going, NULL);
	} else {
		/* `to` may be the reader's own, which arriving changes. */
		struct place copy;
		place_copy(&copy, to);
		arrive(app, opened, &copy, going);
		place_clear(&copy);
	}
}

void
opening_go_entry(struct app *app, uint32_t entry)
{
	struct place to = {
		.path = g_strdup(catalog_entry(app->catalog, entry)->path),
		.kind = PLACE_LEFT,
		.link = NONE,
		.stamp = NONE,
	};
	opening_go(app, &to, GOING_NEW);
	place_clear(&to);
}

void
opening_again(struct app *app)
{
	if (app->reader.opened == NULL)
		return;
	struct place here = { 0 };
	reader_place(&app->reader, &here);
	opening_go(app, &here, GOING_AGAIN);
	place_clear(&here);
}

void
opening_forget(struct app *app)
{
	for (GList *l = app->opening.recent.head, *next; l != NULL; l = next) {
		next = l->next;
		if (l->data == app->reader.opened)
			continue;
		opened_unref(l->data);
		g_queue_delete_link(&app->opening.recent, l);
	}
}

void
opening_resolve(struct app *app)
{
	struct opened *opened = app->reader.opened;
	if (opened == NULL)
		return;
	opened->resolved = 0;
	embedding_refresh(app);
	if (!opening_resolve_some(app, opened))
		show_states(app);
}

bool
opening_resolve_idle(struct app *app)
{
	struct opened *opened = app->reader.opened;
	if (opened == NULL || opened->resolved >= opened->document->link_count)
		return false;
	bool more = opening_resolve_some(app, opened);
	if (!more)
		show_states(app);
	/* The status line says where the selected one leads. */
	app->dirty |= !more && app->reader.link != NONE;
	return more;
}

bool
opening_stop(struct app *app)
{
	if (app->opening.path == NULL)
		return false;
	pool_cancel_kind(app->pool, &opening_job);
	g_clear_pointer(&app->opening.path, g_free);
	return true;
}
