/*
 * A look at a link where it stands: the page of its document around it, beside the rows of a list of
 * mentions. The document is read on a worker.
 */
#ifndef LECTERN_UI_LOOK_H
#define LECTERN_UI_LOOK_H

#include <glib.h>
#include <stdint.h>

#include "library/mentions.h"
#include "page/page.h"
#include "ui/canvas.h"

struct app;

struct look {
	struct document *document; /* NULL before the first was read */
	char *path;                /* its, or of the one that is being read */
	struct page *page;
	struct mention mention;
	uint32_t top;
	bool waiting; /* a worker reads */
	/* Takes a document that was read (NULL: it cannot be), by the path it was asked for. */
	void (*take)(struct app *app, const char *path, struct document *document);
};

void look_clear(struct app *app, struct look *look);

/* Looks at a mention, its document at path, in a rectangle of this size: now, or when it is read. */
void look_at(struct app *app, struct look *look, const struct mention *mention, const char *path,
	struct rect r);

/* It was read; takes document. */
void look_take(struct look *look, const char *path, struct document *document);

void look_draw(const struct look *look, struct canvas *canvas, struct rect r);

#endif
