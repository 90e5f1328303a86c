/*
 * Yanks: what is taken along of the document that is read (`y` and a letter). Each copies one text
 * and says which. In the side pane they are of the row under its cursor.
 */
#ifndef LECTERN_UI_YANK_H
#define LECTERN_UI_YANK_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/command.h"
#include "ui/opening.h"

struct app;

/* What is pointed at: by the line being read, or by a row of the side pane. */
struct subject {
	struct opened *opened; /* borrowed */
	const struct document *document;
	uint32_t offset;               /* of its text */
	uint32_t section, stamp, link; /* indices, or NONE */
	const struct entry *entry;     /* another document that the row is of; else NULL */
};

/* False, with a word, where no document is open. */
bool subject_find(struct app *app, struct subject *subject);

/* Commands of the reader and the side pane. */
void yank_link(struct app *app, const struct command_call *call);
void yank_url(struct app *app, const struct command_call *call);
void yank_section(struct app *app, const struct command_call *call);
void yank_citation(struct app *app, const struct command_call *call);
void yank_timestamp(struct app *app, const struct command_call *call);
void yank_paragraph(struct app *app, const struct command_call *call);

#endif
