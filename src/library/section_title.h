/*
 * The title of a section by its anchor, out of the store: for the words of a link, while its document
 * is not read.
 */
#ifndef LECTERN_LIBRARY_SECTION_TITLE_H
#define LECTERN_LIBRARY_SECTION_TITLE_H

#include <stdint.h>

#include "library/store.h"

/* The title of the first section of a document whose title folds to the same as an anchor's last part
 * does (a slug, or a heading's text; SPEC §5); NULL where none does. The caller frees. */
char *section_title_named(struct store *store, uint32_t id, const char *anchor);

#endif
