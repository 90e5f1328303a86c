/*
 * Walking: places that are left and come back to, with the panes as they stood: which had the
 * focus, and the list's filter. The history (ui/history.h) has them, the state keeps them
 * (ui/keeping.h).
 */
#ifndef LECTERN_UI_WALK_H
#define LECTERN_UI_WALK_H

#include "ui/canvas.h"
#include "ui/history.h"

struct app;

/* The place where one is now; the caller clears it. Its path is NULL where no document is open. */
void walk_here(const struct app *app, struct place *place);

/* Leaves the place where one is for another: the history and '' remember it. */
void walk_leave(struct app *app);

/* After a key, with the slot before it: a jump to where one is already says so. */
void walk_settle(struct app *app, int64_t slot);

/* Goes so many places back, or forward; says so where there is none. */
void walk_go(struct app *app, bool forward, uint32_t times);

/* Goes to the place of a slot of the history, which keeps what is between. */
void walk_go_to(struct app *app, int64_t slot);

/* A document was opened for a place of the history: the place that is left takes its slot. And the
 * panes stand as they did there; the document is shown before. */
void walk_stepped(struct app *app, const struct place *to);
void walk_restore(struct app *app, const struct place *to);
/* And after it was gone to, when what the side pane shows is that of the place. */
void walk_arrived(struct app *app, const struct place *to);

/* A place of the history cannot be shown any more: it must not block the way behind it. */
void walk_cannot(struct app *app, const struct place *to);

/* Draws the documents one came through, the last ones that fit, into columns [from, to) of a row, at
 * the right: nothing where there is no room for one. */
void walk_draw_trail(const struct app *app, struct canvas *canvas, int y, int from, int to);

#endif
