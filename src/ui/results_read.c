#include "config.h"

#include "ui/results_read.h"

#include "library/recording.h"
#include "library/search.h"
#include "ui/app_state.h"

/* Places of a document, at most; characters of a snippet. */
#define PLACES_MOST 50
#define SNIPPET_LENGTH 200

struct reading {
	struct app *app;
	struct finding finding; /* its own share */
	char *text;
	GPtrArray *paths;
	GHashTable *choices; /* state_all_choices() */
	void (*take)(struct app *app, struct result *result);
	void (*done)(struct app *app);
};

void
result_free(void *p)
{
	struct result *result = p;
	document_free(result->document);
	g_ptr_array_unref(result->places);
	g_free(result->path);
	g_free(result->recording);
	g_free(result);
}

static void
free_place(void *place)
{
	search_place_free(place);
}

static void
read_results(struct job *job, struct reading *reading, struct store *store,
	const struct cancel *cancel)
{
	struct query_options options = { .typing = true };
	query_today(g_get_real_time() / G_USEC_PER_SEC, options.today);
	g_autoptr(Query) query = query_parse(reading->text, &options, NULL);
	for (guint i = 0; query != NULL && i < reading->paths->len; i++) {
		const char *path = g_ptr_array_index(reading->paths, i);
		g_autofree char *real = NULL;
		struct document *document =
			opening_read(path, reading->choices, cancel, &real, NULL);
		if (cancel_is_set(cancel)) {
			document_free(document);
			return;
		}
		struct result *result = g_new0(struct result, 1);
		result->path = g_strdup(path);
		result->document = document;
		result->places = g_ptr_array_new_with_free_func(free_place);
		if (document != NULL)
			search_places(document, query, PLACES_MOST, SNIPPET_LENGTH, result->places);
		uint32_t id = store != NULL ? store_id_of(store, real) : 0;
		if (id != 0)
			result->recording = recording_key(store, id);
		job_report(job, result);
	}
}

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct reading *reading = data;
	struct store *store = finding_take_store(&reading->finding, NULL);
	read_results(job, reading, store, cancel);
	finding_give_store(&reading->finding, store);
}

static void
job_piece(void *data, void *piece)
{
	struct reading *reading = data;
	reading->take(reading->app, piece);
}

static void
job_done(void *data)
{
	struct reading *reading = data;
	reading->done(reading->app);
}

static void
job_free(void *data)
{
	struct reading *reading = data;
	g_ptr_array_unref(reading->paths);
	g_hash_table_unref(reading->choices);
	finding_clear(&reading->finding);
	g_free(reading->text);
	g_free(reading);
}

static const struct job_kind reading_job = {
	.name = "reading",
	.replaces = true,
	.run = job_run,
	.piece = job_piece,
	.done = job_done,
	.free = job_free,
	.free_piece = result_free,
};

void
results_read(struct app *app, const char *typed, GPtrArray *paths,
	void (*take)(struct app *app, struct result *result), void (*done)(struct app *app))
{
	struct reading *reading = g_new(struct reading, 1);
	*reading = (struct reading){
		.app = app,
		.finding = finding_share(&app->finding),
		.text = g_strdup(typed),
		.paths = paths,
		.choices = state_all_choices(app->state),
		.take = take,
		.done = done,
	};
	if (paths->len > 0)
		pool_submit(app->pool, &reading_job, reading);
	else
		job_free(reading);
}

void
results_read_stop(struct app *app)
{
	pool_cancel_kind(app->pool, &reading_job);
}
