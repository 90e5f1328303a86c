/*
 * The reference: what a query finds in a library, told by reading all of its files, one document
 * after the other, without the index and without the code that asks it. It goes by the rules that
 * the manual (SPEC §5, §7) and the headers (text/words.h, text/phrase.h, library/query.h,
 * library/answer.h) say, written as plainly as they can be; only the tree of a query, the parsed
 * documents, the folding of texts and the resolving of links are taken from the program.
 */
#ifndef LECTERN_TESTS_SUPPORT_REFERENCE_H
#define LECTERN_TESTS_SUPPORT_REFERENCE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "library/query.h"

struct reference;

/* Reads all documents below the roots (real paths of folders, NULL-terminated). */
struct reference *reference_new(const char *const *roots);
void reference_free(struct reference *reference);

/* The documents in order of path: of several roots in their order. */
uint32_t reference_count(const struct reference *reference);
const char *reference_path(const struct reference *reference, uint32_t i);
const struct document *reference_document(const struct reference *reference, uint32_t i);

/* Marks a document for is:read or is:starred. */
void reference_set_state(struct reference *reference, uint32_t i, bool read, bool starred);

/* The names of all keys of front matter that a query may ask for, sorted; the caller frees. */
char **reference_keys(const struct reference *reference);

struct reference_options {
	const char *today; /* YYYY-MM-DD, as the query was read with */
	/* as in struct answer_options: a last word of few letters begins words of title and
	 * headings alone */
	bool typing;
};

/* The documents that a query finds, its limit left aside: uint32_t in order of path. */
GArray *reference_find(struct reference *reference, const struct query *query,
	const struct reference_options *options);

/* In what order an answer stands where its query names no field to sort by. */
enum reference_way {
	REFERENCE_BY_PATH,
	REFERENCE_BY_RELEVANCE,
	REFERENCE_BY_NEWEST, /* title and headings first, then newest */
};

/* Whether documents (uint32_t) are those of all that were found that stand first, and in the
 * order that a query asks for. NULL, else a sentence on what is wrong; the caller frees. */
char *reference_order(struct reference *reference, const struct query *query, const GArray *found,
	const GArray *documents, enum reference_way way);

#endif
