/*
 * An excerpt: a sentence on a few rows of a narrow column, from a place on from which what is marked in
 * it is seen.
 */
#ifndef LECTERN_UI_EXCERPT_H
#define LECTERN_UI_EXCERPT_H

#include <stdbool.h>
#include <stdint.h>

#include "page/role.h"
#include "page/wrap.h"
#include "text/range.h"
#include "ui/canvas.h"

/* Rows at most. */
#define EXCERPT_ROWS 3

struct excerpt {
	const char *text; /* borrowed */
	struct range marked;
	struct wrap_row rows[EXCERPT_ROWS]; /* of text */
	unsigned count, most;
	bool before, after; /* something is left out there */
};

/* Where to begin, at a word, so that what leads to the byte `at` of text takes at most so many columns. */
uint32_t excerpt_start(const char *text, uint32_t at, unsigned most);

/* Lays text (UTF-8, one line) out in so many columns; marked may be empty. The same on so many rows
 * at most. What is cut off is cut at a word, unless that leaves much of the row empty. */
void excerpt_lay(struct excerpt *excerpt, const char *text, struct range marked, int columns);
void excerpt_lay_rows(struct excerpt *excerpt, const char *text, struct range marked, int columns,
	unsigned rows);

/* Draws its rows; and gives what is marked a role, once the rows have their look. */
void excerpt_draw(const struct excerpt *excerpt, struct canvas *canvas, int y, int x, int columns,
	enum role role);
void excerpt_mark(const struct excerpt *excerpt, struct canvas *canvas, int y, int x,
	enum role role);

#endif
