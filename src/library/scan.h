/*
 * The scan: walks the roots of a library and gives the files that are documents, in steps, so that
 * who runs it can stop between two (SPEC §1, SAFETY.md §3).
 *
 * Folders are read with openat(), at any depth; names that start with a dot and what
 * `.lecternignore` names are left out; symbolic links to files are read, those to folders followed
 * once, after all real folders (device and inode are remembered). Nothing but regular files is
 * given, nothing else is opened. What cannot be read is that path's problem, never the scan's end.
 * Files of one folder come in byte order of their names, folders after files. A root that is a file
 * is given whatever its name. Where roots overlap, each folder is read for the first of them, and a
 * file for a folder rather than for itself.
 *
 * A scan may also be of some folders alone, in a library that was scanned before.
 */
#ifndef LECTERN_LIBRARY_SCAN_H
#define LECTERN_LIBRARY_SCAN_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/source.h"

/* A file found. */
struct scan_file {
	/* as printed: the root as given joined with the path below it, no leading "./" */
	char *path;
	uint32_t root;  /* index of its root */
	uint32_t below; /* offset in path at which the path below the root begins */
	struct file_state state;
	/* where path leads through a symbolic link below its root: the real path of the file; of a
	 * root that is a file always; else NULL */
	char *real;
	bool alone; /* it is a root itself */
};

/* What became of a folder. */
enum scan_outcome {
	SCAN_READ,
	SCAN_GONE,       /* it is not there, or cannot be read: nor can what is in it */
	SCAN_UNFINISHED, /* for want of descriptors, or broken off: what is in it is not known */
};

/* A folder whose files were all given. */
struct scan_folder {
	char *path;              /* as printed; "" for the current folder */
	uint32_t root;           /* index of its root */
	uint32_t below;          /* as of its files; may lie past the end of path */
	struct file_state state; /* before it was read; all 0 where it was not */
	enum scan_outcome outcome;
};

struct scan_problem {
	char *path;
	char *message; /* a sentence without the path: "cannot be read: Permission denied" */
};

struct scan_options {
	const char *const *roots;      /* folders or files, NULL-terminated */
	const char *const *extensions; /* lower case without dot, NULL-terminated */
	/* only these folders, as printed (or below such), and what is below them; NULL-terminated.
	 * NULL: all. Roots that are files are looked at all the same. */
	const char *const *folders;
	bool shallow; /* and not what is below them */
	/* before the names of a folder are read, on the thread of scan_step(): its printed path,
	 * and a descriptor of it. May be NULL. */
	void (*enter)(void *data, const char *path, int folder);
	void *data; /* of enter */
};

struct scan;

/* options are copied. */
struct scan *scan_new(const struct scan_options *options);
void scan_free(struct scan *scan);

/* Reads on, in a folder or a part of a large one: appends struct scan_file * to files and struct
 * scan_problem * to problems (either's elements belong to the caller; free with the functions
 * below). False when there is nothing more. Where the process has no descriptor left, a step waits
 * some milliseconds and gives nothing; after two seconds that is the folder's problem. */
bool scan_step(struct scan *scan, GPtrArray *files, GPtrArray *problems);

/* The next folder that the steps so far have finished, before the files of the next are given; NULL
 * where there is none. The caller frees. */
struct scan_folder *scan_finished(struct scan *scan);

void scan_file_free(struct scan_file *file);
void scan_folder_free(struct scan_folder *folder);
void scan_problem_free(struct scan_problem *problem);

typedef struct scan Scan;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scan, scan_free)

#endif
