/*
 * Where a link leads: what following it, looking at it and the status line all go by (SPEC §5).
 */
#ifndef LECTERN_UI_DESTINATION_H
#define LECTERN_UI_DESTINATION_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "library/resolve.h"
#include "ui/history.h"

struct app;

enum destination_kind {
	DESTINATION_PLACE,      /* in a document of the library, or in its own */
	DESTINATION_NO_SECTION, /* its own document has no such section */
	DESTINATION_NO_NOTE,    /* a footnote without text */
	DESTINATION_WEB,
	DESTINATION_FILE,    /* of a picture or a recording: no document */
	DESTINATION_UNKNOWN, /* the library is still being read */
	DESTINATION_MISSING,
};

struct destination {
	enum destination_kind kind;
	struct place to; /* of DESTINATION_PLACE */
	bool own;        /* that is in the link's own document */
	char *url;       /* of the web, else NULL */
	/* how it was found; its entry is NONE for what the document itself tells */
	struct resolution found;
};

/* Names of the library that a draw or a key takes in before it asks for a link that nobody wants
 * followed (resolver_take_in()): about a millisecond. */
#define DESTINATION_STEP 1000

/* Of a link of a document. To be cleared. */
void destination_init(struct destination *destination, const struct app *app,
	const struct document *document, const struct link *link);
void destination_clear(struct destination *destination);

/* Why there is no going there, as a sentence for the status line; of a place NULL. The caller
 * frees. */
char *destination_refusal(const struct destination *destination, const struct link *link);

/* What it is called, in at most so many columns: the document's title and the section, the URL, what
 * is missing; what is long is cut in its middle. The caller frees. */
char *destination_words(const struct destination *destination, const struct app *app,
	const struct document *document, const struct link *link, unsigned columns);

/* A rule of resolving (struct resolution) as a reader may know it: "a file beside this document". */
const char *destination_rule(const char *rule);

/* The name of a section that an anchor names, as it is written: its last part. Borrowed. */
const char *destination_section(const char *anchor);

/* "Title › Section" in at most so many columns, each cut where it takes more than its half; either
 * may be "". The caller frees. */
char *destination_join(const char *title, const char *section, unsigned columns);

/* s in at most so many columns, with `…` for its middle. The caller frees. */
char *destination_cut(const char *s, unsigned columns);

#endif
