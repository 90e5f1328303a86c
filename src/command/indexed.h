/*
 * The library of a command through its index: the folder is walked and what is new or changed taken in,
 * then the index answers, so that no answer is stale (SPEC §8). With --no-index, and where the index fails,
 * the same in memory.
 */
#ifndef LECTERN_COMMAND_INDEXED_H
#define LECTERN_COMMAND_INDEXED_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "command/command.h"
#include "command/find.h"
#include "command/progress.h"
#include "library/answer.h"
#include "library/query.h"
#include "library/stamp_search.h"
#include "library/store.h"
#include "work/read_ahead.h"

struct indexed {
	const struct invocation *invocation;
	struct library library; /* its roots; the catalog stays empty */
	struct store_location *location;
	struct store *store;
	struct batch_counts counts; /* what the last update found */
	struct progress progress;
	bool all;    /* no root is missing */
	bool renews; /* an update builds the index anew where it is worn */
	bool tidies; /* the index is tidied at the end, as it is after its first build */
	/* draws what is going on, where a line is due; NULL: a plain sentence */
	void (*draw)(struct indexed *indexed, enum loader_phase phase, uint32_t done, uint32_t all);
	void *data;
};

/* A document of the index. */
struct indexed_row {
	uint32_t id;
	char *path; /* as printed */
	char *real; /* of its file */
	char *title, *kind, *date;
	char *reason; /* why it cannot be read; NULL where it can */
	bool binary;
};

/* roots as in library_init(). False where nothing may be read; that is told. indexed_clear() in any
 * case. */
bool indexed_init(struct indexed *indexed, const struct invocation *invocation,
	const char *const *roots);
void indexed_clear(struct indexed *indexed);

/* Whether an index is there and complete, which makes a list quicker than the files do. */
bool indexed_is_ready(const struct indexed *indexed);

/* Brings the index up to date, or builds it anew; tells problems on standard error. False where there is
 * none in the end. */
bool indexed_update(struct indexed *indexed, bool rebuild);

/* Whether a query can be read, so far as that can be told before the update; what is wrong is told. */
bool indexed_check(const struct indexed *indexed, const char *typed);

/* Reads a query, after the update. What is wrong is told, and NULL given. */
struct query *indexed_query(const struct indexed *indexed, const char *typed);

/* Answers. What is wrong is told, and NULL given. */
struct answer *indexed_answer(struct indexed *indexed, const struct query *query,
	enum answer_order order);

/* Tells that so many documents could not be searched. */
void indexed_tell_unread(uint32_t count);

/* The timestamps that a query finds (library/stamp_search.h), and the answer of its documents. What is wrong is
 * told, and NULL given. */
struct stamp_search *indexed_stamps(struct indexed *indexed, const struct query *query,
	enum answer_order order, struct answer **answer);

/* The rows of ids (uint32_t) in that order: struct indexed_row *, freed with the array. With ids NULL those of
 * all documents below the roots, in order of path. */
GPtrArray *indexed_rows(struct indexed *indexed, const GArray *ids);

/* Tells why a row's document cannot be read, once. */
void indexed_tell(struct indexed *indexed, const struct indexed_row *row);

/* The document of a row, read and parsed whole as its reader chose; what is wrong is told, and NULL given.
 * Of one that went meanwhile nothing is told. */
struct document *indexed_open(struct indexed *indexed, const struct indexed_row *row);

/* The same of all rows (struct indexed_row *), which are read ahead: the next of them in their order. */
struct read_ahead *indexed_read_ahead(struct indexed *indexed, const GPtrArray *rows);
struct document *indexed_next(struct read_ahead *ahead, const struct indexed_row *row);

#endif
