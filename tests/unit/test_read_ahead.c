/*
 * Documents read ahead: in their order, what cannot be read in its place, and stopped at any time.
 */
#include "config.h"

#include "work/read_ahead.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/place.h"

enum { FILES = 60, MISSING = 17 };

static GPtrArray *
put_files(void)
{
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);

	for (unsigned i = 0; i < FILES; i++) {
		g_autofree char *text = g_strdup_printf("# Document %u\n", i);
		char *path = g_strdup_printf("doc%u.md", i);

		if (i != MISSING)
			place_put(path, text, -1);
		g_ptr_array_add(paths, path);
	}
	return paths;
}

static struct read_ahead *
begin(const GPtrArray *paths, uint32_t n)
{
	struct read_ahead_file *files = g_new0(struct read_ahead_file, n);

	for (uint32_t i = 0; i < n; i++)
		files[i].path = paths->pdata[i];
	return read_ahead_new(files, n);
}

/* Asks for some, and stops. */
static void
check(const GPtrArray *paths, uint32_t n, uint32_t asked)
{
	g_autoptr(ReadAhead) ahead = begin(paths, n);

	for (uint32_t i = 0; i < asked; i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Document) document = read_ahead_next(ahead, &error);
		g_autofree char *title = g_strdup_printf("Document %u", i);

		if (i == MISSING) {
			assert_null(document);
			assert_non_null(error);
			continue;
		}
		assert_non_null(document);
		assert_null(error);
		assert_string_equal(document_field(document, FIELD_TITLE), title);
		assert_string_equal(document->path, paths->pdata[i]);
	}
}

static void
test_order(void **state)
{
	static const uint32_t counts[][2] = { { 0, 0 }, { 1, 1 }, { 3, 1 }, { 5, 0 }, { 5, 5 },
		{ FILES, FILES }, { FILES, 1 }, { FILES, MISSING + 2 } };
	g_autoptr(GPtrArray) paths = put_files();

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(counts); i++)
		check(paths, counts[i][0], counts[i][1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_order, place_enter, place_leave),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
