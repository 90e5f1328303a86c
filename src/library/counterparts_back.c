/*
 * The way back: the store has the entries of all digests by the keys of their titles and of their
 * excerpts' words (`entries`, store_private.h), so that a section is looked up word by word without a
 * look at a text. Entries that share most keys are read.
 */
#include "config.h"

#include "library/counterparts_private.h"

#include <string.h>

#include "library/quote.h"
#include "library/store_private.h"
#include "text/path.h"

/* Keys of a section that are looked up, entries that one may give, entries whose words are compared,
 * and digests that are read for that. */
#define KEYS_MOST 40000
#define KEY_ENTRIES 64
#define COMPARED_MOST 24
#define READ_MOST 6

/* An entry that was found. */
struct hit {
	uint32_t id, section;
	uint32_t keys; /* of its words that stand in the section too */
	bool titled;   /* it has the section's title */
	bool of_title; /* it has the document's */
};

struct hits {
	GHashTable *by_place; /* int64_t to struct hit */
	GPtrArray *all;
};

static struct hit *
hit_at(struct hits *hits, uint32_t id, uint32_t section)
{
	int64_t place = (int64_t)id << 32 | section;
	struct hit *hit = g_hash_table_lookup(hits->by_place, &place);

	if (hit == NULL) {
		hit = g_new0(struct hit, 1);
		hit->id = id;
		hit->section = section;
		g_hash_table_insert(hits->by_place, g_memdup2(&place, sizeof(place)), hit);
		g_ptr_array_add(hits->all, hit);
	}
	return hit;
}

enum key_of { OF_WORDS, OF_SECTION, OF_DOCUMENT };

static void
look_up(struct counting *c, struct hits *hits, int64_t key, enum key_of of)
{
	sqlite3_stmt *find = store_statement(c->store,
		"SELECT document, section FROM entries WHERE key = ?1", &c->error);
	unsigned count = 0;
	int step = SQLITE_DONE;

	if (find == NULL)
		return;
	sqlite3_bind_int64(find, 1, key);
	while (count < KEY_ENTRIES && (step = sqlite3_step(find)) == SQLITE_ROW) {
		uint32_t id = (uint32_t)sqlite3_column_int64(find, 0);
		uint32_t section = (uint32_t)sqlite3_column_int64(find, 1);

		if (id == c->id || counting_entry(c, id) == NULL)
			continue;
		struct hit *hit = hit_at(hits, id, section);
		hit->keys += of == OF_WORDS;
		hit->titled |= of == OF_SECTION;
		hit->of_title |= of == OF_DOCUMENT;
		count++;
	}
	if (step != SQLITE_DONE && step != SQLITE_ROW)
		store_failed(c->store, "cannot be searched", &c->error);
	sqlite3_reset(find);
}

static void
look_up_titles(struct counting *c, struct hits *hits)
{
	const struct document *document = c->document;
	const char *file = path_name(c->path);
	g_autofree char *stem = g_strndup(file, path_stem(file));
	const char *const own[] = { document_field(document, FIELD_TITLE),
		document_short_title(document), stem };

	if (c->section != NONE)
		look_up(c, hits, store_title_key(document->sections[c->section].title), OF_SECTION);
	for (size_t i = 0; i < G_N_ELEMENTS(own); i++) {
		if (own[i][0] != '\0' && c->error == NULL)
			look_up(c, hits, store_title_key(own[i]), OF_DOCUMENT);
	}
	for (const char *const *alias = document->fields[FIELD_ALIASES]; *alias != NULL; alias++) {
		if (counting_goes_on(c))
			look_up(c, hits, store_title_key(*alias), OF_DOCUMENT);
	}
}

/* What quotes the end of a section goes on behind it: so many bytes around it are looked at too. */
#define AROUND_KEYS 200
#define AROUND_WORDS 4000

static struct range
range_around(const struct counting *c, uint32_t bytes)
{
	struct range range = document_section_range(c->document, c->section);

	range.start -= MIN(range.start, bytes);
	range.end += MIN(c->document->length - range.end, bytes);
	return range;
}

static int
compare_keys(gconstpointer a, gconstpointer b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
look_up_words(struct counting *c, struct hits *hits)
{
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));

	quote_keys(c->document, range_around(c, AROUND_KEYS), true, KEYS_MOST, keys);
	g_array_sort(keys, compare_keys);
	for (guint i = 0; i < keys->len && counting_goes_on(c); i++) {
		int64_t key = g_array_index(keys, int64_t, i);

		if (i == 0 || key != g_array_index(keys, int64_t, i - 1))
			look_up(c, hits, key, OF_WORDS);
	}
}

/* --- what was found --- */

static int
compare_hits(gconstpointer a, gconstpointer b)
{
	const struct hit *x = *(struct hit *const *)a, *y = *(struct hit *const *)b;

	if (x->keys != y->keys)
		return x->keys > y->keys ? -1 : 1;
	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return (x->section > y->section) - (x->section < y->section);
}

/* Whether the words of an entry stand in the section; then it becomes a counterpart. */
static void
compare_words(struct counting *c, const struct hit *hit, const struct document *digest)
{
	if (!store_is_digest(digest) || hit->section >= digest->section_count)
		return;
	const struct section *entry = &digest->sections[hit->section];
	g_autoptr(Quote) excerpt = quote_new(digest, store_entry_excerpt(entry), true);

	if (excerpt == NULL)
		return;
	struct range within = document_section_range(c->document, c->section);
	struct quote_run run = quote_find(excerpt, c->document, within, c->cancel);

	if (!quote_is_found(excerpt, run.words))
		run = quote_find(excerpt, c->document, range_around(c, AROUND_WORDS), c->cancel);
	if (!quote_is_found(excerpt, run.words) || run.text.start >= within.end ||
		run.text.end <= within.start)
		return;
	struct counterpart *counterpart = counting_add(c, hit->id, hit->section,
		hit->titled || hit->of_title ? COUNTERPART_BOTH : COUNTERPART_EXCERPT);

	counterpart->words = run.words;
	counterpart->offset = entry->heading.start;
	counterpart->line = entry->line;
}

/* Each digest is read once, those of the best hits. */
static void
compare_all(struct counting *c, const struct hits *hits)
{
	g_autoptr(GHashTable) read =
		g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)(void *)document_free);

	for (guint i = 0; i < MIN(hits->all->len, COMPARED_MOST) && counting_goes_on(c); i++) {
		const struct hit *hit = g_ptr_array_index(hits->all, i);
		struct document *digest = g_hash_table_lookup(read, GUINT_TO_POINTER(hit->id));

		if (hit->keys == 0)
			return;
		if (digest == NULL && g_hash_table_size(read) >= READ_MOST)
			continue;
		if (digest == NULL) {
			digest = counting_read(c, hit->id);
			if (digest == NULL)
				continue;
			g_hash_table_insert(read, GUINT_TO_POINTER(hit->id), digest);
		}
		compare_words(c, hit, digest);
	}
}

static void
add_titles(struct counting *c, const struct hits *hits)
{
	for (guint i = 0; i < hits->all->len; i++) {
		const struct hit *hit = g_ptr_array_index(hits->all, i);

		if ((hit->titled || hit->of_title) &&
			counting_find(c, hit->id, hit->section, false) == NULL)
			counting_add(c, hit->id, hit->section, COUNTERPART_TITLE)->of_document =
				!hit->titled;
	}
}

static bool
has_entries(struct counting *c)
{
	sqlite3_stmt *any = store_statement(c->store, "SELECT 1 FROM entries LIMIT 1", &c->error);
	bool has = any != NULL && sqlite3_step(any) == SQLITE_ROW;

	if (any != NULL)
		sqlite3_reset(any);
	return has;
}

void
counterparts_back(struct counting *c)
{
	struct hits hits = { g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free),
		g_ptr_array_new() };

	if (c->section != NONE && c->section >= c->document->section_count)
		c->section = NONE;
	if (has_entries(c)) {
		look_up_titles(c, &hits);
		look_up_words(c, &hits);
		g_ptr_array_sort(hits.all, compare_hits);
		compare_all(c, &hits);
		add_titles(c, &hits);
	}
	g_ptr_array_free(hits.all, TRUE);
	g_hash_table_destroy(hits.by_place);
}
