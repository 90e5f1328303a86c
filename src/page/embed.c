#include "config.h"

#include "page/embed.h"

#include <string.h>

const struct embed *
embeds_find(const struct embeds *embeds, uint32_t link)
{
	uint32_t low = 0, high = embeds != NULL ? embeds->count : 0;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (embeds->all[middle].link == link)
			return &embeds->all[middle];
		if (embeds->all[middle].link < link)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* --- parts --- */

/* What a `^id` at the end of leaf names: of an item's first paragraph the item; of a cell its table;
 * of what is quoted the quote. */
static uint32_t
block_around(const struct document *document, uint32_t leaf)
{
	const struct block *blocks = document->blocks;
	uint32_t found = leaf;

	for (uint32_t i = leaf; blocks[i].parent != NONE; i = blocks[i].parent) {
		uint32_t parent = blocks[i].parent;

		switch (blocks[parent].kind) {
		case BLOCK_ITEM:
			if (found == leaf && leaf == parent + 1)
				found = parent;
			break;
		case BLOCK_TABLE:
		case BLOCK_QUOTE:
		case BLOCK_CALLOUT:
			found = parent;
			break;
		default:
			break;
		}
	}
	return found;
}

/* The block after the last of a section, without the footnotes that stand at a document's end. */
static uint32_t
section_end(const struct document *document, uint32_t section)
{
	const struct section *sections = document->sections;
	uint32_t end = document->block_count;

	for (uint32_t i = section + 1; i < document->section_count; i++) {
		if (sections[i].level <= sections[section].level) {
			end = sections[i].block;
			break;
		}
	}
	for (uint32_t i = sections[section].block; i < end; i = document->blocks[i].next)
		if (document->blocks[i].kind == BLOCK_FOOTNOTE)
			end = i;
	return end;
}

static bool
is_titled_by_first(const struct document *document)
{
	return document->section_count > 0 && document->sections[0].block == 0 &&
	       strcmp(document->sections[0].title, document_short_title(document)) == 0;
}

bool
embed_part(const struct document *document, const char *anchor, uint32_t *first, uint32_t *end,
	uint32_t *section)
{
	const char *last = strrchr(anchor, '#');

	*section = NONE;
	*first = is_titled_by_first(document) ? 1 : 0;
	*end = document->block_count;
	if (anchor[0] == '\0')
		return true;
	if (*(last != NULL ? last + 1 : anchor) == '^') {
		uint32_t offset = document_anchor(document, anchor);
		uint32_t leaf = offset != RANGE_NONE ? document_block_at(document, offset) : NONE;

		if (leaf == NONE)
			return false;
		*first = block_around(document, leaf);
		*end = document->blocks[*first].next;
		return true;
	}
	*section = document_section_named(document, anchor);
	if (*section == NONE)
		return false;
	*first = document->sections[*section].block + 1;
	*end = MAX(section_end(document, *section), *first);
	return true;
}
