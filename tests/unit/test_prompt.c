#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "text/width.h"
#include "ui/prompt.h"

struct type_case {
	const char *text, *keys;
	const char *line; /* drawn, 12 columns under the label "/" */
	int cursor;
	enum prompt_result last;
};

static const struct type_case type_cases[] = {
	{ "", "a b c", "/abc", 4, PROMPT_CHANGED },
	{ "", "é 漢", "/é漢", 4, PROMPT_CHANGED },
	{ "ab", "Left x", "/axb", 3, PROMPT_CHANGED },
	{ "ab", "Home x", "/xab", 2, PROMPT_CHANGED },
	{ "ab", "Ctrl-a Right Right Right", "/ab", 3, PROMPT_SAME },
	{ "ab", "Ctrl-a Ctrl-e x", "/abx", 4, PROMPT_CHANGED },
	{ "ab", "Ctrl-b Ctrl-b Ctrl-f x", "/axb", 3, PROMPT_CHANGED },
	{ "ab", "Backspace", "/a", 2, PROMPT_CHANGED },
	{ "e\xcc\x81t", "Left Backspace", "/t", 1, PROMPT_CHANGED },
	{ "ab", "Home Backspace", "/ab", 1, PROMPT_SAME },
	{ "ab", "Home Delete", "/b", 1, PROMPT_CHANGED },
	{ "ab", "Home Ctrl-d", "/b", 1, PROMPT_CHANGED },
	{ "ab", "Delete", "/ab", 3, PROMPT_SAME },
	{ "one two  ", "Ctrl-w", "/one", 5, PROMPT_CHANGED },
	{ "one two", "Left Ctrl-w", "/one o", 5, PROMPT_CHANGED },
	{ "one two", "Left Ctrl-u", "/o", 1, PROMPT_CHANGED },
	{ "one two", "Home Right Ctrl-k", "/o", 2, PROMPT_CHANGED },
	{ "one two", "Ctrl-w Home Ctrl-y", "/twoone", 4, PROMPT_CHANGED },
	{ "one", "Ctrl-y", "/one", 4, PROMPT_SAME },
	{ "", "Backspace", "/", 1, PROMPT_CANCELLED },
	{ "ab", "Esc", "/ab", 3, PROMPT_CANCELLED },
	{ "ab", "Ctrl-c", "/ab", 3, PROMPT_CANCELLED },
	{ "ab", "Enter", "/ab", 3, PROMPT_DONE },
	{ "ab", "Tab", "/ab", 3, PROMPT_SAME },
	{ "ab", "F1", "/ab", 3, PROMPT_SAME },
	{ "", "Up", "/second", 7, PROMPT_CHANGED },
	{ "x", "Up Up", "/first", 6, PROMPT_CHANGED },
	{ "x", "Up Up Up", "/first", 6, PROMPT_SAME },
	{ "x", "Up Up Down", "/second", 7, PROMPT_CHANGED },
	{ "x", "Up Down", "/x", 2, PROMPT_CHANGED },
	{ "x", "Down", "/x", 2, PROMPT_SAME },
	{ "0123456789ABCDEF", "x", "/789ABCDEFx", 11, PROMPT_CHANGED },
	{ "0123456789ABCDEF", "Home", "/0123456789A", 1, PROMPT_SAME },
	{ "\033x", "Left", "/^[x", 3, PROMPT_SAME },
};

static void
test_type(void **state)
{
	g_autoptr(GPtrArray) history = g_ptr_array_new();

	(void)state;
	g_ptr_array_add(history, (void *)"first");
	g_ptr_array_add(history, (void *)"second");
	for (size_t i = 0; i < G_N_ELEMENTS(type_cases); i++) {
		const struct type_case *c = &type_cases[i];
		g_autoptr(Prompt) prompt = prompt_new("/", c->text, history);
		g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(key_code));
		g_autoptr(Canvas) canvas = canvas_new(1, 14);
		g_autoptr(GString) out = g_string_new(NULL);
		g_autofree char *line = g_strconcat(c->line, "\n", NULL);
		enum prompt_result last = PROMPT_SAME;
		int y, x;

		assert_true(key_parse(c->keys, keys, NULL));
		for (guint k = 0; k < keys->len; k++)
			last = prompt_key(prompt, g_array_index(keys, key_code, k));
		assert_int_equal(last, c->last);
		prompt_draw(prompt, canvas, (struct rect){ 0, 0, 1, 12 });
		canvas_print(canvas, false, out);
		assert_string_equal(out->str, line);
		if (c->cursor < 12) {
			assert_true(canvas_cursor_at(canvas, &y, &x));
			assert_int_equal(x, c->cursor);
		}
	}
}

static void
test_limits(void **state)
{
	g_autofree char *large = g_strnfill(10000, 'x');
	g_autoptr(Prompt) prompt = prompt_new("/", large, NULL);
	g_autoptr(Canvas) canvas = canvas_new(1, 3);

	(void)state;
	assert_int_equal(strlen(prompt_text(prompt)), 4096);
	assert_int_equal(prompt_key(prompt, 'x'), PROMPT_SAME);
	assert_int_equal(prompt_key(prompt, KEY_CODE_UP), PROMPT_SAME);
	for (int width = 0; width < 4; width++)
		prompt_draw(prompt, canvas, (struct rect){ 0, 0, 1, width });
	prompt_draw(prompt, canvas, (struct rect){ 0, 0, 0, 0 });
}

/* A letter typed before a mark makes one cluster of the two, with the cursor within it. */
static void
test_cursor_within_cluster(void **state)
{
	g_autoptr(Prompt) prompt = prompt_new("/",
		"\xcc\x81"
		"b",
		NULL);
	g_autoptr(Canvas) canvas = canvas_new(1, 3);
	int y, x;

	(void)state;
	prompt_key(prompt, KEY_CODE_HOME);
	prompt_key(prompt, 'a');
	prompt_draw(prompt, canvas, (struct rect){ 0, 0, 1, 2 });
	assert_true(canvas_cursor_at(canvas, &y, &x));
	assert_int_equal(x, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_type),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_cursor_within_cluster),
	};

	setlocale(LC_ALL, "C.UTF-8");
	width_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
