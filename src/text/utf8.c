#include "config.h"

#include "text/utf8.h"

#include <glib.h>
#include <string.h>

#include "text/cluster.h"
#include "text/property.h"

static size_t
bad(uint32_t *c)
{
	*c = UTF8_BAD;
	return 1;
}

/* Unicode table 3-7: the second byte's range keeps out overlongs, surrogates and what is too
 * large. */
size_t
utf8_next(const char *s, size_t n, uint32_t *c)
{
	const unsigned char *u = (const unsigned char *)s;

	if (u[0] < 0x80) {
		*c = u[0];
		return 1;
	}
	if (u[0] < 0xC2 || u[0] > 0xF4 || n < 2 || !utf8_is_tail(u[1]))
		return bad(c);
	if (u[0] < 0xE0) {
		*c = (uint32_t)(u[0] & 0x1F) << 6 | (u[1] & 0x3F);
		return 2;
	}
	if (n < 3 || !utf8_is_tail(u[2]))
		return bad(c);
	if (u[0] < 0xF0) {
		if ((u[0] == 0xE0 && u[1] < 0xA0) || (u[0] == 0xED && u[1] > 0x9F))
			return bad(c);
		*c = (uint32_t)(u[0] & 0x0F) << 12 | (uint32_t)(u[1] & 0x3F) << 6 | (u[2] & 0x3F);
		return 3;
	}
	if (n < 4 || !utf8_is_tail(u[3]) || (u[0] == 0xF0 && u[1] < 0x90) ||
		(u[0] == 0xF4 && u[1] > 0x8F))
		return bad(c);
	*c = (uint32_t)(u[0] & 0x07) << 18 | (uint32_t)(u[1] & 0x3F) << 12 |
	     (uint32_t)(u[2] & 0x3F) << 6 | (u[3] & 0x3F);
	return 4;
}

size_t
utf8_prev(const char *s, size_t n, size_t at)
{
	for (size_t back = 1; back <= 4 && back <= at; back++) {
		uint32_t c;
		if (utf8_is_tail((unsigned char)s[at - back]))
			continue;
		if (utf8_next(s + at - back, n - (at - back), &c) >= back)
			return at - back;
		break;
	}
	return at - 1;
}

size_t
utf8_put(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

size_t
utf8_ascii(const char *s, size_t n)
{
	size_t i = 0;

	for (uint64_t word; i + sizeof word <= n; i += sizeof word) {
		memcpy(&word, s + i, sizeof word);
		if ((word & UINT64_C(0x8080808080808080)) != 0)
			break;
	}
	while (i < n && (unsigned char)s[i] < 0x80)
		i++;
	return i;
}

size_t
utf8_length(const char *s, size_t n)
{
	size_t length = 0;

	for (size_t i = 0; i < n;) {
		size_t ascii = utf8_ascii(s + i, n - i);
		length += ascii;
		i += ascii;
		while (i < n && (unsigned char)s[i] >= 0x80) {
			uint32_t c;
			i += utf8_next(s + i, n - i, &c);
			length++;
		}
	}
	return length;
}

bool
utf8_valid(const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		i += utf8_ascii(s + i, n - i);
		while (i < n && (unsigned char)s[i] >= 0x80) {
			uint32_t c;
			i += utf8_next(s + i, n - i, &c);
			if (c == UTF8_BAD)
				return false;
		}
	}
	return true;
}

char *
utf8_whole(const char *s, size_t n, size_t *length)
{
	char *whole = g_malloc(n + 1);
	size_t end = 0;
	uint32_t c;

	for (size_t i = 0, taken; i < n; i += taken) {
		taken = utf8_next(s + i, n - i, &c);
		if (c == UTF8_BAD)
			continue;
		memcpy(whole + end, s + i, taken);
		end += taken;
	}
	whole[end] = '\0';
	*length = end;
	return whole;
}

size_t
utf8_grapheme(const char *s, size_t n)
{
	struct cluster cluster;
	uint32_t c;

	if (n == 1 || (s[0] != '\r' && (unsigned char)s[0] < 0x80 && (unsigned char)s[1] < 0x80))
		return 1;
	size_t length = utf8_next(s, n, &c);
	if (c == UTF8_BAD)
		return length;
	cluster_begin(&cluster, property_of(c));
	while (length < n) {
		size_t next = utf8_next(s + length, n - length, &c);
		if (c == UTF8_BAD || !cluster_take(&cluster, property_of(c)))
			break;
		length += next;
	}
	return length;
}

size_t
utf8_cut(const char *s, size_t n, size_t max)
{
	if (n <= max)
		return n;
	if (max == 0 || !utf8_is_tail((unsigned char)s[max]))
		return max;
	uint32_t c;
	size_t start = utf8_prev(s, n, max);
	/* The byte at max goes on a code point that starts before it, or is broken and stands
	 * alone. */
	return start + utf8_next(s + start, n - start, &c) > max ? start : max;
}
