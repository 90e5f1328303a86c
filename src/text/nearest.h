/*
 * Nearest names: what was probably meant by a name that is unknown.
 */
#ifndef LECTERN_TEXT_NEAREST_H
#define LECTERN_TEXT_NEAREST_H

#include <stddef.h>

/* The name among n that is fewest edits (insert, drop, change, swap of neighbours; case is free)
 * from word; NULL where none is within a third of its length (at least 1, but never all of it). The
 * first of equals. */
const char *nearest_name(const char *word, const char *const *names, size_t n);

#endif
