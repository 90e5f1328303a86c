/*
 * Excerpts: words that stand in a row, looked for in other texts. A word is one of text/words.h, by
 * a hash of its folded form; the labels of timestamps and references to footnotes are passed over,
 * since what quotes a text leaves them out.
 */
#ifndef LECTERN_LIBRARY_EXCERPT_H
#define LECTERN_LIBRARY_EXCERPT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "text/cancel.h"
#include "text/range.h"

/* Words of an excerpt that count, from its start. */
#define EXCERPT_WORDS 200

/* The words that must stand in a row: half of the excerpt's, but at least EXCERPT_LEAST and no
 * more than EXCERPT_ENOUGH; of a shorter excerpt all, and at least EXCERPT_SHORTEST. */
#define EXCERPT_SHORTEST 5
#define EXCERPT_LEAST 8
#define EXCERPT_ENOUGH 16

struct excerpt;

/* That of a range of a document's text. Where cut, its last word may be half a word, and does not count. NULL
 * where it has fewer than EXCERPT_SHORTEST words. */
struct excerpt *excerpt_new(const struct document *document, struct range range, bool cut);
void excerpt_free(struct excerpt *excerpt);

/* How many words it has. */
uint32_t excerpt_count(const struct excerpt *excerpt);

/* The longest run of its words in a range of a document, the first of equals; 0 words where there are
 * none. Time in proportion to the range for any natural text. */
struct excerpt_run {
	struct range text; /* of the document */
	uint32_t words;
};
struct excerpt_run excerpt_find(const struct excerpt *excerpt, const struct document *document,
	struct range within, const struct cancel *cancel);

/* Whether a run of so many words is one to speak of. */
bool excerpt_is_found(const struct excerpt *excerpt, uint32_t words);

/* Phrases for the index, most telling words first: appends char *, each so many words as the index has them
 * (folded, parted by a byte 0x1f), taken from all of the excerpt, at most `most`. */
void excerpt_phrases(const struct document *document, struct range range, unsigned most,
	GPtrArray *phrases);

/* Keys of a text's runs of EXCERPT_SHORTEST words: appends int64_t. With all each run's; else as
 * many as are needed that of any EXCERPT_LEAST words in a row one has its key among them, whichever
 * text they stand in (winnowing), and at least one. At most `most`. */
void excerpt_keys(const struct document *document, struct range range, bool all, uint32_t most,
	GArray *keys);

typedef struct excerpt Excerpt;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Excerpt, excerpt_free)

#endif
