/*
 * Wikilinks (SPEC §5): [[target]], [[target#Heading | alias]], ![[embed]]. How each form is read is
 * cases/links.tsv, w01 to w50.
 */
#ifndef LECTERN_DOCUMENT_WIKILINK_H
#define LECTERN_DOCUMENT_WIKILINK_H

#include <stdbool.h>
#include <stddef.h>

/* Parts of a wikilink, as pointers into what was read. */
struct wikilink {
	const char *written; /* target and anchor, blanks at the edges dropped */
	const char *target;
	const char *anchor;
	const char *alias; /* NULL where there is none, or an embed's size */
	size_t written_length, target_length, anchor_length, alias_length;
	size_t length; /* bytes from "[[" through "]]" */
	bool anchored; /* a '#' stands there, be the anchor empty */
};

/* Reads the wikilink at the start of s (n bytes, at "[["). False where it is none: not closed on
 * its line, without a target, with a target of more than 4 KiB, a time, or holding another "[[".
 * *looked is how many bytes can be passed over then: no wikilink begins in them. */
bool wikilink_read(const char *s, size_t n, bool embed, struct wikilink *link, size_t *looked);

#endif
