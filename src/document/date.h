/*
 * Dates as people write them: `2022-04-29`, `Apr 29, 2022`, `29 April 2022`, `2022年4月29日`.
 */
#ifndef LECTERN_DOCUMENT_DATE_H
#define LECTERN_DOCUMENT_DATE_H

#include <stddef.h>

/* Reads a full date at the start of s; gives the bytes it takes, 0 where there is none, and
 * YYYY-MM-DD in iso (11 bytes). What follows must not go on with a letter or digit. */
size_t date_read(const char *s, size_t n, char *iso);

/* The day, month or year that a field's value begins with, as YYYY-MM-DD, YYYY-MM or YYYY in iso
 * (11 bytes); "" where it begins with none. */
void date_of_value(const char *value, char *iso);

#endif
