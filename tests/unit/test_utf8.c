#include "config.h"

#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>
#include <unigbrk.h>

/* Unicode 15 §3.9: each byte of what is ill-formed is seen alone. */
static const struct {
	const char *bytes;
	size_t taken;
	uint32_t c;
} next_cases[] = {
	{ "a", 1, 'a' },
	{ "\x7f", 1, 0x7F },
	{ "\x80", 1, UTF8_BAD },
	{ "\xbf\x80", 1, UTF8_BAD },
	{ "\xc0\x80", 1, UTF8_BAD },
	{ "\xc1\xbf", 1, UTF8_BAD },
	{ "\xc2\x80", 2, 0x80 },
	{ "\xc2", 1, UTF8_BAD },
	{ "\xc2\xc2", 1, UTF8_BAD },
	{ "\xdf\xbf", 2, 0x7FF },
	{ "\xe0\x9f\xbf", 1, UTF8_BAD },
	{ "\xe0\xa0\x80", 3, 0x800 },
	{ "\xe2\x80", 1, UTF8_BAD },
	{ "\xe2\x80\x2e", 1, UTF8_BAD },
	{ "\xed\x9f\xbf", 3, 0xD7FF },
	{ "\xed\xa0\x80", 1, UTF8_BAD },
	{ "\xed\xbf\xbf", 1, UTF8_BAD },
	{ "\xee\x80\x80", 3, 0xE000 },
	{ "\xef\xbf\xbf", 3, 0xFFFF },
	{ "\xf0\x8f\xbf\xbf", 1, UTF8_BAD },
	{ "\xf0\x90\x80\x80", 4, 0x10000 },
	{ "\xf0\x90\x80", 1, UTF8_BAD },
	{ "\xf4\x8f\xbf\xbf", 4, 0x10FFFF },
	{ "\xf4\x90\x80\x80", 1, UTF8_BAD },
	{ "\xf5\x80\x80\x80", 1, UTF8_BAD },
	{ "\xff", 1, UTF8_BAD },
};

static void
test_next(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(next_cases); i++) {
		size_t n = strlen(next_cases[i].bytes);
		/* On the heap, so that a read past the end is seen. */
		g_autofree char *exact = g_memdup2(next_cases[i].bytes, n);
		uint32_t c = 0;
		assert_int_equal(utf8_next(exact, n, &c), next_cases[i].taken);
		assert_int_equal(c, next_cases[i].c);
	}
}

static void
test_every_code_point(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		char s[4];
		uint32_t back = 0;
		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		size_t n = utf8_put(s, c);
		if (utf8_next(s, n, &back) != n || back != c || utf8_prev(s, n, n) != 0 ||
			!utf8_valid(s, n))
			fail_msg("U+%04X", c);
	}
}

static const struct {
	const char *s;
	size_t at, prev;
} prev_cases[] = {
	{ "ab", 1, 0 },
	{ "ab", 2, 1 },
	{ "a\u00e9", 3, 1 },
	{ "a\u00e9", 2, 1 },
	{ "\U0001F600", 4, 0 },
	{ "\U0001F600", 1, 0 },
	{ "\U0001F600", 3, 0 },
	{ "a\x80\x80\x80\x80\x80", 6, 5 },
	{ "\xe2\x80", 2, 1 },
	{ "\u00e9\x80", 3, 2 },
};

static void
test_prev(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(prev_cases); i++)
		assert_int_equal(utf8_prev(prev_cases[i].s, strlen(prev_cases[i].s),
					 prev_cases[i].at),
			prev_cases[i].prev);
}

static const struct {
	const char *s;
	size_t length, ascii;
	bool valid;
} length_cases[] = {
	{ "", 0, 0, true },
	{ "abc", 3, 3, true },
	{ "0123456789\u00e9\u4e2d\U0001F600 0123456789", 24, 10, true },
	{ "01234567\xff", 9, 8, false },
	{ "\xe2\x80z", 3, 0, false },
	{ "0123456\u00e9", 8, 7, true },
};

static void
test_length(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(length_cases); i++) {
		const char *s = length_cases[i].s;
		assert_int_equal(utf8_length(s, strlen(s)), length_cases[i].length);
		assert_int_equal(utf8_ascii(s, strlen(s)), length_cases[i].ascii);
		assert_int_equal(utf8_valid(s, strlen(s)), length_cases[i].valid);
	}
}

static const struct {
	const char *s;
	size_t max, cut;
} cut_cases[] = {
	{ "abc", 0, 0 },
	{ "abc", 2, 2 },
	{ "abc", 9, 3 },
	{ "a\u00e9b", 2, 1 },
	{ "a\u00e9b", 3, 3 },
	{ "\U0001F600", 3, 0 },
	{ "a\x80\x80\x80", 2, 2 },
	{ "\xe2\x80z", 1, 1 },
};

static void
test_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cut_cases); i++)
		assert_int_equal(utf8_cut(cut_cases[i].s, strlen(cut_cases[i].s), cut_cases[i].max),
			cut_cases[i].cut);
}

static void
test_whole(void **state)
{
	size_t length = 0;
	g_autofree char *whole = utf8_whole("a\xff\u00e9\xe2\x80z", 7, &length);

	(void)state;
	assert_string_equal(whole, "a\u00e9z");
	assert_int_equal(length, 4);
}

/* Clusters, a `|` between them (UAX #29 table 1b and GB3 to GB13). */
static const char *const grapheme_cases[] = {
	"a|b|c",
	"\r\n|\n|\r|a",
	"e\u0301\u0302|x",
	"\u0915\u094d|\u0937\u093f",
	"\u1100\u1161\u11a8|\u1100",
	"\u0600\u0661|a",
	"\U0001F1E9\U0001F1EA|\U0001F1EB\U0001F1F7|\U0001F1EB",
	"\U0001F468\u200d\U0001F469\u200d\U0001F467|\U0001F468",
	"\U0001F44D\U0001F3FD|a\u200d|\U0001F468",
	"\u2764\ufe0f\u200d\U0001F525",
	"1\ufe0f\u20e3|2",
	"a|\x80|\x80|\xff|\u00e9",
	"a\u0301|\xcc|a",
};

static void
test_graphemes(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(grapheme_cases); i++) {
		g_auto(GStrv) parts = g_strsplit(grapheme_cases[i], "|", -1);
		g_autofree char *s = g_strjoinv("", parts);
		size_t n = strlen(s), at = 0;
		for (size_t k = 0; parts[k] != NULL; k++) {
			if (utf8_grapheme(s + at, n - at) != strlen(parts[k]))
				fail_msg("case %zu, cluster %zu", i, k);
			at += strlen(parts[k]);
		}
		assert_int_equal(at, n);
	}
}

/* Against libunistring's own walk over whole strings, made of one code point of each property. */
static void
test_graphemes_as_the_library(void **state)
{
	static const uint32_t sample[] = {
		'a',
		'\r',
		'\n',
		0x200B,
		0x0301,
		0x0600,
		0x0903,
		0x1100,
		0x1161,
		0x11A8,
		0xAC00,
		0xAC01,
		0x1F1E9,
		0x200D,
		0x1F468,
		0x1F3FD,
		0x2764,
		0xFE0F,
		0x4E2D,
	};
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char s[40], breaks[40];
		size_t n = 0;
		for (int i = 0; i < 8; i++) {
			seed = seed * 1664525 + 1013904223;
			n += utf8_put(s + n, sample[(seed >> 8) % G_N_ELEMENTS(sample)]);
		}
		u8_grapheme_breaks((const uint8_t *)s, n, breaks);
		for (size_t at = 0; at < n;) {
			size_t taken = utf8_grapheme(s + at, n - at);
			for (size_t i = 1; i < taken; i++)
				if (breaks[at + i])
					fail_msg("round %d: no break at %zu", round, at + i);
			at += taken;
			if (at < n && !breaks[at])
				fail_msg("round %d: a break at %zu", round, at);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_every_code_point),
		cmocka_unit_test(test_prev),
		cmocka_unit_test(test_length),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_graphemes),
		cmocka_unit_test(test_graphemes_as_the_library),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
