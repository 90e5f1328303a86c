/*
 * The inside of the map (map.c: state, keys; map_load.c: what is asked of the store; map_lay.c: where
 * things stand; map_draw.c).
 *
 * Five columns: who links to the document in the middle and what it leads to, and beyond both those of
 * the neighbour that is chosen there. As many of them as there is room for are shown, around the one
 * with the focus. Links run from left to right.
 *
 * Documents are named by their entry in the catalog, which holds as long as the program.
 */
#ifndef LECTERN_UI_MAP_PRIVATE_H
#define LECTERN_UI_MAP_PRIVATE_H

#include "library/neighbours.h"
#include "ui/app_state.h"

enum map_place { MAP_BEFORE, MAP_IN, MAP_CENTRE, MAP_OUT, MAP_AFTER, MAP_COLUMNS };

/* Neighbours shown of a document each way, at most. */
#define MAP_MOST 200

struct map_row {
	uint32_t entry; /* NONE: of what is missing, and the row for all others */
	uint32_t links;
	char *target; /* of what is missing, else NULL */
	enum target_kind kind;
	uint32_t link;   /* the first such link of the document */
	uint32_t others; /* of the row for those that are not shown: how many; else 0 */
};

/* What is known of a document's neighbours one way. */
struct map_list {
	GArray *rows; /* struct map_row */
	uint32_t documents, links, web;
};

struct map_known {
	struct map_list way[NEIGHBOUR_WAYS];
	bool stale; /* the index has changed since */
};

struct map_column {
	uint32_t of; /* whose neighbours; NONE where nothing is chosen that has some */
	uint32_t cursor, top;
	struct rect r;    /* of its rows; without width where it is not shown */
	int first, shown; /* rows of the screen below r.y, and how many */
};

/* A centre that was left for another. */
struct map_step {
	uint32_t centre;
	enum map_place focus;
	uint32_t cursor[MAP_COLUMNS];
};

struct map {
	struct app *app;
	uint32_t centre;
	GArray *trail;     /* struct map_step */
	GHashTable *known; /* by entry: struct map_known */
	GHashTable
		*asked;  /* ids that were asked for since the index changed last, of the last job */
	unsigned stored; /* app->loading.stored then */
	struct map_column columns[MAP_COLUMNS];
	enum map_place focus;
	GArray *letters; /* hints_letters() while each row has some, one of which is to be chosen; NULL */
	GString *typed; /* of them */
	char *failed;   /* why nothing can be known; NULL */
	struct rect r;
	int middle; /* the row of the screen in which the centre stands */
};

/* What is known of a column's rows; NULL while it is not. */
const struct map_list *map_list(const struct map *map, enum map_place place);

/* The row under a column's cursor, NULL where it has none. */
const struct map_row *map_row(const struct map *map, enum map_place place);

/* --- map_load.c --- */

void map_known_free(void *known);

/* Asks for what is not known of the documents whose neighbours are shown. */
void map_ask(struct app *app, struct map *map);
/* Drops what is under way. */
void map_leave(struct map *map);

/* --- map_lay.c --- */

/* Columns of the screen between two of the map: the end of a line, the trunk, a line, an arrow. */
#define MAP_GUTTER 4
/* From this width on three columns are shown; else one alone, as a list. */
#define MAP_THREE_FROM 58

/* Places the columns in r. */
void map_lay(struct map *map, struct rect r);

/* The row of the screen of a column's row, which is shown; and the one in which what a column belongs to
 * stands. */
int map_row_on_screen(const struct map *map, enum map_place place, uint32_t row);
int map_parent_row(const struct map *map, enum map_place place);

/* Rows that are shown in the columns before one, the middle being one: what letters are given to in
 * order. */
uint32_t map_rows_before(const struct map *map, enum map_place place);

/* The row that has the letters typed: place and row of it. */
enum map_labelled { MAP_NO_LABEL, MAP_LABEL_BEGUN, MAP_LABELLED };
enum map_labelled map_find_label(const struct map *map, enum map_place *place, uint32_t *row);

/* --- map_draw.c --- */

void map_draw(const struct app *app, const struct popup *popup, struct canvas *canvas,
	struct rect r);

/* The open map, NULL where there is none. */
struct map *map_of(const struct app *app);

#endif
