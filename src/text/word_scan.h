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

/* Signs in a row that a join holds at most. */
#define WORD_SIGNS 3

/* A walk over n bytes, from the byte at on, which must not be inside a word. */
struct word_scan {
	const char *text;
	size_t n, at;
};

struct scanned_word {
	char bytes[WORD_BYTES]; /* folded; those behind length may be anything */
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

/* Of a byte: how it is folded in a word, or what else it is. */
enum word_byte {
	BYTE_OTHER = 0,
	BYTE_BREAK = 1,
	SIGN_ALONE = 2, /* begins no opening and no closing join */
	SIGN_OPENS = 3,
	SIGN_CLOSES = 4,
	SIGN_BOTH = 5,
	BYTE_HIGH = 6,
	BYTE_LAST = BYTE_HIGH, /* greater ones are of a word */
};
extern const unsigned char word_scan_bytes[256];

static inline unsigned
word_scan_byte(const char *text, size_t at)
{
	return word_scan_bytes[(unsigned char)text[at]];
}

/* Whether a byte is a sign: ASCII punctuation or symbol, but no apostrophe, quote or backtick. */
static inline bool
word_scan_is_sign(char byte)
{
	unsigned kind = word_scan_bytes[(unsigned char)byte];

	return kind >= SIGN_ALONE && kind <= SIGN_BOTH;
}

/* Whether a sign may begin an opening join, or a closing one. */
static inline bool
word_scan_opens(char sign)
{
	unsigned kind = word_scan_bytes[(unsigned char)sign];

	return kind == SIGN_OPENS || kind == SIGN_BOTH;
}

static inline bool
word_scan_closes(char sign)
{
	unsigned kind = word_scan_bytes[(unsigned char)sign];

	return kind == SIGN_CLOSES || kind == SIGN_BOTH;
}

/* Whether n signs between two words, which end and begin with these bytes, are the colon of a time
 * (`12:34`): transcripts are full of them, so that no join is kept of it. */
static inline bool
word_scan_is_time(char before, const char *signs, size_t n, char after)
{
	return n == 1 && signs[0] == ':' && before >= '0' && before <= '9' && after >= '0' &&
	       after <= '9';
}

/* How many signs stand together from text[at] on, and how many end before it. */
uint32_t word_scan_signs_after(const char *text, size_t n, size_t at);
uint32_t word_scan_signs_before(const char *text, size_t at);

/* A place from which to walk so that each word from text[from] on is found as in a walk over the
 * whole: at most from. */
size_t word_scan_start(const char *text, size_t n, size_t from);

#endif
