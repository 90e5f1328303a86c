#include "config.h"

#include <string.h>

#include "ui/app_state.h"

static void
drop_hits(struct reader *reader)
{
	g_clear_pointer(&reader->hits, hits_free);
	reader->hit = NONE;
}

/* `  document 2 of 30` while the hits are those of a search of many documents, else empty. */
static char *
document_words(const struct app *app)
{
	const struct results *results = &app->results;
	char this_one[16], all[16];
	if (!app->reader.hits->given || !results_active(app) || results->paths->len < 2)
		return g_strdup("");
	return g_strdup_printf("  document %s of %s", app_number(this_one, results->at + 1),
		app_number(all, results->paths->len));
}

static void
say_hits(struct app *app, const char *wrapped)
{
	const struct reader *reader = &app->reader;
	uint32_t count = hits_count(reader->hits);
	char this_one[16], all[16];
	g_autofree char *document = document_words(app);
	if (reader->hits->problem != NULL && count == 0)
		app_fail(app, "%s", reader->hits->problem);
	else if (count == 0)
		app_fail(app, "“%s” is not in this document", reader->hits->pattern);
	else
		app_say(app, "%s%s of %s  /%s%s%s%s", wrapped,
			app_number(this_one, reader->hit + 1), app_number(all, count),
			reader->hits->pattern, document, reader->hits->problem != NULL ? "  " : "",
			reader->hits->problem != NULL ? reader->hits->problem : "");
}

/* Makes a hit the current one and shows it. A hit that is on the screen moves nothing. */
static void
show_hit(struct app *app, uint32_t hit)
{
	struct reader *reader = &app->reader;
	struct range range = hits_range(reader->hits, hit);
	reader->hit = hit;
	reader_reveal(reader, range.start);
}

/* Bytes searched at a time while a pattern is typed: a key never waits for more. */
#define SEARCH_STEP (256 * 1024)

/* Shows the first hit from offset on as soon as it is known; when all is, and there is none, the
 * first of all. */
static void
show_first(struct app *app, uint32_t offset)
{
	struct reader *reader = &app->reader;
	uint32_t count = hits_count(reader->hits);
	uint32_t hit = hits_at(reader->hits, offset);
	if (reader->hit != NONE || count == 0)
		return;
	if (hit < count)
		show_hit(app, hit);
	else if (hits_complete(reader->hits))
		show_hit(app, 0);
}

static void
begin_search(struct app *app, const char *pattern)
{
	struct reader *reader = &app->reader;
	drop_hits(reader);
	if (pattern[0] == '\0')
		return;
	reader->hits = hits_begin(reader_document(reader), pattern);
	hits_more(reader->hits, SEARCH_STEP);
	show_first(app, reader->before_search.number);
}

bool
reader_search_idle(struct app *app)
{
	struct reader *reader = &app->reader;
	if (reader->hits == NULL || hits_complete(reader->hits))
		return false;
	bool more = hits_more(reader->hits, SEARCH_STEP);
	show_first(app, reader->before_search.number);
	app->dirty = true;
	return more;
}

/* Searches through what is left: who asks for the next hit waits for it. */
static void
finish_search(struct app *app)
{
	struct reader *reader = &app->reader;
	while (hits_more(reader->hits, UINT32_MAX))
		;
	show_first(app, reader->before_search.number);
}

static void
return_to_start(struct app *app)
{
	struct reader *reader = &app->reader;
	const struct document *document = reader_document(reader);
	if (reader->before_search.path != NULL && document != NULL &&
		strcmp(reader->before_search.path, document->path) == 0)
		reader_arrive(reader, &reader->before_search);
}

static void
search_changed(struct app *app, const char *text)
{
	return_to_start(app);
	begin_search(app, text);
}

static void
search_done(struct app *app, const char *text)
{
	struct reader *reader = &app->reader;
	const char *pattern = text[0] != '\0' ? text : reader->last_pattern;
	if (pattern == NULL)
		return;
	return_to_start(app);
	app_leave_place(app);
	if (reader->hits == NULL || strcmp(reader->hits->pattern, pattern) != 0)
		begin_search(app, pattern);
	reader->hit = NONE;
	finish_search(app);
	bool found = reader->hit != NONE;
	if (pattern != reader->last_pattern) {
		g_free(reader->last_pattern);
		reader->last_pattern = g_strdup(pattern);
		keeping_typed(app, app->keeping.searches, "search", pattern);
	}
	bool wrapped =
		found && hits_range(reader->hits, reader->hit).start < reader->before_search.number;
	say_hits(app, wrapped ? "from the top: " : "");
}

static void
search_cancelled(struct app *app)
{
	drop_hits(&app->reader);
	return_to_start(app);
}

static char *
search_note(const struct app *app)
{
	const struct reader *reader = &app->reader;
	uint32_t count = hits_count(reader->hits);
	char this_one[16], all[16];
	if (reader->hits == NULL)
		return NULL;
	if (!hits_complete(reader->hits))
		return g_strdup("searching…");
	if (count == 0)
		return g_strdup(reader->hits->problem != NULL ? reader->hits->problem : "no hit");
	return g_strdup_printf("%s of %s", app_number(this_one, reader->hit + 1),
		app_number(all, count));
}

static const struct prompt_use search_prompt = {
	.note = search_note,
	.label = "/",
	.changed = search_changed,
	.done = search_done,
	.cancelled = search_cancelled,
};

void
reader_search(struct app *app, const struct command_call *call)
{
	struct reader *reader = &app->reader;
	(void)call;
	if (reader->opened == NULL)
		return;
	place_clear(&reader->before_search);
	reader_place(reader, &reader->before_search);
	drop_hits(reader);
	app_prompt(app, &search_prompt, "", app->keeping.searches);
}

void
reader_mark_hits(struct app *app, struct hits *hits)
{
	struct reader *reader = &app->reader;
	drop_hits(reader);
	reader->hits = hits;
	uint32_t hit = hits_at(hits, reader->reading);
	if (hit < hits_count(hits) && hits_range(hits, hit).start == reader->reading)
		reader->hit = hit;
	if (reader->hit != NONE)
		say_hits(app, "");
	app->dirty = true;
}

void
reader_show_hit(struct app *app, uint32_t hit)
{
	show_hit(app, hit);
	say_hits(app, "");
}

/* Among the results of a search the way goes on in the next document; whether it does. */
static bool
leaves_document(struct app *app, int64_t to, bool forward)
{
	const struct hits *hits = app->reader.hits;
	if ((hits != NULL && !hits->given) || !results_active(app))
		return false;
	if (hits != NULL && to >= 0 && to < hits_count(hits))
		return false;
	results_step(app, forward);
	return true;
}

static void
step_hit(struct app *app, uint32_t times, bool forward)
{
	struct reader *reader = &app->reader;
	if (reader->opened == NULL)
		return;
	if (reader->hits == NULL && reader->last_pattern == NULL)
		results_arrived(app);
	if (reader->hits == NULL && leaves_document(app, 0, forward))
		return;
	if (reader->hits == NULL && reader->last_pattern != NULL)
		reader->hits = hits_begin(reader_document(reader), reader->last_pattern);
	if (reader->hits == NULL) {
		app_say(app, "nothing was searched for: / searches");
		return;
	}
	while (hits_more(reader->hits, UINT32_MAX))
		;
	uint32_t count = hits_count(reader->hits);
	if (count == 0) {
		say_hits(app, "");
		return;
	}
	/* From the current hit while it is shown, else from what is being read. */
	uint32_t from = reader->hit;
	int64_t to;
	if (from != NONE && reader_shows(reader, hits_range(reader->hits, from).start))
		to = (int64_t)from + (forward ? (int64_t)times : -(int64_t)times);
	else if (forward)
		to = (int64_t)hits_at(reader->hits, reader->reading) + times - 1;
	else
		to = (int64_t)hits_at(reader->hits, reader->reading) - times;
	if (leaves_document(app, to, forward))
		return;
	bool wrapped = to < 0 || to >= count;
	to %= count;
	if (to < 0)
		to += count;
	show_hit(app, (uint32_t)to);
	say_hits(app, !wrapped ? "" : forward ? "from the top: " : "from the end: ");
}

void
reader_next_hit(struct app *app, const struct command_call *call)
{
	step_hit(app, MAX(call->count, 1u), true);
}

void
reader_previous_hit(struct app *app, const struct command_call *call)
{
	step_hit(app, MAX(call->count, 1u), false);
}

bool
reader_end_search(struct app *app)
{
	if (app->reader.hits == NULL)
		return false;
	drop_hits(&app->reader);
	return true;
}
