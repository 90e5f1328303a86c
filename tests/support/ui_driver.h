/*
 * The interface without a terminal: an app of a fixed size and clock, its jobs run at once, fed
 * with keys and read as a canvas. The current folder is the top of the source tree.
 */
#ifndef LECTERN_TESTS_UI_DRIVER_H
#define LECTERN_TESTS_UI_DRIVER_H

#include <glib.h>
#include <stdbool.h>

#include "ui/app.h"
#include "ui/canvas.h"

struct ui_driver {
	struct app *app;
	struct settings *settings;
	struct canvas *canvas;
	GMainContext *context;
	GString *outside; /* what was copied, started and run, a line each ("copied: ...") */
	/* stands for a program in the foreground, and how it ends; NULL: it does nothing */
	void (*program)(const char *const *argv);
	int program_status;
	bool quit;
};

/* An app on the folder or file root, with document (may be NULL) opened alone at place; started.
 * What it remembers is in memory. */
struct ui_driver *ui_driver_new(const char *root, const char *document, const char *place,
	int height, int width);

/* The same with a state in a file, which outlives the app. */
struct ui_driver *ui_driver_new_kept(const char *state, const char *root, const char *document,
	const char *place, int height, int width);

/* The first with jobs on threads: what they find comes with ui_driver_turn(). Nothing is delivered
 * yet. */
struct ui_driver *ui_driver_new_threaded(const char *root, unsigned threads, int height, int width);

/* Delivers what is there, waiting for something where wait is set. */
void ui_driver_turn(struct ui_driver *driver, bool wait);

void ui_driver_free(struct ui_driver *driver);

/* Types keys as the configuration writes sequences ("]] Enter"); false with a sentence where they
 * cannot be read. */
bool ui_driver_keys(struct ui_driver *driver, const char *keys, GError **error);

/* Types a text, a key for each character. */
void ui_driver_type(struct ui_driver *driver, const char *text);

void ui_driver_key(struct ui_driver *driver, key_code key);
void ui_driver_resize(struct ui_driver *driver, int height, int width);

/* Draws, and gives the canvas. */
const struct canvas *ui_driver_draw(struct ui_driver *driver);

#endif
