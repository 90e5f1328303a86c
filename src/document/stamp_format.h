/*
 * Timestamps as other programs take them (SPEC §8, SAFETY §1): WebVTT (W3C WebVTT §4), CSV (RFC 4180) and
 * the chapters of video sites. Of n timestamps of a document (whole), indices in order of its text;
 * what is written is safe (text/safe.h).
 */
#ifndef LECTERN_DOCUMENT_STAMP_FORMAT_H
#define LECTERN_DOCUMENT_STAMP_FORMAT_H

#include <glib.h>
#include <stdint.h>

#include "document/document.h"

/* Cues in order of time, a blank line before each. One whose end the document does not say ends where
 * its next timestamp begins, the last 5 seconds later. A cue's speaker is its voice. */
void stamp_format_vtt(GString *out, const struct document *document, const uint32_t *timestamps,
	uint32_t n);

/* `path,seconds,time,section,text,line,url`, and a record for each. */
void stamp_format_csv_header(GString *out);
void stamp_format_csv(GString *out, const struct document *document, const uint32_t *timestamps,
	uint32_t n);

/* A line for each chapter of a document, as video sites take them: the first at 0:00, each at least
 * 10 seconds after the one before (what is nearer is left out), `1:02:03 Title`. Chapters are the
 * sections where three or more hold timestamps, each at its first; else the timestamps, by their sentences; of a
 * transcript its paragraphs, by how they begin. What stands before the first is called by the document's
 * title. */
void stamp_format_chapters(GString *out, const struct document *document);

/* The same of some timestamps, each by its sentence. */
void stamp_format_moments(GString *out, const struct document *document, const uint32_t *timestamps,
	uint32_t n);

#endif
