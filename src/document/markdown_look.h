/*
 * Looks at Markdown by its lines, without a parse: whether a text is Markdown, and what its first
 * heading says. Both are for lists of many files, where a parse of each would cost too much.
 */
#ifndef LECTERN_DOCUMENT_MARKDOWN_LOOK_H
#define LECTERN_DOCUMENT_MARKDOWN_LOOK_H

#include "text/range.h"

struct draft;

enum heading_look {
	HEADING_NONE,
	HEADING_FOUND,
	/* only a parse can tell: fences, quotes, comments or HTML stand before it */
	HEADING_UNSURE,
};

/* The source range of the first heading's text (`# text`), marks around it aside. */
enum heading_look markdown_first_heading(const struct draft *draft, struct range *heading);

#endif
