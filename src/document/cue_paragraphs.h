/*
 * Cues as paragraphs: cues that follow each other are joined by speaker and by pause, rolling
 * captions are unrolled, so that each word of the source is shown once.
 */
#ifndef LECTERN_DOCUMENT_CUE_PARAGRAPHS_H
#define LECTERN_DOCUMENT_CUE_PARAGRAPHS_H

#include <glib.h>
#include <stdbool.h>

#include "document/cues.h"

struct draft;

/* Whether the cues roll: each repeats the lines of the one before and adds to them, as YouTube's
 * automatic captions do. */
bool cues_roll(const char *bytes, const GArray *cues);

/* The bytes of cue's body that follow what repeats the end of the cue before. Where it is known that
 * the cues roll, a pause may lie between the two. */
struct range cue_new_lines(const char *bytes, const struct cue *before, const struct cue *cue,
	bool rolling);

/* Writes the cues into the draft as blocks with their timestamps. A paragraph begins with its time
 * and its speaker's name, where a voice tag names one (`0:09 Ann: `); the time is its first cue's
 * stamp, that of any other cue is an empty range at its first word. A cue has a timestamp for each
 * paragraph that it has words in; all have its source. Words of no cue have none. */
void cue_paragraphs_write(struct draft *draft, const GArray *cues, bool vtt);

#endif
