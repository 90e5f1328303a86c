/*
 * The Markdown specimens of the library (an article, a video) read as documents, where they are at
 * hand.
 */
#include "config.h"

#include "document/document.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "document/kinds.h"
#include "support/dump.h"

#define SEEDS "../shared/library/seeds/"

static struct document *
open_seed(const char *name)
{
	g_autofree char *fault = NULL;
	struct document *document;

	if (g_access(name, R_OK) != 0)
		skip();
	document = document_open(AT_FDCWD, name, name, NULL, DOCUMENT_WHOLE, NULL, NULL);
	assert_non_null(document);
	fault = document_fault(document);
	if (fault != NULL)
		fail_msg("%s: %s", name, fault);
	return document;
}

static uint32_t
count_links(const struct document *document, enum link_kind kind)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < document->link_count; i++)
		count += document->links[i].kind == kind;
	return count;
}

struct expected_section {
	uint8_t level;
	uint32_t line;
	const char *title, *slug;
};

static void
check_sections(const struct document *document, const struct expected_section *expected, size_t n)
{
	assert_int_equal(document->section_count, n);
	for (size_t i = 0; i < n; i++) {
		const struct section *section = &document->sections[i];

		assert_int_equal(section->level, expected[i].level);
		assert_int_equal(section->line, expected[i].line);
		assert_string_equal(section->title, expected[i].title);
		if (expected[i].slug != NULL)
			assert_string_equal(section->slug, expected[i].slug);
	}
}

static void
test_article_seed(void **state)
{
	static const struct expected_section sections[] = {
		{ 1, 10,
			"Anthropic Raises Series B to build steerable, interpretable, robust AI "
			"systems",
			NULL },
		{ 2, 28, "Related content", "related-content" },
		{ 3, 30, "Introducing Claude Opus 4.6", "introducing-claude-opus-46" },
		{ 3, 36, "Claude is a space to think", NULL },
		{ 3, 42, "Apple\xE2\x80\x99s Xcode now supports the Claude Agent SDK",
			"apples-xcode-now-supports-the-claude-agent-sdk" },
	};
	static const uint32_t link_lines[] = { 16, 16, 16, 16, 16, 16, 26, 26, 34, 40, 44 };
	static const enum field absent[] = { FIELD_AUTHOR, FIELD_TAGS, FIELD_CHANNEL, FIELD_VIDEO };
	g_autoptr(Document) document = open_seed(SEEDS "000_1e44f80fe1ace424.txt");

	(void)state;
	assert_string_equal(document->kind->name, "article");
	assert_string_equal(document_field(document, FIELD_CATEGORY), "19-Reference");
	assert_string_equal(document_field(document, FIELD_FETCHED), "2026-02-08T23:10:02Z");
	assert_string_equal(document_field(document, FIELD_SOURCE),
		"https://www.anthropic.com/news/"
		"anthropic-raises-series-b-to-build-safe-reliable-ai");
	assert_string_equal(document_field(document, FIELD_TITLE),
		"Anthropic Raises Series B to build steerable, interpretable, robust AI systems "
		"\\ Anthropic");
	assert_string_equal(document_short_title(document), sections[0].title);
	assert_string_equal(document_field(document, FIELD_PUBLISHED), "2022-04-29");
	for (size_t i = 0; i < G_N_ELEMENTS(absent); i++)
		assert_null(document->fields[absent[i]][0]);
	assert_int_equal(document->line_count, 44);
	check_sections(document, sections, G_N_ELEMENTS(sections));
	assert_int_equal(document->link_count, G_N_ELEMENTS(link_lines));
	for (size_t i = 0; i < G_N_ELEMENTS(link_lines); i++)
		assert_int_equal(document->links[i].line, link_lines[i]);
	assert_int_equal(count_links(document, LINK_WEB), 8);
	assert_int_equal(count_links(document, LINK_SITE), 3);
	assert_int_equal(document->timestamp_count, 0);
	assert_int_equal(document->date_count, 1);
	assert_int_equal(document->dates[0].line, 12);
	assert_int_equal(document->problem_count, 0);
	assert_non_null(strstr(document->text, "raised $580 million"));
}

static void
test_video_seed(void **state)
{
	static const struct expected_section sections[] = {
		{ 2, 10, "Mission and Approach", NULL },
		{ 2, 13, "Key Research Directions", NULL },
		{ 3, 17, "Interpretability", NULL },
		{ 2, 32, "Applying AI and Ensuring Reliability", NULL },
		{ 3, 40, "Case Study: Intercom's Finn AI Agent", NULL },
		{ 2, 45, "Best Practices and Common Mistakes in AI Implementation", NULL },
		{ 3, 49, "Testing and Evaluation", NULL },
		{ 3, 54, "Identifying Metrics", NULL },
		{ 3, 57, "Fine-tuning", NULL },
		{ 3, 60, "Other Methods to Explore", NULL },
	};
	static const struct {
		uint32_t seconds, line;
	} stamps[] = {
		{ 86, 8 },
		{ 94, 8 },
		{ 44, 11 },
		{ 74, 11 },
		{ 145, 15 },
		{ 154, 18 },
		{ 173, 20 },
		{ 187, 21 },
		{ 190, 22 },
		{ 195, 23 },
		{ 202, 24 },
		{ 211, 26 },
		{ 218, 26 },
		{ 235, 26 },
		{ 249, 28 },
		{ 267, 28 },
		{ 281, 30 },
		{ 491, 34 },
		{ 494, 34 },
		{ 322, 36 },
		{ 377, 36 },
		{ 434, 38 },
		{ 442, 38 },
		{ 458, 38 },
		{ 658, 41 },
		{ 705, 41 },
		{ 717, 41 },
		{ 742, 43 },
		{ 755, 43 },
		{ 726, 43 },
		{ 554, 47 },
		{ 563, 47 },
		{ 806, 50 },
		{ 818, 50 },
		{ 839, 50 },
		{ 942, 52 },
		{ 866, 52 },
		{ 917, 52 },
		{ 976, 55 },
		{ 992, 55 },
		{ 1000, 55 },
		{ 1015, 55 },
		{ 1041, 55 },
		{ 1078, 58 },
		{ 1086, 58 },
		{ 1095, 58 },
		{ 1166, 61 },
		{ 1180, 62 },
		{ 1192, 63 },
		{ 1209, 64 },
		{ 1211, 65 },
	};
	static const enum field absent[] = {
		FIELD_CATEGORY,
		FIELD_SOURCE,
		FIELD_FETCHED,
		FIELD_PUBLISHED,
		FIELD_AUTHOR,
		FIELD_TAGS,
	};
	g_autoptr(Document) document = open_seed(SEEDS "001_e3782e840352eb8b.txt");
	g_autofree char *url = NULL;

	(void)state;
	assert_string_equal(document->kind->name, "video");
	assert_string_equal(document_field(document, FIELD_TITLE),
		"AI safety and research at Anthropic");
	assert_string_equal(document_field(document, FIELD_VIDEO), "VhPfM_aGBVc");
	assert_string_equal(document_field(document, FIELD_CHANNEL), "aidotengineer");
	for (size_t i = 0; i < G_N_ELEMENTS(absent); i++)
		assert_null(document->fields[absent[i]][0]);
	assert_int_equal(document->line_count, 65);
	check_sections(document, sections, G_N_ELEMENTS(sections));
	assert_null(strstr(document->text, "From:"));
	assert_int_equal(document->link_count, 19);
	assert_int_equal(count_links(document, LINK_WIKI), 19);
	assert_int_equal(document->links[0].line, 6);
	assert_true(range_is_none(document->links[0].text));
	assert_int_equal(document->timestamp_count, G_N_ELEMENTS(stamps));
	for (size_t i = 0; i < G_N_ELEMENTS(stamps); i++) {
		assert_int_equal(document->timestamps[i].milliseconds, stamps[i].seconds * 1000);
		assert_int_equal(document->timestamps[i].line, stamps[i].line);
	}
	assert_int_equal(document->date_count, 0);
	assert_string_equal(document_date(document), "");
	assert_int_equal(document_timestamp_near(document, 0), 2);
	assert_int_equal(document_timestamp_near(document, 90 * 1000), 0);
	url = document_timestamp_url(document, &document->timestamps[0]);
	assert_string_equal(url, "https://www.youtube.com/watch?v=VhPfM_aGBVc&t=86s");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_article_seed),
		cmocka_unit_test(test_video_seed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
