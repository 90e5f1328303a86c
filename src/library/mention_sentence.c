/*
 * What is shown of a mention: read from its document.
 */
#include "config.h"

#include "library/mentions.h"

#include <string.h>

#include "library/snippet.h"
#include "text/sentence.h"

/* The link of a mention, where the document still has it there; else NULL. */
static const struct link *
find_link(const struct document *document, const struct mention *mention)
{
	const struct link *link;

	if (mention->link >= document->link_count)
		return NULL;
	link = &document->links[mention->link];
	return link->line == mention->line ? link : NULL;
}

/* The text of the leaf that holds an offset. */
static struct range
leaf_at(const struct document *document, uint32_t offset)
{
	uint32_t block = document_block_at(document, offset);

	if (block == NONE)
		return (struct range){ 0, document->length };
	return document->blocks[block].text;
}

/* Bytes before a link from where sentences are told apart, and bytes for each character that is shown up
 * to where their end is looked for: of a long paragraph no more is looked at. */
enum { BEFORE = 1000, BEHIND = 16 };

/* Where the sentence ends that holds the end of shown; a place behind all that fits where it is long. */
static uint32_t
end_of_sentence(const char *text, struct range within, struct range shown, uint32_t length)
{
	uint32_t at = shown.start - within.start > BEFORE ? shown.start - BEFORE : within.start;
	uint64_t far = (uint64_t)shown.end + (uint64_t)BEHIND * length;
	uint32_t end = (uint32_t)MIN(far, within.end);

	while (at < end && at < shown.end)
		at = sentence_end(text, at, end);
	return MAX(at, shown.end);
}

char *
mention_sentence(const struct document *document, const struct mention *mention, uint32_t length,
	struct range *marked)
{
	const struct link *link = find_link(document, mention);
	g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(struct range));
	struct range shown, within;
	struct snippet snippet;

	*marked = (struct range){ 0, 0 };
	if (link != NULL && range_is_none(link->text)) {
		char *text = g_strdup(link->target[0] != '\0' ? link->target : link->written);

		marked->end = (uint32_t)strlen(text);
		return text;
	}
	if (link != NULL) {
		shown = link->text;
		g_array_append_val(ranges, shown);
	} else {
		uint32_t at = document_offset_of_line(document, mention->line);

		shown = (struct range){ at, at };
	}
	within = leaf_at(document, shown.start);
	within.start = MIN(within.start, shown.start);
	within.end = MAX(within.end, shown.end);
	if (link != NULL)
		within.end = end_of_sentence(document->text, within, shown, length);
	snippet_make(&snippet, document->text, within, shown, ranges, length);
	if (snippet.spans->len > 0)
		*marked = g_array_index(snippet.spans, struct range, 0);
	char *text = g_steal_pointer(&snippet.text);

	snippet_clear(&snippet);
	return text;
}
