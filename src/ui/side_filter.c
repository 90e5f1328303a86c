#include "config.h"

#include <string.h>

#include "text/fold.h"
#include "text/utf8.h"
#include "ui/app_state.h"
#include "ui/timeline.h"

/* Bytes of a row that are looked through, at most. */
#define HELD_MOST 4096

/* Headings over headings over rows: how far out each kind stands. */
#define RANKS 9

void
side_filter_init(struct side_filter *filter)
{
	*filter = (struct side_filter){ .text = g_strdup(""),
		.words = g_new0(char *, 1),
		.before = NONE };
	filter->starts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
}

static void
forget_folded(struct side_filter *filter)
{
	if (filter->folded != NULL)
		g_string_free(filter->folded, TRUE);
	filter->folded = NULL;
	g_array_set_size(filter->starts, 0);
}

void
side_filter_clear(struct side_filter *filter)
{
	forget_folded(filter);
	g_array_unref(filter->starts);
	g_strfreev(filter->words);
	g_free(filter->text);
	g_free(filter->path);
}

bool
side_filter_on(const struct side *side)
{
	return side->filter.text[0] != '\0';
}

/* --- what a row holds --- */

static void
append(GString *held, const char *text, size_t n)
{
	g_string_append_len(held, text, (gssize)utf8_cut(text, n, HELD_MOST));
	g_string_append_c(held, '\n');
}

static void
append_range(GString *held, const struct document *document, struct range range)
{
	if (!range_is_none(range))
		append(held, document->text + range.start, range_length(range));
}

static void
append_section(GString *held, const struct document *document, uint32_t offset)
{
	uint32_t section = offset == NONE ? NONE : document_section_at(document, offset);
	if (section != NONE)
		append(held, document->sections[section].title,
			strlen(document->sections[section].title));
}

static void
append_stamp(GString *held, const struct document *document, uint32_t index)
{
	const struct timestamp *stamp = &document->timestamps[index];
	char time[16];
	timeline_time(time, stamp->milliseconds);
	append(held, time, strlen(time));
	append_range(held, document, stamp->sentence);
	append_section(held, document, stamp->text.start);
}

static void
append_link(GString *held, const struct document *document, uint32_t index)
{
	const struct link *link = &document->links[index];
	append_range(held, document, link->text);
	append(held, link->written, strlen(link->written));
	append_section(held, document, range_is_none(link->text) ? NONE : link->text.start);
}

static void
append_mention(GString *held, const struct app *app, const struct mention *mention)
{
	const struct entry *entry = linking_entry(app, mention->id);
	const struct mention_line *line = mention_lines_of(app, mention);
	if (entry != NULL)
		append(held, entry->short_title, strlen(entry->short_title));
	if (line != NULL && line->section != NULL)
		append(held, line->section, strlen(line->section));
	if (line != NULL && line->snippet.text != NULL)
		append(held, line->snippet.text, strlen(line->snippet.text));
}

/* All that a row shows, or would with more room, and the heading it stands under. */
static void
append_row(GString *held, const struct app *app, const struct side_row *row)
{
	const struct document *document = app->side.of->document;
	switch (row->kind) {
	case SIDE_ROW_STAMP:
		append_stamp(held, document, row->index);
		break;
	case SIDE_ROW_SECTION:
		append(held, document->sections[row->index].title,
			strlen(document->sections[row->index].title));
		break;
	case SIDE_ROW_LINK:
		append_link(held, document, row->index);
		break;
	case SIDE_ROW_DATE: {
		uint32_t block = document_block_at(document, row->offset);
		append(held, document->dates[row->index].iso, 10);
		if (block != NONE)
			append_range(held, document, document->blocks[block].text);
		break;
	}
	case SIDE_ROW_MENTION:
		append_mention(held, app, side_mention(&app->side, row));
		break;
	case SIDE_ROW_RELATED: {
		const struct related *related = side_related(&app->side, row);
		append(held, row->words, strlen(row->words));
		append(held, related->reason, strlen(related->reason));
		if (related->title != NULL)
			append(held, related->title, strlen(related->title));
		break;
	}
	case SIDE_ROW_FIELD:
	case SIDE_ROW_RECORDING:
		append(held, row->words, strlen(row->words));
		break;
	default:
		break;
	}
}

/* Appends a text folded as a search folds it. */
static void
append_folded(GString *folded, const char *text, size_t n)
{
	size_t length = 0;
	g_autofree char *made = fold_search(text, n, false, &length, NULL);
	g_string_append_len(folded, made, (gssize)length);
}

/* Once for all rows, at the first key. What is ASCII, and that is most, is folded where it stands. */
static void
make_folded(struct app *app)
{
	struct side *side = &app->side;
	struct side_filter *filter = &side->filter;
	unsigned version = side_views[side->view].linked ? app->mention_lines.version : 0;
	if (filter->folded != NULL && filter->version == version)
		return;
	forget_folded(filter);
	filter->folded = g_string_new(NULL);
	filter->version = version;
	g_autoptr(GString) held = g_string_new(NULL);
	for (uint32_t i = 0; i <= side->all->len; i++) {
		uint32_t start = (uint32_t)filter->folded->len;
		g_array_append_val(filter->starts, start);
		if (i == side->all->len)
			break;
		g_string_truncate(held, 0);
		append_row(held, app, &g_array_index(side->all, struct side_row, i));
		append_folded(filter->folded, held->str, held->len);
	}
}

/* Bytes of the time that what a row holds begins with. */
static size_t
time_bytes(const struct side *side, uint32_t row)
{
	const struct side_row *r = &g_array_index(side->all, struct side_row, row);
	char time[16];
	if (r->kind != SIDE_ROW_STAMP)
		return 0;
	return strlen(timeline_time(time, side->of->document->timestamps[r->index].milliseconds));
}

/* A time holds what it begins with: digits inside of it would be found in most. */
static bool
holds_all(const struct side *side, uint32_t row)
{
	const struct side_filter *filter = &side->filter;
	uint32_t start = g_array_index(filter->starts, uint32_t, row);
	size_t n = g_array_index(filter->starts, uint32_t, row + 1) - start;
	const char *held = filter->folded->str + start;
	size_t time = MIN(time_bytes(side, row), n);
	for (char **word = filter->words; *word != NULL; word++) {
		size_t bytes = strlen(*word);
		bool begins = bytes <= time && memcmp(held, *word, bytes) == 0;
		if (!begins && memmem(held + time, n - time, *word, bytes) == NULL)
			return false;
	}
	return n > 0;
}

/* --- the rows shown --- */

static unsigned
rank_of(const struct app *app, const struct side_row *row)
{
	switch (row->kind) {
	case SIDE_ROW_GROUP:
		return 0;
	case SIDE_ROW_TITLE:
		return 1;
	case SIDE_ROW_HEADING:
		return 2;
	case SIDE_ROW_SECTION:
		return MIN(app->side.of->document->sections[row->index].level, RANKS - 2u);
	default:
		return RANKS - 1;
	}
}

static void
keep(struct side *side, uint32_t i, bool found)
{
	struct side_row row = g_array_index(side->all, struct side_row, i);
	row.found = found;
	g_array_append_val(side->kept, row);
	side->shown += found;
}

/* Keeps the rows that hold all words, and the headings that they stand under. */
static void
keep_found(struct app *app)
{
	struct side *side = &app->side;
	uint32_t over[RANKS];
	memset(over, 0xff, sizeof over);
	for (uint32_t i = 0; i < side->all->len; i++) {
		const struct side_row *row = &g_array_index(side->all, struct side_row, i);
		unsigned rank = rank_of(app, row);
		bool found = holds_all(side, i);
		if (rank < RANKS - 1) {
			over[rank] = i;
			for (unsigned r = rank + 1; r < RANKS; r++)
				over[r] = NONE;
		}
		if (!found)
			continue;
		for (unsigned r = 0; r < RANKS; r++) {
			if (over[r] != NONE && over[r] != i)
				keep(side, over[r], false);
			over[r] = NONE;
		}
		keep(side, i, true);
	}
}

/* The row shown of each timestamp, section or link. */
static void
number_rows(struct side *side)
{
	g_array_set_size(side->row_of, 0);
	for (uint32_t i = 0; i < side->rows->len; i++) {
		const struct side_row *row = side_row(side, i);
		if (row->kind != SIDE_ROW_STAMP && row->kind != SIDE_ROW_SECTION &&
			row->kind != SIDE_ROW_LINK)
			continue;
		guint known = side->row_of->len;
		if (row->index >= known) {
			g_array_set_size(side->row_of, row->index + 1);
			memset(&g_array_index(side->row_of, uint32_t, known), 0xff,
				(row->index + 1 - known) * sizeof(uint32_t));
		}
		g_array_index(side->row_of, uint32_t, row->index) = i;
	}
}

/* A filter is of a document and a view. */
static void
end_for_another(struct side *side)
{
	struct side_filter *filter = &side->filter;
	const char *path = side->of == NULL ? "" : side->of->document->path;
	if (side_filter_on(side) &&
		(g_strcmp0(filter->path, path) != 0 || filter->view != side->view))
		filter->text[0] = '\0';
}

static void
show_rows(struct app *app)
{
	struct side *side = &app->side;
	g_array_set_size(side->kept, 0);
	side->rows = side->all;
	side->shown = side->count;
	if (side_filter_on(side) && side->of != NULL) {
		make_folded(app);
		side->rows = side->kept;
		side->shown = 0;
		keep_found(app);
	}
	side->width = 0;
	side->open = NONE;
	number_rows(side);
}

void
side_filter_apply(struct app *app)
{
	forget_folded(&app->side.filter);
	end_for_another(&app->side);
	show_rows(app);
}

/* The sentences of mentions come later. */
void
side_filter_settle(struct app *app)
{
	struct side *side = &app->side;
	if (!side_filter_on(side) || !side_views[side->view].linked ||
		side->filter.version == app->mention_lines.version)
		return;
	uint32_t under = side->cursor < side->rows->len ? side_row(side, side->cursor)->at : NONE;
	show_rows(app);
	side->cursor = under == NONE ? 0 : MIN(side_row_from(side, under), side->rows->len);
}

/* --- typing --- */

/* The row that the cursor goes to: the one it was on before the filter, or the next found. */
static uint32_t
row_for(const struct side *side, uint32_t before)
{
	uint32_t from = side_row_from(side, before == NONE ? 0 : before);
	for (uint32_t i = from; i < side->rows->len; i++)
		if (side_row(side, i)->found)
			return i;
	for (uint32_t i = 0; i < from; i++)
		if (side_row(side, i)->found)
			return i;
	return 0;
}

static void
split_words(struct side_filter *filter)
{
	g_auto(GStrv) words = g_strsplit_set(filter->text, " \t", -1);
	g_autoptr(GPtrArray) folded = g_ptr_array_new();
	for (char **word = words; *word != NULL; word++) {
		size_t n;
		char *made = fold_search(*word, strlen(*word), false, &n, NULL);
		if (n > 0)
			g_ptr_array_add(folded, made);
		else
			g_free(made);
	}
	g_ptr_array_add(folded, NULL);
	g_strfreev(filter->words);
	filter->words = (char **)g_ptr_array_free(g_steal_pointer(&folded), FALSE);
}

void
side_filter_set(struct app *app, const char *text)
{
	struct side *side = &app->side;
	struct side_filter *filter = &side->filter;
	bool was = side_filter_on(side);
	side_build(app);
	if (!was)
		filter->before =
			side->cursor < side->rows->len ? side_row(side, side->cursor)->at : NONE;
	/* The row that was chosen in it stays, where all are shown again. */
	uint32_t under = side->cursor < side->rows->len ? side_row(side, side->cursor)->at : NONE;
	g_free(filter->text);
	filter->text = g_strdup(text);
	g_free(filter->path);
	filter->path = side->of == NULL ? NULL : g_strdup(side->of->document->path);
	filter->view = side->view;
	split_words(filter);
	show_rows(app);
	if (side_filter_on(side))
		side->cursor = row_for(side, filter->before);
	else
		side->cursor = under == NONE ? 0 : MIN(side_row_from(side, under), side->rows->len);
	app->dirty = true;
}

static void
filter_changed(struct app *app, const char *text)
{
	side_filter_set(app, text);
}

static void
filter_done(struct app *app, const char *text)
{
	side_filter_set(app, text);
	if (app->focus != PANE_SIDE)
		app_focus(app, PANE_SIDE);
	if (side_filter_on(&app->side))
		side_look(app);
}

static void
filter_cancelled(struct app *app)
{
	struct side *side = &app->side;
	uint32_t before = side->filter.before;
	side_filter_set(app, "");
	if (before != NONE)
		side->cursor = MIN(side_row_from(side, before), side->rows->len);
}

static char *
filter_note(const struct app *app)
{
	const struct side *side = &app->side;
	char shown[16], count[16];
	return g_strdup_printf("%s of %s", app_number(shown, side->shown),
		app_number(count, side->count));
}

static const struct prompt_use filter_prompt = {
	.note = filter_note,
	.label = "/",
	.changed = filter_changed,
	.done = filter_done,
	.cancelled = filter_cancelled,
};

void
side_filter_ask(struct app *app)
{
	struct side *side = &app->side;
	side_build(app);
	if (side->count == 0 && !side_filter_on(side) && side->all->len < 3) {
		app_say(app, "there is nothing to filter here");
		return;
	}
	app_prompt(app, &filter_prompt, side->filter.text, NULL);
}

/* --- hits --- */

static int
compare_ranges(const void *a, const void *b)
{
	const struct range *x = a, *y = b;
	return (x->start > y->start) - (x->start < y->start);
}

void
side_filter_hits(const struct side *side, const char *text, size_t n, GArray *ranges)
{
	if (!side_filter_on(side))
		return;
	size_t length;
	g_autofree uint32_t *origins = NULL;
	g_autofree char *folded =
		fold_search(text, utf8_cut(text, n, HELD_MOST), false, &length, &origins);
	for (char **word = side->filter.words; *word != NULL; word++) {
		size_t bytes = strlen(*word);
		const char *at = folded, *end = folded + length;
		while ((at = memmem(at, (size_t)(end - at), *word, bytes)) != NULL) {
			size_t start = (size_t)(at - folded);
			struct range hit = { origins[start], origins[start + bytes] };
			hit.end = MAX(hit.end, hit.start + 1);
			g_array_append_val(ranges, hit);
			at += bytes;
		}
	}
	g_array_sort(ranges, compare_ranges);
}
