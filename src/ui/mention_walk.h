/*
 * The walk along the mentions of what a link names, over all documents of the library: `]l` and `[l`. It
 * begins at the selected link and stays with its target as long as the link that is selected is one of
 * them; the order is the one in which it began.
 */
#ifndef LECTERN_UI_MENTION_WALK_H
#define LECTERN_UI_MENTION_WALK_H

#include <glib.h>
#include <stdint.h>

#include "library/mentions.h"
#include "ui/command.h"
#include "ui/linking.h"

struct app;

struct mention_walk {
	GArray *mentions; /* struct mention; NULL before the first walk */
	uint32_t at;      /* the one gone to last */
	char *name;       /* of what is mentioned */
	struct linking_stamp stamp;
	/* an answer is on its way, for this link: */
	bool asking;
	struct mention from;
	int64_t by; /* steps to go then */
};

void mention_walk_clear(struct mention_walk *walk);

/* Commands. */
void reader_next_mention(struct app *app, const struct command_call *call);
void reader_previous_mention(struct app *app, const struct command_call *call);

#endif
