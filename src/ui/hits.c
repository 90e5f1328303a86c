#include "config.h"

#include "ui/hits.h"

#include <string.h>

#include "text/fold.h"
#include "text/regex.h"

/* A copy of the text in which the line breaks inside a leaf are blanks, so that hits cross them; those
 * between leaves stay. */
static char *
joined_text(const struct document *document)
{
	char *text = g_malloc((size_t)document->length + 1);
	memcpy(text, document->text, document->length);
	text[document->length] = '\0';
	for (uint32_t i = 0; i < document->block_count; i++) {
		const struct block *block = &document->blocks[i];
		if (!block_is_leaf(block->kind))
			continue;
		char *at = text + block->text.start;
		char *end = text + block->text.end;
		while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL)
			*at++ = ' ';
	}
	return text;
}

static void
find_literal(struct hits *hits, const char *text, size_t n, const char *pattern)
{
	bool keep_case = fold_has_upper(pattern, strlen(pattern));
	size_t needle_length, length;
	g_autofree uint32_t *origins = NULL;
	g_autofree char *needle =
	        fold_search(pattern, strlen(pattern), keep_case, &needle_length, NULL);
	if (needle_length == 0)
		return;
	g_autofree char *folded = fold_search(text, n, keep_case, &length, &origins);
	const char *at = folded;
	const char *end = folded + length;
	while ((at = memmem(at, (size_t)(end - at), needle, needle_length)) != NULL) {
		size_t start = (size_t)(at - folded);
		struct range hit = { origins[start], origins[start + needle_length] };
		/* A code point that folds to several may be hit in its midst. */
		if (hit.end <= hit.start)
			hit.end = hit.start + 1;
		if (hits->ranges->len == HITS_MOST) {
			hits->problem = g_strdup("only the first 100,000 hits are shown");
			return;
		}
		g_array_append_val(hits->ranges, hit);
		at += needle_length;
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
find_regex(struct hits *hits, const char *text, size_t n, const char *pattern)
{
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
			hits->problem = g_strdup("the expression takes too long: not all hits are shown");
		if (result != REGEX_FOUND)
			return;
		if (hits->ranges->len == HITS_MOST) {
			hits->problem = g_strdup("only the first 100,000 hits are shown");
			return;
		}
		if (hit.end > hit.start)
			g_array_append_val(hits->ranges, hit);
		from = MAX(hit.end, from + 1);
		while (from < n && ((unsigned char)text[from] & 0xC0) == 0x80)
			from++;
	}
}

struct hits *
hits_new(const struct document *document, const char *pattern)
{
	struct hits *hits = g_new0(struct hits, 1);
	hits->pattern = g_strdup(pattern);
	hits->ranges = g_array_new(FALSE, FALSE, sizeof(struct range));
	if (pattern[0] == '\0')
		return hits;
	g_autofree char *text = joined_text(document);
	if (pattern[0] == '/' && pattern[1] != '\0') {
		g_autofree char *body = g_strdup(pattern + 1);
		size_t n = strlen(body);
		if (n > 1 && body[n - 1] == '/' && body[n - 2] != '\\')
			body[n - 1] = '\0';
		find_regex(hits, text, document->length, body);
	} else {
		find_literal(hits, text, document->length, pattern);
	}
	return hits;
}

void
hits_free(struct hits *hits)
{
	if (hits == NULL)
		return;
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
