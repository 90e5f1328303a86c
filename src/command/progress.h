/*
 * Progress: one line on standard error that is drawn over and over while something takes long, where
 * that is a terminal; nothing elsewhere.
 */
#ifndef LECTERN_COMMAND_PROGRESS_H
#define LECTERN_COMMAND_PROGRESS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct progress {
	int64_t began, drawn; /* monotonic microseconds; drawn 0: not yet */
	int64_t delay;        /* microseconds before the first line */
	bool terminal;
};

/* delay: in milliseconds. */
void progress_init(struct progress *progress, unsigned delay);

/* Whether a line is due: not before the delay, and ten times a second at most. */
bool progress_is_due(const struct progress *progress);

/* Draws a line (safe text) over the one before. */
void progress_draw(struct progress *progress, const char *line);

/* Takes the line away. */
void progress_clear(struct progress *progress);

/* Seconds since progress_init(). */
double progress_seconds(const struct progress *progress);

/* A bar of so many columns, done of all; and a number with commas: `21,000`. */
void progress_append_bar(GString *out, uint32_t done, uint32_t all, unsigned columns);
void progress_append_number(GString *out, uint64_t number);

#endif
