/*
 * The order of the list, beside a plain sort of the same rows.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "library/store.h"
#include "ui/list_order.h"

#define ROWS 3000

static struct catalog *
make_catalog(GRand *random)
{
	static const char *const dates[] = { "", "2024-01-02", "2024-01-03", "2023", "2024-01" };
	static const char *const kinds[] = { "article", "video", "note" };
	struct catalog *catalog = catalog_new();

	for (uint32_t i = 0; i < ROWS; i++) {
		g_autofree char *path = g_strdup_printf("%c%d/%u.md", 'a' + g_rand_int(random) % 3,
			g_rand_int(random) % 9, g_rand_int(random) % 100000);
		g_autofree char *title = g_strdup_printf("%s%u",
			g_rand_boolean(random) ? "The Same Beginning " : "the s",
			g_rand_int(random) % 200);
		struct scan_file file = { .path = path,
			.root = g_rand_int(random) % 2,
			.state = { .inode = i + 1, .size = g_rand_int(random) % 10000 } };
		struct store_row row = { .id = i + 1,
			.reason = "",
			.kind = kinds[i % 3],
			.title = title,
			.short_title = title,
			.category = "",
			.channel = "",
			.date = dates[g_rand_int(random) % 5],
			.source = "",
			.video = "",
			.minutes = i % 2 == 0 ? g_rand_int(random) % 9 : UINT32_MAX };
		uint32_t entry = catalog_add(catalog, &file);

		catalog_update_row(catalog, entry, &row);
		if (g_rand_int(random) % 50 == 0)
			catalog_remove(catalog, entry);
	}
	return catalog;
}

struct plain {
	const struct catalog *catalog;
	enum list_sort sort;
	bool reverse;
};

static uint64_t
minutes(const struct entry *entry)
{
	return entry->minutes != UINT32_MAX ? entry->minutes : entry->size / 1400;
}

static int
by_path(const struct entry *a, const struct entry *b)
{
	return a->root != b->root ? (int)a->root - (int)b->root : strcmp(a->path, b->path);
}

static int
compare_plain(const void *x, const void *y, void *data)
{
	const struct plain *plain = data;
	const struct entry *a = catalog_entry(plain->catalog, *(const uint32_t *)x);
	const struct entry *b = catalog_entry(plain->catalog, *(const uint32_t *)y);
	int result = 0;

	switch (plain->sort) {
	case SORT_TITLE:
		result = strcasecmp(a->title, b->title);
		break;
	case SORT_DATE:
		result = strcmp(b->date, a->date);
		break;
	case SORT_KIND:
		result = strcmp(a->kind, b->kind);
		break;
	case SORT_LENGTH:
		result = (minutes(a) < minutes(b)) - (minutes(a) > minutes(b));
		break;
	default:
		result = by_path(a, b);
	}
	if (plain->reverse)
		result = -result;
	return result != 0 ? result : by_path(a, b);
}

static void
test_orders(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(7);
	g_autoptr(Catalog) catalog = make_catalog(random);
	g_autoptr(GArray) expected = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	(void)state;
	for (uint32_t i = 0; i < catalog_count(catalog); i++) {
		if (!catalog_entry(catalog, i)->gone)
			g_array_append_val(expected, i);
	}
	for (unsigned i = 0; i < 2 * SORT_COUNT; i++) {
		struct plain plain = { catalog, (enum list_sort)(i / 2), i % 2 != 0 };

		g_array_sort_with_data(expected, compare_plain, &plain);
		list_order_make(order, catalog, plain.sort, plain.reverse);
		assert_int_equal(order->len, expected->len);
		if (memcmp(order->data, expected->data, order->len * sizeof(uint32_t)) != 0)
			fail_msg("by %s%s", list_sort_name(plain.sort),
				plain.reverse ? ", reversed" : "");
	}
}

static void
test_empty(void **state)
{
	g_autoptr(Catalog) catalog = catalog_new();
	g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	(void)state;
	list_order_make(order, catalog, SORT_TITLE, true);
	assert_int_equal(order->len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_orders),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
