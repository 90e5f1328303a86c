/*
 * The list's filter: a query (library/query.h) and what the store found for it.
 *
 * With each key the store is asked (ui/finding.h), and the rows stay until it answers, since what
 * is typed mostly narrows them. While there are documents that are not in the store yet and the query is words
 * alone, those whose titles hold them are shown too, and of the others meanwhile.
 */
#ifndef LECTERN_UI_LIST_FILTER_H
#define LECTERN_UI_LIST_FILTER_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "library/catalog.h"
#include "ui/finding.h"

struct app;

/* Whether a title holds the words of a text. */
struct list_verdict {
	const char *title; /* of the catalog */
	uint32_t of;       /* the number of the text */
	bool passes;
};

struct list_filter {
	char *text;          /* "" where there is none */
	bool typing;         /* its last word is a prefix: as long as it came of the prompt */
	char **words;        /* of a query of words alone, folded; NULL-terminated, else empty */
	struct found *found; /* for text, or while waiting for one before it; NULL for none */
	bool waiting;        /* the answer to text is still to come */
	char *problem;       /* what is wrong with text; NULL for nothing */
	uint32_t texts;      /* counted: a new one may have other words */
	GArray *verdicts;    /* struct list_verdict, by index of the catalog */
	GHashTable *folded;  /* titles of the catalog that are not ASCII, to char *: folded */
	uint32_t prepared;   /* documents that list_filter_idle() has been at */
	int64_t asked_at;    /* by the app's clock */
	bool all;            /* files are read for it where the index cannot decide */
	bool stale;          /* the store changed since it was asked */
};

void list_filter_init(struct list_filter *filter);
void list_filter_clear(struct list_filter *filter);

/* Filters by text from now on; all: expressions over the texts are answered too (after Enter). "" shows
 * all. */
void list_filter_set(struct app *app, const char *text, bool typing, bool all);

/* The store or what is read changed: the filter is asked anew, though not more often than a few times a
 * second. */
void list_filter_refresh(struct app *app, bool at_once);

/* Whether anything is filtered. */
bool list_filter_on(const struct list_filter *filter);

/* Whether the answer has an order of its own: relevance, or `sort:`. */
bool list_filter_orders(const struct list_filter *filter);

/* Whether sentences are shown under the rows: the query has words. */
bool list_filter_explains(const struct list_filter *filter);

/* Whether the texts are being looked into for an expression; and stops that, the filter stays. */
bool list_filter_looks(const struct list_filter *filter);
bool list_filter_stop(struct app *app);

/* Whether a document of the catalog, an entry by its index, is found. */
bool list_filter_passes(struct list_filter *filter, uint32_t index, const struct entry *entry);

/* Ranges of a title that the query's words match, as struct range in order; for drawing. */
void list_filter_hits(const struct list_filter *filter, const char *title, GArray *ranges);

/* Makes ready what filtering needs, a little at a time, and asks anew where it is time; whether there is
 * more to make ready. */
bool list_filter_idle(struct app *app);

#endif
