/*
 * What is typed at the terminal: bytes and codes of curses, sequences that it does not know and reports of
 * the mouse, made keys.
 */
#ifndef LECTERN_UI_TERMINAL_INPUT_H
#define LECTERN_UI_TERMINAL_INPUT_H

#include <stdbool.h>

#include "ui/key.h"
#include "ui/terminal_keys.h"

struct terminal_input {
	int fd;
	void *pad; /* a WINDOW, so that reading refreshes nothing */
	struct key_bytes under_way;
	int held; /* a byte read too far; ERR for none */
};

/* Of the screen that curses has; fd is what it reads. */
void terminal_input_init(struct terminal_input *input, int fd);
void terminal_input_clear(struct terminal_input *input);

/* The next key, KEY_CODE_NONE where none is there; pointing: the mouse's too. */
key_code terminal_input_key(struct terminal_input *input, bool pointing);

/* Whether nobody is at its other end any more. */
bool terminal_input_gone(const struct terminal_input *input);

#endif
