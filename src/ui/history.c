#include "config.h"

#include "ui/history.h"

/* Calls back for each string that a place owns. */
static void
each_string(struct place *place, void (*visit)(char **string))
{
	char **const strings[] = { &place->path, &place->anchor, &place->around, &place->top_around,
		&place->real, &place->title, &place->section, &place->filter, &place->row };
	for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
		visit(strings[i]);
}

static void
copy_string(char **string)
{
	*string = g_strdup(*string);
}

static void
clear_string(char **string)
{
	g_clear_pointer(string, g_free);
}

void
place_copy(struct place *to, const struct place *from)
{
	*to = *from;
	each_string(to, copy_string);
}

void
place_clear(struct place *place)
{
	each_string(place, clear_string);
}

bool
place_same(const struct place *a, const struct place *b)
{
	if (g_strcmp0(a->path, b->path) != 0 || g_strcmp0(a->filter, b->filter) != 0 ||
		g_strcmp0(a->row, b->row) != 0 || a->pane != b->pane || a->view != b->view ||
		a->cursor != b->cursor)
		return false;
	return a->path == NULL ||
	       (a->number == b->number && a->top == b->top && a->above == b->above &&
		       a->left == b->left && a->link == b->link && a->stamp == b->stamp);
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
	history->slot = 1;
}

void
history_clear(struct history *history)
{
	g_clear_pointer(&history->back, g_array_unref);
	g_clear_pointer(&history->forward, g_array_unref);
}

static struct place *
at(const GArray *places, guint i)
{
	return &g_array_index(places, struct place, i);
}

static void
append(GArray *places, const struct place *place, int64_t slot)
{
	struct place copy;
	place_copy(&copy, place);
	copy.slot = slot;
	g_array_append_val(places, copy);
}

static void
trim(struct history *history)
{
	guint most = HISTORY_MOST - 1 - MIN(history->forward->len, HISTORY_MOST - 1);
	if (history->back->len > most)
		g_array_remove_range(history->back, 0, history->back->len - most);
}

/* Slots are given anew: the one where the reader is lies between those behind and ahead, where the
 * run before had ended at a place that is behind now. */
void
history_begin(struct history *history, const struct place *place, int64_t slot, int64_t ended)
{
	if (slot <= ended) {
		append(history->back, place, history->slot++);
	} else {
		struct place copy;
		place_copy(&copy, place);
		copy.slot = history->slot + 1 + history->forward->len;
		g_array_prepend_val(history->forward, copy);
	}
	trim(history);
}

void
history_leave(struct history *history, const struct place *from)
{
	g_array_set_size(history->forward, 0);
	if (from == NULL)
		return;
	append(history->back, from, history->slot++);
	trim(history);
}

const struct place *
history_peek(const struct history *history, bool forward, uint32_t n)
{
	const GArray *places = forward ? history->forward : history->back;
	if (places->len == 0)
		return NULL;
	return at(places, places->len - MIN(MAX(n, 1u), places->len));
}

/* The index of a slot; its places are behind, or ahead. */
static bool
find(const GArray *places, int64_t slot, guint *index)
{
	for (guint i = places->len; i-- > 0;) {
		if (at(places, i)->slot == slot) {
			*index = i;
			return true;
		}
	}
	return false;
}

const struct place *
history_find(const struct history *history, int64_t slot)
{
	const GArray *places = slot > history->slot ? history->forward : history->back;
	guint index;
	return find(places, slot, &index) ? at(places, index) : NULL;
}

void
history_step(struct history *history, int64_t slot, const struct place *from)
{
	bool ahead = slot > history->slot;
	GArray *places = ahead ? history->forward : history->back;
	GArray *others = ahead ? history->back : history->forward;
	guint index;
	if (!find(places, slot, &index))
		return;
	if (from != NULL)
		append(others, from, history->slot);
	for (guint i = places->len - 1; i > index; i--)
		append(others, at(places, i), at(places, i)->slot);
	g_array_set_size(places, index);
	history->slot = slot;
}

void
history_drop(struct history *history, int64_t slot)
{
	GArray *places = slot > history->slot ? history->forward : history->back;
	guint index;
	if (find(places, slot, &index))
		g_array_remove_index(places, index);
}
