#include "config.h"

#include "ui/history.h"

#define HISTORY_MOST 1000

void
place_copy(struct place *to, const struct place *from)
{
	*to = *from;
	to->path = g_strdup(from->path);
	to->anchor = g_strdup(from->anchor);
}

void
place_clear(struct place *place)
{
	g_clear_pointer(&place->path, g_free);
	g_clear_pointer(&place->anchor, g_free);
}

static void
clear_element(void *place)
{
	place_clear(place);
}

static GArray *
places_new(void)
{
	GArray *places = g_array_new(FALSE, FALSE, sizeof(struct place));
	g_array_set_clear_func(places, clear_element);
	return places;
}

void
history_init(struct history *history)
{
	history->back = places_new();
	history->forward = places_new();
}

void
history_clear(struct history *history)
{
	g_clear_pointer(&history->back, g_array_unref);
	g_clear_pointer(&history->forward, g_array_unref);
}

static void
append(GArray *places, const struct place *place)
{
	struct place copy;
	place_copy(&copy, place);
	g_array_append_val(places, copy);
	if (places->len > HISTORY_MOST)
		g_array_remove_range(places, 0, places->len - HISTORY_MOST);
}

void
history_leave(struct history *history, const struct place *from)
{
	append(history->back, from);
	g_array_set_size(history->forward, 0);
}

const struct place *
history_peek(const struct history *history, bool forward)
{
	const GArray *places = forward ? history->forward : history->back;
	if (places->len == 0)
		return NULL;
	return &g_array_index(places, struct place, places->len - 1);
}

void
history_step(struct history *history, bool forward, const struct place *from)
{
	GArray *places = forward ? history->forward : history->back;
	GArray *others = forward ? history->back : history->forward;
	if (from != NULL)
		append(others, from);
	if (places->len > 0)
		g_array_set_size(places, places->len - 1);
}
