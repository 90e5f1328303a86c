/*
 * A document as text, for tests that compare the whole of it: its blocks as a tree, each leaf's
 * text with its runs below it, then links, stamp anchors' timestamps and problems.
 */
#ifndef LECTERN_TESTS_DUMP_H
#define LECTERN_TESTS_DUMP_H

#include <glib.h>

#include "document/document.h"

/* Appends the document to out. Styles are letters (see dump.c); a run's source is shown as the
 * bytes it stands for where they differ from its text. */
void document_dump(const struct document *document, const char *source, GString *out);

/* Checks what holds of every document: runs cover the text, ranges lie within, arrays are in order.
 * NULL where all is well, else what is wrong; the caller frees. */
char *document_fault(const struct document *document);

#endif
