/*
 * Programs that lectern starts from a terminal: what those beside it are given, and the editor, which has
 * the terminal meanwhile. Also a document from standard input, which none of them can be given, and the
 * mouse as terminals report it.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "support/place.h"
#include "support/probe.h"
#include "support/reading.h"

#define VIDEO "https://www.youtube.com/watch?v=dQw4w9WgXcQ"

/* What a program beside lectern is given but its arguments, and one in its place. */
#define BESIDE "\ninput: 0 \nterminals:\nsession: own\ndescriptors:\nlinker:\nsignals: 0 0\nend\n"
#define INSTEAD                                                                                    \
	"\ninput: terminal\nterminals: 0 1 2 cooked foreground\nsession: ours\ndescriptors:\n"
#define INSTEAD_REST "signals: 0 0\nend\n"

/* Words that are read: the last heading; the line after it is the file's 165th. */
#define LAST "Number 40"

static void
put_note(void)
{
	g_autoptr(GString) text = g_string_new("---\nsource: " VIDEO "\n---\n\nThe beginning.\n\n");

	for (int i = 1; i <= 40; i++)
		g_string_append_printf(text, "## Number %d\n\nSaid here [%d:10].\n\n", i, i);
	place_put("note.md", text->str, -1);
}

static void
configure(const struct probe *probe, const char *format)
{
	g_auto(GStrv) parts = g_strsplit(format, "PROBE", -1);
	g_autofree char *settings = g_strjoinv(probe->call, parts);

	reading_configure(settings);
}

/* --- beside --- */

struct beside_case {
	const char *settings, *keys, *arguments, *words;
};

static const struct beside_case besides[] = {
	{ "opener: [PROBE, tell, \"{url}\", \"$(x)\", \"\"]\n", "x",
		"arguments: [tell] [" VIDEO "] [$(x)] []", "opening " VIDEO },
	{ "opener: [PROBE, tell]\n", "x", "arguments: [tell] [" VIDEO "]", "opening " VIDEO },
	{ "opener: [PROBE, exit, \"3\"]\n", "x", "arguments: [exit] [3] [" VIDEO "]",
		"test_outside ended with status 3" },
	{ "player: [PROBE, tell, \"{url}\", \"{seconds}\", \"{title}\"]\n", "gg]tp",
		"arguments: [tell] [" VIDEO "] [70] [Number 1]", "playing from 1:10" },
	{ "player: [PROBE, tell, \"{url}\"]\n", "gg]tp", "arguments: [tell] [" VIDEO "&t=70s]",
		"playing from 1:10" },
	{ "player: [PROBE, exit, \"4\", \"{url}\"]\n", "gg]tp",
		"arguments: [exit] [4] [" VIDEO "&t=70s]", "test_outside ended with status 4" },
};

static void
test_beside(void **state)
{
	struct probe probe;

	(void)state;
	put_note();
	probe_open(&probe);
	g_setenv("LD_TEST_OF_LECTERN", "1", TRUE);
	g_setenv("DISPLAY", ":0", TRUE);
	for (size_t i = 0; i < G_N_ELEMENTS(besides); i++) {
		const struct beside_case *c = &besides[i];
		g_autofree char *expected = g_strconcat(c->arguments, BESIDE, NULL);
		g_autofree char *told = NULL;
		struct session session;

		configure(&probe, c->settings);
		reading_open(&session, "note.md", "Said here");
		session_type(&session, c->keys);
		told = probe_tells(&probe);
		assert_string_equal(told, expected);
		reading_shows(&session, c->words);
		reading_quit(&session);
	}
	g_unsetenv("LD_TEST_OF_LECTERN");
	probe_close(&probe);
}

/* --- the editor --- */

static void
assert_edits(struct probe *probe, const char *arguments)
{
	g_autofree char *here = g_get_current_dir();
	g_auto(GStrv) parts = g_strsplit(arguments, "HERE", -1);
	g_autofree char *filled = g_strjoinv(here, parts);
	g_autofree char *expected =
		g_strconcat("arguments: ", filled, INSTEAD "linker:\n", INSTEAD_REST, NULL);
	g_autofree char *told = probe_tells(probe);

	assert_string_equal(told, expected);
}

/* Opens the note at its last heading, whose words are then on the screen. */
static void
open_at_end(struct session *session)
{
	reading_open(session, "note.md", "Said here");
	session_type(session, "G");
	reading_shows(session, LAST);
}

/* That lectern has the terminal again: raw, and drawn whole with those words. */
static void
assert_back(struct session *session, const char *words)
{
	struct termios modes;

	session_await(session, "\033[?1049h");
	reading_shows(session, words);
	assert_int_equal(tcgetattr(session->master, &modes), 0);
	assert_int_equal(modes.c_lflag & (ICANON | ECHO | ISIG), 0);
	g_autofree char *screen = session_screen(session);

	assert_non_null(strstr(screen, LAST));
}

static void
test_edits(void **state)
{
	struct session session;
	struct probe probe;

	(void)state;
	put_note();
	probe_open(&probe);
	configure(&probe, "editor: [PROBE, tell, \"{path}\", \"{line}\"]\n");
	open_at_end(&session);
	session_type(&session, "e");
	assert_edits(&probe, "[tell] [HERE/note.md] [165]");
	assert_back(&session, LAST);
	reading_quit(&session);
	configure(&probe,
		"editor: [PROBE, write, \"{path}\", \"New\\n\\n# Lines\\n\\n\", \"{line}\"]\n");
	open_at_end(&session);
	session_type(&session, "e");
	assert_edits(&probe, "[write] [HERE/note.md] [New\n\n# Lines\n\n] [165]");
	assert_back(&session, "the file changed: it was read again");
	session_type(&session, "e");
	assert_edits(&probe, "[write] [HERE/note.md] [New\n\n# Lines\n\n] [169]");
	assert_back(&session, "the file changed: it was read again");
	reading_quit(&session);
	probe_close(&probe);
}

/* An opener that shows in the terminal has it as an editor does. */
static void
test_opens_in_terminal(void **state)
{
	struct session session;
	struct probe probe;

	(void)state;
	put_note();
	probe_open(&probe);
	configure(&probe, "opener: [PROBE, tell, \"{url}\"]\nopener-in-terminal: true\n");
	open_at_end(&session);
	session_type(&session, "x");
	assert_edits(&probe, "[tell] [" VIDEO "]");
	assert_back(&session, LAST);
	reading_quit(&session);
	probe_close(&probe);
}

struct editor_case {
	const char *settings, *editor, *words;
};

static const struct editor_case editors[] = {
	{ "editor: [PROBE, exit, \"3\"]\n", NULL, "test_outside ended with status 3" },
	{ "editor: [no-such-editor-at-all]\n", NULL,
		"no-such-editor-at-all is not installed: set EDITOR or editor" },
	{ "", "no-such-editor-at-all -x", "no-such-editor-at-all is not installed: set EDITOR" },
	{ "", "vi 'open", "EDITOR cannot be read as a command: " },
	{ "", "true", LAST },
};

static void
test_editors(void **state)
{
	struct probe probe;

	(void)state;
	put_note();
	probe_open(&probe);
	for (size_t i = 0; i < G_N_ELEMENTS(editors); i++) {
		struct session session;

		configure(&probe, editors[i].settings);
		if (editors[i].editor != NULL)
			g_setenv("EDITOR", editors[i].editor, TRUE);
		open_at_end(&session);
		session_type(&session, "e");
		reading_shows(&session, editors[i].words);
		session_type(&session, "gg");
		reading_shows(&session, "The beginning.");
		reading_quit(&session);
	}
	probe_close(&probe);
}

/* Told to end while an editor has the terminal: it gives that back, long before that ends, and keeps
 * where one was; the editor is told too, and not waited for where it does not hear. */
static void
test_ends_while_editing(void **state)
{
	static const char *const settings[] = { "editor: [PROBE, wait]\n",
		"editor: [PROBE, wait-on]\n" };
	static const int signals[] = { SIGTERM, SIGHUP };
	struct probe probe;

	(void)state;
	probe_open(&probe);
	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++) {
		struct session session;
		g_autofree char *told = NULL;
		gint64 start;

		put_note();
		configure(&probe, settings[i]);
		open_at_end(&session);
		session_type(&session, "e");
		told = probe_tells(&probe);
		start = g_get_monotonic_time();
		kill(session.program, signals[i]);
		session_await(&session, "<ended ");
		if (i == 0) {
			g_free(told);
			told = probe_tells(&probe);
			assert_string_equal(told, "hung up\nend\n");
		}
		assert_true(g_get_monotonic_time() - start < 5 * G_USEC_PER_SEC);
		session_assert_given_back(&session);
		session_close(&session);
		reading_open(&session, "note.md", LAST);
		reading_quit(&session);
	}
	probe_close(&probe);
}

/* An editor that is stopped stops lectern with it, so that the shell has the terminal; both go on. */
static void
test_stops_while_editing(void **state)
{
	static const char *const settings[] = { "editor: [PROBE, stop, \"{line}\"]\n",
		"editor: [PROBE, stop-self, \"{line}\"]\n" };
	static const char *const told[] = { "[stop] [165] [HERE/note.md]",
		"[stop-self] [165] [HERE/note.md]" };
	struct probe probe;

	(void)state;
	put_note();
	probe_open(&probe);
	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++) {
		struct session session;

		configure(&probe, settings[i]);
		open_at_end(&session);
		session_type(&session, "e");
		session_await(&session, "<stopped>");
		session_assert_given_back(&session);
		kill(-session.program, SIGCONT);
		assert_edits(&probe, told[i]);
		assert_back(&session, LAST);
		reading_quit(&session);
	}
	probe_close(&probe);
}

/* --- standard input --- */

struct piped_case {
	const char *keys, *words;
};

/* Of no source, and of a recording. */
static const struct piped_case of_none[] = {
	{ "e", "what comes from standard input is no file to edit" },
	{ "yl", "what comes from standard input has no place to link to" },
	{ "ys", "copied the section, 4 lines: # Piped" },
	{ "yu", "what comes from standard input names no URL" },
	{ "yt", "no timestamps in this document" },
	{ "x", "what comes from standard input names no URL" },
	{ "p", "this document names no recording" },
	{ "P", "this document names no recording" },
	{ "gT", "this document is not in the library" },
};

static const struct piped_case of_recording[] = {
	{ "]tyt", "copied the link at 1:10: " VIDEO "&t=70s" },
	{ "yl", "what comes from standard input has no place to link to" },
	{ "e", "what comes from standard input is no file to edit" },
	{ "x", "copied the link, as no display is here: " VIDEO },
	{ "gT", "this document is not in the library" },
};

static void
assert_piped(const char *document, const char *words, const struct piped_case *cases, size_t count)
{
	struct session session;

	reading_open_piped(&session, document, words);
	for (size_t i = 0; i < count; i++)
		reading_says(&session, cases[i].keys, cases[i].words);
	session_type(&session, "Q");
	session_await(&session, "<ended 0>");
	session_close(&session);
}

static void
test_piped(void **state)
{
	(void)state;
	place_put("piped.md", "# Piped\n\nFirst [0:10].\nLast words.\n", -1);
	put_note();
	assert_piped("piped.md", "words", of_none, G_N_ELEMENTS(of_none));
	assert_piped("note.md", "beginning", of_recording, G_N_ELEMENTS(of_recording));
}

/* --- the mouse --- */

#define TAKES "\033[?1000h\033[?1006h"
#define LEAVES "\033[?1006l\033[?1000l"

/* A report of the first button at a row and column of the screen, from 0, as SGR writes it. */
static void
click(const struct session *session, int button, int y, int x)
{
	g_autofree char *report = g_strdup_printf("\033[<%d;%d;%dM\033[<%d;%d;%dm", button, x + 1,
		y + 1, button, x + 1, y + 1);

	session_type(session, report);
}

static void
test_mouse(void **state)
{
	struct session session;

	(void)state;
	put_note();
	place_put("other.md", "# Other\n\nElsewhere.\n", -1);
	reading_configure("mouse: true\n");
	reading_open(&session, ".", "Other");
	assert_non_null(strstr(session.seen->str, TAKES));
	/* The row, and the row again; the wheel over the text. */
	click(&session, 0, 3, 5);
	click(&session, 0, 3, 5);
	reading_shows(&session, "Elsewhere.");
	click(&session, 0, 2, 5);
	click(&session, 0, 2, 5);
	reading_shows(&session, "The beginning.");
	for (int i = 0; i < 60; i++)
		click(&session, 65, 10, 70);
	reading_shows(&session, LAST);
	for (int i = 0; i < 60; i++)
		click(&session, 64, 10, 70);
	reading_shows(&session, "The beginning.");
	reading_quit(&session);
}

/* Taken by the terminal alone, reports are neither asked for nor typed: a stray one changes nothing. */
static void
test_no_mouse(void **state)
{
	struct session session;

	(void)state;
	put_note();
	place_put("other.md", "# Other\n\nElsewhere.\n", -1);
	reading_open(&session, ".", "Other");
	click(&session, 0, 3, 5);
	click(&session, 0, 3, 5);
	click(&session, 65, 10, 70);
	session_type(&session, "\r");
	reading_shows(&session, "The beginning.");
	assert_null(strstr(session.seen->str, TAKES));
	assert_null(strstr(session.seen->str, "Elsewhere"));
	reading_quit(&session);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, reading_enter, reading_leave)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(test_beside),
		TEST(test_edits),
		TEST(test_opens_in_terminal),
		TEST(test_editors),
		TEST(test_ends_while_editing),
		TEST(test_stops_while_editing),
		TEST(test_piped),
		TEST(test_mouse),
		TEST(test_no_mouse),
	};
	int status;

	if (probe_ran(argc, argv, &status))
		return status;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
