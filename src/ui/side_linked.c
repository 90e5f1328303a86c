#include "config.h"

#include <string.h>

#include "ui/app_state.h"

/* --- asking --- */

static uint32_t
row_of_mention(const struct side *side, const struct mention *mention)
{
	for (uint32_t i = 0; i < side->rows->len; i++) {
		const struct mention *other = side_mention(side, side_row(side, i));
		if (other != NULL && other->id == mention->id && other->link == mention->link)
			return i;
	}
	return NONE;
}

/* A cursor that is moved here stays on its mention. */
static void
take(struct app *app, struct linking_found *found)
{
	struct side *side = &app->side;
	struct mention under = { .id = 0 };
	bool shown = side->view == side->linked.view;
	if (shown && app->focus == PANE_SIDE && side->cursor < side->rows->len) {
		const struct mention *mention = side_mention(side, side_row(side, side->cursor));
		if (mention != NULL)
			under = *mention;
	}
	linking_found_free(side->linked.found);
	side->linked.found = found;
	side->linked.waiting = false;
	if (shown) {
		uint32_t top = side->top;
		side_forget(side);
		side_build(app);
		uint32_t row = under.id != 0 ? row_of_mention(side, &under) : NONE;
		if (row != NONE) {
			side->cursor = row;
			side->top = top;
		}
	}
	app_settle(app);
}

/* Whether what was asked for last is what is shown now. */
static bool
is_current(const struct app *app, uint32_t id, uint32_t section)
{
	const struct side *side = &app->side;
	return side->linked.of == app->reader.opened && side->linked.view == side->view &&
	       side->linked.id == id && side->linked.section == section &&
	       !linking_stamp_old(app, &side->linked.stamp);
}

void
side_ask(struct app *app)
{
	struct side *side = &app->side;
	struct opened *opened = app->reader.opened;
	uint32_t id = linking_open_id(app);
	uint32_t section = opened != NULL ? reader_section(&app->reader) : NONE;
	if (opened == NULL || is_current(app, id, section))
		return;
	/* Rows of the same document stay until there are others. */
	if (side->linked.of != opened || side->linked.view != side->view) {
		g_clear_pointer(&side->linked.found, linking_found_free);
		side_forget(side);
	}
	opened_ref(opened);
	opened_unref(side->linked.of);
	side->linked.of = opened;
	side->linked.view = side->view;
	side->linked.id = id;
	side->linked.section = section;
	linking_stamp_set(app, &side->linked.stamp);
	bool asks = app->finding.location != NULL && (id != 0 || side->view == SIDE_RELATED);
	side->linked.waiting = asks;
	struct linking_question question = {
		.purpose = side->view == SIDE_RELATED ? LINKING_RELATED : LINKING_BACKLINKS,
		.opened = opened,
		.id = id,
		.section = section,
		.take = take,
	};
	linking_stop(app, LINKING_RELATED);
	linking_stop(app, LINKING_BACKLINKS);
	if (asks)
		linking_ask(app, &question);
}

/* Why there is nothing to show; false where there may be something. */
static bool
say_why(struct app *app)
{
	struct side *side = &app->side;
	const struct linking_found *found = side->linked.found;
	if (app->finding.location == NULL)
		side_add_words(side, "No library is open.");
	else if (side->linked.waiting && found == NULL)
		side_add_words(side, "Looking…");
	else if (found == NULL && app->loading.running)
		side_add_words(side, "The library is still being read.");
	else if (found == NULL)
		side_add_words(side, "This document is not in the library.");
	else if (found->problem != NULL)
		side_add_words(side, "%s", found->problem);
	else
		return false;
	return true;
}

/* --- backlinks --- */

const struct mention *
side_mention(const struct side *side, const struct side_row *row)
{
	const struct linking_found *found = side->linked.found;
	return row->kind == SIDE_ROW_MENTION && found != NULL && found->mentions != NULL &&
			       row->index < found->mentions->len
		       ? &g_array_index(found->mentions, struct mention, row->index)
		       : NULL;
}

static void
add_group(struct side *side, const struct opened *opened, bool of_section, uint32_t count)
{
	char number[16];
	uint32_t section = side->linked.section;
	/* The groups stand apart. */
	if (side->all->len > 0)
		side_add_words(side, "%s", "");
	struct side_row *row = side_add(side, SIDE_ROW_GROUP, NONE, NONE);
	if (of_section && section < opened->document->section_count)
		row->words = g_strdup_printf("To “%s” · %s",
			opened->document->sections[section].title, app_number(number, count));
	else
		row->words = g_strdup_printf("To the document · %s", app_number(number, count));
}

uint32_t
side_fill_backlinks(struct app *app, const struct opened *opened)
{
	struct side *side = &app->side;
	if (say_why(app))
		return 0;
	const GArray *mentions = side->linked.found->mentions;
	uint32_t to_section = 0, count = 0, of = 0;
	for (guint i = 0; i < mentions->len; i++)
		to_section += g_array_index(mentions, struct mention, i).of_section;
	bool began = false, of_section = false;
	for (guint i = 0; i < mentions->len; i++) {
		const struct mention *mention = &g_array_index(mentions, struct mention, i);
		const struct entry *entry = linking_entry(app, mention->id);
		if (entry == NULL)
			continue;
		if (to_section > 0 && (!began || of_section != mention->of_section)) {
			add_group(side, opened, mention->of_section,
				mention->of_section ? to_section : mentions->len - to_section);
			of = 0;
		}
		began = true;
		of_section = mention->of_section;
		if (of != mention->id)
			side_add(side, SIDE_ROW_TITLE, NONE, NONE)->words =
				g_strdup(entry->short_title);
		of = mention->id;
		side_add(side, SIDE_ROW_MENTION, i, NONE);
		count++;
	}
	if (count == 0)
		side_add_words(side,
			app->loading.running
				? "Nothing links here so far: the library is being read."
				: "Nothing links here.");
	return count;
}

/* --- related sections --- */

const struct related *
side_related(const struct side *side, const struct side_row *row)
{
	return g_ptr_array_index(side->linked.found->related, row->index);
}

uint32_t
side_fill_related(struct app *app, const struct opened *opened)
{
	struct side *side = &app->side;
	uint32_t count = 0;
	(void)opened;
	if (say_why(app))
		return 0;
	const GPtrArray *found = side->linked.found->related;
	for (guint i = 0; i < found->len; i++) {
		const struct related *related = g_ptr_array_index(found, i);
		const struct entry *entry = linking_entry(app, related->id);
		if (entry == NULL)
			continue;
		side_add(side, SIDE_ROW_RELATED, i, NONE)->words = g_strdup(entry->short_title);
		count++;
	}
	if (count == 0)
		side_add_words(side, "No other section is about the same.");
	return count;
}

/* --- sentences --- */

/* Rows over and under those in sight of which the sentences are read too. */
#define AROUND 8
/* Rows of which they are read for a filter, at most. */
#define FILTERED_MOST 2000

void
side_want_lines(struct app *app)
{
	struct side *side = &app->side;
	g_autoptr(GPtrArray) wanted = g_ptr_array_new();
	const GArray *rows = side->rows;
	uint32_t first = side_row_on(side, side->top), last;
	first = first > AROUND ? first - AROUND : 0;
	last = MIN(first + (uint32_t)MAX(side->height, 0) + 2 * AROUND, rows->len);
	/* To be filtered by them all must be known. */
	if (side_filter_on(side)) {
		rows = side->all;
		first = 0;
		last = MIN(rows->len, FILTERED_MOST);
	}
	for (uint32_t i = first; i < last; i++) {
		const struct mention *mention =
			side_mention(side, &g_array_index(rows, struct side_row, i));
		if (mention != NULL)
			g_ptr_array_add(wanted, (void *)mention);
	}
	mention_lines_want(app, (const struct mention *const *)wanted->pdata, wanted->len);
}

/* --- going --- */

void
side_go_linked(struct app *app, const struct side_row *row)
{
	const struct mention *mention = side_mention(&app->side, row);
	if (mention != NULL) {
		struct mention copy = *mention;
		linking_go(app, &copy);
		return;
	}
	const struct related *related = side_related(&app->side, row);
	const struct entry *entry = linking_entry(app, related->id);
	if (entry == NULL) {
		app_say(app, "this document is gone");
		return;
	}
	struct place to = { .path = g_strdup(entry->path),
		.kind = related->section == NONE ? PLACE_START : PLACE_LINE,
		.number = related->line,
		.link = NONE,
		.stamp = NONE };
	opening_go(app, &to, GOING_NEW);
	place_clear(&to);
}
