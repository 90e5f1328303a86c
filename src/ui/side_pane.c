#include "config.h"

#include <string.h>

#include "text/safe.h"
#include "ui/app_state.h"
#include "ui/timeline.h"

/* --- commands --- */

static void
side_go(struct app *app, const struct command_call *call)
{
	struct side *side = &app->side;
	(void)call;
	if (side->cursor >= side->rows->len || !side_row_leads(side, side->cursor)) {
		app_say(app, "nothing here leads anywhere");
		return;
	}
	const struct side_row *row = &g_array_index(side->rows, struct side_row, side->cursor);
	enum side_row_kind kind = row->kind;
	uint32_t index = row->index, offset = row->offset;
	if (offset == NONE && kind != SIDE_ROW_LINK)
		return;
	if (offset == NONE) {
		reader_follow(app, index);
		return;
	}
	app_leave_place(app);
	app->side_open = false;
	app_focus(app, PANE_READER);
	if (kind == SIDE_ROW_STAMP)
		reader_jump_to_stamp(&app->reader, index);
	else
		reader_jump(&app->reader, offset);
	if (kind == SIDE_ROW_LINK)
		app->reader.link = index;
}

static void
side_order(struct app *app, const struct command_call *call)
{
	struct side *side = &app->side;
	(void)call;
	if (!side_views[side->view].by_time || side->count == 0) {
		app_say(app, "this stands in the order of the document");
		return;
	}
	side->by_time = !side->by_time;
	side_build(side, app->reader.opened);
	app_say(app, side->by_time ? "in the order of time" : "in the order of the document");
	uint32_t reading = side_row_reading(app);
	side->cursor = reading != NONE ? reading : 0;
}

static void
show_view(struct app *app, enum side_view_id view)
{
	struct side *side = &app->side;
	/* The key of the view that is shown leads back to the text. */
	if (side->view == view) {
		app->side_open = false;
		app_focus(app, PANE_READER);
		return;
	}
	side->view = view;
	app_focus(app, PANE_SIDE);
}

static void
side_outline(struct app *app, const struct command_call *call)
{
	(void)call;
	show_view(app, SIDE_OUTLINE);
}

static void
side_timestamps(struct app *app, const struct command_call *call)
{
	(void)call;
	show_view(app, SIDE_TIMESTAMPS);
}

static void
turn_view(struct app *app, unsigned by)
{
	struct side *side = &app->side;
	side->view = (enum side_view_id)(((unsigned)side->view + by) % SIDE_VIEW_COUNT);
	app_focus(app, PANE_SIDE);
}

static void
side_next_view(struct app *app, const struct command_call *call)
{
	(void)call;
	turn_view(app, 1);
}

static void
side_previous_view(struct app *app, const struct command_call *call)
{
	(void)call;
	turn_view(app, SIDE_VIEW_COUNT - 1);
}

/* clang-format off */
const struct command side_commands[] = {
	{ .name = "go", .keys = "Enter", .group = "Side pane", .run = side_go,
	  .help = "Go to this place in the text" },
	{ .name = "order", .keys = "s", .group = "Side pane", .run = side_order,
	  .help = "Order by time or by document" },
	{ .name = "next-view", .keys = "Tab", .group = "Side pane", .run = side_next_view,
	  .help = "Show the next of timestamps, outline and links" },
	{ .name = "previous-view", .keys = "Shift-Tab", .group = "Side pane",
	  .run = side_previous_view, .help = "Show the previous of timestamps, outline and links" },
	{ .name = "outline", .keys = "o", .group = "Side pane", .run = side_outline,
	  .help = "Show the outline; again: back to the text" },
	{ .name = "timestamps", .keys = "T", .group = "Side pane", .run = side_timestamps,
	  .help = "Show the timestamps; again: back to the text" },
	{ 0 },
};
/* clang-format on */

/* --- moving --- */

static void
side_move(struct app *app, enum motion motion, uint32_t count)
{
	struct side *side = &app->side;
	uint32_t before = side->cursor;
	uint32_t to = pane_move_cursor(before, side->rows->len, side->height, motion, count);
	/* Words are passed over, in the way one goes, then back. */
	uint32_t i = to;
	int way = to >= before ? 1 : -1;
	while (i < side->rows->len && !side_row_leads(side, i))
		i += (uint32_t)way;
	side->cursor = i < side->rows->len ? i : before;
}

static void
side_enter(struct app *app)
{
	struct side *side = &app->side;
	side_build(side, app->reader.opened);
	uint32_t reading = side_row_reading(app);
	side->cursor = reading != NONE ? reading : 0;
	if (side->rows->len > 0 && !side_row_leads(side, side->cursor))
		side_move(app, MOVE_DOWN, 1);
}

/* Times from which on a timeline tells more than it takes room, and rows there must be. */
#define TIMELINE_LEAST 3
#define TIMELINE_ROWS 14

static bool
has_timeline(const struct side *side, struct rect r)
{
	return side->view == SIDE_TIMESTAMPS && side->count >= TIMELINE_LEAST &&
	       r.height >= TIMELINE_ROWS;
}

/* Where the rows stand: under the timeline, where there is one. */
static struct rect
rows_rect(const struct side *side, struct rect r)
{
	struct rect body = pane_body(r);
	if (has_timeline(side, r)) {
		int taken = r.y + 1 + TIMELINE_HEIGHT + 1 - body.y;
		body.y += taken;
		body.height -= taken;
	}
	return body;
}

static void
side_settle(struct app *app, struct rect r)
{
	struct side *side = &app->side;
	side_build(side, app->reader.opened);
	side->height = rows_rect(side, r).height;
	side->reading = side_row_reading(app);
	if (side->cursor >= side->rows->len)
		side->cursor = 0;
	/* What is being read stays in sight, unless a cursor is moved here. */
	uint32_t seen = side->cursor;
	if (app->focus != PANE_SIDE)
		seen = side->reading != NONE ? side->reading : 0;
	side->top = pane_scroll(side->top, seen, side->rows->len, side->height);
}

/* --- drawing --- */

/* One paragraph of the text on one row: a '\n' of it is a blank. */
static void
draw_text(struct canvas *canvas, int y, int x, int room, enum role role, const char *text,
	uint32_t n)
{
	if (room <= 0)
		return;
	/* What does not fit is not looked at, however long it is. */
	uint32_t most = (uint32_t)MIN((int64_t)n, (int64_t)room * 16);
	g_autofree char *line = g_strndup(text, most);
	g_strdelimit(line, "\n\t\r", ' ');
	canvas_put_cut(canvas, y, x, room, role, SAFE_TEXT, line, -1);
}

static int
time_columns(const struct document *document)
{
	uint32_t most = 0;
	char buffer[16];
	for (uint32_t i = 0; i < document->timestamp_count; i++)
		most = MAX(most, document->timestamps[i].milliseconds);
	return (int)strlen(timeline_time(buffer, most));
}

static void
draw_stamp(const struct document *document, const struct side_row *row, int columns,
	struct canvas *canvas, int y, int x, int room)
{
	const struct timestamp *stamp = &document->timestamps[row->index];
	char time[16];
	timeline_time(time, stamp->milliseconds);
	canvas_put(canvas, y, x + columns - (int)strlen(time), ROLE_SIDE_TIME, SAFE_TEXT, time, -1);
	if (!range_is_none(stamp->sentence))
		draw_text(canvas, y, x + columns + 1, room - columns - 1, ROLE_TEXT,
			document->text + stamp->sentence.start, range_length(stamp->sentence));
}

static void
draw_link(const struct app *app, const struct side_row *row, struct canvas *canvas, int y, int x,
	int room)
{
	static const enum role roles[] = {
		[LINK_STATE_UNKNOWN] = ROLE_LINK,
		[LINK_STATE_RESOLVED] = ROLE_LINK,
		[LINK_STATE_MISSING] = ROLE_LINK_MISSING,
		[LINK_STATE_WEB] = ROLE_LINK_WEB,
	};
	const struct document *document = reader_document(&app->reader);
	const struct link *link = &document->links[row->index];
	enum role role = roles[app->reader.opened->link_states[row->index]];
	if (range_is_none(link->text))
		draw_text(canvas, y, x, room, role, link->written, (uint32_t)strlen(link->written));
	else
		draw_text(canvas, y, x, room, role, document->text + link->text.start,
			range_length(link->text));
}

static void
draw_row(const struct app *app, struct canvas *canvas, int y, int x, int width, uint32_t i,
	int columns)
{
	const struct side *side = &app->side;
	const struct document *document = reader_document(&app->reader);
	const struct side_row *row = &g_array_index(side->rows, struct side_row, i);
	switch (row->kind) {
	case SIDE_ROW_STAMP:
		draw_stamp(document, row, columns, canvas, y, x + 2, width - 3);
		break;
	case SIDE_ROW_HEADING:
		canvas_put_cut(canvas, y, x + 1, width - 2, ROLE_SIDE_HEADING, SAFE_TEXT,
			document->sections[row->index].title, -1);
		break;
	case SIDE_ROW_SECTION: {
		const struct section *section = &document->sections[row->index];
		int indent = MIN(2 * (section->level - side->least_level), width / 3);
		canvas_put_cut(canvas, y, x + 2 + indent, width - 3 - indent,
			section->level == side->least_level ? ROLE_SIDE_HEADING : ROLE_TEXT,
			SAFE_TEXT, section->title, -1);
		break;
	}
	case SIDE_ROW_LINK:
		draw_link(app, row, canvas, y, x + 2, width - 3);
		break;
	case SIDE_ROW_DATE: {
		const struct date_mention *date = &document->dates[row->index];
		uint32_t block = document_block_at(document, date->text.start);
		struct range text = block == NONE ? date->text : document->blocks[block].text;
		canvas_put(canvas, y, x + 2, ROLE_SIDE_TIME, SAFE_TEXT, date->iso, -1);
		draw_text(canvas, y, x + 13, width - 14, ROLE_TEXT, document->text + text.start,
			range_length(text));
		break;
	}
	case SIDE_ROW_WORDS:
		draw_text(canvas, y, x + 2, width - 3, ROLE_DIM, row->words,
			(uint32_t)strlen(row->words));
		break;
	}
}

static void
side_draw(const struct app *app, struct canvas *canvas, struct rect r, bool focused)
{
	const struct side *side = &app->side;
	const struct document *document = reader_document(&app->reader);
	struct rect body = rows_rect(side, r);
	char number[16];
	const char *name = side_views[side->view].title;
	g_autofree char *title = side->count == 0 ? g_strdup(name)
						  : g_strdup_printf("%s · %s", name,
							    app_number(number, side->count));
	pane_draw_title(canvas, r, focused, title,
		side->by_time && side->count > 0 && side_views[side->view].by_time ? "by time"
										   : NULL);
	if (document == NULL)
		return;
	if (has_timeline(side, r))
		timeline_draw(document, reader_stamp(&app->reader), canvas,
			(struct rect){ r.y + 1, r.x + 2, TIMELINE_HEIGHT, r.width - 4 });
	struct rect before = canvas_clip(canvas, body);
	int columns = side->view == SIDE_TIMESTAMPS ? time_columns(document) : 0;
	for (int y = 0; y < body.height && side->top + (uint32_t)y < side->rows->len; y++) {
		uint32_t i = side->top + (uint32_t)y;
		struct rect row = { body.y + y, body.x, 1, body.width };
		draw_row(app, canvas, row.y, row.x, row.width, i, columns);
		if (i == side->reading) {
			canvas_role(canvas, row, ROLE_READING);
			canvas_put(canvas, row.y, row.x, ROLE_READING, SAFE_TEXT, "▸", -1);
		}
		if (i == side->cursor && focused && side_row_leads(side, i))
			canvas_role(canvas, row, ROLE_CURSOR);
	}
	canvas_clip(canvas, before);
}

const struct pane side_pane = {
	.place = "side",
	.commands = side_commands,
	.settle = side_settle,
	.draw = side_draw,
	.move = side_move,
	.enter = side_enter,
};
