/*
 * Front matter and fields (document/frontmatter.h, document/fields.h): each case is a file and what
 * it gives in one line: fields as name=value (values parted by `;`), links as
 * [target#anchor|alias], problems as !code, and the body after ` / `.
 */
#include "config.h"

#include "document/frontmatter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "document/draft.h"
#include "document/video_url.h"

static void
describe_fields(GString *out, const struct draft *draft)
{
	for (enum field field = 0; field < FIELD_COUNT; field++) {
		const GPtrArray *values = draft->fields[field];

		for (guint i = 0; i < values->len; i++)
			g_string_append_printf(out, i == 0 ? "%s%s=%s" : "%s%.0s;%s",
				i == 0 && out->len > 0 ? " " : "", field_info(field)->name,
				(const char *)values->pdata[i]);
	}
}

static void
describe_links(GString *out, const struct draft *draft)
{
	for (guint i = 0; i < draft->links->len; i++) {
		const struct link *link = &g_array_index(draft->links, struct link, i);

		assert_true(range_is_none(link->text));
		assert_true(link->line >= 1);
		g_string_append_printf(out, " [%s%s%s%s%s]@%u", link->target,
			*link->anchor != '\0' ? "#" : "", link->anchor,
			link->alias != NULL ? "|" : "", link->alias != NULL ? link->alias : "",
			link->line);
	}
}

static char *
read_to_line(const char *text)
{
	g_autoptr(Source) source = source_from_bytes("x.md", text, strlen(text), NULL);
	struct draft *draft = draft_new(source, NULL, DOCUMENT_WHOLE, NULL);
	GString *out = g_string_new(NULL);

	frontmatter_read(draft);
	if (draft->has_front_matter)
		frontmatter_read_channel(draft);
	describe_fields(out, draft);
	describe_links(out, draft);
	for (guint i = 0; i < draft->problems->len; i++)
		g_string_append_printf(out, " !%s",
			g_array_index(draft->problems, struct problem, i).code);
	g_string_append_printf(out, "%s/ %s", draft->has_front_matter ? " " : "none ",
		source->bytes + draft->body);
	draft_free(draft);
	return g_string_free(out, FALSE);
}

struct file_case {
	const char *name, *text, *expected;
};

static void
check_cases(const struct file_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		g_autofree char *got = read_to_line(cases[i].text);

		if (strcmp(got, cases[i].expected) != 0)
			fail_msg("%s:\n  expected %s\n  got      %s", cases[i].name,
				cases[i].expected, got);
	}
}

/* --- where it stands --- */

static const struct file_case place_cases[] = {
	{ "none", "text", "none / text" },
	{ "usual", "---\ntitle: x\n---\nbody", "title=x / body" },
	{ "ended by dots", "---\ntitle: x\n...\nbody", "title=x / body" },
	{ "blanks after the marks", "--- \ntitle: x\n---\t\nbody", "title=x / body" },
	{ "CR LF and a mark", "\xEF\xBB\xBF---\r\ntitle: x\r\n---\r\nbody", "title=x / body" },
	{ "empty", "---\n---\nbody", " / body" },
	{ "comments alone", "---\n# x\n\n---\nbody", " / body" },
	{ "never closed", "---\ntitle: x\nbody", "none / ---\ntitle: x\nbody" },
	{ "not at the start", "\n---\ntitle: x\n---\n", "none / \n---\ntitle: x\n---\n" },
	{ "four dashes", "----\ntitle: x\n---\n", "none / ----\ntitle: x\n---\n" },
	{ "text between rules", "---\nsome text\n\nmore\n---\n",
		"none / ---\nsome text\n\nmore\n---\n" },
	{ "a list between rules", "---\n- x\n---\n", "none / ---\n- x\n---\n" },
	{ "a rule in a value", "---\ntitle: x\n--- y\n---\nbody",
		"title=x --- y !front-matter / body" },
	{ "broken", "---\ntitle: x\nauthor: a: b\n---\nbody",
		"title=x author=a: b !front-matter / body" },
	{ "duplicates", "---\ntitle: x\ntitle: y\n---\n", "title=y !duplicate-key / " },
};

static void
test_places(void **state)
{
	(void)state;
	check_cases(place_cases, G_N_ELEMENTS(place_cases));
}

/* --- fields --- */

#define FRONT(text) "---\n" text "---\n"

static const struct file_case field_cases[] = {
	{ "title is kept whole", FRONT("title: \"A \\\\ B\"\n"), "title=A \\ B / " },
	{ "title of a number", FRONT("title: 1984\n"), "title=1984 / " },
	{ "title empty", FRONT("title:\n"), " / " },
	{ "title over lines", FRONT("title: >\n  a\n  b\n"), "title=a b / " },
	{ "title with a wikilink", FRONT("title: \"On [[x | y]]\"\n"), "title=On y [x|y]@2 / " },
	{ "another case", FRONT("Title: x\nTAGS: [a]\n"), "title=x tags=a / " },
	{ "character references", FRONT("title: A&#x27;s &amp; B &none; &\nauthor: [Zo&euml;]\n"),
		"title=A's & B &none; & author=Zoë / " },
	{ "category's first of a list", FRONT("categories: [a, b]\ntype: c\n"), "category=a / " },
	{ "category before type", FRONT("type: c\ncategory: d\n"), "category=d / " },
	{ "tags in a list", FRONT("tags: [a, '#b', machine learning]\n"),
		"tags=a;b;machine learning / " },
	{ "tags by spaces", FRONT("tags: a #b  c\n"), "tags=a / " },
	{ "tags by spaces, quoted", FRONT("tags: \"#a #b c\"\n"), "tags=a;b;c / " },
	{ "tags by commas", FRONT("keywords: a, big b,c\n"), "tags=a;big b;c / " },
	{ "tags as a comment", FRONT("tags: #x\n"), "tags=x / " },
	{ "tags as comments", FRONT("tags: #x, #y/z # w\n"), "tags=x;y/z / " },
	{ "tags as items that are comments", FRONT("tags:\n  - #x\n  - y\n"), "tags=y;x / " },
	{ "no tags", FRONT("tags:\ntitle: x #y\n"), "title=x / " },
	{ "author as a wikilink", FRONT("author:\n  - \"[[Selenium]]\"\n  - \"[[a|B]]\"\n"),
		"author=Selenium;B [Selenium]@3 [a|B]@4 / " },
	{ "author as a bare wikilink", FRONT("author: [[Ann Lee]]\n"),
		"author=Ann Lee [Ann Lee]@2 / " },
	{ "author with a name", FRONT("author:\n  name: Ann\n  url: x\n"), "author=Ann / " },
	{ "speakers", FRONT("speakers: [a, b]\n"), "author=a;b / " },
	{ "source before url", FRONT("url: http://b\nsource: http://a\n"), "source=http://a / " },
	{ "a URL before other text", FRONT("source: clip\nurl: http://b\n"), "source=http://b / " },
	{ "a text as source", FRONT("source: a book\n"), "source=a book / " },
	{ "a wikilink is no source", FRONT("link:\n - \"[[health & wellness]]\"\n"),
		" [health & wellness]@3 / " },
	{ "videoId", FRONT("videoId: VhPfM_aGBVc\n"), "video=VhPfM_aGBVc / " },
	{ "no video", FRONT("videoId: short\n"), " / " },
	{ "a video with a dash first", FRONT("video_id: -aaaaaaaaaa\n"), "video=-aaaaaaaaaa / " },
	{ "video of media", FRONT("media: https://youtu.be/VhPfM_aGBVc?t=3\n"),
		"video=VhPfM_aGBVc / " },
	{ "video of a source", FRONT("source: https://www.youtube.com/watch?a=b&v=VhPfM_aGBVc\n"),
		"source=https://www.youtube.com/watch?a=b&v=VhPfM_aGBVc video=VhPfM_aGBVc / " },
	{ "media of another host", FRONT("media: https://x.org/a.mp3\n"),
		"media=https://x.org/a.mp3 / " },
	{ "media that is a picture", FRONT("media: cover.PNG\n"), " / " },
	{ "media and video", FRONT("media: https://youtu.be/VhPfM_aGBVc\naudio: a.mp3\n"),
		"video=VhPfM_aGBVc media=a.mp3 / " },
	{ "dates as written", FRONT("fetched_at: \"2026-02-08T23:10:02Z\"\ndate: 2022\n"),
		"published=2022 fetched=2026-02-08T23:10:02Z / " },
	{ "dates in words", FRONT("published: Apr 29, 2022\ncreated: 3 May 2021\n"),
		"published=2022-04-29 fetched=2021-05-03 / " },
	{ "aliases and description", FRONT("aliases: One, of two\ndescription: d\n"),
		"aliases=One, of two description=d / " },
	{ "links of any key", FRONT("up: \"[[a#h|b]] and [[c]]\"\nx: {y: [[d]]}\n"),
		" [a#h|b]@2 [c]@2 [d]@3 / " },
	{ "no link", FRONT("m: [[1, 2], [3, 4]]\nn: \"[[ ]] [[\"\n"), " / " },
	{ "channel", FRONT("title: x\n") "\nFrom: [[ch]] <br/> \n\nText",
		"title=x channel=ch [ch]@5 / \nText" },
	{ "channel with a name", FRONT("") "From: [[ch | The Ch]]\nText",
		"channel=The Ch [ch|The Ch]@3 / Text" },
	{ "no channel", FRONT("") "From: [[ch]] and more\n", " / From: [[ch]] and more\n" },
};

static void
test_fields(void **state)
{
	(void)state;
	check_cases(field_cases, G_N_ELEMENTS(field_cases));
}

/* --- dates and videos --- */

static const struct {
	const char *text, *iso; /* NULL: no date alone */
} date_cases[] = {
	{ "Apr 29, 2022", "2022-04-29" },
	{ "April 29, 2022", "2022-04-29" },
	{ "Sept. 3rd, 2021", "2021-09-03" },
	{ "29 April 2022", "2022-04-29" },
	{ "29. April 2022", "2022-04-29" },
	{ "1st of May 2020", "2020-05-01" },
	{ "Friday, April 29, 2022", "2022-04-29" },
	{ "2022-04-29", "2022-04-29" },
	{ "2022/04/29", "2022-04-29" },
	{ "2022\xE5\xB9\xB4"
	  "4\xE6\x9C\x88"
	  "29\xE6\x97\xA5",
		"2022-04-29" },
	{ "  *Apr 29, 2022*  ", "2022-04-29" },
	{ "Feb 29, 2024", "2024-02-29" },
	{ "Feb 29, 2023", NULL },
	{ "Apr 31, 2022", NULL },
	{ "Apr 2022", NULL },
	{ "2022-13-01", NULL },
	{ "On Apr 29, 2022", NULL },
	{ "Apr 29, 2022 in town", NULL },
	{ "Apr 29, 20221", NULL },
	{ "Marching 3, 2022", NULL },
	{ "", NULL },
};

static void
test_dates(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(date_cases); i++) {
		char iso[11] = "";
		bool is_date =
			frontmatter_date(date_cases[i].text, strlen(date_cases[i].text), iso);

		if (is_date != (date_cases[i].iso != NULL) ||
			(is_date && strcmp(iso, date_cases[i].iso) != 0))
			fail_msg("\"%s\": %s", date_cases[i].text, is_date ? iso : "no date");
	}
}

static const struct {
	const char *url, *id; /* NULL: no video */
} video_cases[] = {
	{ "https://www.youtube.com/watch?v=VhPfM_aGBVc", "VhPfM_aGBVc" },
	{ "http://youtube.com/watch?list=x&v=VhPfM_aGBVc&t=3", "VhPfM_aGBVc" },
	{ "https://m.youtube.com/watch?v=VhPfM_aGBVc#t=3", "VhPfM_aGBVc" },
	{ "https://YOUTU.BE/VhPfM_aGBVc", "VhPfM_aGBVc" },
	{ "https://www.youtube.com/embed/VhPfM_aGBVc", "VhPfM_aGBVc" },
	{ "https://www.youtube.com/shorts/VhPfM_aGBVc?x", "VhPfM_aGBVc" },
	{ "https://www.youtube.com/live/VhPfM_aGBVc", "VhPfM_aGBVc" },
	{ "https://www.youtube-nocookie.com/embed/VhPfM_aGBVc", "VhPfM_aGBVc" },
	{ "www.youtube.com/watch?v=VhPfM_aGBVc", "VhPfM_aGBVc" },
	{ "https://www.youtube.com/watch?v=short", NULL },
	{ "https://www.youtube.com/watch?v=VhPfM_aGBVcX", NULL },
	{ "https://www.youtube.com/playlist?list=VhPfM_aGBVc", NULL },
	{ "https://youtube.com.evil.org/watch?v=VhPfM_aGBVc", NULL },
	{ "https://x.org/youtu.be/VhPfM_aGBVc", NULL },
	{ "VhPfM_aGBVc", NULL },
	{ "", NULL },
};

static void
test_videos(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(video_cases); i++) {
		char id[VIDEO_ID_ROOM] = "";
		bool found = video_url_id(video_cases[i].url, id);

		if (found != (video_cases[i].id != NULL) ||
			(found && strcmp(id, video_cases[i].id) != 0))
			fail_msg("\"%s\": %s", video_cases[i].url, found ? id : "no video");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_videos),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
