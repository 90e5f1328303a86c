/* A store in trouble: damage, kills, other versions, no space, and life in memory. */
#include "config.h"

#include "support/store_check.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "library/store_memory.h"

/* --- other files --- */

static void
what_is_not_to_be_used_is_built_anew(void **state)
{
	static const struct {
		const char *sql; /* NULL: the file is made of bytes */
		const char *bytes, *word;
	} rows[] = {
		{ "PRAGMA user_version = 99", NULL, "another version" },
		{ "UPDATE meta SET value = '999' WHERE name = 'reading'", NULL, "another version" },
		{ "PRAGMA application_id = 1", NULL, "another version" },
		{ "DROP TABLE meta", NULL, "is damaged" },
		{ "DELETE FROM meta WHERE name = 'reading'", NULL, NULL },
		{ NULL,
			"This is no database at all, and it is long enough to be looked at as one: "
			"a header of SQLite is of a hundred bytes, and this is more.",
			"is damaged" },
		{ NULL, "", NULL },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(StoreLocation) first = store_place_location();
		g_autoptr(StoreLocation) location = store_place_location();
		g_autoptr(Store) store = store_place_open(first);
		g_autofree char *path = g_strdup(store->path);

		store_place_put(store, "/l", "a.md", "text", 1);
		store_check_complete(store);
		if (rows[i].sql != NULL) {
			sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
			store_check_run(store, rows[i].sql);
		}
		store_close(g_steal_pointer(&store));
		if (rows[i].sql == NULL)
			assert_true(g_file_set_contents(path, rows[i].bytes, -1, NULL));
		assert_false(store_exists(location));
		store = store_place_open(location);
		store_check_word(location, rows[i].word);
		assert_int_equal(store_count(store), 0);
		store_place_put(store, "/l", "a.md", "text", 1);
		store_check_complete(store);
		assert_int_equal(store_check_generations(location), 1);
	}
}

/* Reads and writes whatever there is: nothing may crash, and damage is told or does no harm. */
static void
use(struct store *store)
{
	g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) files =
		g_ptr_array_new_with_free_func((GDestroyNotify)store_file_free);
	g_auto(GStrv) keys = store_keys(store);
	sqlite3_stmt *statement =
		store_statement(store, "SELECT rowid FROM text WHERE text MATCH 'word7'", NULL);

	store_folders(store, "/", folders);
	for (guint i = 0; i < folders->len; i++)
		store_folder_files(store, folders->pdata[i], files);
	while (statement != NULL && sqlite3_step(statement) == SQLITE_ROW)
		;
	if (statement != NULL && sqlite3_reset(statement) != SQLITE_OK)
		store_failed(store, "cannot be asked", NULL);
	store_newest(store);
}

static bool
write_some(struct store *store, unsigned n, GError **error)
{
	g_autofree char *text = g_strdup_printf("---\nkey%u: value%u\n---\n# word%u\n\nword%u "
						"and more, other%u [[a%u]]\n",
		n % 7, n, n, n % 10, n * n, n % 13);
	g_autofree char *name = g_strdup_printf("%u.md", n % 50);
	g_autoptr(Document) document = store_place_document(name, text, n);
	uint32_t id;

	if (store_begin(store, 1000, error) &&
		store_put(store, "/l", name, NULL, document, NULL, &id, error) &&
		store_commit(store, error))
		return true;
	store_rollback(store);
	return false;
}

static void
damage_is_told_and_built_anew(void **state)
{
	(void)state;
	g_autoptr(StoreLocation) first = store_place_location();
	g_autoptr(Store) store = store_place_open(first);
	g_autoptr(GRand) random = g_rand_new_with_seed(4);
	g_autofree char *path = g_strdup(store->path), *whole = NULL;
	gsize length;
	unsigned told = 0;

	for (unsigned i = 0; i < 60; i++)
		assert_true(write_some(store, i, NULL));
	store_check_complete(store);
	store_close(g_steal_pointer(&store));
	assert_true(g_file_get_contents(path, &whole, &length, NULL));
	for (unsigned i = 0; i < 70; i++) {
		g_autoptr(StoreLocation) location = store_place_location();
		g_autofree char *bytes = g_memdup2(whole, length);
		g_autoptr(GError) error = NULL;
		bool broken;

		store_files_remove_before(location, UINT32_MAX);
		for (int k = 0; k < 1 << (i % 9); k++)
			bytes[g_rand_int_range(random, 0, (gint32)length)] ^=
				(char)(1 << g_rand_int_range(random, 0, 8));
		assert_true(g_file_set_contents(path, bytes,
			(gssize)(i % 10 == 9 ? length / 2 : length), NULL));
		store = store_place_open(location);
		use(store);
		for (unsigned k = 0; k < 5 && error == NULL; k++)
			write_some(store, 1000 + k, &error);
		use(store);
		broken = store_is_broken(store);
		told += store_location_word(location) != NULL;
		if (error != NULL && !g_error_matches(error, STORE_ERROR, STORE_ERROR_BROKEN))
			fail_msg("%s", error->message);
		if (broken) {
			store_check_word(location, "is damaged");
			assert_true(store_rebuild(store, NULL));
			assert_int_equal(store_check_generations(location), 1);
			assert_false(store_is_broken(store));
			assert_true(write_some(store, 7, NULL));
			store_check_complete(store);
			store_check_sound(store);
			assert_int_equal(store_check_generations(location), 1);
		}
		store_close(g_steal_pointer(&store));
	}
	assert_in_range(told, 15, 70);
}

/* --- what the system takes away --- */

static void
killed_at_any_moment_nothing_is_lost(void **state)
{
	(void)state;
	g_autoptr(StoreLocation) location = store_place_location();
	uint32_t before = 0;

	for (unsigned i = 0; i < 25; i++) {
		int done[2];
		unsigned n = i * 1000, last = UINT_MAX;

		assert_int_equal(pipe(done), 0);
		pid_t child = fork();

		if (child == 0) {
			struct store *store = store_open(location, NULL);

			for (; store != NULL && write_some(store, n, NULL); n++) {
				if (write(done[1], &n, sizeof(n)) != sizeof(n))
					break;
				if (n % 100 == 30)
					store_rebuild(store, NULL);
				if (n % 100 == 60)
					store_complete(store, NULL);
			}
			_exit(1);
		}
		close(done[1]);
		/* the first are waited for, so that the rest is killed in the midst of its work */
		for (unsigned k = 0; k < i * 4 + 1 && read(done[0], &last, sizeof(last)) > 0; k++)
			;
		g_usleep(i * 37 % 400);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		while (read(done[0], &last, sizeof(last)) > 0)
			;
		close(done[0]);

		struct store *store = store_place_open(location);

		assert_int_not_equal(last, UINT_MAX);
		store_check_sound(store);
		/* What was said to be written is, but in a store that is being built anew. */
		g_autofree char *path = g_strdup_printf("/l/%u.md", last % 50);

		if (last % 100 <= 30)
			assert_int_not_equal(store_id_of(store, path), 0);
		assert_true(store_last_id(store) >= before || last % 100 > 30);
		before = store_last_id(store);
		store_close(store);
	}
	store_check_word(location, NULL);
}

static void
without_a_folder_it_lives_in_memory(void **state)
{
	(void)state;
	assert_true(g_file_set_contents("cache", "no folder", -1, NULL));

	g_autoptr(StoreLocation) location = store_place_location();
	g_autoptr(Store) store = store_place_open(location);
	g_autoptr(Store) other = store_place_open(location);

	store_check_word(location, "memory");
	assert_null(store->path);
	store_place_put(store, "/l", "a.md", "text", 1);
	assert_int_equal(store_count(other), 1);
	assert_true(store_claim(store));
	assert_false(store_claim(other));
	store_check_complete(store);
	assert_true(store_is_complete(other));
	assert_true(store_exists(location));
	assert_true(store_rebuild(store, NULL));
	assert_true(store_current(other));
	store_place_put(store, "/l", "b.md", "text", 1);
	store_check_complete(store);
	assert_false(store_current(other));
	store_close(g_steal_pointer(&other));
	other = store_place_open(location);
	assert_int_equal(store_id_of(other, "/l/b.md"), 2 + STORE_IDS_MEANWHILE);
	store_check_sound(other);
	unlink("cache");
}

/* A reader beside a writer, in memory. */
struct walker {
	struct store_location *location;
	volatile gint stop;
	unsigned rounds;
};

static gpointer
walk(gpointer data)
{
	struct walker *walker = data;
	struct store *store = store_open(walker->location, NULL);

	while (!g_atomic_int_get(&walker->stop)) {
		use(store);
		g_assert_false(store_is_broken(store));
		walker->rounds++;
	}
	store_close(store);
	return NULL;
}

static void
in_memory_a_reader_reads_beside_a_writer(void **state)
{
	(void)state;
	static const char *const roots[] = { "notes", NULL };
	g_autoptr(StoreLocation) location =
		store_location_new(roots, store_place_none, store_place_extensions, true);
	g_autoptr(Store) store = store_place_open(location);
	struct walker walker = { .location = location };
	g_autoptr(GError) error = NULL;
	GThread *thread = g_thread_new("walker", walk, &walker);

	for (unsigned i = 0; i < 300; i++) {
		if (!write_some(store, i, &error))
			fail_msg("%s", error->message);
	}
	assert_int_equal(store_count(store), 50);
	/* What is written and not committed keeps no reader waiting. */
	assert_true(store_begin(store, 1000, NULL));
	assert_true(store_remove(store, 300, 0, NULL));
	unsigned rounds = g_atomic_int_get((gint *)&walker.rounds);

	for (int i = 0; i < 500 && g_atomic_int_get((gint *)&walker.rounds) < (gint)rounds + 2; i++)
		g_usleep(1000);
	assert_true(g_atomic_int_get((gint *)&walker.rounds) >= (gint)rounds + 2);
	assert_true(store_commit(store, NULL));
	g_atomic_int_set(&walker.stop, 1);
	g_thread_join(thread);
	store_check_sound(store);
	assert_false(g_file_test("cache", G_FILE_TEST_EXISTS));
}

static int
try(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

static void
in_memory_locks_are_those_of_files(void **state)
{
	static const char read[] = "BEGIN; SELECT count(*) FROM t", write[] = "BEGIN IMMEDIATE";
	const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI;
	sqlite3 *db[3];

	(void)state;
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 3; i++)
			assert_int_equal(sqlite3_open_v2("file:/test-locks", &db[i], flags,
						 store_memory_vfs()),
				SQLITE_OK);
		/* Of the round before nothing is left. */
		assert_int_equal(try(db[0], "CREATE TABLE t (x)"), SQLITE_OK);
		assert_int_equal(try(db[0], write), SQLITE_OK);
		assert_int_equal(try(db[0], "INSERT INTO t VALUES (1)"), SQLITE_OK);
		assert_int_equal(try(db[1], write), SQLITE_BUSY);
		assert_int_equal(try(db[1], read), SQLITE_OK);
		assert_int_equal(try(db[0], "COMMIT"), SQLITE_BUSY);
		/* Nobody new comes before the one who waits. */
		assert_int_equal(try(db[2], read), SQLITE_BUSY);
		assert_int_equal(try(db[2], "ROLLBACK"), SQLITE_OK);
		assert_int_equal(try(db[1], "COMMIT"), SQLITE_OK);
		assert_int_equal(try(db[0], "COMMIT"), SQLITE_OK);
		assert_int_equal(try(db[2], write), SQLITE_OK);
		assert_int_equal(try(db[2], "ROLLBACK"), SQLITE_OK);
		for (int i = 0; i < 3; i++)
			assert_int_equal(sqlite3_close(db[i]), SQLITE_OK);
	}
}

/* In a child: writes until the file may not grow; its exit status says what went wrong. */
static int
fill_up(struct store_location *location)
{
	struct store *store = store_open(location, NULL);
	g_autoptr(GError) error = NULL;
	struct rlimit limit = { 1 << 20, 1 << 20 };
	unsigned n = 0;
	uint32_t count;

	signal(SIGXFSZ, SIG_IGN);
	if (store == NULL || store->path == NULL || setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 1;
	while (n < 100000 && write_some(store, n, &error))
		n++;
	if (!g_error_matches(error, STORE_ERROR, STORE_ERROR_FULL))
		return 2;
	count = store_count(store);
	use(store);
	if (store_is_broken(store) || count != MIN(n, 50))
		return 3;
	store_close(store);
	store = store_open(location, NULL);
	return store != NULL && store_count(store) == count && !store_is_broken(store) ? 0 : 4;
}

static void
without_space_what_was_there_stays(void **state)
{
	(void)state;
	g_autoptr(StoreLocation) location = store_place_location();
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(fill_up(location));
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);

	g_autoptr(Store) store = store_place_open(location);

	store_check_sound(store);
	assert_true(write_some(store, 7, NULL));
	store_check_word(location, NULL);
}

static int
open_without_space(struct store_location *location)
{
	struct rlimit limit = { 4096, 4096 };
	struct store *store;

	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 1;
	store = store_open(location, NULL);
	if (store == NULL || store->path != NULL || !write_some(store, 1, NULL))
		return 2;
	return strstr(store_location_word(location), "no space") != NULL ? 0 : 3;
}

static void
without_space_at_first_it_lives_in_memory(void **state)
{
	(void)state;
	g_autoptr(StoreLocation) location = store_place_location();
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(open_without_space(location));
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_int_equal(store_check_generations(location), 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, store_place_enter, place_leave)
	const struct CMUnitTest tests[] = {
		TEST(what_is_not_to_be_used_is_built_anew),
		TEST(damage_is_told_and_built_anew),
		TEST(killed_at_any_moment_nothing_is_lost),
		TEST(without_a_folder_it_lives_in_memory),
		TEST(in_memory_a_reader_reads_beside_a_writer),
		TEST(in_memory_locks_are_those_of_files),
		TEST(without_space_what_was_there_stays),
		TEST(without_space_at_first_it_lives_in_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
