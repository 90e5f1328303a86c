/*
 * Elsewhere: where the section being read stands too (library/counterparts.h): an entry of a digest in
 * the document it comes from, and back. Asked of the store on a worker when the section being read is
 * another, or the library has changed.
 */
#ifndef LECTERN_UI_ELSEWHERE_H
#define LECTERN_UI_ELSEWHERE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "library/counterparts.h"
#include "ui/opening.h"

struct app;

struct elsewhere {
	struct opened *of; /* asked about: a reference; NULL where nothing was */
	uint32_t id, section;
	unsigned stored;  /* loading.stored then */
	bool loading;     /* the library was still being read */
	GPtrArray *found; /* struct counterpart *, best first; NULL until it is known */
	unsigned version; /* counts up when found is another */
};

void elsewhere_init(struct elsewhere *elsewhere);
void elsewhere_clear(struct elsewhere *elsewhere);

/* Asks, where what is known is not of the section being read. */
void elsewhere_settle(struct app *app);

/* What was found of the section being read, best first; NULL where nothing was (yet). Belongs to the
 * app, until it is settled. */
const GPtrArray *elsewhere_found(const struct app *app);

/* Where Enter leads without a link: the best of it, in a digest's entry, and on the heading of any
 * other section, but not to what has the title of the document alone; else NULL. */
const struct counterpart *elsewhere_here(const struct app *app);

/* What is said of that: `the article “The two hills”`, of the section's own title `its article`,
 * of a digest `its entry in “search tides”`. The caller frees. */
char *elsewhere_words(const struct app *app, const struct counterpart *counterpart);

/* On a worker: puts where a section of a document stands too before what is related to it (struct
 * related *), with what they share as the reason. opened is the caller's, by reference. */
void elsewhere_relate(struct store *store, struct linked *linked, const struct opened *opened,
	uint32_t id, uint32_t section, GPtrArray *related, const struct cancel *cancel);

/* Goes there; says so where its document is gone. */
void elsewhere_go(struct app *app, const struct counterpart *counterpart);

#endif
