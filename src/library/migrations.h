/*
 * Migrations: the steps by which a database of this program got its shape, one row each; used by the
 * store and the state. A row that was ever released is never changed.
 */
#ifndef LECTERN_LIBRARY_MIGRATIONS_H
#define LECTERN_LIBRARY_MIGRATIONS_H

#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>

/* A row of a table that ends with a row without a name. Its version is its place, from 1. */
struct migration {
	const char *name; /* "documents and their text" */
	const char *sql;
};

enum migrated { MIGRATED, MIGRATED_NEWER, MIGRATED_FAILED };

/* Brings a database up to the last row, each row in a transaction, and notes each in the table
 * `migrations (version, name)` and in user_version. MIGRATED_NEWER: it was made by a later version of
 * the program, and nothing was done. MIGRATED_FAILED: the step that failed was undone; the code of
 * error is SQLite's extended one. */
enum migrated migrations_apply(sqlite3 *db, const struct migration *table, GError **error);

#endif
