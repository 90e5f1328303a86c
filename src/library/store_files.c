#include "config.h"

#include "library/store_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCK_WAITS 400
#define LOCK_MICROSECONDS 5000

static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

/* --- names --- */

/* The generation of a name like HASH.N.db or of a log of it; 0 where it is another. */
static uint32_t
generation_of(const struct store_location *location, const char *name, bool logs)
{
	size_t n = strlen(location->hash);
	char *end;

	if (strncmp(name, location->hash, n) != 0 || name[n] != '.' ||
		!g_ascii_isdigit(name[n + 1]))
		return 0;
	guint64 generation = g_ascii_strtoull(name + n + 1, &end, 10);

	if (generation > UINT32_MAX - 1 || strncmp(end, ".db", 3) != 0)
		return 0;
	for (size_t i = 0; i < (logs ? G_N_ELEMENTS(suffixes) : 1); i++) {
		if (strcmp(end + 3, suffixes[i]) == 0)
			return (uint32_t)generation;
	}
	return 0;
}

static gint
compare_down(gconstpointer a, gconstpointer b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x < y) - (x > y);
}

GArray *
store_files_list(const struct store_location *location, bool logs)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	DIR *folder = opendir(location->folder);
	struct dirent *entry;
	guint kept = 0;

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		uint32_t generation = generation_of(location, entry->d_name, logs);

		if (generation > 0)
			g_array_append_val(all, generation);
	}
	if (folder != NULL)
		closedir(folder);
	g_array_sort(all, compare_down);
	for (guint i = 0; i < all->len; i++) {
		uint32_t *numbers = (uint32_t *)(void *)all->data;

		if (kept == 0 || numbers[i] != numbers[kept - 1])
			numbers[kept++] = numbers[i];
	}
	g_array_set_size(all, kept);
	return all;
}

char *
store_files_path(const struct store_location *location, uint32_t generation)
{
	return g_strdup_printf("%s/%s.%u.db", location->folder, location->hash, generation);
}

/* --- making and removing --- */

bool
store_files_make_folder(const struct store_location *location, GError **error)
{
	struct stat status;

	if (g_mkdir_with_parents(location->folder, 0700) != 0 ||
		stat(location->folder, &status) != 0) {
		int why = errno;

		g_set_error(error, STORE_ERROR, STORE_ERROR_FAILED, "%s: cannot be made: %s",
			location->folder, g_strerror(why));
		return false;
	}
	if (!S_ISDIR(status.st_mode)) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_FAILED, "%s: is not a folder",
			location->folder);
		return false;
	}
	return true;
}

bool
store_files_make(const struct store_location *location, uint32_t generation, GError **error)
{
	g_autofree char *path = store_files_path(location, generation);
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0) {
		int why = errno;

		g_set_error(error, STORE_ERROR,
			why == ENOSPC || why == EDQUOT ? STORE_ERROR_FULL : STORE_ERROR_FAILED,
			"%s: cannot be made: %s", path, g_strerror(why));
		return false;
	}
	close(fd);
	return true;
}

void
store_files_remove(const struct store_location *location, uint32_t generation)
{
	g_autofree char *path = store_files_path(location, generation);

	for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++) {
		g_autofree char *name = g_strconcat(path, suffixes[i], NULL);

		unlink(name);
	}
}

void
store_files_remove_before(const struct store_location *location, uint32_t generation)
{
	g_autoptr(GArray) all = store_files_list(location, true);

	for (guint i = 0; i < all->len; i++) {
		uint32_t old = g_array_index(all, uint32_t, i);

		if (old < generation)
			store_files_remove(location, old);
	}
}

void
store_files_sync_folder(const struct store_location *location)
{
	int fd = open(location->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

/* --- locks --- */

int
store_files_lock(const struct store_location *location)
{
	int fd = open(location->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	for (int i = 0; fd >= 0 && i < LOCK_WAITS; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0 || (errno != EWOULDBLOCK && errno != EINTR))
			break;
		g_usleep(LOCK_MICROSECONDS);
	}
	return fd;
}

void
store_files_unlock(int lock)
{
	if (lock >= 0)
		close(lock);
}

int
store_files_claim(const struct store_location *location)
{
	g_autofree char *path = g_strdup_printf("%s/%s.lock", location->folder, location->hash);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
		close(fd);
		return -1;
	}
	return fd;
}
