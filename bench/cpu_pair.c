/*
 * CPU time of two shell commands, run in turn: `cpu_pair RUNS A B`. What they print is thrown away.
 * Prints the median of each in milliseconds (user and system, children included), and the median of
 * the ratios.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "measure.h"

#define MOST_RUNS 100

static double
milliseconds(struct timeval t)
{
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

static double
run(const char *command)
{
	struct rusage usage;
	pid_t child = fork();
	if (child == 0) {
		int null = open("/dev/null", O_WRONLY);
		dup2(null, STDOUT_FILENO);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	if (child < 0 || wait4(child, NULL, 0, &usage) != child)
		return -1;
	return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
}

int
main(int argc, char **argv)
{
	double a[MOST_RUNS], b[MOST_RUNS], ratio[MOST_RUNS];
	int runs = argc == 4 ? atoi(argv[1]) : 0;
	if (runs < 1 || runs > MOST_RUNS) {
		fprintf(stderr, "usage: cpu_pair RUNS A B\n");
		return 2;
	}
	run(argv[2]);
	run(argv[3]);
	for (int i = 0; i < runs; i++) {
		a[i] = run(argv[2]);
		b[i] = run(argv[3]);
		ratio[i] = a[i] / b[i];
	}
	printf("%.0f %.0f %.2f\n", median(a, (size_t)runs), median(b, (size_t)runs),
		median(ratio, (size_t)runs));
	return 0;
}
