/*
 * Naming: the title of the section that the selected link leads to, asked of the store on a worker, for
 * the status line. The last one is kept.
 */
#ifndef LECTERN_UI_NAMING_H
#define LECTERN_UI_NAMING_H

struct app;

struct naming {
	char *path, *anchor; /* of the section asked for last; NULL where none was */
	char *title;         /* NULL while it is not known, or has none */
};

void naming_clear(struct naming *naming);

/* Asks for the section of the selected link, where its document is not at hand and it was not asked for
 * last. */
void naming_settle(struct app *app);

/* The title of the section that an anchor names in the document of a path, where it is known; else
 * NULL. Borrowed. */
const char *naming_title(const struct app *app, const char *path, const char *anchor);

#endif
