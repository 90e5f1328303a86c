#include "config.h"

#include "text/safe.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/safe_rules.h"
#include "text/utf8.h"
#include "text/width.h"

/* Text, its length where it holds a NUL, and how it is shown on the screen: in a text, in a
 * name; `\n` at the end of what is shown is not. */
struct shown {
	const char *name;
	const char *input;
	gssize length;
	const char *text, *as_name;
	unsigned columns; /* of the text */
};

#define FLAG_ENGLAND "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F"
#define FAMILY "\U0001F468\u200D\U0001F469\u200D\U0001F467"

static const struct shown screen_cases[] = {
	{ "plain", "Plain text.", -1, "Plain text.", NULL, 11 },
	{ "escape", "a\x1b[31mb", -1, "a^[[31mb", NULL, 8 },
	{ "nul, bs, del", "\0\b\x7f", 3, "^@^H^?", NULL, 6 },
	{ "C1", "\xc2\x85\xc2\x9b", -1, "<U+0085><U+009B>", NULL, 16 },
	{ "lone byte", "a\x9b\xff", -1, "a<9B><FF>", NULL, 9 },
	{ "overlong", "\xc0\xaf", -1, "<C0><AF>", NULL, 8 },
	{ "surrogate", "\xed\xa0\x80", -1, "<ED><A0><80>", NULL, 12 },
	{ "too large", "\xf4\x90\x80\x80", -1, "<F4><90><80><80>", NULL, 16 },
	{ "cut sequence", "\xe2\x80", -1, "<E2><80>", NULL, 8 },
	{ "run of bytes", "\xff\xff\xff\xff\xffz", -1, "<FF+4>z", NULL, 7 },
	{ "four bytes", "\xff\xff\xff\xffz", -1, "<FF><FF><FF><FF>z", NULL, 17 },
	{ "run of controls", "\1\1\1\1\1\1", -1, "<^A+5>", NULL, 6 },
	{ "tab", "a\tb", -1, "a b", NULL, 3 },
	{ "line ends", "a\nb\r\nc\rd", -1, "abcd", "a^Jb^M^Jc^Md", 4 },
	{ "separators", "a\u2028b\u2029c", -1, "abc", "a<U+2028>b<U+2029>c", 3 },
	{ "spaces", "a\u00a0b\u2007c\u202fd\u2003e", -1, "a b c d e", NULL, 9 },
	{ "wide space", "a\u3000b", -1, "a  b", NULL, 4 },
	{ "soft hyphen", "co\u00adop", -1, "coop", "co<U+00AD>op", 4 },
	{ "invisible", "a\u200b\u2060\ufeffb", -1, "ab", "a<U+200B><U+2060><U+FEFF>b", 2 },
	{ "run of invisible", "a\u200b\u200b\u200b\u200b\u2060\u200bb", -1, "ab", "a<U+200B+5>b",
		2 },
	{ "direction", "a\u202eb\u2066c\u2069", -1, "a<U+202E>b<U+2066>c<U+2069>", NULL, 27 },
	{ "LRM", "a\u200eb", -1, "ab", "a<U+200E>b", 2 },
	{ "annotation", "\ufff9\ufffc", -1, "<U+FFF9><U+FFFC>", NULL, 16 },
	{ "tags", "i\U000E0069\U000E0067\U000E006E\U000E006F\U000E0072\U000E0065", -1,
		"i<U+E0069+5>", NULL, 12 },
	{ "flag", FLAG_ENGLAND "!", -1, "\U0001F3F4!", NULL, 3 },
	{ "flag without end", "\U0001F3F4\U000E0067\U000E0062", -1, "\U0001F3F4<U+E0067><U+E0062>",
		NULL, 20 },
	{ "flag without tags", "\U0001F3F4\U000E007F", -1, "\U0001F3F4<U+E007F>", NULL, 11 },
	{ "flag of seven tags",
		"\U0001F3F4\U000E0061\U000E0061\U000E0061\U000E0061\U000E0061\U000E0061\U000E0061"
		"\U000E007F",
		-1, "\U0001F3F4<U+E0061+7>", NULL, 13 },
	{ "selector", "\u2764\ufe0f!", -1, "\u2764\ufe0f!", NULL, 2 },
	{ "second selector", "\u2764\ufe0f\ufe0f", -1, "\u2764\ufe0f<U+FE0F>", NULL, 9 },
	{ "selector on a blank", " \ufe0f", -1, " <U+FE0F>", NULL, 9 },
	{ "selector on a mark", "e\u0301\ufe0f", -1, "e\u0301<U+FE0F>", NULL, 9 },
	{ "Mongolian selector", "\u182d\u180b\u1820", -1, "\u182d\u180b\u1820", NULL, 2 },
	{ "Hangul fillers", "\u3164\uffa0\u115f", -1, "<U+3164><U+FFA0><U+115F>", NULL, 24 },
	{ "run of fillers", "\u3164\u3164\u3164\u3164\u3164", -1, "<U+3164+4>", NULL, 10 },
	{ "filler in a syllable", "\u115f\u1161", -1, "\u115f\u1161", NULL, 2 },
	{ "vowel's filler", "\u1100\u1160\u11a8", -1, "\u1100\u1160\u11a8", NULL, 2 },
	{ "two fillers", "\u115f\u1160", -1, "<U+115F><U+1160>", NULL, 16 },
	{ "two fillers and a final", "\u115f\u1160\u11a8", -1, "\u115f\u1160\u11a8", NULL, 2 },
	{ "fillers behind a consonant", "\u1100\u115f\u115f", -1, "\u1100<U+115F><U+115F>", NULL,
		18 },
	{ "private use", "\ue000\U0010FFFD", -1, "<U+E000><U+10FFFD>", NULL, 18 },
	{ "unassigned", "\u0378\u2065\ufdd0\U0001FFFE", -1, "<U+0378><U+2065><U+FDD0><U+1FFFE>",
		NULL, 33 },
	{ "run of unassigned", "\u0378\u2065\ufdd0\U0001FFFE\ufdd1", -1, "<U+0378+4>", NULL, 10 },
	{ "reserved pictograph", "\U0001FAFF", -1, "\U0001FAFF", NULL, 2 },
	{ "mark without a base", "\u0301a", -1, "\u25cc\u0301a", NULL, 2 },
	{ "mark after a mark of ours", "\x1b\u0301", -1, "^[\u25cc\u0301", NULL, 3 },
	{ "final without a syllable", "\u11a8", -1, "\u25cc\u11a8", NULL, 1 },
	{ "seven marks", "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307z", -1,
		"e\u0301\u0302\u0303\u0304z", NULL, 2 },
	{ "accents", "e\u0301 n\u0303", -1, "e\u0301 n\u0303", NULL, 3 },
	{ "family", FAMILY "!", -1, "\U0001F468\U0001F469\U0001F467!", NULL, 7 },
	{ "ZWJ between letters", "a\u200db", -1, "ab", "a<U+200D>b", 2 },
	{ "ZWJ at the end of emoji", "\U0001F468\u200d", -1, "\U0001F468", "\U0001F468<U+200D>",
		2 },
	{ "ZWJ twice", "\U0001F468\u200d\u200d\U0001F469", -1, "\U0001F468\U0001F469",
		"\U0001F468<U+200D><U+200D>\U0001F469", 4 },
	{ "Persian ZWNJ", "\u0645\u06cc\u200c\u062e", -1, "\u0645\u06cc\u200c\u062e", NULL, 3 },
	{ "ZWNJ over a vowel sign", "\u0645\u064e\u200c\u064e\u062e", -1,
		"\u0645\u064e\u200c\u064e\u062e", NULL, 2 },
	{ "ZWNJ after what joins nothing", "\u0627\u200c\u0628", -1, "\u0627\u0628",
		"\u0627<U+200C>\u0628", 2 },
	{ "ZWNJ before a blank", "\u0628\u200c ", -1, "\u0628 ", "\u0628<U+200C> ", 2 },
	{ "ZWJ after a virama", "\u0915\u094d\u200d\u0937", -1, "\u0915\u094d\u200d\u0937", NULL,
		2 },
	{ "flags", "\U0001F1E9\U0001F1EA\U0001F1EB\U0001F1F7", -1,
		"\U0001F1E9\U0001F1EA\U0001F1EB\U0001F1F7", NULL, 4 },
	{ "Hebrew", "\u05e9\u05c1\u05dc\u05d5\u05dd", -1, "\u05e9\u05c1\u05dc\u05d5\u05dd", NULL,
		4 },
	{ "Thai", "\u0e17\u0e35\u0e48\u0e19\u0e35\u0e48", -1,
		"\u0e17\u0e35\u0e48\u0e19\u0e35\u0e48", NULL, 2 },
	{ "Myanmar", "\u1019\u102c", -1, "\u1019\u102c", NULL, 2 },
	{ "Chinese", "\u4e2d\u6587", -1, "\u4e2d\u6587", NULL, 4 },
	{ "percent", "%1B&#27;\\e", -1, "%1B&#27;\\e", NULL, 10 },
};

static const struct shown whole_cases[] = {
	{ "layout", "a\tb\r\nc\rd\u2028e\n", -1, "a\tb\nc\nd\ne\n", "a^Ib^M^Jc^Md<U+2028>e^J", 0 },
	{ "family", FAMILY, -1, FAMILY, NULL, 0 },
	{ "flag", FLAG_ENGLAND, -1, FLAG_ENGLAND, NULL, 0 },
	{ "half a flag", "\U0001F3F4\U000E0067", -1, "\U0001F3F4<U+E0067>", NULL, 0 },
	{ "NEL",
		"a\xc2\x85"
		"b",
		-1, "a<U+0085>b", NULL, 0 },
	{ "end of paste",
		"\x1b[201~\xc2\x9b"
		"201~",
		-1, "^[[201~<U+009B>201~", NULL, 0 },
	{ "plain to the last byte", "0123456789abcdef\xcc\x81 0123456789abcdefgh", -1,
		"0123456789abcdef\xcc\x81 0123456789abcdefgh", NULL, 0 },
};

static const struct shown ascii_cases[] = {
	{ "quotes", "\u2018a\u2019 \u201cb\u201d", -1, "'a' \"b\"", NULL, 7 },
	{ "dashes", "a\u2013b\u2014c\u2026", -1, "a-b--c...", NULL, 9 },
	{ "bullet", "\u2022 \u2500\u2502\u250c", -1, "* -|+", NULL, 5 },
	{ "letters", "caf\u00e9", -1, "caf<U+00E9>", NULL, 11 },
	{ "letters are never counted", "\u4e00\u4e01\u4e02\u4e03\u4e04", -1,
		"<U+4E00><U+4E01><U+4E02><U+4E03><U+4E04>", NULL, 40 },
	{ "mark without a base", "\u0301", -1, "<U+0301>", NULL, 8 },
	{ "accent", "e\u0301", -1, "e<U+0301>", NULL, 9 },
	{ "spaces", "a\u00a0b\u3000c", -1, "a b  c", NULL, 6 },
	{ "soft hyphen", "co\u00adop", -1, "coop", "co<U+00AD>op", 4 },
	{ "controls", "\x1b\x9b\u202e", -1, "^[<9B><U+202E>", NULL, 14 },
	{ "emoji", FAMILY, -1, "<U+1F468><U+1F469><U+1F467>",
		"<U+1F468><U+200D><U+1F469><U+200D><U+1F467>", 27 },
};

static char *
draw(enum safe_mode mode, const char *s, size_t n)
{
	GString *out = g_string_new(NULL);
	struct safe_glyph glyph;

	for (size_t i = 0; i < n; i += glyph.source) {
		safe_next(mode, s + i, n - i, &glyph);
		g_string_append_len(out, glyph.bytes, glyph.length);
	}
	return g_string_free(out, FALSE);
}

static void
check_shown(const struct shown *cases, size_t count, bool screen)
{
	for (size_t i = 0; i < count; i++) {
		const struct shown *c = &cases[i];
		size_t n = c->length < 0 ? strlen(c->input) : (size_t)c->length;
		const char *as_name = c->as_name != NULL ? c->as_name : c->text;
		g_autofree char *text = screen ? draw(SAFE_TEXT, c->input, n)
					       : safe_string(SAFE_TEXT, c->input, (gssize)n);
		g_autofree char *name = screen ? draw(SAFE_NAME, c->input, n)
					       : safe_string(SAFE_NAME, c->input, (gssize)n);
		if (strcmp(text, c->text) != 0 || strcmp(name, as_name) != 0)
			fail_msg("%s: \"%s\" and \"%s\"", c->name, text, name);
		if (screen && safe_columns(SAFE_TEXT, c->input, n) != c->columns)
			fail_msg("%s: %u columns", c->name, safe_columns(SAFE_TEXT, c->input, n));
	}
}

static void
test_screen(void **state)
{
	(void)state;
	check_shown(screen_cases, G_N_ELEMENTS(screen_cases), true);
}

static void
test_whole(void **state)
{
	(void)state;
	check_shown(whole_cases, G_N_ELEMENTS(whole_cases), false);
	g_autofree char *nothing = safe_string(SAFE_TEXT, "", 0);
	assert_string_equal(nothing, "");
}

static void
test_ascii(void **state)
{
	(void)state;
	safe_init(false, true);
	assert_true(safe_ascii());
	check_shown(ascii_cases, G_N_ELEMENTS(ascii_cases), true);
	safe_init(false, false);
}

static void
test_private_use_shown(void **state)
{
	static const char icons[] = "\ue0b0\U000F0001\U0010FFFD";

	(void)state;
	safe_init(true, false);
	for (int mode = SAFE_TEXT; mode <= SAFE_NAME; mode++) {
		g_autofree char *shown = draw((enum safe_mode)mode, icons, strlen(icons));
		assert_string_equal(shown, icons);
		assert_int_equal(safe_columns((enum safe_mode)mode, icons, strlen(icons)), 3);
	}
	safe_init(false, false);
}

/* --- every code point and byte --- */

static void
expect(const struct safe_glyph *glyph, uint32_t c, const char *bytes, size_t length, int columns,
	bool mark)
{
	if (glyph->length != length || memcmp(glyph->bytes, bytes, length) != 0 ||
		glyph->columns != columns || glyph->mark != mark)
		fail_msg("U+%04X: \"%.*s\", %d columns", c, glyph->length, glyph->bytes,
			glyph->columns);
}

static void
check_code_point(uint32_t c, enum safe_mode mode)
{
	struct safe_glyph glyph;
	char s[4], bytes[16];
	size_t n = utf8_put(s, c);
	int width = wcwidth((wchar_t)c);
	enum look look = look_of(c, mode);

	safe_next(mode, s, n, &glyph);
	assert_int_equal(glyph.source, n);
	assert_int_equal(glyph.soft_hyphen, c == 0xAD && mode == SAFE_TEXT);
	if (look == LOOK_AS_IS && is_spacing(c) && memcmp(glyph.bytes, "\u25cc", 3) == 0)
		look = LOOK_CIRCLE;
	switch (look) {
	case LOOK_AS_IS:
		expect(&glyph, c, s, n, width, false);
		break;
	case LOOK_RESERVED:
		expect(&glyph, c, s, n, 2, false);
		break;
	case LOOK_BLANK:
		expect(&glyph, c, "  ", c == 0x3000 ? 2 : 1, c == 0x3000 ? 2 : 1, false);
		break;
	case LOOK_NOTHING:
		expect(&glyph, c, "", 0, 0, false);
		break;
	case LOOK_CARET:
		snprintf(bytes, sizeof bytes, "^%c", c == 0x7F ? '?' : (char)('@' + c));
		expect(&glyph, c, bytes, 2, 2, true);
		break;
	case LOOK_MARK:
		snprintf(bytes, sizeof bytes, "<U+%04X>", c);
		expect(&glyph, c, bytes, strlen(bytes), (int)strlen(bytes), true);
		break;
	case LOOK_CIRCLE:
		memcpy(bytes, "\u25cc", 3);
		memcpy(bytes + 3, s, n);
		expect(&glyph, c, bytes, 3 + n, 1 + width, false);
		break;
	}
}

static void
test_every_code_point(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		check_code_point(c, SAFE_TEXT);
		check_code_point(c, SAFE_NAME);
	}
}

static bool
holds_dangerous(const char *s, size_t n, bool text)
{
	uint32_t c;

	for (size_t i = 0; i < n;) {
		i += utf8_next(s + i, n - i, &c);
		if (c == UTF8_BAD || (is_dangerous(c) && !(text && (c == '\n' || c == '\t'))))
			return true;
	}
	return false;
}

/* Between letters and after a pictograph, where more is allowed than alone. */
static void
test_every_code_point_among_others(void **state)
{
	static const char *const before[] = { "a", "\U0001F3F4", "\u0628", "\u1100", "\u0600",
		"\u094d" };

	(void)state;
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		char s[16];
		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		const char *start = before[c % G_N_ELEMENTS(before)];
		size_t n = strlen(start);
		memcpy(s, start, n);
		n += utf8_put(s + n, c);
		s[n++] = 'z';
		g_autofree char *text = safe_string(SAFE_TEXT, s, (gssize)n);
		g_autofree char *name = safe_string(SAFE_NAME, s, (gssize)n);
		if (holds_dangerous(text, strlen(text), true) ||
			holds_dangerous(name, strlen(name), false) || strchr(text, 'z') == NULL)
			fail_msg("U+%04X: \"%s\", \"%s\"", c, text, name);
	}
}

static void
test_every_code_point_in_ascii(void **state)
{
	(void)state;
	safe_init(false, true);
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		struct safe_glyph glyph;
		char s[4];
		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		size_t n = utf8_put(s, c);
		for (int mode = SAFE_TEXT; mode <= SAFE_NAME; mode++) {
			safe_next((enum safe_mode)mode, s, n, &glyph);
			bool sound = glyph.source == n && glyph.columns == glyph.length;
			for (size_t i = 0; i < glyph.length; i++)
				sound = sound && glyph.bytes[i] >= 0x20 && glyph.bytes[i] < 0x7F;
			bool nothing = look_of(c, (enum safe_mode)mode) == LOOK_NOTHING;
			if (!sound || nothing != (glyph.length == 0))
				fail_msg("U+%04X: \"%.*s\"", c, glyph.length, glyph.bytes);
		}
	}
	safe_init(false, false);
}

static void
test_every_byte(void **state)
{
	(void)state;
	for (int byte = 0x80; byte <= 0xFF; byte++) {
		char s[1] = { (char)byte }, mark[8];
		struct safe_glyph glyph;
		snprintf(mark, sizeof mark, "<%02X>", (unsigned)byte);
		for (int mode = SAFE_TEXT; mode <= SAFE_NAME; mode++) {
			safe_next((enum safe_mode)mode, s, 1, &glyph);
			expect(&glyph, (uint32_t)byte, mark, 4, 4, true);
			assert_int_equal(glyph.source, 1);
		}
	}
}

/* --- cut, columns, JSON --- */

static const struct {
	const char *input;
	unsigned columns;
	const char *utf8, *ascii;
} cut_cases[] = {
	{ "abcdef", 6, "abcdef", "abcdef" },
	{ "abcdef", 5, "abcd…", "ab..." },
	{ "abcdef", 1, "…", "." },
	{ "abcdef", 0, "", "" },
	{ "", 0, "", "" },
	{ "", 3, "", "" },
	{ "中文字", 6, "中文字", NULL },
	{ "中文字", 5, "中文…", NULL },
	{ "中文字", 4, "中…", NULL },
	{ "e\u0301e\u0301e\u0301", 2, "e\u0301…", NULL },
	{ "\u06cc\u200c\u062e\u0648", 2, "\u06cc…", NULL },
	{ "ab\x1b", 3, "ab…", "..." },
	{ "ab\n", 2, "a…", ".." },
};

static void
test_cut(void **state)
{
	(void)state;
	for (int ascii = 0; ascii < 2; ascii++) {
		safe_init(false, ascii);
		for (size_t i = 0; i < G_N_ELEMENTS(cut_cases); i++) {
			const char *wanted = ascii ? cut_cases[i].ascii : cut_cases[i].utf8;
			const char *s = cut_cases[i].input;
			g_autofree char *cut =
				safe_cut(SAFE_NAME, s, strlen(s), cut_cases[i].columns);
			if (wanted != NULL)
				assert_string_equal(cut, wanted);
			assert_true(safe_columns(SAFE_NAME, cut, strlen(cut)) <=
				    cut_cases[i].columns);
		}
	}
	safe_init(false, false);
}

static const struct {
	const char *line, *wanted;
} json_cases[] = {
	{ "{\"a\": \"b\"}\n", "{\"a\": \"b\"}\n" },
	{ "\"caf\u00e9 \u4e2d\"", "\"caf\u00e9 \u4e2d\"" },
	{ "\"a\u202eb\"", "\"a\\u202eb\"" },
	{ "\"\x7f\xc2\x85\xc2\x9b\"", "\"\\u007f\\u0085\\u009b\"" },
	{ "\"\u200b\u00ad\ufeff\u2028\"", "\"\\u200b\\u00ad\\ufeff\\u2028\"" },
	{ "\"\U000E0069\U000E0067\"", "\"\\udb40\\udc69\\udb40\\udc67\"" },
	{ "\"\u3164\u3164\u3164\u3164\u3164\"", "\"\\u3164\\u3164\\u3164\\u3164\\u3164\"" },
	{ "\"" FAMILY FLAG_ENGLAND "\"", "\"" FAMILY FLAG_ENGLAND "\"" },
	{ "\"a\u00a0b\u3000c\"", "\"a\u00a0b\u3000c\"" },
	{ "\"e\u0301\u0302\u0303\u0304\u0305\u0306\"",
		"\"e\u0301\u0302\u0303\u0304\u0305\u0306\"" },
	{ "\"a\u0301\u200db\"", "\"a\u0301\\u200db\"" },
	{ "\"\ue000\u0378\"", "\"\\ue000\\u0378\"" },
};

static void
test_json(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(json_cases); i++) {
		g_autoptr(GString) out = g_string_new(NULL);
		safe_append_json(out, json_cases[i].line, strlen(json_cases[i].line));
		assert_string_equal(out->str, json_cases[i].wanted);
	}
	g_autoptr(GString) out = g_string_new(NULL);
	safe_init(false, true);
	safe_append_json(out, "\"caf\u00e9 \u2026\"", strlen("\"caf\u00e9 \u2026\""));
	assert_string_equal(out->str, "\"caf\\u00e9 \\u2026\"");
	safe_init(false, false);
}

static const struct {
	const char *s, *yanked;
} yank_cases[] = {
	{ "a\tb\nc", "a\tb\nc" },
	{ "a\x1b[201~b\r\x7f\xc2\x9b"
	  "201~",
		"a[201~b201~" },
	{ "a\u202eb\u2066c\u200ed\u061c", "abcd" },
	{ FAMILY FLAG_ENGLAND, FAMILY "\U0001F3F4" },
	{ "co\u00adop\u200c\ue000", "co\u00adop\u200c\ue000" },
	{ "\x9b", "\ufffd" },
};

static void
test_yank(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(yank_cases); i++) {
		g_autoptr(GString) out = g_string_new(NULL);
		safe_append_yank(out, yank_cases[i].s, strlen(yank_cases[i].s));
		assert_string_equal(out->str, yank_cases[i].yanked);
	}
}

static const struct {
	const char *url, *safe;
} url_cases[] = {
	{ "https://a.example/b?c=d&e=%1B#f", "https://a.example/b?c=d&e=%1B#f" },
	{ "HTTP://a.example/\x1b]8;;\a\xc3\xa9 ", "HTTP://a.example/%1B]8;;%07%C3%A9%20" },
	{ "mailto:a@b.example", "mailto:a@b.example" },
	{ "http://a/\"<>\\^{|}`'", "http://a/%22%3C%3E%5C%5E%7B%7C%7D%60'" },
	{ "file:///etc/passwd", NULL },
	{ "javascript:alert(1)", NULL },
	{ "http:a", NULL },
	{ "", NULL },
};

static void
test_url(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(url_cases); i++) {
		g_autofree char *safe = safe_url(url_cases[i].url);
		if (g_strcmp0(safe, url_cases[i].safe) != 0)
			fail_msg("%s: %s", url_cases[i].url, safe);
	}
	for (size_t length = 2083; length <= 2084; length++) {
		g_autofree char *long_url = g_strnfill(length, 'a');
		memcpy(long_url, "http://", 7);
		g_autofree char *safe = safe_url(long_url);
		assert_int_equal(safe != NULL, length == 2083);
	}
}

/* A glyph costs what it takes, whatever stands behind it. */
static void
test_hostile_runs_end(void **state)
{
	static const char *const units[] = {
		"\u0301",
		"\U0001F468\u200d",
		"\u115f",
		"\U000E0069",
		"\u0628\u200c",
		"\u0600",
		"\xff",
		"\u0903",
		"\u1100",
		"\U0001F1E9",
		"\u200b",
		"\u00ad",
		"\u0645\u064e\u064e\u064e",
		"\U0001F3F4\U000E0061\U000E0061",
		"a\u034f",
		"\xe2\x80",
		"\u2764\ufe0f\u200d",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		g_autoptr(GString) s = g_string_new(NULL);
		while (s->len < 300000)
			g_string_append(s, units[i]);
		gint64 start = g_get_monotonic_time();
		safe_columns(SAFE_TEXT, s->str, s->len);
		safe_columns(SAFE_NAME, s->str, s->len);
		g_autofree char *whole = safe_string(SAFE_TEXT, s->str, (gssize)s->len);
		assert_true(strlen(whole) <= 10 * s->len);
		assert_true(g_get_monotonic_time() - start < G_USEC_PER_SEC);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_screen),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_ascii),
		cmocka_unit_test(test_private_use_shown),
		cmocka_unit_test(test_every_code_point),
		cmocka_unit_test(test_every_code_point_among_others),
		cmocka_unit_test(test_every_code_point_in_ascii),
		cmocka_unit_test(test_every_byte),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_yank),
		cmocka_unit_test(test_url),
		cmocka_unit_test(test_hostile_runs_end),
	};

	if (setlocale(LC_ALL, "C.UTF-8") == NULL)
		setlocale(LC_ALL, "en_US.UTF-8");
	width_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
