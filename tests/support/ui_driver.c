#include "config.h"

#include "support/ui_driver.h"

#include <locale.h>
#include <string.h>

#include "library/state.h"
#include "text/safe.h"
#include "text/width.h"

static gint64
fixed_clock(void)
{
	return G_USEC_PER_SEC;
}

/* Arguments of a program; the current folder is `.`, wherever it is. */
static void
note_program(struct ui_driver *driver, const char *what, const char *const *argv)
{
	g_autofree char *here = g_get_current_dir();
	g_autoptr(GString) words = g_string_new(what);
	g_string_append_c(words, ':');
	for (; *argv != NULL; argv++)
		g_string_append_printf(words, " [%s]", *argv);
	g_string_replace(words, here, ".", 0);
	g_string_append_printf(driver->outside, "%s\n", words->str);
}

static void
deliver(struct ui_driver *driver)
{
	do {
		while (g_main_context_iteration(driver->context, FALSE))
			;
		while (app_idle(driver->app))
			;
	} while (g_main_context_pending(driver->context));
}

static void
run_program(struct ui_driver *driver)
{
	note_program(driver, "ran", app_program(driver->app));
	if (driver->program != NULL)
		driver->program(app_program(driver->app));
	app_program_ended(driver->app, driver->program_status, NULL);
	deliver(driver);
}

/* Delivers what jobs handed back, and does what is asked for. */
static void
settle(struct ui_driver *driver)
{
	deliver(driver);
	switch (app_take_request(driver->app)) {
	case APP_REQUEST_QUIT:
		driver->quit = true;
		break;
	case APP_REQUEST_RUN:
		run_program(driver);
		break;
	default:
		break;
	}
}

static int64_t
fixed_seconds(void)
{
	return 1767225600; /* 2026-01-01 */
}

static bool
note_copied(void *data, const char *text, size_t n, bool *sure, GError **error)
{
	struct ui_driver *driver = data;
	(void)error;
	*sure = true;
	g_string_append(driver->outside, "copied: ");
	g_string_append_len(driver->outside, text, (gssize)n);
	g_string_append_c(driver->outside, '\n');
	return true;
}

static bool
note_started(void *data, const char *const *argv, GError **error)
{
	(void)error;
	note_program(data, "started", argv);
	return true;
}

static struct ui_driver *
make(const char *state, const char *root, const char *document, const char *place, unsigned threads,
	int height, int width)
{
	struct ui_driver *driver = g_new0(struct ui_driver, 1);
	const char *roots[] = { root, NULL };
	setlocale(LC_ALL, "C.UTF-8");
	/* Where programs are asked to show something they can. */
	g_setenv("DISPLAY", ":0", TRUE);
	g_setenv("VISUAL", "vi", TRUE);
	width_init();
	safe_init(false, false);
	driver->settings = settings_new();
	app_add_settings(driver->settings);
	driver->context = g_main_context_new();
	driver->canvas = canvas_new(height, width);
	driver->outside = g_string_new(NULL);
	struct app_options options = {
		.roots = roots,
		.document = document,
		.place = place,
		.settings = driver->settings,
		.context = driver->context,
		.threads = threads,
		.now = fixed_clock,
		.state = state,
		.clock = fixed_seconds,
		.height = height,
		.width = width,
		.outside = { .copy = note_copied, .start = note_started, .data = driver },
	};
	driver->app = app_new(&options);
	app_draw(driver->app, driver->canvas);
	app_start(driver->app);
	return driver;
}

struct ui_driver *
ui_driver_new(const char *root, const char *document, const char *place, int height, int width)
{
	return ui_driver_new_kept(STATE_MEMORY, root, document, place, height, width);
}

struct ui_driver *
ui_driver_new_kept(const char *state, const char *root, const char *document, const char *place,
	int height, int width)
{
	struct ui_driver *driver = make(state, root, document, place, 0, height, width);
	settle(driver);
	return driver;
}

struct ui_driver *
ui_driver_new_threaded(const char *root, unsigned threads, int height, int width)
{
	return make(STATE_MEMORY, root, NULL, NULL, threads, height, width);
}

void
ui_driver_turn(struct ui_driver *driver, bool wait)
{
	g_main_context_iteration(driver->context, wait);
	settle(driver);
}

void
ui_driver_free(struct ui_driver *driver)
{
	if (driver == NULL)
		return;
	app_free(driver->app);
	canvas_free(driver->canvas);
	g_string_free(driver->outside, TRUE);
	settings_free(driver->settings);
	g_main_context_unref(driver->context);
	g_free(driver);
}

void
ui_driver_key(struct ui_driver *driver, key_code key)
{
	app_key(driver->app, key);
	settle(driver);
}

bool
ui_driver_keys(struct ui_driver *driver, const char *keys, GError **error)
{
	g_autoptr(GArray) codes = g_array_new(FALSE, FALSE, sizeof(key_code));
	if (!key_parse(keys, codes, error))
		return false;
	for (guint i = 0; i < codes->len; i++)
		ui_driver_key(driver, g_array_index(codes, key_code, i));
	return true;
}

void
ui_driver_type(struct ui_driver *driver, const char *text)
{
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
		ui_driver_key(driver, g_utf8_get_char(p));
}

void
ui_driver_resize(struct ui_driver *driver, int height, int width)
{
	canvas_resize(driver->canvas, height, width);
	app_resize(driver->app, height, width);
	settle(driver);
}

const struct canvas *
ui_driver_draw(struct ui_driver *driver)
{
	app_draw(driver->app, driver->canvas);
	return driver->canvas;
}
