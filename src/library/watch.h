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

/* NULL and error where the system gives none. */
struct watch *watch_new(GError **error);
void watch_free(struct watch *watch);

/* To wait on for reading. */
int watch_descriptor(const struct watch *watch);

/* Watches a folder (any path that opens it), known from now on as path. False and error where watches ran
 * out or it cannot be watched; once is enough to say. Add it before it is scanned. */
bool watch_add(struct watch *watch, const char *path, GError **error);

/* How many folders are watched. */
unsigned watch_count(const struct watch *watch);

/* Takes what happened: appends the paths (char *, the caller frees) of folders in which something
 * appeared, changed, vanished or was renamed, each once; folders that were made inside them are not watched
 * yet. *overflow: events were lost, all must be scanned again. */
void watch_take(struct watch *watch, GPtrArray *folders, bool *overflow);

typedef struct watch Watch;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Watch, watch_free)

#endif
