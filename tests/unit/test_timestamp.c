#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "document/draft.h"
#include "document/clock.h"
#include "document/timestamp.h"
#include "document/video_url.h"

static void
test_clock(void **state)
{
	static const struct {
		const char *s;
		bool loose;
		size_t taken;
		uint32_t milliseconds;
	} cases[] = {
		{ "1:26", false, 4, 86000 },
		{ "00:01:26", false, 8, 86000 },
		{ "1:02:03 End", false, 7, 3723000 },
		{ "105:34", false, 6, 6334000 },
		{ "02:14:04:00", false, 11, 8044000 },
		{ "999:59:59", false, 9, 3599999000u },
		{ "1:26.5", false, 6, 86500 },
		{ "1:26.", false, 4, 86000 },
		{ "00:01:26,250", false, 12, 86250 },
		{ "12:34,15:00", false, 5, 754000 },
		{ "01:10:96", false, 8, 70000 },
		{ "00:10:96", false, 0, 0 },
		{ "12:75", false, 0, 0 },
		{ "1:60:00", false, 0, 0 },
		{ "1:2", false, 0, 0 },
		{ "1:2", true, 3, 62000 },
		{ "00:5:12", true, 7, 312000 },
		{ "00:5:12", false, 0, 0 },
		{ "12:345", false, 0, 0 },
		{ "1234:56", false, 0, 0 },
		{ "1:02:03:04:05", false, 0, 0 },
		{ "12", false, 0, 0 },
		{ "12:", false, 0, 0 },
		{ ":35", false, 0, 0 },
		{ "", false, 0, 0 },
		{ "12:34:", false, 5, 754000 },
	};
	struct clock_time time;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		size_t taken = clock_read(cases[i].s, strlen(cases[i].s), cases[i].loose, &time);

		if (taken != cases[i].taken)
			fail_msg("\"%s\" takes %zu bytes", cases[i].s, taken);
		if (taken > 0)
			assert_int_equal(clock_milliseconds(&time, false), cases[i].milliseconds);
	}
}

static void
test_format(void **state)
{
	char buffer[16];

	(void)state;
	assert_string_equal(clock_format(buffer, 86999), "0:01:26");
	assert_string_equal(clock_format(buffer, 3599999000u), "999:59:59");
	assert_string_equal(clock_format(buffer, UINT32_MAX), "1193:02:47");
}

static void
test_url(void **state)
{
	static const struct {
		const char *url;
		int seconds; /* -1: none */
	} cases[] = {
		{ "https://youtu.be/dQw4w9WgXcQ?t=754", 754 },
		{ "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=12m34s", 754 },
		{ "https://www.youtube.com/watch?v=dQw4w9WgXcQ&amp;t=754s", 754 },
		{ "https://www.youtube.com/watch?v=dQw4w9WgXcQ#t=1h2m3s", 3723 },
		{ "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=01:18:02", 4682 },
		{ "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=00h02m30s", 150 },
		{ "HTTPS://WWW.YouTube.com/embed/dQw4w9WgXcQ?start=132", 132 },
		{ "https://m.youtube.com/watch?t=90&v=dQw4w9WgXcQ", 90 },
		{ "https://vimeo.com/76979871#t=1m2s", 62 },
		{ "//player.vimeo.com/video/1#t=62.5", 62 },
		{ "www.youtube.com/watch?v=x&t=5", 5 },
		{ "https://youtu.be/dQw4w9WgXcQ?t=", -1 },
		{ "https://youtu.be/dQw4w9WgXcQ?t=1x", -1 },
		{ "https://youtu.be/dQw4w9WgXcQ?t=3s2m", -1 },
		{ "https://youtu.be/dQw4w9WgXcQ?t=99999999999999999999", -1 },
		{ "https://youtu.be/dQw4w9WgXcQ?start_radio=1&list=t=5", -1 },
		{ "https://www.youtube.com/watch?v=dQw4w9WgXcQ", -1 },
		{ "https://example.com/watch?v=dQw4w9WgXcQ&t=754", -1 },
		{ "https://notyoutube.com/watch?t=754", -1 },
		{ "https://youtube.com.evil.org/?t=754", -1 },
		{ "t=754", -1 },
		{ "", -1 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		uint32_t seconds = 0;
		bool found = video_url_seconds(cases[i].url, &seconds);

		if (found != (cases[i].seconds >= 0) ||
			(found && seconds != (uint32_t)cases[i].seconds))
			fail_msg("%s gives %d %u", cases[i].url, found, seconds);
	}
}

static void
test_parts(void **state)
{
	static const struct {
		const char *s;
		bool url;
		uint32_t start, end;
		const char *bad;
	} cases[] = {
		{ "t=10", false, 10000, NONE, NULL },
		{ "t=10,20", false, 10000, 20000, NULL },
		{ "t=10,", false, 10000, NONE, NULL },
		{ "t=,20.5", false, 0, 20500, NULL },
		{ "t=npt:10.25,0:01:00", false, 10250, 60000, NULL },
		{ "t=NPT%3A10%2C20", false, 10000, 20000, NULL },
		{ "t=20,10", false, 20000, NONE, NULL },
		{ "track=a&t=1m2s,1:04&xywh=0,0,1,1", false, 62000, 64000, NULL },
		{ "t=10&t=20", false, 10000, NONE, NULL },
		{ "t=x&t=20", false, 20000, NONE, NULL },
		{ "t=", false, NONE, NONE, NULL },
		{ "t=,", false, NONE, NONE, "," },
		{ "t=smpte:0:02:00", false, NONE, NONE, "smpte:0:02:00" },
		{ "t=10,soon", false, NONE, NONE, "10,soon" },
		{ "Chapter", false, NONE, NONE, NULL },
		{ "", false, NONE, NONE, NULL },
		{ "https://www.youtube.com/embed/x?start=95&end=100", true, 95000, 100000, NULL },
		{ "https://www.youtube.com/embed/x?end=100", true, NONE, NONE, NULL },
		{ "https://www.youtube.com/watch?time_continue=9&v=x", true, 9000, NONE, NULL },
		{ "https://youtu.be/dQw4w9WgXcQ&t=7", true, 7000, NONE, NULL },
		{ "https://youtu.be/dQw4w9WgXcQ?t=1%3A30", true, 90000, NONE, NULL },
		{ "https://youtu.be/dQw4w9WgXcQ?t=1.5s", true, 1500, NONE, NULL },
		{ "https://vimeo.com/1#t=npt:1:05,1:10", true, 65000, 70000, NULL },
		{ "https://youtu.be/dQw4w9WgXcQ?t=soon&x=1", true, NONE, NONE, "soon" },
		{ "https://example.com/?t=soon", true, NONE, NONE, NULL },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct media_part part;
		bool found = cases[i].url ? video_url_part(cases[i].s, &part)
					  : media_fragment_read(cases[i].s, &part);
		g_autofree char *bad =
			part.bad != NULL ? g_strndup(part.bad, part.bad_length) : NULL;

		if (found != (cases[i].start != NONE) || part.start != cases[i].start ||
			part.end != cases[i].end || g_strcmp0(bad, cases[i].bad) != 0)
			fail_msg("%s gives %u to %u, %s", cases[i].s, part.start, part.end, bad);
	}
}

/* --- drafts made by hand --- */

struct made {
	struct source *source;
	struct draft *draft;
};

/* Blocks are parted by an empty line: `# ` is a heading, `- ` an item's paragraph, `| ` a cell of
 * one row. In them `{label=time}` is an anchor, `code` in backticks is code, <url> a link. A line
 * end is a soft break. */
static void
make_leaf(struct made *made, const char *s, const char *end)
{
	struct draft *draft = made->draft;
	enum block_kind kind = *s == '#' ? BLOCK_HEADING : BLOCK_PARAGRAPH;
	const char *bytes = made->source->bytes;

	if (*s == '#' || *s == '-')
		s += 2;
	draft_open(draft, kind, (uint32_t)(s - bytes));
	while (s < end) {
		const char *close, *equals;
		uint32_t at = (uint32_t)(s - bytes), start = draft_offset(draft);

		if (*s == '{' && (close = memchr(s, '}', (size_t)(end - s))) != NULL &&
			(equals = memchr(s, '=', (size_t)(close - s))) != NULL) {
			struct stamp_anchor anchor = { .source = at };

			draft_text(draft, s + 1, (size_t)(equals - s - 1), 0,
				(struct range){ at + 1, (uint32_t)(equals - bytes) });
			anchor.text = (struct range){ start, draft_offset(draft) };
			anchor.time = arena_string(draft->arena, equals + 1,
				(size_t)(close - equals - 1));
			g_array_append_val(draft->anchors, anchor);
			s = close + 1;
		} else if (*s == '`' &&
			   (close = memchr(s + 1, '`', (size_t)(end - s - 1))) != NULL) {
			draft_text(draft, s + 1, (size_t)(close - s - 1), STYLE_CODE,
				(struct range){ at + 1, (uint32_t)(close - bytes) });
			s = close + 1;
		} else if (*s == '<' && (close = memchr(s, '>', (size_t)(end - s))) != NULL) {
			g_autofree char *url = g_strndup(s + 1, (size_t)(close - s - 1));

			draft_text(draft, url, strlen(url), 0,
				(struct range){ at + 1, (uint32_t)(close - bytes) });
			draft_link(draft, LINK_WEB, (struct range){ start, draft_offset(draft) },
				at, url, "", NULL, url);
			s = close + 1;
		} else {
			draft_text(draft, *s == '\n' ? " " : s, 1, 0, (struct range){ at, at + 1 });
			s++;
		}
	}
	draft_close(draft);
}

static void
make(struct made *made, const char *text, bool video)
{
	const char *s;

	made->source = source_from_bytes("x.md", text, strlen(text), NULL);
	assert_non_null(made->source);
	made->draft = draft_new(made->source, NULL, DOCUMENT_WHOLE, NULL);
	if (video)
		g_ptr_array_add(made->draft->fields[FIELD_VIDEO], "dQw4w9WgXcQ");
	for (s = made->source->bytes; *s != '\0';) {
		const char *end = strstr(s, "\n\n");

		make_leaf(made, s, end != NULL ? end : s + strlen(s));
		s = end != NULL ? end + 2 : s + strlen(s);
	}
}

static void
clear(struct made *made)
{
	draft_free(made->draft);
	source_free(made->source);
}

/* Seconds and sentence of each timestamp: `86 It works; 90 ...`. */
static char *
show(const struct draft *draft)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < draft->timestamps->len; i++) {
		const struct timestamp *stamp =
			&g_array_index(draft->timestamps, struct timestamp, i);

		g_string_append_printf(out, "%s%u %.*s", i > 0 ? "; " : "",
			stamp->milliseconds / 1000, (int)range_length(stamp->sentence),
			draft->text->str + stamp->sentence.start);
	}
	return g_string_free(out, FALSE);
}

static void
test_sentences(void **state)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{ "It works [00:01:26].", "86 It works" },
		{ "It works. [00:01:26]", "86 It works." },
		{ "It works well. So does this [1:26]. And on.", "86 So does this" },
		{ "One [0:01], two [0:02].", "1 One; 2 two" },
		{ "One [0:01] [0:02]. Two.", "1 One; 2 One" },
		{ "Both [12:34, 15:00].", "754 Both; 900 Both" },
		{ "Dr. A. Smith said 3.5 e.g. this [0:01].", "1 Dr. A. Smith said 3.5 e.g. this" },
		{ "“Really?” she asked [0:01]. “Yes.” It was so [0:02].",
			"1 “Really?” she asked; 2 It was so" },
		{ "很好。这个也好 [0:01]", "1 这个也好" },
		{ "- 4:05 Method", "245 Method" },
		{ "12:34 The second half", "754 The second half" },
		{ "04:05 - Method\n06:10 – Results", "245 Method; 370 Results" },
		{ "[0:00] Intro. And more.\n[1:00] Method", "0 Intro. And more.; 60 Method" },
		{ "[0:01] One. Two [0:02].", "1 One.; 2 Two" },
		{ "[0:01] [0:02] Both.", "1 Both.; 2 Both." },
		{ "A long sentence that is\nfolded {[0:05]=00:00:05} here.",
			"5 A long sentence that is folded" },
		{ "A sentence that is folded\n[0:05]. Another [0:06].",
			"5 A sentence that is folded; 6 Another" },
		{ "# 12:34 Title", "754 Title" },
		{ "# Title [0:09]", "9 Title" },
		{ "Ann: 00:12:34\n\nText of it. More.", "754 Text of it. More." },
		{ "Ann: [00:12:34]\n\nText of it.", "754 Text of it." },
		{ "Ann [2:11]: Yeah, so I think", "131 Yeah, so I think" },
		{ "Before.\n\n[0:01]\n\nNext.", "1 Next." },
		{ "Before.\n\n[0:01]", "1 Before." },
		{ "- [0:01]\n\n- [0:02]", "1 ; 2 " },
		{ "One. Before.\n\n{[0:01]=0:01}\n\nNext.", "1 Before." },
		{ "# Head\n\n{[0:01]=0:01}\n\nNext.", "1 Next." },
		{ "The levels are {[0:01]=0:01}:", "1 The levels are" },
		{ "The levels are [0:01]:", "1 The levels are" },
		{ "Label {[0:01]=0:01}: what it is", "1 Label" },
		{ "[0:01]", "1 " },
		{ "At `[0:01]` or [0:02] code", "2 At [0:01] or" },
		{ "see [12:34–13:10] here", "754 see" },
		{ "Range 1:00-2:00 in text", "" },
		{ "shown (12:34) and (1:02:03)", "754 shown; 3723 and" },
		{ "Well. (It is so [0:01].) So (it) is this [0:02]",
			"1 It is so; 2 So (it) is this" },
		{ "Well. (It is) (so [0:01]).", "1 (It is) (so" },
		{ "The sum 1 + 2 + ... = 3 holds [0:01].", "1 The sum 1 + 2 + ... = 3 holds" },
		{ "In the U.S. Senate [0:01], at 5 p.m. Paris time [0:02].",
			"1 In the U.S. Senate; 2 at 5 p.m. Paris time" },
		{ "Lee et al. Showed it [0:01]. Yes.", "1 Lee et al. Showed it" },
		{ "One. It is so [0:01], [0:02].\n\n{[0:03]=0:03}\n\nNext.",
			"1 It is so; 2 It is so; 3 It is so" },
		{ "[0:03]\n\n[0:04] Next one.", "3 Next one.; 4 Next one." },
		{ "[0:03]\n\n[0:04] [0:05]", "3 ; 4 ; 5 " },
		{ "see [12:34, 15:00; 16:00]", "754 see; 900 see; 960 see" },
		{ "He said [0:01], and so “it” is [0:02]: yes", "1 He said; 2 and so “it” is" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct made made;
		g_autofree char *shown = NULL;

		make(&made, cases[i].text, true);
		timestamps_find(made.draft);
		shown = show(made.draft);
		if (strcmp(shown, cases[i].shown) != 0)
			fail_msg("\"%s\" gives \"%s\"", cases[i].text, shown);
		clear(&made);
	}
}

/* Where a range says where it ends, so does the timestamp. */
static void
test_ends(void **state)
{
	static const struct {
		const char *text;
		uint32_t start, end;
	} cases[] = {
		{ "x [0:10 - 1:20]", 10, 80 },
		{ "x (00:10:00–00:11:00)", 600, 660 },
		{ "0:10 to 0:20 Title", 10, 20 },
		{ "x [1:20 - 0:10]", 80, NONE },
		{ "x [0:10]", 10, NONE },
		{ "x {[0:10 - 0:20]=0:10}", 10, 20 },
		{ "x [12:34:00 - 13:40:00]", 754, 820 },
		{ "<https://www.youtube.com/embed/dQw4w9WgXcQ?start=5&end=9>", 5, 9 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct made made;
		const struct timestamp *stamp;

		make(&made, cases[i].text, true);
		timestamps_find(made.draft);
		assert_int_equal(made.draft->timestamps->len, 1);
		stamp = &g_array_index(made.draft->timestamps, struct timestamp, 0);
		if (stamp->milliseconds != cases[i].start * 1000 ||
			stamp->end != (cases[i].end == NONE ? NONE : cases[i].end * 1000))
			fail_msg("%s gives %u to %u", cases[i].text, stamp->milliseconds,
				stamp->end);
		clear(&made);
	}
}

static void
test_media_source(void **state)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{ "It works [00:01:26].", "" },
		{ "12:34 Lunch", "" },
		{ "Note: 12:34", "" },
		{ "One {[0:01]=00:00:01}. Two [0:02].", "1 One; 2 Two" },
		{ "See <https://youtu.be/dQw4w9WgXcQ?t=7> and [0:02].", "7 See" },
		{ "x {[N/A]=N/A} y [0:02].", "2 x [N/A] y" },
		{ "x {[00:13:40]=00:13:33}.", "813 x" },
		{ "x {[00:01:26]]=00:01:26]}.", "86 x" },
		{ "x {[1:00]=}.", "60 x" },
		{ "so [00:18:23]({[00:18:23]=00:18:23}.", "1103 so" },
		{ "so [00:04:21](00:04:21) {x=y}.", "261 so" },
		{ "p {a=41:55:00} q {b=02:12:00}", "2515 p; 132 q" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct made made;
		g_autofree char *shown = NULL;

		make(&made, cases[i].text, false);
		timestamps_find(made.draft);
		shown = show(made.draft);
		if (strcmp(shown, cases[i].shown) != 0)
			fail_msg("\"%s\" gives \"%s\"", cases[i].text, shown);
		clear(&made);
	}
}

/* The rules of TIMESTAMPS.md 3 to 6, over anchors whose label is `x`. */
static void
test_shift(void **state)
{
	static const struct {
		const char *times, *seconds;
	} cases[] = {
		{ "02:12:00 13:51:00 41:55:00", "132 831 2515" },
		{ "00:05:00 02:26:00 10:56:00", "5 146 656" },
		{ "02:28:00 03:07:00 03:19:00", "148 187 199" },
		{ "00:10:00 01:20:00 02:45:00", "600 4800 9900" },
		{ "01:12:00 02:31:00", "4320 9060" },
		{ "00:00:29 19:01:00 21:15:00 02:11:00", "29 1141 1275 131" },
		{ "55:39:00 01:09:36 41:17:00 22:25:00 01:18:48", "3339 4176 2477 1345 4728" },
		{ "01:17:17 12:44:44 07:01:01", "77 764 421" },
		{ "00:04:09 01:10:05 01:44:30 02:05:00", "249 4205 6270 7500" },
		{ "08:50:58 09:43:08 10:00:07", "31858 34988 36007" },
		{ "105:34:00", "6334" },
		{ "01:10:96", "70" },
		{ "02:14:04:00 13:51:00 02:12", "8044 831 132" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(GStrv) times = g_strsplit(cases[i].times, " ", -1);
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(GString) seconds = g_string_new(NULL);
		struct made made;

		for (char **time = times; *time != NULL; time++)
			g_string_append_printf(text, "word {x=%s} ", *time);
		make(&made, text->str, false);
		timestamps_find(made.draft);
		for (guint j = 0; j < made.draft->timestamps->len; j++)
			g_string_append_printf(seconds, "%s%u", j > 0 ? " " : "",
				g_array_index(made.draft->timestamps, struct timestamp, j)
						.milliseconds /
					1000);
		if (strcmp(seconds->str, cases[i].seconds) != 0)
			fail_msg("%s gives %s", cases[i].times, seconds->str);
		clear(&made);
	}
}

static void
test_has_anchor(void **state)
{
	static const struct {
		const char *s;
		bool has;
	} cases[] = {
		{ "x <a class=\"yt-timestamp\" data-t=\"1:00\">", true },
		{ "x <A CLASS=yt-timestamp>", true },
		{ "<a data-t=\"1:00\">", true },
		{ "<a href=\"x\">yt-timestamp</a>", false },
		{ "<abbr class=\"yt-timestamp\">", false },
		{ "<a", false },
		{ "<", false },
		{ "", false },
		{ "yt-timestamp", false },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		if (timestamps_has_anchor(cases[i].s, strlen(cases[i].s)) != cases[i].has)
			fail_msg("%s", cases[i].s);
}

/* Time in proportion to the text: each of these would take minutes if it were not. */
static void
test_hostile(void **state)
{
	static const char *const parts[] = { "[1:00]", "[", "(1:00", "1:00 ", "[1:00,1:00,",
		"a: 1:00\n", "{[1:00]=1:00}", "{=1:00}", ". ", "---", "[1:00](", "9" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		struct made made;
		uint64_t bytes = 0;

		while (text->len < 60000)
			g_string_append(text, parts[i]);
		for (int k = 0; k < 20000; k++)
			g_string_append(text, " end");
		make(&made, text->str, true);
		timestamps_find(made.draft);
		assert_true(made.draft->timestamps->len <= 100000);
		for (guint k = 0; k < made.draft->timestamps->len; k++)
			bytes += range_length(g_array_index(made.draft->timestamps,
				struct timestamp, k)
						      .sentence);
		/* The sentences of all, together, do not grow with the square of the text. */
		assert_true(bytes <= 1024 * 60000);
		clear(&made);
	}
}

/* The last of many full stops, before the words that a timestamp ends: it took minutes to find. */
static void
test_many_stops(void **state)
{
	g_autoptr(GString) text = g_string_new("So");
	struct made made;

	(void)state;
	while (text->len < 400000)
		g_string_append(text, ". ");
	g_string_append(text, "It ends. [0:01]");
	make(&made, text->str, true);
	timestamps_find(made.draft);
	g_autofree char *shown = show(made.draft);
	assert_string_equal(shown, "1 It ends.");
	clear(&made);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clock),
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_url),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_media_source),
		cmocka_unit_test(test_shift),
		cmocka_unit_test(test_has_anchor),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_many_stops),
	};

	return cmocka_run_group_tests_name("timestamp", tests, NULL, NULL);
}
