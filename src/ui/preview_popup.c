#include "config.h"

#include "ui/app_state.h"

/* A look at a document without going there: a page of its own in a popup. */
struct preview {
	struct document *document;
	struct page *page;
	struct place to;
	uint32_t top;
};

static void
preview_free(void *data)
{
	struct preview *preview = data;
	page_free(preview->page);
	document_free(preview->document);
	place_clear(&preview->to);
	g_free(preview);
}

static void
settle(struct app *app, struct popup *popup, struct rect r)
{
	struct preview *preview = popup->data;
	unsigned width = (unsigned)MAX(MIN(r.width - 2, (int)app->reader.measure), 1);
	uint32_t offset = 0;
	if (preview->page == NULL || page_width(preview->page) != width) {
		struct page_options options = { .width = width,
			.hard_tables = true,
			.notes = true };
		if (preview->page != NULL)
			offset = page_offset_of(preview->page, preview->top);
		else if (preview->to.kind == PLACE_ANCHOR)
			offset = document_anchor(preview->document, preview->to.anchor);
		page_free(preview->page);
		preview->page = page_new(preview->document, &options);
		preview->top = offset == 0 || offset == RANGE_NONE
				       ? 0
				       : page_line_of(preview->page, offset);
	}
	page_lay(preview->page, preview->top + (uint32_t)MAX(r.height, 1) + 1);
}

static void
draw(const struct app *app, const struct popup *popup, struct canvas *canvas, struct rect r)
{
	const struct preview *preview = popup->data;
	(void)app;
	if (preview->page == NULL)
		return;
	reader_draw_page(NULL, preview->page, preview->top, canvas,
		(struct rect){ r.y, r.x + 1, r.height, (int)page_width(preview->page) });
}

static void
move(struct app *app, struct popup *popup, enum motion motion, uint32_t count)
{
	struct preview *preview = popup->data;
	(void)app;
	uint32_t page = (uint32_t)MAX(popup->height, 1);
	while (motion == MOVE_LAST && !page_lay(preview->page, UINT32_MAX))
		;
	page_lay(preview->page, preview->top + 2 * page + count);
	preview->top = pane_move_cursor(preview->top, page_line_count(preview->page), (int)page,
		motion, count);
}

static void
choose(struct app *app, const struct popup *popup, const struct popup_row *row, const char *typed)
{
	const struct preview *preview = popup->data;
	(void)row;
	(void)typed;
	opening_go(app, &preview->to, GOING_NEW);
}

static const struct popup_kind preview_popup = {
	.wide = true,
	.whole = true,
	.settle = settle,
	.draw = draw,
	.move = move,
	.choose = choose,
	.free = preview_free,
};

/* --- reading on a worker --- */

struct preview_job {
	struct app *app;
	struct preview *preview;
	GHashTable *choices; /* state_all_choices() */
	GError *error;
};

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct preview_job *reading = data;
	(void)job;
	g_autofree char *real = NULL;
	reading->preview->document = opening_read(reading->preview->to.path, reading->choices,
		cancel, &real, &reading->error);
}

static void
job_done(void *data)
{
	struct preview_job *reading = data;
	struct app *app = reading->app;
	struct preview *preview = reading->preview;
	app->dirty = true;
	if (preview->document == NULL) {
		app_fail(app, "%s: %s", preview->to.path,
			reading->error != NULL ? reading->error->message : "it cannot be read");
		return;
	}
	reading->preview = NULL;
	popup_open(app, &preview_popup, document_short_title(preview->document), preview);
	app_settle(app);
}

static void
job_free(void *data)
{
	struct preview_job *reading = data;
	if (reading->preview != NULL)
		preview_free(reading->preview);
	g_hash_table_unref(reading->choices);
	g_clear_error(&reading->error);
	g_free(reading);
}

static const struct job_kind preview_job = {
	.name = "looking",
	.replaces = true,
	.run = job_run,
	.done = job_done,
	.free = job_free,
};

void
preview_open(struct app *app, const struct link *link)
{
	const struct document *document = reader_document(&app->reader);
	struct resolution found = { .entry = NONE };
	if (link->kind != LINK_ANCHOR && link->kind != LINK_FOOTNOTE)
		found = resolve_link(app->resolver, document, app_entry(app), link);
	else
		found.anchor = link->anchor;
	if (found.entry == NONE && link->kind != LINK_ANCHOR) {
		app_say(app, "nothing of the library to look at: Enter says more");
		return;
	}
	const char *anchor = found.anchor != NULL ? found.anchor : "";
	struct preview *preview = g_new0(struct preview, 1);
	preview->to.path =
		g_strdup(found.entry == NONE ? document->path
					     : catalog_entry(app->catalog, found.entry)->path);
	preview->to.kind = anchor[0] != '\0' ? PLACE_ANCHOR : PLACE_START;
	preview->to.anchor = g_strdup(anchor);
	preview->to.link = NONE;
	preview->to.stamp = NONE;
	struct preview_job *job = g_new0(struct preview_job, 1);
	job->app = app;
	job->preview = preview;
	job->choices = state_all_choices(app->state);
	pool_submit(app->pool, &preview_job, job);
}
