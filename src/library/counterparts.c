/*
 * A document that may hold an excerpt is found by phrases of it in the index of the text; of those
 * that have most of the phrases the files are read, a bounded number. Titles of documents are names
 * (library/linked.h); those of sections are found as a phrase of words in the index of headings,
 * then held against the section's title as a name.
 */
#include "config.h"

#include "library/counterparts_private.h"

#include <string.h>

#include "library/quote.h"
#include "library/linked_private.h"
#include "library/loader.h"
#include "library/names.h"
#include "library/resolve_private.h"
#include "library/store_private.h"
#include "text/path.h"
#include "text/word_scan.h"

/* Phrases of an excerpt that are looked for, documents that one of them may give, and documents that
 * are read. */
#define PHRASES_MOST 8
#define PHRASE_DOCUMENTS 200
#define READ_MOST 6

/* Documents looked at for a heading, and words of one. */
#define HEADING_DOCUMENTS 1000
#define HEADING_WORDS 40

void
counterpart_free(struct counterpart *counterpart)
{
	if (counterpart == NULL)
		return;
	g_free(counterpart->path);
	g_free(counterpart->kind);
	g_free(counterpart->title);
	g_free(counterpart->heading);
	g_free(counterpart);
}

static void
free_counterpart(gpointer counterpart)
{
	counterpart_free(counterpart);
}

/* --- what both ways share --- */

bool
counting_goes_on(struct counting *c)
{
	if (c->error == NULL && cancel_is_set(c->cancel))
		g_set_error(&c->error, STORE_ERROR, STORE_ERROR_STOPPED, "the search was stopped");
	return c->error == NULL;
}

const struct entry *
counting_entry(const struct counting *c, uint32_t id)
{
	uint32_t index = linked_entry(c->linked, id);

	return index != NONE ? catalog_entry(c->linked->catalog, index) : NULL;
}

struct counterpart *
counting_find(const struct counting *c, uint32_t id, uint32_t section, bool any)
{
	for (guint i = 0; i < c->found->len; i++) {
		struct counterpart *counterpart = g_ptr_array_index(c->found, i);
		if (counterpart->id == id && (any || counterpart->section == section))
			return counterpart;
	}
	return NULL;
}

struct counterpart *
counting_add(struct counting *c, uint32_t id, uint32_t section, enum counterpart_why why)
{
	struct counterpart *counterpart = g_new0(struct counterpart, 1);

	*counterpart = (struct counterpart){
		.id = id,
		.section = section,
		.line = 1,
		.offset = NONE,
		.why = why,
	};
	g_ptr_array_add(c->found, counterpart);
	return counterpart;
}

struct document *
counting_read(struct counting *c, uint32_t id)
{
	const struct entry *entry = counting_entry(c, id);
	struct choices choices = store_choices(c->store, id);

	return entry == NULL ? NULL
			     : loader_open(entry->path, &choices, DOCUMENT_WHOLE, c->cancel, NULL);
}

static bool
is_digest(const struct entry *entry)
{
	return strcmp(entry->kind, "digest") == 0;
}

/* Whether a document may be where an entry comes from. */
static bool
is_origin(const struct counting *c, uint32_t id)
{
	const struct entry *entry = counting_entry(c, id);

	return entry != NULL && id != c->id && !is_digest(entry) && !entry->failed;
}

/* --- documents and sections of a title --- */

static void
add_documents(struct counting *c, const char *key)
{
	static const enum name_kind kinds[] = { NAME_TITLE, NAME_ALIAS, NAME_FILE };

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		struct names_walk walk = names_find(c->linked->resolver->names, kinds[i], key);
		uint32_t index;

		while ((index = names_next(c->linked->resolver->names, &walk)) != NONE) {
			uint32_t id = catalog_entry(c->linked->catalog, index)->id;
			if (is_origin(c, id) && counting_find(c, id, NONE, true) == NULL)
				counting_add(c, id, NONE, COUNTERPART_TITLE);
		}
	}
}

/* The words of a title as a phrase of headings; NULL where it has none. The caller frees. */
static char *
heading_phrase(const char *title)
{
	struct word_scan scan = { .text = title, .n = strlen(title) };
	g_autoptr(GString) words = g_string_new("headings : \"");
	struct scanned_word word;
	unsigned count = 0;

	while (count < HEADING_WORDS && word_scan_next(&scan, &word)) {
		if (word_scan_is_break(&word))
			continue;
		if (count++ > 0)
			g_string_append_c(words, '\x1f');
		for (uint32_t i = 0; i < word.length; i++) {
			if (word.bytes[i] == '"')
				g_string_append_c(words, '"');
			g_string_append_c(words, word.bytes[i]);
		}
	}
	g_string_append_c(words, '"');
	return count > 0 ? g_string_free(g_steal_pointer(&words), FALSE) : NULL;
}

/* Gives the ids of documents that an expression finds, at most so many (uint32_t). */
static GArray *
match(struct counting *c, const char *expression, int most)
{
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	sqlite3_stmt *statement = store_statement(c->store,
		"SELECT rowid FROM text WHERE text MATCH ?1 LIMIT ?2", &c->error);
	int step;

	if (statement == NULL)
		return ids;
	sqlite3_bind_text(statement, 1, expression, -1, SQLITE_STATIC);
	sqlite3_bind_int(statement, 2, most);
	while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
		uint32_t id = (uint32_t)sqlite3_column_int64(statement, 0);
		g_array_append_val(ids, id);
	}
	if (step != SQLITE_DONE)
		store_failed(c->store, "cannot be searched", &c->error);
	sqlite3_reset(statement);
	return ids;
}

/* The first section of a document whose title has a key. */
struct titled {
	const char *key; /* or NULL: the section of an index */
	uint32_t section, line;
	char *title; /* NULL where there is none */
};

static void
look_for_title(const char *titles, struct titled *titled)
{
	uint32_t index = 0;

	for (const char *line = titles, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		char *title = NULL;
		uint32_t number = (uint32_t)strtoul(line, &title, 10);
		size_t n = (size_t)(end - title) - 1;
		g_autofree char *key = titled->key != NULL ? names_key(++title, n) : NULL;

		if (key != NULL ? strcmp(key, titled->key) == 0 : index == titled->section) {
			titled->section = index;
			titled->line = number;
			titled->title = g_strndup(key != NULL ? title : title + 1, n);
			return;
		}
		index++;
	}
}

static void
read_titles(struct counting *c, uint32_t id, struct titled *titled)
{
	sqlite3_stmt *statement = store_statement(c->store,
		"SELECT titles FROM sections WHERE document = ?1", &c->error);

	if (statement == NULL)
		return;
	sqlite3_bind_int64(statement, 1, id);
	if (sqlite3_step(statement) == SQLITE_ROW)
		look_for_title((const char *)sqlite3_column_text(statement, 0), titled);
	sqlite3_reset(statement);
}

static void
add_sections(struct counting *c, const char *title, const char *key)
{
	g_autofree char *phrase = heading_phrase(title);

	if (phrase == NULL)
		return;
	g_autoptr(GArray) ids = match(c, phrase, HEADING_DOCUMENTS);

	for (guint i = 0; i < ids->len && counting_goes_on(c); i++) {
		uint32_t id = g_array_index(ids, uint32_t, i);
		struct titled titled = { .key = key };

		if (!is_origin(c, id))
			continue;
		read_titles(c, id, &titled);
		if (titled.title != NULL)
			counting_add(c, id, titled.section, COUNTERPART_TITLE)->line = titled.line;
		g_free(titled.title);
	}
}

/* --- documents that hold an excerpt --- */

struct candidate {
	uint32_t id, count;
	unsigned distance;
};

static int
compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static void
count_candidate(struct counting *c, GArray *candidates, uint32_t id)
{
	for (guint i = 0; i < candidates->len; i++) {
		struct candidate *candidate = &g_array_index(candidates, struct candidate, i);
		if (candidate->id == id) {
			candidate->count++;
			return;
		}
	}
	if (!is_origin(c, id))
		return;
	struct candidate candidate = { id, 1, path_distance(c->path, counting_entry(c, id)->path) };
	g_array_append_val(candidates, candidate);
}

static bool
has_title(const struct document *document, const char *key)
{
	for (uint32_t i = 0; key != NULL && i < document->section_count; i++) {
		const char *title = document->sections[i].title;
		g_autofree char *other = names_key(title, strlen(title));
		if (strcmp(other, key) == 0)
			return true;
	}
	return false;
}

/* The heading of a section is seen with words that begin so few bytes behind it. */
#define NEAR_HEADING 400

static uint32_t
place_of(const struct document *document, uint32_t section, uint32_t words)
{
	if (section == NONE || words - document->sections[section].heading.end > NEAR_HEADING)
		return words;
	return document->sections[section].heading.start;
}

static void
verify(struct counting *c, const struct quote *excerpt, uint32_t id, const char *key)
{
	g_autoptr(Document) document = counting_read(c, id);

	if (document == NULL)
		return;
	struct range all = { 0, document->length };
	struct quote_run run = quote_find(excerpt, document, all, c->cancel);

	if (!quote_is_found(excerpt, run.words))
		return;
	struct counterpart *counterpart = counting_find(c, id, NONE, true);

	if (counterpart != NULL)
		counterpart->why = COUNTERPART_BOTH;
	else
		counterpart = counting_add(c, id, NONE,
			has_title(document, key) ? COUNTERPART_BOTH : COUNTERPART_EXCERPT);
	counterpart->section = document_section_at(document, run.text.start);
	counterpart->offset = place_of(document, counterpart->section, run.text.start);
	counterpart->line = document_line(document, counterpart->offset);
	counterpart->words = run.words;
}

static void
add_excerpts(struct counting *c, struct range range, const char *key)
{
	g_autoptr(Quote) excerpt = quote_new(c->document, range, true);
	g_autoptr(GPtrArray) phrases = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) candidates = g_array_new(FALSE, FALSE, sizeof(struct candidate));

	if (excerpt == NULL)
		return;
	quote_phrases(c->document, range, PHRASES_MOST, phrases);
	for (guint i = 0; i < phrases->len && counting_goes_on(c); i++) {
		g_autoptr(GString) words = g_string_new(g_ptr_array_index(phrases, i));
		g_string_replace(words, "\"", "\"\"", 0);
		g_string_prepend(words, "body : \"");
		g_string_append_c(words, '"');
		g_autoptr(GArray) ids = match(c, words->str, PHRASE_DOCUMENTS);
		for (guint k = 0; k < ids->len; k++)
			count_candidate(c, candidates, g_array_index(ids, uint32_t, k));
	}
	g_array_sort(candidates, compare_candidates);
	for (guint i = 0; i < MIN(candidates->len, READ_MOST) && counting_goes_on(c); i++)
		verify(c, excerpt, g_array_index(candidates, struct candidate, i).id, key);
}

/* --- from an entry --- */

static void
counterparts_of_entry(struct counting *c)
{
	const struct section *section = &c->document->sections[c->section];
	g_autofree char *title = store_entry_title(c->document, section);
	g_autofree char *key = title != NULL ? names_key(title, strlen(title)) : NULL;

	if (key != NULL) {
		add_documents(c, key);
		if (c->found->len == 0 && counting_goes_on(c))
			add_sections(c, title, key);
	}
	/* What is a title all of it is no excerpt where it names something. */
	bool named = c->found->len > 0 && strcmp(title, section->title) != 0;
	if (counting_goes_on(c) && !named)
		add_excerpts(c, store_entry_excerpt(section), key);
}

/* --- the rows --- */

struct ordered {
	struct counterpart *counterpart;
	const char *path;
	uint32_t quarters;
	unsigned distance;
};

static int
compare_ordered(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;

	if (x->counterpart->why != y->counterpart->why)
		return x->counterpart->why < y->counterpart->why ? -1 : 1;
	if (x->counterpart->of_document != y->counterpart->of_document)
		return x->counterpart->of_document ? 1 : -1;
	if (x->quarters != y->quarters)
		return x->quarters > y->quarters ? -1 : 1;
	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	int order = strcmp(x->path, y->path);
	if (order != 0)
		return order;
	return (x->counterpart->section > y->counterpart->section) -
	       (x->counterpart->section < y->counterpart->section);
}

static void
fill(struct counting *c, struct counterpart *counterpart)
{
	const struct entry *entry = counting_entry(c, counterpart->id);
	struct titled titled = { .section = counterpart->section };

	if (counterpart->section != NONE)
		read_titles(c, counterpart->id, &titled);
	counterpart->path = g_strdup(entry->path);
	counterpart->kind = g_strdup(entry->kind);
	counterpart->title = g_strdup(entry->short_title);
	counterpart->heading = titled.title != NULL ? titled.title : g_strdup("");
	if (counterpart->offset == NONE && titled.title != NULL)
		counterpart->line = titled.line;
}

/* The best of what was found, in order. */
static GPtrArray *
best_of(struct counting *c, unsigned most)
{
	GPtrArray *best = g_ptr_array_new_with_free_func(free_counterpart);
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct ordered));
	uint32_t longest = 1;

	for (guint i = 0; i < c->found->len; i++)
		longest =
			MAX(longest, ((struct counterpart *)g_ptr_array_index(c->found, i))->words);
	for (guint i = 0; i < c->found->len; i++) {
		struct ordered ordered = { .counterpart = g_ptr_array_index(c->found, i) };
		ordered.path = counting_entry(c, ordered.counterpart->id)->path;
		ordered.distance = path_distance(c->path, ordered.path);
		ordered.quarters = ordered.counterpart->words * 4 / longest;
		g_array_append_val(all, ordered);
	}
	g_array_sort(all, compare_ordered);
	for (guint i = 0; i < all->len; i++) {
		struct counterpart *counterpart = g_array_index(all, struct ordered, i).counterpart;
		if (i >= most) {
			counterpart_free(counterpart);
			continue;
		}
		fill(c, counterpart);
		g_ptr_array_add(best, counterpart);
	}
	return best;
}

GPtrArray *
counterparts_of(struct store *store, struct linked *linked, const struct document *document,
	uint32_t id, const char *path, uint32_t section, unsigned most, const struct cancel *cancel,
	GError **error)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	struct counting c = {
		.store = store,
		.linked = linked,
		.document = document,
		.id = id,
		.path = path != NULL ? path : "",
		.section = section,
		.cancel = cancel,
		.found = found,
	};
	const struct cancel *before = store->cancel;
	bool begun = store_begin_reading(store);
	GPtrArray *best = NULL;

	store->cancel = cancel;
	if (!store_is_digest(document))
		counterparts_back(&c);
	else if (section < document->section_count)
		counterparts_of_entry(&c);
	if (counting_goes_on(&c)) {
		best = best_of(&c, most);
	} else {
		g_ptr_array_foreach(found, (GFunc)(void *)counterpart_free, NULL);
		g_propagate_error(error, c.error);
	}
	store->cancel = before;
	store_end_reading(store, begun);
	return best;
}
