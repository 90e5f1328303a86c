#include "config.h"

#include "text/fold.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	const char *s, *folded;
} name_cases[] = {
	{ "AI agents", "aiagents" },
	{ "ai_agents", "aiagents" },
	{ "", "" },
	{ "--- !", "" },
	{ "C++ & C#", "cc" },
	{ "Stra\u00dfe", "strasse" },
	{ "\u00c9t\u00e9", "\u00e9t\u00e9" },
	{ "e\u0301", "\u00e9" },
	{ "\ufb01le \u00bd", "file12" },
	{ "\uff21\uff29", "ai" },
	{ "a\u00a0b\u200bc", "abc" },
	{ "caf\xe9", "caf" },
	{ "\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2",
		"\u03c3\u03af\u03c3\u03c5\u03c6\u03bf\u03c3" },
	{ "\u4e2d\u6587\u3002", "\u4e2d\u6587" },
	{ "\u0915\u093f", "\u0915\u093f" },
	{ "\u2163", "iv" },
};

static void
test_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(name_cases); i++) {
		g_autofree char *folded = fold_name(name_cases[i].s, strlen(name_cases[i].s));
		assert_string_equal(folded, name_cases[i].folded);
	}
}

/* With the origins of the bytes of each, as letters: 'a' is byte 0. */
static const struct {
	const char *s;
	bool keep_case;
	const char *folded, *origins;
} search_cases[] = {
	{ "", false, "", "a" },
	{ "Hello [X]~", false, "hello [x]~", "abcdefghijk" },
	{ "Hello", true, "Hello", "abcdef" },
	{ "\u00c9t\u00e9", false, "ete", "acdf" },
	{ "\u00c9t\u00e9", true, "Ete", "acdf" },
	{ "e\u0301a", false, "ea", "ade" },
	{ "Stra\u00dfe", false, "strasse", "abcdeegh" },
	{ "Stra\u00dfe", true, "Stra\u00dfe", "abcdeegh" },
	{ "\ufb03x", false, "ffix", "aaade" },
	{ "\u0130", false, "i", "ac" },
	{ "a\xff"
	  "B",
		false,
		"a\xff"
		"b",
		"abcd" },
	{ "\uac01", false, "\uac01", "aaad" },
	{ "\u1100\u1161\u11a8z", false, "\uac01z", "aaajk" },
	{ "\uac00\u11a8", false, "\uac01", "aaag" },
	{ "\u041c\u043e\u0439", false, "\u043c\u043e\u0438", "aacceeg" },
	{ "\u0d4a", false, "\u0d4a", "aaad" },
	{ "\u0d46\u0d3e", false, "\u0d4a", "aaag" },
	{ "\u03a3\u03c2", false, "\u03c3\u03c3", "aacce" },
	{ "\u212b", false, "a", "ad" },
	{ "\u0301x", false, "x", "cd" },
	{ "\u4e2d", false, "\u4e2d", "aaad" },
};

static void
test_search(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(search_cases); i++) {
		const char *s = search_cases[i].s;
		g_autofree uint32_t *origins = NULL;
		size_t length = 0, again = 0;
		g_autofree char *folded =
			fold_search(s, strlen(s), search_cases[i].keep_case, &length, &origins);
		g_autofree char *bare =
			fold_search(s, strlen(s), search_cases[i].keep_case, &again, NULL);
		assert_string_equal(folded, search_cases[i].folded);
		assert_string_equal(bare, folded);
		assert_int_equal(length, strlen(folded));
		assert_int_equal(again, length);
		for (size_t k = 0; k <= length; k++)
			if (origins[k] != (uint32_t)(search_cases[i].origins[k] - 'a'))
				fail_msg("case %zu: byte %zu has origin %u", i, k, origins[k]);
	}
}

/* Where a text is canonically the same, so is its fold. */
static void
test_search_is_the_same_for_normal_forms(void **state)
{
	static const char *const texts[] = {
		"\u00c5ngstr\u00f6m",
		"\u1e9b\u0323",
		"Ti\u1ebfng Vi\u1ec7t",
		"\ud55c\uad6d\uc5b4",
		"\u0958\u0928\u093c",
		"\u304c\u304e",
		"\u1f80\u03b1",
		"\u0626\u06c0",
		"\u1026\u0b4b",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *nfd = g_utf8_normalize(texts[i], -1, G_NORMALIZE_NFD);
		g_autofree char *nfc = g_utf8_normalize(texts[i], -1, G_NORMALIZE_NFC);
		size_t length;
		g_autofree char *a = fold_search(nfd, strlen(nfd), false, &length, NULL);
		g_autofree char *b = fold_search(nfc, strlen(nfc), false, &length, NULL);
		assert_string_equal(a, b);
	}
}

static const struct {
	const char *s;
	bool upper;
} upper_cases[] = {
	{ "", false },
	{ "abc", false },
	{ "aBc", true },
	{ "\u00e9", false },
	{ "\u00c9", true },
	{ "\u01c5", true },
	{ "\u4e2d\xff", false },
	{ "1@[", false },
};

static void
test_upper(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(upper_cases); i++)
		assert_int_equal(fold_has_upper(upper_cases[i].s, strlen(upper_cases[i].s)),
			upper_cases[i].upper);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_name),
		cmocka_unit_test(test_search),
		cmocka_unit_test(test_search_is_the_same_for_normal_forms),
		cmocka_unit_test(test_upper),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
