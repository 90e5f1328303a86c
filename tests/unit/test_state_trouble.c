/* A state in trouble: locks, damage, a file that is gone, newer or without room. */
#include "config.h"

#include "support/state_place.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A second for each time it is asked. */
static int64_t
running_now(void)
{
	static int64_t now = 1000;
	return now++;
}

/* --- trouble --- */

static void
execute(const char *sql)
{
	sqlite3 *db;
	assert_int_equal(sqlite3_open(FILE_PATH, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void
waits_for_a_lock_and_writes_later(void **unused)
{
	(void)unused;
	State *state = state_open(FILE_PATH, running_now);
	sqlite3 *db;
	assert_int_equal(sqlite3_open(FILE_PATH, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_false(state_set_read(state, "/a", NULL, true));
	assert_true(state_of(state, "/a")->read);
	assert_non_null(strstr(state_word(state), "another lectern"));
	sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	sqlite3_close(db);
	state_refresh(state);
	assert_null(state_word(state));
	state_close(state);
	state = open_it();
	assert_true(state_of(state, "/a")->read);
	state_close(state);
}

static void
begins_anew_beside_what_is_damaged(void **unused)
{
	(void)unused;
	static const struct {
		const char *what;
		const char *bytes;
	} cases[] = {
		{ "no database", "This is not a database, and it is longer than a header of one "
				 "would be: a hundred bytes and some more of them." },
		{ "a torn header", "SQLite format 3" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *aside = g_strdup_printf(FILE_PATH ".broken-%zu", i + 1);
		g_autofree char *bytes = NULL;
		place_put(FILE_PATH, cases[i].bytes, -1);
		State *state = open_it();
		assert_non_null(strstr(state_word(state), "was damaged"));
		assert_non_null(strstr(state_word(state), aside));
		assert_true(state_set_read(state, "/a", NULL, true));
		state_close(state);
		assert_true(g_file_get_contents(aside, &bytes, NULL, NULL));
		assert_string_equal(bytes, cases[i].bytes);
		state = open_it();
		assert_null(state_word(state));
		assert_true(state_of(state, "/a")->read);
		state_close(state);
	}
}

static void
another_program_s_file_is_kept(void **unused)
{
	(void)unused;
	assert_int_equal(g_mkdir_with_parents("kept", 0700), 0);
	execute("CREATE TABLE theirs (x)");
	State *state = open_it();
	assert_non_null(strstr(state_word(state), "broken-1"));
	assert_true(state_set_read(state, "/a", NULL, true));
	state_close(state);
}

/* Pages overwritten while it is open, or between two runs: what was read is not lost. */
static void
loses_nothing_to_damage_while_open(void **unused)
{
	(void)unused;
	State *state = open_it();
	for (int i = 0; i < 500; i++) {
		char path[64];
		g_snprintf(path, sizeof path, "/a/long/path/of/a/document/%d", i);
		state_set_read(state, path, NULL, true);
	}
	state_close(state);
	state = open_it();
	g_autofree char *bytes = NULL;
	gsize length;
	assert_true(g_file_get_contents(FILE_PATH, &bytes, &length, NULL));
	int fd = open(FILE_PATH, O_WRONLY);
	assert_true(fd >= 0);
	memset(bytes, 'x', length - 100);
	assert_int_equal(pwrite(fd, bytes, length - 100, 100), (ssize_t)(length - 100));
	close(fd);
	/* Cached pages are dropped when another connection seems to have written. */
	assert_true(state_set_starred(state, "/b", NULL, true) || state_word(state) != NULL);
	state_close(state);
	state = open_it();
	assert_true(state_of(state, "/b")->starred);
	assert_true(state_of(state, "/a/long/path/of/a/document/499")->read);
	state_close(state);
}

/* What is damaged is met only when something is written: the index of the paths. */
static void
writes_all_anew_where_writing_meets_damage(void **unused)
{
	(void)unused;
	State *state = open_it();
	for (int i = 0; i < 300; i++) {
		char path[64];
		g_snprintf(path, sizeof path, "/a/document/%d", i);
		state_set_read(state, path, hash_of((unsigned char)(i + 1)), true);
	}
	state_close(state);
	sqlite3 *db;
	sqlite3_stmt *statement;
	assert_int_equal(sqlite3_open(FILE_PATH, &db), SQLITE_OK);
	sqlite3_prepare_v2(db,
		"SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_documents_1'",
		-1, &statement, NULL);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	off_t page = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	char bytes[4096];
	memset(bytes, 'x', sizeof bytes);
	int fd = open(FILE_PATH, O_WRONLY);
	assert_int_equal(pwrite(fd, bytes, sizeof bytes, (page - 1) * 4096), sizeof bytes);
	close(fd);

	state = open_it();
	assert_null(state_word(state));
	assert_true(state_set_starred(state, "/a/document/7", NULL, true));
	assert_non_null(strstr(state_word(state), "with 300 documents"));
	state_close(state);
	state = open_it();
	assert_null(state_word(state));
	assert_true(state_of(state, "/a/document/7")->starred);
	unsigned char hash[SOURCE_HASH];
	assert_true(state_hash(state, "/a/document/199", hash));
	assert_memory_equal(hash, hash_of(200), SOURCE_HASH);
	assert_true(state_of(state, "/a/document/299")->read);
	state_close(state);
}

static void
survives_its_file_s_removal(void **unused)
{
	(void)unused;
	State *state = open_it();
	state_set_read(state, "/a", NULL, true);
	assert_int_equal(unlink(FILE_PATH), 0);
	unlink(FILE_PATH "-wal");
	unlink(FILE_PATH "-shm");
	assert_true(state_set_starred(state, "/b", NULL, true));
	state_close(state);
	state = open_it();
	assert_true(state_of(state, "/a")->read);
	assert_true(state_of(state, "/b")->starred);
	state_close(state);
}

static void
a_newer_file_is_read_alone(void **unused)
{
	(void)unused;
	State *state = open_it();
	state_set_read(state, "/a", NULL, true);
	state_close(state);
	execute("PRAGMA user_version = 99");
	state = open_it();
	assert_non_null(strstr(state_word(state), "newer"));
	assert_true(state_of(state, "/a")->read);
	assert_false(state_set_read(state, "/b", NULL, true));
	assert_true(state_of(state, "/b")->read);
	state_close(state);
	execute("PRAGMA user_version = 2");
	state = open_it();
	assert_null(state_of(state, "/b"));
	state_close(state);
}

static void
lives_in_memory_where_it_must(void **unused)
{
	(void)unused;
	place_put("file", "", -1);
	State *state = state_open("file/lectern/state.db", fixed_now);
	assert_non_null(strstr(state_word(state), "will not be kept"));
	assert_false(state_set_read(state, "/a", NULL, true));
	assert_true(state_of(state, "/a")->read);
	assert_false(state_refresh(state));
	state_close(state);
	state = state_open(STATE_MEMORY, fixed_now);
	assert_null(state_word(state));
	assert_true(state_set_read(state, "/a", NULL, true));
	assert_true(state_add_line(state, "filter", "x"));
	assert_true(state_move(state, "/a", "/b"));
	assert_true(state_of(state, "/b")->read);
	state_close(state);
}

static void
a_full_disk_is_said(void **unused)
{
	(void)unused;
	State *state = open_it();
	for (int i = 0; i < 10; i++)
		state_set_read(state, "/a", NULL, i % 2 == 0);
	state_close(state);
	/* A file that cannot grow stands for a disk that is full. */
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigaction(SIGXFSZ, &ignore, NULL);
	pid_t child = fork();
	if (child == 0) {
		state = open_it();
		struct rlimit limit = { 0, 0 };
		setrlimit(RLIMIT_FSIZE, &limit);
		bool told = !state_set_read(state, "/b", NULL, true) &&
			    strstr(state_word(state), "not kept yet") != NULL &&
			    state_of(state, "/b")->read;
		_exit(told ? 0 : 1);
	}
	int status = 1;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

int
main(void)
{
#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_enter, place_leave)
	const struct CMUnitTest tests[] = {
		IN_PLACE(waits_for_a_lock_and_writes_later),
		IN_PLACE(begins_anew_beside_what_is_damaged),
		IN_PLACE(another_program_s_file_is_kept),
		IN_PLACE(loses_nothing_to_damage_while_open),
		IN_PLACE(writes_all_anew_where_writing_meets_damage),
		IN_PLACE(survives_its_file_s_removal),
		IN_PLACE(a_newer_file_is_read_alone),
		IN_PLACE(lives_in_memory_where_it_must),
		IN_PLACE(a_full_disk_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
