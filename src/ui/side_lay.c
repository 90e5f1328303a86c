#include "config.h"

#include "ui/app_state.h"

/* Rows of the screen that a sentence takes at most, where there is room; and where it has so few
 * columns that it would say nothing on one. */
#define DEEP_MOST 3
#define DEEP_NARROW 2
#define NARROW 30

/* --- where rows stand --- */

/* The row that is open takes more than was counted for it. */
uint32_t
side_row_first(const struct side *side, uint32_t i)
{
	return side_row(side, i)->first + (side->open != NONE && i > side->open ? side->opened : 0);
}

uint32_t
side_row_lines(const struct side *side, uint32_t i)
{
	return side_row(side, i)->lines + (i == side->open ? side->opened : 0);
}

uint32_t
side_lines(const struct side *side)
{
	return side->lines + (side->open != NONE ? side->opened : 0);
}

uint32_t
side_row_on(const struct side *side, uint32_t line)
{
	uint32_t low = 0, high = side->rows->len;
	while (low + 1 < high) {
		uint32_t middle = low + (high - low) / 2;
		if (side_row_first(side, middle) <= line)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* --- counting --- */

static uint32_t
lines_of_all(const struct app *app, int width, unsigned deep, uint32_t most)
{
	const struct side *side = &app->side;
	uint32_t lines = 0;
	for (uint32_t i = 0; i < side->rows->len && lines <= most; i++)
		lines += side_row_measure(app, side_row(side, i), width, deep);
	return lines;
}

/* Sentences are shown on as many rows as let all be seen at once, on one where that is not. */
static unsigned
choose_deep(const struct app *app, int width, int height)
{
	const struct side *side = &app->side;
	uint32_t room = (uint32_t)MAX(height, 0);
	bool narrow = side->stray != NULL && width - side->time_columns - 4 < NARROW &&
		      height >= 6 * DEEP_NARROW;
	if (side->rows->len > room)
		return narrow ? DEEP_NARROW : 1;
	for (unsigned deep = DEEP_MOST; deep > 1; deep--)
		if (lines_of_all(app, width, deep, room) <= room)
			return deep;
	return narrow ? DEEP_NARROW : 1;
}

/* Where the pane stands alone the row under the cursor shows all that it has: the reader does not
 * beside it. */
static void
open_row(struct app *app, int width)
{
	struct side *side = &app->side;
	side->open = NONE;
	side->opened = 0;
	if (app->layout.shown[PANE_READER] || app->focus != PANE_SIDE || side->deep > 1 ||
		side->cursor >= side->rows->len)
		return;
	uint32_t lines = side_row_measure(app, side_row(side, side->cursor), width, DEEP_MOST);
	side->open = side->cursor;
	side->opened = lines - MIN(lines, side_row(side, side->cursor)->lines);
}

/* What rows take may change with it. */
static unsigned
version_of(const struct app *app)
{
	if (app->side.view == SIDE_RECORDING)
		return side_recording_version(app);
	return side_views[app->side.view].linked ? app->mention_lines.version : 0;
}

void
side_lay(struct app *app, int width, int height)
{
	struct side *side = &app->side;
	unsigned version = version_of(app);
	if (side->width != width || side->height != height || side->lines_of != version) {
		uint32_t seen = side->width > 0 ? side_row_on(side, side->top) : NONE;
		uint32_t below = 0;
		if (seen < side->rows->len)
			below = side->top - MIN(side_row_first(side, seen), side->top);
		side->open = NONE;
		side->deep = choose_deep(app, width, height);
		side->lines = 0;
		for (uint32_t i = 0; i < side->rows->len; i++) {
			struct side_row *row = side_row(side, i);
			row->first = side->lines;
			row->lines = side_row_measure(app, row, width, side->deep);
			side->lines += row->lines;
			if (i == seen)
				side->top = row->first + MIN(below, row->lines - 1);
		}
		side->width = width;
		side->height = height;
		side->lines_of = version;
	}
	open_row(app, width);
}

/* --- scrolling --- */

static void
stay_within(struct side *side)
{
	uint32_t lines = side_lines(side), height = (uint32_t)MAX(side->height, 0);
	side->top = lines <= height ? 0 : MIN(side->top, lines - height);
}

/* The first row of the screen that belongs to a row: the heading over it is seen with it. */
static uint32_t
first_with_heading(const struct side *side, uint32_t i)
{
	while (i > 0 && !side_row_leads(side, i - 1))
		i--;
	if (i > 0 && side_row(side, i - 1)->kind == SIDE_ROW_HEADING)
		i--;
	return side_row_first(side, i);
}

void
side_show_cursor(struct side *side, uint32_t i)
{
	uint32_t first = side_row_first(side, i), end = first + side_row_lines(side, i);
	uint32_t height = (uint32_t)MAX(side->height, 1);
	side->top = pane_scroll(side->top, first, side_lines(side), side->height);
	if (end > side->top + height)
		side->top = MIN(end - height, first);
	uint32_t with = first_with_heading(side, i);
	if (with < side->top && end <= with + height)
		side->top = with;
}

void
side_follow(struct side *side, uint32_t i)
{
	uint32_t first = side_row_first(side, i), end = first + side_row_lines(side, i);
	uint32_t height = (uint32_t)MAX(side->height, 1), around = MIN(2u, (height - 1) / 2);
	uint32_t with = first_with_heading(side, i);
	if (with < side->top)
		/* Going up, what comes is above. */
		side->top = first + height / 4 > height ? first + height / 4 - height : 0;
	else if (end + around > side->top + height && end < side_lines(side))
		side->top = first > height / 4 ? first - height / 4 : 0;
	else if (end > side->top + height)
		side->top = end - height;
	stay_within(side);
	if (with < side->top && end <= with + height)
		side->top = with;
}
