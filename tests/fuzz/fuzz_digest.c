/* libFuzzer: any bytes read as a digest, with each choice of the titles' side. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>

#include "document/digest.h"
#include "document/draft.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source *source = source_from_bytes("x.txt", (const char *)data, size, NULL);

	if (source == NULL)
		return 0;
	for (int side = TITLE_AUTO; side <= TITLE_NONE; side++) {
		struct choices choices = { .title_side = (enum title_side)side };
		struct draft *draft = draft_new(source, &choices, DOCUMENT_WHOLE, NULL);

		digest_looks_like(draft);
		digest_parse(draft);
		draft_free(draft);
	}
	source_free(source);
	return 0;
}
