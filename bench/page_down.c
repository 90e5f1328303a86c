/*
 * CPU time from a key to the screen: pages down through a document and measures, for each key, the
 * interface taking it, drawing the canvas, and curses writing it to a pseudo-terminal that a child
 * drains. `page_down FILE HEIGHT WIDTH`. Beside it, in the same run, a full repaint by curses of
 * the same screens. Prints the median and the 99th percentile of both in milliseconds, and the
 * ratio of the medians.
 */
#include "config.h"

#include <fcntl.h>
#include <locale.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "library/state.h"
#include "measure.h"
#include "text/width.h"
#include "ui/app.h"
#include "ui/terminal.h"

#define KEYS 400

static gint64
fixed_now(void)
{
	return 0;
}

/* A child that reads the terminal's output and throws it away. */
static pid_t
drain(int master)
{
	pid_t child = fork();
	if (child == 0) {
		char buffer[65536];
		while (read(master, buffer, sizeof buffer) > 0)
			continue;
		_exit(0);
	}
	return child;
}

static void
measure(struct app *app, struct terminal *terminal, struct canvas *canvas, double *keys,
	double *repaints)
{
	for (int i = 0; i < KEYS; i++) {
		double before = milliseconds_of(CLOCK_PROCESS_CPUTIME_ID);
		app_key(app, KEY_CODE_PGDN);
		app_draw(app, canvas);
		terminal_show(terminal, canvas);
		keys[i] = milliseconds_of(CLOCK_PROCESS_CPUTIME_ID) - before;
		before = milliseconds_of(CLOCK_PROCESS_CPUTIME_ID);
		terminal_redraw(terminal);
		terminal_show(terminal, canvas);
		repaints[i] = milliseconds_of(CLOCK_PROCESS_CPUTIME_ID) - before;
	}
}

int
main(int argc, char **argv)
{
	int master, slave;
	double keys[KEYS], repaints[KEYS];
	if (argc != 4)
		return 2;
	struct winsize size = { .ws_row = (unsigned short)atoi(argv[2]),
		.ws_col = (unsigned short)atoi(argv[3]) };
	setlocale(LC_ALL, "C.UTF-8");
	setenv("TERM", "xterm-256color", 1);
	width_init();
	if (openpty(&master, &slave, NULL, NULL, &size) != 0)
		return 1;
	pid_t child = drain(master);
	struct settings *settings = settings_new();
	app_add_settings(settings);
	const char *roots[] = { argv[1], NULL };
	struct app_options options = { .roots = roots,
		.document = argv[1],
		.settings = settings,
		.context = g_main_context_default(),
		.now = fixed_now,
		.state = STATE_MEMORY,
		.height = size.ws_row,
		.width = size.ws_col };
	struct app *app = app_new(&options);
	app_start(app);
	while (g_main_context_iteration(NULL, FALSE) || app_idle(app))
		continue;
	g_autoptr(Theme) theme = theme_new();
	struct terminal_options terminal_options = { .input = slave,
		.output = slave,
		.escape_delay = 25,
		.colour = true,
		.theme = theme };
	g_autoptr(GError) error = NULL;
	struct terminal *terminal = terminal_new(&terminal_options, &error);
	if (terminal == NULL) {
		fprintf(stderr, "page_down: %s\n", error->message);
		return 1;
	}
	struct canvas *canvas = canvas_new(size.ws_row, size.ws_col);
	measure(app, terminal, canvas, keys, repaints);
	terminal_free(terminal);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	double key = median(keys, KEYS), repaint = median(repaints, KEYS);
	printf("%.3f %.3f %.3f %.3f %.2f\n", key, keys[KEYS * 99 / 100], repaint,
		repaints[KEYS * 99 / 100], key / repaint);
	canvas_free(canvas);
	app_free(app);
	settings_free(settings);
	return 0;
}
