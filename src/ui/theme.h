/*
 * Themes: what each role looks like. A theme is a YAML file of data/themes (or `theme:` of the
 * configuration, with `colours:` laid over it): `heading1: {fg: "#5fafff", bold: true}`. Colours
 * are the 16 names, 0 to 255, `#rrggbb` or `default`; with fewer colours the nearest is taken, with
 * none the attributes alone hold (those of the mono theme, or of `colours:`), so that every meaning
 * is seen in monochrome too (NO_COLOR). A look is set as a whole: what its map does not name is
 * off.
 */
#ifndef LECTERN_UI_THEME_H
#define LECTERN_UI_THEME_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/yaml.h"
#include "page/role.h"

enum look_attribute {
	LOOK_BOLD = 1 << 0,
	LOOK_DIM = 1 << 1,
	LOOK_ITALIC = 1 << 2,
	LOOK_UNDERLINE = 1 << 3,
	LOOK_REVERSE = 1 << 4,
	LOOK_STRIKE = 1 << 5,
};

/* Colours: -1 the terminal's own, else 0xrrggbb, or LOOK_INDEXED + 0..255. */
#define LOOK_INDEXED 0x1000000
struct look {
	int32_t fg, bg;
	uint8_t attributes;
};

struct theme;

/* The built-in theme: what holds where no theme file is found. */
struct theme *theme_new(void);
void theme_free(struct theme *theme);

/* Reads a theme by name from folder/NAME.yaml, over the built-in. Problems (unknown roles, wrong
 * colours) are named with line and column and the rest holds. False where it cannot be read. */
bool theme_load(struct theme *theme, const char *folder, const char *name, yaml_problem problem,
	void *data, GError **error);

/* Lays a map of roles to looks (`colours:` of the configuration) over it. */
void theme_apply(struct theme *theme, const struct yaml_node *map, yaml_problem problem,
	void *data);

/* The look of a role, in colours as the theme has them. */
struct look theme_look(const struct theme *theme, enum role role);

/* The same for a terminal of so many colours (0 to 2^24; more than 256: as it is): fg and bg are -1
 * or LOOK_INDEXED + an index below it. Where there are fewer than 8, the attributes that the theme
 * has for this alone hold; so where a background is a shade that 8 colours cannot show. */
struct look theme_look_in(const struct theme *theme, enum role role, int colours);

/* The nearest of the xterm palette's first n (8, 16 or 256) colours to 0xrrggbb. */
int theme_nearest(int32_t rgb, int n);
int32_t theme_rgb(int32_t colour); /* 0xrrggbb of a look's colour, for pictures; -1 stays -1 */

typedef struct theme Theme;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Theme, theme_free)

#endif
