/*
 * The loader: from roots to a catalog, in steps that a worker runs (library/ starts no thread). A
 * loader's step reads some files; what it found is a batch, which the owner of the catalog applies
 * to it.
 *
 * Phases come one after the other, each over all files in the order of the scan.
 */
#ifndef LECTERN_LIBRARY_LOADER_H
#define LECTERN_LIBRARY_LOADER_H

#include <glib.h>
#include <stdint.h>

#include "library/catalog.h"
#include "library/resolve.h"
#include "library/scan.h"
#include "text/cancel.h"

enum loader_phase {
	LOADER_SCAN,  /* finds files */
	LOADER_HEADS, /* reads their heads: kinds, titles, fields */
	LOADER_WHOLE, /* parses them whole: words, timestamps, sections */
	LOADER_DONE,
};

struct loader;
struct batch; /* unchanging once made */

/* last: the phase to end after (LOADER_HEADS for a list, LOADER_WHOLE for counts). options are
 * copied. */
struct loader *loader_new(const struct scan_options *options, enum loader_phase last);
void loader_free(struct loader *loader);

/* Does some milliseconds of work and gives what it found, NULL when all is done or cancelled. Files
 * of all phases are read on the calling thread. */
struct batch *loader_step(struct loader *loader, const struct cancel *cancel);

/* Applies a batch to a catalog and resolver (may be NULL), which must have seen every earlier batch
 * of the loader. */
void batch_apply(const struct batch *batch, struct catalog *catalog, struct resolver *resolver);
void batch_free(struct batch *batch);

/* Where the loader was after this batch: phase, files done and files known so far in it. */
enum loader_phase batch_phase(const struct batch *batch);
void batch_progress(const struct batch *batch, uint32_t *done, uint32_t *all);

/* What could not be read, but binary files: struct scan_problem *, belongs to the batch. */
const GPtrArray *batch_problems(const struct batch *batch);

/* Scans and loads all at once, on this thread: for commands. Each file is read once: with
 * LOADER_WHOLE there is no phase of heads. Appends struct scan_problem * to problems (may be NULL),
 * which the caller frees. resolver may be NULL. */
void loader_run(const struct scan_options *options, enum loader_phase last, struct catalog *catalog,
	struct resolver *resolver, GPtrArray *problems);

/* Reads and parses the document at a printed path of any length: document_open() from the right
 * folder. */
struct document *loader_open(const char *path, const struct choices *choices,
	enum document_extent extent, const struct cancel *cancel, GError **error);

typedef struct loader Loader;
typedef struct batch Batch;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Loader, loader_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Batch, batch_free)

#endif
