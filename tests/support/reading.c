#include "config.h"

#include "support/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "support/place.h"

#define ROWS 24
#define COLUMNS_USUAL 100

/* Seconds that anything takes at most, and milliseconds that one drawing does. */
#define PATIENCE 15
#define DRAWING_MS 500

static const char *const folders[] = { "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME",
	"XDG_RUNTIME_DIR" };

static const char *const absent[] = { "TMUX", "STY", "SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY",
	"VISUAL", "EDITOR", "NO_COLOR", "LD_TEST_OF_LECTERN" };

int
reading_enter(void **state)
{
	place_enter(state);
	g_autofree char *here = g_get_current_dir();

	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *folder = g_build_filename(here, folders[i], NULL);

		assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
		g_setenv(folders[i], folder, TRUE);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(absent); i++)
		g_unsetenv(absent[i]);
	g_setenv("TERM", "xterm-256color", TRUE);
	g_setenv("LC_ALL", "C.UTF-8", TRUE);
	return 0;
}

int
reading_leave(void **state)
{
	return place_leave(state);
}

void
reading_configure(const char *settings)
{
	place_put("XDG_CONFIG_HOME/lectern/config.yaml", settings, -1);
}

void
reading_open(struct session *session, const char *document, const char *words)
{
	char *program = (char *)g_getenv("LECTERN");
	char *argv[] = { program, (char *)document, NULL };

	if (program == NULL)
		skip();
	session_open(session, ROWS, COLUMNS_USUAL, argv);
	session_await(session, words);
}

void
reading_open_piped(struct session *session, const char *document, const char *words)
{
	g_autofree char *line = g_strdup_printf("cat '%s' | \"$LECTERN\" -", document);
	char *argv[] = { (char *)"/bin/sh", (char *)"-c", line, NULL };

	if (g_getenv("LECTERN") == NULL)
		skip();
	session_open(session, ROWS, COLUMNS_USUAL, argv);
	session_await(session, words);
}

/* Curses writes what changed alone; another size has all drawn anew, and is no key, which would take
 * what is said off the screen. */
static bool
shows_anew(struct session *session, const char *words)
{
	struct winsize size;

	assert_int_equal(ioctl(session->master, TIOCGWINSZ, &size), 0);
	size.ws_col ^= 1;
	assert_int_equal(ioctl(session->master, TIOCSWINSZ, &size), 0);
	return session_comes(session, words, DRAWING_MS);
}

void
reading_shows(struct session *session, const char *words)
{
	gint64 end = g_get_monotonic_time() + PATIENCE * G_USEC_PER_SEC;

	while (!shows_anew(session, words))
		if (g_get_monotonic_time() > end)
			session_await(session, words);
}

unsigned
reading_says(struct session *session, const char *keys, const char *words)
{
	gint64 end = g_get_monotonic_time() + PATIENCE * G_USEC_PER_SEC;
	unsigned typed = 0;

	do {
		if (g_get_monotonic_time() > end)
			session_await(session, words);
		session_type(session, keys);
		typed++;
	} while (!shows_anew(session, words));
	/* What follows of the last time. */
	if (typed > 1)
		session_settle(session, DRAWING_MS);
	return typed;
}

void
reading_quit(struct session *session)
{
	session_type(session, "Q");
	session_await(session, "<ended 0>");
	session_assert_given_back(session);
	session_close(session);
}
