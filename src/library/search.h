/*
 * Places: where in a document a query's words stand (SPEC §7). The documents come from an answer
 * (library/answer.h), are read, and give the sections that hold a word or phrase; those that hold
 * all of them first. Also all hits of a document, for marks, and its best sentence, for the filter's row.
 * What a regular expression over the text matches is a hit too.
 */
#ifndef LECTERN_LIBRARY_SEARCH_H
#define LECTERN_LIBRARY_SEARCH_H

#include <glib.h>
#include <stdint.h>

#include "document/document.h"
#include "library/query.h"
#include "library/snippet.h"

struct search_place {
	uint32_t section; /* index; NONE before the first heading, or where there are none */
	uint32_t offset;  /* of the text: the first of the hits shown, or the section's start */
	uint32_t line;    /* of the source */
	/* when it is said: the timestamp that marks the hit's sentence, in a transcript the cue of the hit,
	 * else the last one before it in its section; of a heading the section's first, else the
	 * first of the hit's block. Index and its time, NONE where there is none */
	uint32_t timestamp, milliseconds;
	struct snippet snippet; /* the closest hits of most phrases; else how the section begins */
	uint32_t phrases;       /* how many different ones of the query it holds */
	double score;           /* for order within the document: 0 to 1, more is better */
};

/* The places of a document that the query finds, best first: sections that hold more of the query's
 * phrases, then in the heading, then more hits, then in order of text. Where none holds any (a query of
 * fields, a hit in the title alone): one place, the first section. The snippet has about so many
 * characters. Appends struct search_place *. */
void search_places(const struct document *document, const struct query *query, uint32_t most,
	uint32_t snippet_length, GPtrArray *places);
void search_place_free(struct search_place *place);

/* All hits in the text, as struct range in order, without overlap; at most `most`. */
void search_hits(const struct document *document, const struct query *query, uint32_t most,
	GArray *ranges);

/* The place whose sentence shows best why the document was found; NULL where no phrase of the query stands
 * in the text. The caller frees. */
struct search_place *search_best(const struct document *document, const struct query *query,
	uint32_t length);

#endif
