/*
 * Between the parts of finding related sections: related_terms.c (what a section has to be found by),
 * related_index.c (who else has it, out of the store), related_rank.c (documents and sections by what
 * they share), related_reason.c (that in words), related.c (all of it, in turn).
 */
#ifndef LECTERN_LIBRARY_RELATED_PRIVATE_H
#define LECTERN_LIBRARY_RELATED_PRIVATE_H

#include "library/related.h"
#include "library/store_private.h"

/* --- what a section has --- */

/* A word, join or pair of words. */
struct related_term {
	char *bytes;         /* a token of the index; of a pair two, parted by RELATED_PART */
	struct range shown;  /* of the document's text: where it stands first */
	uint32_t count;      /* in the section */
	uint32_t frequency;  /* documents that hold it, of many about; 0 until asked */
	uint32_t one, other; /* of a pair: the terms that its words are; else NONE */
	bool heading;        /* stands in the section's heading */
	bool read;           /* its places were read */
	double weight;       /* what sharing it once counts */
};

/* Between the words of a pair: as a query of the index takes them (store_private.h). */
#define RELATED_PART '\x1f'

/* The ranges of the text that a section stands for: its own, or with those below it. */
struct range related_text(const struct document *document, uint32_t section);

/* The words and joins of a range that may tell something, the likeliest first where there are more
 * than are asked for; then pairs of them. struct related_term. */
GArray *related_terms(const struct document *document, struct range text, struct range heading);

/* --- who else has it --- */

/* Places of a term in a document. */
struct related_posting {
	uint32_t document, term;
	uint32_t first, count; /* of places */
};

/* A place: RELATED_COLUMN() and RELATED_TOKEN() of it. */
#define RELATED_COLUMN(place) ((place) >> 30)
#define RELATED_TOKEN(place) ((place)&0x3fffffff)
enum { RELATED_TITLE, RELATED_HEADINGS, RELATED_BODY };

struct related_finding {
	struct store *store;
	struct linked *linked;
	const struct document *document;
	const struct cancel *cancel;
	uint32_t id, section;
	uint32_t count;     /* documents in the store */
	GArray *terms;      /* struct related_term */
	GArray *postings;   /* struct related_posting */
	GArray *places;     /* uint32_t */
	uint32_t rows;      /* that may still be read */
	GArray *candidates; /* struct related_candidate */
};

/* Fills frequencies, weights and postings. False where it was cancelled. */
bool related_look_up(struct related_finding *finding);

/* The tokens at which the sections of a document begin, and behind them its tokens in all: uint32_t.
 * The caller frees. */
GArray *related_sections(struct related_finding *finding, uint32_t document);

/* --- documents and sections by what they share --- */

#define RELATED_REASONS 3

struct related_candidate {
	uint32_t document, section;
	double score;
	uint32_t terms[RELATED_REASONS]; /* that tell most; NONE at the end */
};

/* Fills candidates, best first. False where it was cancelled. */
bool related_rank(struct related_finding *finding);

#endif
