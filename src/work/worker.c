/*
 * Two queues join the threads: jobs to the workers, messages back. Who owns a job follows from
 * that:
 *
 * 1. The main thread alone has the list of jobs, and frees them, when their last message arrives.
 * 2. A worker touches a job only between taking it and sending its last message.
 * 3. What threads share (struct shared) outlives the pool while a thread stands in run().
 */
#include "config.h"

#include "work/worker.h"

#include <sys/resource.h>

#define STUCK_MICROSECONDS (G_USEC_PER_SEC / 2)
/* Messages a turn delivers at most, and microseconds after which it delivers no more, so that keys
 * are read between. */
#define MESSAGES_A_TURN 64
#define TURN_MICROSECONDS 4000

/* How much less than the main thread, which answers keys, the workers get of a busy machine, and the
 * one behind (nice(1)): a third, and a fifteenth. */
#define WORKER_NICE 5
#define BEHIND_NICE 12

/* What the threads share with the pool. */
struct shared {
	gatomicrefcount references;
	GAsyncQueue *jobs;     /* struct job *; the address of this struct stops a thread */
	GAsyncQueue *behind;   /* the same, of the thread that gives way */
	GAsyncQueue *messages; /* struct message * */
	GMainContext *context;
	GMutex mutex;
	GCond ended;
	unsigned running; /* threads that have not ended; under mutex */
};

struct job {
	struct shared *shared;
	const struct job_kind *kind;
	void *data;
	unsigned number;
	struct cancel cancel;
};

struct message {
	struct job *job;
	void *piece;
	bool last; /* run() has returned; there is no piece */
};

struct pool {
	struct shared *shared;
	GSource *source;
	GQueue jobs;      /* struct job *, oldest first: not yet delivered whole */
	unsigned wanted;  /* threads, once there is a job */
	unsigned threads; /* running */
	bool behind;      /* the one that gives way runs too */
	unsigned next_number;
};

/* A source that is ready while there are messages. */
struct message_source {
	GSource source;
	struct pool *pool;
};

static struct shared *
shared_ref(struct shared *shared)
{
	g_atomic_ref_count_inc(&shared->references);
	return shared;
}

static void
shared_unref(struct shared *shared)
{
	struct message *message;

	if (!g_atomic_ref_count_dec(&shared->references))
		return;
	/* only from a thread that was left behind */
	while ((message = g_async_queue_try_pop(shared->messages)) != NULL) {
		if (message->last)
			g_free(message->job);
		g_free(message);
	}
	g_async_queue_unref(shared->jobs);
	g_async_queue_unref(shared->behind);
	g_async_queue_unref(shared->messages);
	g_main_context_unref(shared->context);
	g_mutex_clear(&shared->mutex);
	g_cond_clear(&shared->ended);
	g_free(shared);
}

/* --- on a worker --- */

static void
send_message(struct job *job, void *piece, bool last)
{
	struct shared *shared = job->shared;
	struct message *message = g_new(struct message, 1);

	*message = (struct message){ job, piece, last };
	g_async_queue_push(shared->messages, message);
	g_main_context_wakeup(shared->context);
}

void
job_report(struct job *job, void *piece)
{
	send_message(job, piece, false);
}

static void
run_job(struct job *job)
{
	if (!cancel_is_set(&job->cancel))
		job->kind->run(job, job->data, &job->cancel);
	send_message(job, NULL, true);
}

static void
work_on(struct shared *shared, GAsyncQueue *jobs)
{
	void *job;

	while ((job = g_async_queue_pop(jobs)) != shared)
		run_job(job);
	g_mutex_lock(&shared->mutex);
	shared->running--;
	g_cond_signal(&shared->ended);
	g_mutex_unlock(&shared->mutex);
	shared_unref(shared);
}

/* Of Linux, where a thread has a nice value of its own; threads that it starts inherit it. */
static void
give_way(int nice)
{
	setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + nice);
}

static gpointer
work(gpointer p)
{
	struct shared *shared = p;

	give_way(WORKER_NICE);
	work_on(shared, shared->jobs);
	return NULL;
}

static gpointer
work_behind(gpointer p)
{
	struct shared *shared = p;

	give_way(BEHIND_NICE);
	work_on(shared, shared->behind);
	return NULL;
}

/* --- on the main thread --- */

static void
job_free(struct job *job)
{
	if (job->kind->free != NULL)
		job->kind->free(job->data);
	g_free(job);
}

static void
drop_piece(const struct job *job, void *piece)
{
	if (job->kind->free_piece != NULL)
		job->kind->free_piece(piece);
}

/* done() may submit, cancel, and report through others; it may not free the pool. */
static void
deliver(struct pool *pool, struct message *message)
{
	struct job *job = message->job;
	bool cancelled = cancel_is_set(&job->cancel);

	if (!message->last) {
		if (cancelled)
			drop_piece(job, message->piece);
		else
			job->kind->piece(job->data, message->piece);
	} else {
		g_queue_remove(&pool->jobs, job);
		if (!cancelled && job->kind->done != NULL)
			job->kind->done(job->data);
		job_free(job);
	}
	g_free(message);
}

static gboolean
source_ready(GSource *source)
{
	struct pool *pool = ((struct message_source *)source)->pool;

	return g_async_queue_length(pool->shared->messages) > 0;
}

static gboolean
source_prepare(GSource *source, gint *timeout)
{
	*timeout = -1;
	return source_ready(source);
}

static gboolean
source_dispatch(GSource *source, GSourceFunc callback, gpointer data)
{
	struct pool *pool = ((struct message_source *)source)->pool;
	struct message *message;
	gint64 end = g_get_monotonic_time() + TURN_MICROSECONDS;

	(void)callback;
	(void)data;
	for (int i = 0; i < MESSAGES_A_TURN && (i == 0 || g_get_monotonic_time() < end) &&
			(message = g_async_queue_try_pop(pool->shared->messages)) != NULL;
		i++)
		deliver(pool, message);
	return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_functions = {
	.prepare = source_prepare,
	.check = source_ready,
	.dispatch = source_dispatch,
};

static bool
start_thread(struct shared *shared, GThreadFunc run)
{
	g_mutex_lock(&shared->mutex);
	shared->running++;
	g_mutex_unlock(&shared->mutex);

	GThread *thread = g_thread_try_new("worker", run, shared_ref(shared), NULL);

	if (thread == NULL) {
		g_mutex_lock(&shared->mutex);
		shared->running--;
		g_mutex_unlock(&shared->mutex);
		shared_unref(shared);
		return false;
	}
	g_thread_unref(thread);
	return true;
}

/* Starts those that are wanted; where the system gives none, jobs run where they are submitted. */
static void
start_threads(struct pool *pool, const struct job_kind *kind)
{
	while (pool->threads < pool->wanted && start_thread(pool->shared, work))
		pool->threads++;
	if (pool->threads > 0 && kind->behind && !pool->behind)
		pool->behind = start_thread(pool->shared, work_behind);
}

struct pool *
pool_new(GMainContext *context, unsigned threads)
{
	struct pool *pool = g_new0(struct pool, 1);
	struct shared *shared = g_new0(struct shared, 1);

	g_atomic_ref_count_init(&shared->references);
	shared->jobs = g_async_queue_new();
	shared->behind = g_async_queue_new();
	shared->messages = g_async_queue_new();
	shared->context = g_main_context_ref(context != NULL ? context : g_main_context_default());
	g_mutex_init(&shared->mutex);
	g_cond_init(&shared->ended);
	pool->shared = shared;
	g_queue_init(&pool->jobs);
	pool->source = g_source_new(&source_functions, sizeof(struct message_source));
	((struct message_source *)pool->source)->pool = pool;
	g_source_attach(pool->source, shared->context);
	pool->wanted = threads;
	return pool;
}

/* Gives each thread its stop, and waits. */
static void
stop_threads(struct pool *pool)
{
	struct shared *shared = pool->shared;
	gint64 end = g_get_monotonic_time() + STUCK_MICROSECONDS;

	for (unsigned i = 0; i < pool->threads; i++)
		g_async_queue_push_front(shared->jobs, shared);
	if (pool->behind)
		g_async_queue_push_front(shared->behind, shared);
	g_mutex_lock(&shared->mutex);
	while (shared->running > 0 && g_cond_wait_until(&shared->ended, &shared->mutex, end))
		;
	g_mutex_unlock(&shared->mutex);
}

/* Those that no thread took. */
static void
drop_jobs(struct pool *pool, GAsyncQueue *jobs)
{
	void *job;

	while ((job = g_async_queue_try_pop(jobs)) != NULL) {
		if (job == pool->shared)
			continue;
		g_queue_remove(&pool->jobs, job);
		job_free(job);
	}
}

void
pool_free(struct pool *pool)
{
	if (pool == NULL)
		return;
	for (GList *node = pool->jobs.head; node != NULL; node = node->next)
		cancel_set(&((struct job *)node->data)->cancel);
	stop_threads(pool);

	struct shared *shared = pool->shared;
	struct message *message;

	while ((message = g_async_queue_try_pop(shared->messages)) != NULL)
		deliver(pool, message);
	drop_jobs(pool, shared->jobs);
	drop_jobs(pool, shared->behind);
	/* what is left stands in the run() of a thread that does not return */
	for (unsigned i = 0; i < pool->threads; i++)
		g_async_queue_push(shared->jobs, shared);
	if (pool->behind)
		g_async_queue_push(shared->behind, shared);
	g_queue_clear(&pool->jobs);
	g_source_destroy(pool->source);
	g_source_unref(pool->source);
	shared_unref(shared);
	g_free(pool);
}

unsigned
pool_submit(struct pool *pool, const struct job_kind *kind, void *data)
{
	struct job *job = g_new0(struct job, 1);

	if (kind->replaces)
		pool_cancel_kind(pool, kind);
	if (++pool->next_number == 0)
		pool->next_number = 1;
	job->shared = pool->shared;
	job->kind = kind;
	job->data = data;
	job->number = pool->next_number;
	g_queue_push_tail(&pool->jobs, job);
	start_threads(pool, kind);
	if (pool->threads == 0)
		run_job(job);
	else
		g_async_queue_push(kind->behind && pool->behind ? pool->shared->behind
								: pool->shared->jobs,
			job);
	return pool->next_number;
}

void
pool_cancel(struct pool *pool, unsigned number)
{
	for (GList *node = pool->jobs.head; node != NULL; node = node->next) {
		struct job *job = node->data;

		if (job->number == number)
			cancel_set(&job->cancel);
	}
}

void
pool_cancel_kind(struct pool *pool, const struct job_kind *kind)
{
	for (GList *node = pool->jobs.head; node != NULL; node = node->next) {
		struct job *job = node->data;

		if (job->kind == kind)
			cancel_set(&job->cancel);
	}
}

bool
pool_idle(const struct pool *pool)
{
	return pool->jobs.length == 0;
}

const struct job_kind *
pool_working(const struct pool *pool)
{
	for (const GList *node = pool->jobs.head; node != NULL; node = node->next) {
		const struct job *job = node->data;

		if (!cancel_is_set(&job->cancel))
			return job->kind;
	}
	return NULL;
}
