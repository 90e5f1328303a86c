/*
 * The map where it is large: a document that many link to, that names itself, and a library that
 * changes while it is open.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "support/ui_driver.h"

#define MANY 250

static char *
make_library(void)
{
	char *root = g_dir_make_tmp("lectern-test-XXXXXX", NULL);
	assert_non_null(root);
	for (int i = 0; i <= MANY; i++) {
		g_autofree char *name =
			i == 0 ? g_strdup("hub.md") : g_strdup_printf("leaf-%03d.md", i);
		g_autofree char *path = g_build_filename(root, name, NULL);
		g_autofree char *text =
			i == 0 ? g_strdup("# Hub\n\n[[hub]] [[#Hub]] [[leaf-001]] [[no such]]\n")
			       : g_strdup_printf("# Leaf %d\n\n[[hub]] %s\n", i,
					 i == MANY ? "[[Hub]] [[hub.md]]" : "");
		assert_true(g_file_set_contents(path, text, -1, NULL));
	}
	return root;
}

static void
remove_library(char *root)
{
	g_autoptr(GDir) folder = g_dir_open(root, 0, NULL);
	const char *name;
	while ((name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *path = g_build_filename(root, name, NULL);
		g_unlink(path);
	}
	g_rmdir(root);
	g_free(root);
}

static void
type(struct ui_driver *driver, const char *keys)
{
	assert_true(ui_driver_keys(driver, keys, NULL));
}

static void
assert_shows(struct ui_driver *driver, const char *words, bool shown)
{
	g_autoptr(GString) screen = g_string_new(NULL);
	canvas_print(ui_driver_draw(driver), false, screen);
	if ((strstr(screen->str, words) != NULL) != shown)
		fail_msg("“%s” is%s shown:\n%s", words, shown ? " not" : "", screen->str);
}

/* Of many those with most links come first; the row for the others leads to all of them. */
static void
test_many(void **state)
{
	char *root = make_library();
	struct ui_driver *driver = ui_driver_new(root, NULL, NULL, 24, 80);
	(void)state;
	type(driver, "gg Enter gm");
	assert_shows(driver, "Map · Hub", true);
	assert_shows(driver, "Link here · 250", true);
	assert_shows(driver, "Leads to · 2", true);
	assert_shows(driver, "no such", true);
	type(driver, "h");
	assert_shows(driver, "leaf-250.md · 3 links", true);
	type(driver, "G");
	assert_shows(driver, "and 50 more", true);
	type(driver, "Enter");
	assert_shows(driver, "Map ·", false);
	assert_shows(driver, "Backlinks", true);
	ui_driver_free(driver);
	remove_library(root);
}

/* From each column every row can be had, and the way back is the one that was gone. */
static void
test_walk(void **state)
{
	char *root = make_library();
	struct ui_driver *driver = ui_driver_new(root, NULL, NULL, 40, 140);
	(void)state;
	type(driver, "gg Enter gm h Space");
	assert_shows(driver, "Map · Leaf 250", true);
	type(driver, "l Space h j j j Space");
	assert_shows(driver, "Map · Leaf 3 ", true);
	type(driver, "Backspace");
	assert_shows(driver, "Map · Hub", true);
	assert_shows(driver, "leaf-003.md · 1 link", true);
	type(driver, "Backspace");
	assert_shows(driver, "Map · Leaf 250", true);
	type(driver, "Backspace Backspace");
	assert_shows(driver, "Map · Hub", true);
	assert_shows(driver, "the map began here", true);
	type(driver, "f Esc");
	assert_shows(driver, "Map · Hub", true);
	type(driver, "Esc");
	assert_shows(driver, "Map ·", false);
	ui_driver_free(driver);
	remove_library(root);
}

#define PATIENCE (20 * G_USEC_PER_SEC)

static gboolean
nudge(gpointer data)
{
	(void)data;
	return G_SOURCE_CONTINUE;
}

/* Lets workers and the watch of folders go on until the screen shows words. */
static void
wait_for(struct ui_driver *driver, const char *words)
{
	gint64 end = g_get_monotonic_time() + PATIENCE;
	GSource *source = g_timeout_source_new(20);
	bool shown = false;
	g_source_set_callback(source, nudge, NULL, NULL);
	g_source_attach(source, driver->context);
	while (!shown && g_get_monotonic_time() < end) {
		g_autoptr(GString) screen = g_string_new(NULL);
		ui_driver_turn(driver, true);
		canvas_print(ui_driver_draw(driver), false, screen);
		shown = strstr(screen->str, words) != NULL;
	}
	g_source_destroy(source);
	g_source_unref(source);
	if (!shown)
		fail_msg("“%s” is not shown in time", words);
}

/* What comes to be and goes while the map is open is seen on it. */
static void
test_changes(void **state)
{
	char *root = make_library();
	g_autofree char *path = g_build_filename(root, "new.md", NULL);
	struct ui_driver *driver = ui_driver_new_threaded(root, 2, 24, 80);
	(void)state;
	wait_for(driver, "251 ");
	type(driver, "gg gm");
	wait_for(driver, "Link here · 250");
	assert_true(g_file_set_contents(path, "# New\n\n[[hub]]\n", -1, NULL));
	wait_for(driver, "Link here · 251");
	g_unlink(path);
	wait_for(driver, "Link here · 250");
	type(driver, "l Esc g!");
	wait_for(driver, "Orphans · 249");
	ui_driver_free(driver);
	remove_library(root);
}

/* No size and no key leads out of the screen. */
static void
test_sizes(void **state)
{
	static const int sizes[][2] = { { 5, 20 }, { 6, 59 }, { 12, 40 }, { 8, 60 }, { 24, 109 },
		{ 50, 200 }, { 5, 140 } };
	char *root = make_library();
	struct ui_driver *driver = ui_driver_new(root, NULL, NULL, 24, 80);
	(void)state;
	type(driver, "gg Enter gm");
	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		ui_driver_resize(driver, sizes[i][0], sizes[i][1]);
		type(driver, "h h G k f a l l l Ctrl-d gg Space Backspace");
		ui_driver_draw(driver);
	}
	ui_driver_free(driver);
	remove_library(root);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_walk),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_sizes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
