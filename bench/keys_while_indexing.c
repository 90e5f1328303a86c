/*
 * Keys while a library is read for the first time, through the whole program in a pseudo-terminal of
 * 120x40: `keys_while_indexing SECONDS COMMAND...`. As soon as the first screen stands keys are typed
 * on a clock, one each 30 ms: moving, paging, sorting, and a filter letter by letter. With each goes
 * Ctrl-l, so that the end of the screen that answers it can be told from what else is drawn. A key's
 * time is that from its turn to the last byte of its screen; where one is late, so are those whose
 * turn came meanwhile. Prints how many keys, the milliseconds of the middle, of the 99th of a hundred
 * and of the slowest, and which that was.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "measure.h"

#define EACH 30.0
#define MOST_KEYS 100000
#define PATIENCE 10000
/* No part of a screen comes so many milliseconds after the part before. */
#define QUIET 1
/* How a screen that is drawn anew begins (terminfo `clear` of xterm). */
#define CLEARED "\033[H\033[2J"

/* Typed round and round. Ctrl-c, which leaves the filter, is no less than a second from the next. */
static const char *const keys[] = { "j", "j", "j", "k", " ", " ", "b", "G", "k", "k", "gg", "j",
	"j", "s", "j", "s", "j", "s", "s", "s", "s", "/", "t", "h", "e", " ", "s", "t", "a", "\177",
	"\177", "\177", "\177", "\177", "l", "a", "\003", "j", "j", "c", "j", "q", "j", "j", "j" };

struct sitting {
	int terminal;
	char tail[sizeof(CLEARED) - 1]; /* of what came last */
	double last;                    /* when something came */
};

/* Takes what comes within so many milliseconds: -1 where nothing does, else whether a screen begins
 * in it. */
static int
take(struct sitting *sitting, int patience)
{
	struct pollfd wait = { .fd = sitting->terminal, .events = POLLIN };
	static char buffer[65536 + sizeof(CLEARED)];
	const size_t before = sizeof(sitting->tail);

	if (poll(&wait, 1, patience) <= 0)
		return -1;
	memcpy(buffer, sitting->tail, before);
	ssize_t n = read(sitting->terminal, buffer + before, 65536);

	if (n <= 0)
		return -1;
	sitting->last = milliseconds_of(CLOCK_MONOTONIC);
	memcpy(sitting->tail, buffer + n, before);
	/* One that is whole in the tail was seen before. */
	return memmem(buffer + 1, (size_t)n + before - 1, CLEARED, before) != NULL;
}

/* Types a key at its turn, and gives when its screen was whole; negative where it is not answered. */
static double
press(struct sitting *sitting, const char *key)
{
	char typed[8];
	int n = snprintf(typed, sizeof(typed), "%s\014", key), came;

	if (write(sitting->terminal, typed, (size_t)n) != n)
		return -1;
	while ((came = take(sitting, PATIENCE)) == 0)
		continue;
	if (came < 0)
		return -1;
	while (take(sitting, QUIET) >= 0)
		continue;
	return sitting->last;
}

/* Waits for a key's turn, and reads meanwhile. */
static void
wait_until(struct sitting *sitting, double turn)
{
	double left;

	while ((left = turn - milliseconds_of(CLOCK_MONOTONIC)) > 0) {
		if (take(sitting, (int)left) < 0 && left < 1)
			break;
	}
}

static size_t
type_all(struct sitting *sitting, double seconds, double *times, const char **slowest)
{
	double began = milliseconds_of(CLOCK_MONOTONIC), turn = began, worst = 0;
	size_t count = 0;

	for (size_t i = 0; turn - began < seconds * 1e3 && count < MOST_KEYS; i++) {
		const char *key = keys[i % (sizeof(keys) / sizeof(keys[0]))];

		wait_until(sitting, turn);
		double answered = press(sitting, key);

		if (answered < 0) {
			fprintf(stderr, "key %zu, %s, is not answered\n", i + 1, key);
			return 0;
		}
		if (answered - turn > worst) {
			worst = answered - turn;
			*slowest = key;
		}
		do {
			times[count++] = answered - turn;
			turn += EACH;
		} while (answered - turn > EACH && count < MOST_KEYS);
		if (getenv("KEYS_TOLD") != NULL && times[count - 1] > 16)
			fprintf(stderr, "%.0f ms: %.1f for %s\n", turn - began, times[count - 1],
				key);
	}
	return count;
}

int
main(int argc, char **argv)
{
	static double times[MOST_KEYS];
	struct winsize size = { .ws_row = 40, .ws_col = 120 };
	struct sitting sitting = { 0 };
	const char *slowest = "";

	if (argc < 3) {
		fprintf(stderr, "usage: keys_while_indexing SECONDS COMMAND...\n");
		return 2;
	}
	pid_t child = forkpty(&sitting.terminal, NULL, NULL, &size);

	if (child == 0) {
		setenv("TERM", "xterm-256color", 1);
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (child < 0 || take(&sitting, PATIENCE) < 0)
		return 2;
	/* The first screen. */
	while (take(&sitting, QUIET) >= 0)
		continue;
	size_t count = type_all(&sitting, strtod(argv[1], NULL), times, &slowest);

	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	if (count == 0)
		return 1;
	double middle = median(times, count);

	printf("%zu %.2f %.2f %.2f %s\n", count, middle, times[count * 99 / 100], times[count - 1],
		slowest[0] < ' ' || slowest[0] > '~' ? "^" : slowest);
	return 0;
}
