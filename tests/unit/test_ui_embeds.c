/* Embeds in the reader: what is shown in place, what is refused, and that the reader stays put. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/place.h"
#include "support/ui_driver.h"
#include "ui/app_state.h"

static struct ui_driver *
open_main(const char *text, const char *place, int height, int width)
{
	place_put("lib/main.md", text, -1);
	return ui_driver_new("lib", "lib/main.md", place, height, width);
}

static void
keys(struct ui_driver *driver, const char *sequence)
{
	assert_true(ui_driver_keys(driver, sequence, NULL));
	ui_driver_draw(driver);
}

static char *
page_text(struct ui_driver *driver)
{
	struct page *page = driver->app->reader.page;
	GString *out = g_string_new(NULL);

	page_lay(page, UINT32_MAX);
	for (uint32_t i = 0; i < page_line_count(page); i++) {
		page_append_line(page, i, out);
		g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}

static unsigned
count(const char *text, const char *part)
{
	unsigned n = 0;

	for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
		n++;
	return n;
}

static void
put_paragraphs(const char *path, unsigned n, const char *after)
{
	g_autoptr(GString) text = g_string_new("# Long\n");

	for (unsigned i = 1; i <= n; i++)
		g_string_append_printf(text, "\nParagraph %u of many.\n", i);
	g_string_append(text, after);
	place_put(path, text->str, (gssize)text->len);
}

static void
put_targets(void)
{
	g_autofree char *big = g_strnfill(1536 * 1024, 'x');

	memcpy(big, "# Big\n\n", strlen("# Big\n\n"));
	place_put("lib/one.md", "# One\n\nFirst words.\n\n## Sub\n\nWords below. ^id\n", -1);
	place_put("lib/empty.md", "# Empty\n", -1);
	place_put("lib/big.md", big, 1536 * 1024);
	put_paragraphs("lib/long.md", 200, "");
	place_put("lib/mutual.md", "Mutual ![[main]]\n", -1);
	place_put("lib/itself.md", "Itself ![[itself]]\n", -1);
	place_put("lib/c1.md", "Chain 1 ![[c2]]\n", -1);
	place_put("lib/c2.md", "Chain 2 ![[c3]]\n", -1);
	place_put("lib/c3.md", "Chain 3 ![[c4]]\n", -1);
	place_put("lib/c4.md", "Chain 4 ![[c5]]\n", -1);
}

static const struct {
	const char *embed, *shown, *hidden;
} cases[] = {
	{ "![[one]]", "┌ One\n│ First words.\n│\n│ Sub\n│ ───\n│\n└ Words below.\n", NULL },
	{ "![[one#Sub]]", "┌ One › Sub\n└ Words below.\n", "First words" },
	{ "![[one#^id]]", "┌ One\n└ Words below.\n", "First words" },
	{ "![[one#No]]", "┌ One\n└ it has no section “No”\n", "Words below" },
	{ "![[one#^no]]", "└ it has no block “^no”\n", "Words below" },
	{ "![[#Own]]", "┌ Own\n└ My own words.\n", NULL },
	{ "![[empty]]", "└ it holds no text\n", NULL },
	{ "![[big]]", "└ 1.5 MiB: too large to be shown in place\n", "xxx" },
	{ "![[long]]", "└ … 349 more lines: Enter opens it\n", "Paragraph 26 of" },
	{ "![[main]]", "└ not shown again: this stands in it\n", NULL },
	{ "![[mutual]]", "│ Mutual main\n│ ┌ Main\n└ └ not shown again: this stands in it\n",
		NULL },
	{ "![[itself]]", "└ └ not shown again: this stands in it\n", NULL },
	{ "![[c1]]", "│ │ │ Chain 3 c4\n│ │ │ ┌ Chain 4 c5\n└ └ └ └ not shown: too many",
		"Chain 5" },
	{ "![[nothing]]", "nothing (not found)\n\n", "┌" },
	{ "![[cat.png|300]]", "cat.png (picture)\n\n", "┌" },
	{ "![[cat.png|A cat]]", "A cat (picture)\n\n", "┌" },
	{ "![[talk.mp3]]", "talk.mp3 (recording)\n\n", "┌" },
	{ "![[paper.pdf]]", "paper.pdf (a file of another kind)\n\n", "┌" },
	{ "[[one]] and `![[one]]`", "one and ![[one]]\n\n", "┌" },
	{ "![one](one.md)", "\n", "┌" },
};

static void
test_what_is_shown(void **state)
{
	(void)state;
	put_targets();
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = g_strdup_printf("# Main\n\n%s\n\n## Own\n\nMy own words.\n",
			cases[i].embed);
		struct ui_driver *driver = open_main(text, NULL, 40, 100);
		g_autofree char *shown = page_text(driver);

		if (strstr(shown, cases[i].shown) == NULL)
			fail_msg("%s: not `%s` in:\n%s", cases[i].embed, cases[i].shown, shown);
		if (cases[i].hidden != NULL && strstr(shown, cases[i].hidden) != NULL)
			fail_msg("%s: `%s` in:\n%s", cases[i].embed, cases[i].hidden, shown);
		ui_driver_free(driver);
	}
}

/* Of many embeds those near the screen are shown, and the next when it comes near them. */
static void
test_only_near_ones_are_read(void **state)
{
	g_autoptr(GString) text = g_string_new("# Main\n");
	g_autoptr(GString) line = g_string_new("# Main\n\n");

	(void)state;
	put_targets();
	for (unsigned i = 0; i < 10000; i++) {
		g_string_append_printf(text, "\nNumber %u ![[one#Sub]]\n", i);
		g_string_append(line, "![[one#Sub]]");
	}
	struct ui_driver *driver = open_main(text->str, NULL, 40, 100);
	g_autofree char *first = page_text(driver);
	assert_in_range(count(first, "┌"), 10, 100);
	keys(driver, "50%");
	g_autofree char *later = page_text(driver);
	assert_in_range(count(later, "┌"), count(first, "┌") + 10, 200);
	for (unsigned i = 0; i < 40; i++)
		keys(driver, "Space Space Space");
	g_autofree char *last = page_text(driver);
	assert_in_range(count(last, "┌"), 20, 320);
	ui_driver_free(driver);

	driver = open_main(line->str, NULL, 40, 100);
	keys(driver, "G");
	keys(driver, "gg");
	g_autofree char *shown = page_text(driver);
	assert_int_equal(count(shown, "┌"), EMBED_OF_BLOCK);
	assert_non_null(strstr(shown, "└ … 9984 more are named alone\n"));
	ui_driver_free(driver);
}

/* What comes above the line being read leaves it on its row. */
static void
test_reading_stays(void **state)
{
	(void)state;
	put_targets();
	struct ui_driver *driver =
		open_main("# Main\n\n![[long]]\n\n![[one]]\n\n## Own\n\nMine.\n\n"
			  "![[one]]\n\nThe end.\n",
			"#own", 20, 80);
	const struct reader *reader = &driver->app->reader;
	ui_driver_draw(driver);
	g_autofree char *shown = page_text(driver);

	assert_int_equal(count(shown, "┌"), 3);
	assert_int_equal(page_line_of(reader->page, reader->reading), reader->top);
	assert_int_equal(reader_section(reader), 1);
	ui_driver_free(driver);
}

/* The place in what is embedded is kept by any number of resizes, and by the way back. */
static void
test_place_inside_stays(void **state)
{
	static const int widths[] = { 30, 120, 61, 80, 40, 20, 80 };

	(void)state;
	put_targets();
	struct ui_driver *driver = open_main("# Main\n\n![[long]]\n\nThe end.\n", NULL, 20, 80);
	const struct reader *reader = &driver->app->reader;
	keys(driver, "17j");
	uint32_t top = reader->top, inside = page_line(reader->page, top)->inside;
	assert_true(page_line(reader->page, top)->flags & LINE_INSET);
	assert_string_equal(reader_document(reader)->links[0].target, "long");
	assert_int_equal(reader->reading, reader_document(reader)->links[0].text.start);
	for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
		ui_driver_resize(driver, 20, widths[i]);
		ui_driver_draw(driver);
		const struct page_line *line = page_line(reader->page, reader->top);
		assert_int_equal(line->embed, 0);
		assert_in_range(inside - line->inside, 0, 20);
	}
	assert_int_equal(reader->top, top);
	/* Tab selects what is shown, and Enter goes there. */
	keys(driver, "Tab");
	assert_int_equal(reader->top, top);
	assert_int_equal(reader->link, 0);
	keys(driver, "Enter");
	assert_string_equal(reader_document(reader)->path, "lib/long.md");
	keys(driver, "Backspace");
	assert_int_equal(reader->top, top);
	ui_driver_free(driver);
}

static void
test_search_passes_it_over(void **state)
{
	(void)state;
	put_targets();
	struct ui_driver *driver = open_main("# Main\n\n![[one]]\n\nMy words.\n", NULL, 20, 80);
	keys(driver, "/");
	ui_driver_type(driver, "words");
	keys(driver, "Enter");
	assert_int_equal(hits_count(driver->app->reader.hits), 1);
	ui_driver_free(driver);
}

/* A target that is written anew is shown so, and one that comes. */
static void
test_changes_are_shown(void **state)
{
	(void)state;
	put_targets();
	struct ui_driver *driver = open_main("# Main\n\n![[one]]\n\n![[later]]\n", NULL, 20, 80);
	g_autofree char *before = page_text(driver);
	assert_non_null(strstr(before, "First words"));
	assert_non_null(strstr(before, "later (not found)"));
	place_put("lib/one.md", "# One\n\nOther words now.\n", -1);
	place_put("lib/later.md", "Late words.\n", -1);
	keys(driver, "h r");
	g_autofree char *after = page_text(driver);
	assert_non_null(strstr(after, "Other words now."));
	assert_null(strstr(after, "First words"));
	assert_non_null(strstr(after, "└ Late words.\n"));
	ui_driver_free(driver);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_is_shown, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_only_near_ones_are_read, place_enter,
			place_leave),
		cmocka_unit_test_setup_teardown(test_reading_stays, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_place_inside_stays, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_search_passes_it_over, place_enter,
			place_leave),
		cmocka_unit_test_setup_teardown(test_changes_are_shown, place_enter, place_leave),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
