/*
 * The inside of a resolver: used by resolver.c, which takes in, and resolve.c, which looks up.
 */
#ifndef LECTERN_LIBRARY_RESOLVE_PRIVATE_H
#define LECTERN_LIBRARY_RESOLVE_PRIVATE_H

#include "library/names.h"
#include "library/places.h"
#include "library/resolve.h"

/* Entries still to be taken in. */
struct waiting {
	GArray *entries;     /* struct waiting_entry */
	guint first;         /* the next */
	GHashTable *aliases; /* by entry: char **, which it has then */
};

struct waiting_entry {
	uint32_t entry : 31;
	uint32_t called : 1; /* by its document too, not its file alone */
};

struct resolver {
	const struct catalog *catalog;
	struct names *names;
	struct places *places;
	GHashTable *memo; /* what took long: by memo_key(), struct memo */
	/* uint32_t by entry: of what was taken in of its document; 0 for nothing, NONE for not
	 * even its file */
	GArray *sums;
	struct waiting *waiting;
};

#endif
