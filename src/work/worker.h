/*
 * Workers: threads that take jobs and hand back results that nobody changes afterwards.
 * The main thread submits; a job's run() is called on a worker, its done() on the main thread from
 * the main context that the pool was made with, once, unless the job was replaced or cancelled:
 * then only free().
 *
 * Jobs begin in the order in which they were submitted, those behind among themselves. What a job reports is delivered in its
 * order, at a later turn of the main context, never inside a call of this module.
 */
#ifndef LECTERN_WORK_WORKER_H
#define LECTERN_WORK_WORKER_H

#include <glib.h>
#include <stdbool.h>

#include "text/cancel.h"

struct pool;
struct job;

/* A kind of job: one row of a table of the module that submits it. */
struct job_kind {
	const char *name; /* for the status line: "reading" */
	bool replaces;    /* a newer request of this kind cancels those before it */
	/* nobody waits for it: it runs on a thread that these share, which gives way to all others,
	 * where there are threads */
	bool behind;
	/* On a worker. Looks at cancel between two pieces of work. May call job_report(). */
	void (*run)(struct job *job, void *data, const struct cancel *cancel);
	/* On the main thread, for each piece reported, in order; takes piece. NULL: none is
	 * reported. */
	void (*piece)(void *data, void *piece);
	/* On the main thread, when run() has returned and all pieces were given. May be NULL. */
	void (*done)(void *data);
	/* Frees data, on the main thread, last. May be NULL. Not called for a job whose thread
	 * still stands in run() when the pool is freed. */
	void (*free)(void *data);
	/* Frees a piece that is dropped unread. */
	void (*free_piece)(void *piece);
};

/* A pool of threads threads, which start with its first job; results are delivered in context
 * (borrowed; NULL is the default one).
 * Block signals before. With threads 0, or where no thread can be started, jobs run inside
 * pool_submit(): for tests; they are delivered as ever. */
struct pool *pool_new(GMainContext *context, unsigned threads);

/* Cancels everything, waits at most half a second for the threads, and frees. A thread that does
 * not return by then (a file system that does not answer) is left behind with its job. */
void pool_free(struct pool *pool);

/* Queues a job; data belongs to it from now on. The number of it, never 0. */
unsigned pool_submit(struct pool *pool, const struct job_kind *kind, void *data);

/* Cancels a job, or all of a kind. Its done() is not called. */
void pool_cancel(struct pool *pool, unsigned number);
void pool_cancel_kind(struct pool *pool, const struct job_kind *kind);

/* Hands a piece of the result to the main thread; on a worker, from run(). Takes piece. */
void job_report(struct job *job, void *piece);

/* Whether no job is queued, running or undelivered. */
bool pool_idle(const struct pool *pool);

/* The kind of the oldest job that is not done or cancelled, NULL where there is none: for the
 * status. */
const struct job_kind *pool_working(const struct pool *pool);

typedef struct pool Pool;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pool, pool_free)

#endif
