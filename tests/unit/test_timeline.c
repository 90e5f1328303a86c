#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

#include "document/document.h"
#include "ui/go_time.h"
#include "ui/timeline.h"

/* A document of a recording with these timestamps ("0:05 0:10"), `#` for a heading. */
static Document *
document_of(const char *stamps)
{
	g_autoptr(GString) text = g_string_new("---\nvideo_id: abcdefghijk\n---\n\n");
	g_auto(GStrv) words = g_strsplit(stamps, " ", -1);

	for (char **word = words; *word != NULL; word++) {
		if ((*word)[0] == '#')
			g_string_append_printf(text, "\n%s heading\n\n", *word);
		else if ((*word)[0] != '\0')
			g_string_append_printf(text, "- [%s] words\n", *word);
	}
	g_autoptr(Source) source = source_from_bytes("a.md", text->str, text->len, NULL);
	return document_parse(source, NULL, DOCUMENT_WHOLE, NULL);
}

static void
test_levels(void **state)
{
	static const struct {
		const char *stamps;
		uint32_t length; /* seconds, NONE where it is not known */
		int width;
		const char *levels; /* a digit for each column */
		uint32_t all;       /* seconds: its whole length */
	} cases[] = {
		{ "0:00 0:10 0:20", NONE, 4, "2022", 20 },
		{ "0:00 0:10 0:20", 40, 4, "2220", 40 },
		/* One that lies beyond the named length is shown: the whole is longer. */
		{ "0:00 0:10 0:40", 20, 4, "2202", 40 },
		/* From 0, not from the first timestamp. */
		{ "0:30 0:40", NONE, 4, "0003", 40 },
		/* In any order. */
		{ "0:20 0:00 0:10", NONE, 4, "2022", 20 },
		{ "0:00 0:00 0:00 0:00 0:10 0:10 0:20", NONE, 4, "7032", 20 },
		{ "0:00 0:00 0:00 0:00 0:00 0:00 0:00 0:00 0:00 0:10", NONE, 2, "72", 10 },
		{ "0:00 0:00 0:00", NONE, 3, "500", 0 },
		/* None is empty. */
		{ "0:00 0:00 0:00 0:00 0:05 0:10 0:10 0:10 0:10 0:10 0:10 0:10 0:10", 10, 2, "37",
			10 },
		{ "", NONE, 3, "000", 0 },
		{ "", 60, 3, "000", 60 },
		{ "11:59:59 0:00", NONE, 5, "20002", 43199 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Document) document = document_of(cases[i].stamps);
		g_autoptr(GString) levels = g_string_new(NULL);
		struct timeline timeline;
		uint32_t length = cases[i].length;

		timeline_fill(&timeline, document, length == NONE ? NONE : length * 1000,
			cases[i].width);
		for (int x = 0; x < timeline.width; x++)
			g_string_append_c(levels, (char)('0' + timeline.level[x]));
		if (strcmp(levels->str, cases[i].levels) != 0 ||
			timeline.length != cases[i].all * 1000)
			fail_msg("case %zu: %s of %u ms", i, levels->str, timeline.length);
	}
}

static void
test_chapters(void **state)
{
	static const struct {
		const char *stamps;
		int width;
		const char *begins, *other;
	} cases[] = {
		{ "0:00 # 0:10 ## 0:20 # 0:30 0:40", 12, "...x..x..x..", "...xxx...xxx" },
		/* Too many for the width: the upper levels alone. */
		{ "0:00 # 0:10 ## 0:20 # 0:30 0:40", 6, ".x..x.", ".xxx.." },
		/* A section without timestamps of its own begins where the first below it does. */
		{ "0:00 # ## 0:10 ## 0:20 # ## 0:30 0:40", 6, ".x..x.", ".xxx.." },
		{ "0:00 # 0:10 # 0:20 # 0:30 # 0:40", 6, "......", "......" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Document) document = document_of(cases[i].stamps);
		g_autoptr(GString) begins = g_string_new(NULL);
		g_autoptr(GString) other = g_string_new(NULL);
		struct timeline timeline;

		timeline_fill(&timeline, document, NONE, cases[i].width);
		for (int x = 0; x < timeline.width; x++) {
			g_string_append_c(begins, timeline.begins[x] ? 'x' : '.');
			g_string_append_c(other, timeline.other[x] ? 'x' : '.');
		}
		if (strcmp(begins->str, cases[i].begins) != 0 ||
			strcmp(other->str, cases[i].other) != 0)
			fail_msg("case %zu: %s %s", i, begins->str, other->str);
	}
}

/* What is pointed at is the first timestamp of the column, else the nearest; and every timestamp
 * stands in the column that leads to one of it. */
static void
test_columns(void **state)
{
	static const struct {
		int column;
		uint32_t seconds;
	} cases[] = { { -1, 5 }, { 0, 5 }, { 1, 15 }, { 2, 18 }, { 3, 18 }, { 4, 56 }, { 5, 56 },
		{ 6, 60 }, { 9, 60 }, { 99, 60 } };
	g_autoptr(Document) document = document_of("0:18 0:05 0:15 0:59 0:56 1:00");
	struct timeline timeline;

	(void)state;
	timeline_fill(&timeline, document, 100 * 1000, 10);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		uint32_t time = timeline_time_at(&timeline, document, cases[i].column);

		if (time != cases[i].seconds * 1000)
			fail_msg("column %d is %u ms", cases[i].column, time);
	}
	for (int width = 1; width <= TIMELINE_COLUMNS; width += 17) {
		timeline_fill(&timeline, document, NONE, width);
		for (uint32_t i = 0; i < document->timestamp_count; i++) {
			uint32_t at = document->timestamps[i].milliseconds;
			int column = timeline_column(&timeline, at);

			assert_in_range(column, 0, width - 1);
			assert_int_not_equal(timeline.level[column], 0);
			assert_int_equal(timeline_column(&timeline,
						 timeline_time_at(&timeline, document, column)),
				column);
		}
	}
}

/* Of a recording of 1000 seconds, read at its 100th. */
static void
test_typed(void **state)
{
	static const struct {
		const char *typed;
		uint32_t milliseconds; /* NONE where it is no time */
	} cases[] = {
		{ "12:34", 754000 },
		{ " 12:34 ", 754000 },
		{ "754", 754000 },
		{ "1h2m", 3720000 },
		{ "90s", 90000 },
		{ "75%", 750000 },
		{ "0%", 0 },
		{ "100%", 1000000 },
		{ "33.3%", 333000 },
		{ "+30", 130000 },
		{ "+1:00", 160000 },
		{ "-30", 70000 },
		{ "-1:00", 40000 },
		{ "-2:00", 0 },
		{ "- 30", 70000 },
		{ "+999:59:59", 3599999000u },
		{ "999:59:59", 3599999000u },
		{ "101%", NONE },
		{ "%", NONE },
		{ "1:00%", NONE },
		{ "+", NONE },
		{ "-", NONE },
		{ "+-5", NONE },
		{ "+5%", NONE },
		{ "soon", NONE },
		{ "12:", NONE },
		{ "", NONE },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		uint32_t read;

		if (!go_time_read(cases[i].typed, 1000 * 1000, 100 * 1000, &read))
			read = NONE;
		if (read != cases[i].milliseconds)
			fail_msg("\"%s\" is read as %u", cases[i].typed, read);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_chapters),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_typed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
