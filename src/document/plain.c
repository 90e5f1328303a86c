#include "config.h"

#include "document/plain.h"

#include <string.h>

#include "document/draft.h"

bool
plain_looks_like(struct draft *draft)
{
	(void)draft;
	return true;
}

/* Line for line. Empty lines at the start and line ends at the end are no text; CR LF and a lone CR
 * become '\n'. */
void
plain_parse(struct draft *draft)
{
	const char *bytes = draft->source->bytes;
	uint32_t at = draft->body, end = draft->source->length;

	while (end > at && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r'))
		end--;
	while (at < end && (bytes[at] == '\n' || bytes[at] == '\r'))
		at++;
	if (at == end)
		return;
	draft_open(draft, BLOCK_LINES, at);
	while (at < end) {
		const char *cr = memchr(bytes + at, '\r', end - at);
		uint32_t stop = cr != NULL ? (uint32_t)(cr - bytes) : end;

		draft_text(draft, bytes + at, stop - at, 0, (struct range){ at, stop });
		at = stop;
		if (at < end) {
			uint32_t ends = at + 1 < end && bytes[at + 1] == '\n' ? 2 : 1;

			/* Its source is the first byte of the line end, so that a line is one
			 * run. */
			draft_text(draft, "\n", 1, 0, (struct range){ at, at + 1 });
			at += ends;
		}
	}
	draft_close(draft);
}
