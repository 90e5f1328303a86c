#include "config.h"

#include "library/loader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "document/source.h"
#include "library/loader_private.h"
#include "library/longpath.h"

#define STEP_MICROSECONDS 8000
#define WAIT_MICROSECONDS 10000
#define WAITS 200

/* New files below which a list fills soon enough without a phase of heads. */
#define HEADS_LEAST 200

/* The system's clock for files goes by steps of so many nanoseconds at most: what is written within one
 * leaves the same times. */
#define CLOCK_STEP (11 * G_GINT64_CONSTANT(1000000))

static void
free_folder(gpointer folder)
{
	loader_folder_unref(folder);
}

static void
free_file(gpointer file)
{
	loader_file_unref(file);
}

static void
clear_missing(gpointer missing)
{
	g_free(((struct missing *)missing)->path);
}

static char **
real_roots(char **roots)
{
	char **reals = g_new0(char *, g_strv_length(roots) + 1);

	for (guint i = 0; roots[i] != NULL; i++) {
		char *real = realpath(roots[i], NULL);

		reals[i] = real != NULL ? g_strdup(real) : g_canonicalize_filename(roots[i], NULL);
		free(real);
	}
	return reals;
}

struct loader *
loader_new(const struct loader_options *options)
{
	struct loader *loader = g_new0(struct loader, 1);

	loader->scan = scan_new(&options->scan);
	loader->store = options->store;
	loader->choices = options->choices;
	loader->last = options->last;
	loader->want_known = options->want_known;
	loader->shown = options->shown;
	loader->heads = options->heads || options->last == LOADER_HEADS;
	loader->shallow = options->scan.shallow;
	loader->phase = LOADER_KNOWN;
	loader->roots = g_strdupv((char **)options->scan.roots);
	loader->reals = real_roots(loader->roots);
	loader->folders = g_strdupv((char **)options->scan.folders);
	loader->files = g_ptr_array_new();
	loader->walked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	loader->unfinished = g_ptr_array_new_with_free_func(g_free);
	loader->settling = g_ptr_array_new_with_free_func(free_folder);
	loader->pending = g_ptr_array_new_with_free_func(free_file);
	loader->missing = g_array_new(FALSE, FALSE, sizeof(struct missing));
	g_array_set_clear_func(loader->missing, clear_missing);
	return loader;
}

void
loader_free(struct loader *loader)
{
	if (loader == NULL)
		return;
	loader_know_again(loader);
	scan_free(loader->scan);
	for (guint i = 0; i < loader->files->len; i++)
		scan_file_free(loader->files->pdata[i]);
	g_ptr_array_free(loader->files, TRUE);
	g_strfreev(loader->roots);
	g_strfreev(loader->reals);
	g_strfreev(loader->folders);
	g_hash_table_destroy(loader->walked);
	g_ptr_array_free(loader->unfinished, TRUE);
	g_ptr_array_free(loader->settling, TRUE);
	g_ptr_array_free(loader->pending, TRUE);
	g_array_free(loader->missing, TRUE);
	g_free(loader);
}

bool
loader_is_done(const struct loader *loader)
{
	return loader->phase == LOADER_DONE;
}

/* --- opening --- */

/* Whether the process has no descriptor left, as far as can be told by taking one. */
static bool
no_descriptor_left(void)
{
	int fd = open("/", O_PATH | O_CLOEXEC);

	if (fd >= 0) {
		close(fd);
		return false;
	}
	return errno == EMFILE || errno == ENFILE;
}

/* Reads a file, or its head, from the right folder. */
static struct source *
read_once(const char *path, size_t head, GError **error)
{
	const char *name;
	int folder = longpath_folder_of(path, &name);

	if (folder == -1) {
		g_set_error(error, SOURCE_ERROR, SOURCE_ERROR_OPEN, "%s: cannot be opened: %s",
			path, g_strerror(errno));
		return NULL;
	}
	struct source *source = source_read(folder, name, path, head, error);

	longpath_close(folder);
	return source;
}

static struct document *
open_once(const char *path, const struct choices *choices, enum document_extent extent,
	const struct cancel *cancel, GError **error)
{
	const char *name;
	int folder = longpath_folder_of(path, &name);

	if (folder == -1) {
		g_set_error(error, SOURCE_ERROR, SOURCE_ERROR_OPEN, "%s: cannot be opened: %s",
			path, g_strerror(errno));
		return NULL;
	}
	struct document *document =
		document_open(folder, name, path, choices, extent, cancel, error);

	longpath_close(folder);
	return document;
}

struct document *
loader_open(const char *path, const struct choices *choices, enum document_extent extent,
	const struct cancel *cancel, GError **error)
{
	for (int i = 0; i < WAITS && !cancel_is_set(cancel); i++) {
		g_autoptr(GError) local = NULL;
		struct document *document = open_once(path, choices, extent, cancel, &local);

		if (!g_error_matches(local, SOURCE_ERROR, SOURCE_ERROR_OPEN) ||
			!no_descriptor_left()) {
			if (local != NULL)
				g_propagate_error(error, g_steal_pointer(&local));
			return document;
		}
		g_usleep(WAIT_MICROSECONDS);
	}
	return cancel_is_set(cancel) ? NULL : open_once(path, choices, extent, cancel, error);
}

/* --- reading --- */

static int64_t
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_REALTIME, &time);
	return time.tv_sec * G_GINT64_CONSTANT(1000000000) + time.tv_nsec;
}

/* Waits until a file that was just written can no longer be written without a trace in its state;
 * what comes from the future waits for nothing. Whether it waited. */
static bool
let_clock_go_on(struct loader *loader, const struct file_state *state)
{
	int64_t until = state->ctime + CLOCK_STEP, time;

	if (until <= loader->waited)
		return false;
	time = now();
	loader->waited = time;
	if (time < state->ctime || time >= until)
		return false;
	g_usleep((gulong)(until - time) / 1000 + 1);
	loader->waited = until;
	return true;
}

static struct source *
read_whole(struct loader *loader, const struct loader_file *file, const struct cancel *cancel,
	GError **error)
{
	const char *path = file->file.path;
	struct source *source = NULL;

	let_clock_go_on(loader, &file->file.state);
	for (int i = 0; i < WAITS && !cancel_is_set(cancel); i++) {
		g_clear_error(error);
		source = read_once(path, 0, error);
		if (source != NULL || !g_error_matches(*error, SOURCE_ERROR, SOURCE_ERROR_OPEN) ||
			!no_descriptor_left())
			break;
		g_usleep(WAIT_MICROSECONDS);
	}
	/* It was written while the walk was elsewhere. */
	if (source != NULL && let_clock_go_on(loader, &source->file)) {
		source_free(source);
		source = read_once(path, 0, error);
	}
	return source;
}

const char *
loader_reason(const char *path, const GError *error)
{
	const char *message = error->message;
	size_t n = strlen(path);

	return strncmp(message, path, n) == 0 && strncmp(message + n, ": ", 2) == 0
		       ? message + n + 2
		       : message;
}

/* Says what could not be read. */
static void
add_problem(struct batch *batch, const char *path, const GError *error)
{
	struct scan_problem *problem = g_new(struct scan_problem, 1);

	*problem = (struct scan_problem){ g_strdup(path), g_strdup(loader_reason(path, error)) };
	g_ptr_array_add(batch->problems, problem);
}

bool
loader_look_again(const char *path, struct file_state *state)
{
	const char *name;
	int folder = longpath_folder_of(path, &name);
	struct stat status;

	if (folder == -1)
		return errno != ENOENT && errno != ENOTDIR;
	bool there = fstatat(folder, name, &status, 0) == 0;
	bool unknown = !there && errno != ENOENT && errno != ENOTDIR;

	longpath_close(folder);
	if (there)
		*state = file_state_of(&status);
	return unknown || (there && S_ISREG(status.st_mode));
}

/* Takes error. */
static void
take_failure(struct loader *loader, struct batch *batch, struct loader_file *file, GError *error)
{
	const char *path = file->file.path;
	bool unsure = no_descriptor_left();
	struct file_state state = file->file.state;

	if (!unsure && !loader_look_again(path, &state)) {
		g_error_free(error);
		batch_add(batch, (struct item){ .kind = ITEM_GONE,
					 .id = file->id,
					 .ctime = file->ctime,
					 .path = g_strdup(path) });
		batch->counts.gone += file->id != 0;
		return;
	}
	if (!g_error_matches(error, SOURCE_ERROR, SOURCE_ERROR_BINARY) &&
		(loader->phase == LOADER_WHOLE || loader->last == LOADER_HEADS))
		add_problem(batch, path, error);
	batch_add(batch, (struct item){ .kind = ITEM_FAILURE,
				 .unsure = unsure || loader->phase != LOADER_WHOLE,
				 .file = loader_file_ref(file),
				 .state = state,
				 .error = error });
}

/* The head of a file: what fails is met again whole, but where that is not to come. */
static bool
read_head(struct loader *loader, struct batch *batch, struct loader_file *file,
	const struct cancel *cancel)
{
	GError *error = NULL;
	struct document *document =
		loader_open(file->file.path, &file->choices, DOCUMENT_HEAD, cancel, &error);

	if (document != NULL)
		batch_add(batch, (struct item){ .kind = ITEM_DOCUMENT,
					 .file = loader_file_ref(file),
					 .document = document });
	else if (error != NULL)
		take_failure(loader, batch, file, error);
	return document != NULL || error != NULL;
}

static bool
parse_whole(struct loader *loader, struct batch *batch, struct loader_file *file,
	const struct cancel *cancel)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Source) source = read_whole(loader, file, cancel, &error);

	if (source == NULL) {
		if (error != NULL)
			take_failure(loader, batch, file, g_steal_pointer(&error));
		return !cancel_is_set(cancel);
	}
	if (file->id != 0 && memcmp(source->hash, file->hash, SOURCE_HASH) == 0 &&
		file->chosen.title_side == file->choices.title_side) {
		batch_add(batch, (struct item){ .kind = ITEM_MOVED,
					 .id = file->id,
					 .file = loader_file_ref(file),
					 .state = source->file });
		return true;
	}
	struct document *document = document_parse(source, &file->choices, DOCUMENT_WHOLE, cancel);

	if (document == NULL)
		return false;
	if (file->id != 0)
		batch->counts.changed++;
	else
		batch->counts.added++;
	batch_add(batch, (struct item){ .kind = ITEM_DOCUMENT,
				 .file = loader_file_ref(file),
				 .document = document });
	return true;
}

/* --- steps --- */

/* Reads the next file. False where there is none, or that was cancelled. */
static bool
read_next(struct loader *loader, struct batch *batch, const struct cancel *cancel)
{
	while (loader->next < loader->pending->len) {
		struct loader_file *file = loader->pending->pdata[loader->next];

		if (file->settled) {
			loader->next++;
			continue;
		}
		if (loader->phase == LOADER_HEADS) {
			if (!read_head(loader, batch, file, cancel))
				return false;
		} else {
			if (!parse_whole(loader, batch, file, cancel))
				return false;
			loader_settle(batch, file);
		}
		loader->next++;
		return loader->next < loader->pending->len;
	}
	return false;
}

static void
begin(struct loader *loader, struct batch *batch)
{
	loader->begun = true;
	if (loader->want_known)
		batch_add(batch, (struct item){ .kind = ITEM_BEGIN });
}

static void
add_sweep(struct loader *loader, struct batch *batch)
{
	batch_add(batch, (struct item){ .kind = ITEM_SWEEP });
	batch->sweep = g_strdupv(loader->folders);
	batch->shallow = loader->shallow;
}

static void
end_scan(struct loader *loader, struct batch *batch, const struct cancel *cancel)
{
	/* What others wrote since is known too, or it would be taken for gone. */
	for (int i = 0; i < 3 && loader->want_known && loader->store != NULL &&
			store_version(loader->store) != loader->version;
		i++) {
		loader_know_again(loader);
		while (loader_know(loader, batch))
			continue;
	}
	loader_compare_end(loader, batch, cancel);
	/* A folder that could not be walked whole may hold more than was found. */
	if (loader->want_known && loader->unfinished->len == 0)
		add_sweep(loader, batch);
}

static bool
scan_on(struct loader *loader, struct batch *batch, const struct cancel *cancel)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	bool more = scan_step(loader->scan, found, batch->problems);
	struct scan_folder *folder;

	for (guint i = 0; i < found->len; i++) {
		struct scan_file *file = found->pdata[i];

		if (file->alone)
			loader_take_alone(loader, batch, file);
		else
			g_ptr_array_add(loader->files, file);
	}
	while ((folder = scan_finished(loader->scan)) != NULL) {
		loader_compare(loader, batch, folder);
		scan_folder_free(folder);
	}
	if (!more)
		end_scan(loader, batch, cancel);
	return more;
}

/* Does a piece of work of the phase; false where the phase is at its end, or cancelled. */
static bool
work(struct loader *loader, struct batch *batch, const struct cancel *cancel)
{
	switch (loader->phase) {
	case LOADER_KNOWN:
		return loader->want_known && loader->store != NULL && loader_know(loader, batch);
	case LOADER_SCAN:
		return scan_on(loader, batch, cancel);
	default:
		return read_next(loader, batch, cancel);
	}
}

static void
next_phase(struct loader *loader)
{
	loader->next = 0;
	do {
		loader->phase = loader->phase < loader->last ? loader->phase + 1 : LOADER_DONE;
	} while (loader->phase == LOADER_HEADS && loader->last > LOADER_HEADS &&
		 (!loader->heads || loader->pending->len < HEADS_LEAST));
	if (loader->phase == LOADER_SCAN) {
		loader_know_again(loader);
		loader->found = 0;
	}
}

struct batch *
loader_step(struct loader *loader, const struct cancel *cancel)
{
	gint64 end = g_get_monotonic_time() + STEP_MICROSECONDS;
	struct batch *batch;
	bool more = true, reads;

	if (loader->phase == LOADER_DONE || cancel_is_set(cancel))
		return NULL;
	batch = batch_new(loader->phase);
	if (!loader->begun)
		begin(loader, batch);
	do {
		more = work(loader, batch, cancel);
	} while (more && !cancel_is_set(cancel) && g_get_monotonic_time() < end &&
		 loader->phase != LOADER_KNOWN);
	if (cancel_is_set(cancel)) {
		batch_unref(batch);
		return NULL;
	}
	reads = loader->phase > LOADER_SCAN;
	batch->all = reads ? loader->pending->len : loader->found;
	batch->done = reads ? loader->next : loader->found;
	if (!more)
		next_phase(loader);
	return batch;
}

void
loader_run(const struct loader_options *options, struct catalog *catalog, struct resolver *resolver,
	GPtrArray *problems)
{
	g_autoptr(Loader) loader = loader_new(options);
	struct batch *batch;

	while ((batch = loader_step(loader, NULL)) != NULL) {
		batch_apply(batch, catalog, resolver);
		while (problems != NULL && batch->problems->len > 0)
			g_ptr_array_add(problems, g_ptr_array_steal_index(batch->problems, 0));
		batch_unref(batch);
	}
}
