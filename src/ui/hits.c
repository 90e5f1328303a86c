#include "config.h"

#include "ui/hits.h"

#include <string.h>

#include "text/fold.h"
#include "text/regex.h"
#include "text/utf8.h"

/* A copy of text[from, to) in which the line breaks inside a leaf are blanks, so that hits cross
 * them; those between leaves stay. */
static char *
joined_text(const struct document *document, uint32_t from, uint32_t to)
{
	uint32_t n = to - from;
	char *text = g_malloc((size_t)n + 1);
	uint32_t first = document_block_at(document, from);
	memcpy(text, document->text + from, n);
	text[n] = '\0';
	for (uint32_t i = first == NONE ? 0 : first; i < document->block_count; i++) {
		const struct block *block = &document->blocks[i];
		if (block->text.start >= to)
			break;
		if (!block_is_leaf(block->kind) || block->text.end <= from)
			continue;
		char *at = text + (MAX(block->text.start, from) - from);
		char *end = text + (MIN(block->text.end, to) - from);
		while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL)
			*at++ = ' ';
	}
	return text;
}

/* Adds a hit; false where there are too many. */
static bool
add_hit(struct hits *hits, struct range hit)
{
	if (hits->ranges->len == HITS_MOST) {
		hits->problem = g_strdup("only the first 100,000 hits are shown");
		hits->at = hits->document->length;
		return false;
	}
	g_array_append_val(hits->ranges, hit);
	return true;
}

static void
begin_literal(struct hits *hits)
{
	size_t n = strlen(hits->pattern);
	hits->keep_case = fold_has_upper(hits->pattern, n);
	hits->needle = fold_search(hits->pattern, n, hits->keep_case, &hits->needle_length, NULL);
	if (hits->needle_length == 0)
		hits->at = hits->document->length;
}

/* Looks through text[from, to), which ends where a leaf does: no hit goes beyond. */
static void
find_literal(struct hits *hits, uint32_t from, uint32_t to)
{
	size_t length;
	g_autofree char *text = joined_text(hits->document, from, to);
	g_autofree uint32_t *origins = NULL;
	g_autofree char *folded = fold_search(text, to - from, hits->keep_case, &length, &origins);
	const char *at = folded;
	const char *end = folded + length;
	while ((at = memmem(at, (size_t)(end - at), hits->needle, hits->needle_length)) != NULL) {
		size_t start = (size_t)(at - folded);
		struct range hit = { from + origins[start],
			from + origins[start + hits->needle_length] };
		/* A code point that folds to several may be hit in its midst. */
		if (hit.end <= hit.start)
			hit.end = hit.start + 1;
		if (!add_hit(hits, hit))
			return;
		at += hits->needle_length;
	}
}

/* Whether a regular expression asks for a capital: those of escapes (\S, \W) ask for none. */
static bool
regex_has_upper(const char *pattern)
{
	g_autoptr(GString) plain = g_string_new(NULL);
	for (const char *p = pattern; *p != '\0'; p++) {
		if (*p == '\\' && p[1] != '\0')
			p++;
		else
			g_string_append_c(plain, *p);
	}
	return fold_has_upper(plain->str, plain->len);
}

static void
find_regex(struct hits *hits, const char *pattern)
{
	uint32_t n = hits->document->length;
	g_autofree char *text = joined_text(hits->document, 0, n);
	g_autoptr(GError) error = NULL;
	g_autoptr(Regex) regex = regex_new(pattern, !regex_has_upper(pattern), &error);
	if (regex == NULL) {
		hits->problem = g_strdup(error->message);
		return;
	}
	size_t from = 0;
	while (from < n) {
		struct range hit;
		enum regex_result result = regex_find(regex, text, n, from, &hit);
		if (result == REGEX_LIMIT)
			hits->problem =
				g_strdup("the expression takes too long: not all hits are shown");
		if (result != REGEX_FOUND)
			return;
		if (hit.end > hit.start && !add_hit(hits, hit))
			return;
		from = MAX(hit.end, from + 1);
		while (from < n && utf8_is_tail((unsigned char)text[from]))
			from++;
	}
}

struct hits *
hits_begin(const struct document *document, const char *pattern)
{
	struct hits *hits = g_new0(struct hits, 1);
	hits->document = document;
	hits->pattern = g_strdup(pattern);
	hits->ranges = g_array_new(FALSE, FALSE, sizeof(struct range));
	if (pattern[0] == '/' && pattern[1] != '\0') {
		g_autofree char *body = g_strdup(pattern + 1);
		size_t n = strlen(body);
		if (n > 1 && body[n - 1] == '/' && body[n - 2] != '\\')
			body[n - 1] = '\0';
		find_regex(hits, body);
		hits->at = document->length;
	} else {
		begin_literal(hits);
	}
	return hits;
}

bool
hits_complete(const struct hits *hits)
{
	return hits->at >= hits->document->length;
}

bool
hits_more(struct hits *hits, uint32_t bytes)
{
	const struct document *document = hits->document;
	if (hits_complete(hits))
		return false;
	uint32_t from = hits->at;
	uint32_t to = document->length - from > bytes ? from + bytes : document->length;
	uint32_t block = to < document->length ? document_block_at(document, to) : NONE;
	if (block != NONE)
		to = CLAMP(document->blocks[block].text.end, to, document->length);
	hits->at = to;
	find_literal(hits, from, to);
	return !hits_complete(hits);
}

struct hits *
hits_new(const struct document *document, const char *pattern)
{
	struct hits *hits = hits_begin(document, pattern);
	while (hits_more(hits, document->length))
		;
	return hits;
}

struct hits *
hits_of_ranges(const struct document *document, const char *label, const GArray *ranges)
{
	struct hits *hits = g_new0(struct hits, 1);
	hits->document = document;
	hits->pattern = g_strdup(label);
	hits->ranges = g_array_copy((GArray *)ranges);
	hits->at = document->length;
	hits->given = true;
	return hits;
}

void
hits_free(struct hits *hits)
{
	if (hits == NULL)
		return;
	g_free(hits->needle);
	g_free(hits->pattern);
	g_free(hits->problem);
	g_array_unref(hits->ranges);
	g_free(hits);
}

uint32_t
hits_count(const struct hits *hits)
{
	return hits == NULL ? 0 : hits->ranges->len;
}

struct range
hits_range(const struct hits *hits, uint32_t index)
{
	return g_array_index(hits->ranges, struct range, index);
}

uint32_t
hits_at(const struct hits *hits, uint32_t offset)
{
	uint32_t low = 0, high = hits_count(hits);
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (hits_range(hits, middle).start < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
