/*
 * What a document keeps for its lookups, and who owns its memory. Used by document.c, which makes
 * it, and document_query.c and document_time.c, which ask it.
 */
#ifndef LECTERN_DOCUMENT_DOCUMENT_PRIVATE_H
#define LECTERN_DOCUMENT_DOCUMENT_PRIVATE_H

#include <stdatomic.h>
#include <stdint.h>

#include "document/draft.h"

/* Headings by slug and by folded title, made when first asked for: see document_query.c. */
struct heading_index;

struct heading_cache {
	_Atomic(struct heading_index *) index;
};

void heading_index_free(struct heading_index *index);

struct document_private {
	struct arena *arena;
	const uint32_t *line_starts; /* of the source */
	const uint32_t *by_source;   /* indices of runs, in order of their source */
	const uint32_t *leaves;      /* indices of leaf blocks and rules, in order of text */
	uint32_t leaf_count;
	const struct block_id *block_ids;
	uint32_t block_id_count;
	const char *short_title;
	const char *date;
	struct heading_cache *headings;
	uint32_t duration; /* milliseconds, or NONE */
	const struct chapter *chapters;
	uint32_t chapter_count;
	void *owned[10]; /* what was taken over from the draft, each freed with g_free() */
	unsigned owned_count;
};

/* document_time.c: indices of n timestamps in order of time; and, once all else is known, what
 * document_chapters() and document_duration() give. */
const uint32_t *order_by_time(struct arena *arena, const struct timestamp *stamps, uint32_t n);
const struct chapter *find_chapters(const struct document *document, struct arena *arena,
	uint32_t *count);
uint32_t find_duration(const struct document *document);

#endif
