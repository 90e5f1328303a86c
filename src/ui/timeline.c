#include "config.h"

#include "ui/timeline.h"

#include <string.h>

#include "document/clock.h"

/* Columns of a bar, at most. */
#define COLUMNS_MOST 256

static const struct {
	const char *sign, *ascii;
} bars[] = {
	{ "▁", "_" },
	{ "▂", "." },
	{ "▃", "-" },
	{ "▄", "=" },
	{ "▅", "+" },
	{ "▆", "*" },
	{ "▇", "%" },
	{ "█", "#" },
};

const char *
timeline_time(char *buffer, uint32_t milliseconds)
{
	uint32_t seconds = milliseconds / 1000;
	if (seconds < 3600)
		g_snprintf(buffer, 16, "%u:%02u", seconds / 60, seconds % 60);
	else
		clock_format(buffer, milliseconds);
	return buffer;
}

static int
column_of(uint32_t time, uint32_t first, uint32_t last, int width)
{
	if (last <= first)
		return 0;
	return (int)((uint64_t)(time - first) * (uint64_t)(width - 1) / (last - first));
}

static void
draw_bars(const struct document *document, uint32_t first, uint32_t last, int here,
	struct canvas *canvas, struct rect r)
{
	uint32_t counts[COLUMNS_MOST] = { 0 };
	uint32_t most = 4; /* one alone is no peak */
	for (uint32_t i = 0; i < document->timestamp_count; i++) {
		int x = column_of(document->timestamps[i].milliseconds, first, last, r.width);
		counts[x]++;
		most = MAX(most, counts[x]);
	}
	for (int x = 0; x < r.width; x++) {
		uint32_t level =
			counts[x] == 0 ? 0 : 1 + (uint32_t)((uint64_t)counts[x] * 6 / most);
		enum role role = x == here        ? ROLE_TIMELINE_HERE
				 : counts[x] == 0 ? ROLE_FRAME
						  : ROLE_TIMELINE;
		canvas_sign(canvas, r.y, r.x + x, role, bars[MIN(level, 7u)].sign,
			bars[MIN(level, 7u)].ascii);
	}
}

/* The time being read stands under its place; the first and the last at the edges, where that
 * leaves them room. */
static void
draw_times(const struct document *document, uint32_t first, uint32_t last, uint32_t reading,
	int here, struct canvas *canvas, struct rect r)
{
	char start[16], end[16], now[16];
	int y = r.y + 1;
	int start_columns = (int)strlen(timeline_time(start, first));
	int end_columns = (int)strlen(timeline_time(end, last));
	int from = r.width, to = 0;
	if (reading != NONE) {
		timeline_time(now, document->timestamps[reading].milliseconds);
		int columns = (int)strlen(now) + 1;
		bool left = here + columns > r.width;
		from = left ? here - columns + 1 : here;
		to = from + columns;
		canvas_sign(canvas, y, r.x + here, ROLE_TIMELINE_HERE, "▲", "^");
		canvas_put(canvas, y, r.x + from + (left ? 0 : 1), ROLE_TIMELINE_HERE, SAFE_TEXT,
			now, -1);
	}
	if (start_columns < from)
		canvas_put(canvas, y, r.x, ROLE_DIM, SAFE_TEXT, start, -1);
	if (to < r.width - end_columns)
		canvas_put(canvas, y, r.x + r.width - end_columns, ROLE_DIM, SAFE_TEXT, end, -1);
}

void
timeline_draw(const struct document *document, uint32_t reading, struct canvas *canvas,
	struct rect r)
{
	uint32_t first = UINT32_MAX, last = 0;
	r.width = MIN(r.width, COLUMNS_MOST);
	if (r.width < 12 || document->timestamp_count == 0)
		return;
	for (uint32_t i = 0; i < document->timestamp_count; i++) {
		first = MIN(first, document->timestamps[i].milliseconds);
		last = MAX(last, document->timestamps[i].milliseconds);
	}
	int here = reading == NONE ? -1
				   : column_of(document->timestamps[reading].milliseconds, first,
					     last, r.width);
	draw_bars(document, first, last, here, canvas, r);
	draw_times(document, first, last, reading, here, canvas, r);
}
