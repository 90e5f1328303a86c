/*
 * State: what is remembered of documents and of their reader, beside the index and never in it:
 * `$XDG_STATE_HOME/lectern/state.db`. A document is known by the real path of its file. Each change
 * is in the file when the function returns, so that a lost connection or a kill loses nothing; any number of
 * processes use it at once.
 *
 * All of it is in memory too, so that asking costs nothing; state_refresh() takes in what other
 * processes changed. One thread.
 */
#ifndef LECTERN_LIBRARY_STATE_H
#define LECTERN_LIBRARY_STATE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"

struct state;

/* What is known of a document. */
struct state_row {
	bool read, starred;
	int64_t opened;     /* last, seconds since 1970; 0 for never */
	uint8_t title_side; /* enum title_side: the reader's choice for a digest */
	/* the position: an offset in the text, and some words that stood there; "" where there is none */
	uint32_t offset;
	const char *around; /* lives until the row changes */
};

/* path NULL: the usual place. Where it cannot be opened or written, what is remembered lives in
 * memory, and state_word() says so. now: seconds since 1970. Never NULL. */
struct state *state_open(const char *path, int64_t (*now)(void));
void state_close(struct state *state);

/* What is to be said: why nothing is kept; NULL where all is well. */
const char *state_word(const struct state *state);

/* NULL where nothing is known of the document. */
const struct state_row *state_of(const struct state *state, const char *real_path);

/* Changes. hash (of its bytes; may be NULL where unknown) finds the document again when it was renamed.
 * False where it could not be written; then it holds in memory, and state_word() says why. */
bool state_set_read(struct state *state, const char *real_path, const unsigned char *hash,
	bool read);
bool state_set_starred(struct state *state, const char *real_path, const unsigned char *hash,
	bool starred);
bool state_set_title_side(struct state *state, const char *real_path, const unsigned char *hash,
	enum title_side side);
/* Opened now; and left at a place of its text, with the words around it. */
bool state_set_opened(struct state *state, const char *real_path, const unsigned char *hash);
bool state_set_position(struct state *state, const char *real_path, const unsigned char *hash,
	const struct document *document, uint32_t offset);

/* Where the position is in the document now: its words are looked for, nearest to the old offset; the
 * offset where they are gone; 0 without a position. */
uint32_t state_find_position(const struct state_row *row, const struct document *document);

/* Documents last opened, latest first: appends const char * (real paths, good until the next change), at
 * most n. */
void state_recent(const struct state *state, uint32_t n, GPtrArray *paths);

/* All that are read, or starred: calls back with each real path. */
void state_each(const struct state *state,
	void (*row)(void *data, const char *real_path, const struct state_row *row), void *data);

/* What is known moves to another path: only where to has nothing. */
bool state_move(struct state *state, const char *from, const char *to);

/* The bytes a document with state had last; false where it is not known. */
bool state_hash(const struct state *state, const char *real_path, unsigned char hash[SOURCE_HASH]);

/* Lines typed into a prompt ("filter", "search"): remembered, the last 200 of each; and all of them, oldest
 * first, appended as char * that the caller frees. */
bool state_add_line(struct state *state, const char *prompt, const char *line);
void state_lines(const struct state *state, const char *prompt, GPtrArray *lines);

/* Takes in what others changed since; whether there was anything. Costs little where not. */
bool state_refresh(struct state *state);

typedef struct state State;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(State, state_close)

#endif
