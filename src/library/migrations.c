#include "config.h"

#include "library/migrations.h"

#define MIGRATIONS_ERROR g_quark_from_static_string("lectern-migrations")

static enum migrated
fail(sqlite3 *db, const char *name, GError **error)
{
	g_set_error(error, MIGRATIONS_ERROR, sqlite3_extended_errcode(db),
		"the step \"%s\" failed: %s", name, sqlite3_errmsg(db));
	if (!sqlite3_get_autocommit(db))
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return MIGRATED_FAILED;
}

static bool
read_version(sqlite3 *db, int *version)
{
	sqlite3_stmt *statement;
	bool read;

	if (sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &statement, NULL) != SQLITE_OK)
		return false;
	read = sqlite3_step(statement) == SQLITE_ROW;
	if (read)
		*version = sqlite3_column_int(statement, 0);
	return sqlite3_finalize(statement) == SQLITE_OK && read;
}

static bool
note(sqlite3 *db, int version, const char *name)
{
	static const char insert[] = "INSERT OR REPLACE INTO migrations (version, name)"
				     " VALUES (?, ?)";
	g_autofree char *pragma = g_strdup_printf("PRAGMA user_version = %d", version);
	sqlite3_stmt *statement;

	if (sqlite3_prepare_v2(db, insert, -1, &statement, NULL) != SQLITE_OK)
		return false;
	sqlite3_bind_int(statement, 1, version);
	sqlite3_bind_text(statement, 2, name, -1, SQLITE_STATIC);
	sqlite3_step(statement);
	return sqlite3_finalize(statement) == SQLITE_OK &&
	       sqlite3_exec(db, pragma, NULL, NULL, NULL) == SQLITE_OK;
}

/* Where another process was first, nothing is done: its version is seen inside the transaction. */
static enum migrated
apply(sqlite3 *db, const struct migration *migration, int version, GError **error)
{
	int now = 0;

	if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK ||
		!read_version(db, &now))
		return fail(db, migration->name, error);
	if (now < version &&
		(sqlite3_exec(db,
			 "CREATE TABLE IF NOT EXISTS migrations"
			 " (version INTEGER PRIMARY KEY, name TEXT NOT NULL)",
			 NULL, NULL, NULL) != SQLITE_OK ||
			sqlite3_exec(db, migration->sql, NULL, NULL, NULL) != SQLITE_OK ||
			!note(db, version, migration->name)))
		return fail(db, migration->name, error);
	if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		return fail(db, migration->name, error);
	return MIGRATED;
}

enum migrated
migrations_apply(sqlite3 *db, const struct migration *table, GError **error)
{
	int version = 0, last = 0;

	while (table[last].name != NULL)
		last++;
	if (!read_version(db, &version))
		return fail(db, "reading the version", error);
	if (version > last)
		return MIGRATED_NEWER;
	for (int i = version; i < last; i++) {
		enum migrated migrated = apply(db, &table[i], i + 1, error);

		if (migrated != MIGRATED)
			return migrated;
	}
	return MIGRATED;
}
