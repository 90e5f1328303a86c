/*
 * OSC 52: how a terminal is handed a text for the clipboard of whoever sits before it. Through a
 * network nothing more is needed; what multiplexes terminals stands between, and takes it in ways of
 * its own:
 *
 * - tmux takes OSC 52 itself where its `set-clipboard` is on, and hands on what is wrapped in a DCS
 *   where `allow-passthrough` is on (before 3.3 always). By default it does neither, but
 *   `tmux load-buffer -w` gives a text to the clipboard of the terminal it runs in (3.2 and later).
 * - GNU screen swallows OSC 52, and hands on what is wrapped in DCS strings of less than 768 bytes.
 */
#ifndef LECTERN_UI_OSC52_H
#define LECTERN_UI_OSC52_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* A longer text is not sent: base64 makes 99,992 bytes of it, and terminals drop 100,000. */
#define OSC52_MOST 74994

/* What stands between. */
enum osc52_way {
	OSC52_PLAIN,  /* nothing */
	OSC52_TMUX,   /* tmux, here or where we came from over a network */
	OSC52_SCREEN, /* GNU screen, here */
	OSC52_EITHER, /* one of them, elsewhere: `TERM` is screen's, which tmux uses too */
	OSC52_NONE,   /* the terminal knows nothing of it */
};

/* Found from the environment: `TERM`, `TMUX` and `STY` (NULL where they are not set), and whether
 * terminfo or the terminal's name says that it takes xterm's sequences. */
enum osc52_way osc52_way(const char *term, const char *tmux, const char *sty, bool takes);

/* Appends the bytes that hand over a text of n bytes. Not for OSC52_NONE. */
void osc52_append(GString *out, enum osc52_way way, const char *text, size_t n);

#endif
