/*
 * Keys from bytes: what a terminal sends, put together into key codes: UTF-8 that comes in parts,
 * controls, and the sequences after Esc that curses did not know.
 */
#ifndef LECTERN_UI_TERMINAL_KEYS_H
#define LECTERN_UI_TERMINAL_KEYS_H

#include <stddef.h>

#include "ui/key.h"

/* What has come of a character so far. */
struct key_bytes {
	char bytes[4];
	size_t length;
};

/* A control (below 0x20, or 0x7f) as a key. */
key_code key_of_control(unsigned char c);

/* Takes a byte of 0x80 or more, or one below that ends what was under way. Gives the character that
 * it completes, KEY_CODE_NONE where none is complete or it is broken. */
key_code key_of_byte(struct key_bytes *under_way, unsigned char c);

/* The key of a sequence, `[` or `O` and what follows up to its last byte, without the Esc:
 * KEY_CODE_NONE for one that is no key of ours. */
key_code key_of_sequence(const char *sequence);

/* A report of the mouse: `0;10;5M`, what stands after `[<` (xterm's ctlseqs, "SGR (1006)"); and the
 * three bytes after `[M` of a terminal that knows only the older form. Of a button that is let go,
 * other buttons and movements KEY_CODE_NONE. */
key_code key_of_report(const char *report);
key_code key_of_report_bytes(const int *bytes);

#endif
