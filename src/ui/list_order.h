/*
 * The order of the list's rows.
 */
#ifndef LECTERN_UI_LIST_ORDER_H
#define LECTERN_UI_LIST_ORDER_H

#include <glib.h>
#include <stdbool.h>

#include "library/catalog.h"

enum list_sort {
	SORT_PATH,
	SORT_TITLE,
	SORT_DATE,
	SORT_KIND,
	SORT_LENGTH,
	SORT_RELEVANCE,
	SORT_COUNT
};

const char *list_sort_name(enum list_sort sort);

/* Fills order with the indices (uint32_t) of the documents of a catalog that can be shown, sorted;
 * those that are equal by path, also where it is reversed. A frame's time at 100,000. */
void list_order_make(GArray *order, const struct catalog *catalog, enum list_sort sort,
	bool reverse);

#endif
