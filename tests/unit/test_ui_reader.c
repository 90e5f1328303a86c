/* The line being read: windows of any size keep it, and the way back leads to the exact line. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/ui_driver.h"
#include "ui/app_state.h"

#define ARTICLE "data/library/articles/movable-type.md"

static const struct {
	int height, width;
} sizes[] = {
	{ 50, 200 },
	{ 24, 80 },
	{ 5, 20 },
	{ 40, 120 },
	{ 20, 60 },
	{ 30, 100 },
	{ 12, 40 },
	{ 24, 80 },
};

static void
keys(struct ui_driver *driver, const char *sequence)
{
	assert_true(ui_driver_keys(driver, sequence, NULL));
}

/* The row of what is being read is on the screen. */
static void
assert_read(struct ui_driver *driver, uint32_t reading)
{
	const struct reader *reader = &driver->app->reader;
	ui_driver_draw(driver);
	assert_int_equal(reader->reading, reading);
	assert_true(reader_shows(reader, reading));
}

static void
test_resize_keeps_reading(void **state)
{
	static const char *const ways[] = { "d", "3j", "]]", "2]]", "G", "50%", "Space Space",
		"12G" };
	(void)state;
	for (size_t w = 0; w < G_N_ELEMENTS(ways); w++) {
		struct ui_driver *driver = ui_driver_new("data/library", ARTICLE, NULL, 24, 80);
		keys(driver, ways[w]);
		uint32_t reading = driver->app->reader.reading;
		uint32_t top = driver->app->reader.top;
		for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
			ui_driver_resize(driver, sizes[i].height, sizes[i].width);
			assert_read(driver, reading);
		}
		/* In the first size again, what was scrolled to stands where it stood. */
		if (!driver->app->reader.jumped)
			assert_int_equal(driver->app->reader.top, top);
		ui_driver_free(driver);
	}
}

static void
test_back_leads_to_the_line(void **state)
{
	static const char *const moves[] = { "", "j", "3j", "Space", "]] j j", "G", "d d k" };
	(void)state;
	for (size_t m = 0; m < G_N_ELEMENTS(moves); m++) {
		struct ui_driver *driver = ui_driver_new("data/library", ARTICLE, NULL, 20, 60);
		const struct reader *reader = &driver->app->reader;
		if (moves[m][0] != '\0')
			keys(driver, moves[m]);
		uint32_t top = reader->top, reading = reader->reading;
		/* To the next document, about in it, and back. */
		keys(driver, ">");
		keys(driver, "Space");
		assert_string_not_equal(reader_document(reader)->path, ARTICLE);
		uint32_t later = reader->top;
		keys(driver, "Backspace");
		assert_string_equal(reader_document(reader)->path, ARTICLE);
		assert_int_equal(reader->top, top);
		assert_int_equal(reader->reading, reading);
		keys(driver, "L");
		assert_string_not_equal(reader_document(reader)->path, ARTICLE);
		assert_int_equal(reader->top, later);
		/* Back through a jump within the document; what leads nowhere else is no step. */
		keys(driver, strcmp(moves[m], "G") == 0 ? "Backspace gg Backspace"
							: "Backspace G Backspace");
		assert_int_equal(reader->top, top);
		ui_driver_free(driver);
	}
}

static void
test_jump_stands_on_the_first_row(void **state)
{
	(void)state;
	struct ui_driver *driver = ui_driver_new("data/library", ARTICLE, NULL, 24, 80);
	const struct reader *reader = &driver->app->reader;
	const struct document *document = reader_document(reader);
	for (uint32_t i = 1; i < document->section_count; i++) {
		keys(driver, "]]");
		assert_int_equal(page_line_of(reader->page, document->sections[i].heading.start),
			reader->top);
		assert_int_equal(reader_section(reader), i);
	}
	ui_driver_free(driver);
}

static void
test_marks_and_last_place(void **state)
{
	(void)state;
	struct ui_driver *driver = ui_driver_new("data/library", ARTICLE, NULL, 24, 80);
	const struct reader *reader = &driver->app->reader;
	keys(driver, "]] ma");
	uint32_t top = reader->top;
	keys(driver, "> G");
	keys(driver, "'a");
	assert_string_equal(reader_document(reader)->path, ARTICLE);
	assert_int_equal(reader->top, top);
	keys(driver, "G");
	uint32_t end = reader->top;
	keys(driver, "''");
	assert_int_equal(reader->top, top);
	keys(driver, "''");
	assert_int_equal(reader->top, end);
	ui_driver_free(driver);
}

static void
test_rescan_keeps_all(void **state)
{
	(void)state;
	struct ui_driver *driver = ui_driver_new("data/library", NULL, NULL, 24, 120);
	const struct app *app = driver->app;
	keys(driver, "4j Enter d");
	uint32_t top = app->reader.top, reading = app->reader.reading, cursor = app->list.cursor;
	g_autofree char *path = g_strdup(reader_document(&app->reader)->path);
	uint32_t count = catalog_count(app->catalog);
	keys(driver, "h r");
	assert_int_equal(catalog_count(app->catalog), count);
	assert_int_equal(app->list.cursor, cursor);
	assert_string_equal(reader_document(&app->reader)->path, path);
	assert_int_equal(app->reader.top, top);
	assert_int_equal(app->reader.reading, reading);
	assert_int_equal(app->focus, PANE_LIST);
	ui_driver_free(driver);
}

static void
test_loading_on_threads(void **state)
{
	(void)state;
	struct ui_driver *driver = ui_driver_new_threaded("data/library", 2, 24, 120);
	const struct app *app = driver->app;
	assert_true(app->loading.running);
	/* Keys are taken meanwhile. */
	keys(driver, "j /");
	ui_driver_type(driver, "title:codex");
	keys(driver, "Enter");
	for (int i = 0; app->loading.running && i < 10000; i++)
		ui_driver_turn(driver, true);
	assert_false(app->loading.running);
	for (int i = 0; app->list.filter.waiting && i < 10000; i++)
		ui_driver_turn(driver, true);
	ui_driver_draw(driver);
	assert_int_equal(app->list.rows->len, 1);
	keys(driver, "Enter");
	for (int i = 0; app->reader.opened == NULL && i < 10000; i++)
		ui_driver_turn(driver, true);
	assert_non_null(app->reader.opened);
	assert_int_equal(app->focus, PANE_READER);
	ui_driver_free(driver);
}

static void
test_loading_stops(void **state)
{
	(void)state;
	struct ui_driver *driver = ui_driver_new_threaded("data/library", 2, 24, 120);
	keys(driver, "Esc");
	assert_false(driver->app->loading.running);
	ui_driver_draw(driver);
	keys(driver, "r");
	for (int i = 0; driver->app->loading.running && i < 10000; i++)
		ui_driver_turn(driver, true);
	ui_driver_draw(driver);
	assert_true(driver->app->list.rows->len > 10);
	ui_driver_free(driver);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_resize_keeps_reading),
		cmocka_unit_test(test_back_leads_to_the_line),
		cmocka_unit_test(test_jump_stands_on_the_first_row),
		cmocka_unit_test(test_marks_and_last_place),
		cmocka_unit_test(test_rescan_keeps_all),
		cmocka_unit_test(test_loading_on_threads),
		cmocka_unit_test(test_loading_stops),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
