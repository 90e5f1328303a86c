#include "config.h"

#include "ui/walk.h"

#include <string.h>

#include "text/safe.h"
#include "ui/app_state.h"

/* --- the place where one is --- */

static void
note_panes(const struct app *app, struct place *place)
{
	uint32_t entry = app->focus == PANE_LIST ? list_view_entry(&app->list) : NONE;
	place->pane = app->focus;
	if (app->focus == PANE_SIDE) {
		place->view = app->side.view;
		place->cursor = app->side.cursor < app->side.rows->len
					? side_row(&app->side, app->side.cursor)->at
					: 0;
	}
	if (list_filter_on(&app->list.filter))
		place->filter = g_strdup(app->list.filter.text);
	if (entry != NONE)
		place->row = g_strdup(catalog_entry(app->catalog, entry)->path);
	place->when = keeping_clock(app);
}

void
walk_here(const struct app *app, struct place *place)
{
	side_look_place(app, place);
	note_panes(app, place);
}

/* Where nothing was read and the list is not at hand there is nothing to come back to. */
static bool
is_place(const struct place *place)
{
	return place->path != NULL || place->pane == PANE_LIST;
}

static void
remember_last(struct app *app, const struct place *here)
{
	if (here->path == NULL)
		return;
	place_clear(&app->reader.last);
	place_copy(&app->reader.last, here);
}

/* What looks as it does here is no step away. */
static void
pass_over(struct app *app, bool forward, const struct place *here)
{
	const struct place *next;
	while ((next = history_peek(&app->history, forward, 1)) != NULL && place_same(next, here))
		walk_cannot(app, next);
}

void
walk_leave(struct app *app)
{
	struct place here;
	int64_t slot = app->history.slot;
	walk_here(app, &here);
	side_look_end(app, SIDE_LOOK_DROP);
	if (is_place(&here)) {
		pass_over(app, false, &here);
		remember_last(app, &here);
	}
	history_leave(&app->history, is_place(&here) ? &here : NULL);
	keeping_left(app, slot, is_place(&here) ? &here : NULL);
	place_clear(&here);
}

void
walk_settle(struct app *app, int64_t slot)
{
	const struct place *left = history_peek(&app->history, false, 1);
	if (app->history.slot != slot + 1 || left == NULL || left->slot != slot ||
		app->message != NULL || app->popup != NULL)
		return;
	struct place here;
	walk_here(app, &here);
	/* Whatever else may be another: a link that is not on the screen, what was read. */
	if (left->pane == here.pane && g_strcmp0(left->path, here.path) == 0 &&
		left->top == here.top && left->above == here.above && left->left == here.left)
		app_say(app, "this is the place itself");
	place_clear(&here);
}

/* --- steps --- */

/* The list as it was: its rows come with the answer, and the cursor goes to its row then. */
static void
restore_list(struct app *app, const struct place *to)
{
	struct list_view *list = &app->list;
	const char *filter = to->filter != NULL ? to->filter : "";
	uint32_t row = to->row == NULL ? NONE : catalog_find(app->catalog, to->row);
	if (strcmp(list->filter.text, filter) != 0) {
		list_filter_set(app, filter, true, true);
		list->wanted = row;
	}
	if (row != NONE)
		list_view_select(app, row);
}

void
walk_restore(struct app *app, const struct place *to)
{
	restore_list(app, to);
	switch (to->pane) {
	case PANE_LIST:
		app_focus(app, PANE_LIST);
		break;
	case PANE_SIDE:
		app->side.view = (enum side_view_id)MIN(to->view, SIDE_VIEW_COUNT - 1u);
		app_focus(app, PANE_SIDE);
		break;
	default:
		app_focus(app, PANE_READER);
		break;
	}
}

void
walk_arrived(struct app *app, const struct place *to)
{
	if (to->pane == PANE_SIDE)
		app->side.wanted = to->cursor;
}

void
walk_stepped(struct app *app, const struct place *to)
{
	struct place here;
	int64_t slot = app->history.slot;
	if (history_find(&app->history, to->slot) == NULL) {
		walk_leave(app);
		return;
	}
	walk_here(app, &here);
	side_look_end(app, SIDE_LOOK_DROP);
	remember_last(app, &here);
	/* Before anything is open one stands where the run before ended, not at a place after it. */
	const struct place *from = here.path != NULL || here.filter != NULL ? &here : NULL;
	history_step(&app->history, to->slot, from);
	keeping_stepped(app, slot, from);
	place_clear(&here);
}

void
walk_cannot(struct app *app, const struct place *to)
{
	int64_t slot = to->slot;
	history_drop(&app->history, slot);
	keeping_forget(app, slot);
}

/* Copied: to is the history's own, which arriving changes. */
static void
go(struct app *app, const struct place *place)
{
	struct place to;
	place_copy(&to, place);
	keeping_follow(app, &to);
	if (to.path != NULL) {
		opening_go(app, &to, to.slot > app->history.slot ? GOING_FORWARD : GOING_BACK);
	} else {
		walk_stepped(app, &to);
		walk_restore(app, &to);
		app->dirty = true;
	}
	place_clear(&to);
}

void
walk_go(struct app *app, bool forward, uint32_t times)
{
	struct place here;
	walk_here(app, &here);
	pass_over(app, forward, &here);
	place_clear(&here);
	const struct place *to = history_peek(&app->history, forward, times);
	if (to == NULL)
		app_say(app, forward ? "no later place" : "no earlier place");
	else
		go(app, to);
}

void
walk_go_to(struct app *app, int64_t slot)
{
	const struct place *to = history_find(&app->history, slot);
	if (to != NULL)
		go(app, to);
}

/* --- the trail --- */

/* Documents at most, columns of each, the least of a single one, and of the window. */
#define TRAIL_MOST 3
#define TRAIL_NAME 24
#define TRAIL_LEAST 16
#define TRAIL_WINDOW 80

/* The titles of the documents one came through, nearest first; each once in a row. */
static unsigned
trail_titles(const struct app *app, const char *titles[TRAIL_MOST])
{
	const struct document *document = reader_document(&app->reader);
	const GArray *back = app->history.back;
	const char *last = document == NULL ? NULL : document->path;
	unsigned count = 0;
	for (guint i = back->len; i-- > 0 && count < TRAIL_MOST;) {
		const struct place *place = &g_array_index(back, struct place, i);
		if (place->path == NULL || place->title == NULL ||
			g_strcmp0(place->path, last) == 0)
			continue;
		titles[count++] = place->title;
		last = place->path;
	}
	return count;
}

void
walk_draw_trail(const struct app *app, struct canvas *canvas, int y, int from, int to)
{
	const char *titles[TRAIL_MOST];
	unsigned count = app->width < TRAIL_WINDOW ? 0 : trail_titles(app, titles);
	int columns[TRAIL_MOST], x = to;
	unsigned fit = 0;
	for (; fit < count; fit++) {
		columns[fit] = (int)MIN(safe_columns(SAFE_TEXT, titles[fit], strlen(titles[fit])),
			TRAIL_NAME);
		int room = x - from - 3;
		if (room < columns[fit] && (fit > 0 || room < TRAIL_LEAST))
			break;
		columns[fit] = MIN(columns[fit], MAX(room, 0));
		x -= columns[fit] + 3;
	}
	for (unsigned i = fit; i-- > 0;) {
		canvas_put_cut(canvas, y, x, columns[i], ROLE_DIM, SAFE_TEXT, titles[i], -1);
		canvas_sign(canvas, y, x + columns[i] + 1, ROLE_DIM, "›", ">");
		x += columns[i] + 3;
	}
}
