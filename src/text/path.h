/*
 * Paths as strings: a file's name in a path, and the suffix of a name.
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

#endif
