/*
 * The clipboard: what is copied goes to the command of the setting `copy-command` where there is
 * one, else to the terminal (OSC 52), which may be at the other end of a network. Nothing is ever
 * read from it.
 */
#ifndef LECTERN_UI_CLIPBOARD_H
#define LECTERN_UI_CLIPBOARD_H

#include <stdbool.h>
#include <stddef.h>

struct app;

/* Copies n bytes, less what must not reach a paste (safe_append_yank()), and says in the status
 * line "copied WHAT: the first line of it", or why not; what is "the link", "12 lines". A command
 * says how it went when it ends. False where it is known already that nothing was copied. */
bool clipboard_copy(struct app *app, const char *text, size_t n, const char *what);

#endif
