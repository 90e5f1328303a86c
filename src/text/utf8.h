/*
 * UTF-8: decoding that never reads past its end and never fails, and the units a reader sees.
 *
 * Sources: Unicode 15 §3.9 (well-formed UTF-8, table 3-7), UAX #29 (grapheme clusters).
 */
#ifndef LECTERN_TEXT_UTF8_H
#define LECTERN_TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What utf8_next() gives for a byte that begins no well-formed sequence. */
#define UTF8_BAD UINT32_MAX

/* Whether a byte stands inside a sequence, not at its start. */
static inline bool
utf8_is_tail(unsigned char byte)
{
	return (byte & 0xC0) == 0x80;
}

/* The code point at the start of s (n bytes, n > 0) into *c, and the bytes it takes, 1 to 4. A byte
 * that begins no well-formed sequence takes 1 and gives UTF8_BAD, so that each byte of an overlong,
 * a surrogate or a value above U+10FFFF is seen alone. */
size_t utf8_next(const char *s, size_t n, uint32_t *c);

/* The start of the code point that ends at or covers at (0 < at <= n): at most 4 bytes back. */
size_t utf8_prev(const char *s, size_t n, size_t at);

/* Writes c to out (4 bytes at most) and returns its length; c must be a Unicode scalar value. */
size_t utf8_put(char *out, uint32_t c);

/* How many bytes at the start of s are ASCII. */
size_t utf8_ascii(const char *s, size_t n);

/* How many code points s holds; a broken byte counts as one. */
size_t utf8_length(const char *s, size_t n);

/* Whether all n bytes are well-formed. */
bool utf8_valid(const char *s, size_t n);

/* A copy of s without its broken bytes, NUL-terminated, its length in *length; the caller frees. */
char *utf8_whole(const char *s, size_t n, size_t *length);

/* The bytes of the first grapheme cluster of s (n > 0), at least 1. Broken bytes are clusters of
 * their own. CR LF is one. */
size_t utf8_grapheme(const char *s, size_t n);

/* Bytes of s that make whole code points and are no more than max: for cutting without breaking. */
size_t utf8_cut(const char *s, size_t n, size_t max);

#endif
