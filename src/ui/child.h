/*
 * Children: programs that run beside the interface. Each is an argument vector, never a line for a
 * shell; it has a session of its own, no terminal, no `LD_*` in its environment and nothing of the
 * interface's signals. What it reads and the first words that it complains with lie in memory that
 * it shares, so that nobody waits for it and it outlives us unharmed.
 */
#ifndef LECTERN_UI_CHILD_H
#define LECTERN_UI_CHILD_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct child;

/* The children that run; belongs to the app. */
struct children {
	GMainContext *context; /* borrowed: it tells of their end */
	GPtrArray *running;    /* struct child * */
};

/* How one ended. */
struct child_end {
	bool in_time; /* it ended by itself, within the patience */
	int status;   /* as waitpid() gives it; 0 where it did not end in time */
	char *words;  /* the last line of what it complained with, made safe; NULL for nothing */
	const char *program; /* its name, made safe: the last part of its first argument */
	const char *answer; /* what it wrote, its first 16 KiB; NULL where that was not asked for */
};

struct child_options {
	const char *const *argv;
	const char *input; /* its standard input, copied; NULL for none */
	size_t input_length;
	bool answers;      /* what it writes to its standard output is wanted */
	unsigned patience; /* seconds; 0: any time is in time */
	bool must_end;     /* one that runs for longer than the patience is killed */
	/* Called once, from the context: where it ended, or where the patience was over and it had
	 * not. May be NULL. */
	void (*ended)(void *data, const struct child_end *end);
	void *data;
	GDestroyNotify forget; /* of data, also where it was started in vain or nothing is told; may
				* be NULL */
};

void children_init(struct children *children, GMainContext *context);

/* Forgets them: they run on, and nothing is told any more. */
void children_clear(struct children *children);

/* Starts one. False with a sentence where the program is not there or cannot be started. */
bool child_start(struct children *children, const struct child_options *options, GError **error);

/* How a child failed, as a sentence without its name: `ended with status 4: no such host`. NULL
 * where it did not. The caller frees. */
char *child_failure(const struct child_end *end);

#endif
