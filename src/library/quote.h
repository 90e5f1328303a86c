/*
 * Quotes: words that stand in a row, looked for in other texts. A word is one of text/words.h, by
 * a hash of its folded form; the labels of timestamps and references to footnotes are passed over,
 * since what quotes a text leaves them out.
 */
#ifndef LECTERN_LIBRARY_QUOTE_H
#define LECTERN_LIBRARY_QUOTE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "text/cancel.h"
#include "text/range.h"

/* Words of a quote that count, from its start. */
#define QUOTE_WORDS 200

/* The words that must stand in a row: half of the quote's, but at least QUOTE_LEAST and no
 * more than QUOTE_ENOUGH; of a shorter quote all, and at least QUOTE_SHORTEST. */
#define QUOTE_SHORTEST 5
#define QUOTE_LEAST 8
#define QUOTE_ENOUGH 16

struct quote;

/* The words of a range of a document's text. Where cut, its last may be half a word, and does not
 * count. NULL where it has fewer than QUOTE_SHORTEST words. */
struct quote *quote_new(const struct document *document, struct range range, bool cut);
void quote_free(struct quote *quote);

/* How many words it has. */
uint32_t quote_count(const struct quote *quote);

/* The longest run of its words in a range of a document, the first of equals; 0 words where there
 * are none. Time in proportion to the range; a text of few different words is looked through only so
 * far. */
struct quote_run {
	struct range text; /* of the document */
	uint32_t words;
};
struct quote_run quote_find(const struct quote *quote, const struct document *document,
	struct range within, const struct cancel *cancel);

/* Whether a run of so many words is one to speak of. */
bool quote_is_found(const struct quote *quote, uint32_t words);

/* Phrases for the index, most telling words first: appends char *, each QUOTE_SHORTEST words as the
 * index has them (folded, parted by a byte 0x1f), taken from all of it, at most `most`
 * different ones. */
void quote_phrases(const struct document *document, struct range range, unsigned most,
	GPtrArray *phrases);

/* Keys of a text's runs of QUOTE_SHORTEST words: appends int64_t. With all each run's; else as
 * many as are needed that of any QUOTE_LEAST words in a row one has its key among them, whichever
 * text they stand in (winnowing), and at least one. At most `most`. */
void quote_keys(const struct document *document, struct range range, bool all, uint32_t most,
	GArray *keys);

typedef struct quote Quote;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Quote, quote_free)

#endif
