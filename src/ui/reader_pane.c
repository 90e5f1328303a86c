#include "config.h"

#include <string.h>

#include "document/kinds.h"
#include "ui/app_state.h"
#include "ui/yank.h"

#define MEASURE_LEAST 20
#define MEASURE_MOST 200
#define MEASURE_STEP 4
#define SCROLL_STEP 8

static uint32_t
times(const struct command_call *call)
{
	return MAX(call->count, 1u);
}

/* --- sections and timestamps --- */

static void
reader_next_section(struct app *app, const struct command_call *call)
{
	struct reader *reader = &app->reader;
	const struct document *document = reader_document(reader);
	if (document == NULL)
		return;
	uint32_t current = reader_section(reader);
	uint32_t next = (current == NONE ? 0 : current + 1) + times(call) - 1;
	if (document->section_count == 0)
		app_say(app, "no sections in this document");
	else if (next >= document->section_count)
		app_say(app, "this is the last section");
	else
		reader_jump(reader, document->sections[next].heading.start);
}

static void
reader_previous_section(struct app *app, const struct command_call *call)
{
	struct reader *reader = &app->reader;
	const struct document *document = reader_document(reader);
	if (document == NULL)
		return;
	uint32_t current = reader_section(reader);
	if (current == NONE) {
		if (!reader_scroll(reader, -(int32_t)reader->top))
			app_say(app, "this is the start");
		return;
	}
	/* From inside a section its own start is the previous one. */
	uint32_t start = document->sections[current].heading.start;
	bool inside =
		page_line_of(reader->page, start) < page_line_of(reader->page, reader->reading);
	int64_t to = (int64_t)current - times(call) + (inside ? 1 : 0);
	if (to < 0)
		reader_scroll(reader, -(int32_t)reader->top);
	else
		reader_jump(reader, document->sections[to].heading.start);
}

static void
reader_next_timestamp(struct app *app, const struct command_call *call)
{
	struct reader *reader = &app->reader;
	const struct document *document = reader_document(reader);
	if (document == NULL)
		return;
	uint32_t current = reader_stamp(reader);
	uint32_t next = (current == NONE ? 0 : current + 1) + times(call) - 1;
	uint32_t last = document->timestamp_count - 1;
	if (document->timestamp_count == 0)
		app_say(app, "no timestamps in this document");
	else if (current == last)
		app_say(app, "this is the last timestamp");
	else
		reader_jump_to_stamp(reader, MIN(next, last));
}

static void
reader_previous_timestamp(struct app *app, const struct command_call *call)
{
	struct reader *reader = &app->reader;
	const struct document *document = reader_document(reader);
	if (document == NULL)
		return;
	uint32_t current = reader_stamp(reader);
	bool inside = current != NONE && !reader->jumped &&
		      page_line_of(reader->page, reader_stamp_target(document, current)) <
			      page_line_of(reader->page, reader->reading);
	int64_t to = (int64_t)current - times(call) + (inside ? 1 : 0);
	if (document->timestamp_count == 0)
		app_say(app, "no timestamps in this document");
	else if (current == NONE)
		app_say(app, "no timestamp above");
	else if (current == 0 && !inside)
		app_say(app, "this is the first timestamp");
	else
		reader_jump_to_stamp(reader, (uint32_t)MAX(to, 0));
}

/* --- the side pane and panels --- */

static void
show_side(struct app *app, enum side_view_id view)
{
	if (app->reader.opened == NULL) {
		app_say(app, "no document is open");
		return;
	}
	app->side.view = view;
	app_focus(app, PANE_SIDE);
}

static void
reader_outline(struct app *app, const struct command_call *call)
{
	(void)call;
	show_side(app, SIDE_OUTLINE);
}

static void
reader_timestamps(struct app *app, const struct command_call *call)
{
	(void)call;
	show_side(app, SIDE_TIMESTAMPS);
}

static void
reader_backlinks(struct app *app, const struct command_call *call)
{
	(void)call;
	show_side(app, SIDE_BACKLINKS);
}

static void
reader_recording(struct app *app, const struct command_call *call)
{
	(void)call;
	show_side(app, SIDE_RECORDING);
}

static void
reader_related(struct app *app, const struct command_call *call)
{
	(void)call;
	show_side(app, SIDE_RELATED);
}

static void
reader_info(struct app *app, const struct command_call *call)
{
	(void)call;
	if (app->reader.opened == NULL)
		app_say(app, "no document is open");
	else
		info_open(app);
}

static void
reader_preview(struct app *app, const struct command_call *call)
{
	struct reader *reader = &app->reader;
	(void)call;
	if (reader->opened == NULL)
		app_say(app, "no document is open");
	else
		preview_open(app, reader, reader_link_here(reader));
}

static void
reader_hints(struct app *app, const struct command_call *call)
{
	(void)call;
	hints_begin(app, &app->reader);
}

static void
reader_candidates(struct app *app, const struct command_call *call)
{
	const struct reader *reader = &app->reader;
	const struct opened *opened = reader->opened;
	uint32_t link = opened == NULL ? NONE : reader_selected_link(reader);
	(void)call;
	/* After one was followed, the others are still to be had. */
	if (link == NONE && app->followed != NULL) {
		opened = app->followed;
		link = app->followed_link;
	}
	if (link == NONE)
		app_say(app, "no link is selected: Tab selects the next");
	else
		candidates_open(app, opened->document, &opened->document->links[link]);
}

/* --- marks --- */

static void
reader_set_mark(struct app *app, const struct command_call *call)
{
	char name[32];
	if (app->reader.opened == NULL)
		return;
	if (call->argument >= 0x110000 || !g_unichar_isalnum(call->argument)) {
		app_say(app, "a mark is named by a letter or a digit");
		return;
	}
	struct place here;
	walk_here(app, &here);
	if (keeping_set_mark(app, call->argument, &here))
		app_say(app, "mark %s is here", key_code_name(call->argument, name));
	else
		app_say(app, "what comes from standard input cannot be marked");
	place_clear(&here);
}

static void
reader_go_to_mark(struct app *app, const struct command_call *call)
{
	char name[32];
	struct place to = { 0 };
	if (call->argument == '\'')
		place_copy(&to, &app->reader.last);
	else
		keeping_mark(app, call->argument, &to);
	if (to.path == NULL) {
		app_say(app, call->argument == '\'' ? "there was no jump yet" : "no mark %s is set",
			key_code_name(call->argument, name));
		return;
	}
	keeping_follow(app, &to);
	opening_go(app, &to, GOING_NEW);
	place_clear(&to);
}

/* --- the list's documents --- */

static void
open_neighbour(struct app *app, int64_t by)
{
	struct list_view *list = &app->list;
	uint32_t entry = app_entry(app);
	if (entry != NONE)
		list_view_select(app, entry);
	int64_t to = (int64_t)list->cursor + by;
	if (to < 0 || to >= list->rows->len) {
		app_say(app, by > 0 ? "this is the last document of the list"
				    : "this is the first document of the list");
		return;
	}
	entry = g_array_index(list->rows, uint32_t, to);
	opening_go_entry(app, entry);
}

static void
reader_next_document(struct app *app, const struct command_call *call)
{
	open_neighbour(app, times(call));
}

static void
reader_previous_document(struct app *app, const struct command_call *call)
{
	open_neighbour(app, -(int64_t)times(call));
}

/* --- how the page looks --- */

static void
change_measure(struct app *app, int64_t by)
{
	struct reader *reader = &app->reader;
	int64_t to = CLAMP((int64_t)reader->measure + by, MEASURE_LEAST, MEASURE_MOST);
	reader->measure = (unsigned)to;
	if ((int)reader->measure > reader->columns)
		app_say(app, "measure %u; this window shows %d", reader->measure, reader->columns);
	else
		app_say(app, "measure %u", reader->measure);
}

static void
reader_wider(struct app *app, const struct command_call *call)
{
	change_measure(app, (int64_t)times(call) * MEASURE_STEP);
}

static void
reader_narrower(struct app *app, const struct command_call *call)
{
	struct reader *reader = &app->reader;
	/* Beyond what the window shows nothing would change at first. */
	if ((int)reader->measure > reader->columns)
		reader->measure = (unsigned)reader->columns;
	change_measure(app, -(int64_t)times(call) * MEASURE_STEP);
}

static void
scroll_sideways(struct app *app, int64_t by)
{
	struct reader *reader = &app->reader;
	if (reader->page == NULL)
		return;
	uint32_t widest = 0;
	uint32_t count = page_line_count(reader->page);
	for (uint32_t i = reader->top; i < count && i < reader->top + (uint32_t)reader->rows; i++) {
		const struct page_line *line = page_line(reader->page, i);
		if (line->flags & LINE_SCROLLS)
			widest = MAX(widest, line->columns);
	}
	int64_t most = (int64_t)widest - page_width(reader->page);
	if (most <= 0)
		app_say(app, "nothing here is wider than the page");
	reader->left = (uint32_t)CLAMP((int64_t)reader->left + by, 0, MAX(most, 0));
}

static void
reader_scroll_right(struct app *app, const struct command_call *call)
{
	scroll_sideways(app, (int64_t)times(call) * SCROLL_STEP);
}

static void
reader_scroll_left(struct app *app, const struct command_call *call)
{
	scroll_sideways(app, -(int64_t)times(call) * SCROLL_STEP);
}

static void
reader_title_side(struct app *app, const struct command_call *call)
{
	static const char *const words[] = {
		[TITLE_AUTO] = "where they seem to stand",
		[TITLE_ABOVE] = "above their excerpts",
		[TITLE_BELOW] = "below their excerpts",
		[TITLE_NONE] = "nowhere",
	};
	const struct document *document = reader_document(&app->reader);
	(void)call;
	if (document == NULL || strcmp(document->kind->name, "digest") != 0) {
		app_say(app, "only the titles of a digest have a side");
		return;
	}
	enum title_side side = keeping_title_side(app);
	side = side == TITLE_NONE ? TITLE_ABOVE : side + 1;
	app_say(app, "titles are read %s", words[side]);
	keeping_set_title_side(app, side);
	opening_again(app);
}

/* --- the table --- */

/* Groups of the help; the rows of each stand together. */
#define RECORDINGS "Reader: recordings"
#define LINKS "Reader: links"
#define BESIDE "Reader: beside the text"
#define TAKING "Reader: taking along, going out"

/* clang-format off */
const struct command reader_commands[] = {
	{ .name = "next-section", .keys = "]]", .group = "Reader", .run = reader_next_section,
	  .help = "Go to the next section" },
	{ .name = "previous-section", .keys = "[[", .group = "Reader",
	  .run = reader_previous_section, .help = "Go to the previous section" },
	{ .name = "search", .keys = "/", .group = "Reader", .run = reader_search,
	  .help = "Search in this document; /re/ is a regular expression" },
	{ .name = "next-hit", .keys = "n", .group = "Reader", .run = reader_next_hit,
	  .help = "Go to the next hit" },
	{ .name = "previous-hit", .keys = "N", .group = "Reader", .run = reader_previous_hit,
	  .help = "Go to the previous hit" },
	{ .name = "next-document", .keys = ">", .group = "Reader", .run = reader_next_document,
	  .help = "Open the next document of the list" },
	{ .name = "previous-document", .keys = "<", .group = "Reader",
	  .run = reader_previous_document, .help = "Open the previous document of the list" },
	{ .name = "set-mark", .keys = "m", .group = "Reader", .run = reader_set_mark,
	  .flags = COMMAND_TAKES_KEY, .help = "Set the mark named by the next key" },
	{ .name = "go-to-mark", .keys = "'", .group = "Reader", .run = reader_go_to_mark,
	  .flags = COMMAND_TAKES_KEY,
	  .help = "Go to the mark named by the next key; '' is the last place" },
	{ .name = "narrower", .keys = "-", .group = "Reader", .run = reader_narrower,
	  .help = "Make the text narrower" },
	{ .name = "wider", .keys = "+", .group = "Reader", .run = reader_wider,
	  .help = "Make the text wider" },
	{ .name = "scroll-left", .keys = "(  Shift-Left", .group = "Reader",
	  .run = reader_scroll_left, .help = "Scroll wide tables and code to the left" },
	{ .name = "scroll-right", .keys = ")  Shift-Right", .group = "Reader",
	  .run = reader_scroll_right, .help = "Scroll wide tables and code to the right" },
	{ .name = "title-side", .keys = "t", .group = "Reader", .run = reader_title_side,
	  .help = "Read a digest's titles above, below or not at all" },
	{ .name = "next-timestamp", .keys = "]t", .group = RECORDINGS, .run = reader_next_timestamp,
	  .help = "Go to the next timestamp" },
	{ .name = "previous-timestamp", .keys = "[t", .group = RECORDINGS,
	  .run = reader_previous_timestamp, .help = "Go to the previous timestamp" },
	{ .name = "timestamps", .keys = "T", .group = RECORDINGS, .run = reader_timestamps,
	  .help = "Show the timestamps beside the text" },
	{ .name = "same-second", .keys = "gT", .group = RECORDINGS, .run = recording_same_second,
	  .help = "Go to this second in another document, and back" },
	{ .name = "recording", .keys = "gr", .group = RECORDINGS, .run = reader_recording,
	  .help = "Show the documents of the same recording" },
	{ .name = "play", .keys = "p", .group = RECORDINGS, .run = player_play_here,
	  .help = "Play the recording at the timestamp being read" },
	{ .name = "follow-player", .keys = "P", .group = RECORDINGS, .run = player_follow,
	  .help = "Let the text follow the player, or no more" },
	{ .name = "next-link", .keys = "Tab  }", .group = LINKS, .run = reader_next_link,
	  .help = "Select the next link" },
	{ .name = "previous-link", .keys = "Shift-Tab  {", .group = LINKS,
	  .run = reader_previous_link, .help = "Select the previous link" },
	{ .name = "follow-link", .keys = "Enter", .group = LINKS, .run = reader_follow_link,
	  .help = "Follow the selected link, or an entry to its article" },
	{ .name = "hints", .keys = "f", .group = LINKS, .run = reader_hints,
	  .help = "Follow a link of the screen by letters; a capital looks at it" },
	{ .name = "preview-link", .keys = "K", .group = LINKS, .run = reader_preview,
	  .help = "Look at what the selected link leads to, or that of this line" },
	{ .name = "candidates", .keys = "gc", .group = LINKS, .run = reader_candidates,
	  .help = "Choose among the documents that the link may mean" },
	{ .name = "next-mention", .keys = "]l", .group = LINKS, .run = reader_next_mention,
	  .help = "Go to the next mention of what the selected link names" },
	{ .name = "previous-mention", .keys = "[l", .group = LINKS,
	  .run = reader_previous_mention,
	  .help = "Go to the previous mention of what the selected link names" },
	{ .name = "outline", .keys = "o", .group = BESIDE, .run = reader_outline,
	  .help = "Show the outline beside the text" },
	{ .name = "backlinks", .keys = "B", .group = BESIDE, .run = reader_backlinks,
	  .help = "Show what links to this section and document" },
	{ .name = "related", .keys = "R", .group = BESIDE, .run = reader_related,
	  .help = "Show the sections that are about the same" },
	{ .name = "info", .keys = "i", .group = BESIDE, .run = reader_info,
	  .help = "Show all that is known of this document" },
	{ .name = "select", .keys = "v", .group = TAKING, .run = selection_toggle,
	  .help = "Select lines to copy" },
	{ .name = "copy-link", .keys = "yl", .group = TAKING, .run = yank_link,
	  .help = "Copy the link" },
	{ .name = "copy-timestamp", .keys = "yt", .group = TAKING, .run = yank_timestamp,
	  .help = "Copy the link at this second" },
	{ .name = "copy-citation", .keys = "yc", .group = TAKING, .run = yank_citation,
	  .help = "Copy a citation" },
	{ .name = "copy-section", .keys = "ys", .group = TAKING, .run = yank_section,
	  .help = "Copy the section" },
	{ .name = "copy-paragraph", .keys = "yy", .group = TAKING, .run = yank_paragraph,
	  .help = "Copy the paragraph" },
	{ .name = "copy-url", .keys = "yu", .group = TAKING, .run = yank_url,
	  .help = "Copy the URL" },
	{ .name = "open-outside", .keys = "x", .group = TAKING, .run = outside_open,
	  .help = "Open the selected link or the source outside" },
	{ .name = "edit", .keys = "e", .group = TAKING, .run = outside_edit,
	  .help = "Edit the file at this line" },
	{ 0 },
};
/* clang-format on */

struct rect
reader_text_rect(const struct reader *reader, struct rect r)
{
	struct rect body = pane_body(r);
	int margin = body.width >= 40 ? 2 : body.width >= 24 ? 1 : 0;
	int room = MAX(body.width - 2 * margin, 1);
	int columns = MIN((int)reader->measure, room);
	return (struct rect){ body.y, body.x + (body.width - columns) / 2, body.height, columns };
}

static void
reader_settle(struct app *app, struct rect r)
{
	struct reader *reader = &app->reader;
	struct rect body = pane_body(r);
	int margin = body.width >= 40 ? 2 : body.width >= 24 ? 1 : 0;
	reader_fit(reader, body.height, MAX(body.width - 2 * margin, 1));
}

static void
reader_wheel(struct app *app, int rows)
{
	reader_scroll(&app->reader, rows);
}

const struct pane reader_pane = {
	.place = "reader",
	.commands = reader_commands,
	.settle = reader_settle,
	.draw = reader_draw,
	.move = reader_move,
	.click = reader_click,
	.wheel = reader_wheel,
};
