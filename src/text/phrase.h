/*
 * Phrases: one word, or several that stand side by side, as somebody typed them, to be looked for in
 * an index of words (text/words.h) and in a text. The two agree: a text holds a phrase where
 * phrase_find() finds it.
 *
 * - `agents`: the word; with prefix, every word that begins so.
 * - `large models`: two words one after the other, whatever spaces or signs are between them.
 * - `gpt-4o`, `C++`, `$1.5`, `https://a.org/b`, `10,000`: signs (text/words.h) that are typed without a
 *   space beside a word must stand there too, between two words those alone; and at the typed word's
 *   edge a word must end (`gpt-4` is not in `gpt-4o`, but with prefix it is). Where it ends or begins
 *   with a sign anything may follow or stand before: `C++` is in `C++17`, `.NET` in `ASP.NET`.
 *   Apostrophes, quotes, backticks and punctuation outside ASCII count nothing.
 * - with prefix, signs at the end that may end a sentence are not asked for yet: `node.` is `node`.
 * - `漢字`: what is typed together must stand together.
 * - signs alone (`->`): wherever they stand.
 * Of a word, WORD_BYTES count.
 */
#ifndef LECTERN_TEXT_PHRASE_H
#define LECTERN_TEXT_PHRASE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/range.h"

struct phrase; /* unchanging once made: any thread may ask */

/* Of n bytes. NULL where nothing is left to look for (spaces, quotes). */
struct phrase *phrase_new(const char *typed, size_t n, bool prefix);
void phrase_free(struct phrase *phrase);

/* What an index is asked: words or joins, as words_next() gives them, that stand one place after the
 * other. */
struct phrase_token {
	const char *bytes;
	size_t length;
	bool prefix; /* the last may be the beginning of a word or join */
};

/* Every text that holds the phrase has these tokens. *exact: every text with them holds it, too;
 * else such a text is a candidate, and phrase_find() decides. count is 0 for signs alone: then
 * nothing narrows, and *exact is false. Belong to the phrase. */
const struct phrase_token *phrase_tokens(const struct phrase *phrase, unsigned *count, bool *exact);

/* Whether its last word may be the beginning of one: asked for, and it ends in a word that can go
 * on. */
bool phrase_is_prefix(const struct phrase *phrase);

/* The first place in text that holds it and starts at from or later; false where there is none.
 * From its first word or sign to its last, a word begun by a prefix whole. WORDS_BREAK parts a text. To
 * find many, phrase_find_all() walks once. */
bool phrase_find(const struct phrase *phrase, const char *text, size_t n, size_t from,
	struct range *hit);

/* Whether text holds it as a whole: from its first word to its last, nothing but signs and spaces
 * around. */
bool phrase_is(const struct phrase *phrase, const char *text, size_t n);

struct phrase_hit {
	struct range range;
	uint32_t phrase; /* which of those asked for */
};

/* All places of several phrases, in one walk: appends struct phrase_hit in order of their start, those
 * of one phrase without overlap. */
void phrase_find_all(const struct phrase *const *phrases, uint32_t count, const char *text,
	size_t n, GArray *hits);

typedef struct phrase Phrase;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Phrase, phrase_free)

#endif
