/*
 * Documents (document/document.h): kinds, titles, sections, lines both ways, anchors, heads.
 */
#include "config.h"

#include "document/document.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <glib/gstdio.h>

#include "document/kinds.h"
#include "document/prose.h"
#include "support/dump.h"
#include "support/parse.h"

/* --- kinds --- */

#define FRONT(text) "---\n" text "---\n"

static const struct kind_case {
	const char *name, *path, *text, *kind;
} kind_cases[] = {
	{ "video of an id", "x.md", FRONT("videoId: VhPfM_aGBVc\n") "x", "video" },
	{ "video of a file", "x.md", FRONT("media: talk.mp4\n") "x", "video" },
	{ "video of a source", "x.txt", FRONT("url: https://youtu.be/VhPfM_aGBVc\n") "x", "video" },
	{ "video of an anchor", "x.md",
		"x <a class=\"yt-timestamp\" data-t=\"00:01:00\">[00:01:00]</a>", "video" },
	{ "article", "x.txt", FRONT("source_url: https://x.org\n") "x", "article" },
	{ "no article: a source that is no URL", "x.md", FRONT("source: a book\n") "x", "note" },
	{ "WebVTT", "x.vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello\n", "transcript" },
	{ "SRT", "x.srt", "1\n00:00:01,000 --> 00:00:02,000\nHello\n", "transcript" },
	{ "note by its suffix", "x.mkd", "plain words", "note" },
	{ "note by its suffix in capitals", "X.MD", "plain words", "note" },
	{ "note by front matter", "x.txt", FRONT("a: b\n") "x", "note" },
	{ "note by a heading", "x.txt", "# Heading\n\nx", "note" },
	{ "note by an underlined heading", "x.txt", "Heading\n=======\n\nx", "note" },
	{ "note by list and link", "x.txt", "- one\n- [two](b.md)\n\n[three](c.md)\n", "note" },
	{ "note by fence and table", "x", "```\nx\n```\n\n| a | b |\n|---|---|\n| c | d |\n",
		"note" },
	{ "text with a list alone", "x.txt", "Things:\n- one\n- two\n", "text" },
	{ "text with a link alone", "x.txt", "See [[x]] and [y](z).\n", "text" },
	{ "text with a hash inside code alone", "x.txt", "```\n# no heading\n```\n", "text" },
	{ "text with rules", "x.txt", "a\nb\n-----\nc\n", "text" },
	{ "text", "x.txt", "plain words\nand more\n", "text" },
	{ "empty", "x.txt", "", "text" },
};

static void
test_kinds(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(kind_cases); i++) {
		const struct kind_case *c = &kind_cases[i];

		for (int extent = DOCUMENT_HEAD; extent <= DOCUMENT_WHOLE; extent++) {
			g_autoptr(Document) document = parse_text(c->path, c->text, extent);

			if (strcmp(document->kind->name, c->kind) != 0)
				fail_msg("%s: a %s", c->name, document->kind->name);
			assert_int_equal(document->whole, extent == DOCUMENT_WHOLE);
		}
	}
}

/* The look at a line stays in proportion to it. */
static void
test_long_line(void **state)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(Document) document = NULL;

	(void)state;
	while (text->len < 1024 * 1024)
		g_string_append(text, "[a](");
	document = parse_text("x.txt", text->str, DOCUMENT_HEAD);
	assert_string_equal(document->kind->name, "text");
}

/* --- titles --- */

static const struct title_case {
	const char *name, *path, *text, *title, *short_title;
} title_cases[] = {
	{ "front matter", "a/x.md", FRONT("title: T\n") "# H\n", "T", "T" },
	{ "first heading of level 1", "x.md", "## B\n\n# A\n", "A", "A" },
	{ "first heading", "x.md", "### C\n\n## B\n", "C", "C" },
	{ "heading's visible text", "x.md", "# On *it* and [[a | b]]\n", "On it and b",
		"On it and b" },
	{ "first line", "x.md", "\n\nSome text\nmore\n", "Some text more", "Some text more" },
	{ "first line of text", "x.txt", "\n  Some text  \nmore\n", "Some text", "Some text" },
	{ "file name", "a/b.txt", "", "b.txt", "b.txt" },
	{ "site after a backslash", "x.md", FRONT("title: \"A b \\\\ Site\"\n") "# A b\n",
		"A b \\ Site", "A b" },
	{ "site after a bar", "x.md", FRONT("title: A - b | Site\n") "## A - b\n", "A - b | Site",
		"A - b" },
	{ "site after a dash", "x.md", FRONT("title: A - Site\n") "# B\n", "A - Site", "A - Site" },
	{ "site, heading with marks", "x.md", FRONT("title: A b - Site\n") "# A *b*\n",
		"A b - Site", "A b" },
	{ "the first heading alone counts", "x.md", FRONT("title: A - Site\n") "# B\n\n# A\n",
		"A - Site", "A - Site" },
};

static void
test_titles(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(title_cases); i++) {
		const struct title_case *c = &title_cases[i];

		for (int extent = DOCUMENT_HEAD; extent <= DOCUMENT_WHOLE; extent++) {
			g_autoptr(Document) document = parse_text(c->path, c->text, extent);

			if (strcmp(document_field(document, FIELD_TITLE), c->title) != 0 ||
				strcmp(document_short_title(document), c->short_title) != 0)
				fail_msg("%s: \"%s\", \"%s\"", c->name,
					document_field(document, FIELD_TITLE),
					document_short_title(document));
		}
	}
}

/* --- places --- */

static const char places[] = "Before.\n"
			     "\n"
			     "# One\n"
			     "Text of *one*.\n"
			     "\n"
			     "```\n"
			     "code 1\n"
			     "code 2\n"
			     "```\n"
			     "## Two\n"
			     "\n"
			     "> quoted\n"
			     "\n"
			     "## Two\n"
			     "last words ^id1\n";

static uint32_t
offset_of(const struct document *document, const char *words)
{
	const char *found = strstr(document->text, words);

	assert_non_null(found);
	return (uint32_t)(found - document->text);
}

static void
test_lines(void **state)
{
	static const struct {
		const char *words;
		uint32_t line;
	} cases[] = {
		{ "Before", 1 },
		{ "One", 3 },
		{ "Text of", 4 },
		{ "one.", 4 },
		{ "code 1", 7 },
		{ "code 2", 8 },
		{ "quoted", 12 },
		{ "last", 15 },
		{ "words", 15 },
	};
	g_autoptr(Document) document = parse_text("x.md", places, DOCUMENT_WHOLE);

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		uint32_t offset = offset_of(document, cases[i].words);

		assert_int_equal(document_line(document, offset), cases[i].line);
		assert_true(document_offset_of_line(document, cases[i].line) <= offset);
		assert_int_equal(document_line(document,
					 document_offset_of_line(document, cases[i].line)),
			cases[i].line);
	}
	assert_int_equal(document_offset_of_line(document, 2), offset_of(document, "One"));
	assert_int_equal(document_offset_of_line(document, 99), document->length);
	assert_int_equal(document_line(document, document->length), 15);
	assert_int_equal(document->line_count, 15);
}

static void
test_sections(void **state)
{
	static const struct {
		const char *anchor, *slug; /* NULL: none */
	} cases[] = {
		{ "one", "one" },
		{ "One", "one" },
		{ "ONE!", "one" },
		{ "two", "two" },
		{ "two-1", "two-1" },
		{ "One#Two", "two" },
		{ "#Two", "two" },
		{ "none", NULL },
	};
	g_autoptr(Document) document = parse_text("x.md", places, DOCUMENT_WHOLE);

	(void)state;
	assert_int_equal(document->section_count, 3);
	assert_string_equal(document->sections[0].title, "One");
	assert_int_equal(document->sections[1].line, 10);
	assert_int_equal(document->sections[2].level, 2);
	assert_int_equal(document->sections[2].text.end, document->length);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		uint32_t at = document_section_named(document, cases[i].anchor);

		if (cases[i].slug == NULL)
			assert_int_equal(at, NONE);
		else
			assert_string_equal(document->sections[at].slug, cases[i].slug);
	}
	assert_int_equal(document_section_at(document, 0), NONE);
	assert_int_equal(document_section_at(document, offset_of(document, "code 1")), 0);
	assert_int_equal(document_section_at(document, document->length), 2);
	assert_int_equal(document_anchor(document, ""), 0);
	assert_int_equal(document_anchor(document, "^id1"), offset_of(document, "last"));
	assert_int_equal(document_anchor(document, "none"), RANGE_NONE);
}

static void
test_blocks(void **state)
{
	g_autoptr(Document) document = parse_text("x.md", places, DOCUMENT_WHOLE);
	uint32_t quoted = document_block_at(document, offset_of(document, "quoted") + 2);

	(void)state;
	assert_int_equal(document->blocks[quoted].kind, BLOCK_PARAGRAPH);
	assert_int_equal(document->blocks[document->blocks[quoted].parent].kind, BLOCK_QUOTE);
	assert_int_equal(document->blocks[document_block_at(document, 0)].kind, BLOCK_PARAGRAPH);
}

/* The shape that document.h promises of any text. */
static void
check_shape(const struct document *document)
{
	g_autofree char *fault = document_fault(document);

	if (fault != NULL)
		fail_msg("%s", fault);
}

static void
test_shape(void **state)
{
	static const char *const texts[] = {
		"",
		"\n",
		"x",
		places,
		"a\r\nb\r\n",
		"- \n- \n- x\n",
		"#\n\n---\n\n>\n",
		"| a |\n|---|\n| b |\n",
		"<br>\n\n\\\n",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(Document) note = parse_text("x.md", texts[i], DOCUMENT_WHOLE);
		g_autoptr(Document) text = parse_text("x.txt", texts[i], DOCUMENT_WHOLE);

		check_shape(note);
		check_shape(text);
	}
}

static void
test_plain(void **state)
{
	g_autoptr(Document) document =
		parse_text("x.txt", "\n\none\r\n\ttwo\rthree\n\n", DOCUMENT_WHOLE);

	(void)state;
	assert_string_equal(document->text, "one\n\ttwo\nthree\n");
	assert_int_equal(document_line(document, offset_of(document, "two")), 4);
	assert_int_equal(document_line(document, offset_of(document, "three")), 5);
	assert_int_equal(document_offset_of_line(document, 4), offset_of(document, "\ttwo"));
	assert_int_equal(document->block_count, 1);
}

/* --- words, tags, dates, addresses --- */

static void
test_words(void **state)
{
	static const struct {
		const char *text;
		uint32_t words;
	} cases[] = {
		{ "", 0 },
		{ "one two,three", 3 },
		{ "don't 3.14 1,000 e.g. snake_case", 5 },
		{ "a - b \xE2\x80\x94 c", 3 },
		{ "caf\xC3\xA9 \xC3\xA9t\xC3\xA9", 2 },
		{ "\xE4\xB8\xAD\xE6\x96\x87 x", 3 },
		{ "broken\xFFword", 2 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_int_equal(prose_words(cases[i].text, strlen(cases[i].text)), cases[i].words);
}

static void
test_tags(void **state)
{
	g_autoptr(Document) document = parse_text("x.md",
		FRONT("tags: [a]\n") "#b text #c/d-e_f. No#t `#code` #12 #x1 (#no)\n\n    #code\n\n"
				     "# Heading #h\n\n[#link](x) #a\n",
		DOCUMENT_WHOLE);
	g_autofree char *tags = g_strjoinv(";", (char **)document->fields[FIELD_TAGS]);

	(void)state;
	assert_string_equal(tags, "a;b;c/d-e_f;x1;h");
}

static void
test_dates(void **state)
{
	g_autoptr(Document) article = parse_text("x.md",
		FRONT("source: https://x.org\n") "# A\n\nApr 29, 2022\n\nOn 2021-03-04 and May 5, "
						 "2020.\n"
						 "Not 12021-03-04, `2019-01-01`.\n",
		DOCUMENT_WHOLE);
	g_autoptr(Document) note = parse_text("x.md", "Apr 29, 2022\n", DOCUMENT_WHOLE);

	(void)state;
	assert_string_equal(document_field(article, FIELD_PUBLISHED), "2022-04-29");
	assert_string_equal(document_date(article), "2022-04-29");
	assert_int_equal(article->date_count, 3);
	assert_string_equal(article->dates[1].iso, "2021-03-04");
	assert_int_equal(article->dates[2].line, 8);
	assert_string_equal(document_date(note), "");
	assert_int_equal(note->date_count, 1);

	/* The facts above a saved article, its date in their last line but two. */
	g_autoptr(Document) facts = parse_text("x.md",
		FRONT("source: https://x.org\n") "# A\n\nOne.\n\n[](#)\n\n[](#)\n\n- \n\n  "
						 "Category\n\n"
						 "  [News](/n)\n\n- \n\n  Product\n\n  Apps\n\n- "
						 "\n\n"
						 "  Date\n\n  April 15, 2025\n\n- \n\n  5\n\n  "
						 "min\n",
		DOCUMENT_HEAD);
	assert_string_equal(document_field(facts, FIELD_PUBLISHED), "2025-04-15");
}

static void
test_addresses(void **state)
{
	g_autoptr(Document) document = parse_text("x.md",
		FRONT("source: https://x.org/a/b\n") "[s](/p#h) [w](https://y.org/z) [[n]]\n",
		DOCUMENT_WHOLE);
	g_autofree char *site = NULL, *web = NULL;

	(void)state;
	assert_int_equal(document->link_count, 3);
	site = document_link_url(document, &document->links[0]);
	web = document_link_url(document, &document->links[1]);
	assert_string_equal(site, "https://x.org/p#h");
	assert_string_equal(web, "https://y.org/z");
	assert_null(document_link_url(document, &document->links[2]));
}

static void
test_cancelled(void **state)
{
	g_autoptr(Source) source = source_from_bytes("x.md", "# a\n", 4, NULL);
	struct cancel cancel = { 0 };

	(void)state;
	cancel_set(&cancel);
	assert_null(document_parse(source, NULL, DOCUMENT_WHOLE, &cancel));
}

/* --- heads of files --- */

static void
test_heads(void **state)
{
	static const struct {
		const char *name, *front, *kind;
	} cases[] = {
		{ "all in front matter", FRONT("title: T\nvideoId: VhPfM_aGBVc\n"), "video" },
		{ "kind in the body", FRONT("title: T\nsource: https://x.org\n"), "video" },
		{ "title in the body", FRONT("videoId: VhPfM_aGBVc\n"), "video" },
		{ "no front matter", "", "video" },
	};
	g_autofree char *folder = g_dir_make_tmp("lectern-document-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "x.md", NULL);

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) text = g_string_new(cases[i].front);
		g_autoptr(Document) head = NULL;

		for (int line = 0; line < 2000; line++)
			g_string_append(text, "words words words\n");
		g_string_append(text,
			"\n# T\n\n<a class=\"yt-timestamp\" data-t=\"00:01:00\">x</a>\n");
		assert_true(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
		head = document_open(AT_FDCWD, path, path, NULL, DOCUMENT_HEAD, NULL, NULL);
		assert_non_null(head);
		assert_string_equal(head->kind->name, cases[i].kind);
		assert_string_equal(document_field(head, FIELD_TITLE), "T");
		assert_int_equal(head->file.size, text->len);
	}
	g_remove(path);
	g_rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_long_line),
		cmocka_unit_test(test_titles),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_shape),
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_cancelled),
		cmocka_unit_test(test_heads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
