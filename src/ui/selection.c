#include "config.h"

#include "ui/selection.h"

#include "document/passage.h"
#include "ui/app_state.h"
#include "ui/clipboard.h"

/* --- rows --- */

static bool
has_text(const struct page *page, uint32_t line)
{
	const struct page_line *row = page_line(page, line);

	return (row->flags & (LINE_BLANK | LINE_MADE | LINE_INSET)) == 0 &&
	       range_length(row->text) > 0;
}

/* So many rows of text on from line, or back; the last one that way where there are fewer. */
static uint32_t
step(struct page *page, uint32_t line, int64_t rows)
{
	int way = rows < 0 ? -1 : 1;
	uint32_t to = line;

	for (int64_t at = line; rows != 0;) {
		at += way;
		if (at < 0)
			break;
		if (at >= page_line_count(page) && page_lay(page, (uint32_t)at + 1) &&
			at >= page_line_count(page))
			break;
		if (has_text(page, (uint32_t)at)) {
			to = (uint32_t)at;
			rows -= way;
		}
	}
	return to;
}

/* The rows of its edges, the upper one first. */
static void
edges(const struct app *app, uint32_t *first, uint32_t *last)
{
	uint32_t a = page_line_of(app->reader.page, app->selection.anchor);
	uint32_t b = page_line_of(app->reader.page, app->selection.head);

	*first = MIN(a, b);
	*last = MAX(a, b);
}

/* --- beginning and ending --- */

bool
selection_on(const struct app *app)
{
	return app->selection.on && app->popup == NULL && app->focus == PANE_READER &&
	       app->reader.page != NULL;
}

static void
note_reader(struct app *app)
{
	struct selection *selection = &app->selection;

	selection->reading = app->reader.reading;
	selection->hit = app->reader.hit;
	selection->link = app->reader.link;
}

void
selection_end(struct app *app)
{
	app->selection.on = false;
	app->dirty = true;
}

void
selection_toggle(struct app *app, const struct command_call *call)
{
	struct reader *reader = &app->reader;
	struct selection *selection = &app->selection;
	uint32_t line;

	if (selection_on(app)) {
		selection_end(app);
		return;
	}
	if (reader->page == NULL || reader_document(reader)->length == 0) {
		app_say(app, "there is nothing to select");
		return;
	}
	line = page_line_of(reader->page, reader->reading);
	*selection = (struct selection){ .on = true,
		.anchor = reader->reading,
		.head = page_offset_of(reader->page,
			step(reader->page, line, (int64_t)MAX(call->count, 1u) - 1)) };
	note_reader(app);
}

/* --- moving --- */

/* Puts the row of its end on the screen, scrolling as little as that takes. */
static void
show_head(struct app *app)
{
	struct reader *reader = &app->reader;
	int64_t line = page_line_of(reader->page, app->selection.head);
	int64_t last = (int64_t)reader->top + reader->rows - 1;

	if (line < reader->top)
		reader_scroll(reader, (int32_t)(line - reader->top));
	else if (line > last)
		reader_scroll(reader, (int32_t)(line - last));
	note_reader(app);
}

bool
selection_move(struct app *app, enum motion motion, uint32_t count)
{
	struct reader *reader = &app->reader;
	int64_t times = MAX(count, 1u), rows = 0;
	uint32_t line;

	if (!selection_on(app))
		return false;
	switch (motion) {
	case MOVE_DOWN:
		rows = times;
		break;
	case MOVE_UP:
		rows = -times;
		break;
	case MOVE_PAGE_DOWN:
	case MOVE_PAGE_UP:
		rows = times * MAX(reader->rows - 2, 1);
		break;
	case MOVE_HALF_DOWN:
	case MOVE_HALF_UP:
		rows = times * MAX(reader->rows / 2, 1);
		break;
	case MOVE_FIRST:
	case MOVE_LAST:
	case MOVE_PERCENT:
		/* These jump: selection_settle() follows. */
		return false;
	}
	if (motion == MOVE_PAGE_UP || motion == MOVE_HALF_UP)
		rows = -rows;
	line = page_line_of(reader->page, app->selection.head);
	app->selection.head = page_offset_of(reader->page, step(reader->page, line, rows));
	show_head(app);
	return true;
}

void
selection_settle(struct app *app)
{
	struct selection *selection = &app->selection;
	const struct reader *reader = &app->reader;
	const struct document *document = reader_document(reader);
	bool hit, link;

	if (!selection->on)
		return;
	if (app->popup == NULL && app->focus != PANE_READER) {
		selection_end(app);
		return;
	}
	hit = reader->hit != selection->hit && reader->hit != NONE;
	link = reader->link != selection->link && reader->link != NONE;
	if (hit)
		selection->head = hits_range(reader->hits, reader->hit).start;
	else if (link)
		selection->head = document->links[reader->link].text.start;
	else if (reader->reading != selection->reading)
		selection->head = reader->reading;
	else
		return;
	show_head(app);
}

/* --- what it holds --- */

uint32_t
selection_count(const struct app *app)
{
	uint32_t first, last, count = 0;

	edges(app, &first, &last);
	for (uint32_t line = first; line <= last; line++)
		count += has_text(app->reader.page, line);
	return count;
}

struct range
selection_text(const struct app *app)
{
	uint32_t first, last;

	edges(app, &first, &last);
	return (struct range){ page_line(app->reader.page, first)->text.start,
		page_line(app->reader.page, last)->text.end };
}

void
selection_draw(const struct app *app, struct canvas *canvas, struct rect r)
{
	const struct reader *reader = &app->reader;
	uint32_t first, last;

	if (!selection_on(app))
		return;
	edges(app, &first, &last);
	for (int y = 0; y < r.height; y++) {
		uint32_t line = reader->top + (uint32_t)y;

		if (line < first || line > last ||
			(page_line(reader->page, line)->flags & LINE_INSET))
			continue;
		canvas_role(canvas, (struct rect){ r.y + y, r.x, 1, r.width }, ROLE_SELECTION);
	}
}

char *
selection_words(const struct app *app)
{
	uint32_t count = selection_count(app);
	char number[16];

	return g_strdup_printf("%s line%s selected", app_number(number, count),
		count == 1 ? "" : "s");
}

/* --- commands --- */

static void
copy_selection(struct app *app, const struct command_call *call)
{
	uint32_t count = selection_count(app);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *what = NULL;
	char number[16];

	(void)call;
	passage_append(text, reader_document(&app->reader), selection_text(app));
	what = g_strdup_printf("%s line%s", app_number(number, count), count == 1 ? "" : "s");
	selection_end(app);
	clipboard_copy(app, text->str, text->len, what);
}

static void
other_end(struct app *app, const struct command_call *call)
{
	struct selection *selection = &app->selection;
	uint32_t head = selection->head;

	(void)call;
	selection->head = selection->anchor;
	selection->anchor = head;
	show_head(app);
}

/* clang-format off */
const struct command selection_commands[] = {
	{ .name = "copy", .keys = "y  Enter", .group = "Selection", .run = copy_selection,
	  .help = "Copy the selected lines" },
	{ .name = "other-end", .keys = "o", .group = "Selection", .run = other_end,
	  .help = "Move the other end of the selection" },
	{ .name = "end", .keys = "v", .group = "Selection", .run = selection_toggle,
	  .help = "End the selection" },
	{ 0 },
};
/* clang-format on */
