/*
 * Workers: threads that take jobs and hand back results that nobody changes afterwards (DESIGN §4). The
 * main thread submits; a job's run() is called on a worker, its done() on the main thread from the main
 * context that the pool was made with, once, unless the job was replaced or cancelled: then only free().
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
	const char *name;  /* for the status line: "reading" */
	bool replaces;     /* a newer request of this kind cancels those before it */
	/* On a worker. Looks at cancel between two pieces of work. May call job_report(). */
	void (*run)(struct job *job, void *data, const struct cancel *cancel);
	/* On the main thread, for each piece reported, in order; takes piece. */
	void (*piece)(void *data, void *piece);
	/* On the main thread, when run() has returned and all pieces were given. */
	void (*done)(void *data);
	/* Frees data, on the main thread, last, always. */
	void (*free)(void *data);
	/* Frees a piece that is dropped unread. */
	void (*free_piece)(void *piece);
};

/* A pool of threads threads, results delivered in context (borrowed). Block signals before. With threads
 * 0 jobs run inside pool_submit(): for tests. */
struct pool *pool_new(GMainContext *context, unsigned threads);

/* Cancels everything, waits at most half a second for the threads, and frees. */
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

#endif
