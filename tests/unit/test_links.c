/*
 * Links as they are read and shown: tests/markdown/links.tsv, a document for each row.
 */
#include "config.h"

#include "document/document.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum column { ID, MARKDOWN, KIND, TARGET, ANCHOR, ALIAS, SHOWN, COLUMNS };

static struct document *
read_markdown(const char *markdown)
{
	g_autoptr(Source) source = source_from_bytes("test.md", markdown, strlen(markdown), NULL);

	assert_non_null(source);
	return document_parse(source, NULL, DOCUMENT_WHOLE, NULL);
}

/* The last leaf's text: of a table, the last cell. */
static char *
last_text(const struct document *document)
{
	for (uint32_t i = document->block_count; i > 0; i--) {
		const struct block *block = &document->blocks[i - 1];

		if (block_is_leaf(block->kind))
			return g_strndup(document->text + block->text.start, range_length(block->text));
	}
	return g_strdup("");
}

static void
check_row(char **row)
{
	g_auto(GStrv) parts = g_strsplit(row[MARKDOWN], "\\n", -1);
	g_autofree char *markdown = g_strjoinv("\n", parts);
	g_autoptr(Document) document = read_markdown(markdown);
	g_autofree char *shown = last_text(document);
	const struct link *link = document->links;

	if (strcmp(shown, row[SHOWN]) != 0)
		fail_msg("%s shows \"%s\"", row[ID], shown);
	if (row[KIND][0] == '\0') {
		if (document->link_count != 0)
			fail_msg("%s is a link", row[ID]);
		return;
	}
	if (document->link_count == 0)
		fail_msg("%s is no link", row[ID]);
	if (strcmp(link_kind_name(link->kind), row[KIND]) != 0 || strcmp(link->target, row[TARGET]) != 0 ||
		strcmp(link->anchor, row[ANCHOR]) != 0 ||
		strcmp(link->alias != NULL ? link->alias : "", row[ALIAS]) != 0)
		fail_msg("%s is %s target \"%s\" anchor \"%s\" alias \"%s\"", row[ID],
			link_kind_name(link->kind), link->target, link->anchor,
			link->alias != NULL ? link->alias : "");
}

static void
test_rows(void **state)
{
	g_autofree char *table = NULL;
	g_auto(GStrv) lines = NULL;
	int rows = 0;

	(void)state;
	assert_true(g_file_get_contents(TOP_SRCDIR "/tests/markdown/links.tsv", &table, NULL, NULL));
	lines = g_strsplit(table, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		g_auto(GStrv) row = g_strsplit(*line, "\t", -1);

		if (g_strv_length(row) != COLUMNS)
			continue;
		check_row(row);
		rows++;
	}
	assert_true(rows > 60);
}

static void
test_second_link(void **state)
{
	g_autoptr(Document) document = read_markdown("[[a]][[b]]");

	(void)state;
	assert_int_equal(document->link_count, 2);
	assert_string_equal(document->links[1].target, "b");
	assert_int_equal(document->links[1].source, 5);
	assert_int_equal(document->links[1].text.start, 1);
}

/* An outer link comes before the one it holds. */
static void
test_nested(void **state)
{
	g_autoptr(Document) document = read_markdown("x [![alt](a.png)](https://b.org) [y](c)");

	(void)state;
	assert_int_equal(document->link_count, 3);
	assert_int_equal(document->links[0].kind, LINK_WEB);
	assert_int_equal(document->links[1].kind, LINK_MEDIA);
	assert_int_equal(document->links[2].kind, LINK_PATH);
}

static void
test_slug_of_alias(void **state)
{
	g_autoptr(Document) document = read_markdown("## On [[a | b]]");

	(void)state;
	assert_int_equal(document->section_count, 1);
	assert_string_equal(document->sections[0].slug, "on-b");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_second_link),
		cmocka_unit_test(test_nested),
		cmocka_unit_test(test_slug_of_alias),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
