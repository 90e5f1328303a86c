/*
 * Queries held against an independent reading: a store answers, and the reference says what is
 * right (support/reference.h).
 */
#ifndef LECTERN_TESTS_SUPPORT_QUERY_CHECK_H
#define LECTERN_TESTS_SUPPORT_QUERY_CHECK_H

#include "library/store.h"
#include "support/made_queries.h"

/* What a store is held against. */
struct query_check {
	struct store *store;
	struct reference *reference; /* of the same files */
	const char *const *below;    /* as in struct answer_options */
	const char *today;
	unsigned asked; /* queries that were compared */
	/* filled in by query_check_begin() */
	char **keys;
	GArray *ids;    /* uint32_t: the ids of the reference's documents */
	GHashTable *at; /* and back: 1 more than the document */
	GArray *states; /* uint8_t, of enum query_state: a bit each */
};

/* Looks up ids and keys, and marks some documents as read or starred. NULL, else a sentence on what
 * differs already; the caller frees. */
char *query_check_begin(struct query_check *check);
void query_check_end(struct query_check *check);

/* Asks one query; what is none is passed over. NULL where both agree, else what differs: the query
 * and paths; the caller frees. */
char *query_check_one(struct query_check *check, const char *text, bool typing);

/* Makes and asks so many (rarely: as in struct made_queries). NULL, else the first difference. */
char *query_check_many(struct query_check *check, GRand *random, unsigned count, int rarely);

#endif
