/* libFuzzer: any bytes as the text of a document with a media source, as a time and as a URL. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "document/clock.h"
#include "document/draft.h"
#include "document/timestamp.h"
#include "document/video_url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends an anchor whose label begins at text offset label; what stands before a '|' in it is its
 * data-t. */
static void
add_anchor(struct draft *draft, uint32_t label, uint32_t source)
{
	struct stamp_anchor anchor = {
		.text = { label, draft_offset(draft) },
		.source = source,
	};
	const char *s = draft->text->str + label;
	const char *bar = memchr(s, '|', range_length(anchor.text));

	if (bar != NULL) {
		anchor.time = arena_string(draft->arena, s, (size_t)(bar - s));
		anchor.text.start += (uint32_t)(bar - s) + 1;
	}
	g_array_append_val(draft->anchors, anchor);
}

/* A block for each line, a heading where it begins with '#', code with a tab; what stands between
 * `{` and `}` is an anchor, between `<` and `>` a link. */
static void
write_lines(struct draft *draft)
{
	const char *bytes = draft->source->bytes;
	uint32_t at = 0, n = draft->source->length, label = NONE, link = NONE;

	draft_open(draft, BLOCK_PARAGRAPH, 0);
	for (; at < n; at++) {
		if (bytes[at] == '\n') {
			draft_close(draft);
			draft_open(draft,
				bytes[at + 1] == '#'    ? BLOCK_HEADING
				: bytes[at + 1] == '\t' ? BLOCK_CODE
							: BLOCK_PARAGRAPH,
				at);
			label = link = NONE;
			continue;
		}
		if (bytes[at] == '{') {
			label = draft_offset(draft);
			continue;
		}
		if (bytes[at] == '<') {
			link = draft_offset(draft);
			continue;
		}
		if (bytes[at] == '}' && label != NONE) {
			add_anchor(draft, label, at);
			label = NONE;
			continue;
		}
		if (bytes[at] == '>' && link != NONE) {
			g_autofree char *url =
				g_strndup(draft->text->str + link, draft->text->len - link);

			draft_link(draft, at % 2 ? LINK_WEB : LINK_WIKI,
				(struct range){ link, draft_offset(draft) }, at, url, "", NULL,
				url);
			link = NONE;
			continue;
		}
		draft_text(draft, bytes + at, 1, 0, (struct range){ at, at + 1 });
	}
	draft_close(draft);
}

static void
check_timestamps(const struct draft *draft)
{
	uint32_t length = draft_offset(draft), last = 0;

	for (guint i = 0; i < draft->timestamps->len; i++) {
		const struct timestamp *stamp =
			&g_array_index(draft->timestamps, struct timestamp, i);

		if (stamp->text.start < last || stamp->text.end > length ||
			stamp->text.start > stamp->text.end || stamp->sentence.end > length ||
			stamp->sentence.start > stamp->sentence.end ||
			stamp->milliseconds > 3600000000u || stamp->end <= stamp->milliseconds)
			__builtin_trap();
		last = stamp->text.start;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source *source = source_from_bytes("x.md", (const char *)data, size, NULL);
	struct clock_time time;
	struct media_part part;
	struct draft *draft;

	if (source == NULL)
		return 0;
	clock_read(source->bytes, source->length, size % 2 == 0, &time);
	video_url_part(source->bytes, &part);
	media_fragment_read(source->bytes, &part);
	timestamps_has_anchor(source->bytes, source->length);
	draft = draft_new(source, NULL, DOCUMENT_WHOLE, NULL);
	g_ptr_array_add(draft->fields[FIELD_MEDIA], "talk.mp4");
	write_lines(draft);
	timestamps_find(draft);
	check_timestamps(draft);
	draft_free(draft);
	source_free(source);
	return 0;
}
