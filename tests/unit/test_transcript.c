#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "document/draft.h"
#include "document/kinds.h"
#include "document/transcript.h"

/* What a file gives: its blocks, one a line: the kind's letter (c, h), `speaker|` and the text;
 * then its timestamps: milliseconds, label and sentence. */
struct transcript_case {
	const char *name;
	const char *input;
	const char *blocks;
	const char *stamps;
};

static const struct transcript_case cases[] = {
	{
		.name = "text with a time before each paragraph",
		.input = "00:00:00 One is\nlonger.\n\n00:00:09 Two.\n\nMore of it.\n\n00:01:02 "
			 "Three.\n",
		.blocks = "c|00:00:00 One is longer.\nc|00:00:09 Two.\nc|More of it.\nc|00:01:02 "
			  "Three.\n",
		.stamps = "0 [00:00:00] One is longer.\n9000 [00:00:09] Two.\n62000 [00:01:02] "
			  "Three.\n",
	},
	{
		.name = "speakers and times",
		.input = "## Start\n\n[0:05] Ann: Hello\n\nBo: 00:00:20\n\nHello to you.\n\n"
			 "Ann [1:02]: Yes\nCy (1:10): No\n",
		.blocks = "h|Start\nc|[0:05] Ann: Hello\nc|Bo: 00:00:20\nc|Hello to you.\n"
			  "c|Ann [1:02]: Yes\nc|Cy (1:10): No\n",
		.stamps = "5000 [[0:05]] Ann: Hello\n20000 [00:00:20] Hello to you.\n"
			  "62000 [[1:02]] Yes\n70000 [(1:10)] No\n",
	},
	{
		.name = "times alone on their lines, as they are copied from a video's page",
		.input = "0:00\nso today\n0:04\nwe look\nat bees\n0:09\nand more\n\n0:30\nlater\n",
		.blocks = "c|0:00 so today we look at bees and more\nc|0:30 later\n",
		.stamps = "0 [0:00] so today\n4000 [] we look at bees\n9000 [] and more\n"
			  "30000 [0:30] later\n",
	},
	{
		.name = "short lines with a time each, and who speaks",
		.input = "(0:00) so today\n(0:02) we look\n\n(0:05) >> BO: at bees\n(0:07) and\n"
			 "(0:09) Ann: more\n",
		.blocks = "c|(0:00) so today we look\nc|(0:05) >> BO: at bees and\nc|(0:09) Ann: "
			  "more\n",
		.stamps = "0 [(0:00)] so today\n2000 [] we look\n5000 [(0:05)] >> BO: at bees\n"
			  "7000 [] and\n9000 [(0:09)] Ann: more\n",
	},
	{
		.name = "speakers and times on a line of their own",
		.input = "Ann Lee  0:03\nHello.\n\nBo (0:09)\nHello to you.\n\nMore of it.\n\n"
			 "Ann Lee\t0:20\nYes.\n\n[0:25] Bo:\nNo.\n",
		.blocks = "c|Ann Lee  0:03 Hello.\nc|Bo (0:09) Hello to you.\nc|More of it.\n"
			  "c|Ann Lee\t0:20 Yes.\nc|[0:25] Bo: No.\n",
		.stamps = "3000 [0:03] Hello.\n9000 [(0:09)] Hello to you.\n20000 [0:20] Yes.\n"
			  "25000 [[0:25]] Bo: No.\n",
	},
};

static struct draft *
parse(const char *path, const char *input, size_t n, struct source **source)
{
	struct draft *draft;

	*source = source_from_bytes(path, input, n, NULL);
	assert_non_null(*source);
	draft = draft_new(*source, NULL, DOCUMENT_WHOLE, NULL);
	return draft;
}

static char *
show_blocks(const struct draft *draft)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < draft->blocks->len; i++) {
		const struct block *block = &g_array_index(draft->blocks, struct block, i);

		g_string_append_printf(out, "%c%s|%.*s\n", block->kind == BLOCK_CUE ? 'c' : 'h',
			block->label != NULL ? block->label : "", (int)range_length(block->text),
			draft->text->str + block->text.start);
	}
	return g_string_free(out, FALSE);
}

static char *
show_stamps(const struct draft *draft)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < draft->timestamps->len; i++) {
		const struct timestamp *stamp =
			&g_array_index(draft->timestamps, struct timestamp, i);

		g_string_append_printf(out, "%u [%.*s] %.*s\n", stamp->milliseconds,
			(int)range_length(stamp->text), draft->text->str + stamp->text.start,
			(int)range_length(stamp->sentence),
			draft->text->str + stamp->sentence.start);
	}
	return g_string_free(out, FALSE);
}

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct source *source;
		struct draft *draft =
			parse("talk.x", cases[i].input, strlen(cases[i].input), &source);
		g_autofree char *blocks = NULL;
		g_autofree char *stamps = NULL;

		if (!transcript_looks_like(draft))
			fail_msg("%s: is a transcript", cases[i].name);
		transcript_parse(draft);
		blocks = show_blocks(draft);
		stamps = show_stamps(draft);
		if (strcmp(blocks, cases[i].blocks) != 0)
			fail_msg("%s: blocks are\n%s", cases[i].name, blocks);
		if (strcmp(stamps, cases[i].stamps) != 0)
			fail_msg("%s: timestamps are\n%s", cases[i].name, stamps);
		draft_free(draft);
		source_free(source);
	}
}

static void
test_no_transcript(void **state)
{
	static const char *const texts[] = {
		"",
		"Plain text.\n\nMore of it.\n",
		"[12:34:56] user: hello\n[12:35:00] other: hi\n[12:36:10] user: bye\n",
		"09:00 Opening\n09:30 First talk\n10:15 Coffee\n",
		"0:00 Lunch\n\nA paragraph.\n\nAnother.\n\nA third one.\n",
		"WEBVTTX\n\nno\n",
		"1\n2\n3\n4\n5\n",
		"0:10 PM a\n0:20 PM b\n0:30 PM c\n",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct source *source;
		struct draft *draft = parse("a.txt", texts[i], strlen(texts[i]), &source);

		if (transcript_looks_like(draft))
			fail_msg("\"%s\" is no transcript", texts[i]);
		draft_free(draft);
		source_free(source);
	}
}

/* What a transcript says of itself: title, video, author, and a value of its meta. */
static const struct head_case {
	const char *path, *input;
	const char *title, *video, *author;
	const char *key, *value;
} heads[] = {
	{ "talks/the_talk.en.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", "the_talk.en", "", "",
		"Kind", NULL },
	{ "a/A talk [dQw4w9WgXcQ].en-US.vtt", "WEBVTT\nKind: captions\nLanguage: en\n\n", "A talk",
		"dQw4w9WgXcQ", "", "Language", "en" },
	{ "[x] A [y] [-_4w9WgXcQ0].srt", "1\n00:00:01,000 --> 00:00:02,000\nKind: no\n",
		"[x] A [y]", "-_4w9WgXcQ0", "", "Kind", NULL },
	{ "A talk [Documentary].vtt", "WEBVTT\n", "A talk [Documentary]", "", "", "", NULL },
	{ "A talk [dQw4w9WgXcQ] 2.vtt", "WEBVTT\n", "A talk [dQw4w9WgXcQ] 2", "", "", "", NULL },
	{ "[dQw4w9WgXcQ].vtt", "WEBVTT\n", "[dQw4w9WgXcQ]", "dQw4w9WgXcQ", "", "", NULL },
	{ "x.vtt", "WEBVTT a talk\nTitle: A talk\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000\n\n", "A talk",
		"", "", "title", "A talk" },
	{ "x.txt",
		"Title: On bees\nSpeakers: Ann\nVideo: https://youtu.be/dQw4w9WgXcQ\n\n0:00 a\n\n"
		"0:05 b\n\n0:09 c\n",
		"On bees", "dQw4w9WgXcQ", "Ann", "Speakers", "Ann" },
	{ "x.txt", "Ann: hello\nBo: hi\n\n0:00 a\n\n0:05 b\n\n0:09 c\n", "x", "", "", "Ann", NULL },
};

static void
check_head(const struct head_case *c)
{
	struct source *source;
	struct draft *draft = parse(c->path, c->input, strlen(c->input), &source);
	const struct {
		enum field field;
		const char *value;
	} fields[] = { { FIELD_TITLE, c->title }, { FIELD_VIDEO, c->video },
		{ FIELD_AUTHOR, c->author } };
	const struct yaml_node *node;

	transcript_read_head(draft);
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		const GPtrArray *values = draft->fields[fields[i].field];

		assert_string_equal(values->len > 0 ? values->pdata[0] : "", fields[i].value);
	}
	node = draft->meta != NULL ? yaml_get(draft->meta, c->key) : NULL;
	if (c->value == NULL)
		assert_null(node);
	else
		assert_string_equal(node->string, c->value);
	draft_free(draft);
	source_free(source);
}

/* A Markdown transcript keeps its Markdown, and who speaks beside a time has its style. */
static void
test_markdown(void **state)
{
	static const char text[] =
		"# On bees\n\nSee [slides](s.md).\n\n**Ann**: 0:00\n\nSo *today*.\n\nBo Lee (0:12)\n\n"
		"- one\n- two\n\nAnn: 0:20\n\nMore.\n\nTo sum up: 0:25\n\n[0:30] Bo Lee: yes\n";
	g_autoptr(Source) source = source_from_bytes("talk.md", text, strlen(text), NULL);
	g_autoptr(Document) document = document_parse(source, NULL, DOCUMENT_WHOLE, NULL);
	g_autoptr(GString) speakers = g_string_new(NULL);

	(void)state;
	assert_string_equal(document->kind->name, "transcript");
	assert_string_equal(document_field(document, FIELD_TITLE), "On bees");
	assert_int_equal(document->link_count, 1);
	assert_int_equal(document->timestamp_count, 5);
	for (uint32_t i = 0; i < document->run_count; i++) {
		struct range run = document->runs[i].text;

		if ((document->runs[i].style & STYLE_SPEAKER) != 0)
			g_string_append_printf(speakers, "%.*s|", (int)range_length(run),
				document->text + run.start);
		assert_int_equal(run.start, i > 0 ? document->runs[i - 1].text.end : 0);
	}
	assert_string_equal(speakers->str, "Ann|:|Bo Lee|Ann:|Bo Lee:|");
}

static void
test_heads(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		check_head(&heads[i]);
}

/* Times run on, sentences stand in order, and each word of the cues is there once: real files. */
static void
test_real_files(void **state)
{
	static const char folder[] = "../shared/library/transcripts/talks";
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	(void)state;
	if (dir == NULL)
		skip();
	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		struct source *source = source_read(-100, path, path, 0, NULL);
		struct draft *draft;
		uint32_t last = 0;

		assert_non_null(source);
		draft = draft_new(source, NULL, DOCUMENT_WHOLE, NULL);
		if (!transcript_looks_like(draft))
			fail_msg("%s is a transcript", path);
		transcript_parse(draft);
		assert_true(draft->timestamps->len > 100);
		for (guint i = 0; i < draft->timestamps->len; i++) {
			const struct timestamp *stamp =
				&g_array_index(draft->timestamps, struct timestamp, i);

			assert_true(stamp->sentence.start >= last);
			assert_true(stamp->sentence.end > stamp->sentence.start);
			last = stamp->sentence.end;
		}
		draft_free(draft);
		source_free(source);
	}
	g_dir_close(dir);
}

static void
test_hostile(void **state)
{
	static const char *const parts[] = { "WEBVTT\n", "00:01 --> 00:02\n", "-->", "<v A>",
		"<00:01>", "&#0;", "<", "{\\", "\n", "\r", "a", "\xff", "&amp", "0:00 a\n\n", "1\n",
		"</v>", "NOTE\n" };
	enum { PARTS = G_N_ELEMENTS(parts) };

	(void)state;
	for (size_t i = 0; i < PARTS * PARTS; i++) {
		GString *text = g_string_new(i % 2 ? "WEBVTT\n\n" : "");
		struct source *source;
		struct draft *draft;

		for (size_t k = 0; k < 60; k++)
			g_string_append(text, parts[(k * k + i + k * (i / PARTS)) % PARTS]);
		draft = parse("a.vtt", text->str, text->len, &source);
		transcript_looks_like(draft);
		transcript_parse(draft);
		draft_free(draft);
		source_free(source);
		g_string_free(text, TRUE);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_no_transcript),
		cmocka_unit_test(test_markdown),
		cmocka_unit_test(test_heads),
		cmocka_unit_test(test_real_files),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests_name("transcript", tests, NULL, NULL);
}
