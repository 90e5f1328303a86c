#include "config.h"

#include <glib.h>
#include <string.h>

#include "document/cues.h"
#include "document/document.h"

enum { LONGEST = 3600 * 1000 - 1 /* seconds: 999:59:59 */ };

/* --- times --- */

/* Digits at *at into *value; how many. A number with more than 9 is none. */
static unsigned
read_digits(const char *s, size_t n, size_t *at, uint64_t *value)
{
	size_t start = *at;

	*value = 0;
	while (*at < n && *at - start < 10 && g_ascii_isdigit(s[*at]))
		*value = *value * 10 + (uint64_t)(s[(*at)++] - '0');
	return *at - start < 10 ? (unsigned)(*at - start) : 0;
}

/* A fraction of a second at *at, its mark included, in milliseconds; 0 where there is none. */
static uint64_t
read_fraction(const char *s, size_t n, size_t *at)
{
	uint64_t millis = 0;
	unsigned places = 0;

	if (*at + 1 >= n || strchr(".,:", s[*at]) == NULL || !g_ascii_isdigit(s[*at + 1]))
		return 0;
	for ((*at)++; *at < n && g_ascii_isdigit(s[*at]); (*at)++)
		if (places++ < 3)
			millis = millis * 10 + (uint64_t)(s[*at] - '0');
	for (; places < 3; places++)
		millis *= 10;
	return millis;
}

uint32_t
cue_time_read(const char *s, size_t n, uint32_t *milliseconds)
{
	uint64_t part[3] = { 0 }, seconds, millis;
	unsigned parts = 0;
	size_t at = 0;

	while (parts < 3 && read_digits(s, n, &at, &part[parts]) > 0) {
		parts++;
		if (parts == 3 || at + 1 >= n || s[at] != ':' || !g_ascii_isdigit(s[at + 1]))
			break;
		at++;
	}
	if (parts < 2)
		return 0;
	millis = at < n && s[at] == ':' && parts < 3 ? 0 : read_fraction(s, n, &at);
	seconds = parts == 3 ? part[0] * 3600 + part[1] * 60 + part[2] : part[0] * 60 + part[1];
	if (seconds > LONGEST)
		return 0;
	*milliseconds = (uint32_t)(seconds * 1000 + millis);
	return (uint32_t)at;
}

/* Whether a time of n bytes is one that WebVTT's parser takes (§6.3): minutes and seconds of two
 * digits below 60, three digits after a full stop. */
static bool
is_strict(const char *s, size_t n)
{
	size_t at = 0;
	unsigned parts = 0;

	for (;; at++) {
		size_t start = at;

		while (at < n && g_ascii_isdigit(s[at]))
			at++;
		parts++;
		if (parts > 1 && (at - start != 2 || s[start] > '5'))
			return false;
		if (at == n || s[at] != ':')
			break;
	}
	return (parts == 3 || (parts == 2 && s[2] == ':' && *s <= '5')) && n - at == 4 &&
	       s[at] == '.' && g_ascii_isdigit(s[at + 1]) && g_ascii_isdigit(s[at + 2]) &&
	       g_ascii_isdigit(s[at + 3]);
}

/* --- lines --- */

/* The first arrow of a line: `-->`; RANGE_NONE without one. */
static uint32_t
find_arrow(const char *bytes, struct line line)
{
	const char *s = bytes + line.start, *end = bytes + line.end;

	while ((s = memchr(s, '-', (size_t)(end - s))) != NULL) {
		if (end - s >= 3 && s[1] == '-' && s[2] == '>')
			return (uint32_t)(s - bytes);
		s++;
	}
	return RANGE_NONE;
}

/* Bytes of an arrow as people write it between two times (`->`, `—>`, `→`); 0 for another thing. */
static uint32_t
other_arrow(const char *s, size_t n)
{
	static const char *const arrows[] = { "->", "- ->", "-- >", "–>", "—>", "–->", "→", "=>",
		NULL };

	for (int i = 0; arrows[i] != NULL; i++) {
		size_t length = strlen(arrows[i]);

		if (n >= length && memcmp(s, arrows[i], length) == 0)
			return (uint32_t)length;
	}
	return 0;
}

/* Where the line's first time begins: blanks, a number before it (`12 00:00:01,000 -->`) and a
 * minus are passed over. */
static uint32_t
time_start(const char *bytes, struct line line, bool *minus)
{
	uint32_t at = line_skip_blanks(bytes, line.start, line.end), after = at;

	while (after < line.end && g_ascii_isdigit(bytes[after]))
		after++;
	if (after > at && after < line.end && line_byte_is_blank(bytes[after])) {
		after = line_skip_blanks(bytes, after, line.end);
		if (after < line.end && g_ascii_isdigit(bytes[after]))
			at = after;
	}
	*minus = at + 1 < line.end && bytes[at] == '-' && g_ascii_isdigit(bytes[at + 1]);
	return at + (*minus ? 1 : 0);
}

/* Reads the end after an arrow; the fault of the line. */
static enum cue_fault_kind
read_end(const char *bytes, uint32_t at, struct line line, bool strict, struct cue *cue)
{
	uint32_t taken;

	at = line_skip_blanks(bytes, at, line.end);
	taken = cue_time_read(bytes + at, line.end - at, &cue->end);
	if (taken == 0) {
		cue->end = NONE;
		return CUE_FAULT_TIMING;
	}
	if (cue->end < cue->start)
		return CUE_FAULT_END;
	return strict && !is_strict(bytes + at, taken) ? CUE_FAULT_FORM : CUE_FAULTS;
}

/* Whether a line with an arrow and no time before it is meant as a timing line: it holds digits,
 * and no letters before the arrow. */
static bool
is_meant_as_timing(const char *bytes, uint32_t at, uint32_t arrow)
{
	return at == arrow || g_ascii_isdigit(bytes[at]);
}

enum cue_timing
cue_timing_read(const char *bytes, struct line line, bool vtt, struct cue *cue,
	enum cue_fault_kind *fault)
{
	uint32_t arrow = find_arrow(bytes, line), at, taken, after;
	bool minus, strict;

	*fault = CUE_FAULTS;
	at = time_start(bytes, line, &minus);
	taken = at < line.end ? cue_time_read(bytes + at, line.end - at, &cue->start) : 0;
	after = line_skip_blanks(bytes, at + taken, line.end);
	strict = taken > 0 && is_strict(bytes + at, taken);
	if (arrow == RANGE_NONE) {
		uint32_t other = taken > 0 ? other_arrow(bytes + after, line.end - after) : 0;

		/* Text may hold a lesser arrow: it counts between whole times alone. */
		if (other == 0 || taken < 9 ||
			read_end(bytes, after + other, line, false, cue) == CUE_FAULT_TIMING)
			return CUE_NO_TIMING;
		*fault = CUE_FAULT_FORM;
	} else if (taken == 0 || after != arrow) {
		*fault = CUE_FAULT_TIMING;
		at = line_skip_blanks(bytes, line.start, line.end);
		return vtt || is_meant_as_timing(bytes, at, arrow) ? CUE_BROKEN_TIMING
								   : CUE_NO_TIMING;
	} else {
		*fault = read_end(bytes, arrow + 3, line, vtt, cue);
		if (*fault == CUE_FAULTS && vtt && !strict)
			*fault = CUE_FAULT_FORM;
	}
	if (minus) {
		cue->start = 0;
		*fault = CUE_FAULT_TIMING;
	}
	cue->time = (struct range){ at, at + taken };
	return CUE_TIMING;
}
