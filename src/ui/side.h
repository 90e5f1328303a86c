/*
 * The side pane's state: a view of the open document as rows that lead to places in it. Views are
 * one table (side_rows.c); one row adds one.
 */
#ifndef LECTERN_UI_SIDE_H
#define LECTERN_UI_SIDE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "ui/opening.h"

struct app;
struct side;

enum side_view_id { SIDE_TIMESTAMPS, SIDE_OUTLINE, SIDE_LINKS, SIDE_VIEW_COUNT };

enum side_row_kind {
	SIDE_ROW_STAMP,   /* index: of the timestamp */
	SIDE_ROW_HEADING, /* a section's title between timestamps or links */
	SIDE_ROW_SECTION, /* index: of the section */
	SIDE_ROW_LINK,    /* index: of the link */
	SIDE_ROW_DATE,    /* index: of the date */
	SIDE_ROW_WORDS,   /* words: a reason, a field */
};

struct side_row {
	enum side_row_kind kind;
	uint32_t index;
	uint32_t offset; /* of the text it leads to; NONE where it leads nowhere */
	char *words;     /* owned, or NULL */
};

struct side_view {
	const char *name; /* in the configuration: "timestamps" */
	const char *title;
	/* Makes the rows of a document; gives how many things are shown, for the title. */
	uint32_t (*fill)(struct side *side, const struct opened *opened);
	bool by_time; /* has a second order */
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
	uint32_t top;
	uint32_t reading; /* row being read, or NONE */
	int height;
};

/* The table, by enum side_view_id. */
extern const struct side_view side_views[SIDE_VIEW_COUNT];

/* view: the name of the view to begin with. */
void side_init(struct side *side, const char *view);
void side_clear(struct side *side);

/* Makes the rows anew where the document, view or order changed. */
void side_build(struct side *side, const struct opened *opened);
/* They are to be made anew. */
void side_forget(struct side *side);

/* The row that is being read, NONE where there is none. */
uint32_t side_row_reading(const struct app *app);

/* Whether a row leads somewhere: the cursor passes over the others. */
bool side_row_leads(const struct side *side, uint32_t i);

#endif
