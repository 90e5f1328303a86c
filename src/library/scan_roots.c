/*
 * Where a scan begins: at the roots, or for a scan of some folders at those, with the ignore files of
 * the folders above them.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "library/longpath.h"
#include "library/roots.h"
#include "library/scan_private.h"
#include "text/path.h"

#define IGNORE_NAME ".lecternignore"
#define IGNORE_BYTES (4u << 20)

/* --- what is found --- */

void
scan_add_problem(GPtrArray *problems, const char *path, const char *format, ...)
{
	struct scan_problem *problem = g_new(struct scan_problem, 1);
	va_list arguments;

	va_start(arguments, format);
	problem->path = g_strdup(path[0] != '\0' ? path : ".");
	problem->message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_ptr_array_add(problems, problem);
}

void
scan_add_errno(GPtrArray *problems, const char *path)
{
	scan_add_problem(problems, path, "cannot be read: %s", g_strerror(errno));
}

void
scan_add_file(GPtrArray *files, struct scan_file file, const struct stat *status)
{
	file.state = file_state_of(status);
	g_ptr_array_add(files, g_memdup2(&file, sizeof(file)));
}

struct folder *
scan_new_folder(char *path, uint32_t root, uint32_t below, const struct ignore *ignore)
{
	struct folder *folder = g_new(struct folder, 1);

	*folder = (struct folder){ .path = path, .root = root, .below = below, .ignore = ignore };
	return folder;
}

enum scan_outcome
scan_outcome_of(int error)
{
	return error == EMFILE || error == ENFILE || error == ENOMEM ? SCAN_UNFINISHED : SCAN_GONE;
}

void
scan_finish(struct scan *scan, const struct folder *folder, enum scan_outcome outcome)
{
	struct scan_folder *finished = g_new0(struct scan_folder, 1);

	finished->path = g_strdup(folder->path);
	finished->root = folder->root;
	finished->below = folder->below;
	finished->outcome = outcome;
	if (outcome == SCAN_READ)
		finished->state = scan->state;
	g_queue_push_tail(&scan->finished, finished);
}

char *
scan_file_key(struct folder_id folder, const char *name)
{
	return g_strdup_printf("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT ":%s", folder.device,
		folder.inode, name);
}

/* By a descriptor, so that no part of a path is too long for the system. */
char *
scan_real_path(int folder, const char *name)
{
	int fd = name[0] != '\0' ? openat(folder, name, O_PATH | O_CLOEXEC) : folder;
	g_autofree char *link = fd >= 0 ? g_strdup_printf("/proc/self/fd/%d", fd) : NULL;
	g_autofree char *real = g_malloc(PATH_MAX + 1);
	ssize_t n = fd >= 0 ? readlink(link, real, PATH_MAX) : -1;

	if (fd >= 0 && name[0] != '\0')
		close(fd);
	if (n <= 0 || n == PATH_MAX || real[0] != '/')
		return NULL;
	return g_strndup(real, (gsize)n);
}

/* --- ignore files --- */

/* The bytes of the open folder's ignore file, NULL where there is none that can be read. */
static GString *
read_ignore_file(int folder, int *error)
{
	int fd = openat(folder, IGNORE_NAME, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat status;

	*error = fd < 0 && errno != ENOENT ? errno : 0;
	if (fd < 0)
		return NULL;
	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
		close(fd);
		return NULL;
	}
	g_autofree char *buffer = g_malloc(65536);
	GString *text = g_string_new(NULL);
	ssize_t n;

	while (text->len < IGNORE_BYTES &&
		((n = read(fd, buffer, 65536)) > 0 || (n < 0 && errno == EINTR))) {
		if (n > 0)
			g_string_append_len(text, buffer, n);
	}
	close(fd);
	return text;
}

const struct ignore *
scan_read_ignore(struct scan *scan, int at, const struct folder *folder, GPtrArray *problems)
{
	int error;
	GString *text = read_ignore_file(at, &error);
	g_autofree char *path = NULL;

	if (text == NULL && error == 0)
		return folder->ignore;
	path = path_join(folder->path, IGNORE_NAME);
	if (text == NULL) {
		errno = error;
		scan_add_errno(problems, path);
		return folder->ignore;
	}
	const char *below =
		strlen(folder->path) > folder->below ? folder->path + folder->below : "";
	struct ignore *ignore = ignore_new(folder->ignore, below, text->str, text->len);

	if (ignore_unused(ignore) > 0)
		scan_add_problem(problems, path,
			"has more than %d patterns: the last %zu are not used", IGNORE_PATTERNS,
			ignore_unused(ignore));
	g_ptr_array_add(scan->ignores, ignore);
	g_string_free(text, TRUE);
	return ignore;
}

/* --- roots --- */

/* A root as it stands before the paths below it: "" for the current folder. */
static char *
root_path(const char *root)
{
	char *path = roots_path(root);

	if (strcmp(path, ".") == 0)
		path[0] = '\0';
	return path;
}

static int
stat_path(const char *path, struct stat *status)
{
	const char *name;
	int folder = longpath_folder_of(path[0] != '\0' ? path : ".", &name);

	if (folder == -1)
		return -1;
	int result = fstatat(folder, name, status, 0);

	longpath_close(folder);
	return result;
}

/* Remembers a root that is a file; the same file named twice counts once. */
static void
note_file_root(struct scan *scan, uint32_t root, const char *path)
{
	const char *name = path_name(path);
	g_autofree char *folder = g_strndup(path, (gsize)(name - path));
	struct stat status;

	if (stat_path(folder, &status) == 0) {
		struct folder_id id = { (uint64_t)status.st_dev, (uint64_t)status.st_ino };
		char *key = scan_file_key(id, name);

		if (g_hash_table_contains(scan->file_roots, key)) {
			g_free(key);
			return;
		}
		g_hash_table_insert(scan->file_roots, key, GUINT_TO_POINTER(root));
	}
	g_array_append_val(scan->files_left, root);
}

/* Looks at a root: folders go on the stack, files are remembered. */
static void
look_at_root(struct scan *scan, uint32_t i, GPtrArray *problems)
{
	char *path = root_path(scan->roots[i]);
	g_autofree char *inside = path_join(path, "");
	struct folder *folder = scan_new_folder(path, i, (uint32_t)strlen(inside), NULL);
	struct stat status;

	if (stat_path(path, &status) != 0) {
		if (scan->folders == NULL)
			scan_add_errno(problems, scan->roots[i]);
		scan_finish(scan, folder, scan_outcome_of(errno));
	} else if (S_ISREG(status.st_mode)) {
		note_file_root(scan, i, path);
	} else if (S_ISDIR(status.st_mode)) {
		if (scan->folders == NULL)
			g_ptr_array_insert(scan->stack, 0, g_steal_pointer(&folder));
	} else {
		if (scan->folders == NULL)
			scan_add_problem(problems, scan->roots[i],
				"is neither a folder nor a file");
		scan_finish(scan, folder, SCAN_GONE);
	}
	if (folder != NULL) {
		g_free(folder->path);
		g_free(folder);
	}
}

void
scan_give_root(struct scan *scan, GPtrArray *files, GPtrArray *problems)
{
	uint32_t root = g_array_index(scan->files_left, uint32_t, scan->next_file++);
	g_autofree char *path = root_path(scan->roots[root]);
	const char *name = path_name(path);
	g_autofree char *folder = g_strndup(path, (gsize)(name - path));
	int fd = scan->enter != NULL ? longpath_open_folder(AT_FDCWD, folder) : -1;
	struct stat status;

	if (fd >= 0) {
		g_autofree char *printed = g_strndup(path,
			(gsize)(name - path) > 1 ? (gsize)(name - path) - 1 : (gsize)(name - path));

		scan->enter(scan->data, printed, fd);
		close(fd);
	}
	if (stat_path(path, &status) != 0) {
		scan_add_errno(problems, path);
	} else if (S_ISREG(status.st_mode)) {
		struct scan_file file = { .root = root,
			.below = (uint32_t)(name - path),
			.real = g_strdup(scan->reals[root]),
			.alone = true };

		file.path = g_steal_pointer(&path);
		scan_add_file(files, file, &status);
	}
}

/* --- some folders alone --- */

/* Where in path the part below a printed root begins; 0 and false where it is not in it. */
static bool
is_below(const char *path, const char *root, const char **rest)
{
	size_t n = strlen(root);

	if (strncmp(path, root, n) != 0)
		return false;
	*rest = path + n;
	if (n == 0 || root[n - 1] == '/' || path[n] == '\0')
		return true;
	(*rest)++;
	return path[n] == '/';
}

/* Goes down from the root's folder to the one it is to become, by the names of rest, with the ignore
 * files on the way. False where it cannot be reached, or is left out. */
static bool
descend(struct scan *scan, struct folder *folder, const char *rest, GPtrArray *problems)
{
	while (*rest != '\0') {
		g_autofree char *name = g_strndup(rest, strcspn(rest, "/"));
		g_autofree char *path = path_join(folder->path, name);
		int fd = longpath_open_folder(AT_FDCWD, folder->path);
		struct stat status;

		if (fd < 0)
			return false;
		folder->ignore = scan_read_ignore(scan, fd, folder, problems);
		bool there = fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0;

		close(fd);
		g_free(folder->path);
		folder->path = g_steal_pointer(&path);
		if (!there || name[0] == '.' ||
			ignore_matches(folder->ignore, folder->path + folder->below, true)) {
			errno = ENOENT;
			return false;
		}
		folder->link |= S_ISLNK(status.st_mode);
		rest += strlen(name);
		rest += strspn(rest, "/");
	}
	return true;
}

static void
push_folder(struct scan *scan, const char *path, GPtrArray *problems)
{
	for (uint32_t i = 0; scan->roots[i] != NULL; i++) {
		char *root = root_path(scan->roots[i]);
		const char *rest;

		if (!is_below(path, root, &rest)) {
			g_free(root);
			continue;
		}
		g_autofree char *inside = path_join(root, "");
		struct folder *folder = scan_new_folder(root, i, (uint32_t)strlen(inside), NULL);

		if (descend(scan, folder, rest, problems)) {
			g_ptr_array_insert(scan->stack, 0, folder);
			return;
		}
		g_free(folder->path);
		folder->path = g_strdup(path);
		scan_finish(scan, folder, scan_outcome_of(errno));
		g_free(folder->path);
		g_free(folder);
		return;
	}
}

void
scan_begin(struct scan *scan, GPtrArray *problems)
{
	scan->file_roots = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (uint32_t i = 0; scan->roots[i] != NULL; i++) {
		scan->reals[i] = realpath(scan->roots[i], NULL);
		if (scan->reals[i] == NULL)
			scan->reals[i] = g_canonicalize_filename(scan->roots[i], NULL);
		look_at_root(scan, i, problems);
	}
	for (char **path = scan->folders; path != NULL && *path != NULL; path++)
		push_folder(scan, *path, problems);
}
