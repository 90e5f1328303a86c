/*
 * Documents into the store, to other places in it, and out of it.
 */
#include "config.h"

#include "library/store_private.h"

#include <string.h>

#include "document/date.h"
#include "document/kinds.h"

/* Nanoseconds: longer than a document waits to be put. */
#define RACY (2 * G_TIME_SPAN_SECOND * 1000)
#define DAY_SHIFT 34 /* bits of the seconds of a file's time */
#define SECONDS_A_DAY 86400
#define NANOSECONDS 1000000000

/* --- what stands at a place --- */

/* A file as it is to be written, and what is there. */
struct place {
	int64_t folder;
	const char *name;
	struct file_state state;
	bool racy;
};

static bool
is_racy(const struct file_state *state)
{
	int64_t now = g_get_real_time() * 1000;

	return ABS(now - state->ctime) < RACY || ABS(now - state->mtime) < RACY;
}

struct there {
	uint32_t id; /* 0: nothing is */
	struct file_state state;
	bool racy, failed, hashed;
	unsigned char hash[SOURCE_HASH];
	int title_side;
};

static struct file_state
column_state(sqlite3_stmt *statement, int column)
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
bind_state(sqlite3_stmt *statement, int parameter, const struct file_state *state)
{
	sqlite3_bind_int64(statement, parameter, (sqlite3_int64)state->device);
	sqlite3_bind_int64(statement, parameter + 1, (sqlite3_int64)state->inode);
	sqlite3_bind_int64(statement, parameter + 2, (sqlite3_int64)state->size);
	sqlite3_bind_int64(statement, parameter + 3, state->mtime);
	sqlite3_bind_int64(statement, parameter + 4, state->ctime);
}

static bool
look_at(struct store *store, const struct place *place, struct there *there, GError **error)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT id, device, inode, size, mtime, ctime, racy, reason IS NOT NULL, hash,"
		" title_side FROM documents WHERE folder = ? AND name = ?",
		error);

	*there = (struct there){ 0 };
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, place->folder);
	sqlite3_bind_text(statement, 2, place->name, -1, SQLITE_STATIC);
	int code = sqlite3_step(statement);

	if (code == SQLITE_ROW) {
		there->id = (uint32_t)sqlite3_column_int64(statement, 0);
		there->state = column_state(statement, 1);
		there->racy = sqlite3_column_int(statement, 6) != 0;
		there->failed = sqlite3_column_int(statement, 7) != 0;
		there->hashed = sqlite3_column_bytes(statement, 8) == SOURCE_HASH;
		if (there->hashed)
			memcpy(there->hash, sqlite3_column_blob(statement, 8), SOURCE_HASH);
		there->title_side = sqlite3_column_int(statement, 9);
	} else if (code != SQLITE_DONE) {
		store_failed(store, "cannot be read", error);
	}
	sqlite3_reset(statement);
	return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* Runs a statement of one number. */
static bool
run_with(struct store *store, const char *sql, int64_t number, GError **error)
{
	sqlite3_stmt *statement = store_statement(store, sql, error);

	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, number);
	return store_step(store, statement, "a document cannot be removed", error);
}

static bool
drop(struct store *store, uint32_t id, GError **error)
{
	return run_with(store, "DELETE FROM documents WHERE id = ?", id, error) &&
	       run_with(store, "DELETE FROM sections WHERE document = ?", id, error);
}

/* --- a row --- */

/* Days from 1970-01-01 to a day of the Gregorian calendar (days_from_civil, H. Hinnant). */
static int64_t
days_of(int64_t year, int64_t month, int64_t day)
{
	year -= month <= 2;
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	int64_t of_era = year - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

int64_t
store_newest_key(const char *date, int64_t mtime)
{
	int64_t seconds = CLAMP(mtime / NANOSECONDS, 0, ((int64_t)1 << DAY_SHIFT) - 1);
	int64_t days = seconds / SECONDS_A_DAY;
	size_t n = strlen(date);

	if (n >= 4)
		days = days_of(g_ascii_strtoll(date, NULL, 10),
			n >= 7 ? g_ascii_strtoll(date + 5, NULL, 10) : 1,
			n >= 10 ? g_ascii_strtoll(date + 8, NULL, 10) : 1);
	return days * ((int64_t)1 << DAY_SHIFT) + seconds;
}

static void
bind_text(sqlite3_stmt *statement, int parameter, const char *text)
{
	sqlite3_bind_text64(statement, parameter, text, strlen(text), SQLITE_STATIC, SQLITE_UTF8);
}

static void
bind_place(sqlite3_stmt *statement, const struct place *place)
{
	sqlite3_bind_int64(statement, 1, place->folder);
	bind_text(statement, 2, place->name);
	bind_state(statement, 3, &place->state);
	sqlite3_bind_int(statement, 8, place->racy);
}

/* All links that commands print. */
static uint32_t
link_count(const struct document *document)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < document->link_count; i++)
		count += link_kind_name(document->links[i].kind) != NULL;
	return count;
}

static void
bind_date(sqlite3_stmt *statement, int parameter, const struct document *document, enum field field)
{
	char iso[11];

	date_of_value(document_field(document, field), iso);
	sqlite3_bind_text(statement, parameter, iso, -1, SQLITE_TRANSIENT);
}

static void
bind_document(sqlite3_stmt *statement, const struct document *document)
{
	/* in the order of the statement's columns */
	static const enum field fields[] = { FIELD_TITLE, FIELD_CATEGORY, FIELD_CHANNEL,
		FIELD_AUTHOR, FIELD_SOURCE, FIELD_VIDEO, FIELD_MEDIA };
	const uint32_t counts[] = { document->word_count, document_minutes(document),
		document->section_count, link_count(document), document->timestamp_count,
		document->fault_count };
	int at = 10;

	sqlite3_bind_blob(statement, at++, document->hash, SOURCE_HASH, SQLITE_STATIC);
	sqlite3_bind_int(statement, at++, document->choices.title_side);
	bind_text(statement, at++, document->kind->name);
	bind_text(statement, at++, document_short_title(document));
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		bind_text(statement, at++, document_field(document, fields[i]));
	bind_date(statement, at++, document, FIELD_PUBLISHED);
	bind_date(statement, at++, document, FIELD_FETCHED);
	sqlite3_bind_int64(statement, at++,
		store_newest_key(document_date(document), document->file.mtime));
	for (size_t i = 0; i < G_N_ELEMENTS(counts); i++)
		sqlite3_bind_int64(statement, at++, counts[i]);
}

static bool
insert_document(struct store *store, const struct place *place, const char *real,
	const struct document *document, uint32_t *id, GError **error)
{
	sqlite3_stmt *statement = store_statement(store,
		"INSERT INTO documents (folder, name, device, inode, size, mtime, ctime, racy, real,"
		" hash, title_side, kind, short_title, title, category, channel, author, source,"
		" video, media, published, fetched, newest, words, minutes, sections, links, stamps,"
		" problems) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		" ?, ?, ?)",
		error);

	if (statement == NULL)
		return false;
	bind_place(statement, place);
	sqlite3_bind_text(statement, 9, real, -1, SQLITE_STATIC);
	bind_document(statement, document);
	if (!store_step(store, statement, "a document cannot be taken in", error))
		return false;
	*id = (uint32_t)sqlite3_last_insert_rowid(store->db);
	return true;
}

static bool
put_sections(struct store *store, uint32_t id, const struct document *document, GError **error)
{
	sqlite3_stmt *statement = store_statement(store,
		"INSERT INTO sections (document, titles) VALUES (?, ?)", error);
	GString *titles = store_buffer(store);

	if (document->section_count == 0 || statement == NULL)
		return statement != NULL;
	for (uint32_t i = 0; i < document->section_count; i++) {
		const struct section *section = &document->sections[i];
		gsize at;

		g_string_append_printf(titles, "%u\t", section->line);
		at = titles->len;
		g_string_append(titles, section->title);
		/* A line is a section. */
		for (; at < titles->len; at++) {
			if (titles->str[at] == '\n')
				titles->str[at] = ' ';
		}
		g_string_append_c(titles, '\n');
	}
	sqlite3_bind_int64(statement, 1, id);
	sqlite3_bind_text64(statement, 2, titles->str, titles->len, SQLITE_STATIC, SQLITE_UTF8);
	return store_step(store, statement, "a document cannot be taken in", error);
}

/* --- putting --- */

static bool
same_bytes(const struct there *there, const struct document *document)
{
	return there->hashed && memcmp(there->hash, document->hash, SOURCE_HASH) == 0;
}

/* The state of a document that has the same bytes is sure now. */
static bool
settle(struct store *store, const struct there *there, bool racy, GError **error)
{
	return racy || !there->racy ||
	       run_with(store, "UPDATE documents SET racy = 0 WHERE id = ?", there->id, error);
}

/* Whether another process put there what is of the file as it is now. */
static bool
is_of_now(const struct there *there, const struct file_state *now)
{
	return now != NULL && there->id > 0 && file_state_equal(&there->state, now);
}

bool
store_put(struct store *store, const char *folder, const char *name, const char *real,
	const struct document *document, const struct file_state *now, uint32_t *id, GError **error)
{
	struct place place = { .name = name, .state = document->file };
	struct there there;

	place.racy = is_racy(&place.state);
	*id = 0;
	if (!store_open_folder(store, folder, &place.folder, error) ||
		!look_at(store, &place, &there, error))
		return false;
	if (there.id > 0 && !there.failed && file_state_equal(&there.state, &place.state) &&
		there.title_side == (int)document->choices.title_side &&
		(!there.racy || same_bytes(&there, document))) {
		*id = there.id;
		return settle(store, &there, place.racy, error);
	}
	if (!file_state_equal(&there.state, &place.state) && is_of_now(&there, now)) {
		*id = there.id;
		return true;
	}
	return (there.id == 0 || drop(store, there.id, error)) &&
	       insert_document(store, &place, real, document, id, error) &&
	       store_put_text(store, *id, document, error) &&
	       store_put_attributes(store, *id, document, error) &&
	       store_put_links(store, *id, document, error) &&
	       store_put_entries(store, *id, document, error) &&
	       store_put_recording(store, *id, place.folder, folder, name, document, error) &&
	       put_sections(store, *id, document, error);
}

bool
store_put_failure(struct store *store, const char *folder, const char *name,
	const struct file_state *state, const GError *reason, const struct file_state *now,
	uint32_t *id, GError **error)
{
	struct place place = { .name = name, .state = *state, .racy = is_racy(state) };
	sqlite3_stmt *statement = store_statement(store,
		"INSERT INTO documents (folder, name, device, inode, size, mtime, ctime, racy, reason,"
		" binary, kind, short_title, title, category, channel, author, source, video, media,"
		" published, fetched, newest, words, minutes, sections, links, stamps, problems)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?2, ?2, '', '', '', '', '', '', '', '', ?,"
		" 0, 0, 0, 0, 0, 0)",
		error);
	struct there there;

	*id = 0;
	if (statement == NULL || !store_open_folder(store, folder, &place.folder, error) ||
		!look_at(store, &place, &there, error))
		return false;
	if (there.failed && file_state_equal(&there.state, state)) {
		*id = there.id;
		return settle(store, &there, place.racy, error);
	}
	if (!file_state_equal(&there.state, &place.state) && is_of_now(&there, now)) {
		*id = there.id;
		return true;
	}
	if (there.id > 0 && !drop(store, there.id, error))
		return false;
	bind_place(statement, &place);
	bind_text(statement, 9, reason->message);
	sqlite3_bind_int(statement, 10, g_error_matches(reason, SOURCE_ERROR, SOURCE_ERROR_BINARY));
	sqlite3_bind_int64(statement, 11, store_newest_key("", state->mtime));
	if (!store_step(store, statement, "a document cannot be taken in", error))
		return false;
	*id = (uint32_t)sqlite3_last_insert_rowid(store->db);
	return true;
}

/* --- moving and removing --- */

/* The folder of a document, its date and its file's ctime; false where it is not there. */
static bool
find_document(struct store *store, uint32_t id, char **folder, char **date, int64_t *ctime)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT f.path, CASE d.published WHEN '' THEN d.fetched ELSE d.published END, d.ctime"
		" FROM documents d JOIN folders f ON f.id = d.folder WHERE d.id = ?",
		NULL);
	bool found;

	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, id);
	int code = sqlite3_step(statement);

	found = code == SQLITE_ROW;
	if (found) {
		*folder = g_strdup((const char *)sqlite3_column_text(statement, 0));
		*date = g_strdup((const char *)sqlite3_column_text(statement, 1));
		*ctime = sqlite3_column_int64(statement, 2);
	} else if (code != SQLITE_DONE) {
		store_failed(store, "cannot be read", NULL);
	}
	sqlite3_reset(statement);
	return found;
}

bool
store_move(struct store *store, uint32_t *id, const char *folder, const char *name,
	const struct file_state *state, const struct file_state *now, GError **error)
{
	struct place place = { .name = name, .state = *state, .racy = is_racy(state) };
	sqlite3_stmt *statement = store_statement(store,
		"UPDATE documents SET folder = ?, name = ?, device = ?, inode = ?, size = ?,"
		" mtime = ?, ctime = ?, racy = ?, newest = ? WHERE id = ?",
		error);
	g_autofree char *before = NULL, *date = NULL;
	uint32_t moved = *id;
	int64_t old, ctime;
	struct there there;

	*id = 0;
	if (statement == NULL)
		return false;
	if (!find_document(store, moved, &before, &date, &ctime))
		return true;
	if (!store_open_folder(store, before, &old, error) ||
		!store_open_folder(store, folder, &place.folder, error) ||
		!look_at(store, &place, &there, error))
		return false;
	if (!file_state_equal(&there.state, state) && is_of_now(&there, now)) {
		*id = there.id;
		return there.id == moved || drop(store, moved, error);
	}
	*id = moved;
	if ((there.id > 0 && there.id != moved && !drop(store, there.id, error)) ||
		!store_leave_recording(store, moved, error))
		return false;
	bind_place(statement, &place);
	sqlite3_bind_int64(statement, 9, store_newest_key(date, state->mtime));
	sqlite3_bind_int64(statement, 10, moved);
	return store_step(store, statement, "a document cannot be moved", error) &&
	       store_join_recording(store, moved, error);
}

bool
store_remove(struct store *store, uint32_t id, int64_t ctime, GError **error)
{
	g_autofree char *folder = NULL, *date = NULL;
	int64_t old, seen;

	if (!find_document(store, id, &folder, &date, &seen) || (ctime != 0 && ctime != seen))
		return true;
	return store_open_folder(store, folder, &old, error) && drop(store, id, error);
}
