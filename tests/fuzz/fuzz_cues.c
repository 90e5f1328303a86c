/* libFuzzer: the first byte chooses a name, the rest are any bytes read as a transcript. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "document/draft.h"
#include "document/speaker_style.h"
#include "document/timestamp.h"
#include "document/transcript.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

/* Runs cover the text in its order, and timestamps stand in it in theirs. */
static void
check(const struct draft *draft)
{
	uint32_t at = 0, length = (uint32_t)draft->text->len;

	for (guint i = 0; i < draft->runs->len; i++) {
		const struct run *run = &g_array_index(draft->runs, struct run, i);

		require(run->text.start == at && run->text.end > at);
		require(run->source.start <= run->source.end &&
			run->source.end <= draft->source->length);
		at = run->text.end;
	}
	require(at == length);
	at = 0;
	for (guint i = 0; i < draft->timestamps->len; i++) {
		const struct timestamp *stamp =
			&g_array_index(draft->timestamps, struct timestamp, i);

		require(stamp->text.start >= at && stamp->text.start <= stamp->text.end);
		require(stamp->sentence.start <= stamp->sentence.end);
		require(stamp->text.end <= length && stamp->sentence.end <= length);
		at = stamp->text.end;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "x.vtt", "x [dQw4w9WgXcQ].en.srt", "x.txt", "x.md" };
	struct source *source;
	struct draft *draft;

	if (size == 0)
		return 0;
	source = source_from_bytes(names[data[0] % G_N_ELEMENTS(names)], (const char *)data + 1,
		size - 1, NULL);
	if (source == NULL)
		return 0;
	draft = draft_new(source, NULL, DOCUMENT_WHOLE, NULL);
	draft->markdown_suffix = data[0] % G_N_ELEMENTS(names) == 3;
	transcript_looks_like(draft);
	transcript_read_head(draft);
	transcript_parse(draft);
	timestamps_find(draft);
	speakers_style(draft, draft->is_transcript);
	check(draft);
	draft_free(draft);
	source_free(source);
	return 0;
}
