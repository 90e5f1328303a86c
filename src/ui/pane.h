/*
 * Panes: the parts of the screen, each a const table of named functions. A function
 * that is absent means nothing to do. A pane's commands are rows of its own file.
 */
#ifndef LECTERN_UI_PANE_H
#define LECTERN_UI_PANE_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/canvas.h"
#include "ui/command.h"

struct app;

enum pane_id { PANE_LIST, PANE_READER, PANE_SIDE, PANE_COUNT };

/* How the moving keys move; a count of 0 is none. */
enum motion {
	MOVE_DOWN,
	MOVE_UP,
	MOVE_PAGE_DOWN,
	MOVE_PAGE_UP,
	MOVE_HALF_DOWN,
	MOVE_HALF_UP,
	MOVE_FIRST,
	MOVE_LAST, /* with a count: to that line or row */
	MOVE_PERCENT,
};

struct pane {
	const char *place; /* where its keys are typed: "list" (ui/keymap.h) */
	const struct command *commands;
	/* Brings its state in line with what changed and with r, its place on the screen; called
	 * before every draw and after every key while the pane is shown. */
	void (*settle)(struct app *app, struct rect r);
	/* Draws title and body into r. */
	void (*draw)(const struct app *app, struct canvas *canvas, struct rect r, bool focused);
	void (*move)(struct app *app, enum motion motion, uint32_t count);
	/* It gets the focus. */
	void (*enter)(struct app *app);
	/* A click at a row and column of the screen, in r; absent: the pane gets the focus. */
	void (*click)(struct app *app, struct rect r, int y, int x);
	/* Scrolls by rows, where the wheel turns over it. */
	void (*wheel)(struct app *app, int rows);
};

/* The panes, in order of enum pane_id. */
extern const struct pane list_pane;
extern const struct pane reader_pane;
extern const struct pane side_pane;

/* Their tables of commands. */
extern const struct command list_commands[];
extern const struct command reader_commands[];
extern const struct command side_commands[];

/* A cursor of a list of count rows moved; rows of them are shown at once. Shared by everything that
 * has a cursor. */
uint32_t pane_move_cursor(uint32_t cursor, uint32_t count, int rows, enum motion motion,
	uint32_t n);

/* The first row to show so that cursor is seen with a little around it, staying near top. */
uint32_t pane_scroll(uint32_t top, uint32_t cursor, uint32_t count, int rows);

/* Scrolls rows of the screen by so many, and the cursor with them only as far as it would not be seen.
 * lines: of all, rows: that are shown. */
void pane_wheel(uint32_t *top, uint32_t *cursor, uint32_t lines, int rows, int by);

/* Draws the bar over a pane: title at its left, note at its right (may be NULL). */
void pane_draw_title(struct canvas *canvas, struct rect r, bool focused, const char *title,
	const char *note);

/* What lies under the bar: r without it, and without a blank row where there is room to breathe. */
struct rect pane_body(struct rect r);

/* Draws a sentence wrapped into r, as what a pane shows that has nothing to show; gives the rows
 * taken. */
int pane_draw_words(struct canvas *canvas, struct rect r, enum role role, const char *words);

#endif
