/*
 * The inside of a page: what layout.c, containers.c, inset.c, notes.c, rows.c and table.c share. Used in
 * src/page/ only.
 *
 * A page is laid out by a machine that stands somewhere in the document and takes small steps: a
 * block opened, some rows of a leaf, a row of a table. It may stop after any step, so the first
 * screen of any document comes at once.
 *
 * Invariants
 *  1. Lines, and spots, are only ever appended; spots ascend in text (tables put the rows of cells
 * side by side, so lines do not).
 *  2. Each row of text has one spot: the offset of its first byte, and its line.
 *  3. `laid`: all text before it has its line.
 *  4. Indentation never takes more than half of the page (containers.c).
 */
#ifndef LECTERN_PAGE_LAYOUT_H
#define LECTERN_PAGE_LAYOUT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/arena.h"
#include "page/containers.h"
#include "page/page.h"
#include "page/spans.h"
#include "page/wrap.h"

struct spot {
	uint32_t offset;
	uint32_t line;
};

/* The leaf under way. */
struct leaf {
	bool active;
	struct flow flow;
	struct wrap wrap;
	GString *joined; /* the flow's bytes where made words stand in it */
	GArray *inserts; /* struct insert */
	unsigned hang;   /* columns that continued rows of a plain line stand in */
	bool continued;  /* the next row continues a line */
	uint32_t widest; /* of its rows so far */
	uint16_t flags;  /* of its lines */
};

/* The insets below a leaf: those of [next, end) of the page's embeds, each a page of what is embedded
 * whose rows are copied as made pieces. */
struct inset {
	uint32_t next, end;
	uint32_t unnamed; /* frames of the leaf beyond those */
	uint32_t block;   /* the leaf */
	uint32_t bytes;   /* of the inset under way, drawn so far */
};

struct table;

struct page {
	const struct document *document;
	struct page_options options;
	unsigned width;
	struct arena *arena; /* made words */
	GArray *lines;       /* struct page_line */
	GArray *pieces;      /* struct piece */
	GArray *spots;       /* struct spot */
	struct spans spans;
	struct containers containers;
	struct leaf leaf;
	struct wrap wrap;    /* for tables and made words */
	struct table *table; /* NULL where none was met yet */
	uint32_t next;       /* the block to be opened next */
	uint32_t laid;
	uint32_t section; /* the next section to be met */
	uint32_t link;    /* the next link to be looked at for a note */
	uint32_t end;     /* the block after the last */
	struct inset inset;
	bool drawn;        /* a block was drawn */
	uint8_t last_kind; /* of the block drawn last */
	bool complete;
};

/* --- rows.c: lines as they are made --- */

/* Signs that layout draws, and their likeness in ASCII. */
enum sign {
	SIGN_QUOTE,
	SIGN_CALLOUT,
	SIGN_BULLET1,
	SIGN_BULLET2,
	SIGN_BULLET3,
	SIGN_TASK,
	SIGN_DONE,
	SIGN_DETAILS,
	SIGN_FOLDED,
	SIGN_RULE,
	SIGN_HEADING1,
	SIGN_HEADING2,
	SIGN_EDGE,
	SIGN_LINE,
	SIGN_CROSS,
	SIGN_HEAVY,
	SIGN_HEAVY_CROSS,
	SIGN_EMBED_HEAD,
	SIGN_EMBED,
	SIGN_EMBED_FOOT,
	SIGNS,
};
const char *sign(enum sign sign);

/* Opens a line of block: its bars and, on the first line of an item, its marker are drawn. Gives
 * the column at which the text begins, less than the page's width. */
uint32_t line_open(struct page *page, uint32_t block, unsigned flags);

/* Closes it; next is the offset of the next text, for a line without text. */
void line_close(struct page *page, uint32_t next);

/* A made piece on the open line, of columns columns. */
void line_made(struct page *page, enum role role, uint32_t column, const char *made,
	uint32_t columns);

/* columns times sign. */
void line_repeat(struct page *page, enum role role, uint32_t column, enum sign of,
	uint32_t columns);

/* Notes that the row of text at offset stands on the last line. */
void line_spot(struct page *page, uint32_t offset);

/* Made words as lines of their own, wrapped. */
void lines_made(struct page *page, uint32_t block, enum role role, const char *words,
	uint32_t next);

/* The blank line before a block where one is due; bars of the containers that go on are drawn on
 * it. */
void line_gap(struct page *page, uint32_t block);

/* Columns of made words. */
uint32_t made_columns(const char *made);

/* --- layout.c --- */

/* One step; sets page->complete at the end. */
void layout_step(struct page *page);

/* --- inset.c --- */

/* Begins the insets of leaf `index`, which has been drawn; whether some are to be drawn; draws the
 * next. */
void inset_begin(struct page *page, uint32_t index);
bool inset_is_active(const struct page *page);
void inset_step(struct page *page);

/* --- table.c --- */

/* Begins the table block `index`: its columns are measured. page->next moves into it. */
void table_begin(struct page *page, uint32_t index);

/* Whether a table is under way; and its next row. */
bool table_is_active(const struct page *page);
void table_step(struct page *page);
void table_free(struct table *table);

#endif
