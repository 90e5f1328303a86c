#include "config.h"

#include "library/watch.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/path.h"

#define FOLDER_EVENTS                                                                              \
	(IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ATTRIB |        \
		IN_MODIFY | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK)

#define IGNORE_NAME ".lecternignore"

/* Events read at a time. */
#define BUFFER 65536

struct watch {
	gatomicrefcount references;
	int fd;
	GMutex lock;         /* of what follows: folders are added while others are read */
	GHashTable *paths;   /* number of a watch to its folder's path, owned */
	GHashTable *numbers; /* that path to the number */
};

struct watch *
watch_new(GError **error)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	if (fd < 0) {
		g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno),
			"folders cannot be watched: %s", g_strerror(errno));
		return NULL;
	}
	struct watch *watch = g_new(struct watch, 1);

	g_atomic_ref_count_init(&watch->references);
	g_mutex_init(&watch->lock);
	watch->fd = fd;
	watch->paths = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	watch->numbers = g_hash_table_new(g_str_hash, g_str_equal);
	return watch;
}

struct watch *
watch_ref(struct watch *watch)
{
	g_atomic_ref_count_inc(&watch->references);
	return watch;
}

void
watch_free(struct watch *watch)
{
	if (watch == NULL || !g_atomic_ref_count_dec(&watch->references))
		return;
	g_mutex_clear(&watch->lock);
	close(watch->fd);
	g_hash_table_destroy(watch->numbers);
	g_hash_table_destroy(watch->paths);
	g_free(watch);
}

int
watch_descriptor(const struct watch *watch)
{
	return watch->fd;
}

unsigned
watch_count(const struct watch *watch)
{
	struct watch *shared = (struct watch *)watch;

	g_mutex_lock(&shared->lock);
	unsigned count = g_hash_table_size(watch->paths);
	g_mutex_unlock(&shared->lock);
	return count;
}

/* --- which folders --- */

static void
forget(struct watch *watch, int number)
{
	const char *path = g_hash_table_lookup(watch->paths, GINT_TO_POINTER(number));

	if (path == NULL)
		return;
	if (g_hash_table_lookup(watch->numbers, path) == GINT_TO_POINTER(number))
		g_hash_table_remove(watch->numbers, path);
	g_hash_table_remove(watch->paths, GINT_TO_POINTER(number));
}

static void
remember(struct watch *watch, int number, const char *path)
{
	const char *before = g_hash_table_lookup(watch->paths, GINT_TO_POINTER(number));

	if (before != NULL && strcmp(before, path) == 0)
		return;
	forget(watch, number);
	gpointer other = g_hash_table_lookup(watch->numbers, path);

	/* Another folder stood there before. */
	if (other != NULL) {
		inotify_rm_watch(watch->fd, GPOINTER_TO_INT(other));
		forget(watch, GPOINTER_TO_INT(other));
	}
	char *copy = g_strdup(path);

	g_hash_table_insert(watch->paths, GINT_TO_POINTER(number), copy);
	g_hash_table_insert(watch->numbers, copy, GINT_TO_POINTER(number));
}

bool
watch_add(struct watch *watch, const char *path, const char *opens, GError **error)
{
	int number = inotify_add_watch(watch->fd, opens, FOLDER_EVENTS);

	if (number < 0) {
		if (errno == ENOSPC)
			g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC,
				"more folders than the system lets one watch "
				"(fs.inotify.max_user_watches)");
		else
			g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno),
				"%s: cannot be watched: %s", path, g_strerror(errno));
		return false;
	}
	g_mutex_lock(&watch->lock);
	remember(watch, number, path);
	g_mutex_unlock(&watch->lock);
	return true;
}

static void
drop_one(struct watch *watch, const char *folder)
{
	gpointer number = g_hash_table_lookup(watch->numbers, folder);

	if (number == NULL)
		return;
	inotify_rm_watch(watch->fd, GPOINTER_TO_INT(number));
	forget(watch, GPOINTER_TO_INT(number));
}

/* Lets go of a folder that stands elsewhere now, and of what is below it: a look at all that is
 * watched. */
static void
drop(struct watch *watch, const char *folder)
{
	g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(int));
	GHashTableIter iter;
	gpointer number, path;

	g_hash_table_iter_init(&iter, watch->paths);
	while (g_hash_table_iter_next(&iter, &number, &path)) {
		int n = GPOINTER_TO_INT(number);

		if (path_lies_in(path, folder))
			g_array_append_val(numbers, n);
	}
	for (guint i = 0; i < numbers->len; i++) {
		inotify_rm_watch(watch->fd, g_array_index(numbers, int, i));
		forget(watch, g_array_index(numbers, int, i));
	}
}

/* --- what happened --- */

/* Where what happened is gathered, each path once. */
struct paths {
	GPtrArray *all;
	GHashTable *known; /* the same; borrows them */
};

struct taking {
	struct paths folders, trees;
};

static struct paths
paths_of(GPtrArray *all)
{
	struct paths paths = { all, g_hash_table_new(g_str_hash, g_str_equal) };

	for (guint i = 0; i < all->len; i++)
		g_hash_table_add(paths.known, all->pdata[i]);
	return paths;
}

/* Takes path. */
static void
add_once(struct paths *to, char *path)
{
	if (g_hash_table_contains(to->known, path)) {
		g_free(path);
		return;
	}
	g_ptr_array_add(to->all, path);
	g_hash_table_add(to->known, path);
}

static bool
is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* A folder came or went below another; or a link to one. */
static bool
take_tree(struct watch *watch, struct taking *taking, const struct inotify_event *event, char *path)
{
	bool came = event->mask & (IN_CREATE | IN_MOVED_TO);
	bool went = event->mask & (IN_DELETE | IN_MOVED_FROM);
	bool folder = event->mask & IN_ISDIR;

	if (!came && !went)
		return false;
	if (!folder && went)
		folder = g_hash_table_contains(watch->numbers, path);
	else if (!folder)
		folder = is_folder(path);
	if (!folder)
		return false;
	/* A folder that is deleted is empty by then; what a link led to is not. */
	if ((event->mask & IN_DELETE) && (event->mask & IN_ISDIR))
		drop_one(watch, path);
	else if (went)
		drop(watch, path);
	add_once(&taking->trees, g_strdup(path));
	return true;
}

static void
take_event(struct watch *watch, struct taking *taking, const struct inotify_event *event)
{
	const char *known = g_hash_table_lookup(watch->paths, GINT_TO_POINTER(event->wd));
	g_autofree char *folder = g_strdup(known);

	if (folder == NULL)
		return;
	if (event->mask & IN_IGNORED) {
		forget(watch, event->wd);
		return;
	}
	if (event->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)) {
		if (event->mask & IN_DELETE_SELF)
			drop_one(watch, folder);
		else
			drop(watch, folder);
		add_once(&taking->trees, g_steal_pointer(&folder));
		return;
	}
	if (event->len == 0) {
		if (event->mask & IN_ATTRIB)
			add_once(&taking->trees, g_steal_pointer(&folder));
		return;
	}
	if (strcmp(event->name, IGNORE_NAME) == 0) {
		add_once(&taking->trees, g_steal_pointer(&folder));
		return;
	}
	/* Hidden names are no documents; editors keep theirs in such. */
	if (event->name[0] == '.')
		return;
	g_autofree char *path = path_join(folder, event->name);

	/* A folder's own rights may have changed: what is in it can be read now, or no longer. */
	if ((event->mask & IN_ISDIR) && (event->mask & IN_ATTRIB))
		add_once(&taking->trees, g_steal_pointer(&path));
	else if (!take_tree(watch, taking, event, path))
		add_once(&taking->folders, g_steal_pointer(&folder));
}

void
watch_take(struct watch *watch, GPtrArray *folders, GPtrArray *trees, bool *overflow)
{
	g_autofree char *buffer = g_malloc(BUFFER);
	struct taking taking = { paths_of(folders), paths_of(trees) };
	ssize_t n;

	*overflow = false;
	g_mutex_lock(&watch->lock);
	while ((n = read(watch->fd, buffer, BUFFER)) > 0) {
		for (char *at = buffer; at < buffer + n;) {
			const struct inotify_event *event = (const void *)at;

			if (event->mask & IN_Q_OVERFLOW)
				*overflow = true;
			else
				take_event(watch, &taking, event);
			at += sizeof(*event) + event->len;
		}
	}
	g_mutex_unlock(&watch->lock);
	g_hash_table_destroy(taking.folders.known);
	g_hash_table_destroy(taking.trees.known);
}
