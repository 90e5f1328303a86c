/*
 * Threads take files in their order, so far ahead of the one asked for as the window is wide; what they
 * read waits in its place. All of struct read_ahead but files and cancel is looked at under the lock.
 */
#include "config.h"

#include "work/read_ahead.h"

#include "library/loader.h"

enum {
	THREADS_MOST = 4,
	WINDOW = 3, /* files for each thread */
	FEW = 4,    /* so few are not worth a thread */
};

/* What was read of a file. */
struct place {
	struct document *document; /* NULL where it cannot be read */
	GError *error;
	bool read;
};

struct read_ahead {
	struct read_ahead_file *files;
	uint32_t n;
	struct cancel cancel;

	GMutex lock;
	GCond was_read, was_taken;
	struct place *places; /* by file */
	uint32_t begun;       /* files that threads took */
	uint32_t taken;       /* that were asked for */
	bool stopped;
	GThread *threads[THREADS_MOST];
	uint32_t thread_count;
};

static void
read_file(struct read_ahead *ahead, uint32_t i, struct place *place)
{
	place->document = loader_open(ahead->files[i].path, ahead->files[i].choices, DOCUMENT_WHOLE,
		&ahead->cancel, &place->error);
	place->read = true;
}

/* The next file to be read, once there is room; n where there is none. */
static uint32_t
take_file(struct read_ahead *ahead)
{
	while (!ahead->stopped && ahead->begun < ahead->n &&
		ahead->begun >= ahead->taken + WINDOW * ahead->thread_count)
		g_cond_wait(&ahead->was_taken, &ahead->lock);
	return ahead->stopped || ahead->begun == ahead->n ? ahead->n : ahead->begun++;
}

static gpointer
run(gpointer data)
{
	struct read_ahead *ahead = data;

	g_mutex_lock(&ahead->lock);
	for (uint32_t i; (i = take_file(ahead)) < ahead->n;) {
		struct place place = { 0 };

		g_mutex_unlock(&ahead->lock);
		read_file(ahead, i, &place);
		g_mutex_lock(&ahead->lock);
		ahead->places[i] = place;
		g_cond_signal(&ahead->was_read);
	}
	g_mutex_unlock(&ahead->lock);
	return NULL;
}

struct read_ahead *
read_ahead_new(struct read_ahead_file *files, uint32_t n)
{
	struct read_ahead *ahead = g_new0(struct read_ahead, 1);
	uint32_t threads = MIN(g_get_num_processors(), THREADS_MOST);

	ahead->files = files;
	ahead->n = n;
	ahead->places = g_new0(struct place, n);
	g_mutex_init(&ahead->lock);
	g_cond_init(&ahead->was_read);
	g_cond_init(&ahead->was_taken);
	if (n <= FEW)
		return ahead;
	g_mutex_lock(&ahead->lock);
	while (ahead->thread_count < threads) {
		GThread *thread = g_thread_try_new("reading", run, ahead, NULL);
		if (thread == NULL)
			break;
		ahead->threads[ahead->thread_count++] = thread;
	}
	g_mutex_unlock(&ahead->lock);
	return ahead;
}

void
read_ahead_free(struct read_ahead *ahead)
{
	if (ahead == NULL)
		return;
	cancel_set(&ahead->cancel);
	g_mutex_lock(&ahead->lock);
	ahead->stopped = true;
	g_cond_broadcast(&ahead->was_taken);
	g_mutex_unlock(&ahead->lock);
	for (uint32_t i = 0; i < ahead->thread_count; i++)
		g_thread_join(ahead->threads[i]);
	for (uint32_t i = 0; i < ahead->n; i++) {
		document_free(ahead->places[i].document);
		g_clear_error(&ahead->places[i].error);
	}
	g_cond_clear(&ahead->was_taken);
	g_cond_clear(&ahead->was_read);
	g_mutex_clear(&ahead->lock);
	g_free(ahead->places);
	g_free(ahead->files);
	g_free(ahead);
}

struct document *
read_ahead_next(struct read_ahead *ahead, GError **error)
{
	struct place place = { 0 };
	uint32_t i;

	g_mutex_lock(&ahead->lock);
	i = ahead->taken++;
	g_cond_broadcast(&ahead->was_taken);
	while (ahead->thread_count > 0 && !ahead->places[i].read)
		g_cond_wait(&ahead->was_read, &ahead->lock);
	place = ahead->places[i];
	ahead->places[i] = (struct place){ .read = true };
	g_mutex_unlock(&ahead->lock);
	if (!place.read)
		read_file(ahead, i, &place);
	if (place.error != NULL)
		g_propagate_error(error, place.error);
	return place.document;
}
