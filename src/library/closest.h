/*
 * The documents whose names come closest to a name that nothing has. Behind resolve_closest().
 */
#ifndef LECTERN_LIBRARY_CLOSEST_H
#define LECTERN_LIBRARY_CLOSEST_H

#include <glib.h>
#include <stdint.h>

#include "library/catalog.h"

/* Appends the indices (uint32_t) of at most n entries to entries, best first. */
void closest_entries(const struct catalog *catalog, const char *target, uint32_t n,
	GArray *entries);

#endif
