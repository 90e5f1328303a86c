#include "config.h"

#include <string.h>

#include "text/safe.h"
#include "ui/app_state.h"
#include "ui/timeline.h"

/* Columns that text[from, to) takes on the screen. */
static int
columns_between(const struct document *document, uint32_t from, uint32_t to)
{
	if (to <= from)
		return 0;
	return (int)safe_columns(SAFE_TEXT, document->text + from, to - from);
}

/* Gives the part of a piece that lies in range a role. */
static void
mark_range(struct canvas *canvas, const struct document *document, const struct piece *piece, int y,
	int x, struct range range, enum role role)
{
	uint32_t start = MAX(piece->text.start, range.start);
	uint32_t end = MIN(piece->text.end, range.end);
	if (start >= end)
		return;
	int from = x + columns_between(document, piece->text.start, start);
	int width = columns_between(document, start, end);
	canvas_role(canvas, (struct rect){ y, from, 1, width }, role);
}

static void
mark_hits(const struct reader *reader, struct canvas *canvas, const struct document *document,
	const struct piece *piece, int y, int x)
{
	uint32_t count = hits_count(reader->hits);
	if (count == 0)
		return;
	uint32_t i = hits_at(reader->hits, piece->text.start);
	/* The hit before may reach into the piece. */
	for (i = i > 0 ? i - 1 : 0; i < count; i++) {
		struct range hit = hits_range(reader->hits, i);
		if (hit.start >= piece->text.end)
			break;
		mark_range(canvas, document, piece, y, x, hit,
			i == reader->hit ? ROLE_HIT_CURRENT : ROLE_HIT);
	}
}

/* Marks the timestamp being read: its label, or what is said where it has none. */
static void
mark_stamp(struct canvas *canvas, const struct document *document, const struct piece *piece,
	uint32_t stamp, int y, int x)
{
	const struct timestamp *t = &document->timestamps[stamp];
	if (range_length(t->text) > 0)
		mark_range(canvas, document, piece, y, x, t->text, ROLE_TIMESTAMP_READING);
	else
		mark_range(canvas, document, piece, y, x, t->sentence, ROLE_READING);
}

static void
draw_piece(const struct reader *reader, struct canvas *canvas, const struct document *document,
	const struct piece *piece, uint32_t stamp, int y, int x)
{
	enum role role = (enum role)piece->role;
	if (piece->made != NULL) {
		canvas_put(canvas, y, x, role, SAFE_TEXT, piece->made, -1);
		return;
	}
	if (range_is_none(piece->text))
		return;
	int taken = canvas_put(canvas, y, x, role, SAFE_TEXT, document->text + piece->text.start,
		(gssize)range_length(piece->text));
	if (piece->hyphen)
		canvas_put(canvas, y, x + taken, role, SAFE_TEXT, "-", 1);
	if (reader == NULL)
		return;
	if (!range_is_none(reader->playing))
		mark_range(canvas, document, piece, y, x, reader->playing, ROLE_PLAYING);
	mark_range(canvas, document, piece, y, x, reader->spot, ROLE_SPOT);
	if (stamp != NONE)
		mark_stamp(canvas, document, piece, stamp, y, x);
	if (reader->link != NONE)
		mark_range(canvas, document, piece, y, x, document->links[reader->link].text,
			ROLE_SELECTED_LINK);
	mark_hits(reader, canvas, document, piece, y, x);
}

/* Lines looked at for the widest of a table or of code, at most, on each side. */
#define WIDEST_AROUND 500

/* Columns of the widest of the lines that scroll together with a line: all of a table, all of a
 * code block. */
static uint32_t
widest_around(const struct page *page, uint32_t line)
{
	uint32_t widest = 0;
	uint32_t count = MIN(page_line_count(page), line + WIDEST_AROUND);
	for (uint32_t i = line; i < count && (page_line(page, i)->flags & LINE_SCROLLS); i++)
		widest = MAX(widest, page_line(page, i)->columns);
	uint32_t first = line > WIDEST_AROUND ? line - WIDEST_AROUND : 0;
	for (uint32_t i = line; i-- > first && (page_line(page, i)->flags & LINE_SCROLLS);)
		widest = MAX(widest, page_line(page, i)->columns);
	return widest;
}

int
reader_line_left(const struct reader *reader, uint32_t line)
{
	unsigned width = page_width(reader->page);
	if (reader->left == 0 || (page_line(reader->page, line)->flags & LINE_SCROLLS) == 0)
		return 0;
	uint32_t widest = widest_around(reader->page, line);
	return widest > width ? (int)MIN(reader->left, widest - width) : 0;
}

static void
draw_line(const struct reader *reader, const struct page *page, uint32_t line, uint32_t widest,
	uint32_t stamp, struct canvas *canvas, struct rect r, int y)
{
	const struct page_line *row = page_line(page, line);
	const struct piece *pieces = page_pieces(page, line);
	bool scrolls = (row->flags & LINE_SCROLLS) != 0 && widest > (uint32_t)r.width;
	int left =
		scrolls && reader != NULL ? (int)MIN(reader->left, widest - (uint32_t)r.width) : 0;
	for (uint32_t i = 0; i < row->count; i++)
		draw_piece(reader, canvas, page_document(page), &pieces[i], stamp, y,
			r.x + (int)pieces[i].column - left);
	if (scrolls && (int)row->columns - left > r.width)
		canvas_sign(canvas, y, r.x + r.width - 1, ROLE_NOTE, "›", ">");
	if (left > 0 && row->count > 0)
		canvas_sign(canvas, y, r.x, ROLE_NOTE, "‹", "<");
}

void
reader_draw_page(const struct reader *reader, const struct page *page, uint32_t top,
	struct canvas *canvas, struct rect r)
{
	struct rect before = canvas_clip(canvas, r);
	uint32_t count = page_line_count(page);
	uint32_t widest = 0;
	uint32_t stamp = reader != NULL ? reader_stamp(reader) : NONE;
	bool together = false;
	for (int y = 0; y < r.height && top + (uint32_t)y < count; y++) {
		uint32_t line = top + (uint32_t)y;
		bool scrolls = (page_line(page, line)->flags & LINE_SCROLLS) != 0;
		if (scrolls && !together)
			widest = widest_around(page, line);
		together = scrolls;
		draw_line(reader, page, line, widest, stamp, canvas, r, r.y + y);
	}
	canvas_clip(canvas, before);
}

static void
draw_empty(const struct app *app, struct canvas *canvas, struct rect r)
{
	g_autofree char *words = NULL;
	if (app->opening.path != NULL)
		words = g_strdup_printf("Opening %s…", app->opening.path);
	else if (catalog_count(app->catalog) == catalog_gone_count(app->catalog))
		words = g_strdup("Nothing is open.");
	else
		words = g_strdup(
			"Nothing is open.\n\nEnter opens the document under the cursor, / finds "
			"words in all of them, ? shows every key.");
	pane_draw_words(canvas, (struct rect){ r.y, r.x + 2, r.height, MIN(r.width - 4, 60) },
		ROLE_DIM, words);
}

struct rect
reader_timeline_rect(const struct app *app, struct rect r)
{
	struct rect text = reader_text_rect(&app->reader, r);
	/* Where there is no row under the title that is blank, the text comes first. */
	bool room = text.y > r.y + 1 && !side_shows_timeline(app);
	return (struct rect){ r.y + 1, text.x, room ? 1 : 0, text.width };
}

void
reader_draw(const struct app *app, struct canvas *canvas, struct rect r, bool focused)
{
	const struct reader *reader = &app->reader;
	const struct document *document = reader_document(reader);
	struct rect body = pane_body(r);
	if (document == NULL || reader->page == NULL) {
		pane_draw_title(canvas, r, focused, "", NULL);
		draw_empty(app, canvas, body);
		return;
	}
	char note[16] = "";
	bool all = page_complete(reader->page) && reader->top == 0 &&
		   page_line_count(reader->page) <= (uint32_t)reader->rows;
	g_snprintf(note, sizeof note, all ? "all" : "%u%%", reader_percent(reader));
	pane_draw_title(canvas, r, focused, document_short_title(document), note);
	int title = (int)safe_columns(SAFE_TEXT, document_short_title(document),
		strlen(document_short_title(document)));
	walk_draw_trail(app, canvas, r.y, r.x + 1 + title + 4,
		r.x + r.width - (int)strlen(note) - 2);
	if (reader_timeline_rect(app, r).height > 0)
		timeline_draw(app, canvas, reader_timeline_rect(app, r));
	if (document->length == 0) {
		pane_draw_words(canvas,
			(struct rect){ body.y, body.x + 2, body.height, body.width - 4 }, ROLE_DIM,
			"This document holds no text.");
		return;
	}
	reader_draw_page(reader, reader->page, reader->top, canvas, reader_text_rect(reader, r));
	selection_draw(app, canvas, reader_text_rect(reader, r));
	hints_draw(app, reader, canvas, reader_text_rect(reader, r));
}
