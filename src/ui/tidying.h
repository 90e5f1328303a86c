/*
 * Tidying: after the library was read the index is made quicker and smaller (store_tidy()), behind all
 * other work. What is left at the end of the program is done by the next.
 */
#ifndef LECTERN_UI_TIDYING_H
#define LECTERN_UI_TIDYING_H

struct app;

/* Begins, or begins again. */
void tidying_begin(struct app *app);

/* Leaves the rest for later: what is written next is not to wait. */
void tidying_stop(struct app *app);

#endif
