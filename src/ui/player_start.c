/*
 * How a player comes to play: the recording is found on a worker, then a player that plays it already is
 * looked for, then one of ours is given it or another is started, whose socket is waited for.
 */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "document/url.h"
#include "ui/app_state.h"
#include "ui/loop.h"
#include "ui/opener.h"
#include "ui/outside.h"
#include "ui/player_place.h"
#include "ui/player_private.h"

struct player_start {
	struct app *app;
	unsigned job; /* that finds the recording; 0 when it is done */
	struct player_media media;
	char *url; /* found: a URL or an absolute path */
	bool mpv;  /* is installed */
	bool follow;
	bool join;              /* one that plays it already is not asked to go elsewhere */
	char *folder;           /* of the sockets; NULL where there is none, with */
	char *unlisted;         /* the reason */
	unsigned number;        /* of the socket that is tried */
	char *socket;           /* of the player that is asked, or that starts */
	struct player_ipc *ipc; /* to that: whether it is a player, and what it plays */
	bool started;           /* it is one that was started */
	GSource *retry;         /* its socket is looked for again; or NULL */
	unsigned retries;
};

/* --- the recording is found --- */

/* What the worker finds. */
struct finding_media {
	struct app *app;
	struct player_media media;
	char *url, *folder, *fault, *unlisted;
	bool mpv;
};

static void
run_finding(struct job *job, void *data, const struct cancel *cancel)
{
	struct finding_media *finding = data;
	g_autoptr(GError) error = NULL, unlisted = NULL;
	g_autofree char *mpv = g_find_program_in_path("mpv");

	(void)job;
	(void)cancel;
	finding->mpv = mpv != NULL;
	finding->url = player_media_find(&finding->media, &error);
	finding->folder = player_place_folder(&unlisted);
	if (error != NULL)
		finding->fault = g_strdup(error->message);
	if (unlisted != NULL)
		finding->unlisted = g_strdup(unlisted->message);
}

static void look(struct player_start *start);

static void
done_finding(void *data)
{
	struct finding_media *finding = data;
	struct app *app = finding->app;
	struct player_start *start = app->player.start;

	start->job = 0;
	start->url = g_steal_pointer(&finding->url);
	start->folder = g_steal_pointer(&finding->folder);
	start->unlisted = g_steal_pointer(&finding->unlisted);
	start->mpv = finding->mpv;
	if (start->url != NULL) {
		look(start);
		return;
	}
	app_fail(app, "%s", finding->fault);
	player_start_end(&app->player);
}

static void
free_finding(void *data)
{
	struct finding_media *finding = data;

	player_media_clear(&finding->media);
	g_free(finding->url);
	g_free(finding->folder);
	g_free(finding->fault);
	g_free(finding->unlisted);
	g_free(finding);
}

static const struct job_kind finding_media = {
	.name = "finding the recording",
	.replaces = true,
	.run = run_finding,
	.done = done_finding,
	.free = free_finding,
};

void
player_start(struct app *app, struct player_media *media, bool follow, bool join)
{
	struct finding_media *finding = g_new0(struct finding_media, 1);
	struct player_start *start = g_new0(struct player_start, 1);

	player_start_end(&app->player);
	app->player.start = start;
	start->app = app;
	start->follow = follow;
	start->join = join;
	finding->app = app;
	finding->media = *media;
	player_media_copy(&start->media, media);
	start->job = pool_submit(app->pool, &finding_media, finding);
}

void
player_start_end(struct player *player)
{
	struct player_start *start = player->start;

	if (start == NULL)
		return;
	player->start = NULL;
	if (start->job != 0)
		pool_cancel(start->app->pool, start->job);
	loop_drop(&start->retry);
	player_ipc_free(start->ipc);
	player_media_clear(&start->media);
	g_free(start->url);
	g_free(start->folder);
	g_free(start->unlisted);
	g_free(start->socket);
	g_free(start);
}

bool
player_start_follows(const struct player *player)
{
	return player->start != NULL && player->start->follow;
}

void
player_start_unfollow(struct player *player)
{
	if (player->start != NULL)
		player->start->follow = false;
}

/* --- one that plays it already --- */

/* What plays is to stand elsewhere. */
static void
go(struct app *app, struct player_start *start)
{
	uint32_t milliseconds = start->media.milliseconds;
	bool follow = start->follow, join = start->join, started = start->started;

	player_start_end(&app->player);
	if (!join && !started)
		player_ipc_seek(app->player.ipc, milliseconds);
	if (join && !started)
		app_say(app, "the reader follows the player: P ends that");
	else if (!started)
		player_say(app, milliseconds, follow);
	if (follow)
		player_begin_following(app);
}

/* It is this one. */
static void
take(struct player_start *start)
{
	struct app *app = start->app;
	struct player *player = &app->player;
	bool same = g_strcmp0(start->socket, player->socket) == 0;
	struct player_found found = {
		.ipc = g_steal_pointer(&start->ipc),
		.url = start->url,
		.web = start->media.url,
		.socket = start->socket,
		.ours = start->started || (player->ours && same),
	};

	/* One plays at a time, of those that we started. */
	if (player->ipc != NULL && player->ours && !same)
		player_ipc_pause(player->ipc);
	player_take(app, &found);
	go(app, start);
}

/* It is another's, or none: the next socket. */
static void
pass_on(struct player_start *start)
{
	g_clear_pointer(&start->ipc, player_ipc_free);
	start->number++;
	look(start);
}

static void
on_asked(void *data)
{
	struct player_start *start = data;

	if (!player_ipc_says(start->ipc)->known)
		return;
	if (start->started || player_ipc_plays(start->ipc, start->url))
		take(start);
	else
		pass_on(start);
}

static void
on_asked_in_vain(void *data, enum player_end why)
{
	struct player_start *start = data;

	(void)why;
	if (start->started)
		player_start_end(&start->app->player);
	else
		pass_on(start);
}

static void
ask(struct player_start *start, int fd)
{
	struct player_ipc_options options = {
		.context = start->app->player.context,
		.fd = fd,
		.times = start->app->player.times,
		.now = start->app->player.now,
		.changed = on_asked,
		.ended = on_asked_in_vain,
		.data = start,
	};

	start->ipc = player_ipc_new(&options);
}

static void begin(struct player_start *start);

/* Asks whoever listens at one of the recording's sockets, one after the other; where nobody plays it, a
 * player is started. */
static void
look(struct player_start *start)
{
	struct player *player = &start->app->player;
	int fd;

	if (player->ipc != NULL && !player->silent && player_ipc_plays(player->ipc, start->url)) {
		player_plays(start->app, start->url, start->media.url, NULL);
		go(start->app, start);
		return;
	}
	for (; start->folder != NULL && start->number < PLAYER_PLACES; start->number++) {
		g_autofree char *path = player_place_path(start->folder, start->url, start->number);
		/* One that is known not to answer is not asked again. */
		if (path == NULL || (player->silent && g_strcmp0(path, player->socket) == 0) ||
			player_place_try(path, true, &fd) != PLAYER_PLACE_CONNECTED)
			continue;
		g_free(start->socket);
		start->socket = g_steal_pointer(&path);
		ask(start, fd);
		return;
	}
	begin(start);
}

/* --- one that is started --- */

static gboolean
on_retry(gpointer data)
{
	struct player_start *start = data;
	int fd;

	switch (player_place_try(start->socket, false, &fd)) {
	case PLAYER_PLACE_CONNECTED:
		g_clear_pointer(&start->retry, g_source_unref);
		ask(start, fd);
		return G_SOURCE_REMOVE;
	case PLAYER_PLACE_FREE:
	case PLAYER_PLACE_DEAD:
		if (++start->retries < start->app->player.times->retries)
			return G_SOURCE_CONTINUE;
		break;
	case PLAYER_PLACE_TAKEN:
		break;
	}
	if (start->follow)
		app_fail(start->app, "the player that was started does not listen at its socket");
	g_clear_pointer(&start->retry, g_source_unref);
	player_start_end(&start->app->player);
	return G_SOURCE_REMOVE;
}

/* The first socket of the recording at which nothing listens; NULL where there is none. */
static char *
free_socket(const struct player_start *start)
{
	int fd;

	for (unsigned i = 0; start->folder != NULL && i < PLAYER_PLACES; i++) {
		g_autofree char *path = player_place_path(start->folder, start->url, i);
		if (path == NULL)
			return NULL;
		enum player_place place = player_place_try(path, true, &fd);
		if (place == PLAYER_PLACE_CONNECTED)
			close(fd);
		if (place == PLAYER_PLACE_FREE)
			return g_steal_pointer(&path);
	}
	return NULL;
}

/* The player that we started takes this recording; false where there is none that can. */
static bool
load(struct player_start *start)
{
	struct app *app = start->app;
	struct player *player = &app->player;
	g_autofree char *before = g_strdup(player->socket);
	uint32_t milliseconds = start->media.milliseconds;
	bool follow = start->follow;

	if (player->ipc == NULL || !player->ours || player->silent ||
		!g_utf8_validate(start->url, -1, NULL))
		return false;
	g_autofree char *socket = free_socket(start);
	player_ipc_load(player->ipc, start->url, milliseconds, socket);
	if (socket != NULL && before != NULL)
		unlink(before);
	player_plays(app, start->url, start->media.url, socket);
	player_start_end(player);
	player_say(app, milliseconds, follow);
	if (follow)
		player_begin_following(app);
	return true;
}

/* The arguments, filled in; NULL with a sentence. */
static char **
arguments(const struct player_start *start, const char *const *argv, GError **error)
{
	char seconds[32];
	bool web = url_is_http(start->url);
	bool at = !player_has_word(argv, "{seconds}");
	g_autofree char *timed = web && at ? player_media_at(start->url, start->media.milliseconds)
					   : g_strdup(start->url);
	g_autofree char *url = web ? opener_url(timed, error) : g_strdup(timed);
	struct opener_words words = {
		.url = url,
		.path = web ? NULL : start->url,
		.seconds = player_ipc_seconds(seconds, start->media.milliseconds),
		.title = start->media.title,
		.socket = start->socket,
	};

	return url == NULL ? NULL : opener_fill(argv, &words);
}

static void
show_link(struct player_start *start, const char *why)
{
	struct app *app = start->app;
	uint32_t milliseconds = start->media.milliseconds;
	g_autofree char *url = g_strdup(start->url);

	player_start_end(&app->player);
	player_show_link(app, url, milliseconds, why);
}

/* The player is on its way: its socket is looked for until it is there. */
static void
await(struct player_start *start)
{
	struct player *player = &start->app->player;

	player_say(start->app, start->media.milliseconds, start->follow && start->socket != NULL);
	if (start->socket == NULL) {
		if (start->follow)
			app_say(start->app, "playing, but the reader cannot follow: %s",
				start->unlisted != NULL ? start->unlisted
							: "this player has no {socket}");
		player_start_end(player);
		return;
	}
	start->retry = g_timeout_source_new(player->times->retry);
	g_source_set_callback(start->retry, on_retry, start, NULL);
	g_source_attach(start->retry, player->context);
}

/* There is no player: whatever opens addresses gets this one, with its second. */
static void
hand_to_opener(struct player_start *start)
{
	struct app *app = start->app;
	g_autoptr(GError) error = NULL;
	bool web = url_is_http(start->url);
	g_autofree char *timed =
		web ? player_media_at(start->url, start->media.milliseconds) : NULL;
	g_autofree char *url = web ? opener_url(timed, &error) : g_strdup(start->url);
	g_autofree char *path = web ? NULL : g_strdup(start->url);

	player_start_end(&app->player);
	if (url == NULL)
		app_fail(app, "%s", error->message);
	else
		outside_open_checked(app, url, path);
}

static void
begin(struct player_start *start)
{
	struct app *app = start->app;
	g_autoptr(GError) error = NULL;
	const char *const *argv = player_program(app, start->mpv, &error);

	g_clear_pointer(&start->socket, g_free);
	if (argv == NULL) {
		show_link(start, error->message);
		return;
	}
	if (argv == settings_list(app->settings, "opener")) {
		hand_to_opener(start);
		return;
	}
	if (player_has_word(argv, "{socket}")) {
		if (load(start))
			return;
		start->socket = free_socket(start);
	}
	g_auto(GStrv) filled = arguments(start, argv, &error);
	if (filled == NULL || !opener_start(app, (const char *const *)filled, &error)) {
		show_link(start, error->message);
		return;
	}
	start->started = true;
	await(start);
}
