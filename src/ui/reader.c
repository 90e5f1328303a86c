#include "config.h"

#include "ui/reader.h"

#include "ui/app_state.h"

void
reader_init(struct reader *reader, unsigned measure)
{
	*reader = (struct reader){
		.measure = measure,
		.link = NONE,
		.stamp = NONE,
		.embed = NONE,
		.hit = NONE,
		.playing = { RANGE_NONE, RANGE_NONE },
		.rows = 1,
		.columns = 1,
	};
}

void
reader_clear(struct reader *reader)
{
	page_free(reader->page);
	embedded_unref(reader->embedded);
	opened_unref(reader->opened);
	hits_free(reader->hits);
	place_clear(&reader->before_search);
	place_clear(&reader->last);
	g_free(reader->last_pattern);
}

const struct document *
reader_document(const struct reader *reader)
{
	return reader->opened == NULL ? NULL : reader->opened->document;
}

void
reader_show(struct reader *reader, struct opened *opened)
{
	opened_ref(opened);
	g_clear_pointer(&reader->page, page_free);
	g_clear_pointer(&reader->embedded, embedded_unref);
	opened_unref(reader->opened);
	reader->opened = opened;
	reader->top = 0;
	reader->left = 0;
	reader->reading = 0;
	reader->jumped = false;
	reader->stamp = NONE;
	reader->link = NONE;
	reader->spot = (struct range){ 0, 0 };
	reader->embed = NONE;
	g_clear_pointer(&reader->hits, hits_free);
	reader->hit = NONE;
	reader->playing = (struct range){ RANGE_NONE, RANGE_NONE };
	reader_fit(reader, reader->rows, reader->columns);
}

/* --- the page --- */

/* Columns a page is laid out for: the measure, at most what the pane has. */
static unsigned
page_columns(const struct reader *reader)
{
	return MAX(1u, MIN(reader->measure, (unsigned)reader->columns));
}

static uint32_t
last_line(const struct page *page)
{
	uint32_t count = page_line_count(page);
	return count > 0 ? count - 1 : 0;
}

/* The first row at or after line that shows text, of the document or of what it embeds. */
static uint32_t
text_line(const struct reader *reader, uint32_t line)
{
	uint32_t count = page_line_count(reader->page);
	for (uint32_t i = line; i < count && i < line + (uint32_t)reader->rows; i++) {
		const struct page_line *row = page_line(reader->page, i);
		if ((row->flags & LINE_INSET) != 0 ||
			((row->flags & (LINE_BLANK | LINE_MADE)) == 0 &&
				range_length(row->text) > 0))
			return i;
	}
	return MIN(line, last_line(reader->page));
}

/* The line being read is the first text row shown: after a scroll. */
static void
read_top(struct reader *reader)
{
	reader->reading = page_offset_of(reader->page, text_line(reader, reader->top));
	reader->jumped = false;
	reader->stamp = NONE;
}

void
reader_lay_below(struct reader *reader)
{
	page_lay(reader->page, reader->top + (uint32_t)reader->rows + 1);
	reader->top = MIN(reader->top, last_line(reader->page));
}

/* The row on which what is being read stands, for another page to be put there. Where that is above
 * the first, what the first shows of an embed is noted, unless it still is what was noted before. */
static int64_t
where_it_stands(struct reader *reader)
{
	int64_t row = (int64_t)page_line_of(reader->page, reader->reading) - reader->top;
	if (row >= 0 || reader->top >= page_line_count(reader->page)) {
		reader->embed = NONE;
		return row;
	}
	const struct page_line *top = page_line(reader->page, reader->top);
	if (top->embed == NONE || top->embed != reader->embed ||
		page_line_inside(reader->page, reader->embed, reader->inside) != reader->top) {
		reader->embed = top->embed;
		reader->inside = top->inside;
	}
	return row;
}

/* Where a jump led is kept on its row, what was scrolled to on the first. */
static void
stand_there(struct reader *reader, int64_t row)
{
	if (reader->embed != NONE) {
		reader->top = page_line_inside(reader->page, reader->embed, reader->inside);
		return;
	}
	int64_t line = page_line_of(reader->page, reader->reading);
	reader->top = (uint32_t)MAX(line - CLAMP(row, 0, reader->rows - 1), 0);
}

static void
make_page(struct reader *reader)
{
	struct embedded *embedded = embedded_ref(embedding_shown(reader->opened->embedding));
	struct page_options options = {
		.width = page_columns(reader),
		.hard_tables = true,
		.notes = true,
		.link_states = reader->opened->link_states,
		.folded = reader->opened->folded,
		.embeds = embedded_embeds(embedded),
	};
	page_free(reader->page);
	embedded_unref(reader->embedded);
	reader->embedded = embedded;
	reader->page = page_new(reader->opened->document, &options);
	reader->stale = false;
}

void
reader_fit(struct reader *reader, int rows, int columns)
{
	int64_t row = 0;
	bool fresh = reader->page == NULL;
	bool shorter = rows < reader->rows;
	reader->columns = MAX(columns, 1);
	reader->rows = MAX(rows, 1);
	if (reader->opened == NULL)
		return;
	if (!fresh)
		row = where_it_stands(reader);
	if (fresh || reader->stale || page_width(reader->page) != page_columns(reader)) {
		make_page(reader);
		stand_there(reader, row);
		if (fresh && reader->reading == 0)
			reader->top = 0;
	} else {
		uint32_t line = page_line_of(reader->page, reader->reading);
		if (shorter && line >= reader->top + (uint32_t)reader->rows)
			reader->top = line - (uint32_t)reader->rows + 1;
	}
	reader_lay_below(reader);
}

/* --- moving --- */

void
reader_jump(struct reader *reader, uint32_t offset)
{
	const struct document *document = reader_document(reader);
	if (document == NULL)
		return;
	reader->reading = MIN(offset, document->length);
	reader->jumped = true;
	reader->stamp = NONE;
	reader->top = page_line_of(reader->page, reader->reading);
	reader_lay_below(reader);
}

bool
reader_scroll(struct reader *reader, int32_t lines)
{
	if (reader->page == NULL)
		return false;
	int64_t to = (int64_t)reader->top + lines;
	if (to > 0)
		page_lay(reader->page, (uint32_t)to + (uint32_t)reader->rows + 1);
	to = CLAMP(to, 0, (int64_t)last_line(reader->page));
	bool moved = to != reader->top;
	reader->top = (uint32_t)to;
	if (moved)
		read_top(reader);
	reader_lay_below(reader);
	return moved;
}

bool
reader_shows(const struct reader *reader, uint32_t offset)
{
	if (reader->page == NULL)
		return false;
	uint32_t line = page_line_of(reader->page, offset);
	if (line < reader->top && reader->top < page_line_count(reader->page)) {
		/* Of an embed, what it shows may still be there. */
		const struct page_line *top = page_line(reader->page, reader->top);
		return top->embed != NONE && top->text.start == offset;
	}
	return line >= reader->top && line < reader->top + (uint32_t)reader->rows;
}

void
reader_look(struct reader *reader, uint32_t offset, struct range spot)
{
	const struct document *document = reader_document(reader);
	if (document == NULL)
		return;
	uint32_t rows = (uint32_t)reader->rows;
	reader->reading = MIN(offset, document->length);
	reader->jumped = true;
	reader->stamp = NONE;
	reader->spot = spot;
	uint32_t line = page_line_of(reader->page, reader->reading);
	uint32_t last = page_line_of(reader->page, spot.end > spot.start ? spot.end - 1 : offset);
	page_lay(reader->page, line + 2 * rows);
	if (line < reader->top || MAX(line, last) >= reader->top + rows) {
		uint32_t count = page_line_count(reader->page);
		reader->top = line > rows / 4 ? line - rows / 4 : 0;
		if (page_complete(reader->page) && reader->top + rows > count)
			reader->top = count > rows ? count - rows : 0;
	}
	reader_lay_below(reader);
}

void
reader_reveal(struct reader *reader, uint32_t offset)
{
	if (!reader_shows(reader, offset))
		reader_jump(reader, offset);
}

/* The top at which the last line of the page stands on the last row. */
static uint32_t
last_top(struct reader *reader)
{
	while (!page_lay(reader->page, UINT32_MAX))
		;
	uint32_t count = page_line_count(reader->page);
	return count > (uint32_t)reader->rows ? count - (uint32_t)reader->rows : 0;
}

static void
go_to_end(struct reader *reader)
{
	const struct document *document = reader_document(reader);
	reader->top = last_top(reader);
	reader->reading = document->length > 0 ? document->length - 1 : 0;
	reader->jumped = true;
	reader->stamp = NONE;
}

/* A page or half of one: the end stays at the bottom of the screen, unless it was scrolled past. */
static void
scroll_pages(struct app *app, struct reader *reader, int32_t lines)
{
	page_lay(reader->page, reader->top + (uint32_t)MAX(lines, 0) + 2 * (uint32_t)reader->rows);
	if (lines > 0 && page_complete(reader->page)) {
		uint32_t most = last_top(reader);
		if (reader->top >= most) {
			app_say(app, "end");
			return;
		}
		lines = MIN(lines, (int32_t)(most - reader->top));
	}
	if (!reader_scroll(reader, lines) && lines < 0)
		app_say(app, "start");
}

static void
leave_place(struct app *app, const struct reader *reader)
{
	if (reader == &app->reader)
		app_leave_place(app);
}

void
reader_move(struct app *app, enum motion motion, uint32_t count)
{
	if (!selection_move(app, motion, count))
		reader_walk(app, &app->reader, motion, count);
}

void
reader_walk(struct app *app, struct reader *reader, enum motion motion, uint32_t count)
{
	const struct document *document = reader_document(reader);
	if (document == NULL || reader->page == NULL)
		return;
	int32_t times = count == 0 ? 1 : (int32_t)count;
	int32_t page = MAX(reader->rows - 2, 1);
	int32_t half = MAX(reader->rows / 2, 1);
	switch (motion) {
	case MOVE_DOWN:
		reader_scroll(reader, times);
		break;
	case MOVE_UP:
		reader_scroll(reader, -times);
		break;
	case MOVE_PAGE_DOWN:
		scroll_pages(app, reader, times * page);
		break;
	case MOVE_PAGE_UP:
		scroll_pages(app, reader, -times * page);
		break;
	case MOVE_HALF_DOWN:
		scroll_pages(app, reader, times * half);
		break;
	case MOVE_HALF_UP:
		scroll_pages(app, reader, -times * half);
		break;
	case MOVE_FIRST:
	case MOVE_LAST:
		leave_place(app, reader);
		if (count > 0)
			reader_jump(reader, document_offset_of_line(document, count));
		else if (motion == MOVE_LAST)
			go_to_end(reader);
		else
			reader_jump(reader, 0), reader->top = 0;
		break;
	case MOVE_PERCENT:
		leave_place(app, reader);
		reader_jump(reader,
			(uint32_t)((uint64_t)document->length * MIN(count, 100u) / 100));
		break;
	}
}

/* --- places --- */

void
reader_place(const struct reader *reader, struct place *place)
{
	*place = (struct place){ .kind = PLACE_EXACT, .link = NONE, .stamp = NONE };
	if (reader->opened == NULL)
		return;
	place->path = g_strdup(reader->opened->document->path);
	place->number = reader->reading;
	place->top = page_offset_of(reader->page, reader->top);
	place->above = (int32_t)page_line_of(reader->page, place->top) - (int32_t)reader->top;
	place->left = reader->left;
	place->link = reader->link;
	place->stamp = reader->stamp;
	place->jumped = reader->jumped;
	const struct document *document = reader->opened->document;
	uint32_t section = document_section_at(document, place->number);
	place->around = state_around(document, place->number);
	place->top_around = state_around(document, place->top);
	place->real = g_strdup(reader->opened->real);
	place->title = g_strdup(document_short_title(document));
	if (section != NONE)
		place->section = g_strdup(document->sections[section].title);
	place->line = document_line(document, place->number);
}

static void
arrive_exactly(struct reader *reader, const struct place *place)
{
	const struct document *document = reader_document(reader);
	uint32_t first = state_find_words(place->top_around, place->top, document);
	reader->reading = state_find_words(place->around, place->number, document);
	/* In a text that was edited links and timestamps may have other numbers. */
	bool same = first == MIN(place->top, document->length) &&
		    reader->reading == MIN(place->number, document->length);
	int64_t top = (int64_t)page_line_of(reader->page, first) - place->above;
	page_lay(reader->page, (uint32_t)MAX(top, 0) + (uint32_t)reader->rows + 1);
	reader->top = (uint32_t)CLAMP(top, 0, (int64_t)last_line(reader->page));
	reader->left = place->left;
	reader->link = same && place->link < document->link_count ? place->link : NONE;
	reader->stamp = same && place->stamp < document->timestamp_count ? place->stamp : NONE;
	reader->jumped = place->jumped;
	/* In a window that has become smaller, what was read comes before what stood on top. */
	if (!reader_shows(reader, reader->reading))
		reader->top = page_line_of(reader->page, reader->reading);
	reader_lay_below(reader);
}

/* Where a link stands, which is selected. Where the document has changed since: a link of that line,
 * else the line. */
static uint32_t
arrive_at_link(struct reader *reader, const struct place *place)
{
	const struct document *document = reader_document(reader);
	uint32_t i = place->link;
	if (i >= document->link_count || document->links[i].line != place->number)
		for (i = 0; i < document->link_count; i++)
			if (document->links[i].line == place->number)
				break;
	if (i >= document->link_count)
		return document_offset_of_line(document, place->number);
	reader->link = i;
	struct range text = document->links[i].text;
	return range_is_none(text) ? 0 : text.start;
}

/* At words that are said at a timestamp, which is the one being read: with their sentence from its start on,
 * where it is that which the timestamp marks. */
static void
arrive_at_words(struct reader *reader, uint32_t offset, uint32_t stamp)
{
	const struct timestamp *timestamp = &reader_document(reader)->timestamps[stamp];
	reader_jump(reader, offset);
	reader->stamp = stamp;
	if (!range_holds(timestamp->sentence, offset))
		return;
	uint32_t first = page_line_of(reader->page, timestamp->sentence.start);
	uint32_t line = page_line_of(reader->page, offset);
	if (first < reader->top && line < first + (uint32_t)reader->rows)
		reader->top = first;
}

bool
reader_arrive(struct reader *reader, const struct place *place)
{
	const struct document *document = reader_document(reader);
	uint32_t offset = 0;
	switch (place->kind) {
	case PLACE_START:
	case PLACE_LEFT:
		break;
	case PLACE_EXACT:
		arrive_exactly(reader, place);
		return true;
	case PLACE_OFFSET:
		offset = place->number;
		break;
	case PLACE_LINE:
		offset = document_offset_of_line(document, place->number);
		break;
	case PLACE_TIME: {
		uint32_t stamp = document_timestamp_near(document, place->number);
		if (stamp != NONE) {
			reader_jump_to_stamp(reader, stamp);
			return true;
		}
		offset = RANGE_NONE;
		break;
	}
	case PLACE_LINK:
		offset = arrive_at_link(reader, place);
		break;
	case PLACE_ANCHOR:
		offset = document_anchor(document, place->anchor != NULL ? place->anchor : "");
		break;
	}
	bool found = offset != RANGE_NONE;
	if (found && place->kind == PLACE_OFFSET && place->stamp < document->timestamp_count) {
		arrive_at_words(reader, offset, place->stamp);
	} else if (found && offset > 0) {
		reader_jump(reader, offset);
	} else {
		reader->reading = 0;
		reader->top = 0;
		reader->jumped = false;
		reader->stamp = NONE;
		reader_lay_below(reader);
	}
	return found;
}

char *
reader_lost_words(const struct document *document, const struct place *place)
{
	const char *title = document_short_title(document);
	if (place->kind == PLACE_TIME)
		return g_strdup_printf("%s has no timestamps: this is its start", title);
	return g_strdup_printf("%s has no section “%s”: this is its start", title,
		place->anchor != NULL ? place->anchor : "");
}

void
reader_return(struct reader *reader, uint32_t offset)
{
	if (reader->page == NULL || offset == 0)
		return;
	reader_jump(reader, offset);
	uint32_t count = page_line_count(reader->page);
	uint32_t rows = (uint32_t)reader->rows;
	if (page_complete(reader->page) && reader->top + rows > count)
		reader->top = count > rows ? count - rows : 0;
}

struct range
reader_seen(const struct reader *reader)
{
	if (reader->page == NULL)
		return (struct range){ 0, 0 };
	uint32_t count = page_line_count(reader->page);
	uint32_t after = reader->top + (uint32_t)reader->rows;
	struct range seen = { page_offset_of(reader->page, reader->top), 0 };
	seen.end = after < count ? page_offset_of(reader->page, after)
				 : reader->opened->document->length;
	return seen;
}

/* --- what is being read --- */

uint32_t
reader_section(const struct reader *reader)
{
	const struct document *document = reader_document(reader);
	return document == NULL ? NONE : document_section_at(document, reader->reading);
}

unsigned
reader_percent(const struct reader *reader)
{
	const struct document *document = reader_document(reader);
	if (document == NULL || document->length == 0)
		return 0;
	/* The last row is all of it; what that row embeds is below it. */
	uint32_t count = page_line_count(reader->page);
	uint32_t line = page_line_of(reader->page, reader->reading);
	if (page_complete(reader->page) &&
		(line + 1 >= count ||
			(reader->top + (uint32_t)reader->rows >= count &&
				line >= page_line_of(reader->page, document->length - 1))))
		return 100;
	return (unsigned)((uint64_t)reader->reading * 100 / document->length);
}
