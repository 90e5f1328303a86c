/*
 * What is kept while a store is written: buffers from one document to the next, and the folders of a
 * transaction.
 */
#include "config.h"

#include "library/store_private.h"

#define FOLDERS 4096      /* that are kept */
#define BUFFER (4u << 20) /* bytes that are kept */

/* A folder of which something is written: in this transaction. */
struct folder {
	int64_t id;
	bool changed; /* its signature is 0 */
};

struct store_writer {
	GHashTable *folders; /* char * to struct folder *; of one transaction */
	struct store_values *values;
	GString *buffer;
};

/* --- what is kept --- */

static struct store_writer *
writer_of(struct store *store)
{
	if (store->writer == NULL) {
		struct store_writer *writer = g_new0(struct store_writer, 1);

		writer->folders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
		writer->values = store_values_new();
		writer->buffer = g_string_new(NULL);
		store->writer = writer;
	}
	return store->writer;
}

void
store_writer_free(struct store_writer *writer)
{
	if (writer == NULL)
		return;
	g_hash_table_destroy(writer->folders);
	store_values_free(writer->values);
	g_string_free(writer->buffer, TRUE);
	g_free(writer);
}

struct store_values *
store_values_of(struct store *store)
{
	return writer_of(store)->values;
}

GString *
store_buffer(struct store *store)
{
	struct store_writer *writer = writer_of(store);

	if (writer->buffer->allocated_len > BUFFER) {
		g_string_free(writer->buffer, TRUE);
		writer->buffer = g_string_new(NULL);
	}
	g_string_truncate(writer->buffer, 0);
	return writer->buffer;
}

/* --- transactions --- */

bool
store_begin(struct store *store, unsigned wait, GError **error)
{
	if (store->broken) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_BROKEN,
			"%s: the file is damaged; it has to be built again",
			store->path != NULL ? store->path : "the index in memory");
		return false;
	}
	/* Somebody else may have built it. */
	if (!store->settled && store_is_settled(store) &&
		!store_run(store, "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 1000",
			error))
		return false;
	sqlite3_stmt *statement = store_statement(store, "BEGIN IMMEDIATE", error);

	if (statement == NULL)
		return false;
	store->wait = wait;
	bool begun = store_step(store, statement, "cannot be written", error);
	store->wait = STORE_WAIT;
	if (store->writer != NULL)
		g_hash_table_remove_all(store->writer->folders);
	return begun;
}

bool
store_commit(struct store *store, GError **error)
{
	sqlite3_stmt *statement = store_statement(store, "COMMIT", error);

	return statement != NULL && store_step(store, statement, "cannot be written", error);
}

void
store_rollback(struct store *store)
{
	/* Some failures have undone it already. */
	if (!sqlite3_get_autocommit(store->db))
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	/* Ids that were given in it are given again. */
	store_writer_free(store->writer);
	store->writer = NULL;
}

/* --- folders --- */

static bool
find_folder(struct store *store, const char *path, int64_t *id, GError **error)
{
	sqlite3_stmt *insert = store_statement(store,
		"INSERT INTO folders (path) VALUES (?) ON CONFLICT (path) DO NOTHING", error);
	sqlite3_stmt *select =
		store_statement(store, "SELECT id FROM folders WHERE path = ?", error);

	if (insert == NULL || select == NULL)
		return false;
	sqlite3_bind_text(insert, 1, path, -1, SQLITE_STATIC);
	sqlite3_bind_text(select, 1, path, -1, SQLITE_STATIC);
	if (!store_step(store, insert, "a folder cannot be taken in", error))
		return false;
	bool found = sqlite3_step(select) == SQLITE_ROW;

	if (found)
		*id = sqlite3_column_int64(select, 0);
	else
		store_failed_as(store, SQLITE_CORRUPT, "a folder cannot be taken in", error);
	sqlite3_reset(select);
	return found;
}

bool
store_open_folder(struct store *store, const char *path, int64_t *id, GError **error)
{
	GHashTable *folders = writer_of(store)->folders;
	struct folder *folder = g_hash_table_lookup(folders, path);

	if (folder == NULL) {
		if (g_hash_table_size(folders) >= FOLDERS)
			g_hash_table_remove_all(folders);
		folder = g_new0(struct folder, 1);
		if (!find_folder(store, path, &folder->id, error)) {
			g_free(folder);
			return false;
		}
		g_hash_table_insert(folders, g_strdup(path), folder);
	}
	*id = folder->id;
	if (folder->changed)
		return true;
	sqlite3_stmt *statement = store_statement(store,
		"UPDATE folders SET signature = 0 WHERE id = ? AND signature <> 0", error);

	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, folder->id);
	folder->changed = store_step(store, statement, "a folder cannot be taken in", error);
	return folder->changed;
}

bool
store_folder_done(struct store *store, const char *path, uint64_t signature, GError **error)
{
	sqlite3_stmt *statement = store_statement(store,
		"INSERT INTO folders (path, signature) VALUES (?1, ?2)"
		" ON CONFLICT (path) DO UPDATE SET signature = ?2",
		error);

	if (statement == NULL)
		return false;
	struct folder *folder = g_hash_table_lookup(writer_of(store)->folders, path);

	if (folder != NULL)
		folder->changed = false;
	sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, (sqlite3_int64)signature);
	return store_step(store, statement, "a folder cannot be taken in", error);
}

bool
store_remove_folder(struct store *store, const char *path, GError **error)
{
	static const char *const removals[] = {
		("DELETE FROM sections WHERE document IN (SELECT id FROM documents"
		 " WHERE folder = (SELECT id FROM folders WHERE path = ?))"),
		"DELETE FROM documents WHERE folder = (SELECT id FROM folders WHERE path = ?)",
		"DELETE FROM folders WHERE path = ?",
	};

	g_hash_table_remove(writer_of(store)->folders, path);
	for (size_t i = 0; i < G_N_ELEMENTS(removals); i++) {
		sqlite3_stmt *statement = store_statement(store, removals[i], error);

		if (statement == NULL)
			return false;
		sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC);
		if (!store_step(store, statement, "a folder cannot be removed", error))
			return false;
	}
	return true;
}
