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
	{ 50, 200 }, { 24, 80 }, { 5, 20 }, { 40, 120 }, { 20, 60 }, { 30, 100 }, { 12, 40 }, { 24, 80 },
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
	static const char *const ways[] = { "d", "3j", "]]", "2]]", "G", "50%", "Space Space", "12G" };
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
		/* Back through a jump within the document. */
		keys(driver, "Backspace G Backspace");
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_resize_keeps_reading),
		cmocka_unit_test(test_back_leads_to_the_line),
		cmocka_unit_test(test_jump_stands_on_the_first_row),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
