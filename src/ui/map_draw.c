#include "config.h"

#include <string.h>

#include "page/wrap.h"
#include "text/path.h"
#include "ui/hints.h"
#include "ui/map_private.h"

/* Rows of the title in the middle, at most. */
#define TITLE_ROWS 4

/* --- letters --- */

/* Columns that are kept free for letters. */
static int
label_columns(const struct map *map)
{
	if (map->letters == NULL)
		return 0;
	g_autoptr(GString) label = g_string_new(NULL);
	uint32_t count = map_rows_before(map, MAP_COLUMNS);
	hints_label(map->letters, count, count - 1, label);
	return (int)safe_columns(SAFE_NAME, label->str, label->len) + 1;
}

/* Draws the letters of a row. */
static void
draw_label(const struct map *map, struct canvas *canvas, int y, int x, uint32_t n)
{
	if (map->letters == NULL)
		return;
	g_autoptr(GString) label = g_string_new(NULL);
	hints_label(map->letters, map_rows_before(map, MAP_COLUMNS), n, label);
	bool begun = g_str_has_prefix(label->str, map->typed->str);
	canvas_put(canvas, y, x, begun ? ROLE_HINT : ROLE_DIM, SAFE_NAME, label->str, -1);
	if (begun)
		canvas_put(canvas, y, x, ROLE_HINT_TYPED, SAFE_NAME, map->typed->str, -1);
}

/* --- lines --- */

enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8 };

static void
draw_joint(struct canvas *canvas, int y, int x, enum role role, unsigned ways)
{
	static const char *const signs[16] = {
		[UP | DOWN] = "│",
		[LEFT | RIGHT] = "─",
		[DOWN | LEFT] = "╮",
		[DOWN | RIGHT] = "╭",
		[UP | LEFT] = "╯",
		[UP | RIGHT] = "╰",
		[UP | DOWN | LEFT] = "┤",
		[UP | DOWN | RIGHT] = "├",
		[DOWN | LEFT | RIGHT] = "┬",
		[UP | LEFT | RIGHT] = "┴",
		[UP | DOWN | LEFT | RIGHT] = "┼",
	};
	if (signs[ways] != NULL)
		canvas_sign(canvas, y, x, role, signs[ways],
			ways == (UP | DOWN)      ? "|"
			: ways == (LEFT | RIGHT) ? "-"
						 : "+");
}

/* The lines between a column's rows and what they belong to, which run to the right. */
static void
draw_lines(const struct map *map, enum map_place place, struct canvas *canvas)
{
	const struct map_column *column = &map->columns[place];
	bool in = place < MAP_CENTRE;
	int inner = in ? place + 1 : place - 1;
	int x = in ? column->r.x + column->r.width : column->r.x - MAP_GUTTER;
	int first = column->r.y + column->first, last = first + column->shown - 1;
	int parent = map_parent_row(map, place);
	if (column->shown == 0 || column->r.width == 0 || map->columns[inner].r.width == 0)
		return;
	for (int y = MIN(first, parent); y <= MAX(last, parent); y++) {
		bool row = y >= first && y <= last;
		unsigned ways = (y > MIN(first, parent) ? UP : 0) |
				(y < MAX(last, parent) ? DOWN : 0) |
				((in ? row : y == parent) ? LEFT : 0) |
				((in ? y == parent : row) ? RIGHT : 0);
		draw_joint(canvas, y, x + 1, ROLE_FRAME, ways);
		if (ways & LEFT)
			draw_joint(canvas, y, x, ROLE_FRAME, LEFT | RIGHT);
		if (ways & RIGHT) {
			draw_joint(canvas, y, x + 2, ROLE_FRAME, LEFT | RIGHT);
			canvas_sign(canvas, y, x + 3, ROLE_FRAME, "▸", ">");
		}
	}
}

/* --- rows --- */

/* A document's title, with its folder where another of the column has the same. */
static char *
title_of(const struct app *app, const struct map_list *list, const struct map_row *row)
{
	const struct entry *entry = catalog_entry(app->catalog, row->entry);
	for (guint i = 0; i < list->rows->len; i++) {
		uint32_t other = g_array_index(list->rows, struct map_row, i).entry;
		if (other == NONE || other == row->entry ||
			strcmp(catalog_entry(app->catalog, other)->short_title,
				entry->short_title) != 0)
			continue;
		g_autofree char *folder = g_path_get_dirname(entry->below);
		return g_strdup_printf("%s · %s", entry->short_title,
			strcmp(folder, ".") == 0 ? path_name(entry->below) : folder);
	}
	return g_strdup(entry->short_title);
}

static void
draw_row(const struct app *app, const struct map_list *list, const struct map_row *row,
	struct canvas *canvas, struct rect r)
{
	char number[24] = "", others[40];
	g_autofree char *title = NULL;
	const char *text = row->target;
	enum role role = ROLE_LINK_MISSING;
	if (row->others > 0) {
		g_snprintf(others, sizeof others, "and %s more", app_number(number, row->others));
		text = others;
		role = ROLE_DIM;
		number[0] = '\0';
	} else if (row->entry != NONE) {
		text = title = title_of(app, list, row);
		role = ROLE_TEXT;
	}
	if (row->links > 1) {
		char count[16];
		g_snprintf(number, sizeof number, "%s", app_number(count, row->links));
	}
	int columns = (int)strlen(number);
	int room = r.width - 1 - (columns > 0 ? columns + 2 : 0);
	canvas_put_cut(canvas, r.y, r.x, MAX(room, 1), role, SAFE_TEXT, text, -1);
	if (columns > 0 && room > 0) {
		canvas_sign(canvas, r.y, r.x + r.width - columns - 2, ROLE_COUNT, "×", "x");
		canvas_put(canvas, r.y, r.x + r.width - columns - 1, ROLE_COUNT, SAFE_NAME, number,
			-1);
	}
}

/* What stands where there are no rows. */
static void
draw_none(const struct map *map, enum map_place place, struct canvas *canvas)
{
	const struct map_column *column = &map->columns[place];
	const struct map_list *list = map_list(map, place);
	struct rect r = column->r;
	const char *words = place < MAP_CENTRE              ? "nothing links here"
			    : list != NULL && list->web > 0 ? "leads to the web alone"
							    : "leads nowhere";
	if (column->of == NONE)
		return;
	r.y = CLAMP(map_parent_row(map, place), r.y, r.y + MAX(r.height - 1, 0));
	r.height = 1;
	if (map->failed != NULL)
		words = "not known";
	else if (list == NULL)
		words = "…";
	canvas_put_cut(canvas, r.y, r.x + 1, r.width - 2, ROLE_DIM, SAFE_TEXT, words, -1);
}

static void
draw_column(const struct app *app, const struct map *map, enum map_place place,
	struct canvas *canvas)
{
	const struct map_column *column = &map->columns[place];
	const struct map_list *list = map_list(map, place);
	struct rect r = column->r;
	uint32_t label = map_rows_before(map, place);
	int room = label_columns(map);
	bool focused = map->focus == place;
	if (column->shown == 0)
		draw_none(map, place, canvas);
	for (int i = 0; i < column->shown; i++) {
		uint32_t n = column->top + (uint32_t)i;
		int y = map_row_on_screen(map, place, n);
		int x = r.x + 1 + room;
		draw_row(app, list, &g_array_index(list->rows, struct map_row, n), canvas,
			(struct rect){ y, x, 1, r.x + r.width - x });
		bool chosen = n == column->cursor;
		if (chosen && (focused || place == MAP_IN || place == MAP_OUT))
			canvas_role(canvas, (struct rect){ y, r.x, 1, r.width },
				focused ? ROLE_CURSOR : ROLE_CURSOR_DIM);
		draw_label(map, canvas, y, r.x + 1, label + (uint32_t)i);
	}
	if (column->top > 0)
		canvas_sign(canvas, r.y, r.x + r.width - 1, ROLE_DIM, "▴", "^");
	if (column->shown > 0 && column->top + (uint32_t)column->shown < list->rows->len)
		canvas_sign(canvas, r.y + r.height - 1, r.x + r.width - 1, ROLE_DIM, "▾", "v");
}

/* --- headings --- */

/* "12 link here": what stands over a column; NULL where that says nothing. */
static char *
heading_of(const struct app *app, const struct map *map, enum map_place place)
{
	const struct map_list *list = map_list(map, place);
	bool middle = place == MAP_IN || place == MAP_OUT;
	char number[16], web[16];
	if (list == NULL || (!middle && list->rows->len == 0))
		return NULL;
	const char *name = catalog_entry(app->catalog, map->columns[place].of)->short_title;
	const char *documents = app_number(number, list->documents);
	if (place < MAP_CENTRE)
		return middle ? g_strdup_printf("Link here · %s", documents)
			      : g_strdup_printf("%s link to %s", documents, name);
	if (!middle)
		return g_strdup_printf("%s from %s", documents, name);
	return list->web == 0 ? g_strdup_printf("Leads to · %s", documents)
			      : g_strdup_printf("Leads to · %s + %s web", documents,
					app_number(web, list->web));
}

static void
draw_heading(const struct app *app, const struct map *map, enum map_place place, bool alone,
	struct canvas *canvas)
{
	struct rect r = map->columns[place].r;
	g_autofree char *heading = heading_of(app, map, place);
	int sign = alone ? 2 : 0;
	if (heading != NULL)
		canvas_put_cut(canvas, map->r.y, r.x + 1 + sign, r.width - 2 - 2 * sign,
			ROLE_SIDE_HEADING, SAFE_TEXT, heading, -1);
	if (alone && place != MAP_BEFORE)
		canvas_sign(canvas, map->r.y, r.x, ROLE_DIM, "◂", "<");
	if (alone && place != MAP_AFTER)
		canvas_sign(canvas, map->r.y, r.x + r.width - 1, ROLE_DIM, "▸", ">");
}

/* Over the middle where it stands alone: what lies on its sides. */
static void
draw_ways(const struct map *map, struct canvas *canvas)
{
	struct rect r = map->columns[MAP_CENTRE].r;
	const struct map_list *in = map_list(map, MAP_IN), *out = map_list(map, MAP_OUT);
	char number[16], words[40];
	if (in != NULL) {
		g_snprintf(words, sizeof words, "%s link here", app_number(number, in->documents));
		canvas_put_cut(canvas, map->r.y, r.x + 2, r.width / 2 - 2, ROLE_SIDE_HEADING,
			SAFE_TEXT, words, -1);
	}
	if (out != NULL) {
		g_snprintf(words, sizeof words, "leads to %s", app_number(number, out->documents));
		canvas_put_cut(canvas, map->r.y, r.x + r.width - 2 - (int)strlen(words),
			r.width / 2 - 2, ROLE_SIDE_HEADING, SAFE_TEXT, words, -1);
	}
}

/* --- the middle --- */

/* Rows that words take in so many columns, at most TITLE_ROWS. */
static int
rows_of(const char *words, int width)
{
	struct wrap wrap = { 0 };
	struct wrap_row row;
	int rows = 0;
	wrap_begin(&wrap, words, strlen(words), false);
	while (rows < TITLE_ROWS && wrap_next(&wrap, (unsigned)MAX(width, 1), &row))
		rows++;
	wrap_clear(&wrap);
	return MAX(rows, 1);
}

/* What is known of the document, below its box. */
static void
draw_about(const struct app *app, const struct map *map, struct canvas *canvas, struct rect r)
{
	const struct entry *entry = catalog_entry(app->catalog, map->centre);
	g_autofree char *folder = g_path_get_dirname(entry->below);
	g_autofree char *date = g_strndup(entry->date, 10);
	const char *lines[] = { strcmp(folder, ".") == 0 ? "" : folder, entry->kind, date };
	int y = r.y;
	for (guint i = 0; i < G_N_ELEMENTS(lines) && y < r.y + r.height; i++) {
		if (lines[i][0] != '\0')
			canvas_put_cut(canvas, y++, r.x, r.width, ROLE_DIM, SAFE_NAME, lines[i],
				-1);
	}
}

/* The box around the document in the middle; lines meet it in the middle row. */
static void
draw_centre(const struct app *app, const struct map *map, struct canvas *canvas)
{
	struct rect r = map->columns[MAP_CENTRE].r;
	const char *title = catalog_entry(app->catalog, map->centre)->short_title;
	bool focused = map->focus == MAP_CENTRE;
	if (r.width < 5 || r.height < 3)
		return;
	int most = MIN(r.width, 60);
	int rows = MIN(rows_of(title, most - 4), r.height - 2);
	struct rect box = { map->middle - (rows + 1) / 2, r.x + (r.width - most) / 2, rows + 2,
		most };
	box.y = CLAMP(box.y, r.y, r.y + r.height - box.height);
	canvas_box(canvas, box, focused ? ROLE_FRAME_FOCUS : ROLE_FRAME);
	pane_draw_words(canvas, (struct rect){ box.y + 1, box.x + 2, rows, most - 4 }, ROLE_STRONG,
		title);
	if (focused)
		canvas_role(canvas, (struct rect){ box.y + 1, box.x + 1, rows, most - 2 },
			ROLE_CURSOR);
	draw_label(map, canvas, box.y, box.x + 2, map_rows_before(map, MAP_CENTRE));
	int below = box.y + box.height;
	draw_about(app, map, canvas,
		(struct rect){ below, box.x + 2, r.y + r.height - below, most - 4 });
}

void
map_draw(const struct app *app, const struct popup *popup, struct canvas *canvas, struct rect r)
{
	const struct map *map = popup->data;
	bool alone = r.width < MAP_THREE_FROM;
	for (int i = 0; i < MAP_COLUMNS; i++) {
		struct rect place = map->columns[i].r;
		if (place.width <= 0)
			continue;
		draw_heading(app, map, (enum map_place)i, alone, canvas);
		if (i == MAP_CENTRE && alone)
			draw_ways(map, canvas);
		if (i == MAP_CENTRE)
			draw_centre(app, map, canvas);
		else
			draw_column(app, map, (enum map_place)i, canvas);
		if (i != MAP_CENTRE)
			draw_lines(map, (enum map_place)i, canvas);
	}
}
