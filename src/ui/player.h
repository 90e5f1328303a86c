/*
 * The player: the recording that the open document is of, played by another program at the second
 * being read (SPEC §6).
 */
#ifndef LECTERN_UI_PLAYER_H
#define LECTERN_UI_PLAYER_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct app;

/* What plays; part of struct app. */
struct player {
	uint32_t position, duration; /* milliseconds as the player said last, or NONE */
};

void player_init(struct player *player);
void player_clear(struct player *player);

/* Where playback stands and how long it lasts, in milliseconds: of the recording that the open
 * document is of; NONE where no player plays it, or has not said yet. */
uint32_t player_position(const struct app *app);
uint32_t player_duration(const struct app *app);

#endif
