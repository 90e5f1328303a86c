/*
 * A row is a struct entry in a block of rows; its strings stand in blocks of text, or are shared: a
 * path's end is the first title, a short title may be the title itself, categories, channels and
 * dates are kept once. Open-addressing tables of row numbers find a row by path and by id.
 */
#include "config.h"

#include "library/catalog.h"

#include <string.h>
#include <xxhash.h>

#include "document/kinds.h"
#include "document/source.h"
#include "library/idset.h"
#include "library/store.h"
#include "text/path.h"

#define ROWS_A_BLOCK 4096
#define TEXT_A_BLOCK 65536

/* Row numbers at the place of their hash or the next free one; a power of two, at most 3/4 full. A row
 * whose key changed is put again: where it stood before, it no longer has the key that is looked
 * for. */
struct table {
	uint32_t *slots;
	uint32_t size;
	uint32_t used;
};

struct catalog {
	GPtrArray *rows;   /* struct entry[ROWS_A_BLOCK] */
	GPtrArray *blocks; /* of text */
	char *text;        /* the free part of the last block of common size */
	size_t text_left;
	size_t text_bytes;
	GHashTable *shared; /* strings kept once */
	GArray *devices;    /* uint64_t by number */
	uint32_t count;
	uint32_t binary;
	uint32_t gone;
	uint32_t unnamed;
	struct table by_path;
	struct table by_id;
	uint64_t seed; /* of the hashes: nobody can name files so that they all meet */
};

struct catalog *
catalog_new(void)
{
	struct catalog *catalog = g_new0(struct catalog, 1);

	catalog->seed = (uint64_t)g_random_int() << 32 | g_random_int();
	catalog->rows = g_ptr_array_new_with_free_func(g_free);
	catalog->blocks = g_ptr_array_new_with_free_func(g_free);
	catalog->shared = g_hash_table_new(g_str_hash, g_str_equal);
	catalog->devices = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	return catalog;
}

void
catalog_free(struct catalog *catalog)
{
	if (catalog == NULL)
		return;
	g_ptr_array_free(catalog->rows, TRUE);
	g_ptr_array_free(catalog->blocks, TRUE);
	g_hash_table_destroy(catalog->shared);
	g_array_free(catalog->devices, TRUE);
	g_free(catalog->by_path.slots);
	g_free(catalog->by_id.slots);
	g_free(catalog);
}

static struct entry *
row_at(const struct catalog *catalog, uint32_t index)
{
	struct entry *block = catalog->rows->pdata[index / ROWS_A_BLOCK];

	return &block[index % ROWS_A_BLOCK];
}

const struct entry *
catalog_entry(const struct catalog *catalog, uint32_t index)
{
	return row_at(catalog, index);
}

uint32_t
catalog_count(const struct catalog *catalog)
{
	return catalog->count;
}

uint32_t
catalog_gone_count(const struct catalog *catalog)
{
	return catalog->gone;
}

uint32_t
catalog_binary_count(const struct catalog *catalog)
{
	return catalog->binary;
}

size_t
catalog_size(const struct catalog *catalog)
{
	return catalog->rows->len * ROWS_A_BLOCK * sizeof(struct entry) + catalog->text_bytes +
	       (catalog->by_path.size + catalog->by_id.size) * sizeof(uint32_t);
}

/* --- strings --- */

static const char *
keep(struct catalog *catalog, const char *s)
{
	size_t size = strlen(s) + 1;
	char *kept;

	if (size == 1)
		return "";
	if (size > TEXT_A_BLOCK / 8) {
		kept = g_memdup2(s, size);
		g_ptr_array_add(catalog->blocks, kept);
		catalog->text_bytes += size;
		return kept;
	}
	if (size > catalog->text_left) {
		catalog->text = g_malloc(TEXT_A_BLOCK);
		catalog->text_left = TEXT_A_BLOCK;
		catalog->text_bytes += TEXT_A_BLOCK;
		g_ptr_array_add(catalog->blocks, catalog->text);
	}
	kept = memcpy(catalog->text, s, size);
	catalog->text += size;
	catalog->text_left -= size;
	return kept;
}

/* The same for a string that many rows have. */
static const char *
keep_once(struct catalog *catalog, const char *s)
{
	if (*s == '\0')
		return "";
	const char *kept = g_hash_table_lookup(catalog->shared, s);

	if (kept == NULL) {
		kept = keep(catalog, s);
		g_hash_table_add(catalog->shared, (void *)kept);
	}
	return kept;
}

/* The same for one that may stand there already, from before. */
static const char *
keep_changed(struct catalog *catalog, const char *before, const char *s)
{
	return strcmp(before, s) == 0 ? before : keep(catalog, s);
}

/* --- finding --- */

static uint32_t
hash_path(uint64_t seed, const char *path)
{
	return (uint32_t)XXH3_64bits_withSeed(path, strlen(path), seed);
}

static uint32_t
path_hash_of(uint64_t seed, const struct entry *row)
{
	return hash_path(seed, row->path);
}

static uint32_t
hash_id(uint64_t seed, uint32_t id)
{
	return (uint32_t)(((id ^ seed) * 0x9e3779b97f4a7c15u) >> 32);
}

static uint32_t
id_hash_of(uint64_t seed, const struct entry *row)
{
	return hash_id(seed, row->id);
}

static void
table_put(struct table *table, uint32_t hash, uint32_t index)
{
	uint32_t at = hash & (table->size - 1);

	while (table->slots[at] != NONE && table->slots[at] != index)
		at = (at + 1) & (table->size - 1);
	table->used += table->slots[at] == NONE;
	table->slots[at] = index;
}

/* Adds a row by the key that it has now. */
static void
table_add(struct table *table, const struct catalog *catalog, uint32_t index,
	uint32_t (*hash_of)(uint64_t seed, const struct entry *row))
{
	if (table->used >= table->size / 4 * 3) {
		while (catalog->count >= table->size / 2)
			table->size = MAX(table->size * 2, 64);
		table->slots = g_renew(uint32_t, table->slots, table->size);
		memset(table->slots, 0xff, table->size * sizeof(uint32_t));
		table->used = 0;
		for (uint32_t i = 0; i < catalog->count; i++) {
			/* All without an id would stand in one place. */
			if (hash_of != id_hash_of || row_at(catalog, i)->id != 0)
				table_put(table, hash_of(catalog->seed, row_at(catalog, i)), i);
		}
	}
	table_put(table, hash_of(catalog->seed, row_at(catalog, index)), index);
}

/* The row of a path, gone or not. */
static uint32_t
find_row(const struct catalog *catalog, const char *path)
{
	const struct table *table = &catalog->by_path;

	if (table->size == 0)
		return NONE;
	for (uint32_t at = hash_path(catalog->seed, path);; at++) {
		uint32_t index = table->slots[at & (table->size - 1)];

		if (index == NONE || strcmp(row_at(catalog, index)->path, path) == 0)
			return index;
	}
}

uint32_t
catalog_find(const struct catalog *catalog, const char *path)
{
	uint32_t index = find_row(catalog, path);

	return index != NONE && !row_at(catalog, index)->gone ? index : NONE;
}

uint32_t
catalog_find_id(const struct catalog *catalog, uint32_t id)
{
	const struct table *table = &catalog->by_id;

	if (table->size == 0 || id == 0)
		return NONE;
	for (uint32_t at = hash_id(catalog->seed, id);; at++) {
		uint32_t index = table->slots[at & (table->size - 1)];

		if (index == NONE ||
			(row_at(catalog, index)->id == id && !row_at(catalog, index)->gone))
			return index;
	}
}

/* The number of a device, as many as there are where it is new. */
static uint32_t
device_number(const struct catalog *catalog, uint64_t device)
{
	guint i = 0;

	while (i < catalog->devices->len && g_array_index(catalog->devices, uint64_t, i) != device)
		i++;
	return i;
}

uint32_t
catalog_find_file(const struct catalog *catalog, uint64_t device, uint64_t inode)
{
	uint32_t number = device_number(catalog, device);

	for (uint32_t i = 0; i < catalog->count; i++) {
		const struct entry *row = row_at(catalog, i);

		if (row->inode == inode && row->device == number && !row->gone)
			return i;
	}
	return NONE;
}

/* --- changing --- */

static void
set_state(struct catalog *catalog, uint32_t index, const struct file_state *state, const char *real)
{
	struct entry *row = row_at(catalog, index);
	uint32_t device = device_number(catalog, state->device);

	if (device == catalog->devices->len)
		g_array_append_val(catalog->devices, state->device);
	row->inode = state->inode;
	row->device = device;
	row->size = (uint32_t)MIN(state->size, UINT32_MAX);
	if (real == NULL || real[0] == '\0')
		row->real = NULL;
	else if (row->real == NULL || strcmp(row->real, real) != 0)
		row->real = keep(catalog, real);
}

/* A row of which nothing is known but its path. */
static void
begin_row(struct entry *row, const char *path, uint32_t below)
{
	const char *name = path_name(path);

	*row = (struct entry){
		.path = path,
		.below = path + below,
		.title = name,
		.short_title = name,
		.category = "",
		.channel = "",
		.date = "",
		.source = "",
		.kind = "",
		.device = UINT32_MAX,
		.minutes = UINT32_MAX,
		.timestamps = UINT32_MAX,
	};
}

uint32_t
catalog_add(struct catalog *catalog, const struct scan_file *file)
{
	uint32_t index = find_row(catalog, file->path);

	if (index == NONE) {
		if (catalog->count % ROWS_A_BLOCK == 0)
			g_ptr_array_add(catalog->rows, g_new(struct entry, ROWS_A_BLOCK));
		index = catalog->count++;
		begin_row(row_at(catalog, index), keep(catalog, file->path), file->below);
		table_add(&catalog->by_path, catalog, index, path_hash_of);
	} else if (row_at(catalog, index)->gone) {
		catalog->gone--;
		begin_row(row_at(catalog, index), row_at(catalog, index)->path, file->below);
	}
	struct entry *row = row_at(catalog, index);

	row->root = file->root;
	row->marked = true;
	set_state(catalog, index, &file->state, file->real);
	return index;
}

static void
set_binary(struct catalog *catalog, struct entry *row, bool binary)
{
	catalog->binary += (uint32_t)binary - (uint32_t)row->binary;
	row->binary = binary;
}

void
catalog_update(struct catalog *catalog, uint32_t index, const struct document *document)
{
	struct entry *row = row_at(catalog, index);
	const char *title = document_field(document, FIELD_TITLE);
	const char *short_title = document_short_title(document);

	row->title = keep_changed(catalog, row->title, title);
	row->short_title = strcmp(short_title, row->title) == 0
				   ? row->title
				   : keep_changed(catalog, row->short_title, short_title);
	row->category = keep_once(catalog, document_field(document, FIELD_CATEGORY));
	row->channel = keep_once(catalog, document_field(document, FIELD_CHANNEL));
	row->date = keep_once(catalog, document_date(document));
	row->source = keep_changed(catalog, row->source, document_field(document, FIELD_SOURCE));
	row->kind = document->kind->name;
	g_strlcpy(row->video, document_field(document, FIELD_VIDEO), sizeof(row->video));
	row->size = (uint32_t)MIN(document->file.size, UINT32_MAX);
	row->problems = (uint16_t)MIN(document->fault_count, UINT16_MAX);
	row->known = true;
	row->failed = false;
	set_binary(catalog, row, false);
	if (document->whole) {
		row->minutes = document_minutes(document);
		row->timestamps = document->timestamp_count;
		row->sections = document->section_count;
		memcpy(row->hash, document->hash, SOURCE_HASH);
	}
}

void
catalog_fail(struct catalog *catalog, uint32_t index, const GError *error)
{
	struct entry *row = row_at(catalog, index);

	row->failed = true;
	set_binary(catalog, row, g_error_matches(error, SOURCE_ERROR, SOURCE_ERROR_BINARY));
}

void
catalog_update_row(struct catalog *catalog, uint32_t index, const struct store_row *from)
{
	struct entry *row = row_at(catalog, index);

	catalog_set_id(catalog, index, from->id);
	row->failed = from->reason[0] != '\0';
	set_binary(catalog, row, from->binary);
	if (row->failed)
		return;
	row->title = keep_changed(catalog, row->title, from->title);
	row->short_title = strcmp(from->short_title, row->title) == 0
				   ? row->title
				   : keep_changed(catalog, row->short_title, from->short_title);
	row->category = keep_once(catalog, from->category);
	row->channel = keep_once(catalog, from->channel);
	row->date = keep_once(catalog, from->date);
	row->source = keep_changed(catalog, row->source, from->source);
	row->kind = keep_once(catalog, from->kind);
	g_strlcpy(row->video, from->video, sizeof(row->video));
	row->problems = (uint16_t)MIN(from->problems, UINT16_MAX);
	row->known = true;
	row->minutes = from->minutes;
	row->timestamps = from->timestamps;
	row->sections = from->sections;
	memcpy(row->hash, from->hash, SOURCE_HASH);
}

void
catalog_remove(struct catalog *catalog, uint32_t index)
{
	struct entry *row = row_at(catalog, index);

	set_binary(catalog, row, false);
	catalog_set_unnamed(catalog, index, false);
	catalog->gone += !row->gone;
	row->gone = true;
	row->id = 0;
}

void
catalog_mark(struct catalog *catalog)
{
	for (uint32_t i = 0; i < catalog->count; i++)
		row_at(catalog, i)->marked = false;
}

static bool
stands_in(const char *path, const char *folder, bool shallow)
{
	size_t n = strlen(folder);

	if (strncmp(path, folder, n) != 0)
		return false;
	path += n;
	if (n > 0 && folder[n - 1] != '/' && *path++ != '/')
		return false;
	return !shallow || strchr(path, '/') == NULL;
}

uint32_t
catalog_sweep(struct catalog *catalog, const char *const *folders, bool shallow)
{
	uint32_t before = catalog->gone;

	for (uint32_t i = 0; i < catalog->count; i++) {
		struct entry *row = row_at(catalog, i);
		bool within = folders == NULL;

		if (row->marked || row->gone)
			continue;
		for (size_t f = 0; !within && folders[f] != NULL; f++)
			within = stands_in(row->path, folders[f], shallow);
		if (within)
			catalog_remove(catalog, i);
	}
	return catalog->gone - before;
}

void
catalog_set_id(struct catalog *catalog, uint32_t index, uint32_t id)
{
	struct entry *row = row_at(catalog, index);

	if (row->gone || row->id == id)
		return;
	row->id = id;
	if (id != 0)
		table_add(&catalog->by_id, catalog, index, id_hash_of);
}

struct idset *
catalog_ids(const struct catalog *catalog)
{
	struct idset *ids = idset_new();

	for (uint32_t i = 0; i < catalog->count; i++) {
		const struct entry *row = row_at(catalog, i);

		if (row->id != 0 && !row->unnamed)
			idset_add(ids, row->id);
	}
	return ids;
}

void
catalog_set_unnamed(struct catalog *catalog, uint32_t index, bool unnamed)
{
	struct entry *row = row_at(catalog, index);

	catalog->unnamed += (uint32_t)unnamed - (uint32_t)row->unnamed;
	row->unnamed = unnamed;
}

uint32_t
catalog_unnamed_count(const struct catalog *catalog)
{
	return catalog->unnamed;
}

char *
catalog_real_path(const struct catalog *catalog, uint32_t index, const char *const *roots)
{
	const struct entry *row = row_at(catalog, index);
	const char *root;

	if (row->real != NULL)
		return g_strdup(row->real);
	root = roots[row->root];
	return path_join(root, row->below);
}
