/*
 * The terminal: the only file that knows curses. It shows a canvas in the looks of a theme and
 * reads keys. One terminal at a time (curses has one screen); only the main thread calls it.
 */
#ifndef LECTERN_UI_TERMINAL_H
#define LECTERN_UI_TERMINAL_H

#include <glib.h>
#include <stdbool.h>

#include "ui/canvas.h"
#include "ui/key.h"
#include "ui/theme.h"

struct terminal;

struct terminal_options {
	int input; /* descriptor keys are read from: the terminal, also where stdin is a pipe */
	int output;
	int escape_delay;          /* milliseconds */
	bool colour;               /* false under NO_COLOR */
	const struct theme *theme; /* borrowed */
};

/* Takes the terminal: alternate screen, raw keys, window title saved. Fatal signals and exit give
 * it back (SAFETY.md §3). NULL with a sentence where TERM is unknown or it is no terminal. */
struct terminal *terminal_new(const struct terminal_options *options, GError **error);

/* Gives the terminal back as it was. */
void terminal_free(struct terminal *terminal);

/* Its size in cells as last known. */
void terminal_size(const struct terminal *terminal, int *height, int *width);

/* Asks the system for the size anew after SIGWINCH; true where it changed. */
bool terminal_resize(struct terminal *terminal);

/* The next key typed, KEY_CODE_NONE where there is none now. Never waits longer than the escape
 * delay (and only after an Esc), and never refreshes. */
key_code terminal_key(struct terminal *terminal);

/* Whether its input has ended or failed (the connection dropped). */
bool terminal_gone(const struct terminal *terminal);

/* Shows the canvas: writes only what changed. */
void terminal_show(struct terminal *terminal, const struct canvas *canvas);

/* Takes the mouse, or leaves it to the terminal, as it is at first: clicks of the first button and
 * the wheel are then keys (key_pointer()). Nothing where the terminal knows no mouse. */
void terminal_mouse(struct terminal *terminal, bool take);

/* Shows in the looks of another theme (borrowed for the call) from the next show on. */
void terminal_theme(struct terminal *terminal, const struct theme *theme);

/* Draws all anew at the next show. */
void terminal_redraw(struct terminal *terminal);

/* Gives the terminal back for a while (suspend, an editor) and takes it again. */
void terminal_leave(struct terminal *terminal);
void terminal_enter(struct terminal *terminal);

/* Sets the window title to a name made safe, where the terminal can (OSC 2), 120 cells at most. */
void terminal_title(struct terminal *terminal, const char *title);

/* Hands text to the terminal's clipboard (OSC 52, OSC52_MOST bytes at most; the terminal may refuse
 * and does not say). False with a sentence where it is none that takes it. *sure: no tmux stands
 * between that takes it by its leave alone. */
bool terminal_copy(struct terminal *terminal, const char *text, size_t n, bool *sure,
	GError **error);

#endif
