#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "document/arena.h"
#include "ui/theme.h"

static void
collect(void *data, const char *code, uint32_t line, uint32_t column, const char *message)
{
	assert_string_equal(code, "theme");
	g_string_append_printf(data, "%u:%u %s\n", line, column, message);
}

static char *
themes_folder(void)
{
	return g_build_filename(TOP_SRCDIR, "data", "themes", NULL);
}

static struct theme *
load(const char *name)
{
	struct theme *theme = theme_new();
	g_autofree char *folder = themes_folder();
	g_autoptr(GString) problems = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	assert_true(theme_load(theme, folder, name, collect, problems, &error));
	assert_string_equal(problems->str, "");
	return theme;
}

static void
assert_look(struct look a, struct look b)
{
	assert_int_equal(a.fg, b.fg);
	assert_int_equal(a.bg, b.bg);
	assert_int_equal(a.attributes, b.attributes);
}

/* Without its files the program looks the same. */
static void
test_built_in(void **state)
{
	g_autoptr(Theme) built_in = theme_new();
	g_autoptr(Theme) dark = load("dark");
	g_autoptr(Theme) mono = load("mono");

	(void)state;
	for (int role = 0; role < ROLE_COUNT_OF; role++) {
		assert_look(theme_look(built_in, role), theme_look(dark, role));
		assert_look(theme_look_in(built_in, role, 0), theme_look(mono, role));
	}
}

/* WCAG 2.1 relative luminance, its curve taken as a square. */
static double
luminance(int32_t rgb)
{
	double sum = 0;
	static const double weights[] = { 0.0722, 0.7152, 0.2126 };

	for (int i = 0; i < 3; i++) {
		double c = (rgb >> (8 * i) & 0xff) / 255.0;

		sum += weights[i] * c * c;
	}
	return sum;
}

static double
contrast(int32_t a, int32_t b)
{
	double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}

struct ground_case {
	const char *theme;
	int32_t fg, bg;    /* the terminal's own */
	double text, edge; /* the least contrast of what is read, and of lines and bars */
};

static const struct ground_case grounds[] = {
	{ "dark", 0xd5dae3, 0x14171d, 4.5, 2 },
	{ "dark", 0xffffff, 0x000000, 4.5, 2 },
	{ "light", 0x22262e, 0xffffff, 4.5, 1.8 },
	{ "light", 0x000000, 0xfdf6e3, 4.0, 1.6 },
	{ "contrast", 0xffffff, 0x000000, 7, 7 },
	{ "contrast", 0x000000, 0xffffff, 7, 7 },
};

static const enum role edges[] = { ROLE_QUOTE_BAR, ROLE_RULE, ROLE_TABLE_EDGE, ROLE_CALLOUT_BAR,
	ROLE_EMBED_BAR, ROLE_FRAME, ROLE_FRAME_FOCUS, ROLE_TIMELINE, ROLE_TIMELINE_CHAPTER,
	ROLE_BULLET };

static bool
is_edge(enum role role)
{
	for (size_t i = 0; i < G_N_ELEMENTS(edges); i++)
		if (edges[i] == role)
			return true;
	return false;
}

static void
test_contrast(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(grounds); i++) {
		const struct ground_case *c = &grounds[i];
		g_autoptr(Theme) theme = load(c->theme);

		for (int role = 0; role < ROLE_COUNT_OF; role++) {
			struct look look = theme_look(theme, role);
			double found = contrast(look.fg < 0 ? c->fg : theme_rgb(look.fg),
				look.bg < 0 ? c->bg : theme_rgb(look.bg));

			if (found < (is_edge(role) ? c->edge : c->text))
				fail_msg("%s: %s has a contrast of %.1f", c->theme,
					role_info(role)->name, found);
		}
	}
}

/* What must not be taken for each other, in any number of colours. */
static void
test_meanings_differ(void **state)
{
	static const enum role pairs[][2] = {
		{ ROLE_TEXT, ROLE_LINK },
		{ ROLE_LINK, ROLE_LINK_MISSING },
		{ ROLE_LINK, ROLE_SELECTED_LINK },
		{ ROLE_TEXT, ROLE_HEADING1 },
		{ ROLE_HEADING2, ROLE_HEADING3 },
		{ ROLE_TEXT, ROLE_TIMESTAMP },
		{ ROLE_TEXT, ROLE_CURSOR },
		{ ROLE_CURSOR, ROLE_CURSOR_DIM },
		{ ROLE_TEXT, ROLE_HIT },
		{ ROLE_HIT, ROLE_HIT_CURRENT },
		{ ROLE_FRAME, ROLE_FRAME_FOCUS },
		{ ROLE_TITLE, ROLE_TITLE_FOCUS },
		{ ROLE_TEXT, ROLE_STATUS },
		{ ROLE_STATUS, ROLE_ERROR },
		{ ROLE_TEXT, ROLE_CONTROL },
		{ ROLE_TEXT, ROLE_CODE },
		{ ROLE_SIDE_TIME, ROLE_READING },
		{ ROLE_TIMESTAMP, ROLE_TIMESTAMP_READING },
		{ ROLE_TIMELINE, ROLE_TIMELINE_CHAPTER },
		{ ROLE_TIMELINE, ROLE_TIMELINE_HERE },
		{ ROLE_TIMELINE_CHAPTER, ROLE_TIMELINE_HERE },
		{ ROLE_TIMELINE_HERE, ROLE_TIMELINE_PLAYED },
		{ ROLE_STATUS, ROLE_STATUS_KEY },
		{ ROLE_TEXT, ROLE_EMPHASIS },
		{ ROLE_TEXT, ROLE_STRONG },
		{ ROLE_TEXT, ROLE_MARK },
	};
	static const int colours[] = { 0, 8, 16, 256, 1 << 24 };
	static const char *const names[] = { "dark", "light", "contrast", "mono" };

	(void)state;
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autoptr(Theme) theme = load(names[n]);

		for (size_t c = 0; c < G_N_ELEMENTS(colours); c++) {
			for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
				struct look a = theme_look_in(theme, pairs[i][0], colours[c]);
				struct look b = theme_look_in(theme, pairs[i][1], colours[c]);

				if (a.fg == b.fg && a.bg == b.bg && a.attributes == b.attributes)
					fail_msg("%s, %d colours: %s looks like %s", names[n],
						colours[c], role_info(pairs[i][0])->name,
						role_info(pairs[i][1])->name);
			}
		}
	}
}

static void
test_few_colours(void **state)
{
	static const int colours[] = { 8, 16, 256 };
	static const char *const names[] = { "dark", "light", "contrast" };

	(void)state;
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autoptr(Theme) theme = load(names[n]);

		for (size_t c = 0; c < G_N_ELEMENTS(colours); c++) {
			for (int role = 0; role < ROLE_COUNT_OF; role++) {
				struct look look = theme_look_in(theme, role, colours[c]);

				assert_true(look.fg == -1 || look.fg >= LOOK_INDEXED);
				assert_true(look.fg < LOOK_INDEXED + colours[c]);
				assert_true(look.bg == -1 || look.bg >= LOOK_INDEXED);
				assert_true(look.bg < LOOK_INDEXED + colours[c]);
				if (look.fg < 0 || look.bg < 0)
					continue;
				if (contrast(theme_rgb(look.fg), theme_rgb(look.bg)) < 2.5)
					fail_msg("%s, %d colours: %s cannot be read", names[n],
						colours[c], role_info(role)->name);
			}
		}
	}
}

struct nearest_case {
	int32_t rgb;
	int n, index;
};

static const struct nearest_case nearest_cases[] = {
	{ 0x000000, 8, 0 },
	{ 0xcd0000, 8, 1 },
	{ 0xffffff, 8, 7 },
	{ 0x8ab4f8, 8, 4 },
	{ 0x6cc4c4, 8, 6 },
	{ 0xe0b060, 8, 3 },
	{ 0xa6c98c, 8, 2 },
	{ 0xff8f8f, 8, 1 },
	{ 0x808080, 16, 8 },
	{ 0xff0000, 16, 9 },
	{ 0x8ab4f8, 16, 12 },
	{ 0x1a4fa3, 16, 4 },
	{ 0xffffff, 16, 15 },
	{ 0x5f87ff, 256, 69 },
	{ 0x000000, 256, 16 },
	{ 0xffffff, 256, 231 },
	{ 0x585858, 256, 240 },
	{ 0x5faf5f, 256, 71 },
};

static void
test_nearest(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(nearest_cases); i++) {
		int index = theme_nearest(nearest_cases[i].rgb, nearest_cases[i].n);

		if (index != nearest_cases[i].index)
			fail_msg("%06x of %d is %d", (unsigned)nearest_cases[i].rgb,
				nearest_cases[i].n, index);
	}
	assert_int_equal(theme_rgb(-1), -1);
	assert_int_equal(theme_rgb(0x123456), 0x123456);
	assert_int_equal(theme_rgb(LOOK_INDEXED + 69), 0x5f87ff);
	assert_int_equal(theme_rgb(LOOK_INDEXED + 255), 0xeeeeee);
}

struct apply_case {
	const char *yaml, *problems;
	struct look link;
};

static const struct apply_case apply_cases[] = {
	{ "link: {fg: red, bold: true}", "", { LOOK_INDEXED + 1, -1, LOOK_BOLD } },
	{ "link: {fg: 208, bg: '#fff'}", "", { LOOK_INDEXED + 208, 0xffffff, 0 } },
	{ "link: {fg: bright-blue, bg: default}", "", { LOOK_INDEXED + 12, -1, 0 } },
	{ "link: {underline: true, bold: false}", "", { -1, -1, LOOK_UNDERLINE } },
	{ "link: {}", "", { -1, -1, 0 } },
	{ "link: {fg: 300, reverse: true}",
		"1:12 fg: a colour is a name like \"bright-blue\", 0 to 255, \"#rrggbb\" or "
		"default\n",
		{ -1, -1, LOOK_REVERSE } },
	{ "link: {fg: '#12345', dim: 1}",
		"1:12 fg: a colour is a name like \"bright-blue\", 0 to 255, \"#rrggbb\" or "
		"default\n"
		"1:27 dim: takes true or false\n",
		{ -1, -1, 0 } },
	{ "link: {blink: true}",
		"1:8 unknown entry \"blink\" of a look: it has fg, bg, bold, dim, italic, "
		"underline, reverse, "
		"strike\n",
		{ -1, -1, 0 } },
	{ "lnik: {fg: red}", "1:1 unknown role \"lnik\": did you mean \"link\"?\n",
		{ 0x6cc4c4, -1, LOOK_UNDERLINE } },
	{ "link: red", "1:7 link: takes a look, as in {fg: \"#5fafff\", bold: true}\n",
		{ 0x6cc4c4, -1, LOOK_UNDERLINE } },
	{ "- link", "1:1 a theme is a map of roles to looks\n", { 0x6cc4c4, -1, LOOK_UNDERLINE } },
};

static void
test_apply(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(apply_cases); i++) {
		const struct apply_case *c = &apply_cases[i];
		g_autoptr(Theme) theme = theme_new();
		g_autoptr(GString) problems = g_string_new(NULL);
		struct arena *arena = arena_new();

		theme_apply(theme, yaml_read(arena, c->yaml, strlen(c->yaml), 1, collect, problems),
			collect, problems);
		arena_free(arena);
		assert_string_equal(problems->str, c->problems);
		assert_look(theme_look(theme, ROLE_LINK), c->link);
		if (c->problems[0] == '\0')
			assert_int_equal(theme_look_in(theme, ROLE_LINK, 0).attributes,
				c->link.attributes);
	}
}

static void
test_load_refuses(void **state)
{
	static const char *const names[] = { "no-such-theme", "../themes/dark", "", ".", "a/b" };
	g_autofree char *folder = themes_folder();

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autoptr(Theme) theme = theme_new();
		g_autoptr(GError) error = NULL;

		assert_false(theme_load(theme, folder, names[i], NULL, NULL, &error));
		assert_non_null(error);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_built_in),
		cmocka_unit_test(test_contrast),
		cmocka_unit_test(test_meanings_differ),
		cmocka_unit_test(test_few_colours),
		cmocka_unit_test(test_nearest),
		cmocka_unit_test(test_apply),
		cmocka_unit_test(test_load_refuses),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
