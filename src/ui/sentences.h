/*
 * Sentences: for the documents a filter shows, the sentence of each that shows best why it was found.
 * Documents are read on a worker, those on the screen alone, and what they gave is kept while the filter
 * stays.
 */
#ifndef LECTERN_UI_SENTENCES_H
#define LECTERN_UI_SENTENCES_H

#include <glib.h>
#include <stdint.h>

#include "library/search.h"
#include "ui/canvas.h"

struct app;

struct sentences {
	char *query;         /* as typed: what they are of; NULL for none */
	bool typing;         /* its last word is a prefix */
	GHashTable *by_path; /* char * to struct search_place *, without text where there is none */
	bool waiting;        /* a worker reads */
};

void sentences_init(struct sentences *sentences);
void sentences_clear(struct sentences *sentences);

/* They are of this query from now on; what was known of another is dropped. */
void sentences_begin(struct app *app, const char *query, bool typing);

/* The sentence of a document, and when it is said; NULL while it is not known. Its snippet's text is NULL
 * where there is none. */
const struct search_place *sentences_of(const struct sentences *sentences, const char *path);

/* Has those of n catalog entries read that are not known yet. */
void sentences_want(struct app *app, const uint32_t *entries, uint32_t n);

/* Draws a snippet into so many columns of a row, from a place on from which its first hit is seen; and
 * marks its hits there, once the row has its look. */
void snippet_draw(const struct snippet *snippet, struct canvas *canvas, int y, int x, int columns,
	enum role role);
void snippet_mark(const struct snippet *snippet, struct canvas *canvas, int y, int x, int columns,
	enum role role);

/* Forgets the sentence of a document that changed. */
void sentences_forget(struct sentences *sentences, const char *path);

#endif
