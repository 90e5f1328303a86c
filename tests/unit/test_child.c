/*
 * Programs beside the interface: what they are given, how they end, and those that do not.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>

#include "support/place.h"
#include "ui/child.h"

struct waited {
	unsigned told, forgotten;
	bool in_time;
	char *failure, *answer;
};

static void
take_end(void *data, const struct child_end *end)
{
	struct waited *waited = data;

	waited->told++;
	waited->in_time = end->in_time;
	waited->failure = child_failure(end);
	waited->answer = g_strdup(end->answer);
}

static void
forget(void *data)
{
	((struct waited *)data)->forgotten++;
}

static void
put_program(const char *name, const char *script)
{
	g_autofree char *whole = g_strdup_printf("#!/bin/sh\n%s\n", script);

	place_put(name, whole, -1);
	assert_int_equal(g_chmod(name, 0700), 0);
}

/* Runs a program to its end, or until it is told that it has none. */
static void
run(struct child_options options, struct waited *waited)
{
	g_autoptr(GMainContext) context = g_main_context_new();
	struct children children;
	g_autoptr(GError) error = NULL;

	*waited = (struct waited){ 0 };
	children_init(&children, context);
	options.ended = take_end;
	options.forget = forget;
	options.data = waited;
	if (!child_start(&children, &options, &error))
		fail_msg("%s", error->message);
	while (waited->told == 0)
		g_main_context_iteration(context, TRUE);
	children_clear(&children);
	assert_int_equal(waited->told, 1);
	assert_int_equal(waited->forgotten, 1);
}

static void
waited_clear(struct waited *waited)
{
	g_free(waited->failure);
	g_free(waited->answer);
}

static void
assert_file(const char *name, const char *expected, size_t n)
{
	g_autofree char *bytes = NULL;
	gsize length;

	assert_true(g_file_get_contents(name, &bytes, &length, NULL));
	assert_int_equal(length, n);
	assert_memory_equal(bytes, expected, n);
}

static void
test_input(void **state)
{
	g_autofree char *text = g_strnfill(1 << 20, 'x');
	const char *argv[] = { "./take", "a b", "$(touch evil)", "*", NULL };
	struct child_options options = { .argv = argv, .input = text, .input_length = 1 << 20 };
	struct waited waited;

	(void)state;
	put_program("take", "cat > taken; printf '%s|' \"$@\" > arguments");
	run(options, &waited);
	assert_true(waited.in_time);
	assert_null(waited.failure);
	assert_null(waited.answer);
	assert_file("taken", text, 1 << 20);
	assert_file("arguments", "a b|$(touch evil)|*|", 20);
	assert_false(g_file_test("evil", G_FILE_TEST_EXISTS));
	waited_clear(&waited);
}

/* Whoever does not read what it is given holds up nobody. */
static void
test_unread_input(void **state)
{
	g_autofree char *text = g_strnfill(1 << 20, 'x');
	const char *argv[] = { "true", NULL };
	struct child_options options = { .argv = argv, .input = text, .input_length = 1 << 20 };
	struct waited waited;

	(void)state;
	run(options, &waited);
	assert_null(waited.failure);
	waited_clear(&waited);
}

struct end_case {
	const char *script, *failure; /* NULL: none */
};

static const struct end_case end_cases[] = {
	{ "exit 0", NULL },
	{ "echo gone wrong >&2; exit 0", NULL },
	{ "exit 4", "ended with status 4" },
	{ "echo first >&2; echo 'no such host  ' >&2; echo >&2; exit 2",
		"ended with status 2: no such host" },
	{ "printf 'a\\033]52;c;eA==\\007b\\n' >&2; exit 1",
		"ended with status 1: a^[]52;c;eA==^Gb" },
	{ "kill -9 $$", "was ended by signal 9" },
	/* it reads nothing, has no terminal, and is told nothing about what is linked before it */
	{ "read line && exit 1; exit 0", NULL },
	{ "test -t 0 || test -t 1 || test -t 2 && exit 1; (: </dev/tty) 2>/dev/null && exit 2; exit 0",
		NULL },
	{ "env | grep ^LD_ && exit 1; test \"$KEPT\" = yes", NULL },
	{ "test \"$(ps -o sid= -p $$ 2>/dev/null || echo $$)\" -eq $$", NULL },
};

static void
test_ends(void **state)
{
	const char *argv[] = { "./program", NULL };
	struct child_options options = { .argv = argv, .patience = 10 };

	(void)state;
	g_setenv("LD_TEST_OF_LECTERN", "1", TRUE);
	g_setenv("KEPT", "yes", TRUE);
	for (size_t i = 0; i < G_N_ELEMENTS(end_cases); i++) {
		struct waited waited;

		put_program("program", end_cases[i].script);
		run(options, &waited);
		assert_true(waited.in_time);
		if (g_strcmp0(waited.failure, end_cases[i].failure) != 0)
			fail_msg("%s: %s", end_cases[i].script, waited.failure);
		waited_clear(&waited);
	}
	g_unsetenv("LD_TEST_OF_LECTERN");
}

static void
test_answer(void **state)
{
	const char *argv[] = { "./program", NULL };
	struct child_options options = { .argv = argv, .answers = true };
	struct waited waited;

	(void)state;
	put_program("program", "echo one; echo two");
	run(options, &waited);
	assert_string_equal(waited.answer, "one\ntwo\n");
	waited_clear(&waited);
}

/* What it writes beyond what is kept fails to be written: it goes on, and nothing grows. */
static void
test_flood(void **state)
{
	const char *argv[] = { "./program", NULL };
	struct child_options options = { .argv = argv, .answers = true };
	struct waited waited;

	(void)state;
	put_program("program",
		"i=0; while test $i -lt 100; do printf %01000d 0 || :; i=$((i + 1)); done 2>/dev/null\n"
		"exit 3");
	run(options, &waited);
	assert_string_equal(waited.failure, "ended with status 3");
	assert_true(strlen(waited.answer) <= 16384 && strlen(waited.answer) >= 16000);
	waited_clear(&waited);
}

/* One that hangs is killed with what it started, and said. */
static void
test_hangs(void **state)
{
	const char *argv[] = { "./program", NULL };
	struct child_options options = { .argv = argv, .patience = 1, .must_end = true };
	struct waited waited;
	g_autofree char *number = NULL;

	(void)state;
	put_program("program", "sleep 1000 & echo $! > number; wait");
	run(options, &waited);
	assert_false(waited.in_time);
	assert_null(waited.failure);
	assert_true(g_file_get_contents("number", &number, NULL, NULL));
	for (int i = 0; i < 1000 && kill((pid_t)atoi(number), 0) == 0; i++)
		g_usleep(1000);
	waited_clear(&waited);
}

struct start_case {
	const char *program, *error;
};

static const struct start_case start_cases[] = {
	{ "no-such-program-at-all", "no-such-program-at-all is not installed" },
	{ "./bad\033name", "bad^[name is not installed" },
	{ "./no-program", "no-program cannot be started: " },
};

static void
test_cannot_start(void **state)
{
	(void)state;
	place_put("no-program", "text", -1);
	for (size_t i = 0; i < G_N_ELEMENTS(start_cases); i++) {
		const char *argv[] = { start_cases[i].program, NULL };
		struct waited waited = { 0 };
		struct child_options options = { .argv = argv,
			.input = "x",
			.input_length = 1,
			.ended = take_end,
			.data = &waited,
			.forget = forget };
		struct children children;
		g_autoptr(GError) error = NULL;

		children_init(&children, NULL);
		assert_false(child_start(&children, &options, &error));
		if (!g_str_has_prefix(error->message, start_cases[i].error))
			fail_msg("%s", error->message);
		assert_int_equal(waited.told, 0);
		assert_int_equal(waited.forgotten, 1);
		children_clear(&children);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_input, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_unread_input, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_ends, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_answer, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_flood, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_hangs, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_cannot_start, place_enter, place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
