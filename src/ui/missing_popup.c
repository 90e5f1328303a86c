/*
 * The place of a name that no document has: every section that mentions it, the documents whose names
 * come closest, and the way to a search of its words. What was looked for is said at the end.
 *
 * It can be used at once; mentions and names are found on a worker, and the sentences of the rows in
 * sight are read on another.
 */
#include "config.h"

#include <string.h>

#include "page/wrap.h"
#include "ui/app_state.h"
#include "ui/look.h"

struct missing {
	struct app *app;
	char *target;
	char *words;    /* its words, to be searched for */
	char *searched; /* what was looked for: the rules */
	struct linking_found *found;
	struct mention here; /* the link that was followed */
	struct look look;    /* beside the rows, at the one under the cursor */
	bool waiting;
	bool looking; /* the row under the cursor is a mention */
};

/* A row's data: what it is, and its index. */
enum { ROW_SEARCH, ROW_MENTION, ROW_CLOSEST };
#define KIND_SHIFT 30
#define INDEX_MASK ((1u << KIND_SHIFT) - 1)

static void
missing_free(void *data)
{
	struct missing *missing = data;
	linking_stop(missing->app, LINKING_MISSING);
	look_clear(missing->app, &missing->look);
	linking_found_free(missing->found);
	g_free(missing->target);
	g_free(missing->words);
	g_free(missing->searched);
	g_free(missing);
}

/* --- rows --- */

static void
add_words(struct popup *popup, const char *words)
{
	struct popup_row *row = popup_add(popup, NULL, words);
	row->fixed = true;
	row->role = ROLE_DIM;
	row->wrap = true;
}

static const struct mention *
mention_of(const struct missing *missing, const struct popup_row *row)
{
	if (row->fixed || row->data == NONE || row->data >> KIND_SHIFT != ROW_MENTION)
		return NULL;
	return &g_array_index(missing->found->mentions, struct mention, row->data & INDEX_MASK);
}

/* So many columns of words. */
static char *
cut(const char *words, int columns)
{
	struct wrap wrap = { 0 };
	struct wrap_row row;
	char *first = NULL;
	wrap_begin(&wrap, words, strlen(words), false);
	if (columns > 1 && wrap_next(&wrap, (unsigned)columns - 1, &row))
		first = row.next == strlen(words) ? g_strdup(words)
						  : g_strdup_printf("%.*s…", (int)row.end, words);
	wrap_clear(&wrap);
	return first;
}

/* The sentence of a mention takes most of a row, its section the rest. */
#define SECTION_PART 3
#define SECTION_LEAST 20

/* Shows what was read of a mention, in a row of so many columns. */
static void
fill_line(const struct app *app, const struct missing *missing, struct popup_row *row, int columns)
{
	const struct mention *mention = mention_of(missing, row);
	const struct mention_line *line = mention_lines_of(app, mention);
	bool here = mention->id == missing->here.id && mention->link == missing->here.link;
	/* What is kept of lines may have begun anew. */
	row->snippet = NULL;
	if (line == NULL || line->snippet.text == NULL)
		return;
	row->snippet = &line->snippet;
	row->mark = ROLE_MENTION;
	int room = columns / SECTION_PART;
	g_free(row->right);
	row->right = here                                             ? g_strdup("here")
		     : line->section != NULL && room >= SECTION_LEAST ? cut(line->section, room)
								      : NULL;
}

static void
add_mentions(struct app *app, struct popup *popup, const struct missing *missing)
{
	const GArray *mentions = missing->found->mentions;
	uint32_t of = 0;
	for (guint i = 0; i < mentions->len; i++) {
		const struct mention *mention = &g_array_index(mentions, struct mention, i);
		const struct entry *entry = linking_entry(app, mention->id);
		if (entry == NULL)
			continue;
		if (mention->id != of) {
			struct popup_row *heading = popup_add(popup, NULL, entry->short_title);
			heading->fixed = true;
			heading->heading = true;
			heading->role = ROLE_SIDE_HEADING;
			heading->right = g_strdup(entry->below);
		}
		of = mention->id;
		g_autofree char *place = g_strdup_printf("line %u", mention->line);
		struct popup_row *row = popup_add(popup, NULL, place);
		row->data = (uint32_t)ROW_MENTION << KIND_SHIFT | (i & INDEX_MASK);
	}
}

static void
add_closest(struct app *app, struct popup *popup, const struct missing *missing)
{
	const GArray *closest = missing->found->closest;
	bool any = false;
	popup_add_heading(popup, "Names that come closest");
	for (guint i = 0; closest != NULL && i < closest->len; i++) {
		uint32_t id = g_array_index(closest, uint32_t, i);
		const struct entry *entry = linking_entry(app, id);
		if (entry == NULL)
			continue;
		any = true;
		struct popup_row *row = popup_add(popup, NULL, entry->short_title);
		row->right = g_strdup(entry->below);
		row->data = (uint32_t)ROW_CLOSEST << KIND_SHIFT | i;
	}
	if (!any)
		add_words(popup, "None comes close.");
}

static void
set_title(struct popup *popup, const struct missing *missing)
{
	char number[16];
	const GArray *mentions = missing->found != NULL ? missing->found->mentions : NULL;
	g_free(popup->title);
	popup->title = mentions == NULL ? g_strdup(missing->target)
					: g_strdup_printf("%s · %s mention%s", missing->target,
						  app_number(number, mentions->len),
						  mentions->len == 1 ? "" : "s");
}

static void
fill(struct app *app, struct popup *popup, const char *typed)
{
	const struct missing *missing = popup->data;
	const struct linking_found *found = missing->found;
	(void)typed;
	set_title(popup, missing);
	add_words(popup, "No document is called so. These sections mention it:");
	if (found != NULL && found->mentions != NULL)
		add_mentions(app, popup, missing);
	else
		add_words(popup, missing->waiting ? "Looking for what mentions it…"
				 : found != NULL  ? found->problem
						  : "The library is not read yet.");
	if (found != NULL)
		add_closest(app, popup, missing);
	popup_add_heading(popup, "In the texts");
	g_autofree char *search = g_strdup_printf("Search the library for %s", missing->words);
	popup_add(popup, NULL, search)->data = (uint32_t)ROW_SEARCH << KIND_SHIFT;
	add_words(popup, missing->searched);
}

/* The sentences of rows in sight are read, and a few around them. */
#define AROUND 8

static void
settle(struct app *app, struct popup *popup, struct rect r)
{
	const struct missing *missing = popup->data;
	g_autoptr(GPtrArray) wanted = g_ptr_array_new();
	if (missing->found == NULL || missing->found->mentions == NULL)
		return;
	for (uint32_t i = 0; i < popup->rows->len; i++) {
		struct popup_row *row = &g_array_index(popup->rows, struct popup_row, i);
		const struct mention *mention = mention_of(missing, row);
		if (mention == NULL)
			continue;
		row->snippet = NULL;
		if (row->first + AROUND < popup->top ||
			row->first > popup->top + (uint32_t)MAX(r.height, 0) + AROUND)
			continue;
		g_ptr_array_add(wanted, (void *)mention);
		fill_line(app, missing, row, r.width);
	}
	mention_lines_want(app, (const struct mention *const *)wanted->pdata, wanted->len);
}

static void
settle_beside(struct app *app, struct popup *popup, struct rect r)
{
	struct missing *missing = popup->data;
	if (!popup_row_chosen(popup))
		return;
	const struct popup_row *row = &g_array_index(popup->rows, struct popup_row, popup->cursor);
	const struct mention *mention = mention_of(missing, row);
	const struct entry *entry = mention != NULL ? linking_entry(app, mention->id) : NULL;
	missing->looking = entry != NULL;
	if (entry != NULL)
		look_at(app, &missing->look, mention, entry->path, r);
}

static void
draw_beside(const struct app *app, const struct popup *popup, struct canvas *canvas, struct rect r)
{
	const struct missing *missing = popup->data;
	(void)app;
	if (missing->looking)
		look_draw(&missing->look, canvas, r);
}

static void
choose(struct app *app, const struct popup *popup, const struct popup_row *row, const char *typed)
{
	const struct missing *missing = popup->data;
	(void)typed;
	if (row == NULL || row->data == NONE)
		return;
	uint32_t index = row->data & INDEX_MASK;
	switch (row->data >> KIND_SHIFT) {
	case ROW_MENTION: {
		struct mention copy =
			g_array_index(missing->found->mentions, struct mention, index);
		linking_go(app, &copy);
		break;
	}
	case ROW_CLOSEST: {
		uint32_t id = g_array_index(missing->found->closest, uint32_t, index);
		uint32_t entry = catalog_find_id(app->catalog, id);
		if (entry != NONE)
			opening_go_entry(app, entry);
		break;
	}
	default:
		g_free(app->search_text);
		app->search_text = g_strdup(missing->words);
		search_open(app);
		break;
	}
}

static const struct popup_kind missing_popup = {
	.wide = true,
	.of_library = true,
	.fill = fill,
	.settle = settle,
	.settle_beside = settle_beside,
	.draw_beside = draw_beside,
	.choose = choose,
	.free = missing_free,
};

/* --- opening --- */

static void
take(struct app *app, struct linking_found *found)
{
	if (app->popup == NULL || app->popup->kind != &missing_popup) {
		linking_found_free(found);
		return;
	}
	struct missing *missing = app->popup->data;
	linking_found_free(missing->found);
	missing->found = found;
	missing->waiting = false;
	popup_refill(app, true);
	app_settle(app);
}

static void
take_look(struct app *app, const char *path, struct document *document)
{
	if (app->popup != NULL && app->popup->kind == &missing_popup)
		look_take(&((struct missing *)app->popup->data)->look, path, document);
	else
		document_free(document);
}

/* What was looked for from a document (its path, "" for none), in the order of the rules (SPEC §5). */
static char *
searched_for(const char *path, enum target_kind kind, const char *target)
{
	g_autofree char *folder = g_path_get_dirname(path);
	if (path[0] == '\0')
		return g_strdup(
			"Looked for from the root, as a file name anywhere, then as a title "
			"and an alias, in any case.");
	if (kind == TARGET_PATH)
		return g_strdup_printf("Looked for beside this document (%s): no file %s.", folder,
			target);
	return g_strdup_printf(
		"Looked for beside this document (%s), from the root, as a file name "
		"anywhere, then as a title and an alias, in any case.",
		folder);
}

/* The words of a name as a query: what the query's language takes for signs is left out. */
static char *
words_of(const char *target)
{
	GString *words = g_string_new(NULL);
	g_autofree char *stem = g_path_get_basename(target);
	for (const char *p = stem; *p != '\0';) {
		const char *start = p;
		while (g_ascii_isalnum(*p) || (unsigned char)*p >= 0x80)
			p++;
		if (p > start) {
			if (words->len > 0)
				g_string_append_c(words, ' ');
			bool or = p - start == 2 && strncmp(start, "OR", 2) == 0;
			g_string_append_len(words, or ? "or" : start, p - start);
		} else {
			p++;
		}
	}
	return g_string_free(words, FALSE);
}

/* here: the link that names it, its document's id 0 where there is none. */
static void
open_name(struct app *app, const char *path, const struct mention *here, enum target_kind kind,
	const char *shown, const char *target)
{
	struct missing *missing = g_new0(struct missing, 1);
	missing->app = app;
	missing->target = g_strdup(shown);
	missing->words = words_of(shown);
	missing->searched = searched_for(path, kind, shown);
	missing->here = *here;
	missing->look.take = take_look;
	missing->waiting = app->finding.location != NULL;
	struct linking_question question = {
		.purpose = LINKING_MISSING,
		.id = here->id,
		.section = NONE,
		.kind = kind,
		.target = target,
		.anchor = "",
		.take = take,
	};
	bool asks = missing->waiting;
	popup_open(app, &missing_popup, missing->target, missing);
	if (asks)
		linking_ask(app, &question);
}

void
missing_open(struct app *app, const struct document *document, const struct link *link)
{
	uint32_t entry = catalog_find(app->catalog, document->path);
	g_autofree char *target = NULL;
	enum target_kind kind = resolve_link_target(document, link, &target);
	struct mention here = { .id = entry != NONE ? catalog_entry(app->catalog, entry)->id : 0,
		.link = (uint32_t)(link - document->links) };
	open_name(app, document->path, &here, kind, link->target, target);
}

void
missing_open_name(struct app *app, uint32_t entry, uint32_t link, enum target_kind kind,
	const char *target)
{
	struct mention here = { .link = link };
	const char *path = "";
	g_autofree char *copy = g_strdup(target);
	if (entry != NONE) {
		here.id = catalog_entry(app->catalog, entry)->id;
		path = catalog_entry(app->catalog, entry)->path;
	}
	open_name(app, path, &here, kind, copy, copy);
}
