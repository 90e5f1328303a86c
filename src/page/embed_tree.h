/*
 * An embed tree: what is shown in place of some embeds of a document, and of the embeds in that, to
 * EMBED_DEPTH. What would show itself is refused in words; so is what is too deep, or not there.
 * Whoever knows the library says what a link leads to. Never changes once made.
 */
#ifndef LECTERN_PAGE_EMBED_TREE_H
#define LECTERN_PAGE_EMBED_TREE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "page/embed.h"

/* What an embed link leads to: a document and a place in it, or words; empty beforehand. */
struct embed_found {
	const struct document *document; /* lives as long as the tree */
	const char *anchor;              /* in it; NULL for "" */
	const char *title; /* of a frame with words; NULL there: words are a note behind the name */
	const char *words;
};

/* Finds what a link of document leads to, once for each time it is embedded. False where nothing is
 * to be shown (yet). What *found points to is held until the next call. */
typedef bool embed_find(void *context, const struct document *document, const struct link *link,
	struct embed_found *found);

struct embed_tree;

/* A tree of some embed links of document (indices, ascending). Of a document that is embedded the
 * first dozen embeds are looked at, and no more than have room. */
struct embed_tree *embed_tree_new(const struct document *document, const uint32_t *links,
	uint32_t count, embed_find *find, void *context);
void embed_tree_free(struct embed_tree *tree);

/* For page_options; lives with the tree. tree may be NULL. */
const struct embeds *embed_tree_embeds(const struct embed_tree *tree);

/* Whether both show the same; each may be NULL, which shows nothing. */
bool embed_tree_equal(const struct embed_tree *a, const struct embed_tree *b);

#endif
