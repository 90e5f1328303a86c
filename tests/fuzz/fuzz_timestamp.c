/* libFuzzer: any bytes as the text of a document with a media source, as a time and as a URL. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "document/draft.h"
#include "document/clock.h"
#include "document/timestamp.h"
#include "document/video_url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A paragraph for each line; what stands between `{` and `}` is an anchor's label. */
static void
write_lines(struct draft *draft)
{
	const char *bytes = draft->source->bytes;
	uint32_t at = 0, n = draft->source->length, label = NONE;

	draft_open(draft, BLOCK_PARAGRAPH, 0);
	for (; at < n; at++) {
		if (bytes[at] == '\n') {
			draft_close(draft);
			draft_open(draft, BLOCK_PARAGRAPH, at);
			label = NONE;
			continue;
		}
		if (bytes[at] == '{') {
			label = draft_offset(draft);
		} else if (bytes[at] == '}' && label != NONE) {
			struct stamp_anchor anchor = {
				.text = { label, draft_offset(draft) },
				.source = at,
				.time = at % 2 ? "00:01:02" : NULL,
			};

			g_array_append_val(draft->anchors, anchor);
			label = NONE;
		}
		draft_text(draft, bytes + at, 1, 0, (struct range){ at, at + 1 });
	}
	draft_close(draft);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source *source = source_from_bytes("x.md", (const char *)data, size, NULL);
	struct clock_time time;
	struct draft *draft;
	uint32_t seconds;

	if (source == NULL)
		return 0;
	clock_read(source->bytes, source->length, size % 2 == 0, &time);
	video_url_seconds(source->bytes, &seconds);
	timestamps_has_anchor(source->bytes, source->length);
	draft = draft_new(source, NULL, DOCUMENT_WHOLE, NULL);
	g_ptr_array_add(draft->fields[FIELD_MEDIA], "talk.mp4");
	write_lines(draft);
	timestamps_find(draft);
	draft_free(draft);
	source_free(source);
	return 0;
}
