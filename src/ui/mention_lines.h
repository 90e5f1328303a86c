/*
 * What is shown of mentions: the sentence of each with its link marked, and the title of the section it
 * stands in. Documents are read on a worker, those of the rows on the screen alone, and what they gave is
 * kept: an id of the store is of one document as it was, so it stays true.
 */
#ifndef LECTERN_UI_MENTION_LINES_H
#define LECTERN_UI_MENTION_LINES_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "library/mentions.h"
#include "library/snippet.h"

struct app;

struct mention_line {
	char *path;
	char *section;          /* its title; NULL where there is none */
	struct snippet snippet; /* its span is the link; text NULL where it cannot be read */
};

struct mention_lines {
	GHashTable *lines; /* by document and link */
	unsigned version;  /* counts up with each that comes */
	bool waiting;      /* a worker reads */
};

void mention_lines_init(struct mention_lines *lines);
void mention_lines_clear(struct mention_lines *lines);

/* The line of a mention, NULL while it is not known. Borrowed until the next turn. */
const struct mention_line *mention_lines_of(const struct app *app, const struct mention *mention);

/* Has those of n mentions read that are not known yet; those of one document stand together. */
void mention_lines_want(struct app *app, const struct mention *const *mentions, uint32_t n);

#endif
