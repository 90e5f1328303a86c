#include "config.h"

#include "support/query_check.h"

#include <string.h>

#include "library/answer.h"

/* How many paths of a difference are shown. */
#define SHOWN 10

/* --- what is known before --- */

/* Some are read, some starred: told by their paths. */
static void
mark(struct query_check *check, uint32_t i)
{
	guint hash = g_str_hash(reference_path(check->reference, i));
	uint8_t states =
		(uint8_t)((hash % 3 == 0) << STATE_READ | (hash % 7 == 0) << STATE_STARRED);

	g_array_append_val(check->states, states);
	reference_set_state(check->reference, i, (states & 1 << STATE_READ) != 0,
		(states & 1 << STATE_STARRED) != 0);
}

static void
fill_state(void *data, enum query_state state, struct idset *ids)
{
	const struct query_check *check = data;

	for (guint i = 0; i < check->ids->len; i++) {
		if ((g_array_index(check->states, uint8_t, i) & 1 << state) != 0)
			idset_add(ids, g_array_index(check->ids, uint32_t, i));
	}
}

char *
query_check_begin(struct query_check *check)
{
	g_auto(GStrv) keys = reference_keys(check->reference);

	check->keys = store_keys(check->store);
	check->ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	check->at = g_hash_table_new(NULL, NULL);
	check->states = g_array_new(FALSE, FALSE, sizeof(uint8_t));
	for (uint32_t i = 0; i < reference_count(check->reference); i++) {
		uint32_t id = store_id_of(check->store, reference_path(check->reference, i));

		if (id == 0)
			return g_strdup_printf("%s is not in the store",
				reference_path(check->reference, i));
		g_array_append_val(check->ids, id);
		g_hash_table_insert(check->at, GUINT_TO_POINTER(id), GUINT_TO_POINTER(i + 1));
		mark(check, i);
	}
	for (guint i = 0; keys[i] != NULL; i++) {
		if (!g_strv_contains((const char *const *)check->keys, keys[i]))
			return g_strdup_printf("no key \"%s\" in the store", keys[i]);
	}
	return NULL;
}

void
query_check_end(struct query_check *check)
{
	g_strfreev(check->keys);
	g_array_free(check->ids, TRUE);
	g_hash_table_destroy(check->at);
	g_array_free(check->states, TRUE);
}

/* --- one query --- */

struct comparison {
	struct query_check *check;
	const struct query *query;
	const struct answer *answer;
	GArray *right; /* documents that are to be found */
};

/* Appends the documents that are in one set (a byte each) and not in the other. */
static void
append_only(const struct comparison *comparison, GString *out, const char *what, const guint8 *in,
	const guint8 *out_of)
{
	const struct reference *reference = comparison->check->reference;
	guint count = 0;

	for (uint32_t i = 0; i < reference_count(reference); i++) {
		if (!in[i] || out_of[i])
			continue;
		if (count++ < SHOWN)
			g_string_append_printf(out, "\n  %s: %s", what,
				reference_path(reference, i));
	}
	if (count > SHOWN)
		g_string_append_printf(out, "\n  and %u more", count - SHOWN);
}

/* The documents of the answer in its order; NULL and a sentence where one of them is not there. */
static GArray *
answered(const struct comparison *comparison, char **wrong)
{
	GArray *documents = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (guint i = 0; i < comparison->answer->ids->len; i++) {
		uint32_t id = g_array_index(comparison->answer->ids, uint32_t, i);
		gpointer at = g_hash_table_lookup(comparison->check->at, GUINT_TO_POINTER(id));
		uint32_t document = GPOINTER_TO_UINT(at) - 1;

		if (at == NULL) {
			*wrong = g_strdup_printf("\n  the id %u is of no document", id);
			g_array_free(documents, TRUE);
			return NULL;
		}
		g_array_append_val(documents, document);
	}
	return documents;
}

/* What is wrong with the answer; NULL where nothing is. */
static char *
compare(const struct comparison *comparison, bool by_relevance)
{
	uint32_t count = reference_count(comparison->check->reference);
	g_autofree guint8 *is = g_new0(guint8, count), *right = g_new0(guint8, count);
	g_autoptr(GString) out = g_string_new(NULL);
	char *wrong = NULL;
	g_autoptr(GArray) documents = answered(comparison, &wrong);

	if (wrong != NULL)
		return wrong;
	for (guint i = 0; i < documents->len; i++)
		is[g_array_index(documents, uint32_t, i)] = 1;
	for (guint i = 0; i < comparison->right->len; i++)
		right[g_array_index(comparison->right, uint32_t, i)] = 1;
	append_only(comparison, out, "found, and is not to be", is, right);
	if (comparison->query->limit == 0)
		append_only(comparison, out, "not found", right, is);
	if (comparison->answer->count != comparison->right->len)
		g_string_append_printf(out, "\n  %u are found, not %u", comparison->answer->count,
			comparison->right->len);
	if (out->len > 0)
		return g_string_free(g_steal_pointer(&out), FALSE);
	wrong = reference_order(comparison->check->reference, comparison->query, comparison->right,
		documents,
		comparison->answer->newest ? REFERENCE_BY_NEWEST
		: by_relevance             ? REFERENCE_BY_RELEVANCE
					   : REFERENCE_BY_PATH);
	if (wrong != NULL)
		g_string_append_printf(out, "\n  %s", wrong);
	g_free(wrong);
	return out->len > 0 ? g_string_free(g_steal_pointer(&out), FALSE) : NULL;
}

static char *
describe(const struct query *query, const char *text, bool typing, const char *wrong)
{
	g_autofree char *tree = query_print(query), *escaped = g_strescape(text, NULL);

	return g_strdup_printf("%s\n  as written%s: %s\n  tree: %s%s", text,
		typing ? ", while typing" : "", escaped, tree, wrong);
}

char *
query_check_one(struct query_check *check, const char *text, bool typing)
{
	struct query_options reading = { .typing = typing };
	const struct reference_options options = { check->today, typing };
	guint hash = g_str_hash(text);
	bool by_relevance = hash % 2 == 0;
	struct answer_options asking = {
		.order = by_relevance ? ANSWER_BY_RELEVANCE : ANSWER_BY_PATH,
		.full = true,
		.typing = typing,
		.below = check->below,
		.state = fill_state,
		.read_texts = hash / 2 % 4 != 0,
		.data = check,
	};
	g_autoptr(GError) error = NULL;
	g_autofree char *wrong = NULL;

	g_strlcpy(reading.today, check->today, sizeof(reading.today));
	reading.keys = (const char *const *)check->keys;
	g_autoptr(Query) query = query_parse(text, &reading, NULL);

	if (query == NULL)
		return NULL;
	g_autoptr(Answer) answer = answer_new(check->store, query, &asking, &error);

	if (answer == NULL)
		return g_strdup_printf("%s: %s", text, error->message);
	/* An answer says so where an expression met its limits, or files are still to be read. */
	if (answer->unread > 0 || answer->waiting)
		return NULL;

	struct comparison comparison = { check, query, answer,
		reference_find(check->reference, query, &options) };

	check->asked++;
	wrong = compare(&comparison, by_relevance || query->relevance);
	g_array_free(comparison.right, TRUE);
	return wrong != NULL ? describe(query, text, typing, wrong) : NULL;
}

char *
query_check_many(struct query_check *check, GRand *random, unsigned count, int rarely)
{
	const struct made_queries queries = { random, check->reference,
		(const char *const *)check->keys, rarely };
	char *wrong = NULL;

	for (unsigned done = check->asked; check->asked - done < count && wrong == NULL;) {
		g_autofree char *text = made_query(&queries);

		wrong = query_check_one(check, text, g_rand_int_range(random, 0, 8) == 0);
	}
	return wrong;
}
