/*
 * The recording that the open document is of: the other documents of it (library/recording.h), asked of
 * the store on a worker when a document is opened or the library has changed; and the way from a second in
 * one of them to the same second in another, and back.
 */
#ifndef LECTERN_UI_RECORDING_H
#define LECTERN_UI_RECORDING_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "library/recording.h"
#include "ui/command.h"
#include "ui/linking.h"

struct app;

struct recording {
	struct opened *of; /* asked about: a reference; NULL where nothing was */
	uint32_t id;       /* its */
	struct linking_stamp stamp;
	bool waiting;
	bool loading;      /* the library is being read, as recording_none() may say */
	GPtrArray *others; /* struct recording_document *; NULL until they are known */
	GHashTable *read;  /* struct document * by id: those that were read; NULL: cannot be */
	bool reading;
	unsigned version; /* counts up when others or read are other */
	bool going;       /* to the other, as soon as it is known */

	/* The way taken last: from a place (exact; its path NULL where there is none) to a document,
	 * and the time of the timestamp that was landed on. */
	struct {
		struct place from;
		char *to;
		uint32_t to_time;
		bool out; /* not the way back */
	} way;
	/* A second that is gone to, while its document is opened; path NULL: none. */
	struct {
		char *path;
		uint32_t time; /* NONE: none is known */
		bool begins;   /* nothing is known of where one was in time */
	} to;
};

void recording_init(struct recording *recording);
void recording_clear(struct recording *recording);

/* Asks, where what is known is not of the open document. */
void recording_settle(struct app *app);

/* The other documents of the open one's recording (struct recording_document *), but those that are gone
 * since; NULL where nothing is known (yet). Belongs to the app, until it is settled. */
const GPtrArray *recording_others(const struct app *app);

/* Why there are none, in a sentence without its full stop. */
const char *recording_none(const struct app *app);

/* Has the others read for what they say at a second, and one of them, NULL while it was not. */
void recording_want(struct app *app);
const struct document *recording_read(const struct app *app,
	const struct recording_document *other);

/* Where one would land in a document that was read: the time and the words; false where it has no
 * timestamp. words: a new string, of one line; may be NULL. */
bool recording_landing(const struct app *app, const struct document *document,
	uint32_t *milliseconds, char **words);

/* `transcript · 340 timestamps`, and with the reason ` · the same video`; the caller frees. */
char *recording_words(const struct recording_document *other, bool reason);

/* Goes to the second being read in another document of the recording; in the one that was come from last,
 * where the second is the same still, to the place that was left there. */
void recording_go(struct app *app, const struct recording_document *other);

/* A document is shown: where it was gone to so, its timestamp is. */
void recording_arrived(struct app *app, const struct place *to);

/* recording_popup.c: offers so many others; and makes what is offered anew, the cursor on its document
 * where it was moved. */
void recording_offer(struct app *app, uint32_t count);
void recording_refill(struct app *app);

/* gT: there, or a choice of several. */
void recording_same_second(struct app *app, const struct command_call *call);

#endif
