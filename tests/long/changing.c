/*
 * A library that changes while an interface shows it: files that appear, change, vanish, are renamed,
 * cannot be read or turn into something else; folders that come and go; more than can be watched. The
 * list follows within a second, and each key is answered.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/place.h"
#include "support/program.h"
#include "support/session.h"

/* Milliseconds in which the list follows, and what a busy machine may add. */
#define FOLLOWS 1000
#define BUSY 500

#define MANY 3000

static void
put(const char *path, const char *title)
{
	g_autofree char *text = g_strdup_printf("# %s\n\nWords of it.\n", title);

	place_put(path, text, -1);
}

static void
shell(const char *line)
{
	assert_int_equal(system(line), 0);
}

/* --- changes of files --- */

static void
appear(void)
{
	put("lib/new.md", "Brand new");
}

/* In place: the same inode. */
static void
change(void)
{
	shell("printf '# Quite other\\n' >lib/new.md");
}

static void
change_by_rename(void)
{
	put("lib/.new.swp", "Third of its kind");
	assert_int_equal(rename("lib/.new.swp", "lib/new.md"), 0);
}

static void
change_slowly(void)
{
	shell("{ printf '# Slow'; sleep 0.1; printf 'ly written\\n'; } >lib/new.md");
}

static void
give_name(void)
{
	assert_int_equal(rename("lib/new.md", "lib/newer.md"), 0);
}

static void
vanish(void)
{
	assert_int_equal(unlink("lib/newer.md"), 0);
}

static void
lock(void)
{
	if (geteuid() != 0)
		assert_int_equal(chmod("lib/sub/b.md", 0), 0);
}

static void
unlock(void)
{
	assert_int_equal(chmod("lib/sub/b.md", 0600), 0);
}

static void
become_fifo(void)
{
	assert_int_equal(unlink("lib/sub/c.md"), 0);
	assert_int_equal(mkfifo("lib/sub/c.md", 0600), 0);
}

static void
become_socket(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "lib/sub/d.md" };
	int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(unlink("lib/sub/d.md"), 0);
	assert_int_equal(bind(s, (const struct sockaddr *)&address, sizeof(address)), 0);
	close(s);
}

static void
become_folder(void)
{
	assert_int_equal(unlink("lib/sub/d.md"), 0);
	put("lib/sub/d.md/inside.md", "Inside a name");
}

static void
become_file(void)
{
	shell("rm -rf lib/sub/d.md");
	put("lib/sub/d.md", "File again");
}

static void
become_loop(void)
{
	assert_int_equal(unlink("lib/sub/d.md"), 0);
	assert_int_equal(symlink("d.md", "lib/sub/d.md"), 0);
}

static void
become_link(void)
{
	assert_int_equal(unlink("lib/sub/d.md"), 0);
	put("elsewhere/far.md", "Far away");
	assert_int_equal(symlink("../../elsewhere/far.md", "lib/sub/d.md"), 0);
}

static void
become_binary(void)
{
	place_put("lib/a.md", "a\0b", 3);
}

static void
become_text(void)
{
	put("lib/a.md", "Text once more");
}

/* --- changes of folders --- */

static void
put_loop(void)
{
	assert_int_equal(symlink("..", "lib/sub/up"), 0);
	assert_int_equal(symlink("self", "lib/sub/self"), 0);
	put("lib/sub/e.md", "After the loop");
}

static void
put_deep(void)
{
	put("lib/x/y/z/w/deep.md", "Deep down");
}

static void
move_out(void)
{
	assert_int_equal(rename("lib/x", "outside"), 0);
}

static void
change_outside(void)
{
	put("outside/y/z/w/deep.md", "Deeper still");
	assert_int_equal(rename("outside", "lib/x2"), 0);
}

static void
change_inside(void)
{
	put("lib/x2/y/z/w/deep.md", "Deepest of all");
}

static void
remove_folder(void)
{
	shell("rm -rf lib/x2");
}

static void
ignore(void)
{
	place_put("lib/.lecternignore", "sub/e.md\n", -1);
}

static void
ignore_nothing(void)
{
	assert_int_equal(unlink("lib/.lecternignore"), 0);
}

static void
move_root_out(void)
{
	assert_int_equal(rename("lib", "lib.away"), 0);
}

static void
move_root_in(void)
{
	assert_int_equal(rename("lib.away", "lib"), 0);
	put("lib/back.md", "Back at home");
}

struct step {
	const char *name;
	void (*change)(void);
	const char *text; /* on the screen after */
	bool absent;      /* or not on it */
};

static const struct step steps[] = {
	{ "a file appears", appear, "Brand new", false },
	{ "it changes in place", change, "Quite other", false },
	{ "an editor saves it", change_by_rename, "Third of its kind", false },
	{ "it is written slowly", change_slowly, "Slowly written", false },
	{ "it is renamed", give_name, "Slowly written", false },
	{ "it vanishes", vanish, "Slowly written", true },
	{ "a file cannot be read", lock, "Title of b", false },
	{ "it can be read again", unlock, "Title of b", false },
	{ "a file turns into a FIFO", become_fifo, "Title of c", true },
	{ "a file turns into a socket", become_socket, "Title of d", true },
	{ "it turns into a folder", become_folder, "Inside a name", false },
	{ "that turns into a file", become_file, "File again", false },
	{ "it turns into a link to itself", become_loop, "File again", true },
	{ "it turns into a link to a file", become_link, "Far away", false },
	{ "a file turns binary", become_binary, "Title of a", true },
	{ "it turns into text", become_text, "Text once more", false },
	{ "links of folders make a loop", put_loop, "After the loop", false },
	{ "a tree appears", put_deep, "Deep down", false },
	{ "it is moved out", move_out, "Deep down", true },
	{ "it is moved in, changed", change_outside, "Deeper still", false },
	{ "it changes there", change_inside, "Deepest of all", false },
	{ "it is removed", remove_folder, "Deepest of all", true },
	{ "a file is ignored", ignore, "After the loop", true },
	{ "it no longer is", ignore_nothing, "After the loop", false },
	{ "the library is moved away", move_root_out, "Text once more", true },
	{ "it comes back", move_root_in, "Back at home", false },
};

static int
enter(void **state)
{
	int result = place_enter(state);
	g_autofree char *here = g_get_current_dir();
	g_autofree char *cache = g_build_filename(here, "cache", NULL);
	g_autofree char *kept = g_build_filename(here, "kept", NULL);

	g_setenv("XDG_CACHE_HOME", cache, TRUE);
	g_setenv("XDG_STATE_HOME", kept, TRUE);
	put("lib/a.md", "Title of a");
	put("lib/sub/b.md", "Title of b");
	put("lib/sub/c.md", "Title of c");
	put("lib/sub/d.md", "Title of d");
	return result;
}

static void
open_library(struct session *session)
{
	char *argv[] = { (char *)g_getenv("LECTERN"), (char *)"lib", NULL };

	if (!program_there())
		skip();
	session_open(session, 30, 80, argv);
	session_await(session, "Title of d");
}

static void
check_shows(struct session *session, const char *what, const char *text, bool absent)
{
	if (session_shows(session, text, absent, FOLLOWS + BUSY))
		return;
	g_autofree char *screen = session_screen(session);
	g_autofree char *shown = g_strescape(screen, NULL);

	fail_msg("%s: \"%s\" is %s the screen: %s", what, text, absent ? "on" : "not on", shown);
}

static void
quit(struct session *session)
{
	session_type(session, "Q");
	session_await(session, "<ended 0>");
	session_close(session);
}

static void
the_list_follows(void **state)
{
	struct session session;

	(void)state;
	open_library(&session);
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		gint64 began = g_get_monotonic_time();

		steps[i].change();
		check_shows(&session, steps[i].name, steps[i].text, steps[i].absent);
		print_message("# %s: %d ms\n", steps[i].name,
			(int)((g_get_monotonic_time() - began) / 1000));
	}
	quit(&session);
}

/* Thousands appear, change and go at once; keys are answered all the while. */
static void
many_at_once(void **state)
{
	struct session session;
	static const char count[] = " · 3,004";
	gint64 slowest = 0;

	(void)state;
	open_library(&session);
	for (int i = 0; i < MANY; i++) {
		g_autofree char *path = g_strdup_printf("lib/many/m%d/%04d.md", i % 20, i);

		put(path, "One of many");
		if (i % 100 == 0) {
			gint64 began = g_get_monotonic_time();
			g_autofree char *screen = session_screen(&session);

			slowest = MAX(slowest, g_get_monotonic_time() - began);
		}
	}
	gint64 began = g_get_monotonic_time();

	if (!session_shows(&session, count, false, 5000))
		fail_msg("not all of many are there");
	print_message("# %d: %d ms after the last, slowest screen %d ms\n", MANY,
		(int)((g_get_monotonic_time() - began) / 1000), (int)(slowest / 1000));
	assert_true(slowest < FOLLOWS * 1000);
	shell("rm -rf lib/many");
	if (!session_shows(&session, " · 4", false, 5000))
		fail_msg("not all of many are gone");
	quit(&session);
}

/* Where the system lets fewer folders be watched than there are it is said once, and asking finds what
 * changed. Names: of /proc/sys/user. */
static void
limits_of_watching(void **state)
{
	static const struct {
		const char *limit, *value, *word;
	} cases[] = {
		{ "max_inotify_watches", "2", "not all folders can be watched" },
		{ "max_inotify_instances", "0", "cannot be watched" },
	};

	(void)state;
	if (!program_there() ||
		system("unshare -Ur sh -c 'echo 3 >/proc/sys/user/max_inotify_watches' "
		       "2>/dev/null") != 0)
		skip();
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *line = g_strdup_printf(
			"exec unshare -Ur sh -c 'echo %s >/proc/sys/user/%s; exec \"$LECTERN\" lib'",
			cases[i].value, cases[i].limit);
		char *argv[] = { (char *)"/bin/sh", (char *)"-c", line, NULL };
		struct session session;

		put("lib/p/q/r/s.md", "Unwatched");
		session_open(&session, 30, 80, argv);
		session_await(&session, cases[i].word);
		check_shows(&session, cases[i].limit, "Unwatched", false);
		put("lib/p/q/r/s.md", "Changed unseen");
		session_type(&session, "r");
		check_shows(&session, cases[i].limit, "Changed unseen", false);
		quit(&session);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_list_follows, enter, place_leave),
		cmocka_unit_test_setup_teardown(many_at_once, enter, place_leave),
		cmocka_unit_test_setup_teardown(limits_of_watching, enter, place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
