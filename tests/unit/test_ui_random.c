/* Keys, clicks and window sizes at random, seeded: nothing crashes, and what is drawn is whole. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/ui_driver.h"
#include "ui/app_state.h"

#define STEPS 6000

/* Keys more often of use than others stand more often. */
static const char *const keys[] = {
	"j",
	"j",
	"k",
	"Down",
	"Space",
	"Space",
	"b",
	"d",
	"u",
	"Ctrl-d",
	"gg",
	"G",
	"50%",
	"12G",
	"7gg",
	"Enter",
	"Enter",
	"Enter",
	"Tab",
	"Tab",
	"Shift-Tab",
	"}",
	"{",
	"]]",
	"]]",
	"[[",
	"]t",
	"gt",
	"12gt",
	"gM",
	"gT",
	"gr",
	"T",
	"p",
	"P",
	"v",
	"v",
	"yl",
	"yu",
	"ys",
	"yc",
	"yt",
	"yy",
	"y",
	"x",
	"]t",
	"[t",
	"h",
	"l",
	"l",
	"z",
	"Backspace",
	"Backspace",
	"Ctrl-o",
	"H",
	"L",
	"o",
	"T",
	"B",
	"R",
	"]l",
	"]l",
	"[l",
	"i",
	"gm",
	"gm",
	"g!",
	"K",
	"?",
	":",
	"/",
	"n",
	"N",
	"q",
	"Esc",
	"Esc",
	"Ctrl-c",
	"s",
	"r",
	"<",
	">",
	"-",
	"+",
	"(",
	")",
	"t",
	"gd",
	"ma",
	"'a",
	"''",
	"mb",
	"'b",
	"3]]",
	"2j",
	"99999j",
	"9",
	"Left",
	"Right",
	"Home",
	"End",
	"PgDn",
	"PgUp",
	"F1",
	"Ctrl-l",
	"Ctrl-z",
	"a",
	"e",
	"the",
	"\xc3\xa9",
	"[",
	"]",
	"g",
	"'",
	"m",
	"Up",
	"Ctrl-n",
	"1",
};

static void
check_screen(struct ui_driver *driver)
{
	const struct canvas *canvas = ui_driver_draw(driver);
	const struct reader *reader = &driver->app->reader;
	assert_false(app_dirty(driver->app));
	assert_true(canvas_height(canvas) > 0);
	if (reader->page != NULL) {
		uint32_t lines = page_line_count(reader->page);
		assert_true(lines == 0 || reader->top < lines);
		assert_true(reader->reading <= reader_document(reader)->length);
	}
}

static void
random_session(guint32 seed)
{
	g_autoptr(GRand) dice = g_rand_new_with_seed(seed);
	struct ui_driver *driver = ui_driver_new("data/library", NULL, NULL, 24, 80);
	for (int i = 0; i < STEPS; i++) {
		if (g_rand_int_range(dice, 0, 20) == 0)
			ui_driver_resize(driver, g_rand_int_range(dice, 1, 60),
				g_rand_int_range(dice, 1, 220));
		else if (g_rand_int_range(dice, 0, 8) == 0)
			ui_driver_key(driver,
				key_pointer((enum pointer)g_rand_int_range(dice, 0, 3),
					g_rand_int_range(dice, 0, 62),
					g_rand_int_range(dice, 0, 222)));
		else
			assert_true(ui_driver_keys(driver,
				keys[g_rand_int_range(dice, 0, G_N_ELEMENTS(keys))], NULL));
		check_screen(driver);
	}
	/* The keys did lead somewhere. */
	g_autoptr(GPtrArray) opened = g_ptr_array_new();
	state_recent(driver->app->state, UINT32_MAX, opened);
	assert_true(opened->len > 10);
	ui_driver_free(driver);
}

static void
test_random_keys(void **state)
{
	(void)state;
	/* No player is looked for. */
	g_unsetenv("XDG_RUNTIME_DIR");
	random_session(1);
	random_session(20260208);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
