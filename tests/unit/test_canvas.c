#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "text/width.h"
#include "ui/canvas.h"

static void
assert_rows(const struct canvas *canvas, const char *rows)
{
	g_autoptr(GString) out = g_string_new(NULL);

	canvas_print(canvas, false, out);
	assert_string_equal(out->str, rows);
}

struct put_case {
	const char *text;
	int clip_x, clip_width, x;
	const char *row;
	int columns;
};

static const struct put_case put_cases[] = {
	{ "plain", 0, 10, 0, "plain", 5 },
	{ "plain", 0, 10, 8, "        pl", 5 },
	{ "plain", 2, 3, 0, "  ain", 5 },
	{ "plain", 0, 10, -2, "ain", 5 },
	{ "漢字", 0, 10, 0, "漢字", 4 },
	{ "漢字", 0, 3, 0, "漢", 4 },
	{ "漢字", 1, 9, 0, "  字", 4 },
	{ "a漢", 1, 1, 0, " >", 3 },
	{ "e\xcc\x81t\xc3\xa9", 0, 10, 0, "e\xcc\x81t\xc3\xa9", 3 },
	{ "a\033[31m", 0, 10, 0, "a^[[31m", 7 },
	{ "a\xe2\x80\xae"
	  "b",
		0, 10, 0, "a<U+202E>b", 10 },
	{ "a\xe2\x80\xae"
	  "b",
		0, 4, 0, "a<U+", 10 },
	{ "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80x", 0, 10, 0, "👩🚀x", 5 },
	{ "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80x", 0, 3, 0, "", 5 },
};

static void
test_put(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(put_cases); i++) {
		const struct put_case *c = &put_cases[i];
		g_autoptr(Canvas) canvas = canvas_new(1, 10);
		g_autofree char *row = g_strconcat(c->row, "\n", NULL);

		canvas_clip(canvas, (struct rect){ 0, c->clip_x, 1, c->clip_width });
		assert_int_equal(canvas_put(canvas, 0, c->x, ROLE_STRONG, SAFE_TEXT, c->text, -1),
			c->columns);
		assert_rows(canvas, row);
	}
}

struct cut_case {
	const char *text;
	int columns;
	const char *row;
	int taken;
};

static const struct cut_case cut_cases[] = {
	{ "whole", 5, "whole", 5 },
	{ "too long", 5, "too …", 5 },
	{ "too long", 1, "…", 1 },
	{ "too long", 0, "", 0 },
	{ "漢字漢字", 4, "漢…", 3 },
	{ "漢字", 4, "漢字", 4 },
};

static void
test_put_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cut_cases); i++) {
		const struct cut_case *c = &cut_cases[i];
		g_autoptr(Canvas) canvas = canvas_new(1, 10);
		g_autofree char *row = g_strconcat(c->row, "\n", NULL);

		assert_int_equal(canvas_put_cut(canvas, 0, 0, c->columns, ROLE_TEXT, SAFE_NAME,
					 c->text, -1),
			c->taken);
		assert_rows(canvas, row);
	}
}

static void
test_half_of_wide(void **state)
{
	g_autoptr(Canvas) canvas = canvas_new(2, 6);

	(void)state;
	canvas_put(canvas, 0, 0, ROLE_TEXT, SAFE_TEXT, "漢字漢", -1);
	canvas_put(canvas, 0, 1, ROLE_TEXT, SAFE_TEXT, "x", -1);
	canvas_put(canvas, 0, 4, ROLE_TEXT, SAFE_TEXT, "y", -1);
	assert_rows(canvas, " x字y\n\n");
	canvas_put(canvas, 1, 0, ROLE_TEXT, SAFE_TEXT, "漢字", -1);
	canvas_put(canvas, 1, 1, ROLE_TEXT, SAFE_TEXT, "漢", -1);
	assert_rows(canvas, " x字y\n 漢\n");
	assert_string_equal(canvas_glyph(canvas, 1, 2), "");
}

static void
test_roles(void **state)
{
	g_autoptr(Canvas) canvas = canvas_new(2, 6);
	g_autoptr(GString) out = g_string_new(NULL);

	(void)state;
	canvas_put(canvas, 0, 0, ROLE_HEADING1, SAFE_TEXT, "a\001漢", -1);
	canvas_role(canvas, (struct rect){ 1, 2, 9, 9 }, ROLE_HEADING2);
	canvas_print(canvas, true, out);
	assert_string_equal(out->str, "a^A漢\n1^^11\n\n..2222\n");
}

static void
test_lines(void **state)
{
	g_autoptr(Canvas) canvas = canvas_new(4, 6);
	struct rect before;

	(void)state;
	canvas_box(canvas, (struct rect){ 0, 0, 3, 5 }, ROLE_FRAME);
	canvas_box(canvas, (struct rect){ 0, 0, 1, 5 }, ROLE_FRAME);
	assert_rows(canvas, "╭───╮\n│   │\n╰───╯\n\n");
	canvas_fill(canvas, (struct rect){ 0, 1, 9, 2 }, ROLE_TEXT);
	assert_rows(canvas, "╭  ─╮\n│   │\n╰  ─╯\n\n");
	before = canvas_clip(canvas, (struct rect){ -1, -1, 3, 3 });
	assert_int_equal(before.height, 4);
	assert_int_equal(before.width, 6);
	canvas_box(canvas, (struct rect){ G_MININT / 2, 0, G_MAXINT, 3 }, ROLE_FRAME);
	canvas_hline(canvas, 0, 0, G_MAXINT, ROLE_FRAME);
	assert_rows(canvas, "── ─╮\n│   │\n╰  ─╯\n\n");
}

static void
test_cursor(void **state)
{
	g_autoptr(Canvas) canvas = canvas_new(2, 6);
	int y, x;

	(void)state;
	assert_false(canvas_cursor_at(canvas, &y, &x));
	canvas_cursor(canvas, 1, 5);
	assert_true(canvas_cursor_at(canvas, &y, &x));
	assert_int_equal(y * 10 + x, 15);
	canvas_cursor(canvas, 1, 6);
	assert_false(canvas_cursor_at(canvas, &y, &x));
}

static void
test_long_glyphs(void **state)
{
	static const char stacked[] = "\xf0\x9d\x92\x80\xcc\x81\xcc\x82\xcc\x83\xcc\x84";
	g_autoptr(Canvas) canvas = canvas_new(1, 4);
	g_autoptr(Canvas) copy = canvas_new(1, 4);

	(void)state;
	canvas_put(canvas, 0, 0, ROLE_TEXT, SAFE_TEXT, stacked, -1);
	assert_string_equal(canvas_glyph(canvas, 0, 0), stacked);
	assert_false(canvas_row_equal(canvas, copy, 0));
	canvas_row_copy(copy, canvas, 0);
	canvas_clear(canvas);
	assert_string_equal(canvas_glyph(copy, 0, 0), stacked);
	assert_string_equal(canvas_glyph(canvas, 0, 0), " ");
	canvas_row_copy(copy, canvas, 0);
	assert_true(canvas_row_equal(canvas, copy, 0));
	canvas_role(copy, (struct rect){ 0, 0, 1, 1 }, ROLE_HIT);
	assert_false(canvas_row_equal(canvas, copy, 0));
}

/* Whatever is drawn, each lead of a wide glyph has its right half, and none stands alone. */
static void
test_any_order(void **state)
{
	static const char *const texts[] = { "漢字かな", "plain text", "e\xcc\x81", "👩‍🚀",
		"\002", "a漢b" };
	g_autoptr(GRand) random = g_rand_new_with_seed(7);
	g_autoptr(Canvas) canvas = canvas_new(4, 12);

	(void)state;
	for (int i = 0; i < 3000; i++) {
		canvas_clip(canvas,
			(struct rect){ g_rand_int_range(random, -1, 4),
				g_rand_int_range(random, -2, 12), g_rand_int_range(random, 0, 6),
				g_rand_int_range(random, 0, 14) });
		canvas_put(canvas, g_rand_int_range(random, -1, 5),
			g_rand_int_range(random, -6, 14), ROLE_TEXT, SAFE_TEXT,
			texts[g_rand_int_range(random, 0, G_N_ELEMENTS(texts))], -1);
		for (int y = 0; y < 4; y++) {
			int columns = 0;

			for (int x = 0; x < 12; x++) {
				const char *glyph = canvas_glyph(canvas, y, x);

				if (glyph[0] == '\0')
					continue;
				assert_int_equal(columns, x);
				columns += width_of(g_utf8_get_char(glyph));
			}
			assert_int_equal(columns, 12);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_put),
		cmocka_unit_test(test_put_cut),
		cmocka_unit_test(test_half_of_wide),
		cmocka_unit_test(test_roles),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_cursor),
		cmocka_unit_test(test_long_glyphs),
		cmocka_unit_test(test_any_order),
	};

	setlocale(LC_ALL, "C.UTF-8");
	width_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
