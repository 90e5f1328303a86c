/*
 * Transcripts: WebVTT (W3C WebVTT §4), SRT, and text of which most paragraphs begin with a time.
 * Cues become paragraphs by speaker and pause, each word of the source once.
 */
#ifndef LECTERN_DOCUMENT_TRANSCRIPT_H
#define LECTERN_DOCUMENT_TRANSCRIPT_H

#include <stdbool.h>

struct draft;

/* For the table of kinds (document/kinds.h). */
bool transcript_looks_like(struct draft *draft);
void transcript_parse(struct draft *draft);

/* What a transcript says of itself above its first words and in its file's name: WebVTT's header
 * lines (`Language: en`) and the lines `Title: ...`, `Video: URL` of a text become meta and fields;
 * `Title [dQw4w9WgXcQ].en.vtt` names its video. Without a title it is named as its file is. */
void transcript_read_head(struct draft *draft);

#endif
