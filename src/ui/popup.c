#include "config.h"

#include "ui/popup.h"

#include <string.h>

#include "page/wrap.h"
#include "text/safe.h"
#include "ui/app_state.h"

static void
clear_row(void *element)
{
	struct popup_row *row = element;
	g_free(row->left);
	g_free(row->text);
	g_free(row->right);
	g_clear_pointer(&row->letters, g_array_unref);
}

static void
popup_free(struct popup *popup)
{
	if (popup == NULL)
		return;
	if (popup->kind->free != NULL)
		popup->kind->free(popup->data);
	prompt_free(popup->prompt);
	g_array_unref(popup->rows);
	g_free(popup->title);
	g_free(popup->empty);
	g_free(popup);
}

void
popup_close(struct app *app)
{
	g_clear_pointer(&app->popup, popup_free);
}

struct popup_row *
popup_add(struct popup *popup, const char *left, const char *text)
{
	struct popup_row row = {
		.left = g_strdup(left),
		.text = g_strdup(text),
		.left_role = ROLE_HELP_KEY,
		.role = ROLE_TEXT,
		.mark = ROLE_HIT,
		.data = NONE,
	};
	g_array_append_val(popup->rows, row);
	return &g_array_index(popup->rows, struct popup_row, popup->rows->len - 1);
}

void
popup_add_heading(struct popup *popup, const char *text)
{
	if (popup->rows->len > 0) {
		struct popup_row *blank = popup_add(popup, NULL, "");
		blank->fixed = true;
	}
	struct popup_row *row = popup_add(popup, NULL, text);
	row->heading = true;
	row->fixed = true;
	row->role = ROLE_SIDE_HEADING;
}

static const struct popup_row *
row_at(const struct popup *popup, uint32_t i)
{
	return &g_array_index(popup->rows, struct popup_row, i);
}

static bool
may_choose(const struct popup *popup, uint32_t i)
{
	return i < popup->rows->len && !row_at(popup, i)->fixed;
}

bool
popup_row_chosen(const struct popup *popup)
{
	return may_choose(popup, popup->cursor);
}

static void
make_rows(struct app *app, struct popup *popup)
{
	g_array_set_size(popup->rows, 0);
	popup->width = 0;
	if (popup->kind->fill != NULL)
		popup->kind->fill(app, popup,
			popup->prompt != NULL ? prompt_text(popup->prompt) : "");
	popup->chooses = popup->kind->choose != NULL && !popup->kind->whole;
	while (popup->chooses && popup->cursor < popup->rows->len &&
		!may_choose(popup, popup->cursor))
		popup->cursor++;
	if (popup->cursor >= popup->rows->len)
		popup->cursor = 0;
}

static void
fill(struct app *app, struct popup *popup)
{
	popup->cursor = 0;
	popup->top = 0;
	make_rows(app, popup);
}

void
popup_refill(struct app *app, bool anew)
{
	struct popup *popup = app->popup;
	if (anew)
		fill(app, popup);
	else
		make_rows(app, popup);
}

void
popup_documents_gone(struct app *app)
{
	struct popup *popup = app->popup;
	if (popup == NULL || !popup->kind->of_library)
		return;
	if (popup->prompt == NULL) {
		popup_close(app);
		return;
	}
	uint32_t data =
		may_choose(popup, popup->cursor) ? row_at(popup, popup->cursor)->data : NONE;
	make_rows(app, popup);
	for (uint32_t i = 0; data != NONE && i < popup->rows->len; i++) {
		if (may_choose(popup, i) && row_at(popup, i)->data == data)
			popup->cursor = i;
	}
	app->dirty = true;
}

void
popup_type(struct app *app, const char *text)
{
	struct popup *popup = app->popup;
	prompt_free(popup->prompt);
	popup->prompt = prompt_new(popup->kind->label, text, NULL);
	fill(app, popup);
}
struct popup *
popup_open(struct app *app, const struct popup_kind *kind, const char *title, void *data)
{
	struct popup *popup = g_new0(struct popup, 1);
	popup->kind = kind;
	popup->title = g_strdup(title);
	popup->data = data;
	popup->rows = g_array_new(FALSE, TRUE, sizeof(struct popup_row));
	g_array_set_clear_func(popup->rows, clear_row);
	if (kind->label != NULL)
		popup->prompt = prompt_new(kind->label, "", NULL);
	popup_close(app);
	app->popup = popup;
	fill(app, popup);
	return popup;
}

/* --- keys --- */

void
popup_choose(struct app *app)
{
	struct popup *popup = app->popup;
	if (popup->kind->choose == NULL ||
		(popup->kind->enter != NULL && popup->kind->enter(app, popup)))
		return;
	const struct popup_row *row =
		may_choose(popup, popup->cursor) ? row_at(popup, popup->cursor) : NULL;
	if (row == NULL && popup->prompt == NULL && !popup->kind->whole)
		return;
	app->popup = NULL;
	popup->kind->choose(app, popup, row,
		popup->prompt != NULL ? prompt_text(popup->prompt) : "");
	popup_free(popup);
}

/* The first row that can be chosen, from one on in a direction; NONE where there is none. */
static uint32_t
next_choosable(const struct popup *popup, uint32_t from, int way)
{
	for (int64_t i = from; i >= 0 && i < popup->rows->len; i += way)
		if (may_choose(popup, (uint32_t)i))
			return (uint32_t)i;
	return NONE;
}

void
popup_move(struct app *app, enum motion motion, uint32_t count)
{
	struct popup *popup = app->popup;
	if (popup->kind->move != NULL) {
		popup->kind->move(app, popup, motion, count);
	} else if (popup->chooses) {
		uint32_t before = popup->cursor;
		uint32_t to =
			pane_move_cursor(before, popup->rows->len, popup->height, motion, count);
		/* What cannot be chosen is passed over, in the way one goes, then back. */
		uint32_t i = next_choosable(popup, to, to >= before ? 1 : -1);
		if (i == NONE)
			i = next_choosable(popup, to, to >= before ? -1 : 1);
		popup->cursor = i != NONE ? i : before;
	} else {
		popup->top =
			pane_move_cursor(popup->top, popup->lines, popup->height, motion, count);
	}
}

/* A key that is a row's letter chooses it. */
static bool
choose_letter(struct app *app, key_code key)
{
	const struct popup *popup = app->popup;
	if (!popup->kind->letters || key >= 0x80)
		return false;
	for (uint32_t i = 0; i < popup->rows->len; i++) {
		const char *left = row_at(popup, i)->left;
		if (left != NULL && left[0] == (char)key && left[1] == '\0') {
			app->popup->cursor = i;
			popup_choose(app);
			return true;
		}
	}
	return false;
}

static bool
prompt_motion(key_code key, enum motion *motion)
{
	switch (key) {
	case KEY_CODE_DOWN:
	case KEY_CTRL + 'n':
		*motion = MOVE_DOWN;
		return true;
	case KEY_CODE_UP:
	case KEY_CTRL + 'p':
		*motion = MOVE_UP;
		return true;
	case KEY_CODE_PGDN:
		*motion = MOVE_PAGE_DOWN;
		return true;
	case KEY_CODE_PGUP:
		*motion = MOVE_PAGE_UP;
		return true;
	default:
		return false;
	}
}

bool
popup_key(struct app *app, key_code key)
{
	struct popup *popup = app->popup;
	enum motion motion;
	if (popup->prompt == NULL)
		return (popup->kind->key != NULL && popup->kind->key(app, popup, key)) ||
		       choose_letter(app, key);
	if (prompt_motion(key, &motion)) {
		popup_move(app, motion, 0);
		return true;
	}
	switch (prompt_key(popup->prompt, key)) {
	case PROMPT_SAME:
		break;
	case PROMPT_CHANGED:
		fill(app, popup);
		break;
	case PROMPT_DONE:
		popup_choose(app);
		break;
	case PROMPT_CANCELLED:
		popup_close(app);
		break;
	}
	return true;
}

/* --- drawing --- */

static int
columns_of(const char *s)
{
	return s == NULL ? 0 : (int)safe_columns(SAFE_TEXT, s, strlen(s));
}

static int
left_columns(const struct popup *popup)
{
	int most = 0;
	for (uint32_t i = 0; i < popup->rows->len; i++)
		most = MAX(most, columns_of(row_at(popup, i)->left));
	return most;
}

/* The columns of a body: the left one takes a third at most; of a narrow picker half, since there
 * it names what is picked. */
struct columns {
	int left; /* 0 where no row has one */
	int text, room;
};

static struct columns
columns_in(const struct popup *popup, int width)
{
	int narrow = popup->prompt != NULL ? 20 : 12;
	int left = MIN(left_columns(popup), MAX(width / 3, MIN(width / 2, narrow)));
	int text = 1 + (left > 0 ? left + 2 : 0);
	return (struct columns){ .left = left, .text = text, .room = MAX(width - 1 - text, 1) };
}

/* Those of a row: below a heading, its text is indented. */
static struct columns
columns_of_row(const struct popup_row *row, const struct columns *columns, int width)
{
	if (row->heading)
		return (struct columns){ .text = 1, .room = width - 2 };
	if (row->across)
		return (struct columns){ .text = 3, .room = MAX(width - 4, 1) };
	return *columns;
}

/* Rows of the screen that words take in so many columns. */
static uint32_t
wrapped_rows(const char *words, int columns)
{
	struct wrap wrap = { 0 };
	struct wrap_row row;
	uint32_t rows = 0;
	if (words == NULL || columns_of(words) <= columns)
		return 1;
	wrap_begin(&wrap, words, strlen(words), false);
	while (wrap_next(&wrap, (unsigned)columns, &row))
		rows++;
	wrap_clear(&wrap);
	return MAX(rows, 1u);
}

/* Counts the rows of the screen in a body of width columns. */
static void
lay(struct popup *popup, int width)
{
	if (popup->width == width)
		return;
	struct columns columns = columns_in(popup, width);
	popup->width = width;
	popup->lines = 0;
	for (uint32_t i = 0; i < popup->rows->len; i++) {
		struct popup_row *row = &g_array_index(popup->rows, struct popup_row, i);
		row->first = popup->lines;
		popup->lines += !row->wrap ? 1
					   : MAX(wrapped_rows(row->text, columns.room),
						     wrapped_rows(row->left, MAX(columns.left, 1)));
	}
}

/* Where something stands beside the rows, they take so much of the width. */
#define BESIDE_WIDTH 100

static int
rows_width(const struct popup *popup, int width)
{
	return popup->kind->draw_beside != NULL && width >= BESIDE_WIDTH ? width / 2 : width;
}

/* Where the popup stands, its box included: as large as its rows ask, in the middle of the panes.
 * Where it covers their width, it covers their height. */
static struct rect
box_of(const struct app *app)
{
	struct popup *popup = app->popup;
	struct rect body = app->layout.body;
	if (popup->kind->full) {
		lay(popup, MAX(body.width - 2, 1));
		return body;
	}
	int left = left_columns(popup);
	int wanted = columns_of(popup->title) + 6;
	for (uint32_t i = 0; i < popup->rows->len; i++) {
		const struct popup_row *row = row_at(popup, i);
		int right = columns_of(row->right);
		wanted = MAX(wanted, (left > 0 ? left + 2 : 0) + columns_of(row->text) +
					     (right > 0 ? right + 2 : 0) + 4);
	}
	int most = popup->kind->wide ? MAX(body.width * 4 / 5, MIN(body.width, 84)) : 84;
	int least = popup->prompt != NULL || popup->kind->wide ? most : MIN(24, body.width);
	if (popup->kind->draw_beside != NULL)
		most = least = body.width;
	int width = CLAMP(wanted, MIN(least, body.width), MIN(most, body.width));
	lay(popup, MAX(rows_width(popup, width - 2), 1));
	int rows = (int)MIN(popup->lines, 1000u) + 2 + (popup->prompt != NULL ? 1 : 0);
	int height_most = body.height > 12 && width < body.width ? body.height - 2 : body.height;
	if (popup->kind->draw_beside != NULL)
		rows = height_most = body.height;
	else if (popup->prompt != NULL || popup->kind->draw != NULL)
		rows = MAX(rows, body.height * 3 / 4);
	int height = CLAMP(rows, MIN(3, height_most), height_most);
	return (struct rect){ body.y + (body.height - height) / 2,
		body.x + (body.width - width) / 2, height, width };
}

static struct rect
inside_of(const struct popup *popup, struct rect box)
{
	int prompt = popup->prompt != NULL ? 1 : 0;
	int width = MAX(box.width - 2, 0);
	return (struct rect){ box.y + 1 + prompt, box.x + 1, MAX(box.height - 2 - prompt, 0),
		rows_width(popup, width) };
}

/* Right of the rows and a line; without width where there is no room. */
static struct rect
beside_of(const struct popup *popup, struct rect box)
{
	struct rect inside = inside_of(popup, box);
	int x = inside.x + inside.width + 1;
	return (struct rect){ inside.y, x, inside.height, MAX(box.x + box.width - 1 - x, 0) };
}

void
popup_settle(struct app *app)
{
	struct popup *popup = app->popup;
	struct rect box = box_of(app);
	struct rect inside = inside_of(popup, box), beside = beside_of(popup, box);
	popup->height = inside.height;
	if (popup->kind->settle != NULL)
		popup->kind->settle(app, popup, inside);
	if (popup->kind->settle_beside != NULL && beside.width > 0)
		popup->kind->settle_beside(app, popup, beside);
	uint32_t most =
		popup->lines > (uint32_t)popup->height ? popup->lines - (uint32_t)popup->height : 0;
	if (popup->chooses && popup->cursor < popup->rows->len)
		popup->top = pane_scroll(popup->top, row_at(popup, popup->cursor)->first,
			popup->lines, popup->height);
	/* With the first row under a heading that comes into sight too. */
	if (popup->chooses && popup->cursor > 0 && popup->cursor < popup->rows->len &&
		row_at(popup, popup->cursor - 1)->heading &&
		popup->top == row_at(popup, popup->cursor)->first && popup->height > 1)
		popup->top--;
	popup->top = MIN(popup->top, most);
}

/* The row that stands on a row of the screen. */
static uint32_t
row_on(const struct popup *popup, uint32_t line)
{
	uint32_t low = 0, high = popup->rows->len;
	while (low + 1 < high) {
		uint32_t middle = low + (high - low) / 2;
		if (row_at(popup, middle)->first <= line)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Follows the link there of the page that the popup shows. */
static void
follow_pointed(struct app *app, struct rect inside, int y, int x)
{
	struct reader *reader = app->popup->kind->reader(app->popup);
	struct rect text = { inside.y, inside.x + 1, inside.height, inside.width - 2 };
	uint32_t link = reader_link_pointed(reader, text, y, x);
	if (link != NONE)
		reader_follow_from(app, reader, link);
}

void
popup_click(struct app *app, int y, int x)
{
	struct popup *popup = app->popup;
	struct rect box = box_of(app), inside = inside_of(popup, box);
	uint32_t line = popup->top + (uint32_t)MAX(y - inside.y, 0);
	if (y < box.y || y >= box.y + box.height || x < box.x || x >= box.x + box.width) {
		popup_close(app);
		return;
	}
	if (popup->kind->reader != NULL || popup->kind->click != NULL) {
		if (popup->kind->click != NULL)
			popup->kind->click(app, popup, y, x);
		else
			follow_pointed(app, inside, y, x);
		return;
	}
	if (popup->kind->draw != NULL || !popup->chooses || line >= popup->lines || y < inside.y ||
		y >= inside.y + inside.height || x < inside.x || x >= inside.x + inside.width)
		return;
	uint32_t i = row_on(popup, line);
	if (!may_choose(popup, i))
		return;
	if (i == popup->cursor)
		popup_choose(app);
	else
		popup->cursor = i;
}

/* Columns that what stands at the right may take: where both do not fit, the text has what it needs up
 * to two thirds. */
static int
right_room(const struct popup_row *row, int room)
{
	int right = columns_of(row->right);
	int text = row->snippet != NULL ? room : columns_of(row->text);
	if (right == 0 || right + 2 + text <= room)
		return right;
	int left = room - MIN(text, row->snippet != NULL ? room - right - 2 : room * 2 / 3) - 2;
	return MIN(right, left) < 4 ? 0 : MIN(right, left);
}

/* Marks what was found in a row, over the look of the cursor. */
static void
mark_row(const struct popup_row *row, const struct columns *columns, struct canvas *canvas,
	struct rect r, int y)
{
	int x = r.x + columns->text;
	int right = right_room(row, columns->room);
	int room = columns->room - (right > 0 ? right + 2 : 0);
	struct rect clip = canvas_clip(canvas, (struct rect){ y, x, 1, MAX(room, 0) });
	if (row->snippet != NULL && row->snippet->text != NULL)
		snippet_mark(row->snippet, canvas, y, x, room, row->mark);
	for (guint i = 0; row->letters != NULL && i < row->letters->len; i++) {
		uint32_t at = g_array_index(row->letters, uint32_t, i);
		int column = (int)safe_columns(SAFE_TEXT, row->text, at);
		canvas_role(canvas, (struct rect){ y, x + column, 1, 1 }, ROLE_HIT);
	}
	canvas_clip(canvas, clip);
}

/* Draws a row from (y, r.x) on; it may begin over r, and end below it. */
static void
draw_row(const struct popup_row *row, const struct columns *columns, struct canvas *canvas,
	struct rect r, int y)
{
	int x = r.x + columns->text;
	int room = columns->room;
	if (row->wrap) {
		struct rect place = { y, r.x + 1, r.y + r.height - y, columns->left };
		if (row->left != NULL)
			pane_draw_words(canvas, place, row->left_role, row->left);
		pane_draw_words(canvas, (struct rect){ y, x, place.height, room }, row->role,
			row->text);
		return;
	}
	if (row->left != NULL)
		canvas_put_cut(canvas, y, r.x + 1, columns->left, row->left_role, SAFE_NAME,
			row->left, -1);
	int right = right_room(row, room);
	if (right > 0) {
		canvas_put_cut(canvas, y, r.x + r.width - 1 - right, right, ROLE_DIM, SAFE_NAME,
			row->right, -1);
		room -= right + 2;
	}
	if (row->snippet != NULL && row->snippet->text != NULL) {
		snippet_draw(row->snippet, canvas, y, x, room, row->role);
		return;
	}
	/* A few letters of help beside a name and its keys say nothing. */
	if (row->left == NULL || right == 0 || room >= MIN(columns_of(row->text), 20))
		canvas_put_cut(canvas, y, x, room, row->role, SAFE_TEXT, row->text, -1);
}

static void
draw_rows(const struct popup *popup, struct canvas *canvas, struct rect r)
{
	struct columns columns = columns_in(popup, r.width);
	if (popup->rows->len == 0 && popup->empty != NULL)
		pane_draw_words(canvas, (struct rect){ r.y, r.x + 1, r.height, r.width - 2 },
			ROLE_DIM, popup->empty);
	for (uint32_t i = row_on(popup, popup->top); i < popup->rows->len; i++) {
		int y = r.y + (int)row_at(popup, i)->first - (int)popup->top;
		if (y >= r.y + r.height)
			break;
		struct columns own = columns_of_row(row_at(popup, i), &columns, r.width);
		draw_row(row_at(popup, i), &own, canvas, r, y);
		if (popup->chooses && i == popup->cursor && may_choose(popup, i))
			canvas_role(canvas, (struct rect){ y, r.x, 1, r.width }, ROLE_CURSOR);
		mark_row(row_at(popup, i), &own, canvas, r, y);
	}
	if (popup->top + (uint32_t)r.height < popup->lines)
		canvas_sign(canvas, r.y + r.height - 1, r.x + r.width - 1, ROLE_DIM, "▾", "v");
	if (popup->top > 0)
		canvas_sign(canvas, r.y, r.x + r.width - 1, ROLE_DIM, "▴", "^");
}

void
popup_draw(const struct app *app, struct canvas *canvas)
{
	const struct popup *popup = app->popup;
	struct rect box = box_of(app);
	struct rect inside = inside_of(popup, box);
	/* A blank column on both sides keeps what lies beneath apart. */
	canvas_fill(canvas, (struct rect){ box.y, box.x - 1, box.height, box.width + 2 },
		ROLE_TEXT);
	canvas_box(canvas, box, ROLE_FRAME_FOCUS);
	g_autofree char *title = g_strdup_printf(" %s ", popup->title);
	canvas_put_cut(canvas, box.y, box.x + 2, MAX(box.width - 4, 0), ROLE_TITLE_FOCUS, SAFE_NAME,
		title, -1);
	if (popup->prompt != NULL)
		prompt_draw(popup->prompt, canvas,
			(struct rect){ box.y + 1, box.x + 2, 1, MAX(box.width - 4, 1) });
	struct rect before = canvas_clip(canvas, inside);
	if (popup->kind->draw != NULL)
		popup->kind->draw(app, popup, canvas, inside);
	else
		draw_rows(popup, canvas, inside);
	canvas_clip(canvas, before);
	struct rect beside = beside_of(popup, box);
	if (popup->kind->draw_beside == NULL || beside.width <= 0)
		return;
	canvas_vline(canvas, beside.y, beside.x - 1, beside.height, ROLE_FRAME);
	before = canvas_clip(canvas, beside);
	popup->kind->draw_beside(app, popup, canvas, beside);
	canvas_clip(canvas, before);
}
