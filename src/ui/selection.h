/*
 * The selection: lines of the reader that are taken along (`v`). It reaches from one row of the page
 * to another, each known by a text offset, so that no new width moves it. All that moves in the
 * reader extends it: the moving keys row by row of text, whatever jumps to where that leads.
 */
#ifndef LECTERN_UI_SELECTION_H
#define LECTERN_UI_SELECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/canvas.h"
#include "ui/command.h"
#include "ui/pane.h"

struct app;

struct selection {
	bool on;
	uint32_t anchor; /* where it began, and where it ends: text offsets */
	uint32_t head;
	/* as the reader was after the last key: what differs is where one went */
	uint32_t reading, hit, link;
};

/* Begins at the line being read, with so many lines, or ends, as it does where another document is shown. */
void selection_toggle(struct app *app, const struct command_call *call);
void selection_end(struct app *app);

/* Whether one is under way in the reader, which has the focus. */
bool selection_on(const struct app *app);

/* Moves its end. False where there is none: then the reader moves. */
bool selection_move(struct app *app, enum motion motion, uint32_t count);

/* After a key: follows a jump, and ends where the reader is left. */
void selection_settle(struct app *app);

/* Rows of text that it takes. */
uint32_t selection_count(const struct app *app);

/* Its range of the text. */
struct range selection_text(const struct app *app);

/* Draws it over the reader's page in r. */
void selection_draw(const struct app *app, struct canvas *canvas, struct rect r);

/* "3 lines selected: ..."; the caller frees. */
char *selection_words(const struct app *app);

extern const struct command selection_commands[];

#endif
