/*
 * The names of all documents stand in a catalog and a resolver of its own, made of the store's rows:
 * real paths, and only of what lies below the roots that were named, as the reader has it. A key
 * gives the links that could lead to a document; each is resolved from where it stands, but for those
 * whose target leads to the same document from everywhere, or was resolved from that folder before.
 */
#include "config.h"

#include "library/linked.h"

#include <string.h>

#include "library/link_keys.h"
#include "library/linked_private.h"
#include "library/names.h"
#include "library/store_private.h"
#include "text/path.h"

/* What is kept of targets that were resolved, at most. */
#define TARGETS_KEPT 500000

/* Resolved so many times between two looks at the flag. */
#define LOOK_EVERY 256

bool
linked_begin(struct linked *linked, const struct cancel *cancel)
{
	linked->cancel = cancel;
	linked->stopped = false;
	linked->seen = 0;
	return store_begin_reading(linked->store);
}

void
linked_end(struct linked *linked, bool begun)
{
	linked->cancel = NULL;
	store_end_reading(linked->store, begun);
}

bool
linked_stopped(struct linked *linked)
{
	if (linked->seen++ % LOOK_EVERY == 0 && cancel_is_set(linked->cancel))
		linked->stopped = true;
	return linked->stopped;
}

/* --- names --- */

/* The offset in path at which the part below the first root that holds it begins; 0 where none
 * does. */
static uint32_t
below_root(const struct linked *linked, const char *path, uint32_t *root)
{
	for (uint32_t i = 0; linked->roots[i] != NULL; i++) {
		size_t n = strlen(linked->roots[i]);

		*root = i;
		if (strcmp(linked->roots[i], "/") == 0)
			return 1;
		if (strncmp(path, linked->roots[i], n) != 0)
			continue;
		if (path[n] == '/')
			return (uint32_t)n + 1;
		if (path[n] == '\0')
			return (uint32_t)(path_name(path) - path);
	}
	return 0;
}

static void
set_entry(struct linked *linked, uint32_t id, uint32_t entry)
{
	const uint32_t none = NONE;

	while (linked->entries->len <= id)
		g_array_append_val(linked->entries, none);
	g_array_index(linked->entries, uint32_t, id) = entry;
}

uint32_t
linked_entry(const struct linked *linked, int64_t id)
{
	return id >= 0 && id < linked->entries->len
		       ? g_array_index(linked->entries, uint32_t, (guint)id)
		       : NONE;
}

/* Rows of a folder mostly come one after the other: a folder may have several numbers. */
static void
number_folder(struct linked *linked, const char *folder)
{
	if (linked->folder == NULL || strcmp(linked->folder, folder) != 0) {
		g_free(linked->folder);
		linked->folder = g_strdup(folder);
		linked->folder_count++;
	}
	g_array_append_val(linked->folders, linked->folder_count);
}

static bool
take_row(void *data, const struct store_row *row)
{
	struct linked *linked = data;
	g_autofree char *path = path_join(row->folder, row->name);
	struct scan_file file = { .path = path, .state = row->state };
	uint32_t count = catalog_count(linked->catalog), entry;

	if (row->binary)
		return !linked_stopped(linked);
	file.below = below_root(linked, path, &file.root);
	if (file.below == 0)
		return !linked_stopped(linked);
	entry = catalog_add(linked->catalog, &file);
	if (entry == count)
		number_folder(linked, row->folder);
	catalog_update_row(linked->catalog, entry, row);
	set_entry(linked, row->id, entry);
	return !linked_stopped(linked);
}

static bool
take_alias(void *data, uint32_t id, const char *text)
{
	struct linked *linked = data;
	struct alias alias = { linked_entry(linked, id), NULL };

	if (alias.entry != NONE) {
		alias.text = g_string_chunk_insert_const(linked->texts, text);
		g_array_append_val(linked->aliases, alias);
	}
	return !linked_stopped(linked);
}

static gint
compare_aliases(gconstpointer a, gconstpointer b)
{
	const struct alias *one = a, *other = b;

	return one->entry != other->entry ? (one->entry < other->entry ? -1 : 1)
					  : strcmp(one->text, other->text);
}

/* The first of an entry's aliases, in the order of entries. */
static guint
first_alias(const struct linked *linked, uint32_t entry)
{
	guint from = 0, to = linked->aliases->len;

	while (from < to) {
		guint middle = from + (to - from) / 2;

		if (g_array_index(linked->aliases, struct alias, middle).entry < entry)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* An entry's aliases, NULL-terminated; the caller frees the array alone. */
static const char **
aliases_of(const struct linked *linked, uint32_t entry)
{
	GPtrArray *texts = g_ptr_array_new();

	for (guint i = first_alias(linked, entry); i < linked->aliases->len; i++) {
		const struct alias *alias = &g_array_index(linked->aliases, struct alias, i);

		if (alias->entry != entry)
			break;
		g_ptr_array_add(texts, (void *)alias->text);
	}
	g_ptr_array_add(texts, NULL);
	return (const char **)g_ptr_array_free(texts, FALSE);
}

/* Documents whose names are taken in between two looks at the flag. */
#define TAKEN_IN_A_STEP 1000

static void
take_names(struct linked *linked)
{
	g_array_sort(linked->aliases, compare_aliases);
	for (uint32_t i = 0; i < catalog_count(linked->catalog) && !linked_stopped(linked); i++) {
		g_autofree const char **aliases = aliases_of(linked, i);

		if (catalog_entry(linked->catalog, i)->failed)
			resolver_add(linked->resolver, i, NULL);
		else
			resolver_add_row(linked->resolver, i, aliases);
	}
	while (!linked_stopped(linked) && resolver_take_in(linked->resolver, TAKEN_IN_A_STEP))
		;
}

/* Keys of targets differ in their upper half, which g_int64_hash() does not see. */
static guint
hash_target(gconstpointer key)
{
	uint64_t bits = *(const uint64_t *)key * UINT64_C(0x9e3779b97f4a7c15);

	return (guint)(bits >> 32);
}

struct linked *
linked_new(struct store *store, const struct cancel *cancel)
{
	struct linked *linked = g_new0(struct linked, 1);

	linked->store = store;
	linked->roots = store_location_roots(store->location);
	linked->catalog = catalog_new();
	linked->resolver = resolver_new(linked->catalog);
	linked->entries = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	linked->folders = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	linked->aliases = g_array_new(FALSE, FALSE, sizeof(struct alias));
	linked->texts = g_string_chunk_new(4096);
	linked->targets = g_hash_table_new_full(hash_target, g_int64_equal, g_free, NULL);
	bool begun = linked_begin(linked, cancel);

	store_rows(store, NULL, NULL, take_row, linked);
	if (!linked->stopped)
		store_aliases(store, take_alias, linked);
	if (!linked->stopped)
		take_names(linked);
	linked_end(linked, begun);
	if (linked->stopped) {
		linked_free(linked);
		return NULL;
	}
	return linked;
}

void
linked_free(struct linked *linked)
{
	if (linked == NULL)
		return;
	resolver_free(linked->resolver);
	catalog_free(linked->catalog);
	g_array_free(linked->entries, TRUE);
	g_array_free(linked->folders, TRUE);
	g_array_free(linked->aliases, TRUE);
	g_string_chunk_free(linked->texts);
	g_hash_table_destroy(linked->targets);
	idset_free(linked->orphans);
	if (linked->ranks != NULL)
		g_array_free(linked->ranks, TRUE);
	g_free(linked->folder);
	g_free(linked);
}

struct linked *
linked_of_store(struct store *store, const struct cancel *cancel)
{
	uint64_t version = store_version(store);

	if (store->linked == NULL || store->linked_version != version) {
		linked_free(store->linked);
		store->linked = linked_new(store, cancel);
		store->linked_version = version;
	}
	return store->linked;
}

/* --- links --- */

/* What is kept for a target: an entry and one more, or that it depends on the folder. */
enum { NOT_KEPT = 0, BY_FOLDER = -1 };

static gpointer
kept_of(uint32_t entry)
{
	return GSIZE_TO_POINTER((gsize)entry + 1);
}

static uint32_t
entry_kept(gpointer kept)
{
	return (uint32_t)(GPOINTER_TO_SIZE(kept) - 1);
}

static void
keep(struct linked *linked, uint64_t key, gpointer kept)
{
	if (g_hash_table_size(linked->targets) >= TARGETS_KEPT)
		g_hash_table_remove_all(linked->targets);
	g_hash_table_insert(linked->targets, g_memdup2(&key, sizeof(key)), kept);
}

char *
linked_target(struct linked *linked, int64_t target, enum target_kind *kind)
{
	sqlite3_stmt *read = store_statement(linked->store,
		"SELECT kind, target FROM targets WHERE id = ?1", NULL);
	char *text = NULL;

	if (read == NULL)
		return NULL;
	sqlite3_bind_int64(read, 1, target);
	if (sqlite3_step(read) == SQLITE_ROW) {
		*kind = (enum target_kind)sqlite3_column_int(read, 0);
		text = g_strdup((const char *)sqlite3_column_text(read, 1));
	}
	sqlite3_reset(read);
	return text;
}

uint32_t
linked_leads_to(struct linked *linked, int64_t target, uint32_t from)
{
	gpointer by_folder = GSIZE_TO_POINTER((gsize)BY_FOLDER);
	uint64_t key = (uint64_t)target << 24;
	uint64_t folder_key = key | (g_array_index(linked->folders, uint32_t, from) & 0xffffff);
	gpointer kept = g_hash_table_lookup(linked->targets, &key);
	enum target_kind kind = TARGET_NONE;
	uint32_t entry = NONE;

	if (kept != NULL && kept != by_folder)
		return entry_kept(kept);
	if (kept != NULL && (kept = g_hash_table_lookup(linked->targets, &folder_key)) != NULL)
		return entry_kept(kept);
	g_autofree char *text = linked_target(linked, target, &kind);

	if (text == NULL)
		return NONE;
	if (kind == TARGET_NAME && resolve_anywhere(linked->resolver, text, &entry)) {
		keep(linked, key, kept_of(entry));
		return entry;
	}
	entry = resolve_target(linked->resolver, from, kind, text).entry;
	keep(linked, key, by_folder);
	if (linked->folder_count < 0xffffff)
		keep(linked, folder_key, kept_of(entry));
	return entry;
}

/* Walks over rows of document and target, and where there are more columns places and key. */
static bool
each_row(struct linked *linked, sqlite3_stmt *find, int64_t *key, linked_found found, void *data)
{
	int step = SQLITE_DONE;
	bool places = sqlite3_column_count(find) > 2;

	while (!linked_stopped(linked) && (step = sqlite3_step(find)) == SQLITE_ROW) {
		struct linked_links links = {
			.from = linked_entry(linked, sqlite3_column_int64(find, 0)),
			.target = sqlite3_column_int64(find, 1),
		};

		if (links.from == NONE)
			continue;
		if (places && (links.places = sqlite3_column_blob(find, 2)) != NULL)
			links.places_end = links.places + sqlite3_column_bytes(find, 2);
		if (key != NULL)
			*key = sqlite3_column_int64(find, 3);
		if (!found(linked, &links, data))
			break;
	}
	sqlite3_reset(find);
	if (step == SQLITE_INTERRUPT)
		linked->stopped = true;
	else if (step != SQLITE_ROW && step != SQLITE_DONE)
		store_failed_as(linked->store, step, "its links cannot be read", NULL);
	return !linked->stopped;
}

bool
linked_each(struct linked *linked, int64_t key, linked_found found, void *data)
{
	sqlite3_stmt *find = store_statement(linked->store,
		"SELECT document, target FROM links WHERE key = ?1", NULL);

	if (find == NULL)
		return true;
	sqlite3_bind_int64(find, 1, key);
	return each_row(linked, find, NULL, found, data);
}

bool
linked_each_place(struct linked *linked, int64_t key, linked_found found, void *data)
{
	sqlite3_stmt *find = store_statement(linked->store,
		"SELECT document, target, places FROM links WHERE key = ?1", NULL);

	if (find == NULL)
		return true;
	sqlite3_bind_int64(find, 1, key);
	return each_row(linked, find, NULL, found, data);
}

bool
linked_each_name(struct linked *linked, int64_t *key, linked_found found, void *data)
{
	sqlite3_stmt *find = store_statement(linked->store,
		"SELECT document, target, places, key FROM links WHERE target > 0"
		" ORDER BY key, document, target",
		NULL);

	return find == NULL || each_row(linked, find, key, found, data);
}

GArray *
linked_keys(const struct linked *linked, uint32_t entry, bool file, bool titles)
{
	const struct entry *row = catalog_entry(linked->catalog, entry);
	GArray *keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autofree char *stem = g_strndup(path_name(row->path), path_stem(path_name(row->path)));
	g_autofree const char **aliases = aliases_of(linked, entry);

	if (file)
		g_ptr_array_add(names, stem);
	for (guint i = 0; titles && i < 2; i++)
		g_ptr_array_add(names, (void *)(i == 0 ? row->title : row->short_title));
	for (guint i = 0; titles && aliases[i] != NULL; i++)
		g_ptr_array_add(names, (void *)aliases[i]);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *name_key = names_key(names->pdata[i], strlen(names->pdata[i]));
		int64_t key = link_key_of_name(name_key);
		bool before = false;

		for (guint j = 0; j < keys->len && !before; j++)
			before = g_array_index(keys, int64_t, j) == key;
		if (!before)
			g_array_append_val(keys, key);
	}
	return keys;
}
