/*
 * Places of the state: the history of this process, and the marks of all. In the file both are rows
 * of one table, by the document's id, so that a rename moves them with it; a mark's session is 0.
 */
#include "config.h"

#include <string.h>

#include "library/state_private.h"

/* Histories kept, of all libraries. */
#define SESSIONS_MOST 16

/* Places of a history written at a time: a run begins with those of the one before, and nobody waits
 * until they are all copied. */
#define WRITE_MOST 64

#define MARKS 0

/* --- in memory --- */

static void
kept_place_free(void *data)
{
	struct kept_place *kept = data;
	g_free((char *)kept->place.path);
	g_free((char *)kept->place.around);
	g_free((char *)kept->place.top_around);
	g_free((char *)kept->place.filter);
	g_free((char *)kept->place.title);
	g_free((char *)kept->place.section);
	g_free(kept);
}

static char *
copy(const char *s)
{
	return g_strdup(s != NULL ? s : "");
}

static struct kept_place *
kept_place_new(int64_t slot, const struct state_place *place)
{
	struct kept_place *kept = g_new0(struct kept_place, 1);
	kept->place = *place;
	kept->place.path = copy(place->path);
	kept->place.around = copy(place->around);
	kept->place.top_around = copy(place->top_around);
	kept->place.filter = copy(place->filter);
	kept->place.title = copy(place->title);
	kept->place.section = copy(place->section);
	kept->slot = slot;
	return kept;
}

void
state_places_init(struct state_places *places)
{
	places->history = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, kept_place_free);
	places->marks = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, kept_place_free);
	places->batch = g_ptr_array_new();
	places->dropped = g_array_new(FALSE, FALSE, sizeof(struct state_slots));
	places->renamed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

void
state_places_clear(struct state_places *places)
{
	g_hash_table_unref(places->history);
	g_hash_table_unref(places->marks);
	g_hash_table_unref(places->renamed);
	g_ptr_array_unref(places->batch);
	g_array_unref(places->dropped);
	g_free(places->library);
}

bool
state_places_unwritten(const struct state *state)
{
	return state->places.moved || state->places.marked;
}

static struct kept_place *
put(GHashTable *table, int64_t slot, const struct state_place *place)
{
	struct kept_place *kept = kept_place_new(slot, place);
	g_hash_table_replace(table, &kept->slot, kept);
	return kept;
}

static void
rename_in(GHashTable *table, const char *from, const char *to)
{
	GHashTableIter iter;
	void *value;
	g_hash_table_iter_init(&iter, table);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		struct kept_place *kept = value;
		if (strcmp(kept->place.path, from) != 0)
			continue;
		g_free((char *)kept->place.path);
		kept->place.path = g_strdup(to);
	}
}

void
state_places_renamed(struct state *state, const char *from, const char *to)
{
	struct state_places *places = &state->places;
	g_autofree char *key = g_strdup(from), *value = g_strdup(to);
	rename_in(places->history, key, value);
	rename_in(places->marks, key, value);
	/* What has a name again leads nowhere else, so that no way ends where it began. */
	g_hash_table_remove(places->renamed, value);
	g_hash_table_replace(places->renamed, g_steal_pointer(&key), g_steal_pointer(&value));
}

const char *
state_moved(const struct state *state, const char *real_path)
{
	const char *to = NULL, *next = real_path;
	while (next != NULL && (next = g_hash_table_lookup(state->places.renamed, next)) != NULL)
		to = next;
	return to;
}

void
state_places_forget_file(struct state *state, bool all)
{
	struct state_places *places = &state->places;
	GHashTableIter iter;
	void *value;
	places->session = 0;
	g_array_set_size(places->dropped, 0);
	g_hash_table_iter_init(&iter, places->history);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		struct kept_place *kept = value;
		kept->unwritten = true;
		places->moved |= kept->changed;
	}
	g_hash_table_iter_init(&iter, places->marks);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		struct kept_place *kept = value;
		kept->unwritten = kept->changed || all;
		places->marked |= kept->unwritten;
		if (!kept->unwritten)
			g_hash_table_iter_remove(&iter);
	}
}

/* --- marks --- */

bool
state_set_mark(struct state *state, uint32_t name, const struct state_place *place)
{
	struct kept_place *kept = put(state->places.marks, name, place);
	kept->changed = true;
	if (state->path == NULL)
		return true;
	kept->unwritten = true;
	state->places.marked = true;
	return state_write(state);
}

const struct state_place *
state_mark(const struct state *state, uint32_t name)
{
	int64_t slot = name;
	const struct kept_place *kept = g_hash_table_lookup(state->places.marks, &slot);
	return kept == NULL ? NULL : &kept->place;
}

static int
compare_names(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

void
state_marks(const struct state *state, GArray *names)
{
	GHashTableIter iter;
	void *value;
	g_hash_table_iter_init(&iter, state->places.marks);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		uint32_t name = (uint32_t)((const struct kept_place *)value)->slot;
		g_array_append_val(names, name);
	}
	g_array_sort(names, compare_names);
}

/* --- the history --- */

void
state_put_place(struct state *state, int64_t slot, const struct state_place *place)
{
	struct kept_place *kept = put(state->places.history, slot, place);
	kept->unwritten = true;
	kept->changed = true;
}

void
state_drop_places(struct state *state, int64_t first, int64_t last)
{
	struct state_places *places = &state->places;
	struct state_slots slots = { first, last };
	GHashTableIter iter;
	void *value;
	g_hash_table_iter_init(&iter, places->history);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		int64_t slot = ((const struct kept_place *)value)->slot;
		if (slot >= first && slot <= last)
			g_hash_table_iter_remove(&iter);
	}
	if (places->session != 0)
		g_array_append_val(places->dropped, slots);
}

bool
state_write_history(struct state *state, int64_t at)
{
	state->places.at = at;
	if (state->path == NULL || state->places.library == NULL)
		return true;
	state->places.moved = true;
	return state_write(state);
}

/* --- reading --- */

static const char *
column_text(sqlite3_stmt *s, int column, GStringChunk *strings)
{
	const char *text = sqlite3_column_blob(s, column);
	int n = sqlite3_column_bytes(s, column);
	return n > 0 ? g_string_chunk_insert_len(strings, text, n) : "";
}

static uint32_t
column_number(sqlite3_stmt *s, int column)
{
	int64_t value = sqlite3_column_int64(s, column);
	return value < 0 || value > UINT32_MAX ? 0 : (uint32_t)value;
}

/* A row of SQL_PLACES; false where its document is gone from the file. The strings are those of the
 * chunk. */
static bool
read_place(sqlite3_stmt *s, GStringChunk *strings, struct state_place *place)
{
	if (sqlite3_column_type(s, 1) == SQLITE_NULL && sqlite3_column_type(s, 18) != SQLITE_NULL)
		return false;
	*place = (struct state_place){
		.path = column_text(s, 1, strings),
		.offset = column_number(s, 2),
		.around = column_text(s, 3, strings),
		.top = column_number(s, 4),
		.top_around = column_text(s, 5, strings),
		.above = sqlite3_column_int(s, 6),
		.left = column_number(s, 7),
		.link = column_number(s, 8),
		.stamp = column_number(s, 9),
		.jumped = sqlite3_column_int(s, 10) != 0,
		.pane = column_number(s, 11),
		.view = column_number(s, 12),
		.filter = column_text(s, 13, strings),
		.title = column_text(s, 14, strings),
		.section = column_text(s, 15, strings),
		.line = column_number(s, 16),
		.when = sqlite3_column_int64(s, 17),
	};
	return true;
}

int
state_take_marks(struct state *state)
{
	sqlite3_stmt *s = state_statement(state, SQL_PLACES);
	g_autoptr(GStringChunk) strings = g_string_chunk_new(4096);
	GHashTable *marks = state->places.marks;
	GHashTableIter iter;
	void *value;
	int code;
	if (s == NULL)
		return sqlite3_errcode(state->db);
	g_hash_table_iter_init(&iter, marks);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		if (!((const struct kept_place *)value)->unwritten)
			g_hash_table_iter_remove(&iter);
	}
	sqlite3_bind_int64(s, 1, MARKS);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		struct state_place place;
		int64_t name = sqlite3_column_int64(s, 0);
		if (name >= 0 && name <= UINT32_MAX && !g_hash_table_contains(marks, &name) &&
			read_place(s, strings, &place))
			put(marks, name, &place);
	}
	sqlite3_reset(s);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

static void
bind_blob(sqlite3_stmt *s, int index, const char *text)
{
	sqlite3_bind_blob(s, index, text, (int)strlen(text), SQLITE_STATIC);
}

/* The session of the library that was written to last; 0 for none. */
static int64_t
last_session(struct state *state, int64_t *at)
{
	sqlite3_stmt *s = state_statement(state, SQL_LAST_SESSION);
	int64_t session = 0;
	if (s == NULL)
		return 0;
	bind_blob(s, 1, state->places.library);
	if (sqlite3_step(s) == SQLITE_ROW) {
		session = sqlite3_column_int64(s, 0);
		*at = sqlite3_column_int64(s, 1);
	}
	sqlite3_reset(s);
	return session;
}

void
state_history(struct state *state, const char *library,
	void (*place)(void *data, int64_t slot, int64_t at, const struct state_place *place),
	void *data)
{
	bool closed = state->db == NULL;
	int64_t at = 0;
	g_free(state->places.library);
	state->places.library = g_strdup(library);
	if (state->path == NULL || !state_attach_reading(state))
		return;
	int64_t session = last_session(state, &at);
	sqlite3_stmt *s = session != 0 ? state_statement(state, SQL_PLACES) : NULL;
	if (s != NULL) {
		g_autoptr(GStringChunk) strings = g_string_chunk_new(4096);
		sqlite3_bind_int64(s, 1, session);
		while (sqlite3_step(s) == SQLITE_ROW) {
			struct state_place read;
			if (read_place(s, strings, &read))
				place(data, sqlite3_column_int64(s, 0), at, &read);
			g_string_chunk_clear(strings);
		}
		sqlite3_reset(s);
	}
	if (closed)
		state_detach(state);
}

/* --- writing --- */

static int
write_place(struct state *state, int64_t session, const struct kept_place *kept, int64_t change)
{
	const struct state_place *place = &kept->place;
	sqlite3_stmt *document = state_statement(state, SQL_PUT_DOCUMENT);
	sqlite3_stmt *s = state_statement(state, SQL_PUT_PLACE);
	int code = SQLITE_OK;
	if (document == NULL || s == NULL)
		return sqlite3_errcode(state->db);
	if (place->path[0] != '\0') {
		bind_blob(document, 1, place->path);
		sqlite3_bind_int64(document, 2, change);
		code = state_run(state, SQL_PUT_DOCUMENT, NULL);
	}
	if (code != SQLITE_OK)
		return code;
	sqlite3_bind_int64(s, 1, place->offset);
	bind_blob(s, 2, place->around);
	sqlite3_bind_int64(s, 3, place->top);
	bind_blob(s, 4, place->top_around);
	sqlite3_bind_int(s, 5, place->above);
	sqlite3_bind_int64(s, 6, place->left);
	sqlite3_bind_int64(s, 7, place->link);
	sqlite3_bind_int64(s, 8, place->stamp);
	sqlite3_bind_int(s, 9, place->jumped);
	sqlite3_bind_int64(s, 10, place->pane);
	sqlite3_bind_int64(s, 11, place->view);
	bind_blob(s, 12, place->filter);
	bind_blob(s, 13, place->title);
	bind_blob(s, 14, place->section);
	sqlite3_bind_int64(s, 15, place->line);
	sqlite3_bind_int64(s, 16, place->when);
	sqlite3_bind_int64(s, 17, session);
	sqlite3_bind_int64(s, 18, kept->slot);
	bind_blob(s, 19, place->path);
	return state_run(state, SQL_PUT_PLACE, NULL);
}

/* What is unwritten of a table. */
static void
list_unwritten(GHashTable *table, GPtrArray *list)
{
	GHashTableIter iter;
	void *value;
	g_hash_table_iter_init(&iter, table);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		if (((const struct kept_place *)value)->unwritten)
			g_ptr_array_add(list, value);
	}
}

static int
compare_newest(const void *a, const void *b)
{
	const struct kept_place *x = *(const struct kept_place *const *)a;
	const struct kept_place *y = *(const struct kept_place *const *)b;
	return (x->slot < y->slot) - (x->slot > y->slot);
}

static int
write_list(struct state *state, int64_t session, const GPtrArray *list, int64_t change)
{
	int code = SQLITE_OK;
	for (guint i = 0; code == SQLITE_OK && i < list->len; i++)
		code = write_place(state, session, g_ptr_array_index(list, i), change);
	return code;
}

static int
write_marks(struct state *state, int64_t change)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new();
	list_unwritten(state->places.marks, list);
	return write_list(state, MARKS, list, change);
}

/* The newest first: where the process ends before all are there, the oldest are what is missing. */
static int
write_history(struct state *state, int64_t session, int64_t change)
{
	GPtrArray *batch = state->places.batch;
	g_ptr_array_set_size(batch, 0);
	list_unwritten(state->places.history, batch);
	state->places.more = batch->len > WRITE_MOST;
	if (state->places.more) {
		g_ptr_array_sort(batch, compare_newest);
		g_ptr_array_set_size(batch, WRITE_MOST);
	}
	return write_list(state, session, batch, change);
}

/* A session of this process's own; the oldest ones go. */
static int
begin_session(struct state *state, int64_t change, int64_t *session)
{
	sqlite3_stmt *begin = state_statement(state, SQL_BEGIN_SESSION);
	sqlite3_stmt *trim = state_statement(state, SQL_TRIM_SESSIONS);
	if (begin == NULL || trim == NULL)
		return sqlite3_errcode(state->db);
	bind_blob(begin, 1, state->places.library);
	sqlite3_bind_int64(begin, 2, state->places.at);
	sqlite3_bind_int64(begin, 3, change);
	sqlite3_bind_int(trim, 1, SESSIONS_MOST);
	int code = state_run(state, SQL_BEGIN_SESSION, session);
	if (code == SQLITE_OK)
		code = state_run(state, SQL_TRIM_SESSIONS, NULL);
	if (code == SQLITE_OK)
		code = state_run(state, SQL_TRIM_PLACES, NULL);
	return code;
}

/* The session that this process has, made where it has none or where others have let it go: then all
 * of the history is to be written. */
static int
move_session(struct state *state, int64_t change, int64_t *session)
{
	struct state_places *places = &state->places;
	sqlite3_stmt *move = state_statement(state, SQL_MOVE_SESSION);
	int code = SQLITE_OK;
	*session = 0;
	if (move == NULL)
		return sqlite3_errcode(state->db);
	if (places->session != 0) {
		sqlite3_bind_int64(move, 1, places->session);
		sqlite3_bind_int64(move, 2, places->at);
		sqlite3_bind_int64(move, 3, change);
		code = state_run(state, SQL_MOVE_SESSION, session);
	}
	if (code != SQLITE_OK || *session != 0)
		return code;
	GHashTableIter iter;
	void *value;
	g_hash_table_iter_init(&iter, places->history);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		((struct kept_place *)value)->unwritten = true;
	return begin_session(state, change, session);
}

static int
write_dropped(struct state *state, int64_t session)
{
	sqlite3_stmt *s = state_statement(state, SQL_DROP_PLACES);
	int code = s == NULL ? sqlite3_errcode(state->db) : SQLITE_OK;
	for (guint i = 0; code == SQLITE_OK && i < state->places.dropped->len; i++) {
		const struct state_slots *slots =
			&g_array_index(state->places.dropped, struct state_slots, i);
		sqlite3_bind_int64(s, 1, session);
		sqlite3_bind_int64(s, 2, slots->first);
		sqlite3_bind_int64(s, 3, slots->last);
		code = state_run(state, SQL_DROP_PLACES, NULL);
	}
	return code;
}

int
state_write_places(struct state *state, int64_t change)
{
	struct state_places *places = &state->places;
	int64_t session = 0;
	int code = SQLITE_OK;
	if (places->marked)
		code = write_marks(state, change);
	if (code != SQLITE_OK || !places->moved)
		return code;
	code = move_session(state, change, &session);
	if (code == SQLITE_OK)
		code = write_dropped(state, session);
	if (code == SQLITE_OK)
		code = write_history(state, session, change);
	places->writing = session;
	return code;
}

static void
are_written(const GPtrArray *list)
{
	for (guint i = 0; i < list->len; i++)
		((struct kept_place *)g_ptr_array_index(list, i))->unwritten = false;
}

void
state_settle_places(struct state *state)
{
	struct state_places *places = &state->places;
	if (places->marked) {
		g_autoptr(GPtrArray) list = g_ptr_array_new();
		list_unwritten(places->marks, list);
		are_written(list);
	}
	if (places->moved) {
		are_written(places->batch);
		places->session = places->writing;
		g_array_set_size(places->dropped, 0);
	}
	g_ptr_array_set_size(places->batch, 0);
	places->marked = false;
	places->moved = places->moved && places->more;
}
