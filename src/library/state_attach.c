/*
 * Opening the file of the state: made where there is none, brought to the shape of this version,
 * and moved aside where it is damaged.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "library/migrations.h"
#include "library/shared_disk.h"
#include "library/state_private.h"

/* `lSta`: tells this file from those of other programs. */
#define APPLICATION "0x6c537461"

/* Milliseconds that a change waits for another process; and the opening, which may meet one that
 * makes the file. */
#define BUSY_WRITE 250
#define BUSY_OPEN 2000

static const struct migration migrations[] = {
	{ .name = "documents with their marks and positions, and lines typed",
		.sql = "PRAGMA application_id = " APPLICATION ";"
		       "CREATE TABLE documents ("
		       " id INTEGER PRIMARY KEY AUTOINCREMENT,"
		       " path BLOB NOT NULL UNIQUE,"
		       " hash BLOB,"
		       " read INTEGER NOT NULL DEFAULT 0,"
		       " starred INTEGER NOT NULL DEFAULT 0,"
		       " opened INTEGER NOT NULL DEFAULT 0,"
		       " visit INTEGER NOT NULL DEFAULT 0,"
		       " title_side INTEGER NOT NULL DEFAULT 0,"
		       " position INTEGER NOT NULL DEFAULT 0,"
		       " around BLOB NOT NULL DEFAULT x'',"
		       " change INTEGER NOT NULL);"
		       "CREATE INDEX documents_change ON documents (change);"
		       "CREATE TABLE changes (last INTEGER NOT NULL);"
		       "INSERT INTO changes VALUES (0);"
		       "CREATE TABLE lines ("
		       " id INTEGER PRIMARY KEY AUTOINCREMENT,"
		       " prompt TEXT NOT NULL, line TEXT NOT NULL,"
		       " UNIQUE (prompt, line));" },
	/* Marks are the places of session 0. */
	{ .name = "places: histories and marks",
		.sql = "CREATE TABLE sessions ("
		       " id INTEGER PRIMARY KEY AUTOINCREMENT,"
		       " library BLOB NOT NULL,"
		       " at INTEGER NOT NULL,"
		       " change INTEGER NOT NULL);"
		       "CREATE TABLE places ("
		       " session INTEGER NOT NULL, slot INTEGER NOT NULL,"
		       " document INTEGER,"
		       " reading INTEGER NOT NULL, around_reading BLOB NOT NULL,"
		       " top INTEGER NOT NULL, around_top BLOB NOT NULL,"
		       " above INTEGER NOT NULL, scrolled INTEGER NOT NULL,"
		       " link INTEGER NOT NULL, stamp INTEGER NOT NULL,"
		       " jumped INTEGER NOT NULL,"
		       " pane INTEGER NOT NULL, view INTEGER NOT NULL,"
		       " filter BLOB NOT NULL, title BLOB NOT NULL, section BLOB NOT NULL,"
		       " line INTEGER NOT NULL, time INTEGER NOT NULL,"
		       " PRIMARY KEY (session, slot)) WITHOUT ROWID;" },
	{ 0 },
};

/* What became of opening a file. */
enum attached { ATTACHED, ATTACHED_DAMAGED, ATTACHED_NEWER, ATTACHED_FAILED };

/* Makes folder and file where there are none, open to nobody else. The file is never opened here
 * where it is there: closing it would let go of the locks that this process has on it. */
static bool
make_file(struct state *state, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(state->path);
	struct stat st;
	int made = g_mkdir_with_parents(folder, 0700);
	int fd = made == 0 ? open(state->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
	if (fd >= 0)
		close(fd);
	if (stat(state->path, &st) != 0) {
		int why = fd < 0 && made == 0 ? errno : ENOENT;
		g_set_error(error, G_FILE_ERROR, 0, "%s",
			made != 0 ? "its folder cannot be made" : g_strerror(why));
		return false;
	}
	if (!S_ISREG(st.st_mode)) {
		g_set_error_literal(error, G_FILE_ERROR, 0, "it is not a file");
		return false;
	}
	if ((st.st_mode & 077) != 0)
		(void)!chmod(state->path, 0600);
	state->device = st.st_dev;
	state->inode = st.st_ino;
	return true;
}

static void
set_journal(struct state *state, bool shared)
{
	/* With a log state_sync() waits for the disk, else each change does. */
	sqlite3_exec(state->db,
		shared ? "PRAGMA journal_mode = WAL"
		       : "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL",
		NULL, NULL, NULL);
}

static int
open_database(struct state *state, bool unchanging)
{
	g_autofree char *uri = g_filename_to_uri(state->path, NULL, NULL);
	g_autofree char *name = NULL;
	int flags = SQLITE_OPEN_NOMUTEX;
	if (unchanging && uri != NULL) {
		name = g_strconcat(uri, "?immutable=1", NULL);
		flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
	} else {
		name = g_strdup(state->path);
		flags |= SQLITE_OPEN_READWRITE;
	}
	int code = sqlite3_open_v2(name, &state->db, flags, NULL);
	if (code != SQLITE_OK)
		return code;
	sqlite3_busy_timeout(state->db, BUSY_OPEN);
	/* The log goes into the file seldom: that waits for the disk. */
	return sqlite3_exec(state->db,
		"PRAGMA trusted_schema = OFF; PRAGMA synchronous = NORMAL;"
		" PRAGMA journal_size_limit = 1048576; PRAGMA wal_autocheckpoint = 4000",
		NULL, NULL, NULL);
}

/* Whether it is empty or a state: what it is and what it holds are asked at one moment. */
static int
look_at(struct state *state, bool *ours)
{
	static const char sql[] = "SELECT (SELECT application_id FROM pragma_application_id) ="
				  " " APPLICATION " OR NOT EXISTS (SELECT 1 FROM sqlite_schema)";
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(state->db, sql, -1, &s, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(s);
	*ours = code == SQLITE_ROW && sqlite3_column_int(s, 0) != 0;
	sqlite3_finalize(s);
	return code == SQLITE_ROW ? SQLITE_OK : code;
}

static enum attached
failed_with(struct state *state, int code, GError **error)
{
	if (error != NULL && *error == NULL)
		g_set_error(error, G_FILE_ERROR, 0, "%s",
			state->db != NULL ? sqlite3_errmsg(state->db) : sqlite3_errstr(code));
	return state_is_damage(code) ? ATTACHED_DAMAGED : ATTACHED_FAILED;
}

/* Whether it can be written now, tried without changing anything. */
static int
try_write(struct state *state)
{
	int code = state_run(state, SQL_BEGIN, NULL);
	if (code == SQLITE_OK)
		code = state_run(state, SQL_ROLLBACK, NULL);
	return (code & 0xff) == SQLITE_BUSY ? SQLITE_OK : code;
}

/* Makes its shape what this version wants, and takes in what it holds. */
static enum attached
load(struct state *state, GError **error)
{
	bool ours, anything = false;
	int code = look_at(state, &ours);
	if (code != SQLITE_OK)
		return failed_with(state, code, error);
	if (!ours)
		return ATTACHED_DAMAGED;
	if (!sqlite3_db_readonly(state->db, "main"))
		set_journal(state, !shared_disk(state->path));
	enum migrated migrated = migrations_apply(state->db, migrations, error);
	if (migrated == MIGRATED_FAILED)
		return failed_with(state, (*error)->code, error);
	code = state_take_in(state, &anything);
	if (migrated == MIGRATED_NEWER)
		return ATTACHED_NEWER;
	if (code != SQLITE_OK) {
		failed_with(state, code, error);
		/* A table or column that its version should have is not there. */
		return code == SQLITE_ERROR || state_is_damage(code) ? ATTACHED_DAMAGED
								     : ATTACHED_FAILED;
	}
	code = try_write(state);
	if (code != SQLITE_OK && !state_is_damage(code)) {
		set_journal(state, false);
		code = try_write(state);
	}
	return code == SQLITE_OK ? ATTACHED : failed_with(state, code, error);
}

static enum attached
attach_once(struct state *state, GError **error)
{
	if (!make_file(state, error))
		return ATTACHED_FAILED;
	int code = open_database(state, false);
	enum attached attached =
		code != SQLITE_OK ? failed_with(state, code, error) : load(state, error);
	if (attached == ATTACHED_FAILED && g_hash_table_size(state->rows) == 0) {
		/* In a folder that cannot be written there is no log: what the file itself
		 * holds. */
		bool anything = false;
		state_detach(state);
		if (open_database(state, true) == SQLITE_OK)
			state_take_in(state, &anything);
	}
	if (attached == ATTACHED)
		sqlite3_busy_timeout(state->db, BUSY_WRITE);
	else
		state_detach(state);
	return attached;
}

bool
state_attach_reading(struct state *state)
{
	if (state->db != NULL)
		return true;
	if (open_database(state, true) == SQLITE_OK)
		return true;
	state_detach(state);
	return false;
}

/* Moves a damaged file aside; the path it has now, NULL where somebody else did, or with error. The
 * folder is locked meanwhile: of two who find the damage one moves the file. */
static char *
set_aside(const struct state *state, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(state->path);
	g_autofree char *aside = NULL;
	struct stat st;
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		flock(fd, LOCK_EX);
	if (stat(state->path, &st) == 0 && st.st_dev == state->device &&
		st.st_ino == state->inode) {
		unsigned n = 1;
		do {
			g_free(aside);
			aside = g_strdup_printf("%s.broken-%u", state->path, n++);
		} while (g_file_test(aside, G_FILE_TEST_EXISTS));
		if (rename(state->path, aside) != 0) {
			g_set_error(error, G_FILE_ERROR, 0, "%s", g_strerror(errno));
			g_clear_pointer(&aside, g_free);
		} else {
			g_autofree char *log = g_strconcat(state->path, "-wal", NULL);
			g_autofree char *log_aside = g_strconcat(aside, "-wal", NULL);
			g_autofree char *shared = g_strconcat(state->path, "-shm", NULL);
			rename(log, log_aside);
			unlink(shared);
		}
	}
	if (fd >= 0)
		close(fd);
	return g_steal_pointer(&aside);
}

/* What is in memory is of no file any more: all of it is to be written, or what this process
 * changed, and the rest is forgotten. */
static void
forget_file(struct state *state, bool all)
{
	GHashTableIter iter;
	void *value;
	g_hash_table_remove_all(state->ids);
	state->seen = 0;
	g_hash_table_iter_init(&iter, state->rows);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		struct kept *kept = value;
		unsigned parts = all || (kept->changed & STATE_PATH) ? STATE_VALUES : kept->changed;
		kept->id = 0;
		if (kept->unwritten != 0)
			g_ptr_array_remove_fast(state->unwritten, kept);
		kept->unwritten = 0;
		if (parts == 0)
			g_hash_table_iter_remove(&iter);
		else
			state_changed(state, kept, parts);
	}
	state_places_forget_file(state, all);
}

/* The file is damaged: it is moved aside, with a word. False where it cannot be. */
static bool
give_up_file(struct state *state)
{
	g_autoptr(GError) error = NULL;
	forget_file(state, true);
	g_autofree char *aside = set_aside(state, &error);
	if (aside != NULL)
		state_say(state, false,
			"%s was damaged: it is kept as %s, and what is marked begins anew with %u "
			"documents",
			state->path, aside, g_hash_table_size(state->rows));
	return error == NULL;
}

void
state_attach(struct state *state)
{
	/* Twice damaged may be a file that somebody else has just begun. */
	for (int i = 0; i < 3; i++) {
		g_autoptr(GError) error = NULL;
		switch (attach_once(state, &error)) {
		case ATTACHED:
			if (state->unwritten->len > 0 || state_places_unwritten(state))
				state_check_written(state, state_write_all(state));
			return;
		case ATTACHED_NEWER:
			state_say(state, false,
				"%s is of a newer lectern: what is marked now will not be kept",
				state->path);
			return;
		case ATTACHED_FAILED:
			state_say(state, false, "what is marked now will not be kept: %s: %s",
				state->path, error->message);
			return;
		case ATTACHED_DAMAGED:
			break;
		}
		if (!give_up_file(state))
			break;
	}
	state_say(state, false, "what is marked now will not be kept: %s is damaged", state->path);
}

bool
state_is_replaced(const struct state *state)
{
	struct stat st;
	return stat(state->path, &st) != 0 || st.st_dev != state->device ||
	       st.st_ino != state->inode;
}

void
state_attach_again(struct state *state, bool damaged)
{
	state_detach(state);
	if (damaged)
		give_up_file(state);
	else
		forget_file(state, false);
	state_attach(state);
}
