#include "config.h"

#include "library/recording.h"

/* The next timestamp is much nearer where it is so many times nearer than the one before, and in so many
 * milliseconds. */
#define MUCH_NEARER 4
#define SOON 15000

uint32_t
recording_timestamp(const struct document *document, uint32_t milliseconds)
{
	const struct timestamp *stamps = document->timestamps;
	uint32_t at = document_timestamp_near(document, milliseconds);
	uint32_t next = document_timestamps_until(document, milliseconds);

	if (at == NONE || next == document->timestamp_count ||
		stamps[at].milliseconds > milliseconds ||
		(stamps[at].end != NONE && stamps[at].end > milliseconds))
		return at;
	uint32_t before = milliseconds - stamps[at].milliseconds;
	uint32_t after = stamps[document->by_time[next]].milliseconds - milliseconds;

	return after <= SOON && after <= before / MUCH_NEARER ? document->by_time[next] : at;
}
