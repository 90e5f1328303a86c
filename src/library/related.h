/*
 * Related sections: which sections of a library are about the same as one that is read, out of the
 * store alone: no file is read.
 *
 * What two sections share counts the more the fewer documents have it: links to the same target,
 * words, joins and pairs of words that stand together (text/words.h), and of their documents a tag,
 * the video, the source. Words that many documents hold count nothing, nor do bare numbers and what
 * stands in URLs; those that stand only around the section, in the title, the headings above or the
 * rest of its document, count little. Words are found through the index's places, which tell the
 * section too, as a break stands before each. What much of the library shares is looked at only so
 * far: the work has a bound, whatever the section and the library hold.
 */
#ifndef LECTERN_LIBRARY_RELATED_H
#define LECTERN_LIBRARY_RELATED_H

#include <glib.h>
#include <stdint.h>

#include "document/document.h"
#include "library/linked.h"
#include "library/store.h"
#include "text/cancel.h"

/* Sections of the own document that are given at all. */
#define RELATED_OF_DOCUMENT 3

struct related {
	uint32_t id;      /* the document it stands in */
	uint32_t section; /* its index; NONE: what stands before the first */
	uint32_t line;    /* of its heading, from 1 */
	char *title;      /* of the section; of the document for NONE */
	/* what is shared, in words, the most telling first: `3 shared links · "reward hacking"`,
	 * `#safety`, `same video`, `same source`. Words are as the section asked about writes them. */
	char *reason;
	double score; /* greater is nearer; no more than an order */
};

void related_free(struct related *related);

/* The sections that are about the same as one of document (NONE: what stands before the first), best
 * first, at most `most`. A section without text of its own (a heading alone) stands for those below
 * it. id: the document's in the store, 0 where it is not in there. Never the section itself; of its
 * own document at most RELATED_OF_DOCUMENT, after all others and only where there are others; of
 * another each further section counts less, so that several documents are among the first. Only
 * documents that linked knows. Struct related *, which the caller frees (the array has related_free());
 * NULL and error where it was cancelled (STORE_ERROR_STOPPED). Takes some milliseconds: for a
 * worker, with the connection that linked is of. */
GPtrArray *related_to(struct store *store, struct linked *linked, const struct document *document,
	uint32_t id, uint32_t section, unsigned most, const struct cancel *cancel, GError **error);

typedef struct related Related;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Related, related_free)

#endif
