/*
 * Wrapping: where the rows of a paragraph break. UAX #14 for the places, UAX #29 for the clusters, columns
 * by text/width.h; a path of its own for ASCII, which is what most text is.
 */
#ifndef LECTERN_PAGE_WRAP_H
#define LECTERN_PAGE_WRAP_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A row of a paragraph: bytes [start, end) are drawn, [end, next) are the blanks or line end the break
 * took away. */
struct wrap_row {
	uint32_t start, end, next;
	uint32_t columns;
	bool hyphen; /* broken at a soft hyphen */
};

/* Breaks s (n bytes, '\n' is a break) into rows of at most first columns for the first and rest for the
 * others, both at least 1; appends struct wrap_row to rows. A word longer than a row is broken between
 * clusters. A cluster wider than the row stands alone on it. Every byte is in one row. */
void wrap_text(const char *s, size_t n, unsigned first, unsigned rest, GArray *rows);

/* The same without wrapping: a row for each '\n'. Tabs count to the next multiple of 8. */
void wrap_lines(const char *s, size_t n, GArray *rows);

#endif
