/*
 * Spans: what each byte of the text means. The runs, links and timestamps of a document are three
 * sorted arrays; a cursor over them gives, at an offset, the role and how far it reaches. Asked in
 * order of the text it only steps forward.
 *
 * A flow is the text of one leaf as it is wrapped: the document's bytes, or these with made words
 * put between (the real host of a link).
 */
#ifndef LECTERN_PAGE_SPANS_H
#define LECTERN_PAGE_SPANS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/arena.h"
#include "document/document.h"
#include "page/page.h"
#include "page/role.h"
#include "page/wrap.h"

struct spans {
	const struct document *document;
	const uint8_t *link_states;
	uint32_t at; /* the offset last asked for */
	/* the next of each that ends after `at`, of links: that begins after */
	uint32_t run, link, stamp;
	GArray *open; /* uint32_t: links around `at`, the innermost last */
};

void spans_init(struct spans *spans, const struct document *document, const uint8_t *link_states);
void spans_clear(struct spans *spans);

/* Made words in a flow: length bytes at `at` of the flow, `before` bytes of made words before
 * them. */
struct insert {
	uint32_t at, length, before;
};

struct flow {
	const char *s;
	uint32_t n;
	uint32_t base; /* offset of its first byte in the document's text */
	const struct insert *inserts;
	uint32_t insert_count;
	bool tabs;      /* tab stops of 8 */
	enum role role; /* of what has no role of its own */
};

/* The text offset that byte at of the flow stands for; of made words, the offset they stand
 * before. */
uint32_t flow_offset(const struct flow *flow, uint32_t at);

/* Appends the pieces of row to out (struct piece), the first at column; made words are copied into
 * arena. Gives the columns they take. */
uint32_t flow_pieces(const struct flow *flow, struct spans *spans, struct arena *arena,
	const struct wrap_row *row, uint32_t column, GArray *out);

#endif
