#include "config.h"

#include "library/idset.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct idset *
make(const uint32_t *ids)
{
	struct idset *set = idset_new();

	for (; *ids != UINT32_MAX; ids++)
		idset_add(set, *ids);
	return set;
}

static void
expect(const struct idset *set, const uint32_t *ids)
{
	uint32_t at = 0, count = 0;

	for (; ids[count] != UINT32_MAX; count++, at++) {
		at = idset_next(set, at);
		assert_int_equal(at, ids[count]);
		assert_true(idset_has(set, at));
	}
	assert_int_equal(idset_next(set, at), UINT32_MAX);
	assert_int_equal(idset_count(set), count);
}

#define IDS(...) ((const uint32_t[]){ __VA_ARGS__, UINT32_MAX })
#define NO_IDS ((const uint32_t[]){ UINT32_MAX })

static const struct {
	const char *name;
	uint32_t set[8], other[8], both[8], either[8], without[8];
} cases[] = {
	{ "empty", { UINT32_MAX }, { UINT32_MAX }, { UINT32_MAX }, { UINT32_MAX }, { UINT32_MAX } },
	{ "one is empty", { 1, 64, UINT32_MAX }, { UINT32_MAX }, { UINT32_MAX },
		{ 1, 64, UINT32_MAX }, { 1, 64, UINT32_MAX } },
	{ "the other reaches further", { 0, 63, UINT32_MAX }, { 63, 1000, UINT32_MAX },
		{ 63, UINT32_MAX }, { 0, 63, 1000, UINT32_MAX }, { 0, UINT32_MAX } },
	{ "it reaches further", { 5, 700, UINT32_MAX }, { 5, 6, UINT32_MAX }, { 5, UINT32_MAX },
		{ 5, 6, 700, UINT32_MAX }, { 700, UINT32_MAX } },
};

static void
test_operators(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Idset) set = make(cases[i].set), other = make(cases[i].other);
		g_autoptr(Idset) both = idset_copy(set), either = idset_copy(set),
				 without = idset_copy(set);
		idset_and(both, other);
		idset_or(either, other);
		idset_minus(without, other);
		expect(both, cases[i].both);
		expect(either, cases[i].either);
		expect(without, cases[i].without);
		expect(set, cases[i].set);
		expect(other, cases[i].other);
	}
}

static void
test_add_and_remove(void **state)
{
	g_autoptr(Idset) set = make(IDS(3, 3, 64, 127, 128, 5000));

	(void)state;
	expect(set, IDS(3, 64, 127, 128, 5000));
	idset_remove(set, 64);
	idset_remove(set, 65);
	idset_remove(set, 4000000000);
	expect(set, IDS(3, 127, 128, 5000));
	assert_false(idset_has(set, 64));
	assert_false(idset_has(set, 4000000000));
	assert_int_equal(idset_next(set, 129), 5000);
	assert_int_equal(idset_next(set, 5001), UINT32_MAX);
	assert_int_equal(idset_next(set, 4000000000), UINT32_MAX);
}

static void
test_grows_from_nothing(void **state)
{
	g_autoptr(Idset) set = idset_new(), copy = idset_copy(set);

	(void)state;
	expect(set, NO_IDS);
	expect(copy, NO_IDS);
	idset_or(set, copy);
	idset_and(set, copy);
	idset_minus(set, copy);
	expect(set, NO_IDS);
	for (uint32_t id = 0; id < 10000; id += 7)
		idset_add(set, id);
	assert_int_equal(idset_count(set), 1429);
	idset_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_operators),
		cmocka_unit_test(test_add_and_remove),
		cmocka_unit_test(test_grows_from_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
