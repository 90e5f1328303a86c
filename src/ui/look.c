#include "config.h"

#include "ui/look.h"

#include <string.h>

#include "ui/app_state.h"

/* Lines of the page above the link. */
#define ABOVE 4

/* --- reading --- */

struct look_job {
	struct app *app;
	char *path;
	GHashTable *choices; /* state_all_choices() */
	struct document *document;
	void (*take)(struct app *app, const char *path, struct document *document);
};

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct look_job *reading = data;
	g_autofree char *real = NULL;
	(void)job;
	reading->document = opening_read(reading->path, reading->choices, cancel, &real, NULL);
}

static void
job_done(void *data)
{
	struct look_job *reading = data;
	reading->app->dirty = true;
	reading->take(reading->app, reading->path, g_steal_pointer(&reading->document));
	app_settle(reading->app);
}

static void
job_free(void *data)
{
	struct look_job *reading = data;
	document_free(reading->document);
	g_hash_table_unref(reading->choices);
	g_free(reading->path);
	g_free(reading);
}

static const struct job_kind look_job = {
	.name = "reading",
	.replaces = true,
	.run = job_run,
	.done = job_done,
	.free = job_free,
};

static void
forget(struct look *look)
{
	g_clear_pointer(&look->page, page_free);
	g_clear_pointer(&look->document, document_free);
}

void
look_clear(struct app *app, struct look *look)
{
	pool_cancel_kind(app->pool, &look_job);
	forget(look);
	g_free(look->path);
}

static void
read_document(struct app *app, struct look *look, const char *path)
{
	struct look_job *job = g_new0(struct look_job, 1);
	*job = (struct look_job){
		.app = app,
		.path = g_strdup(path),
		.choices = state_all_choices(app->state),
		.take = look->take,
	};
	g_free(look->path);
	look->path = g_strdup(path);
	look->waiting = true;
	pool_submit(app->pool, &look_job, job);
}

void
look_take(struct look *look, const char *path, struct document *document)
{
	if (g_strcmp0(look->path, path) != 0) {
		document_free(document);
		return;
	}
	forget(look);
	look->document = document;
	look->waiting = false;
}

/* --- the page --- */

/* Where the link stands; where the document has changed, its line. */
static uint32_t
offset_of(const struct document *document, const struct mention *mention)
{
	if (mention->link < document->link_count) {
		const struct link *link = &document->links[mention->link];
		if (link->line == mention->line)
			return range_is_none(link->text) ? 0 : link->text.start;
	}
	return document_offset_of_line(document, mention->line);
}

void
look_at(struct app *app, struct look *look, const struct mention *mention, const char *path,
	struct rect r)
{
	unsigned width = (unsigned)MAX(MIN(r.width - 2, (int)app->reader.measure), 1);
	if (g_strcmp0(look->path, path) != 0)
		read_document(app, look, path);
	look->mention = *mention;
	/* What was looked at before stays until the next is there. */
	if (look->waiting || look->document == NULL)
		return;
	if (look->page == NULL || page_width(look->page) != width) {
		struct page_options options = { .width = width,
			.hard_tables = true,
			.notes = true };
		page_free(look->page);
		look->page = page_new(look->document, &options);
	}
	uint32_t line = page_line_of(look->page, offset_of(look->document, mention));
	look->top = line > ABOVE ? line - ABOVE : 0;
	page_lay(look->page, look->top + (uint32_t)MAX(r.height, 1) + 1);
}

void
look_draw(const struct look *look, struct canvas *canvas, struct rect r)
{
	struct reader reader = { .hit = NONE, .link = NONE, .stamp = NONE };
	if (look->page == NULL)
		return;
	if (!look->waiting && look->mention.link < look->document->link_count)
		reader.link = look->mention.link;
	reader_draw_page(&reader, look->page, look->top, canvas,
		(struct rect){ r.y, r.x + 1, r.height, (int)page_width(look->page) });
}
