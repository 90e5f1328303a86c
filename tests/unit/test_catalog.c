#include "config.h"

#include "library/catalog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "library/idset.h"
#include "support/parse.h"
#include "text/path.h"

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
static uint32_t
rows_there(const struct catalog *catalog)
{
	return catalog_count(catalog) - catalog_gone_count(catalog);
}

static void
test_ids(void **state)
{
	(void)state;
	g_autoptr(Catalog) catalog = catalog_new();

	assert_int_equal(catalog_find_id(catalog, 1), NONE);
	for (uint32_t i = 0; i < 1000; i++) {
		g_autofree char *path = g_strdup_printf("%u.md", i);

		assert_int_equal(add(catalog, path, 0, i), i);
	}
	assert_int_equal(catalog_find_id(catalog, 0), NONE);
	/* Ids come and go many times. */
	for (uint32_t round = 0; round < 10; round++) {
		for (uint32_t i = 0; i < 1000; i++)
			catalog_set_id(catalog, i, round * 1000 + i + 1);
		for (uint32_t i = 0; i < 1000; i++)
			assert_int_equal(catalog_find_id(catalog, round * 1000 + i + 1), i);
		assert_int_equal(catalog_find_id(catalog, round * 1000), NONE);
	}
	catalog_remove(catalog, 7);
	assert_int_equal(catalog_find_id(catalog, 9008), NONE);
	g_autoptr(Idset) ids = catalog_ids(catalog);
	assert_int_equal(idset_count(ids), 999);
}

/* A path that is gone and comes back begins anew, in its old row. */
static void
test_gone(void **state)
{
	(void)state;
	g_autoptr(Catalog) catalog = catalog_new();
	g_autoptr(Document) document = parse_text("a.md", "# Title\n", DOCUMENT_WHOLE);
	g_autoptr(GError) binary =
		g_error_new_literal(SOURCE_ERROR, SOURCE_ERROR_BINARY, "a.md: not a text file");

	add(catalog, "a.md", 0, 1);
	add(catalog, "b.md", 0, 2);
	catalog_update(catalog, 0, document);
	catalog_set_id(catalog, 0, 5);
	catalog_remove(catalog, 0);
	catalog_remove(catalog, 0);
	assert_int_equal(rows_there(catalog), 1);
	assert_int_equal(catalog_find(catalog, "a.md"), NONE);
	assert_int_equal(catalog_find_file(catalog, 7, 1), NONE);
	catalog_set_id(catalog, 0, 6);
	assert_int_equal(catalog_find_id(catalog, 6), NONE);
	assert_int_equal(add(catalog, "a.md", 0, 3), 0);
	assert_string_equal(catalog_entry(catalog, 0)->title, "a.md");
	assert_int_equal(catalog_entry(catalog, 0)->id, 0);
	assert_int_equal(catalog_find_file(catalog, 7, 3), 0);
	assert_int_equal(catalog_find_file(catalog, 7, 1), NONE);
	catalog_fail(catalog, 1, binary);
	assert_int_equal(catalog_binary_count(catalog), 1);
	catalog_remove(catalog, 1);
	assert_int_equal(catalog_binary_count(catalog), 0);
	assert_int_equal(rows_there(catalog), 1);
}

/* Another inode at the same path, as editors save. */
static void
test_other_file(void **state)
{
	(void)state;
	g_autoptr(Catalog) catalog = catalog_new();

	for (uint32_t i = 1; i < 500; i++) {
		assert_int_equal(add(catalog, "a.md", 0, i), 0);
		assert_int_equal(catalog_find_file(catalog, 7, i), 0);
		assert_int_equal(catalog_find_file(catalog, 7, i - 1), NONE);
	}
}

static void
test_sweep(void **state)
{
	(void)state;
	static const char *const paths[] = { "lib/a.md", "lib/sub/b.md", "lib/sub/deep/c.md",
		"library/d.md", "e.md" };
	static const struct {
		const char *folders[3];
		bool shallow;
		const char *left; /* by the first letter of the name */
	} cases[] = {
		{ { "lib" }, true, "bcde" },
		{ { "lib" }, false, "de" },
		{ { "lib/sub", "library" }, true, "ace" },
		{ { "lib/sub/deep", "absent" }, false, "abde" },
		{ { "" }, true, "abcd" },
		{ { "" }, false, "" },
		{ { NULL }, false, "" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Catalog) catalog = catalog_new();
		const char *const *folders = cases[i].folders[0] != NULL ? cases[i].folders : NULL;
		char left[8] = "";

		for (uint32_t p = 0; p < G_N_ELEMENTS(paths); p++)
			add(catalog, paths[p], 0, p);
		catalog_sweep(catalog, NULL, false);
		assert_int_equal(catalog_gone_count(catalog), 0);
		catalog_mark(catalog);
		uint32_t swept = catalog_sweep(catalog, folders, cases[i].shallow);

		for (uint32_t p = 0; p < G_N_ELEMENTS(paths); p++) {
			if (!catalog_entry(catalog, p)->gone)
				strncat(left, path_name(paths[p]), 1);
		}
		assert_string_equal(left, cases[i].left);
		assert_int_equal(swept, G_N_ELEMENTS(paths) - strlen(left));
	}
}

static void
test_real_path(void **state)
{
	(void)state;
	static const char *const roots[] = { "/home/x/lib", "/", NULL };
	g_autoptr(Catalog) catalog = catalog_new();
	struct scan_file files[] = {
		{ .path = (char *)"lib/a/x.md", .below = 4 },
		{ .path = (char *)"lib/link.md", .below = 4, .real = (char *)"/far/y.md" },
		{ .path = (char *)"/z.md", .below = 1, .root = 1 },
	};
	static const char *const real[] = { "/home/x/lib/a/x.md", "/far/y.md", "/z.md" };

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		uint32_t entry = catalog_add(catalog, &files[i]);
		g_autofree char *path = catalog_real_path(catalog, entry, roots);

		assert_string_equal(path, real[i]);
	}
}

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
	assert_true(catalog_size(catalog) - names < (size_t)MANY * 195);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_update),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_gone),
		cmocka_unit_test(test_other_file),
		cmocka_unit_test(test_sweep),
		cmocka_unit_test(test_real_path),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
