/*
 * Timestamps that a query finds (SPEC §8): words, phrases and expressions are asked of each timestamp's
 * sentence and of the title of its section, fields of its document.
 *
 * - A word or phrase without a field holds where the sentence or the section's title holds it; `text:`
 *   asks the sentence alone, `heading:` the section's title, `title:` the document's. Of several words
 *   each may stand in another of the two; a phrase or match stays within one.
 * - A cue of a transcript is a few words, often half a sentence. There the query is asked of the cue's
 *   paragraph (BLOCK_CUE, its speaker's name included), and of a paragraph for which it holds those cues
 *   are found that hold something of a hit; where hits stand before or between the words of cues, the cue
 *   before, else the first. A query that holds without any of the paragraph's words (of fields alone, or of
 *   the section's title) finds all its cues.
 *
 * The index gives the documents that may hold such timestamps; which do, and which timestamps, is decided on
 * the documents themselves.
 */
#ifndef LECTERN_LIBRARY_STAMP_SEARCH_H
#define LECTERN_LIBRARY_STAMP_SEARCH_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "library/answer.h"
#include "library/query.h"
#include "library/store.h"

struct stamp_search;

/* Of a query, which is borrowed. */
struct stamp_search *stamp_search_new(const struct query *query);
void stamp_search_free(struct stamp_search *search);

/* Asks a store which documents each field finds, and for all that may hold a timestamp that is found;
 * whatever the query's limit, and without reading files. NULL and error where it was cancelled
 * (STORE_ERROR_STOPPED) or failed. */
struct answer *stamp_search_ask(struct stamp_search *search, struct store *store,
	const struct answer_options *options, GError **error);

/* The timestamps of a document (whole) that are found, in order of its text: appends their indices,
 * uint32_t. id is the document's in the store that was asked; where none was, no field but title: finds
 * anything. False where the search met a limit: some may be missing. */
bool stamp_search_find(struct stamp_search *search, const struct document *document, uint32_t id,
	GArray *found);

/* The hits in a timestamp's sentence, to mark them: appends struct range of the document's text, in order,
 * without overlap. */
void stamp_search_hits(struct stamp_search *search, const struct document *document,
	uint32_t timestamp, GArray *ranges);

typedef struct stamp_search StampSearch;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StampSearch, stamp_search_free)

#endif
