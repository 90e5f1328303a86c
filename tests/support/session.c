#include "config.h"

#include "support/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE_MS 15000

/* A screen is drawn in one go; nothing comes between its parts for so long. */
#define QUIET_MS 30

/* Clears the screen before all of it is drawn (terminfo `clear` of xterm). */
#define CLEARED "\033[H\033[2J"

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

/* Takes what comes within so many milliseconds; false where nothing does. */
static bool
take(struct session *session, int milliseconds)
{
	struct pollfd output = { .fd = session->master, .events = POLLIN };
	char buffer[65536];
	ssize_t n;

	if (poll(&output, 1, MAX(milliseconds, 0)) <= 0 ||
		(n = read(session->master, buffer, sizeof(buffer))) <= 0)
		return false;
	for (ssize_t i = 0; i < n; i++) {
		if (buffer[i] == '\0')
			buffer[i] = '?';
	}
	g_string_append_len(session->seen, buffer, n);
	return true;
}

bool
session_comes(struct session *session, const char *text, int milliseconds)
{
	gint64 end = g_get_monotonic_time() + (gint64)milliseconds * 1000;
	char *found;

	while ((found = strstr(session->seen->str + session->looked, text)) == NULL) {
		gint64 left = end - g_get_monotonic_time();

		if (left <= 0 || !take(session, (int)(left / 1000) + 1))
			return false;
	}
	session->looked = (size_t)(found - session->seen->str) + strlen(text);
	return true;
}

void
session_await(struct session *session, const char *text)
{
	if (session_comes(session, text, PATIENCE_MS))
		return;
	g_autofree char *shown = g_strescape(session->seen->str + session->looked, NULL);

	fail_msg("\"%s\" did not come after: %s", text, shown);
}

/* The modes of a terminal that nobody has changed yet. */
static void
usual_modes(struct termios *modes)
{
	int master, slave;

	assert_int_equal(openpty(&master, &slave, NULL, NULL, NULL), 0);
	assert_int_equal(tcgetattr(slave, modes), 0);
	close(slave);
	close(master);
}

void
session_open(struct session *session, int rows, int columns, char **argv)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };

	session->seen = g_string_new(NULL);
	session->looked = 0;
	usual_modes(&session->modes);
	session->guard = forkpty(&session->master, NULL, &session->modes, &size);
	if (session->guard == 0)
		guard_run(argv);
	assert_true(session->guard > 0);
	session_await(session, "<program ");
	session_await(session, ">");
	session->program = atoi(strstr(session->seen->str, "<program ") + strlen("<program "));
}

void
session_close(struct session *session)
{
	kill(session->program, SIGKILL);
	kill(session->guard, SIGKILL);
	waitpid(session->guard, NULL, 0);
	close(session->master);
	g_string_free(session->seen, TRUE);
}

void
session_type(const struct session *session, const char *keys)
{
	assert_int_equal(write(session->master, keys, strlen(keys)), (ssize_t)strlen(keys));
}

void
session_settle(struct session *session, int quiet)
{
	while (take(session, quiet))
		continue;
}

char *
session_screen(struct session *session)
{
	session_settle(session, 0);
	session->looked = session->seen->len;
	session_type(session, "\014");
	session_await(session, CLEARED);
	session_settle(session, QUIET_MS);
	return g_strdup(session->seen->str + session->looked);
}

bool
session_shows(struct session *session, const char *text, bool absent, int milliseconds)
{
	gint64 end = g_get_monotonic_time() + (gint64)milliseconds * 1000;

	do {
		g_autofree char *screen = session_screen(session);

		if ((strstr(screen, text) == NULL) == absent)
			return true;
	} while (g_get_monotonic_time() < end);
	return false;
}

void
session_assert_given_back(const struct session *session)
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
