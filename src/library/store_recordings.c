#include "config.h"

#include "library/store_private.h"

#include "document/kinds.h"
#include "library/recording_keys.h"

static const char put[] = "INSERT OR IGNORE INTO recordings (key, document) VALUES (?, ?)";
static const char drop[] = "DELETE FROM recordings WHERE key = ? AND document = ?";

/* Runs a statement for each key of a document. */
static bool
with_keys(struct store *store, const char *sql, uint32_t id, int64_t folder,
	const struct recording_says *says, GError **error)
{
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
	sqlite3_stmt *statement = store_statement(store, sql, error);

	if (statement == NULL)
		return false;
	recording_keys(says, folder, keys);
	for (guint i = 0; i < keys->len; i++) {
		sqlite3_bind_int64(statement, 1, g_array_index(keys, int64_t, i));
		sqlite3_bind_int64(statement, 2, id);
		if (!store_step(store, statement, "a document cannot be taken in", error))
			return false;
	}
	return true;
}

bool
store_put_recording(struct store *store, uint32_t id, int64_t folder, const char *path,
	const char *name, const struct document *document, GError **error)
{
	struct recording_says says;

	recording_says_init(&says, path, name, document->kind->name,
		document_field(document, FIELD_VIDEO), document_field(document, FIELD_MEDIA));
	bool ok = with_keys(store, put, id, folder, &says, error);

	recording_says_clear(&says);
	return ok;
}

/* What a document of the store says. */
static bool
read_says(struct store *store, uint32_t id, int64_t *folder, struct recording_says *says,
	GError **error)
{
	sqlite3_stmt *row = store_statement(store,
		"SELECT d.folder, f.path, d.name, d.kind, d.video, d.media FROM documents d"
		" JOIN folders f ON f.id = d.folder WHERE d.id = ?",
		error);

	if (row == NULL)
		return false;
	sqlite3_bind_int64(row, 1, id);
	bool found = sqlite3_step(row) == SQLITE_ROW;

	if (found) {
		*folder = sqlite3_column_int64(row, 0);
		recording_says_init(says, (const char *)sqlite3_column_text(row, 1),
			(const char *)sqlite3_column_text(row, 2),
			(const char *)sqlite3_column_text(row, 3),
			(const char *)sqlite3_column_text(row, 4),
			(const char *)sqlite3_column_text(row, 5));
	} else {
		store_failed(store, "cannot be read", error);
	}
	sqlite3_reset(row);
	return found;
}

static bool
with_document(struct store *store, const char *sql, uint32_t id, GError **error)
{
	struct recording_says says;
	int64_t folder;

	if (!read_says(store, id, &folder, &says, error))
		return false;
	bool ok = with_keys(store, sql, id, folder, &says, error);

	recording_says_clear(&says);
	return ok;
}

bool
store_leave_recording(struct store *store, uint32_t id, GError **error)
{
	return with_document(store, drop, id, error);
}

bool
store_join_recording(struct store *store, uint32_t id, GError **error)
{
	return with_document(store, put, id, error);
}
