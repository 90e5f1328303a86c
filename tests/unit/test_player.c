/*
 * The parts of the player: the conversation with one that answers well, badly or not at all; where its
 * socket lies; which file is the recording; and which timestamp playback is at.
 */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "support/fake_mpv.h"
#include "support/place.h"
#include "ui/player_ipc.h"
#include "ui/player_media.h"
#include "ui/player_place.h"
#include "ui/player_track.h"

/* --- the conversation --- */

/* Turns of the context, at most, until something happens. */
#define TURNS 100000

static const struct player_times quick = { .patience = 0, .poll = 0, .poll_least = 0 };
static const struct player_times calm = { .patience = 60000, .poll = 60000, .poll_least = 60000 };

struct talk {
	GMainContext *context;
	struct fake_mpv *fake;
	struct player_ipc *ipc;
	unsigned changes;
	int ended; /* enum player_end; -1 while it goes on */
};

static gint64
fixed_now(void)
{
	return 0;
}

static void
on_changed(void *data)
{
	((struct talk *)data)->changes++;
}

static void
on_ended(void *data, enum player_end end)
{
	((struct talk *)data)->ended = (int)end;
}

static void
begin_at(struct talk *talk, enum fake_manner manner, const struct player_times *times,
	double position)
{
	int fds[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds),
		0);
	*talk = (struct talk){ .context = g_main_context_new(), .ended = -1 };
	talk->fake = fake_mpv_talk(talk->context, fds[1], manner);
	struct player_ipc_options options = {
		.context = talk->context,
		.fd = fds[0],
		.times = times,
		.now = fixed_now,
		.changed = on_changed,
		.ended = on_ended,
		.data = talk,
	};
	fake_mpv_play(talk->fake, "/talk.mp4", position, 300);
	talk->ipc = player_ipc_new(&options);
}

static void
begin(struct talk *talk, enum fake_manner manner, const struct player_times *times)
{
	begin_at(talk, manner, times, 12.5);
}

static void
end(struct talk *talk)
{
	player_ipc_free(talk->ipc);
	fake_mpv_free(talk->fake);
	g_main_context_unref(talk->context);
}

/* Runs what is ready, until nothing is or it is over. */
static void
turn(struct talk *talk)
{
	for (int i = 0; i < TURNS && talk->ended < 0; i++)
		if (!g_main_context_iteration(talk->context, FALSE))
			return;
}

/* An answer that is there already when the time for it is over, as after an editor had the terminal, came in
 * time. */
static void
test_answered_meanwhile(void **state)
{
	static const struct player_times over = { .patience = 0,
		.poll = 60000,
		.poll_least = 60000 };
	struct talk talk;
	(void)state;
	begin(&talk, FAKE_GOOD, &over);
	turn(&talk);
	assert_int_equal(talk.ended, -1);
	assert_true(player_ipc_says(talk.ipc)->known);
	assert_false(player_ipc_says(talk.ipc)->silent);
	end(&talk);
}

static void
test_good(void **state)
{
	struct talk talk;
	(void)state;
	begin(&talk, FAKE_GOOD, &calm);
	turn(&talk);
	const struct player_says *says = player_ipc_says(talk.ipc);
	assert_true(says->known);
	assert_true(player_ipc_plays(talk.ipc, "/talk.mp4"));
	assert_false(player_ipc_plays(talk.ipc, "/other.mp4"));
	assert_int_equal(says->position, 12500);
	assert_int_equal(says->duration, 300000);
	assert_false(says->paused);
	fake_mpv_pause(talk.fake, true);
	turn(&talk);
	assert_true(says->paused);
	assert_int_equal(talk.ended, -1);

	player_ipc_seek(talk.ipc, 754250);
	turn(&talk);
	g_autofree char *orders = fake_mpv_orders(talk.fake);
	assert_string_equal(orders, "seek 754.25\npause no\n");
	assert_int_equal(says->position, 754250);
	assert_false(says->paused);

	player_ipc_load(talk.ipc, "https://x.org/a.mp3", 5000, "/run/other");
	turn(&talk);
	g_autofree char *loaded = fake_mpv_orders(talk.fake);
	assert_string_equal(loaded, "loadfile https://x.org/a.mp3 5\npause no\ninput-ipc-server\n");
	assert_true(player_ipc_plays(talk.ipc, "https://x.org/a.mp3"));
	assert_int_equal(says->position, 5000);
	fake_mpv_kill(talk.fake);
	turn(&talk);
	assert_int_equal(talk.ended, PLAYER_CLOSED);
	end(&talk);
}

/* A recording that is not open yet is gone about in as soon as it is. */
static void
test_not_loaded_yet(void **state)
{
	struct talk talk;
	(void)state;
	begin_at(&talk, FAKE_GOOD, &calm, -1);
	turn(&talk);
	assert_int_equal(player_ipc_says(talk.ipc)->position, UINT32_MAX);
	player_ipc_seek(talk.ipc, 60000);
	turn(&talk);
	g_autofree char *none = fake_mpv_orders(talk.fake);
	assert_string_equal(none, "");
	fake_mpv_play(talk.fake, "/talk.mp4", 0, 300);
	turn(&talk);
	g_autofree char *orders = fake_mpv_orders(talk.fake);
	assert_string_equal(orders, "seek 60\npause no\n");
	end(&talk);
}

/* What a player was on its way from is passed over after a jump. */
static void
test_jump_under_way(void **state)
{
	struct talk talk;
	(void)state;
	begin(&talk, FAKE_GOOD, &calm);
	turn(&talk);
	player_ipc_seek(talk.ipc, 100000);
	fake_mpv_behave(talk.fake, FAKE_MUTE);
	turn(&talk);
	fake_mpv_say(talk.fake,
		"{\"event\":\"property-change\",\"id\":2,\"name\":\"duration\",\"data\":301}");
	turn(&talk);
	assert_int_equal(player_ipc_says(talk.ipc)->position, 100000);
	assert_int_equal(player_ipc_says(talk.ipc)->duration, 301000);
	end(&talk);
}

static const struct {
	const char *name;
	enum fake_manner manner;
	bool known;
	int ended;
} manners[] = {
	{ "mute", FAKE_MUTE, false, PLAYER_SILENT },
	{ "refuses", FAKE_REFUSES, true, -1 },
	{ "no JSON", FAKE_NONSENSE, false, PLAYER_NONSENSE },
	{ "another language", FAKE_OTHER, false, PLAYER_NONSENSE },
	{ "wrong types", FAKE_TYPES, true, -1 },
	{ "flood", FAKE_FLOOD, true, PLAYER_FLOOD },
	{ "10 MiB without an end", FAKE_LONG, true, PLAYER_FLOOD },
	{ "deep", FAKE_DEEP, true, -1 },
	{ "dies", FAKE_DIES, true, PLAYER_CLOSED },
	{ "hangs up", FAKE_HANGS_UP, false, PLAYER_CLOSED },
};

static void
test_manners(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(manners); i++) {
		struct talk talk;
		bool mute = manners[i].manner == FAKE_MUTE;
		begin(&talk, manners[i].manner, mute ? &quick : &calm);
		turn(&talk);
		if (player_ipc_says(talk.ipc)->known != manners[i].known ||
			talk.ended != manners[i].ended)
			fail_msg("%s: known %d, ended %d", manners[i].name,
				player_ipc_says(talk.ipc)->known, talk.ended);
		/* Orders to one that is gone hurt nobody. */
		player_ipc_seek(talk.ipc, 1000);
		player_ipc_load(talk.ipc, "/x", 0, NULL);
		end(&talk);
	}
}

/* Says of a position what stands in a reply. */
static const struct {
	const char *data;
	uint32_t position;
} positions[] = {
	{ "12.5", 12500 },
	{ "0", 0 },
	{ "-0.04", 0 },
	{ "-1000", UINT32_MAX },
	{ "3599999.4", 3599999400u },
	{ "3600000", UINT32_MAX },
	{ "1e308", UINT32_MAX },
	{ "\"12\"", UINT32_MAX },
	{ "null", UINT32_MAX },
	{ "[12]", UINT32_MAX },
	{ "true", UINT32_MAX },
};

static void
test_positions(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(positions); i++) {
		struct talk talk;
		begin(&talk, FAKE_MUTE, &calm);
		fake_mpv_say(talk.fake,
			"{\"request_id\":1,\"error\":\"success\",\"data\":\"/talk.mp4\"}");
		fake_mpv_say(talk.fake,
			"{\"event\":\"property-change\",\"id\":3,\"name\":\"pause\",\"data\":false}");
		turn(&talk);
		g_autofree char *reply =
			g_strdup_printf("{\"request_id\":2,\"error\":\"success\",\"data\":%s}",
				positions[i].data);
		fake_mpv_say(talk.fake, reply);
		turn(&talk);
		if (player_ipc_says(talk.ipc)->position != positions[i].position)
			fail_msg("%s: %u", positions[i].data, player_ipc_says(talk.ipc)->position);
		end(&talk);
	}
}

/* It is silent once, and heard again. */
static void
test_hangs(void **state)
{
	struct talk talk;
	struct player_times times = { .patience = 60000, .poll = 60000, .poll_least = 60000 };
	(void)state;
	begin(&talk, FAKE_GOOD, &times);
	turn(&talk);
	times.patience = 0;
	fake_mpv_behave(talk.fake, FAKE_MUTE);
	player_ipc_seek(talk.ipc, 60000);
	for (int i = 0; i < TURNS && !player_ipc_says(talk.ipc)->silent; i++)
		g_main_context_iteration(talk.context, TRUE);
	assert_true(player_ipc_says(talk.ipc)->silent);
	assert_int_equal(talk.ended, -1);
	times.patience = 60000;
	fake_mpv_behave(talk.fake, FAKE_GOOD);
	fake_mpv_pause(talk.fake, true);
	turn(&talk);
	assert_false(player_ipc_says(talk.ipc)->silent);
	assert_true(player_ipc_says(talk.ipc)->paused);
	end(&talk);
}

/* --- where it listens --- */

static void
test_folder(void **state)
{
	static const struct {
		mode_t runtime, folder;
		bool good;
	} cases[] = {
		{ 0700, 0700, true },
		{ 0755, 0700, true },
		{ 0777, 0700, false },
		{ 0700, 0755, false },
		{ 0700, 0770, false },
	};
	g_autofree char *here = g_get_current_dir();
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *runtime = g_strdup_printf("%s/run%zu", here, i);
		g_autofree char *ours = g_build_filename(runtime, "lectern", NULL);
		g_mkdir_with_parents(ours, 0700);
		chmod(ours, cases[i].folder);
		chmod(runtime, cases[i].runtime);
		g_setenv("XDG_RUNTIME_DIR", runtime, TRUE);
		g_autofree char *folder = player_place_folder(&error);
		if ((folder != NULL) != cases[i].good)
			fail_msg("%zu: %s", i, error != NULL ? error->message : folder);
	}
	static const char *const none[] = { NULL, "", "run0", "/nowhere/at/all" };
	for (size_t i = 0; i < G_N_ELEMENTS(none); i++) {
		g_unsetenv("XDG_RUNTIME_DIR");
		if (none[i] != NULL)
			g_setenv("XDG_RUNTIME_DIR", none[i], TRUE);
		assert_null(player_place_folder(NULL));
	}
	/* A link to a folder of ours is none. */
	g_autofree char *linked = g_strdup_printf("%s/linked", here);
	g_autofree char *link = g_strdup_printf("%s/lectern", linked);
	g_autofree char *to = g_strdup_printf("%s/run0/lectern", here);
	g_mkdir(linked, 0700);
	assert_int_equal(symlink(to, link), 0);
	g_setenv("XDG_RUNTIME_DIR", linked, TRUE);
	assert_null(player_place_folder(NULL));
}

/* A socket that was bound; listens where backlog is not negative. */
static int
bound(const char *path, int backlog)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	g_strlcpy(address.sun_path, path, sizeof(address.sun_path));
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	if (backlog >= 0)
		assert_int_equal(listen(fd, backlog), 0);
	return fd;
}

static void
make_old(const char *path)
{
	struct timespec times[2] = { { time(NULL) - 60, 0 }, { time(NULL) - 60, 0 } };
	assert_int_equal(utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW), 0);
}

static void
test_sockets(void **state)
{
	int fd, listens;
	(void)state;
	assert_int_equal(player_place_try("none", true, &fd), PLAYER_PLACE_FREE);
	assert_int_equal(player_place_try("no/folder", true, &fd), PLAYER_PLACE_FREE);

	listens = bound("listens", 4);
	assert_int_equal(player_place_try("listens", true, &fd), PLAYER_PLACE_CONNECTED);
	assert_true(fcntl(fd, F_GETFL) & O_NONBLOCK);
	close(fd);
	assert_int_equal(symlink("listens", "link"), 0);
	assert_int_equal(player_place_try("link", true, &fd), PLAYER_PLACE_TAKEN);

	/* One that may be about to listen is left alone, one that is dead for long is removed. */
	close(listens);
	assert_int_equal(player_place_try("listens", true, &fd), PLAYER_PLACE_DEAD);
	make_old("listens");
	assert_int_equal(player_place_try("listens", false, &fd), PLAYER_PLACE_DEAD);
	assert_int_equal(player_place_try("listens", true, &fd), PLAYER_PLACE_FREE);
	assert_int_not_equal(access("listens", F_OK), 0);

	/* What is no socket stays. */
	assert_int_equal(mkfifo("fifo", 0600), 0);
	place_put("file", "text", -1);
	g_mkdir("folder", 0700);
	static const char *const others[] = { "fifo", "file", "folder" };
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		make_old(others[i]);
		assert_int_equal(player_place_try(others[i], true, &fd), PLAYER_PLACE_TAKEN);
		assert_int_equal(access(others[i], F_OK), 0);
	}
	/* Nobody takes who knocks: it is not waited for. */
	listens = bound("full", 0);
	enum player_place place = PLAYER_PLACE_CONNECTED;
	int fds[8];
	size_t n = 0;
	for (; n < G_N_ELEMENTS(fds) && place == PLAYER_PLACE_CONNECTED; n++)
		place = player_place_try("full", true, &fds[n]);
	assert_int_equal(place, PLAYER_PLACE_TAKEN);
	while (n-- > 0)
		if (fds[n] >= 0)
			close(fds[n]);
	close(listens);
}

static void
test_socket_names(void **state)
{
	g_autofree char *a = player_place_path("/run", "https://x.org/a", 0);
	g_autofree char *again = player_place_path("/run", "https://x.org/a", 0);
	g_autofree char *second = player_place_path("/run", "https://x.org/a", 1);
	g_autofree char *b = player_place_path("/run", "https://x.org/b", 0);
	g_autofree char *folder = g_strnfill(100, 'x');
	(void)state;
	assert_string_equal(a, again);
	assert_string_not_equal(a, b);
	assert_string_not_equal(a, second);
	assert_true(g_str_has_prefix(a, "/run/mpv-"));
	assert_null(player_place_path(folder, "x", 0));
}

/* --- the recording --- */

static struct document *
read_document(const char *path, const char *text)
{
	place_put(path, text, -1);
	struct document *document =
		document_open(AT_FDCWD, path, path, NULL, DOCUMENT_WHOLE, NULL, NULL);
	assert_non_null(document);
	return document;
}

static const struct {
	const char *path, *text;
	uint32_t stamp;
	const char *found; /* a URL, or a path below the folder; NULL: nothing is found */
} recordings[] = {
	{ "lib/yt.md", "---\nvideoId: dQw4w9WgXcQ\n---\n[0:05] a", 0,
		"https://www.youtube.com/watch?v=dQw4w9WgXcQ" },
	{ "lib/yt.md", "---\nvideoId: dQw4w9WgXcQ\n---\ntext", NONE,
		"https://www.youtube.com/watch?v=dQw4w9WgXcQ" },
	/* a file of its name comes before the web */
	{ "lib/talk.md", "---\nvideoId: dQw4w9WgXcQ\n---\n[0:05] a", 0, "lib/talk.mp4" },
	{ "lib/talk.en.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\na\n", 0, "lib/talk.mp4" },
	{ "lib/talk.srt", "1\n00:00:01,000 --> 00:00:02,000\na\n", 0, "lib/talk.mp4" },
	{ "lib/nothing.md", "[0:05] a", NONE, NULL },
	/* named: beside the document, below the root, with folders */
	{ "lib/sub/a.md", "a [[talk.mp4#t=754]]", 0, "lib/talk.mp4" },
	{ "lib/sub/a.md", "a ![[media/b.mp3#t=1,2]]", 0, "lib/sub/media/b.mp3" },
	{ "lib/sub/a.md", "a [[../talk.mp4#t=5]]", 0, "lib/talk.mp4" },
	{ "lib/sub/a.md", "---\nmedia: media/b.mp3\n---\n[0:05] a", 0, "lib/sub/media/b.mp3" },
	{ "lib/sub/a.md", "---\nmedia: https://x.org/b.mp3#t=3\n---\n[0:05] a", 0,
		"https://x.org/b.mp3" },
	/* out of the library, by a path or by a link; and not there */
	{ "lib/sub/a.md", "a [[../../outside.mp4#t=5]]", 0, NULL },
	{ "lib/sub/a.md", "a [[linked.mp4#t=5]]", 0, NULL },
	{ "lib/sub/a.md", "a [[fifo.mp4#t=5]]", 0, NULL },
	{ "lib/sub/a.md", "a [[missing.mp4#t=5]]", 0, NULL },
	{ "lib/sub/a.md", "---\nmedia: /etc/passwd\n---\n[0:05] a", 0, NULL },
	{ "lib/sub/a.md", "---\nmedia: javascript:alert(1)\n---\n[0:05] a", 0, NULL },
	/* the address of a timestamp is another recording's, unless it is the document's video */
	{ "lib/talk.md", "---\nvideoId: dQw4w9WgXcQ\n---\n[a](https://youtu.be/AAAAAAAAAAA?t=7)", 0,
		"https://www.youtube.com/watch?v=AAAAAAAAAAA" },
	{ "lib/talk.md", "---\nvideoId: dQw4w9WgXcQ\n---\n[a](https://youtu.be/dQw4w9WgXcQ?t=7)", 0,
		"lib/talk.mp4" },
	{ "lib/a.md", "[a](https://vimeo.com/76979871#t=1m2s)", 0, "https://vimeo.com/76979871" },
	{ "lib/a.md", "---\nsource: https://vimeo.com/76979871\n---\ntext", NONE,
		"https://vimeo.com/76979871" },
	{ "lib/a.md", "---\nsource: https://x.org/article\n---\ntext", NONE, NULL },
	{ "lib/a.md", "---\nsource: https://x.org/cast.mp3?x=1\n---\ntext", NONE,
		"https://x.org/cast.mp3?x=1" },
};

static void
test_recordings(void **state)
{
	g_autofree char *here = g_get_current_dir();
	const char *const roots[] = { "lib", NULL };
	(void)state;
	place_put("lib/talk.mp4", "x", -1);
	place_put("lib/sub/media/b.mp3", "x", -1);
	place_put("outside.mp4", "x", -1);
	assert_int_equal(symlink("../../outside.mp4", "lib/sub/linked.mp4"), 0);
	assert_int_equal(mkfifo("lib/sub/fifo.mp4", 0600), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(recordings); i++) {
		struct player_media media;
		g_autoptr(GError) error = NULL;
		g_autoptr(Document) document =
			read_document(recordings[i].path, recordings[i].text);
		g_autofree char *real = g_build_filename(here, recordings[i].path, NULL);
		player_media_init(&media, document, real, roots, recordings[i].stamp);
		g_autofree char *found = player_media_find(&media, &error);
		const char *shown = found;
		if (found != NULL && g_str_has_prefix(found, here))
			shown = found + strlen(here) + 1;
		if (g_strcmp0(shown, recordings[i].found) != 0)
			fail_msg("%s, %s: %s", recordings[i].path, recordings[i].text,
				found != NULL ? found : error->message);
		assert_true(found != NULL || error != NULL);
		player_media_clear(&media);
		unlink(recordings[i].path);
	}
}

static void
test_timed(void **state)
{
	static const char *const cases[][2] = {
		{ "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
			"https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=754s" },
		{ "https://vimeo.com/76979871", "https://vimeo.com/76979871#t=754" },
		{ "https://x.org/a.mp3", "https://x.org/a.mp3#t=754" },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *at = player_media_at(cases[i][0], 754900);
		assert_string_equal(at, cases[i][1]);
	}
}

/* --- which timestamp --- */

static const char chapters_first[] = "---\nvideoId: dQw4w9WgXcQ\n---\n"
				     "- 0:00 one\n- 5:00 two\n- 10:00 three\n\n"
				     "a [0:10] b [2:00] c [5:00] d [7:00] e [9:59] f [10:00]\n";
static const char by_subject[] = "---\nvideoId: dQw4w9WgXcQ\n---\n"
				 "a [1:00] b [5:00] c [9:00]\n\nd [1:20] e [3:00] f [4:58]\n";

/* by_subject is 0: 1:00, 1: 5:00, 2: 9:00, 3: 1:20, 4: 3:00, 5: 4:58. */
static const struct {
	const char *text;
	uint32_t seconds, current, at;
} tracks[] = {
	{ by_subject, 59, NONE, NONE },
	{ by_subject, 60, NONE, 0 },
	{ by_subject, 79, 0, 0 },
	/* what is hardly later elsewhere is not gone to, what is much later is */
	{ by_subject, 125, 0, 0 },
	{ by_subject, 185, 0, 4 },
	{ by_subject, 200, 3, 4 },
	/* the end of what ascends: on to where it goes on */
	{ by_subject, 299, 5, 5 },
	{ by_subject, 300, 5, 1 },
	{ by_subject, 3600, 1, 2 },
	/* back */
	{ by_subject, 181, 5, 4 },
	{ by_subject, 61, 4, 0 },
	/* chapters before the text: one who reads the text stays in it, one who reads chapters too, a
	 * while */
	{ chapters_first, 5, NONE, 0 },
	{ chapters_first, 10, 3, 3 },
	{ chapters_first, 300, 4, 5 },
	{ chapters_first, 600, 7, 8 },
	{ chapters_first, 605, 8, 8 },
	{ chapters_first, 305, 0, 1 },
	{ chapters_first, 325, 1, 1 },
	{ chapters_first, 455, 1, 6 },
};

static void
test_tracks(void **state)
{
	const char *const playing[] = { "/other", NULL };
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(tracks); i++) {
		g_autoptr(Document) document = read_document("a.md", tracks[i].text);
		struct player_track track;
		player_track_init(&track);
		player_track_make(&track, document, true, playing);
		assert_int_equal(track.by_text->len, document->timestamp_count);
		uint32_t at = player_track_at(&track, tracks[i].seconds * 1000, tracks[i].current);
		if (at != tracks[i].at)
			fail_msg("row %zu: at %u s from %d: %d", i, tracks[i].seconds,
				(int)tracks[i].current, (int)at);
		player_track_clear(&track);
	}
}

/* Of a document that speaks of several recordings only those count that are of what plays. */
static void
test_track_of_several(void **state)
{
	static const char text[] =
		"---\nvideoId: dQw4w9WgXcQ\n---\n[0:10] a "
		"[b](https://youtu.be/AAAAAAAAAAA?t=20) [[talk.mp4#t=30]] [0:40] c";
	static const struct {
		const char *playing;
		bool own;
		const char *stamps;
	} cases[] = {
		{ "https://www.youtube.com/watch?v=dQw4w9WgXcQ", true, "0 3 " },
		{ "https://www.youtube.com/watch?v=AAAAAAAAAAA", false, "1 " },
		{ "/some/where/talk.mp4", false, "2 " },
		{ "https://x.org/", false, "" },
	};
	g_autoptr(Document) document = read_document("a.md", text);
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *const playing[] = { cases[i].playing, NULL };
		g_autoptr(GString) stamps = g_string_new(NULL);
		struct player_track track;
		bool own = player_media_plays(document, "/lib/a.md", playing);
		assert_int_equal(own, cases[i].own);
		player_track_init(&track);
		player_track_make(&track, document, own, playing);
		for (guint k = 0; k < track.by_text->len; k++)
			g_string_append_printf(stamps, "%u ",
				g_array_index(track.by_text, uint32_t, k));
		assert_string_equal(stamps->str, cases[i].stamps);
		assert_int_equal(player_track_next(&track, 40000), UINT32_MAX);
		player_track_clear(&track);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_answered_meanwhile),
		cmocka_unit_test(test_not_loaded_yet),
		cmocka_unit_test(test_jump_under_way),
		cmocka_unit_test(test_manners),
		cmocka_unit_test(test_positions),
		cmocka_unit_test(test_hangs),
		cmocka_unit_test_setup_teardown(test_folder, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_sockets, place_enter, place_leave),
		cmocka_unit_test(test_socket_names),
		cmocka_unit_test_setup_teardown(test_recordings, place_enter, place_leave),
		cmocka_unit_test(test_timed),
		cmocka_unit_test_setup_teardown(test_tracks, place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_track_of_several, place_enter, place_leave),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
