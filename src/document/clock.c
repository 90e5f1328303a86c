#include "config.h"

#include "document/clock.h"

#include <glib.h>

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

static bool
digit_at(const char *s, size_t n, size_t at)
{
	return at < n && g_ascii_isdigit(s[at]);
}

/* Reads least to most digits at *at; false where there are fewer or more. */
static bool
read_digits(const char *s, size_t n, size_t *at, unsigned least, unsigned most, uint16_t *value)
{
	unsigned count = 0, sum = 0;

	while (count < most && digit_at(s, n, *at + count))
		sum = sum * 10 + (unsigned)(s[*at + count++] - '0');
	if (count < least || digit_at(s, n, *at + count))
		return false;
	*at += count;
	*value = (uint16_t)sum;
	return true;
}

/* Reads `.5` to `.500` or `,500` at at; gives the bytes taken. A comma needs its three digits,
 * since in prose it parts two times. */
static size_t
read_millis(const char *s, size_t n, size_t at, uint16_t *millis)
{
	size_t begin = at + 1, end = begin;
	unsigned sum = 0;

	if (at >= n || (s[at] != '.' && s[at] != ','))
		return 0;
	while (end < begin + 3 && digit_at(s, n, end))
		sum = sum * 10 + (unsigned)(s[end++] - '0');
	if (end == begin || (s[at] == ',' && end < begin + 3) || digit_at(s, n, end))
		return 0;
	if (end < n && s[end] == ':')
		return 0;
	for (size_t i = end; i < begin + 3; i++)
		sum *= 10;
	*millis = (uint16_t)sum;
	return end - at;
}

/* The bounds of TIMESTAMPS.md 2. */
static bool
in_bounds(const struct clock_time *time)
{
	if (time->part[1] >= 60)
		return false;
	if (time->parts >= 3 && time->part[2] >= 60)
		return time->parts == 3 && time->part[0] > 0;
	return true;
}

size_t
clock_read(const char *s, size_t n, bool loose, struct clock_time *time)
{
	struct clock_time read = { .parts = 1 };
	size_t at = 0;

	if (!read_digits(s, n, &at, 1, 3, &read.part[0]))
		return 0;
	while (at < n && s[at] == ':' && digit_at(s, n, at + 1)) {
		size_t next = at + 1;

		if (read.parts == 4 ||
			!read_digits(s, n, &next, loose ? 1 : 2, 2, &read.part[read.parts]))
			return 0;
		read.parts++;
		at = next;
	}
	if (read.parts < 2 || !in_bounds(&read))
		return 0;
	at += read_millis(s, n, at, &read.millis);
	*time = read;
	return at;
}

uint32_t
clock_milliseconds(const struct clock_time *time, bool shifted)
{
	uint32_t first = time->part[0], second = time->part[1];

	if (time->parts == 2)
		return first * MINUTE + second * SECOND + time->millis;
	if (time->parts == 3 && (shifted || time->part[2] >= 60))
		return first * MINUTE + second * SECOND;
	return first * HOUR + second * MINUTE + time->part[2] * (uint32_t)SECOND + time->millis;
}

const char *
clock_format(char *buffer, uint32_t milliseconds)
{
	uint32_t seconds = milliseconds / SECOND;

	g_snprintf(buffer, 16, "%u:%02u:%02u", seconds / 3600, seconds / 60 % 60, seconds % 60);
	return buffer;
}

const char *
clock_short(char *buffer, uint32_t milliseconds)
{
	uint32_t seconds = milliseconds / SECOND;

	if (seconds >= 3600)
		return clock_format(buffer, milliseconds);
	g_snprintf(buffer, 16, "%u:%02u", seconds / 60, seconds % 60);
	return buffer;
}
