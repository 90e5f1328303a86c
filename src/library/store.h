/*
 * The store: what is known of a library's documents on disk, so that a start reads nothing twice and
 * a search reads almost nothing. It takes what the one parse gives. Nothing here shows what engine
 * stands behind it (SQLite with FTS5: store_private.h).
 *
 * A store belongs to a set of roots. Documents are known by their *place*: the real path of the root
 * and the path below it. A document that changes gets a new id, ids are never used again, and what
 * the index keeps of the old id is left out of every answer and dropped when the store is built anew
 * (when a tenth of it is such).
 *
 * Files: `$XDG_CACHE_HOME/lectern/HASH.N.db`, mode 0600, HASH of the roots, N counted up each time
 * a store is built anew. The greatest N that is complete is in force, else the greatest; whoever
 * completes one removes those before it, and whoever has one of them open sees that at its next
 * step (store_current()). So a build stands beside what is in use, none is renamed while it is
 * open, and what was built is never lost: a build that was interrupted goes on. While a store is built a
 * crash of the machine (not of the program) could leave it torn; it is then begun again.
 *
 * Any number of processes may use one. One writes at a time; each step of writing is short. A
 * `struct store` is one connection, of one thread at a time.
 */
#ifndef LECTERN_LIBRARY_STORE_H
#define LECTERN_LIBRARY_STORE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "library/scan.h"

struct idset;

#define STORE_ERROR store_error_quark()
GQuark store_error_quark(void);
enum store_error {
	STORE_ERROR_BUSY,   /* another process writes for longer than is waited */
	STORE_ERROR_FULL,   /* no space, or a limit of the system */
	STORE_ERROR_BROKEN, /* the file is damaged: store_rebuild() */
	STORE_ERROR_FAILED,
	STORE_ERROR_STOPPED,  /* cancelled */
	STORE_ERROR_REPLACED, /* another process built it anew meanwhile: begin again */
};

/* Where a store is and what it holds: the same for all threads that open it. */
struct store_location;

/* roots (as roots_init() gives them) and configured (`library:` of the configuration, may be empty):
 * roots that all lie inside the configured ones use the store of those. With memory nothing is
 * written to disk: connections of one location share what is in memory until the last is closed. */
struct store_location *store_location_new(const char *const *roots, const char *const *configured,
	const char *const *extensions, bool memory);
struct store_location *store_location_ref(struct store_location *location);
void store_location_unref(struct store_location *location);

/* The real paths of the roots that were named, in their order; a root that does not exist is its
 * absolute path. Belong to the location. */
const char *const *store_location_roots(const struct store_location *location);

/* Whether the roots that were named hold all of the library that the store is of, so that a load of
 * them leaves nothing out: in memory it is of these roots alone. And the real paths of all roots that
 * it is of; belong to the location. */
bool store_location_is_whole(struct store_location *location);
const char *const *store_location_owners(const struct store_location *location);

/* What is to be said of the store: that it cannot be written and lives in memory, was damaged and
 * is built again, is of another version. NULL where nothing is. Belongs to the location; any
 * thread. */
const char *store_location_word(const struct store_location *location);

/* What is opened from now on lives in memory, since the files cannot be written; why is said. False
 * where it did already. */
bool store_location_leave_disk(struct store_location *location, const GError *why);

struct store;

/* Opens the store in force, makes one where there is none, goes over to memory where it can be
 * neither. NULL and error only where even that fails. */
struct store *store_open(struct store_location *location, GError **error);
void store_close(struct store *store);

/* Whether a store is there and complete, without making one. */
bool store_exists(const struct store_location *location);

/* Whether this is still the store in force (a newer one was completed, or its file was removed):
 * else close it and open again. Costs a stat. */
bool store_current(const struct store *store);

/* Whether two connections are of one file (or one store in memory): an id of the one is an id of the
 * other. Ids are of one file: what was built anew gives others. */
bool store_is_same(const struct store *a, const struct store *b);

/* Whether a step of reading or writing met damage: what it gave is not to be relied on, and
 * store_rebuild() is the way on. */
bool store_is_broken(const struct store *store);

/* Whether every document of its library is in it: false until store_complete(). And whether a build
 * of it came to an end, be it of a part: false until store_settle() too. */
bool store_is_complete(const struct store *store);
bool store_is_settled(const struct store *store);

/* Another process builds the same library now, so that this one need not: looked at before a first
 * build. store_claim() takes the building on; it ends with store_close() or the process. */
bool store_claim(struct store *store);

/* A number that changes when anything in it was changed, by whomever. Another connection has another
 * number, though it sees the same: what was read by one is known to be current by that one alone. */
uint64_t store_version(struct store *store);

/* --- what is known of a folder and a file --- */

struct store_file {
	uint32_t id;
	char *name; /* in its folder */
	char *real; /* as in struct store_row; NULL for "" */
	struct file_state state;
	unsigned char hash[SOURCE_HASH];
	struct choices choices; /* it was read by */
	bool failed;            /* it cannot be read */
	bool racy; /* it was read in the moment it was written: a change may not show in its state */
};

/* What was last seen of a folder (its real path, no slash at its end but for /): a number over the
 * names and states of its documents, 0 where it is not known for sure; and how many documents of it
 * are in the store. False where it is unknown. */
bool store_folder(struct store *store, const char *folder, uint64_t *signature, uint32_t *count);

/* Its files by name: appends struct store_file *, which the caller frees. */
void store_folder_files(struct store *store, const char *folder, GPtrArray *files);
void store_file_free(struct store_file *file);

/* Its documents at or below a path of a folder, without what cannot be read. */
uint32_t store_count_below(struct store *store, const char *path);

/* All known folders at or below a path: appends char *, which the caller frees. */
void store_folders(struct store *store, const char *path, GPtrArray *folders);

/* --- the documents, for the list --- */

/* A row. Strings are never NULL, and good until the callback returns. */
struct store_row {
	uint32_t id;
	const char *folder; /* real path */
	const char *name;
	const char *real; /* the file's real path where name is a symbolic link; else "" */
	struct file_state state;
	unsigned char hash[SOURCE_HASH]; /* all 0 where it cannot be read */
	const char *reason;              /* why it cannot be read, without its path; else "" */
	bool binary;
	const char *kind, *title, *short_title, *category, *channel, *date, *source, *video;
	uint32_t words, minutes, timestamps, sections, problems;
};

/* All of them, or those of ids (uint32_t, in that order; may be NULL), or of one folder (may be NULL:
 * all), in batches of the caller's making: row() false ends it. */
void store_rows(struct store *store, const GArray *ids, const char *folder,
	bool (*row)(void *data, const struct store_row *row), void *data);

/* Names beside the title that links find documents by: aliases of all documents. */
void store_aliases(struct store *store, bool (*alias)(void *data, uint32_t id, const char *alias),
	void *data);

/* All sections in order of document: line and title. */
void store_sections(struct store *store,
	bool (*section)(void *data, uint32_t id, uint32_t line, const char *title), void *data);

/* The path (folder/name) of a document, NULL where it is gone; the caller frees. And the id of a path,
 * 0 where there is none. */
char *store_path_of(struct store *store, uint32_t id);
uint32_t store_id_of(struct store *store, const char *path);

/* The ids of all documents that are one of these files (char *, real paths), by their place or through a
 * link. Few are looked up, for many all documents are gone through. */
void store_of_files(struct store *store, const GPtrArray *real_paths, struct idset *ids);

/* What a document of an id was read by. */
struct choices store_choices(struct store *store, uint32_t id);

/* The ids of documents of these bytes. Appends uint32_t. */
void store_with_hash(struct store *store, const unsigned char hash[SOURCE_HASH], GArray *ids);

/* The names of all keys of front matter, sorted, NULL-terminated; the caller frees. */
char **store_keys(struct store *store);

uint32_t store_count(struct store *store);

/* --- writing --- */

/* A change, between store_begin() and store_commit(). Where a step fails, the whole since begin is
 * undone by store_rollback(), or by the next open. store_begin() waits for other writers at most so
 * many milliseconds. */
bool store_begin(struct store *store, unsigned wait, GError **error);
bool store_commit(struct store *store, GError **error);
void store_rollback(struct store *store);

/* Nothing goes back to what was: where another process wrote since, the file as it is *now* (between
 * store_begin() and store_commit(); NULL: not looked at) decides, and what is of that stays. */

/* Takes in a whole document that stands at folder/name; what stood there is replaced. Where the same
 * state of the file is in the store already (another process was first) nothing is done. Gives the id
 * of what stands there then in *id. real: as in struct scan_file, may be NULL. The choices that it was
 * read by count as part of its state. */
bool store_put(struct store *store, const char *folder, const char *name, const char *real,
	const struct document *document, const struct file_state *now, uint32_t *id,
	GError **error);

/* A file that cannot be read, with its reason (without the path), so that it is not tried again until it
 * changes. */
bool store_put_failure(struct store *store, const char *folder, const char *name,
	const struct file_state *state, const GError *reason, const struct file_state *now,
	uint32_t *id, GError **error);

/* The document of an id has another place or state, and the same bytes. *id becomes that of what stands
 * there then, 0 where another process removed the document meanwhile: what stands there is to be read. */
bool store_move(struct store *store, uint32_t *id, const char *folder, const char *name,
	const struct file_state *state, const struct file_state *now, GError **error);

/* Removes the document of an id, where its file was last seen in a state of this ctime (0: in any). */
bool store_remove(struct store *store, uint32_t id, int64_t ctime, GError **error);

/* All documents of a folder, and the folder. */
bool store_remove_folder(struct store *store, const char *folder, GError **error);

/* The folder's documents are all in the store, in the states that signature counts. */
bool store_folder_done(struct store *store, const char *folder, uint64_t signature, GError **error);

/* Much is to come: it is gathered before it is written, until one of the next two. A new store begins
 * so. */
void store_build(struct store *store);

/* All of the library is in: the store is in force from now on, safe on disk, and those before it are
 * removed. Nothing happens where it was complete. */
bool store_complete(struct store *store, GError **error);

/* All of a part of the library is in, and of the rest nothing is said: what is there is safe on disk
 * and can be relied on, the store is not complete. Nothing happens where it was settled. */
bool store_settle(struct store *store, GError **error);

/* A step of what makes a settled store quicker and smaller, when idle: the index is merged, room that
 * is left over given back, and at the end the log written back so that the next start is quick. Some
 * tens of milliseconds, in which others read, and wait to write. True where there is more; false too
 * where another process writes. */
bool store_tidy(struct store *store);

/* Whether it is time to build anew (a tenth of it belongs to documents that are gone); and begins a
 * new, empty store beside this one, which is opened in its place. */
bool store_worn(struct store *store);
bool store_rebuild(struct store *store, GError **error);

typedef struct store Store;
typedef struct store_location StoreLocation;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreLocation, store_location_unref)

#endif
