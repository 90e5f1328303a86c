#include "config.h"

#include "ui/player.h"

#include <string.h>

#include "text/safe.h"
#include "ui/app_state.h"
#include "ui/player_private.h"
#include "ui/timeline.h"

/* Milliseconds before its time at which a timestamp is followed to: a player tells the time of the
 * picture that it shows, which may be a little before. */
#define LEAD 100

void
player_init(struct player *player, GMainContext *context, gint64 (*now)(void))
{
	*player = (struct player){
		.context = context,
		.times = &player_times_usual,
		.now = now,
		.second = NONE,
		.at = NONE,
	};
	player->family = g_ptr_array_new_with_free_func(g_free);
	player_track_init(&player->track);
}

void
player_clear(struct player *player)
{
	player_start_end(player);
	player_ipc_free(player->ipc);
	player_track_clear(&player->track);
	g_ptr_array_unref(player->family);
	opened_unref(player->of);
	g_free(player->url);
	g_free(player->web);
	g_free(player->socket);
	g_free(player->of_url);
}

/* --- what is known of it --- */

/* Whether what plays is what the open document is of. */
static bool
is_shown(const struct app *app)
{
	const struct player *player = &app->player;

	return player->ipc != NULL && player->of != NULL && player->of == app->reader.opened &&
	       (player->own || player->track.by_time->len > 0);
}

uint32_t
player_position(const struct app *app)
{
	return is_shown(app) ? player_ipc_says(app->player.ipc)->position : NONE;
}

uint32_t
player_duration(const struct app *app)
{
	return is_shown(app) ? player_ipc_says(app->player.ipc)->duration : NONE;
}

char *
player_words(const struct app *app, bool *paused)
{
	const struct player *player = &app->player;
	const struct player_says *says;
	char position[16] = "-:--", duration[16];
	g_autoptr(GString) words = g_string_new(NULL);

	if (!player->following || player->ipc == NULL)
		return NULL;
	says = player_ipc_says(player->ipc);
	if (says->position != NONE)
		timeline_time(position, says->position);
	*paused = says->paused;
	g_string_append(words, position);
	if (says->duration != NONE)
		g_string_append_printf(words, " / %s", timeline_time(duration, says->duration));
	if (says->silent)
		g_string_append(words, " …");
	return g_string_free(g_steal_pointer(&words), FALSE);
}

void
player_say(struct app *app, uint32_t milliseconds, bool follow)
{
	char time[16];

	app_say(app,
		follow ? "playing from %s; the reader follows: P ends that" : "playing from %s",
		timeline_time(time, milliseconds));
}

/* --- following --- */

static void
end_following(struct player *player, struct reader *reader)
{
	player->following = false;
	player->at = NONE;
	if (player->ipc != NULL)
		player_ipc_expect(player->ipc, NONE);
	reader_read_along(reader, NONE);
}

/* Whether the reader may be moved. */
static bool
may_move(const struct app *app)
{
	return !app_busy(app) && app->reader.page != NULL && app->layout.shown[PANE_READER];
}

/* Takes the reader to where playback is. */
static void
follow(struct app *app)
{
	struct player *player = &app->player;
	uint32_t position = player_position(app);

	if (!player->following || position == NONE || !may_move(app))
		return;
	position = position > UINT32_MAX - LEAD ? position : position + LEAD;
	uint32_t next = player_track_next(&player->track, position);
	uint32_t stamp = player_track_at(&player->track, position, player->at);
	player_ipc_expect(player->ipc, next == NONE ? NONE : next - MIN(next, (uint32_t)LEAD));
	if (stamp == NONE || stamp == player->at)
		return;
	reader_read_along(&app->reader, stamp);
	player->at = stamp;
	player->reading = app->reader.reading;
	app->dirty = true;
}

void
player_begin_following(struct app *app)
{
	struct player *player = &app->player;

	player_settle(app);
	if (!player->following)
		app_leave_place(app);
	player->following = true;
	player->lapsed = false;
	/* Of several timestamps of one time, that where one reads. */
	player->at = NONE;
	uint32_t stamp = reader_stamp(&app->reader);
	if (stamp != NONE && player_position(app) != NONE &&
		player_track_at(&player->track, player_position(app) + LEAD, stamp) == stamp) {
		reader_read_along(&app->reader, stamp);
		player->at = stamp;
	}
	player->reading = app->reader.reading;
	app->dirty = true;
	follow(app);
}

/* The video that other documents of the recording name; NULL for none. The caller frees. */
static char *
video_of_others(const struct app *app)
{
	const GPtrArray *others = recording_others(app);

	for (guint i = 0; others != NULL && i < others->len; i++) {
		const struct recording_document *other = g_ptr_array_index(others, i);
		const struct entry *entry = linking_entry(app, other->id);

		if (entry != NULL && entry->video[0] != '\0')
			return player_media_video(entry->video);
	}
	return NULL;
}

/* Whether what plays is the open document's own recording: by what it says, or as the library knows it
 * for one of the same recording. */
static bool
is_own(const struct app *app, const struct opened *opened)
{
	const struct player *player = &app->player;
	const char *const playing[] = { player->url, player->web, NULL };
	g_autofree char *video = video_of_others(app);

	return player_media_plays(opened->document, opened->real, playing) ||
	       (video != NULL &&
		       (player_media_same(video, player->url) ||
			       (player->web != NULL && player_media_same(video, player->web)))) ||
	       g_ptr_array_find_with_equal_func(player->family, opened->document->path, g_str_equal,
		       NULL);
}

/* Remembers the documents of the recording that plays, so that each is known when it is opened. */
static void
note_family(struct app *app)
{
	struct player *player = &app->player;
	const GPtrArray *others = recording_others(app);

	if (others == NULL)
		return;
	g_ptr_array_set_size(player->family, 0);
	g_ptr_array_add(player->family, g_strdup(app->reader.opened->document->path));
	for (guint i = 0; i < others->len; i++) {
		const struct recording_document *other = g_ptr_array_index(others, i);
		const struct entry *entry = linking_entry(app, other->id);

		if (entry != NULL)
			g_ptr_array_add(player->family, g_strdup(entry->path));
	}
}

/* What the open document has to do with what plays. */
static void
relate(struct app *app)
{
	struct player *player = &app->player;
	struct opened *opened = app->reader.opened;
	const char *const playing[] = { player->url, player->web, NULL };
	bool other = g_strcmp0(player->of_url, player->url) != 0;

	if (other) {
		g_ptr_array_set_size(player->family, 0);
		g_free(player->of_url);
		player->of_url = g_strdup(player->url);
	}
	if (opened != NULL)
		opened_ref(opened);
	opened_unref(player->of);
	player->of = opened;
	player->of_version = app->recording.version;
	player->own = opened != NULL && is_own(app, opened);
	if (player->own)
		note_family(app);
	player_track_make(&player->track, opened == NULL ? NULL : opened->document, player->own,
		playing);
}

void
player_settle(struct app *app)
{
	struct player *player = &app->player;
	struct reader *reader = &app->reader;
	bool other = player->of != reader->opened;

	if (player->url == NULL)
		return;
	if (other || player->of_version != app->recording.version ||
		g_strcmp0(player->of_url, player->url) != 0)
		relate(app);
	if (!player->following)
		return;
	if (other && is_shown(app)) {
		/* The same document read anew, or another of this recording: it is followed there. */
		player->at = NONE;
		player->reading = reader->reading;
		follow(app);
		return;
	}
	bool moved = reader->reading != player->reading ||
		     (player->at != NONE && (!reader->jumped || reader->stamp != player->at));
	if (!other && !moved)
		return;
	end_following(player, reader);
	player->lapsed = true;
	if (app->message == NULL)
		app_say(app, "following stopped: P follows again");
}

/* --- what it tells --- */

static void
on_changed(void *data)
{
	struct app *app = data;
	struct player *player = &app->player;
	const struct player_says *says = player_ipc_says(player->ipc);
	uint32_t second = says->position == NONE ? NONE : says->position / 1000;

	if (says->silent && !player->silent)
		app_fail(app, "the player does not answer");
	player->silent = says->silent;
	if (second != player->second && (player->following || is_shown(app)))
		app->dirty = true;
	/* A pause, or its end, shows at once. */
	if (player->following && (says->paused || says->position == NONE))
		app->dirty = true;
	player->second = second;
	follow(app);
}

static void
on_ended(void *data, enum player_end why)
{
	static const char *const words[] = {
		[PLAYER_SILENT] = "the player does not answer",
		[PLAYER_NONSENSE] = "the player talks nonsense: it is listened to no more",
		[PLAYER_FLOOD] = "the player talks too much: it is listened to no more",
	};
	struct app *app = data;
	struct player *player = &app->player;
	bool followed = player->following;

	end_following(player, &app->reader);
	player->lapsed = false;
	g_clear_pointer(&player->ipc, player_ipc_free);
	g_clear_pointer(&player->url, g_free);
	player->second = NONE;
	if (why != PLAYER_CLOSED)
		app_fail(app, "%s", words[why]);
	else if (followed)
		app_say(app, "the player was closed");
	app->dirty = true;
}

void
player_plays(struct app *app, const char *url, const char *web, const char *socket)
{
	struct player *player = &app->player;

	g_free(player->url);
	g_free(player->web);
	player->url = g_strdup(url);
	player->web = g_strdup(web);
	if (socket != NULL) {
		g_free(player->socket);
		player->socket = g_strdup(socket);
	}
	player->second = NONE;
	player_settle(app);
	app->dirty = true;
}

void
player_take(struct app *app, const struct player_found *found)
{
	struct player *player = &app->player;

	if (player->ipc != found->ipc)
		player_ipc_free(player->ipc);
	player->ipc = found->ipc;
	player->ours = found->ours;
	player->silent = false;
	player_ipc_tell(player->ipc, on_changed, on_ended, app);
	player_plays(app, found->url, found->web, found->socket);
}

/* --- commands --- */

/* What is played from a timestamp: the document's recording, else that of the selected link, else what
 * other documents of the recording name, or may lie beside it. */
static void
media_at(struct app *app, uint32_t stamp, struct player_media *media)
{
	const struct opened *opened = app->reader.opened;
	const struct document *document = opened->document;
	const char *const *roots = (const char *const *)app->roots;
	uint32_t link = reader_selected_link(&app->reader);

	if (player_media_init(media, document, opened->real, roots, stamp))
		return;
	player_media_clear(media);
	if (link != NONE && player_media_init_link(media, document, opened->real, roots,
				    &document->links[link]))
		return;
	if (link != NONE)
		player_media_clear(media);
	player_media_init(media, document, opened->real, roots, stamp);
	media->url = video_of_others(app);
}

static void
play(struct app *app, uint32_t stamp, bool join)
{
	struct player *player = &app->player;
	struct player_media media;
	bool follow = join || player->following || player->lapsed;

	if (app->reader.opened == NULL) {
		app_say(app, "no document is open");
		return;
	}
	media_at(app, stamp, &media);
	/* What plays it already needs not be looked for. */
	bool known = player->ipc != NULL && !player->silent && is_shown(app) &&
		     player->start == NULL &&
		     (stamp == NONE ? player->own : player_track_has(&player->track, stamp)) &&
		     player_ipc_plays(player->ipc, player->url);
	if (!known) {
		player_start(app, &media, follow, join);
		return;
	}
	player_ipc_seek(player->ipc, media.milliseconds);
	player_say(app, media.milliseconds, follow);
	player_media_clear(&media);
	if (follow)
		player_begin_following(app);
}

void
player_play(struct app *app, uint32_t stamp)
{
	play(app, stamp, false);
}

void
player_play_here(struct app *app, const struct command_call *call)
{
	(void)call;
	play(app, reader_stamp(&app->reader), false);
}

void
player_follow(struct app *app, const struct command_call *call)
{
	struct player *player = &app->player;
	bool was = player->following || player_start_follows(player);

	(void)call;
	if (was) {
		player_start_unfollow(player);
		end_following(player, &app->reader);
		player->lapsed = false;
		app_say(app, "the reader follows no more");
	} else if (is_shown(app) && player->start == NULL) {
		player_begin_following(app);
		app_say(app, "the reader follows the player: P ends that");
	} else {
		play(app, reader_stamp(&app->reader), true);
	}
}

void
player_play_row(struct app *app, const struct command_call *call)
{
	const struct side *side = &app->side;
	const struct side_row *row =
		side->cursor < side->rows->len
			? &g_array_index(side->rows, struct side_row, side->cursor)
			: NULL;

	(void)call;
	play(app,
		row != NULL && row->kind == SIDE_ROW_STAMP ? row->index
							   : reader_stamp(&app->reader),
		false);
}
