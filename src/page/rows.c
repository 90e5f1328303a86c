#include "config.h"

#include <string.h>

#include "page/layout.h"
#include "text/safe.h"

/* Each sign takes one column, but the task boxes in ASCII. */
static const struct {
	const char *utf8, *ascii;
} signs[SIGNS] = {
	[SIGN_QUOTE] = { "│", "|" },
	[SIGN_CALLOUT] = { "▎", "|" },
	[SIGN_BULLET1] = { "•", "*" },
	[SIGN_BULLET2] = { "◦", "-" },
	[SIGN_BULLET3] = { "▪", "+" },
	[SIGN_TASK] = { "☐", "[ ]" },
	[SIGN_DONE] = { "☑", "[x]" },
	[SIGN_DETAILS] = { "▾", "v" },
	[SIGN_FOLDED] = { "▸", ">" },
	[SIGN_RULE] = { "─", "-" },
	[SIGN_HEADING1] = { "━", "=" },
	[SIGN_HEADING2] = { "─", "-" },
	[SIGN_EDGE] = { "│", "|" },
	[SIGN_LINE] = { "─", "-" },
	[SIGN_CROSS] = { "┼", "+" },
	[SIGN_HEAVY] = { "━", "=" },
	[SIGN_HEAVY_CROSS] = { "┿", "+" },
	[SIGN_EMBED_HEAD] = { "┌", "+" },
	[SIGN_EMBED] = { "│", "|" },
	[SIGN_EMBED_FOOT] = { "└", "+" },
};

const char *
sign(enum sign of)
{
	return safe_ascii() ? signs[of].ascii : signs[of].utf8;
}

uint32_t
made_columns(const char *made)
{
	return safe_columns(SAFE_TEXT, made, strlen(made));
}

static struct page_line *
last_line(struct page *page)
{
	return &g_array_index(page->lines, struct page_line, page->lines->len - 1);
}

static void
begin(struct page *page, uint32_t block, unsigned flags)
{
	struct page_line line = {
		.first = page->pieces->len,
		.flags = (uint16_t)flags,
		.block = block,
		.text = { RANGE_NONE, RANGE_NONE },
		.embed = NONE,
	};
	g_array_append_val(page->lines, line);
}

void
line_made(struct page *page, enum role role, uint32_t column, const char *made, uint32_t columns)
{
	struct piece piece = {
		.text = { RANGE_NONE, RANGE_NONE },
		.made = made,
		.column = column,
		.columns = (uint16_t)columns,
		.role = (uint8_t)role,
	};
	g_array_append_val(page->pieces, piece);
}

void
line_repeat(struct page *page, enum role role, uint32_t column, enum sign of, uint32_t columns)
{
	const char *glyph = sign(of);
	size_t length = strlen(glyph);
	char *made = arena_alloc(page->arena, columns * length + 1);

	for (uint32_t i = 0; i < columns; i++)
		memcpy(made + i * length, glyph, length);
	line_made(page, role, column, made, columns);
}

void
line_spot(struct page *page, uint32_t offset)
{
	struct spot spot = { offset, page->lines->len - 1 };
	g_array_append_val(page->spots, spot);
}

void
line_close(struct page *page, uint32_t next)
{
	struct page_line *line = last_line(page);
	struct range text = { RANGE_NONE, 0 };

	line->count = page->pieces->len - line->first;
	for (uint32_t i = line->first; i < page->pieces->len; i++) {
		const struct piece *piece = &g_array_index(page->pieces, struct piece, i);
		line->columns = MAX(line->columns, piece->column + piece->columns + piece->hyphen);
		if (piece->made != NULL)
			continue;
		text.start = MIN(text.start, piece->text.start);
		text.end = MAX(text.end, piece->text.end);
	}
	if (text.start == RANGE_NONE)
		text.start = text.end = MIN(next, page->document->length);
	line->text = text;
	if (line->columns > page->width)
		line->flags |= LINE_SCROLLS;
}

/* --- bars and markers --- */

static void
draw_bars(struct page *page, uint32_t depth)
{
	for (uint32_t i = 0; i < MIN(depth, CONTAINERS_DRAWN); i++) {
		const struct container *c = containers_at(&page->containers, i);
		if (c->bar != ROLE_TEXT && c->columns > 0)
			line_made(page, (enum role)c->bar, c->column,
				sign(c->kind == BLOCK_QUOTE ? SIGN_QUOTE : SIGN_CALLOUT), 1);
	}
}

/* A marker too wide for the page takes lines of its own. Gives the column after it. */
static uint32_t
draw_wide_marker(struct page *page, const struct container *c, uint32_t column, unsigned width)
{
	struct wrap_row row;
	uint32_t after = column;
	bool first = true;

	wrap_begin(&page->wrap, c->marker, strlen(c->marker), false);
	while (wrap_next(&page->wrap, width, &row)) {
		if (!first) {
			line_close(page, page->laid);
			begin(page, last_line(page)->block, last_line(page)->flags & ~LINE_FIRST);
		}
		char *part = arena_string(page->arena, c->marker + row.start, row.end - row.start);
		line_made(page, (enum role)c->marker_role, column, part, row.columns);
		after = column + row.columns + 1;
		first = false;
	}
	return after;
}

/* Pieces stand in order of column; bars are drawn before the markers between them. */
static void
sort_pieces(struct page *page)
{
	struct piece *pieces = (struct piece *)page->pieces->data;

	for (uint32_t i = last_line(page)->first + 1; i < page->pieces->len; i++) {
		struct piece piece = pieces[i];
		uint32_t j = i;
		for (; j > last_line(page)->first && pieces[j - 1].column > piece.column; j--)
			pieces[j] = pieces[j - 1];
		pieces[j] = piece;
	}
}

/* Draws the markers that wait, each at its container's column or after the one before; where the
 * row ends, they go on in a line of their own. Gives the column after them. */
static uint32_t
draw_markers(struct page *page)
{
	struct containers *containers = &page->containers;
	uint32_t at = 0, indent = containers_column(containers);

	for (uint32_t i = containers->waits; i < containers->stack->len && containers->pending > 0;
		i++) {
		struct container *c = containers_at(containers, i);
		if (c->marker == NULL)
			continue;
		uint32_t slot = c->columns > c->marker_columns ? c->columns - c->marker_columns : 0;
		uint32_t column = MAX(at, c->columns > 0 ? c->column + slot : indent);
		if (column + c->marker_columns + 1 > page->width && at > 0) {
			unsigned flags = last_line(page)->flags;
			sort_pieces(page);
			line_close(page, page->laid);
			begin(page, last_line(page)->block, flags & ~(unsigned)LINE_FIRST);
			draw_bars(page, containers->stack->len);
			column = indent;
		}
		uint32_t room = page->width > column ? page->width - column : 1;
		if (c->marker_columns - 1 <= room) {
			line_made(page, (enum role)c->marker_role, column, c->marker,
				c->marker_columns - 1);
			at = column + c->marker_columns;
		} else {
			at = draw_wide_marker(page, c, column, room);
		}
		c->marker = NULL;
		containers->pending--;
	}
	return at;
}

uint32_t
line_open(struct page *page, uint32_t block, unsigned flags)
{
	uint32_t indent = containers_column(&page->containers);

	begin(page, block, flags);
	draw_bars(page, page->containers.stack->len);
	if (page->containers.pending == 0)
		return indent;
	uint32_t at = draw_markers(page);
	sort_pieces(page);
	/* Words need two columns, or a wide character finds no room beside the marker. */
	if (at > indent && at + 2 > page->width) {
		line_close(page, page->laid);
		begin(page, block, flags & ~(unsigned)LINE_FIRST);
		draw_bars(page, page->containers.stack->len);
		return indent;
	}
	return MAX(at, indent);
}

void
lines_made(struct page *page, uint32_t block, enum role role, const char *words, uint32_t next)
{
	struct wrap_row row;
	size_t from = 0, n = strlen(words);

	do {
		uint32_t column =
			line_open(page, block, from == 0 ? LINE_MADE | LINE_FIRST : LINE_MADE);
		wrap_begin(&page->wrap, words + from, n - from, false);
		wrap_next(&page->wrap, page->width - column, &row);
		char *part = arena_string(page->arena, words + from, row.end);
		line_made(page, role, column, part, row.columns);
		line_close(page, next);
		from += row.next;
	} while (from < n);
}

void
line_gap(struct page *page, uint32_t block)
{
	struct containers *containers = &page->containers;

	if (page->drawn && containers_part(page)) {
		begin(page, block, LINE_BLANK | LINE_MADE);
		draw_bars(page, containers->common);
		line_close(page, page->laid);
	}
	page->drawn = true;
	containers->common = containers->stack->len;
}
