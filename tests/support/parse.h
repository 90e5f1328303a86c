/*
 * A text as a document, for tests.
 */
#ifndef LECTERN_TESTS_SUPPORT_PARSE_H
#define LECTERN_TESTS_SUPPORT_PARSE_H

#include <string.h>

#include "document/document.h"

/* The document of a text that stands in a file of that path. The caller frees. */
static inline struct document *
parse_text(const char *path, const char *text, enum document_extent extent)
{
	g_autoptr(Source) source = source_from_bytes(path, text, strlen(text), NULL);

	return document_parse(source, NULL, extent, NULL);
}

#endif
