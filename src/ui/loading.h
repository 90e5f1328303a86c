/*
 * Loading the library on a worker: what the index knows is shown at once, then what differs from it
 * is found, read and written to it (work/indexing.h). From then on folders are watched, and those
 * that change are looked at again.
 */
#ifndef LECTERN_UI_LOADING_H
#define LECTERN_UI_LOADING_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "library/loader.h"
#include "library/store.h"
#include "library/watch.h"

struct app;

struct loading {
	bool running;
	bool heads_known; /* all heads were read: what resolves to nothing does not exist */
	bool asked;       /* waits for a word before it reads */
	enum loader_phase phase;
	uint32_t done, all; /* files, in this phase */
	gint64 phase_began; /* by the app's clock */
	GHashTable *failed; /* paths that cannot be read, to why; NULL before the first */
	unsigned stored;    /* counts up when ids of the catalog changed */

	struct store *anchor; /* keeps an index in memory while nothing is done; or NULL */
	const char *told;     /* store_location_word() that was said */

	bool job;         /* there is one, which may have been stopped and not yet ended */
	bool waiting;     /* for its end, then the next begins: */
	bool asked_again; /* a word is said at its end */
	bool leaving;     /* no more */
	char **next_folders, **next_trees; /* NULL: all */

	/* watching */
	GMainContext *context;      /* of timers and events; borrowed */
	bool threaded;              /* else nothing is watched */
	struct watch *watch;        /* NULL before the first load */
	GSource *watch_source;      /* there are events; or NULL */
	GSource *timer;             /* what changed is looked at soon; or NULL */
	GSource *again;             /* all is looked at again; or NULL */
	GSource *missing;           /* roots are waited for; or NULL */
	unsigned roots_there;       /* how many were, then */
	GPtrArray *folders, *trees; /* char *: what changed, as watch_take() gives it */
	bool overflow;              /* and more than is known */
	bool unwatched;             /* some folders are not watched: that was said */
};

void loading_init(struct loading *loading, GMainContext *context, bool threaded);
void loading_clear(struct loading *loading);

/* Begins, or begins anew. */
void loading_start(struct app *app);

/* Stops it; whether it was running. What was read stays, and loading_start() goes on. */
bool loading_stop(struct app *app);

/* Before the pool is freed: nothing more is taken in or begun. */
void loading_leave(struct app *app);

/* What goes on, as words ("reading 12,345 of 100,000 · 3,200/s · 27 s left"); false where nothing
 * does. */
bool loading_words(const struct app *app, char *buffer, size_t n);

/* The reader chose how a document is to be read: the index has it read so too. */
void loading_choices_changed(struct app *app);

/* --- loading_watch.c, for loading.c --- */

/* Begins to watch, before the first folder is read. */
void loading_watch(struct app *app);

/* Looks at what changed meanwhile, when nothing else is loaded. */
void loading_look_soon(struct app *app);

/* Loads all again when one comes back of the roots that are not there now: nothing above them is
 * watched. */
void loading_await_roots(struct app *app);

/* Loads all again after so many seconds. */
void loading_again_in(struct app *app, unsigned seconds);

/* Loads folders alone, as printed, and trees (NULL-terminated, taken). */
void loading_start_part(struct app *app, char **folders, char **trees);

#endif
