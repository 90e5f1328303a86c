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
#include "ui/picture.h"

static char *
picture(const struct canvas *canvas)
{
	g_autoptr(Theme) theme = theme_new();
	GString *out = g_string_new(NULL);
	g_autoptr(GMarkupParseContext) parser = NULL;
	g_autoptr(GError) error = NULL;
	static const GMarkupParser nothing = { 0 };

	picture_svg(canvas, theme, out);
	parser = g_markup_parse_context_new(&nothing, 0, NULL, NULL);
	if (!g_markup_parse_context_parse(parser, out->str, (gssize)out->len, &error) ||
		!g_markup_parse_context_end_parse(parser, &error))
		fail_msg("%s", error->message);
	return g_string_free(out, FALSE);
}

struct shown_case {
	const char *text;
	enum role role;
	const char *shown;
};

static const struct shown_case shown_cases[] = {
	{ "plain", ROLE_TEXT, "fill=\"#d5dae3\">plain</text>" },
	{ "a < b & \"c\"", ROLE_TEXT, ">a &lt; b &amp; &quot;c&quot;</text>" },
	{ "bold", ROLE_STRONG, "font-weight=\"bold\">bold</text>" },
	{ "link", ROLE_LINK, "fill=\"#6cc4c4\" text-decoration=\"underline \">link</text>" },
	{ "漢", ROLE_TEXT, "textLength=\"16.80\" fill=\"#d5dae3\">漢</text>" },
	{ "\033[1m", ROLE_TEXT, "fill=\"#ff8f8f\">^[</text>" },
	{ "cursor", ROLE_CURSOR, "fill=\"#2d4a7a\"/>" },
	{ "│", ROLE_FRAME, "width=\"1.00\" height=\"18.00\" fill=\"#4b5568\"/>" },
};

static void
test_shows(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(shown_cases); i++) {
		const struct shown_case *c = &shown_cases[i];
		g_autoptr(Canvas) canvas = canvas_new(2, 20);
		g_autofree char *svg = NULL;

		canvas_put(canvas, 1, 2, c->role, SAFE_TEXT, c->text, -1);
		canvas_cursor(canvas, 0, 0);
		svg = picture(canvas);
		if (strstr(svg, c->shown) == NULL)
			fail_msg("%s is not in %s", c->shown, svg);
	}
}

static void
test_empty(void **state)
{
	g_autoptr(Canvas) canvas = canvas_new(0, 0);
	g_autofree char *svg = picture(canvas);

	(void)state;
	assert_null(strstr(svg, "<text"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shows),
		cmocka_unit_test(test_empty),
	};

	setlocale(LC_ALL, "C.UTF-8");
	width_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
