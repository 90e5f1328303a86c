#include "config.h"

#include "ui/outside.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "document/citation.h"
#include "library/library_file.h"
#include "text/path.h"
#include "text/safe.h"
#include "ui/app_state.h"
#include "ui/clipboard.h"
#include "ui/destination.h"
#include "ui/editor.h"
#include "ui/opener.h"
#include "ui/yank.h"

/* Cells of what is opened that are shown. */
#define SHOWN_CELLS 200

/* --- the foreground --- */

static void
run_in_foreground(struct app *app, char **argv, const char *edits)
{
	g_strfreev(app->program.argv);
	g_free(app->program.edits);
	app->program.argv = argv;
	app->program.edits = g_strdup(edits);
	app->request = APP_REQUEST_RUN;
}

const char *const *
app_program(const struct app *app)
{
	return (const char *const *)app->program.argv;
}

/* The document that was edited is read again where its file is another than the one shown. */
static void
read_again(struct app *app, const char *path)
{
	const struct document *document = reader_document(&app->reader);
	struct stat status;
	struct file_state now;

	if (document == NULL || strcmp(document->path, path) != 0)
		return;
	if (stat(path, &status) < 0) {
		app_fail(app, "%s is not there any more", path_name(path));
		return;
	}
	now = file_state_of(&status);
	if (file_state_equal(&now, &document->file))
		return;
	opening_again(app);
	if (app->message == NULL)
		app_say(app, "the file changed: it was read again");
}

void
app_program_ended(struct app *app, int status, const GError *error)
{
	g_auto(GStrv) argv = g_steal_pointer(&app->program.argv);
	g_autofree char *edits = g_steal_pointer(&app->program.edits);
	const char *program = path_name(argv[0]);

	g_clear_pointer(&app->message, g_free);
	app->dirty = true;
	if (g_error_matches(error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT))
		app_fail(app, "%s is not installed%s", program,
			edits != NULL ? ": set EDITOR or editor" : "");
	else if (error != NULL)
		app_fail(app, "%s cannot be started: %s", program, error->message);
	else if (WIFSIGNALED(status))
		app_fail(app, "%s was ended by signal %d", program, WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		app_fail(app, "%s ended with status %d", program, WEXITSTATUS(status));
	if (edits != NULL && error == NULL)
		read_again(app, edits);
	app_settle(app);
}

/* --- opening --- */

static bool
takes_words(const char *const *argv)
{
	for (; *argv != NULL; argv++)
		if (strstr(*argv, "{url}") != NULL || strstr(*argv, "{path}") != NULL)
			return true;
	return false;
}

/* The opener's arguments for a URL or, where path is not NULL, that file. One that says nowhere what
 * is opened gets it last. */
static char **
opener_arguments(const struct app *app, const char *url, const char *path)
{
	const char *const *setting = settings_list(app->settings, "opener");
	struct opener_words words = { .url = url, .path = path };
	g_autoptr(GPtrArray) argv = g_ptr_array_new();

	for (const char *const *argument = setting; *argument != NULL; argument++)
		g_ptr_array_add(argv, (void *)*argument);
	if (argv->len > 0 && !takes_words(setting))
		g_ptr_array_add(argv, (void *)"{url}");
	g_ptr_array_add(argv, NULL);
	return opener_fill((const char *const *)argv->pdata, &words);
}

/* Whether the opener is the system's own, which needs a display for what it starts. */
static bool
needs_display(const struct app *app)
{
	static const char *const system[] = OPENER_DEFAULT_ARGUMENTS;

	return g_strv_equal(settings_list(app->settings, "opener"), system);
}

void
outside_open_checked(struct app *app, const char *url, const char *path)
{
	g_auto(GStrv) argv = NULL;
	g_autoptr(GError) error = NULL;
	g_autofree char *shown = safe_cut(SAFE_NAME, url, strlen(url), SHOWN_CELLS);

	if (needs_display(app) && !opener_has_display()) {
		clipboard_copy(app, url, strlen(url),
			path != NULL ? "the path, as no display is here"
				     : "the link, as no display is here");
		return;
	}
	argv = opener_arguments(app, url, path);
	if (argv[0] != NULL && settings_bool(app->settings, "opener-in-terminal"))
		run_in_foreground(app, g_steal_pointer(&argv), NULL);
	else if (opener_start(app, (const char *const *)argv, &error))
		app_say(app, "opening %s", shown);
	else
		app_fail(app, "%s", error->message);
}

static void
open_url(struct app *app, const char *url)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *checked = opener_url(url, &error);

	if (checked != NULL)
		outside_open_checked(app, checked, NULL);
	else
		app_fail(app, "%s", error->message);
}

/* --- files that links name --- */

struct file_job {
	struct app *app;
	char *document, **roots, *target;
	char *found;
	GError *error;
};

static void
file_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct file_job *file = data;

	(void)job;
	(void)cancel;
	file->found = library_file(file->document, (const char *const *)file->roots, file->target,
		&file->error);
}

static void
file_done(void *data)
{
	struct file_job *file = data;

	if (file->found != NULL)
		outside_open_checked(file->app, file->found, file->found);
	else
		app_fail(file->app, "%s", file->error->message);
}

static void
file_free(void *data)
{
	struct file_job *file = data;

	g_free(file->document);
	g_strfreev(file->roots);
	g_free(file->target);
	g_free(file->found);
	g_clear_error(&file->error);
	g_free(file);
}

static const struct job_kind file_job = {
	.name = "looking for a file",
	.replaces = true,
	.run = file_run,
	.done = file_done,
	.free = file_free,
};

/* A file of the library, as a document calls it; that of a path as printed is beside itself. */
static void
open_file(struct app *app, const char *document, const char *target)
{
	struct file_job *job = g_new0(struct file_job, 1);

	job->app = app;
	job->document = g_strdup(document);
	job->roots = g_strdupv(app->roots);
	job->target = g_strdup(target);
	pool_submit(app->pool, &file_job, job);
}

/* --- what is opened --- */

static void
open_link(struct app *app, const struct document *document, const struct link *link)
{
	struct destination destination;
	g_autofree char *refusal = NULL;

	destination_init(&destination, app, document, link);
	refusal = destination_refusal(&destination, link);
	if (destination.url != NULL)
		open_url(app, destination.url);
	else if (destination.kind == DESTINATION_PLACE)
		open_file(app, destination.to.path, path_name(destination.to.path));
	else if (destination.kind == DESTINATION_FILE)
		open_file(app, document->path, link->target);
	else
		app_say(app, "%s", refusal);
	destination_clear(&destination);
}

/* Where it was saved from, else the file itself. */
static void
open_document(struct app *app, const struct document *document)
{
	g_autofree char *url = document_address(document);

	if (url != NULL)
		open_url(app, url);
	else if (strcmp(document->path, "-") == 0)
		app_say(app, "what comes from standard input names no URL");
	else
		open_file(app, document->path, path_name(document->path));
}

void
outside_open(struct app *app, const struct command_call *call)
{
	struct subject subject;

	(void)call;
	if (!subject_find(app, &subject))
		return;
	if (subject.entry != NULL)
		open_file(app, subject.entry->path, path_name(subject.entry->path));
	else if (subject.link != NONE)
		open_link(app, subject.document, &subject.document->links[subject.link]);
	else
		open_document(app, subject.document);
}

/* --- editing --- */

void
outside_edit(struct app *app, const struct command_call *call)
{
	const struct editor_choice choice = {
		.setting = settings_list(app->settings, "editor"),
		.visual = g_getenv("VISUAL"),
		.editor = g_getenv("EDITOR"),
	};
	struct subject subject;
	g_autoptr(GError) error = NULL;
	char **argv;

	(void)call;
	if (!subject_find(app, &subject))
		return;
	if (subject.opened->real == NULL) {
		app_say(app, "what comes from standard input is no file to edit");
		return;
	}
	argv = editor_arguments(&choice, subject.opened->real,
		document_line(subject.document, subject.offset), &error);
	if (argv != NULL)
		run_in_foreground(app, argv, subject.document->path);
	else
		app_fail(app, "%s", error->message);
}
