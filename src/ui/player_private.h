/*
 * Between the files of the player: how one is found or started (player_start.c), what it plays and who
 * follows it (player.c), and what is shown instead where there is none (player_link.c).
 */
#ifndef LECTERN_UI_PLAYER_PRIVATE_H
#define LECTERN_UI_PLAYER_PRIVATE_H

#include "ui/player.h"
#include "ui/player_media.h"

/* Has a player play media (taken): one that plays it already, else one that is started. In the place of
 * what was asked for before and is under way. follow: the reader follows it; join: one that plays it already
 * plays on where it is. */
void player_start(struct app *app, struct player_media *media, bool follow, bool join);

/* Gives up what is under way. */
void player_start_end(struct player *player);

/* Whether the reader is to follow what is being started; and no more. */
bool player_start_follows(const struct player *player);
void player_start_unfollow(struct player *player);

/* A player was found or started: it is listened to from now on. ipc is taken, the strings are
 * copied. */
struct player_found {
	struct player_ipc *ipc;
	const char *url, *web, *socket;
	bool ours;
};
void player_take(struct app *app, const struct player_found *found);

/* What plays is another recording from now on. */
void player_plays(struct app *app, const char *url, const char *web, const char *socket);

/* Says that it plays from a time; follow: and that the reader follows. */
void player_say(struct app *app, uint32_t milliseconds, bool follow);

/* Follows from now on. */
void player_begin_following(struct app *app);

/* The argument vector that is started: the one that is configured, else mpv's where that is installed,
 * else the opener's; NULL with a sentence where there is no display or none of them. */
const char *const *player_program(const struct app *app, bool mpv, GError **error);

/* Whether a vector has a word such as "{socket}". */
bool player_has_word(const char *const *argv, const char *word);

/* Copies the address at a time and shows it, with the reason why it is not played. */
void player_show_link(struct app *app, const char *url, uint32_t milliseconds, const char *why);

#endif
