/*
 * A library that was moved: its roots are the same folders (device and inode) under other paths, and
 * the paths that its store knows are gone. The files' states are still right, but for the paths.
 */
#include "config.h"

#include "library/store_private.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <stdio.h>

#include "library/shared_disk.h"
#include "library/store_files.h"

#define LIBRARIES 256 /* stores that are looked at */

/* A root: what it is, and its path. */
struct root {
	char *identity, *path;
};

static void
root_free(void *p)
{
	struct root *root = p;

	g_free(root->identity);
	g_free(root->path);
	g_free(root);
}

static gint
compare_roots(gconstpointer a, gconstpointer b)
{
	const struct root *x = *(struct root *const *)a, *y = *(struct root *const *)b;

	return strcmp(x->identity, y->identity);
}

static char *
identity_of(const char *path)
{
	struct stat status;

	if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
		return NULL;
	return g_strdup_printf("%llu:%llu", (unsigned long long)status.st_dev,
		(unsigned long long)status.st_ino);
}

/* A line each: "device:inode path", the path escaped; identity "-" where it is no folder. */
char *
store_owners(const struct store_location *location)
{
	g_autoptr(GString) owners = g_string_new(NULL);

	for (char **path = location->owners; *path != NULL; path++) {
		g_autofree char *identity = identity_of(*path);
		g_autofree char *escaped = g_strescape(*path, NULL);

		g_string_append_printf(owners, "%s %s\n", identity != NULL ? identity : "-",
			escaped);
	}
	return g_strdup(owners->str);
}

/* What store_owners() wrote, by identity. */
static GPtrArray *
read_owners(const char *owners)
{
	GPtrArray *roots = g_ptr_array_new_with_free_func(root_free);
	g_auto(GStrv) lines = g_strsplit(owners, "\n", -1);

	for (char **line = lines; *line != NULL; line++) {
		char *space = strchr(*line, ' ');

		if (space == NULL)
			continue;
		struct root *root = g_new(struct root, 1);

		root->identity = g_strndup(*line, (gsize)(space - *line));
		root->path = g_strcompress(space + 1);
		g_ptr_array_add(roots, root);
	}
	g_ptr_array_sort(roots, compare_roots);
	return roots;
}

/* Whether the old roots are the new ones and stand where they stood no more. */
static bool
were_moved(const GPtrArray *old, const GPtrArray *new)
{
	bool other = false;

	if (old->len != new->len || new->len == 0)
		return false;
	for (guint i = 0; i < new->len; i++) {
		const struct root *from = old->pdata[i], *to = new->pdata[i];

		if (*from->identity == '-' || strcmp(from->identity, to->identity) != 0)
			return false;
		if (strcmp(from->path, to->path) == 0)
			continue;
		g_autofree char *there = identity_of(from->path);

		if (g_strcmp0(there, from->identity) == 0)
			return false;
		other = true;
	}
	return other;
}

/* --- the paths in it --- */

/* Puts `to` for `from` in a column of paths. */
static bool
rewrite(struct store *store, const char *sql, const struct root *from, const struct root *to)
{
	sqlite3_stmt *statement = store_statement(store, sql, NULL);
	size_t length = strlen(from->path);

	if (statement == NULL)
		return false;
	sqlite3_bind_blob(statement, 1, to->path, (int)strlen(to->path), SQLITE_STATIC);
	sqlite3_bind_blob(statement, 2, from->path, (int)length, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 3, (sqlite3_int64)length);
	return store_step(store, statement, "cannot be changed", NULL);
}

/* Bytes are compared, not characters: a path need not be UTF-8. What is moved gets a mark before it, so
 * that a root that stands where another stood is not moved twice. */
static bool
rewrite_all(struct store *store, const GPtrArray *old, const GPtrArray *new)
{
	static const char *const moves[] = {
		"UPDATE folders SET path = CAST(x'00' || ?1 || substr(CAST(path AS BLOB), ?3 + 1)"
		" AS TEXT) WHERE CAST(path AS BLOB) = ?2"
		" OR substr(CAST(path AS BLOB), 1, ?3 + 1) = CAST(?2 || x'2f' AS BLOB)",
		"UPDATE documents SET real = CAST(x'00' || ?1 || substr(CAST(real AS BLOB), ?3 + 1)"
		" AS TEXT) WHERE real IS NOT NULL"
		" AND substr(CAST(real AS BLOB), 1, ?3 + 1) = CAST(?2 || x'2f' AS BLOB)",
	};
	static const char *const marks[] = {
		"UPDATE folders SET path = CAST(substr(CAST(path AS BLOB), 2) AS TEXT)"
		" WHERE substr(CAST(path AS BLOB), 1, 1) = x'00'",
		"UPDATE documents SET real = CAST(substr(CAST(real AS BLOB), 2) AS TEXT)"
		" WHERE real IS NOT NULL AND substr(CAST(real AS BLOB), 1, 1) = x'00'",
	};

	for (guint i = 0; i < new->len; i++) {
		for (size_t k = 0; k < G_N_ELEMENTS(moves); k++) {
			if (!rewrite(store, moves[k], old->pdata[i], new->pdata[i]))
				return false;
		}
	}
	return store_run(store, marks[0], NULL) && store_run(store, marks[1], NULL);
}

static bool
change_paths(struct store *store, const GPtrArray *old, const GPtrArray *new)
{
	g_autofree char *owners = store_owners(store->location);

	if (!store_begin(store, STORE_WAIT, NULL))
		return false;
	if (rewrite_all(store, old, new) && store_set_meta(store, "owners", owners, NULL) &&
		store_commit(store, NULL))
		return true;
	store_rollback(store);
	return false;
}

/* --- taking it over --- */

/* Folds the log into the file, which nobody else may have open then, so that it can be renamed
 * alone; its paths are changed first. */
static bool
make_ready(struct store *store, const GPtrArray *new)
{
	g_autofree char *owners = store_meta(store, "owners");
	g_autoptr(GPtrArray) old = owners != NULL ? read_owners(owners) : NULL;

	if (old == NULL || !were_moved(old, new))
		return false;
	store->wait = 0;
	if (!store_run(store, "PRAGMA journal_mode = DELETE", NULL))
		return false;
	store->wait = STORE_WAIT;
	if (!change_paths(store, old, new))
		return false;
	const struct root *from = old->pdata[0], *to = new->pdata[0];

	store_location_say(store->location,
		"the library was moved from %s to %s: its index moved with it", from->path,
		to->path);
	return shared_disk(store->location->folder) ||
	       store_run(store, "PRAGMA journal_mode = WAL", NULL);
}

/* Looks at one file in the folder. */
static bool
take(struct store_location *location, const char *name, const GPtrArray *new)
{
	const char *dot = strchr(name, '.');
	struct store store = { .location = location, .claim = -1 };
	char *end;

	if (dot == NULL || !g_str_has_suffix(name, ".db"))
		return false;
	guint64 generation = g_ascii_strtoull(dot + 1, &end, 10);

	if (strcmp(end, ".db") != 0 || generation == 0 || generation >= UINT32_MAX)
		return false;
	g_autofree char *from = g_build_filename(location->folder, name, NULL);
	g_autofree char *to = store_files_path(location, 1);

	if (store_attach_path(&store, g_strdup(from), 1, false, 0, NULL) != STORE_OPENED)
		return false;
	bool ready = store.complete && make_ready(&store, new);

	store_detach(&store);
	return ready && rename(from, to) == 0;
}

bool
store_take_over(struct store_location *location)
{
	g_autofree char *owners = store_owners(location);
	g_autoptr(GPtrArray) new = read_owners(owners);
	DIR *folder = opendir(location->folder);
	struct dirent *entry;
	unsigned looked = 0;
	bool taken = false;

	while (folder != NULL && !taken && looked < LIBRARIES &&
		(entry = readdir(folder)) != NULL) {
		looked += g_str_has_suffix(entry->d_name, ".db");
		taken = take(location, entry->d_name, new);
	}
	if (folder != NULL)
		closedir(folder);
	return taken;
}
