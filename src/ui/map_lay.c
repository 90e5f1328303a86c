/*
 * Where the columns of the map stand, and which of its rows the letters typed mean.
 */
#include "config.h"

#include <string.h>

#include "ui/hints.h"
#include "ui/map_private.h"

/* From this width on five columns are shown. */
#define FIVE_FROM 108
/* What words need that say that a side has nothing. */
#define BARE 26
/* Columns beside a title: blanks, and how many links there are. */
#define AROUND_TITLE 6

/* --- places --- */

int
map_row_on_screen(const struct map *map, enum map_place place, uint32_t row)
{
	const struct map_column *column = &map->columns[place];
	return column->r.y + column->first + (int)(row - column->top);
}

int
map_parent_row(const struct map *map, enum map_place place)
{
	enum map_place inner = place == MAP_BEFORE ? MAP_IN : MAP_OUT;
	if (place == MAP_IN || place == MAP_OUT || map->columns[inner].r.width == 0)
		return map->middle;
	return map_row_on_screen(map, inner, map->columns[inner].cursor);
}

static uint32_t
row_count(const struct map *map, enum map_place place)
{
	const struct map_list *list = map_list(map, place);
	return list == NULL ? 0 : list->rows->len;
}

/* Which columns are shown: as many as fit, around the one with the focus. */
static void
choose_columns(const struct map *map, int width, int *first, int *count)
{
	*count = width >= FIVE_FROM ? 5 : width >= MAP_THREE_FROM ? 3 : 1;
	*first = CLAMP((int)map->focus - *count / 2, 0, MAP_COLUMNS - *count);
	if (*count == 3)
		*first = CLAMP((int)map->focus - 1, 0, 2);
}

/* Rows stand around what they belong to, all of them where they fit. */
static void
lay_rows(struct map *map, enum map_place place)
{
	struct map_column *column = &map->columns[place];
	uint32_t count = row_count(map, place);
	int height = column->r.height;
	column->shown = (int)MIN(count, (uint32_t)MAX(height, 0));
	column->top = pane_scroll(column->top, column->cursor, count, height);
	/* Alone it is a list. */
	column->first =
		map->r.width < MAP_THREE_FROM
			? 0
			: CLAMP(map_parent_row(map, place) - column->r.y - column->shown / 2, 0,
				  MAX(height - column->shown, 0));
}

/* Columns that the titles of a column would take. */
static int
wanted_width(const struct map *map, enum map_place place)
{
	const struct map_list *list = map_list(map, place);
	int most = 0;
	for (guint i = 0; list != NULL && i < list->rows->len; i++) {
		const struct map_row *row = &g_array_index(list->rows, struct map_row, i);
		const char *title =
			row->entry == NONE
				? row->target
				: catalog_entry(map->app->catalog, row->entry)->short_title;
		if (title != NULL)
			most = MAX(most, (int)safe_columns(SAFE_TEXT, title, strlen(title)));
	}
	return most + AROUND_TITLE;
}

/* Shares the width of a side between its two columns. The inner one tells how: what stands in the outer
 * one changes with each step, and nothing is to move then. */
static void
share_side(const struct map *map, enum map_place inner, enum map_place outer, int width,
	int *widths)
{
	if (widths[inner] == 0 || widths[outer] == 0) {
		widths[widths[inner] == 0 ? outer : inner] = width;
		return;
	}
	int room = width - MAP_GUTTER;
	widths[inner] = CLAMP(wanted_width(map, inner), room / 2, room * 3 / 5);
	widths[outer] = room - widths[inner];
}

/* Whether the documents on a side are known to be none: then it needs little room. */
static bool
is_bare(const struct map *map, enum map_place inner)
{
	return map_list(map, inner) != NULL && row_count(map, inner) == 0;
}

/* Sets the widths of the columns that are shown (those that are not 0) in so many columns of the
 * screen. */
static void
share_width(const struct map *map, int width, int count, int *widths)
{
	int columns[2] = { (widths[MAP_BEFORE] > 0) + (widths[MAP_IN] > 0),
		(widths[MAP_OUT] > 0) + (widths[MAP_AFTER] > 0) };
	bool bare[2] = { is_bare(map, MAP_IN), is_bare(map, MAP_OUT) };
	widths[MAP_CENTRE] = CLAMP((width - MAP_GUTTER * (count - 1)) / count - 4, 16, 30);
	int room = width - widths[MAP_CENTRE] - MAP_GUTTER * ((columns[0] > 0) + (columns[1] > 0));
	int left = columns[1] == 0 ? room : room * columns[0] / (columns[0] + columns[1]);
	if (columns[0] > 0 && columns[1] > 0 && bare[0] != bare[1])
		left = bare[0] ? MIN(left, BARE) : MAX(left, room - BARE);
	if (bare[0])
		widths[MAP_BEFORE] = 0;
	if (bare[1])
		widths[MAP_AFTER] = 0;
	share_side(map, MAP_IN, MAP_BEFORE, left, widths);
	share_side(map, MAP_OUT, MAP_AFTER, room - left, widths);
}

void
map_lay(struct map *map, struct rect r)
{
	static const enum map_place order[] = { MAP_IN, MAP_OUT, MAP_BEFORE, MAP_AFTER };
	int first, count, x = r.x + 1, widths[MAP_COLUMNS] = { 0 };
	choose_columns(map, r.width, &first, &count);
	for (int i = first; i < first + count; i++)
		widths[i] = r.width - 2;
	if (count > 1)
		share_width(map, r.width - 2, count, widths);
	int head = r.height >= 12 ? 2 : 1;
	map->r = r;
	map->middle = r.y + head + (r.height - head) / 2;
	for (int i = 0; i < MAP_COLUMNS; i++) {
		struct map_column *column = &map->columns[i];
		column->r =
			(struct rect){ r.y + head, x, MAX(r.height - head, 0), MAX(widths[i], 0) };
		x += widths[i] > 0 ? widths[i] + MAP_GUTTER : 0;
	}
	/* The inner ones first: the outer ones stand around a row of theirs. */
	for (guint i = 0; i < G_N_ELEMENTS(order); i++)
		lay_rows(map, order[i]);
}

/* --- letters --- */

uint32_t
map_rows_before(const struct map *map, enum map_place place)
{
	uint32_t count = 0;
	for (int i = 0; i < (int)place; i++) {
		if (map->columns[i].r.width > 0)
			count += i == MAP_CENTRE ? 1 : (uint32_t)map->columns[i].shown;
	}
	return count;
}

enum map_labelled
map_find_label(const struct map *map, enum map_place *place, uint32_t *row)
{
	uint32_t count = map_rows_before(map, MAP_COLUMNS), n = 0;
	enum map_labelled found = MAP_NO_LABEL;
	g_autoptr(GString) label = g_string_new(NULL);
	for (int i = 0; i < MAP_COLUMNS; i++) {
		const struct map_column *column = &map->columns[i];
		int rows = column->r.width == 0 ? 0 : i == MAP_CENTRE ? 1 : column->shown;
		for (int j = 0; j < rows; j++) {
			g_string_truncate(label, 0);
			hints_label(map->letters, count, n++, label);
			if (strcmp(label->str, map->typed->str) == 0) {
				*place = (enum map_place)i;
				*row = i == MAP_CENTRE ? 0 : column->top + (uint32_t)j;
				return MAP_LABELLED;
			}
			if (g_str_has_prefix(label->str, map->typed->str))
				found = MAP_LABEL_BEGUN;
		}
	}
	return found;
}
