/*
 * Cues: the timed pieces of a WebVTT file (W3C WebVTT §4, read as §6 reads it) or of an SRT file as
 * it is found: numbers missing, a full stop for the comma, blank lines within cues, tags.
 *
 * No text is lost: what a player would drop, since its timing line cannot be read or it stands
 * outside of a cue, is a stray cue, and a fault.
 */
#ifndef LECTERN_DOCUMENT_CUES_H
#define LECTERN_DOCUMENT_CUES_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/line.h"
#include "text/range.h"

struct cue {
	uint32_t start, end; /* milliseconds; end is NONE where it cannot be read */
	struct range body;   /* of the source: its lines of text, without blank ones at its edges */
	struct range time;   /* of the source: its first time as written */
	bool stray;          /* text that is of no cue */
};

/* What is wrong with a cue. */
enum cue_fault_kind {
	CUE_FAULT_FORM,   /* its times are not written as WebVTT writes them: read all the same */
	CUE_FAULT_TIMING, /* a time cannot be read */
	CUE_FAULT_END,    /* it ends before it begins */
	CUE_FAULT_ORDER,  /* it begins before the cue above it */
	CUE_FAULT_STRAY,  /* text of no cue */
	CUE_FAULTS,
};

struct cue_fault {
	enum cue_fault_kind kind;
	uint32_t source;
};

/* Whether bytes[from, n) begin as a WebVTT file does; as a cue file does: that header, or a number
 * and a line with `-->`. */
bool cues_have_header(const char *bytes, uint32_t from, uint32_t n);
bool cues_look_like(const char *bytes, uint32_t from, uint32_t n);

/* The lines of a WebVTT file's header after its first one. */
struct range cues_header(const char *bytes, uint32_t from, uint32_t n);

/* The cues in the order of the file (struct cue), and what is wrong (struct cue_fault) appended to
 * faults. Headers, identifiers, NOTE, STYLE and REGION blocks are left out; no other text is. */
GArray *cues_read(const char *bytes, uint32_t from, uint32_t n, GArray *faults);

/* --- timing lines --- */

enum cue_timing {
	CUE_NO_TIMING,
	CUE_TIMING,
	CUE_BROKEN_TIMING, /* it has an arrow, and no time before it that can be read */
};

/* Reads a timing line (WebVTT §6.3): fills cue's times; fault is what is wrong with it, or
 * CUE_FAULTS. */
enum cue_timing cue_timing_read(const char *bytes, struct line line, bool vtt, struct cue *cue,
	enum cue_fault_kind *fault);

/* Reads `01:02:03.456`, `02:03,456`, `2:03` at s; gives the bytes, 0 where there is no time. */
uint32_t cue_time_read(const char *s, size_t n, uint32_t *milliseconds);

/* --- the text of a cue --- */

enum cue_token_kind {
	CUE_TEXT,  /* s, n; style and source */
	CUE_LINE,  /* a line ends */
	CUE_VOICE, /* s, n: a speaker's name as written; n = 0 where the voice ends */
	CUE_TIME,  /* milliseconds: the words after it are said then */
};

struct cue_token {
	enum cue_token_kind kind;
	const char *s;
	size_t n;
	struct range source;
	unsigned style; /* enum style */
	uint32_t milliseconds;
	char made[8]; /* holds s where a character reference was read */
};

enum { CUE_DEPTH = 32 }; /* tags in tags; deeper ones have no effect */

struct cue_open_tag {
	const struct cue_tag *tag;
	struct range voice;
};

/* Where reading stands in a cue's body. */
struct cue_reader {
	const char *bytes;
	uint32_t at, end;
	bool vtt;
	uint32_t close; /* of the '>' that was looked for last */
	struct cue_open_tag open[CUE_DEPTH];
	unsigned depth;
};

void cue_reader_init(struct cue_reader *reader, const char *bytes, struct range body, bool vtt);

/* The next piece of the text; false at its end. Tags of WebVTT and SRT are dropped, any other `<`
 * is text. Linear in the body. */
bool cue_reader_next(struct cue_reader *reader, struct cue_token *token);

/* Bytes of the character reference at the start of s (s[0] is '&'), as HTML reads one in text:
 * some names need no `;`. Its text in made, *length bytes; 0 where there is none. */
size_t cue_reference_read(const char *s, size_t n, char made[8], size_t *length);

/* A voice's name: references read, blanks made one. */
void cue_name_read(GString *name, const char *s, size_t n);

#endif
