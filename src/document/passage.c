#include "config.h"

#include "document/passage.h"

#include <string.h>

/* The nearest of a block and what it stands in that is of a kind; NONE where none is. */
static uint32_t
around(const struct document *document, uint32_t block, enum block_kind kind)
{
	while (block != NONE && document->blocks[block].kind != kind)
		block = document->blocks[block].parent;
	return block;
}

/* The innermost block that holds both, NONE for the document. */
static uint32_t
common(const struct document *document, uint32_t a, uint32_t b)
{
	while (a != NONE && !(a <= b && b < document->blocks[a].next))
		a = document->blocks[a].parent;
	return a;
}

/* What stands between two leaves. */
static const char *
between(const struct document *document, uint32_t a, uint32_t b)
{
	uint32_t shared = common(document, a, b);
	const struct block *block;

	if (shared == NONE)
		return "\n\n";
	block = &document->blocks[shared];
	if (block->kind == BLOCK_ROW)
		return "\t";
	if (block->kind == BLOCK_TABLE)
		return "\n";
	if (block->kind == BLOCK_ITEM && block->parent != NONE)
		block = &document->blocks[block->parent];
	return block->kind == BLOCK_LIST && (block->flags & BLOCK_TIGHT) ? "\n" : "\n\n";
}

/* A slice without line ends at its edges: empty lines of code within it stay. */
static struct range
trimmed(const struct document *document, struct range text)
{
	while (text.start < text.end && document->text[text.start] == '\n')
		text.start++;
	while (text.end > text.start && document->text[text.end - 1] == '\n')
		text.end--;
	return text;
}

void
passage_append(GString *out, const struct document *document, struct range text)
{
	uint32_t i = document_block_at(document, text.start), last = NONE;

	for (; i < document->block_count && document->blocks[i].text.start < text.end; i++) {
		const struct block *block = &document->blocks[i];
		struct range part = { MAX(block->text.start, text.start),
			MIN(block->text.end, text.end) };

		if (!block_is_leaf((enum block_kind)block->kind) || part.start >= part.end)
			continue;
		part = trimmed(document, part);
		if (last != NONE)
			g_string_append(out, between(document, last, i));
		g_string_append_len(out, document->text + part.start, range_length(part));
		last = i;
	}
}

struct range
passage_paragraph(const struct document *document, uint32_t offset)
{
	uint32_t block = document_block_at(document, offset);
	uint32_t row = block == NONE ? NONE : around(document, block, BLOCK_ROW);

	if (block == NONE)
		return (struct range){ 0, 0 };
	return document->blocks[row != NONE ? row : block].text;
}

/* --- of the source --- */

static bool
is_blank(const char *line, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (!g_ascii_isspace(line[i]))
			return false;
	return true;
}

static bool
line_is_empty(struct source *source, uint32_t line)
{
	uint32_t start = source_line_start(source, line);

	return is_blank(source->bytes + start, source_line_start(source, line + 1) - start);
}

void
passage_append_source(GString *out, const struct document *document, struct source *source,
	uint32_t section)
{
	uint32_t next = section == NONE ? 0 : section + 1;
	uint32_t first = 1, after = source_lines(source) + 1;

	if (section != NONE)
		first = document->sections[section].line;
	else if (document->block_count > 0)
		first = source_line(source, document->blocks[0].source);
	if (next < document->section_count)
		after = document->sections[next].line;
	while (first < after && line_is_empty(source, first))
		first++;
	while (first < after && line_is_empty(source, after - 1))
		after--;
	for (uint32_t line = first; line < after; line++) {
		uint32_t start = MAX(source_line_start(source, line), source->body);
		uint32_t end = source_line_start(source, line + 1);

		while (end > start && strchr("\r\n", source->bytes[end - 1]) != NULL)
			end--;
		if (line > first)
			g_string_append_c(out, '\n');
		g_string_append_len(out, source->bytes + start, (gssize)(end - start));
	}
}
