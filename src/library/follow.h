/*
 * Following: what is remembered of a document (state.h) goes with it where its file was renamed, as
 * far as a store knows the files.
 */
#ifndef LECTERN_LIBRARY_FOLLOW_H
#define LECTERN_LIBRARY_FOLLOW_H

#include "library/state.h"
#include "library/store.h"

/* After a reconcile of a library's store: state_follow() over all that is remembered, of this library
 * or another. What may be there, but cannot be looked at, is not gone. Gives how many moved. */
unsigned follow_renames(struct state *state, struct store *store);

#endif
