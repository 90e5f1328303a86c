/*
 * An arena: memory that is given out piece by piece and freed at once, with its owner.
 */
#ifndef LECTERN_DOCUMENT_ARENA_H
#define LECTERN_DOCUMENT_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena);

/* size zeroed bytes, aligned for any type. Never NULL: GLib's rule for memory that runs out
 * holds. */
void *arena_alloc(struct arena *arena, size_t size);

/* Copies of n bytes, and of n bytes with a NUL after them. */
void *arena_copy(struct arena *arena, const void *from, size_t n);
char *arena_string(struct arena *arena, const char *s, size_t n);

#endif
