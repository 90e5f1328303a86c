/*
 * Narrowing the list: first by which field, or by a named filter of the configuration; then the
 * values of that field among the documents shown, with their counts. What is picked is written into the filter
 * as the query it stands for, or taken out of it where it is there.
 */
#include "config.h"

#include <string.h>

#include "text/fuzzy.h"
#include "ui/app_state.h"

/* Fields with a letter of their own; a row adds one. The others are the keys of the library's front
 * matter. */
static const struct facet_field {
	const char *letter;
	const char *field;
	const char *query; /* the field of the query it writes */
	const char *help;
} facet_fields[] = {
	{ "c", "category", "category", "what the front matter files them under" },
	{ "i", "kind", "kind", "article, video, note, transcript, digest, text" },
	{ "h", "channel", "channel", "of a video" },
	{ "t", "tag", "tag", "tags of front matter and notes" },
	{ "a", "author", "author", "authors and speakers" },
	{ "y", "year", "date", "when it was published, else fetched" },
};

/* Keys of front matter that are shown already as fields. */
static bool
is_field(const char *key)
{
	for (guint i = 0; i < G_N_ELEMENTS(facet_fields); i++) {
		if (strcmp(facet_fields[i].field, key) == 0)
			return true;
	}
	return false;
}

/* --- on a worker --- */

struct facet_job {
	struct app *app;
	struct finding finding; /* its own share */
	char *field, *query;    /* NULL: which keys there are */
	struct idset *ids;      /* among which; NULL: all */
	GPtrArray *facets;      /* struct facet * */
	char **keys;
	GError *error;
};

static void
free_facet(void *p)
{
	struct facet *facet = p;
	g_free(facet->value);
	g_free(facet);
}

/* The ids of all documents that the library shows: a store may be of a larger one. */
static struct idset *
all_ids(struct store *store, const struct store_location *location, const struct cancel *cancel,
	GError **error)
{
	struct query_options reading = { 0 };
	struct answer_options options = { .order = ANSWER_BY_ID,
		.below = store_location_roots(location),
		.cancel = cancel };
	g_autoptr(Query) query = query_parse("", &reading, error);
	g_autoptr(Answer) answer = query != NULL ? answer_new(store, query, &options, error) : NULL;
	struct idset *ids = idset_new();
	for (guint i = 0; answer != NULL && i < answer->ids->len; i++)
		idset_add(ids, g_array_index(answer->ids, uint32_t, i));
	return ids;
}

static void
job_run(struct job *job, void *data, const struct cancel *cancel)
{
	struct facet_job *counting = data;
	struct finding *finding = &counting->finding;
	struct store *store = finding_take_store(finding, &counting->error);
	(void)job;
	if (store == NULL)
		return;
	if (counting->field == NULL) {
		counting->keys = store_keys(store);
	} else {
		if (counting->ids == NULL)
			counting->ids = all_ids(store, finding->location, cancel, &counting->error);
		if (counting->error == NULL)
			counting->facets = answer_facets(store, counting->field, counting->ids,
				cancel, &counting->error);
	}
	finding_give_store(finding, store);
}

/* --- the values of a field --- */

struct values {
	char *field, *query;
	GPtrArray *facets;
};

static void
values_free(void *data)
{
	struct values *values = data;
	g_ptr_array_unref(values->facets);
	g_free(values->field);
	g_free(values->query);
	g_free(values);
}

static void
fill_values(struct app *app, struct popup *popup, const char *typed)
{
	const struct values *values = popup->data;
	g_autoptr(Fuzzy) fuzzy = fuzzy_new(typed);
	char count[16];
	for (guint i = 0; i < values->facets->len; i++) {
		const struct facet *facet = g_ptr_array_index(values->facets, i);
		if (fuzzy_match(fuzzy, facet->value, strlen(facet->value), NULL) == 0)
			continue;
		struct popup_row *row = popup_add(popup, NULL, facet->value);
		row->right = g_strdup_printf("%s%s",
			query_has(app->list.filter.text, values->query, facet->value, facet->exact)
				? "in the filter  "
				: "",
			app_number(count, facet->count));
		row->data = i;
	}
	g_free(popup->empty);
	popup->empty = g_strdup(values->facets->len == 0 ? "No document shown has this."
							 : "No value has these letters.");
}

static void
choose_value(struct app *app, const struct popup *popup, const struct popup_row *row,
	const char *typed)
{
	const struct values *values = popup->data;
	(void)typed;
	if (row == NULL)
		return;
	const struct facet *facet = g_ptr_array_index(values->facets, row->data);
	g_autofree char *text =
		query_with(app->list.filter.text, values->query, facet->value, facet->exact);
	list_filter_set(app, text, false, true);
	app_focus(app, PANE_LIST);
}

static const struct popup_kind values_popup = {
	.label = "",
	.fill = fill_values,
	.choose = choose_value,
	.free = values_free,
};

static void count_values(struct app *app, const char *field, const char *query);

/* --- the fields --- */

static void
fields_free(void *data)
{
	g_strfreev(data);
}

/* A row's data: its field, else that many further a key of the library, else a named filter. */
enum { ROW_KEY = 1000, ROW_FILTER = 1000000 };

static void
fill_fields(struct app *app, struct popup *popup, const char *typed)
{
	char **keys = popup->data;
	const struct yaml_node *filters = settings_map(app->settings, "filters");
	(void)typed;
	for (guint i = 0; i < G_N_ELEMENTS(facet_fields); i++) {
		struct popup_row *row =
			popup_add(popup, facet_fields[i].letter, facet_fields[i].field);
		row->right = g_strdup(facet_fields[i].help);
		row->data = i;
	}
	if (filters != NULL && filters->count > 0)
		popup_add_heading(popup, "Filters of the configuration");
	for (uint32_t i = 0; filters != NULL && i < filters->count; i++) {
		const struct yaml_node *filter = &filters->children[i];
		struct popup_row *row = popup_add(popup, NULL, filter->key);
		row->right = g_strdup(filter->string != NULL ? filter->string : "");
		row->data = ROW_FILTER + i;
	}
	bool other = false;
	for (guint i = 0; keys[i] != NULL; i++) {
		if (is_field(keys[i]))
			continue;
		if (!other)
			popup_add_heading(popup, "Other keys of front matter");
		other = true;
		struct popup_row *row = popup_add(popup, NULL, keys[i]);
		row->data = ROW_KEY + i;
	}
}

static void
choose_field(struct app *app, const struct popup *popup, const struct popup_row *row,
	const char *typed)
{
	char **keys = popup->data;
	(void)typed;
	if (row == NULL || row->data == NONE)
		return;
	if (row->data < ROW_KEY) {
		count_values(app, facet_fields[row->data].field, facet_fields[row->data].query);
	} else if (row->data < ROW_FILTER) {
		const char *key = keys[row->data - ROW_KEY];
		count_values(app, key, key);
	} else {
		const struct yaml_node *filters = settings_map(app->settings, "filters");
		const char *text = filters->children[row->data - ROW_FILTER].string;
		list_filter_set(app, text != NULL ? text : "", false, true);
		app_focus(app, PANE_LIST);
	}
}

static const struct popup_kind fields_popup = {
	.letters = true,
	.fill = fill_fields,
	.choose = choose_field,
	.free = fields_free,
};

/* --- back from the worker --- */

static void
job_done(void *data)
{
	struct facet_job *counting = data;
	struct app *app = counting->app;
	app->dirty = true;
	if (counting->error != NULL) {
		app_fail(app, "%s", counting->error->message);
	} else if (app->popup != NULL || app->prompt != NULL) {
		/* Somebody went on to something else. */
	} else if (counting->field == NULL) {
		popup_open(app, &fields_popup, "Narrow by", g_steal_pointer(&counting->keys));
	} else {
		struct values *values = g_new(struct values, 1);
		g_autofree char *title = g_strdup_printf("Narrow by %s", counting->field);
		*values = (struct values){ g_steal_pointer(&counting->field),
			g_steal_pointer(&counting->query), g_steal_pointer(&counting->facets) };
		g_ptr_array_set_free_func(values->facets, free_facet);
		popup_open(app, &values_popup, title, values);
	}
	app_settle(app);
}

static void
job_free(void *data)
{
	struct facet_job *counting = data;
	if (counting->facets != NULL) {
		g_ptr_array_set_free_func(counting->facets, free_facet);
		g_ptr_array_unref(counting->facets);
	}
	idset_free(counting->ids);
	finding_clear(&counting->finding);
	g_strfreev(counting->keys);
	g_clear_error(&counting->error);
	g_free(counting->field);
	g_free(counting->query);
	g_free(counting);
}

static const struct job_kind facet_job = {
	.name = "counting",
	.replaces = true,
	.run = job_run,
	.done = job_done,
	.free = job_free,
};

static void
count_values(struct app *app, const char *field, const char *query)
{
	struct facet_job *job = g_new0(struct facet_job, 1);
	const struct found *found = app->list.filter.found;
	job->app = app;
	job->finding = finding_share(&app->finding);
	job->field = g_strdup(field);
	job->query = g_strdup(query);
	if (list_filter_on(&app->list.filter) && found != NULL && found->ids != NULL)
		job->ids = idset_copy(found->ids);
	pool_submit(app->pool, &facet_job, job);
}

void
facets_open(struct app *app)
{
	if (app->finding.location == NULL) {
		app_say(app, "there is no library to narrow");
		return;
	}
	struct facet_job *job = g_new0(struct facet_job, 1);
	job->app = app;
	job->finding = finding_share(&app->finding);
	pool_submit(app->pool, &facet_job, job);
}
