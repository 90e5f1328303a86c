/*
 * A connection to a player that gives and takes lines, within bounds: of a line's length, of what is
 * read in a turn, of what comes in a second, and of what waits to be sent. It never waits.
 */
#ifndef LECTERN_UI_PLAYER_LINE_H
#define LECTERN_UI_PLAYER_LINE_H

#include <glib.h>
#include <stddef.h>

/* Why a conversation with a player is over. */
enum player_end {
	PLAYER_CLOSED,   /* the player closed it, or died */
	PLAYER_SILENT,   /* it answered nothing at all */
	PLAYER_NONSENSE, /* what it says is not mpv's language */
	PLAYER_FLOOD,    /* it says more than can be listened to */
};

struct player_line;

struct player_line_options {
	GMainContext *context;
	int fd;              /* connected, non-blocking; taken */
	gint64 (*now)(void); /* monotonic microseconds */
	/* A line without its end, which may be written to; NULL for one that was too long. */
	void (*line)(void *data, char *line, size_t n);
	/* It is over; called once, from the context. */
	void (*ended)(void *data, enum player_end end);
	void *data;
};

struct player_line *player_line_new(const struct player_line_options *options);

/* May be called in its callbacks: none follows. */
void player_line_free(struct player_line *line);

/* Sends n bytes, which end with a line's end. What cannot be sent is told by ended(). */
void player_line_send(struct player_line *line, const char *bytes, size_t n);

#endif
