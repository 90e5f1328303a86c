/*
 * Between the parts of answering: answer.c (the tree to a set), answer_plan.c (the tree to what is
 * asked of the store), answer_words.c (words and phrases of the index), answer_fields.c (what is
 * known beside the text), answer_read.c (what only files can decide), answer_narrow.c (words that
 * an expression needs), answer_order.c, answer_weigh.c, answer_facets.c.
 */
#ifndef LECTERN_LIBRARY_ANSWER_PRIVATE_H
#define LECTERN_LIBRARY_ANSWER_PRIVATE_H

#include "document/document.h"
#include "library/answer.h"
#include "library/store_private.h"

/* An answer under way. What fails sets error, once, and gives false or NULL. */
struct answering {
	struct store *store;
	const struct query *query;
	const struct answer_options *options;
	struct answer *answer;
	const struct query_node *last; /* the last word, while typing; else NULL */
	struct idset *all;             /* what may be found at all */
	GError *error;
};

/* Whether it was cancelled or failed. */
bool answer_stopped(struct answering *a);

/* A statement, reset and without bound values; NULL where it fails. */
sqlite3_stmt *answer_statement(struct answering *a, const char *sql);

/* The next row of a statement; at its end, or where it fails, false and it is reset. */
bool answer_row(struct answering *a, sqlite3_stmt *statement);

/* Adds the first column of all rows to ids. */
bool answer_collect(struct answering *a, sqlite3_stmt *statement, struct idset *ids);

/* Column i of a row, "" where there is nothing. */
const char *answer_text(sqlite3_stmt *statement, int i);

/* --- the plan (answer_plan.c) --- */

enum plan_op {
	PLAN_AND, /* without children: all */
	PLAN_OR,
	PLAN_NOT,
	PLAN_WORDS, /* one search of the text */
	PLAN_SHORT, /* a beginning of words in names, or a whole word in the text */
	PLAN_FIELD, /* answer_field() */
	PLAN_READ,  /* files decide, of those that the index gives */
};

/* A node of the plan and what is known of its set so far. Once it was asked, what is in least is in
 * it for sure, and nothing that is not in most; least NULL: most is the set. */
struct plan {
	enum plan_op op;
	GPtrArray *children;           /* struct plan * */
	const struct query_node *node; /* of SHORT, FIELD and READ */
	/* an expression of FTS5: of WORDS and SHORT; of READ what candidates hold, NULL where
	 * nothing narrows */
	char *words;
	unsigned leaves, depth; /* of the expression */
	struct idset *least, *most;
};

/* root NULL: all. */
struct plan *plan_new(const struct answering *a, const struct query_node *root);
void plan_free(struct plan *plan);

/* --- words of the index (answer_words.c) --- */

/* Whether a node asks for a word or phrase of the text. */
bool answer_asks_words(const struct query_node *node);

/* What the index of the text is asked for a node in some columns: NULL where it has no word to ask
 * for. prefix: as a beginning, where it is one. With *exact: the index alone decides. The caller
 * frees. */
char *answer_words(const struct query_node *node, unsigned columns, bool prefix, bool *exact);

/* What the index of title and headings is asked for a node; NULL where it cannot tell. The caller
 * frees. */
char *answer_name_words(const struct query_node *node);

/* Appends a token of the index as FTS5 reads it: quoted. */
void answer_quote(GString *words, const char *bytes, size_t n);

/* Documents that an expression finds in the text, or in title and headings: adds their ids. */
bool answer_match(struct answering *a, const char *words, struct idset *ids);
bool answer_match_names(struct answering *a, const char *words, struct idset *ids);

/* The letters of the last word where they are so few that while typing it is no beginning in the text;
 * else 0. */
unsigned answer_short_letters(const struct answering *a, const struct query_node *node);

/* What candidates for an expression over the text hold: NULL where nothing narrows. The caller
 * frees. (answer_narrow.c) */
char *answer_narrow(const char *pattern);

/* --- fields (answer_fields.c) --- */

/* The documents that pass a test of anything but the text; NULL where it fails. */
struct idset *answer_field(struct answering *a, const struct query_node *node);

/* The path of a document below the first root that holds it, the whole where none does, and that
 * root's place in their order. The caller frees. */
char *answer_below(const struct answering *a, const char *folder, const char *name, uint32_t *root);

/* --- reading (answer_read.c) --- */

/* Moves those of undecided that hold, once their files are read, into ids. */
bool answer_read(struct answering *a, const struct plan *plan, const struct idset *undecided,
	struct idset *ids);

/* --- order (answer_order.c, answer_weigh.c) --- */

/* Puts the ids of a set into answer->ids, in the order that is asked for. */
bool answer_order(struct answering *a, const struct idset *ids);

/* In order of path. */
GArray *answer_by_path(struct answering *a, const struct idset *ids);

/* By relevance; false where there is nothing to weigh (ids is untouched) or it fails. */
bool answer_weigh(struct answering *a, const struct idset *set, GArray *ids);

#endif
