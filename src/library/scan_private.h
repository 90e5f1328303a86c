/*
 * The inside of the scan: shared by scan.c, which walks, and scan_roots.c, which finds where to
 * begin.
 */
#ifndef LECTERN_LIBRARY_SCAN_PRIVATE_H
#define LECTERN_LIBRARY_SCAN_PRIVATE_H

#include <dirent.h>
#include <sys/stat.h>

#include "library/ignore.h"
#include "library/scan.h"

/* A folder to read. */
struct folder {
	char *path; /* as printed; "" for the current folder */
	uint32_t root;
	/* offset in the path of a file in the root at which the part below it begins */
	uint32_t below;
	const struct ignore *ignore; /* of the folders above; belongs to the scan */
	char *real;  /* as of struct scan_folder; of a link not known before it is open */
	bool link;   /* reached through a symbolic link of its own */
	bool broken; /* its names could not all be read */
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
	char **reals; /* by root */
	char **extensions;
	char **folders; /* NULL: all */
	bool shallow;
	void (*enter)(void *data, const char *path, int folder);
	void *data;
	GQueue finished;    /* struct scan_folder * */
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
	struct file_state state; /* of it */
	GString *names;          /* one after the other, each with its NUL */
	GArray *entries;         /* struct name, in byte order */
	guint next_entry;
	GPtrArray *found; /* struct folder *: those in it */
	GString *scratch;
};

/* Where to begin: puts the roots, or the folders of them that are asked for, on the stack. */
void scan_begin(struct scan *scan, GPtrArray *problems);

/* Gives the next root that is a file. */
void scan_give_root(struct scan *scan, GPtrArray *files, GPtrArray *problems);

/* Takes path. */
struct folder *scan_new_folder(char *path, uint32_t root, uint32_t below,
	const struct ignore *ignore);

/* Names a directory entry, whatever path leads to it. The caller frees. */
char *scan_file_key(struct folder_id folder, const char *name);

/* The patterns of the ignore file in the open folder at, over parent; parent where there is none. */
const struct ignore *scan_read_ignore(struct scan *scan, int at, const struct folder *folder,
	GPtrArray *problems);

/* The real path of what a name in an open folder leads to; of the folder itself with name "".
 * NULL where the system cannot tell. The caller frees. */
char *scan_real_path(int folder, const char *name);

/* Says that a folder is done with; after a failure with its outcome. */
void scan_finish(struct scan *scan, const struct folder *folder, enum scan_outcome outcome);

/* What a failure means for a folder. */
enum scan_outcome scan_outcome_of(int error);

void scan_add_file(GPtrArray *files, struct scan_file file, const struct stat *status);
void scan_add_problem(GPtrArray *problems, const char *path, const char *format, ...)
	G_GNUC_PRINTF(3, 4);
void scan_add_errno(GPtrArray *problems, const char *path);

#endif
