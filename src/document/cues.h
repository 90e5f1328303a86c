/*
 * Cues: the timed pieces of a WebVTT or SRT file (W3C WebVTT §4; SRT as it is found: numbers
 * missing, a full stop for the comma, no blank line between cues, tags).
 */
#ifndef LECTERN_DOCUMENT_CUES_H
#define LECTERN_DOCUMENT_CUES_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/range.h"

struct cue {
	uint32_t start, end; /* milliseconds */
	struct range body;   /* of the source: its lines of text, without blank ones at its edges */
	struct range time;   /* of the source: its first time as written */
	bool stray; /* text that follows no time of its own: it has that of the cue before */
};

/* Whether bytes[from, n) begin as a cue file does: its header, or a number and a line with
 * `-->`. */
bool cues_look_like(const char *bytes, uint32_t from, uint32_t n);

/* The cues in the order of the file (struct cue). Headers, identifiers, NOTE, STYLE and REGION
 * blocks are left out; no other text is. */
GArray *cues_read(const char *bytes, uint32_t from, uint32_t n);

/* --- the text of a cue --- */

enum cue_token_kind {
	CUE_TEXT,  /* s, n; style and source */
	CUE_VOICE, /* s, n: a speaker's name as written; n = 0 where the voice ends */
	CUE_TIME,  /* milliseconds: the words after are said then */
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

/* Where reading stands; styles hold over the lines of a cue. */
struct cue_reader {
	const char *bytes;
	uint32_t at, end;
	uint32_t strong, emphasis; /* tags that are open */
};

/* The next piece of the text; false at its end. Tags of WebVTT and SRT are dropped, any other `<`
 * is text. */
bool cue_reader_next(struct cue_reader *reader, struct cue_token *token);

/* Reads `01:02:03.456`, `02:03,456`, `2:03` at s; gives the bytes, 0 where there is no time. */
uint32_t cue_time_read(const char *s, size_t n, uint32_t *milliseconds);

#endif
