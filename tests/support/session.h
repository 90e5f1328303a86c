/*
 * A program on a pseudo-terminal, as a shell would start it: the test holds the terminal, a guard
 * process is the session's leader and tells on the terminal when the program under it stops
 * (`<stopped>`), ends (`<ended 0>`) or is killed (`<killed 9>`). What cannot be done fails the test.
 */
#ifndef LECTERN_TESTS_SUPPORT_SESSION_H
#define LECTERN_TESTS_SUPPORT_SESSION_H

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>

struct session {
	int master;
	pid_t guard;
	pid_t program;
	GString *seen; /* all that was written */
	size_t looked; /* of it, by session_await() */
	struct termios modes;
};

void session_open(struct session *session, int rows, int columns, char **argv);

/* Kills what still runs. */
void session_close(struct session *session);

void session_type(const struct session *session, const char *keys);

/* Reads until text comes after what was awaited before; nothing that is awaited takes longer than 15
 * seconds, unless it does not come. */
void session_await(struct session *session, const char *text);

/* The same for so many milliseconds; whether it came. */
bool session_comes(struct session *session, const char *text, int milliseconds);

/* Reads what comes until nothing does for so many milliseconds. */
void session_settle(struct session *session, int quiet);

/* The screen as it is now: has it drawn again, and gives what was written for that. The caller frees. */
char *session_screen(struct session *session);

/* The modes are those from before, and the alternate screen was left last. */
void session_assert_given_back(const struct session *session);

/* Whether text stands on the screen, or with absent does not, within so many milliseconds. */
bool session_shows(struct session *session, const char *text, bool absent, int milliseconds);

#endif
