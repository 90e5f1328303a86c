/*
 * Timestamps in the formats of other programs: what each writes, and that cues written as WebVTT are read
 * again as they were.
 */
#include "config.h"

#include "document/stamp_format.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/parse.h"

#define VIDEO "---\nvideoId: abcdefghijk\ntitle: The Talk\n---\n"

enum form { VTT, CSV, CHAPTERS, MOMENTS };

static const struct {
	const char *name;
	enum form form;
	const char *path, *text, *expected;
} cases[] = {
	{ "a cue ends where the next begins, the last 5 seconds later", VTT, "a.md",
		VIDEO "One [00:00:05]. Two [00:00:09].\n",
		"\n00:00:05.000 --> 00:00:09.000\nOne\n\n00:00:09.000 --> 00:00:14.000\nTwo\n" },
	{ "in order of time", VTT, "a.md", VIDEO "Late [01:00:00]. Early [00:00:09].\n",
		"\n00:00:09.000 --> 01:00:00.000\nEarly\n\n01:00:00.000 --> 01:00:05.000\nLate\n" },
	{ "two at one time end where the next begins", VTT, "a.md",
		VIDEO "One [00:01:00]. Two [00:01:00]. Three [00:02:00].\n",
		"\n00:01:00.000 --> 00:02:00.000\nOne\n\n00:01:00.000 --> 00:02:00.000\nTwo\n"
		"\n00:02:00.000 --> 00:02:05.000\nThree\n" },
	{ "signs of WebVTT are escaped", VTT, "a.md", VIDEO "`a<b>` --> c & d [00:00:05].\n",
		"\n00:00:05.000 --> 00:00:10.000\na&lt;b&gt; --&gt; c &amp; d\n" },
	{ "no empty line in a cue", VTT, "a.txt",
		"[00:00:05] One\n \t two\n\n[00:00:09] Three\n\n[00:00:12] Four\n",
		"\n00:00:05.000 --> 00:00:09.000\nOne two\n\n00:00:09.000 --> 00:00:12.000\nThree\n"
		"\n00:00:12.000 --> 00:00:17.000\nFour\n" },
	{ "milliseconds, ends and voices are kept", VTT, "a.vtt",
		"WEBVTT\n\n00:01.250 --> 00:03.500\n<v Ann & Bo>One\n\n"
		"00:03.000 --> 00:04.000\n<v Bo>two</v> or <v Ann>three\n",
		"\n00:00:01.250 --> 00:00:03.500\n<v Ann &amp; Bo>One\n"
		"\n00:00:03.000 --> 00:00:04.000\n<v Bo>two</v>\nor\n<v Ann>three\n" },
	{ "controls are marks", VTT, "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\na\033[31mb\n",
		"\n00:00:01.000 --> 00:00:02.000\na^[[31mb\n" },

	{ "commas and quotes are quoted", CSV, "a,b.md",
		VIDEO "# The \"one\"\n\nOne, two [01:02:03].\n",
		"\"a,b.md\",3723,1:02:03,\"The \"\"one\"\"\",\"One, two\",7,"
		"https://www.youtube.com/watch?v=abcdefghijk&t=3723s\r\n" },
	{ "no field is a formula", CSV, "-a.md",
		VIDEO "# @one\n\n=1+1 [00:00:05]. +2, three [00:00:09].\n",
		"'-a.md,5,0:00:05,'@one,'=1+1,7,"
		"https://www.youtube.com/watch?v=abcdefghijk&t=5s\r\n"
		"'-a.md,9,0:00:09,'@one,\"'+2, three\",7,"
		"https://www.youtube.com/watch?v=abcdefghijk&t=9s\r\n" },
	{ "nor where what is not shown stands before it", CSV, "a.vtt",
		"WEBVTT\n\n00:01.000 --> 00:02.000\n\xC2\xAD=1\n", "a.vtt,1,0:00:01,,'=1,3,\r\n" },

	{ "chapters are sections", CHAPTERS, "a.md",
		VIDEO
		"Hello [00:00:31].\n\n# One\n\nA [00:02:00]. B [00:03:00].\n\n# None\n\nText.\n\n"
		"# Two\n\nC [01:04:00].\n\n## Three\n\nD [01:05:00].\n",
		"0:00 The Talk\n2:00 One\n1:04:00 Two\n1:05:00 Three\n" },
	{ "the first is at 0:00", CHAPTERS, "a.md",
		VIDEO
		"# One\n\nA [00:02:00].\n\n# Two\n\nB [00:03:00].\n\n# Three\n\nC [00:04:00].\n",
		"0:00 The Talk\n2:00 One\n3:00 Two\n4:00 Three\n" },
	{ "near the start it is there", CHAPTERS, "a.md",
		VIDEO
		"# One\n\nA [00:00:09].\n\n# Two\n\nB [00:03:00].\n\n# Three\n\nC [00:04:00].\n",
		"0:00 One\n3:00 Two\n4:00 Three\n" },
	{ "in order of time, 10 seconds apart", CHAPTERS, "a.md",
		VIDEO
		"# One\n\nA [00:05:00].\n\n# Two\n\nB [00:03:00].\n\n# Three\n\nC [00:05:09].\n",
		"0:00 The Talk\n3:00 Two\n5:00 One\n" },
	{ "the time of a heading is not in its title", CHAPTERS, "a.md",
		VIDEO "## 0:00 One\n\nA.\n\n## 2:00 Two\n\nB.\n\n## 3:00 Three\n\nC.\n",
		"0:00 One\n2:00 Two\n3:00 Three\n" },
	{ "few sections: the timestamps", CHAPTERS, "a.md",
		VIDEO "# Times\n\n- 0:00 Intro\n- 2:00 Looms and\n  wheels\n- 3:30 End\n",
		"0:00 Intro\n2:00 Looms and wheels\n3:30 End\n" },
	{ "of a transcript the paragraphs", CHAPTERS, "a.vtt",
		"WEBVTT\n\n00:01.000 --> 00:12.000\nOne goes on\n\n00:12.000 --> 00:30.000\nand "
		"on.\n\n01:00.000 --> 01:02.000\nTwo.\n",
		"0:00 One goes on and on.\n1:00 Two.\n" },
	{ "by their first words", CHAPTERS, "a.vtt",
		"WEBVTT\n\n00:01.000 --> 00:12.000\nYes. Now we begin. And then we go on.\n\n"
		"01:00.000 --> 01:02.000\nThis goes on and on. And on.\n",
		"0:00 Yes. Now we begin. And then we go on.\n1:00 This goes on and on.\n" },
	{ "by their first words", CHAPTERS, "a.vtt",
		"WEBVTT\n\n00:01.000 --> 00:12.000\nYes. Now we begin. And then we go on.\n\n"
		"01:00.000 --> 01:02.000\nThis goes on and on and on. And on.\n",
		"0:00 Yes. Now we begin. And then we go on.\n1:00 This goes on and on and on.\n" },
	{ "a long title is cut at a word", CHAPTERS, "a.md",
		VIDEO
		"- 0:00 one two three four five six seven eight nine ten eleven twelve thirteen "
		"fourteen fifteen sixteen seventeen\n- 1:00 End\n",
		"0:00 one two three four five six seven eight nine ten eleven twelve thirteen "
		"fourteen fifteen sixteen…\n1:00 End\n" },
	{ "moments are sentences", MOMENTS, "a.md",
		VIDEO
		"# One\n\nA [00:02:00].\n\n# Two\n\nB [00:03:00].\n\n# Three\n\nC [00:04:00].\n",
		"0:00 The Talk\n2:00 A\n3:00 B\n4:00 C\n" },
};

static GArray *
all_of(const struct document *document)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (uint32_t i = 0; i < document->timestamp_count; i++)
		g_array_append_val(all, i);
	return all;
}

static char *
written(const struct document *document, enum form form)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GArray) all = all_of(document);
	const uint32_t *timestamps = (const uint32_t *)(const void *)all->data;

	if (form == VTT)
		stamp_format_vtt(out, document, timestamps, all->len);
	else if (form == CSV)
		stamp_format_csv(out, document, timestamps, all->len);
	else if (form == CHAPTERS)
		stamp_format_chapters(out, document);
	else
		stamp_format_moments(out, document, timestamps, all->len);
	return g_string_free(out, FALSE);
}

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Document) document =
			parse_text(cases[i].path, cases[i].text, DOCUMENT_WHOLE);
		g_autofree char *got = written(document, cases[i].form);

		if (strcmp(got, cases[i].expected) != 0)
			fail_msg("%s:\n%s\ninstead of\n%s", cases[i].name, got, cases[i].expected);
	}
}

/* Some of the timestamps: one whose end is not known ends where the document's next begins. */
static void
test_some(void **state)
{
	g_autoptr(Document) document = parse_text("a.md",
		VIDEO "A [00:00:01]. B [00:00:02]. C [00:00:03]. D [00:00:04].\n", DOCUMENT_WHOLE);
	g_autoptr(GString) out = g_string_new(NULL);
	const uint32_t some[] = { 0, 2 };

	(void)state;
	stamp_format_vtt(out, document, some, 2);
	assert_string_equal(out->str,
		"\n00:00:01.000 --> 00:00:02.000\nA\n\n00:00:03.000 --> 00:00:04.000\nC\n");
}

/* --- there and back --- */

static void
append_cue(GString *out, const struct document *document, uint32_t at)
{
	const struct timestamp *timestamp = &document->timestamps[at];
	const struct block *block =
		&document->blocks[document_block_at(document, timestamp->text.start)];

	g_string_append_printf(out, "%u %u %s|%.*s\n", timestamp->milliseconds, timestamp->end,
		block->label != NULL ? block->label : "", (int)range_length(timestamp->sentence),
		document->text + timestamp->sentence.start);
}

/* Its cues in order of time: start, end, speaker, text. */
static char *
cues_of(const struct document *document)
{
	GString *out = g_string_new(NULL);

	for (uint32_t i = 0; i < document->timestamp_count; i++)
		append_cue(out, document, document->by_time[i]);
	return g_string_free(out, FALSE);
}

static void
check_there_and_back(const struct document *document)
{
	g_autofree char *cues = written(document, VTT);
	g_autofree char *file = g_strconcat("WEBVTT\n", cues, NULL);
	g_autoptr(Document) again = parse_text("again.vtt", file, DOCUMENT_WHOLE);
	g_autofree char *before = cues_of(document), *after = cues_of(again);
	size_t at = 0;

	while (before[at] != '\0' && before[at] == after[at])
		at++;
	if (before[at] == after[at])
		return;
	while (at > 0 && before[at - 1] != '\n')
		at--;
	fail_msg("%s: `%.*s` comes back as `%.*s`", document->path, (int)strcspn(before + at, "\n"),
		before + at, (int)strcspn(after + at, "\n"), after + at);
}

static void
test_made(void **state)
{
	static const char text[] =
		"WEBVTT\n\nintro\n00:00.000 --> 00:02.500 align:start\n<v Ann>Hello &amp; <i>good</i>\n"
		"morning, 1 &lt; 2\n\n00:02.500 --> 00:04.000\n<v Ann>goes on\n\n"
		"00:03.000 --> 00:03.900\n<v Bo>in between\n\n"
		"00:05.000 --> 00:05.000\nat once\n\nNOTE a remark\n\n00:10.000 --> 01:00:00.001\n- One.\n- Another.\n\n"
		"01:00:00.001 --> 100:00:00.000\nthe --&gt; end\n";
	g_autoptr(Document) document = parse_text("a.vtt", text, DOCUMENT_WHOLE);

	(void)state;
	assert_int_equal(document->timestamp_count, 7);
	check_there_and_back(document);
}

/* All transcripts of a folder. */
static void
test_real(void **state)
{
	static const char folder[] = "../shared/library/transcripts/talks";
	g_autoptr(GDir) talks = g_dir_open(folder, 0, NULL);
	const char *name;

	(void)state;
	if (talks == NULL)
		skip();
	while ((name = g_dir_read_name(talks)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autoptr(Document) document = NULL;

		if (!g_str_has_suffix(name, ".vtt"))
			continue;
		document = document_open(AT_FDCWD, path, path, NULL, DOCUMENT_WHOLE, NULL, NULL);
		assert_non_null(document);
		check_there_and_back(document);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_some),
		cmocka_unit_test(test_made),
		cmocka_unit_test(test_real),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
