#include "config.h"

#include "ui/prompt.h"

#include "text/utf8.h"

/* A query's limit (SAFETY §2); nothing longer is typed anywhere. */
#define TEXT_MOST 4096

struct prompt {
	char *label;
	GString *text;
	size_t cursor; /* at a cluster's start, or the end */
	GString *cut;  /* what Ctrl-w, Ctrl-u or Ctrl-k took last */
	const GPtrArray *history;
	guint earlier; /* of history the line shown; its length: the one being typed */
	char *typed;   /* that line while an earlier one is shown */
};

/* What a key does to the line. Gives whether the text changed. */
typedef bool (*edit)(struct prompt *prompt);

struct prompt *
prompt_new(const char *label, const char *text, const GPtrArray *history)
{
	struct prompt *prompt = g_new0(struct prompt, 1);

	prompt->label = g_strdup(label);
	prompt->text = g_string_new(text);
	g_string_truncate(prompt->text, utf8_cut(prompt->text->str, prompt->text->len, TEXT_MOST));
	prompt->cursor = prompt->text->len;
	prompt->cut = g_string_new(NULL);
	prompt->history = history;
	prompt->earlier = history != NULL ? history->len : 0;
	return prompt;
}

void
prompt_free(struct prompt *prompt)
{
	if (prompt == NULL)
		return;
	g_string_free(prompt->text, TRUE);
	g_string_free(prompt->cut, TRUE);
	g_free(prompt->label);
	g_free(prompt->typed);
	g_free(prompt);
}

const char *
prompt_text(const struct prompt *prompt)
{
	return prompt->text->str;
}

static size_t
cluster_after(const struct prompt *prompt, size_t at)
{
	if (at >= prompt->text->len)
		return at;
	return at + utf8_grapheme(prompt->text->str + at, prompt->text->len - at);
}

static size_t
cluster_before(const struct prompt *prompt, size_t at)
{
	size_t before = 0;

	for (size_t next = 0; next < at; next = cluster_after(prompt, next))
		before = next;
	return before;
}

static size_t
word_before(const struct prompt *prompt)
{
	const char *s = prompt->text->str;
	size_t at = prompt->cursor;

	while (at > 0 && s[at - 1] == ' ')
		at--;
	while (at > 0 && s[at - 1] != ' ')
		at--;
	return at;
}

/* Takes [start, end) out of the text and leaves the cursor there. */
static bool
take_out(struct prompt *prompt, size_t start, size_t end, bool keep)
{
	if (start >= end)
		return false;
	if (keep) {
		g_string_truncate(prompt->cut, 0);
		g_string_append_len(prompt->cut, prompt->text->str + start, (gssize)(end - start));
	}
	g_string_erase(prompt->text, (gssize)start, (gssize)(end - start));
	prompt->cursor = start;
	return true;
}

static bool
put_in(struct prompt *prompt, const char *s, size_t n)
{
	if (n == 0 || prompt->text->len + n > TEXT_MOST)
		return false;
	g_string_insert_len(prompt->text, (gssize)prompt->cursor, s, (gssize)n);
	prompt->cursor += n;
	return true;
}

static bool
go_start(struct prompt *prompt)
{
	prompt->cursor = 0;
	return false;
}

static bool
go_end(struct prompt *prompt)
{
	prompt->cursor = prompt->text->len;
	return false;
}

static bool
go_left(struct prompt *prompt)
{
	prompt->cursor = cluster_before(prompt, prompt->cursor);
	return false;
}

static bool
go_right(struct prompt *prompt)
{
	prompt->cursor = cluster_after(prompt, prompt->cursor);
	return false;
}

static bool
rub_out(struct prompt *prompt)
{
	return take_out(prompt, cluster_before(prompt, prompt->cursor), prompt->cursor, false);
}

static bool
delete_cluster(struct prompt *prompt)
{
	return take_out(prompt, prompt->cursor, cluster_after(prompt, prompt->cursor), false);
}

static bool
cut_word(struct prompt *prompt)
{
	return take_out(prompt, word_before(prompt), prompt->cursor, true);
}

static bool
cut_to_start(struct prompt *prompt)
{
	return take_out(prompt, 0, prompt->cursor, true);
}

static bool
cut_to_end(struct prompt *prompt)
{
	return take_out(prompt, prompt->cursor, prompt->text->len, true);
}

static bool
put_cut(struct prompt *prompt)
{
	return put_in(prompt, prompt->cut->str, prompt->cut->len);
}

static bool
show_line(struct prompt *prompt, guint earlier)
{
	guint count = prompt->history != NULL ? prompt->history->len : 0;

	if (earlier > count || earlier == prompt->earlier)
		return false;
	if (prompt->earlier == count) {
		g_free(prompt->typed);
		prompt->typed = g_strdup(prompt->text->str);
	}
	prompt->earlier = earlier;
	g_string_assign(prompt->text,
		earlier < count ? g_ptr_array_index(prompt->history, earlier) : prompt->typed);
	prompt->cursor = prompt->text->len;
	return true;
}

static bool
show_earlier(struct prompt *prompt)
{
	return prompt->earlier > 0 && show_line(prompt, prompt->earlier - 1);
}

static bool
show_later(struct prompt *prompt)
{
	return show_line(prompt, prompt->earlier + 1);
}

struct edit_key {
	key_code key;
	edit edit;
};

static const struct edit_key edit_keys[] = {
	{ KEY_CTRL + 'a', go_start },
	{ KEY_CODE_HOME, go_start },
	{ KEY_CTRL + 'e', go_end },
	{ KEY_CODE_END, go_end },
	{ KEY_CTRL + 'b', go_left },
	{ KEY_CODE_LEFT, go_left },
	{ KEY_CTRL + 'f', go_right },
	{ KEY_CODE_RIGHT, go_right },
	{ KEY_CODE_BACKSPACE, rub_out },
	{ KEY_CTRL + 'd', delete_cluster },
	{ KEY_CODE_DELETE, delete_cluster },
	{ KEY_CTRL + 'w', cut_word },
	{ KEY_CTRL + 'u', cut_to_start },
	{ KEY_CTRL + 'k', cut_to_end },
	{ KEY_CTRL + 'y', put_cut },
	{ KEY_CTRL + 'p', show_earlier },
	{ KEY_CODE_UP, show_earlier },
	{ KEY_CTRL + 'n', show_later },
	{ KEY_CODE_DOWN, show_later },
};

enum prompt_result
prompt_key(struct prompt *prompt, key_code key)
{
	char bytes[4];

	if (key == KEY_CODE_ENTER)
		return PROMPT_DONE;
	if (key == KEY_CODE_ESC || key == KEY_CTRL + 'c' || key == KEY_CTRL + 'g')
		return PROMPT_CANCELLED;
	if (key == KEY_CODE_BACKSPACE && prompt->text->len == 0)
		return PROMPT_CANCELLED;
	for (guint i = 0; i < G_N_ELEMENTS(edit_keys); i++)
		if (edit_keys[i].key == key)
			return edit_keys[i].edit(prompt) ? PROMPT_CHANGED : PROMPT_SAME;
	if (key >= KEY_SPECIAL || key < ' ')
		return PROMPT_SAME;
	return put_in(prompt, bytes, utf8_put(bytes, key)) ? PROMPT_CHANGED : PROMPT_SAME;
}

void
prompt_draw(const struct prompt *prompt, struct canvas *canvas, struct rect r)
{
	const char *s = prompt->text->str;
	size_t start = 0;
	struct rect row = { r.y, r.x, MIN(r.height, 1), r.width }, before;
	int label, room;

	canvas_fill(canvas, row, ROLE_PROMPT);
	label = canvas_put_cut(canvas, r.y, r.x, r.width / 2, ROLE_STATUS_KEY, SAFE_NAME,
		prompt->label, -1);
	room = r.width - label;
	while (start < prompt->cursor &&
		(int)safe_columns(SAFE_NAME, s + start, prompt->cursor - start) >= room)
		start = MIN(cluster_after(prompt, start), prompt->cursor);
	before = canvas_clip(canvas, (struct rect){ r.y, r.x + label, row.height, room });
	canvas_put(canvas, r.y, r.x + label, ROLE_PROMPT, SAFE_NAME, s + start,
		(gssize)(prompt->text->len - start));
	canvas_clip(canvas, before);
	canvas_cursor(canvas, r.y,
		r.x + label + (int)safe_columns(SAFE_NAME, s + start, prompt->cursor - start));
}
