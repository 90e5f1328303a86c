#include "config.h"

#include <string.h>

#include "document/clock.h"
#include "text/safe.h"
#include "ui/app_state.h"

/* --- commands --- */

/* Documents that n goes through, at most. */
#define RESULTS_MOST 20000

/* What the filter found is what n goes on into. */
static void
note_results(struct app *app)
{
	const struct list_view *list = &app->list;
	if (!list_filter_explains(&list->filter)) {
		results_end(app);
		return;
	}
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	guint first = list->cursor < RESULTS_MOST / 2 ? 0 : list->cursor - RESULTS_MOST / 2;
	for (guint i = first; i < list->rows->len && paths->len < RESULTS_MOST; i++) {
		uint32_t index = g_array_index(list->rows, uint32_t, i);
		g_ptr_array_add(paths, g_strdup(catalog_entry(app->catalog, index)->path));
	}
	results_set(app, list->filter.text, list->filter.typing, paths, list->cursor - first);
}

/* The document is open already. */
static void
show_again(struct app *app)
{
	app_leave_place(app);
	results_arrived(app);
	app_focus(app, PANE_READER);
}

static void
open_row(struct app *app, uint32_t entry)
{
	note_results(app);
	const struct entry *row = catalog_entry(app->catalog, entry);
	if (app->reader.opened != NULL &&
		strcmp(reader_document(&app->reader)->path, row->path) == 0)
		show_again(app);
	else
		opening_go_entry(app, entry);
}

static void
say_no_document(struct app *app)
{
	app_say(app, "no document is under the cursor");
}

static void
list_open(struct app *app, const struct command_call *call)
{
	uint32_t entry = list_view_entry(&app->list);
	(void)call;
	if (entry != NONE)
		open_row(app, entry);
	else
		say_no_document(app);
}

static void
filter_changed(struct app *app, const char *text)
{
	list_filter_set(app, text, true, false);
}

/* The last word stays a prefix: what was shown is what was asked for. */
static void
filter_done(struct app *app, const char *text)
{
	keeping_typed(app, app->keeping.filters, "filter", text);
	list_filter_set(app, text, true, true);
	app_focus(app, PANE_LIST);
}

static void
filter_cancelled(struct app *app)
{
	list_filter_set(app, "", false, false);
	if (app->list.before != NONE)
		list_view_select(app, app->list.before);
}

static char *
filter_note(const struct app *app)
{
	const struct list_filter *filter = &app->list.filter;
	char count[16];
	uint32_t rows = app->list.rows->len;
	if (filter->problem != NULL)
		return g_strdup(filter->problem);
	if (filter->found != NULL && filter->found->answer != NULL &&
		filter->found->answer->waiting)
		return g_strdup("Enter looks into the texts");
	const char *so_far = app->loading.running ? " so far" : "";
	return rows == 0 ? g_strdup_printf("no document%s", so_far)
			 : g_strdup_printf("%s document%s%s", app_number(count, rows),
				   rows == 1 ? "" : "s", so_far);
}

static const struct prompt_use filter_prompt = {
	.note = filter_note,
	.label = "/",
	.changed = filter_changed,
	.done = filter_done,
	.cancelled = filter_cancelled,
};

static void
list_filter(struct app *app, const struct command_call *call)
{
	(void)call;
	app->list.before = list_view_entry(&app->list);
	app_prompt(app, &filter_prompt, app->list.filter.text, app->keeping.filters);
}

static void
say_sort(struct app *app)
{
	const struct list_view *list = &app->list;
	app_say(app, "sorted by %s%s%s", list_sort_name(list->sort),
		list->reverse ? ", reversed" : "",
		list->sort == SORT_RELEVANCE && !list_filter_explains(&list->filter)
			? ", when words are looked for"
			: "");
}

static void
choose_sort(struct app *app, const struct popup *popup, const struct popup_row *row,
	const char *typed)
{
	struct list_view *list = &app->list;
	(void)popup;
	(void)typed;
	if (row == NULL)
		return;
	list->reverse = row->data == list->sort && !list->reverse;
	list->sort = (enum list_sort)row->data;
	list->sort_chosen = true;
	list->sort_over = true;
	list->filter_changed = true;
	list->stale = true;
	say_sort(app);
}

static void
fill_sorts(struct app *app, struct popup *popup, const char *typed)
{
	const struct list_view *list = &app->list;
	enum list_sort now = list_view_by_query(list)       ? SORT_COUNT
			     : list_view_by_relevance(list) ? SORT_RELEVANCE
							    : list->sort;
	(void)typed;
	for (uint32_t i = 0; i < SORT_COUNT; i++) {
		const char *name = list_sort_name((enum list_sort)i);
		/* k goes up, here as everywhere. */
		char letter[2] = { name[name[0] == 'k' ? 1 : 0], '\0' };
		struct popup_row *row = popup_add(popup, letter, name);
		row->data = i;
		if (i == now)
			row->right = g_strdup(app->list.reverse ? "now, reversed" : "now");
	}
	popup->cursor = app->list.sort;
	struct popup_row *again = popup_add(popup, "s", "the other way round");
	again->data = app->list.sort;
}

static const struct popup_kind sort_popup = {
	.letters = true,
	.fill = fill_sorts,
	.choose = choose_sort,
};

static void
list_sort(struct app *app, const struct command_call *call)
{
	(void)call;
	popup_open(app, &sort_popup, "Sort by", NULL);
}

static void
list_next_unread(struct app *app, const struct command_call *call)
{
	struct list_view *list = &app->list;
	uint32_t times = MAX(call->count, 1u);
	for (uint32_t i = list->cursor + 1; i < list->rows->len; i++) {
		uint32_t entry = g_array_index(list->rows, uint32_t, i);
		if (!keeping_is_unread(app, entry))
			continue;
		list->cursor = i;
		if (--times == 0)
			return;
	}
	if (times == MAX(call->count, 1u))
		app_say(app, "no unread document below");
}

static void
list_narrow(struct app *app, const struct command_call *call)
{
	(void)call;
	facets_open(app);
}

static void
list_mark_read(struct app *app, const struct command_call *call)
{
	uint32_t entry = list_view_entry(&app->list);
	(void)call;
	if (entry != NONE)
		keeping_mark_read(app, entry, keeping_is_unread(app, entry));
	else
		say_no_document(app);
}

static void
list_star(struct app *app, const struct command_call *call)
{
	uint32_t entry = list_view_entry(&app->list);
	(void)call;
	if (entry == NONE) {
		say_no_document(app);
		return;
	}
	const struct state_row *row = keeping_row(app, entry);
	keeping_star(app, entry, row == NULL || !row->starred);
}

static void
list_rescan(struct app *app, const struct command_call *call)
{
	(void)call;
	loading_start(app);
}

/* clang-format off */
const struct command list_commands[] = {
	{ .name = "open", .keys = "Enter", .group = "List", .run = list_open,
	  .help = "Open the document" },
	{ .name = "filter", .keys = "/", .group = "List", .run = list_filter,
	  .help = "Show only documents that a query finds" },
	{ .name = "narrow", .keys = "c", .group = "List", .run = list_narrow,
	  .help = "Narrow by category, kind, channel, tag, or any key" },
	{ .name = "sort", .keys = "s", .group = "List", .run = list_sort,
	  .help = "Sort by path, title, date, kind, length or relevance" },
	{ .name = "next-unread", .keys = "n", .group = "List", .run = list_next_unread,
	  .help = "Go to the next unread document" },
	{ .name = "mark-read", .keys = "U", .group = "List", .run = list_mark_read,
	  .help = "Mark the document as read, or as unread again" },
	{ .name = "star", .keys = "*", .group = "List", .run = list_star,
	  .help = "Star the document, or take its star away" },
	{ .name = "rescan", .keys = "r", .group = "List", .run = list_rescan,
	  .help = "Read the library anew" },
	{ 0 },
};
/* clang-format on */

static void
list_move(struct app *app, enum motion motion, uint32_t count)
{
	struct list_view *list = &app->list;
	list->cursor = pane_move_cursor(list->cursor, list->rows->len, list->height, motion, count);
}

/* --- drawing --- */

/* The columns of a row, from the right edge; those that do not fit are left out from the last. */
struct column {
	int columns;
	int least_width; /* of the pane */
	enum role role;
	void (*write)(const struct entry *entry, char *buffer, size_t n);
};

static void
write_date(const struct entry *entry, char *buffer, size_t n)
{
	g_snprintf(buffer, n, "%.10s", entry->date);
}

static void
write_minutes(const struct entry *entry, char *buffer, size_t n)
{
	if (entry->minutes != UINT32_MAX && entry->minutes > 0)
		g_snprintf(buffer, n, "%um", entry->minutes);
}

static void
write_stamps(const struct entry *entry, char *buffer, size_t n)
{
	if (entry->timestamps != UINT32_MAX && entry->timestamps > 0)
		g_snprintf(buffer, n, "%u", entry->timestamps);
}

static const struct column columns[] = {
	{ .columns = 10, .least_width = 50, .role = ROLE_DATE, .write = write_date },
	{ .columns = 5, .least_width = 62, .role = ROLE_COUNT, .write = write_minutes },
	{ .columns = 5, .least_width = 68, .role = ROLE_COUNT, .write = write_stamps },
};

/* Category or channel, and from which width. */
#define GROUP_WIDTH 76

static void
draw_hits(const struct list_view *list, const char *title, struct canvas *canvas, int y, int x,
	int room)
{
	g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(struct range));
	list_filter_hits(&list->filter, title, hits);
	for (guint i = 0; i < hits->len; i++) {
		struct range hit = g_array_index(hits, struct range, i);
		int start = (int)safe_columns(SAFE_TEXT, title, hit.start);
		int end = (int)safe_columns(SAFE_TEXT, title, hit.end);
		end = MIN(end, room);
		if (start < end)
			canvas_role(canvas, (struct rect){ y, x + start, 1, end - start },
				ROLE_HIT);
	}
}

/* The mark of a row: what is wrong, then what is starred, then what is unread. The status line
 * names the others. */
static void
draw_mark(const struct app *app, uint32_t index, struct canvas *canvas, int y, int x)
{
	const struct entry *entry = catalog_entry(app->catalog, index);
	const struct state_row *row = keeping_row(app, index);
	if (entry->failed || entry->problems > 0)
		canvas_put(canvas, y, x, ROLE_PROBLEM, SAFE_TEXT, "!", 1);
	else if (row != NULL && row->starred)
		canvas_put(canvas, y, x, ROLE_STAR, SAFE_TEXT, "★", -1);
	else if (row == NULL || !row->read)
		/* In ASCII both would be an asterisk. */
		canvas_put(canvas, y, x, ROLE_UNREAD, SAFE_TEXT, safe_ascii() ? "o" : "●", -1);
}

/* Draws the columns at the right of a row; gives where the title must end: a column that is empty
 * leaves it its room, where nothing stands left of it. */
static int
draw_columns(const struct entry *entry, struct canvas *canvas, struct rect r, int y)
{
	int right = r.x + r.width - 1;
	int end = right;
	for (int i = (int)G_N_ELEMENTS(columns) - 1; i >= 0; i--) {
		const struct column *column = &columns[i];
		char words[32] = "";
		if (r.width < column->least_width)
			continue;
		column->write(entry, words, sizeof words);
		int taken =
			MIN((int)safe_columns(SAFE_NAME, words, strlen(words)), column->columns);
		canvas_put(canvas, y, right - taken, column->role, SAFE_NAME, words, -1);
		if (taken > 0)
			end = right - taken - 1;
		right -= column->columns + 1;
	}
	if (r.width >= GROUP_WIDTH) {
		const char *group = entry->channel[0] != '\0' ? entry->channel : entry->category;
		int taken = MIN(r.width / 5, 24);
		canvas_put_cut(canvas, y, right - taken, taken, ROLE_DIM, SAFE_NAME, group, -1);
		if (group[0] != '\0')
			end = right - taken - 1;
	}
	return end;
}

/* Columns of a sentence below which the time before it gives way. */
#define SENTENCE_LEAST 20

/* Draws the sentence of a document from y on, when it is said before it, so far into it that its first hit
 * is seen. What has none says where it stands. */
static void
draw_sentence(const struct app *app, const struct entry *entry, struct canvas *canvas,
	struct rect r, int y)
{
	const struct search_place *place = sentences_of(&app->sentences, entry->path);
	int x = r.x + 5, end = r.x + r.width - 1;
	char time[16];
	if (end <= x || place == NULL)
		return;
	if (place->snippet.text == NULL) {
		canvas_put_cut(canvas, y, x, end - x, ROLE_DIM, SAFE_NAME, entry->below, -1);
		return;
	}
	if (place->milliseconds != NONE) {
		clock_short(time, place->milliseconds);
		/* That of a transcript's paragraph may begin with it. */
		if (end - x - (int)strlen(time) - 1 >= SENTENCE_LEAST &&
			!g_str_has_prefix(place->snippet.text, time))
			x += canvas_put(canvas, y, x, ROLE_TIMESTAMP, SAFE_TEXT, time, -1) + 1;
	}
	snippet_draw(&place->snippet, canvas, y, x, end - x, ROLE_DIM);
	snippet_mark(&place->snippet, canvas, y, x, end - x, ROLE_HIT);
}

static void
draw_row(const struct app *app, struct canvas *canvas, struct rect r, int y, uint32_t row,
	bool focused)
{
	const struct list_view *list = &app->list;
	uint32_t index = g_array_index(list->rows, uint32_t, row);
	const struct entry *entry = catalog_entry(app->catalog, index);
	bool current = index == app_entry(app) && app->reader.opened != NULL;
	int x = r.x + 3;
	if (current)
		canvas_put(canvas, y, r.x, ROLE_READING, SAFE_TEXT, "▸", -1);
	draw_mark(app, index, canvas, y, r.x + 1);
	int room = draw_columns(entry, canvas, r, y) - x;
	enum role role = current ? ROLE_READING : ROLE_TEXT;
	if (!entry->known)
		role = ROLE_DIM;
	if (room > 0)
		canvas_put_cut(canvas, y, x, room, role, SAFE_TEXT, entry->short_title, -1);
	if (row == list->cursor)
		canvas_role(canvas, (struct rect){ y, r.x, 1, r.width },
			focused ? ROLE_CURSOR : ROLE_CURSOR_DIM);
	if (list->row_height > 1)
		draw_sentence(app, entry, canvas, r, y + 1);
	draw_hits(list, entry->short_title, canvas, y, x, room);
}

/* Without words to be relevant to the order is that of paths. */
static enum list_sort
sorted_by(const struct list_view *list)
{
	return list->sort == SORT_RELEVANCE ? SORT_PATH : list->sort;
}

static void
draw_title(const struct app *app, struct canvas *canvas, struct rect r, bool focused)
{
	const struct list_view *list = &app->list;
	char count[16], all[16];
	g_autofree char *name = app_library_name(app);
	g_autofree char *title = NULL;
	g_autofree char *note = NULL;
	const char *arrow = !list->reverse || !list->sort_chosen ? "" : safe_ascii() ? " ^" : " ↑";
	uint32_t known = catalog_count(app->catalog) - catalog_gone_count(app->catalog) -
			 catalog_binary_count(app->catalog);
	if (list_filter_on(&list->filter)) {
		title = g_strdup_printf("%s of %s  /%s", app_number(count, list->rows->len),
			app_number(all, known), list->filter.text);
	} else {
		title = g_strdup_printf("%s · %s", name, app_number(all, known));
	}
	if (list->filter.problem != NULL) {
		g_free(title);
		title = g_strdup(list->filter.problem);
	}
	if (list_view_by_query(list))
		note = NULL;
	else if (list_view_by_relevance(list))
		note = g_strdup_printf("by relevance%s", arrow);
	else if (sorted_by(list) != SORT_PATH || list->reverse)
		note = g_strdup_printf("by %s%s", list_sort_name(sorted_by(list)), arrow);
	/* Where both do not fit, how many there are and in which order comes before what they are
	 * of; but what was asked for comes first. */
	bool fits = note == NULL || safe_columns(SAFE_TEXT, title, strlen(title)) +
						    safe_columns(SAFE_NAME, note, strlen(note)) +
						    4 <=
					    (unsigned)r.width;
	if (!fits && list_filter_on(&list->filter)) {
		g_clear_pointer(&note, g_free);
	} else if (!fits) {
		g_free(title);
		title = g_strdup(app_number(all, known));
	}
	pane_draw_title(canvas, r, focused, title, note);
}

static char *
nothing_words(const struct app *app)
{
	const struct list_filter *filter = &app->list.filter;
	if (filter->problem != NULL)
		return g_strdup_printf("%s\n\nEsc shows all.", filter->problem);
	if (filter->waiting)
		return g_strdup("Searching…");
	if (filter->found != NULL && filter->found->answer != NULL &&
		filter->found->answer->waiting)
		return g_strdup("Enter looks into the texts.");
	return g_strdup_printf("Nothing is found for “%s”%s.\n\nEsc shows all.", filter->text,
		app->loading.running ? " in what is read so far" : "");
}

/* Why there is nothing to see. */
static char *
empty_words(const struct app *app)
{
	g_autofree char *name = app_library_name(app);
	if (app->loading.asked)
		return g_strdup_printf(
			"%s is a large place to read.\n\nr reads all of it. To read a part: "
			"lectern FOLDER",
			name);
	if (app->loading.running)
		return g_strdup_printf("Looking through %s…", name);
	if (catalog_count(app->catalog) > catalog_gone_count(app->catalog))
		return nothing_words(app);
	return g_strdup_printf(
		"No documents in %s.\n\nRead are Markdown, text, .vtt and .srt files.", name);
}

static void
list_draw(const struct app *app, struct canvas *canvas, struct rect r, bool focused)
{
	const struct list_view *list = &app->list;
	struct rect body = pane_body(r);
	draw_title(app, canvas, r, focused);
	if (list->rows->len == 0) {
		g_autofree char *words = empty_words(app);
		pane_draw_words(canvas,
			(struct rect){ body.y, body.x + 2, body.height, body.width - 3 }, ROLE_DIM,
			words);
		return;
	}
	struct rect before = canvas_clip(canvas, body);
	for (uint32_t i = list->top; i < list->rows->len; i++) {
		int y = (int)(i - list->top) * list->row_height;
		if (y >= body.height)
			break;
		draw_row(app, canvas, body, body.y + y, i, focused);
	}
	canvas_clip(canvas, before);
}

static void
list_settle(struct app *app, struct rect r)
{
	struct list_view *list = &app->list;
	list_view_build(app);
	list->row_height = list_filter_explains(&list->filter) ? 2 : 1;
	list->height = MAX(pane_body(r).height / list->row_height, 1);
	list->top = pane_scroll(list->top, list->cursor, list->rows->len, list->height);
	if (list->row_height > 1 && list->top < list->rows->len)
		sentences_want(app, &g_array_index(list->rows, uint32_t, list->top),
			MIN((uint32_t)list->height + 1, list->rows->len - list->top));
}

/* A click selects a document, on the one that is selected it opens it. */
static void
list_click(struct app *app, struct rect r, int y, int x)
{
	struct list_view *list = &app->list;
	int row = y - pane_body(r).y;
	uint32_t i = list->top + (uint32_t)(MAX(row, 0) / MAX(list->row_height, 1));
	bool selected = app->focus == PANE_LIST && i == list->cursor;
	(void)x;
	app_focus(app, PANE_LIST);
	if (row < 0 || i >= list->rows->len)
		return;
	list->cursor = i;
	if (selected)
		open_row(app, list_view_entry(list));
}

static void
list_wheel(struct app *app, int rows)
{
	struct list_view *list = &app->list;
	pane_wheel(&list->top, &list->cursor, list->rows->len, list->height, rows);
}

const struct pane list_pane = {
	.place = "list",
	.commands = list_commands,
	.settle = list_settle,
	.draw = list_draw,
	.move = list_move,
	.click = list_click,
	.wheel = list_wheel,
};
