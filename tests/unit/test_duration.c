#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

#include "document/document.h"
#include "document/duration.h"

enum { UNREAD = UINT32_MAX };

static void
test_forms(void **state)
{
	static const struct {
		const char *s;
		uint32_t milliseconds;
	} cases[] = {
		{ "754", 754000 },
		{ " 754 ", 754000 },
		{ "754.25", 754250 },
		{ "0", 0 },
		{ "12:34", 754000 },
		{ "1:02:03", 3723000 },
		{ "1:2:3", 3723000 },
		{ "00:01:02.500", 62500 },
		{ "90s", 90000 },
		{ "1h2m", 3720000 },
		{ "1h 2m 3s", 3723000 },
		{ "1H2M3S", 3723000 },
		{ "62 min", 3720000 },
		{ "62 mins", 3720000 },
		{ "1.5 hours", 5400000 },
		{ "1 hour, 2 minutes and 3 seconds", 3723000 },
		{ "1 hr 5 sec", 3605000 },
		{ "90m", 5400000 },
		{ "PT1H2M3S", 3723000 },
		{ "PT754S", 754000 },
		{ "PT62M", 3720000 },
		{ "PT1.5S", 1500 },
		{ "P1DT2H", 93600000 },
		{ "P1D", 86400000 },
		{ "999:59:59", DURATION_MOST },
		{ "", UNREAD },
		{ "  ", UNREAD },
		{ "x", UNREAD },
		{ "h", UNREAD },
		{ "12:", UNREAD },
		{ "12:75", UNREAD },
		{ "12:34 pm", UNREAD },
		{ "1h2", UNREAD },
		{ "2m1h", UNREAD },
		{ "1m1m", UNREAD },
		{ "-5", UNREAD },
		{ "5 parsecs", UNREAD },
		{ "PT", UNREAD },
		{ "P", UNREAD },
		{ "P1M", UNREAD },
		{ "PT1H2", UNREAD },
		{ "1e3", UNREAD },
		{ "3600000", UNREAD },
		{ "99999999999999999999", UNREAD },
		{ "99999999999999999999h", UNREAD },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		uint32_t read;

		if (!duration_read(cases[i].s, strlen(cases[i].s), &read))
			read = UNREAD;
		if (read != cases[i].milliseconds)
			fail_msg("\"%s\" is read as %u", cases[i].s, read);
	}
}

static Document *
parse(const char *name, const char *text)
{
	g_autoptr(Source) source = source_from_bytes(name, text, strlen(text), NULL);
	Document *document = document_parse(source, NULL, DOCUMENT_WHOLE, NULL);

	return document;
}

static void
test_of_documents(void **state)
{
	static const struct {
		const char *name, *text;
		uint32_t milliseconds;
	} cases[] = {
		{ "a.md", "---\nduration: 754\n---\ntext\n", 754000 },
		{ "a.md", "---\nduration: 12:34\n---\ntext\n", 754000 },
		{ "a.md", "---\nlength: PT1H2M3S\n---\ntext\n", 3723000 },
		{ "a.md", "---\nDuration: 1h 2m\n---\ntext\n", 3720000 },
		{ "a.md", "---\nruntime: 62 min\n---\ntext\n", 3720000 },
		{ "a.md", "---\nlength: long\nruntime: 90\n---\ntext\n", 90000 },
		{ "a.md", "---\nduration: [1, 2]\n---\ntext\n", NONE },
		{ "a.md", "---\nduration: 0\n---\ntext\n", NONE },
		/* A number of minutes, which as seconds ends before the last timestamp. */
		{ "a.md",
			"---\nvideo_id: abcdefghijk\nduration: 62\n---\n[12:34] one\n\n[50:00] "
			"two\n",
			3720000 },
		{ "a.md",
			"---\nvideo_id: abcdefghijk\nduration: 62s\n---\n[12:34] one\n\n[50:00] "
			"two\n",
			62000 },
		{ "a.md", "text\n", NONE },
		{ "a.vtt",
			"WEBVTT\n\n00:01.000 --> 01:05.500\none\n\n00:04.000 --> 00:09.000\ntwo\n",
			65500 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Document) document = parse(cases[i].name, cases[i].text);

		if (document_duration(document) != cases[i].milliseconds)
			fail_msg("case %zu is of %u ms", i, document_duration(document));
	}
}

static void
test_order(void **state)
{
	static const struct {
		uint32_t at, milliseconds;
	} cases[] = { { 0, 5000 }, { 5000, 5000 }, { 29999, 10000 }, { 30000, 30000 },
		{ 90000, 30000 } };
	g_autoptr(Document) document =
		parse("a.md", "---\nvideo_id: abcdefghijk\n---\n"
			      "- [0:30] late\n- [0:05] first\n- [0:30] again\n- [0:10] second\n");
	static const uint32_t order[] = { 1, 3, 0, 2 };

	(void)state;
	assert_int_equal(document->timestamp_count, 4);
	for (uint32_t i = 0; i < 4; i++)
		assert_int_equal(document->by_time[i], order[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		uint32_t near = document_timestamp_near(document, cases[i].at);

		assert_int_equal(document->timestamps[near].milliseconds, cases[i].milliseconds);
	}
	assert_int_equal(document_timestamp_near(document, 30000), 0);
}

static void
test_nearest(void **state)
{
	static const struct {
		const char *name, *text;
		uint32_t at, milliseconds;
	} cases[] = {
		{ "a.md", "- [0:10] a\n- [0:30] b\n", 0, 10000 },
		{ "a.md", "- [0:10] a\n- [0:30] b\n", 20000, 10000 },
		{ "a.md", "- [0:10] a\n- [0:30] b\n", 20001, 30000 },
		{ "a.md", "- [0:10] a\n- [0:30] b\n", 90000, 30000 },
		/* Within its cue, however near the next one is. */
		{ "a.vtt", "WEBVTT\n\n00:10.000 --> 00:29.000\na\n\n00:30.000 --> 00:31.000\nb\n",
			28000, 10000 },
		{ "a.vtt", "WEBVTT\n\n00:10.000 --> 00:29.000\na\n\n00:30.000 --> 00:31.000\nb\n",
			29500, 30000 },
		/* Whole seconds are all of theirs: a cue that is shown at 0:30 is meant by it. */
		{ "a.vtt", "WEBVTT\n\n00:10.000 --> 00:30.400\na\n\n00:30.400 --> 00:31.000\nb\n",
			30000, 30400 },
		{ "a.vtt", "WEBVTT\n\n00:10.000 --> 00:30.400\na\n\n00:30.400 --> 00:31.000\nb\n",
			30001, 10000 },
		{ "a.vtt", "WEBVTT\n\n00:00.400 --> 00:30.400\na\n", 0, 400 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = g_strconcat(strcmp(cases[i].name, "a.md") == 0
							    ? "---\nvideo_id: abcdefghijk\n---\n"
							    : "",
			cases[i].text, NULL);
		g_autoptr(Document) document = parse(cases[i].name, text);
		uint32_t stamp = document_timestamp_nearest(document, cases[i].at);

		assert_int_not_equal(stamp, NONE);
		if (document->timestamps[stamp].milliseconds != cases[i].milliseconds)
			fail_msg("case %zu: %u", i, document->timestamps[stamp].milliseconds);
	}
}

static void
test_chapters(void **state)
{
	g_autoptr(Document) document = parse("a.md",
		"---\nvideo_id: abcdefghijk\n---\n[0:01] before\n\n## Late\n\n- [9:00] x\n- [9:10] y\n\n"
		"# None\n\ntext\n\n### Early\n\n- [2:00] z\n");
	uint32_t count;
	const struct chapter *chapters = document_chapters(document, &count);

	(void)state;
	assert_int_equal(count, 2);
	assert_int_equal(chapters[0].timestamp, 3);
	assert_int_equal(chapters[0].level, 1);
	assert_int_equal(chapters[1].timestamp, 1);
	assert_int_equal(chapters[1].level, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_of_documents),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_chapters),
		cmocka_unit_test(test_nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
