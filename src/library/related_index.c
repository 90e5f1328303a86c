/*
 * Who else has a term: asked of the index, the rarest first, so far as the rows last. How many
 * documents hold a word is counted up to a bound; of words that many hold it is kept with the
 * connection, as it changes little.
 */
#include "config.h"

#include <math.h>
#include <string.h>

#include "library/linked_private.h"
#include "library/related_private.h"
#include "text/word_scan.h"
#include "text/words.h"

enum {
	COUNTED = 500,    /* documents of a term that are counted */
	ASKED = 300,      /* terms whose documents are counted */
	KEPT_FROM = 64,   /* a frequency is kept from so many on */
	KEPT = 100000,    /* words of which it is kept */
	ROWS = 3500,      /* of the index that are read with their places */
	PAIRS_ASKED = 24, /* pairs that are looked up */
	PAIR_ROWS = 5000, /* documents of their words, all together */
	LOOK_EVERY = 16,  /* terms between two looks at the flag */
	FEW = 3,          /* documents that are never too many to tell something */
	COMMON = 4,       /* what more than one document in so many has tells nothing */
	BEST = 12,        /* terms that stand for what all weigh */
};

/* A term as the index is asked for it. */
static char *
expression(const char *bytes)
{
	GString *words = g_string_new("\"");

	for (const char *at = bytes; *at != '\0'; at++) {
		if (*at == '"')
			g_string_append_c(words, '"');
		g_string_append_c(words, *at);
	}
	g_string_append_c(words, '"');
	return g_string_free(words, FALSE);
}

/* --- frequencies --- */

/* How many documents hold a token: beyond so many as are counted, as if the others held it as often. */
static uint32_t
count_documents(struct related_finding *finding, const char *bytes)
{
	sqlite3_stmt *statement = store_statement(finding->store,
		"SELECT count(*), max(id) FROM"
		" (SELECT rowid AS id FROM text WHERE text MATCH ?1 LIMIT ?2)",
		NULL);
	g_autofree char *words = expression(bytes);
	uint32_t count = 0, last = 0;

	if (statement == NULL)
		return 0;
	sqlite3_bind_text(statement, 1, words, -1, SQLITE_STATIC);
	sqlite3_bind_int(statement, 2, COUNTED);
	if (sqlite3_step(statement) == SQLITE_ROW) {
		count = (uint32_t)sqlite3_column_int64(statement, 0);
		last = (uint32_t)sqlite3_column_int64(statement, 1);
	}
	sqlite3_reset(statement);
	if (count < COUNTED)
		return count;
	uint32_t before = finding->last_id - MIN(finding->last_id, finding->count);
	double seen = last > before ? last - before : 1;

	return (uint32_t)CLAMP(COUNTED * finding->count / seen, COUNTED, finding->count);
}

static uint32_t
frequency(struct related_finding *finding, const char *bytes)
{
	struct store *store = finding->store;
	gpointer kept;
	uint32_t count;

	if (store->frequencies == NULL)
		store->frequencies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	kept = g_hash_table_lookup(store->frequencies, bytes);
	if (kept != NULL)
		return GPOINTER_TO_UINT(kept);
	if (finding->asked++ >= ASKED)
		return 0;
	count = count_documents(finding, bytes);
	if (count >= KEPT_FROM) {
		if (g_hash_table_size(store->frequencies) >= KEPT)
			g_hash_table_remove_all(store->frequencies);
		g_hash_table_insert(store->frequencies, g_strdup(bytes), GUINT_TO_POINTER(count));
	}
	return count;
}

bool
related_knows(const struct related_finding *finding, int64_t id)
{
	return id > 0 && id < finding->linked->entries->len &&
	       g_array_index(finding->linked->entries, uint32_t, (guint)id) != NONE;
}

double
related_rarity(const struct related_finding *finding, uint32_t frequency)
{
	uint32_t others = finding->entry != NONE ? 2 : 1;

	if (frequency < others || (frequency > FEW && frequency > finding->count / COMMON))
		return 0;
	double idf = log(1 + (double)finding->count / frequency);

	return idf * idf / log(1 + (double)finding->count);
}

/* Whether it is so short, and no name (`RL`), that it may join words in a language of few documents. */
static bool
is_particle(const struct related_term *term)
{
	if (term->kind != RELATED_WORD || range_length(term->shown) > 3)
		return false;
	for (uint32_t i = term->shown.start; i < term->shown.end; i++) {
		if (!g_ascii_islower(term->text[i]) && (unsigned char)term->text[i] < 0x80)
			return false;
	}
	return true;
}

static void
weigh(const struct related_finding *finding, struct related_term *term)
{
	static const double kinds[] = { [RELATED_WORD] = 1, [RELATED_PAIR] = 0.7 };

	term->weight = related_rarity(finding, term->frequency) * kinds[term->kind] * term->part *
		       (1 + log(CLAMP(term->count, 1, 4)));
	if (term->heading)
		term->weight *= 1.5;
	if (is_particle(term))
		term->weight *= 0.4;
}

/* Whether a word may stand in a pair or join that tells something: not one of those that join others. */
static bool
may_pair(const struct related_finding *finding, uint32_t frequency)
{
	return frequency > 1 && (frequency <= FEW || frequency < finding->count / 2);
}

/* Whether a join tells nothing, as one of its words is one of those: `off-the`. */
static bool
is_idle(struct related_finding *finding, const struct related_term *term)
{
	const char *at = term->bytes;
	size_t n;

	for (; *at != '\0'; at += n) {
		n = 0;
		while (at[n] != '\0' && !word_scan_is_sign(at[n]))
			n++;
		g_autofree char *word = g_strndup(at, n);

		if (at[n] == '\0' && at == term->bytes)
			return false;
		if (n > 1 && !g_ascii_isdigit(*at) && !may_pair(finding, frequency(finding, word)))
			return true;
		while (at[n] != '\0' && word_scan_is_sign(at[n]))
			n++;
	}
	return false;
}

static bool
weigh_words(struct related_finding *finding)
{
	for (guint i = 0; i < finding->terms->len; i++) {
		struct related_term *term = &g_array_index(finding->terms, struct related_term, i);

		if (i % LOOK_EVERY == 0 && cancel_is_set(finding->cancel))
			return false;
		if (term->kind != RELATED_WORD)
			continue;
		term->frequency = frequency(finding, term->bytes);
		weigh(finding, term);
		if (term->weight > 0 && is_idle(finding, term))
			term->weight = 0;
	}
	return true;
}

/* --- pairs --- */

struct pair {
	uint32_t term;
	double hope;
};

static gint
compare_pairs(gconstpointer a, gconstpointer b)
{
	const struct pair *one = a, *other = b;

	return one->hope != other->hope ? (one->hope > other->hope ? -1 : 1)
					: (int)one->term - (int)other->term;
}

/* Of the pairs those are asked for whose words are rare themselves or that stand there often. */
static bool
weigh_pairs(struct related_finding *finding)
{
	g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(struct pair));
	struct related_term *terms = (struct related_term *)(void *)finding->terms->data;
	uint32_t left = PAIR_ROWS;

	for (guint i = 0; i < finding->terms->len; i++) {
		const struct related_term *term = &terms[i];
		struct pair pair = { .term = i };

		if (term->kind != RELATED_PAIR || !may_pair(finding, terms[term->one].frequency) ||
			!may_pair(finding, terms[term->other].frequency))
			continue;
		pair.hope = (terms[term->one].weight + terms[term->other].weight) *
			    (1 + log(term->count)) * (term->heading ? 1.5 : 1);
		if (pair.hope > 0)
			g_array_append_val(pairs, pair);
	}
	g_array_sort(pairs, compare_pairs);
	for (guint i = 0, asked = 0; i < pairs->len && asked < PAIRS_ASKED; i++) {
		struct related_term *term = &terms[g_array_index(pairs, struct pair, i).term];
		uint32_t cost = terms[term->one].frequency + terms[term->other].frequency;

		if (cancel_is_set(finding->cancel))
			return false;
		if (cost > left)
			continue;
		left -= cost;
		asked++;
		term->frequency = count_documents(finding, term->bytes);
		weigh(finding, term);
	}
	return true;
}

/* --- places --- */

static void
take_row(struct related_finding *finding, uint32_t term, sqlite3_stmt *row)
{
	int64_t id = sqlite3_column_int64(row, 0);
	const uint32_t *places = sqlite3_column_blob(row, 1);
	struct related_posting posting = {
		.document = (uint32_t)id,
		.term = term,
		.section = RELATED_PLACES,
		.first = finding->places->len,
		.count = (uint32_t)sqlite3_column_bytes(row, 1) / (uint32_t)sizeof(uint32_t),
	};

	if (!related_knows(finding, id))
		return;
	g_array_append_vals(finding->places, places, posting.count);
	g_array_append_val(finding->postings, posting);
}

static bool
read_term(struct related_finding *finding, uint32_t number)
{
	struct related_term *term = &g_array_index(finding->terms, struct related_term, number);
	sqlite3_stmt *statement = store_statement(finding->store,
		"SELECT rowid, places(text) FROM text WHERE text MATCH ?1", NULL);
	g_autofree char *words = expression(term->bytes);

	if (statement == NULL || cancel_is_set(finding->cancel))
		return false;
	sqlite3_bind_text(statement, 1, words, -1, SQLITE_STATIC);
	while (finding->rows > 0 && sqlite3_step(statement) == SQLITE_ROW) {
		finding->rows--;
		take_row(finding, number, statement);
	}
	sqlite3_reset(statement);
	return true;
}

static gint
compare_terms(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct related_term *terms = data;
	uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;

	if (terms[one].frequency != terms[other].frequency)
		return terms[one].frequency < terms[other].frequency ? -1 : 1;
	return one < other ? -1 : one > other;
}

static gint
compare_weights(gconstpointer a, gconstpointer b)
{
	double one = *(const double *)a, other = *(const double *)b;

	return one > other ? -1 : one < other;
}

/* What the best of all terms weigh together; for a section of few words so much as some rare ones
 * would. */
static double
weight_of_best(const struct related_finding *finding)
{
	g_autoptr(GArray) weights = g_array_new(FALSE, FALSE, sizeof(double));
	double sum = 0;

	for (guint i = 0; i < finding->terms->len; i++) {
		double weight = g_array_index(finding->terms, struct related_term, i).weight;

		if (weight > 0)
			g_array_append_val(weights, weight);
	}
	g_array_sort(weights, compare_weights);
	for (guint i = 0; i < weights->len && i < BEST; i++)
		sum += g_array_index(weights, double, i);
	return MAX(sum, 3 * log(1 + (double)finding->count));
}

bool
related_look_up(struct related_finding *finding)
{
	g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	finding->rows = ROWS;
	if (!weigh_words(finding) || !weigh_pairs(finding))
		return false;
	finding->whole = weight_of_best(finding);
	for (guint i = 0; i < finding->terms->len; i++) {
		if (g_array_index(finding->terms, struct related_term, i).weight > 0)
			g_array_append_val(order, i);
	}
	g_array_sort_with_data(order, compare_terms, finding->terms->data);
	for (guint i = 0; i < order->len && finding->rows > 0; i++) {
		uint32_t term = g_array_index(order, uint32_t, i);

		if (g_array_index(finding->terms, struct related_term, term).frequency >
			finding->rows)
			break;
		if (!read_term(finding, term))
			return false;
	}
	return true;
}

/* Appends the tokens of the body at which words stand in a document, and how many it has in all. */
static void
read_body(struct related_finding *finding, uint32_t document, const char *words, GArray *tokens)
{
	sqlite3_stmt *statement = store_statement(finding->store,
		"SELECT places(text, 1) FROM text WHERE text MATCH ?1 AND rowid = ?2", NULL);

	if (statement == NULL)
		return;
	sqlite3_bind_text(statement, 1, words, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, document);
	if (sqlite3_step(statement) == SQLITE_ROW) {
		const uint32_t *places = sqlite3_column_blob(statement, 0);
		uint32_t count =
			(uint32_t)sqlite3_column_bytes(statement, 0) / (uint32_t)sizeof(uint32_t);

		for (uint32_t i = 0; i < count; i++) {
			uint32_t token = RELATED_TOKEN(places[i]);

			if (i + 1 == count || RELATED_COLUMN(places[i]) == RELATED_BODY)
				g_array_append_val(tokens, token);
		}
	}
	sqlite3_reset(statement);
}

GArray *
related_sections(struct related_finding *finding, uint32_t document, uint32_t held)
{
	static const char part[] = { '"', WORDS_BREAK, '"', '\0' };
	const struct related_term *term = &g_array_index(finding->terms, struct related_term, held);
	GArray *starts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	const uint32_t unknown = 0;

	read_body(finding, document, part, starts);
	/* Without sections no break stands in it, but what it was found by does. */
	if (starts->len == 0 && term->kind <= RELATED_PAIR) {
		g_autofree char *words = expression(term->bytes);

		read_body(finding, document, words, starts);
		if (starts->len > 1)
			g_array_remove_range(starts, 0, starts->len - 1);
	}
	if (starts->len == 0)
		g_array_append_val(starts, unknown);
	return starts;
}
