/*
 * Panels over a library that changes, and over jobs that come back late.
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

static struct ui_driver *
begin(void)
{
	place_put("lib/a.md", "# A\n\n## Apples\n\nRed.\n", -1);
	place_put("lib/b.md", "# B\n\n## Bananas\n\nYellow.\n", -1);
	return ui_driver_new("lib", NULL, NULL, 24, 100);
}

/* The document was changed, and has another id, while its section stands in the list. */
static void
section_of_a_document_that_changed(void **state)
{
	(void)state;
	struct ui_driver *driver = begin();
	struct app *app = driver->app;

	press(driver, "gs");
	ui_driver_type(driver, "apples");
	assert_int_equal(app->popup->rows->len, 1);
	catalog_set_id(app->catalog, catalog_find(app->catalog, "lib/a.md"), 1000);
	press(driver, "Enter");
	assert_null(app->popup);
	assert_null(reader_document(&app->reader));
	assert_non_null(strstr(app->message, "has just changed"));
	ui_driver_free(driver);
}

static void
sections_are_read_anew(void **state)
{
	(void)state;
	struct ui_driver *driver = begin();
	struct app *app = driver->app;

	press(driver, "gs");
	ui_driver_type(driver, "a");
	assert_int_equal(app->popup->rows->len, 3);
	press(driver, "Esc");
	place_put("lib/a.md", "# A\n", -1);
	place_put("lib/b.md", "# B\n", -1);
	press(driver, "r");
	press(driver, "gs");
	ui_driver_type(driver, "a");
	assert_int_equal(app->popup->rows->len, 1);
	press(driver, "Esc");
	/* Letters typed before they were read stop no reading. */
	place_put("lib/b.md", "# B\n\n## Late\n", -1);
	press(driver, "r");
	press_alone(driver, "gs late");
	ui_driver_turn(driver, false);
	assert_int_equal(app->popup->rows->len, 1);
	press(driver, "Enter");
	assert_string_equal(reader_document(&app->reader)->path, "lib/b.md");
	ui_driver_free(driver);
}

/* A title that changed is found, though no document came or went. */
static void
titles_are_read_anew(void **state)
{
	(void)state;
	struct ui_driver *driver = begin();

	press(driver, "gd");
	press(driver, "Esc");
	place_put("lib/b.md", "# Kiwi\n", -1);
	press(driver, "r");
	press(driver, "gd");
	ui_driver_type(driver, "kiwi");
	assert_int_equal(driver->app->popup->rows->len, 1);
	ui_driver_free(driver);
}

/* What counts the values comes back when another panel is open: that stays. */
static void
narrowing_behind_another_panel(void **state)
{
	(void)state;
	struct ui_driver *driver = begin();

	press_alone(driver, "c gd");
	const struct popup *open = driver->app->popup;
	ui_driver_turn(driver, false);
	assert_non_null(open);
	assert_ptr_equal(driver->app->popup, open);
	ui_driver_free(driver);
}

/* Names of fields count in any case. */
static void
states_in_any_case(void **state)
{
	(void)state;
	static const char *const queries[] = { "is:starred", "IS:starred", "Is:Starred",
		"\"is\":starred" };
	struct ui_driver *driver = begin();

	keeping_star(driver->app, catalog_find(driver->app->catalog, "lib/b.md"), true);
	for (size_t i = 0; i < G_N_ELEMENTS(queries); i++) {
		list_filter_set(driver->app, queries[i], false, true);
		ui_driver_turn(driver, false);
		if (driver->app->list.rows->len != 1)
			fail_msg("%s: %u rows", queries[i], driver->app->list.rows->len);
	}
	ui_driver_free(driver);
}

/* The sentence under a row is of the document as it is now. */
static void
sentence_of_a_document_that_changed(void **state)
{
	(void)state;
	struct ui_driver *driver = begin();

	list_filter_set(driver->app, "yellow", false, true);
	ui_driver_turn(driver, false);
	ui_driver_turn(driver, false);
	assert_string_equal(sentences_of(&driver->app->sentences, "lib/b.md")->snippet.text, "Yellow.");
	place_put("lib/b.md", "# B\n\n## Bananas\n\nYellow or green.\n", -1);
	press(driver, "r");
	ui_driver_turn(driver, false);
	assert_string_equal(sentences_of(&driver->app->sentences, "lib/b.md")->snippet.text,
		"Yellow or green.");
	ui_driver_free(driver);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(section_of_a_document_that_changed, place_enter,
			place_leave),
		cmocka_unit_test_setup_teardown(sections_are_read_anew, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(titles_are_read_anew, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(narrowing_behind_another_panel, place_enter,
			place_leave),
		cmocka_unit_test_setup_teardown(states_in_any_case, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(sentence_of_a_document_that_changed, place_enter,
			place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
