#include "config.h"

#include "ui/list_view.h"

#include <string.h>

#include "text/fold.h"
#include "text/range.h"
#include "ui/app_state.h"

/* Lists longer than this are ordered anew no sooner than so many microseconds after the last time,
 * while they are being read. */
#define ORDER_SOON 2000
#define ORDER_PAUSE (300 * 1000)

static void
clear_folded(void *element)
{
	g_free(((struct list_view_folded *)element)->text);
}

void
list_view_init(struct list_view *list)
{
	*list = (struct list_view){ .stale = true };
	list->order = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	list->rows = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	list->folded = g_array_new(FALSE, TRUE, sizeof(struct list_view_folded));
	g_array_set_clear_func(list->folded, clear_folded);
	list->filter = g_strdup("");
	list->words = g_new0(char *, 1);
}

void
list_view_clear(struct list_view *list)
{
	g_array_unref(list->order);
	g_array_unref(list->rows);
	g_array_unref(list->folded);
	g_free(list->filter);
	g_strfreev(list->words);
}

uint32_t
list_view_entry(const struct list_view *list)
{
	if (list->cursor >= list->rows->len)
		return NONE;
	return g_array_index(list->rows, uint32_t, list->cursor);
}

/* --- the filter --- */

static char *
fold(const char *s, size_t n)
{
	size_t length;
	return fold_search(s, n, false, &length, NULL);
}

/* Whether all that passes a filter passes the one before it too: in ASCII, where what follows
 * changes no letter before it. */
static bool
narrows(const char *filter, const char *before)
{
	return before[0] != '\0' && g_str_has_prefix(filter, before) && g_str_is_ascii(filter);
}

void
list_view_set_filter(struct list_view *list, const char *filter)
{
	list->narrowed = narrows(filter, list->filter) && (list->narrowed || !list->filter_changed);
	g_free(list->filter);
	list->filter = g_strdup(filter);
	g_strfreev(list->words);
	g_auto(GStrv) parts = g_strsplit_set(filter, " \t", -1);
	GPtrArray *words = g_ptr_array_new();
	for (char **part = parts; *part != NULL; part++) {
		g_autofree char *word = fold(*part, strlen(*part));
		if (word[0] != '\0')
			g_ptr_array_add(words, g_steal_pointer(&word));
	}
	g_ptr_array_add(words, NULL);
	list->words = (char **)g_ptr_array_free(words, FALSE);
	list->filter_changed = true;
}

static const char *
folded_of(struct list_view *list, uint32_t index, const struct entry *entry)
{
	if (index >= list->folded->len)
		g_array_set_size(list->folded, index + 1);
	struct list_view_folded *folded =
		&g_array_index(list->folded, struct list_view_folded, index);
	if (folded->text == NULL || folded->title != entry->title) {
		/* The two parts are kept apart, so that no word matches across them. */
		g_autofree char *both = g_strconcat(entry->title, "\n", entry->below, NULL);
		g_free(folded->text);
		folded->text = fold(both, strlen(both));
		folded->title = entry->title;
	}
	return folded->text;
}

static bool
passes(struct list_view *list, uint32_t index, const struct entry *entry)
{
	if (list->words[0] == NULL)
		return true;
	const char *folded = folded_of(list, index, entry);
	for (char **word = list->words; *word != NULL; word++) {
		if (strstr(folded, *word) == NULL)
			return false;
	}
	return true;
}

/* Documents made ready at a time: a fraction of a millisecond. */
#define PREPARE_STEP 500

bool
list_view_idle(struct app *app)
{
	struct list_view *list = &app->list;
	uint32_t count = catalog_count(app->catalog);
	uint32_t end = MIN(count, list->prepared + PREPARE_STEP);
	for (; list->prepared < end; list->prepared++) {
		const struct entry *entry = catalog_entry(app->catalog, list->prepared);
		/* What is not read yet would have to be done again. */
		if (!entry->known && !entry->failed && !entry->gone)
			return false;
		folded_of(list, list->prepared, entry);
	}
	return list->prepared < count;
}

static int
compare_ranges(const void *a, const void *b)
{
	const struct range *x = a, *y = b;
	return (x->start > y->start) - (x->start < y->start);
}

void
list_view_hits(const struct list_view *list, const char *title, GArray *ranges)
{
	if (list->words[0] == NULL)
		return;
	size_t length;
	g_autofree uint32_t *origins = NULL;
	g_autofree char *folded = fold_search(title, strlen(title), false, &length, &origins);
	for (char **word = list->words; *word != NULL; word++) {
		size_t n = strlen(*word);
		for (const char *at = folded; (at = strstr(at, *word)) != NULL; at += n) {
			size_t start = (size_t)(at - folded);
			struct range hit = { origins[start], origins[start + n] };
			g_array_append_val(ranges, hit);
		}
	}
	g_array_sort(ranges, compare_ranges);
}

/* --- the order --- */

typedef int (*entry_compare)(const struct entry *a, const struct entry *b);

static int
by_path(const struct entry *a, const struct entry *b)
{
	if (a->root != b->root)
		return a->root < b->root ? -1 : 1;
	return strcmp(a->path, b->path);
}

static int
by_title(const struct entry *a, const struct entry *b)
{
	return strcasecmp(a->title, b->title);
}

/* The newest first, those without a date last. */
static int
by_date(const struct entry *a, const struct entry *b)
{
	return strcmp(b->date, a->date);
}

static int
by_kind(const struct entry *a, const struct entry *b)
{
	return strcmp(a->kind, b->kind);
}

/* The longest first; what was not counted yet goes by its size. */
static int
by_length(const struct entry *a, const struct entry *b)
{
	uint64_t x = a->minutes != UINT32_MAX ? a->minutes : a->size / 1400;
	uint64_t y = b->minutes != UINT32_MAX ? b->minutes : b->size / 1400;
	return (x < y) - (x > y);
}

static const struct {
	const char *name;
	entry_compare compare;
} sorts[SORT_COUNT] = {
	[SORT_PATH] = { "path", by_path },
	[SORT_TITLE] = { "title", by_title },
	[SORT_DATE] = { "date", by_date },
	[SORT_KIND] = { "kind", by_kind },
	[SORT_LENGTH] = { "length", by_length },
};

const char *
list_view_sort_name(enum list_sort sort)
{
	return sorts[sort].name;
}

struct order {
	const struct catalog *catalog;
	entry_compare compare;
	bool reverse;
};

static int
compare_rows(const void *a, const void *b, void *data)
{
	const struct order *order = data;
	const struct entry *x = catalog_entry(order->catalog, *(const uint32_t *)a);
	const struct entry *y = catalog_entry(order->catalog, *(const uint32_t *)b);
	int result = order->compare(x, y);
	if (order->reverse)
		result = -result;
	return result != 0 ? result : by_path(x, y);
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
	uint32_t count = catalog_count(app->catalog);
	struct order order = { app->catalog, sorts[list->sort].compare, list->reverse };
	g_array_set_size(list->order, 0);
	for (uint32_t i = 0; i < count; i++) {
		const struct entry *entry = catalog_entry(app->catalog, i);
		if (!entry->binary && !entry->gone)
			g_array_append_val(list->order, i);
	}
	g_array_sort_with_data(list->order, compare_rows, &order);
	list->stale = false;
	list->built_of = count;
	list->built_at = app->now();
}

/* Makes the rows of what passes the filter among others, which may be the rows themselves. */
static void
make_rows(struct app *app, const GArray *among)
{
	struct list_view *list = &app->list;
	guint kept = 0, count = among->len;
	if (among != list->rows)
		g_array_set_size(list->rows, count);
	for (guint i = 0; i < count; i++) {
		uint32_t index = g_array_index(among, uint32_t, i);
		if (passes(list, index, catalog_entry(app->catalog, index)))
			g_array_index(list->rows, uint32_t, kept++) = index;
	}
	g_array_set_size(list->rows, kept);
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
	if (!order && !list->filter_changed)
		return;
	bool at_start = list->cursor == 0 && list->top == 0;
	uint32_t entry = list_view_entry(list);
	if (order)
		make_order(app);
	make_rows(app, list->narrowed && !order ? list->rows : list->order);
	if (list->filter_changed || (at_start && app->loading.running))
		list->cursor = 0;
	else
		select_row_of(list, entry);
	list->filter_changed = false;
	list->narrowed = false;
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
