/*
 * Taking along and going out: links to places, copies by a command and their ends, hostile texts,
 * files that may be opened, and the editor's way back.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <fcntl.h>
#include <glib/gstdio.h>

#include "support/place.h"
#include "support/ui_driver.h"
#include "ui/app_state.h"
#include "ui/place_link.h"

static void
press(struct ui_driver *driver, const char *keys)
{
	g_autoptr(GError) error = NULL;

	if (!ui_driver_keys(driver, keys, &error))
		fail_msg("%s", error->message);
}

static void
assert_said(const struct ui_driver *driver, const char *words)
{
	const char *said = driver->app->message;

	if (said == NULL || strstr(said, words) == NULL)
		fail_msg("“%s” is said, not “%s”", said, words);
}

static void
assert_outside(struct ui_driver *driver, const char *expected)
{
	assert_string_equal(driver->outside->str, expected);
	g_string_truncate(driver->outside, 0);
}

static struct ui_driver *
open_document(const char *path)
{
	return ui_driver_new("lib", path, NULL, 24, 100);
}

static void
set(struct ui_driver *driver, const char *settings)
{
	place_put("config.yaml", settings, -1);
	assert_true(settings_load(driver->settings, "config.yaml", true, NULL));
	assert_int_equal(settings_problems(driver->settings)->len, 0);
}

static void
put_program(const char *name, const char *script)
{
	g_autofree char *whole = g_strdup_printf("#!/bin/sh\n%s\n", script);

	place_put(name, whole, -1);
	assert_int_equal(g_chmod(name, 0700), 0);
}

/* Lets what runs outside end. */
static void
await_children(struct ui_driver *driver)
{
	while (driver->app->children.running->len > 0)
		ui_driver_turn(driver, true);
}

/* --- links to places --- */

static void
put_library(void)
{
	place_put("lib/one.md",
		"# One\n\n## Part\n\n### Same\n\na\n\n### Same\n\nb\n\n## Other\n\n"
		"### Same\n\nc\n\n## C# and [x] | y ^z \\\\ end\n\nd\n\n## ?!\n\ne\n",
		-1);
	place_put("lib/a/note.md", "# A title\n\n## H\n\ntext\n", -1);
	place_put("lib/b/note.md", "# B title\n\n## H\n\ntext\n", -1);
	place_put("lib/b/note.txt", "no heading\n", -1);
	place_put("lib/plain.txt", "# Not first\n\ntext\n\n# Second\n\ntext\n", -1);
	place_put("lib/we[ird] |#.md", "text\n\n## A b\n\ntext\n", -1);
}

struct place_case {
	const char *path;
	uint32_t section;
	const char *link;
};

static const struct place_case place_cases[] = {
	{ "lib/one.md", NONE, "[[one]]" },
	{ "lib/one.md", 0, "[[one]]" },
	{ "lib/one.md", 1, "[[one#Part]]" },
	{ "lib/one.md", 2, "[[one#Same]]" },
	{ "lib/one.md", 3, "[[one#same-1]]" },
	{ "lib/one.md", 4, "[[one#Other]]" },
	{ "lib/one.md", 5, "[[one#Other#Same]]" },
	{ "lib/one.md", 6, "[[one#C and x y z end]]" },
	{ "lib/a/note.md", 1, "[[a/note#H]]" },
	{ "lib/b/note.md", 1, "[[b/note.md#H]]" },
	{ "lib/b/note.txt", NONE, "[[note.txt]]" },
	{ "lib/plain.txt", 1, "[[plain.txt#Second]]" },
	{ "lib/we[ird] |#.md", 0, "[we\\[ird\\] |#](lib/we%5Bird%5D%20%7C%23.md#A%20b)" },
};

static void
test_places(void **state)
{
	struct ui_driver *driver;

	(void)state;
	put_library();
	driver = open_document("lib/one.md");
	for (size_t i = 0; i < G_N_ELEMENTS(place_cases); i++) {
		const struct place_case *c = &place_cases[i];
		g_autoptr(Document) document =
			document_open(AT_FDCWD, c->path, c->path, NULL, DOCUMENT_WHOLE, NULL, NULL);
		g_autofree char *link = place_link(driver->app, document, c->section);

		if (strcmp(link, c->link) != 0)
			fail_msg("case %zu: %s", i, link);
	}
	ui_driver_free(driver);
}

/* --- what is copied --- */

static void
test_hostile(void **state)
{
	struct ui_driver *driver;

	(void)state;
	place_put("lib/evil.md",
		"---\ntitle: \"a\\e]52;c;eA==\\a\\nb\"\nsource: \"https://x.org/\\e[201~\\n--help\"\n---\n"
		"x\033[201~y\033]52;c;eA==\a\xc2\x9b\x7f\xe2\x80\xaez\xf3\xa0\x81\x81 \xff\n",
		-1);
	driver = open_document("lib/evil.md");
	press(driver, "yy");
	assert_outside(driver, "copied: x[201~y]52;c;eA==z \xef\xbf\xbd\n");
	press(driver, "ys");
	assert_outside(driver, "copied: x[201~y]52;c;eA==z \xef\xbf\xbd\n");
	press(driver, "yc");
	assert_outside(driver, "copied: [a\\]52;c;eA\\=\\= b](https://x.org/%1B[201~%20--help)\n");
	press(driver, "x");
	assert_outside(driver, "started: [xdg-open] [https://x.org/%1B[201~%20--help]\n");
	ui_driver_free(driver);
}

static void
test_too_long(void **state)
{
	g_autofree char *words = g_strnfill(80000, 'x');
	struct ui_driver *driver;

	(void)state;
	place_put("lib/long.md", words, -1);
	driver = open_document("lib/long.md");
	press(driver, "yy");
	assert_outside(driver, "");
	assert_said(driver,
		"not copied: 80,000 bytes are more than the terminal takes (74,994): set "
		"copy-command");
	ui_driver_free(driver);
}

/* A file that is another since it was read is not copied from. */
static void
test_changed(void **state)
{
	struct ui_driver *driver;

	(void)state;
	place_put("lib/a.md", "# A\n\nold\n", -1);
	driver = open_document("lib/a.md");
	place_put("lib/a.md", "# A\n\nother\n", -1);
	press(driver, "ys");
	assert_outside(driver, "");
	assert_said(driver, "not copied: the file is no more what is shown");
	ui_driver_free(driver);
}

struct command_case {
	const char *script, *said, *taken;
};

static const struct command_case command_cases[] = {
	{ "cat > taken", "copied the paragraph: Some text", "Some text" },
	{ "cat > taken; echo no display >&2; exit 1",
		"not copied: copier ended with status 1: no display", "Some text" },
	{ "exit 0", "copied the paragraph: Some text", NULL },
};

static void
test_command(void **state)
{
	struct ui_driver *driver;

	(void)state;
	place_put("lib/a.md", "Some\ntext\n", -1);
	driver = open_document("lib/a.md");
	set(driver, "copy-command: [./copier]\n");
	for (size_t i = 0; i < G_N_ELEMENTS(command_cases); i++) {
		const struct command_case *c = &command_cases[i];
		g_autofree char *taken = NULL;

		g_unlink("taken");
		put_program("copier", c->script);
		press(driver, "yy");
		await_children(driver);
		assert_said(driver, c->said);
		g_file_get_contents("taken", &taken, NULL, NULL);
		assert_true(g_strcmp0(taken, c->taken) == 0);
		assert_outside(driver, "");
	}
	set(driver, "copy-command: [./no-such-copier]\n");
	press(driver, "yy");
	assert_said(driver, "not copied: no-such-copier is not installed");
	ui_driver_free(driver);
}

/* In tmux it is asked before the terminal, which takes what it refuses. */
static void
test_tmux(void **state)
{
	static const struct command_case cases[] = {
		{ "cat > taken; echo bpaste,clipboard,title", "copied the paragraph: Some text",
			"" },
		{ "cat > taken; echo bpaste,title",
			"copied to tmux alone, its terminal takes no clipboard: the paragraph",
			"" },
		{ "echo 'unknown option -- w' >&2; exit 1", "copied the paragraph: Some text",
			"copied: Some text\n" },
	};
	g_autofree char *path = g_strdup(g_getenv("PATH"));
	g_autofree char *here = g_get_current_dir();
	g_autofree char *first = g_strdup_printf("%s/bin:%s", here, path);
	struct ui_driver *driver;

	(void)state;
	place_put("lib/a.md", "Some\ntext\n", -1);
	driver = open_document("lib/a.md");
	driver->app->outside.tmux = true;
	g_setenv("PATH", first, TRUE);
	g_mkdir("bin", 0700);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		put_program("bin/tmux", cases[i].script);
		press(driver, "yy");
		await_children(driver);
		assert_said(driver, cases[i].said);
		assert_outside(driver, cases[i].taken);
	}
	g_setenv("PATH", path, TRUE);
	ui_driver_free(driver);
}

/* --- what is opened --- */

struct open_case {
	unsigned link; /* how many are selected before, from 1 */
	const char *outside, *said;
};

static const struct open_case open_cases[] = {
	{ 1, "started: [xdg-open] [https://x.org/?a=1&b=%22]\n", "opening https://x.org/" },
	{ 2, "", "only http, https and mailto are opened: ftp://x.org/f" },
	{ 3, "started: [xdg-open] [./lib/pic.png]\n", "opening " },
	{ 4, "", "lies outside of the library: it is not opened" },
	{ 5, "", "there is no file gone.png beside this document or in the library" },
	{ 6, "started: [xdg-open] [./lib/b.md]\n", "opening " },
	{ 7, "", "nothing is called “nowhere”" },
};

static void
test_opens(void **state)
{
	(void)state;
	place_put("lib/a.md",
		"# A\n\n[web](<https://x.org/?a=1&b=\">) [ftp](ftp://x.org/f) ![p](pic.png) "
		"[out](../secret.pdf) ![g](gone.png) [[b]] [[nowhere]]\n",
		-1);
	place_put("lib/b.md", "# B\n", -1);
	place_put("lib/pic.png", "x", -1);
	place_put("secret.pdf", "x", -1);
	for (size_t i = 0; i < G_N_ELEMENTS(open_cases); i++) {
		struct ui_driver *driver = open_document("lib/a.md");

		for (unsigned n = 0; n < open_cases[i].link; n++)
			press(driver, "Tab");
		press(driver, "x");
		assert_outside(driver, open_cases[i].outside);
		assert_said(driver, open_cases[i].said);
		ui_driver_free(driver);
	}
}

static void
test_openers(void **state)
{
	struct ui_driver *driver;

	(void)state;
	place_put("lib/a.md", "---\nsource: https://x.org/\n---\n\ntext\n", -1);
	driver = open_document("lib/a.md");
	set(driver, "opener: [firefox, -new-tab]\n");
	press(driver, "x");
	assert_outside(driver, "started: [firefox] [-new-tab] [https://x.org/]\n");
	set(driver, "opener: [w3m, -o, confirm_qq=0, \"{url}\"]\nopener-in-terminal: true\n");
	press(driver, "x");
	assert_outside(driver, "ran: [w3m] [-o] [confirm_qq=0] [https://x.org/]\n");
	set(driver, "opener: []\nopener-in-terminal: false\n");
	press(driver, "x");
	assert_said(driver, "no program is configured");
	/* The system's own needs a display; one of the reader's may know better. */
	g_unsetenv("DISPLAY");
	g_unsetenv("WAYLAND_DISPLAY");
	set(driver, "opener: [xdg-open, \"{url}\"]\n");
	press(driver, "x");
	assert_outside(driver, "copied: https://x.org/\n");
	assert_said(driver, "copied the link, as no display is here: https://x.org/");
	set(driver, "opener: [lemonade, open, \"{url}\"]\n");
	press(driver, "x");
	assert_outside(driver, "started: [lemonade] [open] [https://x.org/]\n");
	g_setenv("DISPLAY", ":0", TRUE);
	ui_driver_free(driver);
}

/* --- the editor --- */

static void
put_lines(const char *first)
{
	g_autoptr(GString) text = g_string_new(first);

	for (int i = 1; i <= 60; i++)
		g_string_append_printf(text, "## Number %d\n\nText of it.\n\n", i);
	place_put("lib/a.md", text->str, -1);
}

static void
insert_above(const char *const *argv)
{
	(void)argv;
	put_lines("New\n\n# Lines\n\nabove.\n\n");
}

static void
remove_file(const char *const *argv)
{
	(void)argv;
	g_unlink("lib/a.md");
}

static void
test_edits(void **state)
{
	struct ui_driver *driver;
	const struct reader *reader;

	(void)state;
	put_lines("");
	driver = open_document("lib/a.md");
	reader = &driver->app->reader;
	for (int i = 0; i < 40; i++)
		press(driver, "]]");
	press(driver, "e");
	assert_outside(driver, "ran: [vi] [+161] [./lib/a.md]\n");
	assert_null(driver->app->message);
	driver->program = insert_above;
	press(driver, "e");
	assert_outside(driver, "ran: [vi] [+161] [./lib/a.md]\n");
	assert_said(driver, "the file changed: it was read again");
	assert_int_equal(strncmp(reader->opened->document->text + reader->reading, "Number 41\n",
				 10),
		0);
	assert_int_equal(page_line_of(reader->page, reader->reading), reader->top);
	driver->program_status = 256;
	press(driver, "e");
	assert_outside(driver, "ran: [vi] [+167] [./lib/a.md]\n");
	assert_said(driver, "vi ended with status 1");
	driver->program_status = 0;
	driver->program = remove_file;
	press(driver, "e");
	assert_said(driver, "a.md is not there any more");
	ui_driver_free(driver);
}

static void
leave_one(const char *const *argv)
{
	(void)argv;
	place_put("lib/a.md", "# One\n", -1);
}

static void
leave_two(const char *const *argv)
{
	(void)argv;
	place_put("lib/a.md", "# One\n\n## Two\n", -1);
}

/* What the side pane and the selection are of is read anew twice while they are not seen: it may stand
 * where the first stood in memory. */
static void
test_edited_twice(void **state)
{
	struct ui_driver *driver;

	(void)state;
	put_lines("");
	driver = open_document("lib/a.md");
	press(driver, "o");
	assert_int_equal(driver->app->side.count, 60);
	press(driver, "q v 20j");
	assert_true(selection_on(driver->app));
	driver->program = leave_one;
	press(driver, "e");
	assert_false(selection_on(driver->app));
	driver->program = leave_two;
	press(driver, "e");
	press(driver, "o");
	ui_driver_draw(driver);
	assert_int_equal(driver->app->side.rows->len, 2);
	ui_driver_free(driver);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_places, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_hostile, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_too_long, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_changed, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_command, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_tmux, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_opens, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_openers, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_edits, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_edited_twice, place_enter, place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
