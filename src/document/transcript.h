/*
 * Transcripts: WebVTT (W3C WebVTT §4), SRT, and plain text of which most paragraphs begin with a
 * time. Cues become paragraphs by speaker and pause, each word of the source once.
 */
#ifndef LECTERN_DOCUMENT_TRANSCRIPT_H
#define LECTERN_DOCUMENT_TRANSCRIPT_H

#include <stdbool.h>

struct draft;

/* For the table of kinds (document/kinds.h). */
bool transcript_looks_like(struct draft *draft);
void transcript_parse(struct draft *draft);

#endif
