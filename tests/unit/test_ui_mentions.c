/*
 * The web of links on the screen: each row of the backlinks leads to a link of the document, mentions are
 * walked around, and a name that no document has is a place.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "library/names.h"
#include "support/ui_driver.h"
#include "ui/app_state.h"

#define LIBRARY "data/library"

static void
press(struct ui_driver *driver, const char *keys)
{
	g_autoptr(GError) error = NULL;

	if (!ui_driver_keys(driver, keys, &error))
		fail_msg("%s: %s", keys, error->message);
	ui_driver_draw(driver);
}

static void
open_entry(struct ui_driver *driver, uint32_t entry)
{
	opening_go_entry(driver->app, entry);
	ui_driver_turn(driver, false);
	assert_string_equal(reader_document(&driver->app->reader)->path,
		catalog_entry(driver->app->catalog, entry)->path);
}

/* Where the selected link leads, which stands on the line being read. */
static uint32_t
selected_target(struct ui_driver *driver)
{
	struct app *app = driver->app;
	const struct document *document = reader_document(&app->reader);

	assert_true(app->reader.link < document->link_count);
	const struct link *link = &document->links[app->reader.link];
	if (!range_is_none(link->text) && app->reader.jumped)
		assert_int_equal(document_line(document, app->reader.reading), link->line);
	if (link->target[0] == '\0')
		return app_entry(app);
	return resolve_link(app->resolver, document, app_entry(app), link).entry;
}

/* Each row of the backlinks of each document leads to a link to it, and back. */
static void
test_backlinks(void **state)
{
	struct ui_driver *driver = ui_driver_new(LIBRARY, NULL, NULL, 40, 140);
	struct app *app = driver->app;
	uint32_t all = 0;

	(void)state;
	for (uint32_t entry = 0; entry < catalog_count(app->catalog); entry++) {
		open_entry(driver, entry);
		app->side.view = SIDE_BACKLINKS;
		app_focus(app, PANE_SIDE);
		ui_driver_turn(driver, false);
		uint32_t rows = app->side.rows->len, count = 0;
		for (uint32_t i = 0; i < rows; i++) {
			if (g_array_index(app->side.rows, struct side_row, i).kind !=
				SIDE_ROW_MENTION)
				continue;
			app->side.cursor = i;
			press(driver, "Enter");
			assert_int_equal(selected_target(driver), entry);
			press(driver, "Backspace");
			app_focus(app, PANE_SIDE);
			ui_driver_turn(driver, false);
			assert_int_equal(app_entry(app), entry);
			assert_int_equal(app->side.rows->len, rows);
			count++;
		}
		assert_int_equal(count, app->side.count);
		all += count;
	}
	assert_true(all > 20);
	ui_driver_free(driver);
}

/* From a link all mentions are walked, each once, until it is there again. */
static uint32_t
walk_around(struct ui_driver *driver, uint32_t entry, uint32_t link)
{
	struct app *app = driver->app;
	uint32_t target = NONE, steps = 0;
	g_autofree char *name = NULL;

	open_entry(driver, entry);
	app->reader.link = link;
	const struct link *first = &reader_document(&app->reader)->links[link];
	if (first->kind == LINK_FOOTNOTE)
		return 0;
	name = names_key(first->target, strlen(first->target));
	app->reader.jumped = false;
	target = selected_target(driver);
	do {
		press(driver, "]l");
		if (strstr(app->message, "mention ") == NULL ||
			strstr(app->message, "only mention") != NULL)
			break;
		steps++;
		assert_int_equal(selected_target(driver), target);
		if (target == NONE) {
			const struct link *now =
				&reader_document(&app->reader)->links[app->reader.link];
			g_autofree char *other = names_key(now->target, strlen(now->target));
			assert_string_equal(other, name);
		}
		assert_true(steps < 1000);
	} while (app_entry(app) != entry || app->reader.link != link);
	if (steps > 0)
		assert_int_equal(steps, app->mention_walk.mentions->len);
	return steps;
}

static void
test_walk(void **state)
{
	struct ui_driver *driver = ui_driver_new(LIBRARY, NULL, NULL, 40, 140);
	uint32_t all = 0;

	(void)state;
	for (uint32_t entry = 0; entry < catalog_count(driver->app->catalog); entry++) {
		open_entry(driver, entry);
		uint32_t count = reader_document(&driver->app->reader)->link_count;
		for (uint32_t link = 0; link < count; link++)
			all += walk_around(driver, entry, link);
	}
	assert_true(all > 50);
	ui_driver_free(driver);
}

/* Keys typed faster than documents are read count all. */
static void
test_hasty(void **state)
{
	struct ui_driver *driver = ui_driver_new(LIBRARY, NULL, NULL, 40, 140);
	struct app *app = driver->app;
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(key_code));

	(void)state;
	press(driver, "G");
	for (uint32_t i = 0; i < catalog_count(app->catalog); i++)
		if (g_str_has_suffix(catalog_entry(app->catalog, i)->path, "typography.md"))
			open_entry(driver, i);
	press(driver, "G Shift-Tab Shift-Tab Shift-Tab");
	assert_true(key_parse("]l]l]l", keys, NULL));
	for (guint i = 0; i < keys->len; i++)
		app_key(app, g_array_index(keys, key_code, i));
	ui_driver_turn(driver, false);
	assert_non_null(app->message);
	const struct mention_walk *walk = &app->mention_walk;
	uint32_t n = walk->mentions->len, from = NONE;
	for (uint32_t i = 0; i < n; i++) {
		const struct mention *mention = &g_array_index(walk->mentions, struct mention, i);
		if (mention->id == walk->from.id && mention->link == walk->from.link)
			from = i;
	}
	assert_int_not_equal(from, NONE);
	assert_int_equal(walk->at, (from + 3) % n);
	ui_driver_free(driver);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_backlinks),
		cmocka_unit_test(test_walk),
		cmocka_unit_test(test_hasty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
