/*
 * The way back is exact: walks at random by section, timestamp, link, mention, preview, search,
 * filter, document and history, and wherever the history grew, stepping back shows the very line
 * that was left, in the same pane and with the same filter, and stepping forward the other. A step
 * that leads nowhere says so.
 *
 * The model is a line of views, and one rule: what looks as it does here is passed over.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/ui_driver.h"
#include "ui/app_state.h"

/* A view as it was. */
struct view {
	char path[512];
	uint32_t reading, top, left, link, stamp;
	int columns; /* of the reader: a pane beside it may take some, and rows are others then */
	enum pane_id focus;
	unsigned side;
	uint32_t cursor;
	char filter[64];
	char row[512]; /* of the list */
	int64_t slot;
};

struct move {
	const char *keys;
	bool speaks; /* it leads somewhere, or says why not */
};

static const struct move moves[] = {
	{ "]]", true },
	{ "]]", true },
	{ "3]]", true },
	{ "[[", false },
	{ "]t", false },
	{ "[t", false },
	{ "G", false },
	{ "gg", false },
	{ "50%", false },
	{ "20G", false },
	{ "Space", true },
	{ "Space", true },
	{ "b", true },
	{ "d", true },
	{ "u", true },
	{ "j", false },
	{ "5j", false },
	{ "k", false },
	{ "Tab", true },
	{ "Tab", true },
	{ "4 Tab", true },
	{ "Shift-Tab", true },
	{ "Tab Enter", true },
	{ "Tab Enter", true },
	{ "Tab Enter", true },
	{ "2 Tab Enter", true },
	{ "5 Tab Enter", true },
	{ "Tab K", true },
	{ "Tab K Enter", true },
	{ "Tab Enter j Enter", true },
	{ "Tab ]l", true },
	{ "[l", true },
	{ "f a", true },
	{ "f s", true },
	{ "f D", true },
	{ "Tab K Tab Enter", true },
	{ "Tab K Space Enter", true },
	{ "Tab K f a", true },
	{ "Tab K K Enter", true },
	{ "Tab g c j Enter", true },
	{ "R", true },
	{ "R j Enter", true },
	{ "B j Enter", true },
	{ ") )", false },
	{ "(", false },
	{ ">", true },
	{ "<", true },
	{ "/ t h e Enter", true },
	{ "/ a Enter", true },
	{ "n", true },
	{ "N", true },
	{ "ma", true },
	{ "'a", true },
	{ "''", true },
	{ "o j j Enter", true },
	{ "T j j j Enter", false },
	{ "g d a Down Enter", true },
	{ "g s e Down Enter", true },
	{ "g h Down Down Enter", false },
	{ "g h a Enter", false },
	{ "h j Enter", false },
	{ "h / t h e Enter j Enter", false },
	{ "h / i n Enter Enter", false },
	{ "h Esc", false },
};

static struct view
view_of(const struct ui_driver *driver)
{
	const struct app *app = driver->app;
	const struct reader *reader = &app->reader;
	struct view view;
	memset(&view, 0, sizeof view);
	if (reader_document(reader) != NULL) {
		g_strlcpy(view.path, reader_document(reader)->path, sizeof view.path);
		view.reading = reader->reading;
		view.top = reader->top;
		view.left = reader->left;
		view.link = reader->link;
		view.stamp = reader->stamp;
	}
	/* What is only looked at from the side pane is no place. */
	if (app->side.look.on) {
		const struct place *from = &app->side.look.from;
		view.reading = from->number;
		view.top = page_line_of(reader->page, from->top) - (uint32_t)from->above;
		view.left = from->left;
		view.link = from->link;
		view.stamp = from->stamp;
	}
	view.columns = app->layout.pane[PANE_READER].width;
	view.focus = app->focus;
	if (app->focus == PANE_SIDE) {
		view.side = app->side.view;
		view.cursor = app->side.cursor < app->side.rows->len
				      ? side_row(&app->side, app->side.cursor)->at
				      : 0;
	}
	g_strlcpy(view.filter, app->list.filter.text, sizeof view.filter);
	uint32_t entry = app->focus == PANE_LIST ? list_view_entry(&app->list) : NONE;
	if (entry != NONE)
		g_strlcpy(view.row, catalog_entry(app->catalog, entry)->path, sizeof view.row);
	return view;
}

static bool
same_panes(const struct view *a, const struct view *b)
{
	return a->focus == b->focus && a->side == b->side && a->cursor == b->cursor &&
	       strcmp(a->filter, b->filter) == 0 && strcmp(a->row, b->row) == 0;
}

static bool
same_text(const struct view *a, const struct view *b)
{
	return strcmp(a->path, b->path) == 0 && a->reading == b->reading && a->link == b->link &&
	       a->stamp == b->stamp;
}

static bool
same_view(const struct view *a, const struct view *b)
{
	return same_panes(a, b) && same_text(a, b) &&
	       (a->columns != b->columns || (a->top == b->top && a->left == b->left));
}

static void
check_same(const struct view *left, const struct view *now, const char *what, bool resized)
{
	/* Where nothing was open yet, it is the list that was left. */
	if (left->path[0] != '\0' && !same_text(left, now))
		fail_msg("%s: left %s at %u, came to %s at %u", what, left->path, left->reading,
			now->path, now->reading);
	resized = resized || left->columns != now->columns;
	if (left->path[0] != '\0' && !resized && (left->top != now->top || left->left != now->left))
		fail_msg("%s: %s was left with line %u on top, and is shown from %u", what,
			left->path, left->top, now->top);
	if (!same_panes(left, now))
		fail_msg("%s: %s was left in pane %d (%u:%u), /%s at %s, and is in %d (%u:%u), "
			 "/%s at %s",
			what, left->path, left->focus, left->side, left->cursor, left->filter,
			left->row, now->focus, now->side, now->cursor, now->filter, now->row);
}

static void
close_panels(struct ui_driver *driver)
{
	while (driver->app->popup != NULL || driver->app->prompt != NULL ||
		driver->app->hints != NULL)
		assert_true(ui_driver_keys(driver, "Esc", NULL));
}

/* --- the model --- */

struct walk {
	struct ui_driver *driver;
	GArray *views; /* struct view, by the slots they are to be found in */
	bool resized;  /* the window was another now and then */
	int jumps;
	GString *keys; /* the last ones, to be told */
};

static struct view *
view_at(const struct walk *walk, guint i)
{
	return &g_array_index(walk->views, struct view, i);
}

/* The first that is not below a slot. */
static guint
index_of(const struct walk *walk, int64_t slot)
{
	guint i = 0;
	while (i < walk->views->len && view_at(walk, i)->slot < slot)
		i++;
	return i;
}

static void
put(struct walk *walk, int64_t slot, struct view *view)
{
	guint i = index_of(walk, slot);
	view->slot = slot;
	if (i < walk->views->len && view_at(walk, i)->slot == slot)
		*view_at(walk, i) = *view;
	else
		g_array_insert_val(walk->views, i, *view);
}

/* What stood beside the slot that was left and is no place any more was passed over, since it looks
 * like what was left. */
static void
pass_over(struct walk *walk, int64_t slot, const struct view *left)
{
	const struct history *history = &walk->driver->app->history;
	for (int way = 0; way < 2; way++) {
		for (;;) {
			guint i = index_of(walk, way == 0 ? slot : slot + 1) - (way == 0 ? 1 : 0);
			if (i >= walk->views->len)
				break;
			int64_t beside = view_at(walk, i)->slot;
			if (beside == history->slot || history_find(history, beside) != NULL)
				break;
			if (!walk->resized && !same_view(view_at(walk, i), left))
				fail_msg("a place was passed over:%s", walk->keys->str);
			g_array_remove_index(walk->views, i);
		}
	}
}

static void
check_arrived(struct walk *walk)
{
	int64_t slot = walk->driver->app->history.slot;
	guint i = index_of(walk, slot);
	struct view now = view_of(walk->driver);
	assert_true(i < walk->views->len && view_at(walk, i)->slot == slot);
	check_same(view_at(walk, i), &now, walk->keys->str, walk->resized);
}

static void
press(struct walk *walk, const char *key)
{
	g_string_append_printf(walk->keys, " %s", key);
	if (walk->keys->len > 400)
		g_string_erase(walk->keys, 0, 100);
	assert_true(ui_driver_keys(walk->driver, key, NULL));
}

/* What the screen shows, and no word of it. */
static char *
screen(struct walk *walk)
{
	g_autoptr(GString) text = g_string_new(NULL);
	canvas_print(ui_driver_draw(walk->driver), true, text);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Whether the popup's cursor is on a place of the history: a mark has a name before it. */
static bool
is_on_place(const struct ui_driver *driver)
{
	const struct popup *popup = driver->app->popup;
	if (popup == NULL || !popup_row_chosen(popup))
		return false;
	return g_array_index(popup->rows, struct popup_row, popup->cursor).left[0] == '\0';
}

/* A place was left for another: those ahead are gone. */
static void
note_left(struct walk *walk, int64_t slot, struct view *left)
{
	walk->jumps++;
	g_array_set_size(walk->views, index_of(walk, slot));
	pass_over(walk, slot, left);
	put(walk, slot, left);
}

/* Focuses the reader, which goes into what the side pane looks at. */
static void
focus_reader(struct walk *walk)
{
	struct app *app = walk->driver->app;
	struct view before = view_of(walk->driver);
	int64_t slot = app->history.slot;
	app_focus(app, PANE_READER);
	if (app->history.slot != slot)
		note_left(walk, slot, &before);
}

/* Makes a move; where it left a place, that is remembered. */
static void
make_move(struct walk *walk, const struct move *move)
{
	struct ui_driver *driver = walk->driver;
	const struct history *history = &driver->app->history;
	struct view before = view_of(driver);
	g_autofree char *last = screen(walk);
	bool in_reader = driver->app->focus == PANE_READER;
	bool searches = move->keys[0] == '/' && in_reader;
	bool speaks = move->speaks && in_reader;
	/* In a window of another size a search may begin a row beside. */
	if (searches && walk->resized)
		return;
	for (const char *key = move->keys; *key != '\0';) {
		const char *end = strchrnul(key, ' ');
		g_autofree char *one = g_strndup(key, (gsize)(end - key));
		int64_t slot = history->slot;
		bool listed = g_str_has_prefix(move->keys, "g h") && is_on_place(driver);
		/* A search leaves the place where it began. */
		if (!searches)
			before = view_of(driver);
		if (speaks && *end == '\0') {
			g_free(last);
			last = screen(walk);
		}
		press(walk, one);
		key = *end == ' ' ? end + 1 : end;
		/* A place does not know what the side pane was narrowed to. */
		if (strcmp(one, "/") == 0 && driver->app->focus == PANE_SIDE) {
			press(walk, "Esc");
			break;
		}
		if (history->slot == slot)
			continue;
		if (listed) {
			put(walk, slot, &before);
			check_arrived(walk);
			continue;
		}
		assert_int_equal(history->slot, slot + 1);
		assert_int_equal(history->forward->len, 0);
		/* A hint selects its link before that is followed. */
		if (move->keys[0] == 'f')
			before.link = history_peek(history, false, 1)->link;
		note_left(walk, slot, &before);
	}
	g_autofree char *now = speaks ? screen(walk) : NULL;
	if (speaks && strcmp(last, now) == 0 && driver->app->message == NULL &&
		driver->app->popup == NULL)
		fail_msg("a dead end without a word:%s \n%s", walk->keys->str, now);
	close_panels(driver);
	ui_driver_draw(driver);
}

/* Whether it led anywhere. */
static bool
step(struct walk *walk, bool ahead)
{
	const struct history *history = &walk->driver->app->history;
	struct view before = view_of(walk->driver);
	int64_t slot = history->slot;
	press(walk, ahead ? "L" : "Backspace");
	ui_driver_draw(walk->driver);
	if (history->slot == slot) {
		struct view now = view_of(walk->driver);
		assert_true(same_view(&before, &now));
		assert_non_null(walk->driver->app->message);
		pass_over(walk, slot, &before);
		return false;
	}
	assert_true(ahead == (history->slot > slot));
	pass_over(walk, slot, &before);
	put(walk, slot, &before);
	check_arrived(walk);
	return true;
}

static void
turn(struct walk *walk, GRand *dice, bool resize)
{
	int cast = g_rand_int_range(dice, 0, 100);
	struct ui_driver *driver = walk->driver;
	if (resize && cast < 5)
		ui_driver_resize(driver, g_rand_int_range(dice, 5, 60),
			g_rand_int_range(dice, 20, 200));
	else if (resize && cast < 8)
		press(walk, "z");
	else if (cast < 25)
		step(walk, false);
	else if (cast < 35)
		step(walk, true);
	else
		make_move(walk, &moves[g_rand_int_range(dice, 0, G_N_ELEMENTS(moves))]);
	/* Most keys are those of the reader. */
	if (g_rand_int_range(dice, 0, 3) > 0)
		focus_reader(walk);
}

/* Walks for so many steps, or seconds; and all the way back, and forward. */
static void
walk(const char *root, int steps, int seconds, guint32 seed, bool resize)
{
	g_autoptr(GRand) dice = g_rand_new_with_seed(seed);
	struct walk walk = { .resized = resize };
	gint64 late = g_get_monotonic_time() + seconds * G_USEC_PER_SEC;
	walk.driver = ui_driver_new(root, NULL, NULL, 30, 100);
	walk.views = g_array_new(FALSE, FALSE, sizeof(struct view));
	walk.keys = g_string_new(NULL);
	uint32_t count = catalog_count(walk.driver->app->catalog);
	assert_true(count > 0);
	g_autofree char *first =
		g_strdup_printf("%dG Enter", g_rand_int_range(dice, 1, (int)count));
	const struct move open = { first, false };
	make_move(&walk, &open);
	int i = 0;
	for (; i < steps && g_get_monotonic_time() < late && walk.views->len < HISTORY_MOST - 10;
		i++)
		turn(&walk, dice, resize);
	/* It did lead somewhere, and all the way back is as exact. */
	assert_true(walk.jumps > i / 20);
	while (step(&walk, false))
		;
	while (step(&walk, true))
		;
	ui_driver_free(walk.driver);
	g_array_unref(walk.views);
	g_string_free(walk.keys, TRUE);
}

static void
test_sample(void **state)
{
	(void)state;
	for (guint32 seed = 7; seed < 11; seed++)
		walk("data/library", 1200, 10, seed, seed % 2 != 0);
}

static void
test_real(void **state)
{
	static const char *const folders[] = {
		"../shared/library/video-notes",
		"../shared/library/articles",
		"../shared/library/seeds",
		"../shared/library/clippings",
	};
	(void)state;
	if (!g_file_test("../shared/library", G_FILE_TEST_IS_DIR))
		skip();
	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
		if (!g_file_test(folders[i], G_FILE_TEST_IS_DIR))
			continue;
		walk(folders[i], 1000, 3, (guint32)i, false);
		walk(folders[i], 600, 2, (guint32)i + 100, true);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sample),
		cmocka_unit_test(test_real),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
