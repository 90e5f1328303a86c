#include "config.h"

#include "library/stamp_search.h"

#include <string.h>

#include "text/utf8.h"

enum {
	/* bytes that a query is asked of in one document: so many, and its text so often. Ranges that
	 * timestamps mark overlap little, but in tables made to do so */
	BYTES_ALWAYS = 64 << 20,
	TEXTS_MOST = 16,
};

/* A test of the tree. */
struct test {
	const struct query_node *node;
	unsigned
		columns; /* enum query_column: where it is asked of what is read; 0: of the store */
	struct idset *ids;  /* of the store: documents that pass */
	bool positive;      /* its hits are such of the query */
	bool title;         /* whether the document's title passes */
	bool heading, text; /* the section's, and what is looked at now */
};

struct stamp_search {
	const struct query *query;
	struct test *tests;
	uint32_t count;
	GHashTable *by_node;           /* query node to struct test * */
	const struct phrase **phrases; /* of tests of the text */
	uint32_t *owners;              /* their tests */
	uint32_t phrase_count, expressions;
	GPtrArray *
		made; /* struct query_node *: those of the wider query that are no node of the query */

	/* the document looked at */
	const struct document *document;
	uint32_t id;
	uint32_t section; /* whose title was asked last */
	GArray *hits;     /* struct phrase_hit of its text, whose phrase is a test */
	size_t left;      /* bytes that may still be read */
	bool limited;
};

/* Timestamps that are found together: one, or the cues of a paragraph. */
struct unit {
	uint32_t first, end; /* timestamps */
	struct range text;   /* asked */
	bool cues;
};

/* --- the tests of a query --- */

static unsigned
columns_of(const struct query_node *node)
{
	if (node->field == NULL)
		return COLUMN_HEADING | COLUMN_TEXT;
	return node->field->type == QUERY_TEXT ? node->columns : 0;
}

static void
collect_tests(const struct query_node *node, GPtrArray *nodes)
{
	if (node->op == QUERY_TEST)
		g_ptr_array_add(nodes, (gpointer)node);
	/* No deeper than QUERY_DEPTH brackets. */
	for (uint32_t i = 0; i < node->count; i++)
		collect_tests(node->children[i], nodes);
}

static struct test *
test_of(const struct stamp_search *search, const struct query_node *node)
{
	return g_hash_table_lookup(search->by_node, node);
}

static void
collect_phrases(struct stamp_search *search)
{
	g_autoptr(GPtrArray) hits = g_ptr_array_new();

	query_hits(search->query, hits);
	for (guint i = 0; i < hits->len; i++)
		test_of(search, hits->pdata[i])->positive = true;
	for (uint32_t i = 0; i < search->count; i++) {
		const struct test *test = &search->tests[i];

		if ((test->columns & COLUMN_TEXT) == 0)
			continue;
		search->expressions += test->node->regex != NULL;
		if (test->node->phrase == NULL)
			continue;
		search->owners[search->phrase_count] = i;
		search->phrases[search->phrase_count++] = test->node->phrase;
	}
}

struct stamp_search *
stamp_search_new(const struct query *query)
{
	struct stamp_search *search = g_new0(struct stamp_search, 1);
	g_autoptr(GPtrArray) nodes = g_ptr_array_new();

	if (query->root != NULL)
		collect_tests(query->root, nodes);
	search->query = query;
	search->count = nodes->len;
	search->tests = g_new0(struct test, nodes->len);
	search->phrases = g_new0(const struct phrase *, nodes->len);
	search->owners = g_new0(uint32_t, nodes->len);
	search->by_node = g_hash_table_new(NULL, NULL);
	search->made = g_ptr_array_new();
	search->hits = g_array_new(FALSE, FALSE, sizeof(struct phrase_hit));
	for (guint i = 0; i < nodes->len; i++) {
		search->tests[i].node = nodes->pdata[i];
		search->tests[i].columns = columns_of(nodes->pdata[i]);
		g_hash_table_insert(search->by_node, nodes->pdata[i], &search->tests[i]);
	}
	collect_phrases(search);
	return search;
}

void
stamp_search_free(struct stamp_search *search)
{
	if (search == NULL)
		return;
	for (uint32_t i = 0; i < search->count; i++)
		idset_free(search->tests[i].ids);
	for (guint i = 0; i < search->made->len; i++) {
		struct query_node *node = search->made->pdata[i];

		g_free(node->children);
		g_free(node);
	}
	g_ptr_array_unref(search->made);
	g_array_unref(search->hits);
	g_hash_table_unref(search->by_node);
	g_free(search->phrases);
	g_free(search->owners);
	g_free(search->tests);
	g_free(search);
}

/* --- asking the store --- */

static struct query_node *
made_node(struct stamp_search *search, enum query_op op)
{
	struct query_node *node = g_new0(struct query_node, 1);

	node->op = op;
	g_ptr_array_add(search->made, node);
	return node;
}

static bool
asks_sentence(const struct stamp_search *search, const struct query_node *node)
{
	if (node->op == QUERY_TEST)
		return (test_of(search, node)->columns & (COLUMN_HEADING | COLUMN_TEXT)) != 0;
	for (uint32_t i = 0; i < node->count; i++) {
		if (asks_sentence(search, node->children[i]))
			return true;
	}
	return false;
}

static const struct query_node *widened(struct stamp_search *search, const struct query_node *node);

/* An `and` or `or` of what is widened. */
static const struct query_node *
widened_group(struct stamp_search *search, const struct query_node *node)
{
	struct query_node *group = made_node(search, node->op);

	group->children = g_new0(struct query_node *, node->count);
	for (uint32_t i = 0; i < node->count; i++) {
		const struct query_node *child = widened(search, node->children[i]);

		if (child != NULL)
			group->children[group->count++] = (struct query_node *)child;
		else if (node->op == QUERY_OR)
			return NULL;
	}
	return group->count > 1 ? group : group->count == 1 ? group->children[0] : NULL;
}

/* What holds for each document that has a timestamp for which a node holds; NULL: nothing is known. What
 * must not stand in a sentence may stand in another. */
static const struct query_node *
widened(struct stamp_search *search, const struct query_node *node)
{
	if (node->op == QUERY_AND || node->op == QUERY_OR)
		return widened_group(search, node);
	if (node->op == QUERY_NOT)
		return asks_sentence(search, node->children[0]) ? NULL : node;
	if (node->field != NULL)
		return node;
	if (node->test == TEST_PHRASE && node->phrase == NULL)
		return NULL;

	struct query_node *word = made_node(search, QUERY_TEST);

	*word = *node;
	word->columns = COLUMN_HEADING | COLUMN_TEXT;
	return word;
}

/* The query for the documents, with an `and` of what is widened and `has:stamps`. */
static struct query
wider_query(struct stamp_search *search)
{
	const struct query_node *root = NULL;
	struct query_node *both = made_node(search, QUERY_AND);
	struct query_node *stamps = made_node(search, QUERY_TEST);
	struct query query = *search->query;

	if (query.root != NULL)
		root = widened(search, query.root);
	stamps->field = query_field_named("has", 3);
	stamps->test = TEST_ANY;
	stamps->state = STATE_STAMPS;
	both->children = g_new0(struct query_node *, 2);
	if (root != NULL)
		both->children[both->count++] = (struct query_node *)root;
	both->children[both->count++] = stamps;
	query.root = both->count == 1 ? stamps : both;
	query.limit = 0;
	return query;
}

static struct idset *
ask_field(const struct query_node *node, struct store *store, const struct answer_options *options,
	GError **error)
{
	struct query alone = { .root = (struct query_node *)node };
	struct answer_options any_order = *options;

	any_order.order = ANSWER_BY_ID;
	g_autoptr(Answer) answer = answer_new(store, &alone, &any_order, error);
	if (answer == NULL)
		return NULL;
	struct idset *ids = idset_new();
	for (guint i = 0; i < answer->ids->len; i++)
		idset_add(ids, g_array_index(answer->ids, uint32_t, i));
	return ids;
}

struct answer *
stamp_search_ask(struct stamp_search *search, struct store *store,
	const struct answer_options *options, GError **error)
{
	struct answer_options widest = *options;
	struct query query = wider_query(search);

	for (uint32_t i = 0; i < search->count; i++) {
		struct test *test = &search->tests[i];

		if (test->columns != 0)
			continue;
		idset_free(test->ids);
		test->ids = ask_field(test->node, store, options, error);
		if (test->ids == NULL)
			return NULL;
	}
	widest.widest = true;
	return answer_new(store, &query, &widest, error);
}

/* --- asking a document --- */

/* Whether the tree holds for what is looked at; without its text where that is asked. */
static bool
holds(const struct stamp_search *search, const struct query_node *node, bool without_text)
{
	const struct test *test;

	switch (node->op) {
	case QUERY_NOT:
		return !holds(search, node->children[0], without_text);
	case QUERY_AND:
	case QUERY_OR:
		for (uint32_t i = 0; i < node->count; i++) {
			if (holds(search, node->children[i], without_text) ==
				(node->op == QUERY_OR))
				return node->op == QUERY_OR;
		}
		return node->op == QUERY_AND;
	case QUERY_TEST:
		break;
	}
	test = test_of(search, node);
	if (test->columns == 0)
		return test->ids != NULL && idset_has(test->ids, search->id);
	if (node->test == TEST_PHRASE && node->phrase == NULL)
		return true;
	return test->title || test->heading || (test->text && !without_text);
}

static void
begin(struct stamp_search *search, const struct document *document, uint32_t id)
{
	const char *title = document_field(document, FIELD_TITLE);

	search->document = document;
	search->id = id;
	search->section = NONE;
	search->left = BYTES_ALWAYS + (size_t)document->length * TEXTS_MOST;
	search->limited = false;
	for (uint32_t i = 0; i < search->count; i++) {
		struct test *test = &search->tests[i];

		test->title =
			(test->columns & COLUMN_TITLE) != 0 && query_test_value(test->node, title);
		test->heading = false;
	}
}

static void
ask_heading(struct stamp_search *search, uint32_t section)
{
	if (section == search->section)
		return;
	search->section = section;
	for (uint32_t i = 0; i < search->count; i++) {
		struct test *test = &search->tests[i];

		test->heading =
			section != NONE && (test->columns & COLUMN_HEADING) != 0 &&
			query_test_value(test->node, search->document->sections[section].title);
	}
}

/* Whether a hit is in a label that is part of what is asked: `Ann [1:02]: ...`. */
static bool
is_in_label(const struct stamp_search *search, const struct unit *unit, struct range hit)
{
	if (!unit->cues)
		return false;
	for (uint32_t i = unit->first; i < unit->end; i++) {
		struct range label = search->document->timestamps[i].text;

		if (label.start >= hit.end)
			return false;
		if (label.end > hit.start && label.end > label.start)
			return true;
	}
	return false;
}

static void
add_hit(struct stamp_search *search, const struct unit *unit, uint32_t test, struct range at)
{
	struct phrase_hit hit = { .phrase = test };

	hit.range.start = at.start + unit->text.start;
	hit.range.end = at.end + unit->text.start;
	if (is_in_label(search, unit, hit.range))
		return;
	search->tests[test].text = true;
	g_array_append_val(search->hits, hit);
}

/* All matches of an expression. */
static void
find_matches(struct stamp_search *search, const struct unit *unit, uint32_t test)
{
	const char *text = search->document->text + unit->text.start;
	size_t n = range_length(unit->text), from = 0;
	struct range match;

	while (from <= n) {
		if (search->left < n - from) {
			search->limited = true;
			return;
		}
		/* Each search looks at the rest, to see that it is sound. */
		search->left -= n - from;
		enum regex_result result =
			regex_find(search->tests[test].node->regex, text, n, from, &match);

		/* It would be as slow in the next. */
		if (result == REGEX_LIMIT)
			search->limited = true;
		if (result != REGEX_FOUND)
			return;
		add_hit(search, unit, test, match);
		from = MAX(match.end, from + 1);
		while (from < n && utf8_is_tail((unsigned char)text[from]))
			from++;
	}
}

static gint
compare_hits(gconstpointer a, gconstpointer b)
{
	const struct phrase_hit *x = a, *y = b;

	return x->range.start < y->range.start ? -1 : x->range.start > y->range.start;
}

static bool
is_blank(const char *s, size_t n)
{
	while (n > 0 && g_ascii_isspace(*s)) {
		s++;
		n--;
	}
	return n == 0;
}

/* Asks the text of a unit: its hits, in order, and which tests it passes. */
static void
ask_text(struct stamp_search *search, const struct unit *unit)
{
	const char *text = search->document->text + unit->text.start;
	size_t n = range_length(unit->text);
	g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(struct phrase_hit));

	g_array_set_size(search->hits, 0);
	for (uint32_t i = 0; i < search->count; i++) {
		const struct query_node *node = search->tests[i].node;

		search->tests[i].text = (search->tests[i].columns & COLUMN_TEXT) != 0 &&
					node->test == TEST_ANY && !is_blank(text, n);
	}
	if (search->left < n || search->limited) {
		search->limited = true;
		return;
	}
	search->left -= n;
	if (search->phrase_count > 0)
		phrase_find_all(search->phrases, search->phrase_count, text, n, hits);
	for (guint i = 0; i < hits->len; i++) {
		const struct phrase_hit *hit = &g_array_index(hits, struct phrase_hit, i);

		add_hit(search, unit, search->owners[hit->phrase], hit->range);
	}
	if (search->expressions == 0)
		return;
	for (uint32_t i = 0; i < search->count; i++) {
		if (search->tests[i].node->regex != NULL &&
			(search->tests[i].columns & COLUMN_TEXT) != 0)
			find_matches(search, unit, i);
	}
	g_array_sort(search->hits, compare_hits);
}

/* --- units --- */

/* The timestamps from first on that are found together. */
static struct unit
unit_at(const struct document *document, uint32_t first)
{
	const struct timestamp *timestamps = document->timestamps;
	uint32_t at = document_block_at(document, timestamps[first].text.start);
	const struct block *block = at != NONE ? &document->blocks[at] : NULL;
	struct unit unit = { first, first + 1, timestamps[first].sentence, false };

	if (block == NULL || block->kind != BLOCK_CUE)
		return unit;
	unit.cues = true;
	unit.text = block->text;
	while (unit.end < document->timestamp_count &&
		timestamps[unit.end].text.start < block->text.end)
		unit.end++;
	/* The label that a paragraph begins with is none of its words. */
	if (timestamps[first].text.start == unit.text.start)
		unit.text.start = MAX(timestamps[first].text.end, unit.text.start);
	return unit;
}

/* The timestamps that are found together with one. */
static struct unit
unit_of(const struct document *document, uint32_t timestamp)
{
	const struct timestamp *timestamps = document->timestamps;
	uint32_t at = document_block_at(document, timestamps[timestamp].text.start);
	bool cues = at != NONE && document->blocks[at].kind == BLOCK_CUE;

	while (cues && timestamp > 0 &&
		timestamps[timestamp - 1].text.start >= document->blocks[at].text.start)
		timestamp--;
	return unit_at(document, timestamp);
}

static bool
is_positive(const struct stamp_search *search, const struct phrase_hit *hit)
{
	return search->tests[hit->phrase].positive;
}

/* The cues of a unit that hold something of its hits, both in order of the text; a hit that no cue's words hold
 * is of the cue before it, or of the first. */
static void
add_cues(const struct stamp_search *search, const struct unit *unit, GArray *found)
{
	const struct timestamp *timestamps = search->document->timestamps;
	uint32_t at = unit->first, next = unit->first; /* what is before next is found, or is not */
	uint32_t added = found->len;

	for (guint i = 0; i < search->hits->len; i++) {
		const struct phrase_hit *hit = &g_array_index(search->hits, struct phrase_hit, i);
		if (!is_positive(search, hit))
			continue;
		while (at + 1 < unit->end && timestamps[at + 1].sentence.start <= hit->range.start)
			at++;
		uint32_t cue = at;
		do {
			if (cue >= next) {
				g_array_append_val(found, cue);
				next = cue + 1;
			}
			cue++;
		} while (cue < unit->end && timestamps[cue].sentence.start < hit->range.end);
	}
	if (found->len == added && unit->first < unit->end) {
		for (uint32_t cue = unit->first; cue < unit->end; cue++)
			g_array_append_val(found, cue);
	}
}

static void
add_unit(const struct stamp_search *search, const struct unit *unit, GArray *found)
{
	const struct query_node *root = search->query->root;

	if (root != NULL && !holds(search, root, false))
		return;
	if (unit->cues && root != NULL && !holds(search, root, true)) {
		add_cues(search, unit, found);
		return;
	}
	for (uint32_t i = unit->first; i < unit->end; i++)
		g_array_append_val(found, i);
}

bool
stamp_search_find(struct stamp_search *search, const struct document *document, uint32_t id,
	GArray *found)
{
	struct range last = { RANGE_NONE, RANGE_NONE };

	begin(search, document, id);
	for (uint32_t i = 0; i < document->timestamp_count;) {
		struct unit unit = unit_at(document, i);

		ask_heading(search,
			document_section_at(document, document->timestamps[i].text.start));
		/* Several timestamps may mark one sentence. */
		if (unit.text.start != last.start || unit.text.end != last.end)
			ask_text(search, &unit);
		last = unit.text;
		add_unit(search, &unit, found);
		i = unit.end;
	}
	return !search->limited;
}

void
stamp_search_hits(struct stamp_search *search, const struct document *document, uint32_t timestamp,
	GArray *ranges)
{
	struct range sentence = document->timestamps[timestamp].sentence, *last = NULL;
	struct unit unit = unit_of(document, timestamp);

	begin(search, document, 0);
	ask_text(search, &unit);
	for (guint i = 0; i < search->hits->len; i++) {
		const struct phrase_hit *hit = &g_array_index(search->hits, struct phrase_hit, i);
		struct range range = { MAX(hit->range.start, sentence.start),
			MIN(hit->range.end, sentence.end) };

		if (!is_positive(search, hit) || range.start >= range.end)
			continue;
		if (last != NULL && range.start < last->end) {
			last->end = MAX(last->end, range.end);
			continue;
		}
		g_array_append_val(ranges, range);
		last = &g_array_index(ranges, struct range, ranges->len - 1);
	}
}
