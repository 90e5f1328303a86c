/*
 * libFuzzer: a phrase and a text, parted by the first line end. The tokens of the phrase must be in the
 * index of each text that holds it, and where they are exact, in no other; hits lie within the text,
 * and one walk finds what many do.
 */
#include "config.h"

#include <glib.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "text/phrase.h"
#include "text/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct tokens {
	const struct phrase_token *tokens;
	unsigned count;
};

static bool
is_token(const struct phrase_token *token, const struct word *word)
{
	return (token->prefix ? word->length >= token->length : word->length == token->length) &&
	       memcmp(word->bytes, token->bytes, token->length) == 0;
}

/* Whether the tokens stand one place after the other. reached[i]: the first i tokens end at the place
 * before; next[i] at this one. */
static bool
is_indexed(struct words *words, const char *text, size_t n, const struct tokens *asked)
{
	g_autofree bool *reached = g_new0(bool, asked->count + 1);
	g_autofree bool *next = g_new0(bool, asked->count + 1);
	struct word word;

	reached[0] = next[0] = true;
	words_begin(words, text, n);
	while (!next[asked->count] && words_next(words, &word)) {
		g_assert(word.range.start < word.range.end && word.range.end <= n);
		g_assert(word.length > 0 && (word.join || word.length <= WORD_BYTES));
		g_assert(g_utf8_validate(word.bytes, (gssize)word.length, NULL));
		if (!word.join) {
			memcpy(reached, next, asked->count + 1);
			memset(next + 1, 0, asked->count);
		}
		for (unsigned i = 0; i < asked->count; i++)
			if (reached[i] && is_token(&asked->tokens[i], &word))
				next[i + 1] = true;
	}
	return next[asked->count];
}

static void
check(struct words *words, const struct phrase *phrase, const char *text, size_t n)
{
	g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(struct phrase_hit));
	struct range hit = { 0, 0 };
	struct tokens asked;
	bool exact, found = phrase_find(phrase, text, n, 0, &hit);
	size_t from = 0;

	asked.tokens = phrase_tokens(phrase, &asked.count, &exact);
	bool indexed = is_indexed(words, text, n, &asked);
	g_assert(!found || indexed);
	g_assert(!exact || found == indexed);
	g_assert(found || !phrase_is(phrase, text, n));
	phrase_find_all(&phrase, 1, text, n, hits);
	for (guint i = 0; i < hits->len; i++) {
		const struct range *range = &g_array_index(hits, struct phrase_hit, i).range;
		g_assert(phrase_find(phrase, text, n, from, &hit));
		g_assert(hit.start == range->start && hit.end == range->end);
		g_assert(hit.start < hit.end && hit.start >= from && hit.end <= n);
		from = hit.end;
	}
	g_assert(!phrase_find(phrase, text, n, from, &hit));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	const char *end = memchr(bytes, '\n', size);
	struct words *words;

	if (end == NULL)
		return 0;
	words = words_new();
	for (int prefix = 0; prefix <= 1; prefix++) {
		size_t typed = (size_t)(end - bytes);
		g_autoptr(Phrase) phrase = phrase_new(bytes, typed, prefix != 0);
		if (phrase != NULL)
			check(words, phrase, end + 1, size - typed - 1);
	}
	words_free(words);
	return 0;
}
