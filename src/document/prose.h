/*
 * What is found in the running text of a finished draft, outside code: words, tags and dates.
 */
#ifndef LECTERN_DOCUMENT_PROSE_H
#define LECTERN_DOCUMENT_PROSE_H

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

struct draft;

/* Words of n bytes, as UAX #29 parts them: an ideograph is one, `don't` and `3.14` are one. */
uint32_t prose_words(const char *s, size_t n);

/* Adds each #tag (Obsidian's rule: at the start or after a blank; letters, digits, `_`, `-` and
 * `/`, not digits alone) to the draft's tags. */
void prose_find_tags(struct draft *draft);

/* The dates written in the text: an array of struct date_mention. */
GArray *prose_find_dates(struct draft *draft);

#endif
