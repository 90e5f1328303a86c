/*
 * Relevance (SPEC §7): title over headings over text, then newer. Documents are put into classes by
 * where the words of the query stand; within a class the weight of the words decides where it
 * clearly differs, then time, then path.
 */
#include "config.h"

#include "library/answer_private.h"

#include <string.h>

/* Where the words of the query stand: the first comes first. */
enum placing {
	CLASS_IS_TITLE,     /* the title is what is asked for */
	CLASS_BEGINS_TITLE, /* the title begins with it */
	CLASS_TITLE,        /* the title holds all that is asked for */
	CLASS_HEADINGS,     /* title and headings together do */
	CLASS_TEXT,
};

/* Weights differ clearly from so many times on. */
#define BAND 1.5
#define MOST_BANDS 12

/* As in the plan. */
#define MOST_LEAVES 32
#define MOST_DEPTH 8

struct weighed {
	uint32_t id;
	uint8_t class, band;
	double weight;
	int64_t newest;
};

/* --- what is weighed --- */

/* The words and phrases that must or may hold, as an expression. */
struct wording {
	const struct answering *a;
	unsigned leaves;
	bool unasked; /* the index cannot be asked for some of them, or not soon */
};

static char *words_of(struct wording *wording, const struct query_node *node, unsigned depth);

static char *
words_of_group(struct wording *wording, const struct query_node *node, unsigned depth)
{
	const char *between = node->op == QUERY_AND ? " AND " : " OR ";
	GString *words = g_string_new(NULL);

	for (uint32_t i = 0; i < node->count; i++) {
		g_autofree char *part = words_of(wording, node->children[i], depth + 1);

		if (part != NULL)
			g_string_append_printf(words, "%s(%s)", words->len > 0 ? between : "",
				part);
	}
	return g_string_free(words, words->len == 0);
}

static char *
words_of_test(struct wording *wording, const struct query_node *node)
{
	char *words = NULL;
	bool exact;

	if (!answer_asks_words(node) || node->phrase == NULL || wording->leaves >= MOST_LEAVES)
		return NULL;
	if (answer_short_letters(wording->a, node) == 0)
		words = answer_words(node, node->columns, true, &exact);
	wording->leaves++;
	wording->unasked = wording->unasked || words == NULL;
	return words;
}

/* NULL where there are none. */
static char *
words_of(struct wording *wording, const struct query_node *node, unsigned depth)
{
	if (node == NULL || node->op == QUERY_NOT || depth > MOST_DEPTH)
		return NULL;
	return node->op == QUERY_TEST ? words_of_test(wording, node)
				      : words_of_group(wording, node, depth);
}

/* --- title and headings --- */

/* Documents of which title and headings hold what is asked for. */
struct naming {
	struct answering *a;
	unsigned leaves;
};

/* A word that may stand in either is asked of their own index, which is small; what that cannot tell, of
 * the index of the text. */
static struct idset *
named_by_test(struct naming *naming, const struct query_node *node)
{
	const unsigned names = COLUMN_TITLE | COLUMN_HEADING;
	unsigned asked = node->columns & names;
	g_autofree char *words = NULL;
	struct idset *ids;
	bool small, exact;

	if (!answer_asks_words(node) || node->phrase == NULL || asked == 0 ||
		naming->leaves >= MOST_LEAVES)
		return NULL;
	if (asked == names)
		words = answer_name_words(node);
	small = words != NULL;
	if (!small)
		words = answer_words(node, asked, true, &exact);
	if (words == NULL)
		return NULL;
	naming->leaves++;
	ids = idset_new();
	if (small)
		answer_match_names(naming->a, words, ids);
	else
		answer_match(naming->a, words, ids);
	return ids;
}

/* NULL where nothing is asked of them, or it fails. */
static struct idset *
named_by(struct naming *naming, const struct query_node *node, unsigned depth)
{
	struct idset *ids = NULL;

	if (node == NULL || node->op == QUERY_NOT || depth > MOST_DEPTH || naming->a->error != NULL)
		return NULL;
	if (node->op == QUERY_TEST)
		return named_by_test(naming, node);
	for (uint32_t i = 0; i < node->count; i++) {
		g_autoptr(Idset) part = named_by(naming, node->children[i], depth + 1);

		if (ids == NULL)
			ids = g_steal_pointer(&part);
		else if (part != NULL)
			(node->op == QUERY_AND ? idset_and : idset_or)(ids, part);
	}
	return ids;
}

/* Those of a set; NULL where it fails. */
static struct idset *
named(struct answering *a, const struct idset *set)
{
	struct naming naming = { .a = a };
	g_autoptr(Idset) ids = named_by(&naming, a->query->root, 0);

	if (a->error != NULL)
		return NULL;
	if (ids == NULL)
		return idset_new();
	idset_and(ids, set);
	return g_steal_pointer(&ids);
}

/* --- too many to weigh --- */

/* Those with the words in title and headings first, each part from the newest on. */
static bool
newest_first(struct answering *a, const struct idset *set, GArray *ids)
{
	const GArray *newest = store_newest(a->store);
	g_autoptr(Idset) first = named(a, set);

	if (first == NULL)
		return false;
	for (int part = 0; part < 2; part++) {
		for (guint i = 0; i < newest->len; i++) {
			uint32_t id = g_array_index(newest, uint32_t, i);

			if (idset_has(set, id) && idset_has(first, id) == (part == 0))
				g_array_append_val(ids, id);
		}
	}
	return true;
}

/* --- weights --- */

static bool
read_weights(struct answering *a, const char *words, const struct idset *set, GHashTable *rows)
{
	/* A byte for each id: those that are 1 are weighed, which costs more than to find them. */
	g_autoptr(GByteArray) chosen = g_byte_array_new();
	sqlite3_stmt *statement =
		answer_statement(a, "SELECT rowid, CASE WHEN substr(?2, rowid, 1) = x'01'"
				    " THEN bm25(text, 10.0, 5.0, 1.0) END"
				    " FROM text WHERE text MATCH ?1");

	if (statement == NULL)
		return false;
	for (uint32_t id = idset_next(set, 0); id != UINT32_MAX; id = idset_next(set, id + 1)) {
		guint old = chosen->len;

		g_byte_array_set_size(chosen, id);
		memset(chosen->data + old, 0, id - old);
		chosen->data[id - 1] = 1;
	}
	sqlite3_bind_text(statement, 1, words, -1, SQLITE_STATIC);
	sqlite3_bind_blob64(statement, 2, chosen->data, chosen->len, SQLITE_STATIC);
	while (answer_row(a, statement)) {
		struct weighed *row = g_hash_table_lookup(rows,
			GUINT_TO_POINTER(sqlite3_column_int64(statement, 0)));

		if (row != NULL)
			row->weight = -sqlite3_column_double(statement, 1);
	}
	sqlite3_clear_bindings(statement);
	return a->error == NULL;
}

static void
set_bands(GArray *rows)
{
	double best = 0;

	for (guint i = 0; i < rows->len; i++)
		best = MAX(best, g_array_index(rows, struct weighed, i).weight);
	for (guint i = 0; i < rows->len; i++) {
		struct weighed *row = &g_array_index(rows, struct weighed, i);
		double least = best / BAND;

		for (; row->band < MOST_BANDS && row->weight < least; least /= BAND)
			row->band++;
	}
}

/* --- classes --- */

/* All words side by side, as a title would have them; NULL where something else is asked too. */
static struct phrase *
whole_phrase(const struct query *query)
{
	g_autoptr(GPtrArray) nodes = g_ptr_array_new();
	g_autoptr(GString) words = g_string_new(NULL);
	bool prefix = false;

	query_hits(query, nodes);
	for (guint i = 0; i < nodes->len; i++) {
		const struct query_node *node = nodes->pdata[i];

		if (node->test != TEST_PHRASE || (node->columns & COLUMN_TITLE) == 0)
			return NULL;
		g_string_append_printf(words, "%s%s", i > 0 ? " " : "", node->value);
		prefix = node->prefix;
	}
	return phrase_new(words->str, words->len, prefix);
}

/* How a title stands to what is asked for. */
static enum placing
placing_of_title(const struct phrase *phrase, const char *title, const char *short_title)
{
	size_t n = strlen(title);
	struct range hit;

	if (phrase_is(phrase, title, n) || phrase_is(phrase, short_title, strlen(short_title)))
		return CLASS_IS_TITLE;
	if (phrase_find(phrase, title, n, 0, &hit) && hit.start <= strspn(title, " \"'([#*"))
		return CLASS_BEGINS_TITLE;
	return CLASS_TITLE;
}

/* Whether a title holds what is asked for, as far as that is words that may stand there; where it
 * is none, NO_WORDS. */
enum titled { NOT_TITLED, TITLED, NO_WORDS };

static enum titled
is_titled(const struct query_node *node, const char *title)
{
	enum titled all = NO_WORDS;
	struct range hit;

	if (node->op == QUERY_NOT)
		return NO_WORDS;
	if (node->op == QUERY_TEST) {
		if (!answer_asks_words(node) || node->phrase == NULL ||
			(node->columns & COLUMN_TITLE) == 0)
			return NO_WORDS;
		return phrase_find(node->phrase, title, strlen(title), 0, &hit) ? TITLED
										: NOT_TITLED;
	}
	for (uint32_t i = 0; i < node->count; i++) {
		enum titled one = is_titled(node->children[i], title);

		if (one == (node->op == QUERY_AND ? NOT_TITLED : TITLED))
			return one;
		if (one != NO_WORDS)
			all = one;
	}
	return all;
}

/* Fills in time and class of a row. */
static bool
look_up(struct answering *a, const struct phrase *phrase, bool is_named, struct weighed *row)
{
	sqlite3_stmt *statement = answer_statement(a,
		"SELECT newest, title, short_title FROM documents WHERE id = ?1");

	if (statement == NULL)
		return false;
	row->class = is_named ? CLASS_HEADINGS : CLASS_TEXT;
	sqlite3_bind_int64(statement, 1, row->id);
	while (answer_row(a, statement)) {
		const char *title = answer_text(statement, 1);

		row->newest = sqlite3_column_int64(statement, 0);
		if (is_titled(a->query->root, title) != TITLED)
			continue;
		row->class = CLASS_TITLE;
		if (phrase != NULL)
			row->class =
				(uint8_t)placing_of_title(phrase, title, answer_text(statement, 2));
	}
	return a->error == NULL;
}

static bool
classify(struct answering *a, const struct idset *set, GArray *rows)
{
	g_autoptr(Idset) names = named(a, set);
	g_autoptr(Phrase) phrase = whole_phrase(a->query);

	if (names == NULL)
		return false;
	for (guint i = 0; i < rows->len; i++) {
		struct weighed *row = &g_array_index(rows, struct weighed, i);

		if (!look_up(a, phrase, idset_has(names, row->id), row))
			return false;
	}
	return true;
}

/* --- order --- */

static gint
compare_weighed(gconstpointer a, gconstpointer b)
{
	const struct weighed *one = a, *other = b;

	if (one->class != other->class)
		return one->class < other->class ? -1 : 1;
	if (one->band != other->band)
		return one->band < other->band ? -1 : 1;
	if (one->newest != other->newest)
		return one->newest > other->newest ? -1 : 1;
	return 0;
}

/* Puts those that are alike so far in order of path. */
static bool
order_alike(struct answering *a, GArray *rows, GArray *ids)
{
	for (guint i = 0, end; i < rows->len; i = end) {
		const struct weighed *first = &g_array_index(rows, struct weighed, i);

		end = i + 1;
		while (end < rows->len &&
			compare_weighed(first, &g_array_index(rows, struct weighed, end)) == 0)
			end++;
		if (end == i + 1) {
			g_array_append_val(ids, first->id);
			continue;
		}

		g_autoptr(Idset) alike = idset_new();
		g_autoptr(GArray) ordered = NULL;

		for (guint k = i; k < end; k++)
			idset_add(alike, g_array_index(rows, struct weighed, k).id);
		ordered = answer_by_path(a, alike);
		if (ordered == NULL)
			return false;
		g_array_append_vals(ids, ordered->data, ordered->len);
	}
	return true;
}

static bool
weigh(struct answering *a, const char *words, const struct idset *set, GArray *rows, GArray *ids)
{
	g_autoptr(GHashTable) places = g_hash_table_new(NULL, NULL);

	for (uint32_t id = idset_next(set, 0); id != UINT32_MAX; id = idset_next(set, id + 1)) {
		struct weighed row = { .id = id };

		g_array_append_val(rows, row);
	}
	for (guint i = 0; i < rows->len; i++) {
		struct weighed *row = &g_array_index(rows, struct weighed, i);

		g_hash_table_insert(places, GUINT_TO_POINTER(row->id), row);
	}
	if (!classify(a, set, rows) || (words != NULL && !read_weights(a, words, set, places)))
		return false;
	set_bands(rows);
	g_array_sort(rows, compare_weighed);
	return order_alike(a, rows, ids);
}

bool
answer_weigh(struct answering *a, const struct idset *set, GArray *ids)
{
	struct wording wording = { .a = a };
	g_autofree char *words = words_of(&wording, a->query->root, 0);
	g_autoptr(GArray) rows = NULL;
	bool done;

	if (words == NULL && !wording.unasked)
		return false;
	a->answer->newest = !a->options->full && a->answer->count > ANSWER_WEIGHED;
	if (a->answer->newest) {
		done = newest_first(a, set, ids);
	} else {
		rows = g_array_new(FALSE, FALSE, sizeof(struct weighed));
		done = weigh(a, words, set, rows, ids);
	}
	a->answer->by_relevance = done;
	return done;
}
