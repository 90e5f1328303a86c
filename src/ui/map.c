#include "config.h"

#include "ui/map_private.h"

#include "ui/hints.h"

/* --- what is shown --- */

const struct map_list *
map_list(const struct map *map, enum map_place place)
{
	const struct map_column *column = &map->columns[place];
	const struct map_known *known =
		place == MAP_CENTRE || column->of == NONE
			? NULL
			: g_hash_table_lookup(map->known, GUINT_TO_POINTER(column->of));
	if (known == NULL)
		return NULL;
	return &known->way[place < MAP_CENTRE ? NEIGHBOURS_IN : NEIGHBOURS_OUT];
}

const struct map_row *
map_row(const struct map *map, enum map_place place)
{
	const struct map_list *list = map_list(map, place);
	uint32_t cursor = map->columns[place].cursor;
	if (list == NULL || cursor >= list->rows->len)
		return NULL;
	return &g_array_index(list->rows, struct map_row, cursor);
}

/* The entry under the cursor of a column, NONE where that is no document. */
static uint32_t
entry_at(const struct map *map, enum map_place place)
{
	if (place == MAP_CENTRE)
		return map->centre;
	const struct map_row *row = map_row(map, place);
	return row == NULL ? NONE : row->entry;
}

static void
set_column(struct map *map, enum map_place place, uint32_t of)
{
	struct map_column *column = &map->columns[place];
	const struct map_list *list;
	if (column->of != of) {
		column->of = of;
		column->cursor = column->top = 0;
	}
	list = map_list(map, place);
	if (list != NULL && column->cursor >= list->rows->len)
		column->cursor = list->rows->len > 0 ? list->rows->len - 1 : 0;
}

/* Puts the columns in line with the centre and what is chosen beside it. */
static void
follow(struct map *map)
{
	set_column(map, MAP_IN, map->centre);
	set_column(map, MAP_OUT, map->centre);
	set_column(map, MAP_BEFORE, entry_at(map, MAP_IN));
	set_column(map, MAP_AFTER, entry_at(map, MAP_OUT));
	if (map->focus != MAP_CENTRE && map_row(map, map->focus) == NULL)
		map->focus = map->focus < MAP_CENTRE && map_row(map, MAP_IN) != NULL ? MAP_IN
			     : map->focus > MAP_CENTRE && map_row(map, MAP_OUT) != NULL
				     ? MAP_OUT
				     : MAP_CENTRE;
}

static void
settle(struct app *app, struct popup *popup, struct rect r)
{
	struct map *map = popup->data;
	g_autofree char *title =
		g_strdup_printf("Map · %s", catalog_entry(app->catalog, map->centre)->short_title);
	g_free(popup->title);
	popup->title = g_steal_pointer(&title);
	follow(map);
	map_ask(app, map);
	map_lay(map, r);
}

static void
move(struct app *app, struct popup *popup, enum motion motion, uint32_t count)
{
	struct map *map = popup->data;
	struct map_column *column = &map->columns[map->focus];
	const struct map_list *list = map_list(map, map->focus);
	if (map->focus == MAP_CENTRE)
		app_say(app, "h goes to what links here, l to what it leads to");
	else if (list != NULL)
		column->cursor = pane_move_cursor(column->cursor, list->rows->len, column->r.height,
			motion, count);
}

/* --- words --- */

static char *
words_of_centre(const struct app *app, const struct map *map)
{
	const struct map_list *in = map_list(map, MAP_IN), *out = map_list(map, MAP_OUT);
	const char *below = catalog_entry(app->catalog, map->centre)->below;
	char links[16], documents[16];
	if (map->failed != NULL)
		return g_strdup(map->failed);
	if (in == NULL || out == NULL)
		return g_strdup_printf("%s · reading the links, Esc leaves", below);
	return g_strdup_printf("%s · %s link%s here, %s from here", below,
		app_number(links, in->links), in->links == 1 ? "" : "s",
		app_number(documents, out->links));
}

static char *
words(const struct app *app, const struct popup *popup)
{
	const struct map *map = popup->data;
	const struct map_row *row = map_row(map, map->focus);
	char number[16];
	if (map->letters != NULL)
		return g_strdup("the letters of a document go to it, Esc stops");
	if (row == NULL)
		return words_of_centre(app, map);
	if (row->others > 0)
		return g_strdup_printf("%s more: Enter opens the document and lists them",
			app_number(number, row->others));
	if (row->entry == NONE)
		return g_strdup_printf("no document is called “%s”: Enter shows what asks for it",
			row->target);
	return g_strdup_printf("%s · %s link%s", catalog_entry(app->catalog, row->entry)->below,
		app_number(number, row->links), row->links == 1 ? "" : "s");
}

/* --- letters --- */

static void
end_labels(struct map *map)
{
	g_clear_pointer(&map->letters, g_array_unref);
	g_string_truncate(map->typed, 0);
}

/* A key typed while the rows have letters. */
static bool
take_key(struct app *app, struct popup *popup, key_code key)
{
	struct map *map = popup->data;
	enum map_place place;
	uint32_t row;
	if (map->letters == NULL)
		return false;
	if (key >= KEY_SPECIAL || key <= ' ') {
		end_labels(map);
		return true;
	}
	g_string_append_unichar(map->typed, key);
	switch (map_find_label(map, &place, &row)) {
	case MAP_LABEL_BEGUN:
		return true;
	case MAP_LABELLED:
		map->focus = place;
		map->columns[place].cursor = row;
		break;
	case MAP_NO_LABEL:
		app_say(app, "nothing here has the letters “%s”", map->typed->str);
		break;
	}
	end_labels(map);
	return true;
}

/* --- commands --- */

static void
go_left(struct app *app, const struct command_call *call)
{
	struct map *map = map_of(app);
	(void)call;
	enum map_place to = map->focus > MAP_BEFORE ? map->focus - 1 : MAP_BEFORE;
	if (to == map->focus || (to != MAP_CENTRE && map_row(map, to) == NULL))
		app_say(app, to == map->focus ? "Space puts this document in the middle"
					      : "no document links to this one");
	else
		map->focus = to;
}

static void
go_right(struct app *app, const struct command_call *call)
{
	struct map *map = map_of(app);
	(void)call;
	enum map_place to = map->focus < MAP_AFTER ? map->focus + 1 : MAP_AFTER;
	if (to == map->focus || (to != MAP_CENTRE && map_row(map, to) == NULL))
		app_say(app, to == map->focus ? "Space puts this document in the middle"
					      : "nothing stands to the right of this");
	else
		map->focus = to;
}

static void
set_centre(struct map *map, uint32_t entry)
{
	map->centre = entry;
	map->focus = MAP_CENTRE;
	for (int i = 0; i < MAP_COLUMNS; i++)
		map->columns[i] = (struct map_column){ .of = NONE };
}

static void
make_centre(struct app *app, const struct command_call *call)
{
	struct map *map = map_of(app);
	uint32_t entry = entry_at(map, map->focus);
	(void)call;
	if (entry == NONE || map->focus == MAP_CENTRE) {
		app_say(app, entry == NONE ? "only a document can stand in the middle"
					   : "this document stands in the middle");
		return;
	}
	struct map_step step = { .centre = map->centre, .focus = map->focus };
	for (int i = 0; i < MAP_COLUMNS; i++)
		step.cursor[i] = map->columns[i].cursor;
	g_array_append_val(map->trail, step);
	set_centre(map, entry);
}

static void
centre_before(struct app *app, const struct command_call *call)
{
	struct map *map = map_of(app);
	(void)call;
	if (map->trail->len == 0) {
		app_say(app, "the map began here: q leaves it");
		return;
	}
	struct map_step step = g_array_index(map->trail, struct map_step, map->trail->len - 1);
	g_array_set_size(map->trail, map->trail->len - 1);
	set_centre(map, step.centre);
	/* From the middle outwards: a cursor tells whose neighbours stand beyond. */
	for (int out = 0; out < 2; out++) {
		follow(map);
		map->columns[out == 0 ? MAP_IN : MAP_BEFORE].cursor =
			step.cursor[out == 0 ? MAP_IN : MAP_BEFORE];
		map->columns[out == 0 ? MAP_OUT : MAP_AFTER].cursor =
			step.cursor[out == 0 ? MAP_OUT : MAP_AFTER];
	}
	map->focus = step.focus;
}

static void
show_labels(struct app *app, const struct command_call *call)
{
	(void)call;
	struct map *map = map_of(app);
	end_labels(map);
	map->letters = hints_letters(app->settings);
}

/* Closes the map for a place: what is needed of it was copied before. */
static void
leave_for(struct app *app, uint32_t entry)
{
	popup_close(app);
	if (app_entry(app) == entry)
		app_focus(app, PANE_READER);
	else
		opening_go_entry(app, entry);
}

/* Opens the document of a row for the others, with the view beside it that lists all of them. */
static void
leave_for_all(struct app *app, uint32_t entry, enum side_view_id view)
{
	leave_for(app, entry);
	app->side.view = view;
	if (app_entry(app) == entry)
		app_focus(app, PANE_SIDE);
	else
		app->side_open = true;
}

static void
go_there(struct app *app, const struct command_call *call)
{
	struct map *map = map_of(app);
	const struct map_row *row = map_row(map, map->focus);
	uint32_t of = map->columns[map->focus].of;
	(void)call;
	if (row == NULL || row->entry != NONE) {
		leave_for(app, entry_at(map, map->focus));
	} else if (row->others > 0) {
		leave_for_all(app, of, map->focus < MAP_CENTRE ? SIDE_BACKLINKS : SIDE_LINKS);
	} else {
		g_autofree char *target = g_strdup(row->target);
		enum target_kind kind = row->kind;
		uint32_t link = row->link;
		missing_open_name(app, of, link, kind, target);
	}
}

/* Moves to the row or the middle that is clicked; from there on it goes there. */
static void
click(struct app *app, struct popup *popup, int y, int x)
{
	struct map *map = popup->data;
	end_labels(map);
	for (int i = 0; i < MAP_COLUMNS; i++) {
		struct map_column *column = &map->columns[i];
		int row = y - column->r.y - column->first;
		if (x < column->r.x || x >= column->r.x + column->r.width)
			continue;
		if (i == MAP_CENTRE)
			row = 0;
		else if (row < 0 || row >= column->shown)
			return;
		uint32_t cursor = i == MAP_CENTRE ? 0 : column->top + (uint32_t)row;
		if (map->focus == (enum map_place)i && column->cursor == cursor) {
			go_there(app, NULL);
			return;
		}
		map->focus = (enum map_place)i;
		column->cursor = cursor;
		return;
	}
}

/* clang-format off */
const struct command map_commands[] = {
	{ .name = "go-there", .keys = "Enter", .group = "Map", .run = go_there,
	  .help = "Go to the document, or to what asks for a missing one" },
	{ .name = "column-left", .keys = "h  Left", .group = "Map", .run = go_left,
	  .help = "Go to what links there" },
	{ .name = "column-right", .keys = "l  Right", .group = "Map", .run = go_right,
	  .help = "Go to what it leads to" },
	{ .name = "centre", .keys = "Space  gm", .group = "Map", .run = make_centre,
	  .help = "Put the document in the middle of the map" },
	{ .name = "centre-before", .keys = "Backspace  Ctrl-o  H", .group = "Map",
	  .run = centre_before, .help = "Put back what was in the middle before" },
	{ .name = "letters", .keys = "f", .group = "Map", .run = show_labels,
	  .help = "Show letters beside the documents, to move to one" },
	{ 0 },
};
/* clang-format on */

/* --- opening --- */

static void
map_free(void *data)
{
	struct map *map = data;
	map_leave(map);
	end_labels(map);
	g_string_free(map->typed, TRUE);
	g_array_unref(map->trail);
	g_hash_table_unref(map->known);
	g_hash_table_unref(map->asked);
	g_free(map->failed);
	g_free(map);
}

static const struct popup_kind map_popup = {
	.full = true,
	.place = "map",
	.settle = settle,
	.draw = map_draw,
	.move = move,
	.click = click,
	.key = take_key,
	.words = words,
	.free = map_free,
};

struct map *
map_of(const struct app *app)
{
	return app->popup != NULL && app->popup->kind == &map_popup ? app->popup->data : NULL;
}

void
map_open(struct app *app)
{
	uint32_t entry = app->focus == PANE_LIST ? list_view_entry(&app->list) : app_entry(app);
	if (entry == NONE) {
		app_say(app, reader_document(&app->reader) == NULL
				     ? "a map is of a document: there is none here"
				     : "this document is not in the library: it has no map");
		return;
	}
	struct map *map = g_new0(struct map, 1);
	map->app = app;
	map->stored = app->loading.stored;
	map->typed = g_string_new(NULL);
	map->trail = g_array_new(FALSE, FALSE, sizeof(struct map_step));
	map->known = g_hash_table_new_full(NULL, NULL, NULL, map_known_free);
	map->asked = g_hash_table_new(NULL, NULL);
	set_centre(map, entry);
	popup_open(app, &map_popup, "Map", map);
}
