/*
 * A draft: a document while it is made. Each kind's parser writes text and arrays into it, in
 * reading order; document.c closes it into a struct document. Used inside src/document/ only.
 */
#ifndef LECTERN_DOCUMENT_DRAFT_H
#define LECTERN_DOCUMENT_DRAFT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "document/arena.h"
#include "document/document.h"

struct draft {
	struct source *source;         /* borrowed */
	const struct choices *choices; /* never NULL */
	const struct cancel *cancel;
	enum document_extent extent;
	struct arena *arena; /* becomes the document's */
	uint32_t body;       /* source offset past BOM and front matter */
	bool has_front_matter;
	bool markdown_suffix; /* .md .markdown .mdown .mkd, any case */
	bool is_transcript;   /* its text is said: a time that opens a line needs no media source */
	/* Markdown without that suffix and front matter: a soft break is '\n' */
	bool line_ends_stand;
	const struct yaml_node *meta;
	GPtrArray *fields[FIELD_COUNT]; /* of arena strings */

	GString *text;
	GArray *blocks;     /* struct block */
	GArray *open;       /* uint32_t: indices of the containers that are open */
	GArray *runs;       /* struct run */
	GArray *links;      /* struct link */
	GArray *anchors;    /* struct stamp_anchor: places a timestamp was written as HTML or URL */
	GArray *timestamps; /* struct timestamp */
	/* struct section: made of headings at the end, unless a parser made them */
	GArray *sections;
	GArray *problems;     /* struct problem */
	GArray *block_ids;    /* struct block_id */
	bool links_full;      /* the limit on links was met and said */
	bool timestamps_full; /* the same of timestamps */
	bool cancelled;
};

/* A timestamp written as <a class="yt-timestamp">: its data-t (NULL where missing) and shown
 * label. */
struct stamp_anchor {
	struct range text; /* the label shown */
	uint32_t source;
	const char *time; /* data-t as written, or NULL */
};

/* A `^id` at a block's end: not shown, kept as a place. */
struct block_id {
	const char *id;
	uint32_t block;
};

struct draft *draft_new(struct source *source, const struct choices *choices,
	enum document_extent extent, const struct cancel *cancel);
void draft_free(struct draft *draft);

/* Opens a block and gives its index; level, number, label and flags are then set in
 * draft_block(). */
uint32_t draft_open(struct draft *draft, enum block_kind kind, uint32_t source);
struct block *draft_block(struct draft *draft, uint32_t index);

/* Closes the innermost open block. A leaf other than a rule gets its '\n'. */
void draft_close(struct draft *draft);

/* Appends n bytes of visible text to the open leaf. source is where they stand in the source;
 * text that equals its neighbour in style and goes on where it ended in the source is joined to
 * its run. */
void draft_text(struct draft *draft, const char *s, size_t n, unsigned style, struct range source);

/* Offset at which the next text will stand. */
uint32_t draft_offset(const struct draft *draft);

/* Adds a link over text; strings are copied into the arena. Its line is found from source. Gives
 * its index, or NONE over the limit of 100,000 (with a problem [too-many], once). */
uint32_t draft_link(struct draft *draft, enum link_kind kind, struct range text, uint32_t source,
	const char *target, const char *anchor, const char *alias, const char *written);

/* Timestamps at most (SAFETY §2). */
#define DRAFT_TIMESTAMPS_MOST 100000

/* Adds a timestamp; its line is found from its source. Gives its index, or NONE over the limit (with a
 * problem [too-many], once). */
uint32_t draft_timestamp(struct draft *draft, const struct timestamp *timestamp);

/* The problem [too-many] of timestamps, at the first that is left out. */
void draft_too_many_timestamps(struct draft *draft, uint32_t source);

/* Adds a problem at a source offset; the message is copied. */
void draft_problem(struct draft *draft, const char *code, uint32_t source, const char *format, ...)
	G_GNUC_PRINTF(4, 5);

/* The same of what is read as it was meant all the same. */
void draft_notice(struct draft *draft, const char *code, uint32_t source, const char *format, ...)
	G_GNUC_PRINTF(4, 5);

/* Drops all text and arrays (not fields, meta, problems): a parser that gives up lets another
 * begin. */
void draft_reset(struct draft *draft);

#endif
