#include "config.h"

#include "library/store_private.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>

#include "library/linked.h"
#include "library/store_files.h"

/* Pages that store_tidy() gives back at a time, and that it leaves. */
#define ROOM_STEP 256
#define ROOM_LEFT 512

int64_t
store_hash(const char *bytes, size_t n)
{
	return (int64_t)XXH3_128bits(bytes, n).low64;
}

/* --- failures --- */

/* What a failure of SQLite means to who reads the sentence. */
struct meaning {
	int code; /* the primary one */
	enum store_error error;
	const char *why; /* NULL: SQLite's own words */
};

static const struct meaning meanings[] = {
	{ SQLITE_FULL, STORE_ERROR_FULL,
		"no space is left on its disk; free some, or set XDG_CACHE_HOME to another" },
	{ SQLITE_BUSY, STORE_ERROR_BUSY, "another process writes to it; try again" },
	{ SQLITE_LOCKED, STORE_ERROR_BUSY, "another process writes to it; try again" },
	{ SQLITE_PROTOCOL, STORE_ERROR_BUSY, "another process writes to it; try again" },
	{ SQLITE_INTERRUPT, STORE_ERROR_STOPPED, "it was stopped" },
	{ SQLITE_CORRUPT, STORE_ERROR_BROKEN, "the file is damaged; it has to be built again" },
	{ SQLITE_NOTADB, STORE_ERROR_BROKEN, "the file is damaged; it has to be built again" },
	/* The statements are the program's own: what they cannot do, the file's damage prevents. */
	{ SQLITE_ERROR, STORE_ERROR_BROKEN, "the file is damaged; it has to be built again" },
	{ SQLITE_CONSTRAINT, STORE_ERROR_BROKEN, "the file is damaged; it has to be built again" },
	{ SQLITE_MISMATCH, STORE_ERROR_BROKEN, "the file is damaged; it has to be built again" },
	{ SQLITE_NOMEM, STORE_ERROR_FULL, "no memory is left" },
};

/* What the system said last of the file or its log; the connection forgets it. 0 where it said
 * nothing. */
static int
last_errno(sqlite3 *db)
{
	static const int pointers[] = { SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER };
	int number = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(pointers) && number == 0; i++) {
		sqlite3_file *file = NULL;

		sqlite3_file_control(db, "main", pointers[i], &file);
		/* A journal in memory has none. */
		if (file != NULL && file->pMethods != NULL && file->pMethods->xFileControl != NULL)
			file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &number);
	}
	return number;
}

static struct meaning
meaning_of(int code, int system)
{
	if (code == SQLITE_IOERR_CORRUPTFS || code == SQLITE_IOERR_SHORT_READ)
		code = SQLITE_CORRUPT;
	else if (code == SQLITE_IOERR_NOMEM)
		code = SQLITE_NOMEM;
	else if (code == SQLITE_IOERR_SHMSIZE ||
		 ((code & 0xff) == SQLITE_IOERR &&
			 (system == ENOSPC || system == EDQUOT || system == EFBIG)))
		code = SQLITE_FULL;
	for (size_t i = 0; i < G_N_ELEMENTS(meanings); i++) {
		if (meanings[i].code == (code & 0xff))
			return meanings[i];
	}
	return (struct meaning){ code, STORE_ERROR_FAILED, NULL };
}

static bool
fail(struct store *store, struct meaning meaning, const char *what, GError **error)
{
	const char *name = store->path != NULL ? store->path : "the index in memory";
	int system = (meaning.code & 0xff) == SQLITE_IOERR ? last_errno(store->db) : 0;

	if (meaning.error == STORE_ERROR_BROKEN && !store->broken) {
		store->broken = true;
		store_location_say(store->location, "%s is damaged: the index is built again",
			name);
	}
	if (meaning.why != NULL)
		g_set_error(error, STORE_ERROR, meaning.error, "%s: %s: %s", name, what,
			meaning.why);
	else if (system != 0)
		g_set_error(error, STORE_ERROR, meaning.error, "%s: %s: %s", name, what,
			g_strerror(system));
	else
		g_set_error(error, STORE_ERROR, meaning.error, "%s: %s: %s", name, what,
			sqlite3_errstr(meaning.code));
	return false;
}

bool
store_failed(struct store *store, const char *what, GError **error)
{
	int code = sqlite3_extended_errcode(store->db);

	/* What somebody typed may be in the statement: a fault of it is no damage. */
	if (code == SQLITE_ERROR) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_FAILED, "%s: %s", what,
			sqlite3_errmsg(store->db));
		return false;
	}
	return fail(store, meaning_of(code, last_errno(store->db)), what, error);
}

bool
store_failed_as(struct store *store, int code, const char *what, GError **error)
{
	return fail(store, meaning_of(code, last_errno(store->db)), what, error);
}

/* Of a statement of the store's own. */
static bool
own_failed(struct store *store, const char *what, GError **error)
{
	return store_failed_as(store, sqlite3_extended_errcode(store->db), what, error);
}

bool
store_is_broken(const struct store *store)
{
	return store->broken;
}

/* --- statements --- */

sqlite3_stmt *
store_statement(struct store *store, const char *sql, GError **error)
{
	sqlite3_stmt *statement = g_hash_table_lookup(store->statements, sql);

	if (statement != NULL)
		return statement;
	if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
		SQLITE_OK) {
		own_failed(store, "cannot be asked", error);
		return NULL;
	}
	g_hash_table_insert(store->statements, (char *)sql, statement);
	return statement;
}

bool
store_step(struct store *store, sqlite3_stmt *statement, const char *what, GError **error)
{
	int code = sqlite3_step(statement);
	bool done = code == SQLITE_DONE || code == SQLITE_ROW || own_failed(store, what, error);

	sqlite3_reset(statement);
	return done;
}

bool
store_run(struct store *store, const char *sql, GError **error)
{
	return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       own_failed(store, "cannot be changed", error);
}

/* A statement of one row and column; 0 where it gives none. */
static int64_t
one_number(struct store *store, const char *sql)
{
	sqlite3_stmt *statement = store_statement(store, sql, NULL);
	int64_t number = 0;

	if (statement == NULL)
		return 0;
	int code = sqlite3_step(statement);

	if (code == SQLITE_ROW)
		number = sqlite3_column_int64(statement, 0);
	else if (code != SQLITE_DONE)
		own_failed(store, "cannot be read", NULL);
	sqlite3_reset(statement);
	return number;
}

bool
store_begin_reading(struct store *store)
{
	return sqlite3_get_autocommit(store->db) != 0 &&
	       sqlite3_exec(store->db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
}

void
store_end_reading(struct store *store, bool begun)
{
	if (begun && sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

/* --- what it is now --- */

uint64_t
store_version(struct store *store)
{
	uint64_t others = (uint64_t)one_number(store, "PRAGMA data_version");
	uint64_t own = (uint64_t)sqlite3_total_changes64(store->db);
	const uint64_t all[] = { store->connection, store->generation, others, own };

	/* SQLite counts others' changes for each connection from its own beginning on. */
	return XXH3_64bits(all, sizeof(all));
}

static void
read_ids(struct store *store)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT id FROM documents ORDER BY newest DESC, id DESC", NULL);
	int code = SQLITE_DONE;

	while (statement != NULL && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		uint32_t id = (uint32_t)sqlite3_column_int64(statement, 0);

		idset_add(store->alive, id);
		g_array_append_val(store->newest, id);
	}
	if (code != SQLITE_DONE)
		own_failed(store, "cannot be read", NULL);
	sqlite3_reset(statement);
}

static void
refresh_ids(struct store *store)
{
	uint64_t version = store_version(store);

	if (store->alive != NULL && store->cached_version == version)
		return;
	idset_free(store->alive);
	store->alive = idset_new();
	if (store->newest == NULL)
		store->newest = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_array_set_size(store->newest, 0);
	read_ids(store);
	store->cached_version = version;
}

const struct idset *
store_alive(struct store *store)
{
	refresh_ids(store);
	return store->alive;
}

const GArray *
store_newest(struct store *store)
{
	refresh_ids(store);
	return store->newest;
}

uint32_t
store_count(struct store *store)
{
	return (uint32_t)one_number(store, "SELECT count(*) FROM documents");
}

bool
store_current(const struct store *store)
{
	struct stat status;

	if (store->path == NULL) {
		struct store_location *location = store->location;

		g_mutex_lock(&location->lock);
		bool current = location->memory_complete <= store->generation;
		g_mutex_unlock(&location->lock);
		return current;
	}
	return !store_location_in_memory(store->location) && stat(store->path, &status) == 0 &&
	       (uint64_t)status.st_dev == store->device && (uint64_t)status.st_ino == store->inode;
}

bool
store_is_same(const struct store *a, const struct store *b)
{
	return a->generation == b->generation && a->device == b->device && a->inode == b->inode;
}

/* Whether a mark stands in meta; once it does, it stays so. */
static bool
is_marked(struct store *store, const char *sql, bool *seen)
{
	*seen = *seen || one_number(store, sql) != 0;
	return *seen;
}

bool
store_is_settled(const struct store *store)
{
	/* Others may have settled it. */
	struct store *seen = (struct store *)store;

	seen->settled = seen->settled || seen->complete;
	return is_marked(seen, "SELECT value FROM meta WHERE name = 'settled'", &seen->settled);
}

bool
store_is_complete(const struct store *store)
{
	struct store *seen = (struct store *)store;

	return is_marked(seen, "SELECT value FROM meta WHERE name = 'complete'", &seen->complete);
}

/* --- building it --- */

bool
store_claim(struct store *store)
{
	struct store_location *location = store->location;

	if (store->claimed || store->claim >= 0)
		return true;
	if (store->path != NULL) {
		store->claim = store_files_claim(location);
		return store->claim >= 0;
	}
	g_mutex_lock(&location->lock);
	store->claimed = !location->memory_claimed;
	location->memory_claimed = true;
	g_mutex_unlock(&location->lock);
	return store->claimed;
}

static bool
sync_file(struct store *store, GError **error)
{
	sqlite3_file *file = NULL;

	if (!store_run(store, "PRAGMA wal_checkpoint(TRUNCATE)", error))
		return false;
	/* What an earlier checkpoint wrote without waiting for the disk has no log left that would
	 * have to be synced with it. */
	sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	if (file != NULL && file->pMethods != NULL &&
		file->pMethods->xSync(file, SQLITE_SYNC_NORMAL) != SQLITE_OK) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_FAILED, "%s: cannot be written: %s",
			store->path, g_strerror(errno));
		return false;
	}
	store_files_sync_folder(store->location);
	return true;
}

bool
store_gather(struct store *store, bool much, GError **error)
{
	static const char *const little[] = {
		"INSERT INTO text (text, rank) VALUES ('automerge', 4)",
		"INSERT INTO text (text, rank) VALUES ('hashsize', 1048576)",
	};
	static const char *const most[] = {
		"INSERT INTO text (text, rank) VALUES ('automerge', 16)",
		"INSERT INTO text (text, rank) VALUES ('hashsize', 16777216)",
	};
	const char *const *sql = much ? most : little;

	return store_run(store, sql[0], error) && store_run(store, sql[1], error);
}

void
store_build(struct store *store)
{
	/* Without it, it takes longer. */
	if (store_begin(store, STORE_WAIT, NULL) &&
		!(store_gather(store, true, NULL) && store_commit(store, NULL)))
		store_rollback(store);
}

/* Writes down that a build came to its end, on the disk. */
static bool
mark(struct store *store, bool complete, GError **error)
{
	return store_run(store, "PRAGMA synchronous = FULL", error) &&
	       store_begin(store, STORE_WAIT, error) && store_gather(store, false, error) &&
	       store_set_meta(store, "settled", "1", error) &&
	       (!complete || store_set_meta(store, "complete", "1", error)) &&
	       store_commit(store, error) &&
	       store_run(store, "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 1000",
		       error);
}

static bool
end_build(struct store *store, bool complete, GError **error)
{
	if (store->path != NULL && !sync_file(store, error))
		return false;
	if (!mark(store, complete, error)) {
		store_rollback(store);
		return false;
	}
	store->settled = true;
	store->complete = store->complete || complete;
	return true;
}

bool
store_settle(struct store *store, GError **error)
{
	return store_is_settled(store) || end_build(store, false, error);
}

bool
store_complete(struct store *store, GError **error)
{
	struct store_location *location = store->location;

	if (store_is_complete(store))
		return true;
	if (!end_build(store, true, error))
		return false;
	if (store->path != NULL) {
		int lock = store_files_lock(location);

		store_files_remove_before(location, store->generation);
		store_files_unlock(lock);
		return true;
	}
	g_mutex_lock(&location->lock);
	location->memory_complete = MAX(location->memory_complete, store->generation);
	g_mutex_unlock(&location->lock);
	return true;
}

uint32_t
store_last_id(struct store *store)
{
	return (uint32_t)one_number(store,
		"SELECT max(seq) FROM sqlite_sequence WHERE name = 'documents'");
}

bool
store_worn(struct store *store)
{
	int64_t given = store_last_id(store);
	int64_t first = one_number(store, "SELECT value FROM meta WHERE name = 'first'");
	int64_t there = store_count(store);
	int64_t gone = given - first - there;

	enum { FEW = 1000 }; /* not worth a build */

	return store->broken || (gone > FEW && gone > there / 9);
}

/* A statement that gives each step of its work as a change, itself as one too: whether it worked. */
static bool
works(struct store *store, const char *sql, bool *more)
{
	int64_t before = sqlite3_total_changes64(store->db);

	if (!store_run(store, sql, NULL))
		return false;
	*more = *more || sqlite3_total_changes64(store->db) - before > 1;
	return true;
}

/* Merges for some milliseconds. Of one small change after the other only those of like size are merged;
 * as one piece the index is made where it was built, or grew much since. */
static bool
merge(struct store *store, bool *more)
{
	bool whole = one_number(store,
		"SELECT seq > (SELECT coalesce(max(value), 0) FROM meta WHERE name = 'merged')"
		" * 1.1 FROM sqlite_sequence WHERE name = 'documents'");

	if (!whole)
		return works(store, "INSERT INTO text (text, rank) VALUES ('merge', 400)", more) &&
		       works(store, "INSERT INTO names (names, rank) VALUES ('merge', 400)", more);
	if (!works(store, "INSERT INTO text (text, rank) VALUES ('merge', -400)", more) ||
		!works(store, "INSERT INTO names (names, rank) VALUES ('merge', -400)", more))
		return false;
	if (*more)
		return true;
	*more = true;
	return store_run(store,
		"INSERT OR REPLACE INTO meta (name, value)"
		" SELECT 'merged', seq FROM sqlite_sequence WHERE name = 'documents'",
		NULL);
}

/* Gives some of the room back that merging and removing left over, but for a little that is soon
 * used again. */
static bool
shrink(struct store *store, bool *more)
{
	int64_t left = one_number(store, "PRAGMA freelist_count");

	if (store->path == NULL || left <= ROOM_LEFT)
		return true;
	if (!store_run(store, "PRAGMA incremental_vacuum(" G_STRINGIFY(ROOM_STEP) ")", NULL))
		return false;
	*more = one_number(store, "PRAGMA freelist_count") < left;
	return true;
}

/* One of these in a transaction of its own. Whether there is more. */
static bool
step(struct store *store, bool (*work)(struct store *store, bool *more))
{
	bool more = false;

	if (!store_begin(store, 0, NULL))
		return false;
	if (work(store, &more) && store_commit(store, NULL))
		return more;
	store_rollback(store);
	return false;
}

bool
store_tidy(struct store *store)
{
	if (!store_is_settled(store) || store->broken || cancel_is_set(store->cancel))
		return false;
	if (step(store, merge) || step(store, shrink))
		return true;
	if (store->path != NULL) {
		store->wait = 0;
		store_run(store, "PRAGMA wal_checkpoint(TRUNCATE)", NULL);
		store->wait = STORE_WAIT;
	}
	return false;
}
