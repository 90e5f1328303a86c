/*
 * cmark's tree walked into the draft, node by node, without recursion.
 *
 * Invariant: levels holds, for each node that is entered, how many of the draft's blocks were open
 * before it. A node that ends closes all above its level: its own block, and a <details> whose end
 * is missing.
 */
#include "config.h"

#include "document/markdown_private.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <string.h>

#include "document/draft.h"

uint32_t
markdown_open(struct markdown *md, enum block_kind kind, uint32_t source)
{
	if (kind != BLOCK_SUMMARY)
		markdown_summary_due(md);
	return draft_open(md->draft, kind, source);
}

void
markdown_summary_due(struct markdown *md)
{
	static const char title[] = "Details";
	uint32_t source = md->summary_due;

	if (source == RANGE_NONE)
		return;
	md->summary_due = RANGE_NONE;
	draft_open(md->draft, BLOCK_SUMMARY, source);
	draft_text(md->draft, title, sizeof(title) - 1, 0, (struct range){ source, source });
	draft_close(md->draft);
}

static struct block *
innermost(struct markdown *md)
{
	GArray *open = md->draft->open;

	return draft_block(md->draft, g_array_index(open, uint32_t, open->len - 1));
}

bool
markdown_close_leaf(struct markdown *md)
{
	struct block *leaf = innermost(md);

	if (leaf->text.start < draft_offset(md->draft) ||
		(leaf->kind != BLOCK_PARAGRAPH && leaf->kind != BLOCK_SUMMARY)) {
		draft_close(md->draft);
		return true;
	}
	/* Nothing of it is shown: a comment, or tags alone. */
	g_array_set_size(md->draft->open, md->draft->open->len - 1);
	g_array_set_size(md->draft->blocks, md->draft->blocks->len - 1);
	return false;
}

static void
close_to(struct markdown *md, guint level)
{
	if (md->draft->open->len > level)
		markdown_summary_due(md);
	while (md->draft->open->len > level)
		draft_close(md->draft);
}

uint32_t
markdown_node_source(const struct markdown *md, cmark_node *node)
{
	struct source *source = md->draft->source;
	uint32_t line = markdown_line(md, cmark_node_get_start_line(node));
	uint32_t start = source_line_start(source, line);
	uint32_t at = start + (uint32_t)MAX(cmark_node_get_start_column(node) - 1, 0);

	return MAX(MIN(at, source_line_start(source, line + 1)), md->prepared.base);
}

/* --- leaves --- */

/* Takes a `^id` off the end of the pieces [first, last); NULL where none stands there. */
static const char *
take_block_id(struct markdown *md, guint first, guint last)
{
	struct piece *piece =
		last > first ? &g_array_index(md->pieces, struct piece, last - 1) : NULL;
	const char *s = md->source;
	uint32_t at, end;

	if (piece == NULL || piece->kind != PIECE_TEXT || piece->style != 0)
		return NULL;
	at = end = piece->source.end;
	while (at > piece->source.start && (g_ascii_isalnum(s[at - 1]) || s[at - 1] == '-'))
		at--;
	if (at == end || at == piece->source.start || s[at - 1] != '^')
		return NULL;
	at--;
	if (at > piece->source.start ? s[at - 1] != ' '
				     : last - first > 1 && piece[-1].kind != PIECE_SOFT)
		return NULL;
	piece->source.end = at;
	while (piece->source.end > piece->source.start && s[piece->source.end - 1] == ' ')
		piece->source.end--;
	return arena_string(md->draft->arena, s + at + 1, end - at - 1);
}

static void
note_block_id(struct markdown *md, const char *id, uint32_t block)
{
	struct block_id noted = { .id = id, .block = block };

	if (id != NULL && block != NONE)
		g_array_append_val(md->draft->block_ids, noted);
}

/* Writes the pieces [first, last) as a leaf of this kind. An id that stands alone names what it
 * follows. */
static void
write_leaf(struct markdown *md, enum block_kind kind, uint32_t source, guint first, guint last)
{
	const char *id = take_block_id(md, first, last);
	uint32_t before = md->draft->blocks->len > 0 ? md->draft->blocks->len - 1 : NONE;
	uint32_t block = markdown_open(md, kind, source);

	inline_write(md, first, last);
	note_block_id(md, id, markdown_close_leaf(md) ? block : before);
}

static void
collect_lines(struct markdown *md, cmark_node *node)
{
	const char *s = cmark_node_get_string_content(node);
	size_t n = strlen(s);
	int first = cmark_node_get_start_line(node), last = cmark_node_get_end_line(node);
	cmark_node *next = cmark_node_next(node);

	while (n > 0 && g_ascii_isspace(s[n - 1]))
		n--;
	/* A paragraph that a table follows at once has no lines of its own. */
	if (first < 1 && next != NULL) {
		first = cmark_node_get_start_line(next);
		last = cmark_node_get_end_line(next);
	}
	markdown_content_lines(md, s, n, markdown_line(md, first), markdown_line(md, last));
	inline_collect(md, node);
}

static void
paragraph(struct markdown *md, cmark_node *node)
{
	g_array_set_size(md->pieces, 0);
	collect_lines(md, node);
	write_leaf(md, BLOCK_PARAGRAPH,
		md->pieces->len > 0 ? g_array_index(md->pieces, struct piece, 0).source.start
				    : markdown_node_source(md, node),
		0, md->pieces->len);
}

static bool
is_atx(const struct markdown *md, uint32_t at)
{
	uint32_t i = at, end = md->draft->source->length;

	while (i < end && md->source[i] == '#')
		i++;
	return i > at && i - at <= 6 && (i == end || g_ascii_isspace(md->source[i]));
}

static void
heading(struct markdown *md, cmark_node *node)
{
	uint32_t source = markdown_node_source(md, node), block;
	const char *id;

	g_array_set_size(md->pieces, 0);
	if (is_atx(md, source)) {
		markdown_content_heading(md, cmark_node_get_string_content(node), source);
		inline_collect(md, node);
	} else {
		collect_lines(md, node);
	}
	id = take_block_id(md, 0, md->pieces->len);
	block = markdown_open(md, BLOCK_HEADING, source);
	draft_block(md->draft, block)->level = (uint8_t)cmark_node_get_heading_level(node);
	inline_write(md, 0, md->pieces->len);
	markdown_close_leaf(md);
	note_block_id(md, id, block);
}

static void
html(struct markdown *md, cmark_node *node)
{
	const char *s = cmark_node_get_literal(node);
	uint32_t line = markdown_line(md, cmark_node_get_start_line(node));

	markdown_content_lines(md, s, strlen(s), line, line);
	markdown_html(md);
}

static void
rule(struct markdown *md, cmark_node *node)
{
	markdown_open(md, BLOCK_RULE, markdown_node_source(md, node));
	draft_close(md->draft);
}

/* --- containers --- */

/* A callout's type, the n bytes at *type of its first paragraph's content; 0 where the quotation is
 * none. */
static size_t
callout_type(cmark_node *quote, const char **type)
{
	cmark_node *first = cmark_node_first_child(quote);
	const char *s;
	size_t n = 0;

	if (first == NULL || cmark_node_get_type(first) != CMARK_NODE_PARAGRAPH)
		return 0;
	s = cmark_node_get_string_content(first);
	if (strncmp(s, "[!", 2) != 0)
		return 0;
	s += 2;
	while (g_ascii_isalnum(s[n]) || s[n] == '-' || s[n] == '_')
		n++;
	*type = s;
	return s[n] == ']' ? n : 0;
}

/* Cuts what stands before source offset at off the pieces from first on; gives the first that is
 * left. */
static guint
cut_before(struct markdown *md, guint first, uint32_t at)
{
	for (; first < md->pieces->len; first++) {
		struct piece *piece = &g_array_index(md->pieces, struct piece, first);

		if (piece->kind == PIECE_SOFT || piece->kind == PIECE_HARD ||
			piece->source.start >= at)
			break;
		if (piece->source.end > at) {
			piece->source.start = at;
			break;
		}
	}
	return first;
}

/* A callout's summary: the rest of its first line, or its type; then its first paragraph's other
 * lines. */
static void
callout_summary(struct markdown *md, cmark_node *node, const char *type, size_t n)
{
	char *name = arena_string(md->draft->arena, type, n);
	uint32_t at, start;
	guint first, end, block;

	g_array_set_size(md->pieces, 0);
	collect_lines(md, node);
	start = content_source(&md->content, 0);
	at = content_source(&md->content, MIN((uint32_t)n + 3, md->content.length));
	if (md->source[at] == '+' || md->source[at] == '-')
		at++;
	while (md->source[at] == ' ' || md->source[at] == '\t')
		at++;
	first = cut_before(md, 0, at);
	for (end = first; end < md->pieces->len; end++) {
		uint8_t kind = g_array_index(md->pieces, struct piece, end).kind;

		if (kind == PIECE_SOFT || kind == PIECE_HARD)
			break;
	}
	block = markdown_open(md, BLOCK_SUMMARY, start);
	inline_write(md, first, end);
	if (draft_offset(md->draft) == draft_block(md->draft, block)->text.start) {
		for (size_t i = 0; i < n; i++)
			name[i] = i == 0 ? g_ascii_toupper(name[i]) : g_ascii_tolower(name[i]);
		draft_text(md->draft, name, n, 0, (struct range){ start, at });
	}
	draft_close(md->draft);
	if (end < md->pieces->len) {
		start = end + 1 < md->pieces->len
				? g_array_index(md->pieces, struct piece, end + 1).source.start
				: at;
		write_leaf(md, BLOCK_PARAGRAPH, start, end + 1, md->pieces->len);
	}
}

static void
quote(struct markdown *md, cmark_node *node)
{
	const char *type = NULL;
	size_t n = callout_type(node, &type);
	uint32_t block = markdown_open(md, n > 0 ? BLOCK_CALLOUT : BLOCK_QUOTE,
		markdown_node_source(md, node));

	if (n > 0) {
		g_autofree char *lower = g_ascii_strdown(type, (gssize)n);

		draft_block(md->draft, block)->label = arena_string(md->draft->arena, lower, n);
		callout_summary(md, cmark_node_first_child(node), type, n);
	}
}

static void
list(struct markdown *md, cmark_node *node)
{
	uint32_t block = markdown_open(md, BLOCK_LIST, markdown_node_source(md, node));

	if (cmark_node_get_list_type(node) == CMARK_ORDERED_LIST)
		draft_block(md->draft, block)->number = (uint32_t)cmark_node_get_list_start(node);
	if (cmark_node_get_list_tight(node))
		draft_block(md->draft, block)->flags |= BLOCK_TIGHT;
}

/* The number of an item, one more than that of the item before it. */
static void
item(struct markdown *md, cmark_node *node)
{
	uint32_t block = markdown_open(md, BLOCK_ITEM, markdown_node_source(md, node));
	struct block *list_block = draft_block(md->draft, draft_block(md->draft, block)->parent);
	const char *type = cmark_node_get_type_string(node);

	if (list_block->number != NONE)
		draft_block(md->draft, block)->number =
			list_block->number +
			(uint32_t)GPOINTER_TO_UINT(cmark_node_get_user_data(node));
	if (strcmp(type, "tasklist") == 0)
		draft_block(md->draft, block)->flags |=
			BLOCK_TASK |
			(cmark_gfm_extensions_get_tasklist_item_checked(node) ? BLOCK_DONE : 0);
	if (cmark_node_next(node) != NULL)
		cmark_node_set_user_data(cmark_node_next(node),
			GUINT_TO_POINTER(GPOINTER_TO_UINT(cmark_node_get_user_data(node)) + 1));
}

/* --- the walk --- */

/* Where a node's children go on: its first, past a callout's first paragraph, which is written by
 * then. */
static cmark_node *
first_inside(const struct markdown *md, cmark_node *node)
{
	GArray *open = md->draft->open;
	cmark_node *first = cmark_node_first_child(node);

	if (cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE && open->len > 0 && first != NULL &&
		draft_block(md->draft, g_array_index(open, uint32_t, open->len - 1))->kind ==
			BLOCK_CALLOUT)
		return cmark_node_next(first);
	return first;
}

/* Enters a node; gives the first child to go on with, NULL for a leaf. */
static cmark_node *
enter(struct markdown *md, cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);
	const char *name;

	switch (type) {
	case CMARK_NODE_PARAGRAPH:
		paragraph(md, node);
		return NULL;
	case CMARK_NODE_HEADING:
		heading(md, node);
		return NULL;
	case CMARK_NODE_CODE_BLOCK:
		markdown_code(md, node);
		return NULL;
	case CMARK_NODE_HTML_BLOCK:
		html(md, node);
		return NULL;
	case CMARK_NODE_THEMATIC_BREAK:
		rule(md, node);
		return NULL;
	case CMARK_NODE_BLOCK_QUOTE:
		quote(md, node);
		return first_inside(md, node);
	case CMARK_NODE_LIST:
		list(md, node);
		return first_inside(md, node);
	case CMARK_NODE_ITEM:
		item(md, node);
		return first_inside(md, node);
	case CMARK_NODE_FOOTNOTE_DEFINITION:
		return NULL;
	default:
		break;
	}
	name = cmark_node_get_type_string(node);
	if (strcmp(name, "table") == 0)
		markdown_table(md, node);
	else if (strcmp(name, "tasklist") == 0)
		item(md, node);
	else if (strncmp(name, "table_", 6) == 0) {
		markdown_row(md, node);
		return NULL;
	}
	return first_inside(md, node);
}

/* Closes what a node without children left open. An HTML block may leave a <details> open for what
 * follows, or have closed one. */
static void
close_childless(struct markdown *md, cmark_node *node, guint level)
{
	if (cmark_node_get_type(node) != CMARK_NODE_HTML_BLOCK)
		close_to(md, level);
}

/* Walks what is below parent into the draft, from its child node on. */
static void
walk(struct markdown *md, cmark_node *parent, cmark_node *node)
{
	guint bottom = md->levels->len, level = md->draft->open->len;

	g_array_append_val(md->levels, level);
	while (node != NULL) {
		cmark_node *child;

		guard_tick(&md->guard);
		level = md->draft->open->len;
		child = enter(md, node);
		if (child != NULL) {
			g_array_append_val(md->levels, level);
			node = child;
			continue;
		}
		close_childless(md, node, level);
		while (cmark_node_next(node) == NULL && cmark_node_parent(node) != parent) {
			node = cmark_node_parent(node);
			level = g_array_index(md->levels, uint32_t, md->levels->len - 1);
			g_array_set_size(md->levels, md->levels->len - 1);
			close_to(md, level);
		}
		node = cmark_node_next(node);
	}
	close_to(md, g_array_index(md->levels, uint32_t, bottom));
	g_array_set_size(md->levels, bottom);
}

/* --- footnotes --- */

/* The label of a definition, as its line has it. */
static const char *
note_label(const struct markdown *md, cmark_node *node)
{
	uint32_t at = markdown_node_source(md, node), start;

	while (at > md->prepared.base && md->source[at - 1] != ']' && md->source[at - 1] != '\n')
		at--;
	start = at;
	while (start > md->prepared.base && md->source[start - 1] != '^' &&
		md->source[start - 1] != '\n')
		start--;
	return arena_string(md->draft->arena, md->source + start, at > start ? at - start - 1 : 0);
}

static void
write_note(struct markdown *md, uint32_t index)
{
	struct note *note = &g_array_index(md->notes, struct note, index);
	cmark_node *node = note->node;
	uint32_t block = markdown_open(md, BLOCK_FOOTNOTE, markdown_node_source(md, node));

	note->block = block;
	draft_block(md->draft, block)->label = note_label(md, node);
	draft_block(md->draft, block)->number = note->number > 0 ? note->number : NONE;
	walk(md, node, cmark_node_first_child(node));
	draft_close(md->draft);
}

/* The notes in order of first reference, those that nothing refers to last. */
static void
write_notes(struct markdown *md)
{
	guint ordered = 0;

	for (uint32_t next = 0;;) {
		while (ordered < md->note_order->len) {
			uint32_t index = g_array_index(md->note_order, uint32_t, ordered++);

			/* A note that was written as unreferenced may be referred to by one after
			 * it. */
			if (g_array_index(md->notes, struct note, index).block == NONE)
				write_note(md, index);
		}
		while (next < md->notes->len &&
			g_array_index(md->notes, struct note, next).block != NONE)
			next++;
		if (next == md->notes->len)
			break;
		write_note(md, next);
	}
	for (guint i = 0; i < md->note_references->len; i++) {
		struct note_reference *reference =
			&g_array_index(md->note_references, struct note_reference, i);

		g_array_index(md->draft->links, struct link, reference->link).block =
			g_array_index(md->notes, struct note, reference->note).block;
	}
}

void
markdown_blocks(struct markdown *md, cmark_node *root)
{
	cmark_node *first = cmark_node_first_child(root);

	/* cmark puts the definitions at the end, in the order of the references that were made for
	 * them. */
	for (cmark_node *node = cmark_node_last_child(root);
		node != NULL && cmark_node_get_type(node) == CMARK_NODE_FOOTNOTE_DEFINITION;
		node = cmark_node_previous(node)) {
		struct note note = { .node = node, .block = NONE };

		g_array_append_val(md->notes, note);
	}
	for (guint i = 0; i < md->notes->len / 2; i++) {
		struct note *one = &g_array_index(md->notes, struct note, i);
		struct note *other = &g_array_index(md->notes, struct note, md->notes->len - 1 - i);
		struct note kept = *one;

		*one = *other;
		*other = kept;
	}
	if (first != NULL && md->prepared.references->len > 0)
		first = cmark_node_next(first);
	walk(md, root, first);
	write_notes(md);
}
