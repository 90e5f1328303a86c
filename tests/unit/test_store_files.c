/* The files of a store: generations, kills, damage, other versions, no space, moved libraries. */
#include "config.h"

#include "support/store_place.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "library/store_files.h"
#include "library/store_memory.h"
#include "library/store_private.h"

/* --- helpers --- */

static struct store_location *
location_of(const char *root, const char *configured)
{
	const char *const roots[] = { root, NULL };
	const char *const library[] = { configured, NULL };

	return store_location_new(roots, library, store_place_extensions, false);
}

static uint32_t
generations(const struct store_location *location)
{
	g_autoptr(GArray) all = store_files_list(location, true);

	return all->len;
}

static void
complete(struct store *store)
{
	g_autoptr(GError) error = NULL;

	if (!store_complete(store, &error))
		fail_msg("%s", error->message);
}

static void
run(struct store *store, const char *sql)
{
	g_autoptr(GError) error = NULL;

	if (!store_run(store, sql, &error))
		fail_msg("%s", error->message);
}

/* Everything that SQLite and FTS5 can check of themselves. */
static void
assert_sound(struct store *store)
{
	sqlite3_stmt *statement;

	run(store, "INSERT INTO text (text) VALUES ('integrity-check')");
	sqlite3_prepare_v2(store->db, "PRAGMA integrity_check", -1, &statement, NULL);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	assert_string_equal((const char *)sqlite3_column_text(statement, 0), "ok");
	sqlite3_finalize(statement);
}

static void
assert_word(const struct store_location *location, const char *part)
{
	const char *word = store_location_word(location);

	if (part == NULL && word != NULL)
		fail_msg("there is a word: %s", word);
	if (part != NULL && (word == NULL || strstr(word, part) == NULL))
		fail_msg("no \"%s\" in: %s", part, word != NULL ? word : "nothing");
}

/* --- where it is --- */

static void
files_are_the_owners_alone(void **state)
{
	(void)state;
	g_autoptr(StoreLocation) location = store_place_location();
	g_autoptr(Store) store = store_place_open(location);
	g_autofree char *log = g_strconcat(store->path, "-wal", NULL);
	struct stat status;

	assert_true(g_str_has_suffix(store->path, ".1.db"));
	assert_int_equal(stat(store->path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	store_place_put(store, "/l", "a.md", "text", 1);
	assert_int_equal(stat(log, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	assert_int_equal(stat("cache/lectern", &status), 0);
	assert_int_equal(status.st_mode & 0777, 0700);
	assert_word(location, NULL);
}

static void
a_root_inside_the_configured_library_uses_its_store(void **state)
{
	static const struct {
		const char *root, *configured;
		bool same;
	} rows[] = {
		{ "lib", "lib", true },
		{ "lib/deep/", "lib", true },
		{ "link", "lib", true },
		{ "lib/../lib/deep", "lib", true },
		{ "library", "lib", false },
		{ ".", "lib", false },
		{ "none/there", "none", true },
	};
	(void)state;
	g_mkdir_with_parents("lib/deep", 0700);
	g_mkdir_with_parents("library", 0700);
	assert_int_equal(symlink("lib/deep", "link"), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(StoreLocation) one = location_of(rows[i].root, rows[i].configured);
		g_autoptr(StoreLocation) other =
			location_of(rows[i].configured, rows[i].configured);
		g_autofree char *root = g_canonicalize_filename(rows[i].root, NULL);

		if ((strcmp(one->hash, other->hash) == 0) != rows[i].same)
			fail_msg("%s in %s", rows[i].root, rows[i].configured);
		assert_true(g_path_is_absolute(store_location_roots(one)[0]));
		if (strcmp(rows[i].root, "link") == 0)
			assert_true(g_str_has_suffix(store_location_roots(one)[0], "/lib/deep"));
		else
			assert_string_equal(store_location_roots(one)[0], root);
	}
}

static void
the_order_of_roots_makes_no_other_store(void **state)
{
	(void)state;
	const char *const one[] = { "/a", "/b", "/a", NULL };
	const char *const other[] = { "/b", "/a", NULL };
	const char *const third[] = { "/a/b", NULL };
	g_autoptr(StoreLocation) a = store_location_new(one, NULL, store_place_none, false);
	g_autoptr(StoreLocation) b = store_location_new(other, NULL, store_place_none, false);
	g_autoptr(StoreLocation) c = store_location_new(third, NULL, store_place_none, false);

	assert_string_equal(a->hash, b->hash);
	assert_string_not_equal(a->hash, c->hash);
	assert_string_equal(store_location_roots(a)[2], "/a");
}

/* --- generations --- */

static void
a_new_one_is_built_beside_the_old(void **state)
{
	(void)state;
	g_autoptr(StoreLocation) location = store_place_location();
	g_autoptr(GError) error = NULL;
	struct store *reader, *builder = store_place_open(location), *late;

	assert_false(store_exists(location));
	assert_false(store_is_complete(builder));
	assert_int_equal(store_place_put(builder, "/l", "a.md", "text", 1), 1);
	reader = store_place_open(location);
	assert_false(store_is_complete(reader));
	complete(builder);
	assert_true(store_is_complete(reader));
	assert_true(store_exists(location));

	assert_true(store_rebuild(builder, &error));
	assert_int_equal(store_count(builder), 0);
	assert_false(store_is_complete(builder));
	/* An id is never used again. */
	assert_int_equal(store_place_put(builder, "/l", "a.md", "text", 1), 2);
	assert_true(store_current(reader));
	assert_int_equal(store_count(reader), 1);
	late = store_place_open(location);
	assert_int_equal(late->generation, 1);
	assert_int_equal(generations(location), 2);
	complete(builder);
	assert_false(store_current(reader));
	assert_true(store_current(builder));
	store_close(late);
	store_close(reader);
	assert_int_equal(generations(location), 1);
	reader = store_place_open(location);
	assert_int_equal(reader->generation, 2);
	assert_int_equal(store_id_of(reader, "/l/a.md"), 2);
	assert_sound(reader);
	store_close(reader);
	store_close(builder);
	assert_word(location, NULL);
}

static void
a_build_that_was_left_goes_on(void **state)
{
	(void)state;
	g_autoptr(StoreLocation) location = store_place_location();
	struct store *store = store_place_open(location);

	store_place_put(store, "/l", "a.md", "text", 1);
	complete(store);
	assert_true(store_rebuild(store, NULL));
	store_place_put(store, "/l", "b.md", "text", 1);
	store_close(store);
	store = store_place_open(location);
	assert_int_equal(store->generation, 1);
	assert_true(store_rebuild(store, NULL));
	assert_int_equal(store->generation, 2);
	assert_int_equal(store_id_of(store, "/l/b.md"), 2);
	store_close(store);
}

static void
one_process_builds(void **state)
{
	(void)state;
	g_autoptr(StoreLocation) location = store_place_location();
	struct store *one = store_place_open(location), *other = store_place_open(location);
	g_autoptr(GError) error = NULL;

	assert_true(store_claim(one));
	assert_true(store_claim(one));
	assert_false(store_claim(other));
	assert_false(store_rebuild(other, &error));
	assert_true(g_error_matches(error, STORE_ERROR, STORE_ERROR_BUSY));
	store_close(one);
	assert_true(store_claim(other));
	assert_true(store_rebuild(other, NULL));
	/* It is the same connection to who asked, and is stopped as before. */
	struct cancel cancel = { 0 };

	cancel_set(&cancel);
	other->cancel = &cancel;
	assert_int_equal(sqlite3_exec(other->db,
				 "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n"
				 " LIMIT 1000000) SELECT sum(x) FROM n",
				 NULL, NULL, NULL),
		SQLITE_INTERRUPT);
	other->cancel = NULL;
	store_close(other);
}

static void
a_removed_file_is_seen(void **state)
{
	(void)state;
	g_autoptr(StoreLocation) location = store_place_location();
	struct store *store = store_place_open(location);
	g_autofree char *bytes = NULL;
	gsize length;

	assert_true(store_current(store));
	/* another file under the same name */
	assert_true(g_file_get_contents(store->path, &bytes, &length, NULL));
	assert_true(g_file_set_contents(store->path, bytes, (gssize)length, NULL));
	assert_false(store_current(store));
	assert_int_equal(unlink(store->path), 0);
	assert_false(store_current(store));
	store_close(store);
	store = store_place_open(location);
	assert_true(store_current(store));
	assert_int_equal(store_count(store), 0);
	store_close(store);
}

static void
a_torn_build_begins_again(void **state)
{
	(void)state;
	g_autoptr(StoreLocation) location = store_place_location();
	struct store *store = store_place_open(location);

	store_place_put(store, "/l", "a.md", "text", 1);
	assert_true(store_set_meta(store, "boot", "another", NULL));
	store_close(store);
	store = store_place_open(location);
	assert_int_equal(store_count(store), 0);
	assert_int_equal(generations(location), 1);
	store_place_put(store, "/l", "a.md", "text", 1);
	complete(store);
	/* A complete one outlasts the machine's stop. */
	assert_true(store_set_meta(store, "boot", "another", NULL));
	store_close(store);
	store = store_place_open(location);
	assert_int_equal(store_count(store), 1);
	store_close(store);
	assert_word(location, NULL);
}

/* Of a part of its library it is as safe as of all. */
static void
a_settled_part_outlives_the_machine(void **state)
{
	(void)state;
	g_autoptr(StoreLocation) location = location_of("lib/deep", "lib");
	struct store *store = store_place_open(location);

	assert_false(store_location_is_whole(location));
	assert_string_equal(strrchr(store_location_owners(location)[0], '/'), "/lib");
	store_place_put(store, "/l", "a.md", "text", 1);
	assert_false(store_is_settled(store));
	assert_true(store_settle(store, NULL));
	assert_true(store_is_settled(store));
	assert_true(store_set_meta(store, "boot", "another", NULL));
	store_close(store);
	store = store_place_open(location);
	assert_int_equal(store_count(store), 1);
	assert_true(store_is_settled(store));
	assert_false(store_is_complete(store));
	assert_false(store_exists(location));
	store_build(store);
	store_place_put(store, "/l", "b.md", "text", 2);
	complete(store);
	assert_true(store_is_complete(store));
	assert_true(store_exists(location));
	assert_sound(store);
	assert_word(location, NULL);
	store_close(store);
}

static void
much_that_is_gone_wears_it(void **state)
{
	(void)state;
	g_autoptr(StoreLocation) location = store_place_location();
	g_autoptr(Store) store = store_place_open(location);
	uint32_t id;

	assert_false(store_worn(store));
	assert_true(store_begin(store, 0, NULL));
	for (unsigned i = 0; i < 1200; i++) {
		g_autoptr(Document) document = store_place_document("a.md", "x", i);

		assert_true(store_put(store, "/l", "a.md", NULL, document, &id, NULL));
		if (i == 900)
			assert_false(store_worn(store));
	}
	assert_true(store_commit(store, NULL));
	assert_true(store_worn(store));
	assert_true(store_rebuild(store, NULL));
	assert_false(store_worn(store));
}

static void
tidying_ends(void **state)
{
	(void)state;
	g_autoptr(StoreLocation) location = store_place_location();
	g_autoptr(Store) store = store_place_open(location);
	g_autofree char *log = g_strconcat(store->path, "-wal", NULL);
	struct stat status;
	int steps = 0;

	assert_false(store_tidy(store));
	for (unsigned i = 0; i < 40; i++)
		store_place_put(store, "/l", "a.md", "some words of a text", i);
	complete(store);
	while (store_tidy(store) && steps < 100)
		steps++;
	assert_in_range(steps, 1, 99);
	assert_false(store_tidy(store));
	assert_sound(store);
	assert_int_equal(stat(log, &status), 0);
	assert_int_equal(status.st_size, 0);
}

static void
tidying_gives_room_back(void **state)
{
	(void)state;
	g_autoptr(StoreLocation) location = store_place_location();
	g_autoptr(Store) store = store_place_open(location);
	struct stat status;
	int steps = 0;

	store_place_put(store, "/l", "a.md", "some words of a text", 1);
	complete(store);
	run(store, "CREATE TABLE waste (bytes)");
	run(store, "INSERT INTO waste VALUES (zeroblob(20000000))");
	run(store, "DROP TABLE waste");
	while (store_tidy(store) && steps < 100)
		steps++;
	assert_in_range(steps, 5, 20);
	assert_int_equal(stat(store->path, &status), 0);
	assert_in_range(status.st_size, 8192, 6000000);
	assert_sound(store);
}

static void
other_suffixes_leave_the_documents(void **state)
{
	(void)state;
	static const char *const roots[] = { "notes", NULL }, *const other[] = { "md", NULL };
	g_autoptr(StoreLocation) location = store_place_location();
	struct store *store = store_place_open(location);
	uint64_t signature;
	uint32_t count;

	store_place_put(store, "/l", "a.md", "text", 1);
	assert_true(store_begin(store, 0, NULL));
	assert_true(store_folder_done(store, "/l", 9, NULL));
	assert_true(store_commit(store, NULL));
	store_close(store);
	store_location_unref(g_steal_pointer(&location));
	location = store_location_new(roots, store_place_none, other, false);
	store = store_place_open(location);
	assert_true(store_folder(store, "/l", &signature, &count));
	assert_int_equal(signature, 0);
	assert_int_equal(count, 1);
	store_close(store);
}

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
		complete(store);
		if (rows[i].sql != NULL) {
			sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
			run(store, rows[i].sql);
		}
		store_close(g_steal_pointer(&store));
		if (rows[i].sql == NULL)
			assert_true(g_file_set_contents(path, rows[i].bytes, -1, NULL));
		assert_false(store_exists(location));
		store = store_place_open(location);
		assert_word(location, rows[i].word);
		assert_int_equal(store_count(store), 0);
		store_place_put(store, "/l", "a.md", "text", 1);
		complete(store);
		assert_int_equal(generations(location), 1);
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
		store_put(store, "/l", name, NULL, document, &id, error) &&
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
	complete(store);
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
			assert_word(location, "is damaged");
			assert_true(store_rebuild(store, NULL));
			assert_int_equal(generations(location), 1);
			assert_false(store_is_broken(store));
			assert_true(write_some(store, 7, NULL));
			complete(store);
			assert_sound(store);
			assert_int_equal(generations(location), 1);
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
		assert_sound(store);
		/* What was said to be written is, but in a store that is being built anew. */
		g_autofree char *path = g_strdup_printf("/l/%u.md", last % 50);

		if (last % 100 <= 30)
			assert_int_not_equal(store_id_of(store, path), 0);
		assert_true(store_last_id(store) >= before || last % 100 > 30);
		before = store_last_id(store);
		store_close(store);
	}
	assert_word(location, NULL);
}

static void
without_a_folder_it_lives_in_memory(void **state)
{
	(void)state;
	assert_true(g_file_set_contents("cache", "no folder", -1, NULL));

	g_autoptr(StoreLocation) location = store_place_location();
	g_autoptr(Store) store = store_place_open(location);
	g_autoptr(Store) other = store_place_open(location);

	assert_word(location, "memory");
	assert_null(store->path);
	store_place_put(store, "/l", "a.md", "text", 1);
	assert_int_equal(store_count(other), 1);
	assert_true(store_claim(store));
	assert_false(store_claim(other));
	complete(store);
	assert_true(store_is_complete(other));
	assert_true(store_exists(location));
	assert_true(store_rebuild(store, NULL));
	assert_true(store_current(other));
	store_place_put(store, "/l", "b.md", "text", 1);
	complete(store);
	assert_false(store_current(other));
	store_close(g_steal_pointer(&other));
	other = store_place_open(location);
	assert_int_equal(store_id_of(other, "/l/b.md"), 2);
	assert_sound(other);
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
	assert_true(store_remove(store, 300, NULL));
	unsigned rounds = g_atomic_int_get((gint *)&walker.rounds);

	for (int i = 0; i < 500 && g_atomic_int_get((gint *)&walker.rounds) < (gint)rounds + 2; i++)
		g_usleep(1000);
	assert_true(g_atomic_int_get((gint *)&walker.rounds) >= (gint)rounds + 2);
	assert_true(store_commit(store, NULL));
	g_atomic_int_set(&walker.stop, 1);
	g_thread_join(thread);
	assert_sound(store);
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

	assert_sound(store);
	assert_true(write_some(store, 7, NULL));
	assert_word(location, NULL);
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
	assert_int_equal(generations(location), 0);
}

/* --- moved --- */

static void
a_moved_library_takes_its_store_along(void **state)
{
	(void)state;
	g_mkdir_with_parents("old\xff [x]/deep", 0700);
	g_autoptr(StoreLocation) before = location_of("old\xff [x]", NULL);
	g_autofree char *root = g_strdup(store_location_roots(before)[0]);
	g_autofree char *deep = g_strconcat(root, "/deep", NULL);
	g_autofree char *beside = g_strconcat(root, "y", NULL);
	struct store *store = store_place_open(before);

	store_place_put(store, root, "a.md", "one", 1);
	store_place_put(store, deep, "b.md", "two", 2);
	store_place_put(store, beside, "c.md", "three", 3);
	assert_true(store_begin(store, 0, NULL));
	assert_true(store_folder_done(store, deep, 9, NULL));
	assert_true(store_commit(store, NULL));
	complete(store);
	store_close(store);

	/* A copy beside it is another library. */
	g_mkdir_with_parents("copy/deep", 0700);
	g_autoptr(StoreLocation) copy = location_of("copy", NULL);

	store = store_place_open(copy);
	assert_int_equal(store_count(store), 0);
	store_close(store);

	g_mkdir_with_parents("fresh", 0700);
	assert_int_equal(g_rename("old\xff [x]", "new"), 0);
	g_autoptr(StoreLocation) fresh = location_of("fresh", NULL);

	store = store_place_open(fresh);
	assert_int_equal(store_count(store), 0);
	store_close(store);
	g_autoptr(StoreLocation) after = location_of("new", NULL);
	g_autofree char *moved = g_strconcat(store_location_roots(after)[0], "/deep/b.md", NULL);
	g_autofree char *new_deep = g_strconcat(store_location_roots(after)[0], "/deep", NULL);
	g_autofree char *other = g_strconcat(beside, "/c.md", NULL);
	uint64_t signature;
	uint32_t count;

	store = store_place_open(after);
	assert_word(after, "was moved");
	assert_true(store_is_complete(store));
	assert_int_equal(store_id_of(store, moved), 2);
	assert_int_equal(store_id_of(store, other), 3);
	assert_true(store_folder(store, new_deep, &signature, &count));
	assert_int_equal(signature, 9);
	assert_sound(store);
	assert_int_equal(generations(before), 0);
	store_close(store);
	g_autoptr(StoreLocation) again = location_of("new", NULL);

	store = store_place_open(again);
	assert_int_equal(store_count(store), 3);
	assert_word(again, NULL);
	store_close(store);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, store_place_enter, place_leave)
	const struct CMUnitTest tests[] = {
		TEST(files_are_the_owners_alone),
		TEST(a_root_inside_the_configured_library_uses_its_store),
		TEST(the_order_of_roots_makes_no_other_store),
		TEST(a_new_one_is_built_beside_the_old),
		TEST(a_build_that_was_left_goes_on),
		TEST(one_process_builds),
		TEST(a_removed_file_is_seen),
		TEST(a_torn_build_begins_again),
		TEST(a_settled_part_outlives_the_machine),
		TEST(much_that_is_gone_wears_it),
		TEST(tidying_ends),
		TEST(tidying_gives_room_back),
		TEST(other_suffixes_leave_the_documents),
		TEST(what_is_not_to_be_used_is_built_anew),
		TEST(damage_is_told_and_built_anew),
		TEST(killed_at_any_moment_nothing_is_lost),
		TEST(without_a_folder_it_lives_in_memory),
		TEST(in_memory_a_reader_reads_beside_a_writer),
		TEST(in_memory_locks_are_those_of_files),
		TEST(without_space_what_was_there_stays),
		TEST(without_space_at_first_it_lives_in_memory),
		TEST(a_moved_library_takes_its_store_along),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
