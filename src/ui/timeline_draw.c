#include "config.h"

#include "ui/timeline.h"

#include <string.h>

#include "ui/app_state.h"

/* Columns of bars, at least. */
#define BARS_LEAST 12

/* The bar where one reads is no higher: with a full one its look would not be seen. */
#define HERE_MOST 5

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

uint32_t
timeline_length(const struct app *app)
{
	const struct document *document = reader_document(&app->reader);
	uint32_t named = document_duration(document), played = player_duration(app);
	uint32_t n = document->timestamp_count;
	uint32_t length = n == 0 ? 0 : document->timestamps[document->by_time[n - 1]].milliseconds;
	if (named != NONE)
		length = MAX(length, named);
	if (played != NONE)
		length = MAX(length, played);
	return length;
}

/* Where the bars stand in r: in one row between the time being read and the length. Without width
 * where there is no timeline. */
static struct rect
bars_rect(const struct app *app, struct rect r)
{
	const struct document *document = reader_document(&app->reader);
	char time[16];
	if (document == NULL || document->timestamp_count < TIMELINE_LEAST)
		return (struct rect){ 0 };
	if (r.height == 1) {
		int columns = (int)strlen(timeline_time(time, timeline_length(app)));
		r.x += columns + 1;
		r.width -= 2 * (columns + 1);
	}
	r.width = MIN(r.width, TIMELINE_COLUMNS);
	r.height = 1;
	return r.width >= BARS_LEAST ? r : (struct rect){ 0 };
}

static enum role
role_of(const struct timeline *timeline, int x)
{
	if (timeline->level[x] == 0)
		return ROLE_FRAME;
	return timeline->other[x] ? ROLE_TIMELINE_CHAPTER : ROLE_TIMELINE;
}

static void
draw_bars(const struct timeline *timeline, int here, int played, struct canvas *canvas,
	struct rect r)
{
	for (int x = 0; x < r.width; x++) {
		uint8_t level = timeline->level[x];
		canvas_sign(canvas, r.y, r.x + x, role_of(timeline, x), bars[level].sign,
			bars[level].ascii);
	}
	if (here >= 0) {
		uint8_t level = MIN(timeline->level[here], HERE_MOST);
		canvas_sign(canvas, r.y, r.x + here, ROLE_TIMELINE_HERE, bars[level].sign,
			bars[level].ascii);
	}
	if (played >= 0)
		canvas_sign(canvas, r.y, r.x + played,
			played == here ? ROLE_TIMELINE_HERE : ROLE_TIMELINE_PLAYED, "┃", "|");
}

/* Columns [from, to) of the row under the bars that are taken. */
struct taken {
	int from, to;
};

/* Draws a time at its column, its sign under it, left of it where it would not fit right of it.
 * Nothing where that is taken already. */
static void
draw_time(struct canvas *canvas, struct rect r, int column, enum role role, const char *time,
	const char *sign, const char *ascii, struct taken *taken)
{
	int columns = (int)strlen(time) + 1;
	bool left = column + columns > r.width;
	int from = left ? column - columns + 1 : column;
	if (from < taken->to && from + columns > taken->from)
		return;
	canvas_sign(canvas, r.y, r.x + column, role, sign, ascii);
	canvas_put(canvas, r.y, r.x + from + (left ? 0 : 1), role, SAFE_TEXT, time, -1);
	*taken = taken->from < taken->to
			 ? (struct taken){ MIN(taken->from, from), MAX(taken->to, from + columns) }
			 : (struct taken){ from, from + columns };
}

/* The row under the bars: where chapters begin, the time being read under its place, that of the
 * player, and the start and the length at the edges where that leaves them room. */
static void
draw_times(const struct app *app, const struct timeline *timeline, int here, int played,
	struct canvas *canvas, struct rect r)
{
	char time[16], length[16];
	struct taken taken = { 0, 0 };
	int columns = (int)strlen(timeline_time(length, timeline->length));
	for (int x = 0; x < r.width; x++)
		if (timeline->begins[x])
			canvas_sign(canvas, r.y, r.x + x, ROLE_DIM, "╵", "'");
	if (here >= 0)
		draw_time(canvas, r, here, ROLE_READING, timeline_time(time, reader_time(app)), "▲",
			"^", &taken);
	if (played >= 0)
		draw_time(canvas, r, played, ROLE_TIMELINE_PLAYED,
			timeline_time(time, player_position(app)), "┃", "|", &taken);
	bool free = taken.from == taken.to;
	if (free || taken.from > 4)
		canvas_put(canvas, r.y, r.x, ROLE_DIM, SAFE_TEXT, "0:00", -1);
	if (free || taken.to < r.width - columns)
		canvas_put(canvas, r.y, r.x + r.width - columns, ROLE_DIM, SAFE_TEXT, length, -1);
}

/* Left and right of the bars, where they stand alone. */
static void
draw_edges(const struct app *app, const struct timeline *timeline, struct canvas *canvas,
	struct rect r, struct rect at)
{
	char time[16];
	uint32_t reading = reader_time(app);
	timeline_time(time, reading == NONE ? 0 : reading);
	canvas_put(canvas, r.y, at.x - 1 - (int)strlen(time),
		reading == NONE ? ROLE_DIM : ROLE_READING, SAFE_TEXT, time, -1);
	canvas_put(canvas, r.y, at.x + at.width + 1, ROLE_DIM, SAFE_TEXT,
		timeline_time(time, timeline->length), -1);
}

void
timeline_draw(const struct app *app, struct canvas *canvas, struct rect r)
{
	struct rect at = bars_rect(app, r);
	struct timeline timeline;
	if (at.width == 0)
		return;
	timeline_fill(&timeline, reader_document(&app->reader), timeline_length(app), at.width);
	uint32_t reading = reader_time(app), position = player_position(app);
	int here = reading == NONE ? -1 : timeline_column(&timeline, reading);
	int played = position == NONE ? -1 : timeline_column(&timeline, position);
	draw_bars(&timeline, here, played, canvas, at);
	if (r.height > 1)
		draw_times(app, &timeline, here, played, canvas,
			(struct rect){ at.y + 1, at.x, 1, at.width });
	else
		draw_edges(app, &timeline, canvas, r, at);
}

bool
timeline_click(struct app *app, struct rect r, int x)
{
	struct rect at = bars_rect(app, r);
	struct timeline timeline;
	if (at.width == 0 || x < at.x || x >= at.x + at.width)
		return false;
	const struct document *document = reader_document(&app->reader);
	timeline_fill(&timeline, document, timeline_length(app), at.width);
	return reader_go_to_time(app, timeline_time_at(&timeline, document, x - at.x));
}
