/*
 * Facets: the values of a field among documents. What a facet counts is what its query would find,
 * and a query for one value may find others (`category:video` is `Video notes` too). Only values
 * that have the rarest word of the value can be found by it, so that a few are tried and not all.
 */
#include "config.h"

#include "library/answer_private.h"

#include <string.h>

#include "text/words.h"

/* A value whose rarest word so many others have is asked for exactly, without a look. */
#define MOST_TRIED 2000

/* Longer than the name of any kind. */
#define KIND_BYTES 32

struct value {
	char *value;
	GArray *documents; /* uint32_t */
};

struct gathering {
	struct answering a;
	const char *field;
	const struct idset *ids;
	GPtrArray *values;   /* struct value * */
	GHashTable *by_word; /* folded word to GArray of uint32_t: indices of values */
	struct words *words;
};

static void
value_free(struct value *value)
{
	g_free(value->value);
	g_array_free(value->documents, TRUE);
	g_free(value);
}

static void
facet_free(struct facet *facet)
{
	g_free(facet->value);
	g_free(facet);
}

static struct value *
add_value(struct gathering *g, const char *text)
{
	struct value *value = g_new(struct value, 1);

	value->value = g_strdup(text);
	value->documents = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_ptr_array_add(g->values, value);
	return value;
}

static void
add_document(struct value *value, uint32_t id)
{
	guint n = value->documents->len;

	if (n == 0 || g_array_index(value->documents, uint32_t, n - 1) != id)
		g_array_append_val(value->documents, id);
}

/* --- gathering --- */

static bool
gather_attributes(struct gathering *g, const char *key)
{
	sqlite3_stmt *statement = answer_statement(&g->a,
		"SELECT attributes.id, document, value FROM attributes"
		" JOIN holders ON attribute = attributes.id"
		" WHERE key = (SELECT id FROM keys WHERE name = ?1) AND value <> ''"
		" ORDER BY attributes.id");
	struct value *value = NULL;
	int64_t last = 0;

	if (statement == NULL)
		return false;
	sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
	while (answer_row(&g->a, statement)) {
		int64_t attribute = sqlite3_column_int64(statement, 0);
		uint32_t id = (uint32_t)sqlite3_column_int64(statement, 1);

		if (!idset_has(g->ids, id))
			continue;
		if (value == NULL || attribute != last)
			value = add_value(g, answer_text(statement, 2));
		last = attribute;
		add_document(value, id);
	}
	sqlite3_clear_bindings(statement);
	return g->a.error == NULL;
}

/* The values in the columns of documents behind their id, of each at most so many bytes. */
static bool
gather_columns(struct gathering *g, const char *sql, size_t bytes)
{
	sqlite3_stmt *statement = answer_statement(&g->a, sql);
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

	while (statement != NULL && answer_row(&g->a, statement)) {
		uint32_t id = (uint32_t)sqlite3_column_int64(statement, 0);

		for (int i = 1; i < sqlite3_column_count(statement); i++) {
			g_autofree char *text = g_strndup(answer_text(statement, i), bytes);
			struct value *value;

			if (*text == '\0' || !idset_has(g->ids, id))
				continue;
			value = g_hash_table_lookup(known, text);
			if (value == NULL) {
				value = add_value(g, text);
				g_hash_table_insert(known, value->value, value);
			}
			add_document(value, id);
		}
	}
	return g->a.error == NULL;
}

/* --- what else a value's query finds --- */

static void
note_words(struct gathering *g)
{
	struct word word;

	for (guint i = 0; i < g->values->len; i++) {
		const struct value *value = g->values->pdata[i];

		words_begin(g->words, value->value, strlen(value->value));
		while (words_next(g->words, &word)) {
			g_autofree char *bytes = g_strndup(word.bytes, word.length);
			GArray *indices;

			if (word.join)
				continue;
			indices = g_hash_table_lookup(g->by_word, bytes);
			if (indices == NULL) {
				indices = g_array_new(FALSE, FALSE, sizeof(uint32_t));
				g_hash_table_insert(g->by_word, g_steal_pointer(&bytes), indices);
			}
			if (indices->len == 0 ||
				g_array_index(indices, uint32_t, indices->len - 1) != i)
				g_array_append_val(indices, i);
		}
	}
}

/* The values that have a value's rarest word, itself among them; NULL where it has no word. */
static const GArray *
alike(struct gathering *g, const char *text)
{
	const GArray *fewest = NULL;
	struct word word;

	words_begin(g->words, text, strlen(text));
	while (words_next(g->words, &word)) {
		g_autofree char *bytes = g_strndup(word.bytes, word.length);
		const GArray *indices = word.join ? NULL : g_hash_table_lookup(g->by_word, bytes);

		if (indices != NULL && (fewest == NULL || indices->len < fewest->len))
			fewest = indices;
	}
	return fewest;
}

/* Whether a query's test or one of its tests passes a value. */
static bool
passes(const struct query_node *node, const char *text)
{
	if (node->op == QUERY_TEST)
		return query_test_value(node, text);
	for (uint32_t i = 0; i < node->count; i++) {
		if (passes(node->children[i], text))
			return true;
	}
	return false;
}

static struct query *
query_for(const struct gathering *g, const char *text, bool exact)
{
	g_autofree char *written = query_with("", g->field, text, exact);

	return query_parse(written, NULL, NULL);
}

/* How many of the values among others a query finds, and the documents that hold one of them. */
static uint32_t
found(struct gathering *g, const struct query *query, const GArray *others, uint32_t *documents)
{
	g_autoptr(Idset) holders = idset_new();
	uint32_t count = 0;

	for (guint i = 0; i < others->len; i++) {
		const struct value *value = g->values->pdata[g_array_index(others, uint32_t, i)];

		if (!passes(query->root, value->value))
			continue;
		count++;
		for (guint k = 0; k < value->documents->len; k++)
			idset_add(holders, g_array_index(value->documents, uint32_t, k));
	}
	*documents = idset_count(holders);
	return count;
}

static void
look_at_others(struct gathering *g, struct facet *facet)
{
	const GArray *others = alike(g, facet->value);
	g_autoptr(Query) query = NULL;
	uint32_t documents;

	facet->exact = others == NULL || others->len > MOST_TRIED;
	if (facet->exact || others->len == 1)
		return;
	query = query_for(g, facet->value, false);
	if (query != NULL && query->root != NULL && found(g, query, others, &documents) <= 1)
		return;
	facet->exact = true;
	query_free(query);
	/* Without a capital an expression finds what is written with some too. */
	query = query_for(g, facet->value, true);
	if (query != NULL && query->root != NULL && found(g, query, others, &documents) > 0)
		facet->count = documents;
}

/* --- facets --- */

static gint
compare_facets(gconstpointer a, gconstpointer b)
{
	const struct facet *one = *(const struct facet *const *)a;
	const struct facet *other = *(const struct facet *const *)b;

	if (one->count != other->count)
		return one->count > other->count ? -1 : 1;
	return strcmp(one->value, other->value);
}

static GPtrArray *
facets_of(struct gathering *g, bool open)
{
	GPtrArray *facets = g_ptr_array_new_with_free_func((GDestroyNotify)facet_free);

	for (guint i = 0; i < g->values->len; i++) {
		const struct value *value = g->values->pdata[i];
		struct facet *facet = g_new0(struct facet, 1);

		facet->value = g_strdup(value->value);
		facet->count = value->documents->len;
		g_ptr_array_add(facets, facet);
	}
	g_ptr_array_sort(facets, compare_facets);
	if (facets->len > ANSWER_FACETS)
		g_ptr_array_set_size(facets, ANSWER_FACETS);
	if (open) {
		note_words(g);
		for (guint i = 0; i < facets->len && !answer_stopped(&g->a); i++)
			look_at_others(g, facets->pdata[i]);
		g_ptr_array_sort(facets, compare_facets);
	}
	return facets;
}

static GPtrArray *
gather(struct gathering *g)
{
	const struct query_field *field = query_field_named(g->field, strlen(g->field));
	g_autofree char *key = query_small_letters(g->field);
	bool open = false, done;

	if (g_ascii_strcasecmp(g->field, "year") == 0) {
		done = gather_columns(g, "SELECT id, published, fetched FROM documents", 4);
	} else if (field != NULL && field->type == QUERY_NAME) {
		done = gather_columns(g, "SELECT id, kind FROM documents", KIND_BYTES);
	} else {
		open = true;
		done = gather_attributes(g,
			field != NULL && field->type == QUERY_ATTRIBUTE ? field->column : key);
	}
	return done && !answer_stopped(&g->a) ? facets_of(g, open) : NULL;
}

GPtrArray *
answer_facets(struct store *store, const char *field, const struct idset *ids,
	const struct cancel *cancel, GError **error)
{
	const struct cancel *before = store->cancel;
	const struct answer_options options = { .cancel = cancel };
	struct gathering g = {
		.a = { .store = store, .options = &options },
		.field = field,
		.ids = ids != NULL ? ids : store_alive(store),
		.values = g_ptr_array_new_with_free_func((GDestroyNotify)value_free),
		.by_word = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
			(GDestroyNotify)g_array_unref),
		.words = words_new(),
	};
	GPtrArray *facets;

	store->cancel = cancel;
	facets = gather(&g);
	store->cancel = before;
	g_ptr_array_free(g.values, TRUE);
	g_hash_table_destroy(g.by_word);
	words_free(g.words);
	if (g.a.error != NULL) {
		g_clear_pointer(&facets, g_ptr_array_unref);
		g_propagate_error(error, g.a.error);
	}
	return facets;
}
