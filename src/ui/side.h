/*
 * The side pane's state: a view of the open document as rows that lead to places in it, or from it to
 * others. Views are one table (side_rows.c); one row adds one. Those about links between documents
 * (side_linked.c) are asked of the store on a worker, for the section being read, and anew when it is
 * another.
 */
#ifndef LECTERN_UI_SIDE_H
#define LECTERN_UI_SIDE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "ui/canvas.h"
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
	SIDE_ROW_WORDS,     /* words: a reason, a field */
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
	char *words;     /* owned, or NULL */
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

struct side {
	enum side_view_id view;
	bool by_time;
	GArray *rows;            /* struct side_row */
	uint32_t count;          /* for the title */
	uint8_t least_level;     /* of the sections: it stands at the edge */
	const struct opened *of; /* whose rows these are */
	enum side_view_id view_of;
	bool by_time_of;
	uint32_t cursor;
	uint32_t wanted;   /* where the cursor goes when the rows are there, or NONE */
	uint32_t top;      /* a row of the screen: some rows take several */
	uint32_t lines;    /* rows of the screen that all rows take, in so many columns: */
	int width;         /* 0 where that is to be counted anew */
	unsigned lines_of; /* mention_lines.version they were counted with */
	uint32_t reading;  /* row being read, or NONE */
	int height;

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

/* view: the name of the view to begin with. */
void side_init(struct side *side, const char *view);
void side_clear(struct side *side);

/* Makes the rows anew where the document, view or order changed. */
void side_build(struct app *app);
/* They are to be made anew. */
void side_forget(struct side *side);

/* Counts the rows of the screen that the rows take in so many columns; what is seen first stays. */
void side_lay(struct app *app, int width);

/* The row that stands on a row of the screen. */
uint32_t side_row_on(const struct side *side, uint32_t line);

/* For the views themselves: appends a row. */
struct side_row *side_add(struct side *side, enum side_row_kind kind, uint32_t index,
	uint32_t offset);
void side_add_words(struct side *side, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* side_linked.c: asks for what the view shows, where that may be other than what is known; has the
 * sentences of the rows in sight read; and the views. */
void side_ask(struct app *app);
void side_want_lines(struct app *app);
uint32_t side_fill_backlinks(struct app *app, const struct opened *opened);
uint32_t side_fill_related(struct app *app, const struct opened *opened);
/* The mention of a row; and the section about the same. */
const struct mention *side_mention(const struct side *side, const struct side_row *row);
const struct related *side_related(const struct side *side, const struct side_row *row);
/* Goes to either. */
void side_go_linked(struct app *app, const struct side_row *row);

struct command_call;

/* Goes where the row under the cursor leads. */
void side_go(struct app *app, const struct command_call *call);

/* side_pointer.c */
void side_click(struct app *app, struct rect r, int y, int x);
void side_wheel(struct app *app, int rows);

/* side_recording.c: the other documents of the recording; what they say at the second being read is
 * another when that is, and the version then; rows of the screen, in so many columns; and goes there. */
uint32_t side_fill_recording(struct app *app, const struct opened *opened);
unsigned side_recording_version(const struct app *app);
uint32_t side_recording_lines(const struct app *app, const struct side_row *row, int room);
void side_draw_recording(const struct app *app, const struct side_row *row, struct canvas *canvas,
	int y, int x, int room);
void side_go_recording(struct app *app, const struct side_row *row);

/* side_draw.c */
void side_draw(const struct app *app, struct canvas *canvas, struct rect r, bool focused);
/* Where the rows stand in the pane: under the timeline, where there is one. */
struct rect side_rows_rect(const struct side *side, struct rect r);
/* Whether there is one on the screen; and where in the pane, without height where there is none. */
bool side_shows_timeline(const struct app *app);
struct rect side_timeline_rect(const struct app *app, struct rect r);
/* Rows of the screen that a row takes in so many columns. */
uint32_t side_row_lines(const struct app *app, const struct side_row *row, int width);

/* The row that is being read, NONE where there is none. */
uint32_t side_row_reading(const struct app *app);

/* The link of the open document that the cursor is on, NONE where it is on another row. */
uint32_t side_link(const struct side *side, const struct opened *opened);

/* Whether a row leads somewhere: the cursor passes over the others. */
bool side_row_leads(const struct side *side, uint32_t i);

#endif
