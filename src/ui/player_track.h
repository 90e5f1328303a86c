/*
 * Which timestamp of a document playback is at. Times may stand in any order, as in a table of chapters
 * before notes by subject: a reader who follows is led as little to and fro as can be.
 */
#ifndef LECTERN_UI_PLAYER_TRACK_H
#define LECTERN_UI_PLAYER_TRACK_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"

struct player_track {
	const struct document *document; /* borrowed */
	GArray *by_time; /* uint32_t: its timestamps that are of the recording, in order of time */
	GArray *by_text; /* the same in order of text */
};

void player_track_init(struct player_track *track);
void player_track_clear(struct player_track *track);

/* Takes the timestamps of a document (NULL for none) that are of what plays at any of these addresses;
 * own: the document's own recording is. */
void player_track_make(struct player_track *track, const struct document *document, bool own,
	const char *const *playing);

/* Whether a timestamp is one of them. */
bool player_track_has(const struct player_track *track, uint32_t stamp);

/* The timestamp that playback is at, NONE before the first. current: the one that it was at, or NONE.
 * That of the latest time; but as long as times ascend from the current one on in the text, those there
 * come before others that are hardly later. */
uint32_t player_track_at(const struct player_track *track, uint32_t milliseconds, uint32_t current);

/* The time of the next timestamp after a time, in milliseconds; NONE after the last. */
uint32_t player_track_next(const struct player_track *track, uint32_t milliseconds);

#endif
