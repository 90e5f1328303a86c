/*
 * Links of a page: letters at them, a look at where they lead, and words for it.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/place.h"
#include "support/ui_driver.h"
#include "ui/app_state.h"
#include "ui/destination.h"

static void
press(struct ui_driver *driver, const char *keys)
{
	g_autoptr(GError) error = NULL;

	if (!ui_driver_keys(driver, keys, &error))
		fail_msg("%s", error->message);
}

/* Keys without what they bring about being delivered. */
static void
press_alone(struct ui_driver *driver, const char *keys)
{
	g_autoptr(GArray) codes = g_array_new(FALSE, FALSE, sizeof(key_code));

	assert_true(key_parse(keys, codes, NULL));
	for (guint i = 0; i < codes->len; i++)
		app_key(driver->app, g_array_index(codes, key_code, i));
}

/* What stands on the screen, row by row. */
static char *
screen(struct ui_driver *driver)
{
	GString *out = g_string_new(NULL);

	canvas_print(ui_driver_draw(driver), false, out);
	return g_string_free(out, FALSE);
}

static void
assert_shown(struct ui_driver *driver, const char *words)
{
	g_autofree char *shown = screen(driver);

	if (strstr(shown, words) == NULL)
		fail_msg("no “%s” in\n%s", words, shown);
}

static void
assert_said(const struct ui_driver *driver, const char *words)
{
	const char *said = driver->app->message;

	if (said == NULL || strstr(said, words) == NULL)
		fail_msg("“%s” is said, not “%s”", said, words);
}

/* --- letters --- */

static GArray *
letters_of(const char *words)
{
	GArray *letters = g_array_new(FALSE, FALSE, sizeof(gunichar));

	for (const char *s = words; *s != '\0'; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		g_array_append_val(letters, c);
	}
	return letters;
}

/* The letters of all hints of a page of so many links, parted by blanks. */
static void
letters_as_few_as_can_be(void **state)
{
	static const struct {
		const char *letters;
		uint32_t count;
		const char *labels;
	} cases[] = {
		{ "asd", 1, "a" },
		{ "asd", 3, "a s d" },
		{ "asd", 4, "a s da ds" },
		{ "asd", 5, "a s da ds dd" },
		{ "asd", 6, "a sa ss sd da ds" },
		{ "asd", 9, "aa as ad sa ss sd da ds dd" },
		{ "asd", 10, "aa as ad sa ss sd da ds dda dds" },
		{ "as", 3, "a sa ss" },
		{ "as", 5, "aa as sa ssa sss" },
		{ "фы", 3, "ф ыф ыы" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GArray) letters = letters_of(cases[i].letters);
		g_autoptr(GString) labels = g_string_new(NULL);

		for (uint32_t n = 0; n < cases[i].count; n++) {
			if (n > 0)
				g_string_append_c(labels, ' ');
			hints_label(letters, cases[i].count, n, labels);
		}
		assert_string_equal(labels->str, cases[i].labels);
	}
}

static void
no_label_begins_another(void **state)
{
	static const char *const alphabets[] = { "as", "asdfghjkl", "abcdefghijklmnopqrstuvwxyz" };

	(void)state;
	for (size_t a = 0; a < G_N_ELEMENTS(alphabets); a++) {
		g_autoptr(GArray) letters = letters_of(alphabets[a]);

		for (uint32_t count = 1; count < 800; count += count / 9 + 1) {
			g_autoptr(GHashTable) seen =
				g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
			g_autoptr(GString) label = g_string_new(NULL);

			for (uint32_t i = 0; i < count; i++) {
				g_string_truncate(label, 0);
				hints_label(letters, count, i, label);
				g_hash_table_add(seen, g_strdup(label->str));
			}
			assert_int_equal(g_hash_table_size(seen), count);
			for (uint32_t i = 0; i < count; i++) {
				g_string_truncate(label, 0);
				hints_label(letters, count, i, label);
				while (label->len > 1) {
					g_string_truncate(label, label->len - 1);
					if (g_hash_table_contains(seen, label->str))
						fail_msg("%u of %s: %s begins another", count,
							alphabets[a], label->str);
				}
			}
		}
	}
}

/* What is wrong in the setting is said, and passed over. */
static void
letters_of_the_configuration(void **state)
{
	static const struct {
		const char *setting, *letters;
		unsigned problems;
	} cases[] = {
		{ "hint-letters: fdsa", "fdsa", 0 },
		{ "hint-letters: \"123\"", "123", 0 },
		{ "hint-letters: фыва", "фыва", 0 },
		{ "hint-letters: abca", "abc", 1 },
		{ "hint-letters: aBc", "ac", 1 },
		{ "hint-letters: a", "asdfghjkl", 1 },
		{ "hint-letters: 和本", "asdfghjkl", 1 },
		{ "hint-letters: \"a b\"", "ab", 1 },
		{ "hint-letters: \"\"", "asdfghjkl", 1 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Settings) settings = settings_new();
		g_autoptr(GString) words = g_string_new(NULL);

		app_add_settings(settings);
		place_put("config.yaml", cases[i].setting, -1);
		assert_true(settings_load(settings, "config.yaml", true, NULL));
		if (settings_problems(settings)->len != cases[i].problems)
			fail_msg("%s: %u problems", cases[i].setting,
				settings_problems(settings)->len);
		g_autoptr(GArray) letters = hints_letters(settings);
		for (guint n = 0; n < letters->len; n++)
			g_string_append_unichar(words, g_array_index(letters, gunichar, n));
		assert_string_equal(words->str, cases[i].letters);
	}
}

/* --- words --- */

static void
cut_in_the_middle(void **state)
{
	static const struct {
		const char *s;
		unsigned columns;
		const char *cut;
	} cases[] = {
		{ "short", 5, "short" },
		{ "https://example.org/a/b/c?page=2", 20, "https://exam…?page=2" },
		{ "abcdef", 3, "ab…" },
		{ "abcdef", 1, "…" },
		{ "abcdef", 0, "" },
		/* a wide sign is not parted, and takes two columns */
		{ "和本和本和本", 7, "和本…本" },
		{ "和本和本和本", 6, "和…本" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *cut = destination_cut(cases[i].s, cases[i].columns);

		if (strcmp(cut, cases[i].cut) != 0)
			fail_msg("“%s” in %u columns is “%s”", cases[i].s, cases[i].columns, cut);
	}
}

static void
title_and_section_share_the_room(void **state)
{
	static const struct {
		const char *title, *section;
		unsigned columns;
		const char *joined;
	} cases[] = {
		{ "Book", "Part", 20, "Book › Part" },
		{ "Book", "", 20, "Book" },
		{ "", "Part", 20, "Part" },
		{ "A long title of a book", "Part", 20, "A long t…book › Part" },
		{ "Book", "A long title of a part", 20, "Book › A long t…part" },
		{ "A long title of a book", "A long title of a part", 23,
			"A long…ook › A long…art" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *joined =
			destination_join(cases[i].title, cases[i].section, cases[i].columns);

		if (strcmp(joined, cases[i].joined) != 0)
			fail_msg("“%s” and “%s” in %u columns are “%s”", cases[i].title,
				cases[i].section, cases[i].columns, joined);
	}
}

/* --- on a screen --- */

static struct ui_driver *
begin(const char *text)
{
	place_put("lib/a.md", text, -1);
	place_put("lib/b.md",
		"# Bee\n\nHoney.\n\n## Wax\n\nYellow wax. ^combs\n\n[own](#wax) [a](a.md)\n", -1);
	place_put("lib/deep/b.md", "# Another bee\n", -1);
	place_put("lib/talk.md",
		"---\nsource: https://www.youtube.com/watch?v=dQw4w9WgXcQ\n---\n# Talk\n\nOne. [00:01:00]\n\nTwo. [00:02:00]\n",
		-1);
	return ui_driver_new("lib", "lib/a.md", NULL, 24, 100);
}

struct words_case {
	const char *link;
	const char *status; /* where it leads, in the status line */
	const char *look;   /* what K shows: in the frame, or as words */
};

static const struct words_case words_cases[] = {
	{ "[[b]]", "→ Bee", "Honey." },
	{ "[[b#Wax]]", "→ Bee › Wax", "─ Bee › Wax ─" },
	{ "[[b#wax|other]]", "→ Bee › Wax", "─ Bee › Wax ─" },
	{ "[[b#^combs]]", "→ Bee › ^combs", "─ Bee › Wax ─" },
	{ "[[b#None]]", "→ Bee › None", "Bee has no section “None”: this is its start" },
	{ "[[#Own]]", "→ Own", "─ Ay › Own ─" },
	{ "[x](#own)", "→ Own", "─ Ay › Own ─" },
	{ "[x](#none)", "missing: no section “none” here", "this document has no section “none”" },
	{ "[[nowhere]]", "missing: nowhere", "No document is called so." },
	{ "[x](https://example.org/page)", "→ https://example.org/page",
		"│ https://example.org/page" },
	{ "[x](film.mp4)", "→ a recording: film.mp4", "a recording: film.mp4" },
	{ "[x](https://youtu.be/dQw4w9WgXcQ?t=120)", "→ Talk › 0:02:00", "│ Two. [00:02:00]" },
	{ "[[talk#t=120]]", "→ Talk › 0:02:00", "│ Two. [00:02:00]" },
	{ "[[b#t=120]]", "→ Bee › 0:02:00", "Bee has no timestamps: this is its start" },
	{ "word[^1]\n\n[^1]: The note.", "→ footnote: The note.", "The note." },
};

static void
where_links_lead(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(words_cases); i++) {
		const struct words_case *c = &words_cases[i];
		g_autofree char *text =
			g_strdup_printf("# Ay\n\nSee %s.\n\n## Own\n\nText.\n", c->link);
		struct ui_driver *driver = begin(text);

		press(driver, "Tab");
		assert_shown(driver, c->status);
		press(driver, "K");
		assert_shown(driver, c->look);
		assert_non_null(driver->app->popup);
		press(driver, "q");
		assert_null(driver->app->popup);
		ui_driver_free(driver);
	}
}

/* In the side pane the status line tells it of the row under the cursor. */
static void
where_links_of_the_side_pane_lead(void **state)
{
	(void)state;
	struct ui_driver *driver = begin("# Ay\n\nSee [[b#wax]] and [[nowhere]].\n");

	press(driver, "o Tab j");
	assert_shown(driver, "→ Bee › Wax");
	press(driver, "j");
	assert_shown(driver, "missing: nowhere");
	ui_driver_free(driver);
}

/* Enter goes in, and the way back leads to the line that was left. */
static void
into_a_preview_and_back(void **state)
{
	(void)state;
	struct ui_driver *driver = begin("# Ay\n\nSee [[b#Wax]].\n");
	const struct reader *reader = &driver->app->reader;

	press(driver, "Tab K Enter");
	assert_string_equal(reader_document(reader)->path, "lib/b.md");
	assert_int_equal(reader->reading, document_anchor(reader_document(reader), "Wax"));
	press(driver, "Backspace");
	assert_string_equal(reader_document(reader)->path, "lib/a.md");
	/* A link of the panel is followed from its own document. */
	press(driver, "K Tab Tab");
	assert_shown(driver, "→ Ay");
	press(driver, "Shift-Tab Enter");
	assert_string_equal(reader_document(reader)->path, "lib/b.md");
	/* Scrolled to its start, that is gone to. */
	press(driver, "Backspace K gg Enter");
	assert_int_equal(reader->reading, 0);
	press(driver, "Backspace K f s");
	assert_null(driver->app->popup);
	assert_string_equal(reader_document(reader)->path, "lib/a.md");
	ui_driver_free(driver);
}

/* What was being read for a look comes when one has gone on: it is dropped. */
static void
late_previews_are_dropped(void **state)
{
	static const char *const meanwhile[] = { "Esc", "gd", "/", "?", "f", "Tab", "Tab Enter" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(meanwhile); i++) {
		struct ui_driver *driver = begin("# Ay\n\nSee [[b#Wax]] and [[talk]].\n");

		press(driver, "Tab");
		press_alone(driver, "K");
		press_alone(driver, meanwhile[i]);
		const struct popup *open = driver->app->popup;
		ui_driver_turn(driver, false);
		ui_driver_draw(driver);
		if (driver->app->popup != open)
			fail_msg("a panel opens after %s", meanwhile[i]);
		assert_false(driver->app->looking);
		ui_driver_free(driver);
	}
}

static void
preview_of_a_file_that_is_gone(void **state)
{
	(void)state;
	struct ui_driver *driver = begin("# Ay\n\nSee [[b#Wax]].\n");

	press(driver, "Tab");
	assert_int_equal(remove("lib/b.md"), 0);
	press(driver, "K");
	assert_null(driver->app->popup);
	assert_said(driver, "lib/b.md");
	ui_driver_free(driver);
}

/* The nearest of several is followed; all are offered, before and after. */
static void
several_candidates(void **state)
{
	(void)state;
	place_put("lib/deep/queen.md", "# Deep queen\n", -1);
	place_put("lib/far/queen.md", "# Far queen\n", -1);
	struct ui_driver *driver = begin("# Ay\n\nSee [[Queen]].\n\n[[talk]]\n");
	const struct reader *reader = &driver->app->reader;

	press(driver, "Tab");
	assert_shown(driver, "→ Far queen · nearest of 2");
	press(driver, "gc j Enter");
	assert_string_equal(reader_document(reader)->path, "lib/deep/queen.md");
	press(driver, "Backspace Enter");
	assert_string_equal(reader_document(reader)->path, "lib/far/queen.md");
	assert_said(driver, "2 documents answer to “Queen”");
	press(driver, "gc");
	assert_shown(driver, "Deep queen");
	press(driver, "j Enter");
	assert_string_equal(reader_document(reader)->path, "lib/deep/queen.md");
	press(driver, "Backspace Backspace Tab gc");
	assert_null(driver->app->popup);
	assert_said(driver, "one document alone answers to “talk”");
	ui_driver_free(driver);
}

/* Links of one cell, and more of them than letters: each has its label, and each is followed by it. */
static void
links_in_a_row(void **state)
{
	g_autoptr(GString) text = g_string_new("# Ay\n\n");

	(void)state;
	for (int i = 0; i < 300; i++)
		g_string_append(text, i % 3 == 2 ? "[[b|x]] " : "[[talk|y]]");
	struct ui_driver *driver = begin(text->str);
	press(driver, "f");
	assert_non_null(driver->app->hints);
	press(driver, "a");
	assert_non_null(driver->app->hints);
	press(driver, "a");
	assert_null(driver->app->hints);
	assert_string_equal(reader_document(&driver->app->reader)->path, "lib/talk.md");
	ui_driver_free(driver);
}

/* Another size, or another document: the letters are gone. */
static void
letters_are_of_one_view(void **state)
{
	(void)state;
	struct ui_driver *driver = begin("# Ay\n\nSee [[b]].\n");

	press(driver, "f");
	assert_non_null(driver->app->hints);
	ui_driver_resize(driver, 20, 60);
	assert_null(driver->app->hints);
	press(driver, "f");
	press_alone(driver, "Ctrl-c");
	assert_null(driver->app->hints);
	ui_driver_free(driver);
}

/* 50,000 links: letters for those on the screen alone. */
static void
many_links(void **state)
{
	g_autoptr(GString) text = g_string_new("# Ay\n\n");

	(void)state;
	for (int i = 0; i < 50000; i++)
		g_string_append(text, "- [[b]]\n");
	struct ui_driver *driver = begin(text->str);
	gint64 before = g_get_monotonic_time();
	press(driver, "50% f");
	assert_non_null(driver->app->hints);
	press(driver, "Esc Tab K q");
	/* Of one key this takes a millisecond or two: a machine may be slow. */
	assert_true(g_get_monotonic_time() - before < 2 * G_USEC_PER_SEC);
	ui_driver_free(driver);
}

int
main(void)
{
#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, place_enter, place_leave)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_as_few_as_can_be),
		cmocka_unit_test(no_label_begins_another),
		cmocka_unit_test(cut_in_the_middle),
		cmocka_unit_test(title_and_section_share_the_room),
		IN_A_PLACE(letters_of_the_configuration),
		IN_A_PLACE(where_links_lead),
		IN_A_PLACE(where_links_of_the_side_pane_lead),
		IN_A_PLACE(into_a_preview_and_back),
		IN_A_PLACE(late_previews_are_dropped),
		IN_A_PLACE(preview_of_a_file_that_is_gone),
		IN_A_PLACE(several_candidates),
		IN_A_PLACE(links_in_a_row),
		IN_A_PLACE(letters_are_of_one_view),
		IN_A_PLACE(many_links),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
