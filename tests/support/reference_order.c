/*
 * The order of an answer. By a field there is one right order. By relevance there is one of what a
 * query's words stand in (the whole title, its beginning, the title, headings, the text); within
 * that the index weighs the words, which is its own affair, but of documents with the same words
 * the newer comes first, then the first by path.
 */
#include "config.h"

#include <string.h>

#include "document/date.h"
#include "document/kinds.h"
#include "support/reference_private.h"

static uint32_t
at(const GArray *documents, guint i)
{
	return g_array_index(documents, uint32_t, i);
}

static char *
complain(const struct reference *reference, const char *what, uint32_t a, uint32_t b)
{
	return g_strdup_printf("%s: %s stands before %s", what, reference_path(reference, a),
		reference_path(reference, b));
}

/* --- by a field --- */

/* What a document sorts by: a number, or a text; neither where it has no value. */
struct value {
	uint32_t document;
	bool known;
	double number;
	char *text;
};

static const char *
text_of(const struct read_document *read, const char *field)
{
	static const struct {
		const char *name;
		enum field field;
	} fields[] = {
		{ "title", FIELD_TITLE },
		{ "category", FIELD_CATEGORY },
		{ "author", FIELD_AUTHOR },
		{ "channel", FIELD_CHANNEL },
		{ "source", FIELD_SOURCE },
		{ "published", FIELD_PUBLISHED },
		{ "fetched", FIELD_FETCHED },
	};

	if (strcmp(field, "kind") == 0)
		return read->document->kind->name;
	if (strcmp(field, "date") == 0)
		return document_date(read->document);
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		if (strcmp(fields[i].name, field) == 0)
			return document_field(read->document, fields[i].field);
	}
	return NULL;
}

static double
number_of_document(const struct read_document *read, const char *field)
{
	const struct document *document = read->document;
	uint32_t links = 0;

	for (uint32_t i = 0; i < document->link_count; i++)
		links += document->links[i].kind != LINK_FOOTNOTE;
	return strcmp(field, "words") == 0      ? document->word_count
	       : strcmp(field, "minutes") == 0  ? document_minutes(document)
	       : strcmp(field, "sections") == 0 ? document->section_count
	       : strcmp(field, "stamps") == 0   ? document->timestamp_count
	       : strcmp(field, "problems") == 0 ? document->fault_count
	       : strcmp(field, "links") == 0    ? links
						: (double)read->state.size;
}

static struct value
value_of(const struct reference *reference, uint32_t i, const struct query_field *field)
{
	const struct read_document *read = document_at(reference, i);
	struct value value = { .document = i };
	const char *text;
	char iso[11];

	if (field->type == QUERY_PATH) {
		value.known = true;
		value.number = i;
		return value;
	}
	text = text_of(read, field->name);
	if (text == NULL) {
		value.known = true;
		value.number = number_of_document(read, field->name);
		return value;
	}
	if (field->type == QUERY_DATE) {
		date_of_value(text, iso);
		text = iso;
	}
	value.known = text[0] != '\0';
	value.text = folded_of(text);
	return value;
}

static gint
compare_values(gconstpointer a, gconstpointer b, gpointer reverse)
{
	const struct value *one = a, *other = b;
	int order = 0;

	/* Those without a value stand last both ways. */
	if (one->known != other->known)
		return one->known ? -1 : 1;
	if (one->text != NULL)
		order = strcmp(one->text, other->text);
	else if (one->number < other->number || one->number > other->number)
		order = one->number < other->number ? -1 : 1;
	if (order != 0)
		return *(const bool *)reverse ? -order : order;
	return one->document < other->document ? -1 : one->document > other->document;
}

static void
clear_value(gpointer value)
{
	g_free(((struct value *)value)->text);
}

static char *
check_sorted(const struct reference *reference, const struct query_field *field, bool reverse,
	const GArray *found, const GArray *documents)
{
	g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(struct value));

	g_array_set_clear_func(values, clear_value);
	for (guint i = 0; i < found->len; i++) {
		struct value value = value_of(reference, at(found, i), field);

		g_array_append_val(values, value);
	}
	g_array_sort_with_data(values, compare_values, &reverse);
	for (guint i = 0; i < documents->len; i++) {
		uint32_t right = g_array_index(values, struct value, i).document;

		if (right != at(documents, i))
			return complain(reference, "in the order of a field", at(documents, i),
				right);
	}
	return NULL;
}

/* --- by relevance --- */

/* The words that must or may hold, in order: struct query_node *. Those that must not, under
 * another `-`, are hits too, but nothing is ranked by them. */
static void
gather_words(const struct query_node *node, bool negative, GPtrArray *words)
{
	if (node->op == QUERY_TEST && !negative &&
		(is_words(node) || (node->test == TEST_REGEX && node->field->type == QUERY_TEXT)))
		g_ptr_array_add(words, (void *)node);
	for (uint32_t i = 0; i < node->count; i++)
		gather_words(node->children[i], negative != (node->op == QUERY_NOT), words);
}

/* Whether a test stands below a node, under no `-`. */
static bool
is_asked(const struct query_node *node, const struct query_node *test)
{
	for (uint32_t i = 0; node->op != QUERY_NOT && i < node->count; i++) {
		if (is_asked(node->children[i], test))
			return true;
	}
	return node == test;
}

/* What is asked for, in the order of the documents; and as one phrase, NULL where it is none. */
struct ranking {
	struct reference *reference;
	GHashTable *sought; /* struct query_node * to struct sought * */
	bool has_signs;     /* which the index cannot tell in headings */
	struct sought *phrase;
};

static void
free_sought(gpointer sought)
{
	sought_free(sought);
}

static void
ranking_init(struct ranking *ranking, struct reference *reference, const struct query *query)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	g_autoptr(GString) typed = g_string_new(NULL);
	bool in_title = true, prefix = false;

	*ranking = (struct ranking){
		.reference = reference,
		.sought = g_hash_table_new_full(NULL, NULL, NULL, free_sought),
	};
	if (query->root != NULL)
		gather_words(query->root, false, words);
	for (guint i = 0; i < words->len; i++) {
		const struct query_node *node = words->pdata[i];
		struct sought *sought =
			is_words(node) ? sought_new(reference->lexicon, node->value, node->prefix)
				       : NULL;

		if (is_words(node) && sought == NULL)
			continue;
		in_title = in_title && sought != NULL && (node->columns & COLUMN_TITLE) != 0;
		ranking->has_signs =
			ranking->has_signs || (sought != NULL && sought_has_signs(sought));
		if (sought != NULL && is_asked(query->root, node))
			g_hash_table_insert(ranking->sought, (void *)node, sought);
		else
			sought_free(sought);
		g_string_append_printf(typed, " %s", node->value);
		prefix = node->prefix;
	}
	if (in_title && typed->len > 0)
		ranking->phrase = sought_new(reference->lexicon, typed->str + 1, prefix);
}

static void
ranking_clear(struct ranking *ranking)
{
	g_hash_table_destroy(ranking->sought);
	sought_free(ranking->phrase);
}

/* Whether what is asked of some columns holds within them; what is asked of none of them, and
 * what must not hold, counts nothing. */
enum within { UNASKED, HOLDS, FAILS };

static enum within
within(const struct ranking *ranking, const struct query_node *node,
	const struct read_document *read, unsigned columns)
{
	enum within all = UNASKED;

	if (node == NULL || node->op == QUERY_NOT)
		return UNASKED;
	if (node->op == QUERY_TEST) {
		const struct sought *sought = g_hash_table_lookup(ranking->sought, node);

		columns &= node->columns;
		if (sought == NULL || columns == 0)
			return UNASKED;
		return columns_hold(read, sought, columns) ? HOLDS : FAILS;
	}
	for (uint32_t i = 0; i < node->count; i++) {
		enum within one = within(ranking, node->children[i], read, columns);

		if (one != UNASKED &&
			(all == UNASKED || one == (node->op == QUERY_AND ? FAILS : HOLDS)))
			all = one;
	}
	return all;
}

static const char *const rank_names[] = { "the title", "the title's beginning", "title", "headings",
	"text" };

/* From 0, the best. */
static unsigned
rank_of(const struct ranking *ranking, const struct query *query, uint32_t i,
	enum reference_way way)
{
	const struct read_document *read = document_at(ranking->reference, i);
	bool in_names = within(ranking, query->root, read, COLUMN_TITLE | COLUMN_HEADING) == HOLDS;

	if (way == REFERENCE_BY_NEWEST)
		return in_names ? 0 : 1;
	if (within(ranking, query->root, read, COLUMN_TITLE) == HOLDS) {
		if (ranking->phrase != NULL &&
			(sought_is(ranking->phrase, &read->title) ||
				sought_is(ranking->phrase, &read->short_title)))
			return 0;
		return ranking->phrase != NULL && sought_begins(ranking->phrase, &read->title) ? 1
											       : 2;
	}
	return in_names && !ranking->has_signs ? 3 : 4;
}

/* Less than 0 where a is newer: by published, else fetched, else the file's time; of one day by
 * that. */
static int
compare_age(const struct reference *reference, uint32_t a, uint32_t b)
{
	const uint32_t documents[] = { a, b };
	int64_t days[2], seconds[2];

	for (int i = 0; i < 2; i++) {
		const struct read_document *read = document_at(reference, documents[i]);
		const char *date = document_date(read->document);

		seconds[i] = read->state.mtime / 1000000000;
		days[i] = date[0] != '\0' ? first_day(date) : seconds[i] / 86400;
	}
	if (days[0] != days[1])
		return days[0] > days[1] ? -1 : 1;
	return seconds[0] != seconds[1] ? (seconds[0] > seconds[1] ? -1 : 1) : 0;
}

static bool
same_texts(const GArray *a, const GArray *b)
{
	if (a->len != b->len)
		return false;
	for (guint i = 0; i < a->len; i++) {
		const struct read_text *one = &g_array_index(a, struct read_text, i);
		const struct read_text *other = &g_array_index(b, struct read_text, i);

		if (one->length != other->length ||
			memcmp(one->text, other->text, one->length) != 0)
			return false;
	}
	return true;
}

static bool
same_words(const struct reference *reference, uint32_t a, uint32_t b)
{
	const struct read_document *one = document_at(reference, a);
	const struct read_document *other = document_at(reference, b);

	return strcmp(one->title.text, other->title.text) == 0 &&
	       same_texts(one->headings, other->headings) && same_texts(one->pieces, other->pieces);
}

/* Two that stand one after the other, and are of one rank. */
static char *
check_pair(const struct reference *reference, uint32_t a, uint32_t b, enum reference_way way)
{
	int age = compare_age(reference, a, b);

	if (way == REFERENCE_BY_NEWEST)
		return age > 0 ? complain(reference, "the older first", a, b) : NULL;
	if (!same_words(reference, a, b))
		return NULL;
	if (age > 0)
		return complain(reference, "the older of the same words first", a, b);
	return age == 0 && a > b ? complain(reference, "not in order of path", a, b) : NULL;
}

static char *
check_ranked(const struct ranking *ranking, const struct query *query, const GArray *found,
	const GArray *documents, enum reference_way way)
{
	struct reference *reference = ranking->reference;
	g_autofree unsigned *ranks = g_new0(unsigned, reference_count(reference));
	char *wrong = NULL;
	guint count = documents->len;

	for (guint i = 0; i < found->len; i++)
		ranks[at(found, i)] = rank_of(ranking, query, at(found, i), way);
	for (guint i = 0; i + 1 < count && wrong == NULL; i++) {
		uint32_t a = at(documents, query->reverse ? count - 1 - i : i);
		uint32_t b = at(documents, query->reverse ? count - 2 - i : i + 1);

		if (ranks[a] > ranks[b])
			wrong = complain(reference, rank_names[ranks[a]], a, b);
		else if (ranks[a] == ranks[b])
			wrong = check_pair(reference, a, b, way);
	}
	/* What a limit leaves out is no more relevant. */
	for (guint i = 0; i < found->len && count > 0 && !query->reverse && wrong == NULL; i++) {
		bool given = false;

		for (guint k = 0; k < count && !given; k++)
			given = at(documents, k) == at(found, i);
		if (!given && ranks[at(found, i)] < ranks[at(documents, count - 1)])
			wrong = complain(reference, "left out the more relevant",
				at(documents, count - 1), at(found, i));
	}
	return wrong;
}

/* --- all --- */

static char *
check_path(const struct reference *reference, const GArray *found, const GArray *documents)
{
	for (guint i = 0; i < documents->len; i++) {
		if (at(documents, i) != at(found, i))
			return complain(reference, "not in order of path", at(documents, i),
				at(found, i));
	}
	return NULL;
}

char *
reference_order(struct reference *reference, const struct query *query, const GArray *found,
	const GArray *documents, enum reference_way way)
{
	struct ranking ranking;
	guint count = found->len;
	char *wrong;

	if (query->limit > 0 && query->limit < count)
		count = query->limit;
	if (documents->len != count)
		return g_strdup_printf("%u documents, not %u", documents->len, count);
	if (query->sort != NULL)
		return check_sorted(reference, query->sort, query->reverse, found, documents);
	if (way == REFERENCE_BY_PATH)
		return check_path(reference, found, documents);
	ranking_init(&ranking, reference, query);
	/* Without words there is nothing to tell by. */
	wrong = g_hash_table_size(ranking.sought) == 0
			? check_path(reference, found, documents)
			: check_ranked(&ranking, query, found, documents, way);
	ranking_clear(&ranking);
	return wrong;
}
