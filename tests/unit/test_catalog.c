#include "config.h"

#include "library/catalog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/parse.h"

static uint32_t
add(struct catalog *catalog, const char *path, uint32_t below, uint64_t inode)
{
	struct scan_file file = {
		.path = (char *)path,
		.below = below,
		.state.device = 7,
		.state.inode = inode,
		.state.size = 3,
	};

	return catalog_add(catalog, &file);
}

static void
test_rows(void **state)
{
	(void)state;
	g_autoptr(Catalog) catalog = catalog_new();

	assert_int_equal(catalog_find(catalog, "x"), NONE);
	assert_int_equal(catalog_find_file(catalog, 7, 1), NONE);
	assert_int_equal(add(catalog, "lib/a/x.md", 4, 1), 0);
	assert_int_equal(add(catalog, "lib/link.md", 4, 1), 1);
	assert_int_equal(add(catalog, "lib/a/x.md", 4, 1), 0);
	assert_int_equal(catalog_count(catalog), 2);

	const struct entry *entry = catalog_entry(catalog, 0);

	assert_string_equal(entry->path, "lib/a/x.md");
	assert_string_equal(entry->below, "a/x.md");
	assert_string_equal(entry->title, "x.md");
	assert_string_equal(entry->short_title, "x.md");
	assert_string_equal(entry->kind, "");
	assert_int_equal(entry->minutes, UINT32_MAX);
	assert_int_equal(entry->size, 3);
	assert_false(entry->known);
	assert_int_equal(catalog_find(catalog, "lib/link.md"), 1);
	assert_int_equal(catalog_find_file(catalog, 7, 1), 0);
	assert_int_equal(catalog_find_file(catalog, 8, 1), NONE);
}

static void
test_update(void **state)
{
	(void)state;
	static const char text[] = "---\ntitle: \"The Thing | Site\"\ncategory: 2-Models\n"
				   "source: https://example.org/x\npublished: 2026-02-08\n---\n"
				   "# The Thing\n\nSome words here.\n";
	g_autoptr(Catalog) catalog = catalog_new();
	uint32_t index = add(catalog, "x.md", 0, 1);
	const struct entry *entry = catalog_entry(catalog, index);
	g_autoptr(Document) whole = parse_text("x.md", text, DOCUMENT_WHOLE);
	g_autoptr(Document) head = parse_text("x.md", text, DOCUMENT_HEAD);

	catalog_update(catalog, index, head);
	assert_true(entry->known);
	assert_string_equal(entry->title, "The Thing | Site");
	assert_string_equal(entry->short_title, "The Thing");
	assert_string_equal(entry->category, "2-Models");
	assert_string_equal(entry->source, "https://example.org/x");
	assert_string_equal(entry->date, "2026-02-08");
	assert_string_equal(entry->kind, "article");
	assert_int_equal(entry->minutes, UINT32_MAX);
	const char *title = entry->title;

	catalog_update(catalog, index, whole);
	assert_ptr_equal(entry->title, title);
	assert_int_equal(entry->minutes, 1);
	assert_int_equal(entry->sections, 1);
	assert_int_equal(entry->timestamps, 0);
	catalog_update(catalog, index, head);
	assert_int_equal(entry->minutes, 1);
}

static void
test_failures(void **state)
{
	(void)state;
	g_autoptr(Catalog) catalog = catalog_new();
	uint32_t index = add(catalog, "x.md", 0, 1);
	g_autoptr(GError) binary = g_error_new(SOURCE_ERROR, SOURCE_ERROR_BINARY, "x");
	g_autoptr(GError) gone = g_error_new(SOURCE_ERROR, SOURCE_ERROR_OPEN, "x");

	catalog_fail(catalog, index, binary);
	catalog_fail(catalog, index, binary);
	assert_int_equal(catalog_binary_count(catalog), 1);
	assert_true(catalog_entry(catalog, index)->binary);
	catalog_fail(catalog, index, gone);
	assert_int_equal(catalog_binary_count(catalog), 0);
	assert_true(catalog_entry(catalog, index)->failed);
	g_autoptr(Document) document = parse_text("x.md", "text\n", DOCUMENT_HEAD);

	catalog_update(catalog, index, document);
	assert_false(catalog_entry(catalog, index)->failed);
}

/* Rows do not move, every one is found, and they stay small. */
static void
test_many(void **state)
{
	(void)state;
	enum { MANY = 100000 };
	g_autoptr(Catalog) catalog = catalog_new();
	size_t names = 0;
	char path[64];

	add(catalog, "first.md", 0, MANY);
	const struct entry *first = catalog_entry(catalog, 0);

	for (uint32_t i = 0; i < MANY; i++) {
		names += (size_t)g_snprintf(path, sizeof(path), "some/folder-%u/and_a_name_%u.md",
			i % 97, i);
		add(catalog, path, 5, i);
	}
	assert_ptr_equal(first, catalog_entry(catalog, 0));
	assert_int_equal(catalog_count(catalog), MANY + 1);
	for (uint32_t i = 0; i < MANY; i += 7) {
		g_snprintf(path, sizeof(path), "some/folder-%u/and_a_name_%u.md", i % 97, i);
		assert_int_equal(catalog_find(catalog, path), i + 1);
		assert_int_equal(catalog_find_file(catalog, 7, i), i + 1);
	}
	assert_true(catalog_size(catalog) - names < (size_t)MANY * 175);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_update),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
