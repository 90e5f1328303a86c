/*
 * Keys: a key is one code, from the terminal or a script, with a name that the configuration and
 * the help use: `j`, `G`, `Enter`, `Tab`, `Shift-Tab`, `Ctrl-d`, `PgDn`, `F1`, `Space`, `Left`,
 * `Shift-Left`.
 */
#ifndef LECTERN_UI_KEY_H
#define LECTERN_UI_KEY_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* A code point below KEY_SPECIAL, else one of these. Controls without a name of their own are
 * KEY_CTRL + the letter in lower case. */
typedef uint32_t key_code;
#define KEY_SPECIAL 0x200000u
#define KEY_CTRL 0x400000u
enum key_special {
	KEY_CODE_NONE = 0x200000,
	KEY_CODE_ENTER,
	KEY_CODE_TAB,
	KEY_CODE_SHIFT_TAB,
	KEY_CODE_ESC,
	KEY_CODE_BACKSPACE,
	KEY_CODE_UP,
	KEY_CODE_DOWN,
	KEY_CODE_LEFT,
	KEY_CODE_RIGHT,
	KEY_CODE_SHIFT_LEFT,
	KEY_CODE_SHIFT_RIGHT,
	KEY_CODE_HOME,
	KEY_CODE_END,
	KEY_CODE_PGUP,
	KEY_CODE_PGDN,
	KEY_CODE_DELETE,
	KEY_CODE_INSERT,
	KEY_CODE_F1, /* to F12, in order */
	KEY_CODE_F12 = KEY_CODE_F1 + 11,
	KEY_CODE_RESIZE,
};

/* The mouse: a code holds what happened and where, by row and column of the screen from 0. */
#define KEY_POINTER 0x80000000u
enum pointer { POINTER_CLICK, POINTER_WHEEL_UP, POINTER_WHEEL_DOWN };
key_code key_pointer(enum pointer what, int y, int x);
bool key_is_pointer(key_code key);
enum pointer key_pointer_what(key_code key);
int key_pointer_y(key_code key);
int key_pointer_x(key_code key);

/* Its name, in a buffer of 32 bytes. (curses has a key_name() of its own.) */
const char *key_code_name(key_code key, char *buffer);

/* Reads a sequence as the configuration writes it (`]]`, `gd`, `Ctrl-w Left`, `Space`): names
 * parted by spaces, anything else a key each. Appends key_code to keys; false with a sentence where
 * it cannot. */
bool key_parse(const char *sequence, GArray *keys, GError **error);

/* The name of n keys as key_parse() reads it back and the help shows it: `]]`, `g Enter`. The
 * caller frees. */
char *key_sequence_name(const key_code *keys, guint n);

#endif
