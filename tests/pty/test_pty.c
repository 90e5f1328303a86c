/*
 * The program whole, on a pseudo-terminal: what it takes and gives back, signals, sizes, and
 * terminals that can do little. LECTERN names the program; without it nothing is tested.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "support/session.h"

struct fixture {
	char *folder;
};

static const char document[] =
	"# Lighthouse\n\nThe lamp turns [[Second]] in the night.\n\n## Keeper\n\nLast words "
	"\033]0;evil\a of it.\n";

static int
make_library(void **state)
{
	struct fixture *fixture = g_new0(struct fixture, 1);
	g_autofree char *first = NULL;
	g_autofree char *second = NULL;

	fixture->folder = g_dir_make_tmp("lectern-pty-XXXXXX", NULL);
	first = g_build_filename(fixture->folder, "first.md", NULL);
	second = g_build_filename(fixture->folder, "second.md", NULL);
	assert_true(g_file_set_contents(first, document, -1, NULL));
	assert_true(g_file_set_contents(second, "# Second\n\nAnother.\n", -1, NULL));
	*state = fixture;
	return 0;
}

static int
remove_library(void **state)
{
	struct fixture *fixture = *state;
	g_autofree char *first = g_build_filename(fixture->folder, "first.md", NULL);
	g_autofree char *second = g_build_filename(fixture->folder, "second.md", NULL);

	g_unlink(first);
	g_unlink(second);
	g_rmdir(fixture->folder);
	g_free(fixture->folder);
	g_free(fixture);
	return 0;
}

static void
open_library(struct session *session, const struct fixture *fixture, const char *document_name,
	int rows, int columns)
{
	g_autofree char *path = g_build_filename(fixture->folder, document_name, NULL);
	char *program = (char *)g_getenv("LECTERN");
	char *argv[] = { program, path, NULL };

	if (program == NULL)
		skip();
	session_open(session, rows, columns, argv);
}

static void
test_reads_and_quits(void **state)
{
	struct session session;

	open_library(&session, *state, "", 24, 100);
	session_await(&session, "Lighthouse");
	session_type(&session, "\r");
	session_await(&session, "lamp");
	session_type(&session, "Q");
	session_await(&session, "<ended 0>");
	session_assert_given_back(&session);
	assert_null(strstr(session.seen->str, "\033]0;evil"));
	session_close(&session);
}

static void
test_named_document(void **state)
{
	struct session session;

	open_library(&session, *state, "first.md", 24, 100);
	session_await(&session, "words");
	session_type(&session, "q");
	session_await(&session, "<ended 0>");
	session_assert_given_back(&session);
	session_close(&session);
}

static void
test_standard_input(void **state)
{
	const struct fixture *fixture = *state;
	g_autofree char *line =
		g_strdup_printf("cat '%s/first.md' | \"$LECTERN\" -", fixture->folder);
	char *argv[] = { (char *)"/bin/sh", (char *)"-c", line, NULL };
	struct session session;

	if (g_getenv("LECTERN") == NULL)
		skip();
	session_open(&session, 24, 100, argv);
	session_await(&session, "words");
	session_type(&session, "q");
	session_await(&session, "<ended 0>");
	session_close(&session);
}

static void
test_leaves_on_signals(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP, SIGINT };

	for (size_t i = 0; i < G_N_ELEMENTS(signals); i++) {
		struct session session;
		gint64 start;

		open_library(&session, *state, "", 24, 100);
		session_await(&session, "Lighthouse");
		start = g_get_monotonic_time();
		kill(session.program, signals[i]);
		session_await(&session, "<ended ");
		assert_true(g_get_monotonic_time() - start < G_USEC_PER_SEC);
		session_assert_given_back(&session);
		session_close(&session);
	}
}

static void
test_gives_back_on_crash(void **state)
{
	static const int signals[] = { SIGSEGV, SIGABRT, SIGFPE };

	for (size_t i = 0; i < G_N_ELEMENTS(signals); i++) {
		struct session session;

		open_library(&session, *state, "", 24, 100);
		session_await(&session, "Lighthouse");
		kill(session.program, signals[i]);
		session_await(&session, "\033[?1049l");
		session_await(&session, "<");
		session_assert_given_back(&session);
		session_close(&session);
	}
}

static void
test_suspends(void **state)
{
	struct session session;

	open_library(&session, *state, "", 24, 100);
	session_await(&session, "Lighthouse");
	for (int external = 0; external < 2; external++) {
		if (external)
			kill(session.program, SIGTSTP);
		else
			session_type(&session, "\032");
		session_await(&session, "<stopped>");
		session_assert_given_back(&session);
		kill(-session.program, SIGCONT);
		session_await(&session, "\033[?1049h");
		session_await(&session, "Lighthouse");
	}
	session_type(&session, "Q");
	session_await(&session, "<ended 0>");
	session_assert_given_back(&session);
	session_close(&session);
}

static void
test_resizes(void **state)
{
	static const struct winsize sizes[] = {
		{ .ws_row = 10, .ws_col = 40 },
		{ .ws_row = 40, .ws_col = 140 },
		{ .ws_row = 5, .ws_col = 20 },
	};
	struct winsize tiny = { .ws_row = 2, .ws_col = 12 };
	struct session session;

	open_library(&session, *state, "", 24, 100);
	session_await(&session, "Lighthouse");
	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		ioctl(session.master, TIOCSWINSZ, &sizes[i]);
		session_await(&session, "Lighthouse");
	}
	ioctl(session.master, TIOCSWINSZ, &tiny);
	session_await(&session, "window");
	session_type(&session, "Q");
	session_await(&session, "<ended 0>");
	session_close(&session);
}

struct plain_case {
	const char *term, *locale, *no_colour;
	const char *absent; /* is never written */
};

static const struct plain_case plain_cases[] = {
	{ "vt100", "C.UTF-8", NULL, "38;5" },
	{ "vt100", "C", NULL, "\xe2" },
	{ "xterm-256color", "C", NULL, "\xe2" },
	{ "xterm-256color", "C.UTF-8", "1", "38;5" },
	{ "linux", "C.UTF-8", NULL, "38;5" },
};

static void
test_plain_terminals(void **state)
{
	for (size_t i = 0; i < G_N_ELEMENTS(plain_cases); i++) {
		const struct plain_case *c = &plain_cases[i];
		struct session session;

		g_setenv("TERM", c->term, TRUE);
		g_setenv("LC_ALL", c->locale, TRUE);
		if (c->no_colour != NULL)
			g_setenv("NO_COLOR", c->no_colour, TRUE);
		open_library(&session, *state, "first.md", 24, 100);
		session_await(&session, "words");
		session_type(&session, "Q");
		session_await(&session, "<ended 0>");
		if (strstr(session.seen->str, c->absent) != NULL)
			fail_msg("%s in %s writes what it must not", c->term, c->locale);
		session_close(&session);
		g_unsetenv("NO_COLOR");
	}
	g_setenv("TERM", "xterm-256color", TRUE);
	g_setenv("LC_ALL", "C.UTF-8", TRUE);
}

static void
test_unknown_terminal(void **state)
{
	struct session session;

	g_setenv("TERM", "no-such-terminal", TRUE);
	open_library(&session, *state, "", 24, 100);
	session_await(&session, "lectern: ");
	session_await(&session, "<ended 2>");
	session_close(&session);
	g_setenv("TERM", "xterm-256color", TRUE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads_and_quits),
		cmocka_unit_test(test_named_document),
		cmocka_unit_test(test_standard_input),
		cmocka_unit_test(test_leaves_on_signals),
		cmocka_unit_test(test_gives_back_on_crash),
		cmocka_unit_test(test_suspends),
		cmocka_unit_test(test_resizes),
		cmocka_unit_test(test_plain_terminals),
		cmocka_unit_test(test_unknown_terminal),
	};

	g_setenv("TERM", "xterm-256color", TRUE);
	g_setenv("LC_ALL", "C.UTF-8", TRUE);
	return cmocka_run_group_tests(tests, make_library, remove_library);
}
