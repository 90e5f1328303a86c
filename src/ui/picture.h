/*
 * Pictures: a canvas as SVG in the looks of a theme, for the manual's images and for looking at a
 * screen where there is no terminal.
 */
#ifndef LECTERN_UI_PICTURE_H
#define LECTERN_UI_PICTURE_H

#include <glib.h>

#include "ui/canvas.h"
#include "ui/theme.h"

/* Appends the picture to out. */
void picture_svg(const struct canvas *canvas, const struct theme *theme, GString *out);

#endif
