/*
 * Citations: a document, and a second of the recording it is of, as others may refer to them. What
 * is not known is left out.
 */
#ifndef LECTERN_DOCUMENT_CITATION_H
#define LECTERN_DOCUMENT_CITATION_H

#include <glib.h>
#include <stdint.h>

#include "document/document.h"

/* The URL of a document: the one it was saved from, else its video's, else its recording's. NULL
 * where it names none. The caller frees. */
char *document_address(const struct document *document);

/* The address of a timestamp: as document_timestamp_url(), else the recording's, its file's or the
 * document's with the time as its fragment (`talk.mp4#t=754`). NULL where nothing is known to add it
 * to. The caller frees. */
char *document_second(const struct document *document, uint32_t stamp);

/* A line of Markdown: `[Title](URL), Channel, 2026-02-08, [12:34](URL&t=754s)`; the timestamp may be
 * NONE. Of what stands in a document nothing is markup in it. The caller frees. */
char *document_citation(const struct document *document, uint32_t stamp);

/* Appends s to a line of Markdown so that it is read as it stands, white space as single spaces. */
void citation_append_text(GString *out, const char *s);

/* What may be the destination of a link in Markdown: a URL of http or https, encoded. NULL where url
 * is none. The caller frees. */
char *citation_destination(const char *url);

#endif
