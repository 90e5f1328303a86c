/*
 * The status line: a prompt, a key sequence under way with what may follow, a message, or the
 * section being read; progress and key hints at its right.
 */
#ifndef LECTERN_UI_STATUS_H
#define LECTERN_UI_STATUS_H

#include "ui/canvas.h"

struct app;

/* Draws the line into r, one row. */
void status_draw(const struct app *app, struct canvas *canvas, struct rect r);

#endif
