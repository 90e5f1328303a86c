/*
 * What is started, and what is shown where nothing can be.
 */
#include "config.h"

#include <string.h>

#include "document/url.h"
#include "text/safe.h"
#include "ui/app_state.h"
#include "ui/clipboard.h"
#include "ui/opener.h"
#include "ui/player_private.h"
#include "ui/timeline.h"

/* --- what is started --- */

const struct setting_info player_settings[] = {
	{ .name = "player",
		.type = SETTING_LIST,
		.value = "[]",
		.help = "A program and its arguments that plays a recording; {url} {seconds} "
			"{title} {path} and {socket} (where mpv is to listen) stand for what is "
			"played. With none, mpv where it is installed, else the opener." },
	{ 0 },
};

static const char *const mpv_arguments[] = {
	"mpv",
	"--no-terminal",
	"--force-window=immediate",
	"--start={seconds}",
	"--input-ipc-server={socket}",
	"--",
	"{url}",
	NULL,
};

const char *const *
player_program(const struct app *app, bool mpv, GError **error)
{
	const char *const *configured = settings_list(app->settings, "player");
	const char *const *opener = settings_list(app->settings, "opener");

	/* What was asked for may need no display. */
	if (configured[0] != NULL)
		return configured;
	if (g_getenv("SSH_CONNECTION") != NULL || !opener_has_display()) {
		g_set_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_FAILED,
			g_getenv("SSH_CONNECTION") != NULL ? "over SSH nothing is played"
							   : "there is no display");
		return NULL;
	}
	if (mpv)
		return mpv_arguments;
	if (opener[0] != NULL)
		return opener;
	g_set_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT, "there is no player");
	return NULL;
}

bool
player_has_word(const char *const *argv, const char *word)
{
	for (; *argv != NULL; argv++)
		if (strstr(*argv, word) != NULL)
			return true;
	return false;
}

/* --- what is shown --- */

struct link_shown {
	char *link, *why;
};

static void
fill(struct app *app, struct popup *popup, const char *typed)
{
	const struct link_shown *shown = popup->data;
	(void)app;
	(void)typed;
	struct popup_row *row = popup_add(popup, NULL, shown->link);
	row->wrap = row->fixed = true;
	row = popup_add(popup, NULL, shown->why);
	row->wrap = row->fixed = true;
	row->role = ROLE_DIM;
}

static void
free_shown(void *data)
{
	struct link_shown *shown = data;

	g_free(shown->link);
	g_free(shown->why);
	g_free(shown);
}

static const struct popup_kind link_popup = { .fill = fill, .free = free_shown };

void
player_show_link(struct app *app, const char *url, uint32_t milliseconds, const char *why)
{
	struct link_shown *shown = g_new0(struct link_shown, 1);
	char time[16];

	timeline_time(time, milliseconds);
	shown->link = url_is_http(url) ? player_media_at(url, milliseconds) : g_strdup(url);
	g_autofree char *what = g_strdup_printf("the link (%s)", why);
	bool copied = clipboard_copy(app, shown->link, strlen(shown->link), what);
	g_autofree char *said = g_strdup_printf("copied %s: %s", what, shown->link);
	bool fits = safe_columns(SAFE_NAME, said, strlen(said)) + 2 <= (unsigned)app->width;
	if (app_busy(app) || (copied && fits)) {
		free_shown(shown);
		return;
	}
	shown->why = g_strdup_printf("%s%s", why, copied ? "; the link was copied" : "");
	g_autofree char *title = g_strdup_printf("At %s", time);
	popup_open(app, &link_popup, title, shown);
}
