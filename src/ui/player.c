#include "config.h"

#include "ui/player.h"

#include "ui/app_state.h"

void
player_init(struct player *player)
{
	*player = (struct player){ .position = NONE, .duration = NONE };
}

void
player_clear(struct player *player)
{
	player_init(player);
}

uint32_t
player_position(const struct app *app)
{
	return app->player.position;
}

uint32_t
player_duration(const struct app *app)
{
	return app->player.duration;
}
