/*
 * Links as they are read and shown: tests/markdown/links.tsv, a document for each row.
 */
#include "config.h"

#include "document/document.h"

#include <fcntl.h>
#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/parse.h"

enum column { ID, MARKDOWN, KIND, TARGET, ANCHOR, ALIAS, SHOWN, COLUMNS };

/* The last leaf's text: of a table, the last cell. */
static char *
last_text(const struct document *document)
{
	for (uint32_t i = document->block_count; i > 0; i--) {
		const struct block *block = &document->blocks[i - 1];

		if (block_is_leaf(block->kind))
			return g_strndup(document->text + block->text.start,
				range_length(block->text));
	}
	return g_strdup("");
}

static void
check_row(char **row)
{
	g_auto(GStrv) parts = g_strsplit(row[MARKDOWN], "\\n", -1);
	g_autofree char *markdown = g_strjoinv("\n", parts);
	g_autoptr(Document) document = parse_text("test.md", markdown, DOCUMENT_WHOLE);
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
	if (strcmp(link_kind_name(link->kind), row[KIND]) != 0 ||
		strcmp(link->target, row[TARGET]) != 0 || strcmp(link->anchor, row[ANCHOR]) != 0 ||
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
	assert_true(g_file_get_contents(TOP_SRCDIR "/tests/markdown/links.tsv", &table, NULL,
		NULL));
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
	g_autoptr(Document) document = parse_text("test.md", "[[a]][[b]]", DOCUMENT_WHOLE);

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
	g_autoptr(Document) document =
		parse_text("test.md", "x [![alt](a.png)](https://b.org) [y](c)", DOCUMENT_WHOLE);

	(void)state;
	assert_int_equal(document->link_count, 3);
	assert_int_equal(document->links[0].kind, LINK_WEB);
	assert_int_equal(document->links[1].kind, LINK_MEDIA);
	assert_int_equal(document->links[2].kind, LINK_PATH);
}

static void
test_slug_of_alias(void **state)
{
	g_autoptr(Document) document = parse_text("test.md", "## On [[a | b]]", DOCUMENT_WHOLE);

	(void)state;
	assert_int_equal(document->section_count, 1);
	assert_string_equal(document->sections[0].slug, "on-b");
}

/* --- the specimens --- */

static struct document *
read_seed(const char *name)
{
	g_autofree char *path = g_build_filename(TOP_SRCDIR "/../shared/library/seeds", name, NULL);

	return document_open(AT_FDCWD, path, path, NULL, DOCUMENT_WHOLE, NULL, NULL);
}

static void
test_seed_article(void **state)
{
	static const struct {
		uint32_t line;
		enum link_kind kind;
		const char *target, *shown;
	} wanted[] = {
		{ 16, LINK_WEB, "https://transformer-circuits.pub/2021/framework/index.html",
			NULL },
		{ 16, LINK_WEB,
			"https://transformer-circuits.pub/2022/"
			"in-context-learning-and-induction-heads/index.html",
			NULL },
		{ 16, LINK_WEB, "https://arxiv.org/abs/2112.00861", NULL },
		{ 16, LINK_WEB, "https://arxiv.org/abs/2204.05862", NULL },
		{ 16, LINK_WEB, "https://github.com/anthropics/hh-rlhf", NULL },
		{ 16, LINK_WEB, "https://arxiv.org/abs/2202.07785", NULL },
		{ 26, LINK_WEB, NULL, "twitter.com" },
		{ 26, LINK_WEB, NULL, "www.linkedin.com" },
		{ 34, LINK_SITE, "/news/claude-opus-4-6", "Read more" },
		{ 40, LINK_SITE, "/news/claude-is-a-space-to-think", "Read more" },
		{ 44, LINK_SITE, "/news/apple-xcode-claude-agent-sdk", "Read more" },
	};
	g_autoptr(Document) document = read_seed("000_1e44f80fe1ace424.txt");

	(void)state;
	if (document == NULL)
		skip();
	assert_int_equal(document->section_count, 5);
	assert_int_equal(document->link_count, G_N_ELEMENTS(wanted));
	for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
		const struct link *link = &document->links[i];
		g_autofree char *shown =
			g_strndup(document->text + link->text.start, range_length(link->text));

		assert_int_equal(link->line, wanted[i].line);
		assert_int_equal(link->kind, wanted[i].kind);
		if (wanted[i].target != NULL)
			assert_string_equal(link->target, wanted[i].target);
		if (wanted[i].shown != NULL)
			assert_string_equal(shown, wanted[i].shown);
	}
	assert_non_null(strstr(document->text, "\ntwitter.com www.linkedin.com\n"));
}

static void
test_seed_video(void **state)
{
	static const struct {
		const char *target;
		int times;
	} wanted[] = {
		{ "aidotengineer", 1 },
		{ "role_of_ai_in_research_and_data_analytics", 8 },
		{ "influential_ai_researchers", 2 },
		{ "ethics_and_adoption_challenges_of_ai_agents", 4 },
		{ "building_trust_and_community_in_ai_applications", 1 },
		{ "ai_in_healthcare", 1 },
		{ "human_oversight_and_interaction_in_aidriven_analysis", 1 },
		{ "the_evolution_and_current_state_of_ai_engineering", 1 },
	};
	g_autoptr(Document) document = read_seed("001_e3782e840352eb8b.txt");

	(void)state;
	if (document == NULL)
		skip();
	assert_int_equal(document->section_count, 10);
	assert_int_equal(document->timestamp_count, 51);
	assert_int_equal(document->link_count, 19);
	for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
		int times = 0;

		for (uint32_t k = 0; k < document->link_count; k++)
			times += document->links[k].kind == LINK_WIKI &&
				 strcmp(document->links[k].target, wanted[i].target) == 0;
		assert_int_equal(times, wanted[i].times);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_second_link),
		cmocka_unit_test(test_nested),
		cmocka_unit_test(test_slug_of_alias),
		cmocka_unit_test(test_seed_article),
		cmocka_unit_test(test_seed_video),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
