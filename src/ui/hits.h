/*
 * Searching in a document: all hits of a pattern in its text (SPEC §6). A pattern is literal,
 * folded for case and accents, in exact case where it holds a capital; `/re/` is a regular
 * expression (a final slash may be missing while it is typed). Hits cross the line breaks of a
 * block.
 */
#ifndef LECTERN_UI_HITS_H
#define LECTERN_UI_HITS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "text/range.h"

/* Hits that are kept at most. */
#define HITS_MOST 100000

struct hits {
	const struct document *document; /* borrowed */
	bool given;                      /* they were found elsewhere: by a query */
	uint32_t at;  /* the text before it was searched; all of it at the document's length */
	char *needle; /* of a literal pattern, folded; else NULL */
	size_t needle_length;
	bool keep_case;
	char *pattern;
	GArray *ranges; /* struct range of the document's text, in order, without overlap */
	char *problem;  /* a sentence: a wrong pattern, or a limit that was met; else NULL */
};

struct hits *hits_new(const struct document *document, const char *pattern);

/* The same a little at a time: begins (an expression is searched for whole), and searches on
 * through about so many bytes. False when all was searched. */
struct hits *hits_begin(const struct document *document, const char *pattern);
bool hits_more(struct hits *hits, uint32_t bytes);
bool hits_complete(const struct hits *hits);

/* Hits that a query found: copies ranges (struct range, in order); label is what they are of. */
struct hits *hits_of_ranges(const struct document *document, const char *label,
	const GArray *ranges);
void hits_free(struct hits *hits);

/* Hits found so far, in order of the text; and one of them, as a range of it. */
uint32_t hits_count(const struct hits *hits);
struct range hits_range(const struct hits *hits, uint32_t index);

/* Index of the first hit that begins at or after offset (count where there is none). */
uint32_t hits_at(const struct hits *hits, uint32_t offset);

typedef struct hits Hits;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Hits, hits_free)

#endif
