/*
 * What stands in the documents of a made library: words, links, timestamps, code and the rest, about
 * as often as in real ones.
 */
#ifndef LECTERN_BENCH_PROSE_H
#define LECTERN_BENCH_PROSE_H

#include "library.h"

/* Writes document's bytes into text (replaced): about size bytes. */
void prose_write(const struct library *library, uint32_t document, size_t size, struct text *text);

#endif
