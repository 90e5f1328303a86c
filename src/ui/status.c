#include "config.h"

#include "ui/status.h"

#include <string.h>

#include "text/safe.h"
#include "ui/app_state.h"
#include "ui/destination.h"

/* Keys worth a hint in a place, the most useful last: from the left they are dropped where there is
 * no room. The words are shorter than the commands' help. */
struct hint {
	const char *place; /* whose table the command is of; "" for a key that is none's: Esc */
	const char *command;
	const char *words;
};

static const struct hint list_hints[] = {
	{ "list", "narrow", "narrow" },
	{ "list", "sort", "sort" },
	{ "list", "filter", "filter" },
	{ "", "Esc", "show all" },
	{ "list", "open", "open" },
	{ "everywhere", "help", "help" },
	{ 0 },
};

static const struct hint reader_hints[] = {
	{ "reader", "outline", "outline" },
	{ "reader", "search", "search" },
	{ "reader", "next-link", "next link" },
	{ "reader", "next-section", "next section" },
	{ "reader", "next-timestamp", "next timestamp" },
	{ "reader", "next-hit", "next hit" },
	{ "everywhere", "help", "help" },
	{ 0 },
};

static const struct hint selection_hints[] = {
	{ "selection", "other-end", "other end" },
	{ "selection", "copy", "copy" },
	{ "everywhere", "help", "help" },
	{ 0 },
};
static const struct hint side_hints[] = {
	{ "side", "order", "order" },
	{ "side", "filter", "filter" },
	{ "side", "next-view", "next view" },
	{ "", "Esc", "show all" },
	{ "", "Esc", "back" },
	{ "side", "go", "go there" },
	{ "everywhere", "help", "help" },
	{ 0 },
};

static const struct hint picker_hints[] = {
	{ 0 },
};

static const struct hint popup_hints[] = {
	{ "everywhere", "palette", "find a command" },
	{ "popup", "choose", "choose" },
	{ "popup", "close", "close" },
	{ 0 },
};

static const struct hint map_hints[] = {
	{ "map", "letters", "letters" },
	{ "map", "centre-before", "centre before" },
	{ "map", "centre", "make centre" },
	{ "map", "go-there", "go there" },
	{ "everywhere", "help", "help" },
	{ 0 },
};

static const struct hint report_hints[] = {
	{ "report", "next-part", "next part" },
	{ "report", "go", "go there" },
	{ "everywhere", "help", "help" },
	{ 0 },
};

/* Of a panel that shows a page. */
static const struct hint page_hints[] = {
	{ "popup", "hints", "label links" },
	{ "popup", "next-link", "next link" },
	{ "popup", "choose", "go in" },
	{ "popup", "close", "close" },
	{ 0 },
};

static const struct hint *
hints_of(const struct app *app)
{
	if (strcmp(app_place(app), "map") == 0)
		return map_hints;
	if (strcmp(app_place(app), "report") == 0)
		return report_hints;
	if (selection_on(app))
		return selection_hints;
	if (app->popup != NULL && app->popup->kind->reader != NULL)
		return page_hints;
	if (app->popup != NULL)
		return app->popup->prompt != NULL ? picker_hints : popup_hints;
	switch (app->focus) {
	case PANE_LIST:
		return list_hints;
	case PANE_SIDE:
		return side_hints;
	default:
		return reader_hints;
	}
}

static const char *
first_key(const struct app *app, const struct hint *hint)
{
	if (hint->place[0] == '\0')
		return hint->command;
	for (const struct keymap_table *t = app_keymap_tables(); t->place != NULL; t++) {
		if (strcmp(t->place, hint->place) != 0)
			continue;
		for (const struct command *c = t->commands; c->name != NULL; c++) {
			if (strcmp(c->name, hint->command) != 0)
				continue;
			const char *const *keys = keymap_keys(app->keymap, t->place, c);
			return keys == NULL ? NULL : keys[0];
		}
	}
	return NULL;
}

/* A hint is left out where it says nothing of the open document. */
static bool
fits(const struct app *app, const struct hint *hint)
{
	const struct document *document = reader_document(&app->reader);
	if (strcmp(hint->command, "palette") == 0)
		return help_open_now(app);
	if (strcmp(hint->command, "choose") == 0)
		return app->popup->kind->whole ||
		       (app->popup->chooses && popup_row_chosen(app->popup));
	if (strcmp(hint->place, "side") == 0 && strcmp(hint->command, "go") == 0)
		return side_row_leads(&app->side, app->side.cursor);
	if (strcmp(hint->place, "side") == 0 && strcmp(hint->command, "filter") == 0)
		return app->side.count > 0;
	if (strcmp(hint->command, "order") == 0)
		return app->side.view == SIDE_TIMESTAMPS && app->side.count > 0;
	if (hint->place[0] == '\0' && app->focus == PANE_SIDE)
		return strcmp(hint->words, "back") == 0
			       ? app->side.look.on && !side_filter_on(&app->side)
			       : side_filter_on(&app->side);
	if (hint->place[0] == '\0')
		return list_filter_on(&app->list.filter) && !list_filter_looks(&app->list.filter);
	if (strcmp(hint->place, "list") == 0)
		return app->list.rows->len > 0;
	if (strcmp(hint->place, "reader") != 0)
		return true;
	if (document == NULL)
		return false;
	if (strcmp(hint->command, "next-hit") == 0)
		return hits_count(app->reader.hits) > 0;
	if (strcmp(hint->command, "next-timestamp") == 0)
		return document->timestamp_count > 0;
	if (strcmp(hint->command, "next-section") == 0)
		return document->section_count > 1;
	if (strcmp(hint->command, "next-link") == 0)
		return document->link_count > 0;
	return true;
}

/* Draws hints from the right edge, as many as fit right of least; gives where they begin. */
static int
draw_hints(const struct app *app, struct canvas *canvas, struct rect r, int least)
{
	const struct hint *hints = hints_of(app);
	int x = r.x + r.width;
	int count = 0;
	while (hints[count].place != NULL)
		count++;
	for (int i = count - 1; i >= 0; i--) {
		const char *key = first_key(app, &hints[i]);
		if (key == NULL || !fits(app, &hints[i]))
			continue;
		int key_columns = (int)safe_columns(SAFE_NAME, key, strlen(key));
		int words = (int)strlen(hints[i].words);
		int from = x - key_columns - words - 3;
		if (from < least)
			break;
		canvas_put(canvas, r.y, from + 1, ROLE_STATUS_KEY, SAFE_NAME, key, -1);
		canvas_put(canvas, r.y, from + key_columns + 2, ROLE_STATUS, SAFE_TEXT,
			hints[i].words, -1);
		x = from;
	}
	return x;
}

/* --- the left side --- */

/* Columns of the trail, at least, where something stands behind it. */
#define TRAIL_LEAST 12

/* The sections around what is being read, outermost first: "Part › Chapter". Outer ones are left
 * out where they do not fit, and what is over the text already: the document's own title. */
static char *
trail(const struct app *app)
{
	const struct document *document = reader_document(&app->reader);
	uint32_t section = reader_section(&app->reader);
	unsigned room = (unsigned)app->layout.status.width * 3 / 5;
	if (document == NULL)
		return g_strdup("");
	if (section == NONE)
		return g_strdup(document_short_title(document));
	g_autoptr(GString) words = g_string_new(document->sections[section].title);
	uint8_t level = document->sections[section].level;
	for (uint32_t i = section; i-- > 0 && level > 1 && section - i < 10000;) {
		const struct section *above = &document->sections[i];
		if (above->level >= level)
			continue;
		level = above->level;
		if (strcmp(above->title, document_field(document, FIELD_TITLE)) == 0 ||
			strcmp(above->title, document_short_title(document)) == 0)
			continue;
		g_string_prepend(words, " › ");
		g_string_prepend(words, above->title);
		if (safe_columns(SAFE_NAME, words->str, words->len) > room) {
			g_string_erase(words, 0, (gssize)strlen(above->title));
			g_string_prepend(words, "…");
			break;
		}
	}
	return g_string_free(g_steal_pointer(&words), FALSE);
}

/* What is read, and where it stands too, where Enter leads there: that is read whole, the trail gives
 * way. */
static char *
reading_words(const struct app *app, const struct counterpart *elsewhere, unsigned columns)
{
	g_autofree char *read = trail(app);
	g_autofree char *there = elsewhere_words(app, elsewhere);
	g_autofree char *words = g_strdup_printf(" · Enter: %s", there);
	unsigned taken = safe_columns(SAFE_NAME, words, strlen(words));
	if (taken + TRAIL_LEAST > columns)
		return g_strdup(words + strlen(" · "));
	g_autofree char *cut = destination_cut(read, columns - taken);
	return g_strconcat(cut, words, NULL);
}

/* What is looked at in the side pane, and what is to be known of it: that is read whole, the trail gives
 * way. */
static char *
side_words(const struct app *app, unsigned columns)
{
	g_autofree char *looked = trail(app);
	g_autofree char *note = side_row_note(app);
	if (note == NULL)
		return g_steal_pointer(&looked);
	unsigned taken = safe_columns(SAFE_NAME, note, strlen(note)) + 3;
	unsigned room = columns / 2 > taken ? columns / 2 - taken : 0;
	if (room < 2 * TRAIL_LEAST)
		return g_steal_pointer(&note);
	g_autofree char *cut = destination_cut(looked, room);
	return g_strdup_printf("%s · %s", cut, note);
}

/* The marks of a row of the list that stand behind the one it shows. */
static void
append_marks(const struct app *app, uint32_t index, GString *words)
{
	const struct entry *entry = catalog_entry(app->catalog, index);
	const struct state_row *row = keeping_row(app, index);
	bool starred = row != NULL && row->starred;
	if (entry->problems > 0 && starred)
		g_string_append(words, " · starred");
	if ((entry->problems > 0 || starred) && (row == NULL || !row->read))
		g_string_append(words, " · unread");
}

/* What the list's row says in full, and what its columns may have had no room for. */
static char *
row_words(const struct app *app)
{
	uint32_t index = list_view_entry(&app->list);
	char number[16];
	if (index == NONE)
		return g_strdup("");
	const struct entry *entry = catalog_entry(app->catalog, index);
	if (entry->failed)
		return g_strdup_printf("cannot be read: %s", entry->below);
	g_autoptr(GString) words = g_string_new(entry->below);
	append_marks(app, index, words);
	if (entry->problems > 0)
		g_string_append_printf(words, " · %s problem%s, named in its information",
			app_number(number, entry->problems), entry->problems == 1 ? "" : "s");
	if (entry->kind[0] != '\0')
		g_string_append_printf(words, " · %s", entry->kind);
	if (entry->date[0] != '\0')
		g_string_append_printf(words, " · %.10s", entry->date);
	if (entry->minutes != UINT32_MAX && entry->minutes > 0)
		g_string_append_printf(words, " · %s min", app_number(number, entry->minutes));
	if (entry->timestamps != UINT32_MAX && entry->timestamps > 0)
		g_string_append_printf(words, " · %s timestamps",
			app_number(number, entry->timestamps));
	return g_string_free(g_steal_pointer(&words), FALSE);
}

/* --- a sequence under way --- */

/* What keymap_follow() gives for each. */
enum { FOLLOW_KEY, FOLLOW_HELP, FOLLOW_NAME, FOLLOW_WORDS };

static const char *
follow_word(const GPtrArray *follow, guint i, unsigned word)
{
	return g_ptr_array_index(follow, i + word);
}

/* Columns that all take with those words. */
static int
follow_columns(const GPtrArray *follow, unsigned word)
{
	size_t columns = 0;
	for (guint i = 0; i < follow->len; i += FOLLOW_WORDS) {
		const char *key = follow_word(follow, i, FOLLOW_KEY);
		const char *words = follow_word(follow, i, word);
		columns += safe_columns(SAFE_NAME, key, strlen(key)) +
			   safe_columns(SAFE_TEXT, words, strlen(words)) + (i > 0 ? 3 : 1);
	}
	return (int)MIN(columns, G_MAXINT);
}

/* Names in place of helps: "copy-link", "copy-section" as "link", "section" where all are of one verb. */
static void
shorten_names(GPtrArray *follow)
{
	const char *first = follow_word(follow, 0, FOLLOW_NAME);
	size_t verb = strcspn(first, "-") + 1;
	for (guint i = 0; i < follow->len; i += FOLLOW_WORDS)
		if (strncmp(follow_word(follow, i, FOLLOW_NAME), first, verb) != 0)
			verb = 0;
	for (guint i = 0; i < follow->len; i += FOLLOW_WORDS) {
		char *name = g_ptr_array_index(follow, i + FOLLOW_NAME);
		memmove(name, name + verb, strlen(name) - verb + 1);
		g_strdelimit(name, "-", ' ');
	}
}

static void
draw_follow(const struct app *app, struct canvas *canvas, struct rect r, int x)
{
	int end = r.x + r.width;
	unsigned word = FOLLOW_HELP;
	g_autoptr(GPtrArray) follow = g_ptr_array_new_with_free_func(g_free);
	keymap_follow(app->keymap, app_place(app), app->keys, app->key_count, follow);
	if (follow->len > 0 && x + follow_columns(follow, word) > end) {
		word = FOLLOW_NAME;
		shorten_names(follow);
	}
	for (guint i = 0; i < follow->len; i += FOLLOW_WORDS) {
		const char *key = follow_word(follow, i, FOLLOW_KEY);
		const char *words = follow_word(follow, i, word);
		int needed = (int)(safe_columns(SAFE_NAME, key, strlen(key)) +
				     safe_columns(SAFE_TEXT, words, strlen(words))) +
			     1;
		if (x + needed > end) {
			canvas_put(canvas, r.y, MIN(x, end - 1), ROLE_STATUS, SAFE_TEXT, "…", -1);
			return;
		}
		x += canvas_put(canvas, r.y, x, ROLE_STATUS_KEY, SAFE_NAME, key, -1) + 1;
		x += canvas_put(canvas, r.y, x, ROLE_STATUS, SAFE_TEXT, words, -1) + 2;
	}
}

/* The count and keys of a sequence under way, with what may follow. */
static void
draw_sequence(const struct app *app, struct canvas *canvas, struct rect r)
{
	g_autoptr(GString) keys = g_string_new(NULL);
	char name[32];
	if (app->count > 0)
		g_string_append_printf(keys, "%u", app->count);
	for (unsigned i = 0; i < app->key_count; i++)
		g_string_append(keys, key_code_name(app->keys[i], name));
	int x = r.x + 1;
	x += canvas_put(canvas, r.y, x, ROLE_STATUS_KEY, SAFE_NAME, keys->str, -1);
	x += 2;
	if (app->waiting != NULL)
		canvas_put_cut(canvas, r.y, x, MAX(r.x + r.width - x, 0), ROLE_STATUS, SAFE_TEXT,
			app->waiting->help, -1);
	else if (app->key_count > 0)
		draw_follow(app, canvas, r, x);
}

/* What is typed comes before what is said of it. */
static void
draw_prompt(const struct app *app, struct canvas *canvas, struct rect r)
{
	const char *text = prompt_text(app->prompt);
	const struct prompt_use *use = app->prompt_use;
	g_autofree char *note = use->note != NULL && text[0] != '\0' ? use->note(app) : NULL;
	struct rect left = r;
	if (note != NULL) {
		int columns = (int)safe_columns(SAFE_NAME, note, strlen(note));
		int typed =
			(int)(safe_columns(SAFE_NAME, text, strlen(text)) + strlen(use->label)) + 2;
		if (typed + columns + 1 <= r.width) {
			left.width -= columns + 1;
			canvas_put(canvas, r.y, r.x + left.width, ROLE_STATUS, SAFE_NAME, note, -1);
		}
	}
	prompt_draw(app->prompt, canvas, left);
}

/* --- where the selected link leads --- */

static char *
link_words(const struct app *app, struct rect r)
{
	uint32_t index;
	const struct document *document = app_shown_link(app, &index);
	const struct link *link = &document->links[index];
	struct destination destination;
	/* While the library comes in, names are taken in a little at a time: a draw waits for
	 * none. */
	if (resolver_take_in(app->resolver, DESTINATION_STEP))
		return g_strdup_printf("→ %.500s", link->written);
	destination_init(&destination, app, document, link);
	char *words =
		destination_words(&destination, app, document, link, (unsigned)MAX(r.width - 2, 1));
	destination_clear(&destination);
	return words;
}

/* The letters typed of hints, and what may be typed. */
static void
draw_hints_typed(const struct app *app, struct canvas *canvas, struct rect r)
{
	const char *typed = hints_typed(app->hints);
	int x = r.x + 1;
	if (typed[0] != '\0')
		x += canvas_put(canvas, r.y, x, ROLE_STATUS_KEY, SAFE_NAME, typed, -1) + 2;
	canvas_put_cut(canvas, r.y, x, MAX(r.x + r.width - x, 0), ROLE_STATUS, SAFE_TEXT,
		r.width < 70 ? "the letters of a link; Esc ends"
			     : "the letters of a link follow it, a capital looks at it; Esc ends",
		-1);
}

/* While the reader follows a player, where that is, at the right; gives what is left of r. */
static struct rect
draw_player(const struct app *app, struct canvas *canvas, struct rect r)
{
	bool paused;
	g_autofree char *words = player_words(app, &paused);
	if (words == NULL)
		return r;
	int columns = (int)safe_columns(SAFE_NAME, words, strlen(words));
	r.width = MAX(r.width - columns - 3, 0);
	int x = r.x + r.width;
	canvas_sign(canvas, r.y, x, ROLE_STATUS_KEY, paused ? "⏸" : "▶", paused ? "=" : ">");
	canvas_put(canvas, r.y, x + 2, ROLE_STATUS, SAFE_NAME, words, -1);
	return r;
}

/* Of an open popup; NULL where that says nothing here. */
static char *
popup_words(const struct app *app, int width)
{
	if (app->popup == NULL)
		return NULL;
	if (app->popup->kind->words != NULL)
		return app->popup->kind->words(app, app->popup);
	if (app->popup->prompt == NULL)
		return NULL;
	return g_strdup(width >= 70 ? "Enter takes the row under the cursor, Up and Down move, "
				      "Esc closes"
				    : "Enter takes it, Esc closes");
}

/* What is said at the left, and in which look; *whole: it is read whole, and the hints give way. */
static char *
left_words(const struct app *app, struct rect r, enum role *role, bool *whole)
{
	unsigned columns = (unsigned)MAX(r.width - 2, 1);
	uint32_t link;
	*role = app->message != NULL ? app->message_role : ROLE_MESSAGE;
	*whole = true;
	if (app->message != NULL)
		return g_strdup(app->message);
	if (app->popup == NULL && selection_on(app))
		return selection_words(app);
	char *words = list_filter_looks(&app->list.filter)
			      ? g_strdup("looking into the texts, Esc stops")
			      : popup_words(app, r.width);
	if (words == NULL && app_shown_link(app, &link) != NULL)
		return link_words(app, r);
	*role = ROLE_STATUS;
	const struct counterpart *elsewhere = elsewhere_here(app);
	*whole = elsewhere != NULL;
	if (words != NULL)
		return words;
	if (app->focus == PANE_SIDE)
		return side_words(app, columns);
	if (elsewhere != NULL)
		return reading_words(app, elsewhere, columns);
	return app->focus == PANE_LIST ? row_words(app) : trail(app);
}

static void
draw_words(const struct app *app, struct canvas *canvas, struct rect r)
{
	char progress[96];
	enum role role;
	bool whole;
	g_autofree char *words = left_words(app, r, &role, &whole);
	int columns = (int)safe_columns(SAFE_NAME, words, strlen(words));
	r = draw_player(app, canvas, r);
	int x = r.x + r.width;
	if (loading_words(app, progress, sizeof progress)) {
		x -= (int)safe_columns(SAFE_NAME, progress, strlen(progress)) + 1;
		canvas_put(canvas, r.y, MAX(x, r.x), ROLE_STATUS, SAFE_NAME, progress, -1);
	} else {
		/* Of where one is, half is enough. */
		int kept = whole ? columns : MIN(columns, r.width / 2);
		x = draw_hints(app, canvas, r, r.x + 1 + kept + 2);
	}
	canvas_put_cut(canvas, r.y, r.x + 1, MAX(x - r.x - 2, 0), role, SAFE_NAME, words, -1);
}

void
status_draw(const struct app *app, struct canvas *canvas, struct rect r)
{
	struct rect before = canvas_clip(canvas, r);
	canvas_fill(canvas, r, ROLE_STATUS);
	if (app->prompt != NULL)
		draw_prompt(app, canvas, r);
	else if (app->hints != NULL)
		draw_hints_typed(app, canvas, r);
	else if (app->count > 0 || app->key_count > 0)
		draw_sequence(app, canvas, r);
	else
		draw_words(app, canvas, r);
	canvas_clip(canvas, before);
}
