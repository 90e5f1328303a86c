/*
 * Slugs (document/slug.h), as GitHub makes them.
 */
#include "config.h"

#include "document/slug.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct slug_case {
	const char *title, *slug;
} slug_cases[] = {
	{ "", "" },
	{ "Related content", "related-content" },
	{ "Introducing Claude Opus 4.6", "introducing-claude-opus-46" },
	{ "Apple\xE2\x80\x99s Xcode now supports the Claude Agent SDK",
		"apples-xcode-now-supports-the-claude-agent-sdk" },
	{ "snake_case and kebab-case", "snake_case-and-kebab-case" },
	{ "two  spaces", "two--spaces" },
	{ "C++ & C#", "c--c" },
	{ "\xC3\x89t\xC3\xA9 \xC3\x9C"
	  "ber",
		"\xC3\xA9t\xC3\xA9-\xC3\xBC"
		"ber" },
	{ "\xE4\xB8\xAD\xE6\x96\x87 \xE6\xA0\x87\xE9\xA2\x98",
		"\xE4\xB8\xAD\xE6\x96\x87-\xE6\xA0\x87\xE9\xA2\x98" },
	{ "e\xCC\x81 combined", "e\xCC\x81-combined" },
	{ "\xF0\x9F\x98\x80 smile", "-smile" },
	{ "\xE2\x85\xA3 and \xC2\xBD", "\xE2\x85\xB3-and-\xC2\xBD" },
	{ "broken \xFF byte", "broken--byte" },
};

static void
test_slugs(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(slug_cases); i++) {
		const struct slug_case *c = &slug_cases[i];
		g_autofree char *slug = slug_of(c->title, strlen(c->title));

		assert_string_equal(slug, c->slug);
	}
}

static void
test_repeats(void **state)
{
	static const struct slug_case row[] = {
		{ "Foo", "foo" },
		{ "foo", "foo-1" },
		{ "Foo 1", "foo-1-1" },
		{ "FOO", "foo-2" },
		{ "", "" },
		{ "", "-1" },
		{ "foo-2", "foo-2-1" },
	};
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(row); i++) {
		g_autofree char *slug = slug_unique(seen, row[i].title, strlen(row[i].title));

		assert_string_equal(slug, row[i].slug);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slugs),
		cmocka_unit_test(test_repeats),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
