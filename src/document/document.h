/*
 * A document: all that is known of one file, and unchanging once made. The reader lays it out, every
 * command prints it.
 *
 * One coordinate. A document has one string, its visible text, in reading order, and flat arrays
 * over it, each entry a range of that text. Everything that points into a document is an offset
 * into its text.
 *
 * The shape of the text: each leaf block (paragraph, heading, code, cell, cue...) is its visible
 * characters and then one '\n' that belongs to no block. Inside a leaf a soft line break is ' ', a
 * hard one '\n'; code and plain lines keep '\n' between their lines. Bullets, numbers, bars and
 * cell edges are not text: layout draws them. The text is UTF-8 but for single broken bytes, with
 * controls as they are: it is made safe where it is drawn or printed (text/safe.h), never before.
 *
 * Ownership: a document owns everything it points to, in one arena; pointers live as long as it
 * does.
 */
#ifndef LECTERN_DOCUMENT_DOCUMENT_H
#define LECTERN_DOCUMENT_DOCUMENT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "document/fields.h"
#include "document/source.h"
#include "document/yaml.h"
#include "text/cancel.h"
#include "text/range.h"

/* "None" of any index below. */
#define NONE UINT32_MAX

/* --- blocks --- */

enum block_kind {
	/* containers */
	BLOCK_QUOTE,
	/* label: its type in lower case ("note"); a BLOCK_SUMMARY child holds its title */
	BLOCK_CALLOUT,
	BLOCK_LIST,     /* number: the first item's, ordered; else NONE. tight is in flags */
	BLOCK_ITEM,     /* number: its own, ordered; else NONE. BLOCK_TASK, BLOCK_DONE in flags */
	BLOCK_TABLE,    /* number: its columns */
	BLOCK_ROW,      /* BLOCK_HEADER in flags for the first */
	BLOCK_FOOTNOTE, /* label: its name; number: its number, NONE where nothing refers to it */
	BLOCK_DETAILS,  /* shown open; a BLOCK_SUMMARY child comes first */
	/* leaves */
	BLOCK_PARAGRAPH,
	BLOCK_HEADING, /* level 1 to 6 */
	BLOCK_CODE,    /* label: the info string's first word, or NULL */
	BLOCK_CELL,    /* number: its column; alignment in flags */
	BLOCK_SUMMARY,
	BLOCK_RULE,  /* no text: an empty range and no '\n' */
	BLOCK_LINES, /* plain text, line for line, '\n' between */
	BLOCK_CUE,   /* a paragraph of a transcript; label: its speaker by voice tag, or NULL */
};

enum block_flag {
	BLOCK_TIGHT = 1 << 0,
	BLOCK_TASK = 1 << 1,
	BLOCK_DONE = 1 << 2,
	BLOCK_HEADER = 1 << 3,
	BLOCK_LEFT = 1 << 4,
	BLOCK_CENTER = 1 << 5,
	BLOCK_RIGHT = 1 << 6,
	BLOCK_FENCED = 1 << 7,
};

/* Blocks stand in reading order, a container before what it holds (pre-order). */
struct block {
	struct range text; /* a container's covers its leaves */
	uint32_t source;   /* offset of its first byte in the source */
	uint32_t parent;   /* index, or NONE */
	uint32_t next;     /* index after its last descendant */
	uint32_t number;
	const char *label;
	uint16_t flags; /* of enum block_flag */
	uint8_t kind;   /* enum block_kind */
	uint8_t level;  /* of a heading */
	uint16_t depth; /* containers around it */
};

/* Whether it holds text, or is a rule: the others hold blocks. */
bool block_is_leaf(enum block_kind kind);

/* --- runs --- */

enum style {
	STYLE_STRONG = 1 << 0,
	STYLE_EMPHASIS = 1 << 1,
	STYLE_STRIKE = 1 << 2,
	STYLE_CODE = 1 << 3,
	STYLE_MARK = 1 << 4, /* ==highlight== */
	STYLE_KBD = 1 << 5,
	STYLE_SUB = 1 << 6,
	STYLE_SUP = 1 << 7,
	STYLE_IMAGE = 1 << 8,        /* an image's text */
	STYLE_IMAGE_TARGET = 1 << 9, /* the target shown after it */
	STYLE_FOOTNOTE = 1 << 10,    /* a reference to a footnote */
	STYLE_HTML = 1 << 11,        /* a tag shown as it stands */
	STYLE_SPEAKER = 1 << 12,     /* who speaks, in a transcript */
};

/* Runs cover the text without gap or overlap, in its order (the '\n' after a leaf belongs to the
 * run before it). `source` is the range of the source the text came from, byte for byte where both
 * are of one length; made text has the source of what it stands for. */
struct run {
	struct range text;
	struct range source;
	uint16_t style; /* of enum style */
};

/* --- links --- */

enum link_kind {
	LINK_WIKI,
	LINK_PATH,
	LINK_ANCHOR,
	LINK_SITE,
	LINK_WEB,
	LINK_MEDIA,
	LINK_EMBED,
	LINK_FOOTNOTE, /* a reference and its note; not among the links that commands print */
	LINK_KINDS,
};

/* Links stand in order of their text; those of the channel line and of front matter come first and
 * have a line and no text. In the reading of cases/links.tsv. */
struct link {
	struct range text; /* what is shown; none for front matter and the channel line */
	uint32_t source;   /* offset of its first byte */
	uint32_t line;     /* from 1 */
	enum link_kind kind;
	/* what is looked for, decoded for paths; "" for an anchor of this document */
	const char *target;
	const char *anchor; /* without '#'; "" where there is none; H1#H2 as written */
	const char *alias;  /* of a wikilink; NULL where there is none */
	/* the target as the source has it, anchor included: what `links` prints */
	const char *written;
	uint32_t block; /* of a footnote: the BLOCK_FOOTNOTE it leads to; else NONE */
};

/* The printed name of a kind ("wiki"), NULL for LINK_FOOTNOTE. */
const char *link_kind_name(enum link_kind kind);

/* Whether a link names a place of the document it stands in: `[t](#anchor)`, `[[#Heading]]`. */
bool link_is_own(const struct link *link);

/* --- timestamps --- */

/* A cue whose words stand in several paragraphs has a timestamp in each: they have one source. */
struct timestamp {
	struct range text;     /* what is shown: its label */
	uint32_t milliseconds; /* into the recording */
	/* milliseconds where a cue or a range ends; NONE where the source does not say */
	uint32_t end;
	/* of the text: what it marks; a label that is a time is left out at its edge */
	struct range sentence;
	uint32_t source;
	uint32_t line;
	/* the URL it was read from, or NULL: then made from the document's video */
	const char *url;
};

/* --- sections --- */

struct section {
	struct range text;    /* from its heading's first byte to the next heading's */
	struct range heading; /* its title in the text */
	const char *title;    /* visible text of the heading */
	const char *slug;     /* GitHub's, unique in the document */
	uint32_t line;
	uint32_t block;        /* the heading's */
	uint32_t duplicate_of; /* a digest: the first entry with this excerpt; else NONE */
	uint8_t level;         /* 1 to 6 */
};

/* --- problems and dates --- */

struct problem {
	const char *code;      /* "front-matter", "duplicate-key", "too-large"... */
	const char *message;   /* a sentence */
	uint32_t line, column; /* from 1 */
	bool notice;           /* it is read as it was meant all the same: no fault */
};

/* A date that stands in the text, for the side pane of a document without timestamps. */
struct date_mention {
	struct range text;
	uint32_t line;
	char iso[11]; /* YYYY-MM-DD */
};

/* --- the document --- */

struct kind;

enum title_side { TITLE_AUTO, TITLE_ABOVE, TITLE_BELOW, TITLE_NONE };

/* What a reader chose for this file; part of what a parse depends on. */
struct choices {
	enum title_side title_side;
};

struct document {
	const struct kind *kind; /* document/kinds.h */
	char *path;              /* as printed */
	struct file_state file;
	unsigned char hash[SOURCE_HASH]; /* of a head alone all 0 */
	struct choices choices;          /* it was read by */

	const char *text;
	uint32_t length;

	const struct block *blocks;
	uint32_t block_count;
	const struct run *runs;
	uint32_t run_count;
	const struct link *links;
	uint32_t link_count;
	const struct timestamp *timestamps;
	uint32_t timestamp_count;
	/* indices of timestamps in order of time; those of one time in order of text */
	const uint32_t *by_time;
	const struct section *sections;
	uint32_t section_count;
	const struct problem *problems;
	uint32_t problem_count;
	uint32_t fault_count; /* of the problems those that are no notices */
	const struct date_mention *dates;
	uint32_t date_count;

	const struct yaml_node *meta;           /* front matter: a mapping, or NULL */
	const char *const *fields[FIELD_COUNT]; /* NULL-terminated lists, never NULL */

	uint32_t word_count; /* runs of letters, marks and numbers (UAX #29 words) in the text */
	uint32_t source_length;
	uint32_t line_count;
	bool whole; /* false: made by DOCUMENT_HEAD */
	const struct document_private *private;
};

enum document_extent {
	DOCUMENT_HEAD, /* kind, fields, meta and problems of front matter; the arrays are empty */
	DOCUMENT_WHOLE,
};

/* Reads source (borrowed) into a document. choices may be NULL. Never fails on input: what is wrong
 * is a problem. NULL only where cancel was set meanwhile. With DOCUMENT_HEAD the body is parsed
 * only where kind or title cannot be told without it; `fields` then hold all but body tags. */
struct document *document_parse(struct source *source, const struct choices *choices,
	enum document_extent extent, const struct cancel *cancel);

/* Reads and parses a file: source_read() and document_parse(). A head reads only the first 16 KiB
 * where that is enough. */
struct document *document_open(int at, const char *name, const char *path,
	const struct choices *choices, enum document_extent extent, const struct cancel *cancel,
	GError **error);

void document_free(struct document *document);

/* The first value of a field, "" where there is none. */
const char *document_field(const struct document *document, enum field field);

/* The title as the list shows it: without the site's name (SPEC §1). Lives with the document. */
const char *document_short_title(const struct document *document);

/* published, else fetched, as YYYY-MM-DD or a shorter date; "" where neither is known. */
const char *document_date(const struct document *document);

/* Minutes of reading: words by 230 a minute, rounded up; 0 without words. */
uint32_t document_minutes(const struct document *document);

/* The source line (from 1) of a text offset, and the text offset at which a source line is shown
 * (the nearest text at or after it; the text's end where there is none). */
uint32_t document_line(const struct document *document, uint32_t offset);
uint32_t document_offset_of_line(const struct document *document, uint32_t line);

/* Index of the section that holds an offset, the last heading at or before it; NONE before the
 * first. */
uint32_t document_section_at(const struct document *document, uint32_t offset);

/* The text of a section, its heading too; of NONE what stands before the first. */
struct range document_section_range(const struct document *document, uint32_t section);

/* Index of the last leaf or rule block that begins at or before offset; NONE in an empty
 * document. */
uint32_t document_block_at(const struct document *document, uint32_t offset);

/* The section that an anchor names: "H1#H2" (the last is the place), a slug, or a heading's text
 * folded (fold_name); NONE where there is none. For "^id" see document_anchor(). */
uint32_t document_section_named(const struct document *document, const char *anchor);

/* The text offset that an anchor names: a section, a block id (`^id` at a block's end), or "" for
 * the document's start. RANGE_NONE where there is none. */
uint32_t document_anchor(const struct document *document, const char *anchor);

/* Milliseconds of the recording that a document is of: what front matter names (`duration`, `length`,
 * `video_length`, `runtime`), else the end of the last cue; NONE where neither is known. Timestamps
 * may lie beyond it. */
uint32_t document_duration(const struct document *document);

/* Where sections begin in the recording, in order of time: each is the first timestamp of one. Those
 * of a level or above part the recording by the headings of that level, whose own text may have no
 * timestamp. */
struct chapter {
	uint32_t timestamp;
	uint8_t level; /* the least of the headings since the timestamp before it */
};
const struct chapter *document_chapters(const struct document *document, uint32_t *count);

/* Index of the first timestamp whose label ends behind an offset; their count where none does. */
uint32_t document_timestamp_behind(const struct document *document, uint32_t offset);

/* How many timestamps, in order of time, are at or before milliseconds. */
uint32_t document_timestamps_until(const struct document *document, uint32_t milliseconds);

/* The timestamp nearest to milliseconds, the last at or before it, else the first; NONE without any. Whole
 * seconds are how times are shown and written, cut down: then the first within the second is at it. */
uint32_t document_timestamp_near(const struct document *document, uint32_t milliseconds);

/* The timestamp nearest to milliseconds on either side, but the one whose cue it lies in; NONE without
 * any. */
uint32_t document_timestamp_nearest(const struct document *document, uint32_t milliseconds);

/* Who says what a timestamp marks, where a voice tag of a cue names the speaker: then the name is
 * no part of the sentence. Else NULL. Lives with the document. */
const char *document_timestamp_speaker(const struct document *document,
	const struct timestamp *timestamp);

/* The URL of a timestamp: its own, else the video's at that second, else NULL. The caller frees. */
char *document_timestamp_url(const struct document *document, const struct timestamp *timestamp);

/* The URL of a site or web link: a site path joined to the source's scheme and host (RFC 3986
 * §5.2); NULL where there is none. The caller frees. */
char *document_link_url(const struct document *document, const struct link *link);

typedef struct document Document;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Document, document_free)

#endif
