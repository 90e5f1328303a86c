#include "config.h"

#include "text/words.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "text/fold.h"

/* Each place as `word` or `word(join join)`, parted by spaces; a break is `/`. */
static char *
print(const char *text, size_t n)
{
	struct words *words = words_new();
	GString *out = g_string_new(NULL);
	struct word word;
	bool open = false;

	words_begin(words, text, n);
	while (words_next(words, &word)) {
		assert_true(word.range.start < word.range.end && word.range.end <= n);
		if (!word.join && open)
			g_string_append_c(out, ')');
		if (word.join)
			g_string_append_c(out, open ? ' ' : '(');
		else if (out->len > 0)
			g_string_append_c(out, ' ');
		open = word.join;
		if (word.bytes[0] == WORDS_BREAK)
			g_string_append_c(out, '/');
		else
			g_string_append_len(out, word.bytes, (gssize)word.length);
	}
	if (open)
		g_string_append_c(out, ')');
	words_free(words);
	return g_string_free(out, FALSE);
}

static const struct {
	const char *text, *words;
} cases[] = {
	{ "", "" },
	{ " - , ", "" },
	{ "Large Models, 2", "large models 2" },
	{ "a.", "a" },
	{ "don't `x` \"y\"", "don t x y" },
	{ "gpt-4o", "gpt(gpt-4o) 4o(-4o)" },
	{ "C++", "c(c++)" },
	{ "C++.", "c(c++.)" },
	{ "C++17", "c(c++17) 17(+17 ++17)" },
	{ "C++ 17", "c(c++) 17" },
	{ "a++++b", "a(a+++) b(+b ++b +++b)" },
	{ "f() (x)", "f(f()) x" },
	{ "snake_case", "snake(snake_case) case(_case)" },
	{ "$1.5", "1(1.5 $1 $1.5) 5(.5)" },
	{ "us$1", "us(us$1) 1($1)" },
	{ "x ($1)", "x 1($1)" },
	{ "10,000", "10(10,000) 000" },
	{ "https://a.org/",
		"https(https://a) a(a.org /a /a.org //a //a.org) org(org/ .org .org/)" },
	{ "__init__", "init(init__ _init _init__ __init __init__)" },
	{ "a\036b", "a / b" },
	{ "a-\036-b", "a(a-) / b(-b)" },
	{ "\036", "/" },
	{ "Caf\u00e9 cafe\u0301 CAF\u00c9", "cafe cafe cafe" },
	{ "Stra\u00dfe \ufb03x", "strasse ffix" },
	{ "\u0130\u212b\u0958", "ia\u0915" },
	{ "Ti\u1ebfng Vi\u1ec7t", "tieng viet" },
	{ "\u041c\u043e\u0439", "\u043c\u043e\u0438" },
	{ "\u6f22\u5b57", "\u6f22(\u6f22\u5b57) \u5b57" },
	{ "\u6f22 \u5b57", "\u6f22 \u5b57" },
	{ "5\u6708a", "5(5\u6708) \u6708(\u6708a) a" },
	{ "\u304b\u3099\u304c", "\u304b(\u304b\u304b) \u304b" },
	{ "\ud55c\u1112\u1161\u11ab", "\ud55c(\ud55c\ud55c) \ud55c" },
	{ "\u0e17\u0e35\u0e48\u0e2d", "\u0e17(\u0e17\u0e2d) \u0e2d" },
	{ "\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u093f\u0928\u0926\u0940" },
	{ "fo\u00ado\u00ad-b", "foo b(-b)" },
	{ "\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u062e" },
	{ "\u20ac5", "\u20ac(\u20ac5) 5" },
	{ "\u2764\ufe0fa", "\u2764(\u2764a) a" },
	{ "a \u2260 b", "a \u2260 b" },
	{ "\u201ca\u201d\u2014b\u2026", "a b" },
	{ "a\xff"
	  "b \xe2\x82",
		"a b" },
	{ "\u0301a \ufe0f", "a" },
	{ "\ue000x", "\ue000x" },
};

static void
test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *found = print(cases[i].text, strlen(cases[i].text));
		if (strcmp(found, cases[i].words) != 0)
			fail_msg("'%s' gives '%s', not '%s'", cases[i].text, found, cases[i].words);
	}
}

/* A word is what the search fold makes of its range. */
static void
test_words_are_folded_as_the_search_fold(void **state)
{
	g_autoptr(GString) text = g_string_new(NULL);
	struct words *words = words_new();
	struct word word;

	(void)state;
	for (uint32_t c = 0x80; c < 0x20000; c++)
		if (g_unichar_isgraph(c) && g_unichar_type(c) != G_UNICODE_FORMAT) {
			g_string_append_unichar(text, c);
			g_string_append(text, c % 3 == 0 ? " e" : "\u0301x ");
		}
	words_begin(words, text->str, text->len);
	while (words_next(words, &word)) {
		size_t length, at = word.range.start;
		uint32_t size = range_length(word.range);
		g_autofree char *folded = fold_search(text->str + at, size, false, &length, NULL);
		if (!word.join && folded[0] != '<' && folded[0] != '=' && folded[0] != '>' &&
			folded[0] != '`' && memcmp(folded, "\xc2\xa8", 2) != 0 &&
			(length != word.length || memcmp(folded, word.bytes, length) != 0))
			fail_msg("'%.*s' is '%.*s', not '%s'", (int)size, text->str + at,
				(int)word.length, word.bytes, folded);
	}
	words_free(words);
}

static void
test_long_words(void **state)
{
	static const char *const letters[] = { "a", "\u00df", "\u4e2d", "e\u0301", "\u0434",
		"\u0915\u093f" };
	struct words *words = words_new();
	struct word word;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(letters); i++) {
		g_autoptr(GString) text = g_string_new("x");
		size_t most = 0;
		for (unsigned k = 0; k < 300; k++)
			g_string_append(text, letters[i]);
		g_string_append(text, "++");
		words_begin(words, text->str, text->len);
		while (words_next(words, &word)) {
			assert_true(g_utf8_validate(word.bytes, (gssize)word.length, NULL));
			if (!word.join)
				most = MAX(most, word.length);
		}
		assert_true(most <= WORD_BYTES);
		assert_true(most > WORD_BYTES - 4 || i == 2);
	}
	words_free(words);
}

/* Runs of ASCII of every length, at every place, before every byte. */
static void
test_ascii(void **state)
{
	static const char letters[] = "aZ09zAmM";
	struct words *words = words_new();
	char text[256], folded[256];
	struct word word;

	(void)state;
	for (unsigned round = 0; round < 0x80 * 150; round++) {
		char end = (char)(round % 0x80);
		size_t n = round / 0x80, start = round % 9;
		if (g_ascii_isalnum(end))
			continue;
		memset(text, ' ', sizeof text);
		for (size_t i = 0; i < n; i++) {
			text[start + i] = letters[(i + round) % 8];
			folded[i] = g_ascii_tolower(text[start + i]);
		}
		text[start + n] = end;
		words_begin(words, text, round % 2 != 0 ? sizeof text : start + n + round / 2 % 2);
		bool found = words_next(words, &word);
		assert_int_equal(found, n > 0 || (found && end == WORDS_BREAK));
		if (n == 0)
			continue;
		assert_int_equal(word.range.start, start);
		assert_int_equal(word.range.end, start + n);
		assert_int_equal(word.length, MIN(n, WORD_BYTES));
		assert_memory_equal(word.bytes, folded, word.length);
	}
	words_free(words);
}

/* Begun again, nothing of the text before is left. */
static void
test_begin_again(void **state)
{
	struct words *words = words_new();
	struct word word;

	(void)state;
	words_begin(words, "a-b $c++", 8);
	assert_true(words_next(words, &word));
	words_begin(words, "d", 1);
	assert_true(words_next(words, &word));
	assert_memory_equal(word.bytes, "d", 1);
	assert_false(words_next(words, &word));
	assert_false(words_next(words, &word));
	words_free(words);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_words_are_folded_as_the_search_fold),
		cmocka_unit_test(test_long_words),
		cmocka_unit_test(test_ascii),
		cmocka_unit_test(test_begin_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
