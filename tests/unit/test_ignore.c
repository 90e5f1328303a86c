#include "config.h"

#include "library/ignore.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Patterns, a path, and whether git would leave it out; a final slash says that it is a folder. */
static const struct {
	const char *patterns, *path;
	bool ignored;
} cases[] = {
	{ "a.md", "a.md", true },
	{ "a.md", "x/y/a.md", true },
	{ "a.md", "xa.md", false },
	{ "A.md", "a.md", false },
	{ "# a.md", "a.md", false },
	{ "\\#a", "#a", true },
	{ "\\!a", "!a", true },
	{ "a  ", "a", true },
	{ "a\\ ", "a ", true },
	{ "a\\ ", "a", false },
	{ "a\\  ", "a ", true },
	{ "a b", "a b", true },
	{ "a\r\nb\r\n", "b", true },
	{ "\357\273\277a", "a", true },
	{ "", "a", false },
	{ "\n\n", "a", false },
	{ "/", "a", false },
	{ "!", "a", false },
	/* anchors */
	{ "/a", "a", true },
	{ "/a", "x/a", false },
	{ "x/a", "x/a", true },
	{ "x/a", "y/x/a", false },
	{ "x/*", "x/a", true },
	{ "x/*", "x/y/a", false },
	{ "/*.md", "a.md", true },
	{ "/*.md", "x/a.md", false },
	{ "x\\/a", "x/a", true },
	/* folders alone */
	{ "a/", "a/", true },
	{ "a/", "a", false },
	{ "a/", "x/a/", true },
	{ "/a/", "x/a/", false },
	{ "a", "a/", true },
	/* taken back */
	{ "*.md\n!a.md", "a.md", false },
	{ "*.md\n!a.md", "b.md", true },
	{ "!a.md\n*.md", "a.md", true },
	{ "*\n!*/\n!*.md", "x/", false },
	{ "*\n!*/\n!*.md", "x/a.txt", true },
	/* wildcards within a name */
	{ "*", "x/y", true },
	{ "*.md", ".md", true },
	{ "a*b*c", "aXbXbc", true },
	{ "a*b*c", "aXbXbd", false },
	{ "a*", "a", true },
	{ "?", "a", true },
	{ "?", "", false },
	{ "??", "a", false },
	{ "a?c", "a/c", false },
	{ "a*c", "a/c", false },
	{ "\\*", "*", true },
	{ "\\*", "a", false },
	{ "a\\", "a", false },
	{ "foo**bar", "fooXbar", true },
	{ "foo**bar", "foo/bar", false },
	/* brackets */
	{ "[abc]", "b", true },
	{ "[abc]", "d", false },
	{ "[a-c]x", "bx", true },
	{ "[!a-c]", "b", false },
	{ "[!a-c]", "d", true },
	{ "[^a-c]", "d", true },
	{ "[]]", "]", true },
	{ "[!]]", "]", false },
	{ "[]-]", "-", true },
	{ "[a-]", "-", true },
	{ "[\\]]", "]", true },
	{ "[\\a-\\c]", "b", true },
	{ "[[:digit:]]*", "1a", true },
	{ "[[:digit:][:upper:]]", "A", true },
	{ "[[:digit:]]", "a", false },
	{ "[[:blank:]]a", "\ta", true },
	{ "[[:nothing:]]", "n", false },
	{ "[a", "a", false },
	{ "[a", "[a", false },
	{ "[", "[", false },
	{ "a[", "a[", false },
	/* any number of folders */
	{ "**/a", "a", true },
	{ "**/a", "x/y/a", true },
	{ "**/x/a", "y/x/a", true },
	{ "a/**", "a/", false },
	{ "a/**", "a/b", true },
	{ "a/**", "a/b/c", true },
	{ "a/**/b", "a/b", true },
	{ "a/**/b", "a/x/y/b", true },
	{ "a/**/b", "a/x/bb", false },
	{ "a/**/b/**/c", "a/b/x/b/c", true },
	{ "a/**/**/b", "a/b", true },
	{ "**", "a", true },
	{ "**/", "a", false },
	{ "**/", "a/", true },
	{ "a/**/", "a/b/", true },
	{ "a/**b", "a/xb", true },
	{ "a/**b", "a/x/b", false },
	{ "**/a/b/**/c", "x/a/a/b/c", true },
};

static void
test_patterns(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *patterns = cases[i].patterns;
		g_autoptr(Ignore) ignore = ignore_new(NULL, "", patterns, strlen(patterns));
		g_autofree char *path = g_strdup(cases[i].path);
		size_t n = strlen(path);
		bool folder = n > 0 && path[n - 1] == '/';

		if (folder)
			path[n - 1] = '\0';
		if (ignore_matches(ignore, path, folder) != cases[i].ignored)
			fail_msg("\"%s\" and \"%s\"", patterns, cases[i].path);
	}
}

static void
test_nearer_file_decides(void **state)
{
	(void)state;
	g_autoptr(Ignore) top = ignore_new(NULL, "", "*.txt\n/x/y/only.md\n", 20);
	g_autoptr(Ignore) below = ignore_new(top, "x/y", "!keep.txt\n/here.md\n", 19);

	assert_true(ignore_matches(top, "x/y/keep.txt", false));
	assert_false(ignore_matches(below, "x/y/keep.txt", false));
	assert_true(ignore_matches(below, "x/y/other.txt", false));
	assert_true(ignore_matches(below, "x/y/only.md", false));
	assert_true(ignore_matches(below, "x/y/here.md", false));
	assert_false(ignore_matches(below, "x/y/z/here.md", false));
	assert_false(ignore_matches(NULL, "a", false));
}

static void
test_limit(void **state)
{
	(void)state;
	g_autoptr(GString) text = g_string_new(NULL);

	for (int i = 0; i < IGNORE_PATTERNS + 3; i++)
		g_string_append_printf(text, "# n\nname%d\n", i);
	g_autoptr(Ignore) ignore = ignore_new(NULL, "", text->str, text->len);

	assert_int_equal(ignore_unused(ignore), 3);
	assert_true(ignore_matches(ignore, "name9999", false));
	assert_false(ignore_matches(ignore, "name10000", false));
}

/* Patterns on which a matcher that tries every split would not end. */
static void
test_hostile_patterns_end(void **state)
{
	(void)state;
	g_autoptr(GString) stars = g_string_new(NULL);
	g_autoptr(GString) name = g_string_new(NULL);
	g_autoptr(GString) folders = g_string_new(NULL);
	g_autoptr(GString) path = g_string_new(NULL);

	for (int i = 0; i < 100; i++) {
		g_string_append(stars, "*a");
		g_string_append(name, "aa");
		g_string_append(folders, "**/a/");
		g_string_append(path, "a/a/");
	}
	g_string_append(stars, "b");
	g_string_append(name, "c");
	g_string_append(folders, "b");
	g_string_append(path, "c");
	g_autoptr(Ignore) one = ignore_new(NULL, "", stars->str, stars->len);
	g_autoptr(Ignore) two = ignore_new(NULL, "", folders->str, folders->len);
	gint64 start = g_get_monotonic_time();

	assert_false(ignore_matches(one, name->str, false));
	assert_false(ignore_matches(two, path->str, false));
	assert_true(g_get_monotonic_time() - start < G_USEC_PER_SEC);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_patterns),
		cmocka_unit_test(test_nearer_file_decides),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_hostile_patterns_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
