/*
 * The scan: walks the roots of a library and gives the files that are documents, in steps, so that who
 * runs it can stop between two (SPEC §1, SAFETY.md §3).
 *
 * Folders are read with openat(); names that start with a dot and what `.lecternignore` names are left
 * out; symbolic links to files are read, those to folders followed once (device and inode are
 * remembered). Nothing but regular files is given. What cannot be read is that path's problem, never
 * the scan's end. Files of one folder come in byte order of their names, folders after files.
 */
#ifndef LECTERN_LIBRARY_SCAN_H
#define LECTERN_LIBRARY_SCAN_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* A file found. */
struct scan_file {
	char *path;      /* as printed: the root as given joined with the path below it, no leading "./" */
	uint32_t root;   /* index of its root */
	uint32_t below;  /* offset in path at which the path below the root begins */
	uint64_t device, inode, size;
	int64_t mtime;
};

struct scan_problem {
	char *path;
	char *message;
};

struct scan_options {
	const char *const *roots;      /* folders or files, NULL-terminated */
	const char *const *extensions; /* lower case without dot, NULL-terminated */
};

struct scan;

struct scan *scan_new(const struct scan_options *options);
void scan_free(struct scan *scan);

/* Reads the next folder (or root that is a file): appends struct scan_file * to files and struct
 * scan_problem * to problems (either's elements belong to the caller; free with the functions below).
 * False when there is nothing more. */
bool scan_step(struct scan *scan, GPtrArray *files, GPtrArray *problems);

void scan_file_free(struct scan_file *file);
void scan_problem_free(struct scan_problem *problem);

#endif
