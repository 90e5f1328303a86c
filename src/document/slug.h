/*
 * Heading anchors: GitHub's slugs (SPEC §2).
 */
#ifndef LECTERN_DOCUMENT_SLUG_H
#define LECTERN_DOCUMENT_SLUG_H

#include <glib.h>
#include <stddef.h>

/* The slug of a heading's visible text: lower case; all but letters, marks, numbers, `_`, space and
 * hyphen gone; spaces to hyphens. Before repeats are numbered. The caller frees. */
char *slug_of(const char *title, size_t n);

/* The same made unique: -1, -2 on repeats, as github-slugger numbers them. seen maps slug to count
 * and belongs to the caller (g_str_hash, keys owned by it). */
char *slug_unique(GHashTable *seen, const char *title, size_t n);

#endif
