#include "config.h"

#include "ui/results.h"

#include <string.h>

#include "library/search.h"
#include "ui/app_state.h"

void
results_init(struct results *results)
{
	*results = (struct results){ 0 };
}

void
results_clear(struct results *results)
{
	g_clear_pointer(&results->text, g_free);
	g_clear_pointer(&results->query, query_free);
	g_clear_pointer(&results->paths, g_ptr_array_unref);
}

void
results_set(struct app *app, const char *text, bool typing, GPtrArray *paths, guint at)
{
	struct results *results = &app->results;
	struct query_options options = { .typing = typing };
	results_clear(results);
	g_clear_pointer(&app->reader.last_pattern, g_free);
	query_today(keeping_clock(app), options.today);
	results->text = g_strdup(text);
	results->query = query_parse(text, &options, NULL);
	results->paths = paths;
	results->at = at;
	results->arrive = RESULTS_STAY;
}

void
results_end(struct app *app)
{
	results_clear(&app->results);
}

/* Where a document stands among the results: looked for from where the reader was. */
static bool
find(struct results *results, const char *path)
{
	guint count = results->paths->len;
	for (guint i = 0; i < count; i++) {
		guint at = (results->at + i) % count;
		if (strcmp(g_ptr_array_index(results->paths, at), path) == 0) {
			results->at = at;
			return true;
		}
	}
	return false;
}

void
results_arrived(struct app *app)
{
	struct results *results = &app->results;
	const struct document *document = reader_document(&app->reader);
	if (results->query == NULL || document == NULL || !find(results, document->path))
		return;
	g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(struct range));
	search_hits(document, results->query, HITS_MOST, ranges);
	if (ranges->len == 0)
		return;
	guint last = ranges->len - 1;
	reader_mark_hits(app, hits_of_ranges(document, results->text, ranges));
	if (results->arrive != RESULTS_STAY)
		reader_show_hit(app, results->arrive == RESULTS_FIRST ? 0 : last);
	results->arrive = RESULTS_STAY;
}

bool
results_active(const struct app *app)
{
	const struct document *document = reader_document(&app->reader);
	const struct results *results = &app->results;
	return results->query != NULL && document != NULL && results->at < results->paths->len &&
	       strcmp(g_ptr_array_index(results->paths, results->at), document->path) == 0;
}

bool
results_step(struct app *app, bool forward)
{
	struct results *results = &app->results;
	if (forward ? results->at + 1 >= results->paths->len : results->at == 0) {
		app_say(app, "%s document of the results",
			forward ? "this is the last" : "this is the first");
		return false;
	}
	results->at = forward ? results->at + 1 : results->at - 1;
	results->arrive = forward ? RESULTS_FIRST : RESULTS_LAST;
	struct place to = { .path = g_ptr_array_index(results->paths, results->at),
		.kind = PLACE_START,
		.link = NONE,
		.stamp = NONE };
	opening_go(app, &to, GOING_NEW);
	return true;
}
