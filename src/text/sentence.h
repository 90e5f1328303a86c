/*
 * Sentences: where one ends in running text, by the marks that end it; abbreviations, initials and
 * numbers do not. For what a timestamp marks and for what is shown of a hit.
 */
#ifndef LECTERN_TEXT_SENTENCE_H
#define LECTERN_TEXT_SENTENCE_H

#include <stdint.h>

#include "text/range.h"

/* The offset after the first sentence end in text[start, end), its closing marks included; end
 * where there is none. A line end of the text ends a sentence. */
uint32_t sentence_end(const char *text, uint32_t start, uint32_t end);

/* The range without what does not belong to a sentence at its edges: blanks, dashes, brackets. */
struct range sentence_trim(const char *text, struct range r);

#endif
