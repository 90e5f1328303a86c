/*
 * Timestamps, inside: what timestamp.c and stamp_*.c share. A stamp
 * is a timestamp while it is found: its time is known as written, not yet which second it means.
 */
#ifndef LECTERN_DOCUMENT_STAMP_H
#define LECTERN_DOCUMENT_STAMP_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "document/clock.h"
#include "document/draft.h"

struct stamp {
	struct range text;
	struct range whole; /* with what was made one with it */
	uint32_t source;
	uint32_t leaf; /* index of the block it stands in */
	struct clock_time time;
	struct clock_time until; /* where a range ends; of no parts where there is none */
	/* of a URL, whose time needs no rule; where a range of it ends, or NONE */
	uint32_t milliseconds, end;
	const char *url;
	bool timed;   /* milliseconds and end hold; time and until do not */
	bool shifted; /* its three parts were resolved as minutes, seconds and nothing */
	bool judged;  /* by the rules of TIMESTAMPS.md 3 to 6: an anchor or a bracket */
	bool opens;   /* begins a line: marks what follows, whatever stands before */
	bool written; /* read from the text: gives way to an anchor or URL beside it */
};

/* The text of a draft as the forms read it. Cursors only go forward: reading is linear. */
struct stamp_reader {
	struct draft *draft;
	const char *text;
	const struct block *leaf; /* in which is read */
	uint32_t run;             /* a run at or before the place last asked for */
	guint anchor;             /* the first anchor that may end after it */
};

/* The source offset of a text offset in the leaf (the cursor goes forward). */
uint32_t stamp_source(struct stamp_reader *reader, uint32_t at);

/* Whether a line of the source begins at a text offset, but for markers (quote, bullet,
 * emphasis...); whether one ends there. */
bool stamp_at_line_start(struct stamp_reader *reader, uint32_t at);
bool stamp_at_line_end(struct stamp_reader *reader, uint32_t at);

/* Whether `AM` or `PM` follows: then a time is of the day. */
bool stamp_is_of_day(const struct stamp_reader *reader, uint32_t end);

/* One form of a timestamp (SPEC §4). A form is collected from what the parser noted, or read from
 * the text of a document with a media source. */
struct stamp_form {
	const char *name;
	void (*collect)(struct draft *draft, GArray *stamps);
	/* Reads the form at an offset of the leaf's text; adds its stamps to stamps (struct stamp),
	 * and gives the bytes that no other form may read, 0 where the form is not there. */
	uint32_t (*read)(struct stamp_reader *reader, uint32_t at, GArray *stamps);
	const char *first; /* characters that what is read may begin with */
};

/* The table of forms, ended by a row without a name; the first that reads something wins. */
extern const struct stamp_form stamp_forms[];

/* Decides for each stamp which second it names (TIMESTAMPS.md 3 to 6): fills milliseconds, end
 * and shifted. */
void stamps_resolve(GArray *stamps);

/* Fills draft->timestamps from stamps in order of text: each with the sentence it marks. */
void stamps_mark(struct draft *draft, const GArray *stamps);

/* --- what is wrong with them: stamp_check.c --- */

/* How the time of an anchor was found. */
enum anchor_reading {
	ANCHOR_OF_DATA, /* its data-t holds one */
	ANCHOR_OF_LABEL,
	ANCHOR_OF_NONE,
};

/* Names what is wrong with an anchor; label is what its label holds, of no parts where that is no
 * time. Problems: [no-time], [label-differs]; notices: [label-time]. */
void stamp_check_anchor(struct draft *draft, const struct stamp_anchor *anchor,
	enum anchor_reading reading, const struct clock_time *time, const struct clock_time *label);

/* Names a value (n bytes) of a link's `t=` that is no time: [no-time]. */
void stamp_check_value(struct draft *draft, uint32_t source, const char *value, size_t n);

/* Where the bytes are a time past the limit, names it: [no-time]. */
void stamp_check_limit(struct draft *draft, uint32_t source, const char *s, size_t n);

/* Says once how many were written as hours and minutes and resolved as minutes and seconds: a
 * notice, [minutes-as-hours]. The stamps stand in order of text. */
void stamps_check_shift(struct draft *draft, const GArray *stamps);

#endif
