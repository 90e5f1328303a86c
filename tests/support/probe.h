/*
 * The test's own program as one that lectern starts: it tells over a named pipe what it was given. Its
 * arguments are in place of a shell script's, which could not look at its descriptors and signals.
 */
#ifndef LECTERN_TESTS_SUPPORT_PROBE_H
#define LECTERN_TESTS_SUPPORT_PROBE_H

#include <stdbool.h>

/* Call first in main(): false where the program is the test itself. Else it was started as the probe and
 * is done; *status is what it ends with. It is started with `--probe PIPE WHAT...`, WHAT being one of:
 * nothing (tell), `exit N`, `write FILE TEXT` (puts it at the file's start), `stop` (stops its group),
 * `stop-self`, `wait` (to be hung up, and says so: `hung up`), `wait-on` (deaf to that). */
bool probe_ran(int argc, char **argv, int *status);

/* How it is called by a configuration: `"PROGRAM", --probe, "PIPE"`; makes the pipe, and listens. */
struct probe {
	int fd;
	char *path, *call;
};
void probe_open(struct probe *probe);
void probe_close(struct probe *probe);

/* What the next one tells; the caller frees. Lines:
 *   arguments: those after its own, each in brackets
 *   input: how many bytes stood to be read, and those, or `terminal`
 *   terminals: which of 0, 1, 2 are one; cooked, foreground: whether they hold for that
 *   session: own, or ours; descriptors: further ones; linker: names of LD_*
 *   signals: how many are blocked, how many ignored */
char *probe_tells(struct probe *probe);

#endif
