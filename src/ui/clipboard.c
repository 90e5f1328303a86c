#include "config.h"

#include "ui/clipboard.h"

#include <string.h>

#include "text/safe.h"
#include "ui/app_state.h"

/* Seconds that a command has to take the text. */
#define TAKES_WITHIN 5

/* Cells of the text that are shown. */
#define SHOWN_CELLS 100

/* A copy that a command is at. */
struct copying {
	struct app *app;
	char *said;
};

/* "the link: https://..." */
static char *
words_of(const char *text, size_t n, const char *what)
{
	const char *end = memchr(text, '\n', n);
	g_autofree char *line =
		safe_cut(SAFE_NAME, text, end == NULL ? n : (size_t)(end - text), SHOWN_CELLS);

	return g_strdup_printf("%s: %s", what, line);
}

static void
on_end(void *data, const struct child_end *end)
{
	struct copying *copying = data;
	g_autofree char *failure = child_failure(end);

	if (!end->in_time)
		app_fail(copying->app, "%s took too long to copy %s", end->program, copying->said);
	else if (failure != NULL)
		app_fail(copying->app, "not copied: %s %s", end->program, failure);
	else
		app_say(copying->app, "copied %s", copying->said);
}

static void
copying_free(void *data)
{
	struct copying *copying = data;

	g_free(copying->said);
	g_free(copying);
}

static bool
copy_by_command(struct app *app, const char *const *argv, const GString *text, const char *said,
	GError **error)
{
	struct copying *copying = g_new(struct copying, 1);
	struct child_options options = {
		.argv = argv,
		.input = text->str,
		.input_length = text->len,
		.patience = TAKES_WITHIN,
		.must_end = true,
		.ended = on_end,
		.data = copying,
		.forget = copying_free,
	};

	*copying = (struct copying){ app, g_strdup(said) };
	return child_start(&app->children, &options, error);
}

bool
clipboard_copy(struct app *app, const char *text, size_t n, const char *what)
{
	const char *const *argv = settings_list(app->settings, "copy-command");
	g_autoptr(GString) clean = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	g_autofree char *said = NULL;
	bool copied;

	safe_append_yank(clean, text, n);
	said = words_of(clean->str, clean->len, what);
	if (argv[0] != NULL)
		copied = copy_by_command(app, argv, clean, said, &error);
	else if (app->outside.copy != NULL)
		copied = app->outside.copy(app->outside.data, clean->str, clean->len, &error);
	else
		copied = false;
	if (!copied)
		app_fail(app, "not copied: %s",
			error != NULL ? error->message : "there is no clipboard");
	else if (argv[0] == NULL)
		app_say(app, "copied %s", said);
	return copied;
}
