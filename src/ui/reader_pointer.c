/*
 * A click in the reader: on a link, a timestamp or the timeline it goes there.
 */
#include "config.h"

#include "text/safe.h"
#include "text/utf8.h"
#include "ui/app_state.h"
#include "ui/timeline.h"

/* The text offset that stands so many columns into a piece. */
static uint32_t
offset_in(const struct document *document, const struct piece *piece, int column)
{
	uint32_t at = piece->text.start;
	int taken = 0;
	while (at < piece->text.end) {
		uint32_t n = (uint32_t)utf8_grapheme(document->text + at, piece->text.end - at);
		taken += (int)safe_columns(SAFE_TEXT, document->text + at, n);
		if (taken > column)
			break;
		at += n;
	}
	return at;
}

/* The text offset shown at a place of the screen; RANGE_NONE where none of the document's is. */
static uint32_t
offset_at(const struct reader *reader, struct rect text, int y, int x)
{
	uint32_t line = reader->top + (uint32_t)(y - text.y);
	if (y < text.y || y >= text.y + text.height || x < text.x || x >= text.x + text.width ||
		line >= page_line_count(reader->page))
		return RANGE_NONE;
	const struct piece *pieces = page_pieces(reader->page, line);
	int column = x - text.x + reader_line_left(reader, line);
	for (uint32_t i = 0; i < page_line(reader->page, line)->count; i++) {
		const struct piece *piece = &pieces[i];
		int from = (int)piece->column;
		if (piece->made == NULL && !range_is_none(piece->text) && column >= from &&
			column < from + (int)piece->columns)
			return offset_in(page_document(reader->page), piece, column - from);
	}
	return RANGE_NONE;
}

/* The timestamp whose label holds an offset; NONE where none does. */
static uint32_t
stamp_at(const struct document *document, uint32_t offset)
{
	uint32_t i = document_timestamp_behind(document, offset);
	return i < document->timestamp_count && document->timestamps[i].text.start <= offset ? i
											     : NONE;
}

/* The innermost link that holds an offset; NONE where none does. */
static uint32_t
link_at(const struct document *document, uint32_t offset)
{
	struct range near = reader_links_near(document, (struct range){ offset, offset + 1 });
	for (uint32_t i = near.end; i-- > near.start;) {
		struct range text = document->links[i].text;
		if (!range_is_none(text) && text.start <= offset && offset < text.end)
			return i;
	}
	return NONE;
}

uint32_t
reader_link_pointed(const struct reader *reader, struct rect text, int y, int x)
{
	uint32_t offset = reader->page == NULL ? RANGE_NONE : offset_at(reader, text, y, x);
	return offset == RANGE_NONE ? NONE : link_at(page_document(reader->page), offset);
}

void
reader_click(struct app *app, struct rect r, int y, int x)
{
	struct reader *reader = &app->reader;
	const struct document *document = reader_document(reader);
	app_focus(app, PANE_READER);
	if (document == NULL || reader->page == NULL)
		return;
	struct rect line = reader_timeline_rect(app, r);
	if (line.height > 0 && y == line.y) {
		timeline_click(app, line, x);
		return;
	}
	uint32_t offset = offset_at(reader, reader_text_rect(reader, r), y, x);
	if (offset == RANGE_NONE)
		return;
	uint32_t stamp = stamp_at(document, offset), link = link_at(document, offset);
	if (stamp != NONE) {
		app_leave_place(app);
		reader_jump_to_stamp(reader, stamp);
	} else if (link != NONE) {
		reader->link = link;
		reader_follow(app, link);
	}
}
