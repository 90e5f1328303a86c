#include "config.h"

#include "library/quote.h"

#include <string.h>
#include <xxhash.h>

#include "text/word_scan.h"

/* Between the words of a phrase: see store_private.h. */
#define TOKEN_BREAK '\x1f'

/* Words between two looks at the flag. */
#define LOOK_EVERY 65536

/* Places compared in one text, at most: each word of it with each place that the quote has it at,
 * which matters where both are of few different words. */
#define COMPARED_MOST 10000000

/* --- the words of a text --- */

struct walk {
	const struct document *document;
	struct word_scan scan;
	uint32_t timestamp, run; /* those that may hold the next word */
};

/* The first run that ends behind an offset. */
static uint32_t
run_behind(const struct document *document, uint32_t offset)
{
	uint32_t from = 0, to = document->run_count;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;

		if (document->runs[middle].text.end <= offset)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static void
walk_begin(struct walk *walk, const struct document *document, struct range range)
{
	*walk = (struct walk){ .document = document,
		.scan = { .text = document->text,
			.n = MIN(range.end, document->length),
			.at = range.start },
		.timestamp = document_timestamp_behind(document, range.start),
		.run = run_behind(document, range.start) };
}

/* Whether what stands at an offset is no word of the text: a time, a reference. */
static bool
is_passed_over(struct walk *walk, uint32_t at)
{
	const struct document *document = walk->document;

	while (walk->timestamp < document->timestamp_count &&
		document->timestamps[walk->timestamp].text.end <= at)
		walk->timestamp++;
	if (walk->timestamp < document->timestamp_count &&
		range_holds(document->timestamps[walk->timestamp].text, at))
		return true;
	while (walk->run < document->run_count && document->runs[walk->run].text.end <= at)
		walk->run++;
	return walk->run < document->run_count &&
	       (document->runs[walk->run].style & STYLE_FOOTNOTE) != 0;
}

static bool
walk_next(struct walk *walk, struct scanned_word *word)
{
	while (word_scan_next(&walk->scan, word)) {
		if (!word_scan_is_break(word) && !is_passed_over(walk, word->range.start))
			return true;
	}
	return false;
}

static uint64_t
hash_of(const struct scanned_word *word)
{
	return XXH3_64bits(word->bytes, word->length);
}

/* --- a quote --- */

#define SLOTS 512
#define NOWHERE UINT8_MAX

G_STATIC_ASSERT(QUOTE_WORDS<NOWHERE && SLOTS> 2 * QUOTE_WORDS);

struct quote {
	uint64_t words[QUOTE_WORDS];
	uint8_t before[QUOTE_WORDS]; /* the place before of the same word, or NOWHERE */
	uint8_t slots[SLOTS]; /* the last place of a word, by its hash or the next free one */
	uint32_t count;
};

/* The slot of a word: its own, else the free one where it belongs. */
static uint32_t
slot_of(const struct quote *quote, uint64_t word)
{
	uint32_t at = (uint32_t)word % SLOTS;

	while (quote->slots[at] != NOWHERE && quote->words[quote->slots[at]] != word)
		at = (at + 1) % SLOTS;
	return at;
}

struct quote *
quote_new(const struct document *document, struct range range, bool cut)
{
	struct quote *quote = g_new0(struct quote, 1);
	struct scanned_word word;
	struct walk walk;
	bool more = true;

	memset(quote->slots, NOWHERE, sizeof(quote->slots));
	walk_begin(&walk, document, range);
	while (quote->count < QUOTE_WORDS && (more = walk_next(&walk, &word)))
		quote->words[quote->count++] = hash_of(&word);
	if (cut && !more && quote->count > QUOTE_SHORTEST)
		quote->count--;
	if (quote->count < QUOTE_SHORTEST) {
		g_free(quote);
		return NULL;
	}
	for (uint32_t i = 0; i < quote->count; i++) {
		uint32_t slot = slot_of(quote, quote->words[i]);

		quote->before[i] = quote->slots[slot];
		quote->slots[slot] = (uint8_t)i;
	}
	return quote;
}

void
quote_free(struct quote *quote)
{
	g_free(quote);
}

uint32_t
quote_count(const struct quote *quote)
{
	return quote->count;
}

bool
quote_is_found(const struct quote *quote, uint32_t words)
{
	uint32_t most = quote->count / 2;

	return words >= MIN(quote->count, CLAMP(most, QUOTE_LEAST, QUOTE_ENOUGH));
}

/* Of each place of the quote, the run of words that ends there with the word at hand. */
struct ending {
	uint32_t at; /* which word of the text it ends with, from 1 */
	uint32_t words;
	uint32_t start; /* offset of its first word */
};

struct quote_run
quote_find(const struct quote *quote, const struct document *document, struct range within,
	const struct cancel *cancel)
{
	struct ending endings[QUOTE_WORDS] = { { 0 } };
	struct quote_run best = { .words = 0 };
	struct scanned_word word;
	struct walk walk;
	uint32_t compared = 0;

	walk_begin(&walk, document, within);
	for (uint32_t at = 1; compared < COMPARED_MOST && walk_next(&walk, &word); at++) {
		if (at % LOOK_EVERY == 0 && cancel_is_set(cancel))
			break;
		uint8_t i = quote->slots[slot_of(quote, hash_of(&word))];

		/* From the last place to the first: what ends at the place before is of the word before
		 * still. */
		for (; i != NOWHERE; i = quote->before[i], compared++) {
			struct ending *ending = &endings[i];
			bool goes_on = i > 0 && ending[-1].words > 0 && ending[-1].at == at - 1;

			ending->words = goes_on ? ending[-1].words + 1 : 1;
			ending->start = goes_on ? ending[-1].start : word.range.start;
			ending->at = at;
			if (ending->words > best.words)
				best = (struct quote_run){ { ending->start, word.range.end },
					ending->words };
		}
	}
	return best;
}

/* --- for the index --- */

struct phrase_at {
	uint32_t from;
	uint32_t weight;
};

/* Long words are rare. */
static uint32_t
weigh(const GArray *ends, uint32_t from)
{
	uint32_t weight = 0;

	for (uint32_t i = from; i < from + QUOTE_SHORTEST; i++) {
		uint32_t start = i > 0 ? g_array_index(ends, uint32_t, i - 1) : 0;
		uint32_t length = MIN(g_array_index(ends, uint32_t, i) - start, 12);

		weight += length * length;
	}
	return weight;
}

static int
compare_phrases(const void *a, const void *b)
{
	const struct phrase_at *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return (x->from > y->from) - (x->from < y->from);
}

static char *
phrase_of(const GString *bytes, const GArray *ends, uint32_t from)
{
	GString *phrase = g_string_new(NULL);

	for (uint32_t i = from; i < from + QUOTE_SHORTEST; i++) {
		uint32_t start = i > 0 ? g_array_index(ends, uint32_t, i - 1) : 0;

		if (i > from)
			g_string_append_c(phrase, TOKEN_BREAK);
		g_string_append_len(phrase, bytes->str + start,
			g_array_index(ends, uint32_t, i) - start);
	}
	return g_string_free(phrase, FALSE);
}

void
quote_phrases(const struct document *document, struct range range, unsigned most,
	GPtrArray *phrases)
{
	g_autoptr(GString) bytes = g_string_new(NULL);
	g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autoptr(GArray) chosen = g_array_new(FALSE, FALSE, sizeof(struct phrase_at));
	struct scanned_word word;
	struct walk walk;

	walk_begin(&walk, document, range);
	while (ends->len < QUOTE_WORDS && walk_next(&walk, &word)) {
		g_string_append_len(bytes, word.bytes, word.length);
		uint32_t end = (uint32_t)bytes->len;
		g_array_append_val(ends, end);
	}
	if (ends->len < QUOTE_SHORTEST)
		return;
	uint32_t starts = ends->len - QUOTE_SHORTEST + 1;
	uint32_t parts = MIN(most, (ends->len + QUOTE_SHORTEST - 1) / QUOTE_SHORTEST);

	parts = MIN(parts, starts);
	for (uint32_t i = 0; i < parts; i++) {
		struct phrase_at best = { .weight = 0 };

		for (uint32_t from = starts * i / parts; from < starts * (i + 1) / parts; from++) {
			uint32_t weight = weigh(ends, from);
			if (weight > best.weight)
				best = (struct phrase_at){ from, weight };
		}
		g_array_append_val(chosen, best);
	}
	g_array_sort(chosen, compare_phrases);
	for (uint32_t i = 0; i < chosen->len; i++) {
		uint32_t from = g_array_index(chosen, struct phrase_at, i).from;
		char *phrase = phrase_of(bytes, ends, from);

		if (g_ptr_array_find_with_equal_func(phrases, phrase, g_str_equal, NULL))
			g_free(phrase);
		else
			g_ptr_array_add(phrases, phrase);
	}
}

/* Runs of which the least key is kept: so that of QUOTE_LEAST words one is. */
#define WINDOW (QUOTE_LEAST - QUOTE_SHORTEST + 1)

/* The place of the least of keys[from, from + n), the last of equals. */
static uint32_t
least_of(const GArray *keys, uint32_t from, uint32_t n)
{
	uint32_t least = from;

	for (uint32_t i = from + 1; i < from + n; i++) {
		if (g_array_index(keys, int64_t, i) <= g_array_index(keys, int64_t, least))
			least = i;
	}
	return least;
}

void
quote_keys(const struct document *document, struct range range, bool all, uint32_t most,
	GArray *keys)
{
	g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	g_autoptr(GArray) each = g_array_new(FALSE, FALSE, sizeof(int64_t));
	struct scanned_word word;
	struct walk walk;
	uint32_t last = UINT32_MAX;

	walk_begin(&walk, document, range);
	while (each->len < most && walk_next(&walk, &word)) {
		uint64_t hash = hash_of(&word);

		g_array_append_val(words, hash);
		if (words->len < QUOTE_SHORTEST)
			continue;
		int64_t key = (int64_t)XXH3_64bits(&g_array_index(words, uint64_t,
							   words->len - QUOTE_SHORTEST),
			QUOTE_SHORTEST * sizeof(uint64_t));
		g_array_append_val(each, key);
	}
	if (all || each->len == 0) {
		g_array_append_vals(keys, each->data, each->len);
		return;
	}
	for (uint32_t i = 0; i + MIN(WINDOW, each->len) <= each->len; i++) {
		uint32_t least = least_of(each, i, MIN(WINDOW, each->len));

		if (least != last)
			g_array_append_val(keys, g_array_index(each, int64_t, least));
		last = least;
	}
}
