#include "config.h"

#include "support/maker.h"

void
maker_init(struct maker *m)
{
	*m = (struct maker){
		.text = g_string_new(NULL),
		.blocks = g_array_new(FALSE, FALSE, sizeof(struct block)),
		.runs = g_array_new(FALSE, FALSE, sizeof(struct run)),
		.links = g_array_new(FALSE, FALSE, sizeof(struct link)),
		.stamps = g_array_new(FALSE, FALSE, sizeof(struct timestamp)),
		.sections = g_array_new(FALSE, FALSE, sizeof(struct section)),
		.open = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
	};
}

void
maker_clear(struct maker *m)
{
	g_string_free(m->text, TRUE);
	g_array_unref(m->blocks);
	g_array_unref(m->runs);
	g_array_unref(m->links);
	g_array_unref(m->stamps);
	g_array_unref(m->sections);
	g_array_unref(m->open);
}

struct block *
maker_open(struct maker *m, enum block_kind kind)
{
	struct block block = {
		.text = { (uint32_t)m->text->len, 0 },
		.kind = (uint8_t)kind,
		.parent = NONE,
		.number = NONE,
		.depth = (uint16_t)m->open->len,
	};
	if (m->open->len > 0)
		block.parent = g_array_index(m->open, uint32_t, m->open->len - 1);
	g_array_append_val(m->open, m->blocks->len);
	g_array_append_val(m->blocks, block);
	return &g_array_index(m->blocks, struct block, m->blocks->len - 1);
}

void
maker_close(struct maker *m)
{
	uint32_t index = g_array_index(m->open, uint32_t, m->open->len - 1);
	struct block *block = &g_array_index(m->blocks, struct block, index);

	g_array_set_size(m->open, m->open->len - 1);
	block->text.end = (uint32_t)m->text->len;
	block->next = m->blocks->len;
	if (block->kind >= BLOCK_PARAGRAPH && block->kind != BLOCK_RULE)
		g_string_append_c(m->text, '\n');
	if (m->runs->len > 0)
		g_array_index(m->runs, struct run, m->runs->len - 1).text.end =
			(uint32_t)m->text->len;
}

struct range
maker_text(struct maker *m, const char *s, unsigned style)
{
	struct run run = { .text = { (uint32_t)m->text->len, 0 }, .style = (uint16_t)style };

	g_string_append(m->text, s);
	run.text.end = (uint32_t)m->text->len;
	g_array_append_val(m->runs, run);
	return run.text;
}

void
maker_leaf(struct maker *m, enum block_kind kind, const char *s)
{
	maker_open(m, kind);
	maker_text(m, s, 0);
	maker_close(m);
}

void
maker_link(struct maker *m, enum link_kind kind, const char *s, const char *target)
{
	struct link link = { .text = maker_text(m, s, 0),
		.kind = kind,
		.target = target,
		.block = NONE };

	g_array_append_val(m->links, link);
}

void
maker_stamp(struct maker *m, const char *s)
{
	struct timestamp stamp = { .text = maker_text(m, s, 0), .end = NONE };

	g_array_append_val(m->stamps, stamp);
}

const struct document *
maker_document(struct maker *m)
{
	m->document = (struct document){
		.text = m->text->str,
		.length = (uint32_t)m->text->len,
		.blocks = (const struct block *)m->blocks->data,
		.block_count = m->blocks->len,
		.runs = (const struct run *)m->runs->data,
		.run_count = m->runs->len,
		.links = (const struct link *)m->links->data,
		.link_count = m->links->len,
		.timestamps = (const struct timestamp *)m->stamps->data,
		.timestamp_count = m->stamps->len,
		.sections = (const struct section *)m->sections->data,
		.section_count = m->sections->len,
	};
	return &m->document;
}
