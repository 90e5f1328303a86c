/*
 * Finding: queries asked of the store on a worker (library/answer.h). A newer question of a purpose
 * replaces the one before; what it found comes back as soon as it is known, in one or two parts: the
 * first while letters are typed and soon, the second, where the first left something out, complete.
 * Of a few letters that takes long, so that it is begun when no key was typed for a moment.
 *
 * Connections to the store are opened by the worker that needs one and kept for the next.
 */
#ifndef LECTERN_UI_FINDING_H
#define LECTERN_UI_FINDING_H

#include <glib.h>
#include <stdbool.h>

#include "library/answer.h"
#include "library/query.h"

struct app;

struct later;

enum finding_purpose { FINDING_FILTER, FINDING_SEARCH, FINDING_PURPOSES };

struct finding {
	struct store_location *location; /* NULL while there is no library */
	GAsyncQueue *idle;               /* struct store *: connections that no worker has */
	struct marked *marked; /* what is read or starred, for questions about that; or NULL */
	/* the answer that made the library be read again last, and when: see job_piece() */
	uint32_t unknown;
	int64_t unknown_at;
	struct later *later[FINDING_PURPOSES]; /* second parts that are not asked yet; or NULL */
};

/* What was found. Unchanging; its owner frees it. */
struct found {
	struct query *query;   /* NULL where it could not be read */
	struct answer *answer; /* NULL where there is none */
	struct idset *ids;     /* of the answer; NULL where there is none */
	char *problem;         /* a sentence where there is no answer */
	bool complete;         /* no other part follows */
	bool unbuilt;          /* the store was not built to its end */
};

void found_free(struct found *found);

struct finding_question {
	enum finding_purpose purpose;
	const char *text;
	bool typing; /* its last word is a prefix, and half a query is no error */
	bool all;    /* files are read where the index cannot decide: after Enter */
	enum answer_order order;
	/* Takes what was found; on the main thread, at a later turn. */
	void (*take)(struct app *app, struct found *found);
};

/* location may be NULL. */
void finding_init(struct finding *finding, struct store_location *location);
void finding_clear(struct finding *finding);

/* Another user of the same connections, ended by finding_clear(): each job has one of its own, since
 * a thread that does not return in time outlives the app. */
struct finding finding_share(const struct finding *finding);

/* Asks, and drops an earlier question of this purpose. */
void finding_ask(struct app *app, const struct finding_question *question);

/* Drops the question of a purpose; whether there was one. */
bool finding_stop(struct app *app, enum finding_purpose purpose);

/* For jobs of other modules: a connection to the store for the calling worker, NULL and error where
 * there is none; and gives it back. */
struct store *finding_take_store(struct finding *finding, GError **error);
void finding_give_store(struct finding *finding, struct store *store);

typedef struct found Found;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Found, found_free)

#endif
