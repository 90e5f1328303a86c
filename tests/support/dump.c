#include "config.h"

#include "support/dump.h"

#include <string.h>

static const char *const block_names[] = {
	[BLOCK_QUOTE] = "quote",
	[BLOCK_CALLOUT] = "callout",
	[BLOCK_LIST] = "list",
	[BLOCK_ITEM] = "item",
	[BLOCK_TABLE] = "table",
	[BLOCK_ROW] = "row",
	[BLOCK_FOOTNOTE] = "footnote",
	[BLOCK_DETAILS] = "details",
	[BLOCK_PARAGRAPH] = "paragraph",
	[BLOCK_HEADING] = "heading",
	[BLOCK_CODE] = "code",
	[BLOCK_CELL] = "cell",
	[BLOCK_SUMMARY] = "summary",
	[BLOCK_RULE] = "rule",
	[BLOCK_LINES] = "lines",
	[BLOCK_CUE] = "cue",
};

static const struct {
	unsigned flag;
	const char *name;
} flag_names[] = {
	{ BLOCK_TIGHT, "tight" },
	{ BLOCK_TASK, "task" },
	{ BLOCK_DONE, "done" },
	{ BLOCK_HEADER, "header" },
	{ BLOCK_LEFT, "left" },
	{ BLOCK_CENTER, "center" },
	{ BLOCK_RIGHT, "right" },
	{ BLOCK_FENCED, "fenced" },
};

/* The letters of the styles, in order of their bits. */
static const char style_letters[] = "BICXMKbpiTFH";

static void
append_text(GString *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\n')
			g_string_append(out, "\\n");
		else if ((unsigned char)s[i] < ' ' || s[i] == 0x7F)
			g_string_append_printf(out, "\\x%02X", (unsigned char)s[i]);
		else
			g_string_append_c(out, s[i]);
	}
}

static void
dump_block_head(const struct block *block, GString *out)
{
	g_string_append_printf(out, "%*s%s", 2 * block->depth, "", block_names[block->kind]);
	if (block->level > 0)
		g_string_append_printf(out, " %u", block->level);
	if (block->number != NONE)
		g_string_append_printf(out, " #%u", block->number);
	if (block->label != NULL)
		g_string_append_printf(out, " \"%s\"", block->label);
	for (size_t i = 0; i < G_N_ELEMENTS(flag_names); i++)
		if ((block->flags & flag_names[i].flag) != 0)
			g_string_append_printf(out, " %s", flag_names[i].name);
	g_string_append_c(out, '\n');
}

static void
dump_run(const struct document *document, const char *source, const struct run *run, int indent,
	GString *out)
{
	const char *text = document->text + run->text.start;
	size_t n = range_length(run->text), source_length = range_length(run->source);

	if (n > 0 && run->text.end == document->length && text[n - 1] == '\n')
		n--;
	g_string_append_printf(out, "%*s|", indent, "");
	append_text(out, text, n);
	g_string_append_c(out, '|');
	for (unsigned i = 0; style_letters[i] != '\0'; i++)
		if ((run->style & 1u << i) != 0)
			g_string_append_printf(out, "%s%c",
				strchr("BICXMKbpiTFH", style_letters[i]) != NULL &&
						out->str[out->len - 1] == '|'
					? " "
					: "",
				style_letters[i]);
	while (n > source_length && n > 0 && text[n - 1] == '\n')
		n--;
	if (source_length != n || memcmp(source + run->source.start, text, n) != 0) {
		g_string_append(out, " <- ");
		append_text(out, source + run->source.start, source_length);
	}
	g_string_append_c(out, '\n');
}

static void
dump_blocks(const struct document *document, const char *source, GString *out)
{
	uint32_t run = 0;

	for (uint32_t i = 0; i < document->block_count; i++) {
		const struct block *block = &document->blocks[i];

		dump_block_head(block, out);
		if (!block_is_leaf(block->kind) || block->kind == BLOCK_RULE)
			continue;
		while (run < document->run_count &&
			document->runs[run].text.start <= block->text.end) {
			if (document->runs[run].text.start < block->text.end)
				dump_run(document, source, &document->runs[run],
					2 * block->depth + 2, out);
			run++;
		}
	}
}

void
document_dump(const struct document *document, const char *source, GString *out)
{
	dump_blocks(document, source, out);
	for (uint32_t i = 0; i < document->link_count; i++) {
		const struct link *link = &document->links[i];
		const char *name = link_kind_name(link->kind);

		g_string_append_printf(out,
			"link %s line %u target=%s anchor=%s alias=%s written=%s text=",
			name != NULL ? name : "footnote", link->line, link->target, link->anchor,
			link->alias != NULL ? link->alias : "-", link->written);
		if (range_is_none(link->text))
			g_string_append_c(out, '-');
		else
			append_text(out, document->text + link->text.start,
				range_length(link->text));
		if (link->block != NONE)
			g_string_append_printf(out, " block=%u", link->block);
		g_string_append_c(out, '\n');
	}
	for (uint32_t i = 0; i < document->timestamp_count; i++)
		g_string_append_printf(out, "stamp %u line %u\n",
			document->timestamps[i].milliseconds / 1000, document->timestamps[i].line);
	for (uint32_t i = 0; i < document->problem_count; i++)
		g_string_append_printf(out, "problem %s line %u: %s\n", document->problems[i].code,
			document->problems[i].line, document->problems[i].message);
}

/* --- what holds of every document --- */

static char *
runs_fault(const struct document *document)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < document->run_count; i++) {
		const struct run *run = &document->runs[i];

		if (run->text.start != at || run->text.end <= at)
			return g_strdup_printf("run %u begins at %u, not %u", i, run->text.start,
				at);
		at = run->text.end;
		if (!range_is_none(run->source) &&
			(run->source.start > run->source.end ||
				run->source.end > document->source_length))
			return g_strdup_printf("run %u: source %u-%u", i, run->source.start,
				run->source.end);
	}
	return at == document->length
		       ? NULL
		       : g_strdup_printf("runs end at %u of %u", at, document->length);
}

static char *
blocks_fault(const struct document *document)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < document->block_count; i++) {
		const struct block *block = &document->blocks[i];

		if (block->text.start > block->text.end || block->text.end > document->length)
			return g_strdup_printf("block %u: text %u-%u", i, block->text.start,
				block->text.end);
		if (block->next <= i || block->next > document->block_count)
			return g_strdup_printf("block %u: next %u", i, block->next);
		if (block->source > document->source_length)
			return g_strdup_printf("block %u: source %u", i, block->source);
		if (block->parent != NONE && document->blocks[block->parent].next < block->next)
			return g_strdup_printf("block %u: outside its parent", i);
		if (!block_is_leaf(block->kind) || block->kind == BLOCK_RULE)
			continue;
		if (block->text.start != at)
			return g_strdup_printf("leaf %u begins at %u, not %u", i, block->text.start,
				at);
		if (document->text[block->text.end] != '\n')
			return g_strdup_printf("leaf %u: no line end follows", i);
		at = block->text.end + 1;
	}
	return at == document->length
		       ? NULL
		       : g_strdup_printf("leaves end at %u of %u", at, document->length);
}

static char *
links_fault(const struct document *document)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < document->link_count; i++) {
		const struct link *link = &document->links[i];

		if (link->source > document->source_length)
			return g_strdup_printf("link %u: source %u", i, link->source);
		if (link->kind == LINK_FOOTNOTE && link->block >= document->block_count)
			return g_strdup_printf("link %u: block %u", i, link->block);
		if (range_is_none(link->text))
			continue;
		if (link->text.start < at || link->text.end < link->text.start ||
			link->text.end > document->length)
			return g_strdup_printf("link %u: text %u-%u", i, link->text.start,
				link->text.end);
		at = link->text.start;
	}
	return NULL;
}

static char *
lines_fault(const struct document *document)
{
	for (uint32_t line = 1; line <= document->line_count; line++)
		if (document_offset_of_line(document, line) > document->length)
			return g_strdup_printf("line %u: past the text's end", line);
	return NULL;
}

char *
document_fault(const struct document *document)
{
	static char *(*const checks[])(const struct document *) = {
		runs_fault,
		blocks_fault,
		links_fault,
		lines_fault,
	};
	char *fault = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(checks) && fault == NULL; i++)
		fault = checks[i](document);
	return fault;
}
