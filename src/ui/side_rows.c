#include "config.h"

#include <string.h>

#include "document/stamp_order.h"
#include "ui/app_state.h"
#include "ui/side.h"
#include "ui/timeline.h"

static void
clear_row(void *row)
{
	g_free(((struct side_row *)row)->words);
}

void
side_init(struct side *side, const char *view, bool by_time)
{
	*side = (struct side){
		.view = SIDE_TIMESTAMPS,
		.by_time = by_time,
		.reading = NONE,
		.wanted = NONE,
		.open = NONE,
		.deep = 1,
	};
	for (unsigned i = 0; i < SIDE_VIEW_COUNT; i++) {
		if (strcmp(side_views[i].name, view) == 0)
			side->view = (enum side_view_id)i;
	}
	side->all = g_array_new(FALSE, TRUE, sizeof(struct side_row));
	g_array_set_clear_func(side->all, clear_row);
	side->rows = side->all;
	side->kept = g_array_new(FALSE, TRUE, sizeof(struct side_row));
	side->row_of = g_array_new(FALSE, TRUE, sizeof(uint32_t));
	side_filter_init(&side->filter);
}

void
side_clear(struct side *side)
{
	side_filter_clear(&side->filter);
	place_clear(&side->look.from);
	g_array_unref(side->row_of);
	g_array_unref(side->kept);
	g_array_unref(side->all);
	g_free(side->stray);
	linking_found_free(side->linked.found);
	opened_unref(side->linked.of);
}

struct side_row *
side_row(const struct side *side, uint32_t i)
{
	return &g_array_index(side->rows, struct side_row, i);
}

struct side_row *
side_add(struct side *side, enum side_row_kind kind, uint32_t index, uint32_t offset)
{
	struct side_row row = { .kind = kind,
		.index = index,
		.offset = offset,
		.at = side->all->len,
		.lines = 1 };
	g_array_append_val(side->all, row);
	return &g_array_index(side->all, struct side_row, side->all->len - 1);
}

void
side_add_words(struct side *side, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	side_add(side, SIDE_ROW_WORDS, NONE, NONE)->words = g_strdup_vprintf(format, arguments);
	va_end(arguments);
}

/* --- titles --- */

/* The first timestamp that begins at or after an offset. */
static uint32_t
stamp_from(const struct document *document, uint32_t offset)
{
	uint32_t low = 0, high = document->timestamp_count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (document->timestamps[middle].text.start < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_edge(char c)
{
	return c == ' ' || c == ':' || c == '-';
}

struct range
side_section_title(const struct document *document, uint32_t section)
{
	struct range title = document->sections[section].heading;
	uint32_t first = stamp_from(document, title.start);
	uint32_t last = stamp_from(document, title.end);
	bool cut = true;
	while (cut && title.start < title.end) {
		if (first < last && document->timestamps[first].text.start <= title.start)
			title.start = MIN(document->timestamps[first++].text.end, title.end);
		else if (first < last && document->timestamps[last - 1].text.end >= title.end)
			title.end = document->timestamps[--last].text.start;
		else if (is_edge(document->text[title.start]))
			title.start++;
		else if (document->text[title.end - 1] == ' ')
			title.end--;
		else
			cut = false;
	}
	return title.start < title.end ? title : document->sections[section].heading;
}

uint32_t
side_section_stamp(const struct document *document, uint32_t section)
{
	struct range heading = document->sections[section].heading;
	uint32_t stamp = stamp_from(document, heading.start);
	return stamp < document->timestamp_count &&
			       document->timestamps[stamp].text.start < heading.end
		       ? stamp
		       : NONE;
}

/* --- timestamps --- */

static void
add_date(struct side *side, const char *date, const char *what)
{
	if (date[0] != '\0')
		side_add(side, SIDE_ROW_FIELD, NONE, NONE)->words =
			g_strdup_printf("%.10s %s", date, what);
}

/* A document without timestamps shows its dates, and says why it has none (SPEC §4). */
static void
fill_dates(struct side *side, const struct document *document)
{
	bool video = document_field(document, FIELD_VIDEO)[0] != '\0' ||
		     document_field(document, FIELD_MEDIA)[0] != '\0';
	const char *published = document_field(document, FIELD_PUBLISHED);
	const char *fetched = document_field(document, FIELD_FETCHED);
	side_add_words(side, video ? "No timestamps: the text names no time of its recording."
				   : "No timestamps: no recording is named here.");
	side_add_words(side, "%s", "");
	if (published[0] == '\0' && fetched[0] == '\0' && document->date_count == 0) {
		side_add_words(side, "It has no dates either.");
		return;
	}
	side_add(side, SIDE_ROW_TITLE, NONE, NONE)->words = g_strdup("Dates");
	add_date(side, published, "published");
	add_date(side, fetched, "fetched");
	for (uint32_t i = 0; i < document->date_count; i++)
		side_add(side, SIDE_ROW_DATE, i, document->dates[i].text.start);
}

static uint32_t
section_of_stamp(const struct document *document, uint32_t stamp)
{
	return document_section_at(document, document->timestamps[stamp].text.start);
}

static uint32_t
stamp_in_order(const struct side *side, const struct document *document, uint32_t i)
{
	return side->by_time ? document->by_time[i] : i;
}

/* How often one stamp stands in another section than the one before it. */
static uint32_t
section_changes(const struct document *document, const uint32_t *order)
{
	uint32_t changes = 0, section = NONE;
	for (uint32_t i = 0; i < document->timestamp_count; i++) {
		uint32_t in = section_of_stamp(document, order != NULL ? order[i] : i);
		changes += in != section;
		section = in;
	}
	return changes;
}

/* In order of time sections may take turns: with a heading each few rows they say less than they
 * take. */
static bool
has_headings(const struct side *side, const struct document *document)
{
	if (!side->by_time)
		return true;
	uint32_t changes = section_changes(document, document->by_time);
	return changes * 3 <= document->timestamp_count ||
	       changes * 2 <= section_changes(document, NULL) * 3;
}

static void
add_stamp(struct side *side, const struct document *document, uint32_t stamp, bool changes,
	bool headings)
{
	uint32_t in = section_of_stamp(document, stamp);
	/* A heading that has a time is one row with it. */
	bool head = in != NONE &&
		    document->timestamps[stamp].text.start < document->sections[in].heading.end;
	if (changes && headings && !head && in != NONE)
		side_add(side, SIDE_ROW_HEADING, in, document->sections[in].heading.start);
	side_add(side, SIDE_ROW_STAMP, stamp, reader_stamp_target(document, stamp))->head = head;
}

static uint32_t
fill_timestamps(struct app *app, const struct opened *opened)
{
	struct side *side = &app->side;
	const struct document *document = opened->document;
	uint32_t section = NONE, most = 0;
	char buffer[16];
	if (document->timestamp_count == 0) {
		fill_dates(side, document);
		return 0;
	}
	bool headings = has_headings(side, document);
	for (uint32_t i = 0; i < document->timestamp_count; i++) {
		uint32_t stamp = stamp_in_order(side, document, i);
		uint32_t in = section_of_stamp(document, stamp);
		add_stamp(side, document, stamp, in != section, headings);
		section = in;
		most = MAX(most, document->timestamps[stamp].milliseconds);
	}
	side->time_columns = (int)strlen(timeline_time(buffer, most));
	side->stray = g_new(uint8_t, document->timestamp_count);
	side->strays = stamp_order(document->timestamps, document->timestamp_count, side->stray);
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
	side->rows = side->all;
	g_array_set_size(side->all, 0);
	g_clear_pointer(&side->stray, g_free);
	side->strays = 0;
	side->count = opened == NULL ? 0 : side_views[side->view].fill(app, opened);
	side->of = opened;
	side->view_of = side->view;
	side->by_time_of = side->by_time;
	side->cursor = 0;
	side->top = 0;
	side->open = NONE;
	side_filter_apply(app);
}

/* --- finding them --- */

uint32_t
side_row_from(const struct side *side, uint32_t at)
{
	uint32_t low = 0, high = side->rows->len;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (side_row(side, middle)->at < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t
side_row_at(const struct side *side, uint32_t at)
{
	uint32_t i = side_row_from(side, at);
	return i < side->rows->len && side_row(side, i)->at == at ? i : NONE;
}

uint32_t
side_row_reading(const struct app *app)
{
	const struct side *side = &app->side;
	struct reader reader = app->reader;
	uint32_t index = NONE;
	if (reader.opened == NULL || reader.opened != side->of)
		return NONE;
	/* In a look one still is where it began. */
	if (side->look.on) {
		reader.reading = side->look.from.number;
		reader.jumped = side->look.from.jumped;
		reader.stamp = side->look.from.stamp;
		reader.link = side->look.from.link;
	}
	if (side->view == SIDE_TIMESTAMPS && side->count > 0)
		index = reader_stamp(&reader);
	else if (side->view == SIDE_OUTLINE)
		index = reader_section(&reader);
	else if (side->view == SIDE_LINKS)
		index = reader.link;
	return index < side->row_of->len ? g_array_index(side->row_of, uint32_t, index) : NONE;
}

uint32_t
side_link(const struct side *side, const struct opened *opened)
{
	if (opened == NULL || side->of != opened || side->cursor >= side->rows->len)
		return NONE;
	const struct side_row *row = side_row(side, side->cursor);
	bool links = row->kind == SIDE_ROW_LINK && row->index < opened->document->link_count;
	return links ? row->index : NONE;
}

bool
side_row_leads(const struct side *side, uint32_t i)
{
	if (i >= side->rows->len)
		return false;
	enum side_row_kind kind = side_row(side, i)->kind;
	return kind != SIDE_ROW_WORDS && kind != SIDE_ROW_FIELD && kind != SIDE_ROW_GROUP &&
	       kind != SIDE_ROW_TITLE;
}

/* --- what does not show --- */

char *
side_row_note(const struct app *app)
{
	const struct side *side = &app->side;
	if (side->cursor >= side->rows->len || side->stray == NULL || side->of == NULL ||
		side->of != app->reader.opened)
		return NULL;
	const struct side_row *row = side_row(side, side->cursor);
	if (row->kind != SIDE_ROW_STAMP || side->stray[row->index] == STAMP_IN_ORDER)
		return NULL;
	char time[16];
	timeline_time(time, side->of->document->timestamps[row->index].milliseconds);
	return g_strdup_printf(side->stray[row->index] == STAMP_LATE
				       ? "%s is earlier than what is above"
				       : "%s is later than what is below",
		time);
}
