/*
 * What tests of a store's files look at: which there are, whether they are sound, what is said of them.
 */
#ifndef LECTERN_TESTS_SUPPORT_STORE_CHECK_H
#define LECTERN_TESTS_SUPPORT_STORE_CHECK_H

#include <string.h>

#include "library/store_files.h"
#include "library/store_private.h"
#include "support/store_place.h"

static inline uint32_t
store_check_generations(const struct store_location *location)
{
	g_autoptr(GArray) all = store_files_list(location, true);

	return all->len;
}

static inline void
store_check_complete(struct store *store)
{
	g_autoptr(GError) error = NULL;

	if (!store_complete(store, &error))
		fail_msg("%s", error->message);
}

static inline void
store_check_run(struct store *store, const char *sql)
{
	g_autoptr(GError) error = NULL;

	if (!store_run(store, sql, &error))
		fail_msg("%s", error->message);
}

/* Everything that SQLite and FTS5 can check of themselves. */
static inline void
store_check_sound(struct store *store)
{
	sqlite3_stmt *statement;

	store_check_run(store, "INSERT INTO text (text) VALUES ('integrity-check')");
	sqlite3_prepare_v2(store->db, "PRAGMA integrity_check", -1, &statement, NULL);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	assert_string_equal((const char *)sqlite3_column_text(statement, 0), "ok");
	sqlite3_finalize(statement);
}

static inline void
store_check_word(const struct store_location *location, const char *part)
{
	const char *word = store_location_word(location);

	if (part == NULL && word != NULL)
		fail_msg("there is a word: %s", word);
	if (part != NULL && (word == NULL || strstr(word, part) == NULL))
		fail_msg("no \"%s\" in: %s", part, word != NULL ? word : "nothing");
}
#endif
