/*
 * The timestamp being read, and the ways to one.
 */
#include "config.h"

#include "ui/app_state.h"

uint32_t
reader_stamp_target(const struct document *document, uint32_t stamp)
{
	const struct timestamp *t = &document->timestamps[stamp];
	if (range_is_none(t->sentence))
		return t->text.start;
	return MIN(t->text.start, t->sentence.start);
}

uint32_t
reader_stamp(const struct reader *reader)
{
	const struct document *document = reader_document(reader);
	if (document == NULL || document->timestamp_count == 0)
		return NONE;
	if (reader->jumped && reader->stamp != NONE)
		return reader->stamp;
	/* The last that begins at or before what is read: a sentence belongs to the time that ends
	 * it. */
	uint32_t low = 0, high = document->timestamp_count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (reader_stamp_target(document, middle) <= reader->reading)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 ? low - 1 : NONE;
}

void
reader_jump_to_stamp(struct reader *reader, uint32_t stamp)
{
	reader_jump(reader, reader_stamp_target(reader_document(reader), stamp));
	reader->stamp = stamp;
}

/* Rows that stay above what a page is turned to. */
#define TURNED_ABOVE 2

void
reader_read_along(struct reader *reader, uint32_t stamp)
{
	const struct document *document = reader_document(reader);
	reader->playing = (struct range){ RANGE_NONE, RANGE_NONE };
	if (document == NULL || stamp == NONE)
		return;
	const struct timestamp *t = &document->timestamps[stamp];
	uint32_t start = reader_stamp_target(document, stamp), end = t->text.end;
	if (!range_is_none(t->sentence))
		end = MAX(end, t->sentence.end);
	reader->playing = (struct range){ start, end };
	reader->reading = start;
	reader->jumped = true;
	reader->stamp = stamp;
	reader->embed = NONE;
	uint32_t first = page_line_of(reader->page, start);
	uint32_t last = page_line_of(reader->page, MAX(end, start + 1) - 1);
	uint32_t rows = (uint32_t)reader->rows;
	bool fits = first >= reader->top && last < reader->top + rows;
	/* What is longer than the screen is seen from its start. */
	if (!fits && !(first == reader->top && last - first >= rows))
		reader->top = first > TURNED_ABOVE && rows > 3 * TURNED_ABOVE ? first - TURNED_ABOVE
									      : first;
	reader_lay_below(reader);
}

bool
reader_go_to_time(struct app *app, uint32_t milliseconds)
{
	const struct document *document = reader_document(&app->reader);
	uint32_t stamp = document == NULL ? NONE : document_timestamp_near(document, milliseconds);
	if (stamp == NONE)
		return false;
	app_leave_place(app);
	reader_jump_to_stamp(&app->reader, stamp);
	return true;
}

uint32_t
reader_time(const struct app *app)
{
	uint32_t stamp = reader_stamp(&app->reader);
	return stamp == NONE ? NONE : reader_document(&app->reader)->timestamps[stamp].milliseconds;
}
