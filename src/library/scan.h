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
	/* where path leads through a symbolic link: the real path of the file; else NULL */
	char *real;
};

struct scan_problem {
	char *path;
	char *message; /* a sentence without the path: "cannot be read: Permission denied" */
};

struct scan_options {
	const char *const *roots;      /* folders or files, NULL-terminated */
	const char *const *extensions; /* lower case without dot, NULL-terminated */
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

void scan_file_free(struct scan_file *file);
void scan_problem_free(struct scan_problem *problem);

typedef struct scan Scan;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scan, scan_free)

#endif
