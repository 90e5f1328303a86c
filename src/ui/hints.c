#include "config.h"

#include "ui/hints.h"

#include <string.h>

#include "text/safe.h"
#include "ui/app_state.h"

struct hint {
	uint32_t link;
	int y, x; /* the first cell of the link that is seen, from that of the text */
	char *label;
};

struct hints {
	struct reader *reader;
	GArray *hints; /* struct hint, in order of the screen */
	GArray *letters;
	GString *typed;
	bool look; /* a letter was typed as a capital: it is looked at, not followed */
	/* the view that they are of */
	const struct popup *popup;
	const struct opened *opened;
	const struct embedded *embedded;
	enum pane_id focus;
	unsigned width;
	uint32_t top, left;
	int rows;
};

/* --- letters --- */

#define LETTERS_MOST 64

static bool
is_letter(gunichar c)
{
	char bytes[6];
	int n = g_unichar_to_utf8(c, bytes);
	return g_unichar_isgraph(c) && !g_unichar_isupper(c) &&
	       safe_columns(SAFE_NAME, bytes, (size_t)n) == 1;
}

static bool
has_letter(const GArray *letters, gunichar c)
{
	for (guint i = 0; i < letters->len; i++) {
		if (g_array_index(letters, gunichar, i) == c)
			return true;
	}
	return false;
}

static GArray *
read_letters(const char *words)
{
	GArray *letters = g_array_new(FALSE, FALSE, sizeof(gunichar));
	for (const char *s = words; *s != '\0'; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		if (is_letter(c) && !has_letter(letters, c) && letters->len < LETTERS_MOST)
			g_array_append_val(letters, c);
	}
	return letters;
}

GArray *
hints_letters(const struct settings *settings)
{
	GArray *letters = read_letters(settings_string(settings, "hint-letters"));
	if (letters->len >= 2)
		return letters;
	g_array_unref(letters);
	return read_letters("asdfghjkl");
}

void
hints_check_letters(const struct yaml_node *value, yaml_problem problem, void *data)
{
	const struct yaml_reporter to = { problem, data, "configuration" };
	const char *words = value->string != NULL ? value->string : "";
	g_autoptr(GArray) letters = read_letters(words);
	if (letters->len < 2 || letters->len != (guint)g_utf8_strlen(words, -1))
		yaml_report(&to, value->line, value->column,
			"hint-letters are 2 to %d different small letters or digits of one column",
			LETTERS_MOST);
}

/* Of n letters, and n^d labels of d letters, the last give way to n of one letter more each, as many
 * as are needed. */
void
hints_label(const GArray *letters, uint32_t count, uint32_t i, GString *label)
{
	uint64_t n = letters->len, labels = n;
	unsigned depth = 1;
	while (labels * n <= count) {
		labels *= n;
		depth++;
	}
	uint64_t longer = count > labels ? (count - labels + n - 2) / (n - 1) : 0;
	uint64_t shorter = labels - longer;
	uint64_t number = i < shorter ? i : shorter + (i - shorter) / n;
	uint64_t place = labels;
	for (unsigned at = 0; at < depth; at++) {
		place /= n;
		g_string_append_unichar(label,
			g_array_index(letters, gunichar, number / place % n));
	}
	if (i >= shorter)
		g_string_append_unichar(label, g_array_index(letters, gunichar, (i - shorter) % n));
}

/* --- what is on the screen --- */

/* A link has one, where some of it is seen first. */
static void
add_hint(struct hints *hints, uint32_t link, int y, int x)
{
	struct hint hint = { .link = link, .y = y, .x = x };
	for (guint i = 0; i < hints->hints->len; i++) {
		if (g_array_index(hints->hints, struct hint, i).link == link)
			return;
	}
	g_array_append_val(hints->hints, hint);
}

/* Takes a link in where a piece that stands from column on shows some of it, within the
 * columns least to most. */
static void
take_link(struct hints *hints, const struct piece *piece, uint32_t index, int y, int column,
	int least, int most)
{
	const struct document *document = page_document(hints->reader->page);
	struct range text = document->links[index].text;
	uint32_t start = MAX(text.start, piece->text.start);
	uint32_t end = MIN(text.end, piece->text.end);
	if (range_is_none(text) || start >= end)
		return;
	const char *from = document->text + piece->text.start;
	int before = (int)safe_columns(SAFE_TEXT, from, start - piece->text.start);
	int columns = (int)safe_columns(SAFE_TEXT, document->text + start, end - start);
	int x = MAX(column + before, least);
	if (columns == 0 || x >= column + before + columns || x >= most)
		return;
	add_hint(hints, index, y, x);
}

static void
take_line(struct hints *hints, uint32_t line)
{
	const struct document *document = page_document(hints->reader->page);
	const struct page_line *row = page_line(hints->reader->page, line);
	const struct piece *pieces = page_pieces(hints->reader->page, line);
	int left = reader_line_left(hints->reader, line);
	/* What is cut has a sign at its edge. */
	int least = left > 0 ? 1 : 0;
	int most = (int)hints->width - ((int)row->columns - left > (int)hints->width ? 1 : 0);
	/* Where the name of an embed is above the screen, what it shows stands for it. */
	if (row->embed != NONE && row->count > 0)
		add_hint(hints, row->embed, (int)(line - hints->top), (int)pieces[0].column);
	for (uint32_t i = 0; i < row->count; i++) {
		const struct piece *piece = &pieces[i];
		if (piece->made != NULL || range_is_none(piece->text))
			continue;
		struct range links = reader_links_near(document, piece->text);
		for (uint32_t link = links.start; link < links.end; link++)
			take_link(hints, piece, link, (int)(line - hints->top),
				(int)piece->column - left, least, most);
	}
}

static void
take_links(struct hints *hints)
{
	uint32_t count = page_line_count(hints->reader->page);
	for (uint32_t line = hints->top; line < count && line < hints->top + (uint32_t)hints->rows;
		line++)
		take_line(hints, line);
	for (guint i = 0; i < hints->hints->len; i++) {
		g_autoptr(GString) label = g_string_new(NULL);
		hints_label(hints->letters, hints->hints->len, i, label);
		g_array_index(hints->hints, struct hint, i).label =
			g_string_free(g_steal_pointer(&label), FALSE);
	}
}

/* --- beginning and ending --- */

static void
clear_hint(void *hint)
{
	g_free(((struct hint *)hint)->label);
}

void
hints_end(struct app *app)
{
	struct hints *hints = app->hints;
	app->hints = NULL;
	if (hints == NULL)
		return;
	g_array_unref(hints->hints);
	g_array_unref(hints->letters);
	g_string_free(hints->typed, TRUE);
	g_free(hints);
	app->dirty = true;
}

void
hints_begin(struct app *app, struct reader *reader)
{
	hints_end(app);
	if (reader->page == NULL) {
		app_say(app, "no document is open");
		return;
	}
	struct hints *hints = g_new0(struct hints, 1);
	*hints = (struct hints){
		.reader = reader,
		.hints = g_array_new(FALSE, FALSE, sizeof(struct hint)),
		.letters = hints_letters(app->settings),
		.typed = g_string_new(NULL),
		.popup = app->popup,
		.opened = reader->opened,
		.embedded = reader->embedded,
		.focus = app->focus,
		.width = page_width(reader->page),
		.top = reader->top,
		.left = reader->left,
		.rows = reader->rows,
	};
	g_array_set_clear_func(hints->hints, clear_hint);
	take_links(hints);
	app->hints = hints;
	if (hints->hints->len > 0)
		return;
	hints_end(app);
	app_say(app, "no link is on the screen");
}

/* Whether it is another view: what belongs to a panel is gone with it. */
static bool
has_changed(const struct app *app, const struct hints *hints)
{
	const struct reader *reader = hints->reader;
	return hints->popup != app->popup || hints->focus != app->focus ||
	       reader->opened != hints->opened || page_width(reader->page) != hints->width ||
	       reader->top != hints->top || reader->left != hints->left ||
	       reader->rows != hints->rows;
}

void
hints_settle(struct app *app)
{
	struct hints *hints = app->hints;
	if (hints == NULL)
		return;
	if (has_changed(app, hints)) {
		hints_end(app);
	} else if (hints->reader->embedded != hints->embedded) {
		/* What is embedded has come, and moves the links below it. */
		hints->embedded = hints->reader->embedded;
		g_array_set_size(hints->hints, 0);
		g_string_truncate(hints->typed, 0);
		take_links(hints);
	}
}

/* --- keys --- */

static void
choose(struct app *app, uint32_t link, bool look)
{
	struct reader *reader = app->hints->reader;
	hints_end(app);
	reader->link = link;
	if (look)
		preview_open(app, reader, link);
	else
		reader_follow_from(app, reader, link);
}

const char *
hints_typed(const struct hints *hints)
{
	return hints->typed->str;
}

/* A capital stands for its letter, unless it is one of the letters. */
static gunichar
letter_of(const struct hints *hints, key_code key, bool *capital)
{
	gunichar c = key < KEY_SPECIAL ? (gunichar)key : 0;
	*capital = !has_letter(hints->letters, c) && g_unichar_isupper(c);
	return *capital ? g_unichar_tolower(c) : c;
}

void
hints_key(struct app *app, key_code key)
{
	struct hints *hints = app->hints;
	bool capital;
	char name[32];
	gunichar c = letter_of(hints, key, &capital);
	size_t before = hints->typed->len;
	if (key == KEY_CODE_ESC) {
		hints_end(app);
		return;
	}
	if (key == KEY_CODE_BACKSPACE && before > 0) {
		const char *last = g_utf8_prev_char(hints->typed->str + before);
		g_string_truncate(hints->typed, (gsize)(last - hints->typed->str));
		return;
	}
	if (c != 0)
		g_string_append_unichar(hints->typed, c);
	for (guint i = 0; c != 0 && i < hints->hints->len; i++) {
		const struct hint *hint = &g_array_index(hints->hints, struct hint, i);
		if (strcmp(hint->label, hints->typed->str) == 0) {
			choose(app, hint->link, capital || hints->look);
			return;
		}
		if (g_str_has_prefix(hint->label, hints->typed->str)) {
			hints->look |= capital;
			return;
		}
	}
	g_string_truncate(hints->typed, before);
	app_say(app, "no link is labelled %s%s", hints->typed->str, key_code_name(key, name));
	hints_end(app);
}

/* --- drawing --- */

/* Columns left of the text that hints may take, where they are blank. */
#define MARGIN_MOST 2

/* Blanks may be covered, and bullets sooner than text. */
static bool
may_cover(const struct canvas *canvas, int y, int x)
{
	enum role role = canvas_role_at(canvas, y, x);
	if (role == ROLE_HINT || role == ROLE_HINT_TYPED)
		return false;
	return role == ROLE_BULLET || strcmp(canvas_glyph(canvas, y, x), " ") == 0;
}

void
hints_draw(const struct app *app, const struct reader *reader, struct canvas *canvas, struct rect r)
{
	const struct hints *hints = app->hints;
	int last_y = -1, last_x = 0;
	if (hints == NULL || hints->reader != reader)
		return;
	struct rect clip = canvas_clip(canvas, r);
	canvas_clip(canvas, clip);
	int first = MAX(r.x - MARGIN_MOST, clip.x);
	for (guint i = 0; i < hints->hints->len; i++) {
		const struct hint *hint = &g_array_index(hints->hints, struct hint, i);
		if (!g_str_has_prefix(hint->label, hints->typed->str) || hint->y >= r.height)
			continue;
		int columns = (int)g_utf8_strlen(hint->label, -1);
		int y = r.y + hint->y, x = r.x + hint->x;
		for (int n = 0; n < columns && x > first && may_cover(canvas, y, x - 1); n++)
			x--;
		/* Links may be shorter than their letters. */
		if (y == last_y)
			x = MAX(x, last_x);
		x = MAX(MIN(x, r.x + r.width - columns), first);
		x += canvas_put(canvas, y, x, ROLE_HINT_TYPED, SAFE_NAME, hint->label,
			(gssize)hints->typed->len);
		x += canvas_put(canvas, y, x, ROLE_HINT, SAFE_NAME, hint->label + hints->typed->len,
			-1);
		last_y = y;
		last_x = x;
	}
}
