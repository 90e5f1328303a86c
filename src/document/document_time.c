/*
 * A document as a recording: its timestamps in order of time, and how long the recording is.
 */
#include "config.h"

#include "document/document.h"

#include <string.h>

#include "document/document_private.h"
#include "document/duration.h"
#include "document/kinds.h"

/* Keys of front matter that name a length. */
static const char *const duration_keys[] = {
	"duration",
	"video_duration",
	"video_length",
	"length",
	"runtime",
	"length_seconds",
	"lengthSeconds",
};

/* --- made with the document --- */

static int
compare_times(const void *a, const void *b, void *data)
{
	const struct timestamp *stamps = data;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	uint32_t x = stamps[i].milliseconds, y = stamps[j].milliseconds;

	return x != y ? (x > y) - (x < y) : (i > j) - (i < j);
}

const uint32_t *
order_by_time(struct arena *arena, const struct timestamp *stamps, uint32_t n)
{
	uint32_t *order = arena_alloc(arena, n * sizeof(*order));
	bool sorted = true;

	for (uint32_t i = 0; i < n; i++) {
		order[i] = i;
		sorted = sorted && (i == 0 || stamps[i - 1].milliseconds <= stamps[i].milliseconds);
	}
	if (!sorted)
		g_qsort_with_data(order, (int)n, sizeof(*order), compare_times, (gpointer)stamps);
	return order;
}

const struct chapter *
find_chapters(const struct document *document, struct arena *arena, uint32_t *count)
{
	uint32_t n = document->timestamp_count, section = 0;
	struct chapter *chapters = arena_alloc(arena, n * sizeof(*chapters));
	g_autofree uint8_t *levels = g_new0(uint8_t, n);

	*count = 0;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = document->timestamps[i].text.start;

		for (; section < document->section_count &&
			document->sections[section].text.start <= at;
			section++) {
			uint8_t level = document->sections[section].level;

			levels[i] = levels[i] == 0 ? level : MIN(levels[i], level);
		}
	}
	for (uint32_t i = 0; i < n; i++) {
		uint32_t stamp = document->by_time[i];

		if (levels[stamp] > 0)
			chapters[(*count)++] = (struct chapter){ stamp, levels[stamp] };
	}
	return chapters;
}

/* The time of the last timestamp, 0 where there is none. */
static uint32_t
last_time(const struct document *document)
{
	uint32_t n = document->timestamp_count;

	return n > 0 ? document->timestamps[document->by_time[n - 1]].milliseconds : 0;
}

/* A length that front matter names. A number alone is seconds, but minutes where so many seconds
 * end before the last timestamp and so many minutes do not. */
static bool
named_duration(const struct document *document, const struct yaml_node *node,
	uint32_t *milliseconds)
{
	size_t n = strlen(node->string);
	uint32_t last = last_time(document);

	if (node->type == YAML_LIST || node->type == YAML_MAP ||
		!duration_read(node->string, n, milliseconds) || *milliseconds == 0)
		return false;
	if (node->type == YAML_INT && *milliseconds < last && *milliseconds <= DURATION_MOST / 60 &&
		*milliseconds * 60 >= last)
		*milliseconds *= 60;
	return true;
}

/* Where the last cue ends; NONE where no timestamp says where it ends, and for what is no
 * transcript: a range in a note ends a remark, not the recording. */
static uint32_t
last_end(const struct document *document)
{
	uint32_t last = NONE;

	if (strcmp(document->kind->name, "transcript") != 0)
		return NONE;
	for (uint32_t i = 0; i < document->timestamp_count; i++) {
		uint32_t end = document->timestamps[i].end;

		if (end != NONE && (last == NONE || end > last))
			last = end;
	}
	return last;
}

uint32_t
find_duration(const struct document *document)
{
	for (unsigned i = 0; document->meta != NULL && i < G_N_ELEMENTS(duration_keys); i++) {
		const struct yaml_node *node = yaml_get(document->meta, duration_keys[i]);
		uint32_t milliseconds;

		if (node != NULL && named_duration(document, node, &milliseconds))
			return milliseconds;
	}
	return last_end(document);
}

/* --- questions --- */

uint32_t
document_duration(const struct document *document)
{
	return document->private->duration;
}

const struct chapter *
document_chapters(const struct document *document, uint32_t *count)
{
	*count = document->private->chapter_count;
	return document->private->chapters;
}

uint32_t
document_timestamp_behind(const struct document *document, uint32_t offset)
{
	uint32_t low = 0, high = document->timestamp_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (document->timestamps[middle].text.end <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t
document_timestamps_until(const struct document *document, uint32_t milliseconds)
{
	uint32_t low = 0, high = document->timestamp_count;

	while (high > low) {
		uint32_t middle = low + (high - low) / 2;

		if (document->timestamps[document->by_time[middle]].milliseconds <= milliseconds)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t
document_timestamp_near(const struct document *document, uint32_t milliseconds)
{
	const struct timestamp *stamps = document->timestamps;
	const uint32_t *order = document->by_time;
	uint32_t i = document_timestamps_until(document, milliseconds);

	if (document->timestamp_count == 0)
		return NONE;
	if (milliseconds % 1000 == 0 && i < document->timestamp_count &&
		stamps[order[i]].milliseconds - milliseconds < 1000 &&
		(i == 0 || stamps[order[i - 1]].milliseconds < milliseconds))
		return order[i];
	/* Of those with one time, the first of the text. */
	while (i > 1 && stamps[order[i - 2]].milliseconds == stamps[order[i - 1]].milliseconds)
		i--;
	return order[i > 0 ? i - 1 : 0];
}

uint32_t
document_timestamp_nearest(const struct document *document, uint32_t milliseconds)
{
	const struct timestamp *stamps = document->timestamps;
	uint32_t near = document_timestamp_near(document, milliseconds), next, after;

	if (near == NONE || stamps[near].milliseconds >= milliseconds ||
		(stamps[near].end != NONE && stamps[near].end > milliseconds))
		return near;
	next = document_timestamps_until(document, milliseconds);
	if (next == document->timestamp_count)
		return near;
	after = stamps[document->by_time[next]].milliseconds;
	return after - milliseconds < milliseconds - stamps[near].milliseconds
		       ? document->by_time[next]
		       : near;
}
