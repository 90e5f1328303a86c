#include "config.h"

#include "ui/pane.h"

#include <string.h>

#include "page/wrap.h"

uint32_t
pane_move_cursor(uint32_t cursor, uint32_t count, int rows, enum motion motion, uint32_t n)
{
	if (count == 0)
		return 0;
	int64_t times = n == 0 ? 1 : n;
	int64_t page = MAX(rows - 1, 1);
	int64_t half = MAX(rows / 2, 1);
	int64_t to = cursor;
	switch (motion) {
	case MOVE_DOWN:
		to += times;
		break;
	case MOVE_UP:
		to -= times;
		break;
	case MOVE_PAGE_DOWN:
		to += times * page;
		break;
	case MOVE_PAGE_UP:
		to -= times * page;
		break;
	case MOVE_HALF_DOWN:
		to += times * half;
		break;
	case MOVE_HALF_UP:
		to -= times * half;
		break;
	case MOVE_FIRST:
		to = n == 0 ? 0 : (int64_t)n - 1;
		break;
	case MOVE_LAST:
		to = n == 0 ? (int64_t)count - 1 : (int64_t)n - 1;
		break;
	case MOVE_PERCENT:
		to = (int64_t)count * n / 100;
		break;
	}
	return (uint32_t)CLAMP(to, 0, (int64_t)count - 1);
}

uint32_t
pane_scroll(uint32_t top, uint32_t cursor, uint32_t count, int rows)
{
	if (rows <= 0 || count <= (uint32_t)rows)
		return 0;
	uint32_t shown = (uint32_t)rows;
	uint32_t around = MIN(3u, (shown - 1) / 2);
	if (cursor < top + around)
		top = cursor > around ? cursor - around : 0;
	else if (cursor + around >= top + shown)
		top = cursor + around - shown + 1;
	return MIN(top, count - shown);
}

void
pane_wheel(uint32_t *top, uint32_t *cursor, uint32_t lines, int rows, int by)
{
	int64_t shown = MAX(rows, 1), most = (int64_t)lines - shown;
	if (most <= 0)
		return;
	*top = (uint32_t)CLAMP((int64_t)*top + by, 0, most);
	/* As far from the edges as pane_scroll() would have it. */
	int64_t around = MIN(3, (shown - 1) / 2);
	int64_t first = *top == 0 ? 0 : *top + around;
	int64_t last = *top == most ? (int64_t)lines - 1 : *top + shown - 1 - around;
	*cursor = (uint32_t)CLAMP((int64_t)*cursor, first, last);
}

void
pane_draw_title(struct canvas *canvas, struct rect r, bool focused, const char *title,
	const char *note)
{
	enum role role = focused ? ROLE_TITLE_FOCUS : ROLE_TITLE;
	canvas_fill(canvas, (struct rect){ r.y, r.x, 1, r.width }, role);
	int note_columns = 0;
	if (note != NULL && note[0] != '\0') {
		note_columns = (int)safe_columns(SAFE_NAME, note, strlen(note));
		if (note_columns + 8 > r.width)
			note_columns = 0;
		else
			canvas_put(canvas, r.y, r.x + r.width - note_columns - 1, role, SAFE_NAME,
				note, -1);
	}
	int room = r.width - 2 - (note_columns > 0 ? note_columns + 2 : 0);
	if (room > 0)
		canvas_put_cut(canvas, r.y, r.x + 1, room, role, SAFE_TEXT, title, -1);
}

struct rect
pane_body(struct rect r)
{
	int taken = r.height >= 18 ? 2 : 1;
	return (struct rect){ r.y + taken, r.x, MAX(r.height - taken, 0), r.width };
}

int
pane_draw_words(struct canvas *canvas, struct rect r, enum role role, const char *words)
{
	if (r.width <= 0 || r.height <= 0)
		return 0;
	struct wrap wrap = { 0 };
	struct wrap_row row;
	int y = 0;
	wrap_begin(&wrap, words, strlen(words), false);
	for (; y < r.height && wrap_next(&wrap, (unsigned)r.width, &row); y++)
		canvas_put(canvas, r.y + y, r.x, role, SAFE_TEXT, words + row.start,
			(gssize)(row.end - row.start));
	wrap_clear(&wrap);
	return y;
}
