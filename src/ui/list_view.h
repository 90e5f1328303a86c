/*
 * The list's state: which documents of the catalog are shown, in which order, and the cursor among
 * them.
 */
#ifndef LECTERN_UI_LIST_VIEW_H
#define LECTERN_UI_LIST_VIEW_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "library/catalog.h"

struct app;

enum list_sort { SORT_PATH, SORT_TITLE, SORT_DATE, SORT_KIND, SORT_LENGTH, SORT_COUNT };

/* What the filter looks into: title and path, folded. Made again for another title. */
struct list_view_folded {
	char *text;
	const char *title; /* as the catalog had it */
};

struct list_view {
	GArray *order;   /* uint32_t: catalog indices of all that can be shown, in order */
	GArray *rows;    /* uint32_t: those of them that pass the filter */
	uint32_t cursor; /* among rows */
	uint32_t top;
	int height; /* rows of the screen it had last */
	enum list_sort sort;
	bool reverse;
	bool stale;          /* the catalog or the sort changed since the order was made */
	bool filter_changed; /* since the rows were made */
	bool narrowed;       /* and only what is shown can pass it */
	uint32_t built_of;   /* documents the catalog had when the order was made */
	int64_t built_at;    /* by the app's clock */
	uint32_t prepared;   /* documents that list_view_idle() has been at */
	char *filter;        /* "" where there is none */
	char **words;        /* the filter's words, folded; NULL-terminated */
	GArray *folded;      /* struct list_view_folded by catalog index, made when needed */
};

void list_view_init(struct list_view *list);
void list_view_clear(struct list_view *list);

void list_view_set_filter(struct list_view *list, const char *filter);

/* Makes the rows anew where they are stale. The cursor stays on its document while that is
 * shown. */
void list_view_build(struct app *app);

/* Makes ready what filtering needs, a little at a time; whether there is more. */
bool list_view_idle(struct app *app);

/* Catalog index under the cursor, NONE where the list is empty. */
uint32_t list_view_entry(const struct list_view *list);

/* Puts the cursor on a document, where it is shown. */
bool list_view_select(struct app *app, uint32_t entry);

const char *list_view_sort_name(enum list_sort sort);

/* Ranges of title that the filter's words match, as struct range in order; for drawing. */
void list_view_hits(const struct list_view *list, const char *title, GArray *ranges);

#endif
