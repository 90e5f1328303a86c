/*
 * Index and state that cannot be used as they should: where they are to stand is no folder, the disk is
 * full, they are damaged, of another version, gone, or of a library that moved. A command and the
 * interface say a word about it and go on, with the right answer and status. Without ALL some of it.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "library/state.h"
#include "support/place.h"
#include "support/program.h"
#include "support/session.h"

#define FOLLOWS 3000

/* The program with an index as it should be, its limits and mounts aside. */
#define PLAIN "exec \"$LECTERN\" \"$@\""

/* --- what is done to index and state --- */

static void
nothing(const char *path)
{
	(void)path;
}

static void
fill(const char *path, size_t from, size_t every)
{
	int file = open(path, O_RDWR);
	off_t size = lseek(file, 0, SEEK_END);
	g_autoptr(GRand) random = g_rand_new_with_seed(1);

	assert_true(file >= 0);
	for (off_t at = (off_t)from; at < size; at += (off_t)every) {
		uint32_t bytes[256];

		for (size_t i = 0; i < G_N_ELEMENTS(bytes); i++)
			bytes[i] = g_rand_int(random);
		assert_int_equal(pwrite(file, bytes, sizeof(bytes), at), sizeof(bytes));
	}
	close(file);
}

static void
fill_all(const char *path)
{
	fill(path, 0, 1024);
}

/* Its first pages are whole: it opens, and reading meets the damage. */
static void
fill_pages(const char *path)
{
	fill(path, (size_t)3 * 8192, 8192);
}

static void
cut(const char *path)
{
	g_autofree char *log = g_strconcat(path, "-wal", NULL);
	struct stat status;

	unlink(log);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(truncate(path, status.st_size / 2), 0);
}

static void
empty(const char *path)
{
	assert_int_equal(truncate(path, 0), 0);
}

static void
make_folder(const char *path)
{
	g_autofree char *line = g_strdup_printf("rm -f '%s'*; mkdir -p '%s/inside'", path, path);

	assert_int_equal(system(line), 0);
}

static void
make_newer(const char *path)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void
make_foreign(const char *path)
{
	sqlite3 *db;

	unlink(path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "CREATE TABLE other (x)", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void
block_cache(const char *path)
{
	(void)path;
	assert_int_equal(system("rm -rf cache; echo >cache"), 0);
}

static void
drop_cache(const char *path)
{
	(void)path;
	assert_int_equal(system("rm -rf cache"), 0);
}

static void
block_state(const char *path)
{
	(void)path;
	assert_int_equal(system("rm -rf kept; echo >kept"), 0);
}

struct hindrance {
	const char *name;
	bool of_state;
	void (*hinder)(const char *path); /* of the index, or state */
	const char *program;              /* a line for sh, for which "$@" are the arguments */
	const char *word;                 /* is said; or NULL */
};

static const struct hindrance hindrances[] = {
	{ "nothing", false, nothing, PLAIN, NULL },
	{ "a file stands where the cache would", false, block_cache, PLAIN, "in memory alone" },
	{ "no index", false, drop_cache, PLAIN, NULL },
	{ "random bytes", false, fill_all, PLAIN, "is damaged" },
	{ "random pages", false, fill_pages, PLAIN, "is damaged" },
	{ "half of it", false, cut, PLAIN, "is damaged" },
	{ "an empty file", false, empty, PLAIN, NULL },
	{ "a folder", false, make_folder, PLAIN, NULL },
	{ "a newer version", false, make_newer, PLAIN, "another version" },
	{ "another program's", false, make_foreign, PLAIN, "another version" },
	{ "files may not grow at all", false, drop_cache, "ulimit -f 1; " PLAIN, "no space" },
	{ "files may grow a little", false, drop_cache, "ulimit -f 40; " PLAIN, "no space" },
	{ "files may grow more", false, drop_cache, "ulimit -f 400; " PLAIN, "no space" },
	{ "a full disk", false, nothing,
		"exec unshare -Urm sh -c 'mount -t tmpfs -o size=16k none full && "
		"XDG_CACHE_HOME=$PWD/full exec \"$LECTERN\" \"$@\"' sh \"$@\"",
		"no space" },
	{ "a disk that gets full", false, nothing,
		"exec unshare -Urm sh -c 'mount -t tmpfs -o size=400k none full && "
		"XDG_CACHE_HOME=$PWD/full exec \"$LECTERN\" \"$@\"' sh \"$@\"",
		"no space" },
	{ "a state of random bytes", true, fill_all, PLAIN, "was damaged" },
	{ "half a state", true, cut, PLAIN, "was damaged" },
	{ "a folder for a state", true, make_folder, PLAIN, "will not be kept" },
	{ "a state of a newer version", true, make_newer, PLAIN, "newer" },
	{ "a file stands where the state's folder would", true, block_state, PLAIN,
		"will not be kept" },
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
	assert_int_equal(mkdir("full", 0700), 0);
	for (int i = 0; i < 200; i++) {
		g_autofree char *path = g_strdup_printf("lib/d%03d.md", i);
		g_autoptr(GString) text = g_string_new(NULL);

		g_string_printf(text, "# Title %03d\n\n%s\n\n", i,
			i % 2 == 0 ? "A common word." : "Something else.");
		for (int w = 0; w < 300; w++)
			g_string_append_printf(text, "w%d ", (i * 37 + w * w) % 5000);
		place_put(path, text->str, -1);
	}
	return result;
}

/* Index and state as they should be. */
static void
make_whole(void)
{
	struct outcome outcome;

	assert_int_equal(system("rm -rf cache kept"), 0);
	program_run(&outcome, PROGRAM("index", "lib"));
	outcome_check(&outcome, "index", 0, 0);
	outcome_clear(&outcome);
	g_autoptr(State) known = state_open("kept/lectern/state.db", NULL);
	for (int i = 0; i < 5; i++) {
		g_autofree char *path = g_strdup_printf("/elsewhere/%d.md", i);

		assert_true(state_set_starred(known, path, NULL, true));
	}
}

static char *
index_path(void)
{
	g_autoptr(GDir) folder = g_dir_open("cache/lectern", 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(folder)) != NULL) {
		if (g_str_has_suffix(name, ".db"))
			return g_build_filename("cache/lectern", name, NULL);
	}
	fail_msg("there is no index");
	return NULL;
}

static void
hinder(const struct hindrance *hindrance)
{
	g_autofree char *path = hindrance->of_state ? g_strdup("kept/lectern/state.db") : NULL;

	make_whole();
	if (path == NULL)
		path = index_path();
	hindrance->hinder(path);
}

/* Whether the system lets a test mount; and words for what it does not. */
static bool
can_be(const struct hindrance *hindrance)
{
	return strstr(hindrance->program, "unshare") == NULL ||
	       system("unshare -Urm sh -c 'mount -t tmpfs none full' 2>/dev/null") == 0;
}

static void
run(const struct hindrance *hindrance, struct outcome *outcome, const char *const *arguments)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	int status;

	g_ptr_array_add(argv, (char *)"sh");
	g_ptr_array_add(argv, (char *)"-c");
	g_ptr_array_add(argv, (char *)hindrance->program);
	g_ptr_array_add(argv, (char *)"sh");
	for (; *arguments != NULL; arguments++)
		g_ptr_array_add(argv, (char *)*arguments);
	g_ptr_array_add(argv, NULL);
	*outcome = (struct outcome){ 0 };
	assert_true(g_spawn_sync(NULL, (char **)argv->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
		&outcome->out, &outcome->err, &status, NULL));
	outcome->status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void
commands_go_on(void **state)
{
	const size_t all = g_getenv("ALL") != NULL ? 3 : 1;
	const char *const *const commands[] = {
		PROGRAM("list", "-q", "common", "lib"),
		PROGRAM("search", "common", "lib"),
		PROGRAM("index", "lib"),
	};
	struct outcome right;

	(void)state;
	if (!program_there())
		skip();
	program_run(&right, PROGRAM("list", "--no-index", "-q", "common", "lib"));
	outcome_check(&right, "--no-index", 0, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(hindrances); i++) {
		const struct hindrance *hindrance = &hindrances[i];

		print_message("# %s\n", hindrance->name);
		for (size_t c = 0; c < all && can_be(hindrance); c++) {
			struct outcome outcome;

			hinder(hindrance);
			run(hindrance, &outcome, commands[c]);
			if (outcome.status != 0)
				fail_msg("%s: gives %d: %s", commands[c][0], outcome.status,
					outcome.err);
			/* A command keeps nothing, and misses nothing where there was nothing. */
			const char *word =
				hindrance->hinder == block_state ? NULL : hindrance->word;
			if (word == NULL ? outcome.err[0] != '\0'
					 : strstr(outcome.err, word) == NULL)
				fail_msg("%s: says \"%s\"", commands[c][0], outcome.err);
			if (c == 0)
				outcome_compare(&outcome, &right, hindrance->name);
			outcome_clear(&outcome);
		}
	}
	outcome_clear(&right);
}

static void
check_shows(struct session *session, const char *what, const char *text)
{
	if (session_shows(session, text, false, FOLLOWS))
		return;
	g_autofree char *screen = session_screen(session);
	g_autofree char *shown = g_strescape(screen, NULL);

	fail_msg("%s: \"%s\" is not on the screen: %s", what, text, shown);
}

static void
open_hindered(struct session *session, const struct hindrance *hindrance)
{
	char *argv[] = { (char *)"/bin/sh", (char *)"-c", (char *)hindrance->program, (char *)"sh",
		(char *)"lib", NULL };

	session_open(session, 24, 300, argv);
}

static void
quit(struct session *session)
{
	session_type(session, "Q");
	session_await(session, "<ended 0>");
	session_close(session);
}

static void
the_interface_goes_on(void **state)
{
	(void)state;
	if (!program_there())
		skip();
	for (size_t i = 0; i < G_N_ELEMENTS(hindrances); i++) {
		const struct hindrance *hindrance = &hindrances[i];
		struct session session;

		if (!can_be(hindrance) || (g_getenv("ALL") == NULL && i % 5 != 4))
			continue;
		print_message("# %s\n", hindrance->name);
		hinder(hindrance);
		open_hindered(&session, hindrance);
		if (hindrance->word != NULL)
			session_await(&session, hindrance->word);
		check_shows(&session, hindrance->name, " · 200");
		session_type(&session, "/common");
		check_shows(&session, hindrance->name, "100 of 200");
		session_type(&session, "\r\033*");
		place_put("lib/d100.md", "# Title 100\n\nIt came later.\n", -1);
		session_type(&session, "/\"came later\"");
		check_shows(&session, hindrance->name, "1 of 200");
		place_put("lib/d100.md", "# Title 100\n\nA common word.\n", -1);
		check_shows(&session, hindrance->name, "0 of 200");
		session_type(&session, "\033\033");
		quit(&session);
	}
}

/* The cache may be removed at any time, under an interface too. */
static void
a_cache_is_removed(void **state)
{
	char *argv[] = { (char *)g_getenv("LECTERN"), (char *)"lib", NULL };
	struct session session;

	(void)state;
	if (!program_there())
		skip();
	make_whole();
	session_open(&session, 24, 300, argv);
	check_shows(&session, "before", " · 200");
	session_type(&session, "/common");
	check_shows(&session, "before", "100 of 200");
	assert_int_equal(system("rm -rf cache"), 0);
	place_put("lib/d001.md", "# Title 001\n\nAnother common word.\n", -1);
	check_shows(&session, "after", "101 of 200");
	session_type(&session, "\177\177\177\177\177\177another");
	check_shows(&session, "after", "1 of 200");
	session_type(&session, "\033\033");
	quit(&session);
	place_put("lib/d001.md", "# Title 001\n\nSomething else.\n", -1);
}

/* A library that moved takes its index and its marks along. */
static void
a_library_moves(void **state)
{
	char *argv[] = { (char *)g_getenv("LECTERN"), (char *)"lib", NULL };
	struct session session;
	struct outcome outcome;

	(void)state;
	if (!program_there())
		skip();
	make_whole();
	session_open(&session, 24, 300, argv);
	check_shows(&session, "before", " · 200");
	session_type(&session, "*");
	session_await(&session, "starred");
	quit(&session);
	assert_int_equal(rename("lib", "moved"), 0);
	program_run(&outcome, PROGRAM("list", "-q", "is:starred", "moved"));
	assert_int_equal(outcome.status, 0);
	assert_string_equal(outcome.out, "moved/d000.md\tTitle 000\tnote\t\n");
	print_message("# %s", outcome.err);
	outcome_clear(&outcome);
	assert_int_equal(rename("moved", "lib"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(commands_go_on, enter, place_leave),
		cmocka_unit_test_setup_teardown(the_interface_goes_on, enter, place_leave),
		cmocka_unit_test_setup_teardown(a_cache_is_removed, enter, place_leave),
		cmocka_unit_test_setup_teardown(a_library_moves, enter, place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
