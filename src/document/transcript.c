#include "config.h"

#include "document/transcript.h"

#include "document/cue_paragraphs.h"
#include "document/draft.h"
#include "document/markdown.h"
#include "document/timed_text.h"

enum { FAULTS_NAMED = 20 }; /* of each kind; then how many more there are */

static const struct fault {
	const char *code, *message;
} faults[CUE_FAULTS] = {
	[CUE_FAULT_FORM] = { "cue-time", "this cue's times are not written as WebVTT wants them "
					 "(MM:SS.mmm --> MM:SS.mmm): players may drop it" },
	[CUE_FAULT_TIMING] = { "cue-time", "a time of this cue cannot be read" },
	[CUE_FAULT_END] = { "cue-time", "this cue ends before it begins" },
	[CUE_FAULT_ORDER] = { "cue-order", "this cue begins before the one above it" },
	[CUE_FAULT_STRAY] = { "cue-text", "this text belongs to no cue: players do not show it" },
};

bool
transcript_looks_like(struct draft *draft)
{
	const struct source *source = draft->source;

	return cues_look_like(source->bytes, draft->body, source->length) ||
	       timed_text_looks_like(draft);
}

static void
report(struct draft *draft, const GArray *found)
{
	unsigned total[CUE_FAULTS] = { 0 }, named[CUE_FAULTS] = { 0 };

	for (guint i = 0; i < found->len; i++)
		total[g_array_index(found, struct cue_fault, i).kind]++;
	for (guint i = 0; i < found->len; i++) {
		struct cue_fault at = g_array_index(found, struct cue_fault, i);
		const struct fault *fault = &faults[at.kind];

		if (named[at.kind]++ >= FAULTS_NAMED)
			continue;
		if (named[at.kind] == FAULTS_NAMED && total[at.kind] > FAULTS_NAMED)
			draft_problem(draft, fault->code, at.source, "%s; so it is with %u more",
				fault->message, total[at.kind] - FAULTS_NAMED);
		else
			draft_problem(draft, fault->code, at.source, "%s", fault->message);
	}
}

void
transcript_parse(struct draft *draft)
{
	const struct source *source = draft->source;
	g_autoptr(GArray) found = NULL, cues = NULL;

	if (!cues_look_like(source->bytes, draft->body, source->length)) {
		draft->is_transcript = true;
		if (timed_text_is_markdown(draft))
			markdown_parse(draft);
		else
			timed_text_parse(draft);
		return;
	}
	found = g_array_new(FALSE, FALSE, sizeof(struct cue_fault));
	cues = cues_read(source->bytes, draft->body, source->length, found);
	report(draft, found);
	cue_paragraphs_write(draft, cues,
		cues_have_header(source->bytes, draft->body, source->length));
}
