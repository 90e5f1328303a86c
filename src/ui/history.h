/*
 * Places and the history of them: where a reader was, to the exact line, and the ways back and
 * forward.
 */
#ifndef LECTERN_UI_HISTORY_H
#define LECTERN_UI_HISTORY_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"

enum place_kind {
	PLACE_START,
	PLACE_LEFT,   /* where it was left when it was read last; else its start */
	PLACE_EXACT,  /* a view as it was left */
	PLACE_OFFSET, /* a text offset, jumped to */
	PLACE_ANCHOR,
	PLACE_LINE, /* of the source */
	PLACE_TIME, /* milliseconds */
	PLACE_LINK, /* the link, which stands on the line of that number, and is selected */
};

/* A place in a document. Of an exact one: what was read, and what stood on the first row. */
struct place {
	char *path; /* owned */
	enum place_kind kind;
	uint32_t number; /* offset, line or milliseconds */
	char *anchor;    /* owned; of PLACE_ANCHOR */
	uint32_t top;    /* text offset of the first row... */
	int32_t above;   /* ...which stands so many rows above the row of that offset */
	uint32_t left;   /* columns scrolled */
	uint32_t link;   /* selected, or NONE */
	uint32_t stamp;  /* jumped to, or NONE */
	bool jumped;
};

/* Makes to a place of its own, like from. */
void place_copy(struct place *to, const struct place *from);
void place_clear(struct place *place);

struct history {
	GArray *back;    /* struct place, oldest first */
	GArray *forward; /* nearest last */
};

void history_init(struct history *history);
void history_clear(struct history *history);

/* Remembers from as the place left; what was forward is gone. At most 1,000 are kept. */
void history_leave(struct history *history, const struct place *from);

/* The place a step back (or forward) leads to, NULL where there is none; borrowed. */
const struct place *history_peek(const struct history *history, bool forward);

/* Takes that step: from becomes the nearest place the other way. */
void history_step(struct history *history, bool forward, const struct place *from);

#endif
