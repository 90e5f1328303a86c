#include "config.h"

#include "library/recording.h"

/* The next timestamp is much nearer where it is so many times nearer than the one before, and in so many
 * milliseconds. */
#define MUCH_NEARER 4
#define SOON 15000

/* The first timestamp after a time; NONE where there is none. */
static uint32_t
timestamp_after(const struct document *document, uint32_t milliseconds)
{
	uint32_t low = 0, high = document->timestamp_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (document->timestamps[document->by_time[middle]].milliseconds <= milliseconds)
			low = middle + 1;
		else
			high = middle;
	}
	return low < document->timestamp_count ? document->by_time[low] : NONE;
}

uint32_t
recording_timestamp(const struct document *document, uint32_t milliseconds)
{
	const struct timestamp *stamps = document->timestamps;
	uint32_t at = document_timestamp_near(document, milliseconds);
	uint32_t next = timestamp_after(document, milliseconds);

	if (at == NONE || next == NONE || stamps[at].milliseconds > milliseconds ||
		(stamps[at].end != NONE && stamps[at].end > milliseconds))
		return at;
	uint32_t before = milliseconds - stamps[at].milliseconds;
	uint32_t after = stamps[next].milliseconds - milliseconds;

	return after <= SOON && after <= before / MUCH_NEARER ? next : at;
}
