#include "config.h"

#include "library/query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char *const keys[] = { "rating", "due", "My_Key", "My Key", "gr\u00f6\u00dfe", NULL };

static const struct query_options options = { .today = "2026-11-21", .keys = keys };

/* --- values --- */

static const struct {
	const char *query, *value;
	bool passes;
} values[] = {
	{ "author:smith", "Jane Smith", true },
	{ "author:smith", "Smithson", false },
	{ "author:smith*", "Smithson", true },
	{ "author:\"jane smith\"", "Dr Jane Smith", true },
	{ "author:\"'\"", "x", true },
	{ "author:*", "", false },
	{ "author:/^jane/", "Jane Smith", true },
	{ "author:/^Jane/", "jane Smith", false },
	{ "author:/\\S\\W\\p{Lu}?s/", "jane Smith", true },
	{ "tag:ai", "AI", true },
	{ "tag:ai", "#ai", true },
	{ "tag:#AI/", "ai/agents", true },
	{ "tag:ai", "aim", false },
	{ "tag:ai*", "aim", true },
	{ "tag:ai", "x/ai", false },
	{ "tag:r\u00e9sum\u00e9", "Resume", true },
	{ "kind:VIDEO", "video", true },
	{ "kind:art*", "article", true },
	{ "kind:text", "transcript", false },
	{ "path:Notes/", "my notes/a.md", true },
	{ "path:a*", "b/ca", true },
	{ "path:x", "b/ca", false },
	{ "source:a.org", "https://www.a.org/b", true },
	{ "source:a.org", "https://blog.a.org", true },
	{ "source:a.org", "https://a.org:80/b", true },
	{ "source:a.org", "https://a.org/?p=3", true },
	{ "source:a.org", "https://ba.org/", false },
	{ "source:a.org", "https://a.org.uk/", false },
	{ "source:a.org", "https://b.org/a.org", false },
	{ "source:a.org/b", "http://A.org/b/c", true },
	{ "source:a.org/b", "http://a.org/bc", false },
	{ "source:a.org/b", "http://x.a.org/b/", true },
	{ "source:https://a.org/b", "http://www.a.org/b?utm_source=x#y", true },
	{ "source:https://a.org/", "https://blog.a.org/", false },
	{ "source:youtu.be", "https://youtu.be/dQw4w9WgXcQ", true },
	{ "source:youtube.com", "https://youtu.be/dQw4w9WgXcQ", true },
	{ "source:https://youtu.be/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3",
		true },
	{ "video:dQw4w9WgXcQ", "dQw4w9WgXcQ", true },
	{ "video:dqw4w9wgxcq", "dQw4w9WgXcQ", false },
	{ "video:https://youtu.be/dQw4w9WgXcQ", "dQw4w9WgXcQ", true },
	{ "date:2026-02", "2026-02-28", true },
	{ "date:2026-02", "2026-02", true },
	{ "date:2026-02", "2026", false },
	{ "date:2026-01", "2026", true },
	{ "date:2026-02", "2026-02-08T10:00:00Z", true },
	{ "date:>2026-01", "2026-01-31", false },
	{ "date:>2026-01", "2026-02-01", true },
	{ "date:<7d", "2026-11-14", true },
	{ "date:<7d", "2026-11-13", false },
	{ "date:>7d", "2026-11-14", false },
	{ "date:>7d", "2026-11-13", true },
	{ "date:>2026", "", false },
	{ "date:/-02-/", "Feb 8, 2026", true },
	{ "words:>2000", "2000", false },
	{ "words:>2000", "2001", true },
	{ "words:*", "0", false },
	{ "rating:>3", "3", false },
	{ "rating:>3", "3.01", true },
	{ "rating:>0", "0.0", false },
	{ "rating:<0", "-1e-9", true },
	{ "rating:<=3", " 3 ", true },
	{ "rating:>3", "4 stars", false },
	{ "rating:>3", "inf", false },
	{ "rating:>3", "0x10", false },
	{ "rating:4.5", "4.5", true },
	{ "rating:\">3\"", "a >3 b", true },
	{ "due:>2026-01", "2026-02-01", true },
	{ "due:>2026-01", "soon", false },
	{ "title:pre", "pre-trained", true },
	{ "word", "a Word.", true },
};

static bool
passes(const struct query_node *node, const char *value)
{
	bool all = node->op == QUERY_AND;

	if (node->op == QUERY_TEST)
		return query_test_value(node, value);
	for (uint32_t i = 0; i < node->count; i++) {
		if (passes(node->children[i], value) != all)
			return !all;
	}
	return all;
}

static void
test_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
		g_autoptr(Query) query = query_parse(values[i].query, &options, NULL);

		assert_non_null(query);
		if (passes(query->root, values[i].value) != values[i].passes)
			fail_msg("%s: \"%s\"", values[i].query, values[i].value);
	}
	/* Of a key that is in no table a date counts however it is written. */
	g_autoptr(Query) due = query_parse("due:2026-02", &options, NULL);

	assert_true(passes(due->root, "Feb 3, 2026"));
	assert_true(passes(due->root, "by 2026-02 or so"));
	assert_false(passes(due->root, "Mar 3, 2026"));
}

/* --- queries with a term more or less --- */

static const struct {
	const char *text, *field, *value;
	bool exact;
	const char *result;
} withs[] = {
	{ "", "kind", "video", false, "kind:video" },
	{ "kind:video", "kind", "video", false, "" },
	{ "KIND:Video", "kind", "video", true, "" },
	{ "a", "kind", "video", false, "a kind:video" },
	{ "a  kind:video  b", "kind", "video", false, "a b" },
	{ "a kind:video kind:video", "kind", "video", false, "a" },
	{ "kind:video,note", "kind", "video", false, "kind:video,note kind:video" },
	{ "-kind:video", "kind", "video", false, "-kind:video kind:video" },
	{ "(kind:video) b", "kind", "video", false, "b" },
	{ "(a kind:video)", "kind", "video", false, "(a)" },
	{ "\"a\"kind:video\"b\"", "kind", "video", false, "\"a\"kind:video\"b\" kind:video" },
	{ "a OR b", "kind", "video", false, "(a OR b) kind:video" },
	{ "limit:5 a OR sort:-date b", "kind", "video", false,
		"(a OR b) limit:5 sort:-date kind:video" },
	{ "(a OR b) kind:video", "kind", "video", false, "(a OR b)" },
	{ "a sort:date ", "tag", "x", false, "a sort:date tag:x" },
	{ "(a", "tag", "x", false, "(a) tag:x" },
	{ "a OR", "tag", "x", false, "a tag:x" },
	{ "a \"b", "tag", "x", false, "a \"b\" tag:x" },
	{ "a date:2", "tag", "x", false, "a tag:x" },
	{ "a )", "tag", "x", false, "a ) tag:x" },
	{ "", "category", "two words", false, "category:\"two words\"" },
	{ "", "category", "video", true, "category:/^video$/" },
	{ "category:/^video$/ a", "category", "video", true, "a" },
	{ "", "category", "a/b (c)", true, "category:/^a\\/b \\(c\\)$/" },
	{ "", "author", "a \"b\\", false, "author:\"a \\\"b\\\\\"" },
	{ "", "author", "'", false, "author:/^'$/" },
	{ "", "author", "a,b", false, "author:\"a,b\"" },
	{ "", "author", "1..2", false, "author:\"1..2\"" },
	{ "", "author", ">3", false, "author:\">3\"" },
	{ "", "My Key", "x", false, "\"My Key\":x" },
	{ "", "due", "2026-02-01", false, "due:\"2026-02-01\"" },
	{ "", "year", "2026", false, "date:2026" },
	{ "date:2026", "year", "2026", false, "" },
	{ "", "is", "unread", false, "is:unread" },
	{ "is:unread", "is", "unread", false, "" },
};

static void
test_with(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(withs); i++) {
		g_autofree char *result =
			query_with(withs[i].text, withs[i].field, withs[i].value, withs[i].exact);

		if (strcmp(result, withs[i].result) != 0)
			fail_msg("%s + %s:%s: %s", withs[i].text, withs[i].field, withs[i].value,
				result);
		bool had = query_has(withs[i].text, withs[i].field, withs[i].value, withs[i].exact);
		bool has = query_has(result, withs[i].field, withs[i].value, withs[i].exact);
		/* A query that is wrong holds nothing. */
		g_autoptr(Query) query = query_parse(result, &options, NULL);
		if (query != NULL && had == has)
			fail_msg("%s holds %s:%s, and so does %s", withs[i].text, withs[i].field,
				withs[i].value, result);
	}
}

/* Values of every shape: what is written asks for them; with exact for no longer one; and once more
 * takes it away. */
static void
test_round_trip(void **state)
{
	static const char *const shapes[] = { "a", "two words", "a,b", "\"", "\\", "a\\", "\\\"",
		"a\"b", "*", "a*", "/a/", "/", "a/b", "-a", "->", "(a", "a)", "()", ":", "a:b",
		"OR", ">3", "<", "1..5", "..", "2026", "2026-02", "3.5", "'", "don't", "C++",
		"gpt-4o", "$1.5", "[a]", "^$", "a|b", "{2}", "a?", "a.b", "#x", "\u4e2d\u6587",
		"\u00e9t\u00e9", "\u2014", "a\tb", "\u2026 x \u2026", "a \\E b", "x\\Qy" };
	static const char *const names[] = { "category", "author", "title", "rating", "My Key",
		"tag" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(shapes) * G_N_ELEMENTS(names) * 2; i++) {
		const char *name = names[i / 2 % G_N_ELEMENTS(names)];
		const char *value = shapes[i / 2 / G_N_ELEMENTS(names)];
		bool exact = i % 2 == 1;
		g_autofree char *text = query_with("a OR b", name, value, exact);
		g_autofree char *longer = g_strconcat(value, " z", NULL);
		g_autofree char *before = g_strconcat("z", value, NULL);
		g_autofree char *back = query_with(text, name, value, exact);
		g_autoptr(GError) error = NULL;
		g_autoptr(Query) query = query_parse(text, &options, &error);

		if (query == NULL)
			fail_msg("%s: %s", text, error->message);

		const struct query_node *node = query->root->children[1];

		if (!passes(node, value))
			fail_msg("%s does not find %s", text, value);
		if (exact && (passes(node, longer) || passes(node, before)))
			fail_msg("%s finds more than %s", text, value);
		assert_string_equal(back, "(a OR b)");
	}
}

static void
test_long_value(void **state)
{
	g_autoptr(GString) words = g_string_new(NULL);
	const char *value;

	(void)state;
	for (int i = 0; i < 2000; i++)
		g_string_append(words, "w\u00f6rd. ");
	value = words->str;
	for (int exact = 0; exact < 2; exact++) {
		g_autofree char *text = query_with("", "author", value, exact);
		g_autoptr(Query) query = query_parse(text, &options, NULL);

		assert_non_null(query);
		assert_true(passes(query->root, value));
	}
}

/* --- hits --- */

static void
test_hits(void **state)
{
	g_autoptr(Query) query = query_parse(
		"a -b (c OR \"d e\") -(f -g) tag:h title:i text:/j/ title:/k/ ' kind:note",
		&options, NULL);
	g_autoptr(GPtrArray) nodes = g_ptr_array_new();
	static const char *const expected[] = { "a", "c", "d e", "g", "i", "j", "k" };

	(void)state;
	query_hits(query, nodes);
	assert_int_equal(nodes->len, G_N_ELEMENTS(expected));
	for (guint i = 0; i < nodes->len; i++) {
		const struct query_node *node = nodes->pdata[i];

		assert_string_equal(node->value, expected[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_with),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_long_value),
		cmocka_unit_test(test_hits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
