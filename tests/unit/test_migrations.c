/* The steps by which a database gets its shape. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "library/migrations.h"

static const struct migration steps[] = {
	{ .name = "one", .sql = "CREATE TABLE a (x); INSERT INTO a VALUES (1);" },
	{ .name = "two", .sql = "ALTER TABLE a ADD COLUMN y; UPDATE a SET y = 2;" },
	{ .name = "three", .sql = "CREATE TABLE b (x); INSERT INTO missing VALUES (1);" },
	{ 0 },
};

/* What a statement of one value gives. */
static void
assert_value(sqlite3 *db, const char *sql, const char *wanted)
{
	sqlite3_stmt *statement;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	assert_string_equal((const char *)sqlite3_column_text(statement, 0), wanted);
	sqlite3_finalize(statement);
}

static void
each_step_is_taken_once(void **state)
{
	const struct migration first[] = { steps[0], { 0 } };
	const struct migration both[] = { steps[0], steps[1], { 0 } };
	g_autoptr(GError) error = NULL;
	sqlite3 *db;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(migrations_apply(db, first, &error), MIGRATED);
	assert_value(db, "SELECT name FROM migrations", "one");
	assert_value(db, "PRAGMA user_version", "1");
	assert_int_equal(migrations_apply(db, both, &error), MIGRATED);
	assert_int_equal(migrations_apply(db, both, &error), MIGRATED);
	assert_value(db, "SELECT count(*) || ' ' || max(x) || ' ' || max(y) FROM a", "1 1 2");
	assert_value(db, "SELECT group_concat(version || name) FROM migrations", "1one,2two");
	assert_value(db, "PRAGMA user_version", "2");
	/* One that an earlier version of the program meets is left alone. */
	assert_int_equal(migrations_apply(db, first, &error), MIGRATED_NEWER);
	assert_value(db, "PRAGMA user_version", "2");
	assert_null(error);
	sqlite3_close(db);
}

static void
a_step_that_fails_is_undone(void **state)
{
	g_autoptr(GError) error = NULL;
	sqlite3 *db;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(migrations_apply(db, steps, &error), MIGRATED_FAILED);
	assert_string_equal(error->message, "the step \"three\" failed: no such table: missing");
	assert_int_equal(error->code, SQLITE_ERROR);
	assert_true(sqlite3_get_autocommit(db));
	assert_value(db, "PRAGMA user_version", "2");
	assert_value(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'", "0");
	sqlite3_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_step_is_taken_once),
		cmocka_unit_test(a_step_that_fails_is_undone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
