/*
 * The inside of the loader and its batches: loader.c takes the steps, loader_known.c gives what the
 * store knows, loader_compare.c finds what is new, changed, moved and gone, batch.c holds what was
 * found.
 */
#ifndef LECTERN_LIBRARY_LOADER_PRIVATE_H
#define LECTERN_LIBRARY_LOADER_PRIVATE_H

#include "library/idset.h"
#include "library/loader.h"
#include "library/store.h"

/* --- what batches share with the loader: counted by g_atomic_rc_box --- */

/* A folder that was walked. */
struct loader_folder {
	char *place; /* as the store names it: the root's real path joined with the path below it */
	uint64_t signature; /* 0: not known for sure */
	uint32_t pending;   /* files to be read; the loader's own */
	bool settles;       /* the store is to be told when they were */
};

/* A file that was found and differs from what the store knows. */
struct loader_file {
	struct scan_file file;
	const char *name; /* of its place; in file.path or file.real */
	struct loader_folder *folder;
	uint32_t id;                     /* in the store; 0: not in there */
	int64_t ctime;                   /* of what the store knows */
	unsigned char hash[SOURCE_HASH]; /* of what the store knows */
	struct choices chosen;           /* by which the store's was read */
	struct choices choices;          /* by which it is to be read */
	bool settled;                    /* the loader's own: there is nothing to read */
};

struct loader_folder *loader_folder_ref(struct loader_folder *folder);
void loader_folder_unref(struct loader_folder *folder);
struct loader_file *loader_file_ref(struct loader_file *file);
void loader_file_unref(struct loader_file *file);

/* --- batches --- */

enum item_kind {
	ITEM_BEGIN, /* all rows are looked for from here on: catalog_mark() */
	ITEM_KNOWN,
	ITEM_FILE, /* was found */
	ITEM_DOCUMENT,
	ITEM_FAILURE,
	ITEM_MOVED, /* the same bytes have another state or place */
	ITEM_GONE,
	ITEM_FOLDER_GONE,
	ITEM_FOLDER_DONE,
	ITEM_SWEEP, /* and what was not found is gone: catalog_sweep() */
	ITEM_KINDS,
};

/* A row of the store, copied into its batch. */
struct known {
	struct store_row row;
	struct scan_file file;
	char **aliases; /* NULL-terminated, or NULL */
	bool named;     /* they were asked for */
};

struct item {
	uint8_t kind;
	bool unsure;              /* a failure that says nothing of the file */
	uint32_t id;              /* of the document that moved or is gone; 0: none in the store */
	int64_t ctime;            /* of what is gone, as the store knows it */
	struct loader_file *file; /* of files, documents, failures, moves; owned */
	struct loader_folder *folder; /* owned */
	char *path;                   /* printed, of what is gone; owned */
	struct file_state state;      /* of a move or failure: the state it has now */
	union {
		struct document *document;
		GError *error;
		const struct known *known; /* in the batch's memory */
	};
};

struct batch {
	gatomicrefcount references;
	enum loader_phase phase;
	uint32_t done, all;
	GArray *items;       /* struct item */
	GPtrArray *problems; /* struct scan_problem * */
	GStringChunk *text;  /* of known rows; NULL without any */
	GPtrArray *known;    /* struct known * */
	char **sweep;        /* folders of an ITEM_SWEEP; NULL: all */
	bool shallow;
	struct batch_counts counts;
	size_t size;
};

struct batch *batch_new(enum loader_phase phase);

/* Adds an item, which takes what item points to. */
void batch_add(struct batch *batch, struct item item);

/* Adds a row of the store, copied, at its printed place. Takes aliases, and what they point to as
 * borrowed. */
void batch_add_known(struct batch *batch, const struct store_row *row, const struct scan_file *file,
	char **aliases, bool named);

/* Whether a regular file is there, or it cannot be told, which leaves *state alone; its state. */
bool loader_look_again(const char *path, struct file_state *state);

/* Why a file cannot be read, without its printed path, with which the sentence of a source begins. */
const char *loader_reason(const char *path, const GError *error);

/* The number of a folder's files as the store has them: that of the walk where they are as it found them;
 * 0 where one of them may have changed without a trace in its state. */
uint64_t loader_signature_of_rows(struct store *store, const char *place);

/* --- the loader --- */

/* A document of the store that was not found. */
struct missing {
	uint32_t id;
	struct file_state state;
	unsigned char hash[SOURCE_HASH];
	char *path; /* printed; owned */
	bool moved;
};

struct loader {
	struct scan *scan;
	struct store *store; /* borrowed, or NULL */
	GHashTable *choices; /* the same */
	enum loader_phase phase, last;
	const struct idset *shown; /* borrowed, or NULL */
	bool want_known, heads, shallow;
	bool begun;
	char **roots;   /* as given */
	char **reals;   /* their real paths */
	char **folders; /* NULL: all */

	/* LOADER_KNOWN */
	GPtrArray *known_folders; /* char *: places; NULL before they were asked for */
	guint next_known;
	bool glanced;        /* the first rows were given, without their aliases */
	GHashTable *aliases; /* id to GPtrArray of char *; NULL before they were asked for */
	uint64_t version;    /* of the store when it was asked */

	/* LOADER_SCAN */
	uint32_t found;
	GPtrArray *files;      /* struct scan_file *: of the folder under way */
	GHashTable *walked;    /* places of folders that were */
	GPtrArray *unfinished; /* char *: places of which not all is known */
	GPtrArray *settling;   /* struct loader_folder * that the store is to be told of */
	GPtrArray *alone; /* struct loader_file *: roots that are files, before they are compared */
	GArray *missing;  /* struct missing */

	/* LOADER_HEADS, LOADER_WHOLE */
	GPtrArray *pending; /* struct loader_file * */
	guint next;
	int64_t waited; /* for the clock to go on, once for all files of a moment */
};

/* A step of LOADER_KNOWN: true where there is more. */
bool loader_know(struct loader *loader, struct batch *batch);

/* Gives the rows of one folder of the store, as files of a root. */
void loader_know_folder(struct loader *loader, struct batch *batch, const char *place,
	uint32_t root);

/* The aliases of a document: strings of the loader in an array of the caller's, or NULL. */
char **loader_aliases(struct loader *loader, uint32_t id);

/* Drops what was asked, so that loader_know() begins anew. */
void loader_know_again(struct loader *loader);

/* The root that a place is printed below, NONE where it is in none; and its printed path there. The
 * caller frees. */
uint32_t loader_root_of(const struct loader *loader, const char *place);
char *loader_printed(const struct loader *loader, uint32_t root, const char *place);

/* The places that are walked: roots, or the folders of them that are asked for. Gives char *, owned. */
GPtrArray *loader_scope(const struct loader *loader);

/* Compares a folder, whose files are loader->files, with what the store knows. */
void loader_compare(struct loader *loader, struct batch *batch, const struct scan_folder *folder);

/* Takes a root that is a file. */
void loader_take_alone(struct loader *loader, struct batch *batch, struct scan_file *file);

/* How a file at a place is to be read. */
struct choices loader_choices(const struct loader *loader, const char *place,
	const struct scan_file *file);

/* When all was walked: what is gone, what moved, and what needs no reading. */
void loader_compare_end(struct loader *loader, struct batch *batch, const struct cancel *cancel);

/* One file of a folder needs no more reading. */
void loader_settle(struct batch *batch, struct loader_file *file);

#endif
