/*
 * A row is a struct entry in a block of rows; its strings stand in blocks of text, or are shared: a
 * path's end is the first title, a short title may be the title itself, categories, channels and
 * dates are kept once. Two open-addressing tables of row numbers find a row by path and by file.
 */
#include "config.h"

#include "library/catalog.h"

#include <string.h>

#include "document/kinds.h"
#include "document/source.h"
#include "text/path.h"

#define ROWS_A_BLOCK 4096
#define TEXT_A_BLOCK 65536

/* Row numbers at the place of their hash or the next free one; a power of two, at most 3/4 full. */
struct table {
	uint32_t *slots;
	uint32_t size;
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
	struct table by_path;
	struct table by_file;
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
	g_free(catalog->by_file.slots);
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
catalog_binary_count(const struct catalog *catalog)
{
	return catalog->binary;
}

size_t
catalog_size(const struct catalog *catalog)
{
	return catalog->rows->len * ROWS_A_BLOCK * sizeof(struct entry) + catalog->text_bytes +
	       (catalog->by_path.size + catalog->by_file.size) * sizeof(uint32_t);
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
	uint64_t hash = seed;

	for (; *path != '\0'; path++)
		hash = (hash ^ (unsigned char)*path) * 0x100000001b3u;
	return (uint32_t)(hash >> 32 ^ hash);
}

static uint32_t
hash_file(uint64_t seed, uint64_t device, uint64_t inode)
{
	return (uint32_t)(((inode ^ seed) * 0x9e3779b97f4a7c15u + device) >> 32);
}

static uint32_t
path_hash_of(uint64_t seed, const struct entry *row)
{
	return hash_path(seed, row->path);
}

static uint32_t
file_hash_of(uint64_t seed, const struct entry *row)
{
	return hash_file(seed, row->device, row->inode);
}

static void
table_put(struct table *table, uint32_t hash, uint32_t index)
{
	uint32_t at = hash & (table->size - 1);

	while (table->slots[at] != NONE)
		at = (at + 1) & (table->size - 1);
	table->slots[at] = index;
}

/* Adds the last row. */
static void
table_add(struct table *table, const struct catalog *catalog,
	uint32_t (*hash_of)(uint64_t seed, const struct entry *row))
{
	uint32_t last = catalog->count - 1;

	if (catalog->count > table->size / 4 * 3) {
		table->size = MAX(table->size * 2, 64);
		table->slots = g_renew(uint32_t, table->slots, table->size);
		memset(table->slots, 0xff, table->size * sizeof(uint32_t));
		for (uint32_t i = 0; i < last; i++)
			table_put(table, hash_of(catalog->seed, row_at(catalog, i)), i);
	}
	table_put(table, hash_of(catalog->seed, row_at(catalog, last)), last);
}

uint32_t
catalog_find(const struct catalog *catalog, const char *path)
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
	const struct table *table = &catalog->by_file;
	uint32_t number = device_number(catalog, device);

	if (table->size == 0)
		return NONE;
	for (uint32_t at = hash_file(catalog->seed, number, inode);; at++) {
		uint32_t index = table->slots[at & (table->size - 1)];
		const struct entry *row = index != NONE ? row_at(catalog, index) : NULL;

		if (row == NULL || (row->inode == inode && row->device == number))
			return index;
	}
}

/* --- changing --- */

uint32_t
catalog_add(struct catalog *catalog, const struct scan_file *file)
{
	uint32_t index = catalog_find(catalog, file->path);

	if (index != NONE)
		return index;
	if (catalog->count % ROWS_A_BLOCK == 0)
		g_ptr_array_add(catalog->rows, g_new(struct entry, ROWS_A_BLOCK));
	index = catalog->count++;

	const char *path = keep(catalog, file->path);
	const char *name = path_name(path);
	uint32_t device = device_number(catalog, file->state.device);

	if (device == catalog->devices->len)
		g_array_append_val(catalog->devices, file->state.device);
	*row_at(catalog, index) = (struct entry){
		.path = path,
		.below = path + file->below,
		.title = name,
		.short_title = name,
		.category = "",
		.channel = "",
		.date = "",
		.source = "",
		.kind = "",
		.inode = file->state.inode,
		.size = file->state.size,
		.device = device,
		.root = file->root,
		.minutes = UINT32_MAX,
		.timestamps = UINT32_MAX,
	};
	table_add(&catalog->by_path, catalog, path_hash_of);
	table_add(&catalog->by_file, catalog, file_hash_of);
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
	row->size = document->file.size;
	row->problems = (uint16_t)MIN(document->problem_count, UINT16_MAX);
	row->known = true;
	row->failed = false;
	set_binary(catalog, row, false);
	if (document->whole) {
		row->minutes = document_minutes(document);
		row->timestamps = document->timestamp_count;
		row->sections = document->section_count;
	}
}

void
catalog_fail(struct catalog *catalog, uint32_t index, const GError *error)
{
	struct entry *row = row_at(catalog, index);

	row->failed = true;
	set_binary(catalog, row, g_error_matches(error, SOURCE_ERROR, SOURCE_ERROR_BINARY));
}
