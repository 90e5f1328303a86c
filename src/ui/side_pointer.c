/*
 * A click and the wheel in the side pane.
 */
#include "config.h"

#include "ui/app_state.h"
#include "ui/timeline.h"

/* On a row it goes where Enter does, on the timeline to that time. */
void
side_click(struct app *app, struct rect r, int y, int x)
{
	struct side *side = &app->side;
	struct rect body = side_rows_rect(side, r), timeline = side_timeline_rect(app, r);
	if (timeline.height > 0 && y >= timeline.y && y < timeline.y + timeline.height) {
		timeline_click(app, timeline, x);
		return;
	}
	uint32_t line = side->top + (uint32_t)MAX(y - body.y, 0);
	app_focus(app, PANE_SIDE);
	if (y < body.y || line >= side_lines(side))
		return;
	uint32_t i = side_row_on(side, line);
	if (!side_row_leads(side, i))
		return;
	side->cursor = i;
	side_go(app, &(struct command_call){ 0 });
}

void
side_wheel(struct app *app, int rows)
{
	struct side *side = &app->side;
	if (app->focus != PANE_SIDE)
		app_focus(app, PANE_SIDE);
	if (side->cursor >= side->rows->len)
		return;
	uint32_t before = side->cursor, line = side_row_first(side, before);
	pane_wheel(&side->top, &line, side_lines(side), side->height, rows);
	side->cursor = side_row_on(side, line);
	side->wanted = NONE;
	if (side->cursor != before && side_row_leads(side, side->cursor))
		side_look(app);
}
