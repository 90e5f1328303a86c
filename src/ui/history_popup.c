/*
 * The history to pick from: places newest first, with the one where the reader is; below them the
 * marks.
 */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "text/fuzzy.h"
#include "ui/app_state.h"

/* What a row leads to. */
struct target {
	int64_t slot;  /* of the history, where it is no mark */
	uint32_t mark; /* key of a mark, or 0 */
	bool here;
};

struct past {
	struct place here;
	GArray *targets; /* struct target, by the rows' data */
};

static void
past_free(void *data)
{
	struct past *past = data;
	place_clear(&past->here);
	g_array_unref(past->targets);
	g_free(past);
}

/* --- rows --- */

/* `title · section`; of the list what it was narrowed by. */
static char *
words_of(const struct place *place)
{
	if (place->path == NULL || place->pane == PANE_LIST)
		return place->filter == NULL ? g_strdup("The list")
					     : g_strconcat("The list /", place->filter, NULL);
	const char *title = place->title != NULL ? place->title : place->path;
	if (place->section == NULL || strcmp(place->section, title) == 0)
		return g_strdup(title);
	return g_strdup_printf("%s · %s", title, place->section);
}

/* How long ago a place was left. */
static void
append_age(GString *words, int64_t seconds)
{
	static const struct {
		int64_t seconds;
		const char *name;
	} units[] = { { 86400, "d" }, { 3600, "h" }, { 60, "min" } };
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		if (seconds < units[i].seconds)
			continue;
		g_string_append_printf(words, "%" PRId64 " %s ago", seconds / units[i].seconds,
			units[i].name);
		return;
	}
	g_string_append(words, "just now");
}

static char *
where_and_when(const struct app *app, const struct place *place, bool here)
{
	GString *words = g_string_new(NULL);
	if (place->path != NULL && place->pane != PANE_LIST)
		g_string_append_printf(words, "line %u · ", place->line);
	if (here)
		g_string_append(words, "now");
	else
		append_age(words, keeping_clock(app) - place->when);
	return g_string_free(words, FALSE);
}

/* Where its words have the letters that were typed. */
static void
add(struct app *app, struct popup *popup, struct fuzzy *fuzzy, const struct place *place,
	const struct target *target)
{
	struct past *past = popup->data;
	g_autofree char *words = words_of(place);
	g_autoptr(GArray) letters = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	char name[32];
	if (fuzzy_match(fuzzy, words, strlen(words), letters) == 0)
		return;
	const char *left = target->mark != 0 ? key_code_name(target->mark, name)
			   : target->here    ? "▸"
					     : "";
	struct popup_row *row = popup_add(popup, left, words);
	row->right = where_and_when(app, place, target->here);
	row->role = target->here ? ROLE_STRONG : ROLE_TEXT;
	row->letters = g_steal_pointer(&letters);
	row->data = past->targets->len;
	g_array_append_val(past->targets, *target);
}

/* A place that was left more than once is shown once, where it was left last. */
static void
add_slot(struct app *app, struct popup *popup, struct fuzzy *fuzzy, const struct place *place,
	GHashTable *shown)
{
	const struct target target = { .slot = place->slot };
	bool list = place->path == NULL || place->pane == PANE_LIST;
	char *name = list ? g_strdup(place->filter != NULL ? place->filter : "")
			  : g_strdup_printf("%s\n%u", place->path, place->number);
	if (g_hash_table_add(shown, name))
		add(app, popup, fuzzy, place, &target);
}

static void
add_marks(struct app *app, struct popup *popup, struct fuzzy *fuzzy)
{
	g_autoptr(GArray) names = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	guint before = popup->rows->len;
	state_marks(app->state, names);
	for (guint i = 0; i < names->len; i++) {
		struct target target = { .mark = g_array_index(names, uint32_t, i) };
		struct place place = { 0 };
		if (!keeping_mark(app, target.mark, &place))
			continue;
		guint rows = popup->rows->len;
		if (rows == before)
			popup_add_heading(popup, "Marks");
		guint headed = popup->rows->len;
		add(app, popup, fuzzy, &place, &target);
		if (rows == before && popup->rows->len == headed)
			g_array_set_size(popup->rows, before);
		place_clear(&place);
	}
}

static void
fill(struct app *app, struct popup *popup, const char *typed)
{
	struct past *past = popup->data;
	const GArray *back = app->history.back, *forward = app->history.forward;
	g_autoptr(Fuzzy) fuzzy = fuzzy_new(typed);
	g_autoptr(GHashTable) shown = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_array_set_size(past->targets, 0);
	for (guint i = 0; i < forward->len; i++)
		add_slot(app, popup, fuzzy, &g_array_index(forward, struct place, i), shown);
	if (past->here.path != NULL || past->here.pane == PANE_LIST) {
		const struct target here = { .here = true };
		add(app, popup, fuzzy, &past->here, &here);
	}
	guint first = popup->rows->len;
	for (guint i = back->len; i-- > 0;)
		add_slot(app, popup, fuzzy, &g_array_index(back, struct place, i), shown);
	/* The place before this one is what is asked for most. */
	popup->cursor = typed[0] == '\0' && popup->rows->len > first ? first : 0;
	add_marks(app, popup, fuzzy);
	g_free(popup->empty);
	popup->empty = g_strdup(typed[0] != '\0' ? "No place has these letters in this order."
						 : "No place was left yet, and no mark is set.");
}

static void
choose(struct app *app, const struct popup *popup, const struct popup_row *row, const char *typed)
{
	const struct past *past = popup->data;
	(void)typed;
	if (row == NULL)
		return;
	const struct target *target = &g_array_index(past->targets, struct target, row->data);
	struct place to = { 0 };
	if (target->mark != 0 && keeping_mark(app, target->mark, &to))
		opening_go(app, &to, GOING_NEW);
	else if (target->mark == 0 && !target->here)
		walk_go_to(app, target->slot);
	place_clear(&to);
}

static const struct popup_kind history_popup = {
	.label = "",
	.wide = true,
	.fill = fill,
	.choose = choose,
	.free = past_free,
};

void
history_open(struct app *app)
{
	struct past *past = g_new0(struct past, 1);
	walk_here(app, &past->here);
	past->targets = g_array_new(FALSE, FALSE, sizeof(struct target));
	popup_open(app, &history_popup, "Where you were", past);
}
