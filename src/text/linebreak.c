#include "config.h"

#include "text/linebreak.h"

#include <glib.h>
#include <string.h>
#include <unilbrk.h>
#include <unistr.h>

#include "text/line.h"
#include "text/utf8.h"

/* Letters, digits, and any byte beyond ASCII. */
static bool
is_word(char c)
{
	return g_ascii_isalnum(c) || (c & 0x80) != 0;
}

/* After blanks, UAX #14 forbids a break before closing marks (LB13) and after opening ones (LB14);
 * but
 * `/usr/bin`, `.5` and `!important` begin words. */
static bool
break_after_blank(const char *s, size_t n, size_t p)
{
	bool goes_on = p + 1 < n && !line_byte_is_blank(s[p + 1]) && s[p + 1] != '\n';

	switch (s[p]) {
	case ')':
	case ']':
	case '}':
		return false;
	case '!':
	case '?':
	case ',':
	case '.':
	case ';':
	case ':':
	case '/':
		if (!goes_on)
			return false;
		break;
	}
	size_t q = p;
	while (q > 0 && line_byte_is_blank(s[q - 1]) && p - q < 8)
		q--;
	return q == 0 || strchr("([{", s[q - 1]) == NULL || s[q - 1] == '\0';
}

bool
linebreak_ascii(const char *s, size_t n, size_t p)
{
	char before = s[p - 1], after = s[p];
	size_t q = p - 1;

	if (line_byte_is_blank(after))
		return false;
	if (line_byte_is_blank(before))
		return break_after_blank(s, n, p);
	switch (before) {
	case '-':
		while (q > 0 && s[q] == '-' && p - q < 4)
			q--;
		return (g_ascii_isalpha(after) || (after & 0x80) != 0) &&
		       (is_word(s[q]) || strchr(")]\"'", s[q]) != NULL);
	case '/':
		return (g_ascii_isalpha(after) || after == '_' || after == '~') && q > 0 &&
		       (is_word(s[q - 1]) || strchr(")]}_-~%", s[q - 1]) != NULL);
	case '?':
		return g_ascii_isalnum(after) && q > 0 && is_word(s[q - 1]);
	case '|':
		return is_word(after);
	}
	return false;
}

/* Classes of what is common beyond ASCII; ASCII itself is one. */
enum common { OTHER, ASCII, LETTER, QUOTE, DASH, IDEOGRAPH };

static enum common
class_of(uint32_t c)
{
	if (c < 0x80)
		return ASCII;
	if (c < 0x530)
		return (c >= 0xC0 && c <= 0x2AF && c != 0xD7 && c != 0xF7) ||
				       (c >= 0x391 && c <= 0x482) || c >= 0x48A
			       ? LETTER
			       : OTHER;
	if (c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D)
		return QUOTE;
	if (c == 0x2014)
		return DASH;
	return (c >= 0x4E00 && c <= 0x9FFC) || (c >= 0xAC00 && c <= 0xD7A3) ? IDEOGRAPH : OTHER;
}

enum linebreak
linebreak_common(const char *s, size_t n, size_t p)
{
	uint32_t b, a;

	utf8_next(s + p, n - p, &a);
	enum common after = class_of(a);
	if (after == OTHER)
		return LINEBREAK_ASK;
	size_t prev = utf8_prev(s, n, p);
	utf8_next(s + prev, p - prev, &b);
	enum common before = class_of(b);

	if (before == OTHER)
		return LINEBREAK_ASK;
	if (before == ASCII && line_byte_is_blank((char)b))
		return break_after_blank(s, n, p) ? LINEBREAK_YES : LINEBREAK_NO;
	if (before == QUOTE || after == QUOTE || after == DASH)
		return LINEBREAK_NO;
	if (before == IDEOGRAPH && after == IDEOGRAPH)
		return LINEBREAK_YES;
	if ((before == LETTER && (after == LETTER || after == ASCII)) ||
		(before == ASCII && after == LETTER))
		return linebreak_ascii(s, n, p) ? LINEBREAK_YES : LINEBREAK_NO;
	if (before == DASH && (after == LETTER || (after == ASCII && g_ascii_isalnum((int)a))))
		return LINEBREAK_YES;
	return LINEBREAK_ASK;
}

/* A copy of s in which each byte that is not UTF-8 is a letter, so that bytes and breaks keep
 * step. */
static uint8_t *
with_letters_for_broken(const uint8_t *s, size_t n)
{
	uint8_t *copy = g_memdup2(s, n);
	size_t at = 0;

	while (at < n) {
		ucs4_t c;
		int step = u8_mbtoucr(&c, copy + at, n - at);
		if (step <= 0) {
			copy[at] = 'x';
			step = 1;
		}
		at += (size_t)step;
	}
	return copy;
}

void
linebreak_find(const char *s, size_t n, uint8_t *breaks)
{
	const uint8_t *bytes = (const uint8_t *)s;
	g_autofree uint8_t *copy = NULL;

	if (n == 0)
		return;
	if (u8_check(bytes, n) != NULL)
		bytes = copy = with_letters_for_broken(bytes, n);
	u8_possible_linebreaks(bytes, n, "UTF-8", (char *)breaks);
	for (size_t i = 0; i < n; i++)
		breaks[i] = breaks[i] == UC_BREAK_POSSIBLE;
	breaks[0] = 0;
	/* U+2014 is E2 80 94. */
	for (size_t i = 1; i + 2 < n; i++)
		if (bytes[i] == 0xE2 && bytes[i + 1] == 0x80 && bytes[i + 2] == 0x94 &&
			!line_byte_is_blank((char)bytes[i - 1]))
			breaks[i] = 0;
}
