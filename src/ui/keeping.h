/*
 * Keeping: what the interface remembers of documents in the state (library/state.h) while they are
 * read: which was opened, where it was left, whether its end was reached; and what was typed into
 * prompts.
 *
 * What is written is in the file at once; a worker waits until the disk has it.
 *
 * A position is written when a document is left, and while one reads on no more than once a
 * second, so that a lost connection loses little and a held key writes little.
 */
#ifndef LECTERN_UI_KEEPING_H
#define LECTERN_UI_KEEPING_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "library/catalog.h"
#include "ui/history.h"

struct app;

struct keeping {
	char *path;           /* of the state; NULL: the usual place */
	int64_t (*now)(void); /* seconds since 1970; NULL: the system's */
	GMainContext *context;
	GSource *timer;                /* a position is to be written; or NULL */
	uint32_t saved;                /* the position of the open document that is written */
	bool ended;                    /* its end is on the screen, and that was noted */
	bool syncing;                  /* a worker waits for the disk */
	char *told;                    /* the word that was said last */
	GPtrArray *searches, *filters; /* char *: lines typed, oldest first */
};

/* Before keeping_start() everything is remembered in memory. */
void keeping_init(struct app *app);
void keeping_clear(struct app *app);

/* Opens the state. */
void keeping_start(struct app *app);

/* Takes in what others changed. */
void keeping_refresh(struct app *app);

/* After anything moved: notes the end of the document, and that its position is another. */
void keeping_settle(struct app *app);

/* Writes where the open document is left. */
void keeping_leave(struct app *app);

/* A document was opened, and is shown; returned: where it was left. */
void keeping_opened(struct app *app, bool returned);

/* Where the open document was left: an offset in its text. */
uint32_t keeping_position(const struct app *app);

/* The history: begins with that of the run before; a slot was left for what is new, or for another
 * slot, with the place that stands in it from now on (NULL for none); a slot holds nothing any
 * more; it ends where the reader is (ui/walk.h). */
void keeping_begin_history(struct app *app);
void keeping_left(struct app *app, int64_t slot, const struct place *place);
void keeping_stepped(struct app *app, int64_t slot, const struct place *place);
void keeping_forget(struct app *app, int64_t slot);
void keeping_end_history(struct app *app);

/* Where the document of a place was renamed meanwhile, its paths are put right. */
void keeping_follow(const struct app *app, struct place *place);

/* Marks by the key that names them. False where the place is in no file, or there is no such mark;
 * the caller clears the place. */
bool keeping_set_mark(struct app *app, uint32_t name, const struct place *place);
bool keeping_mark(const struct app *app, uint32_t name, struct place *place);

/* The path that is printed for a real one, NULL where it is not below a root; the caller frees. */
char *keeping_printed_path(const struct app *app, const char *real);

/* After a change: says what the state has to say, and has the disk take what was written. */
void keeping_wrote(struct app *app);

/* The real path of a document of the catalog; the caller frees. */
char *keeping_real_path(const struct app *app, uint32_t entry);

/* What is known of a document of the catalog, NULL where nothing is; good until the state
 * changes. */
const struct state_row *keeping_row(const struct app *app, uint32_t entry);

/* Whether it was never read to its end, nor marked. */
bool keeping_is_unread(const struct app *app, uint32_t entry);

/* Marks a document of the catalog, and says so. */
void keeping_mark_read(struct app *app, uint32_t entry, bool read);
void keeping_star(struct app *app, uint32_t entry, bool starred);

/* Documents opened last, latest first: printed paths (char *), at most n. The caller frees. */
GPtrArray *keeping_recent(const struct app *app, uint32_t n);

/* Seconds since 1970. */
int64_t keeping_clock(const struct app *app);

/* The reader's choice for the open document, which is part of how it is read. */
enum title_side keeping_title_side(const struct app *app);
void keeping_set_title_side(struct app *app, enum title_side side);

/* A line was typed into a prompt ("filter", "search"), whose lines are these. */
void keeping_typed(struct app *app, GPtrArray *lines, const char *prompt, const char *line);

#endif
