#include "config.h"

#include <string.h>

#include "text/safe.h"
#include "ui/app_state.h"
#include "ui/excerpt.h"
#include "ui/timeline.h"

/* Rows that there must be for a timeline. */
#define TIMELINE_ROWS 14

static bool
has_timeline(const struct side *side, struct rect r)
{
	return side->view == SIDE_TIMESTAMPS && side->count >= TIMELINE_LEAST &&
	       r.height >= TIMELINE_ROWS;
}

bool
side_shows_timeline(const struct app *app)
{
	return app->layout.shown[PANE_SIDE] &&
	       has_timeline(&app->side, app->layout.pane[PANE_SIDE]);
}

struct rect
side_timeline_rect(const struct app *app, struct rect r)
{
	int rows = has_timeline(&app->side, r) ? TIMELINE_HEIGHT : 0;
	return (struct rect){ r.y + 1, r.x + 2, rows, r.width - 4 };
}

struct rect
side_rows_rect(const struct side *side, struct rect r)
{
	struct rect body = pane_body(r);
	if (has_timeline(side, r)) {
		int taken = r.y + 1 + TIMELINE_HEIGHT + 1 - body.y;
		body.y += taken;
		body.height -= taken;
	}
	return body;
}

/* --- rows in the document --- */

/* One paragraph of the text on one row: a '\n' of it is a blank. */
static void
draw_text(struct canvas *canvas, int y, int x, int room, enum role role, const char *text,
	uint32_t n)
{
	if (room <= 0)
		return;
	/* What does not fit is not looked at, however long it is. */
	uint32_t most = (uint32_t)MIN((int64_t)n, (int64_t)room * 16);
	g_autofree char *line = g_strndup(text, most);
	g_strdelimit(line, "\n\t\r", ' ');
	canvas_put_cut(canvas, y, x, room, role, SAFE_TEXT, line, -1);
}

static int
time_columns(const struct document *document)
{
	uint32_t most = 0;
	char buffer[16];
	for (uint32_t i = 0; i < document->timestamp_count; i++)
		most = MAX(most, document->timestamps[i].milliseconds);
	return (int)strlen(timeline_time(buffer, most));
}

static void
draw_stamp(const struct document *document, const struct side_row *row, int columns,
	struct canvas *canvas, int y, int x, int room)
{
	const struct timestamp *stamp = &document->timestamps[row->index];
	char time[16];
	timeline_time(time, stamp->milliseconds);
	canvas_put(canvas, y, x + columns - (int)strlen(time), ROLE_SIDE_TIME, SAFE_TEXT, time, -1);
	if (!range_is_none(stamp->sentence))
		draw_text(canvas, y, x + columns + 1, room - columns - 1, ROLE_TEXT,
			document->text + stamp->sentence.start, range_length(stamp->sentence));
}

static void
draw_link(const struct app *app, const struct side_row *row, struct canvas *canvas, int y, int x,
	int room)
{
	static const enum role roles[] = {
		[LINK_STATE_UNKNOWN] = ROLE_LINK,
		[LINK_STATE_RESOLVED] = ROLE_LINK,
		[LINK_STATE_MISSING] = ROLE_LINK_MISSING,
		[LINK_STATE_WEB] = ROLE_LINK_WEB,
	};
	const struct document *document = reader_document(&app->reader);
	const struct link *link = &document->links[row->index];
	enum role role = roles[app->reader.opened->link_states[row->index]];
	if (range_is_none(link->text))
		draw_text(canvas, y, x, room, role, link->written, (uint32_t)strlen(link->written));
	else
		draw_text(canvas, y, x, room, role, document->text + link->text.start,
			range_length(link->text));
}

/* --- rows in other documents --- */

/* Columns before the text of a row, and those that are not its; and those of the sign before a
 * sentence. */
#define TEXT_FROM 2
#define TEXT_LESS 3
#define SIGN 2

static struct range
marked_of(const struct snippet *snippet)
{
	return snippet->spans != NULL && snippet->spans->len > 0
		       ? g_array_index(snippet->spans, struct range, 0)
		       : (struct range){ 0, 0 };
}

/* The section of a mention is named over it, unless the row above says the same. */
static bool
names_section(const struct app *app, const struct side_row *row, const struct mention_line *line)
{
	const struct side *side = &app->side;
	if (line->section == NULL || line->section[0] == '\0')
		return false;
	const struct side_row *first = &g_array_index(side->rows, struct side_row, 0);
	if (row == first)
		return true;
	const struct side_row *above = row - 1;
	if (above->kind == SIDE_ROW_TITLE)
		return strcmp(above->words, line->section) != 0;
	const struct mention *other = side_mention(side, above);
	return other == NULL || other->section != side_mention(side, row)->section;
}

static void
draw_mention(const struct app *app, const struct side_row *row, struct canvas *canvas, int y, int x,
	int room)
{
	const struct mention *mention = side_mention(&app->side, row);
	const struct mention_line *line = mention_lines_of(app, mention);
	if (line == NULL || line->snippet.text == NULL) {
		g_autofree char *words = g_strdup_printf("line %u", mention->line);
		canvas_put_cut(canvas, y, x, room, ROLE_DIM, SAFE_TEXT, words, -1);
		return;
	}
	if (names_section(app, row, line))
		canvas_put_cut(canvas, y++, x, room, ROLE_DIM, SAFE_TEXT, line->section, -1);
	struct excerpt excerpt;
	canvas_sign(canvas, y, x, ROLE_DIM, "›", ">");
	excerpt_lay(&excerpt, line->snippet.text, marked_of(&line->snippet), room - SIGN);
	excerpt_draw(&excerpt, canvas, y, x + SIGN, room - SIGN, ROLE_TEXT);
}

/* Marks the link, over the look of the cursor. */
static void
mark_mention(const struct app *app, const struct side_row *row, struct canvas *canvas, int y, int x,
	int room)
{
	const struct mention_line *line = mention_lines_of(app, side_mention(&app->side, row));
	if (line == NULL || line->snippet.text == NULL)
		return;
	struct excerpt excerpt;
	excerpt_lay(&excerpt, line->snippet.text, marked_of(&line->snippet), room - SIGN);
	excerpt_mark(&excerpt, canvas, y + names_section(app, row, line), x + SIGN, ROLE_MENTION);
}

static const char *
related_title(const struct app *app, const struct side_row *row)
{
	const struct related *related = side_related(&app->side, row);
	return related->section == NONE || related->title == NULL || related->title[0] == '\0'
		       ? row->words
		       : related->title;
}

static void
draw_related(const struct app *app, const struct side_row *row, struct canvas *canvas, int y, int x,
	int room)
{
	const struct related *related = side_related(&app->side, row);
	const char *title = related_title(app, row);
	canvas_put_cut(canvas, y++, x, room, ROLE_SIDE_HEADING, SAFE_TEXT, title, -1);
	if (strcmp(title, row->words) != 0)
		canvas_put_cut(canvas, y++, x, room, ROLE_TEXT, SAFE_TEXT, row->words, -1);
	struct excerpt excerpt;
	excerpt_lay(&excerpt, related->reason, (struct range){ 0, 0 }, room);
	excerpt_draw(&excerpt, canvas, y, x, room, ROLE_DIM);
}

uint32_t
side_row_lines(const struct app *app, const struct side_row *row, int width)
{
	struct excerpt excerpt;
	int room = width - TEXT_LESS;
	if (row->kind == SIDE_ROW_MENTION) {
		const struct mention_line *line =
			mention_lines_of(app, side_mention(&app->side, row));
		if (line == NULL || line->snippet.text == NULL)
			return 1;
		excerpt_lay(&excerpt, line->snippet.text, marked_of(&line->snippet), room - SIGN);
		return MAX(excerpt.count + names_section(app, row, line), 1u);
	}
	if (row->kind == SIDE_ROW_RECORDING)
		return side_recording_lines(app, row, room);
	if (row->kind == SIDE_ROW_RELATED) {
		excerpt_lay(&excerpt, side_related(&app->side, row)->reason, (struct range){ 0, 0 },
			room);
		return 1 + excerpt.count + (strcmp(related_title(app, row), row->words) != 0);
	}
	return 1;
}

/* --- all --- */

static void
draw_row(const struct app *app, struct canvas *canvas, int y, int x, int width, uint32_t i,
	int columns)
{
	const struct side *side = &app->side;
	const struct document *document = reader_document(&app->reader);
	const struct side_row *row = &g_array_index(side->rows, struct side_row, i);
	switch (row->kind) {
	case SIDE_ROW_STAMP:
		draw_stamp(document, row, columns, canvas, y, x + 2, width - 3);
		break;
	case SIDE_ROW_HEADING:
		canvas_put_cut(canvas, y, x + 1, width - 2, ROLE_SIDE_HEADING, SAFE_TEXT,
			document->sections[row->index].title, -1);
		break;
	case SIDE_ROW_SECTION: {
		const struct section *section = &document->sections[row->index];
		int indent = MIN(2 * (section->level - side->least_level), width / 3);
		canvas_put_cut(canvas, y, x + 2 + indent, width - 3 - indent,
			section->level == side->least_level ? ROLE_SIDE_HEADING : ROLE_TEXT,
			SAFE_TEXT, section->title, -1);
		break;
	}
	case SIDE_ROW_LINK:
		draw_link(app, row, canvas, y, x + 2, width - 3);
		break;
	case SIDE_ROW_DATE: {
		const struct date_mention *date = &document->dates[row->index];
		uint32_t block = document_block_at(document, date->text.start);
		struct range text = block == NONE ? date->text : document->blocks[block].text;
		canvas_put(canvas, y, x + 2, ROLE_SIDE_TIME, SAFE_TEXT, date->iso, -1);
		draw_text(canvas, y, x + 13, width - 14, ROLE_TEXT, document->text + text.start,
			range_length(text));
		break;
	}
	case SIDE_ROW_GROUP:
		canvas_put_cut(canvas, y, x + 1, width - 2, ROLE_TITLE, SAFE_TEXT, row->words, -1);
		break;
	case SIDE_ROW_TITLE:
		canvas_put_cut(canvas, y, x + 1, width - 2, ROLE_SIDE_HEADING, SAFE_TEXT,
			row->words, -1);
		break;
	case SIDE_ROW_MENTION:
		draw_mention(app, row, canvas, y, x + TEXT_FROM, width - TEXT_LESS);
		break;
	case SIDE_ROW_RELATED:
		draw_related(app, row, canvas, y, x + TEXT_FROM, width - TEXT_LESS);
		break;
	case SIDE_ROW_RECORDING:
		side_draw_recording(app, row, canvas, y, x + TEXT_FROM, width - TEXT_LESS);
		break;
	case SIDE_ROW_WORDS:
		draw_text(canvas, y, x + 2, width - 3, ROLE_DIM, row->words,
			(uint32_t)strlen(row->words));
		break;
	}
}

void
side_draw(const struct app *app, struct canvas *canvas, struct rect r, bool focused)
{
	const struct side *side = &app->side;
	const struct document *document = reader_document(&app->reader);
	struct rect body = side_rows_rect(side, r);
	char number[16];
	const char *name = side_views[side->view].title;
	g_autofree char *title = side->count == 0 ? g_strdup(name)
						  : g_strdup_printf("%s · %s", name,
							    app_number(number, side->count));
	pane_draw_title(canvas, r, focused, title,
		side->by_time && side->count > 0 && side_views[side->view].by_time ? "by time"
										   : NULL);
	if (document == NULL)
		return;
	if (has_timeline(side, r))
		timeline_draw(app, canvas, side_timeline_rect(app, r));
	struct rect before = canvas_clip(canvas, body);
	int columns = side->view == SIDE_TIMESTAMPS ? time_columns(document) : 0;
	for (uint32_t i = side_row_on(side, side->top); i < side->rows->len; i++) {
		const struct side_row *row = &g_array_index(side->rows, struct side_row, i);
		if (row->first >= side->top + (uint32_t)body.height)
			break;
		struct rect place = { body.y + (int)row->first - (int)side->top, body.x,
			(int)row->lines, body.width };
		draw_row(app, canvas, place.y, place.x, place.width, i, columns);
		if (i == side->reading) {
			canvas_role(canvas, place, ROLE_READING);
			canvas_put(canvas, place.y, place.x, ROLE_READING, SAFE_TEXT, "▸", -1);
		}
		if (i == side->cursor && focused && side_row_leads(side, i))
			canvas_role(canvas, place, ROLE_CURSOR);
		if (row->kind == SIDE_ROW_MENTION)
			mark_mention(app, row, canvas, place.y, place.x + TEXT_FROM,
				place.width - TEXT_LESS);
	}
	canvas_clip(canvas, before);
}
