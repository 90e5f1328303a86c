#include "config.h"

#include "ui/theme.h"

#include <string.h>
#include <unistd.h>

#include "document/arena.h"
#include "text/nearest.h"
#include "ui/theme_looks.h"

#define PROBLEM_CODE "theme"

/* A theme file larger than this is none. */
#define FILE_MOST (256 * 1024)

struct theme {
	struct look looks[ROLE_COUNT_OF];
	uint8_t plain[ROLE_COUNT_OF]; /* attributes that hold where there are no colours */
};

struct named_attribute {
	const char *name;
	uint8_t attribute;
};

static const struct named_attribute attributes[] = {
	{ "bold", LOOK_BOLD },
	{ "dim", LOOK_DIM },
	{ "italic", LOOK_ITALIC },
	{ "underline", LOOK_UNDERLINE },
	{ "reverse", LOOK_REVERSE },
	{ "strike", LOOK_STRIKE },
};

static const char *const colour_names[] = {
	"black",
	"red",
	"green",
	"yellow",
	"blue",
	"magenta",
	"cyan",
	"white",
	"bright-black",
	"bright-red",
	"bright-green",
	"bright-yellow",
	"bright-blue",
	"bright-magenta",
	"bright-cyan",
	"bright-white",
};

/* xterm's own first 16. */
static const int32_t palette[16] = {
	0x000000,
	0xcd0000,
	0x00cd00,
	0xcdcd00,
	0x0000ee,
	0xcd00cd,
	0x00cdcd,
	0xe5e5e5,
	0x7f7f7f,
	0xff0000,
	0x00ff00,
	0xffff00,
	0x5c5cff,
	0xff00ff,
	0x00ffff,
	0xffffff,
};

static const int cube_steps[6] = { 0, 95, 135, 175, 215, 255 };

struct theme *
theme_new(void)
{
	struct theme *theme = g_new0(struct theme, 1);

	for (int role = 0; role < ROLE_COUNT_OF; role++) {
		theme->looks[role] = theme_look_dark(role);
		theme->plain[role] = theme_look_plain(role);
	}
	return theme;
}

void
theme_free(struct theme *theme)
{
	g_free(theme);
}

static bool
parse_hex(const char *s, int32_t *rgb)
{
	size_t n = strlen(s);
	int32_t value = 0;

	if (s[0] != '#' || (n != 7 && n != 4))
		return false;
	for (const char *c = s + 1; *c != '\0'; c++) {
		int digit = g_ascii_xdigit_value(*c);

		if (digit < 0)
			return false;
		value = value * 16 + digit;
		if (n == 4)
			value = value * 16 + digit;
	}
	*rgb = value;
	return true;
}

static bool
parse_colour(const struct yaml_node *node, int32_t *colour)
{
	if (node->type == YAML_INT && node->integer >= 0 && node->integer <= 255) {
		*colour = LOOK_INDEXED + (int32_t)node->integer;
		return true;
	}
	if (node->type != YAML_STRING)
		return false;
	if (strcmp(node->string, "default") == 0) {
		*colour = -1;
		return true;
	}
	for (int i = 0; i < (int)G_N_ELEMENTS(colour_names); i++) {
		if (strcmp(node->string, colour_names[i]) == 0) {
			*colour = LOOK_INDEXED + i;
			return true;
		}
	}
	return parse_hex(node->string, colour);
}

/* Reads one entry of a look; false where its key is unknown. */
static bool
parse_entry(const struct yaml_node *node, struct look *look, const struct yaml_reporter *to)
{
	bool fg = strcmp(node->key, "fg") == 0;

	if (fg || strcmp(node->key, "bg") == 0) {
		if (!parse_colour(node, fg ? &look->fg : &look->bg))
			yaml_report(to, node->line, node->column,
				"%s: a colour is a name like \"bright-blue\", 0 to 255, "
				"\"#rrggbb\" or default",
				node->key);
		return true;
	}
	for (guint i = 0; i < G_N_ELEMENTS(attributes); i++) {
		if (strcmp(node->key, attributes[i].name) != 0)
			continue;
		if (node->type != YAML_BOOL)
			yaml_report(to, node->line, node->column, "%s: takes true or false",
				node->key);
		else if (node->integer)
			look->attributes |= attributes[i].attribute;
		return true;
	}
	return false;
}

static void
report_unknown_entry(const struct yaml_reporter *to, const struct yaml_node *node)
{
	yaml_report(to, node->key_line, node->key_column,
		"unknown entry \"%s\" of a look: it has fg, bg, bold, dim, italic, underline, "
		"reverse, "
		"strike",
		node->key);
}

/* Reads a map as a whole look: what it does not name is off. */
static bool
parse_look(const struct yaml_node *node, struct look *look, const struct yaml_reporter *to)
{
	*look = (struct look){ -1, -1, 0 };
	if (node->type != YAML_MAP && node->type != YAML_NULL) {
		yaml_report(to, node->line, node->column,
			"%s: takes a look, as in {fg: \"#5fafff\", bold: true}", node->key);
		return false;
	}
	for (uint32_t i = 0; i < node->count; i++)
		if (!parse_entry(&node->children[i], look, to))
			report_unknown_entry(to, &node->children[i]);
	return true;
}

static void
report_unknown_role(const struct yaml_reporter *to, const struct yaml_node *node)
{
	const char *names[ROLE_COUNT_OF];
	const char *nearest;

	for (int role = 0; role < ROLE_COUNT_OF; role++)
		names[role] = role_info(role)->name;
	nearest = nearest_name(node->key, names, ROLE_COUNT_OF);
	if (nearest != NULL)
		yaml_report(to, node->key_line, node->key_column,
			"unknown role \"%s\": did you mean \"%s\"?", node->key, nearest);
	else
		yaml_report(to, node->key_line, node->key_column, "unknown role \"%s\"", node->key);
}

/* Lays map over the theme; plain: over what holds without colours too. */
static void
theme_lay(struct theme *theme, const struct yaml_node *map, bool plain,
	const struct yaml_reporter *to)
{
	if (map == NULL || map->type == YAML_NULL)
		return;
	if (map->type != YAML_MAP) {
		yaml_report(to, map->line, map->column, "a theme is a map of roles to looks");
		return;
	}
	for (uint32_t i = 0; i < map->count; i++) {
		const struct yaml_node *node = &map->children[i];
		int role = role_named(node->key);
		struct look look;

		if (role < 0) {
			report_unknown_role(to, node);
		} else if (parse_look(node, &look, to)) {
			theme->looks[role] = look;
			if (plain)
				theme->plain[role] = look.attributes;
		}
	}
}

bool
theme_load(struct theme *theme, const char *folder, const char *name, yaml_problem problem,
	void *data, GError **error)
{
	struct yaml_reporter to = { problem, data, PROBLEM_CODE };
	g_autofree char *file = g_strconcat(name, ".yaml", NULL);
	g_autofree char *path = g_build_filename(folder, file, NULL);
	g_autofree char *bytes = NULL;
	struct arena *arena;
	gsize n;

	if (strchr(name, '/') != NULL || name[0] == '.' || name[0] == '\0') {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "\"%s\" is no name of a theme",
			name);
		return false;
	}
	if (access(path, F_OK) != 0) { /* asked first: most folders lack most themes */
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s: there is no such file",
			path);
		return false;
	}
	if (!g_file_get_contents(path, &bytes, &n, error))
		return false;
	if (n > FILE_MOST) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: too large for a theme",
			path);
		return false;
	}
	arena = arena_new();
	theme_lay(theme, yaml_read(arena, bytes, n, 1, problem, data), false, &to);
	arena_free(arena);
	return true;
}

void
theme_apply(struct theme *theme, const struct yaml_node *map, yaml_problem problem, void *data)
{
	struct yaml_reporter to = { problem, data, PROBLEM_CODE };

	theme_lay(theme, map, true, &to);
}

struct look
theme_look(const struct theme *theme, enum role role)
{
	return theme->looks[role];
}

static int
channel(int32_t rgb, int shift)
{
	return (rgb >> shift) & 0xff;
}

/* How unlike two colours are to the eye (the "redmean" weights of T. Riemersma). */
static int
distance(int32_t a, int32_t b)
{
	int mean = (channel(a, 16) + channel(b, 16)) / 2;
	int red = channel(a, 16) - channel(b, 16);
	int green = channel(a, 8) - channel(b, 8);
	int blue = channel(a, 0) - channel(b, 0);

	return (((512 + mean) * red * red) >> 8) + 4 * green * green +
	       (((767 - mean) * blue * blue) >> 8);
}

static int32_t
palette_rgb(int index)
{
	if (index < 16)
		return palette[index];
	if (index >= 232) {
		int grey = 8 + (index - 232) * 10;

		return grey << 16 | grey << 8 | grey;
	}
	index -= 16;
	return cube_steps[index / 36] << 16 | cube_steps[index / 6 % 6] << 8 |
	       cube_steps[index % 6];
}

/* Of few colours the one of the same hue: what a colour means lies in its hue, and a pale blue is
 * nearer to white than to blue by distance. */
static int
nearest_hue(int32_t rgb, int n)
{
	int red = channel(rgb, 16), green = channel(rgb, 8), blue = channel(rgb, 0);
	int most = MAX(red, MAX(green, blue)), least = MIN(red, MIN(green, blue));
	int middle = (most + least) / 2, index;

	if (most - least < 40 || (most - least) * 4 < most) {
		if (n == 8)
			return most < 96 ? 0 : 7;
		return most < 48 ? 0 : most < 150 ? 8 : most < 236 ? 7 : 15;
	}
	index = (red > middle ? 1 : 0) + (green > middle ? 2 : 0) + (blue > middle ? 4 : 0);
	return n == 8 || most < 200 ? index : index + 8;
}

int
theme_nearest(int32_t rgb, int n)
{
	int best = 16, least = G_MAXINT;

	if (n < 256) {
		for (int i = 0; i < n; i++)
			if (palette[i] == rgb)
				return i;
		return nearest_hue(rgb, n);
	}
	/* The first 16 are whatever the terminal's user made them. */
	for (int i = 16; i < 256; i++) {
		int far = distance(palette_rgb(i), rgb);

		if (far < least) {
			least = far;
			best = i;
		}
	}
	return best;
}

int32_t
theme_rgb(int32_t colour)
{
	return colour >= LOOK_INDEXED ? palette_rgb(colour - LOOK_INDEXED) : colour;
}

/* How light a colour is to the eye, 0 to 1000 (WCAG 2.1 relative luminance, its curve taken as a
 * square). */
static int
luminance(int32_t rgb)
{
	int red = channel(rgb, 16), green = channel(rgb, 8), blue = channel(rgb, 0);

	return (213 * red * red + 715 * green * green + 72 * blue * blue) / (255 * 255);
}

/* Whether a can be read on b: a contrast of 3 to 1. */
static bool
readable(int32_t a, int32_t b)
{
	int light = MAX(luminance(a), luminance(b)), dark = MIN(luminance(a), luminance(b));

	return light + 50 >= 3 * (dark + 50);
}

/* A colour in a palette of n: an index, or -1. */
static int32_t
fit(int32_t colour, int n)
{
	if (colour < 0)
		return -1;
	if (colour >= LOOK_INDEXED && colour - LOOK_INDEXED < n)
		return colour;
	return LOOK_INDEXED + theme_nearest(theme_rgb(colour), n);
}

struct look
theme_look_in(const struct theme *theme, enum role role, int colours)
{
	struct look look = theme->looks[role];
	int32_t given = look.bg;

	if (colours > 256)
		return look;
	if (colours < 8)
		return (struct look){ -1, -1, theme->plain[role] };
	colours = colours < 16 ? 8 : colours < 256 ? 16 : 256;
	look.fg = fit(look.fg, colours);
	look.bg = fit(look.bg, colours);
	if (colours > 16 || look.bg < 0)
		return look;
	/* Of eight colours none is a quiet background: a shade of grey is left to attributes. */
	if (colours == 8 && (look.bg == LOOK_INDEXED || look.bg == LOOK_INDEXED + 7) &&
		theme_rgb(look.bg) != theme_rgb(given))
		return (struct look){ -1, -1, theme->plain[role] };
	if (look.fg >= 0 && !readable(theme_rgb(look.fg), theme_rgb(look.bg)))
		look.fg = LOOK_INDEXED + (luminance(theme_rgb(look.bg)) > 250 ? 0 : colours - 1);
	return look;
}
