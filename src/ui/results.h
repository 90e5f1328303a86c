/*
 * Results: the documents that a search of the library or the list's filter found, and the way through
 * them: their hits are marked in the reader, and n and N go on from the last hit of one document
 * into the next (SPEC §6).
 */
#ifndef LECTERN_UI_RESULTS_H
#define LECTERN_UI_RESULTS_H

#include <glib.h>
#include <stdbool.h>

#include "library/query.h"

struct app;

struct results {
	char *text;          /* the query as typed; NULL where there are none */
	struct query *query; /* it */
	GPtrArray *paths;    /* char *: documents, in their order */
	guint at;            /* the one being read */
	enum { RESULTS_STAY, RESULTS_FIRST, RESULTS_LAST } arrive; /* at which hit of the next */
};

void results_init(struct results *results);
void results_clear(struct results *results);

/* These are the results from now on. Takes paths; at is the one that is opened next. */
void results_set(struct app *app, const char *text, bool typing, GPtrArray *paths, guint at);

/* There are none any more. */
void results_end(struct app *app);

/* A document is shown: where it is one of the results its hits are marked. */
void results_arrived(struct app *app);

/* Whether the document being read is one of the results, and goes to the next or the one before, at its first
 * or last hit; false (with a word) where there is none. */
bool results_active(const struct app *app);
bool results_step(struct app *app, bool forward);

#endif
