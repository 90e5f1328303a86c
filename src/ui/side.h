/*
 * The side pane's state: a view of the open document as rows that lead to places in it, or from it to
 * others. Views are one table (side_rows.c); one row adds one. Those about links between documents
 * (side_linked.c) are asked of the store on a worker, for the section being read, and anew when it is
 * another.
 *
 * Rows are made once for a document, view and order. A filter (side_filter.c) leaves some of them;
 * what is laid out, drawn and moved through are the rows shown. Where a row stands is counted once for
 * a width (side_lay.c), so that a frame takes no longer for many.
 *
 * Reader and pane follow each other: the row being read is marked as the reader scrolls, and moving
 * here shows the place in the reader (side_look.c). That is a look: one still is where one was, until
 * one goes there.
 */
#ifndef LECTERN_UI_SIDE_H
#define LECTERN_UI_SIDE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "ui/canvas.h"
#include "ui/history.h"
#include "ui/linking.h"
#include "ui/opening.h"

struct app;
struct side;

enum side_view_id {
	SIDE_TIMESTAMPS,
	SIDE_OUTLINE,
	SIDE_LINKS,
	SIDE_BACKLINKS,
	SIDE_RELATED,
	SIDE_RECORDING,
	SIDE_VIEW_COUNT
};

enum side_row_kind {
	SIDE_ROW_STAMP,     /* index: of the timestamp */
	SIDE_ROW_HEADING,   /* a section's title between timestamps or links */
	SIDE_ROW_SECTION,   /* index: of the section */
	SIDE_ROW_LINK,      /* index: of the link */
	SIDE_ROW_DATE,      /* index: of the date */
	SIDE_ROW_FIELD,     /* words: a date and what it is */
	SIDE_ROW_WORDS,     /* words: a reason */
	SIDE_ROW_GROUP,     /* words: what the mentions under it lead to */
	SIDE_ROW_TITLE,     /* words: of a document, over its mentions */
	SIDE_ROW_MENTION,   /* index: of what was found */
	SIDE_ROW_RELATED,   /* index: of what was found; words: the document's title */
	SIDE_ROW_RECORDING, /* index: of the recording's other documents; words: its title */
};

struct side_row {
	enum side_row_kind kind;
	uint32_t index;
	uint32_t offset; /* of the text it leads to; NONE where it leads nowhere */
	char *words;     /* owned by the row among all; or NULL */
	uint32_t at;     /* its number among all rows */
	bool head;       /* a timestamp of a heading: it stands for that too */
	bool found;      /* holds what is filtered by; not a heading over such rows */
	/* rows of the screen: the first, the first row's being 0, and how many */
	uint32_t first;
	uint32_t lines;
};

struct side_view {
	const char *name; /* in the configuration: "timestamps" */
	const char *title;
	/* Makes the rows of a document; gives how many things are shown, for the title. */
	uint32_t (*fill)(struct app *app, const struct opened *opened);
	bool by_time; /* has a second order */
	bool linked;  /* asked of the store: side_ask() */
};

/* What the rows are narrowed to: those that hold all words. */
struct side_filter {
	char *text;       /* "" where there is none */
	char **words;     /* folded; NULL-terminated */
	char *path;       /* of the document that it is for, */
	unsigned view;    /* and the view */
	GString *folded;  /* what each of all rows holds; or NULL: to be made */
	GArray *starts;   /* uint32_t: where, and one more for the end */
	unsigned version; /* mention_lines.version of it */
	uint32_t before;  /* number among all of the row under the cursor before, or NONE */
};

/* What is looked at in the reader while the cursor moves here. */
struct side_look {
	bool on;
	struct place from; /* where one was, and still is */
	/* the reader as the look left it: who moves it on is there */
	uint32_t reading, top;
};

struct side {
	enum side_view_id view;
	bool by_time;
	GArray *all;         /* struct side_row */
	GArray *rows;        /* those shown: all, or kept */
	GArray *kept;        /* struct side_row: copies of those that the filter leaves */
	GArray *row_of;      /* uint32_t: by index, the row shown of a timestamp, section or link */
	uint32_t count;      /* of what is shown without a filter, for the title */
	uint32_t shown;      /* of them with it */
	int time_columns;    /* of the longest time */
	uint8_t *stray;      /* enum stamp_place of each timestamp; NULL in another view */
	uint32_t strays;     /* how many */
	uint8_t least_level; /* of the sections: it stands at the edge */
	const struct opened *of; /* whose rows these are */
	enum side_view_id view_of;
	bool by_time_of;
	uint32_t cursor;
	uint32_t
		wanted; /* number among all of where the cursor goes when the rows are there, or NONE */
	uint32_t top;      /* a row of the screen: some rows take several */
	uint32_t lines;    /* rows of the screen that all rows take, in so many columns: */
	int width;         /* 0 where that is to be counted anew */
	int height;        /* and where so many rows are seen */
	unsigned lines_of; /* mention_lines.version they were counted with */
	unsigned deep;     /* rows of the screen that a sentence takes at most */
	uint32_t open;     /* the row that takes more than it has, as many as opened; or NONE */
	uint32_t opened;
	uint32_t reading; /* row being read, or NONE */

	struct side_filter filter;
	struct side_look look;

	struct {
		struct linking_found *found; /* for what follows; or NULL */
		struct opened *of;           /* a reference; NULL where nothing was asked */
		enum side_view_id view;
		uint32_t id, section;
		struct linking_stamp stamp;
		bool waiting; /* an answer is on its way */
	} linked;
};

/* The table, by enum side_view_id. */
extern const struct side_view side_views[SIDE_VIEW_COUNT];

/* view: the name of the view to begin with; by_time: the order. */
void side_init(struct side *side, const char *view, bool by_time);
void side_clear(struct side *side);

/* Makes the rows anew where the document, view or order changed. */
void side_build(struct app *app);
/* They are to be made anew. */
void side_forget(struct side *side);

/* A row of those shown, borrowed until they change. */
struct side_row *side_row(const struct side *side, uint32_t i);

/* The row shown of a number among all, NONE where it is not shown; and the first at or after it. */
uint32_t side_row_at(const struct side *side, uint32_t at);
uint32_t side_row_from(const struct side *side, uint32_t at);

/* For the views themselves: appends a row. */
struct side_row *side_add(struct side *side, enum side_row_kind kind, uint32_t index,
	uint32_t offset);
void side_add_words(struct side *side, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The row that is being read, NONE where there is none. */
uint32_t side_row_reading(const struct app *app);

/* The link of the open document that the cursor is on, NONE where it is on another row. */
uint32_t side_link(const struct side *side, const struct opened *opened);

/* Whether a row leads somewhere: the cursor passes over the others. */
bool side_row_leads(const struct side *side, uint32_t i);

/* The title of a section as a range of the text, without the times at its edges. */
struct range side_section_title(const struct document *document, uint32_t section);

/* The first timestamp that a section's heading holds, NONE where it holds none. */
uint32_t side_section_stamp(const struct document *document, uint32_t section);

/* What is to be known of the row under the cursor and does not show: for the status line. A new
 * string, or NULL. */
char *side_row_note(const struct app *app);

/* --- side_lay.c: rows of the screen --- */

/* Counts those that the rows take in so many columns, of which so many are seen; what is seen first
 * stays. */
void side_lay(struct app *app, int width, int height);

/* The row that stands on a row of the screen; where it begins, and how many it takes; and all
 * of them. */
uint32_t side_row_on(const struct side *side, uint32_t line);
uint32_t side_row_first(const struct side *side, uint32_t i);
uint32_t side_row_lines(const struct side *side, uint32_t i);
uint32_t side_lines(const struct side *side);

/* Scrolls so that the row under the cursor is seen; and one that is followed, seldom: where it comes
 * near the edge, it is put where most of what will be read is seen with it. */
void side_show_cursor(struct side *side, uint32_t i);
void side_follow(struct side *side, uint32_t i);

/* --- side_filter.c --- */

void side_filter_init(struct side_filter *filter);
void side_filter_clear(struct side_filter *filter);
bool side_filter_on(const struct side *side);

/* Narrows the rows to those that hold the words of a text; "" shows all. The cursor goes to the first
 * at or after where it was before. */
void side_filter_set(struct app *app, const char *text);

/* Makes the rows shown from all rows. */
void side_filter_apply(struct app *app);

/* Looks again at rows of which more is known now. */
void side_filter_settle(struct app *app);

/* Asks for a filter. */
void side_filter_ask(struct app *app);

/* Where its words stand in a text, as struct range in order. */
void side_filter_hits(const struct side *side, const char *text, size_t n, GArray *ranges);

/* --- side_look.c --- */

/* Shows the place of the row under the cursor in the reader, where that is on the screen. */
void side_look(struct app *app);

/* Ends a look: going back to where one was; staying, where one was becomes the last place; or as it is,
 * where the place was left already. False where nothing was looked at. */
enum side_look_end { SIDE_LOOK_BACK, SIDE_LOOK_STAY, SIDE_LOOK_DROP };
bool side_look_end(struct app *app, enum side_look_end end);

/* Where one is: in a look that is where it began. */
void side_look_place(const struct app *app, struct place *place);
uint32_t side_look_reading(const struct app *app);

/* A look ends by itself where the reader was moved. */
void side_look_settle(struct app *app);

/* --- side_linked.c --- */

/* Asks for what the view shows, where that may be other than what is known; has the sentences of the
 * rows in sight read; and the views. */
void side_ask(struct app *app);
void side_want_lines(struct app *app);
uint32_t side_fill_backlinks(struct app *app, const struct opened *opened);
uint32_t side_fill_related(struct app *app, const struct opened *opened);
/* The mention of a row; and the section about the same. */
const struct mention *side_mention(const struct side *side, const struct side_row *row);
const struct related *side_related(const struct side *side, const struct side_row *row);
/* Goes to either. */
void side_go_linked(struct app *app, const struct side_row *row);

/* --- side_recording.c --- */

/* The other documents of the recording; what they say at the second being read is another when that
 * is, and the version then; rows of the screen, in so many columns; and goes there. */
uint32_t side_fill_recording(struct app *app, const struct opened *opened);
unsigned side_recording_version(const struct app *app);
uint32_t side_recording_lines(const struct app *app, const struct side_row *row, int room);
void side_draw_recording(const struct app *app, const struct side_row *row, struct canvas *canvas,
	int y, int x, int room);
void side_go_recording(struct app *app, const struct side_row *row);
/* The document of a row; NULL where it is gone. */
const struct entry *side_recording_entry(const struct app *app, const struct side_row *row);

/* --- side_pane.c, side_pointer.c --- */

struct command_call;

/* Goes where the row under the cursor leads. */
void side_go(struct app *app, const struct command_call *call);

void side_click(struct app *app, struct rect r, int y, int x);
void side_wheel(struct app *app, int rows);

/* --- side_draw.c --- */

void side_draw(const struct app *app, struct canvas *canvas, struct rect r, bool focused);
/* Where the rows stand in the pane: under the timeline, where there is one. */
struct rect side_rows_rect(const struct side *side, struct rect r);
/* Whether there is one on the screen; and where in the pane, without height where there is none. */
bool side_shows_timeline(const struct app *app);
struct rect side_timeline_rect(const struct app *app, struct rect r);
/* Rows of the screen that a row takes in so many columns, where a sentence takes deep at most. */
uint32_t side_row_measure(const struct app *app, const struct side_row *row, int width,
	unsigned deep);

#endif
