/*
 * A library for tests of links: documents in a store in memory, and beside it in a catalog with a
 * resolver, so that what the store tells can be held against each link resolved by itself.
 */
#ifndef LECTERN_TESTS_SUPPORT_LINK_LIBRARY_H
#define LECTERN_TESTS_SUPPORT_LINK_LIBRARY_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "library/catalog.h"
#include "library/resolve.h"
#include "library/store.h"

/* The root of what is made. */
#define LINK_ROOT "/library"
extern const char *const link_roots[];

struct link_library {
	struct store_location *location;
	struct store *store;
	struct catalog *catalog;
	struct resolver *resolver;
	GPtrArray *documents; /* struct document *, by entry */
	GArray *ids;          /* uint32_t, as documents */
};

void link_library_init(struct link_library *library, const char *const *roots);
void link_library_clear(struct link_library *library);

/* Takes a document that stands at a path; below: the length of its root, slash included. */
void link_library_take(struct link_library *library, const char *path, uint32_t below,
	struct document *document);

/* Takes a text that stands at a path below LINK_ROOT. */
void link_library_put(struct link_library *library, const char *path, const char *text);

/* Inits, and makes at most so many documents whose links mean each other in all ways; the same of a
 * seed. */
void link_library_make(struct link_library *library, uint64_t seed, uint32_t count);

/* Inits, and reads all documents of a folder. */
void link_library_read(struct link_library *library, const char *folder);

/* The id of a document. */
uint32_t link_library_id(const struct link_library *library, guint i);

/* What the links that are made say, NULL-terminated. */
extern const char *const link_library_wikis[], *const link_library_urls[];

#endif
