#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "text/fuzzy.h"
#include "text/nearest.h"
#include "text/width.h"

struct match_case {
	const char *pattern, *text;
	const char *shown; /* matched letters in brackets; NULL: no match */
};

static const struct match_case match_cases[] = {
	{ "", "anything", "anything" },
	{ "abc", "abc", "[a][b][c]" },
	{ "gd", "go to a document", "[g]o to a [d]ocument" },
	{ "ns", "next-section", "[n]ext-[s]ection" },
	{ "xyz", "abc", NULL },
	{ "cba", "abc", NULL },
	{ "abcd", "abc", NULL },
	{ "sec", "s e c section", "s e c [s][e][c]tion" },
	{ "doc", "a dance of a document", "a dance of a [d][o][c]ument" },
	{ "ab", "aab", "[a]a[b]" },
	{ "fb", "fooBar bfb", "[f]oo[B]ar bfb" },
	{ "cafe", "Le café noir", "Le [c][a][f][é] noir" },
	{ "É", "e É", "e [É]" },
	{ "AB", "abAB", "ab[A][B]" },
	{ "ab", "AB", "[A][B]" },
	{ "strasse", "Straße", "[S][t][r][a][ß][e]" },
	{ "漢", "ab漢字", "ab[漢]字" },
	{ "two one", "one two", "[o][n][e] [t][w][o]" },
	{ "one three", "one two", NULL },
	{ "a", "", NULL },
	{ "b",
		"a\xff"
		"b",
		"a\xff[b]" },
	{ "al", "a........................................................l",
		"[a]........................................................[l]" },
};

static char *
bracketed(const char *text, const GArray *positions)
{
	GString *out = g_string_new(NULL);
	guint next = 0;

	for (size_t i = 0; text[i] != '\0';) {
		size_t n = text[i] & 0x80 && (unsigned char)text[i] >= 0xc2
				   ? (size_t)(g_utf8_next_char(text + i) - (text + i))
				   : 1;
		bool hit = next < positions->len && g_array_index(positions, uint32_t, next) == i;

		if (text[i] == '\xff')
			n = 1;
		g_string_append_printf(out, "%s%.*s%s", hit ? "[" : "", (int)n, text + i,
			hit ? "]" : "");
		next += hit;
		i += n;
	}
	assert_int_equal(next, positions->len);
	return g_string_free(out, FALSE);
}

static void
test_match(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(match_cases); i++) {
		const struct match_case *c = &match_cases[i];
		g_autoptr(Fuzzy) fuzzy = fuzzy_new(c->pattern);
		g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(uint32_t));
		int score = fuzzy_match(fuzzy, c->text, strlen(c->text), positions);
		g_autofree char *shown = bracketed(c->text, positions);

		assert_int_equal(score > 0, c->shown != NULL);
		assert_string_equal(shown, c->shown != NULL ? c->shown : c->text);
		assert_int_equal(fuzzy_match(fuzzy, c->text, strlen(c->text), NULL), score);
	}
}

struct rank_case {
	const char *pattern, *better, *worse;
};

static const struct rank_case rank_cases[] = {
	{ "ns", "next section", "transom" },
	{ "doc", "document", "dance on cat" },
	{ "read", "read marks", "rearranged" },
	{ "os", "open_section", "house" },
	{ "ab", "ab", "a b c ... b" },
	{ "foo", "foo bar", "xfoo bar" },
	{ "gt", "go-time", "right" },
};

static void
test_rank(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rank_cases); i++) {
		const struct rank_case *c = &rank_cases[i];
		g_autoptr(Fuzzy) fuzzy = fuzzy_new(c->pattern);
		int better = fuzzy_match(fuzzy, c->better, strlen(c->better), NULL);
		int worse = fuzzy_match(fuzzy, c->worse, strlen(c->worse), NULL);

		if (better <= worse)
			fail_msg("%s: %s %d, %s %d", c->pattern, c->better, better, c->worse,
				worse);
	}
}

static void
test_long(void **state)
{
	g_autofree char *text = g_strnfill(100000, 'a');
	g_autofree char *pattern = g_strnfill(1000, 'a');
	g_autoptr(Fuzzy) fuzzy = fuzzy_new(pattern);
	g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	(void)state;
	assert_true(fuzzy_match(fuzzy, text, 100000, positions) > 0);
	assert_int_equal(positions->len, 64);
}

struct nearest_case {
	const char *word, *nearest;
};

static void
test_nearest(void **state)
{
	static const char *const names[] = { "category", "channel", "kind", "next-section", "n" };
	static const struct nearest_case cases[] = {
		{ "catgory", "category" },
		{ "Category", "category" },
		{ "chanel", "channel" },
		{ "knid", "kind" },
		{ "nextsection", "next-section" },
		{ "zebra", NULL },
		{ "", NULL },
		{ "k", NULL },
		{ "kinder", "kind" },
	};
	g_autofree char *large = g_strnfill(1000, 'x');

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *found = nearest_name(cases[i].word, names, G_N_ELEMENTS(names));

		if (g_strcmp0(found, cases[i].nearest) != 0)
			fail_msg("%s: %s", cases[i].word, found != NULL ? found : "(none)");
	}
	assert_null(nearest_name(large, names, G_N_ELEMENTS(names)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_match),
		cmocka_unit_test(test_rank),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_nearest),
	};

	setlocale(LC_ALL, "C.UTF-8");
	width_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
