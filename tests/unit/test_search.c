/*
 * Places, snippets and hits: tables of cases, and what holds for any text.
 */
#include "config.h"

#include "library/search.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/parse.h"
#include "text/fold.h"
#include "text/utf8.h"

static struct query *
parse_query(const char *text)
{
	const struct query_options options = { .today = "2026-03-01" };
	g_autoptr(GError) error = NULL;
	struct query *query = query_parse(text, &options, &error);

	if (query == NULL)
		fail_msg("%s: %s", text, error->message);
	return query;
}

/* Appends a snippet with its hits in brackets. */
static void
append_snippet(GString *out, const struct snippet *snippet)
{
	uint32_t at = 0;

	for (guint i = 0; i < snippet->spans->len; i++) {
		struct range span = g_array_index(snippet->spans, struct range, i);
		g_string_append_len(out, snippet->text + at, span.start - at);
		g_string_append_printf(out, "{%.*s}", (int)range_length(span),
			snippet->text + span.start);
		at = span.end;
	}
	g_string_append(out, snippet->text + at);
}

/* A line for each place: section, line, seconds, snippet. */
static char *
places_of(const char *path, const char *text, const char *typed, uint32_t most, uint32_t length)
{
	g_autoptr(Document) document = parse_text(path, text, DOCUMENT_WHOLE);
	g_autoptr(Query) query = parse_query(typed);
	g_autoptr(GPtrArray) places = g_ptr_array_new();
	GString *out = g_string_new(NULL);
	double last = 2;

	search_places(document, query, most, length, places);
	for (guint i = 0; i < places->len; i++) {
		struct search_place *place = places->pdata[i];
		if (place->section != NONE)
			g_string_append(out, document->sections[place->section].title);
		g_string_append_printf(out, ":%u:", place->line);
		if (place->milliseconds != NONE)
			g_string_append_printf(out, "%u", place->milliseconds / 1000);
		g_string_append_c(out, ':');
		append_snippet(out, &place->snippet);
		g_string_append_c(out, '\n');
		assert_true(place->score <= last && place->score >= 0 && place->score < 1);
		last = place->score;
		search_place_free(place);
	}
	return g_string_free(out, FALSE);
}

#define BOOK                                                                                       \
	"Before all: a codex.\n\n# The roll\n\nIt was long. A reader of it held on with both "     \
	"hands.\n\n"                                                                               \
	"# The codex\n\nPages are turned. It won over the roll in 400 years! Nobody knows "        \
	"why.\n\n"                                                                                 \
	"## Roll and codex\n\nBoth were in use.\n"

#define TALK                                                                                       \
	"---\nvideoId: abcdefghijk\n---\nSilk is said before.\n\n# One\n\n"                        \
	"Silk starts here. Then comes wool [00:01:00]. Linen is last.\n\n# Two\n\nSilk again, "    \
	"untimed.\n"

#define CUES                                                                                       \
	"WEBVTT\n\n00:01.000 --> 00:02.000\nWe begin with the spinning\n\n"                        \
	"00:02.000 --> 00:03.000\nwheel of the old mill\n"

static const struct {
	const char *name, *path, *text, *query;
	uint32_t most, length;
	const char *expected;
} place_cases[] = {
	{ "sections that hold all, then heading hits, then text order", "a.md", BOOK, "codex roll",
		9, 60,
		"Roll and codex:11::{Roll} and {codex} Both were in use.\n"
		"The codex:7::The {codex} Pages are turned. It won over the {roll} in 400…\n"
		"The roll:3::The {roll} It was long.\n"
		":1::Before all: a {codex}.\n" },
	{ "at most", "a.md", BOOK, "codex roll", 1, 60,
		"Roll and codex:11::{Roll} and {codex} Both were in use.\n" },
	{ "headings alone", "a.md", BOOK, "heading:roll", 9, 60,
		"The roll:3::The {roll} It was long.\n"
		"Roll and codex:11::{Roll} and codex Both were in use.\n" },
	{ "a heading is text too", "a.md", BOOK, "text:roll", 9, 60,
		"The roll:3::The {roll} It was long.\n"
		"Roll and codex:11::{Roll} and codex Both were in use.\n"
		"The codex:9::It won over the {roll} in 400 years! Nobody knows why.\n" },
	{ "a title is not in the text", "a.md", BOOK, "title:roll", 9, 60,
		"The roll:3::It was long. A reader of it held on with both hands.\n" },
	{ "what must not hold is no hit", "a.md", BOOK, "hands -codex", 9, 60,
		"The roll:5::A reader of it held on with both {hands}.\n" },
	{ "either", "a.md", BOOK, "hands OR pages", 9, 60,
		"The roll:5::A reader of it held on with both {hands}.\n"
		"The codex:9::{Pages} are turned. It won over the roll in 400 years!\n" },
	{ "a phrase", "a.md", BOOK, "\"both hands\"", 9, 60,
		"The roll:5::A reader of it held on with {both hands}.\n" },
	{ "a phrase stays within its section", "a.md", BOOK, "\"hands the\"", 9, 60,
		"The roll:3::It was long. A reader of it held on with both hands.\n" },
	{ "a phrase runs on from the heading", "a.md", BOOK, "\"codex pages\"", 9, 60,
		"The codex:7::The {codex Pages} are turned.\n" },
	{ "a prefix", "a.md", BOOK, "kno*", 9, 20, "The codex:9::Nobody {knows} why.\n" },
	{ "an expression", "a.md", BOOK, "text:/\\d+ y\\w+/", 9, 40,
		"The codex:9::It won over the roll in {400 years}!\n" },
	{ "fields alone give the first section", "a.md", "# One\n\nText. More.\n\n# Two\n\ntext\n",
		"kind:note", 9, 8, "One:1::Text.\n" },
	{ "no sections", "a.txt", "just a line\nand a second\n", "second", 9, 60,
		":2::and a {second}\n" },
	{ "no text", "a.md", "", "kind:text", 9, 60, ":1::\n" },
	{ "a long sentence is cut at words", "a.md",
		"one two three four five six seven eight nine ten eleven twelve thirteen fourteen\n",
		"eight", 9, 30, ":1::…seven {eight} nine ten eleven…\n" },
	{ "words without spaces are cut at characters", "a.md",
		"かきくけこさしすせそたちつてと日本なにぬねのはひふへほ\n", "日本", 9, 8,
		":1::…てと{日本}なにぬね…\n" },
	{ "blanks are one", "a.md", "a  line\nof `two   blanks` here\n", "\"line of two\"", 9, 60,
		":1::a {line of two} blanks here\n" },
	{ "an item of a list ends the line", "a.md",
		"- The ink of a long item that fills the line.\n- Another item.\n", "ink", 9, 90,
		":1::The {ink} of a long item that fills the line.\n" },
	{ "short items go on", "a.md", "- Ink.\n- Paper.\n- Thread and needle\n", "ink", 9, 90,
		":1::{Ink}. Paper. Thread and needle\n" },
	{ "the closest hits", "a.md",
		"Ink here. Much text stands in between the two words that are looked for. Ink and "
		"paper.\n",
		"ink paper", 9, 30, ":1::{Ink} and {paper}.\n" },
	{ "of one word twice a hit is one", "a.md", "ink Ink\n", "ink ink", 9, 30,
		":1::{ink} {Ink}\n" },
	{ "the timestamp that ends the sentence", "a.md", TALK, "wool", 9, 30,
		"One:8:60:Then comes {wool} [00:01:00].\n" },
	{ "the timestamp before, in its section", "a.md", TALK, "linen", 9, 30,
		"One:8:60:{Linen} is last.\n" },
	{ "of a heading the section's first", "a.md", TALK, "heading:one", 9, 30,
		"One:6:60:{One} Silk starts here.\n" },
	{ "before all timestamps of its section that of its paragraph", "a.md", TALK, "starts", 9,
		30, "One:8:60:Silk {starts} here.\n" },
	{ "the cue of the word", "a.vtt", CUES, "mill", 9, 30, ":7:2:…old {mill}\n" },
	{ "the cue of a phrase's first word", "a.vtt", CUES, "\"spinning wheel\"", 9, 60,
		":4:1:0:01 We begin with the {spinning wheel} of the old mill\n" },
	{ "the paragraph of a speaker", "a.txt",
		"Ann [0:01]: One.\n\nBo [0:05]: Two.\n\nAnn [0:09]: Three.\n\nBo [0:12]: Four.\n",
		"bo", 9, 60, ":3:5:{Bo} [0:05]: Two. Ann [0:09]: Three. {Bo} [0:12]: Four.\n" },
	{ "a sentence of a list's item that another stamp opens", "a.md",
		"---\nvideoId: abcdefghijk\n---\n- 0:10 One and silk\n- 0:20 Two and wool\n",
		"wool", 9, 60, ":5:20:0:20 Two and {wool}\n" },
	{ "no timestamp of another section", "a.md", TALK, "untimed", 9, 30,
		"Two:12::Silk again, {untimed}.\n" },
};

static void
test_places(void **state)
{
	bool wrong = false;
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(place_cases); i++) {
		g_autofree char *found = places_of(place_cases[i].path, place_cases[i].text,
			place_cases[i].query, place_cases[i].most, place_cases[i].length);
		if (strcmp(found, place_cases[i].expected) == 0)
			continue;
		print_error("%s:\n%s--- and not\n%s", place_cases[i].name, found,
			place_cases[i].expected);
		wrong = true;
	}
	assert_false(wrong);
}

/* The best sentence is that of any section, and is not there without a hit. */
static void
test_best(void **state)
{
	g_autoptr(Document) document = parse_text("a.md", BOOK, DOCUMENT_WHOLE);
	g_autoptr(Query) query = parse_query("codex hands");
	g_autoptr(Query) none = parse_query("kind:note");
	g_autoptr(GString) out = g_string_new(NULL);
	struct search_place *place = search_best(document, query, 40);
	(void)state;
	append_snippet(out, &place->snippet);
	assert_string_equal(out->str, "Before all: a {codex}.");
	assert_int_equal(place->line, 1);
	search_place_free(place);
	assert_null(search_best(document, none, 40));
}

/* Hits that overlap are one. */
static void
test_hits(void **state)
{
	g_autoptr(Document) document =
		parse_text("a.txt", "red green blue, red, green blue red\n", DOCUMENT_WHOLE);
	g_autoptr(Query) query = parse_query("\"red green\" OR \"green blue\" OR blue");
	g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(struct range));
	static const struct range expected[] = { { 0, 14 }, { 16, 31 } };
	(void)state;
	search_hits(document, query, 9, ranges);
	assert_int_equal(ranges->len, G_N_ELEMENTS(expected));
	assert_memory_equal(ranges->data, expected, sizeof expected);
	g_array_set_size(ranges, 0);
	search_hits(document, query, 1, ranges);
	assert_int_equal(ranges->len, 1);
	assert_memory_equal(ranges->data, expected, sizeof *expected);
}

/* --- any text --- */

/* The text as a snippet has it: white space as single blanks, broken bytes U+FFFD. */
static char *
as_line(const char *text, size_t n)
{
	g_autofree char *valid = g_utf8_make_valid(text, (gssize)n);
	GString *out = g_string_new(NULL);
	bool blank = false;

	for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (!g_unichar_isspace(c)) {
			g_string_append(out, blank && out->len > 0 ? " " : "");
			g_string_append_unichar(out, c);
		}
		blank = g_unichar_isspace(c);
	}
	return g_string_free(out, FALSE);
}

static bool
clusters_part_at(const char *line, size_t at)
{
	size_t p = 0, n = strlen(line);
	while (p < at)
		p += utf8_grapheme(line + p, n - p);
	return p == at;
}

/* A snippet is part of the line, cut between clusters. */
static void
check_cut(const char *line, const char *snippet)
{
	g_autofree char *inner = g_strdup(snippet);
	char *start = inner;
	const char *found;
	size_t length;

	if (g_str_has_prefix(start, "…"))
		start += strlen("…");
	if (g_str_has_suffix(start, "…"))
		start[strlen(start) - strlen("…")] = '\0';
	length = strlen(start);
	for (found = strstr(line, start); found != NULL; found = strstr(found + 1, start))
		if (clusters_part_at(line, (size_t)(found - line)) &&
			clusters_part_at(line, (size_t)(found - line) + length))
			return;
	fail_msg("`%s` is no part of `%s`", start, line);
}

static void
check_spans(const struct snippet *snippet, const char *folded)
{
	uint32_t last = 0;
	for (guint i = 0; i < snippet->spans->len; i++) {
		struct range span = g_array_index(snippet->spans, struct range, i);
		size_t n;
		assert_true(span.start >= last && span.end > span.start);
		assert_true(span.end <= strlen(snippet->text));
		last = span.end;
		g_autofree char *hit = fold_search(snippet->text + span.start, range_length(span),
			false, &n, NULL);
		if (strcmp(hit, folded) != 0)
			fail_msg("`%s` is marked for `%s` in `%s`", hit, folded, snippet->text);
	}
}

static void
check_text(const char *text, const char *typed, const char *folded, uint32_t length)
{
	g_autoptr(Document) document = parse_text("a.md", text, DOCUMENT_WHOLE);
	g_autoptr(Query) query = parse_query(typed);
	g_autoptr(GPtrArray) places = g_ptr_array_new();
	g_autofree char *line = as_line(document->text, document->length);

	search_places(document, query, 5, length, places);
	assert_true(places->len > 0);
	for (guint i = 0; i < places->len; i++) {
		struct search_place *place = places->pdata[i];
		const struct snippet *snippet = &place->snippet;
		assert_true(g_utf8_validate(snippet->text, -1, NULL));
		assert_null(strchr(snippet->text, '\n'));
		assert_null(strstr(snippet->text, "  "));
		assert_true(utf8_length(snippet->text, strlen(snippet->text)) <= 8 * length + 2);
		assert_int_equal(snippet->spans->len > 0, place->phrases > 0);
		check_spans(snippet, folded);
		check_cut(line, snippet->text);
		search_place_free(place);
	}
}

/* Of random texts of many scripts, with broken bytes: spans mark what was searched, nothing is cut
 * inside a cluster. */
static void
test_any_text(void **state)
{
	static const char *const pieces[] = { "Café", "cafe\xcc\x81", "CAFÉ", " ", " ", " ", " ",
		"\n", "\n\n", ". ", "! ", "\n\n# ", "e\xcc\x81\xcc\x82", "👩‍👩‍👧", "🇩🇪",
		"日本語。", "ไทย", "\xff", "\xe2\x82", "x", "lorem ", "ipsum, ", "\t", "don’t ",
		"\xc2\xa0z" };
	g_autoptr(GRand) random = g_rand_new_with_seed(4);
	(void)state;
	for (int i = 0; i < 600; i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		int n = g_rand_int_range(random, 1, 80);
		for (int j = 0; j < n; j++)
			g_string_append(text,
				pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
		uint32_t length = (uint32_t)g_rand_int_range(random, 6, 60);
		check_text(text->str, "café", "cafe", length);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_best),
		cmocka_unit_test(test_hits),
		cmocka_unit_test(test_any_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
