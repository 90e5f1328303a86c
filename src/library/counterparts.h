/*
 * Counterparts: between the entries of digests and the documents they come from (DIGEST.md §6). An
 * entry is a title, an excerpt, or both; the same title or the same words elsewhere are where it
 * comes from.
 *
 * From an entry: documents of its title (folded as a name, SPEC §5: title with or without the site,
 * alias, file); where there is none, sections of that title; and the places where the words of its
 * excerpt stand, title or not. Back from a section of any other document: the entries with its title
 * or its document's, and those with words of it. Digests are never counterparts of digests.
 *
 * Words are the same where their search fold is (text/words.h): what stands between them, markup,
 * times and ellipses count nothing. How many must stand in a row: quote_is_found().
 * What the index finds is only a candidate: the words are read in the document's file.
 */
#ifndef LECTERN_LIBRARY_COUNTERPARTS_H
#define LECTERN_LIBRARY_COUNTERPARTS_H

#include <glib.h>
#include <stdint.h>

#include "document/document.h"
#include "library/linked.h"
#include "library/store.h"
#include "text/cancel.h"

/* What two places have in common, best first. */
enum counterpart_why {
	COUNTERPART_BOTH, /* title and excerpt */
	COUNTERPART_EXCERPT,
	COUNTERPART_TITLE,
};

struct counterpart {
	uint32_t id;
	uint32_t
		section; /* its index; NONE: the document as a whole, or before its first heading */
	uint32_t line;   /* of the place, from 1 */
	/* of the document's text, where the words begin: the section's heading where that is near above;
	 * NONE by title alone */
	uint32_t offset;
	uint32_t words; /* that stand in a row on both sides; 0 by title alone */
	enum counterpart_why why;
	/* the way back: it has the title of the document, not of the section, nor its words */
	bool of_document;
	char *path;    /* real */
	char *kind;    /* "article" */
	char *title;   /* of the document, short */
	char *heading; /* the section's title; "" where there is none */
};

void counterpart_free(struct counterpart *counterpart);

/* The counterparts of a section (NONE: what stands before the first, or all of a document without
 * sections) of a document that is in the store as id (0: it is not) and was read from path (real;
 * may be NULL). Best first: by why, then where most of the words stand (in quarters), then the nearest
 * (fewest folders up and down, then path); at most `most`; of a document one place, of a digest each
 * entry. Struct counterpart *, freed with the array. NULL and error where it was cancelled
 * (STORE_ERROR_STOPPED) or failed. */
GPtrArray *counterparts_of(struct store *store, struct linked *linked,
	const struct document *document, uint32_t id, const char *path, uint32_t section,
	unsigned most, const struct cancel *cancel, GError **error);

typedef struct counterpart Counterpart;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Counterpart, counterpart_free)

#endif
