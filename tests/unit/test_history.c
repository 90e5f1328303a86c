/* The line of places: leaving, stepping, its limit, and beginning with another run's. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/history.h"

static struct place
place_at(uint32_t number)
{
	return (struct place){ .path = (char *)"a.md", .kind = PLACE_EXACT, .number = number };
}

/* `1 2 [3] 4`: the numbers of the places, with where the reader is. */
static char *
line_of(const struct history *history, uint32_t here)
{
	GString *line = g_string_new(NULL);
	int64_t last = INT64_MIN;
	for (guint i = 0; i < history->back->len; i++) {
		const struct place *place = &g_array_index(history->back, struct place, i);
		assert_true(place->slot > last && place->slot < history->slot);
		last = place->slot;
		g_string_append_printf(line, "%u ", place->number);
	}
	g_string_append_printf(line, "[%u]", here);
	last = history->slot;
	for (guint i = history->forward->len; i-- > 0;) {
		const struct place *place = &g_array_index(history->forward, struct place, i);
		assert_true(place->slot > last);
		last = place->slot;
		g_string_append_printf(line, " %u", place->number);
	}
	return g_string_free(line, FALSE);
}

static void
assert_line(const struct history *history, uint32_t here, const char *expected)
{
	g_autofree char *line = line_of(history, here);
	assert_string_equal(line, expected);
}

static void
leave(struct history *history, uint32_t from)
{
	struct place place = place_at(from);
	history_leave(history, &place);
}

/* n steps; gives where they lead. */
static uint32_t
go(struct history *history, uint32_t here, bool forward, uint32_t n)
{
	struct place from = place_at(here);
	const struct place *to = history_peek(history, forward, n);
	assert_non_null(to);
	uint32_t number = to->number;
	assert_ptr_equal(history_find(history, to->slot), to);
	history_step(history, to->slot, &from);
	return number;
}

static void
steps_lose_nothing(void **unused)
{
	(void)unused;
	struct history history;
	history_init(&history);
	assert_null(history_peek(&history, false, 1));
	assert_null(history_peek(&history, true, 1));
	for (uint32_t i = 1; i <= 4; i++)
		leave(&history, i);
	assert_line(&history, 5, "1 2 3 4 [5]");
	assert_int_equal(go(&history, 5, false, 1), 4);
	assert_line(&history, 4, "1 2 3 [4] 5");
	assert_int_equal(go(&history, 4, false, 2), 2);
	assert_line(&history, 2, "1 [2] 3 4 5");
	assert_int_equal(go(&history, 2, true, 3), 5);
	assert_line(&history, 5, "1 2 3 4 [5]");
	/* More than there are leads to the last. */
	assert_int_equal(go(&history, 5, false, 99), 1);
	assert_line(&history, 1, "[1] 2 3 4 5");
	assert_int_equal(go(&history, 1, true, 2), 3);
	history_drop(&history, history_peek(&history, true, 1)->slot);
	assert_line(&history, 3, "1 2 [3] 5");
	leave(&history, 3);
	assert_line(&history, 6, "1 2 3 [6]");
	history_leave(&history, NULL);
	assert_line(&history, 6, "1 2 3 [6]");
	assert_null(history_find(&history, 99));
	history_clear(&history);
}

static void
forgets_the_oldest(void **unused)
{
	(void)unused;
	struct history history;
	history_init(&history);
	for (uint32_t i = 0; i < HISTORY_MOST + 5; i++)
		leave(&history, i);
	assert_int_equal(history.back->len, HISTORY_MOST - 1);
	assert_int_equal(g_array_index(history.back, struct place, 0).number, 6);
	go(&history, 0, false, 500);
	assert_int_equal(history.back->len + history.forward->len, HISTORY_MOST - 1);
	history_clear(&history);
}

static void
begins_with_another_run_s(void **unused)
{
	(void)unused;
	struct history history;
	history_init(&history);
	for (uint32_t i = 1; i <= 5; i++) {
		struct place place = place_at(i);
		history_begin(&history, &place, 10 * i, 30);
	}
	assert_line(&history, 0, "1 2 3 [0] 4 5");
	/* The reader is nowhere yet. */
	const struct place *to = history_peek(&history, false, 1);
	history_step(&history, to->slot, NULL);
	assert_line(&history, 3, "1 2 [3] 4 5");
	history_clear(&history);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps_lose_nothing),
		cmocka_unit_test(forgets_the_oldest),
		cmocka_unit_test(begins_with_another_run_s),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
