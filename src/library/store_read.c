#include "config.h"

#include "library/store_private.h"

#include <string.h>

#include "text/path.h"

#define CANNOT "cannot be read"

/* To look up a file takes as long as to go by so many documents. */
#define LOOKUP_COST 16

/* --- folders and files --- */

bool
store_folder(struct store *store, const char *folder, uint64_t *signature, uint32_t *count)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT signature, (SELECT count(*) FROM documents WHERE folder = f.id)"
		" FROM folders f WHERE path = ?",
		NULL);

	*signature = 0;
	*count = 0;
	if (statement == NULL)
		return false;
	sqlite3_bind_text(statement, 1, folder, -1, SQLITE_STATIC);
	int code = sqlite3_step(statement);

	if (code == SQLITE_ROW) {
		*signature = (uint64_t)sqlite3_column_int64(statement, 0);
		*count = (uint32_t)sqlite3_column_int64(statement, 1);
	} else if (code != SQLITE_DONE) {
		store_failed(store, CANNOT, NULL);
	}
	sqlite3_reset(statement);
	return code == SQLITE_ROW;
}

/* Never NULL. */
static const char *
text(sqlite3_stmt *statement, int column)
{
	const char *s = (const char *)sqlite3_column_text(statement, column);

	return s != NULL ? s : "";
}

static uint32_t
number(sqlite3_stmt *statement, int column)
{
	return (uint32_t)sqlite3_column_int64(statement, column);
}

static struct file_state
state(sqlite3_stmt *statement, int column)
{
	return (struct file_state){
		.device = (uint64_t)sqlite3_column_int64(statement, column),
		.inode = (uint64_t)sqlite3_column_int64(statement, column + 1),
		.size = (uint64_t)sqlite3_column_int64(statement, column + 2),
		.mtime = sqlite3_column_int64(statement, column + 3),
		.ctime = sqlite3_column_int64(statement, column + 4),
	};
}

static void
read_hash(sqlite3_stmt *statement, int column, unsigned char hash[SOURCE_HASH])
{
	if (sqlite3_column_bytes(statement, column) == SOURCE_HASH)
		memcpy(hash, sqlite3_column_blob(statement, column), SOURCE_HASH);
}

static struct choices
choices(sqlite3_stmt *statement, int column)
{
	int side = sqlite3_column_int(statement, column);

	return (struct choices){ side >= TITLE_AUTO && side <= TITLE_NONE ? side : TITLE_AUTO };
}

/* Ends the walk over a statement's rows: code is what its last step gave. */
static void
end(struct store *store, sqlite3_stmt *statement, int code)
{
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		store_failed(store, CANNOT, NULL);
	sqlite3_reset(statement);
}

void
store_folder_files(struct store *store, const char *folder, GPtrArray *files)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT id, name, device, inode, size, mtime, ctime, racy, hash, title_side, real"
		" FROM documents"
		" WHERE folder = (SELECT id FROM folders WHERE path = ?) ORDER BY name",
		NULL);
	int code;

	if (statement == NULL)
		return;
	sqlite3_bind_text(statement, 1, folder, -1, SQLITE_STATIC);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		struct store_file *file = g_new0(struct store_file, 1);

		file->id = number(statement, 0);
		file->name = g_strdup(text(statement, 1));
		file->state = state(statement, 2);
		file->racy = sqlite3_column_int(statement, 7) != 0;
		read_hash(statement, 8, file->hash);
		file->failed = sqlite3_column_type(statement, 8) == SQLITE_NULL;
		file->choices = choices(statement, 9);
		file->real = g_strdup((const char *)sqlite3_column_text(statement, 10));
		g_ptr_array_add(files, file);
	}
	end(store, statement, code);
}

void
store_file_free(struct store_file *file)
{
	if (file == NULL)
		return;
	g_free(file->name);
	g_free(file->real);
	g_free(file);
}

/* Binds what is at or below a path: itself, and from the first to the last that begin so. */
static void
bind_below(sqlite3_stmt *statement, const char *path)
{
	bool top = strcmp(path, "/") == 0;
	char *first = g_strconcat(top ? "" : path, "/", NULL);
	/* '0' is the byte after '/'. */
	char *last = g_strconcat(top ? "" : path, "0", NULL);

	sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, first, -1, g_free);
	sqlite3_bind_text(statement, 3, last, -1, g_free);
}

uint32_t
store_count_below(struct store *store, const char *path)
{
	/* What cannot be read has no bytes that are known. */
	sqlite3_stmt *statement = store_statement(store,
		"WITH below AS (SELECT id FROM folders WHERE path = ?1 OR (path > ?2 AND path < ?3))"
		" SELECT (SELECT count(*) FROM documents WHERE folder IN below)"
		" - (SELECT count(*) FROM documents WHERE hash IS NULL AND folder IN below)",
		NULL);
	uint32_t count = 0;

	if (statement == NULL)
		return 0;
	bind_below(statement, path);
	int code = sqlite3_step(statement);

	if (code == SQLITE_ROW)
		count = number(statement, 0);
	end(store, statement, code);
	sqlite3_clear_bindings(statement);
	return count;
}

void
store_folders(struct store *store, const char *path, GPtrArray *folders)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT path FROM folders WHERE path = ?1"
		" UNION ALL SELECT path FROM folders WHERE path > ?2 AND path < ?3",
		NULL);
	int code;

	if (statement == NULL)
		return;
	bind_below(statement, path);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW)
		g_ptr_array_add(folders, g_strdup(text(statement, 0)));
	end(store, statement, code);
	sqlite3_clear_bindings(statement);
}

/* --- rows --- */

#define ROW_COLUMNS                                                                                \
	"SELECT d.id, f.path, d.name, d.real, d.device, d.inode, d.size, d.mtime, d.ctime,"        \
	" d.reason, d.binary, d.kind, d.title, d.short_title, d.category, d.channel,"              \
	" CASE d.published WHEN '' THEN d.fetched ELSE d.published END, d.source, d.video,"        \
	" d.words, d.minutes, d.stamps, d.sections, d.problems, d.hash"

static void
read_row(sqlite3_stmt *statement, struct store_row *row)
{
	*row = (struct store_row){
		.id = number(statement, 0),
		.folder = text(statement, 1),
		.name = text(statement, 2),
		.real = text(statement, 3),
		.state = state(statement, 4),
		.reason = text(statement, 9),
		.binary = sqlite3_column_int(statement, 10) != 0,
		.kind = text(statement, 11),
		.title = text(statement, 12),
		.short_title = text(statement, 13),
		.category = text(statement, 14),
		.channel = text(statement, 15),
		.date = text(statement, 16),
		.source = text(statement, 17),
		.video = text(statement, 18),
		.words = number(statement, 19),
		.minutes = number(statement, 20),
		.timestamps = number(statement, 21),
		.sections = number(statement, 22),
		.problems = number(statement, 23),
	};
	read_hash(statement, 24, row->hash);
}

static void
rows_of_ids(struct store *store, const GArray *ids,
	bool (*row)(void *data, const struct store_row *row), void *data)
{
	sqlite3_stmt *statement = store_statement(store,
		ROW_COLUMNS " FROM documents d JOIN folders f ON f.id = d.folder WHERE d.id = ?",
		NULL);
	bool more = statement != NULL;

	for (guint i = 0; more && i < ids->len; i++) {
		struct store_row one;

		sqlite3_bind_int64(statement, 1, g_array_index(ids, uint32_t, i));
		int code = sqlite3_step(statement);

		if (code == SQLITE_ROW) {
			read_row(statement, &one);
			more = row(data, &one);
		}
		end(store, statement, code);
	}
}

void
store_rows(struct store *store, const GArray *ids, const char *folder,
	bool (*row)(void *data, const struct store_row *row), void *data)
{
	sqlite3_stmt *statement;
	int code;
	bool more = true;

	if (ids != NULL) {
		rows_of_ids(store, ids, row, data);
		return;
	}
	statement = store_statement(store,
		folder != NULL ? ROW_COLUMNS " FROM folders f JOIN documents d ON d.folder = f.id"
					     " WHERE f.path = ? ORDER BY d.name"
			       : ROW_COLUMNS
			" FROM documents d CROSS JOIN folders f ON f.id = d.folder"
			" ORDER BY d.id",
		NULL);
	if (statement == NULL)
		return;
	if (folder != NULL)
		sqlite3_bind_text(statement, 1, folder, -1, SQLITE_STATIC);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW && more) {
		struct store_row one;

		read_row(statement, &one);
		more = row(data, &one);
	}
	end(store, statement, code);
}

/* --- names and places --- */

void
store_aliases(struct store *store, bool (*alias)(void *data, uint32_t id, const char *alias),
	void *data)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT d.id, a.value FROM keys k JOIN attributes a ON a.key = k.id"
		" JOIN holders h ON h.attribute = a.id JOIN documents d ON d.id = h.document"
		" WHERE k.name = 'alias' ORDER BY d.id",
		NULL);
	int code = SQLITE_DONE;
	bool more = statement != NULL;

	while (more && (code = sqlite3_step(statement)) == SQLITE_ROW)
		more = alias(data, number(statement, 0), text(statement, 1));
	end(store, statement, code);
}

/* Calls back with each line of "line\ttitle\n". */
static bool
each_section(char *titles, uint32_t id,
	bool (*section)(void *data, uint32_t id, uint32_t line, const char *title), void *data)
{
	bool more = true;

	for (char *end_of_line; more && (end_of_line = strchr(titles, '\n')) != NULL;
		titles = end_of_line + 1) {
		char *title;
		guint64 line = g_ascii_strtoull(titles, &title, 10);

		*end_of_line = '\0';
		more = section(data, id, (uint32_t)line, title + (*title == '\t'));
	}
	return more;
}

void
store_sections(struct store *store,
	bool (*section)(void *data, uint32_t id, uint32_t line, const char *title), void *data)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT document, titles FROM sections ORDER BY document", NULL);
	g_autoptr(GString) titles = g_string_new(NULL);
	int code = SQLITE_DONE;
	bool more = statement != NULL;

	while (more && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		g_string_assign(titles, text(statement, 1));
		more = each_section(titles->str, number(statement, 0), section, data);
	}
	end(store, statement, code);
}

char *
store_path_of(struct store *store, uint32_t id)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT f.path, d.name FROM documents d JOIN folders f ON f.id = d.folder"
		" WHERE d.id = ?",
		NULL);
	char *path = NULL;

	if (statement == NULL)
		return NULL;
	sqlite3_bind_int64(statement, 1, id);
	int code = sqlite3_step(statement);

	if (code == SQLITE_ROW)
		path = path_join(text(statement, 0), text(statement, 1));
	end(store, statement, code);
	return path;
}

uint32_t
store_id_of(struct store *store, const char *path)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT d.id FROM folders f JOIN documents d ON d.folder = f.id"
		" WHERE f.path = ? AND d.name = ?",
		NULL);
	const char *slash = strrchr(path, '/');
	uint32_t id = 0;

	if (statement == NULL || slash == NULL)
		return 0;
	sqlite3_bind_text(statement, 1, slash > path ? path : "/",
		slash > path ? (int)(slash - path) : 1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, slash + 1, -1, SQLITE_STATIC);
	int code = sqlite3_step(statement);

	if (code == SQLITE_ROW)
		id = number(statement, 0);
	end(store, statement, code);
	return id;
}

/* --- files --- */

static void
look_up_file(struct store *store, sqlite3_stmt *statement, const char *path, struct idset *ids)
{
	const char *slash = strrchr(path, '/');
	int code;

	if (slash == NULL)
		return;
	sqlite3_bind_text(statement, 1, slash > path ? path : "/",
		slash > path ? (int)(slash - path) : 1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, slash + 1, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 3, path, -1, SQLITE_STATIC);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW)
		idset_add(ids, number(statement, 0));
	end(store, statement, code);
}

static void
go_through_files(struct store *store, sqlite3_stmt *statement, const GPtrArray *real_paths,
	struct idset *ids)
{
	g_autoptr(GHashTable) wanted = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GString) path = g_string_new(NULL);
	int code;

	for (guint i = 0; i < real_paths->len; i++)
		g_hash_table_add(wanted, real_paths->pdata[i]);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		const char *real = (const char *)sqlite3_column_text(statement, 1);

		if (real == NULL) {
			g_string_assign(path, text(statement, 2));
			if (path->len == 0 || path->str[path->len - 1] != '/')
				g_string_append_c(path, '/');
			g_string_append(path, text(statement, 3));
			real = path->str;
		}
		if (g_hash_table_contains(wanted, real))
			idset_add(ids, number(statement, 0));
	}
	end(store, statement, code);
}

void
store_of_files(struct store *store, const GPtrArray *real_paths, struct idset *ids)
{
	bool few = real_paths->len == 0 ||
		   (uint64_t)real_paths->len * LOOKUP_COST < store_last_id(store);
	sqlite3_stmt *statement = store_statement(store,
		few ? "SELECT d.id FROM folders f JOIN documents d ON d.folder = f.id"
		      " WHERE f.path = ?1 AND d.name = ?2 AND d.real IS NULL"
		      " UNION ALL SELECT id FROM documents WHERE real = ?3"
		    : "SELECT d.id, d.real, f.path, d.name FROM documents d"
		      " CROSS JOIN folders f ON f.id = d.folder",
		NULL);

	if (statement == NULL)
		return;
	for (guint i = 0; few && i < real_paths->len; i++)
		look_up_file(store, statement, real_paths->pdata[i], ids);
	if (!few)
		go_through_files(store, statement, real_paths, ids);
	sqlite3_clear_bindings(statement);
}

struct choices
store_choices(struct store *store, uint32_t id)
{
	sqlite3_stmt *statement =
		store_statement(store, "SELECT title_side FROM documents WHERE id = ?", NULL);
	struct choices chosen = { TITLE_AUTO };

	if (statement == NULL)
		return chosen;
	sqlite3_bind_int64(statement, 1, id);
	int code = sqlite3_step(statement);

	if (code == SQLITE_ROW)
		chosen = choices(statement, 0);
	end(store, statement, code);
	return chosen;
}

void
store_with_hash(struct store *store, const unsigned char hash[SOURCE_HASH], GArray *ids)
{
	sqlite3_stmt *statement =
		store_statement(store, "SELECT id FROM documents WHERE hash = ? ORDER BY id", NULL);
	int code;

	if (statement == NULL)
		return;
	sqlite3_bind_blob(statement, 1, hash, SOURCE_HASH, SQLITE_STATIC);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		uint32_t id = number(statement, 0);

		g_array_append_val(ids, id);
	}
	end(store, statement, code);
}

char **
store_keys(struct store *store)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT name FROM keys k WHERE EXISTS (SELECT 1 FROM attributes a"
		" CROSS JOIN holders h ON h.attribute = a.id"
		" CROSS JOIN documents d ON d.id = h.document WHERE a.key = k.id) ORDER BY name",
		NULL);
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	int code = SQLITE_DONE;

	while (statement != NULL && (code = sqlite3_step(statement)) == SQLITE_ROW)
		g_ptr_array_add(names, g_strdup(text(statement, 0)));
	end(store, statement, code);
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_steal(names, NULL);
}
