/*
 * Which timestamps stand out of the order of time: a table of cases, and the longest row of times
 * beside a plain search for it.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "document/stamp_order.h"

/* Times as digits, and how each stands: '.' in order, '^' belongs further up, 'v' further down. */
struct order_case {
	const char *name, *times, *places;
};

static const struct order_case cases[] = {
	{ "nothing", "", "" },
	{ "one", "5", "." },
	{ "in order", "1234", "...." },
	{ "equal times are in order", "1122", "...." },
	{ "one too late does not mark all after it", "129345", "..v..." },
	{ "one too early does not mark all before it", "345167", "...^.." },
	{ "one at the start", "91234", "v...." },
	{ "one at the end", "12340", "....^" },
	{ "the end is told first", "671234", "vv...." },
	{ "of two parts as long the earlier one is in order", "56781234", "vvvv...." },
	{ "backwards: one row of one", "4321", "vvv." },
	{ "a summary of equal times in front", "88123456", "vv......" },
};

static void
fill(struct timestamp *stamps, const char *times)
{
	for (uint32_t i = 0; times[i] != '\0'; i++)
		stamps[i] = (struct timestamp){ .milliseconds = (uint32_t)(times[i] - '0') };
}

static void
places_of_cases(void **state)
{
	static const char
		signs[] = { [STAMP_IN_ORDER] = '.', [STAMP_LATE] = '^', [STAMP_EARLY] = 'v' };
	(void)state;
	for (size_t c = 0; c < G_N_ELEMENTS(cases); c++) {
		struct timestamp stamps[16];
		uint8_t places[16];
		char found[17] = "";
		uint32_t n = (uint32_t)strlen(cases[c].times), strays = 0;
		fill(stamps, cases[c].times);
		uint32_t count = stamp_order(stamps, n, places);
		for (uint32_t i = 0; i < n; i++) {
			found[i] = signs[places[i]];
			strays += places[i] != STAMP_IN_ORDER;
		}
		if (strcmp(found, cases[c].places) != 0)
			fail_msg("%s: %s gives %s, not %s", cases[c].name, cases[c].times, found,
				cases[c].places);
		assert_int_equal(count, strays);
	}
}

/* The longest row by looking at all pairs. */
static uint32_t
longest(const struct timestamp *stamps, uint32_t n)
{
	uint32_t lengths[64], most = 0;
	for (uint32_t i = 0; i < n; i++) {
		lengths[i] = 1;
		for (uint32_t j = 0; j < i; j++)
			if (stamps[j].milliseconds <= stamps[i].milliseconds)
				lengths[i] = MAX(lengths[i], lengths[j] + 1);
		most = MAX(most, lengths[i]);
	}
	return most;
}

static void
longest_row_of_random_times(void **state)
{
	GRand *random = g_rand_new_with_seed(20);
	(void)state;
	for (int turn = 0; turn < 500; turn++) {
		struct timestamp stamps[64];
		uint8_t places[64];
		uint32_t n = (uint32_t)g_rand_int_range(random, 1, 64);
		uint32_t range = (uint32_t)g_rand_int_range(random, 1, 100);
		for (uint32_t i = 0; i < n; i++)
			stamps[i] =
				(struct timestamp){ .milliseconds = g_rand_int(random) % range };
		assert_int_equal(stamp_order(stamps, n, places), n - longest(stamps, n));
		uint32_t last = 0;
		for (uint32_t i = 0; i < n; i++) {
			if (places[i] != STAMP_IN_ORDER)
				continue;
			assert_true(stamps[i].milliseconds >= last);
			last = stamps[i].milliseconds;
		}
	}
	g_rand_free(random);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_of_cases),
		cmocka_unit_test(longest_row_of_random_times),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
