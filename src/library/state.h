/*
 * State: what is remembered of documents and of their reader, beside the index and never in it:
 * `$XDG_STATE_HOME/lectern/state.db` (state_file.c). A document is known by the real path of its
 * file. Each change is in the file when the function returns, so that a lost connection or a kill
 * loses nothing; any number of processes use it at once. What cannot be written (the disk is full,
 * another process holds it for long) stays in memory and is written with a later change or
 * refresh. That the disk itself has a change, so that a power failure does not lose it, is
 * waited for by state_sync(), on a thread where nobody else waits.
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

/* A place in a document, as a reader left it. */
struct state_place {
	const char *path; /* the document's real path; "" where none was open */
	/* what was read and what stood on the first row: offsets in the text, and the words around
	 * them (state_around()), "" for none */
	uint32_t offset, top;
	const char *around, *top_around;
	int32_t above; /* rows of the first row above that of top */
	uint32_t left; /* columns scrolled */
	uint32_t link, stamp;
	bool jumped;
	/* how the interface stood, in numbers of its own; and its list's filter, "" for none */
	unsigned pane, view;
	const char *filter;
	/* what it is called */
	const char *title, *section;
	uint32_t line; /* of the source */
	int64_t when;  /* seconds since 1970 */
};

/* The words around an offset; the caller frees. And where they are in a document that may have
 * changed since: the offset itself where they still stand around it, else nearest to it as
 * state_find_position() does; the offset (at most the text's end) where there are none. */
char *state_around(const struct document *document, uint32_t offset);
uint32_t state_find_words(const char *around, uint32_t offset, const struct document *document);

/* Marks: places by a name, a number, shared by all processes. NULL where there is none; good until
 * the next change or refresh. They go with a document that is renamed. */
bool state_set_mark(struct state *state, uint32_t name, const struct state_place *place);
const struct state_place *state_mark(const struct state *state, uint32_t name);
/* Appends the names (uint32_t) of all, in their order. */
void state_marks(const struct state *state, GArray *names);

/*
 * The history of places of one process, by slots in their order. It is the process's own while that
 * lives: of two at once none sees the other's steps, which would lead it to where its reader never
 * was. The next start begins with the history of the same library that was written to last; what is
 * older than the last 16 is forgotten.
 *
 * state_history() calls back with the places that this start begins with, in their order; at is
 * the slot where their process ended, places above it are forward. library names the library.
 */
void state_history(struct state *state, const char *library,
	void (*place)(void *data, int64_t slot, int64_t at, const struct state_place *place),
	void *data);

/* Changes in memory: puts a place into a slot (copied), and drops slots [first, last]. They are
 * written, with where the reader is now, by state_write_history(): where they are many, the newest
 * at once, others with later changes and refreshes, the rest at the end. */
void state_put_place(struct state *state, int64_t slot, const struct state_place *place);
void state_drop_places(struct state *state, int64_t first, int64_t last);
bool state_write_history(struct state *state, int64_t at);

/* The real path that a document has now which had another when this process began, or later; NULL
 * where it was not renamed. */
const char *state_moved(const struct state *state, const char *real_path);

/* Lines typed into a prompt ("filter", "search"): remembered, the last 200 of each; and all of
 * them, oldest first, appended as char * that the caller frees. */
bool state_add_line(struct state *state, const char *prompt, const char *line);
void state_lines(const struct state *state, const char *prompt, GPtrArray *lines);

/* A path to hand to state_sync() on any thread, where something was written that the disk may not
 * have yet: NULL where nothing was since the last call. The caller frees. Closing does it too. */
char *state_unsynced(struct state *state);
void state_sync(const char *path);

/* Takes in what others changed since; whether there was anything. Costs little where not. What
 * could not be written is tried again, once a second. */
bool state_refresh(struct state *state);

typedef struct state State;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(State, state_close)

#endif
