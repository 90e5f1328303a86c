/*
 * Loading the library on a worker: heads first, so that the list fills, then whole documents for
 * the counts (library/loader.h). Reading anew builds beside what is shown and replaces it at the
 * end.
 */
#ifndef LECTERN_UI_LOADING_H
#define LECTERN_UI_LOADING_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "library/loader.h"

struct app;

struct loading {
	bool running;
	bool heads_known; /* all heads were read: what resolves to nothing does not exist */
	bool asked;       /* waits for a word before it reads */
	enum loader_phase phase;
	uint32_t done, all; /* files, in this phase */
	GHashTable *failed; /* paths that cannot be read, to why; NULL before the first */
};

void loading_clear(struct loading *loading);

/* Begins, or begins anew. */
void loading_start(struct app *app);

/* Stops it; whether it was running. What was read stays. */
bool loading_stop(struct app *app);

/* What goes on, as words ("reading 512 of 1,300"); false where nothing does. */
bool loading_words(const struct app *app, char *buffer, size_t n);

#endif
