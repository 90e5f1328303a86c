#include "config.h"

#include <string.h>

#include "document/stamp_order.h"
#include "text/safe.h"
#include "text/utf8.h"
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

/* Columns before the text of a row, and those that are not its. */
#define TEXT_FROM 2
#define TEXT_LESS 3
/* Bytes of a text that are looked at, and rows that a reason may take. */
#define TEXT_MOST 1024
#define WORDS_DEEP 3
#define DATE_COLUMNS 10

/* The text of a row: where it stands in it, and how it looks. */
struct side_text {
	const char *text;
	uint32_t n;
	int x, room;
	enum role role;
	unsigned deep; /* rows of the screen at most */
	char line[TEXT_MOST];
	struct excerpt excerpt;
};

static void
text_of_range(struct side_text *t, const struct document *document, struct range range)
{
	if (range_is_none(range))
		return;
	t->text = document->text + range.start;
	t->n = range_length(range);
}

static void
text_of_words(struct side_text *t, const char *words)
{
	t->text = words;
	t->n = (uint32_t)strlen(words);
}

/* Moves where it begins, and where it ends, by so many columns. */
static void
narrow(struct side_text *t, int before, int after)
{
	t->x += before;
	t->room -= before + after;
}

static void
text_of_link(struct side_text *t, const struct app *app, uint32_t index)
{
	static const enum role roles[] = {
		[LINK_STATE_UNKNOWN] = ROLE_LINK,
		[LINK_STATE_RESOLVED] = ROLE_LINK,
		[LINK_STATE_MISSING] = ROLE_LINK_MISSING,
		[LINK_STATE_WEB] = ROLE_LINK_WEB,
	};
	const struct link *link = &app->side.of->document->links[index];
	t->role = roles[app->side.of->link_states[index]];
	if (range_is_none(link->text))
		text_of_words(t, link->written);
	else
		text_of_range(t, app->side.of->document, link->text);
}

static void
text_of_section(struct side_text *t, const struct app *app, uint32_t index)
{
	const struct document *document = app->side.of->document;
	const struct section *section = &document->sections[index];
	uint32_t stamp = side_section_stamp(document, index);
	char time[16];
	int after = 0;
	if (stamp != NONE)
		after = (int)strlen(timeline_time(time, document->timestamps[stamp].milliseconds)) +
			1;
	if (section->level == app->side.least_level)
		t->role = ROLE_SIDE_HEADING;
	narrow(t, MIN(2 * (section->level - app->side.least_level), t->room / 3), after);
	text_of_range(t, document, side_section_title(document, index));
}

/* Whether a row may take several of the screen: what it says is more than a name. */
static bool
is_deep(enum side_row_kind kind)
{
	return kind == SIDE_ROW_STAMP || kind == SIDE_ROW_SECTION || kind == SIDE_ROW_LINK ||
	       kind == SIDE_ROW_DATE;
}

/* Where no text is, there is none: n is 0. */
static void
find_text(struct side_text *t, const struct app *app, const struct side_row *row, int width,
	unsigned deep)
{
	const struct document *document = app->side.of->document;
	t->text = "";
	t->n = 0;
	t->x = TEXT_FROM;
	t->room = width - TEXT_LESS;
	t->role = ROLE_TEXT;
	t->deep = row->kind == SIDE_ROW_WORDS ? WORDS_DEEP : is_deep(row->kind) ? deep : 1;
	switch (row->kind) {
	case SIDE_ROW_STAMP:
		narrow(t, app->side.time_columns + 1, 0);
		t->role = row->head ? ROLE_SIDE_HEADING : ROLE_TEXT;
		text_of_range(t, document, document->timestamps[row->index].sentence);
		break;
	case SIDE_ROW_HEADING:
		narrow(t, -1, 0);
		t->role = ROLE_SIDE_HEADING;
		text_of_range(t, document, side_section_title(document, row->index));
		break;
	case SIDE_ROW_SECTION:
		text_of_section(t, app, row->index);
		break;
	case SIDE_ROW_LINK:
		text_of_link(t, app, row->index);
		break;
	case SIDE_ROW_DATE: {
		uint32_t block = document_block_at(document, row->offset);
		narrow(t, DATE_COLUMNS + 1, 0);
		text_of_range(t, document,
			block == NONE ? document->dates[row->index].text
				      : document->blocks[block].text);
		break;
	}
	case SIDE_ROW_FIELD:
		narrow(t, DATE_COLUMNS + 1, 0);
		text_of_words(t, strchr(row->words, ' ') + 1);
		break;
	case SIDE_ROW_GROUP:
	case SIDE_ROW_TITLE:
		narrow(t, -1, 0);
		t->role = row->kind == SIDE_ROW_GROUP ? ROLE_TITLE : ROLE_SIDE_HEADING;
		text_of_words(t, row->words);
		break;
	case SIDE_ROW_WORDS:
		t->role = ROLE_DIM;
		text_of_words(t, row->words);
		break;
	case SIDE_ROW_MENTION:
	case SIDE_ROW_RELATED:
	case SIDE_ROW_RECORDING:
		break;
	}
}

/* Lays it out, from a place on from which the first hit of a filter is seen. */
static void
lay_text(struct side_text *t, const struct side *side)
{
	/* What does not fit is not looked at, however long it is; and a '\n' of it is a blank. */
	size_t n = utf8_cut(t->text, t->n, sizeof t->line - 1);
	struct range marked = { 0, 0 };
	memcpy(t->line, t->text, n);
	t->line[n] = '\0';
	for (size_t i = 0; i < n; i++)
		if (t->line[i] == '\n' || t->line[i] == '\t' || t->line[i] == '\r')
			t->line[i] = ' ';
	if (side_filter_on(side)) {
		g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(struct range));
		side_filter_hits(side, t->line, n, hits);
		if (hits->len > 0)
			marked = g_array_index(hits, struct range, 0);
	}
	excerpt_lay_rows(&t->excerpt, t->line, marked, t->room, t->deep);
}

/* Marks what a filter looks for in an excerpt, over the look of the cursor. */
static void
mark_hits(const struct side *side, struct excerpt *excerpt, struct canvas *canvas, int y, int x)
{
	g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(struct range));
	side_filter_hits(side, excerpt->text, strlen(excerpt->text), hits);
	for (guint i = 0; i < hits->len; i++) {
		excerpt->marked = g_array_index(hits, struct range, i);
		excerpt_mark(excerpt, canvas, y, x, ROLE_HIT);
	}
}

/* Several that stray together, in order among themselves, are one part that stands elsewhere: whether
 * a row goes on with what the timestamp above it begins. */
static bool
goes_on_straying(const struct side *side, uint32_t i)
{
	const struct timestamp *stamps = side->of->document->timestamps;
	uint32_t stamp = side_row(side, i)->index;
	uint32_t above = i;
	while (above > 0 && side_row(side, above - 1)->kind == SIDE_ROW_HEADING)
		above--;
	return above > 0 && side_row(side, above - 1)->index + 1 == stamp &&
	       side->stray[stamp - 1] == side->stray[stamp] &&
	       stamps[stamp - 1].milliseconds <= stamps[stamp].milliseconds;
}

static void
draw_stamp(const struct side *side, uint32_t i, struct canvas *canvas, int y, int x)
{
	const struct side_row *row = side_row(side, i);
	const struct timestamp *stamp = &side->of->document->timestamps[row->index];
	char time[16];
	timeline_time(time, stamp->milliseconds);
	canvas_put(canvas, y, x + TEXT_FROM + side->time_columns - (int)strlen(time),
		ROLE_SIDE_TIME, SAFE_TEXT, time, -1);
	/* In order of time nothing stands out of it. */
	if (side->by_time || side->stray[row->index] == STAMP_IN_ORDER)
		return;
	if (goes_on_straying(side, i))
		canvas_sign(canvas, y, x + TEXT_FROM - 1, ROLE_DIM, "┆", ":");
	else if (side->stray[row->index] == STAMP_LATE)
		canvas_sign(canvas, y, x + TEXT_FROM - 1, ROLE_SIDE_STRAY, "↑", "^");
	else
		canvas_sign(canvas, y, x + TEXT_FROM - 1, ROLE_SIDE_STRAY, "↓", "v");
}

/* Whether the row above marks the same sentence. */
static bool
is_repeated(const struct side *side, uint32_t i)
{
	if (i == 0 || side_row(side, i - 1)->kind != SIDE_ROW_STAMP)
		return false;
	const struct timestamp *stamps = side->of->document->timestamps;
	struct range a = stamps[side_row(side, i)->index].sentence;
	struct range b = stamps[side_row(side, i - 1)->index].sentence;
	return !range_is_none(a) && a.start == b.start && a.end == b.end;
}

/* What a row shows beside its text. */
static void
draw_sides(const struct side *side, uint32_t i, const struct side_text *t, struct canvas *canvas,
	int y, int x)
{
	const struct document *document = side->of->document;
	const struct side_row *row = side_row(side, i);
	char time[16];
	if (row->kind == SIDE_ROW_STAMP) {
		draw_stamp(side, i, canvas, y, x);
	} else if (row->kind == SIDE_ROW_DATE) {
		canvas_put(canvas, y, x + TEXT_FROM, ROLE_SIDE_TIME, SAFE_TEXT,
			document->dates[row->index].iso, -1);
	} else if (row->kind == SIDE_ROW_FIELD) {
		canvas_put(canvas, y, x + TEXT_FROM, ROLE_SIDE_TIME, SAFE_TEXT, row->words,
			strchr(row->words, ' ') - row->words);
	} else if (row->kind == SIDE_ROW_SECTION) {
		uint32_t stamp = side_section_stamp(document, row->index);
		if (stamp == NONE)
			return;
		timeline_time(time, document->timestamps[stamp].milliseconds);
		canvas_put(canvas, y, x + t->x + t->room + 1, ROLE_SIDE_TIME, SAFE_TEXT, time, -1);
	}
}

/* --- rows in other documents --- */

/* Columns of the sign before a sentence. */
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
	if (row == side_row(side, 0))
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
side_row_measure(const struct app *app, const struct side_row *row, int width, unsigned deep)
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
	if (deep <= 1 && row->kind != SIDE_ROW_WORDS)
		return 1;
	struct side_text t;
	find_text(&t, app, row, width, deep);
	if (t.room <= 0)
		return 1;
	lay_text(&t, &app->side);
	return MAX(t.excerpt.count, 1u);
}

/* --- all --- */

/* A row of the screen that is being drawn, and its look. */
struct side_place {
	struct rect r;
	uint32_t row;
	bool first; /* of those on the screen */
	bool reading, cursor;
};

static void
draw_look(struct canvas *canvas, const struct side_place *place)
{
	if (place->reading) {
		canvas_role(canvas, place->r, ROLE_READING);
		canvas_sign(canvas, place->r.y, place->r.x, ROLE_READING, "▸", ">");
	}
	if (place->cursor)
		canvas_role(canvas, place->r, ROLE_CURSOR);
}

static void
draw_text_row(const struct app *app, struct canvas *canvas, const struct side_place *place)
{
	const struct side *side = &app->side;
	const struct side_row *row = side_row(side, place->row);
	int y = place->r.y, x = place->r.x;
	struct side_text t;
	find_text(&t, app, row, place->r.width,
		place->row == side->open ? EXCERPT_ROWS : side->deep);
	draw_sides(side, place->row, &t, canvas, y, x);
	/* A sentence with several times is shown once, and where it would begin above the screen. */
	bool repeated = row->kind == SIDE_ROW_STAMP && !place->first && place->row != side->open &&
			is_repeated(side, place->row);
	if (t.room > 0 && repeated)
		canvas_sign(canvas, y, x + t.x, ROLE_DIM, "″", "\"");
	if (t.room > 0 && !repeated) {
		lay_text(&t, side);
		excerpt_draw(&t.excerpt, canvas, y, x + t.x, t.room, t.role);
	}
	draw_look(canvas, place);
	if (t.room > 0 && !repeated && row->found)
		mark_hits(side, &t.excerpt, canvas, y, x + t.x);
}

static void
draw_row(const struct app *app, struct canvas *canvas, const struct side_place *place)
{
	const struct side_row *row = side_row(&app->side, place->row);
	int y = place->r.y, x = place->r.x + TEXT_FROM, room = place->r.width - TEXT_LESS;
	switch (row->kind) {
	case SIDE_ROW_MENTION:
		draw_mention(app, row, canvas, y, x, room);
		draw_look(canvas, place);
		mark_mention(app, row, canvas, y, x, room);
		break;
	case SIDE_ROW_RELATED:
		draw_related(app, row, canvas, y, x, room);
		draw_look(canvas, place);
		break;
	case SIDE_ROW_RECORDING:
		side_draw_recording(app, row, canvas, y, x, room);
		draw_look(canvas, place);
		break;
	default:
		draw_text_row(app, canvas, place);
		break;
	}
}

static void
draw_title(const struct app *app, struct canvas *canvas, struct rect r, bool focused)
{
	const struct side *side = &app->side;
	const struct side_view *view = &side_views[side->view];
	char shown[16], count[16];
	g_autofree char *title = NULL;
	const char *note = side->by_time && side->count > 0 && view->by_time ? "by time" : NULL;
	if (side_filter_on(side))
		title = g_strdup_printf("%s of %s  /%s", app_number(shown, side->shown),
			app_number(count, side->count), side->filter.text);
	else if (side->count > 0)
		title = g_strdup_printf("%s · %s", view->title, app_number(count, side->count));
	else
		title = g_strdup(view->title);
	pane_draw_title(canvas, r, focused, title, note);
}

static void
draw_rows(const struct app *app, struct canvas *canvas, struct rect body, bool focused)
{
	const struct side *side = &app->side;
	uint32_t first = side_row_on(side, side->top);
	for (uint32_t i = first; i < side->rows->len; i++) {
		uint32_t line = side_row_first(side, i);
		if (line >= side->top + (uint32_t)body.height)
			break;
		struct side_place place = {
			.r = { body.y + (int)line - (int)side->top, body.x,
				(int)side_row_lines(side, i), body.width },
			.row = i,
			.first = i == first,
			.reading = i == side->reading,
			.cursor = i == side->cursor && focused && side_row_leads(side, i),
		};
		draw_row(app, canvas, &place);
	}
}

void
side_draw(const struct app *app, struct canvas *canvas, struct rect r, bool focused)
{
	const struct side *side = &app->side;
	const struct document *document = reader_document(&app->reader);
	struct rect body = side_rows_rect(side, r);
	draw_title(app, canvas, r, focused);
	if (document == NULL || side->of != app->reader.opened)
		return;
	if (has_timeline(side, r))
		timeline_draw(app, canvas, side_timeline_rect(app, r));
	struct rect before = canvas_clip(canvas, body);
	if (side->rows->len > 0) {
		draw_rows(app, canvas, body, focused);
	} else if (side_filter_on(side)) {
		g_autofree char *words =
			g_strdup_printf("Nothing here holds “%s”.\n\nEsc shows all.",
				side->filter.text);
		pane_draw_words(canvas,
			(struct rect){ body.y, body.x + 2, body.height, body.width - 3 }, ROLE_DIM,
			words);
	}
	canvas_clip(canvas, before);
}
