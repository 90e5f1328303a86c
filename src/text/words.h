/*
 * Words: what finding means by a word, in one place for the index, the query and the marks on a hit.
 *
 * A word is a run of letters, marks, numbers and private-use characters (Unicode L, M, N, Co), folded
 * as fold_search() folds: without case or accents. In scripts that are written without spaces
 * (Han, kana, Thai, Lao, Khmer, Myanmar, Tibetan...) each character with its marks is a word, so that a
 * run of them is found wherever it stands; so is each symbol outside ASCII (S*: emoji, signs).
 *
 * What stands between words counts only where it is written without a space, so that `gpt-4o`,
 * `C++`, `snake_case`, `$1.5` and URLs are found as typed. For that a *join* is given beside the
 * words, whose bytes are folded words with the ASCII punctuation or currency signs between
 * them:
 * - inner: two words and the up to three signs between them, `gpt-4o` (not apostrophes, quotes
 *   and backticks: `don't` is two words side by side);
 * - closing: a word and the up to three signs behind it, before a space or the end, `c++`; not
 *   where the first of them ends sentences or brackets (`. , ; : ! ? ) ] }` and quotes);
 * - opening: one to three signs and the word behind them where the first of those taken is one of
 *   `$ # @ % & * = < > ~ ^ | + \` or a currency sign, whatever stands before: `$1`, `us$1` gives `$1` too.
 * A join is given directly after the last word it holds.
 */
#ifndef LECTERN_TEXT_WORDS_H
#define LECTERN_TEXT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/range.h"

/* A byte between two parts of a text (sections, headings): no phrase runs across it. It is given as
 * a word of its own, whose bytes are itself. */
#define WORDS_BREAK '\x1e'

/* Longer words and joins are cut to so many bytes of their folded form, at a character. */
#define WORD_BYTES 128

struct word {
	const char *bytes; /* folded; until the next call */
	size_t length;
	struct range range; /* of the text */
	bool join;          /* not a word: stands where the word before it stands */
};

struct words;

/* Begins to walk n bytes of text (borrowed; may hold broken bytes, which are no words). Made once and
 * begun again for other texts; ASCII is fast. */
struct words *words_new(void);
void words_free(struct words *words);
void words_begin(struct words *words, const char *text, size_t n);

/* The next word or join; false at the end. */
bool words_next(struct words *words, struct word *word);

#endif
