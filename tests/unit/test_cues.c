#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "document/document.h"
#include "document/draft.h"
#include "document/transcript.h"

/* What a cue file gives: its paragraphs, `speaker|` and the text with `{}` around what is styled as
 * a speaker; its timestamps: start, end, label and sentence; its problems: line and code. */
struct cue_case {
	const char *name;
	const char *input;
	const char *blocks;
	const char *stamps;
	const char *problems;
};

#define HEADER "WEBVTT\n\n"
#define AT_1 "00:01.000 --> 00:02.000\n"
#define AT_2 "00:02.000 --> 00:03.000\n"
#define AT_3 "00:03.000 --> 00:04.000\n"

static const struct cue_case vtt_cases[] = {
	{
		.name = "header, notes, styles, regions, identifiers and settings",
		.input = "WEBVTT - a talk\nKind: captions\nLanguage: en\n\n"
			 "STYLE\n::cue { color: red }\n\nREGION\nid:a\nlines:3\n\nNOTE a "
			 "word\nmore\n\n"
			 "intro\n00:01.000 --> 00:03.500 align:start position:0%\nHello\nthere.\n\n"
			 "NOTE between\n\n2\n00:00:03.500 --> 00:00:05.000 line:0\nSecond &amp; "
			 "last.\n",
		.blocks = "|0:01 Hello there. Second & last.\n",
		.stamps = "1000-3500 [0:01] Hello there.\n3500-5000 [] Second & last.\n",
	},
	{
		.name = "voices",
		.input = HEADER AT_1 "<v Ann Lee>One <i>two</i></v>\n\n" AT_2
				     "<v.loud.first Ann\n Lee>three\n\n" AT_3
				     "<v Bo &amp; Co>four <v Ann Lee>five\n",
		.blocks = "Ann Lee|0:01 {Ann Lee:} One two three\nBo & Co|0:03 {Bo & Co:} four \n"
			  "Ann Lee|0:03 {Ann Lee:} five\n",
		.stamps = "1000-2000 [0:01] One two\n2000-3000 [] three\n3000-4000 [0:03] four\n"
			  "3000-4000 [0:03] five\n",
	},
	{
		.name = "a voice ends, and in one within it another goes on",
		.input = HEADER AT_1 "<v Ann>One</v> two <v Bo>three<v Cy>four</v>five</v>\n",
		.blocks = "Ann|0:01 {Ann:} One\n|0:01 two \nBo|0:01 {Bo:} three\n"
			  "Cy|0:01 {Cy:} four\nBo|0:01 {Bo:} five\n",
		.stamps = "1000-2000 [0:01] One\n1000-2000 [0:01] two\n1000-2000 [0:01] three\n"
			  "1000-2000 [0:01] four\n1000-2000 [0:01] five\n",
	},
	{
		.name = "one voice in two tags, with dashes in it, and one that says nothing seen",
		.input = HEADER AT_1
		"<v Ann>One</v> <v Ann>two\n- three</v><v Bo>&rlm;</v>\n\n" AT_2 "&lrm;&nbsp;\n",
		.blocks = "Ann|0:01 {Ann:} One two - three\n",
		.stamps = "1000-2000 [0:01] One two - three\n",
	},
	{
		.name = "tags of every kind",
		.input = HEADER AT_1 "<c.yellow.bg_blue>One</c> <u>two</u> "
				     "<ruby>漢字<rt>かんじ</rt></ruby> <lang en-GB>colour</lang>"
				     "<00:00:01.500> <b.loud>loud</b> <>x</> vector<int> 3 < 4\n",
		.blocks = "|0:01 One two 漢字かんじ colour loud <>x vector<int> 3 < 4\n",
		.stamps = "1000-2000 [0:01] One two 漢字かんじ colour loud <>x vector<int> 3 < "
			  "4\n",
	},
	{
		.name = "character references, some without their end",
		.input = HEADER AT_1 "&lt;b&gt; R&D AT&ampT &copy2 &#39;a&#x27 &#146; &eacute; "
				     "&nope; &amp;lt; &nbsp;.\n",
		.blocks = "|0:01 <b> R&D AT&T ©2 'a' ’ é &nope; &lt; \xC2\xA0.\n",
		.stamps = "1000-2000 [0:01] <b> R&D AT&T ©2 'a' ’ é &nope; &lt; "
			  "\xC2\xA0.\n",
	},
	{
		.name = "hours of any length, line ends of any kind, a byte order mark",
		.input = "\xEF\xBB\xBFWEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nOne\r\n\r\n"
			 "9:00:00.000 --> 9:00:01.000\rtwo\rlines\r\r"
			 "123:00:00.000-->123:00:01.000\nthree\n",
		.blocks = "|0:01 One\n|9:00:00 two lines\n|123:00:00 three\n",
		.stamps = "1000-2000 [0:01] One\n32400000-32401000 [9:00:00] two lines\n"
			  "442800000-442801000 [123:00:00] three\n",
	},
	{
		.name = "no blank line between cues: a timing line ends the text",
		.input = HEADER AT_1 "One\n" AT_2 "two\n" AT_3 "three\n",
		.blocks = "|0:01 One two three\n",
		.stamps = "1000-2000 [0:01] One\n2000-3000 [] two\n3000-4000 [] three\n",
	},
	{
		.name = "timing lines that cannot be read lose no text",
		.input = HEADER AT_1 "One\n\n00:xx.000 --> 00:03.000\ntwo\n\n00:03,000 --> "
				     "00:04,000\nthree\n\n00:04.000 --> soon\nfour\n\n"
				     "00:05.000 -> 00:06.000\nfive\n",
		.blocks = "|0:01 One two three four five\n",
		.stamps = "1000-2000 [0:01] One\n3000-4000 [] three\n4000-? [] four\n5000-6000 [] "
			  "five\n",
		.problems = "6 cue-time\n9 cue-time\n12 cue-time\n15 cue-time\n",
	},
	{
		.name = "an arrow in the text ends the cue, and its line is no cue's",
		.input = HEADER AT_1 "One\na --> b\nrest\n\n" AT_2 "two\n",
		.blocks = "|0:01 One a --> b rest two\n",
		.stamps = "1000-2000 [0:01] One\n2000-3000 [] two\n",
		.problems = "5 cue-time\n",
	},
	{
		.name = "text of no cue",
		.input = HEADER "Before.\n\n" AT_1 "One\n\nafter\nit\n\nNOTE\nhidden\n\nNOTES "
				"stay\n\n" AT_2 "two\n",
		.blocks = "|Before.\n|0:01 One after it NOTES stay two\n",
		.stamps = "1000-2000 [0:01] One\n2000-3000 [] two\n",
		.problems = "3 cue-text\n8 cue-text\n14 cue-text\n",
	},
	{
		.name = "segments one after the other, each with its header",
		.input = "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000\n\n" AT_1
			 "One\n\nWEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:1\n\n" AT_2
			 "two\n",
		.blocks = "|0:01 One two\n",
		.stamps = "1000-2000 [0:01] One\n2000-3000 [] two\n",
	},
	{
		.name = "cues of one time, cues without words, and one that ends before it begins",
		.input = HEADER AT_1 "One\n\n" AT_1 "two\n\n" AT_2 "\n" AT_2 "&nbsp;\n\n"
				     "00:04.000 --> 00:03.000\nfour\n\n00:02.500 --> "
				     "00:02.500\nfive\n",
		.blocks = "|0:01 One two four five\n",
		.stamps = "1000-2000 [0:01] One\n1000-2000 [] two\n4000-3000 [] four\n"
			  "2500-2500 [] five\n",
		.problems = "14 cue-time\n17 cue-order\n",
	},
	{
		.name = "a pause begins a paragraph",
		.input = HEADER AT_1 "One.\n\n00:05.000 --> 00:06.000\nTwo.\n\n"
				     "01:02:03.000 --> 01:02:04.000\n>> Three.\n",
		.blocks = "|0:01 One.\n|0:05 Two.\n|1:02:03 >> Three.\n",
		.stamps = "1000-2000 [0:01] One.\n5000-6000 [0:05] Two.\n3723000-3724000 [1:02:03] "
			  ">> Three.\n",
	},
	{
		.name = "rolling captions are unrolled",
		.input =
			"WEBVTT\nKind: captions\n\n"
			"00:00:00.000 --> 00:00:02.000 align:start\n \nhello<00:00:00.500><c> "
			"big</c>\n\n"
			"00:00:02.000 --> 00:00:02.010 align:start\nhello big\n \n\n"
			"00:00:02.010 --> 00:00:04.000\nhello big\nworld<00:00:03.000><c> "
			"of</c>\n\n"
			"00:00:04.000 --> 00:00:04.010\nworld of\n \n\n"
			"00:00:04.010 --> 00:00:06.000\nworld of\ncaptions\n\n"
			"00:00:06.000 --> 00:00:06.010\ncaptions\n \n\n"
			"00:00:10.000 --> 00:00:11.000\ncaptions\nagain<00:00:10.500><c> and</c>\n\n"
			"00:00:11.000 --> 00:00:11.010\nagain and\n\n"
			"00:00:15.000 --> 00:00:16.000\n \nagain<00:00:15.500><c> and</c>\n",
		.blocks = "|0:00 hello big world of captions\n|0:10 again and\n|0:15 again and\n",
		.stamps = "0-2000 [0:00] hello big\n2010-4000 [] world of\n4010-6000 [] captions\n"
			  "10000-11000 [0:10] again and\n15000-16000 [0:15] again and\n",
	},
	{
		.name = "a sentence of several timestamps is no rolling caption",
		.input = HEADER "00:01.000 --> 00:02.000\nOne.\n\n"
				"00:02.000 --> 00:03.000\nOne.\n\n"
				"00:03.000 --> 00:04.000\nOne.\n\n"
				"00:04.000 --> 00:05.000\nOne.\n\n"
				"00:05.000 --> 00:06.000\nOne.\n",
		.blocks = "|0:01 One. One. One. One. One.\n",
		.stamps = "1000-2000 [0:01] One.\n2000-3000 [] One.\n3000-4000 [] One.\n"
			  "4000-5000 [] One.\n5000-6000 [] One.\n",
	},
	{
		.name = "what is said twice is shown twice",
		.input = HEADER AT_1 "Yes.\n\n" AT_2 "Yes.\n",
		.blocks = "|0:01 Yes. Yes.\n",
		.stamps = "1000-2000 [0:01] Yes.\n2000-3000 [] Yes.\n",
	},
	{
		.name = "turns by dash and arrows",
		.input = HEADER AT_1 "- Hi.\n- Hello.\n\n" AT_2 "&gt;&gt; Good.\n",
		.blocks = "|0:01 - Hi.\n|0:01 - Hello.\n|0:02 >> Good.\n",
		.stamps = "1000-2000 [0:01] - Hi.\n1000-2000 [0:01] - Hello.\n2000-3000 [0:02] >> "
			  "Good.\n",
	},
	{
		.name = "speakers that the text names",
		.input = HEADER AT_1 "Ann Lee: One.\n\n" AT_2 "Ann Lee: Two: three.\n\n" AT_3
				     "Ann Lee: Four.\n&gt;&gt; BO: Five. Note: six.\n",
		.blocks = "|0:01 {Ann Lee:} One.\n|0:02 {Ann Lee:} Two: three.\n|0:03 {Ann Lee:} "
			  "Four.\n|0:03 >> {BO:} Five. Note: six.\n",
		.stamps = "1000-2000 [0:01] Ann Lee: One.\n2000-3000 [0:02] Ann Lee: Two: three.\n"
			  "3000-4000 [0:03] Ann Lee: Four.\n3000-4000 [0:03] >> BO: Five. Note: "
			  "six.\n",
	},
	{
		.name = "Japanese cues are joined without a space",
		.input = HEADER AT_1 "今日は\n\n" AT_2 "よい天気\n",
		.blocks = "|0:01 今日はよい天気\n",
		.stamps = "1000-2000 [0:01] 今日は\n2000-3000 [] よい天気\n",
	},
	{ 0 },
};

static const struct cue_case srt_cases[] = {
	{
		.name = "SRT as found",
		.input = "\xEF\xBB\xBF"
			 "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}<b>One</b>\r\n2\r\n"
			 "00:00:02.000 --> 00:00:03.000\r\n<font color=\"red\">two</font> 3 < "
			 "4\r\n\r\n"
			 "00:00:03,000 --> 00:00:04,000\r\nvector<int>\r\n\r\nafter a blank\r\n",
		.blocks = "|0:01 One two 3 < 4 vector<int> after a blank\n",
		.stamps = "1000-2000 [0:01] One\n2000-3000 [] two 3 < 4\n3000-4000 [] vector<int> "
			  "after a blank\n",
	},
	{
		.name = "times as people write them",
		.input = "1\n0:00:01,5 --> 0:00:02,50 X1:100 X2:200 Y1:10 Y2:20\nOne\n\n"
			 "2\n00:00:02:000-->00:00:03:000\ntwo\n\n"
			 "3 00:00:03,000 -->  00:00:04,000\nthree\n\n"
			 "4\n00:00:04,000 -> 00:00:05,000\nfour\n\n"
			 "5\n\n00:05 --> 00:06\nfive\n",
		.blocks = "|0:01 One two three four five\n",
		.stamps = "1500-2500 [0:01] One\n2000-3000 [] two\n3000-4000 [] three\n"
			  "4000-5000 [] four\n5000-6000 [] five\n",
		.problems = "13 cue-time\n",
	},
	{
		.name = "numbers that are missing, repeated or said",
		.input = "00:00:01,000 --> 00:00:02,000\nOne\n42\n\n"
			 "00:00:02,000 --> 00:00:03,000\ntwo\n\n7\n\nmore\n\n"
			 "7\n00:00:03,000 --> 00:00:04,000\nthree\n\n"
			 "7\n00:00:04,000 --> 00:00:05,000\n1984\n",
		.blocks = "|0:01 One 42 two 7 more three 1984\n",
		.stamps = "1000-2000 [0:01] One 42\n2000-3000 [] two 7 more\n3000-4000 [] three\n"
			  "4000-5000 [] 1984\n",
	},
	{
		.name = "out of order, overlapping, negative",
		.input = "1\n00:00:05,000 --> 00:00:07,000\nOne\n\n2\n00:00:01,000 --> "
			 "00:00:06,000\ntwo\n\n3\n00:00:06,000 --> 00:00:05,000\nthree\n\n"
			 "4\n-00:00:01,000 --> 00:00:01,000\nfour\n",
		.blocks = "|0:05 One\n|0:01 two three\n|0:00 four\n",
		.stamps = "5000-7000 [0:05] One\n1000-6000 [0:01] two\n6000-5000 [] three\n0-1000 "
			  "[0:00] four\n",
		.problems = "6 cue-order\n10 cue-time\n14 cue-time\n",
	},
	{
		.name = "an arrow in the text is text; a broken timing line is named",
		.input = "1\n00:00:01,000 --> 00:00:02,000\na --> b\n\n2\n00:zz --> "
			 "00:00:03,000\ntwo\n",
		.blocks = "|0:01 a --> b two\n",
		.stamps = "1000-2000 [0:01] a --> b\n",
		.problems = "6 cue-time\n",
	},
	{
		.name = "tags of SRT, ended in another order than begun",
		.input = "1\n00:00:01,000 --> 00:00:02,000\n<b><i>One</b> two</i> "
			 "<s>three</s><br/>four <EM>five</EM>\n",
		.blocks = "|0:01 One two three four five\n",
		.stamps = "1000-2000 [0:01] One two three four five\n",
	},
	{
		.name = "rolling captions made SRT",
		.input = "1\n00:00:00,000 --> 00:00:02,000\n \nhello big\n\n"
			 "2\n00:00:02,000 --> 00:00:02,010\nhello big\n \n\n"
			 "3\n00:00:02,010 --> 00:00:04,000\nhello big\nworld of\n\n"
			 "4\n00:00:04,000 --> 00:00:04,010\nworld of\n \n\n"
			 "5\n00:00:04,010 --> 00:00:06,000\nworld of\ncaptions\n\n"
			 "6\n00:00:06,000 --> 00:00:06,010\ncaptions\n \n",
		.blocks = "|0:00 hello big world of captions\n",
		.stamps = "0-2000 [0:00] hello big\n2010-4000 [] world of\n4010-6000 [] captions\n",
	},
	{ 0 },
};

static char *
show_blocks(const struct draft *draft)
{
	GString *out = g_string_new(NULL);
	guint run = 0;

	for (guint i = 0; i < draft->blocks->len; i++) {
		const struct block *block = &g_array_index(draft->blocks, struct block, i);

		g_string_append_printf(out, "%s|", block->label != NULL ? block->label : "");
		for (; run < draft->runs->len; run++) {
			const struct run *r = &g_array_index(draft->runs, struct run, run);
			bool speaker = (r->style & STYLE_SPEAKER) != 0;

			if (r->text.start > block->text.end)
				break;
			g_string_append_printf(out, "%s%.*s%s",
				speaker && !g_str_has_suffix(out->str, "}") ? "{" : "",
				(int)range_length(r->text), draft->text->str + r->text.start,
				speaker ? "}" : "");
		}
	}
	g_string_replace(out, "}:}", ":}", 0);
	return g_string_free(out, FALSE);
}

static char *
show_stamps(const struct draft *draft)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < draft->timestamps->len; i++) {
		const struct timestamp *stamp =
			&g_array_index(draft->timestamps, struct timestamp, i);
		g_autofree char *end = g_strdup_printf("%u", stamp->end);

		g_string_append_printf(out, "%u-%s [%.*s] %.*s\n", stamp->milliseconds,
			stamp->end == NONE ? "?" : end, (int)range_length(stamp->text),
			draft->text->str + stamp->text.start, (int)range_length(stamp->sentence),
			draft->text->str + stamp->sentence.start);
	}
	return g_string_free(out, FALSE);
}

static char *
show_problems(const struct draft *draft)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < draft->problems->len; i++) {
		const struct problem *problem = &g_array_index(draft->problems, struct problem, i);

		g_string_append_printf(out, "%u %s\n", problem->line, problem->code);
	}
	return g_string_free(out, FALSE);
}

static void
check(const struct cue_case *c, const char *what, char *found, const char *expected)
{
	if (strcmp(found, expected != NULL ? expected : "") != 0)
		fail_msg("%s: %s are\n%s", c->name, what, found);
	g_free(found);
}

static void
check_case(const struct cue_case *c, const char *path)
{
	struct source *source = source_from_bytes(path, c->input, strlen(c->input), NULL);
	struct draft *draft = draft_new(source, NULL, DOCUMENT_WHOLE, NULL);

	if (g_str_has_prefix(source->bytes, "\xEF\xBB\xBF"))
		draft->body = 3;
	if (!transcript_looks_like(draft))
		fail_msg("%s: is a transcript", c->name);
	transcript_parse(draft);
	check(c, "blocks", show_blocks(draft), c->blocks);
	check(c, "timestamps", show_stamps(draft), c->stamps);
	check(c, "problems", show_problems(draft), c->problems);
	draft_free(draft);
	source_free(source);
}

static void
test_vtt(void **state)
{
	(void)state;
	for (const struct cue_case *c = vtt_cases; c->name != NULL; c++)
		check_case(c, "talk.vtt");
}

static void
test_srt(void **state)
{
	(void)state;
	for (const struct cue_case *c = srt_cases; c->name != NULL; c++)
		check_case(c, "talk.srt");
}

/* Of what is wrong in many places, the first are named, and how many more there are. */
static void
test_many_faults(void **state)
{
	g_autoptr(GString) text = g_string_new("WEBVTT\n\n");
	struct source *source;
	struct draft *draft;

	(void)state;
	for (int i = 0; i < 50; i++)
		g_string_append_printf(text, "00:%02d,000 --> 00:%02d,500\nx\n\n", i, i);
	source = source_from_bytes("a.vtt", text->str, text->len, NULL);
	draft = draft_new(source, NULL, DOCUMENT_WHOLE, NULL);
	transcript_parse(draft);
	assert_int_equal(draft->problems->len, 20);
	assert_non_null(strstr(g_array_index(draft->problems, struct problem, 19).message,
		"; so it is with 30 more"));
	draft_free(draft);
	source_free(source);
}

/* The speaker of a voice tag is known beside the words it says. */
static void
test_speaker(void **state)
{
	static const char text[] = HEADER AT_1 "<v Ann>One</v> two\n";
	g_autoptr(Source) source = source_from_bytes("a.vtt", text, strlen(text), NULL);
	g_autoptr(Document) document = document_parse(source, NULL, DOCUMENT_WHOLE, NULL);

	(void)state;
	assert_int_equal(document->timestamp_count, 2);
	assert_string_equal(document_timestamp_speaker(document, &document->timestamps[0]), "Ann");
	assert_null(document_timestamp_speaker(document, &document->timestamps[1]));
	assert_int_equal(document->timestamps[0].source, document->timestamps[1].source);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vtt),
		cmocka_unit_test(test_srt),
		cmocka_unit_test(test_many_faults),
		cmocka_unit_test(test_speaker),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
