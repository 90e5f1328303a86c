/*
 * The memory that connections of one process share: SQLite's own `memdb`, with locks as files have
 * them. There a connection that is about to write lets nobody read until it is done; here readers go
 * on until the moment of its commit. What is written before that stands in its own cache (which must
 * not spill), so that a reader never meets half of it.
 *
 * 1. Any number hold SHARED; RESERVED, PENDING and EXCLUSIVE are held by one, who holds SHARED too.
 * 2. Nobody new gets SHARED while one holds PENDING; EXCLUSIVE waits until all others are gone.
 */
#include "config.h"

#include "library/store_memory.h"

#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#define NAME "lectern-memory"

/* The locks on what has one name. */
struct lock {
	char *name;
	unsigned users; /* open files */
	unsigned readers;
	bool reserved, pending;
};

/* Behind the base's part of an open file. */
struct part {
	sqlite3_io_methods methods; /* the base's but for the locks */
	const sqlite3_io_methods *base;
	struct memory *memory;
	struct lock *lock;
	int held; /* SQLITE_LOCK_* */
};

/* All of the process; lives as long as it does. */
struct memory {
	sqlite3_vfs vfs; /* the base's but for what it opens */
	sqlite3_vfs *base;
	GMutex mutex;
	GHashTable *locks; /* name to struct lock * */
};

static struct part *
part_of(sqlite3_file *file)
{
	/* The first member of the part is what the file points to. */
	return (struct part *)(void *)(uintptr_t)file->pMethods;
}

static void
release(struct part *part, int to)
{
	struct lock *lock = part->lock;

	if (part->held > SQLITE_LOCK_SHARED)
		lock->reserved = lock->pending = false;
	if (to == SQLITE_LOCK_NONE && part->held > SQLITE_LOCK_NONE)
		lock->readers--;
	part->held = to;
}

static int
take(struct part *part, int level)
{
	struct lock *lock = part->lock;

	if (part->held == SQLITE_LOCK_NONE) {
		if (lock->pending)
			return SQLITE_BUSY;
		lock->readers++;
		part->held = SQLITE_LOCK_SHARED;
	}
	if (level >= SQLITE_LOCK_RESERVED && part->held < SQLITE_LOCK_RESERVED) {
		if (lock->reserved)
			return SQLITE_BUSY;
		lock->reserved = true;
		part->held = SQLITE_LOCK_RESERVED;
	}
	if (level == SQLITE_LOCK_EXCLUSIVE) {
		lock->pending = true;
		part->held = SQLITE_LOCK_PENDING;
		if (lock->readers > 1)
			return SQLITE_BUSY;
		part->held = SQLITE_LOCK_EXCLUSIVE;
	}
	return SQLITE_OK;
}

static int
memory_lock(sqlite3_file *file, int level)
{
	struct part *part = part_of(file);
	int result = SQLITE_OK;

	g_mutex_lock(&part->memory->mutex);
	if (level > part->held)
		result = take(part, level);
	g_mutex_unlock(&part->memory->mutex);
	return result;
}

static int
memory_unlock(sqlite3_file *file, int level)
{
	struct part *part = part_of(file);

	g_mutex_lock(&part->memory->mutex);
	if (level < part->held)
		release(part, level);
	g_mutex_unlock(&part->memory->mutex);
	return SQLITE_OK;
}

static int
memory_is_reserved(sqlite3_file *file, int *reserved)
{
	struct part *part = part_of(file);

	g_mutex_lock(&part->memory->mutex);
	*reserved = part->lock->reserved;
	g_mutex_unlock(&part->memory->mutex);
	return SQLITE_OK;
}

static int
memory_close(sqlite3_file *file)
{
	struct part *part = part_of(file);
	struct memory *memory = part->memory;

	g_mutex_lock(&memory->mutex);
	release(part, SQLITE_LOCK_NONE);
	if (--part->lock->users == 0)
		g_hash_table_remove(memory->locks, part->lock->name);
	g_mutex_unlock(&memory->mutex);
	file->pMethods = part->base;
	return part->base->xClose(file);
}

static int
memory_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
	/* what SQLite was given: its first member */
	struct memory *memory = (struct memory *)(void *)vfs;
	struct part *part = (struct part *)(void *)((char *)file + memory->base->szOsFile);
	int result = memory->base->xOpen(memory->base, name, file, flags, out);

	if (result != SQLITE_OK || name == NULL)
		return result;
	*part = (struct part){ .methods = *file->pMethods, .base = file->pMethods };
	part->methods.xLock = memory_lock;
	part->methods.xUnlock = memory_unlock;
	part->methods.xCheckReservedLock = memory_is_reserved;
	part->methods.xClose = memory_close;
	part->memory = memory;
	g_mutex_lock(&memory->mutex);
	part->lock = g_hash_table_lookup(memory->locks, name);
	if (part->lock == NULL) {
		part->lock = g_new0(struct lock, 1);
		part->lock->name = g_strdup(name);
		g_hash_table_insert(memory->locks, part->lock->name, part->lock);
	}
	part->lock->users++;
	g_mutex_unlock(&memory->mutex);
	file->pMethods = &part->methods;
	return SQLITE_OK;
}

static void
lock_free(void *p)
{
	struct lock *lock = p;

	g_free(lock->name);
	g_free(lock);
}

static gpointer
make(gpointer data)
{
	sqlite3_vfs *base = sqlite3_vfs_find("memdb");
	struct memory *memory;

	if (base == NULL)
		return NULL;
	memory = g_new0(struct memory, 1);
	g_mutex_init(&memory->mutex);
	memory->locks = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, lock_free);
	memory->base = base;
	memory->vfs = *base;
	memory->vfs.zName = NAME;
	memory->vfs.pNext = NULL;
	memory->vfs.szOsFile = base->szOsFile + (int)sizeof(struct part);
	memory->vfs.xOpen = memory_open;
	if (sqlite3_vfs_register(&memory->vfs, 0) != SQLITE_OK)
		return NULL;
	return data;
}

const char *
store_memory_vfs(void)
{
	static GOnce made = G_ONCE_INIT;

	return g_once(&made, make, (gpointer)NAME);
}
