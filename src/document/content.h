/*
 * The content of a leaf as cmark read its inlines, and where each byte of it stands in the source.
 * Lines of a container begin with its markers; a cell's bars are escaped: so a content is a few
 * segments, each of which is a stretch of the source as it stands.
 */
#ifndef LECTERN_DOCUMENT_CONTENT_H
#define LECTERN_DOCUMENT_CONTENT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct content_segment {
	uint32_t at;     /* offset in the content */
	uint32_t source; /* offset in the source */
	bool made;       /* of no byte of the source: what cmark left of a tab */
};

struct content {
	const char *bytes; /* borrowed */
	uint32_t length;
	GArray *segments; /* of struct content_segment, by offset; the first is at 0 */
	bool exact; /* false: it could not be found in the source, and has the source of its leaf */
	guint near; /* the segment looked up last: look-ups go forward */
};

void content_init(struct content *content);
void content_clear(struct content *content);

/* Begins anew with bytes (borrowed) and no segments. */
void content_set(struct content *content, const char *bytes, size_t n);

/* From offset at on, the content is the source from source on. */
void content_add(struct content *content, uint32_t at, uint32_t source);

/* The same of made bytes, which stand for something at source. */
void content_add_made(struct content *content, uint32_t at, uint32_t source);

/* The source offset of a content offset (<= length). */
uint32_t content_source(struct content *content, uint32_t at);

/* How far the content goes on in the source without a break: the end, in the content, of the
 * segment that holds at. */
uint32_t content_stretch(struct content *content, uint32_t at);

/* Whether the byte at an offset is not the source's own: then what is shown is the content's. */
bool content_is_made(struct content *content, uint32_t at);

#endif
