#include "config.h"

#include "document/markdown_private.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>

#include "document/draft.h"

static unsigned
alignment_flag(cmark_node *table, uint32_t column)
{
	uint8_t *alignments = cmark_gfm_extensions_get_table_alignments(table);

	if (column >= cmark_gfm_extensions_get_table_columns(table))
		return 0;
	switch (alignments[column]) {
	case 'l':
		return BLOCK_LEFT;
	case 'c':
		return BLOCK_CENTER;
	case 'r':
		return BLOCK_RIGHT;
	default:
		return 0;
	}
}

void
markdown_row(struct markdown *md, cmark_node *node)
{
	cmark_node *table = cmark_node_parent(node);
	uint32_t at =
		markdown_row_start(md, node, markdown_line(md, cmark_node_get_end_line(table)));
	uint32_t block = markdown_open(md, BLOCK_ROW, at), column = 0;

	if (cmark_gfm_extensions_get_table_row_is_header(node))
		draft_block(md->draft, block)->flags |= BLOCK_HEADER;
	for (cmark_node *cell = cmark_node_first_child(node); cell != NULL;
		cell = cmark_node_next(cell)) {
		g_array_set_size(md->pieces, 0);
		markdown_content_cell(md, cmark_node_get_string_content(cell), &at);
		inline_collect(md, cell);
		block = markdown_open(md, BLOCK_CELL, content_source(&md->content, 0));
		draft_block(md->draft, block)->number = column;
		draft_block(md->draft, block)->flags |= (uint16_t)alignment_flag(table, column++);
		inline_write(md, 0, md->pieces->len);
		markdown_close_leaf(md);
	}
	draft_close(md->draft);
}

void
markdown_table(struct markdown *md, cmark_node *node)
{
	uint32_t block = markdown_open(md, BLOCK_TABLE, markdown_node_source(md, node));

	draft_block(md->draft, block)->number = cmark_gfm_extensions_get_table_columns(node);
}
