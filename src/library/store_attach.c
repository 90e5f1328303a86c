/*
 * One connection to one file. The file is known by the application's id and the version of its schema in the
 * header, and by `meta`: `reading` (STORE_READING), `boot` (the run of the machine in which it was
 * begun), `settled` and `complete` (1 once it is), `extensions`, `owners` (store_moved.c), `first` (the id after which its own
 * begin), `merged` (the last id when the index was last made one piece). It is marked first of all,
 * so that one that was begun and left is known as such.
 */
#include "config.h"

#include "library/store_private.h"

#include <string.h>
#include <sys/stat.h>

#include "library/linked.h"
#include "library/shared_disk.h"
#include "library/store_files.h"
#include "library/store_memory.h"
#include "library/store_migrations.h"

#define APPLICATION_ID 0x4c454354 /* "LECT" */
#define WAIT_MICROSECONDS 1000
#define LONGEST_WAIT_MICROSECONDS 20000
#define STEPS_BETWEEN_LOOKS 2000

/* --- meta --- */

char *
store_meta(struct store *store, const char *name)
{
	sqlite3_stmt *statement =
		store_statement(store, "SELECT value FROM meta WHERE name = ?", NULL);
	char *value = NULL;

	if (statement == NULL)
		return NULL;
	sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
	int code = sqlite3_step(statement);

	if (code == SQLITE_ROW)
		value = g_strdup((const char *)sqlite3_column_text(statement, 0));
	else if (code != SQLITE_DONE)
		store_failed(store, "cannot be read", NULL);
	sqlite3_reset(statement);
	return value;
}

bool
store_set_meta(struct store *store, const char *name, const char *value, GError **error)
{
	sqlite3_stmt *statement = store_statement(store,
		"INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", error);

	if (statement == NULL)
		return false;
	sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, value, -1, SQLITE_TRANSIENT);
	return store_step(store, statement, "cannot be written", error);
}

static char *
boot_id(void)
{
	char *id = NULL;

	if (!g_file_get_contents("/proc/sys/kernel/random/boot_id", &id, NULL, NULL))
		return g_strdup("");
	return g_strstrip(id);
}

/* --- the connection --- */

static int
on_busy(void *data, int count)
{
	struct store *store = data;
	int64_t now = g_get_monotonic_time();

	if (count == 0)
		store->waiting = now;
	if (cancel_is_set(store->cancel) ||
		now - store->waiting >= (int64_t)store->wait * G_TIME_SPAN_MILLISECOND)
		return 0;
	g_usleep(MIN((gulong)WAIT_MICROSECONDS << MIN(count, 10),
		(gulong)LONGEST_WAIT_MICROSECONDS));
	return 1;
}

static int
on_progress(void *data)
{
	const struct store *store = data;

	return cancel_is_set(store->cancel);
}

void
store_adopt(struct store *store)
{
	sqlite3_busy_handler(store->db, on_busy, store);
	sqlite3_progress_handler(store->db, STEPS_BETWEEN_LOOKS, on_progress, store);
}

static gpointer
configure_library(gpointer data)
{
	/* Counting each allocation takes a lock that all connections share. Where SQLite runs
	 * already, it is as it is. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_initialize();
	return data;
}

static bool
open_connection(struct store *store)
{
	static GOnce configured = G_ONCE_INIT;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
	const char *vfs = NULL;
	g_autofree char *name = NULL;

	g_once(&configured, configure_library, NULL);
	if (store->path == NULL) {
		vfs = store_memory_vfs();
		name = g_strdup_printf("file:/lectern-%p-%u", (void *)store->location,
			store->generation);
		flags |= SQLITE_OPEN_CREATE | SQLITE_OPEN_URI;
	} else {
		name = g_strdup(store->path);
		flags |= SQLITE_OPEN_NOFOLLOW;
	}
	return sqlite3_open_v2(name, &store->db, flags, vfs) == SQLITE_OK;
}

/* What holds for every connection, and takes no look at the file. */
static bool
configure(struct store *store, GError **error)
{
	static const char pragmas[] = "PRAGMA page_size = 8192;"
				      "PRAGMA temp_store = MEMORY;"
				      "PRAGMA trusted_schema = OFF;"
				      "PRAGMA cell_size_check = ON;"
				      "PRAGMA cache_size = -16384;"
				      "PRAGMA secure_delete = OFF;";
	sqlite3_int64 limit = (sqlite3_int64)1 << 40;

	sqlite3_extended_result_codes(store->db, 1);
	store_adopt(store);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	if (store->path == NULL)
		sqlite3_file_control(store->db, "main", SQLITE_FCNTL_SIZE_LIMIT, &limit);
	return store_tokens_register(store->db, error) &&
	       sqlite3_exec(store->db, pragmas, NULL, NULL, NULL) == SQLITE_OK &&
	       (store->path != NULL || sqlite3_exec(store->db, "PRAGMA cache_spill = OFF", NULL,
					       NULL, NULL) == SQLITE_OK);
}

/* --- what a file is --- */

static bool
pragma(sqlite3 *db, const char *sql, int64_t *value)
{
	sqlite3_stmt *statement;
	bool read;

	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
		return false;
	read = sqlite3_step(statement) == SQLITE_ROW;
	if (read)
		*value = sqlite3_column_int64(statement, 0);
	return sqlite3_finalize(statement) == SQLITE_OK && read;
}

static enum store_opened
refused(int code)
{
	code &= 0xff;
	return code == SQLITE_CORRUPT || code == SQLITE_NOTADB ? STORE_DAMAGED : STORE_REFUSED;
}

/* Looks at a file that holds something: whether it is a store of this version. */
static enum store_opened
examine(struct store *store)
{
	g_autofree char *reading = store_meta(store, "reading");
	g_autofree char *boot = store_meta(store, "boot");
	g_autofree char *now = boot_id();

	if (store->broken)
		return STORE_DAMAGED;
	if (reading == NULL)
		return STORE_TORN;
	if (strcmp(reading, G_STRINGIFY(STORE_READING)) != 0)
		return STORE_OTHER;
	if (!store_is_complete(store) && !store_is_settled(store) && store->path != NULL &&
		g_strcmp0(boot, now) != 0)
		return STORE_TORN;
	return store->broken ? STORE_DAMAGED : STORE_OPENED;
}

static bool
fill_meta(struct store *store, uint32_t first, GError **error)
{
	g_autofree char *boot = boot_id();
	g_autofree char *owners = store_owners(store->location);
	g_autofree char *after = g_strdup_printf("%u", first);
	g_autofree char *sequence = g_strdup_printf("INSERT INTO sqlite_sequence (name, seq)"
						    " VALUES ('documents', %u)",
		first);

	return store_begin(store, STORE_WAIT, error) &&
	       store_set_meta(store, "reading", G_STRINGIFY(STORE_READING), error) &&
	       store_set_meta(store, "boot", boot, error) &&
	       store_set_meta(store, "settled", "0", error) &&
	       store_set_meta(store, "complete", "0", error) &&
	       store_set_meta(store, "extensions", store->location->extensions, error) &&
	       store_set_meta(store, "owners", owners, error) &&
	       store_set_meta(store, "first", after, error) && store_run(store, sequence, error) &&
	       store_gather(store, true, error) && store_commit(store, error);
}

/* Makes an empty file a store. The lock on the folder is held. */
static bool
fill(struct store *store, uint32_t first, GError **error)
{
	g_autofree char *mark = g_strdup_printf("PRAGMA application_id = %d", APPLICATION_ID);
	g_autoptr(GError) local = NULL;
	/* A log beside the file needs memory that all processes share. */
	const char *mode = store->path == NULL                    ? "PRAGMA journal_mode = MEMORY"
			   : shared_disk(store->location->folder) ? "PRAGMA journal_mode = TRUNCATE"
								  : "PRAGMA journal_mode = WAL";

	if (!store_run(store, "PRAGMA synchronous = OFF; PRAGMA auto_vacuum = INCREMENTAL",
		    error) ||
		!store_run(store, mark, error) || !store_run(store, mode, error))
		return false;
	if (migrations_apply(store->db, store_migrations, &local) != MIGRATED)
		return store_failed_as(store, local->code, "cannot be made", error);
	if (!fill_meta(store, first, error)) {
		store_rollback(store);
		return false;
	}
	return true;
}

/* The suffixes that are read are others than before: what was last seen of a folder counts no
 * more. */
static void
take_extensions(struct store *store)
{
	g_autofree char *extensions = store_meta(store, "extensions");

	if (extensions == NULL || strcmp(extensions, store->location->extensions) == 0 ||
		!store_begin(store, STORE_WAIT, NULL))
		return;
	if (!store_run(store, "UPDATE folders SET signature = 0", NULL) ||
		!store_set_meta(store, "extensions", store->location->extensions, NULL) ||
		!store_commit(store, NULL))
		store_rollback(store);
}

static enum store_opened
look(struct store *store, bool make, uint32_t first, GError **error)
{
	int64_t pages = 0, application = 0, version = 0;
	g_autoptr(GError) local = NULL;

	if (!pragma(store->db, "PRAGMA page_count", &pages) ||
		!pragma(store->db, "PRAGMA application_id", &application) ||
		!pragma(store->db, "PRAGMA user_version", &version))
		return refused(sqlite3_errcode(store->db));
	if (pages == 0 && !make)
		return STORE_ABSENT;
	if (pages == 0)
		return fill(store, first, error) ? STORE_OPENED : STORE_REFUSED;
	if (application != APPLICATION_ID)
		return STORE_OTHER;
	if (version == 0)
		return STORE_TORN;
	switch (migrations_apply(store->db, store_migrations, &local)) {
	case MIGRATED_NEWER:
		return STORE_OTHER;
	case MIGRATED_FAILED:
		store_failed_as(store, local->code, "cannot be brought up to date", error);
		return refused(local->code);
	case MIGRATED:
		break;
	}
	return examine(store);
}

static void
finalize(void *statement)
{
	sqlite3_finalize(statement);
}

static bool
note_file(struct store *store)
{
	struct stat status;

	if (store->path == NULL)
		return true;
	if (stat(store->path, &status) != 0)
		return false;
	store->device = (uint64_t)status.st_dev;
	store->inode = (uint64_t)status.st_ino;
	return true;
}

enum store_opened
store_attach_path(struct store *store, char *path, uint32_t generation, bool make, uint32_t first,
	GError **error)
{
	enum store_opened opened = STORE_REFUSED;

	store->generation = generation;
	store->connection = atomic_fetch_add(&store->location->connections, 1) + 1;
	store->path = path;
	store->statements = g_hash_table_new_full(NULL, NULL, NULL, finalize);
	store->wait = STORE_WAIT;
	store->broken = store->complete = store->settled = false;
	if (!note_file(store))
		opened = STORE_ABSENT;
	else if (open_connection(store) && configure(store, error))
		opened = look(store, make, first, error);
	else if (store->db != NULL)
		opened = refused(sqlite3_errcode(store->db));
	if (opened == STORE_OPENED &&
		!store_run(store,
			store->settled
				? "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 1000"
				: "PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 4000",
			error))
		opened = STORE_REFUSED;
	if (opened != STORE_OPENED && error != NULL && *error == NULL && store->db != NULL)
		store_failed(store, "cannot be opened", error);
	if (opened != STORE_OPENED)
		store_detach(store);
	else
		take_extensions(store);
	return opened;
}

enum store_opened
store_attach(struct store *store, uint32_t generation, bool make, uint32_t first, GError **error)
{
	char *path = store_location_in_memory(store->location)
			     ? NULL
			     : store_files_path(store->location, generation);

	return store_attach_path(store, path, generation, make, first, error);
}

void
store_detach(struct store *store)
{
	linked_free(store->linked);
	store->linked = NULL;
	g_clear_pointer(&store->frequencies, g_hash_table_destroy);
	idset_free(store->alive);
	store->alive = NULL;
	if (store->newest != NULL)
		g_array_free(store->newest, TRUE);
	store->newest = NULL;
	store_writer_free(store->writer);
	store->writer = NULL;
	if (store->statements != NULL)
		g_hash_table_destroy(store->statements);
	store->statements = NULL;
	/* With its statements gone nothing keeps it. */
	sqlite3_close(store->db);
	store->db = NULL;
	g_free(store->path);
	store->path = NULL;
}
