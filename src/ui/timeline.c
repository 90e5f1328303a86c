#include "config.h"

#include "ui/timeline.h"

#include "document/clock.h"

/* One timestamp alone in its column is no peak: so many are, at least. */
#define PEAK_LEAST 4

/* Levels of one timestamp and of the most; the one below would look like none. */
#define LEVEL_ONE 2
#define LEVEL_MOST 7

/* Of more chapters than one in so many columns only the upper levels are told apart. */
#define CHAPTER_COLUMNS 3

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

int
timeline_column(const struct timeline *timeline, uint32_t milliseconds)
{
	if (timeline->length == 0)
		return 0;
	uint64_t column = (uint64_t)milliseconds * (uint64_t)timeline->width / timeline->length;
	return (int)MIN(column, (uint64_t)timeline->width - 1);
}

/* The first time of a column; of the one after the last, past the end. */
static uint32_t
column_start(const struct timeline *timeline, int column)
{
	uint64_t length = timeline->length, width = (uint64_t)timeline->width;
	if (column == timeline->width || (length == 0 && column > 0))
		return timeline->length + 1;
	return (uint32_t)(((uint64_t)column * length + width - 1) / width);
}

/* How many timestamps are before a time: the place of the first that is not, in order of time. */
static uint32_t
count_before(const struct document *document, uint32_t milliseconds)
{
	uint32_t low = 0, high = document->timestamp_count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (document->timestamps[document->by_time[middle]].milliseconds < milliseconds)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
fill_levels(struct timeline *timeline, const struct document *document)
{
	uint32_t counts[TIMELINE_COLUMNS], most = PEAK_LEAST, least = UINT32_MAX;
	uint32_t before = 0;
	for (int x = 0; x < timeline->width; x++) {
		uint32_t to = x + 1 == timeline->width
				      ? document->timestamp_count
				      : count_before(document, column_start(timeline, x + 1));
		counts[x] = to - before;
		most = MAX(most, counts[x]);
		least = MIN(least, counts[x]);
		before = to;
	}
	/* Where each column has many, as those of a transcript do, what they differ by is seen. */
	uint32_t from = MAX(least / 2, 1);
	for (int x = 0; x < timeline->width; x++) {
		uint64_t over = (uint64_t)(counts[x] - from) * (LEVEL_MOST - LEVEL_ONE);
		timeline->level[x] =
			(uint8_t)(counts[x] == 0 ? 0 : LEVEL_ONE + over / (most - from));
	}
}

/* The deepest level of headings of which not too many begin a chapter. */
static uint8_t
deepest_level(const struct chapter *chapters, uint32_t count, int width)
{
	uint32_t of_level[7] = { 0 }, sum = 0;
	uint8_t level = 0;
	for (uint32_t i = 0; i < count; i++)
		of_level[MIN(chapters[i].level, 6)]++;
	while (level < 6 && sum + of_level[level + 1] <= (uint32_t)(width / CHAPTER_COLUMNS))
		sum += of_level[++level];
	return level;
}

static void
fill_chapters(struct timeline *timeline, const struct document *document)
{
	uint32_t count;
	const struct chapter *chapters = document_chapters(document, &count);
	uint8_t deepest = deepest_level(chapters, count, timeline->width);
	bool other = false;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t at = document->timestamps[chapters[i].timestamp].milliseconds;
		if (chapters[i].level <= deepest)
			timeline->begins[timeline_column(timeline, at)] = true;
	}
	for (int x = 0; x < timeline->width; x++) {
		other = other != timeline->begins[x];
		timeline->other[x] = other;
	}
}

void
timeline_fill(struct timeline *timeline, const struct document *document, uint32_t length,
	int width)
{
	uint32_t n = document->timestamp_count;
	uint32_t last = n == 0 ? 0 : document->timestamps[document->by_time[n - 1]].milliseconds;
	*timeline = (struct timeline){
		.length = length == NONE ? last : MAX(length, last),
		.width = CLAMP(width, 1, TIMELINE_COLUMNS),
	};
	fill_levels(timeline, document);
	fill_chapters(timeline, document);
}

uint32_t
timeline_time_at(const struct timeline *timeline, const struct document *document, int column)
{
	column = CLAMP(column, 0, timeline->width - 1);
	uint32_t start = column_start(timeline, column);
	uint32_t end = column_start(timeline, column + 1);
	uint32_t i = count_before(document, start), n = document->timestamp_count;
	if (n == 0)
		return start;
	uint32_t after = i < n ? document->timestamps[document->by_time[i]].milliseconds : NONE;
	if (after < end || i == 0)
		return after;
	uint32_t before = document->timestamps[document->by_time[i - 1]].milliseconds;
	return i < n && after - end < start - before ? after : before;
}
