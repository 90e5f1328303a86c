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
#include "ui/key.h"
#include "ui/terminal_keys.h"

struct parse_case {
	const char *sequence;
	key_code keys[6]; /* up to a 0 */
	const char *name; /* how it is shown; NULL as sequence */
};

static const struct parse_case parse_cases[] = {
	{ "j", { 'j' }, NULL },
	{ "]]", { ']', ']' }, NULL },
	{ "gd", { 'g', 'd' }, NULL },
	{ "g d", { 'g', 'd' }, "gd" },
	{ "Space", { ' ' }, NULL },
	{ "Enter", { KEY_CODE_ENTER }, NULL },
	{ "enter", { KEY_CODE_ENTER }, "Enter" },
	{ "Return", { KEY_CODE_ENTER }, "Enter" },
	{ "Ctrl-m", { KEY_CODE_ENTER }, "Enter" },
	{ "Ctrl-i", { KEY_CODE_TAB }, "Tab" },
	{ "Ctrl-[", { KEY_CODE_ESC }, "Esc" },
	{ "Ctrl-h", { KEY_CODE_BACKSPACE }, "Backspace" },
	{ "Ctrl-W Left", { KEY_CTRL + 'w', KEY_CODE_LEFT }, "Ctrl-w Left" },
	{ "Ctrl-Space", { KEY_CTRL + '@' }, "Ctrl-@" },
	{ "g Enter", { 'g', KEY_CODE_ENTER }, NULL },
	{ "  F1   x ", { KEY_CODE_F1, 'x' }, "F1 x" },
	{ "F12", { KEY_CODE_F12 }, NULL },
	{ "T a b", { 'T', 'a', 'b' }, NULL },
	{ "é漢", { 0xe9, 0x6f22 }, NULL },
	{ "Shift-Tab", { KEY_CODE_SHIFT_TAB }, NULL },
	{ "''", { '\'', '\'' }, NULL },
	{ "Entr", { 'E', 'n', 't', 'r' }, NULL },
};

static void
test_parse(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(parse_cases); i++) {
		const struct parse_case *c = &parse_cases[i];
		g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(key_code));
		g_autoptr(GError) error = NULL;
		g_autofree char *name = NULL;
		guint n = 0;

		while (c->keys[n] != 0)
			n++;
		assert_true(key_parse(c->sequence, keys, &error));
		assert_int_equal(keys->len, n);
		assert_memory_equal(keys->data, c->keys, n * sizeof(key_code));
		name = key_sequence_name((const key_code *)(void *)keys->data, keys->len);
		assert_string_equal(name, c->name != NULL ? c->name : c->sequence);
	}
}

static void
test_parse_refuses(void **state)
{
	static const char *const wrong[] = { "", "   ", "Ctrl-xx", "Shift-q", "Alt-x", "Ctrl-1",
		"\033", "\xff", "Ctrl-é", "abcdefghijklmnopqrstuvwxyz" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(key_code));
		g_autoptr(GError) error = NULL;

		assert_false(key_parse(wrong[i], keys, &error));
		assert_non_null(error);
		assert_int_equal(keys->len, 0);
	}
}

/* Every special key and control has a name that is read as that key. */
static void
test_names_are_read(void **state)
{
	char name[32];

	(void)state;
	for (key_code key = KEY_CODE_NONE + 1; key < KEY_CODE_RESIZE; key++) {
		g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(key_code));

		assert_true(key_parse(key_code_name(key, name), keys, NULL));
		assert_int_equal(keys->len, 1);
		assert_int_equal(g_array_index(keys, key_code, 0), key);
	}
	for (unsigned char c = 0; c < 0x20; c++) {
		g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(key_code));

		assert_true(key_parse(key_code_name(key_of_control(c), name), keys, NULL));
		assert_int_equal(keys->len, 1);
		assert_int_equal(g_array_index(keys, key_code, 0), key_of_control(c));
	}
	assert_string_equal(key_code_name(0x202e, name), "U+202E");
	assert_string_equal(key_code_name(KEY_CTRL + 'd', name), "Ctrl-d");
}

struct bytes_case {
	const char *bytes;
	const char *keys; /* as names */
};

static const struct bytes_case bytes_cases[] = {
	{ "j", "j" },
	{ "\xc3\xa9", "é" },
	{ "\xe6\xbc\xa2", "漢" },
	{ "\xf0\x9f\x91\xa9", "👩" },
	{ "\xc3x", "x" },
	{ "\xff\xfe", "" },
	{ "\x80", "" },
	{ "\xe2\x82\xe2\x82\xac", "€" },
	{ "\xc0\x80", "" },
	{ "\xed\xa0\x80", "" },
	{ "\xc2\x9b", "" },
	{ "\r\n\t\b\x7f\x03", "Enter Enter Tab Backspace Backspace Ctrl-c" },
};

static void
test_bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bytes_cases); i++) {
		g_autoptr(GString) keys = g_string_new(NULL);
		struct key_bytes under_way = { .length = 0 };

		for (const char *c = bytes_cases[i].bytes; *c != '\0'; c++) {
			key_code key = key_of_byte(&under_way, (unsigned char)*c);
			char name[32];

			if (key != KEY_CODE_NONE)
				g_string_append_printf(keys, "%s%s", keys->len > 0 ? " " : "",
					key_code_name(key, name));
		}
		assert_string_equal(keys->str, bytes_cases[i].keys);
	}
}

static void
test_sequences(void **state)
{
	(void)state;
	assert_int_equal(key_of_sequence("[A"), KEY_CODE_UP);
	assert_int_equal(key_of_sequence("[1;2C"), KEY_CODE_SHIFT_RIGHT);
	assert_int_equal(key_of_sequence("[200~"), KEY_CODE_NONE);
	assert_int_equal(key_of_sequence("["), KEY_CODE_NONE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_parse_refuses),
		cmocka_unit_test(test_names_are_read),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_sequences),
	};

	setlocale(LC_ALL, "C.UTF-8");
	width_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
