/*
 * The inside of the store: one SQLite connection. Used by store_*.c, answer_*.c and linked.c alone.
 *
 * The shape of the database:
 * - `text`: a contentless FTS5 table, a row a document by its id: title, headings (parted by
 *   WORDS_BREAK), body (the document's text, WORDS_BREAK before each heading). Its tokenizer is text/words.h: in
 *   an index it gives words, and joins at the place of the word before; in a query it takes
 *   tokens as they are, parted by a byte 0x1f.
 * - `documents`: a row for each that is there now. An id of `text`, `holders`, `links` or `sections`
 *   that is not in it is of a document that is gone.
 * - `keys`, `attributes`, `holders`: which documents have which value of which key: fields of lists (under
 *   the name of their query field: "author", "category", "tag", "channel", "alias", "description") and every
 *   other key of front matter, mappings as `outer.inner`, lists as a value each. Names of keys in lower
 *   case. hash: 64 bits over the value, for finding it.
 * - `links`: by key, a 64-bit hash of what the target can be found by: names_key() of the target's
 *   last part, with and without suffix, and of the whole (kind letter 'n' before it); resolve_url_key() of a URL ('u'),
 *   its host without www. ('h'). target: the row of `targets` that says what was written, 0 for URLs.
 * - `sections`: a line each, "line\ttitle\n".
 */
#ifndef LECTERN_LIBRARY_STORE_PRIVATE_H
#define LECTERN_LIBRARY_STORE_PRIVATE_H

#include <sqlite3.h>

#include "library/idset.h"
#include "library/store.h"
#include "text/cancel.h"

struct store {
	sqlite3 *db;
	struct store_location *location;
	GHashTable *statements;      /* SQL (static strings, by address) to sqlite3_stmt * */
	const struct cancel *cancel; /* looked at by the progress handler; NULL: never stopped */
	char *path;                  /* of its file; NULL in memory */
	int claim;                   /* descriptor of the claim, or -1 */

	/* kept as long as sqlite's data_version and the connection's own changes stay */
	uint64_t cached_version;
	struct idset *alive;   /* ids in documents */
	GArray *newest;        /* uint32_t: all ids, newest first */
	struct linked *linked; /* made when first asked for, of linked_version */
	uint64_t linked_version;
};

/* A prepared statement, kept and reset; sql is a static string. Never NULL but on failure, with
 * error. The caller resets it when done. */
sqlite3_stmt *store_statement(struct store *store, const char *sql, GError **error);

/* Sets error from the connection's last failure, as a sentence. Gives false. */
bool store_failed(struct store *store, const char *what, GError **error);

/* The ids of all documents that are there, and all ids from the newest document (published, else
 * fetched, else the file's time) to the oldest. Belong to the store, until it changes. */
const struct idset *store_alive(struct store *store);
const GArray *store_newest(struct store *store);

/* 64 bits over bytes, as kept in the database. */
int64_t store_hash(const char *bytes, size_t n);

/* Registers the tokenizer "words" with a connection. (store_tokens.c) */
bool store_tokens_register(sqlite3 *db, GError **error);

/* Takes in the text, the attributes and the links of a document under its id. (store_text.c, store_attributes.c,
 * store_links.c) */
bool store_put_text(struct store *store, uint32_t id, const struct document *document,
	GError **error);
bool store_put_attributes(struct store *store, uint32_t id, const struct document *document,
	GError **error);
bool store_put_links(struct store *store, uint32_t id, const struct document *document,
	GError **error);

#endif
