/*
 * A library that changes while it is open: what changed is shown by itself.
 */
#include "config.h"

#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/place.h"
#include "support/ui_driver.h"
#include "ui/app_state.h"

/* Longer than anything may take. */
#define PATIENCE (10 * G_USEC_PER_SEC)

static gboolean
nudge(void *unused)
{
	(void)unused;
	return G_SOURCE_CONTINUE;
}

/* Turns until a condition holds. */
static void
wait_for(struct ui_driver *driver, bool (*holds)(const struct app *app, const char *of),
	const char *of)
{
	gint64 end = g_get_monotonic_time() + PATIENCE;
	GSource *source = g_timeout_source_new(20);

	g_source_set_callback(source, nudge, NULL, NULL);
	g_source_attach(source, driver->context);
	do {
		ui_driver_turn(driver, true);
		ui_driver_draw(driver);
		if (holds(driver->app, of))
			break;
	} while (g_get_monotonic_time() < end);
	g_source_destroy(source);
	g_source_unref(source);
	if (!holds(driver->app, of))
		fail_msg("%s does not come; the list has %u rows", of, driver->app->list.rows->len);
}

static bool
is_loaded(const struct app *app, const char *of)
{
	(void)of;
	return !app->loading.running && app->list.rows->len > 0;
}

/* The titles of the list, each followed by a comma. */
static bool
shows(const struct app *app, const char *of)
{
	g_autoptr(GString) titles = g_string_new(NULL);

	for (guint i = 0; i < app->list.rows->len; i++) {
		uint32_t entry = g_array_index(app->list.rows, uint32_t, i);

		g_string_append_printf(titles, "%s,", catalog_entry(app->catalog, entry)->title);
	}
	return strcmp(titles->str, of) == 0;
}

static bool
reads(const struct app *app, const char *of)
{
	const struct document *document = reader_document(&app->reader);

	return document != NULL && strstr(document->text, of) != NULL;
}

static struct ui_driver *
begin(void)
{
	struct ui_driver *driver;

	place_put("lib/a.md", "# A\n", -1);
	place_put("lib/sub/b.md", "# B\n", -1);
	driver = ui_driver_new_threaded("lib", 4, 24, 100);
	wait_for(driver, is_loaded, "the list");
	wait_for(driver, shows, "A,B,");
	return driver;
}

static void
test_files(void **state)
{
	(void)state;
	struct ui_driver *driver = begin();

	place_put("lib/sub/c.md", "# C\n", -1);
	wait_for(driver, shows, "A,B,C,");
	place_put("lib/a.md", "# Another\n", -1);
	wait_for(driver, shows, "Another,B,C,");
	assert_int_equal(unlink("lib/sub/b.md"), 0);
	wait_for(driver, shows, "Another,C,");
	assert_int_equal(rename("lib/sub/c.md", "lib/c.md"), 0);
	place_put("lib/d.md", "# D\n", -1);
	wait_for(driver, shows, "Another,C,D,");
	ui_driver_free(driver);
}

static void
test_folders(void **state)
{
	(void)state;
	struct ui_driver *driver = begin();

	place_put("lib/new/of/it.md", "# It\n", -1);
	wait_for(driver, shows, "A,It,B,");
	place_put("lib/new/of/more.md", "# More\n", -1);
	wait_for(driver, shows, "A,It,More,B,");
	assert_int_equal(rename("lib/new", "lib/z"), 0);
	wait_for(driver, shows, "A,B,It,More,");
	place_put("lib/z/of/it.md", "# Still it\n", -1);
	wait_for(driver, shows, "A,B,Still it,More,");
	assert_int_equal(rename("lib/z", "away"), 0);
	wait_for(driver, shows, "A,B,");
	place_put("lib/.lecternignore", "sub\n", -1);
	wait_for(driver, shows, "A,");
	assert_int_equal(unlink("lib/.lecternignore"), 0);
	wait_for(driver, shows, "A,B,");
	ui_driver_free(driver);
}

/* What is being read is read again, in its place. */
static void
test_open_document(void **state)
{
	(void)state;
	struct ui_driver *driver = begin();

	assert_true(ui_driver_keys(driver, "Enter", NULL));
	wait_for(driver, reads, "A");
	place_put("lib/a.md", "# A\n\nMuch more.\n", -1);
	wait_for(driver, reads, "Much more.");
	assert_int_equal(driver->app->focus, PANE_READER);
	assert_int_equal(unlink("lib/a.md"), 0);
	wait_for(driver, shows, "B,");
	assert_true(reads(driver->app, "Much more."));
	ui_driver_free(driver);
}

/* Documents have their ids of the index, and keep up with it. */
static void
test_ids(void **state)
{
	(void)state;
	struct ui_driver *driver = begin();
	const struct catalog *catalog = driver->app->catalog;
	uint32_t a = catalog_find(catalog, "lib/a.md");
	uint32_t id = catalog_entry(catalog, a)->id;

	assert_int_not_equal(id, 0);
	assert_int_equal(catalog_find_id(catalog, id), a);
	place_put("lib/a.md", "# Changed\n", -1);
	wait_for(driver, shows, "Changed,B,");
	while (driver->app->loading.running)
		ui_driver_turn(driver, true);
	assert_int_equal(catalog_find_id(catalog, id), NONE);
	assert_int_not_equal(catalog_entry(catalog, a)->id, 0);
	ui_driver_free(driver);
}

/* Esc ends it, r goes on. */
static void
test_stop_and_go_on(void **state)
{
	(void)state;
	for (int i = 0; i < 500; i++) {
		g_autofree char *path = g_strdup_printf("lib/%03d.md", i);

		place_put(path, "# One of many\n", -1);
	}
	struct ui_driver *driver = ui_driver_new_threaded("lib", 4, 24, 100);

	for (int i = 0; i < 5; i++) {
		ui_driver_turn(driver, true);
		assert_true(ui_driver_keys(driver, "Esc", NULL));
		assert_false(driver->app->loading.running);
		assert_true(ui_driver_keys(driver, "r", NULL));
	}
	wait_for(driver, is_loaded, "the list");
	assert_int_equal(driver->app->list.rows->len, 500);
	for (uint32_t i = 0; i < catalog_count(driver->app->catalog); i++)
		assert_int_not_equal(catalog_entry(driver->app->catalog, i)->id, 0);
	ui_driver_free(driver);
}

/* `reading 12,345 of 100,000 · 3,200/s · 27 s left` */
static void
test_words(void **state)
{
	(void)state;
	static const struct {
		enum loader_phase phase;
		uint32_t done, all;
		gint64 began; /* seconds before now, which is 1 */
		const char *words;
	} cases[] = {
		{ LOADER_KNOWN, 0, 1234, 0, "looking: 1,234 documents" },
		{ LOADER_HEADS, 500, 1300, 0, "reading titles 500 of 1,300" },
		{ LOADER_WHOLE, 0, 100000, -5, "reading 0 of 100,000" },
		{ LOADER_WHOLE, 12345, 100000, -2,
			"reading 12,345 of 100,000 · 4,115/s · 22 s left" },
		{ LOADER_WHOLE, 12345, 1000000, 1, "reading 12,345 of 1,000,000" },
	};
	struct ui_driver *driver = begin();
	struct loading *loading = &driver->app->loading;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char words[96];

		loading->running = true;
		loading->phase = cases[i].phase;
		loading->done = cases[i].done;
		loading->all = cases[i].all;
		loading->phase_began = cases[i].began * G_USEC_PER_SEC;
		assert_true(loading_words(driver->app, words, sizeof(words)));
		assert_string_equal(words, cases[i].words);
	}
	loading->running = false;
	ui_driver_free(driver);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_files, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_folders, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_open_document, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_ids, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_stop_and_go_on, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_words, place_enter, place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
