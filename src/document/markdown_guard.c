#include "config.h"

#include "document/markdown_guard.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	SLAB_LEAST = 256 * 1024,
	SLAB_MOST = 8 * 1024 * 1024,
	PIECE_ALIGN = 16,
	CALLS_BETWEEN_LOOKS = 64,
};

struct guard_slab {
	struct guard_slab *next;
	size_t size;
};

/* Stands before each piece, so that a piece that grows knows what to copy. */
struct piece_head {
	_Alignas(PIECE_ALIGN) size_t size;
};

/* cmark's allocator functions are given no context: the thread is the only one there is. Set by
 * guard_init(), unset by guard_clear(). */
static _Thread_local struct guard *thread_guard;

static int64_t
thread_cpu(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0)
		return 0;
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static G_GNUC_NORETURN void
leave(struct guard *guard, enum guard_fault fault)
{
	guard->fault = fault;
	longjmp(guard->leave, 1);
}

void
guard_tick(struct guard *guard)
{
	if (++guard->calls % CALLS_BETWEEN_LOOKS != 0)
		return;
	if (cancel_is_set(guard->cancel))
		leave(guard, GUARD_CANCELLED);
	if (thread_cpu() > guard->deadline)
		leave(guard, GUARD_TIME);
}

static void
add_slab(struct guard *guard, size_t need)
{
	size_t size =
		guard->slabs == NULL ? SLAB_LEAST : MIN(guard->slabs->size * 2, (size_t)SLAB_MOST);
	struct guard_slab *slab;

	size = MAX(size, need + sizeof(*slab) + PIECE_ALIGN);
	slab = g_try_malloc(size);
	if (slab == NULL)
		leave(guard, GUARD_MEMORY);
	slab->next = guard->slabs;
	slab->size = size;
	guard->slabs = slab;
	guard->at = (char *)slab + (sizeof(*slab) + PIECE_ALIGN - 1) / PIECE_ALIGN * PIECE_ALIGN;
	guard->end = (char *)slab + size;
	guard->last = NULL;
}

struct guard_mark
guard_mark(const struct guard *guard)
{
	return (struct guard_mark){ .slab = guard->slabs, .at = guard->at, .used = guard->used };
}

static void
free_slabs(struct guard *guard, const struct guard_slab *until)
{
	while (guard->slabs != until) {
		struct guard_slab *next = guard->slabs->next;

		g_free(guard->slabs);
		guard->slabs = next;
	}
}

void
guard_release(struct guard *guard, const struct guard_mark *mark)
{
	free_slabs(guard, mark->slab);
	guard->at = mark->at;
	guard->end = mark->slab != NULL ? (char *)mark->slab + mark->slab->size : mark->at;
	guard->last = NULL;
	guard->used = mark->used;
}

/* A piece of size bytes, not cleared. */
static void *
take(struct guard *guard, size_t size)
{
	size_t need;
	char *piece;

	if (size > guard->limit)
		leave(guard, GUARD_MEMORY);
	need = sizeof(struct piece_head) + (size + PIECE_ALIGN - 1) / PIECE_ALIGN * PIECE_ALIGN;
	guard->used += need;
	if (guard->used > guard->limit)
		leave(guard, GUARD_MEMORY);
	guard_tick(guard);
	if (guard->slabs == NULL || (size_t)(guard->end - guard->at) < need)
		add_slab(guard, need);
	((struct piece_head *)guard->at)->size = size;
	piece = guard->at + sizeof(struct piece_head);
	guard->at += need;
	guard->last = piece;
	return piece;
}

static void *
guard_calloc(size_t count, size_t size)
{
	struct guard *guard = thread_guard;
	void *piece;

	if (size != 0 && count > SIZE_MAX / size)
		leave(guard, GUARD_MEMORY);
	piece = take(guard, count * size);
	memset(piece, 0, count * size);
	return piece;
}

static void *
guard_realloc(void *old, size_t size)
{
	struct guard *guard = thread_guard;
	struct piece_head *head;
	void *piece;

	if (old == NULL) {
		/* cmark's buffers give out what they have room for before anything was put there. */
		piece = take(guard, size);
		memset(piece, 0, MIN(size, (size_t)1));
		return piece;
	}
	head = (struct piece_head *)((char *)old - sizeof(*head));
	if (size <= head->size)
		return old;
	if (old == guard->last && size < (size_t)(guard->end - (char *)old) - PIECE_ALIGN) {
		char *end = (char *)old + (size + PIECE_ALIGN - 1) / PIECE_ALIGN * PIECE_ALIGN;

		guard->used += (size_t)(end - guard->at);
		if (guard->used > guard->limit)
			leave(guard, GUARD_MEMORY);
		guard->at = end;
		head->size = size;
		return old;
	}
	piece = take(guard, size);
	memcpy(piece, old, head->size);
	return piece;
}

/* All memory goes at once, with the guard. */
static void
guard_free(void *piece)
{
	(void)piece;
}

cmark_mem *
guard_memory(void)
{
	static cmark_mem memory = {
		.calloc = guard_calloc,
		.realloc = guard_realloc,
		.free = guard_free,
	};

	return &memory;
}

void
guard_init(struct guard *guard, size_t n, const struct cancel *cancel)
{
	enum { MIB = 1024 * 1024 };

	memset(guard, 0, sizeof(*guard));
	guard->cancel = cancel;
	guard->limit = MIN((size_t)64 * MIB + 400 * n, (size_t)1024 * MIB);
	guard->deadline = thread_cpu() + 1000000000 + (int64_t)n * 4000;
	thread_guard = guard;
}

void
guard_clear(struct guard *guard)
{
	free_slabs(guard, NULL);
	thread_guard = NULL;
}

cmark_parser *
guard_parser(int options)
{
	static const char *const names[] = { "table", "tasklist" };
	static gsize registered;
	cmark_parser *parser;

	/* cmark's list of extensions belongs to the whole process and knows no lock: made once. */
	if (g_once_init_enter(&registered)) {
		cmark_gfm_core_extensions_ensure_registered();
		g_once_init_leave(&registered, 1);
	}
	parser = cmark_parser_new_with_mem(options, guard_memory());
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(names[i]));
	return parser;
}
