/*
 * What the benchmarks measure with.
 */
#ifndef LECTERN_BENCH_MEASURE_H
#define LECTERN_BENCH_MEASURE_H

#include <stdlib.h>
#include <time.h>

/* Milliseconds of a clock (CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID...). */
static inline double
milliseconds_of(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static inline int
compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The median of n values, which are sorted. */
static inline double
median(double *values, size_t n)
{
	qsort(values, n, sizeof(*values), compare_numbers);
	return values[n / 2];
}

#endif
