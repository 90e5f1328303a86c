#include "config.h"

#include "text/phrase.h"

#include <stdlib.h>
#include <string.h>

#include "text/phrase_private.h"
#include "text/word_scan.h"

/* --- making one --- */

static bool
is_around(char byte)
{
	return (unsigned char)byte <= ' ' || byte == 0x7F || byte == '\'' || byte == '"' ||
	       byte == '`';
}

/* Signs alone: all that was typed, without spaces and quotes around it. */
static void
make_literal(struct phrase *phrase, size_t n)
{
	size_t start = 0;

	while (start < n && is_around(phrase->typed[start]))
		start++;
	while (n > start && is_around(phrase->typed[n - 1]))
		n--;
	phrase->literal = phrase->typed + start;
	phrase->literal_length = n - start;
}

/* What was typed between part i and the next, in [start, end) of it; the end of all is behind the
 * last. */
static void
look_between(struct phrase *phrase, uint32_t i, size_t start, size_t end)
{
	struct part *part = &phrase->parts[i];

	part->after = phrase->typed + start;
	part->after_length = word_scan_signs_after(phrase->typed, end, start);
	if (i + 1 == phrase->count)
		return;
	part->tight = part->after_length == end - start;
	if (part->tight)
		return;
	part[1].before_length = word_scan_signs_before(phrase->typed, end);
	part[1].before = phrase->typed + end - part[1].before_length;
}

static void
finish_parts(struct phrase *phrase, const GArray *ranges, size_t n, bool prefix, bool single)
{
	const struct range *range = &g_array_index(ranges, struct range, 0);
	struct part *last = &phrase->parts[phrase->count - 1];
	const char *bytes = phrase->words;

	for (uint32_t i = 0; i < phrase->count; i++) {
		phrase->parts[i].bytes = bytes;
		phrase->parts[i].before = phrase->typed;
		bytes += phrase->parts[i].length;
	}
	phrase->parts[0].before_length = word_scan_signs_before(phrase->typed, range[0].start);
	phrase->parts[0].before = phrase->typed + range[0].start - phrase->parts[0].before_length;
	for (uint32_t i = 0; i < phrase->count; i++)
		look_between(phrase, i, range[i].end,
			i + 1 < phrase->count ? range[i + 1].start : n);
	phrase->prefix = prefix && !single && range[phrase->count - 1].end == n;
	if (prefix && last->after_length > 0 && !word_scan_closes(last->after[0]))
		last->after_length = 0;
}

struct phrase *
phrase_new(const char *typed, size_t n, bool prefix)
{
	struct phrase *phrase = g_new0(struct phrase, 1);
	g_autoptr(GArray) parts = g_array_new(FALSE, TRUE, sizeof(struct part));
	g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(struct range));
	GString *words = g_string_new(NULL);
	struct scanned_word word;
	struct word_scan scan;
	bool single = false;

	phrase->typed = g_malloc(n + 1);
	for (size_t i = 0; i < n; i++)
		phrase->typed[i] = typed[i] == WORDS_BREAK ? ' ' : typed[i];
	phrase->typed[n] = '\0';
	scan = (struct word_scan){ .text = phrase->typed, .n = n };
	while (word_scan_next(&scan, &word)) {
		struct part part = { .length = word.length };
		g_string_append_len(words, word.bytes, word.length);
		g_array_append_val(ranges, word.range);
		g_array_append_val(parts, part);
		single = word.single;
	}
	phrase->words = g_string_free(words, FALSE);
	phrase->count = parts->len;
	phrase->parts = (struct part *)(void *)g_array_free(g_steal_pointer(&parts), FALSE);
	if (phrase->count > 0)
		finish_parts(phrase, ranges, n, prefix, single);
	else
		make_literal(phrase, n);
	if (phrase->count == 0 && phrase->literal_length == 0) {
		phrase_free(phrase);
		return NULL;
	}
	phrase_make_tokens(phrase);
	return phrase;
}

void
phrase_free(struct phrase *phrase)
{
	if (phrase == NULL)
		return;
	g_free(phrase->typed);
	g_free(phrase->words);
	g_free(phrase->parts);
	g_free(phrase->tokens);
	g_free(phrase->token_bytes);
	g_free(phrase);
}

bool
phrase_is_prefix(const struct phrase *phrase)
{
	return phrase->prefix;
}

/* --- finding --- */

static bool
is_part(const struct part *part, const struct scanned_word *word, bool prefix)
{
	return (prefix ? word->length >= part->length : word->length == part->length) &&
	       memcmp(word->bytes, part->bytes, part->length) == 0;
}

/* Whether the phrase stands where the word does that scan has just given; scan is behind its last
 * word then. */
static bool
match(const struct phrase *phrase, struct word_scan *scan, const struct scanned_word *first,
	struct range *hit)
{
	const char *text = scan->text;
	const struct scanned_word *word = first;
	struct scanned_word next;
	uint32_t end = 0;

	for (uint32_t i = 0;; i++) {
		const struct part *part = &phrase->parts[i];
		bool last = i + 1 == phrase->count;

		if (!is_part(part, word, last && phrase->prefix))
			return false;
		/* Bytes of a word are no signs, so these are behind the word before. */
		if (word->range.start < part->before_length ||
			memcmp(text + word->range.start - part->before_length, part->before,
				part->before_length) != 0)
			return false;
		end = word->range.end;
		if (scan->n - end < part->after_length ||
			memcmp(text + end, part->after, part->after_length) != 0)
			return false;
		end += part->after_length;
		if (last)
			break;
		if (!word_scan_next(scan, &next) || (part->tight && next.range.start != end))
			return false;
		word = &next;
	}
	hit->start = first->range.start - phrase->parts[0].before_length;
	hit->end = end;
	return true;
}

static bool
find_literal(const struct phrase *phrase, const char *text, size_t n, size_t from,
	struct range *hit)
{
	const char *found =
		from < n ? memmem(text + from, n - from, phrase->literal, phrase->literal_length)
			 : NULL;

	if (found == NULL)
		return false;
	hit->start = (uint32_t)(found - text);
	hit->end = hit->start + (uint32_t)phrase->literal_length;
	return true;
}

bool
phrase_find(const struct phrase *phrase, const char *text, size_t n, size_t from, struct range *hit)
{
	struct word_scan scan = { .text = text, .n = n };
	struct scanned_word word;

	if (phrase->count == 0)
		return find_literal(phrase, text, n, from, hit);
	scan.at = word_scan_start(text, n, from);
	while (word_scan_next(&scan, &word)) {
		struct word_scan ahead = scan;
		if (word.bytes[0] == phrase->parts[0].bytes[0] && word.range.start >= from &&
			match(phrase, &ahead, &word, hit) && hit->start >= from)
			return true;
	}
	return false;
}

bool
phrase_is(const struct phrase *phrase, const char *text, size_t n)
{
	struct word_scan scan = { .text = text, .n = n };
	struct scanned_word word;
	struct range hit;

	if (!word_scan_next(&scan, &word))
		return phrase->count == 0 && find_literal(phrase, text, n, 0, &hit);
	return phrase->count > 0 && match(phrase, &scan, &word, &hit) &&
	       !word_scan_next(&scan, &word);
}

/* --- finding many --- */

static int
compare_hits(const void *a, const void *b)
{
	const struct phrase_hit *x = a, *y = b;

	if (x->range.start != y->range.start)
		return x->range.start < y->range.start ? -1 : 1;
	return x->phrase < y->phrase ? -1 : x->phrase > y->phrase;
}

/* The phrases that have words, in one walk. */
static void
find_words(const struct phrase *const *phrases, uint32_t count, const char *text, size_t n,
	GArray *hits)
{
	struct word_scan scan = { .text = text, .n = n };
	g_autofree uint32_t *free_from = g_new0(uint32_t, count);
	bool begins[256] = { false };
	struct scanned_word word;
	bool any = false;

	for (uint32_t i = 0; i < count; i++)
		if (phrases[i]->count > 0)
			any = begins[(unsigned char)phrases[i]->parts[0].bytes[0]] = true;
	while (any && word_scan_next(&scan, &word)) {
		if (!begins[(unsigned char)word.bytes[0]])
			continue;
		for (uint32_t i = 0; i < count; i++) {
			struct phrase_hit hit = { .phrase = i };
			struct word_scan ahead = scan;
			if (phrases[i]->count == 0 ||
				!match(phrases[i], &ahead, &word, &hit.range) ||
				hit.range.start < free_from[i])
				continue;
			free_from[i] = hit.range.end;
			g_array_append_val(hits, hit);
		}
	}
}

void
phrase_find_all(const struct phrase *const *phrases, uint32_t count, const char *text, size_t n,
	GArray *hits)
{
	guint before = hits->len;

	find_words(phrases, count, text, n, hits);
	for (uint32_t i = 0; i < count; i++) {
		struct phrase_hit hit = { .phrase = i };
		size_t from = 0;
		while (phrases[i]->count == 0 &&
			find_literal(phrases[i], text, n, from, &hit.range)) {
			g_array_append_val(hits, hit);
			from = hit.range.end;
		}
	}
	if (hits->len > before)
		qsort(&g_array_index(hits, struct phrase_hit, before), hits->len - before,
			sizeof(struct phrase_hit), compare_hits);
}
