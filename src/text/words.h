/*
 * Words: what finding means by a word, in one place for the index, the query and the marks on a hit.
 *
 * A word is a run of letters, marks, numbers and private-use characters (Unicode L, M, N, Co), folded
 * as fold_search() folds: without case or accents. What is unseen inside it (soft hyphen, joiners)
 * counts nothing. In scripts that are written without spaces (Han, kana, Thai, Lao, Khmer, Myanmar,
 * Tibetan...; and in Hangul, whose words end in particles) each character is a word, so that a run
 * of them is found wherever it stands; so is each symbol outside ASCII (S*: emoji, `€`).
 *
 * Signs are the ASCII punctuation and symbols but apostrophe, quote and backtick, which are like
 * spaces, as is all other punctuation. Signs count only where they are written without a space beside
 * a word, so that `gpt-4o`, `C++`, `snake_case`, `$1.5` and URLs are found as typed. For that
 * *joins* are given beside the words, whose bytes are folded words with the signs that stand there:
 * - inner: two words that are written together, with no or up to three signs between them: `gpt-4o`,
 *   `漢字`; but `don't` is two words side by side, and so is the time `12:34`, of which transcripts
 *   are full;
 * - closing, where there is no inner one: a word and the first three signs directly behind it, `c++`;
 *   not where the first of them ends sentences or brackets (`. , ; : ! ? ) ] }`);
 * - opening: a word and the one, two or three signs directly before it, each as a join where the
 *   first of those taken is one of `$ # @ % & * = < > ~ ^ | + - . / _ \`: `us$1` gives `$1` too;
 * - an opening one with what the inner or closing one of the same word holds behind it: `$1.5`.
 * A join is given directly after its (first) word, and stands where that stands.
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

/* Of longer words only so many bytes of their folded form count, cut at a character. */
#define WORD_BYTES 128

struct word {
	const char *bytes; /* folded; until the next call */
	size_t length;
	struct range range; /* of the text */
	bool join;          /* not a word: stands where the word before it stands */
};

struct words;

/* Begins to walk n bytes of text (borrowed; may hold broken bytes, which are like spaces). Made once
 * and begun again for other texts; ASCII is fast. */
struct words *words_new(void);
void words_free(struct words *words);
void words_begin(struct words *words, const char *text, size_t n);

/* The next word or join; false at the end. */
bool words_next(struct words *words, struct word *word);

#endif
