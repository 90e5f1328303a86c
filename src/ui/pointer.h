/*
 * The mouse: what a click and the wheel do, told apart by where they happen. The terminal's reports
 * come as keys (ui/key.h); panes have functions of their own for them (ui/pane.h).
 */
#ifndef LECTERN_UI_POINTER_H
#define LECTERN_UI_POINTER_H

#include "ui/key.h"

struct app;

/* Rows that a step of the wheel scrolls. */
#define POINTER_STEP 3

/* Takes a key that is a pointer's. */
void pointer_take(struct app *app, key_code key);

/* The mouse is taken, or left to the terminal. */
void pointer_toggle(struct app *app);

#endif
