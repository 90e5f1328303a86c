/*
 * Lines of bytes, ended by LF, CR LF or a lone CR (CommonMark 0.30 §2.1), and the blanks in them:
 * spaces and tabs. Places are offsets into the bytes that are given.
 */
#ifndef LECTERN_TEXT_LINE_H
#define LECTERN_TEXT_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct line {
	uint32_t start, end; /* without its line end */
	uint32_t next;       /* where the line after it begins */
};

/* The line that begins at at (<= n) of n bytes. */
struct line line_at(const char *bytes, uint32_t at, uint32_t n);

/* Whether it holds nothing but white space (ASCII). */
bool line_is_blank(const char *bytes, struct line line);

/* Bytes of the line end at the start of s: 2 for CR LF, 0 where there is none. */
size_t line_end_bytes(const char *s, size_t n);

static inline bool
line_byte_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The first place of s from at on that is no blank, at most end. */
static inline uint32_t
line_skip_blanks(const char *s, uint32_t at, uint32_t end)
{
	while (at < end && line_byte_is_blank(s[at]))
		at++;
	return at;
}

#endif
