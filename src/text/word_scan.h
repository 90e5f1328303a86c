/*
 * Finding words one after the other, without what stands between them: the part that the index's
 * walk (text/words.h) and phrases (text/phrase.h) share.
 */
#ifndef LECTERN_TEXT_WORD_SCAN_H
#define LECTERN_TEXT_WORD_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/range.h"
#include "text/words.h"

/* A walk over n bytes, from the byte at on, which must not be inside a word. */
struct word_scan {
	const char *text;
	size_t n, at;
};

struct scanned_word {
	char bytes[WORD_BYTES]; /* folded */
	uint32_t length;
	struct range range; /* of the text */
	bool single;        /* one character that is a word by itself, or a break */
};

/* The next word; false at the end. */
bool word_scan_next(struct word_scan *scan, struct scanned_word *word);

/* Whether it is WORDS_BREAK. */
static inline bool
word_scan_is_break(const struct scanned_word *word)
{
	return word->bytes[0] == WORDS_BREAK;
}

/* Whether a byte is a sign: ASCII punctuation or symbol, but no apostrophe, quote or backtick. */
bool word_scan_is_sign(char byte);

/* How many signs stand together from text[at] on, and how many end before it. */
uint32_t word_scan_signs_after(const char *text, size_t n, size_t at);
uint32_t word_scan_signs_before(const char *text, size_t at);

/* A place from which to walk so that each word from text[from] on is found as in a walk over the
 * whole: at most from. */
size_t word_scan_start(const char *text, size_t n, size_t from);

/* Whether a sign may begin an opening join, or a closing one. */
bool word_scan_opens(char sign);
bool word_scan_closes(char sign);

/* Signs in a row that a join holds at most. */
#define WORD_SIGNS 3

#endif
