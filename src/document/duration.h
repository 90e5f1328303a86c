/*
 * Lengths of time, and times into a recording, as people and pages write them: `754`, `12:34`,
 * `1:02:03`, `1h2m`, `90 s`, `62 min`, `PT1H2M3S` (ISO 8601-1 §5.5.2.4, as schema.org's duration).
 */
#ifndef LECTERN_DOCUMENT_DURATION_H
#define LECTERN_DOCUMENT_DURATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest that is read: 999:59:59. */
#define DURATION_MOST ((uint32_t)3599999 * 1000)

/* Reads all n bytes, but for blanks around; a number alone is seconds. False where they are no
 * time, or a longer one than DURATION_MOST. */
bool duration_read(const char *s, size_t n, uint32_t *milliseconds);

#endif
