/*
 * Fuzzy matching: whether the letters of a pattern stand in a text in that order, and how well.
 * Letters at the start of words and in runs count most, gaps cost (the scoring of fzf's algorithm
 * v2). The words of a pattern may stand in any order; all must match. Case and accents are free
 * until the pattern holds a capital.
 */
#ifndef LECTERN_TEXT_FUZZY_H
#define LECTERN_TEXT_FUZZY_H

#include <glib.h>
#include <stddef.h>

struct fuzzy;

/* Prepares a pattern for many texts. Not for two threads at once: it holds working memory. */
struct fuzzy *fuzzy_new(const char *pattern);
void fuzzy_free(struct fuzzy *fuzzy);

/* How well s (n bytes) matches: 0 not at all, else more for better; 1 for an empty pattern. Appends
 * to positions (uint32_t byte offsets of s, of code points that were matched, ascending; may be
 * NULL). Of a long text the first 2,000 characters are looked at. */
int fuzzy_match(struct fuzzy *fuzzy, const char *s, size_t n, GArray *positions);

typedef struct fuzzy Fuzzy;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fuzzy, fuzzy_free)

#endif
