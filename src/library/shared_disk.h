/*
 * Disks that machines share. SQLite's log beside a database needs memory that all its users have in
 * common, so that a database there keeps a journal instead (SAFETY §3).
 */
#ifndef LECTERN_LIBRARY_SHARED_DISK_H
#define LECTERN_LIBRARY_SHARED_DISK_H

#include <stdbool.h>

/* Whether a file or folder stands on one; false where the system cannot tell. */
bool shared_disk(const char *path);

#endif
