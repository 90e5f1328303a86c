/*
 * Between the parts of the query's reader: query.c (terms and brackets), query_cursor.c (where words end),
 * query_fields.c (names), query_value.c (what a value asks), query_compare.c (numbers, dates),
 * query_node.c.
 */
#ifndef LECTERN_LIBRARY_QUERY_PRIVATE_H
#define LECTERN_LIBRARY_QUERY_PRIVATE_H

#include "library/query.h"

/* A value as it was cut out of the query. */
struct query_value {
	const char *text; /* without quotes, slashes and the `*` at its end */
	bool quoted, regex;
	bool star; /* a `*` was at its end */
	bool last; /* the end of what is being typed: it may go on */
	bool open; /* its quote or slash is missing; only where last */
	/* of the query: its first byte, and where it ends */
	struct range place;
};

/* A place in the query's text. */
struct query_cursor {
	const char *text;
	size_t length, at;
	bool typing;
	/* while typing: where what is unfinished begins, and what closes the text before */
	size_t finished;
	GString *closing;
};

/* The end of the blanks at an offset. */
size_t query_skip_blanks(const struct query_cursor *in, size_t at);
/* Whether a term may end at an offset; and whether nothing but blanks follows what is being typed. */
bool query_is_end(const struct query_cursor *in, size_t at);
bool query_is_last(const struct query_cursor *in, size_t at);
/* Where the word ends that begins at an offset. */
size_t query_word_end(const struct query_cursor *in, size_t at);
/* Whether the `-` at an offset negates. */
bool query_negates(const struct query_cursor *in, size_t at);
/* Bytes of what looks like the name of a field, before its colon; 0 where nothing does. */
size_t query_name_length(const struct query_cursor *in, size_t start);
/* Goes behind a phrase and its colon where that is a name, a value behind it. NULL: it is none. The
 * caller frees. */
char *query_take_quoted_name(struct query_cursor *in);
/* Goes behind a value, or a word: not in_field, where commas part values and slashes are expressions.
 * Its text is put into out. False with an error. */
bool query_take_value(struct query_cursor *in, bool in_field, GString *out,
	struct query_value *value, GError **error);
/* Leaves out what is unfinished, from start on. */
void query_leave_out(struct query_cursor *in, size_t start);

/* What a value is asked of. */
struct query_asking {
	const char *query;
	const struct query_options *options;
	const struct query_field *field; /* NULL: a word */
	const char *key;
	bool negative;      /* it must not hold: then what is typed is no prefix */
	struct range place; /* of the term */
};

/* A node of its own for an operator; its children are taken. */
struct query_node *query_node_new(enum query_op op, GPtrArray *children, struct range place);
/* A node for a test of what is asked. */
struct query_node *query_node_test(const struct query_asking *asking, enum query_test test,
	const char *value);
void query_node_free(struct query_node *node);

/* The test of one value: a tree of one or two nodes. NULL with an error; NULL without one where it
 * is unfinished. */
struct query_node *query_value_read(const struct query_asking *asking,
	const struct query_value *value, GError **error);

/* Sets error to `what, column N: hint`, of the byte at an offset; hint may be NULL. */
void query_fail(GError **error, const char *query, size_t at, const char *hint, const char *what,
	...) G_GNUC_PRINTF(5, 6);

/* Letters without case and accents. The caller frees. */
char *query_folded(const char *s);

/* A name or value for a sentence: whole UTF-8, not long. The caller frees. */
char *query_shown(const char *s, size_t n);

/* `did you mean "x"?` for the nearest name, else other (taken). The caller frees. */
char *query_hint(const char *word, const char *const *names, size_t n, char *other);

/* What a name before a colon means. */
struct query_meaning {
	enum { MEANS_NOTHING, MEANS_FIELD, MEANS_SORT, MEANS_LIMIT } what;
	const struct query_field *field;
	char *key; /* of an attribute; the caller frees */
};

struct query_meaning query_meaning_of(const struct query_options *options, const char *name);

/* Says that the name at start is unknown, where its term ends at end. */
void query_fail_unknown(const struct query_options *options, const char *query, size_t start,
	const char *name, size_t end, GError **error);

/* What sort: and limit: ask. False with an error; *unfinished: nothing is asked yet. */
bool query_set_sort(struct query *query, const char *text, const struct query_value *value,
	bool *unfinished, GError **error);
bool query_set_limit(struct query *query, const char *text, const struct query_value *value,
	bool *unfinished, GError **error);

/* How far a number or date could be read. */
enum query_read {
	READ_WRONG,
	READ_UNFINISHED, /* right so far */
	READ_GOOD,
};

struct query_numbers {
	double least, most; /* both included */
};

struct query_dates {
	char first[11], last[11]; /* both included; "" is open */
	bool relative;            /* days ago */
};

/* Reads `5`, `>=5`, `1..5`; with_letters: `2k` too. An empty range is READ_WRONG with *backwards set. */
enum query_read query_numbers_read(const char *s, bool with_letters, struct query_numbers *numbers,
	bool *backwards);
enum query_read query_dates_read(const char *s, const char *today, struct query_dates *dates,
	bool *backwards);

/* Whether s begins with an operator of comparison. */
bool query_is_compared(const char *s);

/* The nearest whole number at or above, or at or below, another. */
double query_whole(double number, bool above);

/* A value as a number: all of it. */
bool query_number_of(const char *value, double *number);

#endif
