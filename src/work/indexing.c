/*
 * The queue has one that puts in, the calling thread, and one that takes out, the writer. All of
 * struct writer below its mutex is the writer's alone while that runs.
 */
#include "config.h"

#include "work/indexing.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#define QUEUE_DOCUMENTS 256
#define QUEUE_BYTES ((size_t)64 << 20)

/* Microseconds between two commits: while it is built, and else, so that a change soon shows. */
#define COMMIT_BUILDING (2 * G_USEC_PER_SEC)
#define COMMIT_SOON (G_USEC_PER_SEC / 2)

/* How long others may write before it is given up, and milliseconds between two looks at cancel. */
#define BUSY_MOST (30 * G_USEC_PER_SEC)
#define BUSY_LOOK 100

/* Between two looks whether another process has built the store. */
#define CLAIM_MICROSECONDS 50000

/* How much of a store's library is walked, and what its store is when that is in. */
enum scope { SCOPE_FOLDERS, SCOPE_PART, SCOPE_WHOLE };

static bool (*const endings[])(struct store *store, GError **error) = {
	[SCOPE_PART] = store_settle,
	[SCOPE_WHOLE] = store_complete,
};

/* A run of a loader and a writer. */
struct task {
	struct indexing_options options;
	enum scope scope;
	struct store *known; /* for the loader; may be NULL */
	struct store *store; /* for the writer; taken; may be NULL */
	bool building, anew, silent;
};

struct writer {
	const struct task *task;
	const struct indexing_options *options;
	GMutex mutex;
	GCond changed;
	GQueue batches; /* struct batch *; under mutex, as the next five */
	size_t bytes;
	uint32_t documents;
	bool closed;  /* no more is to come */
	bool stopped; /* no more is taken */
	bool whole;   /* what came is all there is */

	struct store *store; /* NULL before the first change */
	bool begun, again;
	gint64 begun_at;
	GArray *ids;
	GError *error;
};

void
indexing_free_ids(GArray *ids)
{
	for (guint i = 0; ids != NULL && i < ids->len; i++)
		g_free(g_array_index(ids, struct batch_id, i).path);
	if (ids != NULL)
		g_array_free(ids, TRUE);
}

/* --- the writing thread --- */

static GArray *
new_ids(void)
{
	return g_array_new(FALSE, FALSE, sizeof(struct batch_id));
}

static void
give_ids(struct writer *writer)
{
	GArray *ids = g_steal_pointer(&writer->ids);

	writer->ids = new_ids();
	if (ids->len > 0 && writer->options->stored != NULL)
		writer->options->stored(writer->options->data, ids);
	else
		indexing_free_ids(ids);
}

static void
fail(struct writer *writer, GError *error)
{
	if (writer->begun)
		store_rollback(writer->store);
	writer->begun = false;
	indexing_free_ids(writer->ids);
	writer->ids = new_ids();
	writer->error = error;
	g_mutex_lock(&writer->mutex);
	writer->stopped = true;
	g_cond_broadcast(&writer->changed);
	g_mutex_unlock(&writer->mutex);
}

/* Opens what is written to: ids that the loader read are of its store alone. */
static bool
open_store(struct writer *writer, GError **error)
{
	const struct store *known = writer->task->known;

	if (writer->store == NULL)
		writer->store = store_open(writer->options->location, error);
	if (writer->store != NULL && known != NULL && !store_is_same(writer->store, known)) {
		g_set_error_literal(error, STORE_ERROR, STORE_ERROR_REPLACED,
			"another process built the index anew meanwhile");
		return false;
	}
	return writer->store != NULL;
}

static bool
begin(struct writer *writer, GError **error)
{
	gint64 end = g_get_monotonic_time() + BUSY_MOST;

	if (!open_store(writer, error))
		return false;
	while (!store_begin(writer->store, BUSY_LOOK, error)) {
		if (!g_error_matches(*error, STORE_ERROR, STORE_ERROR_BUSY) ||
			cancel_is_set(writer->options->cancel) || g_get_monotonic_time() > end)
			return false;
		g_clear_error(error);
	}
	writer->begun = true;
	writer->begun_at = g_get_monotonic_time();
	return true;
}

static void
commit(struct writer *writer)
{
	GError *error = NULL;

	if (!writer->begun)
		return;
	if (!store_commit(writer->store, &error)) {
		fail(writer, error);
		return;
	}
	writer->begun = false;
	if (!writer->task->anew)
		give_ids(writer);
}

static gint64
commit_at(const struct writer *writer)
{
	return writer->begun_at + (writer->task->building ? COMMIT_BUILDING : COMMIT_SOON);
}

static void
write_batch(struct writer *writer, struct batch *batch)
{
	GError *error = NULL;

	if (writer->error == NULL && batch_stores(batch)) {
		if ((writer->begun || begin(writer, &error)) &&
			batch_store(batch, writer->store, writer->ids, &writer->again, &error)) {
			if (g_get_monotonic_time() >= commit_at(writer))
				commit(writer);
		} else {
			fail(writer, error);
		}
	}
	batch_unref(batch);
}

static void
finish(struct writer *writer)
{
	bool (*end)(struct store * store, GError * *error) = endings[writer->task->scope];
	GError *error = NULL;

	commit(writer);
	if (writer->error != NULL || !writer->whole)
		return;
	if ((!writer->task->building || open_store(writer, &error)) && writer->store != NULL &&
		end != NULL)
		end(writer->store, &error);
	if (error != NULL)
		fail(writer, error);
	else
		give_ids(writer);
}

/* Counts a batch that comes or goes. */
static void
count_batch(struct writer *writer, const struct batch *batch, bool comes)
{
	struct batch_counts counts = batch_counts(batch);
	uint32_t documents = counts.added + counts.changed;
	size_t bytes = batch_size(batch);

	writer->documents += comes ? documents : -documents;
	writer->bytes += comes ? bytes : -bytes;
}

/* The next batch; NULL where there is none to come. Meanwhile commits what is due. */
static struct batch *
next_batch(struct writer *writer)
{
	struct batch *batch = NULL;

	g_mutex_lock(&writer->mutex);
	while (g_queue_is_empty(&writer->batches) && !writer->closed) {
		if (!writer->begun) {
			g_cond_wait(&writer->changed, &writer->mutex);
		} else if (!g_cond_wait_until(&writer->changed, &writer->mutex,
				   commit_at(writer))) {
			g_mutex_unlock(&writer->mutex);
			commit(writer);
			g_mutex_lock(&writer->mutex);
		}
	}
	/* What waits is let go of when there is haste: then not all there is was written. */
	if (!writer->closed || !cancel_is_set(writer->options->cancel))
		batch = g_queue_pop_head(&writer->batches);
	else if (!g_queue_is_empty(&writer->batches))
		writer->whole = false;
	if (batch != NULL)
		count_batch(writer, batch, false);
	g_cond_broadcast(&writer->changed);
	g_mutex_unlock(&writer->mutex);
	return batch;
}

static gpointer
write_all(gpointer p)
{
	struct writer *writer = p;
	struct batch *batch;

	while ((batch = next_batch(writer)) != NULL)
		write_batch(writer, batch);
	finish(writer);
	return NULL;
}

/* --- the calling thread --- */

/* Takes a reference. False where no more is taken. */
static bool
put(struct writer *writer, bool threaded, struct batch *batch)
{
	bool taken;

	if (!threaded) {
		write_batch(writer, batch);
		return writer->error == NULL;
	}
	g_mutex_lock(&writer->mutex);
	while (!writer->stopped && writer->batches.length > 0 &&
		(writer->documents >= QUEUE_DOCUMENTS || writer->bytes >= QUEUE_BYTES))
		g_cond_wait(&writer->changed, &writer->mutex);
	taken = !writer->stopped;
	if (taken) {
		g_queue_push_tail(&writer->batches, batch);
		count_batch(writer, batch, true);
		g_cond_broadcast(&writer->changed);
	}
	g_mutex_unlock(&writer->mutex);
	if (!taken)
		batch_unref(batch);
	return taken;
}

static void
tell(const struct indexing_options *options, struct batch *batch, bool silent)
{
	uint32_t done, all;

	if (!silent && options->batch != NULL) {
		options->batch(options->data, batch_ref(batch));
	} else if (silent && options->renewing != NULL && batch_phase(batch) == LOADER_WHOLE) {
		batch_progress(batch, &done, &all);
		options->renewing(options->data, done, all);
	}
}

/* Steps through the loader; writer may be NULL. Whether it came to its end. */
static bool
load(const struct indexing_options *options, const struct loader_options *loading,
	struct writer *writer, bool threaded, bool silent)
{
	g_autoptr(Loader) loader = loader_new(loading);
	struct batch *batch;
	bool writes = writer != NULL;

	while ((batch = loader_step(loader, options->cancel)) != NULL) {
		tell(options, batch, silent);
		if (writes && batch_stores(batch))
			writes = put(writer, threaded, batch_ref(batch));
		batch_unref(batch);
		/* Without a list to fill nothing is left to do. */
		if (writer != NULL && !writes && !loading->want_known)
			break;
	}
	return loader_is_done(loader);
}

static void
close_queue(struct writer *writer, GThread *thread, bool whole)
{
	struct batch *batch;

	g_mutex_lock(&writer->mutex);
	writer->closed = true;
	writer->whole = whole;
	g_cond_broadcast(&writer->changed);
	g_mutex_unlock(&writer->mutex);
	if (thread != NULL)
		g_thread_join(thread);
	else
		finish(writer);
	while ((batch = g_queue_pop_head(&writer->batches)) != NULL)
		batch_unref(batch);
}

/* What was seen of a store that was written to. */
struct seen {
	bool spoilt; /* it is damaged */
	bool worn;   /* it is to be built anew */
	bool again;  /* others were in between: the load is to be done once more */
};

/* Loads and writes. */
static bool
run(const struct task *task, struct seen *seen, GError **error)
{
	const struct indexing_options *options = &task->options;
	struct writer writer = { .task = task,
		.options = options,
		.store = task->store,
		.ids = new_ids() };
	struct loader_options loading = options->loader;
	GThread *thread = NULL;
	struct store *store;
	bool whole;

	g_mutex_init(&writer.mutex);
	g_cond_init(&writer.changed);
	g_queue_init(&writer.batches);
	loading.store = task->known;
	if (!options->one_thread)
		thread = g_thread_try_new("index", write_all, &writer, NULL);
	whole = load(options, &loading, &writer, thread != NULL, task->silent);
	close_queue(&writer, thread, whole);
	whole = writer.whole;
	store = writer.store != NULL ? writer.store : task->known;
	seen->worn = options->renews && writer.error == NULL && store != NULL &&
		     store_is_complete(store) && store_worn(store);
	seen->again = writer.again;
	store_close(writer.store);
	indexing_free_ids(writer.ids);
	g_mutex_clear(&writer.mutex);
	g_cond_clear(&writer.changed);
	if (writer.error != NULL)
		g_propagate_error(error, writer.error);
	else if (!whole)
		g_set_error_literal(error, STORE_ERROR, STORE_ERROR_STOPPED, "stopped");
	return writer.error == NULL && whole;
}

/* A list without writing anything. */
static bool
list_only(const struct indexing_options *options, struct store *known)
{
	struct loader_options loading = options->loader;

	loading.store = known;
	loading.last = MIN(loading.last, LOADER_HEADS);
	return load(options, &loading, NULL, false, false);
}

static enum scope
scope_of(const struct indexing_options *options)
{
	if (options->loader.scan.folders != NULL)
		return SCOPE_FOLDERS;
	return store_location_is_whole(options->location) ? SCOPE_WHOLE : SCOPE_PART;
}

/* Whether a store was built so far as a run needs it. */
static bool
is_built(const struct store *store, enum scope scope)
{
	return scope == SCOPE_WHOLE ? store_is_complete(store) : store_is_settled(store);
}

/* A connection that may build, once no other process does; or one that is built by then, unless that is
 * to be done anew. NULL where it was cancelled or failed, or another builds and that is not waited
 * for. */
static struct store *
claim(const struct indexing_options *options, bool rebuild, GError **error)
{
	while (!cancel_is_set(options->cancel)) {
		struct store *store = store_open(options->location, error);

		if (store == NULL || store_claim(store) ||
			(!rebuild && is_built(store, scope_of(options))))
			return store;
		store_close(store);
		if (options->lists_meanwhile) {
			g_set_error_literal(error, STORE_ERROR, STORE_ERROR_BUSY,
				"another process builds the index");
			return NULL;
		}
		g_usleep(CLAIM_MICROSECONDS);
	}
	g_set_error_literal(error, STORE_ERROR, STORE_ERROR_STOPPED, "stopped");
	return NULL;
}

/* Why a store is built anew. */
enum anew {
	ANEW_ASKED,
	ANEW_SPOILT, /* what the roots that were named hold is wanted first; the rest when asked for */
	ANEW_WORN, /* it is up to date as it is, and the list too */
};

static bool
build_anew(const struct indexing_options *options, enum anew why, GError **error)
{
	struct task task = { .options = *options,
		.building = true,
		.anew = true,
		.silent = why == ANEW_WORN };
	struct scan_options *scan = &task.options.loader.scan;
	struct seen seen;

	scan->folders = NULL;
	scan->shallow = false;
	if (why != ANEW_SPOILT) {
		scan->roots = store_location_is_whole(options->location)
				      ? scan->roots
				      : store_location_owners(options->location);
		task.scope = SCOPE_WHOLE;
	} else {
		task.scope = scope_of(&task.options);
	}
	task.store = claim(options, true, error);
	if (task.store != NULL && why == ANEW_WORN && !store_worn(task.store)) {
		store_close(task.store);
		return true;
	}
	if (task.store != NULL && store_rebuild(task.store, error))
		return run(&task, &seen, error);
	store_close(task.store);
	return false;
}

/* Looks whether a store is to be built that is there, and opens it once more for that. */
static bool
prepare(struct task *task, GError **error)
{
	if (is_built(task->known, task->scope))
		return true;
	task->store = claim(&task->options, false, error);
	if (task->store == NULL)
		return false;
	if (!store_current(task->known)) {
		store_close(task->known);
		task->known = store_open(task->options.location, error);
		if (task->known == NULL)
			return false;
	}
	task->building = !is_built(task->store, task->scope);
	/* Of a part it was settled; the rest may be much. */
	if (task->scope == SCOPE_WHOLE && task->building && store_is_settled(task->store))
		store_build(task->store);
	return true;
}

/* Brings the store there is up to date, or builds the first. */
static bool
update_once(const struct indexing_options *options, struct seen *seen, GError **error)
{
	struct task task = { .options = *options,
		.scope = scope_of(options),
		.known = store_open(options->location, error) };
	GError *failed = NULL;
	bool ok = false;

	*seen = (struct seen){ 0 };
	if (task.known == NULL)
		return false;
	if (prepare(&task, &failed)) {
		ok = run(&task, seen, &failed);
	} else {
		store_close(task.store);
		if (task.known != NULL && options->loader.want_known &&
			!store_is_broken(task.known))
			list_only(options, task.known);
	}
	seen->spoilt = (task.known != NULL && store_is_broken(task.known)) ||
		       g_error_matches(failed, STORE_ERROR, STORE_ERROR_BROKEN);
	/* What was written to one that is replaced may be missing in the other. */
	seen->again = (ok && (seen->again || !store_current(task.known))) ||
		      g_error_matches(failed, STORE_ERROR, STORE_ERROR_REPLACED);
	store_close(task.known);
	if (failed != NULL)
		g_propagate_error(error, failed);
	return ok;
}

static bool
update(const struct indexing_options *options, struct seen *seen, GError **error)
{
	bool ok = update_once(options, seen, error);

	while (seen->again && !cancel_is_set(options->cancel)) {
		g_clear_error(error);
		ok = update_once(options, seen, error);
	}
	return ok;
}

/* What loading took for a while would stay with the allocator. */
static void
give_back_memory(void)
{
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}

bool
indexing_run(const struct indexing_options *options, GError **error)
{
	GError *failed = NULL;
	struct seen seen = { 0 };
	bool ok, anew = options->rebuild;

	if (anew)
		ok = build_anew(options, ANEW_ASKED, &failed);
	else
		ok = update(options, &seen, &failed);
	if (seen.spoilt && !cancel_is_set(options->cancel)) {
		g_clear_error(&failed);
		ok = anew = build_anew(options, ANEW_SPOILT, &failed);
	} else if (ok && seen.worn) {
		/* It is up to date as it is: where this comes to nothing, it is tried again. */
		anew = build_anew(options, ANEW_WORN, NULL);
	}
	/* What others wrote meanwhile went to the one before. */
	if (ok && anew)
		ok = update(options, &seen, &failed);
	if (options->loader.want_known)
		give_back_memory();
	if (failed != NULL)
		g_propagate_error(error, failed);
	return ok;
}
