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
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

/* Nothing that is awaited takes longer, unless it does not come. */
#define PATIENCE_MS 15000

/* A session as a shell would make it: the test holds the terminal, a guard process is the session's
 * leader and tells on the terminal when the program under it stops (`<stopped>`) or ends (`<ended
 * 0>`). */
struct session {
	int master;
	pid_t guard;
	pid_t program;
	GString *seen; /* all that was written */
	size_t looked; /* of it, by await() */
	struct termios modes;
};

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

/* The leader's part. It writes the program's id first, then what happens to it. */
static void
guard_run(char **argv)
{
	pid_t program = fork();
	int status;

	signal(SIGTTOU, SIG_IGN);
	if (program == 0) {
		setpgid(0, 0);
		tcsetpgrp(STDIN_FILENO, getpid());
		signal(SIGTTOU, SIG_DFL);
		execv(argv[0], argv);
		_exit(127);
	}
	setpgid(program, program);
	dprintf(STDOUT_FILENO, "<program %d>", (int)program);
	while (waitpid(program, &status, WUNTRACED) >= 0) {
		if (WIFSTOPPED(status)) {
			dprintf(STDOUT_FILENO, "<stopped>");
			continue;
		}
		dprintf(STDOUT_FILENO, WIFSIGNALED(status) ? "<killed %d>" : "<ended %d>",
			WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
		pause();
	}
	_exit(0);
}

/* Reads until text comes after what was awaited before. */
static void
await(struct session *session, const char *text)
{
	gint64 end = g_get_monotonic_time() + PATIENCE_MS * 1000;
	char *found;

	while ((found = strstr(session->seen->str + session->looked, text)) == NULL) {
		struct pollfd output = { .fd = session->master, .events = POLLIN };
		char buffer[8192];
		ssize_t n;

		if (g_get_monotonic_time() > end || poll(&output, 1, PATIENCE_MS) <= 0 ||
			(n = read(session->master, buffer, sizeof(buffer))) <= 0) {
			g_autofree char *shown =
				g_strescape(session->seen->str + session->looked, NULL);

			fail_msg("\"%s\" did not come after: %s", text, shown);
			return;
		}
		for (ssize_t i = 0; i < n; i++)
			g_string_append_c(session->seen, buffer[i] == '\0' ? '?' : buffer[i]);
	}
	session->looked = (size_t)(found - session->seen->str) + strlen(text);
}

static void
session_open(struct session *session, int rows, int columns, char **argv)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };

	session->seen = g_string_new(NULL);
	session->looked = 0;
	session->guard = forkpty(&session->master, NULL, NULL, &size);
	if (session->guard == 0)
		guard_run(argv);
	assert_true(session->guard > 0);
	tcgetattr(session->master, &session->modes);
	await(session, "<program ");
	await(session, ">");
	session->program = atoi(strstr(session->seen->str, "<program ") + strlen("<program "));
}

static void
session_close(struct session *session)
{
	kill(session->program, SIGKILL);
	kill(session->guard, SIGKILL);
	waitpid(session->guard, NULL, 0);
	close(session->master);
	g_string_free(session->seen, TRUE);
}

static void
type(const struct session *session, const char *keys)
{
	assert_int_equal(write(session->master, keys, strlen(keys)), (ssize_t)strlen(keys));
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

/* The modes are those from before, and the alternate screen was left last. */
static void
assert_given_back(const struct session *session)
{
	struct termios modes;
	const char *entered = g_strrstr(session->seen->str, "\033[?1049h");
	const char *left = g_strrstr(session->seen->str, "\033[?1049l");

	assert_int_equal(tcgetattr(session->master, &modes), 0);
	assert_int_equal(modes.c_lflag, session->modes.c_lflag);
	assert_int_equal(modes.c_iflag, session->modes.c_iflag);
	assert_int_equal(modes.c_oflag, session->modes.c_oflag);
	assert_non_null(entered);
	assert_non_null(left);
	assert_true(left > entered);
}

static void
test_reads_and_quits(void **state)
{
	struct session session;

	open_library(&session, *state, "", 24, 100);
	await(&session, "Lighthouse");
	type(&session, "\r");
	await(&session, "lamp");
	type(&session, "Q");
	await(&session, "<ended 0>");
	assert_given_back(&session);
	assert_null(strstr(session.seen->str, "\033]0;evil"));
	session_close(&session);
}

static void
test_named_document(void **state)
{
	struct session session;

	open_library(&session, *state, "first.md", 24, 100);
	await(&session, "words");
	type(&session, "q");
	await(&session, "<ended 0>");
	assert_given_back(&session);
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
	await(&session, "words");
	type(&session, "q");
	await(&session, "<ended 0>");
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
		await(&session, "Lighthouse");
		start = g_get_monotonic_time();
		kill(session.program, signals[i]);
		await(&session, "<ended ");
		assert_true(g_get_monotonic_time() - start < G_USEC_PER_SEC);
		assert_given_back(&session);
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
		await(&session, "Lighthouse");
		kill(session.program, signals[i]);
		await(&session, "\033[?1049l");
		await(&session, "<");
		assert_given_back(&session);
		session_close(&session);
	}
}

static void
test_suspends(void **state)
{
	struct session session;

	open_library(&session, *state, "", 24, 100);
	await(&session, "Lighthouse");
	for (int external = 0; external < 2; external++) {
		if (external)
			kill(session.program, SIGTSTP);
		else
			type(&session, "\032");
		await(&session, "<stopped>");
		assert_given_back(&session);
		kill(-session.program, SIGCONT);
		await(&session, "\033[?1049h");
		await(&session, "Lighthouse");
	}
	type(&session, "Q");
	await(&session, "<ended 0>");
	assert_given_back(&session);
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
	await(&session, "Lighthouse");
	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		ioctl(session.master, TIOCSWINSZ, &sizes[i]);
		await(&session, "Lighthouse");
	}
	ioctl(session.master, TIOCSWINSZ, &tiny);
	await(&session, "window");
	type(&session, "Q");
	await(&session, "<ended 0>");
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
		await(&session, "words");
		type(&session, "Q");
		await(&session, "<ended 0>");
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
	await(&session, "lectern: ");
	await(&session, "<ended 2>");
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
