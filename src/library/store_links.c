/*
 * What the index takes in of a document's links.
 */
#include "config.h"

#include <string.h>

#include "library/link_keys.h"
#include "library/resolve.h"
#include "library/store_private.h"

static const char what[] = "a document's links cannot be taken in";

/* A link's target, once for all links of a document that have it. */
struct target {
	enum target_kind kind;
	char *text;
};

struct row {
	int64_t key, target;
};

static gint
compare_targets(gconstpointer a, gconstpointer b)
{
	const struct target *one = a, *other = b;

	return one->kind != other->kind ? (int)one->kind - (int)other->kind
					: strcmp(one->text, other->text);
}

static void
clear_target(gpointer target)
{
	g_free(((struct target *)target)->text);
}

static gint
compare_rows(gconstpointer a, gconstpointer b)
{
	const struct row *one = a, *other = b;

	if (one->key != other->key)
		return one->key < other->key ? -1 : 1;
	return one->target < other->target ? -1 : one->target > other->target;
}

/* The different targets of a document, in order: struct target. */
static GArray *
targets_of(const struct document *document)
{
	GArray *targets = g_array_new(FALSE, FALSE, sizeof(struct target));

	g_array_set_clear_func(targets, clear_target);
	for (uint32_t i = 0; i < document->link_count; i++) {
		struct target target;

		target.kind = resolve_link_target(document, &document->links[i], &target.text);
		if (target.kind == TARGET_URL) {
			char *url = target.text;

			url[strcspn(url, "#")] = '\0';
		}
		if (target.kind != TARGET_NONE)
			g_array_append_val(targets, target);
	}
	g_array_sort(targets, compare_targets);
	return targets;
}

/* --- the rows of targets --- */

static bool
find_target(struct store *store, int64_t hash, const struct target *target, int64_t *id,
	GError **error)
{
	sqlite3_stmt *find = store_statement(store,
		"SELECT id, kind, target FROM targets WHERE hash = ?1", error);
	int step;

	*id = 0;
	if (find == NULL)
		return false;
	sqlite3_bind_int64(find, 1, hash);
	while (*id == 0 && (step = sqlite3_step(find)) == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(find, 2);

		if (text != NULL && sqlite3_column_int(find, 1) == (int)target->kind &&
			strcmp(text, target->text) == 0)
			*id = sqlite3_column_int64(find, 0);
	}
	bool done = *id != 0 || step == SQLITE_DONE || store_failed(store, what, error);

	sqlite3_reset(find);
	return done;
}

static bool
target_id(struct store *store, const struct target *target, int64_t *id, GError **error)
{
	int64_t hash = store_hash(target->text, strlen(target->text));

	if (!find_target(store, hash, target, id, error))
		return false;
	if (*id != 0)
		return true;
	sqlite3_stmt *add = store_statement(store,
		"INSERT INTO targets (kind, hash, target) VALUES (?1, ?2, ?3)", error);

	if (add == NULL)
		return false;
	sqlite3_bind_int(add, 1, (int)target->kind);
	sqlite3_bind_int64(add, 2, hash);
	sqlite3_bind_text(add, 3, target->text, -1, SQLITE_STATIC);
	if (!store_step(store, add, what, error))
		return false;
	*id = sqlite3_last_insert_rowid(store->db);
	return true;
}

/* --- the rows of links --- */

/* The first key of an address is its own: how it is written tells which of several documents of
 * it is meant. */
static void
add_address(GArray *rows, GArray *keys, const char *url)
{
	link_keys_of_address(keys, url);
	for (guint i = 0; i < keys->len; i++) {
		struct row row = { g_array_index(keys, int64_t, i),
			i == 0 ? -(int64_t)resolve_url_written(url) : 0 };

		g_array_append_val(rows, row);
	}
}

static bool
add_rows(struct store *store, GArray *rows, const struct target *target, GError **error)
{
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
	int64_t id;

	if (target->kind == TARGET_URL) {
		add_address(rows, keys, target->text);
		return true;
	}
	if (!target_id(store, target, &id, error))
		return false;
	link_keys_of_target(keys, target->text);
	for (guint i = 0; i < keys->len; i++) {
		struct row row = { g_array_index(keys, int64_t, i), id };

		g_array_append_val(rows, row);
	}
	return true;
}

static bool
write_rows(struct store *store, uint32_t id, GArray *rows, GError **error)
{
	sqlite3_stmt *add = store_statement(store,
		"INSERT OR IGNORE INTO links (key, document, target) VALUES (?1, ?2, ?3)", error);

	if (add == NULL)
		return false;
	g_array_sort(rows, compare_rows);
	sqlite3_bind_int64(add, 2, id);
	for (guint i = 0; i < rows->len; i++) {
		const struct row *row = &g_array_index(rows, struct row, i);

		if (i > 0 && compare_rows(row, row - 1) == 0)
			continue;
		sqlite3_bind_int64(add, 1, row->key);
		sqlite3_bind_int64(add, 3, row->target);
		if (!store_step(store, add, what, error))
			return false;
	}
	return true;
}

bool
store_put_links(struct store *store, uint32_t id, const struct document *document, GError **error)
{
	g_autoptr(GArray) targets = targets_of(document);
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(struct row));

	for (guint i = 0; i < targets->len; i++) {
		const struct target *target = &g_array_index(targets, struct target, i);

		if (i > 0 && compare_targets(target, target - 1) == 0)
			continue;
		if (!add_rows(store, rows, target, error))
			return false;
	}
	return rows->len == 0 || write_rows(store, id, rows, error);
}
