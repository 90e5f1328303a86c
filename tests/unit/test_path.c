#include "config.h"

#include "text/path.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
test_join(void **state)
{
	(void)state;
	static const struct {
		const char *folder, *name, *path;
	} cases[] = {
		{ "a", "b.md", "a/b.md" },
		{ "a/", "b.md", "a/b.md" },
		{ "/", "b.md", "/b.md" },
		{ "", "b.md", "b.md" },
		{ "a/b", "", "a/b/" },
		{ "a/b/", "", "a/b/" },
		{ "", "", "" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = path_join(cases[i].folder, cases[i].name);

		assert_string_equal(path, cases[i].path);
	}
}

static void
test_lies_in(void **state)
{
	(void)state;
	static const struct {
		const char *path, *folder;
		bool lies;
	} cases[] = {
		{ "/lib", "/lib", true },
		{ "/lib/a/b", "/lib", true },
		{ "/lib/a", "/lib/", true },
		{ "/library", "/lib", false },
		{ "/li", "/lib", false },
		{ "/lib", "/", true },
		{ "lib/a", "", true },
		{ "", "", true },
		{ "", "a", false },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		if (path_lies_in(cases[i].path, cases[i].folder) != cases[i].lies)
			fail_msg("%s in %s", cases[i].path, cases[i].folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_join),
		cmocka_unit_test(test_lies_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
