#include "config.h"

#include <string.h>

#include "ui/app_state.h"
#include "ui/destination.h"

/* A look at a place without going there: a reader of its own in a panel. What cannot be shown is said,
 * in a panel too where it is long: `refusal`. */
struct preview {
	struct reader reader;
	struct opened *opened; /* until the reader shows it, when its width is known */
	struct place to;
	uint32_t section; /* named in the title; the first time NONE - 1 */
	uint32_t first;   /* what was read when it was opened */
};

static void
preview_free(void *data)
{
	struct preview *preview = data;
	reader_clear(&preview->reader);
	opened_unref(preview->opened);
	place_clear(&preview->to);
	g_free(preview);
}

static struct preview *
preview_new(const struct app *app, const struct place *to)
{
	struct preview *preview = g_new0(struct preview, 1);
	reader_init(&preview->reader, app->reader.measure);
	place_copy(&preview->to, to);
	preview->section = NONE - 1;
	return preview;
}

/* --- the panel --- */

/* The document and the section that is read in it. */
static void
set_title(struct popup *popup, struct preview *preview, unsigned columns)
{
	const struct document *document = reader_document(&preview->reader);
	uint32_t section = reader_section(&preview->reader);
	if (section == preview->section)
		return;
	preview->section = section;
	const char *title = document_short_title(document);
	const char *name = section != NONE ? document->sections[section].title : "";
	if (strcmp(name, title) == 0 || strcmp(name, document_field(document, FIELD_TITLE)) == 0)
		name = "";
	g_free(popup->title);
	popup->title = destination_join(title, name, columns);
}

static void
settle(struct app *app, struct popup *popup, struct rect r)
{
	struct preview *preview = popup->data;
	struct reader *reader = &preview->reader;
	int columns = MAX(r.width - 2, 1);
	if (preview->opened != NULL) {
		reader->rows = MAX(r.height, 1);
		reader->columns = columns;
		struct opened *opened = g_steal_pointer(&preview->opened);
		opening_resolve_some(app, opened);
		opened->restated = false;
		if (opened != app->reader.opened)
			embedding_prepare(app, opened);
		reader_show(reader, opened);
		if (!reader_arrive(reader, &preview->to)) {
			g_autofree char *words = reader_lost_words(opened->document, &preview->to);
			app_fail(app, "%s", words);
		}
		preview->first = reader->reading;
		opened_unref(opened);
	}
	if (reader->opened->resolved < reader->opened->document->link_count &&
		!opening_resolve_some(app, reader->opened) && reader->opened->restated) {
		reader->opened->restated = false;
		reader->stale = true;
	}
	reader_fit(reader, r.height, columns);
	set_title(popup, preview, (unsigned)columns);
}

static void
draw(const struct app *app, const struct popup *popup, struct canvas *canvas, struct rect r)
{
	const struct preview *preview = popup->data;
	const struct reader *reader = &preview->reader;
	if (reader->page == NULL)
		return;
	struct rect text = { r.y, r.x + 1, r.height, (int)page_width(reader->page) };
	if (reader_document(reader)->length == 0)
		pane_draw_words(canvas, text, ROLE_DIM, "This document holds no text.");
	reader_draw_page(reader, reader->page, reader->top, canvas, text);
	hints_draw(app, reader, canvas, text);
}

static void
move(struct app *app, struct popup *popup, enum motion motion, uint32_t count)
{
	struct preview *preview = popup->data;
	reader_walk(app, &preview->reader, motion, count);
}

static struct reader *
reader_of(struct popup *popup)
{
	struct preview *preview = popup->data;
	return &preview->reader;
}

/* A selected link is followed. */
static bool
enter(struct app *app, struct popup *popup)
{
	struct preview *preview = popup->data;
	uint32_t link = reader_selected_link(&preview->reader);
	if (link != NONE)
		reader_follow_from(app, &preview->reader, link);
	return link != NONE;
}

/* Goes in: to what is looked at, which may have been scrolled to. */
static void
choose(struct app *app, const struct popup *popup, const struct popup_row *row, const char *typed)
{
	const struct preview *preview = popup->data;
	const struct reader *reader = &preview->reader;
	(void)row;
	(void)typed;
	if (reader->page == NULL || reader->reading == preview->first) {
		opening_go(app, &preview->to, GOING_NEW);
		return;
	}
	struct place here;
	reader_place(reader, &here);
	opening_go(app, &here, GOING_NEW);
	place_clear(&here);
}

static const struct popup_kind preview_popup = {
	.wide = true,
	.whole = true,
	.settle = settle,
	.draw = draw,
	.move = move,
	.reader = reader_of,
	.enter = enter,
	.choose = choose,
	.free = preview_free,
};

/* Takes a reference to opened. */
static void
show(struct app *app, struct preview *preview, struct opened *opened)
{
	preview->opened = opened_ref(opened);
	popup_open(app, &preview_popup, document_short_title(opened->document), preview);
	app_settle(app);
}

/* --- reading on a worker --- */

struct preview_job {
	struct app *app;
	struct preview *preview;
	GHashTable *choices; /* state_all_choices() */
	struct document *document;
	char *real;
	GError *error;
	/* what one was at; when that has changed, nobody waits for it any more */
	struct opened *from;
	const struct popup *popup;
	enum pane_id focus;
	uint32_t link;
};

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct preview_job *reading = data;
	(void)job;
	reading->document = opening_read(reading->preview->to.path, reading->choices, cancel,
		&reading->real, &reading->error);
}

static bool
is_waited_for(const struct preview_job *reading)
{
	const struct app *app = reading->app;
	return app->reader.opened == reading->from && app->popup == reading->popup &&
	       app->focus == reading->focus && app->reader.link == reading->link &&
	       app->prompt == NULL && app->hints == NULL && app->opening.path == NULL;
}

static void
job_done(void *data)
{
	struct preview_job *reading = data;
	struct app *app = reading->app;
	app->looking = false;
	if (!is_waited_for(reading))
		return;
	app->dirty = true;
	if (reading->document == NULL) {
		app_fail(app, "%s: %s", reading->preview->to.path,
			reading->error != NULL ? reading->error->message : "it cannot be read");
		return;
	}
	struct opened *opened =
		opened_new(g_steal_pointer(&reading->document), g_steal_pointer(&reading->real));
	g_clear_pointer(&app->message, g_free);
	show(app, g_steal_pointer(&reading->preview), opened);
	opened_unref(opened);
}

static void
job_free(void *data)
{
	struct preview_job *reading = data;
	if (reading->preview != NULL)
		preview_free(reading->preview);
	document_free(reading->document);
	opened_unref(reading->from);
	g_hash_table_unref(reading->choices);
	g_clear_error(&reading->error);
	g_free(reading->real);
	g_free(reading);
}

static const struct job_kind preview_job = {
	.name = "looking",
	.replaces = true,
	.run = job_run,
	.done = job_done,
	.free = job_free,
};

bool
preview_stop(struct app *app)
{
	bool was = app->looking;
	pool_cancel_kind(app->pool, &preview_job);
	app->looking = false;
	return was;
}

static void
submit(struct app *app, struct preview *preview)
{
	struct preview_job *job = g_new0(struct preview_job, 1);
	job->app = app;
	job->preview = preview;
	job->choices = state_all_choices(app->state);
	job->from = app->reader.opened != NULL ? opened_ref(app->reader.opened) : NULL;
	job->popup = app->popup;
	job->focus = app->focus;
	job->link = app->reader.link;
	app->looking = true;
	app_say(app, "reading %s: Esc stops", preview->to.path);
	pool_submit(app->pool, &preview_job, job);
}

/* --- what is no place --- */

static void
fill_refusal(struct app *app, struct popup *popup, const char *typed)
{
	(void)app;
	(void)typed;
	struct popup_row *row = popup_add(popup, NULL, popup->data);
	row->wrap = true;
	row->fixed = true;
}

/* A URL is read whole here, however long. */
static const struct popup_kind refusal_popup = {
	.fill = fill_refusal,
	.free = g_free,
};

static void
refuse(struct app *app, const struct destination *destination, const struct link *link)
{
	static const char *const titles[] = {
		[DESTINATION_NO_SECTION] = "Missing",
		[DESTINATION_NO_NOTE] = "Missing",
		[DESTINATION_WEB] = "On the web",
		[DESTINATION_FILE] = "No document",
		[DESTINATION_UNKNOWN] = "Not known yet",
	};
	char *words =
		destination->kind == DESTINATION_WEB
			? g_strdup(destination->url != NULL ? destination->url : link->written)
			: destination_refusal(destination, link);
	popup_open(app, &refusal_popup, titles[destination->kind], words);
}

void
preview_open(struct app *app, struct reader *reader, uint32_t index)
{
	preview_stop(app);
	if (index == NONE) {
		app_say(app, "no link is selected, and the line being read has none: Tab selects "
			     "the next");
		return;
	}
	/* A panel that is open may be the one whose link this is: the new one takes its place. */
	struct opened *opened = opened_ref(reader->opened);
	const struct link *link = &opened->document->links[index];
	struct destination destination;
	destination_init(&destination, app, opened->document, link);
	if (destination.kind == DESTINATION_MISSING) {
		missing_open(app, opened->document, link);
	} else if (destination.kind != DESTINATION_PLACE) {
		refuse(app, &destination, link);
	} else {
		struct preview *preview = preview_new(app, &destination.to);
		struct opened *known =
			destination.own ? opened : opening_known(app, destination.to.path);
		if (known != NULL)
			show(app, preview, known);
		else
			submit(app, preview);
	}
	destination_clear(&destination);
	opened_unref(opened);
}
