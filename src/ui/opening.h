/*
 * Opening documents: read and parsed on a worker, then shown. The last few stay in memory, so that
 * the way back is instant.
 */
#ifndef LECTERN_UI_OPENING_H
#define LECTERN_UI_OPENING_H

#include <glib.h>
#include <stdbool.h>

#include "document/document.h"
#include "ui/embedding.h"
#include "ui/history.h"

struct app;

/* An open document and what its page needs of it. Counted, since panes and the memory share it. */
struct opened {
	unsigned references;
	struct document *document;
	char *real;           /* the real path of its file; NULL of standard input */
	uint8_t *link_states; /* enum link_state by link */
	uint32_t resolved;    /* links looked up so far */
	bool restated;   /* one of them looks different than when its page may have been laid out */
	uint8_t *folded; /* by block: details of which only the summary is shown */
	struct embedding *embedding; /* NULL where it embeds nothing */
};

/* Takes document and its real path, which may be NULL. Its links are not looked up yet. */
struct opened *opened_new(struct document *document, char *real);

/* Counts one more user, and one less: the last frees it (NULL is allowed). */
struct opened *opened_ref(struct opened *opened);
void opened_unref(struct opened *opened);

/* How one gets to a place: what becomes of the place that is left. */
enum going {
	GOING_NEW, /* it is remembered */
	GOING_BACK,
	GOING_FORWARD,
	GOING_AGAIN, /* the same document anew: nothing is remembered */
};

struct opening {
	GQueue recent; /* struct opened, latest first */
	char *path;    /* being opened, or NULL */
};

void opening_init(struct opening *opening);
void opening_clear(struct opening *opening);

/* The document of a printed path where it is open or in memory, else NULL; borrowed. */
struct opened *opening_known(const struct app *app, const char *path);

/* Looks up some more links of a document that is shown; whether there are more. What looks different
 * then is noted in it. */
bool opening_resolve_some(struct app *app, struct opened *opened);

/* Goes to a place (copied): at once where its document is open or in memory, else when a worker has
 * read it. Focuses the reader. */
void opening_go(struct app *app, const struct place *to, enum going going);

/* The same to where the document of a catalog's entry was left. */
void opening_go_entry(struct app *app, uint32_t entry);

/* Reads the document at a printed path as all_choices (state_all_choices()) say; *real is its real
 * path, which the caller frees. May run on any thread. */
struct document *opening_read(const char *path, GHashTable *all_choices,
	const struct cancel *cancel, char **real, GError **error);

/* Reads the document that is open anew, keeping the place: after a choice or a rescan. */
void opening_again(struct app *app);

/* Forgets what is in memory but the open document. */
void opening_forget(struct app *app);

/* Looks up the links of the open document anew, after the library grew: a part now, the rest a
 * little at a time, as long as there is more. */
void opening_resolve(struct app *app);
bool opening_resolve_idle(struct app *app);

/* Stops what is being opened; whether there was something. */
bool opening_stop(struct app *app);

#endif
