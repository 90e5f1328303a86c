/*
 * Regular expressions that cannot run away: PCRE2 without JIT, with limits on the pattern (1 KiB),
 * on steps (100,000), depth and memory (20 MiB), and over 16 KiB of text on time (half a second a
 * search, and as much for 2 MB), UTF with broken sequences matched as nothing (SAFETY.md §2).
 */
#ifndef LECTERN_TEXT_REGEX_H
#define LECTERN_TEXT_REGEX_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "text/range.h"

struct regex;

#define REGEX_ERROR regex_error_quark()
GQuark regex_error_quark(void);

/* Compiles pattern. On failure gives NULL and a sentence with the column of the fault. */
struct regex *regex_new(const char *pattern, bool ignore_case, GError **error);
void regex_free(struct regex *regex);

enum regex_result { REGEX_NONE, REGEX_FOUND, REGEX_LIMIT };

/* The first match in text[from, n). An empty match counts. REGEX_LIMIT: a limit was met, which the
 * caller says. */
enum regex_result regex_find(const struct regex *regex, const char *text, size_t n, size_t from,
	struct range *match);

typedef struct regex Regex;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Regex, regex_free)

#endif
