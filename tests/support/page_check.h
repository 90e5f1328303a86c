/*
 * What holds of every page, whatever the document and the width: used by the unit test of pages and
 * by the golden pages.
 */
#ifndef LECTERN_TESTS_PAGE_CHECK_H
#define LECTERN_TESTS_PAGE_CHECK_H

#include "page/page.h"

/* Lays the whole page out and looks at each piece and line. Gives NULL, or a sentence (that the
 * caller frees) on the first thing that does not hold:
 *   - every byte of the text is shown once, but blanks and line ends that a break took away
 * (nothing may be folded);
 *   - a piece is in range, its columns those of safe_columns(), after the one before it;
 *   - no line is wider than the page unless it scrolls;
 *   - page_line_of() of each byte is the line that shows it, and page_offset_of() leads back. */
char *page_check(struct page *page);

#endif
