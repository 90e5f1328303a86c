#include "config.h"

#include <glib-unix.h>
#include <unistd.h>

#include "ui/app_state.h"
#include "ui/loading.h"

/* Milliseconds after a change in which more of it is waited for. */
#define SOON 50

/* Changed folders above which all is looked at. */
#define FOLDERS_MOST 1000

/* Milliseconds between two looks whether a root that was not there is. */
#define ROOTS_PAUSE 500

/* Of two askings the sooner counts. */
static void
start_timer(struct app *app, GSource **source, guint milliseconds, GSourceFunc ring)
{
	if (*source != NULL) {
		gint64 rings = g_get_monotonic_time() + (gint64)milliseconds * 1000;
		if (g_source_get_ready_time(*source) <= rings)
			return;
		g_source_destroy(*source);
		g_source_unref(*source);
	}
	*source = g_timeout_source_new(milliseconds);
	g_source_set_callback(*source, ring, app, NULL);
	g_source_attach(*source, app->loading.context);
}

/* --- all again --- */

static gboolean
load_again(void *data)
{
	struct app *app = data;
	g_clear_pointer(&app->loading.again, g_source_unref);
	if (app->loading.running)
		loading_again_in(app, 1);
	else
		loading_start_part(app, NULL, NULL);
	return G_SOURCE_REMOVE;
}

void
loading_again_in(struct app *app, unsigned seconds)
{
	start_timer(app, &app->loading.again, seconds * 1000, load_again);
}

/* --- roots that are not there --- */

static unsigned
roots_there(const struct app *app)
{
	unsigned there = 0;
	for (char **root = app->roots; *root != NULL; root++)
		there += access(*root, F_OK) == 0;
	return there;
}

static gboolean
look_for_roots(void *data)
{
	struct app *app = data;
	g_clear_pointer(&app->loading.missing, g_source_unref);
	if (!app->loading.running && roots_there(app) != app->loading.roots_there)
		loading_start_part(app, NULL, NULL);
	else
		start_timer(app, &app->loading.missing, ROOTS_PAUSE, look_for_roots);
	return G_SOURCE_REMOVE;
}

void
loading_await_roots(struct app *app)
{
	struct loading *loading = &app->loading;
	loading->roots_there = roots_there(app);
	if (loading->threaded && loading->roots_there < g_strv_length(app->roots))
		start_timer(app, &loading->missing, ROOTS_PAUSE, look_for_roots);
}

void
loading_choices_changed(struct app *app)
{
	if (app->roots[0] != NULL && !app->loading.asked)
		loading_again_in(app, 0);
}

/* --- what changed --- */

static char **
take_paths(GPtrArray *paths)
{
	char **taken = g_new0(char *, paths->len + 1);
	for (guint i = 0; i < paths->len; i++)
		taken[i] = g_strdup(paths->pdata[i]);
	g_ptr_array_set_size(paths, 0);
	return taken;
}

static gboolean
look(void *data)
{
	struct app *app = data;
	struct loading *loading = &app->loading;
	g_clear_pointer(&loading->timer, g_source_unref);
	/* Its end asks again. */
	if (loading->running)
		return G_SOURCE_REMOVE;
	if (loading->overflow || loading->folders->len + loading->trees->len > FOLDERS_MOST) {
		if (loading->overflow)
			app_say(app, "more changed than could be followed: looking at all again");
		loading->overflow = false;
		g_ptr_array_set_size(loading->folders, 0);
		g_ptr_array_set_size(loading->trees, 0);
		loading_start_part(app, NULL, NULL);
	} else if (loading->folders->len + loading->trees->len > 0) {
		char **folders = take_paths(loading->folders);
		loading_start_part(app, folders, take_paths(loading->trees));
	}
	return G_SOURCE_REMOVE;
}

void
loading_look_soon(struct app *app)
{
	const struct loading *loading = &app->loading;
	if (loading->folders->len + loading->trees->len > 0 || loading->overflow)
		start_timer(app, &app->loading.timer, SOON, look);
}

static gboolean
take_events(int fd, GIOCondition condition, void *data)
{
	struct app *app = data;
	struct loading *loading = &app->loading;
	bool overflow;
	(void)fd;
	(void)condition;
	watch_take(loading->watch, loading->folders, loading->trees, &overflow);
	loading->overflow |= overflow;
	loading_look_soon(app);
	return G_SOURCE_CONTINUE;
}

void
loading_watch(struct app *app)
{
	struct loading *loading = &app->loading;
	g_autoptr(GError) error = NULL;
	if (!loading->threaded || loading->watch != NULL || loading->unwatched)
		return;
	loading->watch = watch_new(&error);
	if (loading->watch == NULL) {
		app_fail(app, "%s: r in the list looks for what changed", error->message);
		loading->unwatched = true;
		return;
	}
	loading->watch_source = g_unix_fd_source_new(watch_descriptor(loading->watch), G_IO_IN);
	g_source_set_callback(loading->watch_source, G_SOURCE_FUNC(take_events), app, NULL);
	g_source_attach(loading->watch_source, app->loading.context);
}
