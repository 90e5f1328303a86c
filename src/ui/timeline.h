/*
 * The timeline: a bar of a recording's length that shows where a document's timestamps fall, where
 * its sections begin, where its reader is and where the player plays (SPEC §6).
 *
 * It stands over the timestamps in the side pane, in two rows: bars, and times under them. Where
 * they are not on the screen it stands under the reader's title, in one row: in the row that is
 * blank otherwise, so that it takes no text's room.
 */
#ifndef LECTERN_UI_TIMELINE_H
#define LECTERN_UI_TIMELINE_H

#include <glib.h>
#include <stdbool.h>

#include "document/document.h"
#include "ui/canvas.h"

struct app;

/* Rows it takes in the side pane; timestamps from which on it tells more than it takes room. */
#define TIMELINE_HEIGHT 2
#define TIMELINE_LEAST 3

/* Columns of bars, at most. */
#define TIMELINE_COLUMNS 256

/* A timeline of a width. A column is a part of the recording, all of one length. */
struct timeline {
	uint32_t length; /* milliseconds: the last column's end */
	int width;
	uint8_t level
		[TIMELINE_COLUMNS]; /* 0 where no timestamp falls, to 7, the most in one column */
	bool begins[TIMELINE_COLUMNS]; /* a chapter does */
	bool other[TIMELINE_COLUMNS];  /* of every second chapter: it has the other shade */
};

/* Fills it for a document and the recording's length as it is known, NONE where it is not; one that
 * ends before the last timestamp is as long as that. */
void timeline_fill(struct timeline *timeline, const struct document *document, uint32_t length,
	int width);

/* The column of a time; and the time that a column stands for: of its first timestamp, else of the
 * nearest. */
int timeline_column(const struct timeline *timeline, uint32_t milliseconds);
uint32_t timeline_time_at(const struct timeline *timeline, const struct document *document,
	int column);

/* The length of the recording that the open document is of: of front matter, the last cue or the
 * player, else the last timestamp's. */
uint32_t timeline_length(const struct app *app);

/* Draws that of the open document into r of one row or two. Nothing where there is too little to
 * tell, or room to. */
void timeline_draw(const struct app *app, struct canvas *canvas, struct rect r);

/* Goes to the time at a column of the screen, of a timeline drawn into r; false where none stands
 * there. */
bool timeline_click(struct app *app, struct rect r, int x);

/* `0:44`, `13:26`, `1:02:03`: a time as short as it can be. buffer of 16 bytes. */
const char *timeline_time(char *buffer, uint32_t milliseconds);

#endif
