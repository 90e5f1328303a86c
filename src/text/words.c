/*
 * A word is given once the one behind it was found, since the joins at its place hold that too. Two
 * slots are filled in turn. The joins of a place are numbered: twice the signs that open them, and
 * one more where they hold what follows the word.
 */
#include "config.h"

#include "text/words.h"

#include <glib.h>
#include <string.h>

#include "text/word_scan.h"

enum { JOIN_BYTES = 2 * (WORD_BYTES + WORD_SIGNS), JOINS = 2 * (WORD_SIGNS + 1) };

struct words {
	struct word_scan scan;
	struct scanned_word slots[2];
	unsigned current; /* the slot of the word whose place it is */
	bool found;       /* the other slot holds the word behind it */
	uint8_t opening;  /* signs before it that may open a join */
	uint8_t inner;    /* 1: written together with the word behind it */
	uint8_t signs;    /* signs directly behind it that a join holds */
	uint8_t next_opening;
	uint8_t join; /* the next of this place to give */
	char bytes[JOIN_BYTES];
};

struct words *
words_new(void)
{
	return g_new0(struct words, 1);
}

void
words_free(struct words *words)
{
	g_free(words);
}

/* What stands between the word in slot `before` (NULL: none) and the one in slot `after`. */
static void
look_between(struct words *words, const struct scanned_word *before,
	const struct scanned_word *after)
{
	const char *text = words->scan.text;
	size_t start = before != NULL ? before->range.end : 0;
	size_t end = after != NULL ? after->range.start : words->scan.n;
	uint32_t signs;

	words->inner = 0;
	words->signs = 0;
	words->next_opening = 0;
	if (end - start == 1 && !word_scan_is_sign(text[start]))
		return;
	signs = before != NULL ? word_scan_signs_after(text, end, start) : 0;
	if (after != NULL && !word_scan_is_break(after) && end > start)
		words->next_opening =
			(uint8_t)MIN(word_scan_signs_before(text + start, end - start), WORD_SIGNS);
	if (before == NULL || word_scan_is_break(before))
		return;
	words->inner = after != NULL && !word_scan_is_break(after) && signs == end - start &&
		       signs <= WORD_SIGNS &&
		       !word_scan_is_time(text[start - 1], text + start, signs, text[end]);
	if (words->inner || (signs > 0 && word_scan_closes(text[start])))
		words->signs = (uint8_t)MIN(signs, WORD_SIGNS);
}

/* Finds the word behind the one that was found last, and makes that the current one. */
static void
step(struct words *words)
{
	const struct scanned_word *before = &words->slots[words->current ^ 1];
	struct scanned_word *after = &words->slots[words->current];

	words->current ^= 1;
	words->opening = words->next_opening;
	words->join = 1;
	words->found = word_scan_next(&words->scan, after);
	look_between(words, before, words->found ? after : NULL);
}

void
words_begin(struct words *words, const char *text, size_t n)
{
	words->scan = (struct word_scan){ .text = text, .n = n };
	words->current = 0;
	words->opening = words->inner = words->signs = words->next_opening = 0;
	words->join = JOINS;
	words->found = word_scan_next(&words->scan, &words->slots[1]);
	if (words->found)
		look_between(words, NULL, &words->slots[1]);
}

static void
put(struct words *words, struct word *word, const char *bytes, size_t n)
{
	memcpy(words->bytes + word->length, bytes, n);
	word->length += n;
}

/* Whether the place has a join of this number. */
static bool
has_join(const struct words *words, unsigned join)
{
	const struct scanned_word *current = &words->slots[words->current];
	unsigned opening = join / 2;
	bool follows = join % 2 != 0;

	if (opening > words->opening || (follows && words->inner == 0 && words->signs == 0))
		return false;
	return opening == 0 || word_scan_opens(words->scan.text[current->range.start - opening]);
}

static void
make_join(struct words *words, unsigned join, struct word *word)
{
	const struct scanned_word *current = &words->slots[words->current];
	const struct scanned_word *next = &words->slots[words->current ^ 1];
	const char *text = words->scan.text;
	unsigned opening = join / 2;

	*word = (struct word){
		.bytes = words->bytes,
		.range = { .start = current->range.start - opening, .end = current->range.end },
		.join = true,
	};
	put(words, word, text + word->range.start, opening);
	put(words, word, current->bytes, current->length);
	if (join % 2 == 0)
		return;
	put(words, word, text + current->range.end, words->signs);
	word->range.end += words->signs;
	if (words->inner == 0)
		return;
	put(words, word, next->bytes, next->length);
	word->range.end = next->range.end;
}

bool
words_next(struct words *words, struct word *word)
{
	/* Most places have none. */
	if ((words->opening | words->inner | words->signs) != 0)
		while (words->join < JOINS) {
			unsigned join = words->join++;
			if (!has_join(words, join))
				continue;
			make_join(words, join, word);
			return true;
		}
	if (!words->found)
		return false;
	step(words);
	const struct scanned_word *current = &words->slots[words->current];
	word->bytes = current->bytes;
	word->length = current->length;
	word->range = current->range;
	word->join = false;
	return true;
}
