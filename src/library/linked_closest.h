/*
 * The documents of a store whose names come closest to a name that nothing has, for a worker: what
 * resolve_closest() is over a catalog.
 */
#ifndef LECTERN_LIBRARY_LINKED_CLOSEST_H
#define LECTERN_LIBRARY_LINKED_CLOSEST_H

#include <glib.h>
#include <stdint.h>

#include "library/linked.h"

/* The ids (uint32_t) of at most n documents, best first. The caller frees the array. */
GArray *linked_closest(struct linked *linked, const char *target, uint32_t n);

#endif
