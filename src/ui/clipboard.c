#include "config.h"

#include "ui/clipboard.h"

#include <string.h>

#include "text/safe.h"
#include "ui/app_state.h"
#include "ui/osc52.h"

/* Seconds that a command has to take the text. */
#define TAKES_WITHIN 5

/* Cells of the text that are shown. */
#define SHOWN_CELLS 100

/* Hands what it reads to the clipboard of the terminal that tmux runs in (3.2 and later), and says
 * what that terminal can do. */
static const char *const tmux_command[] = { "tmux", "load-buffer", "-w", "-", ";",
	"display-message", "-p", "#{client_termfeatures}", NULL };

/* A copy that a command is at. */
struct copying {
	struct app *app;
	GString *text; /* of tmux, that may know no better; else NULL */
	char *what;
};

/* "the link: https://..." */
static char *
words_of(const char *text, size_t n, const char *what)
{
	const char *end = memchr(text, '\n', n);
	size_t length = end == NULL ? n : (size_t)(end - text);
	g_autofree char *line = safe_cut(SAFE_NAME, text, length, SHOWN_CELLS);

	return g_strdup_printf("%s: %s", what, line);
}

/* --- by the terminal --- */

static bool
copy_by_terminal(struct app *app, const GString *text, const char *what)
{
	g_autoptr(GError) error = NULL;
	char given[16], most[16];
	bool sure = true;

	if (app->outside.copy == NULL) {
		app_fail(app, "not copied: there is no clipboard");
	} else if (text->len > OSC52_MOST) {
		app_fail(app,
			"not copied: %s bytes are more than the terminal takes (%s): set "
			"copy-command",
			app_number(given, (uint32_t)MIN(text->len, UINT32_MAX)),
			app_number(most, OSC52_MOST));
	} else if (!app->outside.copy(app->outside.data, text->str, text->len, &sure, &error)) {
		app_fail(app, "not copied: %s", error->message);
	} else {
		app_say(app, "copied %s%s", sure ? "" : "(where tmux has set-clipboard on) ", what);
		return true;
	}
	return false;
}

/* --- by a command --- */

static void
on_end(void *data, const struct child_end *end)
{
	struct copying *copying = data;
	g_autofree char *failure = child_failure(end);

	if (!end->in_time)
		app_fail(copying->app, "not copied: %s did not end in %d seconds", end->program,
			TAKES_WITHIN);
	else if (failure != NULL && copying->text != NULL)
		copy_by_terminal(copying->app, copying->text, copying->what);
	else if (failure != NULL)
		app_fail(copying->app, "not copied: %s %s", end->program, failure);
	else if (end->answer != NULL && strstr(end->answer, "clipboard") == NULL)
		app_say(copying->app, "copied to tmux alone, its terminal takes no clipboard: %s",
			copying->what);
	else
		app_say(copying->app, "copied %s", copying->what);
}

static void
copying_free(void *data)
{
	struct copying *copying = data;

	if (copying->text != NULL)
		g_string_free(copying->text, TRUE);
	g_free(copying->what);
	g_free(copying);
}

static bool
copy_by_command(struct app *app, const char *const *argv, const GString *text, const char *what,
	GError **error)
{
	struct copying *copying = g_new(struct copying, 1);
	bool tmux = argv == tmux_command;
	struct child_options options = {
		.argv = argv,
		.input = text->str,
		.input_length = text->len,
		.answers = tmux,
		.patience = TAKES_WITHIN,
		.must_end = true,
		.ended = on_end,
		.data = copying,
		.forget = copying_free,
	};

	*copying = (struct copying){ .app = app, .what = g_strdup(what) };
	if (tmux)
		copying->text = g_string_new_len(text->str, (gssize)text->len);
	return child_start(&app->children, &options, error);
}

bool
clipboard_copy(struct app *app, const char *text, size_t n, const char *what)
{
	const char *const *command = settings_list(app->settings, "copy-command");
	g_autoptr(GString) clean = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	g_autofree char *words = NULL;

	safe_append_yank(clean, text, n);
	words = words_of(clean->str, clean->len, what);
	if (command[0] == NULL && app->outside.tmux &&
		copy_by_command(app, tmux_command, clean, words, NULL))
		return true;
	if (command[0] == NULL)
		return copy_by_terminal(app, clean, words);
	if (copy_by_command(app, command, clean, words, &error))
		return true;
	app_fail(app, "not copied: %s", error->message);
	return false;
}
