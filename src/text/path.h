/*
 * Paths as strings: a file's name in a path, the suffix of a name, what stands below what.
 */
#ifndef LECTERN_TEXT_PATH_H
#define LECTERN_TEXT_PATH_H

#include <stdbool.h>
#include <stddef.h>

/* What follows the last slash of path, a part of it; all of it where it has none. */
const char *path_name(const char *path);

/* Bytes of a file's name before its last suffix; all of it where there is none. A dot that begins a
 * name begins no suffix. */
size_t path_stem(const char *name);

/* Whether name ends in one of suffixes (without their dot, NULL-terminated), in any case. */
bool path_has_suffix(const char *name, const char *const *suffixes);

/* folder, a slash where it has none at its end, and name; name alone where folder is "", the current
 * one. The caller frees. */
char *path_join(const char *folder, const char *name);

/* Folders up and down between the folders of two paths. */
unsigned path_distance(const char *a, const char *b);

/* Whether path is folder or stands below it, as both are written; below "" stand all. */
bool path_lies_in(const char *path, const char *folder);

#endif
