#include "config.h"

#include "command/open.h"

#include <fcntl.h>
#include <unistd.h>

#include "command/command.h"
#include "command/options.h"
#include "library/store.h"
#include "ui/app.h"
#include "ui/loop.h"
#include "ui/terminal.h"

/* Keys taken before the screen is drawn once, so that a paste without end does not keep it from
 * it. */
#define KEYS_MOST 1000

/* Seconds to end in when the connection dropped or the system asks. */
#define LEAVE_SECONDS 1

/* Milliseconds after Esc in which a sequence goes on, here and over a network. */
#define ESCAPE_DELAY 25
#define ESCAPE_DELAY_SSH 100

struct interface {
	struct app *app;
	struct loop *loop;
	struct terminal *terminal;
	struct canvas *canvas;
	int keys; /* the descriptor they are read from: the terminal */
	char *title;
	bool stale; /* drawn anew whatever the app thinks */
	bool done;
};

static int
keys_descriptor(void)
{
	return isatty(STDIN_FILENO) ? STDIN_FILENO
				    : open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
}

static int
escape_delay(const struct settings *settings)
{
	int64_t given = settings_int(settings, "escape-delay");

	if (given >= 0)
		return (int)given;
	return g_getenv("SSH_CONNECTION") != NULL ? ESCAPE_DELAY_SSH : ESCAPE_DELAY;
}

/* Threads for loading, a query and opening at once, and one to spare. */
#define THREADS_LEAST 4

static bool
copy(void *data, const char *text, size_t n, bool *sure, GError **error)
{
	struct interface *interface = data;

	return terminal_copy(interface->terminal, text, n, sure, error);
}

static struct app *
make_app(const struct open_options *options, GMainContext *context, struct interface *interface)
{
	unsigned processors = g_get_num_processors();
	const char *tmux = g_getenv("TMUX");
	g_autoptr(StoreLocation) location = store_location_new((const char *const *)options->roots,
		settings_list(options->settings, "library"),
		settings_list(options->settings, "extensions"), options->no_index);
	struct app_options app = {
		.roots = (const char *const *)options->roots,
		.ask = options->ask,
		.document = options->document,
		.place = options->place,
		.input = options->input,
		.settings = options->settings,
		.location = location,
		.context = context,
		.threads = CLAMP(processors, THREADS_LEAST, 8),
		.now = g_get_monotonic_time,
		.height = 24,
		.width = 80,
		.outside = { .copy = copy,
			.tmux = tmux != NULL && tmux[0] != '\0',
			.data = interface },
	};

	return app_new(&app);
}

static void
fit(struct interface *interface)
{
	int height, width;

	terminal_size(interface->terminal, &height, &width);
	canvas_resize(interface->canvas, height, width);
	app_resize(interface->app, height, width);
	interface->stale = true;
}

/* Takes the terminal again after it was someone else's. */
static void
enter(struct interface *interface)
{
	terminal_enter(interface->terminal);
	interface->stale = true;
	if (terminal_resize(interface->terminal))
		fit(interface);
	g_clear_pointer(&interface->title, g_free);
}

static void
suspend(struct interface *interface)
{
	terminal_leave(interface->terminal);
	loop_stop(interface->loop);
	enter(interface);
}

/* The editor, a browser of text: it has the terminal until it ends. */
static void
run_program(struct interface *interface)
{
	const char *const *argv = app_program(interface->app);
	g_autoptr(GError) error = NULL;
	GPid pid;
	int status = 0;
	/* GLib closes what it is given where that is 0 itself. */
	int keys = fcntl(interface->keys, F_DUPFD_CLOEXEC, 3);

	terminal_leave(interface->terminal);
	if (g_spawn_async_with_fds(NULL, (char **)argv, NULL,
		    G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, loop_child, NULL, &pid, keys,
		    -1, -1, &error))
		status = loop_wait(interface->loop, pid);
	if (keys >= 0)
		close(keys);
	enter(interface);
	app_program_ended(interface->app, status, error);
}

static void
answer_request(struct interface *interface)
{
	switch (app_take_request(interface->app)) {
	case APP_REQUEST_NONE:
		break;
	case APP_REQUEST_QUIT:
		interface->done = true;
		break;
	case APP_REQUEST_SUSPEND:
		suspend(interface);
		break;
	case APP_REQUEST_RUN:
		run_program(interface);
		break;
	case APP_REQUEST_MOUSE:
		terminal_mouse(interface->terminal, app_mouse(interface->app));
		break;
	case APP_REQUEST_REDRAW:
		terminal_redraw(interface->terminal);
		interface->stale = true;
		break;
	}
}

static void
take_keys(struct interface *interface)
{
	for (int n = 0; n < KEYS_MOST && !interface->done; n++) {
		key_code key = terminal_key(interface->terminal);

		if (key == KEY_CODE_NONE) {
			interface->done = terminal_gone(interface->terminal);
			return;
		}
		app_key(interface->app, key);
		answer_request(interface);
	}
}

static void
take_events(struct interface *interface, unsigned events)
{
	if (events & LOOP_LEAVE) {
		alarm(LEAVE_SECONDS);
		interface->done = true;
		return;
	}
	if (events & LOOP_SUSPEND)
		suspend(interface);
	if (events & LOOP_CONTINUE) {
		terminal_leave(interface->terminal);
		enter(interface);
	}
	if ((events & LOOP_RESIZE) && terminal_resize(interface->terminal))
		fit(interface);
	if (events & LOOP_INPUT)
		take_keys(interface);
	if (!interface->done)
		answer_request(interface);
}

static void
draw(struct interface *interface)
{
	const char *title;

	interface->stale = false;
	app_draw(interface->app, interface->canvas);
	terminal_show(interface->terminal, interface->canvas);
	title = app_title(interface->app);
	if (g_strcmp0(title, interface->title) == 0)
		return;
	g_free(interface->title);
	interface->title = g_strdup(title);
	g_autofree char *named = g_strconcat("lectern: ", title, NULL);
	terminal_title(interface->terminal, named);
}

static void
run(struct interface *interface, bool opens)
{
	bool more = true;

	/* The list's first screen stands before a thread is asked to look for anything. */
	if (!opens)
		draw(interface);
	app_start(interface->app);
	while (!interface->done) {
		unsigned events;

		if (interface->stale || app_dirty(interface->app))
			draw(interface);
		events = loop_turn(interface->loop, !more && !app_dirty(interface->app));
		take_events(interface, events);
		more = !interface->done && app_idle(interface->app);
	}
}

int
open_run(const struct open_options *options)
{
	g_autoptr(GMainContext) context = g_main_context_new();
	g_autoptr(GError) error = NULL;
	struct interface interface = { .canvas = canvas_new(0, 0) };
	struct terminal_options terminal = {
		.input = keys_descriptor(),
		.output = STDOUT_FILENO,
		.escape_delay = escape_delay(options->settings),
		.colour = !options->no_colour,
	};
	int status = STATUS_FOUND;

	interface.keys = terminal.input;
	interface.loop = loop_new(context, terminal.input);
	interface.app = make_app(options, context, &interface);
	terminal.theme = options->theme;
	interface.terminal = terminal_new(&terminal, &error);
	if (interface.terminal != NULL) {
		fit(&interface);
		terminal_mouse(interface.terminal, app_mouse(interface.app));
		run(&interface, options->document != NULL);
	} else {
		report_error("%s", error->message);
		status = STATUS_ERROR;
	}
	terminal_free(interface.terminal);
	app_free(interface.app);
	loop_free(interface.loop);
	canvas_free(interface.canvas);
	g_free(interface.title);
	if (terminal.input > STDIN_FILENO)
		close(terminal.input);
	return status;
}
