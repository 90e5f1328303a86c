/* Excerpts: sentences on a few rows of a narrow column, so that what is marked in them is seen. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "text/safe.h"
#include "text/width.h"
#include "ui/canvas.h"
#include "ui/excerpt.h"

struct excerpt_case {
	const char *text;
	const char *marked; /* a part of it, or "" */
	int columns;
	const char *rows; /* each ended by '/', the mark as N below it */
};

static const struct excerpt_case cases[] = {
	{ "A short one.", "", 20, "A short one./" },
	{ "A short one.", "short", 20, "A short one./  NNNNN/" },
	{ "", "", 20, "/" },
	{ "one two three four", "two three", 8, "one two/    NNN/three/NNNNN/four/" },
	{ "one two three four five six seven", "two", 8, "one two/    NNN/three/four…/" },
	/* What is far behind is come to, with a little of what leads to it. */
	{ "one two three four five six seven eight nine", "eight", 8, "…seven/eight/NNNNN/nine/" },
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbb", "bbbb", 8, "…bbbb/ NNNN/" },
	/* A mark longer than the room begins in it. */
	{ "x aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa y", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 8,
		"x/aaaaaaaa/NNNNNNNN/aaaaaaa…/NNNNNNN/" },
	{ "漢字漢字漢字漢字漢字", "漢字漢字漢字漢字漢字", 5, "漢字/NNNN/漢字/NNNN/漢字…/NNNN/" },
};

static char *
drawn(const struct excerpt_case *c)
{
	struct canvas *canvas = canvas_new(EXCERPT_ROWS, c->columns);
	const char *at = strstr(c->text, c->marked);
	struct range marked = { (uint32_t)(at - c->text),
		(uint32_t)(at - c->text + (ptrdiff_t)strlen(c->marked)) };
	struct excerpt excerpt;
	GString *out = g_string_new(NULL);
	excerpt_lay(&excerpt, c->text, marked, c->columns);
	excerpt_draw(&excerpt, canvas, 0, 0, c->columns, ROLE_TEXT);
	excerpt_mark(&excerpt, canvas, 0, 0, ROLE_MENTION);
	for (int y = 0; y < (int)excerpt.count; y++) {
		g_autoptr(GString) text = g_string_new(NULL), roles = g_string_new(NULL);
		for (int x = 0; x < c->columns; x++) {
			g_string_append(text, canvas_glyph(canvas, y, x));
			g_string_append_c(roles,
				canvas_role_at(canvas, y, x) == ROLE_MENTION ? 'N' : ' ');
		}
		g_string_append_printf(out, "%s/", g_strchomp(text->str));
		if (g_strchomp(roles->str)[0] != '\0')
			g_string_append_printf(out, "%s/", roles->str);
	}
	canvas_free(canvas);
	return g_string_free(out, FALSE);
}

static void
test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *rows = drawn(&cases[i]);
		assert_string_equal(rows, cases[i].rows);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_rows) };
	width_init();
	safe_init(false, false);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
