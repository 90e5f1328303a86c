#include "config.h"

#include "ui/canvas.h"

#include <string.h>

#include "text/utf8.h"
#include "text/width.h"

/* Glyphs of up to 7 bytes stand in the cell, the others in the canvas's chunk until it is
 * cleared. */
#define CELL_BYTES 8

struct cell {
	const char *longer; /* NULL where bytes hold the glyph */
	char bytes[CELL_BYTES];
	uint8_t role;
	bool right; /* the right half of the wide glyph before it */
};

struct canvas {
	int height, width;
	struct cell *cells;
	GStringChunk *longer;
	struct rect clip;
	int cursor_y, cursor_x; /* -1 where it is hidden */
};

static const struct cell blank = { .bytes = " ", .role = ROLE_TEXT };

static struct rect
rect_cut(struct rect r, struct rect to)
{
	gint64 top = MAX(r.y, to.y), left = MAX(r.x, to.x);
	gint64 bottom = MIN((gint64)r.y + r.height, (gint64)to.y + to.height);
	gint64 right = MIN((gint64)r.x + r.width, (gint64)to.x + to.width);

	return (struct rect){ .y = (int)top,
		.x = (int)left,
		.height = (int)MAX(bottom - top, 0),
		.width = (int)MAX(right - left, 0) };
}

static struct rect
canvas_whole(const struct canvas *canvas)
{
	return (struct rect){ .height = canvas->height, .width = canvas->width };
}

struct canvas *
canvas_new(int height, int width)
{
	struct canvas *canvas = g_new0(struct canvas, 1);

	canvas->longer = g_string_chunk_new(256);
	canvas_resize(canvas, height, width);
	return canvas;
}

void
canvas_free(struct canvas *canvas)
{
	if (canvas == NULL)
		return;
	g_string_chunk_free(canvas->longer);
	g_free(canvas->cells);
	g_free(canvas);
}

void
canvas_resize(struct canvas *canvas, int height, int width)
{
	canvas->height = MAX(height, 0);
	canvas->width = MAX(width, 0);
	g_free(canvas->cells);
	canvas->cells = g_new(struct cell, (gsize)canvas->height * (gsize)canvas->width);
	canvas_clear(canvas);
}

int
canvas_height(const struct canvas *canvas)
{
	return canvas->height;
}

int
canvas_width(const struct canvas *canvas)
{
	return canvas->width;
}

void
canvas_clear(struct canvas *canvas)
{
	gsize n = (gsize)canvas->height * (gsize)canvas->width;

	for (gsize i = 0; i < n; i++)
		canvas->cells[i] = blank;
	g_string_chunk_clear(canvas->longer);
	canvas->clip = canvas_whole(canvas);
	canvas->cursor_y = canvas->cursor_x = -1;
}

struct rect
canvas_clip(struct canvas *canvas, struct rect r)
{
	struct rect before = canvas->clip;

	canvas->clip = rect_cut(r, canvas_whole(canvas));
	return before;
}

static struct cell *
cell_at(const struct canvas *canvas, int y, int x)
{
	return &canvas->cells[(gsize)y * (gsize)canvas->width + (gsize)x];
}

/* Makes width cells at (y, x) free to be written: what they leave of wide glyphs is blanked. */
static void
cells_part(struct canvas *canvas, int y, int x, int width)
{
	if (x > 0 && cell_at(canvas, y, x)->right) {
		struct cell *cell = cell_at(canvas, y, x - 1);

		memcpy(cell->bytes, blank.bytes, CELL_BYTES);
		cell->longer = NULL;
	}
	if (x + width < canvas->width && cell_at(canvas, y, x + width)->right) {
		struct cell *cell = cell_at(canvas, y, x + width);

		memcpy(cell->bytes, blank.bytes, CELL_BYTES);
		cell->right = false;
	}
}

/* Writes one glyph of 1 or 2 columns where the clip is known to hold it. */
static void
cell_write(struct canvas *canvas, int y, int x, enum role role, const char *bytes, size_t n,
	int width)
{
	struct cell *cell = cell_at(canvas, y, x);

	cells_part(canvas, y, x, width);
	*cell = (struct cell){ .role = (uint8_t)role };
	if (n < CELL_BYTES)
		memcpy(cell->bytes, bytes, n);
	else
		cell->longer = g_string_chunk_insert_len(canvas->longer, bytes, (gssize)n);
	if (width == 2)
		cell[1] = (struct cell){ .role = (uint8_t)role, .right = true };
}

static bool
clip_holds(const struct rect *clip, int y, gint64 x)
{
	return y >= clip->y && y < clip->y + clip->height && x >= clip->x &&
	       x < clip->x + clip->width;
}

/* Writes blank (or `>` in a clip of one column) where [x, x + columns) is within the clip. */
static void
cells_cut(struct canvas *canvas, int y, gint64 x, int columns, enum role role)
{
	for (int i = 0; i < columns; i++)
		if (clip_holds(&canvas->clip, y, x + i))
			cell_write(canvas, y, (int)(x + i), role,
				canvas->clip.width == 1 ? ">" : " ", 1, 1);
}

/* Writes a glyph's code points, each that takes columns with the marks after it in a cell. */
static void
glyph_write(struct canvas *canvas, int y, int x, enum role role, const struct safe_glyph *glyph)
{
	size_t at = 0;

	while (at < glyph->length) {
		uint32_t c;
		size_t end = at + utf8_next(glyph->bytes + at, glyph->length - at, &c);
		int width = CLAMP(width_of(c), 1, 2);

		while (end < glyph->length) {
			size_t n = utf8_next(glyph->bytes + end, glyph->length - end, &c);

			if (width_of(c) != 0)
				break;
			end += n;
		}
		cell_write(canvas, y, x, role, glyph->bytes + at, end - at, width);
		x += width;
		at = end;
	}
}

/* Draws a glyph at column x, which may lie anywhere. */
static void
glyph_put(struct canvas *canvas, int y, gint64 x, enum role role, const struct safe_glyph *glyph)
{
	const struct rect *clip = &canvas->clip;

	if (glyph->columns == 0 || y < clip->y || y >= clip->y + clip->height)
		return;
	if (glyph->mark) {
		for (int i = 0; i < glyph->columns && i < glyph->length; i++)
			if (clip_holds(clip, y, x + i))
				cell_write(canvas, y, (int)x + i, ROLE_CONTROL, glyph->bytes + i, 1,
					1);
	} else if (x >= clip->x && x + glyph->columns <= clip->x + clip->width) {
		glyph_write(canvas, y, (int)x, role, glyph);
	} else {
		cells_cut(canvas, y, x, glyph->columns, role);
	}
}

int
canvas_put(struct canvas *canvas, int y, int x, enum role role, enum safe_mode mode, const char *s,
	gssize n)
{
	size_t left = n < 0 ? strlen(s) : (size_t)n;
	gint64 at = x;
	struct safe_glyph glyph;

	while (left > 0) {
		safe_next(mode, s, left, &glyph);
		glyph_put(canvas, y, at, role, &glyph);
		at += glyph.columns;
		s += glyph.source;
		left -= glyph.source;
	}
	return (int)MIN(at - x, G_MAXINT);
}

int
canvas_put_cut(struct canvas *canvas, int y, int x, int columns, enum role role,
	enum safe_mode mode, const char *s, gssize n)
{
	const char *ellipsis = safe_ascii() ? "..." : "…";
	int ellipsis_columns = safe_ascii() ? 3 : 1;
	size_t left = n < 0 ? strlen(s) : (size_t)n, kept = 0;
	int taken = 0, kept_columns = 0, tail;
	struct safe_glyph glyph;

	if (columns <= 0)
		return 0;
	for (size_t at = 0; at < left; at += glyph.source) {
		safe_next(mode, s + at, left - at, &glyph);
		taken += glyph.columns;
		if (taken > columns)
			break;
		if (taken <= columns - ellipsis_columns) {
			kept = at + glyph.source;
			kept_columns = taken;
		}
	}
	if (taken <= columns)
		return canvas_put(canvas, y, x, role, mode, s, n);
	canvas_put(canvas, y, x, role, mode, s, (gssize)kept);
	tail = MIN(ellipsis_columns, columns);
	canvas_put(canvas, y, x + kept_columns, role, SAFE_TEXT, ellipsis,
		safe_ascii() ? tail : (gssize)strlen(ellipsis));
	return kept_columns + tail;
}

void
canvas_fill(struct canvas *canvas, struct rect r, enum role role)
{
	struct rect cut = rect_cut(r, canvas->clip);

	for (int y = cut.y; y < cut.y + cut.height && cut.width > 0; y++)
		for (int x = cut.x; x < cut.x + cut.width; x++)
			cell_write(canvas, y, x, role, " ", 1, 1);
}

void
canvas_role(struct canvas *canvas, struct rect r, enum role role)
{
	struct rect cut = rect_cut(r, canvas->clip);

	for (int y = cut.y; y < cut.y + cut.height; y++)
		for (int x = cut.x; x < cut.x + cut.width; x++)
			cell_at(canvas, y, x)->role = (uint8_t)role;
}

void
canvas_sign(struct canvas *canvas, int y, int x, enum role role, const char *sign,
	const char *ascii)
{
	const char *s = safe_ascii() ? ascii : sign;

	if (clip_holds(&canvas->clip, y, x))
		cell_write(canvas, y, x, role, s, strlen(s), 1);
}

void
canvas_vline(struct canvas *canvas, int y, int x, int height, enum role role)
{
	struct rect cut = rect_cut((struct rect){ y, x, height, 1 }, canvas->clip);

	for (int i = 0; i < cut.height; i++)
		canvas_sign(canvas, cut.y + i, x, role, "│", "|");
}

void
canvas_hline(struct canvas *canvas, int y, int x, int width, enum role role)
{
	struct rect cut = rect_cut((struct rect){ y, x, 1, width }, canvas->clip);

	for (int i = 0; i < cut.width; i++)
		canvas_sign(canvas, y, cut.x + i, role, "─", "-");
}

void
canvas_box(struct canvas *canvas, struct rect r, enum role role)
{
	int bottom = r.y + r.height - 1, right = r.x + r.width - 1;

	if (r.height < 2 || r.width < 2)
		return;
	canvas_hline(canvas, r.y, r.x + 1, r.width - 2, role);
	canvas_hline(canvas, bottom, r.x + 1, r.width - 2, role);
	canvas_vline(canvas, r.y + 1, r.x, r.height - 2, role);
	canvas_vline(canvas, r.y + 1, right, r.height - 2, role);
	canvas_sign(canvas, r.y, r.x, role, "╭", "+");
	canvas_sign(canvas, r.y, right, role, "╮", "+");
	canvas_sign(canvas, bottom, r.x, role, "╰", "+");
	canvas_sign(canvas, bottom, right, role, "╯", "+");
}

void
canvas_cursor(struct canvas *canvas, int y, int x)
{
	bool inside = y >= 0 && y < canvas->height && x >= 0 && x < canvas->width;

	canvas->cursor_y = inside ? y : -1;
	canvas->cursor_x = inside ? x : -1;
}

bool
canvas_cursor_at(const struct canvas *canvas, int *y, int *x)
{
	if (canvas->cursor_y < 0)
		return false;
	*y = canvas->cursor_y;
	*x = canvas->cursor_x;
	return true;
}

const char *
canvas_glyph(const struct canvas *canvas, int y, int x)
{
	const struct cell *cell = cell_at(canvas, y, x);

	return cell->longer != NULL ? cell->longer : cell->bytes;
}

enum role
canvas_role_at(const struct canvas *canvas, int y, int x)
{
	return (enum role)cell_at(canvas, y, x)->role;
}

static void
trim(GString *out, gsize from, char c)
{
	while (out->len > from && out->str[out->len - 1] == c)
		g_string_truncate(out, out->len - 1);
	g_string_append_c(out, '\n');
}

void
canvas_print(const struct canvas *canvas, bool roles, GString *out)
{
	for (int y = 0; y < canvas->height; y++) {
		gsize from = out->len;

		for (int x = 0; x < canvas->width; x++)
			g_string_append(out, canvas_glyph(canvas, y, x));
		trim(out, from, ' ');
		if (!roles)
			continue;
		from = out->len;
		for (int x = 0; x < canvas->width; x++)
			g_string_append_c(out, role_info(canvas_role_at(canvas, y, x))->letter);
		trim(out, from, '.');
	}
}

bool
canvas_row_equal(const struct canvas *a, const struct canvas *b, int y)
{
	for (int x = 0; x < a->width; x++) {
		const struct cell *one = cell_at(a, y, x), *other = cell_at(b, y, x);

		if (one->role != other->role ||
			strcmp(canvas_glyph(a, y, x), canvas_glyph(b, y, x)) != 0)
			return false;
	}
	return true;
}

void
canvas_row_copy(struct canvas *to, const struct canvas *from, int y)
{
	for (int x = 0; x < from->width; x++) {
		struct cell *cell = cell_at(to, y, x);

		*cell = *cell_at(from, y, x);
		if (cell->longer != NULL)
			cell->longer = g_string_chunk_insert_const(to->longer, cell->longer);
	}
}
