/*
 * The files of a store: `HASH.N.db` with its log beside it, N the generation; `HASH.lock`, which a
 * builder holds; and what is known of them in a location. Nothing here opens a database: closing a
 * descriptor of one would drop the locks that SQLite holds on it for the whole process.
 */
#ifndef LECTERN_LIBRARY_STORE_FILES_H
#define LECTERN_LIBRARY_STORE_FILES_H

#include <glib.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "library/store.h"

struct store_location {
	atomic_int references;
	atomic_uint connections; /* that were opened so far */
	char **roots;            /* real paths of those that were named */
	char **owners;           /* real paths of those the store is of, sorted */
	char *extensions;        /* sorted, a line each */
	char *folder;            /* of the files; NULL where none is known */
	char *hash;

	GMutex lock; /* of what follows */
	char *word;
	GPtrArray *words; /* char *: those said before, whom somebody may still read */
	bool memory;
	/* generations in memory: the last made, the last that is complete, and whether one is built */
	uint32_t memory_last, memory_complete;
	bool memory_claimed;
	GMutex making; /* held while one in memory is opened */
};

/* Says something of the store (store_location_word()). */
void store_location_say(struct store_location *location, const char *format, ...)
	G_GNUC_PRINTF(2, 3);

/* Whether it lives in memory, and that it does from now on. */
bool store_location_in_memory(struct store_location *location);
void store_location_to_memory(struct store_location *location);

/* The numbers of the generations whose files stand there, greatest first (uint32_t); with logs, also
 * those of which only a log is left. */
GArray *store_files_list(const struct store_location *location, bool logs);

/* The path of a generation's file; the caller frees. */
char *store_files_path(const struct store_location *location, uint32_t generation);

/* Makes the folder, and an empty file of mode 0600. */
bool store_files_make_folder(const struct store_location *location, GError **error);
bool store_files_make(const struct store_location *location, uint32_t generation, GError **error);

/* Removes a generation's files; those of all before one. */
void store_files_remove(const struct store_location *location, uint32_t generation);
void store_files_remove_before(const struct store_location *location, uint32_t generation);

/* Makes sure that the names in the folder outlast a crash of the machine. */
void store_files_sync_folder(const struct store_location *location);

/* Takes the lock on the folder, which whoever makes, renames or removes files holds for a moment:
 * waits two seconds at most, and goes on without it then. Gives what store_files_unlock() takes. */
int store_files_lock(const struct store_location *location);
void store_files_unlock(int lock);

/* Takes the lock of a builder: a descriptor, -1 where another has it. */
int store_files_claim(const struct store_location *location);

#endif
