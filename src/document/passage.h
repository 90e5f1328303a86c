/*
 * Passages: parts of a document as plain text, to be taken elsewhere. What layout draws (bullets,
 * bars, cell edges, the breaks of long lines) is none of it.
 */
#ifndef LECTERN_DOCUMENT_PASSAGE_H
#define LECTERN_DOCUMENT_PASSAGE_H

#include <glib.h>
#include <stdint.h>

#include "document/document.h"

/* Appends what a range of the text holds: paragraphs apart by an empty line, items of a tight list
 * and rows of a table by a line end, cells of a row by a tab; no line end at its edges. */
void passage_append(GString *out, const struct document *document, struct range text);

/* The range of the paragraph (heading, item's paragraph, code, cue...) at an offset; of a table the
 * row's. Empty where there is none. */
struct range passage_paragraph(const struct document *document, uint32_t offset);

/* Appends the lines of source that make up a section up to the next heading, or for NONE what
 * stands before the first, without front matter and empty lines at its edges. source is what the
 * document was read from. */
void passage_append_source(GString *out, const struct document *document, struct source *source,
	uint32_t section);

#endif
