/*
 * The canvas: the screen as a grid of cells, each a glyph and a role. Panes draw on it; the
 * terminal shows it (ui/terminal.h), tests print it, and a picture is made of it. Rows and columns
 * count from 0.
 *
 * Nothing drawn outside the clip is kept. A wide glyph that would be cut at the clip's edge is a
 * blank (`>` where the clip is one column wide). Drawing over half of a wide glyph blanks the other
 * half.
 */
#ifndef LECTERN_UI_CANVAS_H
#define LECTERN_UI_CANVAS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "page/role.h"
#include "text/safe.h"

struct rect {
	int y, x, height, width;
};

struct canvas;

struct canvas *canvas_new(int height, int width);
void canvas_free(struct canvas *canvas);
/* A new size in cells; all is blank then. */
void canvas_resize(struct canvas *canvas, int height, int width);
int canvas_height(const struct canvas *canvas);
int canvas_width(const struct canvas *canvas);

/* Blanks everything, lifts the clip, hides the cursor. */
void canvas_clear(struct canvas *canvas);

/* Limits drawing to r (cut to the canvas); gives the clip that held before, to be set again. */
struct rect canvas_clip(struct canvas *canvas, struct rect r);

/* Draws s (n bytes, -1 to its NUL) through safe_next() from (y, x) to the clip's edge; gives the
 * columns it took or would have taken. */
int canvas_put(struct canvas *canvas, int y, int x, enum role role, enum safe_mode mode,
	const char *s, gssize n);

/* The same, cut with `…` to at most columns. */
int canvas_put_cut(struct canvas *canvas, int y, int x, int columns, enum role role,
	enum safe_mode mode, const char *s, gssize n);

/* Fills r with blanks of role. */
void canvas_fill(struct canvas *canvas, struct rect r, enum role role);

/* Gives the cells of r a role without changing glyphs (cursor rows, hits): what is drawn stays. */
void canvas_role(struct canvas *canvas, struct rect r, enum role role);

/* Draws one of the program's own signs, of one column; ascii stands for it where safe_ascii(). */
void canvas_sign(struct canvas *canvas, int y, int x, enum role role, const char *sign,
	const char *ascii);

/* Lines and corners: drawn in box characters, or `|`, `-`, `+` where safe_ascii(). */
void canvas_vline(struct canvas *canvas, int y, int x, int height, enum role role);
void canvas_hline(struct canvas *canvas, int y, int x, int width, enum role role);
void canvas_box(struct canvas *canvas, struct rect r, enum role role);

/* Where the cursor is shown; it is hidden otherwise. */
void canvas_cursor(struct canvas *canvas, int y, int x);
bool canvas_cursor_at(const struct canvas *canvas, int *y, int *x);

/* A cell: its glyph (NUL-terminated; "" for the right half of a wide one) and role. */
const char *canvas_glyph(const struct canvas *canvas, int y, int x);
enum role canvas_role_at(const struct canvas *canvas, int y, int x);

/* Whether row y is the same in both, which are of one width; and makes it so. */
bool canvas_row_equal(const struct canvas *a, const struct canvas *b, int y);
void canvas_row_copy(struct canvas *to, const struct canvas *from, int y);

/* The whole as text: each row, then where roles is set a row of role letters, ends of rows trimmed.
 * For goldens. */
void canvas_print(const struct canvas *canvas, bool roles, GString *out);

typedef struct canvas Canvas;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Canvas, canvas_free)

#endif
