/*
 * Places: the documents that stand just where a target says, looked up by their paths rather than
 * among all that have their name, of which a library may hold thousands (index.md). Used by
 * resolve.c.
 */
#ifndef LECTERN_LIBRARY_PLACES_H
#define LECTERN_LIBRARY_PLACES_H

#include <glib.h>
#include <stdbool.h>

#include "library/catalog.h"
#include "library/wanted.h"

/* Suffixes and roots that the paths of a library have. */
struct places {
	GPtrArray *suffixes; /* char *, with their dot */
	GPtrArray *roots;    /* char *, with their slash; "" for the current folder */
	bool many;           /* more than are tried */
};

void places_init(struct places *places);
void places_clear(struct places *places);

/* Takes in a printed path and the part of it below its root. */
void places_add(struct places *places, const char *path, const char *below);

/* Appends the entries (uint32_t) that fit by rule, RULE_BESIDE or RULE_ROOT: all that do. False
 * where that cannot be told without a look at each file. */
bool places_find(const struct places *places, const struct catalog *catalog,
	const struct wanted *wanted, enum file_rule rule, GArray *entries);

#endif
