/*
 * The loader: from roots and what the store knows of them to a catalog and a store that are as the
 * folder is now (the reconcile), in steps that a worker runs (library/ starts no thread). A loader's
 * step reads some rows or files; what it found is a batch, unchanging from then on, which the owner of
 * the catalog applies to that (batch_apply()), and who writes the store to that (batch_store()), each
 * in the order of the batches.
 *
 * Phases come one after the other. The walk compares folder by folder with the store: one number over
 * the names and states of a folder's documents (store_folder()) tells most that nothing changed; else
 * file by file. Only what is new or changed is read. A file that appeared with the identity, size and
 * time of one that is gone, and its bytes, was renamed: it is moved, not parsed. What was not found
 * where the walk could look is gone. A file whose state changed and whose bytes did not is moved too.
 */
#ifndef LECTERN_LIBRARY_LOADER_H
#define LECTERN_LIBRARY_LOADER_H

#include <glib.h>
#include <stdint.h>

#include "library/catalog.h"
#include "library/resolve.h"
#include "library/scan.h"
#include "text/cancel.h"

struct idset;
struct store;

enum loader_phase {
	LOADER_KNOWN, /* what the store knows, at once; only where want_known */
	LOADER_SCAN,  /* finds files, and what is new, changed or gone */
	LOADER_HEADS, /* reads the heads of those: kinds, titles, fields; only where there are many */
	LOADER_WHOLE, /* parses them whole */
	LOADER_DONE,
};

struct loader_options {
	/* its folders and shallow: a load of these alone, as printed paths. Those that are not there
	 * are gone, with what was below them. */
	struct scan_options scan;
	struct store *store; /* borrowed; of the loader's thread; NULL: nothing is known */
	/* state_all_choices(): borrowed, of which nothing changes meanwhile; NULL: none. What a document
	 * was read by is part of its state. */
	GHashTable *choices;
	enum loader_phase last; /* the phase to end after (LOADER_HEADS: a list without a store) */
	/* gives what the store knows as batches, and what the catalog has beyond that and the files
	 * found as gone: for a catalog */
	bool want_known;
	/* the ids that the catalog has (catalog_ids()), borrowed: aliases are asked for where others are
	 * met; NULL: at once */
	const struct idset *shown;
	bool heads; /* with LOADER_HEADS before LOADER_WHOLE, so that a list fills soon */
};

struct loader;
struct batch; /* unchanging once made */

/* options are copied, but for what they point to as borrowed. */
struct loader *loader_new(const struct loader_options *options);
void loader_free(struct loader *loader);

/* Does some milliseconds of work and gives what it found, NULL when all is done or cancelled. Files
 * of all phases are read on the calling thread. */
struct batch *loader_step(struct loader *loader, const struct cancel *cancel);

/* Whether all phases were gone through. */
bool loader_is_done(const struct loader *loader);

/* Applies a batch to a catalog and resolver (may be NULL), which must have seen every earlier batch
 * of the loader. Whether anything of them changed. */
bool batch_apply(const struct batch *batch, struct catalog *catalog, struct resolver *resolver);

/* Writes a batch to a store, between store_begin() and store_commit(). Appends struct batch_id to ids
 * (may be NULL): the ids that documents have from now on. Sets *again where another process removed what
 * moved: only another load reads it. */
struct batch_id {
	char *path;  /* as printed; the caller frees */
	uint32_t id; /* 0: it is gone */
};
bool batch_store(const struct batch *batch, struct store *store, GArray *ids, bool *again,
	GError **error);

/* Whether batch_store() has anything to write. */
bool batch_stores(const struct batch *batch);

/* Counts one more user, and one less: the last frees it (NULL is allowed). Any thread. */
struct batch *batch_ref(struct batch *batch);
void batch_unref(struct batch *batch);

/* Bytes of the documents it holds, roughly: for a bound on what waits. */
size_t batch_size(const struct batch *batch);

/* How many documents are new, changed, renamed and gone in it, once each over all batches. */
struct batch_counts {
	uint32_t added, changed, moved, gone;
};
struct batch_counts batch_counts(const struct batch *batch);

/* The document of a printed path where it was read whole for this batch, to which it belongs; else
 * NULL. */
const struct document *batch_document(const struct batch *batch, const char *path);

/* Where the loader was after this batch: phase, files done and files known so far in it. */
enum loader_phase batch_phase(const struct batch *batch);
void batch_progress(const struct batch *batch, uint32_t *done, uint32_t *all);

/* What could not be read, but binary files: struct scan_problem *, belongs to the batch. */
const GPtrArray *batch_problems(const struct batch *batch);

/* Scans and loads all at once, on this thread: for commands. Each file is read once: with
 * LOADER_WHOLE there is no phase of heads. Appends struct scan_problem * to problems (may be NULL),
 * which the caller frees. resolver may be NULL. */
void loader_run(const struct loader_options *options, struct catalog *catalog,
	struct resolver *resolver, GPtrArray *problems);

/* Reads and parses the document at a printed path of any length: document_open() from the right
 * folder. Waits a while for a descriptor where the process has none left. */
struct document *loader_open(const char *path, const struct choices *choices,
	enum document_extent extent, const struct cancel *cancel, GError **error);

typedef struct loader Loader;
typedef struct batch Batch;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Loader, loader_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Batch, batch_unref)

#endif
