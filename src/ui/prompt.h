/*
 * The prompt: one line of text being typed, with the keys of a shell's line (readline's: Ctrl-a
 * Ctrl-e Ctrl-w Ctrl-u Ctrl-k, Left Right, Up Down for earlier lines).
 */
#ifndef LECTERN_UI_PROMPT_H
#define LECTERN_UI_PROMPT_H

#include <glib.h>
#include <stdbool.h>

#include "ui/canvas.h"
#include "ui/key.h"

struct prompt;

enum prompt_result { PROMPT_SAME, PROMPT_CHANGED, PROMPT_DONE, PROMPT_CANCELLED };

/* label stands before the text ("/"). history (char *, oldest first, may be NULL) is borrowed. */
struct prompt *prompt_new(const char *label, const char *text, const GPtrArray *history);
void prompt_free(struct prompt *prompt);

/* Takes a key. Backspace in an empty prompt cancels. */
enum prompt_result prompt_key(struct prompt *prompt, key_code key);

/* The text typed so far; holds until the next key. */
const char *prompt_text(const struct prompt *prompt);

/* Draws label and text into a row of r, scrolled so that the cursor is seen, and sets it. */
void prompt_draw(const struct prompt *prompt, struct canvas *canvas, struct rect r);

typedef struct prompt Prompt;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Prompt, prompt_free)

#endif
