#include "config.h"

#include <string.h>

#include "ui/app_state.h"
#include "ui/side.h"

static void
clear_row(void *row)
{
	g_free(((struct side_row *)row)->words);
}

void
side_init(struct side *side, const char *view)
{
	*side = (struct side){ .view = SIDE_TIMESTAMPS, .reading = NONE, .wanted = NONE };
	for (unsigned i = 0; i < SIDE_VIEW_COUNT; i++) {
		if (strcmp(side_views[i].name, view) == 0)
			side->view = (enum side_view_id)i;
	}
	side->rows = g_array_new(FALSE, TRUE, sizeof(struct side_row));
	g_array_set_clear_func(side->rows, clear_row);
}

void
side_clear(struct side *side)
{
	g_array_unref(side->rows);
	linking_found_free(side->linked.found);
	opened_unref(side->linked.of);
}

struct side_row *
side_add(struct side *side, enum side_row_kind kind, uint32_t index, uint32_t offset)
{
	struct side_row row = { .kind = kind, .index = index, .offset = offset, .lines = 1 };
	g_array_append_val(side->rows, row);
	return &g_array_index(side->rows, struct side_row, side->rows->len - 1);
}

void
side_add_words(struct side *side, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	side_add(side, SIDE_ROW_WORDS, NONE, NONE)->words = g_strdup_vprintf(format, arguments);
	va_end(arguments);
}

/* --- timestamps --- */

static int
by_time(const void *a, const void *b, void *data)
{
	const struct document *document = data;
	const struct side_row *x = a, *y = b;
	uint32_t s = document->timestamps[x->index].milliseconds;
	uint32_t t = document->timestamps[y->index].milliseconds;
	if (s != t)
		return s < t ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

/* A document without timestamps shows its dates, and says why it has none (SPEC §4). */
static void
fill_dates(struct side *side, const struct document *document)
{
	bool video = document_field(document, FIELD_VIDEO)[0] != '\0' ||
		     document_field(document, FIELD_MEDIA)[0] != '\0';
	const char *published = document_field(document, FIELD_PUBLISHED);
	const char *fetched = document_field(document, FIELD_FETCHED);
	side_add_words(side, "No timestamps:");
	side_add_words(side, video ? "no times in this text." : "no recording is named.");
	side_add_words(side, "%s", "");
	if (published[0] == '\0' && fetched[0] == '\0' && document->date_count == 0) {
		side_add_words(side, "No dates either.");
		return;
	}
	side_add_words(side, "Its dates");
	if (published[0] != '\0')
		side_add_words(side, "%.10s published", published);
	if (fetched[0] != '\0')
		side_add_words(side, "%.10s fetched", fetched);
	for (uint32_t i = 0; i < document->date_count; i++)
		side_add(side, SIDE_ROW_DATE, i, document->dates[i].text.start);
}

static uint32_t
fill_timestamps(struct app *app, const struct opened *opened)
{
	struct side *side = &app->side;
	const struct document *document = opened->document;
	uint32_t section = NONE;
	if (document->timestamp_count == 0) {
		fill_dates(side, document);
		return 0;
	}
	for (uint32_t i = 0; i < document->timestamp_count; i++) {
		uint32_t in = document_section_at(document, document->timestamps[i].text.start);
		if (!side->by_time && in != section && in != NONE)
			side_add(side, SIDE_ROW_HEADING, in, document->sections[in].heading.start);
		section = in;
		side_add(side, SIDE_ROW_STAMP, i, reader_stamp_target(document, i));
	}
	if (side->by_time)
		g_array_sort_with_data(side->rows, by_time, (void *)document);
	return document->timestamp_count;
}

/* --- outline and links --- */

static uint32_t
fill_outline(struct app *app, const struct opened *opened)
{
	struct side *side = &app->side;
	const struct document *document = opened->document;
	if (document->section_count == 0)
		side_add_words(side, "No headings here.");
	side->least_level = 6;
	for (uint32_t i = 0; i < document->section_count; i++)
		side->least_level = MIN(side->least_level, document->sections[i].level);
	for (uint32_t i = 0; i < document->section_count; i++)
		side_add(side, SIDE_ROW_SECTION, i, document->sections[i].heading.start);
	return document->section_count;
}

static uint32_t
fill_links(struct app *app, const struct opened *opened)
{
	struct side *side = &app->side;
	const struct document *document = opened->document;
	uint32_t count = 0, section = NONE;
	for (uint32_t i = 0; i < document->link_count; i++) {
		const struct link *link = &document->links[i];
		if (link->kind == LINK_FOOTNOTE)
			continue;
		uint32_t at = range_is_none(link->text) ? NONE : link->text.start;
		uint32_t in = at == NONE ? NONE : document_section_at(document, at);
		if (in != section && in != NONE)
			side_add(side, SIDE_ROW_HEADING, in, document->sections[in].heading.start);
		section = in;
		side_add(side, SIDE_ROW_LINK, i, at);
		count++;
	}
	if (count == 0)
		side_add_words(side, "No links here.");
	return count;
}

const struct side_view side_views[SIDE_VIEW_COUNT] = {
	[SIDE_TIMESTAMPS] = { .name = "timestamps",
		.title = "Timestamps",
		.fill = fill_timestamps,
		.by_time = true },
	[SIDE_OUTLINE] = { .name = "outline", .title = "Outline", .fill = fill_outline },
	[SIDE_LINKS] = { .name = "links", .title = "Links", .fill = fill_links },
	[SIDE_BACKLINKS] = { .name = "backlinks",
		.title = "Backlinks",
		.fill = side_fill_backlinks,
		.linked = true },
	[SIDE_RELATED] = { .name = "related",
		.title = "Related",
		.fill = side_fill_related,
		.linked = true },
	[SIDE_RECORDING] = { .name = "recording",
		.title = "Recording",
		.fill = side_fill_recording },
};

/* --- keeping them --- */

void
side_forget(struct side *side)
{
	side->of = NULL;
}

void
side_build(struct app *app)
{
	struct side *side = &app->side;
	const struct opened *opened = app->reader.opened;
	if (side->of == opened && side->view_of == side->view && side->by_time_of == side->by_time)
		return;
	g_array_set_size(side->rows, 0);
	side->count = opened == NULL ? 0 : side_views[side->view].fill(app, opened);
	side->of = opened;
	side->view_of = side->view;
	side->by_time_of = side->by_time;
	side->cursor = 0;
	side->top = 0;
	side->width = 0;
}

/* --- rows of the screen --- */

uint32_t
side_row_on(const struct side *side, uint32_t line)
{
	uint32_t low = 0, high = side->rows->len;
	while (low + 1 < high) {
		uint32_t middle = low + (high - low) / 2;
		if (g_array_index(side->rows, struct side_row, middle).first <= line)
			low = middle;
		else
			high = middle;
	}
	return low;
}

void
side_lay(struct app *app, int width)
{
	struct side *side = &app->side;
	unsigned version = side_views[side->view].linked  ? app->mention_lines.version
			   : side->view == SIDE_RECORDING ? side_recording_version(app)
							  : 0;
	if (side->width == width && side->lines_of == version)
		return;
	uint32_t seen = side->width > 0 ? side_row_on(side, side->top) : NONE;
	uint32_t below = 0;
	if (seen < side->rows->len)
		below = side->top - g_array_index(side->rows, struct side_row, seen).first;
	side->lines = 0;
	for (uint32_t i = 0; i < side->rows->len; i++) {
		struct side_row *row = &g_array_index(side->rows, struct side_row, i);
		row->first = side->lines;
		row->lines = side_row_lines(app, row, width);
		side->lines += row->lines;
		if (i == seen)
			side->top = row->first + MIN(below, row->lines - 1);
	}
	side->width = width;
	side->lines_of = version;
}

static uint32_t
row_of_index(const struct side *side, enum side_row_kind kind, uint32_t index)
{
	for (uint32_t i = 0; index != NONE && i < side->rows->len; i++) {
		const struct side_row *row = &g_array_index(side->rows, struct side_row, i);
		if (row->kind == kind && row->index == index)
			return i;
	}
	return NONE;
}

uint32_t
side_row_reading(const struct app *app)
{
	const struct side *side = &app->side;
	const struct reader *reader = &app->reader;
	if (reader->opened == NULL)
		return NONE;
	if (side->view == SIDE_TIMESTAMPS && side->count > 0)
		return row_of_index(side, SIDE_ROW_STAMP, reader_stamp(reader));
	if (side->view == SIDE_OUTLINE)
		return row_of_index(side, SIDE_ROW_SECTION, reader_section(reader));
	if (side->view == SIDE_LINKS)
		return row_of_index(side, SIDE_ROW_LINK, reader->link);
	return NONE;
}

uint32_t
side_link(const struct side *side, const struct opened *opened)
{
	if (opened == NULL || side->of != opened || side->cursor >= side->rows->len)
		return NONE;
	const struct side_row *row = &g_array_index(side->rows, struct side_row, side->cursor);
	bool links = row->kind == SIDE_ROW_LINK && row->index < opened->document->link_count;
	return links ? row->index : NONE;
}

bool
side_row_leads(const struct side *side, uint32_t i)
{
	if (i >= side->rows->len)
		return false;
	enum side_row_kind kind = g_array_index(side->rows, struct side_row, i).kind;
	return kind != SIDE_ROW_WORDS && kind != SIDE_ROW_GROUP && kind != SIDE_ROW_TITLE;
}
