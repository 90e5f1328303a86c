/*
 * What the map asks of the store, on a worker: the neighbours of the documents that it shows those of. A
 * newer question replaces the one before, and asks again for what is still not known.
 */
#include "config.h"

#include "ui/map_private.h"

/* Rows above and below a cursor whose neighbours are asked for before one is there. */
#define AHEAD 2

/* A document to ask for. */
struct asked {
	uint32_t entry, id;
};

struct map_job {
	struct app *app;
	struct finding finding; /* its own share */
	GArray *asked;          /* struct asked */
	GError *error;
};

struct map_piece {
	uint32_t entry;
	struct neighbours *found;
};

/* --- on a worker --- */

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct map_job *loading = data;
	struct store *store = finding_take_store(&loading->finding, &loading->error);
	if (store == NULL)
		return;
	struct linked *linked = linked_of_store(store, cancel);
	for (guint i = 0; linked != NULL && i < loading->asked->len; i++) {
		const struct asked *asked = &g_array_index(loading->asked, struct asked, i);
		struct neighbours *found = neighbours_of(linked, asked->id, NULL, MAP_MOST, cancel);
		if (found == NULL)
			break;
		struct map_piece *piece = g_new(struct map_piece, 1);
		*piece = (struct map_piece){ asked->entry, found };
		job_report(job, piece);
	}
	finding_give_store(&loading->finding, store);
}

/* --- on the main thread --- */

static void
clear_row(void *row)
{
	g_free(((struct map_row *)row)->target);
}

void
map_known_free(void *data)
{
	struct map_known *known = data;
	for (int way = 0; way < NEIGHBOUR_WAYS; way++)
		g_array_unref(known->way[way].rows);
	g_free(known);
}

/* A neighbour as a row; false where the catalog does not have it. */
static bool
row_of(const struct app *app, const struct neighbour *neighbour, struct map_row *row)
{
	*row = (struct map_row){ .entry = NONE, .links = neighbour->links };
	if (neighbour->id == 0) {
		row->target = g_strdup(neighbour->target);
		row->kind = neighbour->kind;
		row->link = neighbour->link;
		return true;
	}
	row->entry = catalog_find_id(app->catalog, neighbour->id);
	return row->entry != NONE && !catalog_entry(app->catalog, row->entry)->gone;
}

static void
take_list(const struct app *app, const struct neighbour_list *from, struct map_list *to)
{
	struct map_row row;
	to->documents = from->documents;
	to->links = from->links;
	to->web = from->web;
	to->rows = g_array_new(FALSE, FALSE, sizeof(struct map_row));
	g_array_set_clear_func(to->rows, clear_row);
	for (guint i = 0; i < from->rows->len; i++) {
		if (row_of(app, &g_array_index(from->rows, struct neighbour, i), &row))
			g_array_append_val(to->rows, row);
	}
	if (from->documents > from->rows->len) {
		row = (struct map_row){ .entry = NONE,
			.others = from->documents - from->rows->len };
		g_array_append_val(to->rows, row);
	}
}

static void
piece_free(void *data)
{
	struct map_piece *piece = data;
	neighbours_free(piece->found);
	g_free(piece);
}

static void
job_piece(void *data, void *reported)
{
	struct map_job *loading = data;
	struct map_piece *piece = reported;
	struct map *map = map_of(loading->app);
	if (map != NULL) {
		struct map_known *known = g_new0(struct map_known, 1);
		for (int way = 0; way < NEIGHBOUR_WAYS; way++)
			take_list(loading->app, &piece->found->way[way], &known->way[way]);
		g_hash_table_insert(map->known, GUINT_TO_POINTER(piece->entry), known);
		loading->app->dirty = true;
	}
	piece_free(piece);
}

static void
job_done(void *data)
{
	struct map_job *loading = data;
	struct app *app = loading->app;
	struct map *map = map_of(app);
	app->dirty = true;
	if (map == NULL)
		return;
	g_free(map->failed);
	map->failed = loading->error != NULL ? g_strdup(loading->error->message) : NULL;
	app_settle(app);
}

static void
job_free(void *data)
{
	struct map_job *loading = data;
	finding_clear(&loading->finding);
	g_array_unref(loading->asked);
	g_clear_error(&loading->error);
	g_free(loading);
}

static const struct job_kind map_job = {
	.name = "reading the links",
	.replaces = true,
	.run = job_run,
	.piece = job_piece,
	.done = job_done,
	.free = job_free,
	.free_piece = piece_free,
};

/* Adds a document where its neighbours are not known as they are now. */
static void
want(const struct app *app, const struct map *map, uint32_t entry, GArray *wanted)
{
	struct asked asked = { .entry = entry };
	const struct map_known *known;
	if (entry == NONE)
		return;
	known = g_hash_table_lookup(map->known, GUINT_TO_POINTER(entry));
	asked.id = catalog_entry(app->catalog, entry)->id;
	if ((known == NULL || known->stale) && asked.id != 0)
		g_array_append_val(wanted, asked);
}

/* Adds those next to the cursor: with the next step they are there at once. */
static void
want_next(const struct app *app, const struct map *map, enum map_place place, GArray *wanted)
{
	const struct map_list *list = map_list(map, place);
	int64_t cursor = map->columns[place].cursor;
	for (int64_t i = cursor - AHEAD; list != NULL && i <= cursor + AHEAD; i++) {
		if (i >= 0 && i < list->rows->len)
			want(app, map, g_array_index(list->rows, struct map_row, (guint)i).entry,
				wanted);
	}
}

static void
set_stale(gpointer key, gpointer known, gpointer data)
{
	(void)key;
	(void)data;
	((struct map_known *)known)->stale = true;
}

/* While the library is read, what was found stands; at its end it is asked for again. */
static void
note_changes(struct app *app, struct map *map)
{
	if (app->loading.running || map->stored == app->loading.stored)
		return;
	map->stored = app->loading.stored;
	g_hash_table_foreach(map->known, set_stale, NULL);
	g_hash_table_remove_all(map->asked);
}

void
map_ask(struct app *app, struct map *map)
{
	g_autoptr(GArray) wanted = g_array_new(FALSE, FALSE, sizeof(struct asked));
	bool more = false;
	note_changes(app, map);
	if (catalog_entry(app->catalog, map->centre)->id == 0 && !app->loading.running &&
		map->failed == NULL)
		map->failed = g_strdup("the index does not have this document");
	want(app, map, map->centre, wanted);
	want(app, map, map->columns[MAP_BEFORE].of, wanted);
	want(app, map, map->columns[MAP_AFTER].of, wanted);
	want_next(app, map, MAP_IN, wanted);
	want_next(app, map, MAP_OUT, wanted);
	for (guint i = 0; i < wanted->len; i++) {
		gpointer id = GUINT_TO_POINTER(g_array_index(wanted, struct asked, i).id);
		more = g_hash_table_add(map->asked, id) || more;
	}
	if (!more)
		return;
	g_hash_table_remove_all(map->asked);
	for (guint i = 0; i < wanted->len; i++)
		g_hash_table_add(map->asked,
			GUINT_TO_POINTER(g_array_index(wanted, struct asked, i).id));
	struct map_job *loading = g_new0(struct map_job, 1);
	loading->app = app;
	loading->finding = finding_share(&app->finding);
	loading->asked = g_steal_pointer(&wanted);
	pool_submit(app->pool, &map_job, loading);
}

void
map_leave(struct map *map)
{
	pool_cancel_kind(map->app->pool, &map_job);
}
