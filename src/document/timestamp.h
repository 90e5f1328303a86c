/*
 * Timestamps: places in a document that name a second of a recording (SPEC §4, TIMESTAMPS.md). The
 * forms are one table; one row adds one.
 */
#ifndef LECTERN_DOCUMENT_TIMESTAMP_H
#define LECTERN_DOCUMENT_TIMESTAMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct draft;

/* A time as written: 1 to 3 digits, then parts of two digits (loose: one may stand, as in data-t). */
struct clock_time {
	uint16_t part[4];
	uint8_t parts;   /* 2, 3 or 4 */
	uint16_t millis; /* after '.' or ',' */
};

/* Reads a time at the start of s; gives the bytes it takes, 0 where there is none (TIMESTAMPS.md 2).
 * The next byte must not go on with a digit or a colon and digit. */
size_t clock_read(const char *s, size_t n, bool loose, struct clock_time *time);

/* Its milliseconds, read as HH:MM:SS (or MM:SS where it has two parts, or where shifted says that three
 * parts mean MM:SS). */
uint32_t clock_milliseconds(const struct clock_time *time, bool shifted);

/* `H:MM:SS` of whole seconds; buffer of 16 bytes. */
const char *clock_format(char *buffer, uint32_t milliseconds);

/* Finds the timestamps of a draft whose text, blocks, runs, links and anchors are complete: all forms,
 * the shift rules over the whole document, the sentence each marks. Fills draft->timestamps in order of
 * text. Problems: [too-many]. */
void timestamps_find(struct draft *draft);

/* Whether the bytes hold a timestamp anchor outside the front matter: a cheap look for kinds. */
bool timestamps_has_anchor(const char *s, size_t n);

#endif
