/*
 * Ignore files: `.lecternignore` in any folder, with the patterns of gitignore(5): `!` to take
 * back, a slash at the start or inside to anchor at the file's folder, a slash at the end for
 * folders alone, `*`
 * `?` `[a-z]` `[[:digit:]]` within a name, `**` for any number of folders, `\` to quote. As in git,
 * `?` and a class stand for one byte, and case counts.
 *
 * Matching takes time in proportion to pattern times path at most. 10,000 patterns a file, the rest
 * unused and said.
 */
#ifndef LECTERN_LIBRARY_IGNORE_H
#define LECTERN_LIBRARY_IGNORE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define IGNORE_PATTERNS 10000

struct ignore;

/* Reads the patterns of n bytes, the ignore file of folder (its path from the root, "" for the root
 * itself). parent (borrowed, may be NULL, must outlive it) holds those of the folders above; a
 * pattern nearer to the file decides, and in one file the last. */
struct ignore *ignore_new(const struct ignore *parent, const char *folder, const char *bytes,
	size_t n);
void ignore_free(struct ignore *ignore);

/* Whether path (from the root, without a leading slash; below the folder of ignore) is ignored.
 * What lies in an ignored folder is ignored whatever this says: who walks does not go in. ignore
 * may be NULL. */
bool ignore_matches(const struct ignore *ignore, const char *path, bool is_folder);

/* Patterns left out over the limit. */
size_t ignore_unused(const struct ignore *ignore);

typedef struct ignore Ignore;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ignore, ignore_free)

#endif
