/*
 * The reader of glyphs: SAFETY.md §1 for one glyph at a time. Others use text/safe.h.
 */
#ifndef LECTERN_TEXT_GLYPH_H
#define LECTERN_TEXT_GLYPH_H

#include <stdbool.h>
#include <stddef.h>

#include "text/safe.h"

struct glyph_reader {
	enum safe_mode mode;
	bool whole;            /* emoji with their ZWJ and tags, not as for the screen */
	bool ascii;            /* the terminal takes ASCII alone */
	bool show_private_use; /* one cell each, instead of a mark */
};

/* The first glyph of s (n > 0 bytes). In SAFE_TEXT a TAB is a blank and a line end shows
 * nothing; in SAFE_NAME a TAB is a blank on the screen, else a mark, and line ends are marks. */
void glyph_read(const struct glyph_reader *reader, const char *s, size_t n,
	struct safe_glyph *glyph);

#endif
