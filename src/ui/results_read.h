/*
 * Reading documents that a search found for their places, on a worker: one after the other, in their
 * order.
 */
#ifndef LECTERN_UI_RESULTS_READ_H
#define LECTERN_UI_RESULTS_READ_H

#include <glib.h>

struct app;
struct document;

/* A document of the results, read. */
struct result {
	char *path;
	struct document *document; /* NULL where it could not be read */
	GPtrArray *places;         /* struct search_place * */
	char *recording;           /* recording_key(); NULL where it has none */
};

void result_free(void *result);

/* Reads for what is typed, in the place of what is being read so. Takes paths; take is given each, and
 * owns it; done is called after the last, not where there are none. */
void results_read(struct app *app, const char *typed, GPtrArray *paths,
	void (*take)(struct app *app, struct result *result), void (*done)(struct app *app));
void results_read_stop(struct app *app);

#endif
