#include "config.h"

#include "text/sentence.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "text/utf8.h"

static const char *const abbreviations[] = { "mr", "mrs", "ms", "dr", "prof", "st", "vs", "e.g",
	"i.e", "cf", "fig", "approx", "al", "jr", "sr", "ca", "pp", NULL };

/* Whether c is one of the characters of set. */
static bool
is_one_of(const char *set, uint32_t c)
{
	char bytes[5] = { 0 };

	if (c < 0x80)
		return c != 0 && strchr(set, (int)c) != NULL;
	if (c == UTF8_BAD)
		return false;
	utf8_put(bytes, c);
	return strstr(set, bytes) != NULL;
}

/* `U.S`, `p.m`: letters parted by full stops. */
static bool
is_initials(const char *s, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if ((s[i] == '.') != (i % 2 == 1))
			return false;
	return n >= 3 && n % 2 == 1;
}

/* Whether the full stop at at belongs to an abbreviation or an initial. */
static bool
is_abbreviation(const char *text, uint32_t start, uint32_t at)
{
	uint32_t word = at;

	while (word > start && at - word < 8 &&
		(g_ascii_isalpha(text[word - 1]) || text[word - 1] == '.'))
		word--;
	if (at - word == 1)
		return g_ascii_isupper(text[word]) && (word == start || text[word - 1] == ' ');
	if (is_initials(text + word, at - word))
		return true;
	for (int i = 0; abbreviations[i] != NULL; i++)
		if (strlen(abbreviations[i]) == at - word &&
			g_ascii_strncasecmp(text + word, abbreviations[i], at - word) == 0)
			return true;
	return false;
}

/* Whether a sign stands at s with which no sentence begins. */
static bool
goes_on(const char *s, size_t n)
{
	uint32_t c;

	utf8_next(s, n, &c);
	return is_one_of("=+/<>≤≥≈≠×÷^%", c);
}

uint32_t
sentence_end(const char *text, uint32_t start, uint32_t end)
{
	uint32_t at = start;

	while (at < end) {
		uint32_t c, stop = at, next;

		if (g_ascii_isalnum(text[at]) || text[at] == ' ') {
			at++;
			continue;
		}
		at += (uint32_t)utf8_next(text + at, end - at, &c);
		if (c == '\n')
			return at;
		if (is_one_of("。！？", c))
			return at;
		if (!is_one_of(".!?…", c) || (c == '.' && is_abbreviation(text, start, stop)))
			continue;
		for (next = at; next < end; at = next) {
			next += (uint32_t)utf8_next(text + at, end - at, &c);
			if (!is_one_of(".!?…”’\"')]»", c))
				break;
		}
		if (at >= end)
			return end;
		if (text[at] != ' ' && text[at] != '\n')
			continue;
		/* `1 + 2 + ... = 3` goes on. */
		if (at + 1 < end && text[at] == ' ' && goes_on(text + at + 1, end - at - 1))
			continue;
		/* A full stop, or what is quoted, before a small letter ends no sentence. */
		if (at + 1 >= end || !g_ascii_islower(text[at + 1]) ||
			(at == stop + 1 && (text[stop] == '!' || text[stop] == '?')))
			return at;
	}
	return end;
}

struct range
sentence_trim(const char *text, struct range r)
{
	while (r.start < r.end) {
		uint32_t c;
		size_t n = utf8_next(text + r.start, range_length(r), &c);

		if (!is_one_of(" \t\n-–—:|)],;.·•", c))
			break;
		r.start += (uint32_t)n;
	}
	while (r.end > r.start) {
		uint32_t c, at = (uint32_t)utf8_prev(text, r.end, r.end);

		if (at < r.start)
			break;
		utf8_next(text + at, r.end - at, &c);
		if (!is_one_of(" \t\n-–—|([", c))
			break;
		r.end = at;
	}
	return r;
}
