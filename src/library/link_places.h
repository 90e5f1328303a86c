/*
 * Where the links of a document stand that lead to one target, as a blob of the store: what is needed
 * to say so without the document. Blobs of one target may be put behind each other.
 */
#ifndef LECTERN_LIBRARY_LINK_PLACES_H
#define LECTERN_LIBRARY_LINK_PLACES_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "document/document.h"

struct link_place {
	uint32_t link;    /* index into the document's links */
	uint32_t section; /* index, or NONE before the first heading */
	uint32_t line;    /* from 1 */
	enum link_kind kind;
	const char *anchor; /* as the link has it; no NUL stands behind it */
	size_t anchor_length;
};

/* What is kept of a link of document. The anchor is borrowed. */
struct link_place link_place_of(const struct document *document, uint32_t link);

/* Puts a place at a blob's end. */
void link_place_put(GByteArray *blob, const struct link_place *place);

/* Reads the place at *at, which is moved behind it; anchor points into the blob. False at its end, and
 * where the blob is broken. */
bool link_place_next(const uint8_t **at, const uint8_t *end, struct link_place *place);

#endif
