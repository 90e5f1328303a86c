/* The files of a store: where they are, generations, moved libraries. */
#include "config.h"

#include "support/store_check.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

static struct store_location *
location_of(const char *root, const char *configured)
{
	const char *const roots[] = { root, NULL };
	const char *const library[] = { configured, NULL };

	return store_location_new(roots, library, store_place_extensions, false);
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
	store_check_word(location, NULL);
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
	store_check_complete(builder);
	assert_true(store_is_complete(reader));
	assert_true(store_exists(location));

	assert_true(store_rebuild(builder, &error));
	assert_int_equal(store_count(builder), 0);
	assert_false(store_is_complete(builder));
	/* An id is never used again. */
	assert_int_equal(store_place_put(builder, "/l", "a.md", "text", 1),
		2 + STORE_IDS_MEANWHILE);
	assert_true(store_current(reader));
	assert_int_equal(store_count(reader), 1);
	late = store_place_open(location);
	assert_int_equal(late->generation, 1);
	assert_int_equal(store_check_generations(location), 2);
	store_check_complete(builder);
	assert_false(store_current(reader));
	assert_true(store_current(builder));
	store_close(late);
	store_close(reader);
	assert_int_equal(store_check_generations(location), 1);
	reader = store_place_open(location);
	assert_int_equal(reader->generation, 2);
	assert_int_equal(store_id_of(reader, "/l/a.md"), 2 + STORE_IDS_MEANWHILE);
	store_check_sound(reader);
	store_close(reader);
	store_close(builder);
	store_check_word(location, NULL);
}

static void
a_build_that_was_left_goes_on(void **state)
{
	(void)state;
	g_autoptr(StoreLocation) location = store_place_location();
	struct store *store = store_place_open(location);

	store_place_put(store, "/l", "a.md", "text", 1);
	store_check_complete(store);
	assert_true(store_rebuild(store, NULL));
	store_place_put(store, "/l", "b.md", "text", 1);
	store_close(store);
	store = store_place_open(location);
	assert_int_equal(store->generation, 1);
	assert_true(store_rebuild(store, NULL));
	assert_int_equal(store->generation, 2);
	assert_int_equal(store_id_of(store, "/l/b.md"), 2 + STORE_IDS_MEANWHILE);
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
	assert_int_equal(store_check_generations(location), 1);
	store_place_put(store, "/l", "a.md", "text", 1);
	store_check_complete(store);
	/* A complete one outlasts the machine's stop. */
	assert_true(store_set_meta(store, "boot", "another", NULL));
	store_close(store);
	store = store_place_open(location);
	assert_int_equal(store_count(store), 1);
	store_close(store);
	store_check_word(location, NULL);
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
	store_check_complete(store);
	assert_true(store_is_complete(store));
	assert_true(store_exists(location));
	store_check_sound(store);
	store_check_word(location, NULL);
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

		assert_true(store_put(store, "/l", "a.md", NULL, document, NULL, &id, NULL));
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
	store_check_complete(store);
	while (store_tidy(store) && steps < 100)
		steps++;
	assert_in_range(steps, 1, 99);
	assert_false(store_tidy(store));
	store_check_sound(store);
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
	store_check_complete(store);
	store_check_run(store, "CREATE TABLE waste (bytes)");
	store_check_run(store, "INSERT INTO waste VALUES (zeroblob(20000000))");
	store_check_run(store, "DROP TABLE waste");
	while (store_tidy(store) && steps < 100)
		steps++;
	assert_in_range(steps, 5, 20);
	assert_int_equal(stat(store->path, &status), 0);
	assert_in_range(status.st_size, 8192, 6000000);
	store_check_sound(store);
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

/* One that was opened later has seen fewer changes of others: their counts may meet. */
static void
versions_of_connections_never_meet(void **state)
{
	(void)state;
	g_autoptr(StoreLocation) location = store_place_location();
	g_autoptr(Store) writer = store_place_open(location);
	g_autoptr(Store) early = store_place_open(location);
	uint64_t before = store_version(early);

	assert_int_equal(store_version(early), before);
	for (unsigned i = 0; i < 20; i++) {
		store_place_put(writer, "/l", "a.md", i % 2 == 0 ? "one" : "two", i + 1);
		g_autoptr(Store) late = store_place_open(location);

		assert_true(store_version(late) != before);
		assert_true(store_version(late) != store_version(early));
	}
	assert_true(store_version(early) != before);
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
	store_check_complete(store);
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
	store_check_word(after, "was moved");
	assert_true(store_is_complete(store));
	assert_int_equal(store_id_of(store, moved), 2);
	assert_int_equal(store_id_of(store, other), 3);
	assert_true(store_folder(store, new_deep, &signature, &count));
	assert_int_equal(signature, 9);
	store_check_sound(store);
	assert_int_equal(store_check_generations(before), 0);
	store_close(store);
	g_autoptr(StoreLocation) again = location_of("new", NULL);

	store = store_place_open(again);
	assert_int_equal(store_count(store), 3);
	store_check_word(again, NULL);
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
		TEST(versions_of_connections_never_meet),
		TEST(a_torn_build_begins_again),
		TEST(a_settled_part_outlives_the_machine),
		TEST(much_that_is_gone_wears_it),
		TEST(tidying_ends),
		TEST(tidying_gives_room_back),
		TEST(other_suffixes_leave_the_documents),
		TEST(a_moved_library_takes_its_store_along),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
