/*
 * The inside of counterparts_of(): what both ways share (counterparts.c), and the way back
 * (counterparts_back.c).
 */
#ifndef LECTERN_LIBRARY_COUNTERPARTS_PRIVATE_H
#define LECTERN_LIBRARY_COUNTERPARTS_PRIVATE_H

#include "library/catalog.h"
#include "library/counterparts.h"

struct counting {
	struct store *store;
	struct linked *linked;
	const struct document *document;
	uint32_t id;
	const char *path; /* "" where it is not known */
	uint32_t section;
	const struct cancel *cancel;
	GPtrArray *found; /* struct counterpart *, without what fills a row */
	GError *error;    /* once set, nothing more is done */
};

/* Whether to go on. */
bool counting_goes_on(struct counting *c);

/* What the library knows of a document: NULL where it is gone, or outside of the roots. */
const struct entry *counting_entry(const struct counting *c, uint32_t id);

/* The counterpart of a place; with section NONE, of any in that document. NULL where there is none. */
struct counterpart *counting_find(const struct counting *c, uint32_t id, uint32_t section,
	bool any);

/* Adds one, which is filled by the caller but for what fills its row. */
struct counterpart *counting_add(struct counting *c, uint32_t id, uint32_t section,
	enum counterpart_why why);

/* Reads a document from its file, as the index has it; NULL where it cannot be read. The caller
 * frees. */
struct document *counting_read(struct counting *c, uint32_t id);

/* The counterparts of a section of a document that is no digest. */
void counterparts_back(struct counting *c);

#endif
