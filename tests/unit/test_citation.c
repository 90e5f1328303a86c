/*
 * What is taken along of a document: its address, a second of its recording, a citation, passages.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "document/citation.h"
#include "document/passage.h"
#include "support/parse.h"

#define STAMP "\nSaid so <a class=\"yt-timestamp\" data-t=\"00:12:34\">[00:12:34]</a>.\n"

struct citation_case {
	const char *text;
	const char *address, *second, *citation;
};

static const struct citation_case citation_cases[] = {
	{ "---\ntitle: A talk\nvideoId: abcdefghijk\npublished: 2026-02-08\n---\nFrom: [[Channel]]\n" STAMP,
		"https://www.youtube.com/watch?v=abcdefghijk",
		"https://www.youtube.com/watch?v=abcdefghijk&t=754s",
		"[A talk](https://www.youtube.com/watch?v=abcdefghijk), Channel, 2026-02-08, "
		"[12:34](https://www.youtube.com/watch?v=abcdefghijk&t=754s)" },
	{ "---\ntitle: An article\nsource_url: https://x.org/a_(b)\nauthors: [A. One, B. Two]\n---\n"
	  "Text.\n",
		"https://x.org/a_(b)", NULL,
		"[An article](https://x.org/a_%28b%29), A. One, B. Two" },
	{ "---\ntitle: Local\nmedia: talk.mp4\n---\n\n[12:34] said.\n", NULL, "talk.mp4#t=754",
		"Local, 12:34" },
	{ "---\ntitle: Elsewhere\nmedia: https://x.org/a.mp3#x\n---\n\n[1:02:03] said.\n",
		"https://x.org/a.mp3#x", "https://x.org/a.mp3#t=3723",
		"[Elsewhere](https://x.org/a.mp3#x), [1:02:03](https://x.org/a.mp3#t=3723)" },
	{ "# A note\n\nText.\n", NULL, NULL, "A note" },
	/* what stands in a document is no markup */
	{ "---\ntitle: \"a ](https://evil) [b] `c` *d* _e_ f_g <i> &lt; ==h== \\\\ \\n[[i]]\\u202e\"\n"
	  "source: https://x.org/a)b\n---\nText.\n",
		"https://x.org/a)b", NULL, NULL },
	{ "---\ntitle: \"1. # not a list\"\nauthor: \"[x](y)\"\n---\nText.\n", NULL, NULL,
		"1\\. # not a list, \\[x\\](y)" },
	{ "---\ntitle: \"> not quoted\"\nsource: \"javascript://x.org/%0aalert(1)\"\n---\nText.\n",
		"javascript://x.org/%0aalert(1)", NULL, "\\> not quoted" },
};

static void
test_citations(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(citation_cases); i++) {
		const struct citation_case *c = &citation_cases[i];
		g_autoptr(Document) document = parse_text("a.md", c->text, DOCUMENT_WHOLE);
		uint32_t stamp = document->timestamp_count > 0 ? 0 : NONE;
		g_autofree char *address = document_address(document);
		g_autofree char *citation = document_citation(document, stamp);
		g_autofree char *second = stamp == NONE ? NULL : document_second(document, stamp);

		if (c->address != NULL && g_strcmp0(address, c->address) != 0)
			fail_msg("address of case %zu: %s", i, address);
		if (g_strcmp0(second, c->second) != 0)
			fail_msg("second of case %zu: %s", i, second);
		if (c->citation != NULL)
			assert_string_equal(citation, c->citation);
	}
}

static const char *const titles[] = {
	"a ](https://evil.org) [b",
	"[[wiki]] and ![pic](x)",
	"`code` *strong* _em_ snake_case",
	"<script>x</script> <https://evil.org>",
	"&lt; &#91; AT&T",
	"==mark== %%gone%% ~~struck~~",
	"back\\slash\\",
	"  two\nlines\tand a tab  ",
	"1) list",
	"# heading",
	"- item",
	"+ item",
	"> quote",
	"= rule",
	"| table |",
	"~~~ fence",
	"100% [1/2]",
	"www.evil.org, http://evil.org",
	"!",
	"ends in \\",
	"*",
	"_a_",
};

/* Read as Markdown, a citation is one paragraph that shows the title as it is, and one link. */
static void
test_read_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2 * G_N_ELEMENTS(titles); i++) {
		const char *title = titles[i / 2];
		bool linked = i % 2 == 1;
		g_autoptr(GString) line = g_string_new(NULL);
		g_autofree char *quoted = g_strescape(title, NULL);
		g_autofree char *text = g_strdup_printf("---\ntitle: \"%s\"\n%s---\nText.\n",
			quoted, linked ? "source: https://x.org/(\n" : "");
		g_autoptr(Document) document = parse_text("a.md", text, DOCUMENT_WHOLE);
		g_autofree char *citation = document_citation(document, NONE);
		g_autofree char *body = g_strdup_printf("---\nx: y\n---\n\n%s\n", citation);
		g_autoptr(Document) read = parse_text("b.md", body, DOCUMENT_WHOLE);
		g_auto(GStrv) words = g_strsplit_set(document_short_title(document), " \n\t", -1);

		for (char **word = words; *word != NULL; word++)
			if (**word != '\0')
				g_string_append_printf(line, "%s%s", line->len > 0 ? " " : "",
					*word);
		g_string_append_c(line, '\n');
		assert_int_equal(read->block_count, 1);
		assert_int_equal(read->blocks[0].kind, BLOCK_PARAGRAPH);
		if (strcmp(read->text, line->str) != 0)
			fail_msg("%s is read back as %s", citation, read->text);
		assert_int_equal(read->link_count, linked ? 1 : 0);
		if (linked)
			assert_string_equal(read->links[0].target, "https://x.org/%28");
	}
}

/* --- passages --- */

static const char notes[] =
	"---\ntitle: T\n---\n\nBefore\nit.\n\n# One\n\nA **b** [c](d.md)\ne.\n\n- x\n- y\n  - z\n\n"
	"1. loose\n\n2. items\n\n| h | i |\n|---|---|\n| j | k |\n\n```c\nint a;\n\nint b;\n```\n\n"
	"> quoted\n\n## Two ##\nEnd[^n].\n\n[^n]: Note.\n";

static void
test_whole_passage(void **state)
{
	g_autoptr(Document) document = parse_text("a.md", notes, DOCUMENT_WHOLE);
	g_autoptr(GString) out = g_string_new(NULL);

	(void)state;
	passage_append(out, document, (struct range){ 0, document->length });
	assert_string_equal(out->str,
		"Before it.\n\nOne\n\nA b c e.\n\nx\ny\nz\n\nloose\n\nitems\n\nh\ti\nj\tk\n\n"
		"int a;\n\nint b;\n\nquoted\n\nTwo\n\nEnd[1].\n\nNote.");
}

struct passage_case {
	const char *from, *to, *passage; /* from where the one begins to where the other ends */
};

static const struct passage_case passage_cases[] = {
	{ "it.", "it.", "it." },
	{ "b c", "x", "b c e.\n\nx" },
	{ "y", "z", "y\nz" },
	{ "i\n", "j", "i\nj" },
	{ "int a", "int a;", "int a;" },
};

static void
test_passages(void **state)
{
	g_autoptr(Document) document = parse_text("a.md", notes, DOCUMENT_WHOLE);

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(passage_cases); i++) {
		const struct passage_case *c = &passage_cases[i];
		const char *from = strstr(document->text, c->from);
		const char *to = strstr(from, c->to) + strlen(c->to);
		g_autoptr(GString) out = g_string_new(NULL);

		passage_append(out, document,
			(struct range){ (uint32_t)(from - document->text),
				(uint32_t)(to - document->text) });
		assert_string_equal(out->str, c->passage);
	}
}

static void
test_paragraphs(void **state)
{
	static const char *const cases[][2] = { { "it.", "Before it." }, { "z", "z" },
		{ "k", "j\tk" }, { "int b", "int a;\n\nint b;" }, { "One", "One" } };
	g_autoptr(Document) document = parse_text("a.md", notes, DOCUMENT_WHOLE);
	g_autoptr(Document) empty = parse_text("b.md", "", DOCUMENT_WHOLE);

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) out = g_string_new(NULL);
		const char *at = strstr(document->text, cases[i][0]);

		passage_append(out, document,
			passage_paragraph(document, (uint32_t)(at - document->text)));
		assert_string_equal(out->str, cases[i][1]);
	}
	assert_int_equal(range_length(passage_paragraph(empty, 0)), 0);
}

struct source_case {
	const char *text;
	uint32_t section;
	const char *source;
};

static const struct source_case source_cases[] = {
	{ notes, NONE, "Before\nit." },
	{ notes, 1, "## Two ##\nEnd[^n].\n\n[^n]: Note." },
	{ "# A\r\n\r\n[l](../x.md)  \r\n\r\nSetext\r\n===\r\nb\r\n", 0, "# A\n\n[l](../x.md)  " },
	{ "# A\n\nSetext\n===\nb\n\n\n", 1, "Setext\n===\nb" },
	{ "> # Quoted\n> text\n\nafter\n", 0, "> # Quoted\n> text\n\nafter" },
	{ "no heading\n", NONE, "no heading" },
	{ "\xef\xbb\xbf# B\nO M\n", 0, "# B\nO M" },
	{ "", NONE, "" },
	{ "# A\n", NONE, "" },
};

static void
test_sources(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(source_cases); i++) {
		const struct source_case *c = &source_cases[i];
		g_autoptr(Source) source =
			source_from_bytes("a.md", c->text, strlen(c->text), NULL);
		g_autoptr(Document) document = document_parse(source, NULL, DOCUMENT_WHOLE, NULL);
		g_autoptr(GString) out = g_string_new(NULL);

		passage_append_source(out, document, source, c->section);
		if (strcmp(out->str, c->source) != 0)
			fail_msg("case %zu: %s", i, out->str);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_citations),
		cmocka_unit_test(test_read_back),
		cmocka_unit_test(test_whole_passage),
		cmocka_unit_test(test_passages),
		cmocka_unit_test(test_paragraphs),
		cmocka_unit_test(test_sources),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
