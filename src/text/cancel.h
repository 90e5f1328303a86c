/*
 * A cancel flag: set by one thread, looked at by another between two pieces of work.
 */
#ifndef LECTERN_TEXT_CANCEL_H
#define LECTERN_TEXT_CANCEL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct cancel {
	atomic_bool set;
};

/* Any thread, any number of times. */
static inline void
cancel_set(struct cancel *cancel)
{
	atomic_store_explicit(&cancel->set, true, memory_order_relaxed);
}

/* NULL is never cancelled. */
static inline bool
cancel_is_set(const struct cancel *cancel)
{
	return cancel != NULL && atomic_load_explicit(&cancel->set, memory_order_relaxed);
}

#endif
