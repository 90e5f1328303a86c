/*
 * Where a store lives that cannot be a file: memory that the connections of one process share, in
 * which one writes while others read.
 */
#ifndef LECTERN_LIBRARY_STORE_MEMORY_H
#define LECTERN_LIBRARY_STORE_MEMORY_H

/* The name of SQLite's file system for it, made when first asked for; NULL where there is none. A
 * connection to it must not let its cache spill. */
const char *store_memory_vfs(void);

#endif
