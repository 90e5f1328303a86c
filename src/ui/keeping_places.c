/*
 * Places in the state: a place of the interface has a printed path, which depends on how the library
 * was named; one that is kept has the real path.
 */
#include "config.h"

#include "ui/app_state.h"

/* --- between the two --- */

/* Borrows the strings of place. */
static struct state_place
kept_of(const struct place *place)
{
	return (struct state_place){
		.path = place->real,
		.offset = place->number,
		.top = place->top,
		.around = place->around,
		.top_around = place->top_around,
		.above = place->above,
		.left = place->left,
		.link = place->link,
		.stamp = place->stamp,
		.jumped = place->jumped,
		.pane = place->pane,
		.view = place->view,
		.filter = place->filter,
		.title = place->title,
		.section = place->section,
		.line = place->line,
		.when = place->when,
	};
}

static char *
copy_unless_empty(const char *s)
{
	return s[0] != '\0' ? g_strdup(s) : NULL;
}

static void
take_path(const struct app *app, struct place *place, const char *real)
{
	char *printed = keeping_printed_path(app, real);
	char *copy = g_strdup(real);
	g_free(place->path);
	g_free(place->real);
	place->path = printed != NULL ? printed : g_strdup(real);
	place->real = copy;
}

static void
place_of(const struct app *app, const struct state_place *kept, struct place *place)
{
	*place = (struct place){
		.kind = PLACE_EXACT,
		.number = kept->offset,
		.top = kept->top,
		.around = g_strdup(kept->around),
		.top_around = g_strdup(kept->top_around),
		.above = kept->above,
		.left = kept->left,
		.link = kept->link,
		.stamp = kept->stamp,
		.jumped = kept->jumped,
		.pane = kept->pane,
		.view = kept->view,
		.filter = copy_unless_empty(kept->filter),
		.title = g_strdup(kept->title),
		.section = copy_unless_empty(kept->section),
		.line = kept->line,
		.when = kept->when,
	};
	if (kept->path[0] != '\0')
		take_path(app, place, kept->path);
}

void
keeping_follow(const struct app *app, struct place *place)
{
	const char *real = place->real == NULL ? NULL : state_moved(app->state, place->real);
	if (real != NULL)
		take_path(app, place, real);
}

/* --- the history --- */

static void
take_place(void *data, int64_t slot, int64_t at, const struct state_place *kept)
{
	struct app *app = data;
	struct place place;
	place_of(app, kept, &place);
	history_begin(&app->history, &place, slot, at);
	place_clear(&place);
}

/* This process's history begins with the same places, in slots of its own. */
static void
put_all(struct app *app, const GArray *places)
{
	for (guint i = 0; i < places->len; i++) {
		const struct place *place = &g_array_index(places, struct place, i);
		struct state_place kept = kept_of(place);
		state_put_place(app->state, place->slot, &kept);
	}
}

void
keeping_begin_history(struct app *app)
{
	struct history *history = &app->history;
	g_autofree char *library = g_strjoinv("\n", (char **)store_location_roots(app->location));
	state_history(app->state, library, take_place, app);
	put_all(app, history->back);
	put_all(app, history->forward);
	for (guint i = history->back->len; i-- > 0;) {
		const struct place *place = &g_array_index(history->back, struct place, i);
		if (place->path == NULL)
			continue;
		place_clear(&app->reader.last);
		place_copy(&app->reader.last, place);
		return;
	}
}

/* What was read from standard input is nowhere to come back to in another run. */
static void
put(struct app *app, int64_t slot, const struct place *place)
{
	if (place == NULL || (place->path != NULL && place->real == NULL)) {
		state_drop_places(app->state, slot, slot);
		return;
	}
	struct state_place kept = kept_of(place);
	state_put_place(app->state, slot, &kept);
}

void
keeping_left(struct app *app, int64_t slot, const struct place *place)
{
	const struct history *history = &app->history;
	put(app, slot, place);
	state_drop_places(app->state, slot + 1, INT64_MAX);
	if (history->back->len + 1 >= HISTORY_MOST)
		state_drop_places(app->state, INT64_MIN,
			g_array_index(history->back, struct place, 0).slot - 1);
	state_write_history(app->state, history->slot);
	keeping_wrote(app);
}

void
keeping_stepped(struct app *app, int64_t slot, const struct place *place)
{
	put(app, slot, place);
	state_write_history(app->state, app->history.slot);
	keeping_wrote(app);
}

void
keeping_forget(struct app *app, int64_t slot)
{
	state_drop_places(app->state, slot, slot);
}

void
keeping_end_history(struct app *app)
{
	struct place here;
	if (app->reader.opened == NULL || app->reader.page == NULL)
		return;
	walk_here(app, &here);
	keeping_stepped(app, app->history.slot, &here);
	place_clear(&here);
}

/* --- marks --- */

bool
keeping_set_mark(struct app *app, uint32_t name, const struct place *place)
{
	if (place->real == NULL)
		return false;
	struct state_place kept = kept_of(place);
	state_set_mark(app->state, name, &kept);
	keeping_wrote(app);
	return true;
}

bool
keeping_mark(const struct app *app, uint32_t name, struct place *place)
{
	const struct state_place *kept = state_mark(app->state, name);
	if (kept == NULL)
		return false;
	place_of(app, kept, place);
	return true;
}
