/*
 * Searching the library: results grouped by document, each a section with its snippet and time. The
 * store answers with documents (ui/finding.h); those at hand are read on a worker for their places, more
 * as one moves down.
 *
 * What was found before stays in sight until the first document of a new answer was read. While the
 * index changes the same question is asked again: rows are exchanged only where the documents read so
 * far would be others, all at once and without moving the cursor off its place.
 */
#include "config.h"

#include <string.h>

#include "library/search.h"
#include "text/path.h"
#include "ui/app_state.h"
#include "ui/results_read.h"
#include "ui/timeline.h"

/* Documents read at a time. */
#define READ_STEP 20
/* Documents that n goes through, at most. */
#define RESULTS_MOST 20000
/* Lines of a preview above the hit. */
#define PREVIEW_ABOVE 4
/* The store is asked anew no sooner than so many microseconds after the last time. */
#define REFRESH_PAUSE (400 * 1000)

struct search {
	struct app *app;
	char *typed;
	struct found *found; /* for what is typed or was before */
	GPtrArray *results;  /* struct result *, in order of the answer */
	guint next;          /* of the answer's ids: the next to be read */
	bool fresh;          /* the next result is the first of a new answer */
	bool reading;
	bool skipped;    /* the catalog did not know an answer yet */
	bool all;        /* expressions look into the texts: Enter was typed */
	bool waiting;    /* an answer is on its way */
	bool stale;      /* the index has changed since the store was asked */
	bool refreshing; /* what was asked last is what was asked before */
	bool resumes;    /* the reader is at one of the results: there the cursor begins */
	/* results that take the place of those shown when all are read; or NULL */
	GPtrArray *coming;
	gint64 asked_at;
	/* beside the rows: the document of the row under the cursor */
	struct page *page;
	struct hits *hits;
	uint32_t hit; /* of them the one of the row */
	const struct document *shown;
	uint32_t top;
};

static void
forget_preview(struct search *search)
{
	g_clear_pointer(&search->page, page_free);
	g_clear_pointer(&search->hits, hits_free);
	search->shown = NULL;
}

static void stop(struct app *app);

static void
search_free(void *data)
{
	struct search *search = data;
	stop(search->app);
	forget_preview(search);
	g_ptr_array_unref(search->results);
	g_clear_pointer(&search->coming, g_ptr_array_unref);
	found_free(search->found);
	g_free(search->typed);
	g_free(search);
}

/* The data of the open popup, NULL where it is another. */
static struct search *search_of(const struct app *app);

/* A row's data: which result, and which of its places (results_read() gives fewer than 64). */
#define PLACE_BITS 6

static const struct result *
result_of_row(const struct search *search, const struct popup_row *row,
	const struct search_place **place)
{
	const struct result *result = g_ptr_array_index(search->results, row->data >> PLACE_BITS);
	*place = g_ptr_array_index(result->places, row->data & ((1u << PLACE_BITS) - 1));
	return result;
}

static const struct popup_row *
row_under_cursor(const struct popup *popup)
{
	return popup_row_chosen(popup)
		       ? &g_array_index(popup->rows, struct popup_row, popup->cursor)
		       : NULL;
}

/* Puts the cursor on the row of a document that is nearest below an offset; where the document is gone it
 * stays. */
static void
put_cursor(struct popup *popup, const struct search *search, const char *path, uint32_t offset)
{
	uint32_t nearest = UINT32_MAX;
	for (guint i = 0; i < popup->rows->len; i++) {
		const struct popup_row *row = &g_array_index(popup->rows, struct popup_row, i);
		const struct search_place *place;
		if (row->fixed || strcmp(result_of_row(search, row, &place)->path, path) != 0)
			continue;
		uint32_t far =
			place->offset > offset ? place->offset - offset : offset - place->offset;
		if (far < nearest) {
			nearest = far;
			popup->cursor = i;
		}
	}
}

/* Shows what was read anew in the place of what was. */
static void
exchange(struct app *app, struct search *search)
{
	const struct popup_row *row = row_under_cursor(app->popup);
	const struct search_place *place = NULL;
	bool moved = app->popup->cursor > 1;
	g_autofree char *path =
		row != NULL && moved ? g_strdup(result_of_row(search, row, &place)->path) : NULL;
	uint32_t offset = place != NULL ? place->offset : 0;
	forget_preview(search);
	g_ptr_array_unref(search->results);
	search->results = g_steal_pointer(&search->coming);
	popup_refill(app, !moved);
	if (path != NULL)
		put_cursor(app->popup, search, path, offset);
	app->dirty = true;
}

/* --- reading --- */

static void
take_result(struct app *app, struct result *result)
{
	struct search *search = search_of(app);
	if (search == NULL) {
		result_free(result);
		return;
	}
	if (search->coming != NULL) {
		g_ptr_array_add(search->coming, result);
		return;
	}
	if (search->fresh) {
		forget_preview(search);
		g_ptr_array_set_size(search->results, 0);
	}
	g_ptr_array_add(search->results, result);
	popup_refill(app, search->fresh);
	search->fresh = false;
	app->dirty = true;
}

static void
all_read(struct app *app)
{
	struct search *search = search_of(app);
	if (search != NULL) {
		search->reading = false;
		if (search->coming != NULL)
			exchange(app, search);
		if (search->resumes && results_active(app))
			put_cursor(app->popup, search, reader_document(&app->reader)->path,
				app->reader.reading);
		search->resumes = false;
		if (search->stale && !app->loading.running)
			search_refresh(app, true);
	}
	app_settle(app);
}

static void
stop(struct app *app)
{
	finding_stop(app, FINDING_SEARCH);
	results_read_stop(app);
}

/* Reads the next documents of the answer, at most so many. */
static void
read_on(struct app *app, struct search *search, guint most)
{
	const GArray *ids = search->found->answer->ids;
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	if (search->next == 0)
		search->skipped = false;
	for (; search->next < ids->len && paths->len < most; search->next++) {
		uint32_t entry =
			catalog_find_id(app->catalog, g_array_index(ids, uint32_t, search->next));
		search->skipped |= entry == NONE;
		if (entry == NONE || catalog_entry(app->catalog, entry)->gone)
			continue;
		g_ptr_array_add(paths, g_strdup(catalog_entry(app->catalog, entry)->path));
	}
	search->reading = paths->len > 0;
	results_read(app, search->found->query->text, paths, take_result, all_read);
}

/* --- asking --- */

static void
set_title(struct app *app, struct popup *popup, const struct search *search)
{
	char count[16];
	const struct answer *answer = search->found != NULL ? search->found->answer : NULL;
	g_free(popup->title);
	if (answer == NULL || answer->waiting || search->typed[0] == '\0')
		popup->title = g_strdup("Search the library");
	else
		popup->title = g_strdup_printf("Search · %s document%s%s%s",
			app_number(count, answer->count), answer->count == 1 ? "" : "s",
			answer->newest ? " · newest first" : "",
			app->loading.running ? " so far" : "");
	g_free(popup->empty);
	popup->empty = NULL;
	if (search->typed[0] == '\0')
		popup->empty = g_strdup("Words, “a phrase”, pre*, -not, a OR b, tag:x, kind:video, "
					"fetched:<7d… find documents and the sections in them.");
	else if (search->found != NULL && search->found->problem != NULL)
		popup->empty = g_strdup(search->found->problem);
	else if (search->waiting && search->all)
		popup->empty = g_strdup("Looking into the texts…");
	else if (answer != NULL && answer->waiting)
		popup->empty = g_strdup("Enter looks into the texts.");
	else if (answer != NULL && answer->count == 0)
		popup->empty =
			g_strdup(app->loading.running ? "Nothing is found in what is read so far."
						      : "Nothing is found.");
}

static void ask(struct app *app, struct search *search, bool refreshing);

static void
forget_results(struct app *app, struct search *search)
{
	forget_preview(search);
	g_ptr_array_set_size(search->results, 0);
	popup_refill(app, true);
}

/* Whether the documents read so far are the first of a new answer too. */
static bool
begins_same(const struct search *search, const struct found *found)
{
	const GArray *old = search->found != NULL && search->found->answer != NULL
				    ? search->found->answer->ids
				    : NULL;
	const GArray *ids = found->answer->ids;
	return old != NULL && !search->skipped && search->next > 0 && ids->len >= search->next &&
	       memcmp(old->data, ids->data, search->next * sizeof(uint32_t)) == 0;
}

/* Takes the answer to what was asked before. */
static void
take_again(struct app *app, struct search *search, struct found *found)
{
	if (!found->complete || found->answer == NULL) {
		found_free(found);
		return;
	}
	bool same = begins_same(search, found);
	found_free(search->found);
	search->found = found;
	if (!same && found->answer->ids->len > 0) {
		g_clear_pointer(&search->coming, g_ptr_array_unref);
		search->coming = g_ptr_array_new_with_free_func(result_free);
		search->next = 0;
		read_on(app, search, MAX(READ_STEP, search->results->len));
		if (!search->reading)
			g_clear_pointer(&search->coming, g_ptr_array_unref);
	} else if (!same) {
		forget_results(app, search);
	}
	set_title(app, app->popup, search);
}

/* Takes the answer to what is typed. */
static void
take_new(struct app *app, struct search *search, struct found *found)
{
	/* While half a query is typed what was found stays. */
	if (found->answer == NULL && search->found != NULL && search->results->len > 0) {
		app_fail(app, "%s", found->problem);
		found_free(found);
		return;
	}
	g_clear_pointer(&app->message, g_free);
	g_clear_pointer(&search->coming, g_ptr_array_unref);
	found_free(search->found);
	search->found = found;
	search->next = 0;
	search->fresh = true;
	if (found->answer == NULL || found->answer->ids->len == 0) {
		forget_results(app, search);
	} else {
		set_title(app, app->popup, search);
		read_on(app, search, READ_STEP);
	}
}

static void
take(struct app *app, struct found *found)
{
	struct search *search = search_of(app);
	if (search == NULL) {
		found_free(found);
		return;
	}
	search->waiting = !found->complete;
	if (search->refreshing)
		take_again(app, search, found);
	else
		take_new(app, search, found);
	if (search->stale && !app->loading.running)
		search_refresh(app, true);
	app_settle(app);
}

static void
ask(struct app *app, struct search *search, bool refreshing)
{
	struct finding_question question = {
		.purpose = FINDING_SEARCH,
		.text = search->typed,
		.typing = true,
		.all = search->all,
		.order = ANSWER_BY_RELEVANCE,
		.take = take,
	};
	search->refreshing = refreshing;
	search->waiting = true;
	search->stale = false;
	search->asked_at = app->now();
	finding_ask(app, &question);
}

void
search_refresh(struct app *app, bool at_once)
{
	struct search *search = search_of(app);
	if (search == NULL || search->typed == NULL || search->typed[0] == '\0')
		return;
	search->stale = true;
	if (!search->waiting && !search->reading &&
		(at_once || app->now() - search->asked_at > REFRESH_PAUSE))
		ask(app, search, true);
}

void
search_idle(struct app *app)
{
	const struct search *search = search_of(app);
	if (search != NULL && search->stale)
		search_refresh(app, false);
}

/* --- rows --- */

/* That a document is of the same recording as the result before, the first of those that are. */
static void
add_recording(struct popup *popup, const struct result *result, GHashTable *recordings)
{
	gpointer before;
	if (result->recording == NULL)
		return;
	if (!g_hash_table_lookup_extended(recordings, result->recording, NULL, &before)) {
		g_hash_table_insert(recordings, result->recording, (gpointer)result);
		return;
	}
	const struct result *first = before;
	const char *title = document_short_title(first->document);
	/* What has the same title is told by its file. */
	bool told = strcmp(title, document_short_title(result->document)) != 0;
	g_autofree char *words = g_strdup_printf("the same recording as “%s”",
		told ? title : path_name(first->path));
	struct popup_row *row = popup_add(popup, NULL, words);
	row->fixed = row->across = true;
	row->role = ROLE_DIM;
}

static void
add_result(struct popup *popup, const struct search *search, guint index, GHashTable *recordings)
{
	const struct result *result = g_ptr_array_index(search->results, index);
	char time[16];
	if (result->document == NULL || result->places->len == 0)
		return;
	struct popup_row *heading = popup_add(popup, NULL, document_short_title(result->document));
	heading->fixed = true;
	heading->heading = true;
	heading->role = ROLE_SIDE_HEADING;
	heading->right = g_strdup_printf("%.10s", document_date(result->document));
	add_recording(popup, result, recordings);
	for (guint i = 0; i < result->places->len; i++) {
		const struct search_place *place = g_ptr_array_index(result->places, i);
		const char *section = place->section == NONE
					      ? ""
					      : result->document->sections[place->section].title;
		struct popup_row *row = popup_add(popup, section, "");
		row->left_role = ROLE_DIM;
		row->across = section[0] == '\0';
		row->snippet = &place->snippet;
		row->data = index << PLACE_BITS | i;
		if (place->milliseconds != NONE)
			row->right = g_strdup(timeline_time(time, place->milliseconds));
	}
}

static void
fill(struct app *app, struct popup *popup, const char *typed)
{
	struct search *search = popup->data;
	if (search->typed == NULL || strcmp(search->typed, typed) != 0) {
		g_free(search->typed);
		search->typed = g_strdup(typed);
		g_free(app->search_text);
		app->search_text = g_strdup(typed);
		search->all = false;
		if (typed[0] != '\0') {
			ask(app, search, false);
		} else {
			stop(app);
			forget_preview(search);
			g_clear_pointer(&search->found, found_free);
			g_ptr_array_set_size(search->results, 0);
		}
	}
	g_autoptr(GHashTable) recordings = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < search->results->len; i++)
		add_result(popup, search, i, recordings);
	set_title(app, popup, search);
}

/* --- choosing --- */

static void
note_results(struct app *app, const struct search *search, const char *path)
{
	const GArray *ids = search->found->answer->ids;
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	guint at = 0;
	for (guint i = 0; i < ids->len && paths->len < RESULTS_MOST; i++) {
		uint32_t entry = catalog_find_id(app->catalog, g_array_index(ids, uint32_t, i));
		if (entry == NONE)
			continue;
		if (strcmp(catalog_entry(app->catalog, entry)->path, path) == 0)
			at = paths->len;
		g_ptr_array_add(paths, g_strdup(catalog_entry(app->catalog, entry)->path));
	}
	results_set(app, search->found->query->text, true, paths, at);
}

static void
choose(struct app *app, const struct popup *popup, const struct popup_row *row, const char *typed)
{
	const struct search *search = popup->data;
	const struct search_place *place;
	(void)typed;
	stop(app);
	if (row == NULL)
		return;
	const struct result *result = result_of_row(search, row, &place);
	struct place to = { .path = result->path,
		.kind = PLACE_OFFSET,
		.number = place->offset,
		.link = NONE,
		.stamp = place->timestamp };
	note_results(app, search, result->path);
	opening_go(app, &to, GOING_NEW);
}

/* Enter where the texts are still to be looked into does that. */
static bool
enter(struct app *app, struct popup *popup)
{
	struct search *search = popup->data;
	if (search->found == NULL || search->found->answer == NULL ||
		!search->found->answer->waiting)
		return false;
	search->all = true;
	ask(app, search, false);
	popup_refill(app, true);
	return true;
}

/* --- the preview --- */

static void
settle_beside(struct app *app, struct popup *popup, struct rect r)
{
	struct search *search = popup->data;
	const struct popup_row *row = row_under_cursor(popup);
	const struct search_place *place;
	unsigned width = (unsigned)MAX(MIN(r.width - 2, (int)app->reader.measure), 1);
	if (row == NULL || search->found == NULL || search->found->query == NULL)
		return;
	const struct result *result = result_of_row(search, row, &place);
	if (search->shown != result->document || page_width(search->page) != width) {
		struct page_options options = { .width = width,
			.hard_tables = true,
			.notes = true };
		g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(struct range));
		forget_preview(search);
		search->shown = result->document;
		search->page = page_new(result->document, &options);
		search_hits(result->document, search->found->query, HITS_MOST, ranges);
		search->hits = hits_of_ranges(result->document, "", ranges);
	}
	uint32_t hit = hits_at(search->hits, place->offset);
	search->hit = hit < hits_count(search->hits) &&
				      hits_range(search->hits, hit).start == place->offset
			      ? hit
			      : NONE;
	uint32_t line = page_line_of(search->page, place->offset);
	search->top = line > PREVIEW_ABOVE ? line - PREVIEW_ABOVE : 0;
	page_lay(search->page, search->top + (uint32_t)MAX(r.height, 1) + 1);
}

static void
draw_beside(const struct app *app, const struct popup *popup, struct canvas *canvas, struct rect r)
{
	const struct search *search = popup->data;
	struct reader reader = { .hits = search->hits,
		.hit = search->hit,
		.link = NONE,
		.stamp = NONE };
	(void)app;
	if (search->page == NULL)
		return;
	reader_draw_page(&reader, search->page, search->top, canvas,
		(struct rect){ r.y, r.x + 1, r.height, (int)page_width(search->page) });
}

/* More documents are read as the last rows come into sight. */
static void
settle(struct app *app, struct popup *popup, struct rect r)
{
	struct search *search = popup->data;
	if (search->reading || search->fresh || search->found == NULL ||
		search->found->answer == NULL || search->next >= search->found->answer->ids->len)
		return;
	if (popup->cursor + 2 * (uint32_t)MAX(r.height, 1) > popup->rows->len)
		read_on(app, search, READ_STEP);
}

static const struct popup_kind search_popup = {
	.label = "/",
	.wide = true,
	.fill = fill,
	.enter = enter,
	.choose = choose,
	.settle = settle,
	.settle_beside = settle_beside,
	.draw_beside = draw_beside,
	.free = search_free,
};

static struct search *
search_of(const struct app *app)
{
	return app->popup != NULL && app->popup->kind == &search_popup ? app->popup->data : NULL;
}

void
search_open(struct app *app)
{
	struct search *search = g_new0(struct search, 1);
	search->app = app;
	search->results = g_ptr_array_new_with_free_func(result_free);
	g_autofree char *text = g_strdup(app->search_text);
	search->resumes =
		text != NULL && results_active(app) && strcmp(app->results.text, text) == 0;
	popup_open(app, &search_popup, "Search the library", search);
	if (text != NULL && text[0] != '\0')
		popup_type(app, text);
}
