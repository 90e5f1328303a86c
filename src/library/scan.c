/*
 * What is to be read waits in three places, and comes in this order: the stack of folders found (so
 * that the walk goes down first), the roots, the folders that symbolic links lead to. The last come
 * last of all, so that a folder that is reached both ways has its real path; and files that are
 * roots come after them, so that those of a folder are given with it.
 */
#include "config.h"

#include "library/scan.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "library/ignore.h"
#include "library/longpath.h"
#include "library/roots.h"
#include "text/path.h"

#define IGNORE_NAME ".lecternignore"
#define IGNORE_BYTES (4u << 20)
#define NAMES_A_STEP 256
#define WAIT_MICROSECONDS 10000
#define WAITS 200

/* A folder to read. */
struct folder {
	char *path; /* as printed; "" for the current folder */
	uint32_t root;
	/* offset in the path of a file in the root at which the part below it begins */
	uint32_t below;
	const struct ignore *ignore; /* of the folders above; belongs to the scan */
};

struct folder_id {
	uint64_t device, inode;
};

/* A name in the folder that is being read. */
struct name {
	uint32_t offset; /* in names */
	uint8_t type;    /* DT_ of dirent.h */
};

struct scan {
	char **roots;
	char **extensions;
	GPtrArray *stack;   /* struct folder *, the next last */
	GQueue links;       /* struct folder * */
	GHashTable *seen;   /* struct folder_id *: folders read */
	GPtrArray *ignores; /* struct ignore *, parents before children */
	/* file_key() to index of root; NULL until the roots were looked at */
	GHashTable *file_roots;
	GArray *files_left; /* uint32_t: roots that are files */
	guint next_file;
	unsigned waits;

	/* the folder that is being read */
	struct folder *folder;
	DIR *dir;
	struct folder_id id;
	GString *names;  /* one after the other, each with its NUL */
	GArray *entries; /* struct name, in byte order */
	guint next_entry;
	GPtrArray *found; /* struct folder *: those in it */
	GString *scratch;
};

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

static struct folder *
folder_new(char *path, uint32_t root, uint32_t below, const struct ignore *ignore)
{
	struct folder *folder = g_new(struct folder, 1);

	*folder = (struct folder){ .path = path, .root = root, .below = below, .ignore = ignore };
	return folder;
}

static void
folder_free(void *p)
{
	struct folder *folder = p;

	if (folder != NULL)
		g_free(folder->path);
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
	scan->extensions = g_strdupv((char **)options->extensions);
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

void
scan_free(struct scan *scan)
{
	if (scan == NULL)
		return;
	close_folder(scan);
	g_strfreev(scan->roots);
	g_strfreev(scan->extensions);
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

/* --- what is found --- */

static void add_problem(GPtrArray *problems, const char *path, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

static void
add_problem(GPtrArray *problems, const char *path, const char *format, ...)
{
	struct scan_problem *problem = g_new(struct scan_problem, 1);
	va_list arguments;

	va_start(arguments, format);
	problem->path = g_strdup(path[0] != '\0' ? path : ".");
	problem->message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_ptr_array_add(problems, problem);
}

static void
add_errno(GPtrArray *problems, const char *path)
{
	add_problem(problems, path, "cannot be read: %s", g_strerror(errno));
}

static void
add_file(GPtrArray *files, char *path, uint32_t root, uint32_t below, const struct stat *status)
{
	struct scan_file *file = g_new(struct scan_file, 1);

	*file = (struct scan_file){
		.path = path,
		.root = root,
		.below = below,
		.state = file_state_of(status),
	};
	g_ptr_array_add(files, file);
}

/* The printed path of a name in a folder. */
static char *
path_below(const char *folder, const char *name)
{
	size_t n = strlen(folder);

	return g_strconcat(folder, n == 0 || folder[n - 1] == '/' ? "" : "/", name, NULL);
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

/* Names a directory entry, whatever path leads to it. The caller frees. */
static char *
file_key(struct folder_id folder, const char *name)
{
	return g_strdup_printf("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT ":%s", folder.device,
		folder.inode, name);
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
		char *key = file_key(id, name);

		if (g_hash_table_contains(scan->file_roots, key)) {
			g_free(key);
			return;
		}
		g_hash_table_insert(scan->file_roots, key, GUINT_TO_POINTER(root));
	}
	g_array_append_val(scan->files_left, root);
}

/* Looks at every root once: folders go on the stack, files are remembered. */
static void
sort_roots(struct scan *scan, GPtrArray *problems)
{
	scan->file_roots = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (uint32_t i = 0; scan->roots[i] != NULL; i++) {
		g_autofree char *path = root_path(scan->roots[i]);
		struct stat status;

		if (stat_path(path, &status) != 0) {
			add_errno(problems, scan->roots[i]);
		} else if (S_ISREG(status.st_mode)) {
			note_file_root(scan, i, path);
		} else if (S_ISDIR(status.st_mode)) {
			g_autofree char *inside = path_below(path, "");
			uint32_t below = (uint32_t)strlen(inside);

			g_ptr_array_insert(scan->stack, 0,
				folder_new(g_steal_pointer(&path), i, below, NULL));
		} else {
			add_problem(problems, scan->roots[i], "is neither a folder nor a file");
		}
	}
}

static void
give_file_root(struct scan *scan, uint32_t root, GPtrArray *files, GPtrArray *problems)
{
	char *path = root_path(scan->roots[root]);
	struct stat status;

	if (stat_path(path, &status) != 0) {
		add_errno(problems, path);
		g_free(path);
	} else if (!S_ISREG(status.st_mode)) {
		g_free(path);
	} else {
		add_file(files, path, root, (uint32_t)(path_name(path) - path), &status);
	}
}

/* --- a folder --- */

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

/* Reads the folder's own ignore file over those above it. */
static void
take_ignore_file(struct scan *scan, GPtrArray *problems)
{
	struct folder *folder = scan->folder;
	int error;
	GString *text = read_ignore_file(dirfd(scan->dir), &error);
	g_autofree char *path = NULL;

	if (text == NULL && error == 0)
		return;
	path = path_below(folder->path, IGNORE_NAME);
	if (text == NULL) {
		errno = error;
		add_errno(problems, path);
		return;
	}
	const char *below =
		strlen(folder->path) > folder->below ? folder->path + folder->below : "";
	struct ignore *ignore = ignore_new(folder->ignore, below, text->str, text->len);

	if (ignore_unused(ignore) > 0)
		add_problem(problems, path, "has more than %d patterns: the last %zu are not used",
			IGNORE_PATTERNS, ignore_unused(ignore));
	g_ptr_array_add(scan->ignores, ignore);
	folder->ignore = ignore;
	g_string_free(text, TRUE);
}

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
	if (errno != 0)
		add_errno(problems, scan->folder->path);
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

/* Begins to read a folder, which it takes. */
static void
open_folder(struct scan *scan, struct folder *folder, GPtrArray *problems)
{
	int fd = longpath_open_folder(AT_FDCWD, folder->path);
	struct stat status;

	if (fd < 0) {
		if (!wait_for_descriptors(scan, folder)) {
			add_errno(problems, folder->path);
			folder_free(folder);
		}
		return;
	}
	scan->waits = 0;
	if (fstat(fd, &status) != 0 || (scan->dir = fdopendir(fd)) == NULL) {
		add_errno(problems, folder->path);
		close(fd);
		folder_free(folder);
		return;
	}
	scan->folder = folder;
	scan->id = (struct folder_id){ (uint64_t)status.st_dev, (uint64_t)status.st_ino };
	if (!g_hash_table_add(scan->seen, g_memdup2(&scan->id, sizeof(scan->id)))) {
		close_folder(scan);
		return;
	}
	take_ignore_file(scan, problems);
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

	if (is_ignored(scan, path, true)) {
		g_free(path);
		return;
	}
	struct folder *folder = folder_new(path, above->root, above->below, above->ignore);

	if (link)
		g_queue_push_tail(&scan->links, folder);
	else
		g_ptr_array_add(scan->found, folder);
}

static void
found_file(struct scan *scan, const char *name, char *path, const struct stat *status,
	GPtrArray *files)
{
	if (is_ignored(scan, path, false)) {
		g_free(path);
		return;
	}
	if (g_hash_table_size(scan->file_roots) > 0) {
		g_autofree char *key = file_key(scan->id, name);
		gpointer root;

		if (g_hash_table_lookup_extended(scan->file_roots, key, NULL, &root)) {
			for (guint i = 0; i < scan->files_left->len; i++) {
				if (g_array_index(scan->files_left, uint32_t, i) ==
					GPOINTER_TO_UINT(root))
					g_array_remove_index(scan->files_left, i--);
			}
		}
	}
	add_file(files, path, scan->folder->root, scan->folder->below, status);
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
		found_folder(scan, path_below(scan->folder->path, name), false);
		return;
	}
	if (entry->type != DT_UNKNOWN && !link && (entry->type != DT_REG || !takes))
		return;
	char *path = path_below(scan->folder->path, name);

	if (entry->type == DT_UNKNOWN &&
		fstatat(dirfd(scan->dir), name, &status, AT_SYMLINK_NOFOLLOW) == 0)
		link = S_ISLNK(status.st_mode);
	if (fstatat(dirfd(scan->dir), name, &status, 0) != 0) {
		if (takes && !is_ignored(scan, path, false))
			add_errno(problems, path);
		g_free(path);
	} else if (S_ISDIR(status.st_mode)) {
		found_folder(scan, path, link);
	} else if (S_ISREG(status.st_mode) && takes) {
		found_file(scan, name, path, &status, files);
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
	close_folder(scan);
}

bool
scan_step(struct scan *scan, GPtrArray *files, GPtrArray *problems)
{
	if (scan->file_roots == NULL) {
		sort_roots(scan, problems);
	} else if (scan->folder != NULL) {
		read_on(scan, files, problems);
	} else if (scan->stack->len > 0) {
		open_folder(scan, g_ptr_array_steal_index(scan->stack, scan->stack->len - 1),
			problems);
	} else if (!g_queue_is_empty(&scan->links)) {
		open_folder(scan, g_queue_pop_head(&scan->links), problems);
	} else if (scan->next_file < scan->files_left->len) {
		uint32_t root = g_array_index(scan->files_left, uint32_t, scan->next_file++);

		give_file_root(scan, root, files, problems);
	} else {
		return false;
	}
	return true;
}
