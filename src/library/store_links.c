/*
 * What the index takes in of a document's links.
 */
#include "config.h"

#include <string.h>

#include "library/link_keys.h"
#include "library/link_places.h"
#include "library/resolve.h"
#include "library/store_private.h"

static const char what[] = "a document's links cannot be taken in";

/* A link's target. */
struct target {
	enum target_kind kind;
	char *text;
	uint32_t link; /* index into the document's */
};

/* The links of a document that have one target under one key. */
struct row {
	int64_t key, target;
	const GByteArray *places; /* NULL where the row tells no more than that there are some */
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

static gint
compare_links(gconstpointer a, gconstpointer b)
{
	const struct target *one = a, *other = b;
	gint order = compare_targets(a, b);

	if (order != 0)
		return order;
	return one->link < other->link ? -1 : one->link > other->link;
}

/* The targets of a document's links, in order, those of one target by their links: struct target. */
static GArray *
targets_of(const struct document *document)
{
	GArray *targets = g_array_new(FALSE, FALSE, sizeof(struct target));

	g_array_set_clear_func(targets, clear_target);
	for (uint32_t i = 0; i < document->link_count; i++) {
		struct target target = { .link = i };

		target.kind = resolve_link_target(document, &document->links[i], &target.text);
		if (target.kind == TARGET_URL) {
			char *url = target.text;

			url[strcspn(url, "#")] = '\0';
		}
		if (target.kind != TARGET_NONE)
			g_array_append_val(targets, target);
	}
	g_array_sort(targets, compare_links);
	return targets;
}

/* --- the rows of targets --- */

static bool
find_target(struct store *store, int64_t hash, const struct target *target, int64_t *id,
	GError **error)
{
	sqlite3_stmt *find = store_statement(store,
		"SELECT id, kind, target FROM targets WHERE hash = ?1", error);
	int step = SQLITE_ROW;

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
add_address(GArray *rows, GArray *keys, const char *url, const GByteArray *places)
{
	link_keys_of_address(keys, url);
	for (guint i = 0; i < keys->len; i++) {
		struct row row = { g_array_index(keys, int64_t, i),
			i == 0 ? -(int64_t)resolve_url_written(url) : 0, i == 0 ? places : NULL };

		g_array_append_val(rows, row);
	}
}

static bool
add_rows(struct store *store, GArray *rows, const struct target *target, const GByteArray *places,
	GError **error)
{
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
	int64_t id;

	if (target->kind == TARGET_URL) {
		add_address(rows, keys, target->text, places);
		return true;
	}
	if (!target_id(store, target, &id, error))
		return false;
	link_keys_of_target(keys, target->text);
	for (guint i = 0; i < keys->len; i++) {
		struct row row = { g_array_index(keys, int64_t, i), id, places };

		g_array_append_val(rows, row);
	}
	return true;
}

/* Gathers the rows of all targets. What they point to is added to blobs. */
static bool
add_targets(struct store *store, GArray *rows, GPtrArray *blobs, const struct document *document,
	GError **error)
{
	g_autoptr(GArray) targets = targets_of(document);
	GByteArray *places = NULL;

	for (guint i = 0; i < targets->len; i++) {
		const struct target *target = &g_array_index(targets, struct target, i);
		struct link_place place = link_place_of(document, target->link);
		bool first = i == 0 || compare_targets(target, target - 1) != 0;

		if (first) {
			places = g_byte_array_new();
			g_ptr_array_add(blobs, places);
		}
		link_place_put(places, &place);
		if (first && !add_rows(store, rows, target, places, error))
			return false;
	}
	return true;
}

/* The links to places of the document itself; or, with lost, those that name none of them. */
static void
add_own(GArray *rows, GPtrArray *blobs, uint32_t id, const struct document *document, bool lost)
{
	struct row row = { link_key_of_own(lost ? 0 : id), 0, NULL };
	GByteArray *places = g_byte_array_new();

	g_ptr_array_add(blobs, places);
	for (uint32_t i = 0; i < document->link_count; i++) {
		const struct link *link = &document->links[i];
		struct link_place place;

		if (!link_is_own(link) ||
			(document_anchor(document, link->anchor) == RANGE_NONE) != lost)
			continue;
		place = link_place_of(document, i);
		link_place_put(places, &place);
	}
	row.places = places;
	if (places->len > 0)
		g_array_append_val(rows, row);
}

/* Of rows that are the same, the places of which are all one but where two addresses are hashed
 * alike. */
static void
bind_places(sqlite3_stmt *add, const GArray *rows, guint first, guint end, GByteArray *room)
{
	const struct row *row = &g_array_index(rows, struct row, first);
	const GByteArray *places = row->places;

	for (guint i = first + 1; i < end; i++) {
		const GByteArray *more = row[i - first].places;

		if (more == NULL || more == row[i - first - 1].places)
			continue;
		if (places != room) {
			g_byte_array_set_size(room, 0);
			g_byte_array_append(room, places->data, places->len);
			places = room;
		}
		g_byte_array_append(room, more->data, more->len);
	}
	if (places != NULL)
		sqlite3_bind_blob64(add, 4, places->data, places->len, SQLITE_STATIC);
	else
		sqlite3_bind_null(add, 4);
}

static bool
write_rows(struct store *store, uint32_t id, GArray *rows, GError **error)
{
	sqlite3_stmt *add = store_statement(store,
		"INSERT INTO links (key, document, target, places) VALUES (?1, ?2, ?3, ?4)", error);
	g_autoptr(GByteArray) room = g_byte_array_new();
	bool done = add != NULL;
	guint end;

	g_array_sort(rows, compare_rows);
	for (guint i = 0; i < rows->len && done; i = end) {
		const struct row *row = &g_array_index(rows, struct row, i);

		for (end = i + 1; end < rows->len && compare_rows(row, row + (end - i)) == 0; end++)
			;
		sqlite3_bind_int64(add, 1, row->key);
		sqlite3_bind_int64(add, 2, id);
		sqlite3_bind_int64(add, 3, row->target);
		bind_places(add, rows, i, end, room);
		done = store_step(store, add, what, error);
	}
	if (add != NULL)
		sqlite3_clear_bindings(add);
	return done;
}

static void
free_blob(gpointer blob)
{
	g_byte_array_free(blob, TRUE);
}

bool
store_put_links(struct store *store, uint32_t id, const struct document *document, GError **error)
{
	g_autoptr(GPtrArray) blobs = g_ptr_array_new_with_free_func(free_blob);
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(struct row));

	if (!add_targets(store, rows, blobs, document, error))
		return false;
	add_own(rows, blobs, id, document, false);
	add_own(rows, blobs, id, document, true);
	return rows->len == 0 || write_rows(store, id, rows, error);
}
