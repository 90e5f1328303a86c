/*
 * Going to a document or a section by a few letters of its name. The names are one list
 * (library/letters.h), looked through on a worker: the best that a short look finds are shown at once, all of
 * it follows.
 */
#include "config.h"

#include <string.h>

#include "library/letters.h"
#include "text/fuzzy.h"
#include "ui/app_state.h"

/* Rows, at most: nobody scrolls further. Documents opened last that stand first. */
#define ROWS_MOST 500
#define RECENT_MOST 50
/* Milliseconds of the short look. */
#define SOON 5

struct go {
	bool sections;
	char *typed;
	struct letters *letters;     /* NULL while the names are read */
	struct letters_found *found; /* for what is typed or was before; NULL before the first */
	GPtrArray *recent;           /* char *: paths, latest first */
};

static void
go_free(void *data)
{
	struct go *go = data;
	letters_unref(go->letters);
	letters_found_free(go->found);
	g_ptr_array_unref(go->recent);
	g_free(go->typed);
	g_free(go);
}

static const struct popup_kind go_popup;

/* The data of the open popup, NULL where it is another. */
static struct go *
go_of(const struct app *app)
{
	return app->popup != NULL && app->popup->kind == &go_popup ? app->popup->data : NULL;
}

/* --- looking through them --- */

struct look_job {
	struct app *app;
	struct letters *letters;
	char *pattern;
	struct letters_found *before; /* of the pattern before; handed over */
};

static void
look_run(struct job *job, void *data, const struct cancel *cancel)
{
	const struct look_job *look = data;
	struct letters_found *found =
		letters_find(look->letters, look->pattern, look->before, ROWS_MOST, SOON, cancel);
	if (found == NULL)
		return;
	bool complete = found->complete;
	job_report(job, found);
	if (complete)
		return;
	found = letters_find(look->letters, look->pattern, look->before, ROWS_MOST, 0, cancel);
	if (found != NULL)
		job_report(job, found);
}

static void
look_piece(void *data, void *piece)
{
	struct look_job *look = data;
	struct go *go = go_of(look->app);
	/* What was found is numbers of the names that were looked through. */
	if (go == NULL || go->letters != look->letters) {
		letters_found_free(piece);
		return;
	}
	letters_found_free(go->found);
	go->found = piece;
	popup_refill(look->app, true);
	look->app->dirty = true;
}

static void
look_done(void *data)
{
	struct look_job *look = data;
	look->app->dirty = true;
	app_settle(look->app);
}

static void
look_free(void *data)
{
	struct look_job *look = data;
	letters_unref(look->letters);
	letters_found_free(look->before);
	g_free(look->pattern);
	g_free(look);
}

static void
free_found(void *piece)
{
	letters_found_free(piece);
}

static const struct job_kind look_job = {
	.name = "looking",
	.replaces = true,
	.run = look_run,
	.piece = look_piece,
	.done = look_done,
	.free = look_free,
	.free_piece = free_found,
};

static struct letters_found *
found_copy(const struct letters_found *found)
{
	struct letters_found *copy = g_new(struct letters_found, 1);
	*copy = (struct letters_found){ g_strdup(found->pattern), g_array_copy(found->best),
		g_array_copy(found->all), found->complete };
	return copy;
}

static void
find(struct app *app, struct go *go)
{
	if (go->letters == NULL || go->typed == NULL)
		return;
	struct look_job *look = g_new0(struct look_job, 1);
	look->app = app;
	look->letters = letters_ref(go->letters);
	look->pattern = g_strdup(go->typed);
	if (go->found != NULL && go->found->complete)
		look->before = found_copy(go->found);
	pool_submit(app->pool, &look_job, look);
}

/* --- making the list --- */

struct names_job {
	struct app *app;
	struct finding finding; /* its own share */
	bool sections;
	/* of titles: to be made ready; of sections: those of version, kept where the store is still of it,
	 * or NULL */
	struct letters *letters;
	uint64_t version;
	GError *error;
};

struct section_reading {
	struct letters *letters;
	const struct cancel *cancel;
};

static bool
add_section(void *data, uint32_t id, uint32_t line, const char *title)
{
	struct section_reading *reading = data;
	letters_add(reading->letters, title, id, line, 1);
	return !cancel_is_set(reading->cancel);
}

static void
read_sections(struct names_job *names, const struct cancel *cancel)
{
	struct store *store = finding_take_store(&names->finding, &names->error);
	if (store == NULL)
		return;
	uint64_t version = store_version(store);
	if (names->letters == NULL || names->version != version) {
		struct section_reading reading = { letters_new(), cancel };
		store_sections(store, add_section, &reading);
		letters_ready(reading.letters, cancel);
		letters_unref(names->letters);
		names->letters = reading.letters;
		names->version = version;
	}
	finding_give_store(&names->finding, store);
}

static void
names_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct names_job *names = data;
	(void)job;
	if (names->sections)
		read_sections(names, cancel);
	else
		letters_ready(names->letters, cancel);
}

/* Keeps a list for the next time. */
static void
keep(struct app *app, const struct names_job *names)
{
	struct letters **kept = names->sections ? &app->sections : &app->titles;
	letters_unref(*kept);
	*kept = letters_ref(names->letters);
	if (names->sections)
		app->sections_of = names->version;
	else
		app->titles_of = names->version;
}

static void
names_done(void *data)
{
	struct names_job *names = data;
	struct app *app = names->app;
	struct go *go = go_of(app);
	app->dirty = true;
	if (names->error != NULL) {
		app_fail(app, "%s", names->error->message);
		return;
	}
	keep(app, names);
	if (go == NULL || go->sections != names->sections || go->letters == names->letters)
		return;
	letters_unref(go->letters);
	go->letters = letters_ref(names->letters);
	g_clear_pointer(&go->found, letters_found_free);
	popup_refill(app, true);
	find(app, go);
}

static void
names_free(void *data)
{
	struct names_job *names = data;
	letters_unref(names->letters);
	finding_clear(&names->finding);
	g_clear_error(&names->error);
	g_free(names);
}

static const struct job_kind names_job = {
	.name = "looking",
	.replaces = true,
	.run = names_run,
	.done = names_done,
	.free = names_free,
};

/* --- rows --- */

/* Marks the letters of a row that were typed. */
static void
mark_letters(struct popup_row *row, struct fuzzy *fuzzy)
{
	row->letters = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	fuzzy_match(fuzzy, row->text, strlen(row->text), row->letters);
}

static void
add_document(struct app *app, struct popup *popup, uint32_t index, struct fuzzy *fuzzy)
{
	const struct entry *entry = catalog_entry(app->catalog, index);
	struct popup_row *row = popup_add(popup, NULL, entry->short_title);
	if (strchr(entry->below, '/') != NULL)
		row->right = g_path_get_dirname(entry->below);
	row->data = index;
	mark_letters(row, fuzzy);
}

/* Documents opened last stand first while nothing is typed. */
static void
add_recent(struct app *app, struct popup *popup, const struct go *go, GHashTable *shown,
	struct fuzzy *fuzzy)
{
	for (guint i = 0; i < go->recent->len; i++) {
		uint32_t index = catalog_find(app->catalog, g_ptr_array_index(go->recent, i));
		if (index == NONE || catalog_entry(app->catalog, index)->gone)
			continue;
		if (g_hash_table_add(shown, GUINT_TO_POINTER(index)))
			add_document(app, popup, index, fuzzy);
	}
}

static void
add_section_row(struct app *app, struct popup *popup, const struct go *go, uint32_t found,
	struct fuzzy *fuzzy)
{
	uint32_t index = catalog_find_id(app->catalog, letters_first(go->letters, found));
	if (index == NONE || catalog_entry(app->catalog, index)->gone)
		return;
	struct popup_row *row = popup_add(popup, NULL, letters_name(go->letters, found));
	row->right = g_strdup(catalog_entry(app->catalog, index)->short_title);
	row->data = found;
	mark_letters(row, fuzzy);
}

static void
fill(struct app *app, struct popup *popup, const char *typed)
{
	struct go *go = popup->data;
	g_autoptr(GHashTable) shown = g_hash_table_new(NULL, NULL);
	g_autoptr(Fuzzy) fuzzy = fuzzy_new(typed);
	if (go->typed == NULL || strcmp(go->typed, typed) != 0) {
		g_free(go->typed);
		go->typed = g_strdup(typed);
		find(app, go);
	}
	if (!go->sections && typed[0] == '\0')
		add_recent(app, popup, go, shown, fuzzy);
	for (guint i = 0; go->found != NULL && i < go->found->best->len; i++) {
		uint32_t found = g_array_index(go->found->best, uint32_t, i);
		uint32_t index = letters_first(go->letters, found);
		if (go->sections)
			add_section_row(app, popup, go, found, fuzzy);
		else if (!catalog_entry(app->catalog, index)->gone &&
			 g_hash_table_add(shown, GUINT_TO_POINTER(index)))
			add_document(app, popup, index, fuzzy);
	}
	g_free(popup->empty);
	popup->empty = g_strdup(go->letters == NULL || go->found == NULL ? "Looking…"
				: typed[0] != '\0' ? "No title has these letters in this order."
				: go->sections     ? "There is no section."
						   : "There is no document.");
}

static void
choose(struct app *app, const struct popup *popup, const struct popup_row *row, const char *typed)
{
	const struct go *go = popup->data;
	(void)typed;
	pool_cancel_kind(app->pool, &look_job);
	pool_cancel_kind(app->pool, &names_job);
	if (row == NULL)
		return;
	results_end(app);
	if (!go->sections) {
		opening_go_entry(app, row->data);
		return;
	}
	uint32_t index = catalog_find_id(app->catalog, letters_first(go->letters, row->data));
	if (index == NONE) {
		app_say(app, "that document has just changed: gs finds its sections anew");
		return;
	}
	struct place to = { .path = (char *)catalog_entry(app->catalog, index)->path,
		.kind = PLACE_LINE,
		.number = letters_second(go->letters, row->data),
		.link = NONE,
		.stamp = NONE };
	opening_go(app, &to, GOING_NEW);
}

static const struct popup_kind go_popup = {
	.label = "",
	.of_library = true,
	.fill = fill,
	.choose = choose,
	.free = go_free,
};

/* --- opening --- */

/* A document is found by its title, and half as well by its path. */
static struct letters *
titles_of(struct app *app)
{
	struct letters *titles = letters_new();
	for (uint32_t i = 0; i < catalog_count(app->catalog); i++) {
		const struct entry *entry = catalog_entry(app->catalog, i);
		if (entry->binary || entry->gone)
			continue;
		letters_add_lasting(titles, entry->short_title, i, 0, 2);
		letters_add_lasting(titles, entry->below, i, 0, 1);
	}
	return titles;
}

static void
open_popup(struct app *app, bool sections, struct letters *letters)
{
	struct go *go = g_new0(struct go, 1);
	go->sections = sections;
	go->letters = letters != NULL ? letters_ref(letters) : NULL;
	go->recent = keeping_recent(app, RECENT_MOST);
	popup_open(app, &go_popup, sections ? "Go to a section" : "Go to a document", go);
}

/* Has a list made, or made ready, for the popup that is open. */
static void
read_names(struct app *app, bool sections, struct letters *letters, uint64_t version)
{
	struct names_job *names = g_new0(struct names_job, 1);
	names->app = app;
	names->finding = finding_share(&app->finding);
	names->sections = sections;
	names->letters = letters;
	names->version = version;
	pool_submit(app->pool, &names_job, names);
}

void
go_document_open(struct app *app)
{
	/* A title that changes brings another id. */
	uint64_t version = (uint64_t)app->loading.stored << 32 | catalog_count(app->catalog);
	bool current = app->titles != NULL && app->titles_of == version && !app->loading.running;
	open_popup(app, false, current ? app->titles : NULL);
	if (!current)
		read_names(app, false, titles_of(app), version);
}

void
go_section_open(struct app *app)
{
	if (app->finding.location == NULL) {
		app_say(app, "there is no library to look through");
		return;
	}
	/* What was read before is shown at once, and read anew beside. */
	open_popup(app, true, app->sections);
	read_names(app, true, app->sections != NULL ? letters_ref(app->sections) : NULL,
		app->sections_of);
}
