#include "config.h"

#include "library/loader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "document/source.h"
#include "library/longpath.h"

#define STEP_MICROSECONDS 8000
#define WAIT_MICROSECONDS 10000
#define WAITS 200

struct loader {
	struct scan *scan;
	enum loader_phase phase, last;
	bool skip_heads;
	GStringChunk *text;
	GPtrArray *paths; /* char * in text: the files found */
	uint32_t next;    /* of paths, in the phases that read */
};

/* A file that could not be read. */
struct failure {
	char *path;
	GError *error;
};

struct batch {
	enum loader_phase phase;
	uint32_t done, all;
	GPtrArray *files;     /* struct scan_file * */
	GPtrArray *documents; /* struct document * */
	GPtrArray *failures;  /* struct failure * */
	GPtrArray *problems;  /* struct scan_problem * */
};

static void
failure_free(void *p)
{
	struct failure *failure = p;

	g_free(failure->path);
	g_error_free(failure->error);
	g_free(failure);
}

struct loader *
loader_new(const struct scan_options *options, enum loader_phase last)
{
	struct loader *loader = g_new0(struct loader, 1);

	loader->scan = scan_new(options);
	loader->last = last;
	loader->text = g_string_chunk_new(65536);
	loader->paths = g_ptr_array_new();
	return loader;
}

void
loader_free(struct loader *loader)
{
	if (loader == NULL)
		return;
	scan_free(loader->scan);
	g_string_chunk_free(loader->text);
	g_ptr_array_free(loader->paths, TRUE);
	g_free(loader);
}

static struct batch *
batch_new(enum loader_phase phase)
{
	struct batch *batch = g_new0(struct batch, 1);

	batch->phase = phase;
	batch->files = g_ptr_array_new_with_free_func((GDestroyNotify)scan_file_free);
	batch->documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	batch->failures = g_ptr_array_new_with_free_func(failure_free);
	batch->problems = g_ptr_array_new_with_free_func((GDestroyNotify)scan_problem_free);
	return batch;
}

void
batch_free(struct batch *batch)
{
	if (batch == NULL)
		return;
	g_ptr_array_free(batch->files, TRUE);
	g_ptr_array_free(batch->documents, TRUE);
	g_ptr_array_free(batch->failures, TRUE);
	g_ptr_array_free(batch->problems, TRUE);
	g_free(batch);
}

enum loader_phase
batch_phase(const struct batch *batch)
{
	return batch->phase;
}

void
batch_progress(const struct batch *batch, uint32_t *done, uint32_t *all)
{
	*done = batch->done;
	*all = batch->all;
}

const GPtrArray *
batch_problems(const struct batch *batch)
{
	return batch->problems;
}

/* --- reading --- */

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

/* Says what could not be read; the sentence of a source begins with its path. */
static void
take_failure(struct batch *batch, const char *path, GError *error)
{
	struct failure *failure = g_new(struct failure, 1);

	*failure = (struct failure){ g_strdup(path), error };
	g_ptr_array_add(batch->failures, failure);
	if (g_error_matches(error, SOURCE_ERROR, SOURCE_ERROR_BINARY))
		return;

	struct scan_problem *problem = g_new(struct scan_problem, 1);
	const char *message = error->message;
	size_t n = strlen(path);

	if (strncmp(message, path, n) == 0 && strncmp(message + n, ": ", 2) == 0)
		message += n + 2;
	*problem = (struct scan_problem){ g_strdup(path), g_strdup(message) };
	g_ptr_array_add(batch->problems, problem);
}

/* Reads the next file. False where that was cancelled. */
static bool
read_next(struct loader *loader, struct batch *batch, const struct cancel *cancel)
{
	const char *path = loader->paths->pdata[loader->next];
	enum document_extent extent =
		loader->phase == LOADER_HEADS ? DOCUMENT_HEAD : DOCUMENT_WHOLE;
	GError *error = NULL;
	struct document *document = loader_open(path, NULL, extent, cancel, &error);

	if (document != NULL)
		g_ptr_array_add(batch->documents, document);
	else if (error != NULL)
		take_failure(batch, path, error);
	else
		return false;
	loader->next++;
	return true;
}

/* --- steps --- */

static void
next_phase(struct loader *loader)
{
	loader->next = 0;
	loader->phase = loader->phase < loader->last ? loader->phase + 1 : LOADER_DONE;
	if (loader->phase == LOADER_HEADS && loader->skip_heads && loader->last == LOADER_WHOLE)
		loader->phase = LOADER_WHOLE;
}

/* Does a piece of work of the phase; false where the phase is at its end, or cancelled. */
static bool
work(struct loader *loader, struct batch *batch, const struct cancel *cancel)
{
	guint known = batch->files->len;

	if (loader->phase != LOADER_SCAN)
		return loader->next < loader->paths->len && read_next(loader, batch, cancel);

	bool more = scan_step(loader->scan, batch->files, batch->problems);

	for (guint i = known; i < batch->files->len; i++) {
		const struct scan_file *file = batch->files->pdata[i];

		g_ptr_array_add(loader->paths, g_string_chunk_insert(loader->text, file->path));
	}
	return more;
}

struct batch *
loader_step(struct loader *loader, const struct cancel *cancel)
{
	gint64 end = g_get_monotonic_time() + STEP_MICROSECONDS;
	struct batch *batch;
	bool more = true;

	if (loader->phase == LOADER_DONE || cancel_is_set(cancel))
		return NULL;
	batch = batch_new(loader->phase);
	do {
		more = work(loader, batch, cancel);
	} while (more && !cancel_is_set(cancel) && g_get_monotonic_time() < end);
	if (cancel_is_set(cancel)) {
		batch_free(batch);
		return NULL;
	}
	batch->all = loader->paths->len;
	batch->done = loader->phase == LOADER_SCAN ? loader->paths->len : loader->next;
	if (!more)
		next_phase(loader);
	return batch;
}

void
batch_apply(const struct batch *batch, struct catalog *catalog, struct resolver *resolver)
{
	for (guint i = 0; i < batch->files->len; i++) {
		uint32_t entry = catalog_add(catalog, batch->files->pdata[i]);

		if (resolver != NULL)
			resolver_add(resolver, entry, NULL);
	}
	for (guint i = 0; i < batch->documents->len; i++) {
		const struct document *document = batch->documents->pdata[i];
		uint32_t entry = catalog_find(catalog, document->path);

		if (entry == NONE)
			continue;
		catalog_update(catalog, entry, document);
		if (resolver != NULL)
			resolver_add(resolver, entry, document);
	}
	for (guint i = 0; i < batch->failures->len; i++) {
		const struct failure *failure = batch->failures->pdata[i];
		uint32_t entry = catalog_find(catalog, failure->path);

		if (entry != NONE)
			catalog_fail(catalog, entry, failure->error);
	}
}

void
loader_run(const struct scan_options *options, enum loader_phase last, struct catalog *catalog,
	struct resolver *resolver, GPtrArray *problems)
{
	g_autoptr(Loader) loader = loader_new(options, last);
	struct batch *batch;

	loader->skip_heads = true;
	while ((batch = loader_step(loader, NULL)) != NULL) {
		batch_apply(batch, catalog, resolver);
		while (problems != NULL && batch->problems->len > 0)
			g_ptr_array_add(problems, g_ptr_array_steal_index(batch->problems, 0));
		batch_free(batch);
	}
}
