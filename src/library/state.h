/*
 * State: what is remembered of documents and of their reader, beside the index and never in it:
 * `$XDG_STATE_HOME/lectern/state.db` (state_file.c). A document is known by the real path of its
 * file. Each change is in the file when the function returns, so that a lost connection or a kill
 * loses nothing; any number of processes use it at once. What cannot be written (the disk is full,
 * another process holds it for long) stays in memory and is written with a later change or
 * refresh.
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
	/* the position: an offset in the text, and some words before it and after it, parted by
	 * '\n'; "" where there is none */
	uint32_t offset;
	const char *around; /* lives until the row changes */
};

/* Stays in memory, and nothing is said of that: for tests. */
#define STATE_MEMORY ":memory:"

/* path NULL: the usual place. Where it cannot be opened or written, what is remembered lives in
 * memory, and state_word() says so. A file that is damaged is moved aside to `PATH.broken-N`, and a
 * new one begun with what could be read of it; that too is said. A file of a newer version is read,
 * and not written. now: seconds since 1970, NULL: the system's. Never NULL. */
struct state *state_open(const char *path, int64_t (*now)(void));
void state_close(struct state *state);

/* The same for a command that only asks: makes no file where there is none. */
struct state *state_open_known(const char *path);

/* What is to be said: why something is not kept, or what was damaged; NULL where all is well. Good
 * until the next call. */
const char *state_word(const struct state *state);

/* NULL where nothing is known of the document. */
const struct state_row *state_of(const struct state *state, const char *real_path);

/* Changes. hash (of its bytes; may be NULL where unknown) finds the document again when it was
 * renamed. False where it could not be written; then it holds in memory, and state_word() says
 * why. */
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

/* What a parse of the document depends on; and all documents of which that is not the default:
 * real path to struct choices *, a table of the caller's own, good for any thread. */
struct choices state_choices(const struct state *state, const char *real_path);
GHashTable *state_all_choices(const struct state *state);

/* Where the position is in the document now: its words are looked for, nearest to the old
 * offset; the offset where they are gone; 0 without a position. */
uint32_t state_find_position(const struct state_row *row, const struct document *document);

/* Documents last opened, latest first: appends const char * (real paths, good until the next
 * change), at most n. */
void state_recent(const struct state *state, uint32_t n, GPtrArray *paths);

/* All that are read, or starred: calls back with each real path. */
void state_each(const struct state *state,
	void (*row)(void *data, const char *real_path, const struct state_row *row), void *data);

/* A number that is another when state_each() may tell other than before. */
uint64_t state_marks_version(const struct state *state);

/* What is known moves to another path: only where to has nothing. */
bool state_move(struct state *state, const char *from, const char *to);

/* What the library tells of real paths, for state_follow(). */
struct state_follow {
	bool (*exists)(void *data, const char *real_path);
	/* The bytes of a document that exists; false where they are not known. May be NULL. */
	bool (*hash)(void *data, const char *real_path, unsigned char hash[SOURCE_HASH]);
	/* Appends the real paths (char *, freed here) of all documents with these bytes; some twice
	 * does not matter. */
	void (*same)(void *data, const unsigned char hash[SOURCE_HASH], GPtrArray *real_paths);
	void *data;
};

/* After a reconcile: takes in the bytes that documents have now, and moves what is known of a path
 * that is gone to the one document without state that has the same bytes; where there are
 * several, nothing (SPEC §1). Gives how many moved. */
unsigned state_follow(struct state *state, const struct state_follow *library);

/* The bytes a document with state had last; false where it is not known. */
bool state_hash(const struct state *state, const char *real_path, unsigned char hash[SOURCE_HASH]);

/* Lines typed into a prompt ("filter", "search"): remembered, the last 200 of each; and all of
 * them, oldest first, appended as char * that the caller frees. */
bool state_add_line(struct state *state, const char *prompt, const char *line);
void state_lines(const struct state *state, const char *prompt, GPtrArray *lines);

/* Takes in what others changed since; whether there was anything. Costs little where not. What
 * could not be written is tried again, once a second. */
bool state_refresh(struct state *state);

typedef struct state State;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(State, state_close)

#endif
