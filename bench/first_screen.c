/*
 * Times programs from their start to their first screen: `first_screen RUNS COMMAND_A --
 * COMMAND_B`. Each runs in a pseudo-terminal of 80x24, in turn, RUNS times; the first screen stands
 * when the bytes that came fill it (over 400, and then nothing for 4 ms). Prints the median of each
 * in milliseconds, and the ratio.
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

#define MOST_RUNS 200

/* Milliseconds to the first screen; -1 where none came in five seconds. */
static double
time_one(char **command)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	char buffer[65536];
	int master;
	size_t got = 0;
	double started = milliseconds_of(CLOCK_MONOTONIC), last = -1;
	pid_t child = forkpty(&master, NULL, NULL, &size);
	if (child < 0)
		return -1;
	if (child == 0) {
		setenv("TERM", "xterm-256color", 1);
		execvp(command[0], command);
		_exit(127);
	}
	while (milliseconds_of(CLOCK_MONOTONIC) - started < 5000) {
		struct pollfd wait = { .fd = master, .events = POLLIN };
		int ready = poll(&wait, 1, got > 400 ? 4 : 1000);
		if (ready <= 0 && got > 400)
			break;
		ssize_t n = ready > 0 ? read(master, buffer, sizeof buffer) : 0;
		if (n <= 0)
			break;
		got += (size_t)n;
		if (got <= 400 || last < 0)
			last = milliseconds_of(CLOCK_MONOTONIC) - started;
	}
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	close(master);
	return got > 400 ? last : -1;
}

int
main(int argc, char **argv)
{
	double times[2][MOST_RUNS];
	int split = 0;
	for (int i = 2; i < argc; i++)
		if (strcmp(argv[i], "--") == 0)
			split = i;
	if (argc < 5 || split < 3 || split + 1 >= argc) {
		fprintf(stderr, "usage: first_screen RUNS COMMAND_A -- COMMAND_B\n");
		return 2;
	}
	int runs = atoi(argv[1]);
	if (runs < 1 || runs > MOST_RUNS)
		return 2;
	argv[split] = NULL;
	time_one(&argv[2]);
	time_one(&argv[split + 1]);
	for (int i = 0; i < runs; i++) {
		times[0][i] = time_one(&argv[2]);
		times[1][i] = time_one(&argv[split + 1]);
	}
	double a = median(times[0], (size_t)runs), b = median(times[1], (size_t)runs);
	if (a < 0 || b < 0) {
		fprintf(stderr, "first_screen: no screen came within five seconds\n");
		return 1;
	}
	printf("%.1f %.1f %.2f\n", a, b, a / b);
	return 0;
}
