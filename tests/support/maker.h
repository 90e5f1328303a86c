/*
 * Documents made by hand, a block at a time, for tests of what is laid out: what a parser would
 * give is said, not read.
 */
#ifndef LECTERN_TESTS_SUPPORT_MAKER_H
#define LECTERN_TESTS_SUPPORT_MAKER_H

#include <glib.h>
#include <stdint.h>

#include "document/document.h"

struct maker {
	GString *text;
	GArray *blocks, *runs, *links, *stamps, *sections;
	GArray *open; /* uint32_t */
	struct document document;
};

void maker_init(struct maker *m);
void maker_clear(struct maker *m);

/* Opens a block inside those open; what is said of it holds until the next is opened. */
struct block *maker_open(struct maker *m, enum block_kind kind);
void maker_close(struct maker *m);

/* Adds text of a style to the open leaf, and gives where it stands; the same as a link, as a
 * timestamp; a leaf of plain text. */
struct range maker_text(struct maker *m, const char *s, unsigned style);
void maker_link(struct maker *m, enum link_kind kind, const char *s, const char *target);
void maker_stamp(struct maker *m, const char *s);
void maker_leaf(struct maker *m, enum block_kind kind, const char *s);

/* The document made so far, in the maker. */
const struct document *maker_document(struct maker *m);

#endif
