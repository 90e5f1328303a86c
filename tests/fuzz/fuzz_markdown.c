/* libFuzzer: any bytes read as Markdown give a document of which all holds that must
 * (support/dump.h). */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "document/document.h"
#include "support/dump.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* With a source in its front matter it is an article, whatever it looks like. */
	GString *text = g_string_new("---\nurl: https://x.org/\n---\n");
	struct document *document;
	struct source *source;
	char *fault;

	g_string_append_len(text, (const char *)data, (gssize)size);
	source = source_from_bytes("x.md", text->str, text->len, NULL);
	g_string_free(text, TRUE);

	if (source == NULL)
		return 0;
	document = document_parse(source, NULL, DOCUMENT_WHOLE, NULL);
	fault = document_fault(document);
	if (fault != NULL) {
		fprintf(stderr, "%s\n", fault);
		abort();
	}
	document_free(document);
	source_free(source);
	return 0;
}
