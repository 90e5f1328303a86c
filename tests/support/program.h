/*
 * The program (LECTERN names it), run as a command: what it prints, says and gives; or started, to be
 * killed. Arguments end with NULL and begin after the program's name.
 */
#ifndef LECTERN_TESTS_SUPPORT_PROGRAM_H
#define LECTERN_TESTS_SUPPORT_PROGRAM_H

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

struct outcome {
	int status; /* exit status; less than 0: the signal */
	char *out, *err;
};

/* Whether there is a program to test. */
bool program_there(void);

void program_run(struct outcome *outcome, const char *const *arguments);
void outcome_clear(struct outcome *outcome);

/* Fails the test where anything is said, or the status is not one of the two. */
void outcome_check(const struct outcome *outcome, const char *what, int status, int or_status);

/* Fails the test where the two did not print the same, with the first line that differs. */
void outcome_compare(const struct outcome *a, const struct outcome *b, const char *what);

/* Its output goes nowhere. Whoever starts it waits for it. */
pid_t program_start(const char *const *arguments);

#define PROGRAM(...) ((const char *const[]){ __VA_ARGS__, NULL })

#endif
