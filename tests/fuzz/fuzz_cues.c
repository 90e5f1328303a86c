/* libFuzzer: any bytes read as a transcript. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>

#include "document/draft.h"
#include "document/transcript.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source *source = source_from_bytes("x.vtt", (const char *)data, size, NULL);
	struct draft *draft;

	if (source == NULL)
		return 0;
	draft = draft_new(source, NULL, DOCUMENT_WHOLE, NULL);
	transcript_looks_like(draft);
	transcript_parse(draft);
	draft_free(draft);
	source_free(source);
	return 0;
}
