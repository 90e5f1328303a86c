#include "config.h"

#include "text/regex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	const char *pattern;
	bool ignore_case;
	const char *text;
	size_t from;
	enum regex_result result;
	uint32_t start, end;
} cases[] = {
	{ "b+", false, "abbc", 0, REGEX_FOUND, 1, 3 },
	{ "b", false, "abbc", 2, REGEX_FOUND, 2, 3 },
	{ "b", false, "abbc", 3, REGEX_NONE, 0, 0 },
	{ "b", false, "abbc", 9, REGEX_NONE, 0, 0 },
	{ "B", false, "abbc", 0, REGEX_NONE, 0, 0 },
	{ "B", true, "abbc", 0, REGEX_FOUND, 1, 2 },
	{ "\u00c9", true, "\u00e9", 0, REGEX_FOUND, 0, 2 },
	{ "^b", false, "a\nb", 0, REGEX_FOUND, 2, 3 },
	{ "^b", false, "ab", 1, REGEX_NONE, 0, 0 },
	{ "a$", false, "a\nb", 0, REGEX_FOUND, 0, 1 },
	{ "", false, "abc", 1, REGEX_FOUND, 1, 1 },
	{ "$", false, "abc", 3, REGEX_FOUND, 3, 3 },
	{ "\\w+", false, "\u00fcber", 0, REGEX_FOUND, 0, 5 },
	{ "a.b", false,
		"a\u4e2d"
		"b",
		0, REGEX_FOUND, 0, 5 },
	{ "a.b", false,
		"a\xff"
		"b",
		0, REGEX_NONE, 0, 0 },
	{ "b", false,
		"a\xff\xfe"
		"b",
		0, REGEX_FOUND, 3, 4 },
	{ "(?<=a)b", false, "ab", 1, REGEX_FOUND, 1, 2 },
	{ "(a)(b)\\2\\1", false, "abba", 0, REGEX_FOUND, 0, 4 },
	{ "(a+)+$", false, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", 0, REGEX_LIMIT, 0, 0 },
	{ "(a+)+$", false, "aaaaaaaaaaaaaaaaaaaab", 0, REGEX_LIMIT, 0, 0 }, /* a million steps */
	{ "(*LIMIT_MATCH=4000000000)(a+)+$", false, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", 0,
		REGEX_LIMIT, 0, 0 },
	{ "^(?:(a)|b|(?1))*+c", false, "abababc", 0, REGEX_FOUND, 0, 7 },
	{ "(?=ab\\K)", false, "ab", 0, REGEX_FOUND, 0, 0 },
};

static void
test_find(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct range match = { 0, 0 };
		g_autoptr(GError) error = NULL;
		g_autoptr(Regex) regex = regex_new(cases[i].pattern, cases[i].ignore_case, &error);
		if (regex == NULL && strstr(cases[i].pattern, "\\K") != NULL)
			continue; /* newer PCRE2 refuses it */
		if (error != NULL)
			fail_msg("%s: %s", cases[i].pattern, error->message);
		enum regex_result result = regex_find(regex, cases[i].text, strlen(cases[i].text),
			cases[i].from, &match);
		if (result != cases[i].result || match.start > match.end)
			fail_msg("%s: %d", cases[i].pattern, (int)result);
		if (result == REGEX_FOUND && strstr(cases[i].pattern, "\\K") == NULL &&
			(match.start != cases[i].start || match.end != cases[i].end))
			fail_msg("%s: %u to %u", cases[i].pattern, match.start, match.end);
	}
}

static const struct {
	const char *pattern, *column; /* how the sentence ends */
} faults[] = {
	{ "a(b", "column 4" },
	{ "a)", "column 2" },
	{ "\u00e9[", "column 3" },
	{ "[z-a]", "column 4" },
	{ "a\\C", "column 4" },
	{ "a\xff", "column 2" },
	{ "*", "column 1" },
};

static void
test_faults(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autoptr(GError) error = NULL;
		assert_null(regex_new(faults[i].pattern, false, &error));
		assert_int_equal(error->domain, REGEX_ERROR);
		if (!g_str_has_suffix(error->message, faults[i].column))
			fail_msg("%s", error->message);
	}
}

static void
test_long_pattern(void **state)
{
	g_autofree char *longest = g_strnfill(1024, 'a');
	g_autofree char *longer = g_strnfill(1025, 'a');
	g_autoptr(GError) error = NULL;
	g_autoptr(Regex) regex = regex_new(longest, false, NULL);

	(void)state;
	assert_non_null(regex);
	assert_null(regex_new(longer, false, &error));
	assert_true(g_str_has_suffix(error->message, "column 1025"));
}

/* None of them takes memory or time without bound: to compile, or over 64 KiB of text. */
static void
test_hostile(void **state)
{
	static const char *const patterns[] = {
		"((((a{1,1000}){1,1000}){1,1000}){1,1000})",
		"(a*)*(a*)*(a*)*b",
		"(?:a?){1000}a{1000}",
		"(a|aa)+$",
		"(?R)?a",
		"^((a)(?1)?)+b",
		".*.*.*.*x",
		"(?=(a+))*b",
		"\\p{L}*\\p{L}*\\p{L}*9",
	};
	g_autofree char *text = g_strnfill(65536, 'a');
	struct range match;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(patterns); i++) {
		gint64 start = g_get_monotonic_time();
		g_autoptr(Regex) regex = regex_new(patterns[i], false, NULL);
		if (regex != NULL)
			regex_find(regex, text, 65536, 0, &match);
		if (g_get_monotonic_time() - start > G_USEC_PER_SEC)
			fail_msg("%s", patterns[i]);
	}
	g_autofree char *opening = g_strnfill(500, '(');
	g_autofree char *closing = g_strnfill(500, ')');
	g_autofree char *nested = g_strconcat(opening, closing, NULL);
	assert_null(regex_new(nested, false, NULL));
}

/* What runs over a huge text at each of its places ends by the clock; what is found in time is found. */
static void
test_huge_text(void **state)
{
	g_autofree char *text = g_strnfill(4 << 20, 'a');
	g_autoptr(Regex) slow = regex_new("\\w+ w", false, NULL);
	g_autoptr(Regex) quick = regex_new("aw?$", false, NULL);
	struct range match;
	gint64 began = g_get_monotonic_time();

	(void)state;
	text[(4 << 20) - 1] = 'w';
	assert_int_equal(regex_find(slow, text, 4 << 20, 0, &match), REGEX_LIMIT);
	assert_true(g_get_monotonic_time() - began < 20 * G_USEC_PER_SEC);
	assert_int_equal(regex_find(quick, text, 4 << 20, 0, &match), REGEX_FOUND);
	assert_int_equal(match.end, 4 << 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_long_pattern),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_huge_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
