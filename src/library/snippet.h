/*
 * Snippets: a sentence of a text, or a part of one, around the hits of a search, as one line.
 */
#ifndef LECTERN_LIBRARY_SNIPPET_H
#define LECTERN_LIBRARY_SNIPPET_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "text/phrase.h"
#include "text/range.h"

/* A sentence or a part of one around hits. */
struct snippet {
	/* one line of UTF-8: runs of white space are a space, broken bytes U+FFFD; `…` where a sentence
	 * was cut, never inside a grapheme cluster */
	char *text;
	GArray *spans; /* struct range of text: its hits, in order */
};

/* Hits that stand near each other: [first, end) of an array of struct phrase_hit. */
struct hit_window {
	uint32_t first, end;
	uint32_t phrases; /* different ones */
	uint32_t width;   /* characters from the first hit's start to the last one's end */
	bool body;        /* begins behind the heading */
};

/* The closest hits of most different phrases that span at most so many characters, among
 * hits[first, end) (at least one, in order of their start): those behind the heading's end before
 * those in it, then the narrowest, then the first. counts: zeros, one for each phrase; zeros again
 * when it returns. */
struct hit_window snippet_window(const char *text, const struct phrase_hit *hits, uint32_t first,
	uint32_t end, uint32_t heading_end, uint32_t length, uint32_t *counts);

/* Whether a is to be shown rather than b: more different phrases, then behind a heading, then narrower. */
bool hit_window_is_better(const struct hit_window *a, const struct hit_window *b);

/* Makes the snippet of text[within] that shows shown (a range of within, which may be empty): from the
 * start of its sentence, with the sentences behind it that fit; about so many characters. ranges: struct range
 * of the text in order, without overlap; those shown become spans. */
void snippet_make(struct snippet *snippet, const char *text, struct range within,
	struct range shown, const GArray *ranges, uint32_t length);

/* Frees what it holds. */
void snippet_clear(struct snippet *snippet);

#endif
