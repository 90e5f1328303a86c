/*
 * Looks at Markdown by its lines, without a parse: whether a text is Markdown, and what its first heading
 * says. Both are for lists of many files, where a parse of each would cost too much.
 */
#ifndef LECTERN_DOCUMENT_MARKDOWN_LOOK_H
#define LECTERN_DOCUMENT_MARKDOWN_LOOK_H

#include <stdbool.h>

#include "text/range.h"

struct draft;

/* The source range of the first heading's text (`# text`, outside fences), marks around it aside; false
 * where there is none. */
bool markdown_first_heading(const struct draft *draft, struct range *heading);

#endif
