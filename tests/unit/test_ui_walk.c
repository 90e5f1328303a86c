/*
 * The way back is exact: walks at random by section, timestamp, link, search and document, and
 * wherever the history grew, stepping back shows the very line that was left, and stepping forward
 * the other.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/ui_driver.h"
#include "ui/app_state.h"

/* A view as it was. */
struct view {
	char path[512];
	uint32_t reading, top, left, link, stamp;
};

static const char *const moves[] = {
	"]]",
	"]]",
	"3]]",
	"[[",
	"]t",
	"]t",
	"[t",
	"G",
	"gg",
	"50%",
	"20G",
	"Space",
	"Space",
	"b",
	"d",
	"u",
	"j",
	"5j",
	"k",
	"Tab",
	"Tab",
	"Tab",
	"4Tab",
	"Shift-Tab",
	"Tab Enter",
	"Tab Enter",
	"2Tab Enter",
	"f a",
	"f s",
	"f d",
	"f F",
	"Tab K Enter",
	"Tab K Tab Enter",
	"Tab K Space Enter",
	"Tab K f a",
	"Tab K K Enter",
	"Tab gc j Enter",
	") )",
	"(",
	">",
	"<",
	"/ t h e Enter",
	"/ a Enter",
	"n",
	"N",
	"ma",
	"'a",
	"''",
	"o j j Enter",
	"T j j j Enter",
};

static struct view
view_of(const struct ui_driver *driver)
{
	const struct reader *reader = &driver->app->reader;
	struct view view = { .reading = reader->reading,
		.top = reader->top,
		.left = reader->left,
		.link = reader->link,
		.stamp = reader->stamp };
	g_strlcpy(view.path, reader_document(reader)->path, sizeof view.path);
	return view;
}

static void
check_same(const struct view *left, const struct view *now, const char *what, bool resized)
{
	if (strcmp(left->path, now->path) != 0 || left->reading != now->reading ||
		left->link != now->link || left->stamp != now->stamp)
		fail_msg("%s: left %s at %u, came to %s at %u", what, left->path, left->reading,
			now->path, now->reading);
	if (!resized && (left->top != now->top || left->left != now->left))
		fail_msg("%s: %s was left with line %u on top, and is shown from %u", what,
			left->path, left->top, now->top);
}

static void
close_panels(struct ui_driver *driver)
{
	while (driver->app->popup != NULL || driver->app->prompt != NULL ||
		driver->app->hints != NULL)
		assert_true(ui_driver_keys(driver, "Esc", NULL));
	app_focus(driver->app, PANE_READER);
}

/* Makes a move; where it left one place, that is remembered. */
static void
make_move(struct ui_driver *driver, const char *keys, GArray *back, GArray *forward)
{
	const struct history *history = &driver->app->history;
	struct view before = view_of(driver);
	guint places = history->back->len;
	for (const char *key = keys; *key != '\0';) {
		/* A selection before the jump is a part of what is left. */
		const char *end = strchrnul(key, ' ');
		g_autofree char *one = g_strndup(key, (gsize)(end - key));
		if (*end == '\0' && keys[0] != '/')
			before = view_of(driver);
		assert_true(ui_driver_keys(driver, one, NULL));
		key = *end == ' ' ? end + 1 : end;
	}
	close_panels(driver);
	ui_driver_draw(driver);
	if (history->back->len == places)
		return;
	assert_int_equal(history->back->len, places + 1);
	/* A letter selects its link, and follows it. */
	if (keys[0] == 'f')
		before.link = g_array_index(history->back, struct place, places).link;
	g_array_append_val(back, before);
	g_array_set_size(forward, 0);
}

static void
step(struct ui_driver *driver, bool ahead, GArray *from, GArray *to, bool resized)
{
	if (from->len == 0)
		return;
	struct view before = view_of(driver);
	struct view left = g_array_index(from, struct view, from->len - 1);
	g_array_set_size(from, from->len - 1);
	g_array_append_val(to, before);
	assert_true(ui_driver_keys(driver, ahead ? "L" : "Backspace", NULL));
	ui_driver_draw(driver);
	struct view now = view_of(driver);
	check_same(&left, &now, ahead ? "forward" : "back", resized);
}

static void
walk(const char *root, int steps, guint32 seed, bool resize)
{
	g_autoptr(GRand) dice = g_rand_new_with_seed(seed);
	struct ui_driver *driver = ui_driver_new(root, NULL, NULL, 30, 100);
	g_autoptr(GArray) back = g_array_new(FALSE, FALSE, sizeof(struct view));
	g_autoptr(GArray) forward = g_array_new(FALSE, FALSE, sizeof(struct view));
	uint32_t count = catalog_count(driver->app->catalog);
	int jumps = 0;
	assert_true(count > 0);
	g_autofree char *first =
		g_strdup_printf("%dG Enter", g_rand_int_range(dice, 1, (int)count));
	assert_true(ui_driver_keys(driver, first, NULL));
	for (int i = 0; i < steps; i++) {
		int cast = g_rand_int_range(dice, 0, 100);
		int places = (int)back->len;
		/* Older places than are kept are forgotten. */
		if (back->len > 900)
			g_array_remove_range(back, 0, back->len);
		if (resize && cast < 5)
			ui_driver_resize(driver, g_rand_int_range(dice, 5, 60),
				g_rand_int_range(dice, 20, 200));
		else if (resize && cast < 8)
			assert_true(ui_driver_keys(driver, "z", NULL));
		else if (cast < 25)
			step(driver, false, back, forward, resize);
		else if (cast < 35)
			step(driver, true, forward, back, resize);
		else
			make_move(driver, moves[g_rand_int_range(dice, 0, G_N_ELEMENTS(moves))],
				back, forward);
		jumps += (int)back->len > places;
	}
	/* It did lead somewhere, and all the way back is as exact. */
	assert_true(jumps > steps / 20);
	while (back->len > 0)
		step(driver, false, back, forward, resize);
	while (forward->len > 0)
		step(driver, true, forward, back, resize);
	ui_driver_free(driver);
}

static void
test_sample(void **state)
{
	(void)state;
	walk("data/library", 3000, 7, false);
	walk("data/library", 3000, 8, true);
}

static void
test_real(void **state)
{
	static const char *const folders[] = {
		"../shared/library/video-notes",
		"../shared/library/articles",
		"../shared/library/seeds",
		"../shared/library/clippings",
	};
	(void)state;
	if (!g_file_test("../shared/library", G_FILE_TEST_IS_DIR))
		skip();
	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
		if (!g_file_test(folders[i], G_FILE_TEST_IS_DIR))
			continue;
		walk(folders[i], 1000, (guint32)i, false);
		walk(folders[i], 600, (guint32)i + 100, true);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sample),
		cmocka_unit_test(test_real),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
