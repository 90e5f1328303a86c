/*
 * A reading of Markdown under way: what its steps share. The steps, in the order of the data:
 *
 *   markdown_prepare  the body, masked
 *   cmark             a tree (markdown_guard watches)
 *   markdown_blocks   the tree walked: containers and leaves into the draft
 *   content           a leaf's content, and where it stands in the source
 *   inline_collect    the leaf's inlines as pieces, each with its source
 *   inline_mark       pieces cut at marks cmark does not know: wikilinks, ==, ~~, %%, bare links
 *   inline_pair       marks and tags that open and close
 *   inline_write      pieces into the draft: text, runs, links
 *
 * Used inside src/document/markdown*.c and inline*.c only.
 */
#ifndef LECTERN_DOCUMENT_MARKDOWN_PRIVATE_H
#define LECTERN_DOCUMENT_MARKDOWN_PRIVATE_H

#include <cmark-gfm.h>
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "document/content.h"
#include "document/document.h"
#include "document/html.h"
#include "document/markdown_guard.h"
#include "document/markdown_prepare.h"

struct draft;
struct wikilink;

enum piece_kind {
	PIECE_TEXT,   /* the source as it stands; marks in it are live */
	PIECE_FIXED,  /* text in which nothing is a mark: code, an escaped character, made text */
	PIECE_SOFT,   /* a line's end within a paragraph */
	PIECE_HARD,   /* a line break */
	PIECE_TAG,    /* an HTML tag */
	PIECE_OPEN,   /* a link or picture begins */
	PIECE_CLOSE,  /* and ends */
	PIECE_NOTE,   /* a reference to a footnote */
	PIECE_TOGGLE, /* a mark that may open or close: == ~~ %% */
};

enum piece_flag {
	PIECE_CAN_OPEN = 1 << 0,
	PIECE_CAN_CLOSE = 1 << 1,
	PIECE_PICTURE = 1 << 2,    /* of OPEN, CLOSE: an image */
	PIECE_BARE = 1 << 3,       /* of OPEN, CLOSE: a bare link */
	PIECE_WIKI = 1 << 4,       /* of OPEN, CLOSE: a wikilink; its source begins at "[[" */
	PIECE_CLOSING = 1 << 5,    /* of TAG */
	PIECE_STAMP = 1 << 6,      /* of TAG: a stamp anchor */
	PIECE_COMMENT = 1 << 7,    /* of TAG: shows nothing */
	PIECE_ATTRIBUTES = 1 << 8, /* of TAG */
	PIECE_EMBED = 1 << 9,      /* of OPEN, CLOSE: a wikilink after '!' */
	PIECE_HIDDEN = 1 << 10,    /* of TOGGLE: inside a comment */
};

struct piece {
	uint8_t kind;
	char mark;      /* of TOGGLE: '=', '~', '%' */
	uint16_t style; /* of enum style */
	uint16_t flags; /* of enum piece_flag */
	struct range source;
	const char *text; /* of FIXED: NULL for the source as it stands. Of OPEN: the destination */
	uint32_t length;  /* of text; of TOGGLE: its marks */
	uint32_t partner; /* of TOGGLE, TAG, OPEN, CLOSE: the other of the pair, or NONE */
	uint32_t number;  /* of NOTE: cmark's number, from 1 */
	const struct html_element *element; /* of TAG: NULL for one HTML does not know */
};

/* A footnote's definition. */
struct note {
	cmark_node *node;
	uint32_t number; /* in order of first reference; 0: none so far */
	uint32_t block;  /* its BLOCK_FOOTNOTE, or NONE */
};

/* A reference, until its note's block is known. */
struct note_reference {
	uint32_t link, note;
};

struct markdown {
	struct draft *draft;
	const char *source;    /* the draft's source bytes */
	uint32_t lines_before; /* source lines before the body, less the lines of references */
	struct guard guard;
	struct prepared prepared;
	struct content content;
	struct content spare; /* an alias's, while its link's leaf is read */

	/* one leaf */
	GArray *pieces;    /* of struct piece: as cmark has them */
	GArray *marked;    /* of struct piece: cut at our own marks */
	GArray *links;     /* of struct link_found: until the leaf ends */
	GArray *under;     /* of struct link_under: links that are open */
	bool html;         /* the leaf is HTML: of our own marks only links are live */
	bool preformatted; /* blanks at the leaf's start stand */

	/* blocks */
	GArray *levels;       /* of uint32_t: containers open before each node was entered */
	uint32_t summary_due; /* source of a <details> that has no summary yet, or RANGE_NONE */

	GArray *notes;      /* of struct note */
	GArray *note_order; /* of uint32_t: notes as they were first referred to */
	GArray *note_references;
};

/* The masked byte at a source offset. */
static inline char
markdown_masked(const struct markdown *md, uint32_t source)
{
	return md->prepared.bytes[source - md->prepared.base];
}

/* The source line (from 1) of a line of cmark's. */
static inline uint32_t
markdown_line(const struct markdown *md, int line)
{
	return (uint32_t)line + md->lines_before;
}

/* --- markdown_blocks.c --- */

/* Walks the tree into the draft. */
void markdown_blocks(struct markdown *md, cmark_node *root);

/* Opens a leaf or container where it stands; a <details> without a summary gets one first. */
uint32_t markdown_open(struct markdown *md, enum block_kind kind, uint32_t source);

/* Closes the innermost leaf; one without text is dropped unless it must stand (headings, cells).
 * Gives whether it was kept. */
bool markdown_close_leaf(struct markdown *md);

/* Gives the <details> that waits for a summary a made one. */
void markdown_summary_due(struct markdown *md);

/* The source offset at which a node begins. */
uint32_t markdown_node_source(const struct markdown *md, cmark_node *node);

/* --- markdown_code.c, markdown_table.c --- */

/* Writes a block of code, its lines as they stand in the source. */
void markdown_code(struct markdown *md, cmark_node *node);

/* Opens a table; its rows follow. */
void markdown_table(struct markdown *md, cmark_node *node);

/* Writes a row and its cells at once: where a cell stands follows from the one before it. */
void markdown_row(struct markdown *md, cmark_node *node);

/* --- markdown_content.c --- */

/* Makes md->content the n bytes s, the content of a leaf, whose lines stand at the ends of source
 * lines: the first at line `first` or after it, not after `last`. */
void markdown_content_lines(struct markdown *md, const char *s, size_t n, uint32_t first,
	uint32_t last);

/* The same of a heading of one line, from source offset at on. */
void markdown_content_heading(struct markdown *md, const char *s, uint32_t at);

/* Where the row's cells begin: the source offset past its containers' markers; for a header that
 * stands below a paragraph it is searched for up to line last. */
uint32_t markdown_row_start(struct markdown *md, cmark_node *row, uint32_t last);

/* The same of a cell, from source offset *at on, which is moved past it. */
void markdown_content_cell(struct markdown *md, const char *s, uint32_t *at);

/* --- markdown_html.c --- */

/* Reads the content as a block of HTML: paragraphs, <details>, <summary>. */
void markdown_html(struct markdown *md);

/* --- inline_collect.c --- */

/* The inlines below node as pieces; the content is node's. */
void inline_collect(struct markdown *md, cmark_node *node);

/* Adds n bytes of the content from at on as pieces, cut where the source does not go on. */
void inline_add(struct markdown *md, enum piece_kind kind, unsigned style, uint32_t at, uint32_t n);

/* --- inline_mark.c, inline_pair.c, inline_write.c --- */

/* Cuts the pieces [first, last) at our own marks, into marked. */
void inline_mark(struct markdown *md, guint first, guint last);

/* Adds text of the source that is no mark, or made text (text: copied) that stands for it. */
void inline_fixed(struct markdown *md, GArray *pieces, const char *text, unsigned style,
	struct range source);

/* Adds to marked the wikilink that the bytes at source offset at begin: its parts as pieces. */
void inline_wikilink(struct markdown *md, const struct wikilink *link, uint32_t at, bool embed,
	unsigned style);

/* Where in a text a bare link stands: from the piece and source offset at which its first byte
 * is. */
struct bare_link {
	uint32_t start; /* source offset, in the first piece */
	guint piece;    /* the piece it ends in */
	uint32_t end;   /* and where in it */
	char *url;      /* freed by the caller */
};

/* Looks for a bare link around the byte at source offset at (a ':', '@' or "www.") of piece i, not
 * before from. GFM 0.29 §6.9: trailing punctuation stays outside. */
bool inline_bare_link(struct markdown *md, guint i, guint last, uint32_t from, uint32_t at,
	struct bare_link *link);

/* Pairs what opens and closes in marked. */
void inline_pair(struct markdown *md);

/* Writes the pieces [first, last) into the open leaf, through the steps above. */
void inline_write(struct markdown *md, guint first, guint last);

#endif
