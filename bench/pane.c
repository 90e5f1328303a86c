/*
 * The timestamp pane of a long document, and the player that is followed in it. `pane note|transcript
 * HEIGHT WIDTH` makes a note of 2,083 timestamps in sections, or a WebVTT transcript of 12.5 hours in
 * 15,000 cues, and prints, in milliseconds of the process (median, 99th percentile): the pane made anew;
 * the first key of its filter, and each other; a row down in the reader, which the pane follows; the same
 * beside a pane that stays as it is; the next timestamp; a second of playback, which reader, pane and
 * timeline follow (`second`), asking the player included, and one at which the next timestamp is read
 * (`play`); a row down in the pane, which the reader follows. From the key or the player's answer to the
 * bytes that curses writes for $TERM; with each the bytes and the cells of the pane that changed, in the
 * mean.
 */
#include "config.h"

#include <locale.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "library/state.h"
#include "measure.h"
#include "support/fake_mpv.h"
#include "text/width.h"
#include "ui/app_state.h"
#include "ui/player_private.h"
#include "ui/terminal.h"

#define VIDEO "https://www.youtube.com/watch?v=abcdefghijk"
#define TURNS 400
#define STAMPS 2083
#define CUES 15000

static gint64
fixed_now(void)
{
	return 0;
}

/* --- what is read --- */

static void
add_sentence(GString *text, GRand *random)
{
	static const char *const words[] = { "paper", "folded", "the", "press", "a", "sewn",
		"thread", "of", "linen", "wax", "and", "spine", "boards", "glue", "while",
		"measured" };
	int count = g_rand_int_range(random, 6, 20);
	for (int i = 0; i < count; i++)
		g_string_append_printf(text, "%s%s", i > 0 ? " " : "",
			words[g_rand_int_range(random, 0, G_N_ELEMENTS(words))]);
}

static GString *
make_note(GRand *random)
{
	GString *text = g_string_new("---\ntitle: A long note\nvideoId: abcdefghijk\n---\n\n");
	for (int i = 0; i < STAMPS; i++) {
		int at = i * 13 + (i % 40 == 7 ? 900 : 0);
		if (i % 12 == 0)
			g_string_append_printf(text, "\n\n## Part %d of the work\n\n", i / 12);
		add_sentence(text, random);
		g_string_append_printf(text, " [%02d:%02d:%02d]. ", at / 3600, at / 60 % 60,
			at % 60);
	}
	return text;
}

static GString *
make_transcript(GRand *random)
{
	GString *text = g_string_new("WEBVTT\nvideoId: abcdefghijk\n");
	for (int i = 0; i < CUES; i++) {
		int at = i * 3, end = at + 3;
		g_string_append_printf(text, "\n%02d:%02d:%02d.000 --> %02d:%02d:%02d.000\n",
			at / 3600, at / 60 % 60, at % 60, end / 3600, end / 60 % 60, end % 60);
		add_sentence(text, random);
		g_string_append(text, ".\n");
	}
	return text;
}

/* --- measuring --- */

struct bench {
	struct app *app;
	struct canvas *canvas;
	struct terminal *terminal;
	int slave;
	struct fake_mpv *player;
	volatile uint64_t *bytes; /* that the terminal wrote; the child counts */
};

/* A child that reads the terminal's output and counts it. */
static pid_t
drain(int master, volatile uint64_t *bytes)
{
	pid_t child = fork();
	if (child == 0) {
		char buffer[65536];
		ssize_t n;
		while ((n = read(master, buffer, sizeof buffer)) > 0)
			*bytes += (uint64_t)n;
		_exit(0);
	}
	return child;
}

static void
show(struct bench *bench)
{
	app_draw(bench->app, bench->canvas);
	terminal_show(bench->terminal, bench->canvas);
}

static void
press(struct bench *bench, const char *keys)
{
	for (; *keys != '\0'; keys++)
		app_key(bench->app, *keys == '\033' ? KEY_CODE_ESC
				    : *keys < ' '   ? KEY_CTRL + (key_code)(*keys | 0x60)
						    : (key_code)*keys);
	show(bench);
}

static void
print(const char *name, double *values, int n, double bytes, double cells)
{
	double middle = median(values, (size_t)n);
	printf("%s %.3f %.3f %.0f %.1f\n", name, middle, values[n * 99 / 100], bytes, cells);
}

/* Cells of the side pane that are others than they were. */
static uint64_t
changed_cells(const struct bench *bench, struct canvas *before)
{
	struct rect r = bench->app->layout.pane[PANE_SIDE];
	uint64_t count = 0;
	for (int y = r.y; y < r.y + r.height; y++)
		for (int x = r.x; x < r.x + r.width; x++)
			count += canvas_role_at(before, y, x) !=
					 canvas_role_at(bench->canvas, y, x) ||
				 strcmp(canvas_glyph(before, y, x),
					 canvas_glyph(bench->canvas, y, x)) != 0;
	for (int y = 0; y < bench->app->height; y++)
		canvas_row_copy(before, bench->canvas, y);
	return count;
}

typedef void (*step)(struct bench *bench, const char *keys, int turn);

/* Takes the steps and times each. */
static void
measure(struct bench *bench, const char *name, step take, const char *keys)
{
	static double values[TURNS];
	uint64_t cells = 0;
	struct canvas *shown = canvas_new(bench->app->height, bench->app->width);
	changed_cells(bench, shown);
	tcdrain(bench->slave);
	uint64_t before = *bench->bytes;
	for (int i = 0; i < TURNS; i++) {
		double start = milliseconds_of(CLOCK_PROCESS_CPUTIME_ID);
		take(bench, keys, i);
		values[i] = milliseconds_of(CLOCK_PROCESS_CPUTIME_ID) - start;
		cells += changed_cells(bench, shown);
	}
	canvas_free(shown);
	tcdrain(bench->slave);
	print(name, values, TURNS, (double)(*bench->bytes - before) / TURNS, (double)cells / TURNS);
}

/* One key after the other, over and over. */
static void
step_key(struct bench *bench, const char *keys, int turn)
{
	char key[2] = { keys[(size_t)turn % strlen(keys)], '\0' };
	press(bench, key);
}

static void
step_keys(struct bench *bench, const char *keys, int turn)
{
	(void)turn;
	press(bench, keys);
}

/* --- a player that is followed --- */

static const struct player_times at_once = { .patience = 60000, .poll = 1, .poll_least = 1 };

/* Playback stands at a time, and all that follows it is drawn. */
static void
play_at(struct bench *bench, uint32_t milliseconds)
{
	fake_mpv_play(bench->player, VIDEO, milliseconds / 1e3, 12.5 * 3600);
	while (player_position(bench->app) != milliseconds)
		g_main_context_iteration(NULL, TRUE);
	show(bench);
}

static void
step_second(struct bench *bench, const char *keys, int turn)
{
	(void)keys;
	play_at(bench, 60000 + (uint32_t)turn * 1000);
}

/* From each timestamp to the next. */
static void
step_play(struct bench *bench, const char *keys, int turn)
{
	const struct document *document = reader_document(&bench->app->reader);
	(void)keys;
	play_at(bench, document->timestamps[document->by_time[100 + turn]].milliseconds);
}

static void
measure_player(struct bench *bench)
{
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) != 0)
		return;
	bench->player = fake_mpv_talk(g_main_context_default(), ends[1], FAKE_GOOD);
	fake_mpv_play(bench->player, VIDEO, 0, 12.5 * 3600);
	struct player_ipc_options options = { .context = g_main_context_default(),
		.fd = ends[0],
		.times = &at_once,
		.now = g_get_monotonic_time };
	struct player_found found = { .ipc = player_ipc_new(&options), .url = VIDEO };
	player_take(bench->app, &found);
	while (player_position(bench->app) == NONE)
		g_main_context_iteration(NULL, TRUE);
	player_begin_following(bench->app);
	show(bench);
	measure(bench, "second", step_second, "");
	measure(bench, "play", step_play, "");
	if (!bench->app->player.following)
		g_error("the player is followed no more");
	press(bench, "P");
	fake_mpv_free(bench->player);
	while (bench->app->player.ipc != NULL)
		g_main_context_iteration(NULL, TRUE);
}

static void
measure_build(struct bench *bench)
{
	static double values[TURNS / 4];
	for (int i = 0; i < TURNS / 4; i++) {
		double start = milliseconds_of(CLOCK_PROCESS_CPUTIME_ID);
		side_forget(&bench->app->side);
		app_settle(bench->app);
		values[i] = milliseconds_of(CLOCK_PROCESS_CPUTIME_ID) - start;
	}
	print("build", values, TURNS / 4, 0, 0);
}

static void
measure_all(struct bench *bench)
{
	measure_build(bench);
	press(bench, "T");
	/* The first key of a filter folds all. */
	double start = milliseconds_of(CLOCK_PROCESS_CPUTIME_ID);
	press(bench, "/a");
	double first = milliseconds_of(CLOCK_PROCESS_CPUTIME_ID) - start;
	print("first", &first, 1, 0, 0);
	press(bench, "\033\033");
	press(bench, "/");
	/* What is typed is taken back by Ctrl-u, which no letter is. */
	static const char typed[] = { 's', 'e', 'w', 'n', ' ', 't', 'h', 'r', 0x15, 0 };
	measure(bench, "filter", step_key, typed);
	press(bench, "\033\033");
	press(bench, "q");
	press(bench, "gg");
	measure(bench, "follow", step_key, "j");
	/* Links: there are none. */
	press(bench, "gg");
	bench->app->side.view = SIDE_LINKS;
	show(bench);
	measure(bench, "still", step_key, "j");
	bench->app->side.view = SIDE_TIMESTAMPS;
	press(bench, "gg");
	measure(bench, "next", step_keys, "]t");
	press(bench, "gg");
	measure_player(bench);
	press(bench, "gg");
	press(bench, "T");
	measure(bench, "look", step_key, "j");
}

int
main(int argc, char **argv)
{
	int master;
	struct bench bench = { 0 };
	if (argc != 4) {
		fprintf(stderr, "usage: pane note|transcript HEIGHT WIDTH\n");
		return 2;
	}
	struct winsize size = { .ws_row = (unsigned short)atoi(argv[2]),
		.ws_col = (unsigned short)atoi(argv[3]) };
	setlocale(LC_ALL, "C.UTF-8");
	width_init();
	if (openpty(&master, &bench.slave, NULL, NULL, &size) != 0)
		return 1;
	bench.bytes = mmap(NULL, sizeof(uint64_t), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t child = drain(master, bench.bytes);
	GRand *random = g_rand_new_with_seed(6);
	bool note = strcmp(argv[1], "note") == 0;
	GString *text = note ? make_note(random) : make_transcript(random);
	struct settings *settings = settings_new();
	app_add_settings(settings);
	const char *roots[] = { NULL };
	struct app_options options = { .roots = roots,
		.document = "-",
		.input = text,
		.settings = settings,
		.context = g_main_context_default(),
		.now = fixed_now,
		.state = STATE_MEMORY,
		.height = size.ws_row,
		.width = size.ws_col };
	bench.app = app_new(&options);
	bench.canvas = canvas_new(size.ws_row, size.ws_col);
	g_autoptr(Theme) theme = theme_new();
	struct terminal_options terminal_options = { .input = bench.slave,
		.output = bench.slave,
		.escape_delay = 25,
		.colour = true,
		.theme = theme };
	bench.terminal = terminal_new(&terminal_options, NULL);
	if (bench.terminal == NULL)
		return 1;
	app_start(bench.app);
	while (g_main_context_iteration(NULL, FALSE) || app_idle(bench.app))
		continue;
	show(&bench);
	measure_all(&bench);
	kill(child, SIGTERM);
	waitpid(child, NULL, 0);
	terminal_free(bench.terminal);
	canvas_free(bench.canvas);
	app_free(bench.app);
	settings_free(settings);
	g_string_free(text, TRUE);
	g_rand_free(random);
	return 0;
}
