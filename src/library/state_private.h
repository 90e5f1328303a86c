/*
 * The inside of the state: rows in memory (state.c) and the file behind them
 * (state_file.c, state_attach.c). Used
 * by state*.c alone.
 *
 * Invariants:
 * 1. Each row is in `rows` under its path, and in `ids` where the file has it.
 * 2. A row with unwritten parts is in `unwritten`, once. What comes from the file never replaces
 *    such parts.
 * 3. Parts that this process changed are known for as long as it lives: where the file is damaged,
 *    or is another one than before, they are written again.
 */
#ifndef LECTERN_LIBRARY_STATE_PRIVATE_H
#define LECTERN_LIBRARY_STATE_PRIVATE_H

#include <sqlite3.h>

#include "library/state.h"

/* The parts of a row that are written each for itself, so that processes which change different
 * ones do not undo each other. */
enum state_part {
	STATE_READ = 1 << 0,
	STATE_STARRED = 1 << 1,
	STATE_OPENED = 1 << 2,
	STATE_SIDE = 1 << 3,
	STATE_POSITION = 1 << 4,
	STATE_HASH = 1 << 5,
	STATE_PATH = 1 << 6, /* it was moved */
	STATE_VALUES = STATE_PATH - 1,
};

struct kept {
	struct state_row row; /* its `around` is the one below */
	char *path;
	char *around;
	int64_t id;    /* in the file; 0 where it is not there yet */
	int64_t visit; /* orders what was opened in one second */
	bool hashed;
	unsigned char hash[SOURCE_HASH];
	unsigned unwritten; /* of enum state_part */
	unsigned changed;   /* by this process, of enum state_part */
};

struct state_line {
	char *prompt, *line;
};

/* A place of the history or of a mark. */
struct kept_place {
	struct state_place place; /* its strings are owned */
	int64_t slot;
	bool unwritten;
	bool changed; /* by this process */
};

/* Slots that are gone. */
struct state_slots {
	int64_t first, last;
};

struct state_places {
	GHashTable *history; /* slot to struct kept_place *, which it owns */
	GArray *dropped;     /* struct state_slots, unwritten */
	char *library;       /* whose history it is; NULL before state_history() */
	int64_t session;     /* in the file; 0 where it is not there yet */
	int64_t writing;     /* what it is when the transaction is committed */
	int64_t at;          /* the slot where the reader is */
	bool moved;          /* at is to be written, or some of the history */
	GPtrArray *batch;    /* of the history, being written */
	bool more;           /* and not all that is unwritten */
	GHashTable *marks;   /* name to struct kept_place *, the same */
	bool marked;         /* one of them is unwritten */
	GHashTable *renamed; /* path to the path after it, of this process's time */
};

enum state_sql {
	SQL_DATA_VERSION,
	SQL_ALL_ROWS,
	SQL_ROWS,
	SQL_LINES,
	SQL_BEGIN,
	SQL_COMMIT,
	SQL_ROLLBACK,
	SQL_COUNT_UP,
	SQL_PUT,
	SQL_CLEAR_PLACE,
	SQL_MOVE,
	SQL_PUT_LINE,
	SQL_TRIM_LINES,
	SQL_PLACES,
	SQL_LAST_SESSION,
	SQL_BEGIN_SESSION,
	SQL_MOVE_SESSION,
	SQL_TRIM_SESSIONS,
	SQL_TRIM_PLACES,
	SQL_PUT_DOCUMENT,
	SQL_PUT_PLACE,
	SQL_DROP_PLACES,
	SQL_COUNT
};

struct state {
	sqlite3 *db; /* NULL: in memory alone */
	sqlite3_stmt *statements[SQL_COUNT];
	char *path; /* NULL: meant to be in memory */
	uint64_t device, inode;
	char *word;
	bool word_of_write; /* it goes when writing succeeds */
	int64_t (*now)(void);

	GHashTable *rows; /* path to struct kept *, which it owns */
	GHashTable *ids;  /* int64_t to struct kept * */
	GPtrArray *unwritten;
	GHashTable *prompts;    /* name to GPtrArray of char * */
	GQueue unwritten_lines; /* struct state_line * */
	int64_t seen;           /* the last change taken in */
	int64_t data_version;
	int64_t visits; /* the greatest of any row */
	int64_t tried;  /* when writing failed last */
	uint64_t marks; /* state_marks_version() */
	struct state_places places;
	bool unsynced; /* written since state_unsynced() */
	bool wrote;    /* at all */
};

/* --- rows in memory (state.c) --- */

/* The row of a path, made where there is none. */
struct kept *state_row_of(struct state *state, const char *path);

/* Marks parts as changed, to be written. */
void state_changed(struct state *state, struct kept *kept, unsigned parts);

/* Puts the row under another path; what stood there must be nothing. */
void state_rename(struct state *state, struct kept *kept, const char *path);

/* Takes a row out and frees it. */
void state_drop(struct state *state, struct kept *kept);

/* Whether it holds nothing but the defaults. */
bool state_is_nothing(const struct kept *kept);

void state_set_around(struct kept *kept, const char *around, size_t n);

/* Lines of a prompt in memory, made where there are none; and adds one to them. */
GPtrArray *state_prompt(struct state *state, const char *prompt);
void state_push_line(GPtrArray *lines, const char *line);

void state_line_free(void *line);

/* --- places (state_places.c) --- */

void state_places_init(struct state_places *places);
void state_places_clear(struct state_places *places);

/* Whether any of them is to be written. */
bool state_places_unwritten(const struct state *state);

/* A document was renamed. */
void state_places_renamed(struct state *state, const char *from, const char *to);

/* Reads the marks, but for those that are unwritten. Writes what is unwritten, with a change's
 * number; and all of that was written. Give SQLite's code. */
int state_take_marks(struct state *state);
int state_write_places(struct state *state, int64_t change);
void state_settle_places(struct state *state);

/* What is in memory is of no file any more: all of it is to be written, or the marks that this
 * process made and its history, and the other marks are forgotten. */
void state_places_forget_file(struct state *state, bool all);

/* --- the file (state_file.c) --- */

/* A statement made ready; NULL where it cannot be. */
sqlite3_stmt *state_statement(struct state *state, enum state_sql sql);

/* Runs a statement that is bound, to its end; what it gave in its first column is in *number
 * (may be NULL). Gives SQLite's code, SQLITE_OK where all went well; whether a code says that
 * the file is damaged. */
int state_run(struct state *state, enum state_sql sql, int64_t *number);
bool state_is_damage(int code);

/* Closes the file. */
void state_detach(struct state *state);

/* Takes in what others changed; whether there was anything. */
bool state_read(struct state *state);

/* Takes in all that is newer than what was seen; *anything where something in memory changed by it.
 * Gives SQLite's code. */
int state_take_in(struct state *state, bool *anything);

/* Writes all that is unwritten, in one transaction. False where it could not, with a word. */
bool state_write(struct state *state);

/* The same once; gives SQLite's code, for state_check_written() to say a word and give whether
 * it is good. */
int state_write_all(struct state *state);
bool state_check_written(struct state *state, int code);

/* Says a word; one of writing goes when writing succeeds. */
void state_say(struct state *state, bool of_write, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* --- opening it (state_attach.c) --- */

/* Opens the file and takes in what it holds; says a word where that fails. */
void state_attach(struct state *state);

/* The same again: after damage all that is in memory is written into a new file, else what this
 * process changed into the one that is there. */
void state_attach_again(struct state *state, bool damaged);

/* Opens the file to be read alone, as far as it can be without its log; state_detach() closes it. */
bool state_attach_reading(struct state *state);

/* Whether another file is there than the one that was opened. */
bool state_is_replaced(const struct state *state);

/* Lines kept of each prompt. */
#define STATE_LINES 200

#endif
