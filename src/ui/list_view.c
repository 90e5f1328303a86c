#include "config.h"

#include "ui/list_view.h"

#include <string.h>

#include "ui/app_state.h"

/* Lists longer than this are ordered anew no sooner than so many microseconds after the last time,
 * while they are being read. */
#define ORDER_SOON 2000
#define ORDER_PAUSE (300 * 1000)

void
list_view_init(struct list_view *list)
{
	*list = (struct list_view){ .stale = true };
	list->row_height = 1;
	list->wanted = NONE;
	list->order = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	list->rows = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	list_filter_init(&list->filter);
}

void
list_view_clear(struct list_view *list)
{
	g_array_unref(list->order);
	g_array_unref(list->rows);
	list_filter_clear(&list->filter);
}

uint32_t
list_view_entry(const struct list_view *list)
{
	if (list->cursor >= list->rows->len)
		return NONE;
	return g_array_index(list->rows, uint32_t, list->cursor);
}

/* --- the rows --- */

static void
select_row_of(struct list_view *list, uint32_t entry)
{
	for (uint32_t i = 0; i < list->rows->len; i++) {
		if (g_array_index(list->rows, uint32_t, i) == entry) {
			list->cursor = i;
			return;
		}
	}
	if (list->cursor >= list->rows->len)
		list->cursor = list->rows->len > 0 ? list->rows->len - 1 : 0;
}

static void
make_order(struct app *app)
{
	struct list_view *list = &app->list;
	list_order_make(list->order, app->catalog, list->sort, list->reverse);
	list->unstored = 0;
	for (guint i = 0; i < list->order->len; i++) {
		uint32_t index = g_array_index(list->order, uint32_t, i);
		list->unstored += catalog_entry(app->catalog, index)->id == 0;
	}
	list->stale = false;
	list->built_of = catalog_count(app->catalog);
	list->built_at = app->now();
}

/* Whether the rows stand in the order of the answer: what `sort:` says, or relevance while nobody
 * chose another order. */
static bool
by_answer(const struct list_view *list)
{
	if (!list_filter_on(&list->filter) || !list_filter_orders(&list->filter))
		return false;
	if (list->filter.found->query->sort != NULL)
		return !list->sort_over;
	return list->sort == SORT_RELEVANCE || !list->sort_chosen;
}

bool
list_view_by_relevance(const struct list_view *list)
{
	return by_answer(list) && list->filter.found->query->sort == NULL;
}

bool
list_view_by_query(const struct list_view *list)
{
	return by_answer(list) && list->filter.found->query->sort != NULL;
}

/* Documents that are not in the store yet have no place in its order: they come last. */
static void
make_rows_of_answer(struct app *app)
{
	struct list_view *list = &app->list;
	const GArray *ids = list->filter.found->answer->ids;
	bool reverse = list->reverse && list->sort_chosen && list_view_by_relevance(list);
	g_array_set_size(list->rows, 0);
	for (guint i = 0; i < ids->len; i++) {
		guint at = reverse ? ids->len - 1 - i : i;
		uint32_t index = catalog_find_id(app->catalog, g_array_index(ids, uint32_t, at));
		if (index != NONE && !catalog_entry(app->catalog, index)->gone)
			g_array_append_val(list->rows, index);
	}
	for (guint i = 0; list->unstored > 0 && i < list->order->len; i++) {
		uint32_t index = g_array_index(list->order, uint32_t, i);
		const struct entry *entry = catalog_entry(app->catalog, index);
		if (entry->id == 0 && list_filter_passes(&list->filter, index, entry))
			g_array_append_val(list->rows, index);
	}
}

/* Makes the rows of what passes the filter. */
static void
make_rows(struct app *app)
{
	struct list_view *list = &app->list;
	if (by_answer(list)) {
		make_rows_of_answer(app);
		return;
	}
	g_array_set_size(list->rows, 0);
	for (guint i = 0; i < list->order->len; i++) {
		uint32_t index = g_array_index(list->order, uint32_t, i);
		if (list_filter_passes(&list->filter, index, catalog_entry(app->catalog, index)))
			g_array_append_val(list->rows, index);
	}
}

/* While an answer is on its way what is shown stays, where that can but be narrowed, or the answer
 * will speak of all. */
static bool
may_wait(const struct list_view *list)
{
	return list->filter.waiting && (list->filter.found != NULL || list->unstored == 0);
}

void
list_view_build(struct app *app)
{
	struct list_view *list = &app->list;
	/* While a large library is read, a new order for every batch would take longer than the
	 * reading. */
	bool soon = app->loading.running && list->built_of > ORDER_SOON &&
		    app->now() - list->built_at < ORDER_PAUSE;
	bool order = list->stale && !soon;
	if (!order && (!list->filter_changed || may_wait(list)))
		return;
	bool at_start = list->cursor == 0 && list->top == 0;
	uint32_t entry = list_view_entry(list);
	if (order)
		make_order(app);
	make_rows(app);
	if (list->filter_new || (at_start && app->loading.running))
		list->cursor = 0;
	else
		select_row_of(list, entry);
	if (list->wanted != NONE)
		select_row_of(list, list->wanted);
	if (!list->filter.waiting)
		list->wanted = NONE;
	list->filter_changed = false;
	list->filter_new = list->filter.waiting;
}

bool
list_view_select(struct app *app, uint32_t entry)
{
	struct list_view *list = &app->list;
	list_view_build(app);
	for (uint32_t i = 0; i < list->rows->len; i++) {
		if (g_array_index(list->rows, uint32_t, i) == entry) {
			list->cursor = i;
			return true;
		}
	}
	return false;
}
