#include "config.h"

#include "ui/app_state.h"
#include "ui/go_time.h"
#include "ui/pointer.h"

static void
move(struct app *app, enum motion motion, uint32_t count)
{
	static const struct pane *const panes[] = {
		[PANE_LIST] = &list_pane,
		[PANE_READER] = &reader_pane,
		[PANE_SIDE] = &side_pane,
	};
	if (app->popup != NULL)
		popup_move(app, motion, count);
	else
		panes[app->focus]->move(app, motion, count);
}

static void
move_down(struct app *app, const struct command_call *call)
{
	move(app, MOVE_DOWN, call->count);
}

static void
move_up(struct app *app, const struct command_call *call)
{
	move(app, MOVE_UP, call->count);
}

static void
page_down(struct app *app, const struct command_call *call)
{
	move(app, MOVE_PAGE_DOWN, call->count);
}

static void
page_up(struct app *app, const struct command_call *call)
{
	move(app, MOVE_PAGE_UP, call->count);
}

static void
half_down(struct app *app, const struct command_call *call)
{
	move(app, MOVE_HALF_DOWN, call->count);
}

static void
half_up(struct app *app, const struct command_call *call)
{
	move(app, MOVE_HALF_UP, call->count);
}

static void
go_first(struct app *app, const struct command_call *call)
{
	move(app, MOVE_FIRST, call->count);
}

static void
go_last(struct app *app, const struct command_call *call)
{
	move(app, MOVE_LAST, call->count);
}

static void
go_percent(struct app *app, const struct command_call *call)
{
	if (call->count == 0)
		app_say(app, "a number before %% says how far: 50%%");
	else
		move(app, MOVE_PERCENT, call->count);
}

/* --- panes --- */

/* Panes stand in one order; in two columns the side pane stands over the list, left of the
 * reader. */
static void
focus_left(struct app *app, const struct command_call *call)
{
	(void)call;
	if (app->popup != NULL)
		return;
	if (app->layout.kind == LAYOUT_TWO) {
		if (app->focus == PANE_READER)
			app_focus(app, app->side_open ? PANE_SIDE : PANE_LIST);
		else if (app->focus == PANE_SIDE)
			app_focus(app, PANE_LIST);
	} else if (app->focus > PANE_LIST) {
		app_focus(app, (enum pane_id)(app->focus - 1));
	}
}

static void
focus_right(struct app *app, const struct command_call *call)
{
	(void)call;
	if (app->popup != NULL)
		return;
	if (app->layout.kind == LAYOUT_TWO)
		app_focus(app, PANE_READER);
	else if (app->focus < PANE_SIDE)
		app_focus(app, (enum pane_id)(app->focus + 1));
}

static void
toggle_zoom(struct app *app, const struct command_call *call)
{
	(void)call;
	if (app->popup == NULL)
		app->zoom = !app->zoom;
}

/* --- history --- */

static void
go_back(struct app *app, const struct command_call *call)
{
	walk_go(app, false, call->count);
}

static void
go_forward(struct app *app, const struct command_call *call)
{
	walk_go(app, true, call->count);
}

static void
show_history(struct app *app, const struct command_call *call)
{
	(void)call;
	history_open(app);
}

/* --- panels and the program --- */

static void
show_help(struct app *app, const struct command_call *call)
{
	(void)call;
	help_open(app);
}

static void
show_palette(struct app *app, const struct command_call *call)
{
	(void)call;
	palette_open(app);
}

static void
go_document(struct app *app, const struct command_call *call)
{
	(void)call;
	go_document_open(app);
}

static void
go_section(struct app *app, const struct command_call *call)
{
	(void)call;
	go_section_open(app);
}

static void
go_time(struct app *app, const struct command_call *call)
{
	go_time_open(app, call->count);
}

static void
show_map(struct app *app, const struct command_call *call)
{
	(void)call;
	map_open(app);
}

static void
show_report(struct app *app, const struct command_call *call)
{
	(void)call;
	report_open(app);
}

static void
search_library(struct app *app, const struct command_call *call)
{
	(void)call;
	search_open(app);
}

static void
redraw(struct app *app, const struct command_call *call)
{
	(void)call;
	app->request = APP_REQUEST_REDRAW;
}

static void
toggle_mouse(struct app *app, const struct command_call *call)
{
	(void)call;
	pointer_toggle(app);
}

static void
suspend(struct app *app, const struct command_call *call)
{
	(void)call;
	app->request = APP_REQUEST_SUSPEND;
}

static void
close_top(struct app *app, const struct command_call *call)
{
	(void)call;
	app_close_top(app);
}

static void
quit(struct app *app, const struct command_call *call)
{
	(void)call;
	app->request = APP_REQUEST_QUIT;
}

/* clang-format off */
const struct command everywhere_commands[] = {
	{ .name = "down", .keys = "j  Down", .group = "Moving", .run = move_down,
	  .help = "Go down a line" },
	{ .name = "up", .keys = "k  Up", .group = "Moving", .run = move_up,
	  .help = "Go up a line" },
	{ .name = "page-down", .keys = "Space  PgDn", .group = "Moving", .run = page_down,
	  .help = "Go down a page" },
	{ .name = "page-up", .keys = "b  PgUp", .group = "Moving", .run = page_up,
	  .help = "Go up a page" },
	{ .name = "half-down", .keys = "d  Ctrl-d", .group = "Moving", .run = half_down,
	  .help = "Go down half a page" },
	{ .name = "half-up", .keys = "u  Ctrl-u", .group = "Moving", .run = half_up,
	  .help = "Go up half a page" },
	{ .name = "first", .keys = "gg  Home", .group = "Moving", .run = go_first,
	  .help = "Go to the start; 50gg: to line 50" },
	{ .name = "last", .keys = "G  End", .group = "Moving", .run = go_last,
	  .help = "Go to the end; 50G: to line 50" },
	{ .name = "percent", .keys = "%", .group = "Moving", .run = go_percent,
	  .help = "50%: go to that part" },
	{ .name = "left", .keys = "h  Left", .group = "Panes", .run = focus_left,
	  .help = "Go to the pane to the left" },
	{ .name = "right", .keys = "l  Right", .group = "Panes", .run = focus_right,
	  .help = "Go to the pane to the right" },
	{ .name = "zoom", .keys = "z", .group = "Panes", .run = toggle_zoom,
	  .help = "Show only this pane, and back" },
	{ .name = "back", .keys = "Backspace  Ctrl-o  H", .group = "Going", .run = go_back,
	  .help = "Go back, to the exact line" },
	{ .name = "forward", .keys = "L", .group = "Going", .run = go_forward,
	  .help = "Go forward" },
	{ .name = "history", .keys = "gh", .group = "Going", .run = show_history,
	  .help = "Go to a place of the history, or to a mark" },
	{ .name = "go-document", .keys = "gd", .group = "Going", .run = go_document,
	  .help = "Go to a document by letters of its title" },
	{ .name = "go-section", .keys = "gs", .group = "Going", .run = go_section,
	  .help = "Go to a section of any document by letters of its title" },
	{ .name = "go-time", .keys = "gt", .group = "Going", .run = go_time,
	  .help = "Go to a time of the recording: 12:34, 1h2m, 75%, +30; 12gt: to minute 12" },
	{ .name = "search-library", .keys = "g/", .group = "Going", .run = search_library,
	  .help = "Search all documents and go to a section" },
	{ .name = "map", .keys = "gm", .group = "Going", .run = show_map,
	  .help = "Show what links to this document and what it leads to" },
	{ .name = "report", .keys = "g!", .group = "Going", .run = show_report,
	  .help = "Show what is linked to most, wanted, broken and an orphan in the library" },
	{ .name = "palette", .keys = ":", .group = "Program", .run = show_palette,
	  .help = "Find a command by its name; a number goes to that line" },
	{ .name = "help", .keys = "?  F1", .group = "Program", .run = show_help,
	  .help = "Show these keys" },
	{ .name = "redraw", .keys = "Ctrl-l", .group = "Program", .run = redraw,
	  .help = "Draw the screen anew" },
	{ .name = "mouse", .keys = "gM", .group = "Program", .run = toggle_mouse,
	  .help = "Take the mouse, or leave it to the terminal" },
	{ .name = "suspend", .keys = "Ctrl-z", .group = "Program", .run = suspend,
	  .help = "Suspend the program" },
	{ .name = "close", .keys = "q", .group = "Program", .run = close_top,
	  .help = "Close what is on top: panel, pane, at last the program" },
	{ .name = "quit", .keys = "Q", .group = "Program", .run = quit, .help = "Quit" },
	{ 0 },
};
/* clang-format on */
