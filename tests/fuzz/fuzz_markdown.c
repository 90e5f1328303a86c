/* libFuzzer: any bytes read as Markdown give a document of which all holds that must (support/dump.h). */
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
	struct source *source = source_from_bytes("x.md", (const char *)data, size, NULL);
	struct document *document;
	char *fault;

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
