/*
 * Timestamps: places in a document that name a second of a recording (SPEC §4, TIMESTAMPS.md). The
 * forms are one table; one row adds one.
 */
#ifndef LECTERN_DOCUMENT_TIMESTAMP_H
#define LECTERN_DOCUMENT_TIMESTAMP_H

#include <stdbool.h>
#include <stddef.h>

struct draft;

/* Finds the timestamps of a draft whose text, blocks, runs, links and anchors are complete: all
 * forms, the shift rules over the whole document, the sentence each marks. Fills draft->timestamps
 * in order of text. Problems: [too-many]. */
void timestamps_find(struct draft *draft);

/* Whether the bytes hold a timestamp anchor outside the front matter: a cheap look for kinds. */
bool timestamps_has_anchor(const char *s, size_t n);

#endif
