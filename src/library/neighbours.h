/*
 * The neighbourhood of a document: those that link to it, and what its links lead to, each once, with
 * the number of links between the two. A document is no neighbour of itself.
 */
#ifndef LECTERN_LIBRARY_NEIGHBOURS_H
#define LECTERN_LIBRARY_NEIGHBOURS_H

#include <glib.h>
#include <stdint.h>

#include "document/document.h"
#include "library/linked.h"
#include "library/resolve.h"
#include "text/cancel.h"

enum neighbour_way { NEIGHBOURS_IN, NEIGHBOURS_OUT, NEIGHBOUR_WAYS };

struct neighbour {
	uint32_t id;    /* of the document; 0 where the links lead nowhere */
	uint32_t links; /* from the one to the other */
	/* of what is missing: how it is written first, and its place in the links of the document */
	enum target_kind kind;
	char *target; /* else NULL */
	uint32_t link;
};

/* One way: struct neighbour. Those with most links come first; of as many, the ones that link to it by
 * nearness (folders up and down, then path), the ones that it links to as it names them. */
struct neighbour_list {
	GArray *rows;       /* at most as many as were asked for */
	uint32_t documents; /* in all, what is missing too */
	uint32_t links;
	uint32_t web; /* links to addresses that are no document's */
};

struct neighbours {
	struct neighbour_list way[NEIGHBOUR_WAYS];
};

/* Of the document of an id, at most so many each way. document is that document, borrowed; with NULL it
 * is read from its file, and leads nowhere where that cannot be read. NULL where cancelled; without
 * neighbours where the store has no such document. */
struct neighbours *neighbours_of(struct linked *linked, uint32_t id,
	const struct document *document, uint32_t most, const struct cancel *cancel);
void neighbours_free(struct neighbours *neighbours);

typedef struct neighbours Neighbours;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Neighbours, neighbours_free)

#endif
