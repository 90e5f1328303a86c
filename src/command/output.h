/*
 * Output: how a record is printed (SPEC §8). In a pipe a record is a line of fields parted by tabs,
 * each made safe as a name; on a terminal the same fields in columns; with --json an object a line.
 */
#ifndef LECTERN_COMMAND_OUTPUT_H
#define LECTERN_COMMAND_OUTPUT_H

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "command/command.h"
#include "text/range.h"

/* How a column is drawn on a terminal. */
struct column {
	enum role role;
	bool right;      /* aligned to the right */
	bool shrinks;    /* cut with `…` where the row does not fit */
	bool keeps_end;  /* cut at its start: of a path and line the end tells most */
	unsigned weight; /* it keeps so many times the columns of others that shrink; 0 is 1 */
};

/* A table of records: in a pipe each is written as it comes; on a terminal they are kept till the
 * end, since columns share the width by need. */
struct output;

/* columns of n; borrowed. */
struct output *output_new(const struct invocation *invocation, const struct column *columns,
	unsigned n);

/* Prints a record of n fields; NULL is an empty one. */
void output_record(struct output *output, const char *const *fields);

/* The same; of the last field spans (struct range, in order, without overlap) are marked as hits on a
 * terminal. */
void output_marked_record(struct output *output, const char *const *fields, const GArray *spans);

/* Prints what was kept, frees, and gives how many records there were. */
unsigned output_finish(struct output *output);

/* Characters of a sentence in the last column, of which it is about so many times as wide as each of the
 * two before it. */
enum { OUTPUT_SENTENCE_WEIGHT = 3 };
unsigned output_sentence_length(const struct invocation *invocation);

/* Prints a path as a record of -0: raw bytes and a NUL, but marks and a line end on a terminal. */
void output_path(const struct invocation *invocation, const char *path);

/* Prints object (taken) as one line: valid UTF-8, safe on a terminal. */
void output_json(json_t *object);

/* A string that need not be UTF-8 as a JSON string: broken bytes are U+FFFD. */
json_t *json_text(const char *s);

/* Sets "path", and where it is not UTF-8 "path_bytes" (base64) too. */
void json_set_path(json_t *object, const char *path);

/* Writes s to out in the look of a role, where colour is on; s is safe already. */
void paint(const struct invocation *invocation, GString *out, enum role role, const char *s);

#endif
