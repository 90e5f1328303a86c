/*
 * Embeds: what stands in place of `![[target]]` (SPEC §5). A table from a document's embed links to
 * what is shown for each, made by whoever knows the library, and handed to layout. The text of a
 * target is never part of the document: page/inset.c lays it out as a page of its own and draws its
 * rows below the block that embeds it, in a frame.
 *
 * Of a link that is not in the table (its target is not read yet) only the name is shown.
 */
#ifndef LECTERN_PAGE_EMBED_H
#define LECTERN_PAGE_EMBED_H

#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"

enum {
	EMBED_DEPTH = 3,           /* embeds within each other; the next says that it is too deep */
	EMBED_ROWS = 50,           /* of one inset, what is embedded in it counted too */
	EMBED_BYTES = 64 * 1024,   /* of text drawn in one inset */
	EMBED_OF_BLOCK = 16,       /* shown below one block; the others are named alone */
	EMBED_SOURCE = 512 * 1024, /* bytes of a file whose text is shown in place */
};

struct embeds;

/* Without a title, a note: words stand behind the name, as in `cat.png (picture)`, and nothing
 * below it. With one, a frame: the blocks [first, end) of document, or words where that is NULL.
 * Titles and words are made safe by layout. */
struct embed {
	uint32_t link; /* of the document that embeds */
	const char *title;
	const char *words;
	const struct document *document;
	uint32_t first, end;
	const struct embeds *inner; /* those of document where it stands here; NULL for none */
};

/* In order of their links, each once. */
struct embeds {
	const struct embed *all;
	uint32_t count;
};

/* That of a link, NULL where there is none. embeds may be NULL. */
const struct embed *embeds_find(const struct embeds *embeds, uint32_t link);

/* The blocks [*first, *end) of document that an anchor names: all for "", those below a heading
 * (*section is its index, else NONE), or the paragraph, item, quote or table of a `^id`. False where
 * there is no such place. What may be passed over since the frame's title says it (the heading; of
 * all, a first heading that is the title) is left out. */
bool embed_part(const struct document *document, const char *anchor, uint32_t *first, uint32_t *end,
	uint32_t *section);

#endif
