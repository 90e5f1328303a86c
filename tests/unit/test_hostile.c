/*
 * Documents that once took time out of proportion, or broke what always holds. Each must be read
 * and laid out in the time that any document of its size may take, without a limit being met. `make
 * check-hostile` runs many more, through the whole program.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib.h>
#include <locale.h>
#include <string.h>
#include <time.h>

#include "document/document.h"
#include "page/page.h"
#include "support/dump.h"
#include "text/width.h"

/* What takes longer than UNNOTICED seconds is held beside a document of a quarter of its size: four times as
 * long is in proportion, sixteen times is not. */
enum { SIZE = 600000, PARTS = 4, FACTOR = 9 };
static const double UNNOTICED = 0.3;

/* `head`, `unit` as often as SIZE takes, `tail`. */
static const struct {
	const char *name, *path, *head, *unit, *tail;
} cases[] = {
	{ "instructions without an end", "x.md", "", "a <?", "" },
	{ "declarations without an end", "x.md", "", "a <!A ", "" },
	{ "character data without an end", "x.md", "", "a <![CDATA[", "" },
	{ "anchors without an end", "x.md", "", "<a ", "" },
	{ "attributes without an end", "x.md", "", "<a b=\"", "" },
	{ "details within details", "x.md", "", "<details>\n<summary>\n\n", "" },
	{ "a row of more cells than columns", "x.md", "|a|b|\n|-|-|\n|", "`|`", "|b|\n" },
	{ "a header of bars", "x.md", "", "|", "\n|-|-|\n|a|b|\n" },
	{ "links of one line", "x.md", "", "[[a]] ", "" },
	{ "emphasis and links of one line", "x.md", "", "**bold** [link](x.md) ", "" },
	{ "timestamps of one line", "x.md", "---\nvideoId: abcdefghijk\n---\n", "a [00:01] ", "" },
	{ "timestamps of one sentence", "x.md", "---\nvideoId: abcdefghijk\n---\n", "[1:02:03]",
		"" },
	{ "timestamps that go back", "x.md", "---\nvideoId: abcdefghijk\n---\n",
		"b [09:59].\n\na [00:01].\n\n", "" },
	{ "anchors of one line", "x.md", "", "<a class=\"yt-timestamp\" data-t=\"1:02\">1:02</a> ",
		"" },
	{ "a length without an end", "x.md", "---\nduration: \"", "1h2m3s4", "\"\n---\n" },
	{ "cues of one moment", "x.vtt", "WEBVTT\n\n", "00:01.000 --> 00:01.000\nx\n\n", "" },
	{ "cues within cues", "x.vtt", "WEBVTT\n\n", "00:00.000 --> 99:00.000\na b\n\n", "" },
	{ "a cue of voices without an end", "x.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\n",
		"<v a><b>", "" },
	{ "a cue of signs without an end", "x.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\n", "<",
		"" },
	{ "a cue of references without an end", "x.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\n",
		"&amp", "" },
	{ "cues that roll on for ever", "x.vtt", "WEBVTT\n\n",
		"00:00.000 --> 00:01.000\na b c d e f g h\na b c d e f g h\n\n", "" },
	{ "arrows alone", "x.srt", "", "-->\n", "" },
	{ "speakers of one line", "x.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\n", "A: ", "" },
	{ "emphasis and brackets of one line", "x.md", "", "*a [b] ", "" },
};

static double
cpu_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Reads and lays out a case of so many bytes; gives the seconds that it took. */
static double
read_case(size_t i, size_t size)
{
	g_autoptr(GString) bytes = g_string_new(cases[i].head);
	while (bytes->len < size)
		g_string_append(bytes, cases[i].unit);
	g_string_append(bytes, cases[i].tail);

	double start = cpu_seconds();
	g_autoptr(Source) source = source_from_bytes(cases[i].path, bytes->str, bytes->len, NULL);
	g_autoptr(Document) document = document_parse(source, NULL, DOCUMENT_WHOLE, NULL);
	g_autoptr(Page) page = page_new(document, &(struct page_options){ .width = 80 });
	page_lay(page, UINT32_MAX);
	for (uint32_t link = 0; link < document->link_count; link++)
		source_column(source, document->links[link].source);
	double seconds = cpu_seconds() - start;

	g_autofree char *fault = document_fault(document);
	if (fault != NULL)
		fail_msg("%s: %s", cases[i].name, fault);
	for (uint32_t p = 0; p < document->problem_count; p++)
		if (strcmp(document->problems[p].code, "too-complex") == 0)
			fail_msg("%s: %s", cases[i].name, document->problems[p].message);
	return seconds;
}

static void
test_in_proportion(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		double seconds = read_case(i, SIZE);
		if (seconds <= UNNOTICED)
			continue;
		double part = read_case(i, SIZE / PARTS);
		if (seconds > FACTOR * part)
			fail_msg("%s: %.2f s, a quarter of it %.2f s", cases[i].name, seconds,
				part);
	}
}

/* Columns are counted on from the place before; any order gives what counting from the line's start
 * does. */
static void
test_columns_in_any_order(void **state)
{
	static const char text[] = "\xEF\xBB\xBF"
				   "aé\xE2\x82漢b\ncdé\r\n\xFF\xA9\xA9x\n";
	g_autoptr(Source) source = source_from_bytes("x.md", text, sizeof(text) - 1, NULL);

	(void)state;
	for (uint32_t a = 0; a <= source->length; a++) {
		for (uint32_t b = 0; b <= source->length; b++) {
			g_autoptr(Source) fresh =
				source_from_bytes("x.md", text, sizeof(text) - 1, NULL);

			source_column(source, a);
			assert_int_equal(source_column(source, b), source_column(fresh, b));
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_in_proportion),
		cmocka_unit_test(test_columns_in_any_order),
	};

	setlocale(LC_ALL, "C.UTF-8");
	width_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
