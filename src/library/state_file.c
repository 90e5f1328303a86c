/*
 * The file of the state, read and written (state_attach.c opens it). Each write is one transaction
 * that takes the next number of `changes`; a row has the number of the last that touched it, so
 * that what others changed is found without reading the rest. SQLite's data_version tells whether
 * anybody wrote at all.
 */
#include "config.h"

#include "library/state_private.h"

#include <string.h>

#define COLUMNS "id, path, hash, read, starred, opened, visit, title_side, position, around, change"

#define PLACE                                                                                         \
	"reading, around_reading, top, around_top, above, scrolled, link, stamp, jumped, pane, view," \
	" filter, title, section, line, time"

/* Bits of ?10 and of the mask in SQL_PUT are those of enum state_part. */
static const char *const statements[SQL_COUNT] = {
	[SQL_DATA_VERSION] = "PRAGMA data_version",
	[SQL_ALL_ROWS] = "SELECT " COLUMNS " FROM documents",
	[SQL_ROWS] = "SELECT " COLUMNS " FROM documents WHERE change > ?1 ORDER BY change",
	[SQL_LINES] = "SELECT prompt, line FROM lines ORDER BY id",
	[SQL_BEGIN] = "BEGIN IMMEDIATE",
	[SQL_COMMIT] = "COMMIT",
	[SQL_ROLLBACK] = "ROLLBACK",
	[SQL_COUNT_UP] = "UPDATE changes SET last = last + 1 RETURNING last",
	[SQL_PUT] = "INSERT INTO documents (path, hash, read, starred, opened, visit, title_side,"
		    " position, around, change)"
		    " VALUES (?1, iif(?10 & 32, ?2, NULL), iif(?10 & 1, ?3, 0),"
		    " iif(?10 & 2, ?4, 0), iif(?10 & 4, ?5, 0), iif(?10 & 4, ?6, 0),"
		    " iif(?10 & 8, ?7, 0), iif(?10 & 16, ?8, 0), iif(?10 & 16, ?9, x''), ?11)"
		    " ON CONFLICT (path) DO UPDATE SET"
		    " hash = iif(?10 & 32, ?2, hash), read = iif(?10 & 1, ?3, read),"
		    " starred = iif(?10 & 2, ?4, starred), opened = iif(?10 & 4, ?5, opened),"
		    " visit = iif(?10 & 4, ?6, visit),"
		    " title_side = iif(?10 & 8, ?7, title_side),"
		    " position = iif(?10 & 16, ?8, position),"
		    " around = iif(?10 & 16, ?9, around), change = ?11"
		    " RETURNING id",
	[SQL_CLEAR_PLACE] = "DELETE FROM documents WHERE path = ?1 AND id <> ?2 AND read = 0"
			    " AND starred = 0 AND opened = 0 AND title_side = 0"
			    " AND length(around) = 0",
	[SQL_MOVE] = "UPDATE OR IGNORE documents SET path = ?1, change = ?3 WHERE id = ?2",
	[SQL_PUT_LINE] = "INSERT OR REPLACE INTO lines (prompt, line) VALUES (?1, ?2)",
	[SQL_TRIM_LINES] = ("DELETE FROM lines WHERE prompt = ?1 AND id NOT IN"
			    " (SELECT id FROM lines WHERE prompt = ?1 ORDER BY id DESC LIMIT ?2)"),
	[SQL_PLACES] = "SELECT slot, path, " PLACE ", document FROM places"
		       " LEFT JOIN documents ON id = document WHERE session = ?1 ORDER BY slot",
	[SQL_LAST_SESSION] = "SELECT id, at FROM sessions WHERE library = ?1"
			     " ORDER BY sessions.change DESC LIMIT 1",
	[SQL_BEGIN_SESSION] = "INSERT INTO sessions (library, at, change) VALUES (?1, ?2, ?3)"
			      " RETURNING id",
	[SQL_MOVE_SESSION] = "UPDATE sessions SET at = ?2, change = ?3 WHERE id = ?1 RETURNING id",
	[SQL_TRIM_SESSIONS] = ("DELETE FROM sessions WHERE id NOT IN"
			       " (SELECT id FROM sessions ORDER BY change DESC LIMIT ?1)"),
	[SQL_TRIM_PLACES] = "DELETE FROM places WHERE session <> 0 AND session NOT IN"
			    " (SELECT id FROM sessions)",
	[SQL_PUT_DOCUMENT] = "INSERT OR IGNORE INTO documents (path, change) VALUES (?1, ?2)",
	[SQL_PUT_PLACE] = "INSERT OR REPLACE INTO places (session, slot, " PLACE ", document)"
			  " VALUES (?17, ?18, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
			  " ?13, ?14, ?15, ?16, (SELECT id FROM documents WHERE path = ?19))",
	[SQL_DROP_PLACES] = "DELETE FROM places WHERE session = ?1 AND slot BETWEEN ?2 AND ?3",
};

/* --- statements --- */

void
state_say(struct state *state, bool of_write, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_free(state->word);
	state->word = g_strdup_vprintf(format, arguments);
	state->word_of_write = of_write;
	va_end(arguments);
}

bool
state_is_damage(int code)
{
	return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}

sqlite3_stmt *
state_statement(struct state *state, enum state_sql sql)
{
	if (state->statements[sql] == NULL)
		sqlite3_prepare_v3(state->db, statements[sql], -1, SQLITE_PREPARE_PERSISTENT,
			&state->statements[sql], NULL);
	return state->statements[sql];
}

int
state_run(struct state *state, enum state_sql sql, int64_t *number)
{
	sqlite3_stmt *s = state_statement(state, sql);
	int code;
	if (s == NULL)
		return sqlite3_errcode(state->db);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		if (number != NULL)
			*number = sqlite3_column_int64(s, 0);
	}
	sqlite3_reset(s);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

void
state_detach(struct state *state)
{
	for (int i = 0; i < SQL_COUNT; i++)
		g_clear_pointer(&state->statements[i], sqlite3_finalize);
	g_clear_pointer(&state->db, sqlite3_close_v2);
}

/* --- reading --- */

static uint32_t
column_offset(sqlite3_stmt *s, int column)
{
	int64_t value = sqlite3_column_int64(s, column);
	return value < 0 || value >= UINT32_MAX ? 0 : (uint32_t)value;
}

/* Takes a row's values but for unwritten parts; whether any differs. */
static bool
take_values(struct kept *kept, sqlite3_stmt *s)
{
	struct state_row *row = &kept->row;
	const struct state_row before = *row;
	unsigned taken = ~kept->unwritten;
	bool changed = false;
	if (taken & STATE_READ)
		row->read = sqlite3_column_int(s, 3) != 0;
	if (taken & STATE_STARRED)
		row->starred = sqlite3_column_int(s, 4) != 0;
	if (taken & STATE_OPENED) {
		row->opened = sqlite3_column_int64(s, 5);
		kept->visit = sqlite3_column_int64(s, 6);
	}
	if (taken & STATE_SIDE) {
		int side = sqlite3_column_int(s, 7);
		row->title_side = side > 0 && side <= TITLE_NONE ? (uint8_t)side : TITLE_AUTO;
	}
	if (taken & STATE_POSITION) {
		const char *around = sqlite3_column_blob(s, 9);
		size_t n = (size_t)sqlite3_column_bytes(s, 9);
		row->offset = column_offset(s, 8);
		changed =
			strlen(row->around) != n || (n > 0 && memcmp(row->around, around, n) != 0);
		if (changed)
			state_set_around(kept, n > 0 ? around : "", n);
	}
	if ((taken & STATE_HASH) && sqlite3_column_bytes(s, 2) == SOURCE_HASH) {
		kept->hashed = true;
		memcpy(kept->hash, sqlite3_column_blob(s, 2), SOURCE_HASH);
	}
	return changed || row->read != before.read || row->starred != before.starred ||
	       row->opened != before.opened || row->title_side != before.title_side ||
	       row->offset != before.offset;
}

/* Takes in a row of the file; whether anything in memory differs. */
static bool
take_row(struct state *state, sqlite3_stmt *s)
{
	int64_t id = sqlite3_column_int64(s, 0);
	g_autofree char *path =
		g_strndup(sqlite3_column_bytes(s, 1) > 0 ? (const char *)sqlite3_column_blob(s, 1)
							 : "",
			(size_t)sqlite3_column_bytes(s, 1));
	struct kept *kept = g_hash_table_lookup(state->ids, &id);
	bool moved = false;
	if (kept != NULL && (kept->unwritten & STATE_PATH) == 0 && strcmp(kept->path, path) != 0) {
		state_rename(state, kept, path);
		moved = true;
	}
	if (kept == NULL) {
		kept = state_row_of(state, path);
		if (kept->id != 0)
			g_hash_table_remove(state->ids, &kept->id);
		kept->id = id;
		g_hash_table_insert(state->ids, &kept->id, kept);
	}
	bool differs = take_values(kept, s);
	state->seen = MAX(state->seen, sqlite3_column_int64(s, 10));
	state->visits = MAX(state->visits, kept->visit);
	state->marks += moved || differs;
	return moved || differs;
}

static int
take_rows(struct state *state, bool *anything)
{
	/* In the order of the file it is read several times as fast. */
	bool all = state->seen == 0;
	sqlite3_stmt *s = state_statement(state, all ? SQL_ALL_ROWS : SQL_ROWS);
	int code;
	if (s == NULL)
		return sqlite3_errcode(state->db);
	if (!all)
		sqlite3_bind_int64(s, 1, state->seen);
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		*anything |= take_row(state, s);
	sqlite3_reset(s);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int
take_lines(struct state *state)
{
	sqlite3_stmt *s = state_statement(state, SQL_LINES);
	int code;
	if (s == NULL)
		return sqlite3_errcode(state->db);
	g_hash_table_remove_all(state->prompts);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		const char *prompt = (const char *)sqlite3_column_text(s, 0);
		const char *line = (const char *)sqlite3_column_text(s, 1);
		if (prompt != NULL && line != NULL)
			g_ptr_array_add(state_prompt(state, prompt), g_strdup(line));
	}
	sqlite3_reset(s);
	for (const GList *l = state->unwritten_lines.head; l != NULL; l = l->next) {
		const struct state_line *line = l->data;
		state_push_line(state_prompt(state, line->prompt), line->line);
	}
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

int
state_take_in(struct state *state, bool *anything)
{
	int code = state_run(state, SQL_DATA_VERSION, &state->data_version);
	if (code == SQLITE_OK)
		code = take_rows(state, anything);
	if (code == SQLITE_OK)
		code = take_lines(state);
	if (code == SQLITE_OK)
		code = state_take_marks(state);
	return code;
}

/* --- writing --- */

/* Ids that rows got in a transaction, taken when it is committed. */
struct written {
	struct kept *kept;
	int64_t id;
};

static int
write_move(struct state *state, const struct kept *kept, int64_t change, bool *taken)
{
	int length = (int)strlen(kept->path);
	sqlite3_stmt *clear = state_statement(state, SQL_CLEAR_PLACE);
	sqlite3_stmt *move = state_statement(state, SQL_MOVE);
	if (clear == NULL || move == NULL)
		return sqlite3_errcode(state->db);
	sqlite3_bind_blob(clear, 1, kept->path, length, SQLITE_STATIC);
	sqlite3_bind_int64(clear, 2, kept->id);
	int code = state_run(state, SQL_CLEAR_PLACE, NULL);
	if (code != SQLITE_OK)
		return code;
	sqlite3_bind_blob(move, 1, kept->path, length, SQLITE_STATIC);
	sqlite3_bind_int64(move, 2, kept->id);
	sqlite3_bind_int64(move, 3, change);
	code = state_run(state, SQL_MOVE, NULL);
	*taken = sqlite3_changes(state->db) == 0;
	return code;
}

static int
write_values(struct state *state, const struct kept *kept, int64_t change, int64_t *id)
{
	sqlite3_stmt *s = state_statement(state, SQL_PUT);
	if (s == NULL)
		return sqlite3_errcode(state->db);
	sqlite3_bind_blob(s, 1, kept->path, (int)strlen(kept->path), SQLITE_STATIC);
	if (kept->hashed)
		sqlite3_bind_blob(s, 2, kept->hash, SOURCE_HASH, SQLITE_STATIC);
	else
		sqlite3_bind_null(s, 2);
	sqlite3_bind_int(s, 3, kept->row.read);
	sqlite3_bind_int(s, 4, kept->row.starred);
	sqlite3_bind_int64(s, 5, kept->row.opened);
	sqlite3_bind_int64(s, 6, kept->visit);
	sqlite3_bind_int(s, 7, kept->row.title_side);
	sqlite3_bind_int64(s, 8, kept->row.offset);
	sqlite3_bind_blob(s, 9, kept->around, (int)strlen(kept->around), SQLITE_STATIC);
	sqlite3_bind_int(s, 10, (int)(kept->unwritten & STATE_VALUES));
	sqlite3_bind_int64(s, 11, change);
	return state_run(state, SQL_PUT, id);
}

static int
write_row(struct state *state, struct kept *kept, int64_t change, GArray *written, bool *lost)
{
	bool taken = false;
	int code = SQLITE_OK;
	if ((kept->unwritten & STATE_PATH) && kept->id != 0)
		code = write_move(state, kept, change, &taken);
	*lost |= taken;
	if (code != SQLITE_OK || taken || (kept->unwritten & STATE_VALUES) == 0)
		return code;
	struct written row = { .kept = kept };
	code = write_values(state, kept, change, &row.id);
	g_array_append_val(written, row);
	return code;
}

static int
write_lines(struct state *state)
{
	for (const GList *l = state->unwritten_lines.head; l != NULL; l = l->next) {
		const struct state_line *line = l->data;
		sqlite3_stmt *put = state_statement(state, SQL_PUT_LINE);
		sqlite3_stmt *trim = state_statement(state, SQL_TRIM_LINES);
		if (put == NULL || trim == NULL)
			return sqlite3_errcode(state->db);
		sqlite3_bind_text(put, 1, line->prompt, -1, SQLITE_STATIC);
		sqlite3_bind_text(put, 2, line->line, -1, SQLITE_STATIC);
		sqlite3_bind_text(trim, 1, line->prompt, -1, SQLITE_STATIC);
		sqlite3_bind_int(trim, 2, STATE_LINES);
		int code = state_run(state, SQL_PUT_LINE, NULL);
		if (code == SQLITE_OK)
			code = state_run(state, SQL_TRIM_LINES, NULL);
		if (code != SQLITE_OK)
			return code;
	}
	return SQLITE_OK;
}

/* All that is unwritten is in the file. */
static void
settle(struct state *state, const GArray *written)
{
	for (guint i = 0; i < written->len; i++) {
		const struct written *row = &g_array_index(written, struct written, i);
		if (row->kept->id == row->id)
			continue;
		if (row->kept->id != 0)
			g_hash_table_remove(state->ids, &row->kept->id);
		row->kept->id = row->id;
		g_hash_table_replace(state->ids, &row->kept->id, row->kept);
	}
	for (guint i = 0; i < state->unwritten->len; i++)
		((struct kept *)g_ptr_array_index(state->unwritten, i))->unwritten = 0;
	g_ptr_array_set_size(state->unwritten, 0);
	g_queue_clear_full(&state->unwritten_lines, state_line_free);
	state_settle_places(state);
	state->unsynced = true;
	state->wrote = true;
}

int
state_write_all(struct state *state)
{
	g_autoptr(GArray) written = g_array_new(FALSE, FALSE, sizeof(struct written));
	int64_t change = 0;
	bool lost = false, anything = false;
	int code = state_run(state, SQL_BEGIN, NULL);
	if (code != SQLITE_OK)
		return code;
	code = state_run(state, SQL_COUNT_UP, &change);
	for (guint i = 0; i < state->unwritten->len && code == SQLITE_OK; i++)
		code = write_row(state, g_ptr_array_index(state->unwritten, i), change, written,
			&lost);
	if (code == SQLITE_OK)
		code = write_lines(state);
	if (code == SQLITE_OK)
		code = state_write_places(state, change);
	if (code == SQLITE_OK)
		code = state_run(state, SQL_COMMIT, NULL);
	if (code != SQLITE_OK) {
		state_run(state, SQL_ROLLBACK, NULL);
		return code;
	}
	settle(state, written);
	if (lost) {
		/* Somebody else has put something there meanwhile: as the file says. */
		state->seen = 0;
		state_take_in(state, &anything);
	}
	return SQLITE_OK;
}

bool
state_check_written(struct state *state, int code)
{
	if (code != SQLITE_OK) {
		state->tried = state->now();
		state_say(state, true, "what is marked now is not kept yet: %s: %s", state->path,
			(code & 0xff) == SQLITE_BUSY ? "another lectern is writing for long"
						     : sqlite3_errstr(code));
		return false;
	}
	if (state->word_of_write) {
		g_clear_pointer(&state->word, g_free);
		state->word_of_write = false;
	}
	return true;
}

bool
state_read(struct state *state)
{
	int64_t version = 0;
	bool anything = false;
	if (state->db == NULL)
		return false;
	if (state_is_replaced(state)) {
		state_attach_again(state, false);
		return true;
	}
	if (state_run(state, SQL_DATA_VERSION, &version) == SQLITE_OK &&
		version == state->data_version)
		return false;
	state_take_in(state, &anything);
	return anything;
}

bool
state_write(struct state *state)
{
	if (state->db == NULL)
		return false;
	if (state_is_replaced(state))
		state_attach_again(state, false);
	int code = state->db == NULL ? SQLITE_CANTOPEN : state_write_all(state);
	if (state_is_damage(code)) {
		/* All of it is in memory too, so that nothing is lost. */
		state_attach_again(state, true);
		code = state->db == NULL ? SQLITE_CANTOPEN : state_write_all(state);
	}
	return state->db != NULL && state_check_written(state, code);
}
