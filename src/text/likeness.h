/*
 * Likenesses: typographic characters in ASCII, for terminals that take nothing else.
 */
#ifndef LECTERN_TEXT_LIKENESS_H
#define LECTERN_TEXT_LIKENESS_H

#include <stdint.h>

/* The likeness of c in printable ASCII, at most 4 bytes; NULL where it has none. */
const char *likeness_of(uint32_t c);

#endif
