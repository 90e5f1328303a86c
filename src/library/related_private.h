/*
 * Between the parts of finding related sections: related_terms.c (what a section has to be found by),
 * related_index.c
 * and related_shared.c (who else has it, out of the store), related_rank.c (documents and sections by what
 * they share), related_reason.c (that in words), related.c (all of it, in turn).
 */
#ifndef LECTERN_LIBRARY_RELATED_PRIVATE_H
#define LECTERN_LIBRARY_RELATED_PRIVATE_H

#include "library/related.h"
#include "library/store_private.h"

/* --- what a section has --- */

enum related_kind {
	RELATED_WORD, /* or join */
	RELATED_PAIR, /* of words that stand together */
	RELATED_LINK,
	RELATED_TAG,
	RELATED_VIDEO,
	RELATED_SOURCE,
};

/* Something that may be shared. */
struct related_term {
	enum related_kind kind;
	/* of a word a token of the index, of a pair two, parted by RELATED_PART; else what it is,
	 * to know it by */
	char *bytes;
	/* of words and pairs: where it stands first, in the document's text or title */
	const char *text;
	struct range shown;
	uint32_t count;      /* in the section */
	uint32_t frequency;  /* documents that hold it, of many about; 0 until asked */
	uint32_t one, other; /* of a pair: the terms that its words are; else NONE */
	bool heading;        /* stands in the section's heading */
	double part;         /* of its weight that counts: less for what stands only around it */
	double weight;       /* what sharing it counts; 0 where it tells nothing */
};

/* Between the words of a pair: as a query of the index takes them (store_private.h). */
#define RELATED_PART '\x1f'

/* The range of the text that a section stands for: its own, or with those below it. */
struct range related_text(const struct document *document, uint32_t section);

/* The words, joins and pairs that may tell what a section is about: of its text, and of the headings
 * and title above it. struct related_term. */
GArray *related_terms(const struct document *document, uint32_t section);

/* --- who else has it --- */

/* That a document has a term: at places, or as a whole. */
struct related_posting {
	uint32_t document, term;
	/* Of a link the section, and one more: 0 before the first. RELATED_ALL: that of the whole
	 * document. RELATED_PLACES: as the places say. */
	uint32_t section;
	uint32_t first, count; /* of places */
};
#define RELATED_ALL UINT32_MAX
#define RELATED_PLACES (UINT32_MAX - 1)

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
	uint32_t entry;     /* of id; NONE where it has none */
	uint32_t count;     /* documents in the library */
	GArray *terms;      /* struct related_term */
	GArray *postings;   /* struct related_posting */
	GArray *places;     /* uint32_t */
	uint32_t last_id;   /* the last that was given in the store */
	uint32_t asked;     /* terms of which the index was asked how often they are */
	uint32_t rows;      /* of the index that may still be read */
	double whole;       /* what the best of its words weigh together */
	GArray *candidates; /* struct related_candidate */
};

/* Whether the document of an id is one that may be given; its own is. */
bool related_knows(const struct related_finding *finding, int64_t id);

/* What is shared by so many documents counts so much: 0 where too many have it, or nobody else. */
double related_rarity(const struct related_finding *finding, uint32_t frequency);

/* Fills frequencies, weights and postings of words and pairs. False where it was cancelled. */
bool related_look_up(struct related_finding *finding);

/* The same of links, tags, video and source, as terms more. (related_shared.c) */
bool related_look_around(struct related_finding *finding);

/* The tokens at which the sections of a document begin, and behind them how many it has in all:
 * uint32_t. held: a term that it has. The caller frees. */
GArray *related_sections(struct related_finding *finding, uint32_t document, uint32_t held);

/* --- documents and sections by what they share --- */

#define RELATED_REASONS 6

struct related_candidate {
	uint32_t document, section;
	uint32_t first, end;             /* postings of its document */
	uint32_t links;                  /* that are shared */
	uint32_t terms[RELATED_REASONS]; /* words and pairs that count most; NONE at the end */
	double score;
};

/* Fills candidates, best first. False where it was cancelled. */
bool related_rank(struct related_finding *finding);

/* Why, in words. The caller frees. (related_reason.c) */
char *related_reason(const struct related_finding *finding,
	const struct related_candidate *candidate);

#endif
