#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "document/document.h"

/* What is wrong with timestamps: where it is named, by which code, and whether that is a fault. */

#define ANCHOR(data, label) "<a class=\"yt-timestamp\" data-t=\"" data "\">" label "</a>"

static Document *
parse(const char *front, const char *body)
{
	g_autofree char *bytes = front[0] != '\0'
					 ? g_strdup_printf("---\n%s\n---\n%s\n", front, body)
					 : g_strdup_printf("%s\n", body);
	g_autoptr(Source) source = source_from_bytes("case.md", bytes, strlen(bytes), NULL);

	return document_parse(source, NULL, DOCUMENT_WHOLE, NULL);
}

/* `line:column code`, with `!` before the code of a fault; then the seconds read. */
static char *
show(const Document *document)
{
	GString *out = g_string_new(NULL);

	for (uint32_t i = 0; i < document->problem_count; i++) {
		const struct problem *problem = &document->problems[i];

		g_string_append_printf(out, "%u:%u %s%s; ", problem->line, problem->column,
			problem->notice ? "" : "!", problem->code);
	}
	for (uint32_t i = 0; i < document->timestamp_count; i++)
		g_string_append_printf(out, "%s%u", i > 0 ? " " : "",
			document->timestamps[i].milliseconds / 1000);
	return g_string_free(out, FALSE);
}

#define VIDEO "videoId: dQw4w9WgXcQ"

static const struct {
	const char *front, *body, *shown;
} cases[] = {
	/* sound ones */
	{ VIDEO, "x " ANCHOR("00:01:26", "[00:01:26]"), "86" },
	{ VIDEO, "x " ANCHOR("00:01:26", "Link"), "86" },
	{ VIDEO, "x " ANCHOR("00:01:26", ""), "86" },
	{ VIDEO, "x " ANCHOR("00:01:26]", "[00:01:26]]"), "86" },
	{ VIDEO, "x " ANCHOR("00:01:26", "[00:01:26 - 00:02:00]"), "86" },
	{ VIDEO, "x [12:75] [1:2] [2026] 1000:00", "" },
	{ "", "x [1000:00:00] [a](https://example.com/?t=1x)", "" },
	{ "", "[a](https://youtu.be/dQw4w9WgXcQ?t=) [b](x.png#t=x) [[talk.mp4]]", "" },
	/* no time */
	{ VIDEO, "x " ANCHOR("N/A", "[N/A]"), "4:3 !no-time; " },
	{ VIDEO, "x " ANCHOR("HH:MM:SS", ""), "4:3 !no-time; " },
	{ VIDEO, "x " ANCHOR("00:10:75", "Link"), "4:3 !no-time; " },
	{ "", "x <a class=\"yt-timestamp\"></a> y", "1:3 !no-time; " },
	{ "", "x <a class=\"yt-timestamp\">here</a> y [0:01]", "1:3 !no-time; 1" },
	{ VIDEO, "x " ANCHOR("1000:00:00", "[1000:00:00]"), "4:3 !no-time; " },
	{ VIDEO, "a\n\nx [1000:00:00] (1000:00:00)", "6:3 !no-time; 6:16 !no-time; " },
	{ "", "[a](https://youtu.be/dQw4w9WgXcQ?t=1x)", "1:1 !no-time; " },
	{ "", "x <https://youtu.be/dQw4w9WgXcQ?t=99999999>", "1:3 !no-time; " },
	{ "", "x [[talk.mp4#t=soon]] [a](talk.mp3#t=b)", "1:3 !no-time; 1:23 !no-time; " },
	/* read from the label */
	{ VIDEO, "x " ANCHOR("75", "[00:01:15]"), "4:3 label-time; 75" },
	{ VIDEO, "x " ANCHOR("", "[00:01:15]"), "4:3 label-time; 75" },
	{ VIDEO, "x " ANCHOR("N/A", "(1:15 - 2:00)"), "4:3 label-time; 75" },
	{ "", "x <a class=\"yt-timestamp\">[00:02:10]</a>", "1:3 label-time; 130" },
	/* the label is another time: more than a minute by every reading */
	{ VIDEO, "x " ANCHOR("00:13:33", "[00:14:33]"), "813" },
	{ VIDEO, "x " ANCHOR("00:13:33", "[00:14:34]"), "4:3 !label-differs; 813" },
	{ VIDEO, "x " ANCHOR("00:13:33", "[00:12:32]"), "4:3 !label-differs; 813" },
	{ VIDEO, "x " ANCHOR("01:16:16", "16:16"), "4576" },
	{ VIDEO, "x " ANCHOR("12:26:00", "[12:26]"), "4:3 minutes-as-hours; 746" },
	{ VIDEO, "x " ANCHOR("00:12:26", "[12:26:00]"), "746" },
	{ VIDEO, "x " ANCHOR("12:26:00", "[00:26:00]"),
		"4:3 !label-differs; 4:3 minutes-as-hours; 746" },
	/* shifted: once, at the first */
	{ VIDEO,
		"x " ANCHOR("00:00:29", "a") "\n" ANCHOR("19:01:00",
			"b") " [21:15:00]\n\n[02:11:00]",
		"5:1 minutes-as-hours; 29 1141 1275 131" },
	{ VIDEO, "x " ANCHOR("01:10:96", "a"), "4:3 minutes-as-hours; 70" },
	{ VIDEO, "x " ANCHOR("00:10:00", "a") " [01:20:00] [02:45:00]", "600 4800 9900" },
	/* past the end: once, at the first, of what lies a minute past it */
	{ VIDEO "\nduration: 10:00", "x [00:10:59] y [00:11:00]", "659 660" },
	{ VIDEO "\nduration: 10:00", "x [00:01:00] y [00:11:01] z [00:12:00]",
		"5:16 !past-end; 60 661 720" },
	{ VIDEO, "x [00:01:00 - 00:02:00] y [00:11:01]", "60 661" },
	/* not closed */
	{ "", "x <a class=\"yt-timestamp\" data-t=\"0:05\">[00:00:05]. [[y]]",
		"1:3 open-anchor; 5" },
	{ "", "x <a class=\"yt-timestamp\" data-t=\"0:05\">here. y", "1:3 open-anchor; 5" },
};

static void
test_cases(void **state)
{
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Document) document = parse(cases[i].front, cases[i].body);
		g_autofree char *shown = show(document);
		uint32_t faults = 0;

		for (uint32_t p = 0; p < document->problem_count; p++) {
			const char *message = document->problems[p].message;

			faults += !document->problems[p].notice;
			assert_true(g_utf8_validate(message, -1, NULL));
			assert_true(strlen(message) > 20 && strlen(message) < 300);
		}
		assert_int_equal(document->fault_count, faults);
		if (strcmp(shown, cases[i].shown) == 0)
			continue;
		print_error("%s\n  gives \"%s\",\n  not \"%s\"\n", cases[i].body, shown,
			cases[i].shown);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void
test_messages(void **state)
{
	static const struct {
		const char *body, *message;
	} said[] = {
		{ "x " ANCHOR("N/A", "[N/A]"),
			"the data-t `N/A` of this timestamp is no time, and its label `[N/A]` is no "
			"time: write one, as in data-t=\"00:01:26\"" },
		{ "x " ANCHOR("1000:00:00", "z"),
			"the data-t `1000:00:00` of this timestamp is past 999:59:59, the most that "
			"is read, and its label `z` is no time: write one, as in "
			"data-t=\"00:01:26\"" },
		{ "x <a class=\"yt-timestamp\">[2:10]</a>",
			"this timestamp has no data-t; its label `[2:10]` is read instead: write "
			"data-t=\"00:02:10\"" },
		{ "x " ANCHOR("00:13:33", "[00:19:33]"),
			"the timestamp shows `[00:19:33]` but its data-t is `00:13:33`, which is "
			"read: make them one" },
		{ "x " ANCHOR("41:55:00", "a") " [0:01] " ANCHOR("42:55:00", "b"),
			"`41:55:00` says minutes and seconds in the place of hours and minutes (2 of "
			"3 timestamps do) and is read as 0:41:55: write it so" },
		{ "[a](https://youtu.be/dQw4w9WgXcQ?t=1x)",
			"the time `1x` of this link is no time: write it as in t=754 or t=12m34s" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(said); i++) {
		g_autoptr(Document) document = parse(VIDEO, said[i].body);

		assert_int_equal(document->problem_count, 1);
		assert_string_equal(document->problems[0].message, said[i].message);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_messages),
	};

	return cmocka_run_group_tests_name("stamp_check", tests, NULL, NULL);
}
