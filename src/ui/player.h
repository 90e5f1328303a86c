/*
 * The player: the recording that the open document is of, played by another program at the second
 * being read (SPEC §6). One that listens (mpv, by its JSON IPC) is asked to go elsewhere in its
 * recording instead of starting another, also where another process of ours started it; the reader can
 * follow it. It plays on when we quit.
 *
 * One that we started takes the next recording too, so that its window stays where it was put.
 */
#ifndef LECTERN_UI_PLAYER_H
#define LECTERN_UI_PLAYER_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "library/settings.h"
#include "ui/command.h"
#include "ui/opening.h"
#include "ui/player_ipc.h"
#include "ui/player_track.h"

struct app;
struct player_start;

/* What plays; part of struct app. */
struct player {
	GMainContext *context;
	const struct player_times *times; /* player_times_usual; tests wait less */
	gint64 (*now)(void);
	struct player_start *start; /* one is being found or started; or NULL */

	struct player_ipc *ipc; /* the one that plays; NULL for none that listens */
	char *url;              /* what it plays: a URL or an absolute path; NULL for nothing */
	char *web;              /* and where that is on the web; or NULL */
	char *socket;           /* where it listens */
	bool ours;              /* started by this process */
	bool silent;            /* that it does not answer was said */
	uint32_t second;        /* where it stands as drawn last, or NONE */

	struct opened *of; /* the open document, a reference, as of which these are; or NULL */
	char *of_url;
	bool own;                  /* its own recording plays */
	unsigned of_version;       /* of what is known of the recording (ui/recording.h) then */
	GPtrArray *family;         /* char *: documents of the recording that plays */
	struct player_track track; /* its timestamps of what plays */

	bool following;
	bool lapsed;      /* it ended by hand: playing from elsewhere begins it again */
	uint32_t at;      /* the timestamp that was followed to, or NONE */
	uint32_t reading; /* where the reader was left then: elsewhere, it was moved by hand */
};

void player_init(struct player *player, GMainContext *context, gint64 (*now)(void));
/* What plays plays on. */
void player_clear(struct player *player);

/* Where playback stands and how long it lasts, in milliseconds: of the recording that the open
 * document is of; NONE where no player plays it, or has not said yet. */
uint32_t player_position(const struct app *app);
uint32_t player_duration(const struct app *app);

/* Plays from a timestamp of the open document; NONE: its start. */
void player_play(struct app *app, uint32_t stamp);

/* Commands: plays from the timestamp being read; follows what plays, or no more; in the side pane, plays
 * from the timestamp under the cursor. */
void player_play_here(struct app *app, const struct command_call *call);
void player_follow(struct app *app, const struct command_call *call);
void player_play_row(struct app *app, const struct command_call *call);

/* After anything moved: ends following where that was by hand. */
void player_settle(struct app *app);

/* What the status line shows behind a sign while the reader follows: `12:34 / 48:00`; NULL while it does
 * not. The caller frees. */
char *player_words(const struct app *app, bool *paused);

/* The settings that say what is started. */
extern const struct setting_info player_settings[];

#endif
