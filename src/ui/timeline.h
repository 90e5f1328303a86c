/*
 * The timeline: a bar of a recording's length that shows where a document's timestamps fall and
 * where its reader is (SPEC §6).
 */
#ifndef LECTERN_UI_TIMELINE_H
#define LECTERN_UI_TIMELINE_H

#include <glib.h>

#include "document/document.h"
#include "ui/canvas.h"

/* Rows it takes. */
#define TIMELINE_HEIGHT 2

/* Draws it into r, two rows: bars, and under them the first time, the one being read (an index, or
 * NONE) and the last. */
void timeline_draw(const struct document *document, uint32_t reading, struct canvas *canvas,
	struct rect r);

/* `0:44`, `13:26`, `1:02:03`: a time as short as it can be. buffer of 16 bytes. */
const char *timeline_time(char *buffer, uint32_t milliseconds);

#endif
