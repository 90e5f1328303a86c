/*
 * The interface: a state machine that can be run whole without a terminal. Keys and results go in;
 * a canvas comes out. It knows nothing of curses: command/open.c joins it to a terminal, tests to a
 * script.
 *
 * Layers of the screen, from the bottom: panes, a pane on demand, a panel over them (help, info,
 * palette), a prompt in the status line.
 */
#ifndef LECTERN_UI_APP_H
#define LECTERN_UI_APP_H

#include <glib.h>
#include <stdbool.h>

#include "library/settings.h"
#include "ui/canvas.h"
#include "ui/key.h"

struct app;
struct store_location;

/* What the interface asks of whoever runs it. */
enum app_request {
	APP_REQUEST_NONE,
	APP_REQUEST_QUIT,
	APP_REQUEST_SUSPEND,
	APP_REQUEST_REDRAW,
	APP_REQUEST_RUN, /* app_program() in the foreground, the terminal given back */
	APP_REQUEST_MOUSE, /* app_mouse() is another */
};

/* What the interface does beyond its canvas, given by whoever runs it. */
struct app_outside {
	/* Hands n bytes (OSC52_MOST at most) to the clipboard of the terminal; false with a sentence
	 * where it takes none; *sure as terminal_copy() says. NULL: there is no terminal. */
	bool (*copy)(void *data, const char *text, size_t n, bool *sure, GError **error);
	bool tmux; /* it runs in tmux, which is asked to copy before the terminal is */
	/* Starts a program in place of opener_start(); NULL: programs are really started. */
	bool (*start)(void *data, const char *const *argv, GError **error);
	void *data;
};

struct app_options {
	const char *const *roots; /* as roots_init() gives them, NULL-terminated */
	bool ask;                 /* before scanning (struct roots) */
	const char *document;     /* a file to open and focus at once, or NULL; "-" for input */
	const char *place;        /* "#Heading" or "@00:12:34" in it, or NULL */
	GString *input;           /* the bytes of "-", borrowed; else NULL */
	const struct settings *settings; /* borrowed */
	struct store_location *location; /* of the index (borrowed); NULL: in memory */
	GMainContext *context;           /* results are delivered in it; borrowed */
	unsigned threads;       /* of the worker pool; 0 in tests: jobs run at once, in order */
	gint64 (*now)(void);    /* monotonic microseconds; the tests' is fixed */
	const char *state;      /* path of the state (state_open()); NULL: the usual place */
	int64_t (*clock)(void); /* seconds since 1970; NULL: the system's */
	int height, width;
	struct app_outside outside;
};

/* Adds the interface's rows (theme, keys, layout...) to a settings table. */
void app_add_settings(struct settings *settings);

struct app *app_new(const struct app_options *options);
void app_free(struct app *app);

/* Begins to load the library. The first draw may come before. */
void app_start(struct app *app);

/* Takes a key. */
void app_key(struct app *app, key_code key);

/* Takes a new size; the line being read keeps its place. */
void app_resize(struct app *app, int height, int width);

/* Whether anything changed since the last draw; and draws. */
bool app_dirty(const struct app *app);
void app_draw(struct app *app, struct canvas *canvas);

/* Does a little waiting work (laying out a long page) and says whether there is more: called when
 * idle. */
bool app_idle(struct app *app);

/* Whether the mouse is wanted from the terminal. */
bool app_mouse(const struct app *app);

/* The request that is under way, taken. */
enum app_request app_take_request(struct app *app);

/* The program that is to be run, and how it ended: its wait status, or why it did not start. */
const char *const *app_program(const struct app *app);
void app_program_ended(struct app *app, int status, const GError *error);

/* The window's title: the document being read, else the library. Belongs to the app. */
const char *app_title(const struct app *app);

/* Every command with its place, for the manual: rows of ui/keymap.h. */
const struct keymap_table *app_keymap_tables(void);

typedef struct app App;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(App, app_free)

#endif
