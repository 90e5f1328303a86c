#include "config.h"

#include "document/stamp_order.h"

#include <glib.h>
#include <string.h>

/*
 * Patience sorting: ends[k] is the stamp with the least time that ends a row of k + 1 times, of
 * those that were seen; its times never go down. Each stamp goes on the longest row whose end is
 * not later than it, and remembers that end.
 */

/* The first of count ends whose time is later than milliseconds. */
static uint32_t
first_later(const struct timestamp *timestamps, const uint32_t *ends, uint32_t count,
	uint32_t milliseconds)
{
	uint32_t low = 0, high = count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (timestamps[ends[middle]].milliseconds <= milliseconds)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t
stamp_order(const struct timestamp *timestamps, uint32_t n, uint8_t *places)
{
	g_autofree uint32_t *ends = g_new(uint32_t, n);
	g_autofree uint32_t *before = g_new(uint32_t, n);
	uint32_t count = 0;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = first_later(timestamps, ends, count, timestamps[i].milliseconds);
		before[i] = at > 0 ? ends[at - 1] : NONE;
		ends[at] = i;
		count = MAX(count, at + 1);
	}
	if (n == 0)
		return 0;
	memset(places, STAMP_EARLY, n);
	for (uint32_t i = ends[count - 1]; i != NONE; i = before[i])
		places[i] = STAMP_IN_ORDER;
	/* What strays is earlier than the last in order above it, or later than the next below:
	 * else the row would be longer. */
	uint32_t above = 0;
	for (uint32_t i = 0; i < n; i++) {
		if (places[i] == STAMP_IN_ORDER)
			above = timestamps[i].milliseconds;
		else if (timestamps[i].milliseconds < above)
			places[i] = STAMP_LATE;
	}
	return n - count;
}
