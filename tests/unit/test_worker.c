#include "config.h"

#include "work/worker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* What a job of the tests does, and what happened. Counters are the main thread's but `runs`. */
struct task {
	GString *log;
	int pieces;
	GMutex *gate; /* run() waits for it, or NULL */
	gint *runs;
	gint *ended;
	bool wait_for_cancel;
};

static void
task_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct task *task = data;

	if (task->runs != NULL)
		g_atomic_int_inc(task->runs);
	if (task->gate != NULL) {
		g_mutex_lock(task->gate);
		g_mutex_unlock(task->gate);
	}
	while (task->wait_for_cancel && !cancel_is_set(cancel))
		g_thread_yield();
	for (int i = 1; i <= task->pieces; i++)
		job_report(job, GINT_TO_POINTER(i));
	if (task->ended != NULL)
		g_atomic_int_inc(task->ended);
}

static void
task_piece(void *data, void *piece)
{
	g_string_append_printf(((struct task *)data)->log, "%d", GPOINTER_TO_INT(piece));
}

static void
task_done(void *data)
{
	g_string_append_c(((struct task *)data)->log, '.');
}

static void
task_free(void *data)
{
	struct task *task = data;

	g_string_append_c(task->log, '-');
	g_free(task);
}

static gint pieces_dropped;

static void
drop_piece(void *piece)
{
	(void)piece;
	pieces_dropped++;
}

static const struct job_kind plain = {
	.name = "plain",
	.run = task_run,
	.piece = task_piece,
	.done = task_done,
	.free = task_free,
	.free_piece = drop_piece,
};
static const struct job_kind newest = {
	.name = "newest",
	.replaces = true,
	.run = task_run,
	.piece = task_piece,
	.done = task_done,
	.free = task_free,
	.free_piece = drop_piece,
};

static struct task *
task_new(GString *log, int pieces)
{
	struct task *task = g_new0(struct task, 1);

	task->log = log;
	task->pieces = pieces;
	return task;
}

static void
finish(struct pool *pool, GMainContext *context)
{
	while (!pool_idle(pool))
		g_main_context_iteration(context, TRUE);
}

static void
test_in_order(void **state)
{
	(void)state;
	for (unsigned threads = 0; threads < 3; threads++) {
		GMainContext *context = g_main_context_new();
		g_autoptr(GString) log = g_string_new(NULL);
		struct pool *pool = pool_new(context, threads);

		assert_true(pool_idle(pool));
		assert_int_not_equal(pool_submit(pool, &plain, task_new(log, 3)), 0);
		assert_string_equal(log->str, ""); /* nothing is delivered inside a call */
		assert_false(pool_idle(pool));
		assert_ptr_equal(pool_working(pool), &plain);
		finish(pool, context);
		pool_submit(pool, &plain, task_new(log, 100));
		finish(pool, context);
		assert_true(g_str_has_prefix(log->str, "123.-1234567"));
		assert_true(g_str_has_suffix(log->str, "99100.-"));
		assert_null(pool_working(pool));
		pool_free(pool);
		g_main_context_unref(context);
	}
}

static void
test_newest_replaces(void **state)
{
	(void)state;
	GMainContext *context = g_main_context_new();
	g_autoptr(GString) log = g_string_new(NULL);
	g_autoptr(GString) other = g_string_new(NULL);
	struct pool *pool = pool_new(context, 1);
	GMutex gate;
	gint runs = 0;

	g_mutex_init(&gate);
	g_mutex_lock(&gate);
	for (int i = 1; i <= 5; i++) {
		struct task *task = task_new(log, i);

		task->gate = &gate;
		task->runs = &runs;
		pool_submit(pool, &newest, task);
	}
	pool_submit(pool, &plain, task_new(other, 1));
	g_mutex_unlock(&gate);
	finish(pool, context);
	assert_string_equal(log->str, "----12345.-");
	assert_string_equal(other->str, "1.-");
	assert_true(runs <= 2); /* the first may have begun; those between never do */
	pool_free(pool);
	g_mutex_clear(&gate);
	g_main_context_unref(context);
}

static void
test_cancel(void **state)
{
	(void)state;
	for (unsigned threads = 0; threads < 2; threads++) {
		GMainContext *context = g_main_context_new();
		g_autoptr(GString) log = g_string_new(NULL);
		struct pool *pool = pool_new(context, threads);
		struct task *task = task_new(log, 2);

		task->wait_for_cancel = threads > 0;
		pieces_dropped = 0;
		unsigned number = pool_submit(pool, &plain, task);

		pool_submit(pool, &plain, task_new(log, 1));
		pool_cancel(pool, number);
		finish(pool, context);
		assert_string_equal(log->str, "-1.-");
		pool_submit(pool, &plain, task_new(log, 1));
		pool_cancel_kind(pool, &plain);
		finish(pool, context);
		assert_string_equal(log->str, "-1.--");
		assert_true(threads > 0 || pieces_dropped == 3);
		pool_free(pool);
		g_main_context_unref(context);
	}
}

static void
test_freed_while_at_work(void **state)
{
	(void)state;
	GMainContext *context = g_main_context_new();
	g_autoptr(GString) log = g_string_new(NULL);
	struct pool *pool = pool_new(context, 2);

	for (int i = 0; i < 20; i++) {
		struct task *task = task_new(log, 1);

		task->wait_for_cancel = i % 2 == 0;
		pool_submit(pool, &plain, task);
	}
	gint64 start = g_get_monotonic_time();

	pool_free(pool);
	assert_true(g_get_monotonic_time() - start < G_USEC_PER_SEC / 4);
	assert_int_equal(log->len, 20);
	assert_null(g_strstr_len(log->str, -1, "."));
	g_main_context_unref(context);
}

/* A thread that does not return costs half a second, and no more. */
static void
test_stuck_thread_is_left(void **state)
{
	(void)state;
	GMainContext *context = g_main_context_new();
	struct pool *pool = pool_new(context, 1);
	g_autoptr(GString) log = g_string_new(NULL);
	g_autofree struct task *task = task_new(log, 0);
	GMutex gate;
	gint runs = 0, ended = 0;

	g_mutex_init(&gate);
	g_mutex_lock(&gate);
	task->gate = &gate;
	task->runs = &runs;
	task->ended = &ended;
	pool_submit(pool, &plain, task);
	while (g_atomic_int_get(&runs) == 0)
		g_thread_yield();
	gint64 start = g_get_monotonic_time();

	pool_free(pool);
	gint64 waited = g_get_monotonic_time() - start;

	assert_in_range(waited, G_USEC_PER_SEC * 4 / 10, G_USEC_PER_SEC);
	assert_string_equal(log->str, "");
	g_mutex_unlock(&gate);
	while (g_atomic_int_get(&ended) == 0)
		g_thread_yield();
	g_mutex_clear(&gate);
	g_main_context_unref(context);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_in_order),
		cmocka_unit_test(test_newest_replaces),
		cmocka_unit_test(test_cancel),
		cmocka_unit_test(test_freed_while_at_work),
		cmocka_unit_test(test_stuck_thread_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
