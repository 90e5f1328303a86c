/*
 * Timestamps: places in a document that name a second of a recording (SPEC §4, TIMESTAMPS.md). The
 * forms are one table; one row adds one.
 */
#ifndef LECTERN_DOCUMENT_TIMESTAMP_H
#define LECTERN_DOCUMENT_TIMESTAMP_H

#include <stdbool.h>
#include <stddef.h>

struct document;
struct draft;

/* Finds the timestamps of a draft whose text, blocks, runs, links and anchors are complete: all
 * forms, the shift rules over the whole document, the sentence each marks. Fills draft->timestamps
 * in order of text. Problems: [too-many], [no-time], [label-differs]; notices: [label-time],
 * [minutes-as-hours]. */
void timestamps_find(struct draft *draft);

/* Adds a problem [past-end] to draft where timestamps of the document, made of it but for its
 * problems, lie past its recording's end by more than a minute: lengths are often rounded. */
void timestamps_check_end(struct draft *draft, const struct document *document);

/* Whether the bytes hold a timestamp anchor outside the front matter: a cheap look for kinds. */
bool timestamps_has_anchor(const char *s, size_t n);

#endif
