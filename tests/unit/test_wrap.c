#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "page/wrap.h"
#include "text/linebreak.h"
#include "text/safe.h"
#include "text/utf8.h"
#include "text/width.h"

/* The rows as they are shown, with `|` between; a hyphen as `-`. */
static char *
rows_of(const char *s, size_t n, unsigned width, bool tabs)
{
	struct wrap wrap = { 0 };
	struct wrap_row row;
	GString *out = g_string_new(NULL);
	uint32_t next = 0;

	wrap_begin(&wrap, s, n, tabs);
	while (wrap_next(&wrap, width, &row)) {
		assert_int_equal(row.start, next);
		assert_true(row.start <= row.end && row.end <= row.next);
		if (out->len > 0 || row.start > 0)
			g_string_append_c(out, '|');
		g_string_append_len(out, s + row.start, row.end - row.start);
		if (row.hyphen)
			g_string_append_c(out, '-');
		next = row.next;
	}
	assert_int_equal(next, n);
	wrap_clear(&wrap);
	return g_string_free(out, FALSE);
}

static const struct {
	const char *text;
	unsigned width;
	const char *rows;
} wrap_cases[] = {
	{ "", 10, "" },
	{ "one", 10, "one" },
	{ "one two three", 7, "one two|three" },
	{ "one two three", 8, "one two|three" },
	{ "one two three", 6, "one|two|three" },
	{ "one  two   three", 4, "one|two|thre|e" },
	{ "hard\nbreak", 20, "hard|break" },
	{ "hard\n\nbreak", 20, "hard||break" },
	{ "end\n", 20, "end" },
	{ "cr\rlf\r\nend", 20, "cr|lf|end" },
	{ "a\xE2\x80\xA8"
	  "b",
		20, "a|b" },
	{ "abcdefghij", 4, "abcd|efgh|ij" },
	{ "well-known", 6, "well-|known" },
	{ "covid-19 ends", 7, "covid-1|9 ends" },
	{ "use --flag now", 7, "use|--flag|now" },
	{ "and/or", 5, "and/|or" },
	{ "see /usr/bin", 6, "see|/usr/|bin" },
	{ "say (yes) now", 8, "say|(yes)|now" },
	{ "why ! not", 5, "why !|not" },
	{ "evaluations[00:13:26].", 12, "evaluations[|00:13:26]." },
	{ "at [00:13:26]. Next", 12, "at|[00:13:26].|Next" },
	{ "it\xE2\x80\x99s one", 5, "it\xE2\x80\x99s|one" },
	{ "a\xC2\xA0"
	  "b c",
		3,
		"a\xC2\xA0"
		"b|c" },
	{ "x a\xC2\xA0"
	  "b c",
		4,
		"x|a\xC2\xA0"
		"b|c" },
	{ "\xE4\xB8\xAD\xE6\x96\x87\xE5\xAD\x97", 4, "\xE4\xB8\xAD\xE6\x96\x87|\xE5\xAD\x97" },
	{ "\xE4\xB8\xAD\xE6\x96\x87\xE3\x80\x82", 4, "\xE4\xB8\xAD|\xE6\x96\x87\xE3\x80\x82" },
	{ "\xE4\xB8\xAD\xE6\x96\x87", 1, "\xE4\xB8\xAD|\xE6\x96\x87" },
	{ "co\xC2\xADop era", 4, "co\xC2\xADop|era" },
	{ "co\xC2\xADop era", 3, "co\xC2\xAD-|op|era" },
	{ "e\xCC\x81"
	  "e\xCC\x81"
	  "e\xCC\x81",
		2,
		"e\xCC\x81"
		"e\xCC\x81|e\xCC\x81" },
	{ "dash\xE2\x80\x94then", 6, "dash\xE2\x80\x94|then" },
	{ "    indented text", 8, "    inde|nted|text" },
	{ "ab\x1B"
	  "cd",
		3,
		"ab|\x1B"
		"c|d" },
};

static void
rows_break_where_they_should(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(wrap_cases); i++) {
		const char *s = wrap_cases[i].text;
		g_autofree char *rows = rows_of(s, strlen(s), wrap_cases[i].width, false);
		assert_string_equal(rows, wrap_cases[i].rows);
	}
}

static void
tabs_go_to_stops_where_asked(void **state)
{
	(void)state;
	g_autofree char *stops = rows_of("a\tbc", 4, 9, true);
	assert_string_equal(stops, "a|bc");
	g_autofree char *room = rows_of("a\tbc", 4, 10, true);
	assert_string_equal(room, "a\tbc");
	g_autofree char *blank = rows_of("a\tbc", 4, 4, false);
	assert_string_equal(blank, "a\tbc");
}

static void
lines_keep_their_width(void **state)
{
	struct wrap wrap = { 0 };
	struct wrap_row row;
	const char *s = "one two\r\n\nthree\n";
	static const uint32_t ends[] = { 7, 9, 15, 16 };
	size_t rows = 0;

	(void)state;
	wrap_begin(&wrap, s, strlen(s), true);
	while (wrap_line(&wrap, &row))
		assert_int_equal(row.end, ends[rows++]);
	assert_int_equal(rows, G_N_ELEMENTS(ends));
	wrap_clear(&wrap);
}

/* The rules said anew, as slowly as can be: the two paths of wrap.c must both agree with it. */
static void
slow_row(const char *s, size_t n, size_t start, size_t width, size_t *end, size_t *next)
{
	size_t kept = 0, i = start;

	*end = start;
	for (; i < n && s[i] != '\n'; i++) {
		if (*end > start && linebreak_ascii(s, n, i))
			kept = i;
		if (s[i] == ' ')
			continue;
		if (i - start >= width && i > start) {
			*next = kept > 0 ? kept : i;
			*end = *next;
			while (*end > start && s[*end - 1] == ' ')
				(*end)--;
			return;
		}
		*end = i + 1;
	}
	*next = MIN(i + 1, n);
}

static void
ascii_path_agrees_with_the_rules(void **state)
{
	static const char letters[] = "aaaabcdeeZ09  ----//()[]{}.,;:!?|\"'_<>=  \n";
	struct wrap wrap = { 0 };
	char s[200];

	(void)state;
	srand(7);
	for (int round = 0; round < 20000; round++) {
		size_t n = (size_t)rand() % sizeof(s), at = 0;
		size_t width = 1 + (size_t)rand() % 40;
		struct wrap_row row;

		for (size_t i = 0; i < n; i++)
			s[i] = letters[(size_t)rand() % (round % 2 ? 8 : sizeof(letters) - 1)];
		wrap_begin(&wrap, s, n, false);
		while (wrap_next(&wrap, (unsigned)width, &row)) {
			size_t end, next;
			slow_row(s, n, at, width, &end, &next);
			assert_int_equal(row.start, at);
			assert_int_equal(row.end, end);
			assert_int_equal(row.next, next);
			assert_int_equal(row.columns, end - at);
			at = next;
		}
		assert_int_equal(at, n);
	}
	wrap_clear(&wrap);
}

/* What layout counts of a character is what is drawn, alone and beside others. */
static void
glyphs_are_as_wide_as_drawn(void **state)
{
	char s[12];

	(void)state;
	for (uint32_t c = 0x20; c < 0x11000; c++) {
		struct wrap_glyph glyph;
		if (c >= 0xD800 && c < 0xE000)
			continue;
		size_t n = utf8_put(s, c);
		s[n] = 'x';
		wrap_glyph(s, n + 1, &glyph);
		assert_int_equal(glyph.columns, safe_columns(SAFE_TEXT, s, glyph.length));
		utf8_put(s + n, 0x4E00);
		wrap_glyph(s, n + 3, &glyph);
		assert_int_equal(glyph.columns, safe_columns(SAFE_TEXT, s, glyph.length));
	}
}

/* The quick rules say what UAX #14 says. */
static void
common_breaks_agree_with_the_standard(void **state)
{
	static const char *const near[] = {
		"a",
		"Z",
		"7",
		" ",
		"\xC3\xA9",
		"\xD0\xB6",
		"\xE2\x80\x98",
		"\xE2\x80\x99",
		"\xE2\x80\x9C",
		"\xE2\x80\x9D",
		"\xE2\x80\x94",
		"\xE4\xB8\xAD",
		"\xEA\xB0\x80",
		".",
		",",
		")",
		"-",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(near); i++)
		for (size_t k = 0; k < G_N_ELEMENTS(near); k++) {
			g_autofree char *s = g_strconcat("x", near[i], near[k], "x", NULL);
			size_t n = strlen(s), p = 1 + strlen(near[i]);
			g_autofree uint8_t *breaks = g_malloc0(n);

			if (((s[p - 1] | s[p]) & 0x80) == 0 || s[p] == ' ')
				continue;
			enum linebreak common = linebreak_common(s, n, p);
			linebreak_find(s, n, breaks);
			if (common != LINEBREAK_ASK && s[p - 1] != '.' && s[p - 1] != ',' &&
				s[p - 1] != ')')
				assert_int_equal(common, breaks[p]);
		}
}

/* Any bytes: every byte in one row, columns as they are drawn, none wider than asked but a lone
 * glyph. */
static void
any_bytes_are_kept(void **state)
{
	static const char *const bits[] = {
		"word",
		" ",
		"  ",
		"\t",
		"-",
		"\xC2\xAD",
		"\xE2\x80\x99",
		"\xE4\xB8\xAD",
		"\xEA\xB0\x80",
		"\xE1\x86\xA8",
		"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB",
		"\xCC\x81",
		"\xFF",
		"\xE2\x80\xAE",
		"\xE2\x80\x8B",
		"\xEF\xBB\xBF",
		"\x1B",
		"\n",
		"\r",
		"\xC2\x85",
		"\xE0\xA4\x95\xE0\xA5\x8D\xE0\xA4\xB7",
		"\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA",
		"\xC2\xA0",
		"\xE2\x80\xA6",
		"(",
		")",
		"\xE2\x80\x9C",
		"\xE2\x80\x9D",
		"\xC3\xA9",
		"a b c d e",
		"\xE2\x9D\xA4\xEF\xB8\x8F",
		"\xF3\xA0\x81\xA9",
		"\xEE\x80\x80",
		"\xE2\x80\xA8",
	};
	struct wrap wrap = { 0 };

	(void)state;
	srand(11);
	for (int round = 0; round < 4000; round++) {
		g_autoptr(GString) s = g_string_new(NULL);
		unsigned width = 1 + (unsigned)rand() % 30;
		struct wrap_row row;
		uint32_t next = 0;

		for (int i = rand() % 40; i >= 0; i--)
			g_string_append(s, bits[(size_t)rand() % G_N_ELEMENTS(bits)]);
		wrap_begin(&wrap, s->str, s->len, false);
		while (wrap_next(&wrap, width, &row)) {
			struct wrap_glyph first = { 0 };
			assert_int_equal(row.start, next);
			assert_true(row.start <= row.end && row.end <= row.next);
			assert_true(row.next > row.start);
			assert_int_equal(row.columns,
				safe_columns(SAFE_TEXT, s->str + row.start, row.end - row.start));
			if (row.end > row.start)
				wrap_glyph(s->str + row.start, s->len - row.start, &first);
			assert_true(row.columns + row.hyphen <= MAX(width, first.columns));
			next = row.next;
		}
		assert_int_equal(next, s->len);
	}
	wrap_clear(&wrap);
}

static const struct {
	const char *text;
	unsigned least, most;
} measure_cases[] = {
	{ "", 0, 0 },
	{ "one three", 5, 9 },
	{ "a\nlonger", 6, 6 },
	{ "\xE4\xB8\xAD\xE6\x96\x87 x", 2, 6 },
	{ "well-known", 5, 10 },
	{ "trailing   ", 8, 8 },
};

static void
measures(void **state)
{
	struct wrap wrap = { 0 };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(measure_cases); i++) {
		unsigned least, most;
		const char *s = measure_cases[i].text;
		wrap_measure(&wrap, s, strlen(s), &least, &most);
		assert_int_equal(least, measure_cases[i].least);
		assert_int_equal(most, measure_cases[i].most);
	}
	wrap_clear(&wrap);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_break_where_they_should),
		cmocka_unit_test(tabs_go_to_stops_where_asked),
		cmocka_unit_test(lines_keep_their_width),
		cmocka_unit_test(ascii_path_agrees_with_the_rules),
		cmocka_unit_test(glyphs_are_as_wide_as_drawn),
		cmocka_unit_test(common_breaks_agree_with_the_standard),
		cmocka_unit_test(any_bytes_are_kept),
		cmocka_unit_test(measures),
	};

	setlocale(LC_ALL, "C.UTF-8");
	width_init();
	safe_init(false, false);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
