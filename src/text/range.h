/*
 * A range: the half-open span [start, end) of bytes of a string. Which string is said where the
 * range stands: a document's visible text, or the UTF-8 source it was read from.
 */
#ifndef LECTERN_TEXT_RANGE_H
#define LECTERN_TEXT_RANGE_H

#include <stdbool.h>
#include <stdint.h>

struct range {
	uint32_t start;
	uint32_t end;
};

/* "No place": of a range that stands for nothing, both ends are this. */
#define RANGE_NONE UINT32_MAX

/* Bytes of r, which is not none. */
static inline uint32_t
range_length(struct range r)
{
	return r.end - r.start;
}

static inline bool
range_is_none(struct range r)
{
	return r.start == RANGE_NONE;
}

/* Whether the byte at an offset is in it. */
static inline bool
range_holds(struct range r, uint32_t at)
{
	return at >= r.start && at < r.end;
}

#endif
