/*
 * The sample library for goldens: a copy of data/ whose files all have one time, so that no order of
 * theirs depends on when they were written.
 */
#ifndef LECTERN_TESTS_SUPPORT_SAMPLE_H
#define LECTERN_TESTS_SUPPORT_SAMPLE_H

#include <glib.h>
#include <stdbool.h>

struct sample {
	char *folder; /* that holds the copy */
	char *before; /* the current folder before */
};

/* Copies data/ of the current folder and enters the folder of the copy. False where it cannot. */
bool sample_enter(struct sample *sample);
/* Goes back, and removes the copy. */
void sample_leave(struct sample *sample);

#endif
