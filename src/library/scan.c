/*
 * What is to be read waits in three places, and comes in this order: the stack of folders found (so
 * that the walk goes down first), the roots, the folders that symbolic links lead to. The last come
 * last of all, so that a folder that is reached both ways has its real path; and files that are
 * roots come after them, so that those of a folder are given with it.
 */
#include "config.h"

#include "library/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "library/longpath.h"
#include "library/scan_private.h"
#include "text/path.h"

#define NAMES_A_STEP 256
#define WAIT_MICROSECONDS 10000
#define WAITS 200

static guint
folder_id_hash(gconstpointer p)
{
	const struct folder_id *id = p;

	return (guint)((id->inode * 0x9e3779b97f4a7c15u + id->device) >> 32);
}

static gboolean
folder_id_equal(gconstpointer a, gconstpointer b)
{
	const struct folder_id *x = a, *y = b;

	return x->device == y->device && x->inode == y->inode;
}

static void
folder_free(void *p)
{
	struct folder *folder = p;

	if (folder != NULL) {
		g_free(folder->path);
		g_free(folder->real);
	}
	g_free(folder);
}

void
scan_file_free(struct scan_file *file)
{
	if (file != NULL) {
		g_free(file->path);
		g_free(file->real);
	}
	g_free(file);
}

void
scan_folder_free(struct scan_folder *folder)
{
	if (folder != NULL)
		g_free(folder->path);
	g_free(folder);
}

void
scan_problem_free(struct scan_problem *problem)
{
	if (problem != NULL) {
		g_free(problem->path);
		g_free(problem->message);
	}
	g_free(problem);
}

struct scan *
scan_new(const struct scan_options *options)
{
	struct scan *scan = g_new0(struct scan, 1);

	scan->roots = g_strdupv((char **)options->roots);
	scan->reals = g_new0(char *, g_strv_length(scan->roots) + 1);
	scan->extensions = g_strdupv((char **)options->extensions);
	scan->folders = g_strdupv((char **)options->folders);
	scan->shallow = options->shallow;
	scan->enter = options->enter;
	scan->data = options->data;
	g_queue_init(&scan->finished);
	scan->stack = g_ptr_array_new_with_free_func(folder_free);
	g_queue_init(&scan->links);
	scan->seen = g_hash_table_new_full(folder_id_hash, folder_id_equal, g_free, NULL);
	scan->ignores = g_ptr_array_new_with_free_func((GDestroyNotify)ignore_free);
	scan->files_left = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	scan->names = g_string_new(NULL);
	scan->entries = g_array_new(FALSE, FALSE, sizeof(struct name));
	scan->found = g_ptr_array_new();
	scan->scratch = g_string_new(NULL);
	return scan;
}

static void
close_folder(struct scan *scan)
{
	if (scan->dir != NULL)
		closedir(scan->dir);
	scan->dir = NULL;
	folder_free(scan->folder);
	scan->folder = NULL;
}

static void
free_finished(void *p)
{
	scan_folder_free(p);
}

void
scan_free(struct scan *scan)
{
	if (scan == NULL)
		return;
	close_folder(scan);
	for (guint i = 0; scan->roots[i] != NULL; i++)
		g_free(scan->reals[i]);
	g_free(scan->reals);
	g_strfreev(scan->roots);
	g_strfreev(scan->extensions);
	g_strfreev(scan->folders);
	g_queue_clear_full(&scan->finished, free_finished);
	g_ptr_array_free(scan->stack, TRUE);
	g_queue_clear_full(&scan->links, folder_free);
	g_hash_table_destroy(scan->seen);
	g_ptr_array_free(scan->ignores, TRUE);
	g_clear_pointer(&scan->file_roots, g_hash_table_destroy);
	g_array_free(scan->files_left, TRUE);
	g_string_free(scan->names, TRUE);
	g_array_free(scan->entries, TRUE);
	g_ptr_array_set_free_func(scan->found, folder_free);
	g_ptr_array_free(scan->found, TRUE);
	g_string_free(scan->scratch, TRUE);
	g_free(scan);
}

/* --- a folder --- */

static int
compare_names(gconstpointer a, gconstpointer b, gpointer names)
{
	const struct name *x = a, *y = b;
	const char *text = names;

	return strcmp(text + x->offset, text + y->offset);
}

/* Reads all names of the open folder but hidden ones, and sorts them. */
static void
read_names(struct scan *scan, GPtrArray *problems)
{
	struct dirent *entry;

	g_string_truncate(scan->names, 0);
	g_array_set_size(scan->entries, 0);
	scan->next_entry = 0;
	while (errno = 0, (entry = readdir(scan->dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		if (scan->names->len > UINT32_MAX - sizeof(entry->d_name))
			break;
		struct name name = { (uint32_t)scan->names->len, entry->d_type };

		g_string_append_len(scan->names, entry->d_name, (gssize)strlen(entry->d_name) + 1);
		g_array_append_val(scan->entries, name);
	}
	if (errno != 0) {
		scan_add_errno(problems, scan->folder->path);
		scan->folder->broken = true;
	}
	g_array_sort_with_data(scan->entries, compare_names, scan->names->str);
}

/* Whether a failure means that the process has no descriptor left; then the folder is put back, a
 * number of times. */
static bool
wait_for_descriptors(struct scan *scan, struct folder *folder)
{
	if ((errno != EMFILE && errno != ENFILE) || scan->waits >= WAITS)
		return false;
	scan->waits++;
	g_ptr_array_add(scan->stack, folder);
	g_usleep(WAIT_MICROSECONDS);
	return true;
}

/* Whether a link, where only some folders are read, leads to a folder that has a path of its own in
 * the library: a whole scan would have been there before. */
static bool
leads_back(const struct scan *scan, const struct folder *folder)
{
	if (scan->folders == NULL || folder->real == NULL)
		return false;
	for (guint i = 0; scan->roots[i] != NULL; i++) {
		size_t n = strlen(scan->reals[i]);

		if (strncmp(folder->real, scan->reals[i], n) == 0 &&
			(folder->real[n] == '/' || folder->real[n] == '\0' || n == 1))
			return true;
	}
	return false;
}

/* A folder that cannot be read. Where it is not there, it went since it was found or asked for, unless
 * it is a root. */
static void
give_up(struct scan *scan, struct folder *folder, GPtrArray *problems)
{
	int error = errno;
	bool root = scan->folders == NULL && strlen(folder->path) <= folder->below;

	if (root || (error != ENOENT && error != ENOTDIR)) {
		scan_add_errno(problems, folder->path);
		errno = error;
	}
	scan_finish(scan, folder, scan_outcome_of(error));
	folder_free(folder);
}

/* Begins to read a folder, which it takes. */
static void
open_folder(struct scan *scan, struct folder *folder, GPtrArray *problems)
{
	int fd = longpath_open_folder(AT_FDCWD, folder->path);
	struct stat status;

	if (fd < 0) {
		if (!wait_for_descriptors(scan, folder))
			give_up(scan, folder, problems);
		return;
	}
	scan->waits = 0;
	if (fstat(fd, &status) != 0 || (scan->dir = fdopendir(fd)) == NULL) {
		give_up(scan, folder, problems);
		close(fd);
		return;
	}
	scan->folder = folder;
	scan->id = (struct folder_id){ (uint64_t)status.st_dev, (uint64_t)status.st_ino };
	if (!g_hash_table_add(scan->seen, g_memdup2(&scan->id, sizeof(scan->id)))) {
		close_folder(scan);
		return;
	}
	scan->state = file_state_of(&status);
	if (folder->link) {
		g_free(folder->real);
		folder->real = scan_real_path(fd, "");
		if (leads_back(scan, folder)) {
			close_folder(scan);
			return;
		}
	}
	if (scan->enter != NULL)
		scan->enter(scan->data, folder->path, fd);
	folder->ignore = scan_read_ignore(scan, fd, folder, problems);
	read_names(scan, problems);
}

static bool
is_ignored(struct scan *scan, const char *path, bool is_folder)
{
	return ignore_matches(scan->folder->ignore, path + scan->folder->below, is_folder);
}

static void
found_folder(struct scan *scan, char *path, bool link)
{
	const struct folder *above = scan->folder;

	if (scan->shallow || is_ignored(scan, path, true)) {
		g_free(path);
		return;
	}
	struct folder *folder = scan_new_folder(path, above->root, above->below, above->ignore);

	folder->link = link;
	if (above->real != NULL)
		folder->real = path_join(above->real, path_name(path));
	if (link)
		g_queue_push_tail(&scan->links, folder);
	else
		g_ptr_array_add(scan->found, folder);
}

static void
found_file(struct scan *scan, const char *name, char *path, const struct stat *status, bool link,
	GPtrArray *files)
{
	const struct folder *folder = scan->folder;

	if (is_ignored(scan, path, false)) {
		g_free(path);
		return;
	}
	if (g_hash_table_size(scan->file_roots) > 0) {
		g_autofree char *key = scan_file_key(scan->id, name);
		gpointer root;

		if (g_hash_table_lookup_extended(scan->file_roots, key, NULL, &root)) {
			for (guint i = 0; i < scan->files_left->len; i++) {
				if (g_array_index(scan->files_left, uint32_t, i) ==
					GPOINTER_TO_UINT(root))
					g_array_remove_index(scan->files_left, i--);
			}
		}
	}
	struct scan_file file = { .path = path, .root = folder->root, .below = folder->below };

	if (link)
		file.real = scan_real_path(dirfd(scan->dir), name);
	else if (folder->real != NULL)
		file.real = path_join(folder->real, name);
	scan_add_file(files, file, status);
}

/* Whether a name that cannot be looked at, as errno says, is not there any more. A link that leads
 * nowhere is. */
static bool
went(const struct scan *scan, const char *name)
{
	int error = errno;
	struct stat status;
	bool gone = fstatat(dirfd(scan->dir), name, &status, AT_SYMLINK_NOFOLLOW) != 0 &&
		    errno == ENOENT;

	errno = error;
	return gone;
}

/* Looks at one name of the folder. A link's kind is that of what it leads to. */
static void
look_at(struct scan *scan, const struct name *entry, GPtrArray *files, GPtrArray *problems)
{
	const char *name = scan->names->str + entry->offset;
	bool takes = path_has_suffix(name, (const char *const *)scan->extensions);
	bool link = entry->type == DT_LNK;
	struct stat status = { 0 };

	if (entry->type == DT_DIR) {
		found_folder(scan, path_join(scan->folder->path, name), false);
		return;
	}
	if (entry->type != DT_UNKNOWN && !link && (entry->type != DT_REG || !takes))
		return;
	char *path = path_join(scan->folder->path, name);

	if (entry->type == DT_UNKNOWN &&
		fstatat(dirfd(scan->dir), name, &status, AT_SYMLINK_NOFOLLOW) == 0)
		link = S_ISLNK(status.st_mode);
	if (fstatat(dirfd(scan->dir), name, &status, 0) != 0) {
		if (takes && !went(scan, name) && !is_ignored(scan, path, false))
			scan_add_errno(problems, path);
		g_free(path);
	} else if (S_ISDIR(status.st_mode)) {
		found_folder(scan, path, link);
	} else if (S_ISREG(status.st_mode) && takes) {
		found_file(scan, name, path, &status, link, files);
	} else {
		g_free(path);
	}
}

/* Reads on in the open folder; at its end puts the folders in it on the stack, the first on top. */
static void
read_on(struct scan *scan, GPtrArray *files, GPtrArray *problems)
{
	guint end = MIN(scan->entries->len, scan->next_entry + NAMES_A_STEP);

	for (; scan->next_entry < end; scan->next_entry++)
		look_at(scan, &g_array_index(scan->entries, struct name, scan->next_entry), files,
			problems);
	if (scan->next_entry < scan->entries->len)
		return;
	for (guint i = scan->found->len; i-- > 0;)
		g_ptr_array_add(scan->stack, scan->found->pdata[i]);
	g_ptr_array_set_size(scan->found, 0);
	scan_finish(scan, scan->folder, scan->folder->broken ? SCAN_UNFINISHED : SCAN_READ);
	close_folder(scan);
}

bool
scan_step(struct scan *scan, GPtrArray *files, GPtrArray *problems)
{
	if (scan->file_roots == NULL) {
		scan_begin(scan, problems);
	} else if (scan->folder != NULL) {
		read_on(scan, files, problems);
	} else if (scan->stack->len > 0) {
		open_folder(scan, g_ptr_array_steal_index(scan->stack, scan->stack->len - 1),
			problems);
	} else if (!g_queue_is_empty(&scan->links)) {
		open_folder(scan, g_queue_pop_head(&scan->links), problems);
	} else if (scan->next_file < scan->files_left->len) {
		scan_give_root(scan, files, problems);
	} else {
		return false;
	}
	return true;
}

struct scan_folder *
scan_finished(struct scan *scan)
{
	return g_queue_pop_head(&scan->finished);
}
