/*
 * A conversation with a player: mpv's JSON IPC, a line for each request, reply and event, over a
 * connected socket. It never waits: what is read and timed are sources of a main context, and a
 * player that is silent, talks nonsense or floods costs bounded memory and time a turn.
 *
 * Where playback stands is asked for once a second, about when the second changes, and when a
 * seek has ended: a player that told of each frame would wake us for nothing.
 */
#ifndef LECTERN_UI_PLAYER_IPC_H
#define LECTERN_UI_PLAYER_IPC_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "ui/player_line.h"

struct player_ipc;

/* What the player said last. */
struct player_says {
	bool known;        /* it answered the first question: it is a player */
	char *path;        /* what it plays; NULL for nothing */
	uint32_t position; /* milliseconds, or NONE */
	uint32_t duration; /* milliseconds, or NONE */
	bool paused;
	bool silent; /* a request was not answered in time; ends with the next thing it says */
};

/* How long one waits, in milliseconds. */
struct player_times {
	unsigned patience; /* for an answer */
	unsigned poll;     /* from one question for the position to the next, at most */
	unsigned poll_least;
	unsigned retry;   /* from one look for the socket of a player that starts to the next */
	unsigned retries; /* looks, at most */
};
extern const struct player_times player_times_usual;

struct player_ipc_options {
	GMainContext *context;
	int fd; /* connected, non-blocking; taken */
	const struct player_times *times;
	gint64 (*now)(void); /* monotonic microseconds */
	/* Something in player_says may be different. */
	void (*changed)(void *data);
	/* It is over; called once, never from a call of this module. */
	void (*ended)(void *data, enum player_end end);
	void *data;
};

/* Asks at once what is played. It may be freed in its callbacks. */
struct player_ipc *player_ipc_new(const struct player_ipc_options *options);
void player_ipc_free(struct player_ipc *ipc);

/* Others are told from now on. */
void player_ipc_tell(struct player_ipc *ipc, void (*changed)(void *data),
	void (*ended)(void *data, enum player_end end), void *data);

const struct player_says *player_ipc_says(const struct player_ipc *ipc);

/* Whether it plays this URL or absolute path. */
bool player_ipc_plays(const struct player_ipc *ipc, const char *url);

/* Goes to a time and plays; where the recording is not open yet, as soon as it is. */
void player_ipc_seek(struct player_ipc *ipc, uint32_t milliseconds);

/* Holds what plays. */
void player_ipc_pause(struct player_ipc *ipc);

/* Plays another recording from a time, and listens at another socket from then on (NULL: as
 * before). url is valid UTF-8. */
void player_ipc_load(struct player_ipc *ipc, const char *url, uint32_t milliseconds,
	const char *socket);

/* The next time, in milliseconds, at which more is of interest than where playback stands by the
 * second; NONE for none. */
void player_ipc_expect(struct player_ipc *ipc, uint32_t milliseconds);

/* The time as mpv takes it: `754`, `754.250`. In a buffer of 32 bytes. */
const char *player_ipc_seconds(char *buffer, uint32_t milliseconds);

#endif
