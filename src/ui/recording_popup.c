/*
 * The choice among several documents of a recording, each with what it says at the second being read.
 */
#include "config.h"

#include "ui/app_state.h"
#include "ui/timeline.h"

/* One of several: what it says at the second being read. */
struct choice {
	uint32_t index; /* of the others */
	bool transcript, lands;
	uint32_t time, far; /* of the timestamp landed on, and from the second being read */
	char *words;
};

static void
clear_choice(void *choice)
{
	g_free(((struct choice *)choice)->words);
}

/* Transcripts, then the others by what they say closest to the second; else as they are. */
static int
by_nearness(const void *a, const void *b)
{
	const struct choice *x = a, *y = b;
	if (x->transcript != y->transcript)
		return x->transcript ? -1 : 1;
	if (x->far != y->far)
		return x->far < y->far ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

static GArray *
choices_of(const struct app *app, const GPtrArray *others)
{
	GArray *choices = g_array_new(FALSE, FALSE, sizeof(struct choice));
	uint32_t now = reader_time(app);
	g_array_set_clear_func(choices, clear_choice);
	for (guint i = 0; others != NULL && i < others->len; i++) {
		const struct recording_document *other = g_ptr_array_index(others, i);
		const struct document *document = recording_read(app, other);
		struct choice choice = { .index = i,
			.transcript = other->transcript,
			.far = UINT32_MAX };
		if (linking_entry(app, other->id) == NULL)
			continue;
		choice.lands = document != NULL &&
			       recording_landing(app, document, &choice.time, &choice.words);
		if (choice.lands && now != NONE)
			choice.far = choice.time > now ? choice.time - now : now - choice.time;
		g_array_append_val(choices, choice);
	}
	g_array_sort(choices, by_nearness);
	return choices;
}

static void
fill(struct app *app, struct popup *popup, const char *typed)
{
	const GPtrArray *others = recording_others(app);
	g_autoptr(GArray) choices = choices_of(app, others);
	(void)typed;
	for (guint i = 0; i < choices->len; i++) {
		const struct choice *choice = &g_array_index(choices, struct choice, i);
		const struct recording_document *other = g_ptr_array_index(others, choice->index);
		struct popup_row *row =
			popup_add(popup, NULL, linking_entry(app, other->id)->short_title);
		char time[16];
		row->right = recording_words(other, false);
		row->data = choice->index;
		if (!choice->lands)
			continue;
		row = popup_add(popup, timeline_time(time, choice->time), choice->words);
		row->fixed = true;
		row->left_role = ROLE_SIDE_TIME;
		row->role = ROLE_DIM;
	}
}

static void
choose(struct app *app, const struct popup *popup, const struct popup_row *row, const char *typed)
{
	const GPtrArray *others = recording_others(app);
	(void)popup;
	(void)typed;
	if (row != NULL && others != NULL && row->data < others->len)
		recording_go(app, g_ptr_array_index(others, row->data));
}

static const struct popup_kind recording_popup = {
	.wide = true,
	.of_library = true,
	.fill = fill,
	.choose = choose,
};

void
recording_refill(struct app *app)
{
	struct popup *popup = app->popup;
	if (popup == NULL || popup->kind != &recording_popup)
		return;
	bool moved = popup_row_chosen(popup) && popup->cursor > 0;
	uint32_t under =
		moved ? g_array_index(popup->rows, struct popup_row, popup->cursor).data : 0;
	popup_refill(app, true);
	for (guint i = 0; moved && i < popup->rows->len; i++) {
		const struct popup_row *row = &g_array_index(popup->rows, struct popup_row, i);
		if (!row->fixed && row->data == under)
			popup->cursor = i;
	}
}

void
recording_offer(struct app *app, uint32_t count)
{
	char number[16], time[16];
	uint32_t now = reader_time(app);
	g_autofree char *title =
		g_strdup_printf("%s others of this recording%s%s", app_number(number, count),
			now != NONE ? " · at " : "", now != NONE ? timeline_time(time, now) : "");
	recording_want(app);
	popup_open(app, &recording_popup, title, NULL);
}
