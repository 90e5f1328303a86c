/*
 * The links of one leaf, from what was read of them to the draft: they are gathered until the leaf
 * ends and then added in the order of their text, an outer one before what it holds.
 */
#ifndef LECTERN_DOCUMENT_INLINE_LINK_H
#define LECTERN_DOCUMENT_INLINE_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "document/markdown_private.h"
#include "document/target.h"

/* A link that is open: the piece that began it, and where its text begins. */
struct link_under {
	uint32_t piece;
	uint32_t start;
};

struct link_found {
	struct range text;
	uint32_t source;
	uint32_t note; /* of a footnote, else NONE */
	enum link_kind kind;
	char *target, *anchor, *alias, *written; /* owned */
};

/* The piece that began the innermost open link that is no tag, or NONE. */
uint32_t piece_of_link(struct markdown *md);

/* Finds a link to a destination; nothing where it leads nowhere. */
void link_found_target(struct markdown *md, const char *destination, bool picture, uint32_t source,
	struct range text);

/* Finds the wikilink that the piece opened. */
void link_found_wiki(struct markdown *md, const struct piece *open, struct range text);

/* Finds a reference to a footnote. */
void link_found_note(struct markdown *md, uint32_t note, uint32_t source, struct range text);

/* Adds what was found to the draft. */
void link_found_end(struct markdown *md);

/* The time that a destination names where it is no destination but a time (`[04:21](04:21)`) or a
 * stamp anchor; NULL where it is none. The caller frees. */
char *link_time(const char *destination);

#endif
