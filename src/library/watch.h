/*
 * The watch: which folders of a library changed, from inotify. Folders are watched, never files
 * (editors save by renaming over the file). It hands out a descriptor to wait on; it starts no
 * thread and waits for nothing.
 */
#ifndef LECTERN_LIBRARY_WATCH_H
#define LECTERN_LIBRARY_WATCH_H

#include <glib.h>
#include <stdbool.h>

struct watch;

/* NULL and error where the system gives none. Any thread may use it from then on; the last of its
 * users ends it. */
struct watch *watch_new(GError **error);
struct watch *watch_ref(struct watch *watch);
void watch_free(struct watch *watch);

/* To wait on for reading. */
int watch_descriptor(const struct watch *watch);

/* Watches a folder, known from now on as path; opens is any path that leads to it ("/proc/self/fd/7").
 * False and error where watches ran out (G_FILE_ERROR_NOSPC) or it cannot be watched; once is enough
 * to say. Add it before it is scanned. */
bool watch_add(struct watch *watch, const char *path, const char *opens, GError **error);

/* How many folders are watched. */
unsigned watch_count(const struct watch *watch);

/* Takes what happened: appends the paths (char *, the caller frees), each once: to folders those in
 * which files appeared, changed, vanished or were renamed; to trees those that came, went, or are to
 * be looked at with all below them for another reason. What came is not watched yet. *overflow:
 * events were lost, all must be scanned again. */
void watch_take(struct watch *watch, GPtrArray *folders, GPtrArray *trees, bool *overflow);

typedef struct watch Watch;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Watch, watch_free)

#endif
