/*
 * What is done to Markdown before cmark reads it (SAFETY.md §2): a copy of the same length, byte
 * for byte, in which what would lead cmark astray is masked. What is shown is taken from the
 * source, by position, so no mask is ever seen.
 *
 * Masked are: NUL and bytes that are no UTF-8; all marks inside [[...]]; the attributes of stamp
 * anchors, which are often malformed; raw HTML without an end; emphasis that is too many beside
 * links; the delimiter row of a table over its limit; the definition of a footnote that cannot be
 * one; the two lines of a `markdown` fence that holds the rest of the body.
 */
#ifndef LECTERN_DOCUMENT_MARKDOWN_PREPARE_H
#define LECTERN_DOCUMENT_MARKDOWN_PREPARE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct draft;

struct prepared {
	char *bytes; /* the masked body */
	size_t length;
	uint32_t base; /* source offset of its first byte */
	/* a paragraph to stand before the body, that refers to each footnote: cmark frees those
	 * that nothing refers to. Two lines, or none */
	GString *references;
	uint32_t deep_at; /* source offset of the line with too many containers, or RANGE_NONE */
	bool has_nul;
	bool has_wikilink, has_anchor, has_raw;
};

/* Prepares the draft's body. Wide tables and too many footnotes are problems of the draft. */
void prepared_init(struct prepared *prepared, struct draft *draft);
void prepared_clear(struct prepared *prepared);

#endif
