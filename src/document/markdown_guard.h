/*
 * The guard of a Markdown parse: cmark's memory, and the limits on what it may take (SAFETY.md §2).
 *
 * cmark asks for memory all the time and for nothing else, so its allocator is where a parse is
 * watched. Over a limit the allocator leaves by longjmp and the guard's memory is dropped whole;
 * nothing of cmark's is freed one by one.
 */
#ifndef LECTERN_DOCUMENT_MARKDOWN_GUARD_H
#define LECTERN_DOCUMENT_MARKDOWN_GUARD_H

#include <cmark-gfm.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

#include "text/cancel.h"

enum guard_fault {
	GUARD_FINE,
	GUARD_MEMORY,
	GUARD_TIME,
	GUARD_CANCELLED,
};

struct guard_slab;

struct guard {
	jmp_buf leave;          /* where a limit leads: set by setjmp() before cmark is called */
	enum guard_fault fault; /* then says which */
	const struct cancel *cancel;
	struct guard_slab *slabs;
	char *at, *end; /* what is free of the newest slab */
	char *last;     /* the newest piece: it can grow in place */
	size_t used, limit;
	int64_t deadline; /* of the thread's CPU clock, in nanoseconds */
	unsigned calls;
};

/* Begins a guard for an input of n bytes and makes it this thread's: 64 MiB and 400 bytes a byte of
 * memory, 1 GiB at most; 1 s and 4 us a byte of CPU. */
void guard_init(struct guard *guard, size_t n, const struct cancel *cancel);

/* Frees all that was allocated under the guard. The thread has none afterwards. */
void guard_clear(struct guard *guard);

/* The allocator that watches for this thread's guard. */
cmark_mem *guard_memory(void);

/* Looks at the limits every 64th time, and leaves where one is passed: for loops that allocate
 * nothing. */
void guard_tick(struct guard *guard);

/* What was allocated so far; releasing it frees all that was allocated since. */
struct guard_mark {
	struct guard_slab *slab;
	char *at;
	size_t used;
};

struct guard_mark guard_mark(const struct guard *guard);

/* Frees what was allocated since the mark. */
void guard_release(struct guard *guard, const struct guard_mark *mark);

/* A parser with tables and task lists under this thread's guard. */
cmark_parser *guard_parser(int options);

#endif
