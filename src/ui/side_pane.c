#include "config.h"

#include "ui/app_state.h"
#include "ui/yank.h"

/* --- commands --- */

void
side_go(struct app *app, const struct command_call *call)
{
	struct side *side = &app->side;
	(void)call;
	if (side->cursor >= side->rows->len || !side_row_leads(side, side->cursor)) {
		app_say(app, "nothing here leads anywhere");
		return;
	}
	const struct side_row *row = side_row(side, side->cursor);
	enum side_row_kind kind = row->kind;
	if (kind == SIDE_ROW_MENTION || kind == SIDE_ROW_RELATED) {
		app->side_open = false;
		side_go_linked(app, row);
		return;
	}
	if (kind == SIDE_ROW_RECORDING) {
		side_go_recording(app, row);
		return;
	}
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
		app_say(app, side_views[side->view].linked
				     ? "the nearest stand first here"
				     : "this stands in the order of the document");
		return;
	}
	uint32_t stamp = NONE;
	if (side->cursor < side->rows->len && side_row(side, side->cursor)->kind == SIDE_ROW_STAMP)
		stamp = side_row(side, side->cursor)->index;
	side->by_time = !side->by_time;
	side_build(app);
	app_say(app, side->by_time ? "in the order of time" : "in the order of the document");
	/* The cursor stays on what it was on. */
	uint32_t row = stamp < side->row_of->len ? g_array_index(side->row_of, uint32_t, stamp)
						 : side_row_reading(app);
	side->cursor = row != NONE ? row : 0;
}

static void
side_filter(struct app *app, const struct command_call *call)
{
	(void)call;
	side_filter_ask(app);
}

static void
show_view(struct app *app, enum side_view_id view)
{
	struct side *side = &app->side;
	/* The key of the view that is shown leads back to the text. */
	if (side->view == view) {
		side_look_end(app, SIDE_LOOK_BACK);
		app->side_open = false;
		app_focus(app, PANE_READER);
		return;
	}
	side_look_end(app, SIDE_LOOK_BACK);
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
side_backlinks(struct app *app, const struct command_call *call)
{
	(void)call;
	show_view(app, SIDE_BACKLINKS);
}

static void
side_related_sections(struct app *app, const struct command_call *call)
{
	(void)call;
	show_view(app, SIDE_RELATED);
}

static void
side_recording(struct app *app, const struct command_call *call)
{
	(void)call;
	show_view(app, SIDE_RECORDING);
}

static void
turn_view(struct app *app, unsigned by)
{
	struct side *side = &app->side;
	side_look_end(app, SIDE_LOOK_BACK);
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
	{ .name = "play", .keys = "p", .group = "Side pane", .run = player_play_row,
	  .help = "Play the recording at this timestamp" },
	{ .name = "follow-player", .keys = "P", .group = "Side pane", .run = player_follow,
	  .help = "Let the text follow the player, or no more" },
	{ .name = "filter", .keys = "/", .group = "Side pane", .run = side_filter,
	  .help = "Show only entries that hold words, in them or in their section" },
	{ .name = "next-view", .keys = "Tab", .group = "Side pane", .run = side_next_view,
	  .help = "Show the next view: timestamps, outline, links, backlinks, related,"
		  " recording" },
	{ .name = "previous-view", .keys = "Shift-Tab", .group = "Side pane",
	  .run = side_previous_view, .help = "Show the previous view" },
	{ .name = "outline", .keys = "o", .group = "Side pane", .run = side_outline,
	  .help = "Show the outline; again: back to the text" },
	{ .name = "timestamps", .keys = "T", .group = "Side pane", .run = side_timestamps,
	  .help = "Show the timestamps; again: back to the text" },
	{ .name = "backlinks", .keys = "B", .group = "Side pane", .run = side_backlinks,
	  .help = "Show what links here; again: back to the text" },
	{ .name = "related", .keys = "R", .group = "Side pane", .run = side_related_sections,
	  .help = "Show related sections; again: back to the text" },
	{ .name = "recording", .keys = "gr", .group = "Side pane", .run = side_recording,
	  .help = "Show the recording; again: back to the text" },
	{ .name = "same-second", .keys = "gT", .group = "Side pane", .run = recording_same_second,
	  .help = "Go to this second in another document, and back" },
	{ .name = "open-outside", .keys = "x", .group = "Side pane", .run = outside_open,
	  .help = "Open this link, document or the source outside" },
	{ .name = "copy-link", .keys = "yl", .group = "Side pane", .run = yank_link,
	  .help = "Copy the link" },
	{ .name = "copy-url", .keys = "yu", .group = "Side pane", .run = yank_url,
	  .help = "Copy the URL" },
	{ .name = "copy-section", .keys = "ys", .group = "Side pane", .run = yank_section,
	  .help = "Copy the section" },
	{ .name = "copy-citation", .keys = "yc", .group = "Side pane", .run = yank_citation,
	  .help = "Copy a citation" },
	{ .name = "copy-timestamp", .keys = "yt", .group = "Side pane", .run = yank_timestamp,
	  .help = "Copy the link at this second" },
	{ .name = "copy-paragraph", .keys = "yy", .group = "Side pane", .run = yank_paragraph,
	  .help = "Copy the paragraph" },
	{ 0 },
};
/* clang-format on */

/* --- moving --- */

/* Rows that take several of the screen are turned over by what is shown of them. */
static uint32_t
move_to(const struct side *side, enum motion motion, uint32_t count)
{
	bool pages = motion == MOVE_PAGE_DOWN || motion == MOVE_PAGE_UP ||
		     motion == MOVE_HALF_DOWN || motion == MOVE_HALF_UP;
	if (!pages || side->lines <= side->rows->len || side->cursor >= side->rows->len)
		return pane_move_cursor(side->cursor, side->rows->len, side->height, motion, count);
	uint32_t first = side_row_first(side, side->cursor);
	uint32_t line = pane_move_cursor(first, side->lines, side->height, motion, count);
	uint32_t to = side_row_on(side, line);
	return to != side->cursor ? to
				  : pane_move_cursor(side->cursor, side->rows->len, side->height,
					    line >= first ? MOVE_DOWN : MOVE_UP, 1);
}

/* The first row that leads somewhere, from one on in a direction; NONE where there is none. */
static uint32_t
next_leading(const struct side *side, uint32_t from, int way)
{
	for (int64_t i = from; i >= 0 && i < side->rows->len; i += way)
		if (side_row_leads(side, (uint32_t)i))
			return (uint32_t)i;
	return NONE;
}

static void
side_move(struct app *app, enum motion motion, uint32_t count)
{
	struct side *side = &app->side;
	uint32_t before = side->cursor;
	uint32_t to = move_to(side, motion, count);
	/* Words are passed over, in the way one goes, then back. */
	uint32_t i = next_leading(side, to, to >= before ? 1 : -1);
	if (i == NONE)
		i = next_leading(side, to, to >= before ? -1 : 1);
	side->cursor = i != NONE ? i : before;
}

static void
side_moved(struct app *app, enum motion motion, uint32_t count)
{
	struct side *side = &app->side;
	uint32_t before = side->cursor;
	side->wanted = NONE;
	side_move(app, motion, count);
	if (side->cursor != before)
		side_look(app);
}

static void
side_enter(struct app *app)
{
	struct side *side = &app->side;
	side_build(app);
	side->wanted = NONE;
	uint32_t reading = side_row_reading(app);
	side->cursor = reading != NONE ? reading : 0;
	if (side->rows->len > 0 && !side_row_leads(side, side->cursor))
		side_move(app, MOVE_DOWN, 1);
}

/* Where the cursor was in a place of the history. */
static void
go_where_wanted(struct side *side)
{
	side->cursor = MIN(side_row_from(side, side->wanted), side->rows->len);
	side->wanted = NONE;
}

static void
side_settle(struct app *app, struct rect r)
{
	struct side *side = &app->side;
	side_look_settle(app);
	if (side_views[side->view].linked)
		side_ask(app);
	if (side->view == SIDE_RECORDING)
		recording_want(app);
	side_build(app);
	side_filter_settle(app);
	if (side->wanted != NONE && !(side_views[side->view].linked && side->linked.waiting))
		go_where_wanted(side);
	if (side->cursor >= side->rows->len)
		side->cursor = 0;
	if (app->focus == PANE_SIDE && !side_row_leads(side, side->cursor))
		side_move(app, MOVE_DOWN, 1);
	struct rect body = side_rows_rect(side, r);
	side_lay(app, body.width, body.height);
	side->reading = side_row_reading(app);
	/* What is being read stays in sight, unless a cursor is moved here. */
	if (app->focus == PANE_SIDE || side_filter_on(side)) {
		if (side->cursor < side->rows->len)
			side_show_cursor(side, side->cursor);
	} else if (side->rows->len > 0) {
		side_follow(side, side->reading != NONE ? side->reading : 0);
	}
	if (side_views[side->view].linked)
		side_want_lines(app);
}

const struct pane side_pane = {
	.place = "side",
	.commands = side_commands,
	.settle = side_settle,
	.draw = side_draw,
	.move = side_moved,
	.enter = side_enter,
	.click = side_click,
	.wheel = side_wheel,
};
