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
#include "ui/list_filter.h"
#include "ui/list_order.h"

struct app;

struct list_view {
	GArray *order;   /* uint32_t: catalog indices of all that can be shown, in order */
	GArray *rows;    /* uint32_t: those of them that pass the filter */
	uint32_t cursor; /* among rows */
	uint32_t top;
	int height;     /* documents that it showed at once last */
	int row_height; /* rows of the screen that a document takes */
	enum list_sort sort;
	bool reverse;
	bool sort_chosen;    /* by the reader, not the first order */
	bool sort_over;      /* chosen since the filter's sort: was: it comes before that */
	bool stale;          /* the catalog or the sort changed since the order was made */
	bool filter_changed; /* the filter or its answer did since the rows were made */
	bool filter_new;     /* the rows for it were not shown yet: the cursor goes to the first */
	uint32_t built_of;   /* documents the catalog had when the order was made */
	uint32_t unstored;   /* of them that are not in the store yet */
	int64_t built_at;    /* by the app's clock */
	uint32_t wanted;     /* the document the cursor goes to with the filter's answer, or NONE */
	uint32_t before; /* the document under the cursor as a filter began to be typed, or NONE */
	struct list_filter filter;
};

void list_view_init(struct list_view *list);
void list_view_clear(struct list_view *list);

/* Makes the rows anew where they are stale. The cursor stays on its document while that is
 * shown. */
void list_view_build(struct app *app);

/* Whether the rows stand in order of relevance; in that of the filter's sort:. */
bool list_view_by_relevance(const struct list_view *list);
bool list_view_by_query(const struct list_view *list);

/* Catalog index under the cursor, NONE where the list is empty. */
uint32_t list_view_entry(const struct list_view *list);

/* Puts the cursor on a document, where it is shown. */
bool list_view_select(struct app *app, uint32_t entry);

#endif
