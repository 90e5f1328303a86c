#include "config.h"

#include "document/arena.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

enum {
	ALIGNMENT = 16,
	FIRST_CHUNK = 4 * 1024,
	LARGEST_CHUNK = 256 * 1024,
};

/* What is given out follows its chunk's head. */
struct chunk {
	struct chunk *previous;
	size_t size, used;
};

_Static_assert(sizeof(struct chunk) <= 2 * ALIGNMENT, "the head of a chunk keeps its alignment");

struct arena {
	struct chunk *newest;
	size_t next_size;
};

struct arena *
arena_new(void)
{
	struct arena *arena = g_new0(struct arena, 1);

	arena->next_size = FIRST_CHUNK;
	return arena;
}

void
arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	for (struct chunk *chunk = arena->newest; chunk != NULL;) {
		struct chunk *previous = chunk->previous;

		g_free(chunk);
		chunk = previous;
	}
	g_free(arena);
}

static struct chunk *
chunk_new(size_t size, struct chunk *previous)
{
	struct chunk *chunk = g_malloc(2 * ALIGNMENT + size);

	chunk->previous = previous;
	chunk->size = size;
	chunk->used = 0;
	return chunk;
}

static char *
chunk_take(struct chunk *chunk, size_t size)
{
	char *p = (char *)chunk + 2 * ALIGNMENT + chunk->used;

	chunk->used += size;
	return p;
}

static char *
arena_take(struct arena *arena, size_t size)
{
	struct chunk *newest = arena->newest;

	g_assert(size <= SIZE_MAX - 4 * ALIGNMENT);
	size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	if (newest != NULL && newest->size - newest->used >= size)
		return chunk_take(newest, size);
	if (newest != NULL && size > arena->next_size / 4) {
		/* A large piece has a chunk of its own behind the newest, whose room stays in
		 * use. */
		newest->previous = chunk_new(size, newest->previous);
		return chunk_take(newest->previous, size);
	}
	arena->newest = chunk_new(MAX(size, arena->next_size), newest);
	arena->next_size = MIN(arena->next_size * 2, (size_t)LARGEST_CHUNK);
	return chunk_take(arena->newest, size);
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	return memset(arena_take(arena, size), 0, size);
}

void *
arena_copy(struct arena *arena, const void *from, size_t n)
{
	char *copy = arena_take(arena, n);

	if (n > 0)
		memcpy(copy, from, n);
	return copy;
}

char *
arena_string(struct arena *arena, const char *s, size_t n)
{
	char *copy = arena_take(arena, n + 1);

	if (n > 0)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}
