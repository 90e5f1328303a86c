/*
 * Masks within a paragraph: wikilinks and stamp anchors, which cmark must not read as its own
 * marks, and raw HTML without an end, which it would look for too long.
 */
#ifndef LECTERN_DOCUMENT_MARKDOWN_MASK_H
#define LECTERN_DOCUMENT_MARKDOWN_MASK_H

#include <stdbool.h>
#include <stddef.h>

/* What a masked byte is: a mark that means nothing to cmark. */
#define MASK '{'

/* How many bytes like the one at at stand there in a row, before end: marks, backticks, fences. */
static inline size_t
mask_run(const char *s, size_t at, size_t end)
{
	size_t i = at;

	while (i < end && s[i] == s[at])
		i++;
	return i - at;
}

/* Masks what stands outside code in the n bytes of one paragraph, in place. One forward pass. */
void mask_paragraph(char *s, size_t n);

/* Makes text of the marks of emphasis that are too many beside the brackets of one paragraph: cmark walks
 * over all of them at each link. Gives the offset of the first, n where none is. */
size_t mask_emphasis(char *s, size_t n);

/* Whether the tag s (n bytes) is a stamp anchor: class yt-timestamp, or a data-t. */
bool mask_is_stamp(const char *s, size_t n);

#endif
