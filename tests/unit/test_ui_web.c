/*
 * Links of a library that changes while it is open: what the side pane shows follows by itself.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
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

static char *
side_of(const struct app *app)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < app->side.rows->len; i++) {
		const struct side_row *row = &g_array_index(app->side.rows, struct side_row, i);
		const struct mention *mention = side_mention(&app->side, row);
		if (row->words != NULL)
			g_string_append_printf(out, "%s ", row->words);
		if (mention != NULL)
			g_string_append_printf(out, "%u, ", mention->line);
	}
	return g_string_free(out, FALSE);
}

/* Turns until the side pane's rows are these. */
static void
wait_for(struct ui_driver *driver, const char *rows)
{
	gint64 end = g_get_monotonic_time() + PATIENCE;
	GSource *source = g_timeout_source_new(20);
	g_autofree char *now = NULL;

	g_source_set_callback(source, nudge, NULL, NULL);
	g_source_attach(source, driver->context);
	do {
		ui_driver_turn(driver, true);
		ui_driver_draw(driver);
		g_free(now);
		now = side_of(driver->app);
	} while (strcmp(now, rows) != 0 && g_get_monotonic_time() < end);
	g_source_destroy(source);
	g_source_unref(source);
	assert_string_equal(now, rows);
}

static void
wait_until_loaded(struct ui_driver *driver)
{
	gint64 end = g_get_monotonic_time() + PATIENCE;

	while (catalog_count(driver->app->catalog) < 2 || driver->app->loading.running) {
		assert_true(g_get_monotonic_time() < end);
		g_usleep(1000);
		ui_driver_turn(driver, false);
	}
}

static void
test_changes(void **state)
{
	(void)state;
	place_put("lib/a.md", "# A\n\n## Part\n\nText.\n", -1);
	place_put("lib/b.md", "# B\n\nOf [[a]].\n", -1);
	struct ui_driver *driver = ui_driver_new_threaded("lib", 4, 40, 140);
	driver->app->side.view = SIDE_BACKLINKS;
	wait_until_loaded(driver);
	opening_go_entry(driver->app, catalog_find(driver->app->catalog, "lib/a.md"));
	wait_for(driver, "B 3, ");
	place_put("lib/c.md", "# C\n\nOf [[a]].\n\nAnd of [[a#Part]].\n", -1);
	wait_for(driver, "B 3, C 3, 5, ");
	/* One goes to a section, and what links to that comes first. */
	assert_true(ui_driver_keys(driver, "]] ]]", NULL));
	wait_for(driver, "To “Part” · 1 C 5,  To the document · 2 B 3, C 3, ");
	assert_int_equal(rename("lib/b.md", "lib/z.md"), 0);
	wait_for(driver, "To “Part” · 1 C 5,  To the document · 2 C 3, B 3, ");
	assert_int_equal(unlink("lib/c.md"), 0);
	wait_for(driver, "B 3, ");
	assert_int_equal(unlink("lib/z.md"), 0);
	wait_for(driver, "Nothing links here. ");
	ui_driver_free(driver);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_changes, place_enter, place_leave),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
