/*
 * Times as people write them: `0:09`, `12:34`, `01:02:03`, `00:01:02.500` (TIMESTAMPS.md 2).
 */
#ifndef LECTERN_DOCUMENT_CLOCK_H
#define LECTERN_DOCUMENT_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A time as written: 1 to 3 digits, then parts of two digits (loose: one may stand, as in
 * data-t). */
struct clock_time {
	uint16_t part[4];
	uint8_t parts;   /* 2, 3 or 4 */
	uint16_t millis; /* after '.' or ',' */
};

/* Reads a time at the start of s; gives the bytes it takes, 0 where there is none (TIMESTAMPS.md
 * 2). The next byte must not go on with a digit or a colon and digit. */
size_t clock_read(const char *s, size_t n, bool loose, struct clock_time *time);

/* Its milliseconds, read as HH:MM:SS (or MM:SS where it has two parts, or where shifted says that
 * three parts mean MM:SS). */
uint32_t clock_milliseconds(const struct clock_time *time, bool shifted);

/* `H:MM:SS` of whole seconds; buffer of 16 bytes. */
const char *clock_format(char *buffer, uint32_t milliseconds);

/* `0:44`, `13:26`, `1:02:03`: whole seconds as short as they can be; buffer of 16 bytes. */
const char *clock_short(char *buffer, uint32_t milliseconds);

#endif
