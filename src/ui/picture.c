#include "config.h"

#include "ui/picture.h"

#include <string.h>

/* A cell in SVG's units, the font's size, and where its base line lies in the cell. */
#define CELL_WIDTH 8.4
#define CELL_HEIGHT 18
#define FONT_SIZE 14
#define BASE_LINE 13.5
#define MARGIN 12

/* What the terminal's own colours are taken to be. */
struct ground {
	int32_t fg, bg;
};

static const struct ground dark_ground = { 0xd5dae3, 0x14171d };
static const struct ground light_ground = { 0x22262e, 0xfdfdfb };

/* A theme of light inks was made for a dark ground. */
static struct ground
ground_of(const struct theme *theme)
{
	struct look text = theme_look(theme, ROLE_TEXT);
	int32_t ink = theme_rgb(theme_look(theme, ROLE_HEADING1).fg);
	struct ground ground = dark_ground;

	if (ink >= 0 && (ink >> 16 & 0xff) + (ink >> 8 & 0xff) + (ink & 0xff) < 3 * 128)
		ground = light_ground;
	if (text.fg >= 0)
		ground.fg = theme_rgb(text.fg);
	if (text.bg >= 0)
		ground.bg = theme_rgb(text.bg);
	return ground;
}

/* A look with the terminal's own colours and reversal worked out. */
static struct look
look_on(const struct theme *theme, enum role role, struct ground ground)
{
	struct look look = theme_look(theme, role);

	look.fg = look.fg < 0 ? ground.fg : theme_rgb(look.fg);
	look.bg = look.bg < 0 ? ground.bg : theme_rgb(look.bg);
	if (look.attributes & LOOK_REVERSE) {
		int32_t fg = look.fg;

		look.fg = look.bg;
		look.bg = fg;
	}
	return look;
}

/* A number with two decimals, whatever the locale's point. */
static void
append_number(GString *out, double number)
{
	char buffer[G_ASCII_DTOSTR_BUF_SIZE];

	g_string_append(out, g_ascii_formatd(buffer, sizeof(buffer), "%.2f", number));
}

static void
append_attribute(GString *out, const char *name, double number)
{
	g_string_append_printf(out, " %s=\"", name);
	append_number(out, number);
	g_string_append_c(out, '"');
}

static void
append_rect(GString *out, int y, int x, int columns, int32_t colour)
{
	g_string_append(out, "<rect");
	append_attribute(out, "x", MARGIN + x * CELL_WIDTH);
	append_attribute(out, "y", MARGIN + y * CELL_HEIGHT);
	append_attribute(out, "width", columns * CELL_WIDTH);
	append_attribute(out, "height", CELL_HEIGHT);
	g_string_append_printf(out, " fill=\"#%06x\"/>\n", (guint)colour);
}

/* A vertical line, drawn so that it joins from row to row. */
static void
append_vertical(GString *out, int y, int x, int32_t colour)
{
	g_string_append(out, "<rect");
	append_attribute(out, "x", MARGIN + (x + 0.5) * CELL_WIDTH - 0.5);
	append_attribute(out, "y", MARGIN + y * CELL_HEIGHT);
	append_attribute(out, "width", 1);
	append_attribute(out, "height", CELL_HEIGHT);
	g_string_append_printf(out, " fill=\"#%06x\"/>\n", (guint)colour);
}

static void
append_style(GString *out, struct look look)
{
	g_string_append_printf(out, " fill=\"#%06x\"", (guint)look.fg);
	if (look.attributes & LOOK_BOLD)
		g_string_append(out, " font-weight=\"bold\"");
	if (look.attributes & LOOK_ITALIC)
		g_string_append(out, " font-style=\"italic\"");
	if (look.attributes & LOOK_DIM)
		g_string_append(out, " opacity=\"0.65\"");
	if (look.attributes & (LOOK_UNDERLINE | LOOK_STRIKE))
		g_string_append_printf(out, " text-decoration=\"%s%s\"",
			look.attributes & LOOK_UNDERLINE ? "underline " : "",
			look.attributes & LOOK_STRIKE ? "line-through" : "");
}

/* The columns from x that are drawn as one: of one role; a glyph beyond ASCII alone, since its font
 * may give it another width. */
static int
run_length(const struct canvas *canvas, int y, int x)
{
	enum role role = canvas_role_at(canvas, y, x);
	int end = x + 1;

	if (canvas_glyph(canvas, y, x)[0] & 0x80) {
		while (end < canvas_width(canvas) && canvas_glyph(canvas, y, end)[0] == '\0')
			end++;
		return end - x;
	}
	while (end < canvas_width(canvas) && canvas_role_at(canvas, y, end) == role &&
		canvas_glyph(canvas, y, end)[0] != '\0' &&
		!(canvas_glyph(canvas, y, end)[0] & 0x80))
		end++;
	return end - x;
}

static bool
is_blank(const struct canvas *canvas, int y, int x)
{
	return strcmp(canvas_glyph(canvas, y, x), " ") == 0;
}

static void
append_run(GString *out, const struct canvas *canvas, int y, int x, int columns, struct look look)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *escaped = NULL;

	/* Blanks at the ends need no drawing but under a line. */
	while (!(look.attributes & (LOOK_UNDERLINE | LOOK_STRIKE)) && columns > 0) {
		if (is_blank(canvas, y, x + columns - 1)) {
			columns--;
		} else if (is_blank(canvas, y, x)) {
			columns--;
			x++;
		} else {
			break;
		}
	}
	if (columns == 0)
		return;
	for (int i = 0; i < columns; i++)
		g_string_append(text, canvas_glyph(canvas, y, x + i));
	if (strcmp(text->str, "│") == 0) {
		append_vertical(out, y, x, look.fg);
		return;
	}
	escaped = g_markup_escape_text(text->str, (gssize)text->len);
	g_string_append(out, "<text");
	append_attribute(out, "x", MARGIN + x * CELL_WIDTH);
	append_attribute(out, "y", MARGIN + y * CELL_HEIGHT + BASE_LINE);
	append_attribute(out, "textLength", columns * CELL_WIDTH);
	append_style(out, look);
	g_string_append_printf(out, ">%s</text>\n", escaped);
}

static void
append_grounds(GString *out, const struct canvas *canvas, const struct theme *theme, int y,
	struct ground ground)
{
	int start = 0;

	for (int x = 1; x <= canvas_width(canvas); x++) {
		int32_t colour = look_on(theme, canvas_role_at(canvas, y, start), ground).bg;

		if (x < canvas_width(canvas) &&
			look_on(theme, canvas_role_at(canvas, y, x), ground).bg == colour)
			continue;
		if (colour != ground.bg)
			append_rect(out, y, start, x - start, colour);
		start = x;
	}
}

void
picture_svg(const struct canvas *canvas, const struct theme *theme, GString *out)
{
	struct ground ground = ground_of(theme);
	int cursor_y, cursor_x;

	g_string_append(out, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
	append_attribute(out, "width", canvas_width(canvas) * CELL_WIDTH + 2 * MARGIN);
	append_attribute(out, "height", canvas_height(canvas) * CELL_HEIGHT + 2 * MARGIN);
	g_string_append_printf(out,
		" font-family=\"'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"%d\" "
		"xml:space=\"preserve\">\n"
		"<rect width=\"100%%\" height=\"100%%\" rx=\"8\" fill=\"#%06x\"/>\n",
		FONT_SIZE, (guint)ground.bg);
	for (int y = 0; y < canvas_height(canvas); y++) {
		int columns;

		append_grounds(out, canvas, theme, y, ground);
		for (int x = 0; x < canvas_width(canvas); x += columns) {
			columns = run_length(canvas, y, x);
			append_run(out, canvas, y, x, columns,
				look_on(theme, canvas_role_at(canvas, y, x), ground));
		}
	}
	if (canvas_cursor_at(canvas, &cursor_y, &cursor_x)) {
		g_string_append(out, "<g opacity=\"0.5\">");
		append_rect(out, cursor_y, cursor_x, 1, ground.fg);
		g_string_append(out, "</g>\n");
	}
	g_string_append(out, "</svg>\n");
}
