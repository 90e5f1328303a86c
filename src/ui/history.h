/*
 * Places and the history of them: where a reader was, to the exact line, and the ways back and
 * forward.
 *
 * The history is one line of slots: those behind, the one where the reader is now, those ahead. A
 * step moves along it and loses nothing; what leads elsewhere takes the place of what was ahead.
 */
#ifndef LECTERN_UI_HISTORY_H
#define LECTERN_UI_HISTORY_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"

/* Places kept, with the one where the reader is. */
#define HISTORY_MOST 1000

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
	char *path; /* owned, as printed; NULL where no document was open: the list alone */
	enum place_kind kind;
	uint32_t number; /* offset, line or milliseconds */
	char *anchor;    /* owned; of PLACE_ANCHOR */
	uint32_t top;    /* text offset of the first row... */
	int32_t above;   /* ...which stands so many rows above the row of that offset */
	uint32_t left;   /* columns scrolled */
	uint32_t link;   /* selected, or NONE */
	uint32_t stamp;  /* jumped to, or of an offset the one that its words are said at; or NONE */
	bool jumped;
	/* Of an exact one, all owned and NULL in others: the words around number and top, by which
	 * they are found in a text that was edited since; the real path, NULL of standard input; and
	 * what it is called. */
	char *around, *top_around;
	char *real;
	char *title, *section;
	uint32_t line;
	/* Of one in the history: how the panes stood. */
	unsigned pane;   /* enum pane_id, the one with the focus */
	unsigned view;   /* enum side_view_id */
	uint32_t cursor; /* of the side pane */
	char *filter;    /* of the list; owned, NULL for none */
	char *row;       /* path of the document under the list's cursor; owned, may be NULL */
	int64_t when;    /* it was left; seconds since 1970 */
	int64_t slot;
};

/* Makes to a place of its own, like from. */
void place_copy(struct place *to, const struct place *from);
void place_clear(struct place *place);

/* Whether two exact places look the same on the screen. */
bool place_same(const struct place *a, const struct place *b);

struct history {
	GArray *back;    /* struct place, oldest first */
	GArray *forward; /* nearest last */
	int64_t slot;    /* where the reader is; above those of back, below those of forward */
};

void history_init(struct history *history);
void history_clear(struct history *history);

/* Takes in a place (copied) of the run before, of a slot after those it has; at: where that run
 * ended. The reader is nowhere yet. */
void history_begin(struct history *history, const struct place *place, int64_t slot, int64_t at);

/* Remembers from as the place left (NULL: there is nothing to be left); what was forward is
 * gone. */
void history_leave(struct history *history, const struct place *from);

/* The place n steps (from 1) back or forward, or the last one that way; NULL where there is none;
 * borrowed. And the one of a slot. */
const struct place *history_peek(const struct history *history, bool forward, uint32_t n);
const struct place *history_find(const struct history *history, int64_t slot);

/* Goes to the place of a slot, which is behind or ahead: from (may be NULL) takes the slot left. */
void history_step(struct history *history, int64_t slot, const struct place *from);

/* Forgets a place. */
void history_drop(struct history *history, int64_t slot);

#endif
