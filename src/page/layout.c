#include "config.h"

#include <string.h>

#include "page/layout.h"
#include "page/notes.h"
#include "text/safe.h"

enum {
	ROWS_A_STEP = 256,
	CODE_INDENT = 2,
	FOOTNOTE_RULE = 12, /* columns of the line that parts the text from its notes */
};

static const enum role heading_roles[] = {
	ROLE_HEADING1,
	ROLE_HEADING1,
	ROLE_HEADING2,
	ROLE_HEADING3,
	ROLE_HEADING4,
	ROLE_HEADING4,
	ROLE_HEADING4,
};

/* --- leaves --- */

static enum role
role_of_summary(const struct page *page)
{
	const struct container *c = containers_top(&page->containers);

	if (c == NULL || c->kind != BLOCK_CALLOUT)
		return ROLE_SUMMARY;
	return c->bar == ROLE_CALLOUT_WARNING ? ROLE_CALLOUT_WARNING : ROLE_CALLOUT;
}

static enum role
role_of_leaf(const struct page *page, const struct block *b)
{
	const struct container *c = containers_top(&page->containers);

	switch (b->kind) {
	case BLOCK_HEADING:
		return heading_roles[MIN(b->level, 6)];
	case BLOCK_CODE:
		return ROLE_CODE_BLOCK;
	case BLOCK_SUMMARY:
		return role_of_summary(page);
	}
	return c != NULL ? (enum role)c->base : ROLE_TEXT;
}

/* The flow of leaf b: its text, with the notes that are due beside it. */
static void
begin_flow(struct page *page, uint32_t index, const struct block *b)
{
	struct leaf *leaf = &page->leaf;

	leaf->flow = (struct flow){
		.s = page->document->text + b->text.start,
		.n = range_length(b->text),
		.base = b->text.start,
		.tabs = b->kind == BLOCK_CODE || b->kind == BLOCK_LINES,
		.role = role_of_leaf(page, b),
	};
	if (page->options.notes && b->kind != BLOCK_CODE && b->kind != BLOCK_LINES)
		notes_join(page, index);
	wrap_begin(&leaf->wrap, leaf->flow.s, leaf->flow.n, leaf->flow.tabs);
}

/* The first line of a callout: its type, which without colours nothing else tells. */
static void
draw_callout_type(struct page *page, const struct block *b, enum role role)
{
	g_autofree char *title = safe_string(SAFE_NAME, b->label != NULL ? b->label : "note", -1);

	title[0] = g_ascii_toupper(title[0]);
	lines_made(page, (uint32_t)(b - page->document->blocks), role, title, page->laid);
}

/* A code block's label. */
static void
draw_label(struct page *page, uint32_t index, const struct block *b)
{
	if (b->label == NULL || b->label[0] == '\0')
		return;
	g_autofree char *label = safe_string(SAFE_NAME, b->label, -1);
	lines_made(page, index, ROLE_CODE_LABEL, label, b->text.start);
}

/* The line that parts footnotes from the text above. */
static void
begin_footnotes(struct page *page, uint32_t index)
{
	if (page->last_kind == BLOCK_FOOTNOTE || !page->drawn)
		return;
	page->containers.common = page->containers.stack->len;
	line_gap(page, index);
	uint32_t column = line_open(page, index, LINE_MADE);
	line_repeat(page, ROLE_RULE, column, SIGN_RULE, MIN(FOOTNOTE_RULE, page->width - column));
	line_close(page, page->laid);
	page->last_kind = BLOCK_FOOTNOTE;
}

static void
begin_leaf(struct page *page, uint32_t index)
{
	const struct block *b = &page->document->blocks[index];
	struct leaf *leaf = &page->leaf;

	page->next = index + 1;
	page->laid = b->text.start;
	if (b->text.start == b->text.end && b->kind != BLOCK_CODE && page->containers.pending == 0)
		return;
	line_gap(page, index);
	if (b->kind == BLOCK_CODE)
		draw_label(page, index, b);
	begin_flow(page, index, b);
	leaf->active = true;
	leaf->continued = false;
	leaf->widest = 0;
	leaf->hang = 0;
	leaf->flags = LINE_FIRST | (b->kind == BLOCK_CODE ? LINE_SCROLLS : 0);
}

static void
end_leaf(struct page *page, uint32_t index)
{
	const struct block *b = &page->document->blocks[index];
	struct leaf *leaf = &page->leaf;

	leaf->active = false;
	page->laid = b->text.end + 1;
	page->last_kind = b->kind;
	if (b->kind == BLOCK_HEADING && b->level <= 2 && leaf->widest > 0) {
		uint32_t column = line_open(page, index, LINE_MADE);
		line_repeat(page, leaf->flow.role, column,
			b->level == 1 ? SIGN_HEADING1 : SIGN_HEADING2,
			MIN(leaf->widest, page->width - column));
		line_close(page, page->laid);
	}
	inset_begin(page, index);
}

/* Columns of the blanks that a plain line begins with: its continued rows stand in as far. */
static unsigned
hang_of(const char *s, size_t n, unsigned most)
{
	unsigned column = 0;

	for (size_t i = 0; i < n && (s[i] == ' ' || s[i] == '\t') && column < most; i++)
		column += s[i] == '\t' ? wrap_tab(column) : 1;
	return column > most ? most : column;
}

static bool
next_row(struct page *page, const struct block *b, uint32_t column, struct wrap_row *row,
	uint32_t *hang)
{
	struct leaf *leaf = &page->leaf;
	unsigned width = page->width - column;

	*hang = 0;
	if (b->kind == BLOCK_CODE)
		return wrap_line(&leaf->wrap, row);
	if (b->kind == BLOCK_LINES) {
		if (!leaf->continued)
			leaf->hang = hang_of(leaf->flow.s + leaf->wrap.at,
				leaf->flow.n - leaf->wrap.at, width / 2);
		else
			*hang = leaf->hang;
	}
	if (!wrap_next(&leaf->wrap, width - *hang, row))
		return false;
	leaf->continued = !row->hard;
	return true;
}

static unsigned
code_indent(const struct page *page, uint32_t column)
{
	return column + CODE_INDENT <= page->width / 2 ? CODE_INDENT : 0;
}

static void
leaf_rows(struct page *page)
{
	struct leaf *leaf = &page->leaf;
	uint32_t index = page->next - 1;
	const struct block *b = &page->document->blocks[index];

	for (int i = 0; i < ROWS_A_STEP && !leaf->wrap.done; i++) {
		struct wrap_row row;
		uint32_t hang;
		uint32_t column = line_open(page, index, leaf->flags);

		next_row(page, b, column, &row, &hang);
		column += b->kind == BLOCK_CODE ? code_indent(page, column) : hang;
		uint32_t columns = flow_pieces(&leaf->flow, &page->spans, page->arena, &row, column,
			page->pieces);
		leaf->widest = MAX(leaf->widest, columns);
		leaf->flags &= (uint16_t)~LINE_FIRST;
		uint32_t start = flow_offset(&leaf->flow, row.start);
		line_spot(page, start);
		line_close(page, start);
		page->laid = flow_offset(&leaf->flow, row.next);
	}
	if (leaf->wrap.done)
		end_leaf(page, index);
}

static void
draw_rule(struct page *page, uint32_t index)
{
	page->next = index + 1;
	line_gap(page, index);
	uint32_t column = line_open(page, index, LINE_MADE | LINE_FIRST);
	line_repeat(page, ROLE_RULE, column, SIGN_RULE, page->width - column);
	line_close(page, page->laid);
	page->last_kind = BLOCK_RULE;
}

/* --- the walk --- */

/* Whether the title line that follows says no more than the type does. */
static bool
is_named_by_title(const struct page *page, const struct block *b)
{
	const char *type = b->label != NULL ? b->label : "note";
	const struct block *title = &b[1];

	return title->kind == BLOCK_SUMMARY && range_length(title->text) == strlen(type) &&
	       g_ascii_strncasecmp(page->document->text + title->text.start, type, strlen(type)) ==
		       0;
}

static void
begin_callout(struct page *page, uint32_t index)
{
	const struct block *b = &page->document->blocks[index];

	if (index + 1 < b->next && is_named_by_title(page, b))
		return;
	line_gap(page, index);
	draw_callout_type(page, b, role_of_summary(page));
	page->last_kind = BLOCK_SUMMARY;
}

static void
begin_container(struct page *page, uint32_t index)
{
	const struct block *b = &page->document->blocks[index];

	page->next = index + 1;
	if (b->kind == BLOCK_FOOTNOTE)
		begin_footnotes(page, index);
	containers_push(page, index);
	if (b->kind == BLOCK_CALLOUT)
		begin_callout(page, index);
}

/* Closes the containers that end before the next block. What a folded one hides is passed over. */
static void
close_containers(struct page *page)
{
	const struct block *blocks = page->document->blocks;
	const struct container *top;

	while ((top = containers_top(&page->containers)) != NULL) {
		const struct block *b = &blocks[top->block];
		if (b->kind == BLOCK_DETAILS && page->options.folded != NULL &&
			page->options.folded[top->block] && page->next > top->block + 1)
			page->next = b->next;
		if (b->next > page->next)
			return;
		enum block_kind kind = (enum block_kind)b->kind;
		containers_pop(page);
		if (kind == BLOCK_FOOTNOTE)
			page->last_kind = BLOCK_FOOTNOTE;
	}
}

void
layout_step(struct page *page)
{
	const struct document *d = page->document;

	if (page->leaf.active) {
		leaf_rows(page);
		return;
	}
	if (inset_is_active(page)) {
		inset_step(page);
		return;
	}
	if (table_is_active(page)) {
		table_step(page);
		return;
	}
	close_containers(page);
	if (page->next >= page->end) {
		page->laid = d->length;
		page->complete = true;
		return;
	}
	uint32_t index = page->next;
	const struct block *b = &d->blocks[index];
	switch (b->kind) {
	case BLOCK_RULE:
		draw_rule(page, index);
		break;
	case BLOCK_TABLE:
		table_begin(page, index);
		break;
	case BLOCK_PARAGRAPH:
	case BLOCK_HEADING:
	case BLOCK_CODE:
	case BLOCK_CELL:
	case BLOCK_SUMMARY:
	case BLOCK_LINES:
	case BLOCK_CUE:
		begin_leaf(page, index);
		break;
	default:
		begin_container(page, index);
	}
}
