/*
 * Notes: the page's own words beside the document's: which entry of a digest this one repeats, the
 * real host of a link whose text is a URL of another (SAFETY.md §1), and what an embed is that is not
 * shown.
 */
#ifndef LECTERN_PAGE_NOTES_H
#define LECTERN_PAGE_NOTES_H

#include <stdbool.h>
#include <stdint.h>

struct page;

/* Puts the notes due in leaf `block` into the flow that page->leaf holds. Called for leaves in
 * order. */
void notes_join(struct page *page, uint32_t block);

/* Whether text (n bytes, a link's) reads as a URL whose host is another than that of the URL
 * target; then host is target's, which the caller frees. */
bool notes_host_differs(const char *text, uint32_t n, const char *target, char **host);

#endif
