/*
 * Where a Markdown or HTML link leads: its kind, target and anchor, from the destination as written
 * (SPEC §5; cases/links.tsv w50 to w63).
 */
#ifndef LECTERN_DOCUMENT_TARGET_H
#define LECTERN_DOCUMENT_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "document/document.h"

struct target {
	enum link_kind kind;
	char *target, *anchor;
};

/* Reads a destination; false where it leads nowhere (an empty one). picture: of an image. The
 * strings belong to the caller. */
bool target_read(struct target *target, const char *destination, bool picture);

/* Whether s names a place by a scheme ("https://", "mailto:"). */
bool target_has_scheme(const char *s, size_t n);

/* What an empty link shows: the host of a URL, else the destination. The caller frees. */
char *target_shown(const char *destination);

/* What stands for a picture: its destination, but of a data: URI only the beginning. The caller
 * frees. */
char *target_shown_picture(const char *destination);

#endif
