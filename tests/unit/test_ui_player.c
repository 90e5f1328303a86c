/*
 * The player as the interface uses it: which program is started with which words, one that plays already
 * is asked, the reader follows it, and nothing that it does disturbs the reading.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "support/fake_mpv.h"
#include "support/place.h"
#include "support/ui_driver.h"
#include "ui/app_state.h"
#include "ui/player_place.h"

#define VIDEO "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
#define OTHER "https://www.youtube.com/watch?v=AAAAAAAAAAA"

/* Turns of the context, at most, until something is so. */
#define TURNS 20000

/* Waits for an answer without end, for a socket next to nothing. */
static const struct player_times at_once = {
	.patience = 60000,
	.poll = 60000,
	.poll_least = 60000,
	.retry = 5,
	.retries = 20,
};

struct session {
	struct ui_driver *driver;
	char *runtime;
};

/* A folder with a note of a video, another one, and one of none; its screen is drawn. */
static struct session
begin(const char *document)
{
	struct session s = { 0 };
	g_autofree char *here = g_get_current_dir();
	g_autoptr(GString) note = g_string_new("---\nvideoId: dQw4w9WgXcQ\n---\n# Talk\n\n");
	for (int i = 0; i < 60; i++)
		g_string_append_printf(note, "Sentence %d is said here [%02d:%02d:10].\n\n", i,
			i / 60, i % 60);
	place_put("library/note.md", note->str, -1);
	place_put("library/same.md",
		"---\nvideoId: dQw4w9WgXcQ\n---\nFirst [0:10]. Then [5:00]. End [30:00].\n", -1);
	place_put("library/other.md", "---\nvideoId: AAAAAAAAAAA\n---\nSaid [0:20]. Next [0:40].\n",
		-1);
	place_put("library/none.md", "# None\n\nThere is no recording of this.\n", -1);
	s.runtime = g_build_filename(here, "run", NULL);
	g_mkdir(s.runtime, 0700);
	g_setenv("XDG_RUNTIME_DIR", s.runtime, TRUE);
	g_setenv("DISPLAY", ":0", TRUE);
	g_unsetenv("WAYLAND_DISPLAY");
	g_unsetenv("SSH_CONNECTION");
	s.driver = ui_driver_new("library", document, NULL, 24, 100);
	s.driver->app->player.times = &at_once;
	ui_driver_draw(s.driver);
	return s;
}

static void
end(struct session *s)
{
	ui_driver_free(s->driver);
	g_free(s->runtime);
}

static void
configure(struct session *s, const char *settings)
{
	place_put("config.yaml", settings, -1);
	assert_true(settings_load(s->driver->settings, "config.yaml", true, NULL));
}

/* A player of one's own, so that it does not matter what is installed. */
#define PLAYER                                                                                     \
	"player: [mpv, \"--start={seconds}\", \"--input-ipc-server={socket}\", --, \"{url}\"]\n"

static void
keys(struct session *s, const char *typed)
{
	assert_true(ui_driver_keys(s->driver, typed, NULL));
	ui_driver_draw(s->driver);
}

/* What was started and copied since; taken. */
static char *
done(struct session *s)
{
	char *outside = g_strdup(s->driver->outside->str);
	g_string_truncate(s->driver->outside, 0);
	return outside;
}

static char *
socket_of(const struct session *s, const char *url, unsigned number)
{
	g_autofree char *folder = g_build_filename(s->runtime, "lectern", NULL);
	g_mkdir_with_parents(folder, 0700);
	return player_place_path(folder, url, number);
}

/* Runs the loop until the player plays, or nothing is under way. */
static void
turn(struct session *s)
{
	for (int i = 0; i < TURNS; i++) {
		bool busy = s->driver->app->player.start != NULL;
		if (!g_main_context_iteration(s->driver->context, busy) && !busy)
			break;
	}
	ui_driver_draw(s->driver);
}

static const char *
message(const struct session *s)
{
	return s->driver->app->message != NULL ? s->driver->app->message : "";
}

/* --- what is started --- */

static void
test_words(void **state)
{
	static const struct {
		const char *settings, *keys, *words;
	} cases[] = {
		{ PLAYER, "]t ]t ]t p",
			"started: [mpv] [--start=130] [--input-ipc-server=./run/SOCKET] [--] [" VIDEO
			"]\n" },
		/* without {seconds} the address names the second */
		{ "player: [browse, \"{url}\"]\n", "]t p",
			"started: [browse] [" VIDEO "&t=10s]\n" },
		{ "player: [vlc, \"--meta-title={title}\", \"{url}\", \":start-time={seconds}\"]\n",
			"p", "started: [vlc] [--meta-title=Talk] [" VIDEO "] [:start-time=0]\n" },
		{ "player: [p, \"{path}\", \"{line}\", x]\n", "p", "started: [p] [x]\n" },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct session s = begin("library/note.md");
		g_autofree char *socket = socket_of(&s, VIDEO, 0);
		configure(&s, cases[i].settings);
		keys(&s, cases[i].keys);
		g_autofree char *started = done(&s);
		g_autoptr(GString) words = g_string_new(started);
		g_string_replace(words, socket + strlen(s.runtime), "/SOCKET", 0);
		assert_string_equal(words->str, cases[i].words);
		end(&s);
	}
}

static void
test_side_pane(void **state)
{
	struct session s = begin("library/note.md");
	(void)state;
	configure(&s, "player: [x, \"{seconds}\"]\n");
	keys(&s, "T j j j p");
	g_autofree char *started = done(&s);
	assert_string_equal(started, "started: [x] [130]\n");
	end(&s);
}

/* Where nothing can be shown the address is copied, and shown. */
static void
test_no_display(void **state)
{
	static const char link[] = VIDEO "&t=70s";
	static const char *const without[] = { "SSH_CONNECTION", "DISPLAY", "opener" };
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(without); i++) {
		struct session s = begin("library/note.md");
		if (i == 0)
			g_setenv("SSH_CONNECTION", "a b c d", TRUE);
		else if (i == 1)
			g_unsetenv("DISPLAY");
		else
			g_setenv("PATH", s.runtime, TRUE), configure(&s, "opener: []\n");
		keys(&s, "]t ]t p");
		g_autofree char *copied = done(&s);
		assert_string_equal(copied, "copied: " VIDEO "&t=70s\n");
		assert_non_null(strstr(message(&s), link));
		/* Where the line has no room for it a panel shows it whole. */
		ui_driver_resize(s.driver, 24, 60);
		keys(&s, "p");
		g_autoptr(GString) screen = g_string_new(NULL);
		canvas_print(ui_driver_draw(s.driver), false, screen);
		assert_non_null(strstr(screen->str, link));
		keys(&s, "q");
		assert_false(s.driver->quit);
		/* A player that was configured may need no display. */
		if (i < 2) {
			configure(&s, "player: [x, \"{seconds}\"]\n");
			g_string_truncate(s.driver->outside, 0);
			keys(&s, "p");
			g_autofree char *started = done(&s);
			assert_string_equal(started, "started: [x] [70]\n");
		}
		end(&s);
	}
}

/* Without a player the opener gets the address, with its second. */
static void
test_opener(void **state)
{
	struct session s = begin("library/note.md");
	(void)state;
	g_setenv("PATH", s.runtime, TRUE);
	configure(&s, "opener: [open, \"{url}\"]\n");
	keys(&s, "]t ]t p");
	g_autofree char *started = done(&s);
	assert_string_equal(started, "started: [open] [" VIDEO "&t=70s]\n");
	end(&s);
}

static void
test_nothing_to_play(void **state)
{
	struct session s = begin("library/none.md");
	(void)state;
	keys(&s, "p");
	g_autofree char *started = done(&s);
	assert_string_equal(started, "");
	assert_string_equal(message(&s), "this document names no recording");
	keys(&s, "P");
	assert_string_equal(message(&s), "this document names no recording");
	end(&s);
}

/* --- one that plays --- */

static void
test_asked_instead(void **state)
{
	struct session s = begin("library/note.md");
	g_autofree char *path = socket_of(&s, VIDEO, 0);
	struct fake_mpv *fake = fake_mpv_listen(s.driver->context, path, FAKE_GOOD);
	(void)state;
	configure(&s, PLAYER);
	fake_mpv_play(fake, VIDEO, 5, 3600);
	fake_mpv_pause(fake, true);
	keys(&s, "]t ]t p");
	turn(&s);
	g_autofree char *orders = fake_mpv_orders(fake);
	assert_string_equal(orders, "seek 70\npause no\n");
	assert_string_equal(message(&s), "playing from 1:10");
	assert_int_equal(player_position(s.driver->app), 70000);
	assert_int_equal(player_duration(s.driver->app), 3600000);
	/* The same again, and in another document of the recording. */
	keys(&s, "]t p");
	turn(&s);
	g_autofree char *again = fake_mpv_orders(fake);
	assert_string_equal(again, "seek 130\npause no\n");
	assert_int_equal(fake_mpv_connected(fake), 1);
	g_autofree char *started = done(&s);
	assert_string_equal(started, "");
	fake_mpv_free(fake);
	end(&s);
}

/* What listens there is no player, or plays something else: another socket is used. */
static void
test_other_socket(void **state)
{
	static const struct {
		enum fake_manner manner;
		const char *plays;
	} cases[] = {
		{ FAKE_GOOD, OTHER },
		{ FAKE_GOOD, NULL },
		{ FAKE_NONSENSE, VIDEO },
		{ FAKE_OTHER, VIDEO },
		{ FAKE_HANGS_UP, VIDEO },
		{ FAKE_REFUSES, VIDEO },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct session s = begin("library/note.md");
		g_autofree char *path = socket_of(&s, VIDEO, 0);
		g_autofree char *second = socket_of(&s, VIDEO, 1);
		g_autofree char *wanted = g_strdup_printf(
			"started: [mpv] [--start=10] [--input-ipc-server=./run%s] [--] "
			"[" VIDEO "]\n",
			second + strlen(s.runtime));
		struct fake_mpv *fake = fake_mpv_listen(s.driver->context, path, cases[i].manner);
		configure(&s, PLAYER);
		fake_mpv_play(fake, cases[i].plays, 1, 100);
		keys(&s, "]t p");
		turn(&s);
		g_autofree char *started = done(&s);
		g_autofree char *orders = fake_mpv_orders(fake);
		assert_string_equal(started, wanted);
		assert_string_equal(orders, "");
		fake_mpv_free(fake);
		end(&s);
	}
}

/* The one that was started is listened to as soon as it is there. */
static void
test_started(void **state)
{
	struct session s = begin("library/note.md");
	g_autofree char *path = socket_of(&s, VIDEO, 0);
	(void)state;
	configure(&s, PLAYER);
	keys(&s, "]t p");
	assert_int_equal(player_position(s.driver->app), NONE);
	g_main_context_iteration(s.driver->context, TRUE);
	struct fake_mpv *fake = fake_mpv_listen(s.driver->context, path, FAKE_GOOD);
	fake_mpv_play(fake, VIDEO, 10.2, 3600);
	turn(&s);
	assert_int_equal(player_position(s.driver->app), 10200);
	g_autofree char *orders = fake_mpv_orders(fake);
	assert_string_equal(orders, "");
	fake_mpv_free(fake);
	end(&s);
}

/* It takes the next recording, too. */
static void
test_next_recording(void **state)
{
	struct session s = begin(NULL);
	g_autofree char *path = socket_of(&s, VIDEO, 0);
	(void)state;
	configure(&s, PLAYER);
	keys(&s, "g d");
	ui_driver_type(s.driver, "note");
	keys(&s, "Enter ]t p");
	struct fake_mpv *fake = fake_mpv_listen(s.driver->context, path, FAKE_GOOD);
	fake_mpv_play(fake, VIDEO, 10.2, 3600);
	turn(&s);
	g_string_truncate(s.driver->outside, 0);
	keys(&s, "g d");
	ui_driver_type(s.driver, "other");
	keys(&s, "Enter ]t ]t");
	/* It is not the recording of this document. */
	assert_int_equal(player_position(s.driver->app), NONE);
	keys(&s, "p");
	turn(&s);
	g_autofree char *orders = fake_mpv_orders(fake);
	g_autofree char *again = done(&s);
	assert_string_equal(again, "");
	assert_string_equal(orders, "loadfile " OTHER " 40\npause no\ninput-ipc-server\n");
	assert_int_equal(player_position(s.driver->app), 40000);
	fake_mpv_free(fake);
	end(&s);
}

/* --- following --- */

static struct fake_mpv *
follow(struct session *s, double position)
{
	g_autofree char *path = socket_of(s, VIDEO, 0);
	struct fake_mpv *fake = fake_mpv_listen(s->driver->context, path, FAKE_GOOD);
	configure(s, PLAYER);
	fake_mpv_play(fake, VIDEO, position, 3600);
	keys(s, "P");
	turn(s);
	return fake;
}

static void
go_on(struct session *s, struct fake_mpv *fake, double position)
{
	fake_mpv_play(fake, VIDEO, position, 3600);
	turn(s);
}

static void
test_follow(void **state)
{
	struct session s = begin("library/note.md");
	struct reader *reader = &s.driver->app->reader;
	struct fake_mpv *fake = follow(&s, 75);
	bool paused;
	(void)state;
	/* It is joined where it plays. */
	g_autofree char *orders = fake_mpv_orders(fake);
	assert_string_equal(orders, "");
	assert_int_equal(reader_stamp(reader), 1);
	g_autofree char *words = player_words(s.driver->app, &paused);
	assert_string_equal(words, "1:15 / 1:00:00");

	/* The page stays while the sentence is on it, and is turned when it is not. */
	uint32_t top = reader->top;
	go_on(&s, fake, 131);
	assert_int_equal(reader_stamp(reader), 2);
	assert_int_equal(reader->top, top);
	go_on(&s, fake, 20 * 60 + 11);
	assert_int_equal(reader_stamp(reader), 20);
	assert_true(reader->top > top);
	assert_true(reader_shows(reader, reader->reading));
	top = reader->top;
	/* Between two timestamps nothing moves. */
	go_on(&s, fake, 20 * 60 + 40);
	assert_int_equal(reader_stamp(reader), 20);
	assert_int_equal(reader->top, top);
	/* Back. */
	go_on(&s, fake, 11);
	assert_int_equal(reader_stamp(reader), 0);
	assert_true(reader_shows(reader, reader->reading));
	/* A pause shows. */
	fake_mpv_pause(fake, true);
	turn(&s);
	g_autofree char *held = player_words(s.driver->app, &paused);
	assert_true(paused);
	assert_string_equal(held, "0:11 / 1:00:00");
	keys(&s, "P");
	assert_null(player_words(s.driver->app, &paused));
	go_on(&s, fake, 1200);
	assert_int_equal(reader_stamp(reader), 0);
	fake_mpv_free(fake);
	end(&s);
}

/* While lines are selected nothing moves under them. */
static void
test_follow_waits_for_selection(void **state)
{
	struct session s = begin("library/note.md");
	const struct app *app = s.driver->app;
	struct fake_mpv *fake = follow(&s, 75);
	(void)state;
	keys(&s, "v j");
	uint32_t head = app->selection.head;
	go_on(&s, fake, 20 * 60 + 11);
	keys(&s, "?");
	keys(&s, "q");
	assert_true(selection_on(app));
	assert_int_equal(app->selection.head, head);
	assert_int_equal(reader_stamp(&app->reader), 1);
	keys(&s, "Esc");
	go_on(&s, fake, 20 * 60 + 12);
	assert_int_equal(reader_stamp(&app->reader), 20);
	fake_mpv_free(fake);
	end(&s);
}

static void
test_follow_ends_by_hand(void **state)
{
	static const struct {
		const char *keys;
		bool follows;
	} cases[] = {
		{ "j", false },
		{ "]t", false },
		{ "G", false },
		{ "Space", false },
		{ "T j", false },
		{ "' '", false },
		/* What moves nothing, or only the panes. */
		{ "T", true },
		{ "z z", true },
		{ "i q", true },
		{ "- - +", true },
		{ "? q", true },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct session s = begin("library/note.md");
		struct fake_mpv *fake = follow(&s, 20 * 60 + 15);
		assert_true(s.driver->app->player.following);
		keys(&s, cases[i].keys);
		if (s.driver->app->player.following != cases[i].follows)
			fail_msg("%s: %s", cases[i].keys, message(&s));
		if (!cases[i].follows)
			assert_string_equal(message(&s), "following stopped: P follows again");
		/* Where it was stopped by hand, playing from here follows on. */
		keys(&s, "p");
		turn(&s);
		assert_true(s.driver->app->player.following);
		fake_mpv_free(fake);
		end(&s);
	}
}

/* A resize moves nothing by hand. */
static void
test_follow_resized(void **state)
{
	struct session s = begin("library/note.md");
	struct fake_mpv *fake = follow(&s, 20 * 60 + 15);
	static const int sizes[][2] = { { 40, 140 }, { 12, 40 }, { 4, 10 }, { 24, 80 } };
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		ui_driver_resize(s.driver, sizes[i][0], sizes[i][1]);
		ui_driver_draw(s.driver);
		assert_true(s.driver->app->player.following);
	}
	go_on(&s, fake, 30 * 60 + 15);
	assert_int_equal(reader_stamp(&s.driver->app->reader), 30);
	fake_mpv_free(fake);
	end(&s);
}

/* Another document of the recording is followed in, one of another is not. */
static void
test_follow_elsewhere(void **state)
{
	struct session s = begin(NULL);
	(void)state;
	keys(&s, "g d");
	ui_driver_type(s.driver, "note");
	keys(&s, "Enter");
	struct fake_mpv *fake = follow(&s, 301);
	keys(&s, "g d");
	ui_driver_type(s.driver, "same");
	keys(&s, "Enter");
	turn(&s);
	assert_true(s.driver->app->player.following);
	assert_int_equal(reader_stamp(&s.driver->app->reader), 1);
	/* While something is chosen nothing moves. */
	keys(&s, "?");
	go_on(&s, fake, 1801);
	assert_int_equal(reader_stamp(&s.driver->app->reader), 1);
	keys(&s, "q");
	go_on(&s, fake, 1802);
	assert_int_equal(reader_stamp(&s.driver->app->reader), 2);
	keys(&s, "g d");
	ui_driver_type(s.driver, "other");
	keys(&s, "Enter");
	assert_false(s.driver->app->player.following);
	go_on(&s, fake, 20);
	assert_int_equal(s.driver->app->reader.reading, 0);
	fake_mpv_free(fake);
	end(&s);
}

/* A transcript that says nothing of its recording is of that which the note of its name names: it plays
 * that, and is followed in. */
static void
test_same_recording(void **state)
{
	place_put("library/note.en.vtt",
		"WEBVTT\n\n00:10.000 --> 00:12.000\nFirst words.\n\n"
		"05:00.000 --> 05:02.000\nWords in the middle.\n",
		-1);
	struct session s = begin(NULL);
	(void)state;
	keys(&s, "g d");
	ui_driver_type(s.driver, "note.en");
	keys(&s, "Enter");
	configure(&s, "player: [x, \"{url}\"]\n");
	keys(&s, "p");
	g_autofree char *started = done(&s);
	assert_string_equal(started, "started: [x] [" VIDEO "&t=10s]\n");
	keys(&s, "g d");
	ui_driver_type(s.driver, "Talk");
	keys(&s, "Enter");
	assert_string_equal(s.driver->app->reader.opened->document->path, "library/note.md");
	struct fake_mpv *fake = follow(&s, 301);
	assert_true(s.driver->app->player.following);
	keys(&s, "g d");
	ui_driver_type(s.driver, "note.en");
	keys(&s, "Enter");
	assert_string_equal(s.driver->app->reader.opened->document->path, "library/note.en.vtt");
	assert_true(s.driver->app->player.following);
	assert_int_equal(reader_stamp(&s.driver->app->reader), 1);
	fake_mpv_free(fake);
	end(&s);
}

/* --- what goes wrong --- */

/* The player misbehaves while it is followed: the reader reads on where it was, and it is said once. */
static void
test_trouble(void **state)
{
	static const struct {
		enum fake_manner manner;
		const char *line; /* said then; NULL: it is killed */
		const char *message;
		bool listens;
	} cases[] = {
		{ FAKE_GOOD, NULL, "the player was closed", false },
		{ FAKE_GOOD, "{\"event\":\"property-change\",\"id\":3,\"data\":\"x\"}", "", true },
		{ FAKE_GOOD, "{\"event\":[]}", "", true },
		{ FAKE_GOOD, "\xff\xfe\x00\x01{{{", "", true },
		{ FAKE_TYPES, "{\"event\":\"playback-restart\"}", "", true },
		{ FAKE_GOOD, "{\"event\":\"end-file\",\"reason\":\"error\"}", "", true },
		{ FAKE_GOOD, "{\"event\":\"property-change\",\"id\":1,\"name\":\"path\"}", "",
			true },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct session s = begin("library/note.md");
		struct fake_mpv *fake = follow(&s, 20 * 60 + 15);
		uint32_t reading = s.driver->app->reader.reading;
		keys(&s, "T T");
		fake_mpv_behave(fake, cases[i].manner);
		if (cases[i].line == NULL)
			fake_mpv_kill(fake);
		else
			fake_mpv_say(fake, cases[i].line);
		turn(&s);
		if (strcmp(message(&s), cases[i].message) != 0)
			fail_msg("%zu: %s", i, message(&s));
		assert_int_equal(s.driver->app->player.ipc != NULL, cases[i].listens);
		assert_int_equal(s.driver->app->reader.reading, reading);
		/* It is said once, and keys do what they do. */
		keys(&s, "]t");
		assert_int_equal(reader_stamp(&s.driver->app->reader), 21);
		fake_mpv_free(fake);
		end(&s);
	}
}

/* A hundred nonsense lines, and 100,000 events: it is listened to no more, and that is said. */
static void
test_too_much(void **state)
{
	static const struct {
		const char *line;
		unsigned times;
		const char *message;
	} cases[] = {
		{ "nonsense", 100, "the player talks nonsense: it is listened to no more" },
		{ "{\"event\":\"x\"}", 100000,
			"the player talks too much: it is listened to no more" },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct session s = begin("library/note.md");
		struct fake_mpv *fake = follow(&s, 20 * 60 + 15);
		g_autoptr(GString) lines = g_string_new(NULL);
		for (unsigned n = 0; n < cases[i].times; n++)
			g_string_append_printf(lines, "%s\n", cases[i].line);
		fake_mpv_say(fake, lines->str);
		for (int n = 0; n < TURNS && s.driver->app->player.ipc != NULL; n++) {
			fake_mpv_say(fake, "");
			turn(&s);
		}
		assert_null(s.driver->app->player.ipc);
		assert_string_equal(message(&s), cases[i].message);
		fake_mpv_free(fake);
		end(&s);
	}
}

/* What was started never listens: it is waited for no longer than some time. */
static void
test_never_listens(void **state)
{
	struct session s = begin("library/note.md");
	(void)state;
	configure(&s, PLAYER);
	keys(&s, "P");
	turn(&s);
	assert_null(s.driver->app->player.start);
	assert_string_equal(message(&s),
		"the player that was started does not listen at its socket");
	assert_false(s.driver->app->player.following);
	end(&s);
}

/* One who quits while a player is found, asked or started leaves nothing behind. */
static void
test_quit_under_way(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		struct session s = begin("library/note.md");
		g_autofree char *path = socket_of(&s, VIDEO, 0);
		struct fake_mpv *fake =
			i == 1 ? fake_mpv_listen(s.driver->context, path, FAKE_MUTE) : NULL;
		configure(&s, PLAYER);
		assert_true(ui_driver_keys(s.driver, "p", NULL));
		if (i == 0)
			assert_true(ui_driver_keys(s.driver, "p p P p", NULL));
		fake_mpv_free(fake);
		end(&s);
	}
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_enter, place_leave)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(test_words),
		IN_PLACE(test_side_pane),
		IN_PLACE(test_no_display),
		IN_PLACE(test_opener),
		IN_PLACE(test_nothing_to_play),
		IN_PLACE(test_asked_instead),
		IN_PLACE(test_other_socket),
		IN_PLACE(test_started),
		IN_PLACE(test_next_recording),
		IN_PLACE(test_follow),
		IN_PLACE(test_follow_waits_for_selection),
		IN_PLACE(test_follow_ends_by_hand),
		IN_PLACE(test_follow_resized),
		IN_PLACE(test_follow_elsewhere),
		IN_PLACE(test_same_recording),
		IN_PLACE(test_trouble),
		IN_PLACE(test_too_much),
		IN_PLACE(test_never_listens),
		IN_PLACE(test_quit_under_way),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
