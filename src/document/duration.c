#include "config.h"

#include "document/duration.h"

#include <glib.h>
#include <string.h>

#include "document/clock.h"

enum { PLACES_MOST = 3 };

/* The units in the order in which they may follow each other; one letter is enough of each. */
static const struct {
	const char *names[6];
	uint32_t seconds;
} units[] = {
	{ { "d", "day", "days" }, 86400 },
	{ { "h", "hr", "hrs", "hour", "hours" }, 3600 },
	{ { "m", "min", "mins", "minute", "minutes" }, 60 },
	{ { "s", "sec", "secs", "second", "seconds" }, 1 },
};

struct words {
	const char *s;
	size_t n, at;
};

static void
skip_blanks(struct words *words)
{
	while (words->at < words->n && g_ascii_isspace(words->s[words->at]))
		words->at++;
}

/* A number in thousandths: `12`, `1.5`. */
static bool
read_number(struct words *words, uint64_t *thousandths)
{
	uint64_t whole = 0, part = 0;
	size_t start = words->at;
	unsigned places = 0;

	for (; words->at < words->n && g_ascii_isdigit(words->s[words->at]); words->at++)
		whole = MIN(whole * 10 + (uint64_t)(words->s[words->at] - '0'), DURATION_MOST);
	if (words->at == start)
		return false;
	if (words->at + 1 < words->n && words->s[words->at] == '.' &&
		g_ascii_isdigit(words->s[words->at + 1])) {
		for (words->at++; words->at < words->n && g_ascii_isdigit(words->s[words->at]);
			words->at++)
			if (places < PLACES_MOST) {
				part = part * 10 + (uint64_t)(words->s[words->at] - '0');
				places++;
			}
		for (; places < PLACES_MOST; places++)
			part *= 10;
	}
	*thousandths = whole * 1000 + part;
	return true;
}

/* The unit that stands next, from first on; G_N_ELEMENTS(units) where none does. */
static unsigned
read_unit(struct words *words, unsigned first)
{
	size_t n = 0;
	unsigned unit = first;

	while (words->at + n < words->n && g_ascii_isalpha(words->s[words->at + n]))
		n++;
	for (; n > 0 && unit < G_N_ELEMENTS(units); unit++) {
		for (unsigned i = 0; units[unit].names[i] != NULL; i++) {
			const char *name = units[unit].names[i];

			if (strlen(name) == n &&
				g_ascii_strncasecmp(name, words->s + words->at, n) == 0) {
				words->at += n;
				return unit;
			}
		}
	}
	return G_N_ELEMENTS(units);
}

/* `1h 2m 3s`, `62 minutes`, `1 hour, 2 minutes and 3 seconds`: numbers with units that grow
 * smaller. */
static bool
read_units(struct words words, uint64_t *milliseconds)
{
	unsigned next = 0;

	*milliseconds = 0;
	while (words.at < words.n) {
		uint64_t thousandths;
		unsigned unit;

		if (!read_number(&words, &thousandths))
			return false;
		skip_blanks(&words);
		unit = read_unit(&words, next);
		if (unit == G_N_ELEMENTS(units))
			return false;
		*milliseconds += thousandths * units[unit].seconds;
		next = unit + 1;
		words.at += words.at < words.n && words.s[words.at] == ',';
		skip_blanks(&words);
		if (words.n - words.at > 4 && memcmp(words.s + words.at, "and ", 4) == 0)
			words.at += 4;
	}
	return next > 0;
}

/* `PT1H2M3S`, `P1DT2H`: the T parts days from what is less than one. */
static bool
read_iso(const char *s, size_t n, uint64_t *milliseconds)
{
	const char *t = memchr(s, 'T', n);
	uint64_t days = 0, rest = 0;
	size_t date;

	if (n < 3 || s[0] != 'P')
		return false;
	date = t != NULL ? (size_t)(t - s) : n;
	if (date > 1 &&
		(s[date - 1] != 'D' || !read_units((struct words){ s + 1, date - 1, 0 }, &days)))
		return false;
	if (t != NULL && !read_units((struct words){ t + 1, n - date - 1, 0 }, &rest))
		return false;
	*milliseconds = days + rest;
	return true;
}

bool
duration_read(const char *s, size_t n, uint32_t *milliseconds)
{
	struct clock_time time;
	struct words words;
	uint64_t sum;

	while (n > 0 && g_ascii_isspace(s[n - 1]))
		n--;
	for (; n > 0 && g_ascii_isspace(*s); n--)
		s++;
	if (n == 0)
		return false;
	words = (struct words){ s, n, 0 };
	if (clock_read(s, n, true, &time) == n)
		sum = clock_milliseconds(&time, false);
	else if (read_number(&words, &sum) && words.at == n)
		;
	else if (!read_iso(s, n, &sum) && !read_units((struct words){ s, n, 0 }, &sum))
		return false;
	if (sum > DURATION_MOST)
		return false;
	*milliseconds = (uint32_t)sum;
	return true;
}
