#include "config.h"

#include "document/transcript.h"

#include "document/cue_paragraphs.h"
#include "document/draft.h"
#include "document/timed_text.h"
#include "text/path.h"

bool
transcript_looks_like(struct draft *draft)
{
	const struct source *source = draft->source;

	return cues_look_like(source->bytes, draft->body, source->length) ||
	       timed_text_looks_like(draft);
}

/* A transcript's first line is no title: without front matter it is named as its file is. */
static void
name_after_file(struct draft *draft)
{
	const char *name = path_name(draft->source->path);
	size_t n = path_stem(name);

	if (draft->fields[FIELD_TITLE]->len == 0 && n > 0)
		g_ptr_array_add(draft->fields[FIELD_TITLE], arena_string(draft->arena, name, n));
}

void
transcript_parse(struct draft *draft)
{
	const struct source *source = draft->source;

	name_after_file(draft);
	if (cues_look_like(source->bytes, draft->body, source->length)) {
		g_autoptr(GArray) cues = cues_read(source->bytes, draft->body, source->length);

		cue_paragraphs_write(draft, cues);
	} else {
		timed_text_parse(draft);
	}
}
