/*
 * Commands against each other: `contest RUNS {LABEL PREPARE COMMAND}...`. Each COMMAND is run by the
 * shell RUNS times, all in turn, PREPARE before each (not measured; "" for nothing). What they print
 * is thrown away. A line for each: label, and medians of milliseconds on the clock, milliseconds of
 * processor (user and system, children included), and kilobytes resident at most. The first line's
 * are what the others stand beside: the last column is the median of the ratios of processor time, the
 * first's by theirs. "-" where the command failed.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "measure.h"

#define MOST_RUNS 100
#define MOST_COMMANDS 8

struct entrant {
	const char *label, *prepare, *command;
	double wall[MOST_RUNS], cpu[MOST_RUNS], resident[MOST_RUNS], ratio[MOST_RUNS];
	bool failed;
};

static double
milliseconds(struct timeval t)
{
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

/* What the shell gives; -1 where there is none. */
static int
run(const char *command, struct rusage *usage)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		if (getenv("BENCH_LOUD") == NULL)
			dup2(null, STDERR_FILENO);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, usage) != child || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

static void
enter(struct entrant *entrant, int at)
{
	struct rusage usage;
	double started;
	int status;

	if (entrant->failed)
		return;
	if (entrant->prepare[0] != '\0' && run(entrant->prepare, &usage) != 0)
		entrant->failed = true;
	started = milliseconds_of(CLOCK_MONOTONIC);
	status = run(entrant->command, &usage);
	entrant->wall[at] = milliseconds_of(CLOCK_MONOTONIC) - started;
	entrant->cpu[at] = milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
	entrant->resident[at] = (double)usage.ru_maxrss;
	/* 1 is "nothing found" */
	if (status < 0 || status > 1)
		entrant->failed = true;
}

static void
print(struct entrant *entrant, size_t runs)
{
	if (entrant->failed)
		printf("%s - - - -\n", entrant->label);
	else
		printf("%s %.1f %.1f %.0f %.2f\n", entrant->label, median(entrant->wall, runs),
			median(entrant->cpu, runs), median(entrant->resident, runs),
			median(entrant->ratio, runs));
}

int
main(int argc, char **argv)
{
	static struct entrant entrants[MOST_COMMANDS];
	int runs = argc > 1 ? atoi(argv[1]) : 0, count = (argc - 2) / 3;

	if (argc < 5 || (argc - 2) % 3 != 0 || runs < 1 || runs > MOST_RUNS ||
		count > MOST_COMMANDS) {
		fprintf(stderr, "usage: contest RUNS {LABEL PREPARE COMMAND}...\n");
		return 2;
	}
	for (int i = 0; i < count; i++) {
		entrants[i].label = argv[2 + 3 * i];
		entrants[i].prepare = argv[3 + 3 * i];
		entrants[i].command = argv[4 + 3 * i];
	}
	for (int at = 0; at < runs; at++) {
		for (int i = 0; i < count; i++) {
			enter(&entrants[i], at);
			entrants[i].ratio[at] = entrants[0].cpu[at] / entrants[i].cpu[at];
		}
	}
	for (int i = 0; i < count; i++)
		print(&entrants[i], (size_t)runs);
	return 0;
}
