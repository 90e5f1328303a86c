/*
 * Indexing: a loader that reads and parses on the calling thread, and a second thread that writes
 * what it gives into the store, with a bounded queue between (256 documents, 64 MiB). For the
 * interface's worker and for commands alike.
 */
#ifndef LECTERN_WORK_INDEXING_H
#define LECTERN_WORK_INDEXING_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "library/loader.h"
#include "library/store.h"
#include "text/cancel.h"

struct indexing_options {
	struct loader_options loader; /* its store is set by indexing_run() */
	struct store_location *location;
	bool one_thread; /* writes on the calling thread too: for tests */
	bool rebuild;    /* builds a new store of all its roots beside the one there is */
	bool renews;     /* does so afterwards where that is worn */
	/* where another process builds the store for the first time now: only lists (heads), and fails
	 * with STORE_ERROR_BUSY; else that is waited for */
	bool lists_meanwhile;
	/* each batch as it was read, on the calling thread; takes a reference of it. May be NULL. Not
	 * called for what is read again to renew the store. */
	void (*batch)(void *data, struct batch *batch);
	/* how many of all files that is, on the calling thread. May be NULL. */
	void (*renewing)(void *data, uint32_t done, uint32_t all);
	/* ids (struct batch_id, takes the array) that are committed, on the writing thread; of a store
	 * that is built anew all at its end. May be NULL. */
	void (*stored)(void *data, GArray *ids);
	void *data;
	const struct cancel *cancel;
};

/* Brings store and catalog up to date, and the store into force where that was its first build or
 * one anew: it is complete when all roots of its library were walked whole, and settled when a part
 * of them was. Commits every so often: what was committed before a cancel, a kill or an error stays,
 * and the next run goes on from there. False where it was cancelled (STORE_ERROR_STOPPED) or the
 * store failed: what is read is given to batch() all the same where loader.want_known, so that the
 * list is right without a store. A store that is damaged is built anew. */
bool indexing_run(const struct indexing_options *options, GError **error);

/* Frees what stored() takes. */
void indexing_free_ids(GArray *ids);

#endif
