/* What the interface remembers from one run to the next. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "document/kinds.h"
#include "library/state.h"
#include "support/place.h"
#include "support/ui_driver.h"
#include "ui/app_state.h"

#define STATE_PATH "kept/state.db"

static struct ui_driver *
start(const char *document, const char *place)
{
	return ui_driver_new_kept(STATE_PATH, "library", document, place, 24, 100);
}

static void
press(struct ui_driver *driver, const char *keys)
{
	g_autoptr(GError) error = NULL;
	if (!ui_driver_keys(driver, keys, &error))
		fail_msg("%s", error->message);
}

static void
put_long(const char *path, const char *title)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_string_printf(text, "# %s\n\n", title);
	for (int i = 0; i < 200; i++)
		g_string_append_printf(text, "Paragraph %d of it.\n\n", i);
	place_put(path, text->str, -1);
}

/* What is known of a file of the library. */
static struct state_row
row_of(const char *path)
{
	g_autoptr(State) state = state_open(STATE_PATH, NULL);
	g_autofree char *real = realpath(path, NULL);
	const struct state_row *row = state_of(state, real);
	assert_null(state_word(state));
	struct state_row copy = row == NULL ? (struct state_row){ 0 } : *row;
	copy.around = NULL;
	return copy;
}

static const char *
line_read(const struct ui_driver *driver)
{
	const struct reader *reader = &driver->app->reader;
	return reader_document(reader)->text + reader->reading;
}

static void
returns_to_where_it_was_left(void **unused)
{
	(void)unused;
	put_long("library/a.md", "A");
	put_long("library/b.md", "B");
	struct ui_driver *driver = start(NULL, NULL);
	press(driver, "Enter 23 j");
	assert_memory_equal(line_read(driver), "Paragraph 10 ", 13);
	/* The next document; and back from the list, in one run. */
	press(driver, "> 41 j h gg Enter");
	assert_memory_equal(line_read(driver), "Paragraph 10 ", 13);
	ui_driver_free(driver);
	/* By name, after an edit before it; in another run. */
	g_autofree char *text = NULL;
	assert_true(g_file_get_contents("library/a.md", &text, NULL, NULL));
	g_autofree char *edited = g_strconcat("New words.\n\nAnd more of them.\n\n", text, NULL);
	place_put("library/a.md", edited, -1);
	driver = start("library/a.md", NULL);
	assert_memory_equal(line_read(driver), "Paragraph 10 ", 13);
	assert_int_equal(driver->app->reader.top,
		page_line_of(driver->app->reader.page, driver->app->reader.reading));
	ui_driver_free(driver);
	/* A place that was named comes first. */
	driver = start("library/b.md", "#B");
	assert_memory_equal(line_read(driver), "B\n", 2);
	ui_driver_free(driver);
	assert_false(row_of("library/a.md").read);
	assert_true(row_of("library/b.md").opened > 0);
}

static void
an_end_stays_at_the_bottom(void **unused)
{
	(void)unused;
	put_long("library/a.md", "A");
	struct ui_driver *driver = start(NULL, NULL);
	press(driver, "Enter G");
	uint32_t top = driver->app->reader.top;
	ui_driver_free(driver);
	assert_true(row_of("library/a.md").read);
	driver = start(NULL, NULL);
	press(driver, "Enter");
	assert_int_equal(driver->app->reader.top, top);
	ui_driver_free(driver);
}

static void
marks_as_read_at_the_end(void **unused)
{
	(void)unused;
	static const struct {
		const char *keys;
		bool read, other;
	} cases[] = {
		{ "Enter", false, false },
		{ "Enter Space Space", false, false },
		{ "Enter G", true, false },
		{ "Enter 50%", false, false },
		{ "Enter G h U", false, false },
		{ "U", true, false },
		{ "U U", false, false },
		{ "n Enter", false, true },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		put_long("library/a.md", "A");
		place_put("library/short.md", "Few words.\n", -1);
		struct ui_driver *driver = start(NULL, NULL);
		press(driver, cases[i].keys);
		ui_driver_free(driver);
		print_message("# %s\n", cases[i].keys);
		assert_int_equal(row_of("library/a.md").read, cases[i].read);
		assert_int_equal(row_of("library/short.md").read, cases[i].other);
		unlink(STATE_PATH);
	}
}

static void
a_link_shares_what_is_known_of_its_file(void **unused)
{
	(void)unused;
	place_put("library/b.md", "Few words.\n", -1);
	assert_int_equal(symlink("b.md", "library/a.md"), 0);
	assert_int_equal(symlink("library", "again"), 0);
	struct ui_driver *driver = ui_driver_new_kept(STATE_PATH, "again", NULL, NULL, 24, 100);
	assert_int_equal(catalog_count(driver->app->catalog), 2);
	press(driver, "Enter");
	/* No other is unread: it stays. */
	press(driver, "h gg n");
	assert_int_equal(driver->app->list.cursor, 0);
	ui_driver_free(driver);
	assert_true(row_of("library/b.md").read);
}

/* A library of one file is that file. */
static void
a_root_that_is_a_file_is_known(void **unused)
{
	(void)unused;
	place_put("library/b.md", "Few words.\n", -1);
	struct ui_driver *driver =
		ui_driver_new_kept(STATE_PATH, "library/b.md", NULL, NULL, 24, 100);
	press(driver, "U");
	ui_driver_free(driver);
	assert_true(row_of("library/b.md").read);
}

static void
put_digest(void)
{
	place_put("library/d.txt",
		"Evaluating agents in production\n"
		"…an excerpt about evaluating agents in production, and how their errors are found "
		"before users find them…\n"
		"A method for reading long documents\n"
		"…a method in which the parts of a document are read in the order of their use, and "
		"not as they stand…\n"
		"Once more on evaluation\n"
		"…an excerpt about evaluating agents in production, and how their errors are found "
		"before users find them…\n",
		-1);
}

static void
keeps_a_digests_side(void **unused)
{
	(void)unused;
	put_digest();
	struct ui_driver *driver = start("library/d.txt", NULL);
	assert_string_equal(reader_document(&driver->app->reader)->kind->name, "digest");
	press(driver, "t t");
	ui_driver_free(driver);
	assert_int_equal(row_of("library/d.txt").title_side, TITLE_BELOW);
	driver = start("library/d.txt", NULL);
	assert_int_equal(keeping_title_side(driver->app), TITLE_BELOW);
	ui_driver_free(driver);
}

/* What is typed last of a digest's sides holds in the index too. */
static void
a_digests_side_holds_in_the_index(void **unused)
{
	(void)unused;
	put_digest();
	struct ui_driver *driver = start("library/d.txt", NULL);
	for (enum title_side side = TITLE_ABOVE; side <= TITLE_NONE; side++) {
		press(driver, "t");
		g_autoptr(Store) store = store_open(driver->app->location, NULL);
		uint32_t id = catalog_entry(driver->app->catalog, 0)->id;
		assert_int_equal(store_choices(store, id).title_side, side);
	}
	ui_driver_free(driver);
}

/* While it runs, and from one run to the next, with an index that knew nothing of it. */
static void
marks_go_with_a_renamed_file(void **unused)
{
	(void)unused;
	put_digest();
	put_long("library/z.md", "Z");
	struct ui_driver *driver = start(NULL, NULL);
	press(driver, "* U");
	assert_int_equal(rename("library/d.txt", "library/e.txt"), 0);
	press(driver, "r");
	uint32_t entry = catalog_find(driver->app->catalog, "library/e.txt");
	assert_false(keeping_is_unread(driver->app, entry));
	press(driver, "gg Enter t");
	ui_driver_free(driver);
	assert_true(row_of("library/e.txt").starred);
	assert_int_equal(rename("library/e.txt", "library/f.txt"), 0);
	driver = start(NULL, NULL);
	entry = catalog_find(driver->app->catalog, "library/f.txt");
	assert_false(keeping_is_unread(driver->app, entry));
	g_autoptr(Store) store = store_open(driver->app->location, NULL);
	assert_int_equal(
		store_choices(store, catalog_entry(driver->app->catalog, entry)->id).title_side,
		TITLE_ABOVE);
	ui_driver_free(driver);
	assert_true(row_of("library/f.txt").starred);
}

static void
keeps_what_was_typed(void **unused)
{
	(void)unused;
	put_long("library/a.md", "A");
	struct ui_driver *driver = start(NULL, NULL);
	press(driver, "/");
	ui_driver_type(driver, "para");
	press(driver, "Enter Esc Enter /");
	ui_driver_type(driver, "graph 7");
	press(driver, "Enter");
	ui_driver_free(driver);
	driver = start(NULL, NULL);
	press(driver, "/ Up");
	assert_string_equal(prompt_text(driver->app->prompt), "para");
	press(driver, "Esc Enter / Up");
	assert_string_equal(prompt_text(driver->app->prompt), "graph 7");
	ui_driver_free(driver);
}

static void
says_why_nothing_is_kept(void **unused)
{
	(void)unused;
	put_long("library/a.md", "A");
	place_put("kept/state.db", "no database at all, but long enough to be looked at as one",
		-1);
	struct ui_driver *driver = start(NULL, NULL);
	assert_non_null(strstr(driver->app->message, "was damaged"));
	ui_driver_free(driver);
	place_put("file", "", -1);
	driver = ui_driver_new_kept("file/state.db", "library", NULL, NULL, 24, 100);
	assert_non_null(strstr(driver->app->message, "will not be kept"));
	press(driver, "U");
	assert_false(keeping_is_unread(driver->app, 0));
	ui_driver_free(driver);
}

static void
another_interface_shows_a_mark(void **unused)
{
	(void)unused;
	put_long("library/a.md", "A");
	struct ui_driver *one = start(NULL, NULL), *two = start(NULL, NULL);
	press(one, "U");
	press(two, "j");
	assert_false(keeping_is_unread(two->app, 0));
	ui_driver_free(one);
	ui_driver_free(two);
}

static void
the_way_back_goes_on_in_the_next_run(void **unused)
{
	(void)unused;
	put_long("library/a.md", "A");
	put_long("library/b.md", "B");
	struct ui_driver *driver = start(NULL, NULL);
	press(driver, "/ p a r a Enter j Enter 50G 3 j");
	uint32_t top = driver->app->reader.top, reading = driver->app->reader.reading;
	press(driver, "< 20G 2 j 60G Backspace");
	assert_memory_equal(line_read(driver), "Paragraph 10 ", 13);
	ui_driver_free(driver);

	driver = start(NULL, NULL);
	const struct reader *reader = &driver->app->reader;
	press(driver, "Backspace");
	assert_string_equal(reader_document(reader)->path, "library/a.md");
	assert_memory_equal(line_read(driver), "Paragraph 10 ", 13);
	/* What was forward still is. */
	press(driver, "L");
	assert_memory_equal(line_read(driver), "Paragraph 29 ", 13);
	press(driver, "3 Backspace");
	assert_string_equal(reader_document(reader)->path, "library/b.md");
	assert_int_equal(reader->top, top);
	assert_int_equal(reader->reading, reading);
	/* And what the list was narrowed by. */
	assert_string_equal(driver->app->list.filter.text, "para");
	press(driver, "Backspace Backspace");
	assert_int_equal(driver->app->focus, PANE_LIST);
	press(driver, "Backspace");
	assert_non_null(driver->app->message);
	ui_driver_free(driver);
}

static void
edit(const char *path, const char *words)
{
	g_autofree char *text = NULL;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	g_autofree char *edited = g_strconcat(words, text, NULL);
	place_put(path, edited, -1);
}

static void
a_place_is_found_in_what_was_edited_and_renamed(void **unused)
{
	(void)unused;
	put_long("library/a.md", "A");
	put_long("library/b.md", "B");
	struct ui_driver *driver = start(NULL, NULL);
	press(driver, "Enter 40G ma 100G mB > ");
	ui_driver_free(driver);

	edit("library/a.md", "New words.\n\nAnd more of them.\n\n");
	driver = start(NULL, NULL);
	press(driver, "2 Backspace");
	assert_string_equal(reader_document(&driver->app->reader)->path, "library/a.md");
	assert_memory_equal(line_read(driver), "Paragraph 49 ", 13);
	assert_int_equal(driver->app->reader.top,
		page_line_of(driver->app->reader.page, driver->app->reader.reading));
	press(driver, "'a");
	assert_memory_equal(line_read(driver), "Paragraph 19 ", 13);
	/* It is renamed while it is read, and marks and history know its name. */
	press(driver, "> ");
	assert_int_equal(rename("library/a.md", "library/z.md"), 0);
	press(driver, "h r");
	press(driver, "l Backspace Backspace");
	assert_string_equal(reader_document(&driver->app->reader)->path, "library/z.md");
	press(driver, "< 'B");
	assert_string_equal(reader_document(&driver->app->reader)->path, "library/z.md");
	assert_memory_equal(line_read(driver), "Paragraph 49 ", 13);
	ui_driver_free(driver);
	assert_int_equal(rename("library/z.md", "library/c.md"), 0);
	driver = start(NULL, NULL);
	press(driver, "Enter 'a");
	assert_string_equal(reader_document(&driver->app->reader)->path, "library/c.md");
	assert_memory_equal(line_read(driver), "Paragraph 19 ", 13);
	ui_driver_free(driver);
}

static void
a_place_that_is_gone_blocks_nothing(void **unused)
{
	(void)unused;
	put_long("library/a.md", "A");
	put_long("library/b.md", "B");
	struct ui_driver *driver = start(NULL, NULL);
	press(driver, "Enter > G");
	ui_driver_free(driver);
	assert_int_equal(unlink("library/b.md"), 0);
	driver = start(NULL, NULL);
	press(driver, "Backspace");
	assert_non_null(strstr(driver->app->message, "b.md"));
	press(driver, "Backspace");
	assert_non_null(strstr(driver->app->message, "b.md"));
	press(driver, "Backspace");
	assert_string_equal(reader_document(&driver->app->reader)->path, "library/a.md");
	ui_driver_free(driver);
}

int
main(void)
{
#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_enter, place_leave)
	const struct CMUnitTest tests[] = {
		IN_PLACE(returns_to_where_it_was_left),
		IN_PLACE(an_end_stays_at_the_bottom),
		IN_PLACE(marks_as_read_at_the_end),
		IN_PLACE(a_link_shares_what_is_known_of_its_file),
		IN_PLACE(a_root_that_is_a_file_is_known),
		IN_PLACE(keeps_a_digests_side),
		IN_PLACE(a_digests_side_holds_in_the_index),
		IN_PLACE(marks_go_with_a_renamed_file),
		IN_PLACE(keeps_what_was_typed),
		IN_PLACE(says_why_nothing_is_kept),
		IN_PLACE(another_interface_shows_a_mark),
		IN_PLACE(the_way_back_goes_on_in_the_next_run),
		IN_PLACE(a_place_is_found_in_what_was_edited_and_renamed),
		IN_PLACE(a_place_that_is_gone_blocks_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
