#include "config.h"

#include "document/encoding.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "text/utf8.h"

/* Windows-1252 from 0x80 to 0x9F; all other bytes are their code point. */
static const uint16_t windows1252[32] = {
	0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, /* 80 */
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F, /* 88 */
	0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, /* 90 */
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178, /* 98 */
};

enum encoding
encoding_of_mark(const char *s, size_t n)
{
	if (n >= 2 && memcmp(s, "\xFF\xFE", 2) == 0)
		return ENCODING_UTF16LE;
	if (n >= 2 && memcmp(s, "\xFE\xFF", 2) == 0)
		return ENCODING_UTF16BE;
	return ENCODING_UTF8;
}

enum encoding
encoding_guess(const char *s, size_t n)
{
	enum encoding mark = encoding_of_mark(s, n);
	size_t broken = 0, whole = 0;

	if (mark != ENCODING_UTF8)
		return mark;
	for (size_t i = utf8_ascii(s, n); i < n; i += utf8_ascii(s + i, n - i)) {
		uint32_t c;

		i += utf8_next(s + i, n - i, &c);
		if (c == UTF8_BAD)
			broken++;
		else
			whole++;
	}
	return broken > whole ? ENCODING_WINDOWS1252 : ENCODING_UTF8;
}

static uint32_t
unit16(const char *s, bool big)
{
	uint32_t a = (unsigned char)s[0], b = (unsigned char)s[1];

	return big ? a << 8 | b : b << 8 | a;
}

static size_t
from_utf16(char *out, const char *s, size_t n, bool big)
{
	size_t length = 0;

	for (size_t i = 2; i < n; i += 2) {
		uint32_t c = i + 1 < n ? unit16(s + i, big) : 0xFFFD;

		if (c >= 0xD800 && c < 0xDC00 && i + 3 < n) {
			uint32_t low = unit16(s + i + 2, big);

			if (low >= 0xDC00 && low < 0xE000) {
				c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
				i += 2;
			}
		}
		if (c >= 0xD800 && c < 0xE000)
			c = 0xFFFD;
		length += utf8_put(out + length, c);
	}
	return length;
}

static size_t
from_windows1252(char *out, const char *s, size_t n)
{
	size_t length = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char byte = (unsigned char)s[i];

		if (byte < 0x80)
			out[length++] = (char)byte;
		else
			length += utf8_put(out + length,
				byte < 0xA0 ? windows1252[byte - 0x80] : byte);
	}
	return length;
}

char *
encoding_to_utf8(enum encoding encoding, const char *s, size_t n, size_t *length)
{
	bool wide = encoding != ENCODING_WINDOWS1252;
	/* A unit of two bytes gives at most three, a byte of Windows-1252 too. */
	size_t room = wide ? (n + 1) / 2 * 3 : n * 3;
	char *out = g_try_malloc(room + 4);
	char *fitted;

	if (out == NULL)
		return NULL;
	*length = wide ? from_utf16(out, s, n, encoding == ENCODING_UTF16BE)
		       : from_windows1252(out, s, n);
	fitted = g_try_realloc(out, *length + 1);
	return fitted != NULL ? fitted : out;
}
