/*
 * The timestamp pane of a long document. `pane note|transcript` makes a note of 2,083 timestamps in
 * sections, or a WebVTT transcript of 12.5 hours in 15,000 cues, and prints, in milliseconds of the
 * process (median, 99th percentile): the pane made anew; a key of its filter; a row down in the reader,
 * which the pane follows; the same beside a pane that stays as it is; a row down in the pane, which the reader
 * follows. The last four from the key to the bytes that curses writes; with each the bytes, in the
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
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "library/state.h"
#include "measure.h"
#include "text/width.h"
#include "ui/app_state.h"
#include "ui/terminal.h"

#define HEIGHT 40
#define WIDTH 140
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
	GString *text = g_string_new("WEBVTT\n");
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
	for (int y = 0; y < HEIGHT; y++)
		canvas_row_copy(before, bench->canvas, y);
	return count;
}

/* Types keys over and over, and times each. */
static void
measure(struct bench *bench, const char *name, const char *keys)
{
	static double values[TURNS];
	uint64_t cells = 0;
	struct canvas *shown = canvas_new(HEIGHT, WIDTH);
	changed_cells(bench, shown);
	size_t count = strlen(keys);
	tcdrain(bench->slave);
	uint64_t before = *bench->bytes;
	for (int i = 0; i < TURNS; i++) {
		char key[2] = { keys[(size_t)i % count], '\0' };
		double start = milliseconds_of(CLOCK_PROCESS_CPUTIME_ID);
		press(bench, key);
		values[i] = milliseconds_of(CLOCK_PROCESS_CPUTIME_ID) - start;
		cells += changed_cells(bench, shown);
	}
	canvas_free(shown);
	tcdrain(bench->slave);
	print(name, values, TURNS, (double)(*bench->bytes - before) / TURNS, (double)cells / TURNS);
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
	measure(bench, "filter", typed);
	press(bench, "\033\033");
	press(bench, "q");
	press(bench, "gg");
	measure(bench, "follow", "j");
	/* Links: there are none. */
	press(bench, "gg");
	bench->app->side.view = SIDE_LINKS;
	show(bench);
	measure(bench, "still", "j");
	bench->app->side.view = SIDE_TIMESTAMPS;
	press(bench, "gg");
	press(bench, "T");
	measure(bench, "look", "j");
}

int
main(int argc, char **argv)
{
	int master;
	struct bench bench = { 0 };
	struct winsize size = { .ws_row = HEIGHT, .ws_col = WIDTH };
	if (argc != 2)
		return 2;
	setlocale(LC_ALL, "C.UTF-8");
	setenv("TERM", "xterm-256color", 1);
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
		.height = HEIGHT,
		.width = WIDTH };
	bench.app = app_new(&options);
	bench.canvas = canvas_new(HEIGHT, WIDTH);
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
