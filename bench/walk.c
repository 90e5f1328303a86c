/*
 * The bare walk that a reconcile is measured by: `walk FOLDER` reads all folders below and asks the
 * state of each file, and no more.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct folders {
	char **paths;
	size_t count, room;
};

static void
push(struct folders *folders, char *path)
{
	if (folders->count == folders->room) {
		folders->room = folders->room * 2 + 64;
		folders->paths = realloc(folders->paths, folders->room * sizeof(*folders->paths));
	}
	folders->paths[folders->count++] = path;
}

static size_t
walk(struct folders *folders, const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	size_t files = 0;

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		struct statx state;
		char *below;

		if (entry->d_name[0] == '.')
			continue;
		if (entry->d_type == DT_DIR) {
			if (asprintf(&below, "%s/%s", path, entry->d_name) >= 0)
				push(folders, below);
		} else if (statx(dirfd(folder), entry->d_name, AT_SYMLINK_NOFOLLOW,
				   STATX_BASIC_STATS, &state) == 0) {
			files++;
		}
	}
	if (folder != NULL)
		closedir(folder);
	return files;
}

int
main(int argc, char **argv)
{
	struct folders folders = { 0 };
	size_t files = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: walk FOLDER\n");
		return 2;
	}
	push(&folders, strdup(argv[1]));
	while (folders.count > 0) {
		char *path = folders.paths[--folders.count];

		files += walk(&folders, path);
		free(path);
	}
	free(folders.paths);
	printf("%zu files\n", files);
	return 0;
}
