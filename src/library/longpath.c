#include "config.h"

#include "library/longpath.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define STRETCH (PATH_MAX - 1)
#define FLAGS (O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)

/* Opens the folder that the first n bytes of path name. */
static int
open_part(int at, const char *path, size_t n)
{
	char part[STRETCH + 1];

	memcpy(part, path, n);
	part[n] = '\0';
	return openat(at, n > 0 ? part : ".", FLAGS);
}

/* Opens all of path but what fits in one stretch after a slash; *rest is that. -1 on failure, at
 * itself where nothing had to be opened. */
static int
open_stretches(int at, const char *path, const char **rest)
{
	int folder = at;

	while (strlen(path) > STRETCH) {
		const char *slash = memrchr(path, '/', STRETCH);
		int next;

		if (slash == NULL || slash == path) {
			errno = ENAMETOOLONG;
			next = -1;
		} else {
			next = open_part(folder, path, (size_t)(slash - path));
		}
		if (folder != at)
			longpath_close(folder);
		if (next < 0)
			return -1;
		folder = next;
		path = slash + strspn(slash, "/");
	}
	*rest = path;
	return folder;
}

int
longpath_open_folder(int at, const char *path)
{
	const char *rest;
	int folder = open_stretches(at, path, &rest);

	if (folder == -1)
		return -1;
	int opened = open_part(folder, rest, strlen(rest));

	if (folder != at)
		longpath_close(folder);
	return opened;
}

int
longpath_folder_of(const char *path, const char **name)
{
	return open_stretches(AT_FDCWD, path, name);
}

void
longpath_close(int folder)
{
	if (folder >= 0) {
		int saved = errno;

		close(folder);
		errno = saved;
	}
}
