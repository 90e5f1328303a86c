#include "config.h"

#include <string.h>

#include "ui/app_state.h"

static void
drop_hits(struct reader *reader)
{
	g_clear_pointer(&reader->hits, hits_free);
	reader->hit = NONE;
}

static void
say_hits(struct app *app, const char *wrapped)
{
	const struct reader *reader = &app->reader;
	uint32_t count = hits_count(reader->hits);
	char this_one[16], all[16];
	if (reader->hits->problem != NULL && count == 0)
		app_fail(app, "%s", reader->hits->problem);
	else if (count == 0)
		app_fail(app, "“%s” is not in this document", reader->hits->pattern);
	else
		app_say(app, "%s%s of %s  /%s%s%s", wrapped, app_number(this_one, reader->hit + 1),
		        app_number(all, count),
		        reader->hits->pattern, reader->hits->problem != NULL ? "  " : "",
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

/* Searches from offset on, and shows the first hit there, else the first of all. */
static bool
search_from(struct app *app, const char *pattern, uint32_t offset)
{
	struct reader *reader = &app->reader;
	drop_hits(reader);
	if (pattern[0] == '\0')
		return false;
	reader->hits = hits_new(reader_document(reader), pattern);
	uint32_t count = hits_count(reader->hits);
	if (count == 0)
		return false;
	uint32_t hit = hits_at(reader->hits, offset);
	show_hit(app, hit < count ? hit : 0);
	return true;
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
	search_from(app, text, app->reader.before_search.number);
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
	bool found = search_from(app, pattern, reader->before_search.number);
	if (pattern != reader->last_pattern) {
		g_free(reader->last_pattern);
		reader->last_pattern = g_strdup(pattern);
		g_ptr_array_add(app->searches, g_strdup(pattern));
	}
	bool wrapped = found && hits_range(reader->hits, reader->hit).start < reader->before_search.number;
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
	if (count == 0)
		return g_strdup(reader->hits->problem != NULL ? reader->hits->problem : "no hit");
	return g_strdup_printf("%s of %s", app_number(this_one, reader->hit + 1), app_number(all, count));
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
	app_prompt(app, &search_prompt, "", app->searches);
}

static void
step_hit(struct app *app, uint32_t times, bool forward)
{
	struct reader *reader = &app->reader;
	if (reader->opened == NULL)
		return;
	if (reader->hits == NULL && reader->last_pattern != NULL)
		reader->hits = hits_new(reader_document(reader), reader->last_pattern);
	if (reader->hits == NULL) {
		app_say(app, "nothing was searched for: / searches");
		return;
	}
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
