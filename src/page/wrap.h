/*
 * Wrapping: where the rows of a paragraph break. UAX #14 for the places (text/linebreak.h), UAX #29
 * for the clusters, columns as text/safe.h draws them; a path of its own for ASCII, which is what
 * most text is.
 *
 * A wrap walks a text row by row, each as wide as the caller says then: nothing is read further
 * than the row needs, so the first screen of a text of any length comes at once. Line ends are LF,
 * CR, CR LF, U+2028 and U+2029.
 */
#ifndef LECTERN_PAGE_WRAP_H
#define LECTERN_PAGE_WRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A row: bytes [start, end) are drawn, [end, next) are the blanks or line end that the break took
 * away. */
struct wrap_row {
	uint32_t start, end, next;
	uint32_t columns; /* of the bytes drawn, the hyphen not counted */
	bool hyphen;      /* broken at a soft hyphen: a `-` follows */
	bool hard;        /* a line end ends it, or the text's end */
	bool plain;       /* surely printable ASCII alone: a column a byte */
	bool even;        /* surely without marks and tabs: one piece may show it */
};

struct wrap {
	const char *s;
	size_t n;
	size_t at; /* where the next row begins */
	bool tabs; /* a tab goes to the next multiple of 8 of its row; else it is one blank */
	bool done;
	size_t plain;    /* bytes before it, from `at`, are printable ASCII or LF */
	uint8_t *breaks; /* of the stretch [from, to), by linebreak_find() */
	size_t room, from, to;
};

/* Begins s (n bytes, borrowed). A wrap may be begun anew any number of times, then cleared. An
 * empty initialiser makes a wrap that may be begun or cleared. */
void wrap_begin(struct wrap *wrap, const char *s, size_t n, bool tabs);
void wrap_clear(struct wrap *wrap);

/* The next row of at most width (at least 1) columns, its hyphen included; false after the last. A
 * word longer than a row is broken between clusters; a cluster wider than the row stands alone on
 * it. Every byte is in one row. An empty text has one empty row; a line end at the text's end
 * begins none. */
bool wrap_next(struct wrap *wrap, unsigned width, struct wrap_row *row);

/* The next row up to a line end, however wide: its columns are not told. A line end at the text's
 * end begins an empty row. */
bool wrap_line(struct wrap *wrap, struct wrap_row *row);

/* Columns of the widest stretch of s that does not break, and of its widest line. */
void wrap_measure(struct wrap *wrap, const char *s, size_t n, unsigned *least, unsigned *most);

/* The glyph at the start of s as it is laid out: its bytes and columns. */
struct wrap_glyph {
	uint32_t length;
	uint32_t columns;
	bool mark; /* stands for what must not pass: ROLE_CONTROL */
	bool soft_hyphen;
};
void wrap_glyph(const char *s, size_t n, struct wrap_glyph *glyph);

/* Columns of a tab that stands at column. */
static inline uint32_t
wrap_tab(uint32_t column)
{
	return 8 - column % 8;
}

#endif
