/*
 * The sentence that a timestamp marks (SPEC §4): the one that it ends, back to the end of the
 * sentence before or to another stamp of the block; or, where nothing stands before it, what it
 * opens: the line, list item or sentence after it; a stamp that is alone in its block marks the
 * block beside it, a table's row where it is alone in a cell.
 *
 * Each stretch of text between two stamps is read a fixed number of times.
 */
#include "config.h"

#include "document/stamp.h"

#include <string.h>

#include "text/character.h"
#include "text/sentence.h"
#include "text/utf8.h"

enum {
	SPEAKER_BYTES = 80,
	BLOCKS_REACH = 16,  /* looked at for what a stamp alone marks */
	SHARED_BYTES = 512, /* of a sentence that the stamp before marks too, at most */
	STAMPS_REACH = 16,  /* looked at on either side for those that stand in it */
};

static bool
is_word(const char *text, uint32_t start, uint32_t end, uint32_t *at)
{
	uint32_t c;
	size_t n = utf8_next(text + start, end - start, &c);

	*at = start + (uint32_t)n;
	return character_is_alnum(c);
}

static bool
has_words(const char *text, uint32_t start, uint32_t end)
{
	while (start < end)
		if (is_word(text, start, end, &start))
			return true;
	return false;
}

/* A sentence without the parenthesis that it opens and only what follows closes: `(So it is` of
 * `(So it is [0:01].)`. */
static struct range
without_open(const char *text, struct range sentence)
{
	unsigned depth = 0;

	if (range_length(sentence) == 0 || text[sentence.start] != '(')
		return sentence;
	for (uint32_t at = sentence.start; at < sentence.end; at++) {
		if (text[at] == '(')
			depth++;
		else if (text[at] == ')' && --depth == 0)
			return sentence;
	}
	sentence.start++;
	return sentence_trim(text, sentence);
}

/* Where the last word of a range ends; its start where it has none. */
static uint32_t
words_end(const char *text, struct range range)
{
	while (range.end > range.start) {
		uint32_t at = range.start + (uint32_t)utf8_prev(text + range.start,
						    range_length(range), range_length(range));
		uint32_t next;

		if (is_word(text, at, range.end, &next))
			return range.end;
		range.end = at;
	}
	return range.start;
}

/* What a stamp marks that has words before it: back to the last sentence end. */
static struct range
sentence_before(const char *text, struct range before)
{
	uint32_t begin = before.start, end, last;

	before = sentence_trim(text, before);
	last = words_end(text, before);
	while ((end = sentence_end(text, begin, before.end)) < last)
		begin = end;
	before.start = MAX(before.start, begin);
	return without_open(text, sentence_trim(text, before));
}

/* --- a stamp among its neighbours --- */

struct marker {
	struct draft *draft;
	const GArray *stamps;
	/* for each stamp: the last of the stamps that open the same words; its own index where
	 * it is alone; UINT32_MAX where no words follow in its block */
	guint *opens;
};

static const struct stamp *
stamp_at(const struct marker *marker, guint i)
{
	return &g_array_index(marker->stamps, struct stamp, i);
}

static bool
same_leaf(const struct marker *marker, guint i, guint j)
{
	return j < marker->stamps->len && stamp_at(marker, i)->leaf == stamp_at(marker, j)->leaf;
}

/* The text between a stamp and its neighbours, or its block's edges. */
static struct range
text_before(const struct marker *marker, guint i)
{
	const struct stamp *stamp = stamp_at(marker, i);
	uint32_t start = draft_block(marker->draft, stamp->leaf)->text.start;

	if (i > 0 && same_leaf(marker, i, i - 1))
		start = stamp_at(marker, i - 1)->whole.end;
	return (struct range){ MIN(start, stamp->whole.start), stamp->whole.start };
}

static struct range
text_after(const struct marker *marker, guint i)
{
	const struct stamp *stamp = stamp_at(marker, i);
	uint32_t end = draft_block(marker->draft, stamp->leaf)->text.end;

	if (same_leaf(marker, i, i + 1))
		end = stamp_at(marker, i + 1)->whole.start;
	return (struct range){ stamp->whole.end, MAX(end, stamp->whole.end) };
}

static void
find_openings(struct marker *marker)
{
	const char *text = marker->draft->text->str;

	for (guint i = marker->stamps->len; i-- > 0;) {
		struct range after = text_after(marker, i);

		if (has_words(text, after.start, after.end))
			marker->opens[i] = i;
		else if (same_leaf(marker, i, i + 1))
			marker->opens[i] = marker->opens[i + 1];
		else
			marker->opens[i] = UINT32_MAX;
	}
}

/* What the stamps up to i open: to the next stamp; where that one ends a sentence, to the first
 * end. */
static struct range
opened(const struct marker *marker, guint i)
{
	const char *text = marker->draft->text->str;
	struct range after = sentence_trim(text, text_after(marker, i));

	if (same_leaf(marker, i, i + 1) && !stamp_at(marker, i + 1)->opens)
		after.end = sentence_end(text, after.start, after.end);
	return sentence_trim(text, after);
}

/* The nearest leaf of running text after (by 1) or before (by -1) a leaf; a heading parts what it
 * stands between. None within reach: RANGE_NONE. */
static struct range
neighbour(struct draft *draft, uint32_t leaf, int by)
{
	for (uint32_t n = 1, i = leaf; n <= BLOCKS_REACH; n++) {
		const struct block *block;

		if ((by < 0 && i == 0) || (by > 0 && i + 1 >= draft->blocks->len))
			break;
		i = by < 0 ? i - 1 : i + 1;
		block = draft_block(draft, i);
		if (block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_LINES)
			return block->text;
		if (block->kind == BLOCK_HEADING)
			break;
	}
	return (struct range){ RANGE_NONE, RANGE_NONE };
}

/* Whether the stamp at i, if there is one, is all that a range holds. */
static bool
is_all_of(const struct marker *marker, guint i, struct range range)
{
	return i < marker->stamps->len && stamp_at(marker, i)->whole.start == range.start &&
	       stamp_at(marker, i)->whole.end == range.end;
}

/* The words of a label that says more than a time: `[12:34 Method](https://youtu.be/x?t=754)`; an
 * empty range where it is a time, a URL or a file. */
static struct range
label_words(const char *text, const struct stamp *stamp)
{
	struct range words = stamp->text;
	struct clock_time time;
	const char *label = text + words.start;
	size_t n = range_length(words);

	if (memmem(label, n, "://", 3) != NULL || memmem(label, n, "t=", 2) != NULL)
		return (struct range){ words.end, words.end };
	while (words.start < words.end && strchr("[( ", text[words.start]) != NULL)
		words.start++;
	words.start += (uint32_t)clock_read(text + words.start, range_length(words), false, &time);
	words = sentence_trim(text, words);
	if (words.start == stamp->text.start || !g_ascii_isdigit(text[words.start]))
		return words;
	return (struct range){ words.end, words.end };
}

static bool
says_words(const struct marker *marker, guint i)
{
	const char *text = marker->draft->text->str;
	struct range words = label_words(text, stamp_at(marker, i));

	return has_words(text, words.start, words.end);
}

/* A range of other blocks without the stamps at its edges, but for more than a few; i is a stamp
 * outside it. */
static struct range
without_stamps(const struct marker *marker, guint i, struct range range)
{
	const char *text = marker->draft->text->str;
	guint first = i > STAMPS_REACH ? i - STAMPS_REACH : 0;
	guint last = MIN(marker->stamps->len, i + STAMPS_REACH);

	for (guint k = last; k-- > first;) {
		struct range whole = stamp_at(marker, k)->whole;

		if (whole.start >= range.start && whole.end <= range.end &&
			!says_words(marker, k) && !has_words(text, whole.end, range.end))
			range.end = whole.start;
	}
	for (guint k = first; k < last; k++) {
		struct range whole = stamp_at(marker, k)->whole;

		if (whole.start >= range.start && whole.end <= range.end &&
			!says_words(marker, k) && !has_words(text, range.start, whole.start))
			range.start = whole.end;
	}
	return range;
}

/* What a stamp marks that stands alone in its block: the rest of a table's row; else, as an anchor,
 * it ends the text before it, and as a line of its own it opens the text after. */
static struct range
beside(const struct marker *marker, guint i)
{
	struct draft *draft = marker->draft;
	const struct stamp *stamp = stamp_at(marker, i);
	const char *text = draft->text->str;
	const struct block *leaf = draft_block(draft, stamp->leaf);
	struct range found;
	bool after = stamp->written;

	if (leaf->kind == BLOCK_CELL && leaf->parent != NONE) {
		struct range row = draft_block(draft, leaf->parent)->text;

		found = (struct range){ row.start, leaf->text.start };
		if (!has_words(text, found.start, found.end))
			found = (struct range){ leaf->text.end, MAX(row.end, leaf->text.end) };
		return sentence_trim(text, without_stamps(marker, i, found));
	}
	found = neighbour(draft, stamp->leaf, after ? 1 : -1);
	if (range_is_none(found)) {
		after = !after;
		found = neighbour(draft, stamp->leaf, after ? 1 : -1);
	}
	/* A stamp that is as alone has no words to lend. */
	if (range_is_none(found) || is_all_of(marker, after ? i + 1 : i - 1, found))
		return (struct range){ stamp->text.end, stamp->text.end };
	found = without_stamps(marker, i, found);
	if (!has_words(text, found.start, found.end))
		return (struct range){ stamp->text.end, stamp->text.end };
	return after ? sentence_trim(text, found) : sentence_before(text, found);
}

/* Whether text[start, end) reads as a name: five words at most, each with a capital but for short
 * ones (`van`, `de`). */
static bool
is_name(const char *text, uint32_t start, uint32_t end)
{
	unsigned words = 0;

	if (start == end || end - start > SPEAKER_BYTES || g_ascii_islower(text[start]))
		return false;
	for (uint32_t at = start; at < end; words++) {
		uint32_t word = at;

		while (at < end && text[at] != ' ')
			at++;
		if (g_ascii_islower(text[word]) && at - word > 3)
			return false;
		while (at < end && text[at] == ' ')
			at++;
	}
	return words <= 5;
}

/* `Speaker [2:11]: Yeah`, `Speaker: [2:11]`: the name before the stamp is no sentence. */
static bool
is_turn(const struct marker *marker, const struct stamp *stamp, struct range before)
{
	const char *text = marker->draft->text->str;
	const struct block *leaf = draft_block(marker->draft, stamp->leaf);
	uint32_t end = before.end;
	bool colon = stamp->text.end < leaf->text.end && text[stamp->text.end] == ':';

	if (!stamp->written || before.start != leaf->text.start)
		return false;
	while (end > before.start && text[end - 1] == ' ')
		end--;
	if (!colon && (end == before.start || text[--end] != ':'))
		return false;
	return is_name(text, before.start, end);
}

static struct range
find_sentence(const struct marker *marker, guint i, struct range last)
{
	const char *text = marker->draft->text->str;
	const struct stamp *stamp = stamp_at(marker, i);
	struct range before = text_before(marker, i);

	if (has_words(text, before.start, before.end)) {
		if (!stamp->opens && !is_turn(marker, stamp, before))
			return sentence_before(text, before);
	} else if (i > 0 && same_leaf(marker, i, i - 1)) {
		/* `[12:34, 15:00]`: both mark what the first ends, or both what follows. */
		if (marker->opens[i] == marker->opens[i - 1] || last.end <= stamp->text.start)
			return last;
	}
	if (marker->opens[i] != UINT32_MAX)
		return opened(marker, marker->opens[i]);
	return beside(marker, i);
}

/* Whether a range stops with a sentence. */
static bool
is_ended(const char *text, struct range range)
{
	return range_length(range) > 0 && strchr(".!?", text[range.end - 1]) != NULL;
}

/* A sentence with the words of a stamp's label: alone where the block has no others; those of a
 * link are part of its sentence. */
static struct range
with_label(const struct marker *marker, guint i, struct range sentence)
{
	const char *text = marker->draft->text->str;
	const struct stamp *stamp = stamp_at(marker, i);
	struct range leaf = draft_block(marker->draft, stamp->leaf)->text;
	struct range words = label_words(text, stamp), after = text_after(marker, i);

	if (!has_words(text, words.start, words.end))
		return sentence;
	if (sentence.start < leaf.start || sentence.end > leaf.end ||
		!has_words(text, sentence.start, sentence.end))
		return words;
	if (!stamp->timed)
		return sentence;
	if (sentence.end > stamp->text.start)
		return has_words(text, stamp->text.end, sentence.start)
			       ? words
			       : (struct range){ words.start, sentence.end };
	if (i > 0 && sentence.end <= stamp_at(marker, i - 1)->text.end)
		return words;
	/* `It is so. [He says](...) more.` opens one. */
	if (is_ended(text, sentence))
		return sentence_trim(text,
			(struct range){ words.start, sentence_end(text, words.end, after.end) });
	return (struct range){ sentence.start, words.end };
}

/* A sentence that begins as the last one does is cut: a hundred thousand stamps in a row may mark a
 * megabyte. */
static struct range
cut_shared(const char *text, struct range sentence, struct range last)
{
	if (sentence.start != last.start || range_length(sentence) <= SHARED_BYTES)
		return sentence;
	sentence.end = sentence.start + SHARED_BYTES;
	while (((unsigned char)text[sentence.end] & 0xC0) == 0x80 && sentence.end > sentence.start)
		sentence.end--;
	return sentence;
}

void
stamps_mark(struct draft *draft, const GArray *stamps)
{
	struct marker marker = {
		.draft = draft,
		.stamps = stamps,
		.opens = g_new(guint, stamps->len),
	};
	struct range last = { 0, 0 };

	find_openings(&marker);
	for (guint i = 0; i < stamps->len; i++) {
		const struct stamp *stamp = stamp_at(&marker, i);
		struct timestamp timestamp = {
			.text = stamp->text,
			.milliseconds = stamp->milliseconds,
			.end = stamp->end,
			.source = stamp->source,
			.line = source_line(draft->source, stamp->source),
			.url = stamp->url,
		};

		timestamp.sentence = cut_shared(draft->text->str,
			with_label(&marker, i, find_sentence(&marker, i, last)), last);
		last = timestamp.sentence;
		g_array_append_val(draft->timestamps, timestamp);
	}
	g_free(marker.opens);
}
