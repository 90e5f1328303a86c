/*
 * A page: a document laid out for one width. Lines, each a row of pieces; a piece is a range of the
 * document's text at a column with a role, never a colour, or made text that stands before or
 * between (bullet, bar, cell edge). A page remembers where each text offset is, so that a new
 * width, an edit or a jump lands on the right line.
 *
 * A page is laid out from its start, step by step, as far as asked: page_lay() goes on where it
 * stopped, inside a long block too. The functions that take an offset or a line lay out as far as
 * they need.
 *
 * Wrapping is UAX #14 over grapheme clusters (UAX #29), widths as text/width.h gives them. Pieces
 * are ranges of raw text: who draws one reads it through safe_next(SAFE_TEXT), which gives just the
 * columns that layout counted. A tab is one blank at the end of its piece; the next piece begins at
 * the tab stop.
 */
#ifndef LECTERN_PAGE_PAGE_H
#define LECTERN_PAGE_PAGE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/document.h"
#include "page/embed.h"
#include "page/role.h"

enum link_state {
	LINK_STATE_UNKNOWN, /* not looked up yet: shown as resolved */
	LINK_STATE_RESOLVED,
	LINK_STATE_MISSING,
	LINK_STATE_WEB,
};

struct page_options {
	unsigned width;   /* columns for the text, at least 1; the caller applies `measure` */
	bool records;     /* a table that does not fit is printed a record at a time (cat) */
	bool hard_tables; /* tables that do not fit keep their width and are scrolled (reader) */
	bool notes;       /* draw the page's own words: repeats of digests, real hosts of links */
	const uint8_t *link_states; /* enum link_state by link index, borrowed; NULL: all unknown */
	/* by block index, borrowed: details of which only the summary is shown; NULL: none. What
	 * they hold is on the summary's last line */
	const uint8_t *folded;
	/* what is shown in place of embeds, borrowed (page/embed.h); NULL: their names alone */
	const struct embeds *embeds;
	unsigned depth;      /* embeds around this page */
	uint32_t first, end; /* the blocks laid out, [first, end); end 0: all */
};

/* Made pieces have no text: `made` is what they show, UTF-8 that needs no making safe. */
struct piece {
	struct range text; /* of the document's text; none for a made piece */
	const char *made;  /* or NULL; lives with the page */
	uint32_t column;   /* from 0, of the line; may exceed the width where a line scrolls */
	uint16_t columns;
	uint8_t role; /* enum role */
	bool hyphen;  /* a `-` is drawn after it, beyond columns: the row breaks at a soft hyphen */
};

enum line_flag {
	LINE_BLANK = 1 << 0,   /* between blocks */
	LINE_SCROLLS = 1 << 1, /* may be wider than the page: `(` and `)` move it */
	LINE_MADE = 1 << 2,    /* no text of the document on it (a table's edge, a rule) */
	LINE_FIRST = 1 << 3,   /* the first line of its block, or of an inset */
	LINE_INSET = 1 << 4,   /* shows what a link embeds; LINE_MADE too */
};

struct page_line {
	uint32_t first; /* index of its first piece */
	uint32_t count;
	uint16_t flags;
	uint32_t columns; /* its width */
	uint32_t block;   /* the leaf (or rule) it belongs to; of a table row, the row */
	/* from its least to its greatest text offset; an empty range at the next text where it
	 * has none, of an inset at the start of its link */
	struct range text;
	uint32_t embed;  /* of an inset: the link; else NONE */
	uint32_t inside; /* of an inset: the offset in the text of what is embedded */
};

struct page;

/* A page of document (borrowed, must outlive it), nothing laid out yet. options are copied. */
struct page *page_new(const struct document *document, const struct page_options *options);
void page_free(struct page *page);

/* What it was made of and for. */
const struct document *page_document(const struct page *page);
unsigned page_width(const struct page *page);

/* Lays out until there are at least lines lines, or all. Gives whether all is laid out. */
bool page_lay(struct page *page, uint32_t lines);

/* Lines laid out so far, and whether that is all. */
uint32_t page_line_count(const struct page *page);
bool page_complete(const struct page *page);

/* A line laid out, and its pieces in order of column. Pointers hold until more is laid out. */
const struct page_line *page_line(const struct page *page, uint32_t line);
const struct piece *page_pieces(const struct page *page, uint32_t line);

/* The line on which a text offset is shown (for the blanks that a break took away, the line they
 * ended); the last line for the text's end, 0 where there is none. Lays out up to it. */
uint32_t page_line_of(struct page *page, uint32_t offset);

/* The first text offset of a line; of a line without text, that of the next text; past the last
 * line the text's end. Lays out up to it. */
uint32_t page_offset_of(struct page *page, uint32_t line);

/* The line of the inset of an embed link that shows the offset `inside` of what it embeds, as
 * page_line::inside gave it, at any width; that of the link where it has no inset. Lays out up to
 * it. */
uint32_t page_line_inside(struct page *page, uint32_t embed, uint32_t inside);

/* Appends the line as UTF-8 to out, made safe, as a pipe shows it (spaces for gaps, none at the
 * end). */
void page_append_line(const struct page *page, uint32_t line, GString *out);

typedef struct page Page;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Page, page_free)

#endif
