/*
 * A sitting at a program in a pseudo-terminal of 80x24: `session SECONDS KEYS COMMAND...`. When its
 * first screen stands, one key after the other is pressed, round and round, for so many seconds (none
 * where KEYS is ""), each 30 ms after the screen was quiet. Each key must change the screen: the time
 * until it begins to is that key's. Prints the milliseconds of the middle, of the 99th of a hundred
 * and of the slowest, the megabytes resident at the end and at most, and the seconds of processor.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "measure.h"

#define MOST_KEYS 100000
#define PATIENCE 2000

/* Milliseconds until something comes, all of which is read then; -1 where nothing does. */
static double
wait_for(int terminal, int patience)
{
	struct pollfd wait = { .fd = terminal, .events = POLLIN };
	double started = milliseconds_of(CLOCK_MONOTONIC), came;
	char buffer[65536];

	if (poll(&wait, 1, patience) <= 0)
		return -1;
	came = milliseconds_of(CLOCK_MONOTONIC) - started;
	return read(terminal, buffer, sizeof(buffer)) > 0 ? came : -1;
}

/* Reads on until nothing came for some milliseconds; at most for a second. */
static void
settle(int terminal, int quiet)
{
	double started = milliseconds_of(CLOCK_MONOTONIC);

	while (wait_for(terminal, quiet) >= 0 && milliseconds_of(CLOCK_MONOTONIC) - started < 1000)
		;
}

/* Megabytes of a line of /proc/PID/status. */
static double
resident(pid_t child, const char *name)
{
	char path[64], line[256];
	double kilobytes = 0;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)child);
	FILE *status = fopen(path, "r");

	while (status != NULL && fgets(line, sizeof(line), status) != NULL) {
		if (strncmp(line, name, strlen(name)) == 0)
			kilobytes = strtod(line + strlen(name) + 1, NULL);
	}
	if (status != NULL)
		fclose(status);
	return kilobytes / 1024;
}

static size_t
press(int terminal, const char *keys, double until, double *times)
{
	size_t count = 0;

	for (size_t i = 0; milliseconds_of(CLOCK_MONOTONIC) < until && count < MOST_KEYS; i++) {
		if (keys[0] == '\0') {
			wait_for(terminal, 100);
			continue;
		}
		settle(terminal, 30);
		if (write(terminal, &keys[i % strlen(keys)], 1) != 1)
			break;
		double time = wait_for(terminal, PATIENCE);

		times[count++] = time >= 0 ? time : PATIENCE;
	}
	return count;
}

int
main(int argc, char **argv)
{
	static double times[MOST_KEYS];
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	struct rusage usage;
	int terminal;

	if (argc < 4) {
		fprintf(stderr, "usage: session SECONDS KEYS COMMAND...\n");
		return 2;
	}
	pid_t child = forkpty(&terminal, NULL, NULL, &size);

	if (child == 0) {
		setenv("TERM", "xterm-256color", 1);
		execvp(argv[3], argv + 3);
		_exit(127);
	}
	if (child < 0)
		return 2;
	wait_for(terminal, 5000);
	settle(terminal, 100);
	size_t count = press(terminal, argv[2],
		milliseconds_of(CLOCK_MONOTONIC) + strtod(argv[1], NULL) * 1e3, times);
	double now = resident(child, "VmRSS:"), most = resident(child, "VmHWM:");

	kill(child, SIGKILL);
	wait4(child, NULL, 0, &usage);
	double middle = count > 0 ? median(times, count) : 0;

	printf("%.2f %.2f %.2f %.1f %.1f %.2f\n", middle, count > 0 ? times[count * 99 / 100] : 0,
		count > 0 ? times[count - 1] : 0, now, most,
		(double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
			(double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6);
	return 0;
}
