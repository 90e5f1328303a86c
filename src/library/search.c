#include "config.h"

#include "library/search.h"

#include <string.h>

#include "text/utf8.h"
#include "text/words.h"

enum {
	/* bytes that regular expressions are run over for marks, all calls of a document together: each
	 * call reads what is left of its section */
	REGEX_BYTES = 64 << 20,
};

/* The hits of a query in a document. */
struct finder {
	const struct document *document;
	GPtrArray *nodes; /* const struct query_node *: different ones */
	GArray *hits;     /* struct phrase_hit in order of start; phrase is an index of nodes */
	uint32_t *counts; /* zeros, one for each node */
};

/* Hits in one section: [first, end) of the hits. */
struct group {
	uint32_t section;
	uint32_t first, end;
	uint32_t phrases; /* different ones */
	double score;
};

/* --- hits --- */

/* Whether two tests find the same. */
static bool
is_same_test(const struct query_node *a, const struct query_node *b)
{
	if (a->test != b->test || a->columns != b->columns || g_strcmp0(a->value, b->value) != 0)
		return false;
	return a->phrase == NULL || phrase_is_prefix(a->phrase) == phrase_is_prefix(b->phrase);
}

/* The query's tests that the text of a document can pass, each once. */
static GPtrArray *
text_tests(const struct query *query)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	GPtrArray *nodes = g_ptr_array_new();

	query_hits(query, all);
	for (guint i = 0; i < all->len; i++) {
		const struct query_node *node = all->pdata[i];
		bool known = (node->columns & (COLUMN_HEADING | COLUMN_TEXT)) == 0 ||
			     (node->phrase == NULL && node->regex == NULL);
		for (guint j = 0; j < nodes->len && !known; j++)
			known = is_same_test(node, nodes->pdata[j]);
		if (!known)
			g_ptr_array_add(nodes, (gpointer)node);
	}
	return nodes;
}

/* A copy of the text in which sections are parted as they are in the index. */
static char *
parted_text(const struct document *document)
{
	char *text = g_malloc((gsize)document->length + 1);

	memcpy(text, document->text, document->length);
	text[document->length] = '\0';
	for (uint32_t i = 0; i < document->section_count; i++) {
		uint32_t start = document->sections[i].text.start;
		if (start > 0)
			text[start - 1] = WORDS_BREAK;
	}
	return text;
}

/* Whether a hit is one for a test: a heading is of the text too. */
static bool
is_hit(const struct document *document, const struct query_node *node, struct range hit)
{
	if (node->columns & COLUMN_TEXT)
		return true;
	uint32_t section = document_section_at(document, hit.start);
	return section != NONE && hit.end <= document->sections[section].heading.end;
}

static void
find_phrases(struct finder *finder, const char *text)
{
	g_autofree const struct phrase **phrases = g_new(const struct phrase *, finder->nodes->len);
	g_autofree uint32_t *owners = g_new(uint32_t, finder->nodes->len);
	uint32_t count = 0, kept = 0;

	for (guint i = 0; i < finder->nodes->len; i++) {
		const struct query_node *node = finder->nodes->pdata[i];
		if (node->phrase != NULL) {
			owners[count] = i;
			phrases[count++] = node->phrase;
		}
	}
	if (count == 0)
		return;
	phrase_find_all(phrases, count, text, finder->document->length, finder->hits);
	for (guint i = 0; i < finder->hits->len; i++) {
		struct phrase_hit hit = g_array_index(finder->hits, struct phrase_hit, i);
		hit.phrase = owners[hit.phrase];
		if (is_hit(finder->document, finder->nodes->pdata[hit.phrase], hit.range))
			g_array_index(finder->hits, struct phrase_hit, kept++) = hit;
	}
	g_array_set_size(finder->hits, kept);
}

/* All matches of a test in part of the text, so long as left lasts. */
static void
find_matches(struct finder *finder, uint32_t node, const char *text, struct range part,
	size_t *left)
{
	const struct query_node *test = finder->nodes->pdata[node];
	size_t n = range_length(part), from = 0;
	struct phrase_hit hit = { .phrase = node };

	text += part.start;
	while (from < n && n - from < *left) {
		*left -= n - from;
		enum regex_result result = regex_find(test->regex, text, n, from, &hit.range);
		if (result == REGEX_LIMIT)
			*left = 0; /* it would be as slow in the next section */
		if (result != REGEX_FOUND)
			return;
		from = MAX(hit.range.end, from + 1);
		while (from < n && utf8_is_tail((unsigned char)text[from]))
			from++;
		hit.range.start += part.start;
		hit.range.end += part.start;
		if (hit.range.end > hit.range.start)
			g_array_append_val(finder->hits, hit);
	}
}

static void
find_expression(struct finder *finder, uint32_t node, const char *text, size_t *left)
{
	const struct document *document = finder->document;
	const struct query_node *test = finder->nodes->pdata[node];

	if (test->columns & COLUMN_TEXT)
		find_matches(finder, node, text, document_section_range(document, NONE), left);
	for (uint32_t i = 0; i < document->section_count; i++) {
		const struct section *section = &document->sections[i];
		find_matches(finder, node, text,
			test->columns & COLUMN_TEXT ? section->text : section->heading, left);
	}
}

static gint
compare_hits(gconstpointer a, gconstpointer b)
{
	const struct phrase_hit *x = a, *y = b;
	if (x->range.start != y->range.start)
		return x->range.start < y->range.start ? -1 : 1;
	return x->range.end > y->range.end ? -1 : x->range.end < y->range.end;
}

static void
finder_init(struct finder *finder, const struct document *document, const struct query *query)
{
	bool expressions = false;
	size_t left = REGEX_BYTES;

	finder->document = document;
	finder->nodes = text_tests(query);
	finder->hits = g_array_new(FALSE, FALSE, sizeof(struct phrase_hit));
	finder->counts = g_new0(uint32_t, finder->nodes->len);
	if (finder->nodes->len == 0 || document->length == 0)
		return;
	g_autofree char *text = parted_text(document);
	find_phrases(finder, text);
	for (guint i = 0; i < finder->nodes->len; i++) {
		const struct query_node *node = finder->nodes->pdata[i];
		if (node->regex == NULL)
			continue;
		find_expression(finder, i, document->text, &left);
		expressions = true;
	}
	if (expressions)
		g_array_sort(finder->hits, compare_hits);
}

static void
finder_clear(struct finder *finder)
{
	g_ptr_array_unref(finder->nodes);
	g_array_unref(finder->hits);
	g_free(finder->counts);
}

static const struct phrase_hit *
finder_hits(const struct finder *finder)
{
	return (const struct phrase_hit *)(const void *)finder->hits->data;
}

/* Appends hits[first, end) as ranges without overlap, at most so many. */
static void
merge_hits(const struct finder *finder, uint32_t first, uint32_t end, uint32_t most, GArray *ranges)
{
	const struct phrase_hit *hits = finder_hits(finder);

	for (uint32_t i = first; i < end; i++) {
		struct range *last = NULL;
		if (i > first)
			last = &g_array_index(ranges, struct range, ranges->len - 1);
		if (last != NULL && hits[i].range.start < last->end)
			last->end = MAX(last->end, hits[i].range.end);
		else if (most-- == 0)
			return;
		else
			g_array_append_val(ranges, hits[i].range);
	}
}

/* --- sections that hold some --- */

static uint32_t
heading_end(const struct document *document, uint32_t section)
{
	return section != NONE ? document->sections[section].heading.end : 0;
}

/* Counts what a group holds. Its score has the order of places: phrases, then those of them in the
 * heading, then hits; between 0 and 1. */
static void
weigh(struct finder *finder, struct group *group)
{
	const struct phrase_hit *hits = finder_hits(finder);
	uint32_t heading = heading_end(finder->document, group->section);
	uint32_t in_heading = 0;
	double of = finder->nodes->len + 1.0, count = group->end - group->first;

	group->phrases = 0;
	for (uint32_t i = group->first; i < group->end; i++) {
		if (finder->counts[hits[i].phrase]++ > 0)
			continue;
		group->phrases++;
		/* The first of a phrase is in the heading where any is. */
		in_heading += hits[i].range.start < heading;
	}
	for (uint32_t i = group->first; i < group->end; i++)
		finder->counts[hits[i].phrase] = 0;
	group->score = (group->phrases + (in_heading + count / (count + 1)) / of) / of;
}

/* The groups of all sections that hold hits, in order of the text: struct group. */
static GArray *
group_hits(struct finder *finder)
{
	GArray *groups = g_array_new(FALSE, FALSE, sizeof(struct group));
	const struct phrase_hit *hits = finder_hits(finder);

	for (uint32_t i = 0; i < finder->hits->len;) {
		struct group group = {
			.section = document_section_at(finder->document, hits[i].range.start),
			.first = i,
		};
		struct range range = document_section_range(finder->document, group.section);
		while (i < finder->hits->len && hits[i].range.start < range.end)
			i++;
		group.end = i;
		weigh(finder, &group);
		g_array_append_val(groups, group);
	}
	return groups;
}

static gint
compare_groups(gconstpointer a, gconstpointer b)
{
	const struct group *x = a, *y = b;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->first < y->first ? -1 : x->first > y->first;
}

/* The first timestamp that stands behind an offset. */
static uint32_t
timestamp_behind(const struct document *document, uint32_t at)
{
	uint32_t low = 0, high = document->timestamp_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (document->timestamps[middle].text.start <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The timestamp at which the words at a place are said. */
static uint32_t
timestamp_at(const struct document *document, uint32_t section, uint32_t at)
{
	const struct timestamp *timestamps = document->timestamps;
	struct range within = document_section_range(document, section);
	uint32_t behind = timestamp_behind(document, at);
	bool follows = behind < document->timestamp_count &&
		       range_holds(within, timestamps[behind].text.start);
	uint32_t block = follows ? document_block_at(document, at) : NONE;

	if (follows && range_holds(timestamps[behind].sentence, at))
		return behind;
	/* A transcript's paragraph may begin with its speaker. */
	bool of_block =
		block != NONE && timestamps[behind].text.start < document->blocks[block].text.end;
	if (of_block && document->blocks[block].kind == BLOCK_CUE &&
		(behind == 0 ||
			timestamps[behind - 1].text.start < document->blocks[block].text.start))
		return behind;
	if (behind > 0 && range_holds(within, timestamps[behind - 1].text.start))
		return behind - 1;
	return follows && (of_block || at < heading_end(document, section)) ? behind : NONE;
}

static struct search_place *
make_place(const struct document *document, uint32_t section, uint32_t at)
{
	struct search_place *place = g_new0(struct search_place, 1);

	place->section = section;
	place->offset = at;
	place->line = document_line(document, at);
	place->timestamp = timestamp_at(document, section, at);
	place->milliseconds = NONE;
	if (place->timestamp != NONE)
		place->milliseconds = document->timestamps[place->timestamp].milliseconds;
	return place;
}

/* The hits of a group that are shown. */
static struct hit_window
group_window(const struct finder *finder, const struct group *group, uint32_t length)
{
	return snippet_window(finder->document->text, finder_hits(finder), group->first, group->end,
		heading_end(finder->document, group->section), length, finder->counts);
}

static void
make_snippet(const struct finder *finder, const struct group *group, struct hit_window window,
	uint32_t length, struct snippet *snippet)
{
	const struct phrase_hit *hits = finder_hits(finder);
	g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(struct range));
	struct range shown = hits[window.first].range;

	for (uint32_t i = window.first; i < window.end; i++)
		shown.end = MAX(shown.end, hits[i].range.end);
	merge_hits(finder, group->first, group->end, UINT32_MAX, ranges);
	snippet_make(snippet, finder->document->text,
		document_section_range(finder->document, group->section), shown, ranges, length);
}

static struct search_place *
place_of_group(const struct finder *finder, const struct group *group, struct hit_window window,
	uint32_t length)
{
	struct search_place *place = make_place(finder->document, group->section,
		finder_hits(finder)[window.first].range.start);

	place->phrases = group->phrases;
	place->score = group->score;
	make_snippet(finder, group, window, length, &place->snippet);
	return place;
}

/* The place of a document that holds no hit: its first section, and how that begins. */
static struct search_place *
first_place(const struct document *document, uint32_t length)
{
	uint32_t section = document->section_count > 0 ? 0 : NONE;
	struct range within = document_section_range(document, section);
	struct search_place *place = make_place(document, section, within.start);
	uint32_t body = heading_end(document, section);
	g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(struct range));

	while (body < within.end && g_ascii_isspace(document->text[body]))
		body++;
	if (body == within.end)
		body = within.start;
	snippet_make(&place->snippet, document->text, within, (struct range){ body, body }, none,
		length);
	return place;
}

void
search_places(const struct document *document, const struct query *query, uint32_t most,
	uint32_t snippet_length, GPtrArray *places)
{
	struct finder finder;
	finder_init(&finder, document, query);
	g_autoptr(GArray) groups = group_hits(&finder);

	g_array_sort(groups, compare_groups);
	for (guint i = 0; i < groups->len && i < most; i++) {
		const struct group *group = &g_array_index(groups, struct group, i);
		struct hit_window window = group_window(&finder, group, snippet_length);
		g_ptr_array_add(places, place_of_group(&finder, group, window, snippet_length));
	}
	if (groups->len == 0 && most > 0)
		g_ptr_array_add(places, first_place(document, snippet_length));
	finder_clear(&finder);
}

void
search_place_free(struct search_place *place)
{
	if (place == NULL)
		return;
	snippet_clear(&place->snippet);
	g_free(place);
}

void
search_hits(const struct document *document, const struct query *query, uint32_t most,
	GArray *ranges)
{
	struct finder finder;
	finder_init(&finder, document, query);
	merge_hits(&finder, 0, finder.hits->len, most, ranges);
	finder_clear(&finder);
}

struct search_place *
search_best(const struct document *document, const struct query *query, uint32_t length)
{
	struct finder finder;
	finder_init(&finder, document, query);
	g_autoptr(GArray) groups = group_hits(&finder);
	const struct group *best = NULL;
	struct hit_window shown = { 0 };
	struct search_place *place = NULL;

	for (guint i = 0; i < groups->len; i++) {
		const struct group *group = &g_array_index(groups, struct group, i);
		struct hit_window window = group_window(&finder, group, length);
		if (best != NULL && !hit_window_is_better(&window, &shown))
			continue;
		best = group;
		shown = window;
	}
	if (best != NULL)
		place = place_of_group(&finder, best, shown, length);
	finder_clear(&finder);
	return place;
}
