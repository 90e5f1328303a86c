/*
 * The reader's state: a document laid out for the pane, and the line being read (SPEC §6).
 *
 * Invariants:
 * 1. `reading` is a text offset. It changes when a reader moves, never when the window does: pages
 *    of any width are placed by it, so that no number of resizes moves it.
 * 2. `top` is a line of `page`, less than its lines; the last may stand on the first row.
 *    The same holds for `inside`.
 * 3. A jump sets reading to its target and puts that on the first row; scrolling sets it to the
 *    first text row shown.
 */
#ifndef LECTERN_UI_READER_H
#define LECTERN_UI_READER_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "page/page.h"
#include "ui/canvas.h"
#include "ui/command.h"
#include "ui/history.h"
#include "ui/opening.h"
#include "ui/pane.h"
#include "ui/hits.h"

struct reader {
	struct opened *opened; /* NULL where no document is open */
	struct page *page;
	struct embedded *embedded; /* what the page shows of other documents */
	uint32_t top;
	uint32_t left;
	uint32_t reading;
	bool jumped;       /* reading was jumped to, and nothing was scrolled since */
	uint32_t stamp;    /* the timestamp jumped to, while jumped; else NONE */
	uint32_t link;     /* selected, or NONE */
	struct range spot; /* of the text: what the side pane looks at; or empty */
	/* the place in what a link embeds that stands on the first row, while `reading` is above
	 * it; the link is NONE where none does */
	uint32_t embed, inside;
	unsigned measure;
	int rows, columns; /* of the text, as last settled */
	bool stale;        /* the page is to be made anew: links were looked up */

	struct hits *hits;    /* hits shown, or NULL */
	uint32_t hit;         /* the current one, or NONE */
	struct range playing; /* what a player is at, marked; or none */
	struct place before_search;
	char *last_pattern;

	struct place last; /* before the last jump: '' */
};

void reader_init(struct reader *reader, unsigned measure);
void reader_clear(struct reader *reader);

/* The document shown, NULL where there is none. */
const struct document *reader_document(const struct reader *reader);

/* Shows a document (takes a reference) at its start. */
void reader_show(struct reader *reader, struct opened *opened);

/* Makes the page fit columns x rows and keeps what is read where it was. */
void reader_fit(struct reader *reader, int rows, int columns);

/* Jumps: the row of offset becomes the first. */
void reader_jump(struct reader *reader, uint32_t offset);

/* Scrolls by lines of the page. False where it could not. */
bool reader_scroll(struct reader *reader, int32_t lines);

/* Lays the page out to the end of what is seen from its first row on. */
void reader_lay_below(struct reader *reader);

/* Reads what stands at offset, of which spot is marked: the page moves only where that is not on the
 * screen, and then so that it is seen with what leads to it. */
void reader_look(struct reader *reader, uint32_t offset, struct range spot);

/* Scrolls as little as shows offset, jumping where it is not on the screen. */
void reader_reveal(struct reader *reader, uint32_t offset);

/* What the moving keys do in the app's reader; and in any, a preview's too. */
void reader_move(struct app *app, enum motion motion, uint32_t count);
void reader_walk(struct app *app, struct reader *reader, enum motion motion, uint32_t count);

/* Whether the row of offset is on the screen. */
bool reader_shows(const struct reader *reader, uint32_t offset);

/* The place as it is now, to come back to (to be cleared by the caller). */
void reader_place(const struct reader *reader, struct place *place);

/* Goes to a place of the document shown; false (at the start) where an anchor names nothing, or there
 * is no time. Then: words for it. The caller frees. */
bool reader_arrive(struct reader *reader, const struct place *place);
char *reader_lost_words(const struct document *document, const struct place *place);

/* Goes back to where the document was left: like a jump, but its end stays at the bottom of the
 * screen. Where that is its start, nothing happens. */
void reader_return(struct reader *reader, uint32_t offset);

/* Text offsets [first, after) of what is on the screen. */
struct range reader_seen(const struct reader *reader);

/* Indices of the section and the timestamp being read, or NONE. */
uint32_t reader_section(const struct reader *reader);
uint32_t reader_stamp(const struct reader *reader);

/* Where a jump to a timestamp goes: the start of what it marks. */
uint32_t reader_stamp_target(const struct document *document, uint32_t stamp);
void reader_jump_to_stamp(struct reader *reader, uint32_t stamp);

/* Reads on at a timestamp that playback has come to, and marks what it is at: the page stays while all of
 * that is on the screen, else it is turned so that it stands near the top. NONE: nothing is marked. */
void reader_read_along(struct reader *reader, uint32_t stamp);

/* Goes to the timestamp nearest to a time of the open document, leaving the place for the history;
 * false where there is none. */
bool reader_go_to_time(struct app *app, uint32_t milliseconds);

/* Milliseconds of the timestamp being read, or NONE. */
uint32_t reader_time(const struct app *app);

/* How far the line being read is, in percent. */
unsigned reader_percent(const struct reader *reader);

/* reader_links.c: commands. */
void reader_next_link(struct app *app, const struct command_call *call);
void reader_previous_link(struct app *app, const struct command_call *call);
void reader_follow_link(struct app *app, const struct command_call *call);
/* Follows a link of the open document; and of the document of any reader, which may be a preview's
 * that this closes. */
void reader_follow(struct app *app, uint32_t link);
void reader_follow_from(struct app *app, struct reader *reader, uint32_t link);
/* Selects the next link in a direction (1, -1), so many times, and shows it; says where there is
 * none. */
void reader_select_link(struct app *app, struct reader *reader, uint32_t times, int direction);
/* The selected link where it is on the screen, else NONE. */
uint32_t reader_selected_link(const struct reader *reader);
/* The links, as indices, among which are all that have text in common with a range. */
struct range reader_links_near(const struct document *document, struct range text);
/* The selected link where it is on the screen, else the first on the line being read; else NONE. */
uint32_t reader_link_here(const struct reader *reader);

/* reader_search.c: commands, and the end of a search. */
void reader_search(struct app *app, const struct command_call *call);
void reader_next_hit(struct app *app, const struct command_call *call);
void reader_previous_hit(struct app *app, const struct command_call *call);
bool reader_end_search(struct app *app);
/* Marks hits that were found elsewhere (taken), and makes one of them the current one, shown. */
void reader_mark_hits(struct app *app, struct hits *hits);
void reader_show_hit(struct app *app, uint32_t hit);
/* Searches on, a little; whether there is more. */
bool reader_search_idle(struct app *app);

/* Where the text stands in the pane r: at most measure columns, centred where there is room. */
struct rect reader_text_rect(const struct reader *reader, struct rect r);

/* reader_draw.c: the page into the pane. */
void reader_draw(const struct app *app, struct canvas *canvas, struct rect r, bool focused);
/* Where the timeline stands in the pane r, of one row; without height where there is none. */
struct rect reader_timeline_rect(const struct app *app, struct rect r);
/* reader_pointer.c: the link at a place of the screen, of the page drawn into text, or NONE; and a click
 * in the pane r. */
uint32_t reader_link_pointed(const struct reader *reader, struct rect text, int y, int x);
void reader_click(struct app *app, struct rect r, int y, int x);
/* Columns that a line is scrolled to the left: of what is wider than the page alone. */
int reader_line_left(const struct reader *reader, uint32_t line);
/* Draws rows of a page from line top into r: for the reader and the preview. reader may be NULL. */
void reader_draw_page(const struct reader *reader, const struct page *page, uint32_t top,
	struct canvas *canvas, struct rect r);

#endif
