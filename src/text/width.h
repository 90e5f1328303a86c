/*
 * Widths in terminal columns, as curses counts them: the sum of wcwidth() over a cluster. They are
 * asked of the C library once, in a UTF-8 locale, so that every part of the program and curses
 * agree.
 */
#ifndef LECTERN_TEXT_WIDTH_H
#define LECTERN_TEXT_WIDTH_H

#include <stddef.h>
#include <stdint.h>

/* Call once in main, before any thread, after setlocale(LC_CTYPE, ""). Measures in the UTF-8 locale
 * in force, else in C.UTF-8. Where it is not called, the first question does it. */
void width_init(void);

/* Columns of a code point: 0, 1 or 2; -1 where the C library knows no width. Code points
 * reserved for pictographs are 2. Any thread. */
int width_of(uint32_t c);

/* The C library's widths of count code points from first on: for text/property.c, which keeps
 * them. */
void width_measure(uint32_t first, size_t count, int8_t *widths);

#endif
