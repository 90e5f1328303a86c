/*
 * Linking: who links to a document, a section or a name, which sections are about the same, and which
 * documents are of the same recording, asked of the store on a worker (library/mentions.h,
 * library/related.h, library/recording.h). A newer question of a purpose
 * replaces the one before.
 */
#ifndef LECTERN_UI_LINKING_H
#define LECTERN_UI_LINKING_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "library/catalog.h"
#include "library/mentions.h"
#include "library/recording.h"
#include "library/related.h"
#include "library/resolve.h"
#include "ui/opening.h"

struct app;

enum linking_purpose {
	LINKING_BACKLINKS, /* mentions of a document, those of a section first */
	LINKING_RELATED,
	LINKING_MENTIONS, /* of what a link names */
	LINKING_MISSING,  /* the same, and the names that come closest */
	LINKING_RECORDING,
	LINKING_PURPOSES,
};

/* What was found. */
struct linking_found {
	GArray *mentions;     /* struct mention; NULL where they were not asked for or failed */
	GPtrArray *related;   /* struct related *; the same */
	GArray *closest;      /* uint32_t: ids of documents, best first; the same */
	GPtrArray *documents; /* struct recording_document *, of the recording; the same */
	char *problem;        /* a sentence where there is no answer */
};

void linking_found_free(struct linking_found *found);

struct linking_question {
	enum linking_purpose purpose;
	struct opened *opened; /* the document that is asked about or from; a reference is taken */
	uint32_t id;           /* its, in the store; 0 where it has none */
	uint32_t section;      /* of it, or NONE */
	/* of the link, as resolve_link_target() gives them; copied */
	enum target_kind kind;
	const char *target, *anchor;
	/* Takes what was found; on the main thread, at a later turn. */
	void (*take)(struct app *app, struct linking_found *found);
};

/* Asks, and drops an earlier question of this purpose. */
void linking_ask(struct app *app, const struct linking_question *question);
void linking_stop(struct app *app, enum linking_purpose purpose);

/* The id in the store of the open document, 0 where it has none (yet). */
uint32_t linking_open_id(const struct app *app);

/* A number that changes when the store may answer otherwise; while a library is read it does so from
 * time to time alone. */
struct linking_stamp {
	unsigned stored;
	bool running;
	gint64 at;
};
bool linking_stamp_old(const struct app *app, const struct linking_stamp *stamp);
void linking_stamp_set(const struct app *app, struct linking_stamp *stamp);

/* What the catalog knows of a document by its id; NULL where it is gone. */
const struct entry *linking_entry(const struct app *app, uint32_t id);

/* Goes to the link of a mention, which is selected there; false (with a word) where its document is
 * gone. */
bool linking_go(struct app *app, const struct mention *mention);

typedef struct linking_found LinkingFound;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LinkingFound, linking_found_free)

#endif
