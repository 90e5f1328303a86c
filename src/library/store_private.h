/*
 * The inside of the store: one SQLite connection. Used by store_*.c, answer_*.c, linked.c and counterparts*.c.
 *
 * The shape of the database:
 * - `text`: a contentless FTS5 table, a row a document by its id: title, headings (parted by
 *   WORDS_BREAK), body (the document's text, WORDS_BREAK before each section). Its tokenizer is
 *   text/words.h: in an index it gives words, and joins at the place of the word before; in a query
 *   it takes tokens as they are, parted by a byte 0x1f.
 * - `names`: the words of title and headings again, a row a document, without places but with the
 *   beginnings of one to three letters: what is typed is found in it at once. 0.2 KB a document.
 * - `folders`: those that were walked, by real path; `signature` is 0 where what it holds is not
 *   known for sure (store_folder()).
 * - `documents`: a row for each that is there now. An id of `text`, `names`, `holders`, `links`,
 *   `entries` or `recordings` that is not in it is of a document that is gone. Texts are "" where nothing is known, numbers
 *   0; `published` and `fetched` are the day, month or year that the field begins with
 *   (YYYY-MM-DD, YYYY-MM, YYYY), "" where it begins with none; `author` is the first;
 *   `title_side` the choice it was read by. `newest`
 *   grows with the time: store_newest_key(). `reason` and `real` are NULL where there is none, and
 *   of a file that cannot be read `hash` is NULL.
 * - `keys`, `attributes`, `holders`: which documents have which value of which key: fields (under
 *   the name of their query field: "author", "category", "tag", "channel", "alias", "description")
 *   and every other key of front matter but those that a query reads as a field of another kind
 *   (query_fields): mappings as `outer.inner`, and `outer` with the value "" so that it is had;
 *   lists as a value each; empty values and nulls are left out. Names of keys are in small
 *   letters. Values are cut to STORE_VALUE bytes, names to STORE_KEY, at a character. hash:
 *   store_hash() of the value, for finding it.
 * - `links`: by each key that a document's links have (link_keys.h), a row for each of their targets.
 *   target: of a name or path the row of `targets` that says what was written. Of an address 0; by
 *   its own key, which comes first, -resolve_url_written(): how it was written, which tells which of
 *   several documents of it is meant. A document's links to places of its own have a key of theirs and
 *   0; those to places that it does not have the key of no document. places: where these links stand
 *   (link_places.h); NULL in the rows of an address but its own.
 * - `entries`: of a digest's entries, by the key of their title (store_title_key()) and by keys of
 *   their excerpt's words (quote_keys()): document and index of section.
 * - `recordings`: by each key of what a document says of its recording (recording_keys.h).
 * - `sections`: a line each, "line\ttitle\n"; of documents that are there.
 * - `meta`: what the store is of, by name (store_attach.c).
 */
#ifndef LECTERN_LIBRARY_STORE_PRIVATE_H
#define LECTERN_LIBRARY_STORE_PRIVATE_H

#include <sqlite3.h>

#include "library/idset.h"
#include "library/store.h"
#include "text/cancel.h"

/* Bytes to which values and names of keys are cut: all of a value, since front matter is no longer
 * (SPEC §1), so that each word of it is found. */
#define STORE_VALUE (1 << 20)
#define STORE_KEY 256

/* Milliseconds to wait for a lock where nothing else is said (SAFETY.md §3). */
#define STORE_WAIT 2000

struct store_writer;

struct store {
	sqlite3 *db;
	struct store_location *location;
	GHashTable *statements;      /* SQL (static strings, by address) to sqlite3_stmt * */
	const struct cancel *cancel; /* looked at by the progress handler; NULL: never stopped */
	char *path;                  /* of its file; NULL in memory */
	uint32_t generation;         /* N of its file's name */
	uint32_t connection;         /* its number among those of the location */
	uint64_t device, inode;      /* of its file */
	int claim;                   /* descriptor of the claim, or -1 */
	bool claimed;                /* in memory */
	bool complete;               /* as far as was seen; then it is settled too */
	bool settled;                /* the same */
	bool broken;                 /* damage was met */
	unsigned wait;               /* milliseconds to wait for a lock */
	int64_t waiting;             /* since when it is waited: monotonic microseconds */
	struct store_writer *writer; /* what is kept while writing (store_writer.c) */

	/* kept as long as sqlite's data_version and the connection's own changes stay */
	uint64_t cached_version;
	struct idset *alive;   /* ids in documents */
	GArray *newest;        /* uint32_t: all ids, newest first */
	struct linked *linked; /* made when first asked for, of linked_version */
	uint64_t linked_version;
	GHashTable *frequencies; /* of words that many documents hold: related_index.c */
};

/* A prepared statement, kept and reset; sql is a static string. Never NULL but on failure, with
 * error. The caller resets it when done. */
sqlite3_stmt *store_statement(struct store *store, const char *sql, GError **error);

/* Steps a statement that gives no row, and resets it. what: see store_failed(). */
bool store_step(struct store *store, sqlite3_stmt *statement, const char *what, GError **error);

/* Runs SQL that gives no rows and is not kept. */
bool store_run(struct store *store, const char *sql, GError **error);

/* Between the two all that is read is of one state of the store, whoever writes meanwhile; for what takes
 * no longer than a moment. begun: what the first gave; within another pair they do nothing. */
bool store_begin_reading(struct store *store);
void store_end_reading(struct store *store, bool begun);

/* Sets error from the connection's last failure, as a sentence: "PATH: WHAT: why". what: "a document
 * cannot be taken in". Notes that the store is broken where it is. Gives false. error may be NULL. */
bool store_failed(struct store *store, const char *what, GError **error);

/* The same of a failure with an extended code of SQLite's that it had before, and of one of the
 * store's own statements: that these do not hold is damage. */
bool store_failed_as(struct store *store, int code, const char *what, GError **error);

/* The ids of all documents that are there, and all ids from the newest document (published, else
 * fetched, else the file's time) to the oldest. Belong to the store, until it changes. */
const struct idset *store_alive(struct store *store);
const GArray *store_newest(struct store *store);

/* What orders documents by time: the day of a date (as document_date() gives it; "" where there is
 * none), else of mtime; of one day by mtime. */
int64_t store_newest_key(const char *date, int64_t mtime);

/* 64 bits over bytes, as kept in the database. */
int64_t store_hash(const char *bytes, size_t n);

/* The id of a key's name (lower case), 0 where the store has none. */
uint32_t store_key(struct store *store, const char *name);

/* The last id that was given to a document; 0 where none was. */
uint32_t store_last_id(struct store *store);

/* Ids left out before the first of a store that is built anew: those that others give meanwhile in the
 * one there is. */
#define STORE_IDS_MEANWHILE 4096

/* --- a connection to a file (store_attach.c) --- */

/* What stands in meta, as text: NULL where nothing does; the caller frees. */
char *store_meta(struct store *store, const char *name);
bool store_set_meta(struct store *store, const char *name, const char *value, GError **error);

/* In a transaction: how much of the index is gathered in memory before it is written, and merged; much
 * for a build, else little. (store.c) */
bool store_gather(struct store *store, bool much, GError **error);

/* Closes the connection and forgets what was kept of it; the store is empty after. */
void store_detach(struct store *store);

/* Makes the connection's callbacks those of this struct: after it was copied. */
void store_adopt(struct store *store);

/* Opens generation N of the location's files, or of those in memory. What it was found to be; only
 * at STORE_OPENED it is open after. With make an empty or absent one is filled, its ids above
 * first. */
enum store_opened {
	STORE_OPENED,
	STORE_ABSENT,
	STORE_TORN,  /* the machine stopped while it was built */
	STORE_OTHER, /* it is not ours, or of another version */
	STORE_DAMAGED,
	STORE_REFUSED, /* the system gives no access to it */
};
enum store_opened store_attach(struct store *store, uint32_t generation, bool make, uint32_t first,
	GError **error);

/* The same of a path, which is taken; NULL in memory. */
enum store_opened store_attach_path(struct store *store, char *path, uint32_t generation, bool make,
	uint32_t first, GError **error);

/* Where the library was moved and its store stands under its old name, takes that over: renames it as
 * the first generation, rewrites its paths, and says so. The lock on the folder is held.
 * (store_moved.c) */
bool store_take_over(struct store_location *location);

/* The roots that a store is of with what identifies them wherever they stand, as kept in meta; the
 * caller frees. (store_moved.c) */
char *store_owners(const struct store_location *location);

/* --- what writing keeps (store_writer.c) --- */

void store_writer_free(struct store_writer *writer);

/* The id of a folder, which is taken in where it is new; whoever looks at it from now on does not rely on
 * its signature. */
bool store_open_folder(struct store *store, const char *path, int64_t *id, GError **error);

/* --- the text, attributes and links --- */

/* Registers the tokenizer "words" with a connection. (store_tokens.c) */
bool store_tokens_register(sqlite3 *db, GError **error);

/* Registers the function places() with the index's engine. (store_places.c) */
bool store_places_register(fts5_api *api);

/* Takes in the text, the attributes and the links of a document under its id. (store_text.c,
 * store_attributes.c, store_links.c) */
bool store_put_text(struct store *store, uint32_t id, const struct document *document,
	GError **error);
bool store_put_attributes(struct store *store, uint32_t id, const struct document *document,
	GError **error);
bool store_put_links(struct store *store, uint32_t id, const struct document *document,
	GError **error);

/* Takes in what finds the entries of a digest; of another document nothing. (store_entries.c) */
bool store_put_entries(struct store *store, uint32_t id, const struct document *document,
	GError **error);

/* Takes in the keys by which documents of one recording find each other (recording_keys.h). Of a
 * document that is moved they are left before, and joined after. (store_recordings.c) */
bool store_put_recording(struct store *store, uint32_t id, int64_t folder, const char *path,
	const char *name, const struct document *document, GError **error);
bool store_leave_recording(struct store *store, uint32_t id, GError **error);
bool store_join_recording(struct store *store, uint32_t id, GError **error);

/* Whether a document is a digest. Of an entry its title (a heading made of its first words is none; a
 * short excerpt may be one), NULL where it has none, which the caller frees; its excerpt, an empty range
 * where it has none. And the key of a title, folded as a name. */
bool store_is_digest(const struct document *document);
char *store_entry_title(const struct document *document, const struct section *section);
struct range store_entry_excerpt(const struct section *section);
int64_t store_title_key(const char *title);

/* What store_put_attributes() keeps between documents: ids of keys and of values seen lately. */
struct store_values *store_values_new(void);
void store_values_free(struct store_values *values);
struct store_values *store_values_of(struct store *store);

/* A string that grows, kept between documents: for the text under way. */
GString *store_buffer(struct store *store);

#endif
