/*
 * Markdown: each tests/markdown/NAME.md reads as NAME.golden says (support/dump.h); the limits of
 * SAFETY §2; and what holds of every document, over hostile text and over real notes where they are
 * at hand.
 *
 * `test_markdown --renew` writes the golden files anew.
 */
#include "config.h"

#include "document/document.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/dump.h"
#include "support/golden.h"

static const char *const goldens[] = {
	"blocks",
	"bytes",
	"callouts",
	"crlf",
	"fence",
	"footnotes",
	"html",
	"ids",
	"inlines",
	"lists",
	"references",
	"stamps",
	"tables",
};

static struct document *
read_bytes(const char *path, const char *bytes, size_t n)
{
	g_autoptr(Source) source = source_from_bytes(path, bytes, n, NULL);
	struct document *document;
	char *fault;

	if (source == NULL)
		return NULL;
	document = document_parse(source, NULL, DOCUMENT_WHOLE, NULL);
	fault = document_fault(document);
	if (fault != NULL)
		fail_msg("%s: %s", path, fault);
	return document;
}

static void
check_golden(const char *name, bool renew)
{
	g_autofree char *path = g_strconcat(TOP_SRCDIR "/tests/markdown/", name, ".md", NULL);
	g_autofree char *golden = g_strconcat(TOP_SRCDIR "/tests/markdown/", name, ".golden", NULL);
	g_autofree char *bytes = NULL;
	g_autoptr(Source) source = NULL;
	g_autoptr(Document) document = NULL;
	GString *dump = g_string_new(NULL);
	gsize n;

	assert_true(g_file_get_contents(path, &bytes, &n, NULL));
	source = source_from_bytes(path, bytes, n, NULL);
	assert_non_null(source);
	document = document_parse(source, NULL, DOCUMENT_WHOLE, NULL);
	document_dump(document, source->bytes, dump);
	if (!golden_check(golden, dump->str, renew))
		fail_msg("%s reads otherwise", name);
	g_string_free(dump, TRUE);
}

static void
test_goldens(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(goldens); i++)
		check_golden(goldens[i], false);
}

/* --- limits --- */

static const struct limit_case {
	const char *what, *before, *repeated;
	int times;
	const char *problem; /* NULL: none */
} limit_cases[] = {
	{ "200 containers", "", "> ", 200, NULL },
	{ "201 containers", "", "> ", 201, "too-deep" },
	{ "a long rule", "x\n\n", "* ", 300, NULL },
	{ "a wide table", "", "|-", 501, "wide-table" },
	{ "a long table", "|a|b|c|d|e|\n|-|-|-|-|-|\n", "|\n", 50001, "wide-table" },
	{ "many links", "", "[[a]] ", 100001, "too-many" },
	{ "many footnotes' names", "", "[^a]: x\n", 1000, NULL },
	{ "a file of 16 MiB and more", "# a\n", "0123456789abcde\n", 1024 * 1024, "too-large" },
	{ "brackets", "", "[[", 100000, NULL },
	{ "open emphasis", "", "*a _b ", 30000, NULL },
	{ "open tags", "", "a <b> ", 30000, NULL },
	{ "open code", "", "a `` ", 30000, NULL },
	{ "open comments", "<div>\n", "<!-- ", 30000, NULL },
	{ "open scripts", "<div>\n", "<script>", 30000, NULL },
	{ "bare links", "", "http://a)", 20000, NULL },
	{ "marks", "", "~~a ==b %%c ", 20000, NULL },
	{ "lone CR", "", "a *b*\r", 20000, NULL },
	{ "definitions", "", "[a]: /x\n", 100000, NULL },
	{ "definitions that are none", "", "[a]: x\n", 100000, NULL },
};

static void
check_limit(const struct limit_case *c)
{
	GString *text = g_string_new(c->before);
	g_autoptr(Document) document = NULL;
	bool found = c->problem == NULL;

	for (int i = 0; i < c->times; i++)
		g_string_append(text, c->repeated);
	g_string_append(text, "\nlastword\n");
	document = read_bytes("limit.md", text->str, text->len);
	for (uint32_t i = 0; i < document->problem_count; i++) {
		if (c->problem == NULL)
			fail_msg("%s: %s", c->what, document->problems[i].message);
		found |= strcmp(document->problems[i].code, c->problem) == 0;
	}
	if (!found)
		fail_msg("%s: no problem", c->what);
	if (strstr(document->text, "lastword") == NULL)
		fail_msg("%s: text is lost", c->what);
	g_string_free(text, TRUE);
}

static void
test_limits(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(limit_cases); i++)
		check_limit(&limit_cases[i]);
}

/* `[Ann]: Yes` is no definition of a link: it leads nowhere, and nothing refers to it. */
static void
test_definitions(void **state)
{
	static const struct {
		const char *source, *text;
	} cases[] = {
		{ "[Ann]: Yes\n", "[Ann]: Yes\n" },
		{ "[Ann]: Yes\n[Bob]: No\n\n[ann]: Yes, so it is\n",
			"[Ann]: Yes [Bob]: No\n[ann]: Yes, so it is\n" },
		{ "[Ann]: Well \"so\"\n", "[Ann]: Well \"so\"\n" },
		{ "> [Ann]: Yes\n\n- [Bob]: OK.\n", "[Ann]: Yes\n[Bob]: OK.\n" },
		{ "[Ann]:\nYes\n", "[Ann]: Yes\n" },
		{ "[Ann](b.md)\n\n[ann]: Yes\n", "Ann\n[ann]: Yes\n" },
		{ "    [Ann]: Yes\n", "[Ann]: Yes\n" },
		{ "[2:11]: Yeah\n\nAt [2:11]\n", "[2:11]: Yeah\nAt [2:11]\n" },
		{ "[Ann]: page\n\nSo said [ANN].\n", "So said ANN.\n" },
		{ "[An  n]: page\n\nSo said [x][an n].\n", "So said x.\n" },
		{ "x\n\n[a]: https://b\n[c]: d.md\n[e]: #f\n[g]: <h>\n[i]: /j\n[k]: mailto:l\n",
			"x\n" },
		{ "x\n\n[a]:\nhttps://b\n\n> [c]:\n> d.md\n", "x\n" },
		{ "[^1]: Yes\n", NULL },
		{ "[ ]: Yes\n[", "[ ]: Yes [\n" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Document) document =
			read_bytes("a.md", cases[i].source, strlen(cases[i].source));

		if (cases[i].text != NULL && strcmp(document->text, cases[i].text) != 0)
			fail_msg("%s is read as %s", cases[i].source, document->text);
	}
}

/* A long line below many definitions: for each of them it was read through. */
static void
test_many_definitions(void **state)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(Document) document = NULL;

	(void)state;
	for (int i = 0; i < 60000; i++)
		g_string_append_printf(text, "[a%d]: /x\n", i);
	for (int i = 0; i < 60000; i++)
		g_string_append(text, "word ");
	document = read_bytes("a.md", text->str, text->len);
	assert_true(g_str_has_prefix(document->text, "word word"));
	assert_int_equal(document_line(document, 5), 60001);
}

static void
test_cancelled(void **state)
{
	struct cancel cancel = { .set = true };
	GString *text = g_string_new(NULL);
	g_autoptr(Source) source = NULL;

	(void)state;
	for (int i = 0; i < 1000; i++)
		g_string_append(text, "- *a* [[b]]\n");
	source = source_from_bytes("test.md", text->str, text->len, NULL);
	assert_null(document_parse(source, NULL, DOCUMENT_WHOLE, &cancel));
	g_string_free(text, TRUE);
}

/* In a file of another suffix without front matter a line end stays a line end. */
static void
test_line_ends(void **state)
{
	static const char text[] = "# T\n\none\ntwo\n";
	g_autoptr(Document) other = read_bytes("a.txt", text, sizeof(text) - 1);
	g_autoptr(Document) markdown = read_bytes("a.md", text, sizeof(text) - 1);

	(void)state;
	assert_string_equal(other->text, "T\none\ntwo\n");
	assert_string_equal(markdown->text, "T\none two\n");
}

/* --- every document --- */

/* Markdown from a few pieces in all orders a small generator gives: nothing may break. */
static void
test_any_order(void **state)
{
	static const char *const parts[] = {
		"[[a|*b*]]",
		"[x](y \"z\nq\")",
		"`c\n`",
		"<a data-t=\"1:02\">",
		"</a>",
		"](",
		"![",
		"**",
		"_",
		"==",
		"~~",
		"%%",
		"\n",
		"\n\n",
		"> ",
		"- ",
		"1. ",
		"    ",
		"\t",
		"| a |\n|-|\n",
		"|",
		"# ",
		"\\",
		"&amp;",
		"[^n]",
		"\n[^n]: x\n",
		"www.a.b/(c)",
		"<div>",
		"</div>",
		"<details>",
		"<summary>",
		"</details>",
		"<b>",
		"<!--",
		"-->",
		"```\n",
		"\r\n",
		"\xFF",
		"\xE2\x82\xAC",
		"[",
		"]",
		"word",
		" ",
	};
	uint32_t seed = 1;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		GString *text = g_string_new(NULL);

		for (int k = 0; k < 30; k++) {
			seed = seed * 1664525 + 1013904223;
			g_string_append(text, parts[(seed >> 8) % G_N_ELEMENTS(parts)]);
		}
		document_free(read_bytes("any.md", text->str, text->len));
		g_string_free(text, TRUE);
	}
}

/* What of a source may be shown by nothing: marks, tags, destinations, targets, the words of a
 * fence. */
static const char unseen[] =
	"<a [^<]*>|<[^>]*>|\\]\\([^\\n]*\\)?|\\[\\[[^\\]\\n]*\\||[`~]{3,}.*|\\[![^\\]]*\\]|"
	"\\[\\^[^\\]]*\\]:?|&#?[[:alnum:]]+;";

/* Every run that has the length of its source is its source; and what no run stands for is no
 * words. */
static void
check_words(const char *path, const struct document *document, const char *bytes)
{
	g_autoptr(GRegex) regex = g_regex_new(unseen, G_REGEX_RAW, 0, NULL);
	g_autofree char *covered = g_malloc0(document->source_length + 1);
	uint32_t start = 0, first = document->source_length;

	for (uint32_t i = 0; i < document->run_count; i++) {
		struct range r = document->runs[i].source;

		memset(covered + r.start, 1, range_length(r));
		first = MIN(first, r.start);
		for (uint32_t k = 0;
			range_length(r) >= range_length(document->runs[i].text) - 1 &&
			k < range_length(document->runs[i].text) - 1 && k < range_length(r);
			k++) {
			char shown = document->text[document->runs[i].text.start + k];

			if (range_length(r) <= range_length(document->runs[i].text) &&
				shown != bytes[r.start + k] && shown != ' ' && shown != '\n')
				fail_msg("%s: run %u is not its source", path, i);
		}
	}
	for (uint32_t at = first; at <= document->source_length; at++) {
		g_autofree char *rest = NULL;

		if (at < document->source_length && !covered[at])
			continue;
		if (at > start && start > first) {
			rest = g_regex_replace_literal(regex, bytes + start, at - start, 0, "", 0,
				NULL);
			if (strpbrk(rest, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") !=
				NULL)
				fail_msg("%s: not shown: %.*s", path, (int)(at - start),
					bytes + start);
		}
		start = at + 1;
	}
}

static void
check_folder(const char *folder, int *count)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *bytes = NULL;
		g_autoptr(Document) document = NULL;
		gsize n;

		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			check_folder(path, count);
		else if (g_str_has_suffix(name, ".md") &&
			 g_file_get_contents(path, &bytes, &n, NULL)) {
			document = read_bytes(path, bytes, n);
			check_words(path, document, bytes);
			++*count;
		}
	}
}

/* No word of a real note is lost. */
static void
test_real_notes(void **state)
{
	int count = 0;

	(void)state;
	check_folder(TOP_SRCDIR "/../shared/library", &count);
	if (count == 0)
		skip();
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_goldens),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_definitions),
		cmocka_unit_test(test_many_definitions),
		cmocka_unit_test(test_cancelled),
		cmocka_unit_test(test_line_ends),
		cmocka_unit_test(test_any_order),
		cmocka_unit_test(test_real_notes),
	};

	if (argc > 1 && strcmp(argv[1], "--renew") == 0) {
		for (size_t i = 0; i < G_N_ELEMENTS(goldens); i++)
			check_golden(goldens[i], true);
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
