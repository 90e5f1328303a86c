#include "config.h"

#include "ui/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "text/safe.h"
#include "ui/loop.h"

/* Bytes of its complaints that are kept: further ones fail to be written, which hurts nobody. */
#define WORDS_MOST 16384

/* Cells of its last line that are told. */
#define LINE_CELLS 120

struct child {
	struct children *children;
	struct child_options options;
	char *program;
	GPid pid;
	int words;      /* a descriptor of what it complains with; -1 for none */
	int answer;     /* and of what it writes */
	GSource *ends;  /* when it ends */
	GSource *waits; /* when the patience is over; NULL for none */
	bool told;
};

/* What never was started, or is over. */
static void
drop(struct child *child)
{
	if (child->words >= 0)
		close(child->words);
	if (child->answer >= 0)
		close(child->answer);
	if (child->options.forget != NULL)
		child->options.forget(child->options.data);
	g_free(child->program);
	g_free(child);
}

static void
child_free(void *data)
{
	struct child *child = data;

	loop_drop(&child->ends);
	loop_drop(&child->waits);
	g_spawn_close_pid(child->pid);
	drop(child);
}

void
children_init(struct children *children, GMainContext *context)
{
	children->context = context;
	children->running = g_ptr_array_new_with_free_func(child_free);
}

void
children_clear(struct children *children)
{
	g_clear_pointer(&children->running, g_ptr_array_unref);
}

/* --- what is shared with a child --- */

static int
memory_holding(const char *bytes, size_t n)
{
	int fd = memfd_create("input", MFD_CLOEXEC);

	for (size_t at = 0; fd >= 0 && at < n;) {
		ssize_t written = write(fd, bytes + at, n - at);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0) {
			close(fd);
			return -1;
		}
		at += (size_t)written;
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

/* Memory that grows no further, so that no program fills it in a month. */
static int
memory_for_words(void)
{
	int fd = memfd_create("words", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd < 0)
		return -1;
	if (ftruncate(fd, WORDS_MOST) < 0 || fcntl(fd, F_ADD_SEALS, F_SEAL_GROW) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* What was written; the caller frees. */
static char *
read_words(int fd)
{
	char *bytes = g_malloc0(WORDS_MOST + 1);

	if (pread(fd, bytes, WORDS_MOST, 0) < 0)
		bytes[0] = '\0';
	return bytes;
}

/* The last line that is not blank. */
static char *
last_line(int fd)
{
	g_autofree char *bytes = fd < 0 ? g_strdup("") : read_words(fd);
	size_t end = strlen(bytes), start;

	while (end > 0 && g_ascii_isspace(bytes[end - 1]))
		end--;
	start = end;
	while (start > 0 && bytes[start - 1] != '\n' && bytes[start - 1] != '\r')
		start--;
	return end == start ? NULL : safe_cut(SAFE_NAME, bytes + start, end - start, LINE_CELLS);
}

/* --- its end --- */

static void
tell(struct child *child, bool in_time, int status)
{
	struct child_end end = { .in_time = in_time, .status = status, .program = child->program };

	if (child->told)
		return;
	child->told = true;
	if (child->options.ended == NULL)
		return;
	end.words = last_line(child->words);
	g_autofree char *answer = child->answer < 0 ? NULL : read_words(child->answer);
	end.answer = answer;
	child->options.ended(child->options.data, &end);
	g_free(end.words);
}

static void
on_end(GPid pid, gint status, gpointer data)
{
	struct child *child = data;

	(void)pid;
	tell(child, true, status);
	g_ptr_array_remove_fast(child->children->running, child);
}

static gboolean
on_patience(gpointer data)
{
	struct child *child = data;

	/* It leads a session, so a group, of its own. */
	if (child->options.must_end)
		kill(-child->pid, SIGKILL);
	tell(child, false, 0);
	return G_SOURCE_REMOVE;
}

char *
child_failure(const struct child_end *end)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (!end->in_time || (WIFEXITED(end->status) && WEXITSTATUS(end->status) == 0))
		return NULL;
	if (WIFEXITED(end->status))
		g_string_append_printf(out, "ended with status %d", WEXITSTATUS(end->status));
	else
		g_string_append_printf(out, "was ended by signal %d", WTERMSIG(end->status));
	if (end->words != NULL)
		g_string_append_printf(out, ": %s", end->words);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* --- starting --- */

/* Runs in the child. */
static void
prepare(void *unused)
{
	setsid();
	loop_child(unused);
}

/* The environment less what the dynamic linker obeys. */
static char **
environment(void)
{
	char **all = g_get_environ();
	g_auto(GStrv) names = g_listenv();

	for (char **name = names; *name != NULL; name++)
		if (g_str_has_prefix(*name, "LD_"))
			all = g_environ_unsetenv(all, *name);
	return all;
}

static bool
spawn(struct child *child, const char *const *argv, int input, GError **error)
{
	g_auto(GStrv) variables = environment();
	g_autoptr(GError) fault = NULL;
	unsigned flags = G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD;

	if (child->answer < 0)
		flags |= G_SPAWN_STDOUT_TO_DEV_NULL;
	if (child->words < 0)
		flags |= G_SPAWN_STDERR_TO_DEV_NULL;
	if (g_spawn_async_with_fds(NULL, (char **)argv, variables, (GSpawnFlags)flags, prepare,
		    NULL, &child->pid, input, child->answer, child->words, &fault))
		return true;
	if (g_error_matches(fault, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT))
		g_set_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT, "%s is not installed",
			child->program);
	else
		g_set_error(error, G_SPAWN_ERROR, fault->code, "%s cannot be started: %s",
			child->program, fault->message);
	return false;
}

static char *
program_name(const char *first)
{
	g_autofree char *name = g_path_get_basename(first);

	return safe_cut(SAFE_NAME, name, strlen(name), LINE_CELLS);
}

bool
child_start(struct children *children, const struct child_options *options, GError **error)
{
	struct child *child = g_new0(struct child, 1);
	int input = -1;
	bool started;

	child->words = child->answer = -1;
	child->children = children;
	child->options = *options;
	child->program = program_name(options->argv[0]);
	if (options->input != NULL)
		input = memory_holding(options->input, options->input_length);
	if (options->input != NULL && input < 0) {
		g_set_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_FAILED,
			"%s cannot be given its input: %s", child->program, g_strerror(errno));
		drop(child);
		return false;
	}
	child->words = memory_for_words();
	if (options->answers)
		child->answer = memory_for_words();
	started = spawn(child, options->argv, input, error);
	if (input >= 0)
		close(input);
	if (!started) {
		drop(child);
		return false;
	}
	child->ends = g_child_watch_source_new(child->pid);
	g_source_set_callback(child->ends, G_SOURCE_FUNC(on_end), child, NULL);
	g_source_attach(child->ends, children->context);
	if (options->patience > 0) {
		child->waits = g_timeout_source_new_seconds(options->patience);
		/* One that ended while another had the terminal did so in time. */
		g_source_set_priority(child->waits, G_PRIORITY_LOW);
		g_source_set_callback(child->waits, on_patience, child, NULL);
		g_source_attach(child->waits, children->context);
	}
	g_ptr_array_add(children->running, child);
	return true;
}
