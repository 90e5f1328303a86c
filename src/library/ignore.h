/*
 * Ignore files: `.lecternignore` in any folder, gitignore patterns (gitignore(5)). Matching does not
 * backtrack without bound; 10,000 patterns a file at most, the rest unused and said.
 */
#ifndef LECTERN_LIBRARY_IGNORE_H
#define LECTERN_LIBRARY_IGNORE_H

#include <stdbool.h>
#include <stddef.h>

struct ignore;

/* Reads the patterns of n bytes. parent (borrowed, may be NULL, must outlive it) holds those of the
 * folders above; a pattern nearer to the file decides. */
struct ignore *ignore_new(const struct ignore *parent, const char *folder, const char *bytes, size_t n);
void ignore_free(struct ignore *ignore);

/* Whether path (from the root, without a leading slash) is ignored. */
bool ignore_matches(const struct ignore *ignore, const char *path, bool is_folder);

/* Patterns left out over the limit. */
size_t ignore_unused(const struct ignore *ignore);

#endif
