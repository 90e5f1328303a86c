/*
 * Hints: letters at the links on the screen, to follow one by typing them (`f`). No hint begins
 * another, so the last letter of one follows at once; where there are few links, each has a single
 * letter. They stand in what is blank before a link, else over its first cells, and move nothing.
 *
 * They are of one view of one page: what changes that ends them.
 */
#ifndef LECTERN_UI_HINTS_H
#define LECTERN_UI_HINTS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "library/settings.h"
#include "ui/canvas.h"
#include "ui/key.h"

struct app;
struct hints;
struct reader;

/* The letters that are typed (gunichar), as hint-letters says; what is wrong in it is passed over. */
GArray *hints_letters(const struct settings *settings);
/* For the row of the setting. */
void hints_check_letters(const struct yaml_node *value, yaml_problem problem, void *data);

/* Appends the letters of hint i of count to label: as few as can be. letters holds two or more. */
void hints_label(const GArray *letters, uint32_t count, uint32_t i, GString *label);

/* Labels the links that a reader (borrowed) shows, or says that there are none. */
void hints_begin(struct app *app, struct reader *reader);
/* Ends them; none is allowed. */
void hints_end(struct app *app);

/* Takes a key while there are hints. */
void hints_key(struct app *app, key_code key);

/* Ends them where what is shown has changed. */
void hints_settle(struct app *app);

/* Draws those of a reader (if they are its own), whose text stands in r, over it. They may take what
 * is blank left of r. */
void hints_draw(const struct app *app, const struct reader *reader, struct canvas *canvas,
	struct rect r);

/* What was typed of them, and what may be done: for the status line. */
const char *hints_typed(const struct hints *hints);

#endif
