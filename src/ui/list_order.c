/*
 * Rows come in nearly by path, since folders are read one after the other, so that what stands in order
 * already is found and merged. By something else they are sorted after that and stay so
 * where they are equal. Most comparisons see the first bytes alone, which stand beside the index.
 */
#include "config.h"

#include "ui/list_order.h"

#include <ctype.h>
#include <string.h>

/* Runs are made as long as this, at least, before they are merged. */
#define RUN_LEAST 8

struct item {
	uint64_t key; /* what differs here decides */
	uint32_t index;
};

typedef uint64_t (*make_key)(const struct entry *entry);
typedef int (*compare_entries)(const struct entry *a, const struct entry *b);

/* The first bytes of a text as a number; the last byte is 0 where it ends before. */
static uint64_t
key_of_text(const char *text, bool folds)
{
	uint64_t key = 0;
	size_t i = 0;
	for (; i < sizeof(key) && text[i] != '\0'; i++) {
		int c = (unsigned char)text[i];
		key = key << 8 | (unsigned char)(folds ? tolower(c) : c);
	}
	return i > 0 ? key << (8 * (sizeof(key) - i)) : 0;
}

static uint64_t
key_of_path(const struct entry *entry)
{
	return entry->root;
}

static int
by_path(const struct entry *a, const struct entry *b)
{
	return strcmp(a->path, b->path);
}

static uint64_t
key_of_title(const struct entry *entry)
{
	return key_of_text(entry->title, true);
}

static int
by_title(const struct entry *a, const struct entry *b)
{
	return strcasecmp(a->title, b->title);
}

/* The newest first, those without a date last. */
static uint64_t
key_of_date(const struct entry *entry)
{
	return ~key_of_text(entry->date, false);
}

static int
by_date(const struct entry *a, const struct entry *b)
{
	return a->date == b->date ? 0 : strcmp(b->date, a->date);
}

static uint64_t
key_of_kind(const struct entry *entry)
{
	return key_of_text(entry->kind, false);
}

static int
by_kind(const struct entry *a, const struct entry *b)
{
	return a->kind == b->kind ? 0 : strcmp(a->kind, b->kind);
}

/* The longest first; what was not counted yet goes by its size. */
static uint64_t
key_of_length(const struct entry *entry)
{
	return ~(uint64_t)(entry->minutes != UINT32_MAX ? entry->minutes : entry->size / 1400);
}

static const struct {
	const char *name;
	make_key key;
	compare_entries compare; /* where keys are the same */
} sorts[SORT_COUNT] = {
	[SORT_PATH] = { "path", NULL, NULL },
	[SORT_TITLE] = { "title", key_of_title, by_title },
	[SORT_DATE] = { "date", key_of_date, by_date },
	[SORT_KIND] = { "kind", key_of_kind, by_kind },
	[SORT_LENGTH] = { "length", key_of_length, NULL },
	[SORT_RELEVANCE] = { "relevance", NULL, NULL },
};

const char *
list_sort_name(enum list_sort sort)
{
	return sorts[sort].name;
}

/* --- a natural merge sort --- */

struct sorting {
	const struct catalog *catalog;
	compare_entries compare;
	bool reverse;
	struct item *items, *other;
	GArray *ends; /* guint: of each run */
};

/* Whether b has to stand before a, which comes before it now. */
static bool
is_before(const struct sorting *sorting, const struct item *b, const struct item *a)
{
	int result = (b->key > a->key) - (b->key < a->key);
	if (result == 0 && sorting->compare != NULL)
		result = sorting->compare(catalog_entry(sorting->catalog, b->index),
			catalog_entry(sorting->catalog, a->index));
	return sorting->reverse ? result > 0 : result < 0;
}

static void
insert(const struct sorting *sorting, guint start, guint at)
{
	struct item item = sorting->items[at];
	for (; at > start && is_before(sorting, &item, &sorting->items[at - 1]); at--)
		sorting->items[at] = sorting->items[at - 1];
	sorting->items[at] = item;
}

static void
find_runs(struct sorting *sorting, guint n)
{
	g_array_set_size(sorting->ends, 0);
	for (guint start = 0, end; start < n; start = end) {
		for (end = start + 1; end < n && !is_before(sorting, &sorting->items[end],
							 &sorting->items[end - 1]);
			end++)
			;
		for (; end < n && end - start < RUN_LEAST; end++)
			insert(sorting, start, end);
		g_array_append_val(sorting->ends, end);
	}
}

static void
merge(const struct sorting *sorting, guint start, guint middle, guint end)
{
	const struct item *a = sorting->items + start, *a_end = sorting->items + middle;
	const struct item *b = a_end, *b_end = sorting->items + end;
	struct item *to = sorting->other + start;
	while (a < a_end && b < b_end)
		*to++ = is_before(sorting, b, a) ? *b++ : *a++;
	memcpy(to, a, (size_t)(a_end - a) * sizeof(*a));
	memcpy(to + (a_end - a), b, (size_t)(b_end - b) * sizeof(*b));
}

/* Merges two runs each; half as many are left. */
static void
merge_runs(struct sorting *sorting)
{
	guint *ends = (guint *)(void *)sorting->ends->data, start = 0, count = 0;
	for (guint i = 0; i < sorting->ends->len; i += 2) {
		guint last = MIN(i + 1, sorting->ends->len - 1);
		merge(sorting, start, ends[i], ends[last]);
		start = ends[last];
		ends[count++] = start;
	}
	g_array_set_size(sorting->ends, count);
	struct item *items = sorting->items;
	sorting->items = sorting->other;
	sorting->other = items;
}

static void
sort(struct sorting *sorting, guint n, make_key key, compare_entries compare, bool reverse)
{
	for (guint i = 0; i < n; i++)
		sorting->items[i].key =
			key(catalog_entry(sorting->catalog, sorting->items[i].index));
	sorting->compare = compare;
	sorting->reverse = reverse;
	for (find_runs(sorting, n); sorting->ends->len > 1;)
		merge_runs(sorting);
}

void
list_order_make(GArray *order, const struct catalog *catalog, enum list_sort sort_by, bool reverse)
{
	uint32_t count = catalog_count(catalog), n = 0;
	bool path = sorts[sort_by].key == NULL;
	struct sorting sorting = {
		.catalog = catalog,
		.items = g_new(struct item, count),
		.other = g_new(struct item, count),
		.ends = g_array_new(FALSE, FALSE, sizeof(guint)),
	};
	for (uint32_t i = 0; i < count; i++) {
		const struct entry *entry = catalog_entry(catalog, i);
		if (!entry->binary && !entry->gone)
			sorting.items[n++].index = i;
	}
	sort(&sorting, n, key_of_path, by_path, false);
	if (!path)
		sort(&sorting, n, sorts[sort_by].key, sorts[sort_by].compare, reverse);
	g_array_set_size(order, n);
	for (guint i = 0; i < n; i++)
		g_array_index(order, uint32_t, i) =
			sorting.items[path && reverse ? n - 1 - i : i].index;
	g_array_free(sorting.ends, TRUE);
	g_free(sorting.items);
	g_free(sorting.other);
}
