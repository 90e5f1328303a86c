#include "config.h"

#include <string.h>

#include "page/layout.h"
#include "text/safe.h"

enum {
	FRAME_COLUMNS = 2, /* a bar and a blank */
	LEAST_COLUMNS =
		4,     /* of what stands in a frame: where there are less only names are shown */
	ROWS_OVER = 3, /* rows more than EMBED_ROWS that are shown, rather than counted */
};

static const struct embed *
embed_at(const struct page *page, uint32_t i)
{
	return &page->options.embeds->all[i];
}

static uint32_t
place_of(const struct page *page, uint32_t i)
{
	return page->document->links[embed_at(page, i)->link].text.start;
}

static unsigned
room_of(const struct page *page)
{
	uint32_t column = containers_column(&page->containers) + FRAME_COLUMNS;

	return page->width >= column + LEAST_COLUMNS ? page->width - column : 0;
}

/* Embeds of the leaf whose frames would be too many, after link `last`. */
static uint32_t
count_more(const struct page *page, uint32_t last, uint32_t end)
{
	const struct document *d = page->document;
	uint32_t count = 0;

	for (uint32_t i = last + 1; i < d->link_count && d->links[i].text.start < end; i++)
		count += d->links[i].kind == LINK_EMBED;
	return count;
}

void
inset_begin(struct page *page, uint32_t index)
{
	const struct embeds *embeds = page->options.embeds;
	const struct block *b = &page->document->blocks[index];
	struct inset *inset = &page->inset;
	uint32_t frames = 0, i;

	if (embeds == NULL)
		return;
	for (i = inset->next; i < embeds->count && place_of(page, i) < b->text.start; i++)
		;
	inset->next = inset->end = i;
	inset->unnamed = 0;
	inset->block = index;
	if (room_of(page) == 0)
		return;
	for (; i < embeds->count && frames < EMBED_OF_BLOCK && place_of(page, i) < b->text.end;
		i++) {
		frames += embed_at(page, i)->title != NULL;
		inset->end = i + 1;
	}
	if (frames == EMBED_OF_BLOCK)
		inset->unnamed = count_more(page, embed_at(page, i - 1)->link, b->text.end);
}

bool
inset_is_active(const struct page *page)
{
	return page->inset.next < page->inset.end || page->inset.unnamed > 0;
}

/* --- rows --- */

/* Opens a row of the inset of embed, with its bar; gives the column of what stands in it. */
static uint32_t
open_row(struct page *page, const struct embed *embed, enum sign bar, uint32_t inside,
	unsigned flags)
{
	uint32_t column = line_open(page, page->inset.block, LINE_MADE | LINE_INSET | flags);
	struct page_line *line =
		&g_array_index(page->lines, struct page_line, page->lines->len - 1);

	line->embed = embed->link;
	line->inside = inside;
	line_made(page, ROLE_EMBED_BAR, column, sign(bar), 1);
	return column + FRAME_COLUMNS;
}

static void
close_row(struct page *page, const struct embed *embed)
{
	line_close(page, page->document->links[embed->link].text.start);
}

static void
draw_title(struct page *page, const struct embed *embed)
{
	g_autofree char *title = safe_string(SAFE_NAME, embed->title, -1);
	uint32_t column = open_row(page, embed, SIGN_EMBED_HEAD, 0, LINE_FIRST);
	unsigned room = page->width - column;
	const char *more = "";
	struct wrap_row row;

	wrap_begin(&page->wrap, title, strlen(title), false);
	wrap_next(&page->wrap, room, &row);
	if (row.next < strlen(title)) {
		more = safe_ascii() ? "~" : "…";
		wrap_begin(&page->wrap, title, strlen(title), false);
		wrap_next(&page->wrap, room - 1, &row);
	}
	g_autofree char *shown = g_strdup_printf("%.*s%s", (int)row.end, title, more);
	line_made(page, ROLE_EMBED, column, arena_string(page->arena, shown, strlen(shown)),
		made_columns(shown));
	close_row(page, embed);
}

/* The last rows of a frame: what is said of what is embedded. */
static void
draw_words(struct page *page, const struct embed *embed, const char *words, uint32_t inside)
{
	g_autofree char *safe = safe_string(SAFE_NAME, words, -1);
	size_t n = strlen(safe), from = 0;
	struct wrap_row row;

	do {
		wrap_begin(&page->wrap, safe + from, n - from, false);
		wrap_next(&page->wrap, room_of(page), &row);
		bool last = from + row.next >= n;
		uint32_t column =
			open_row(page, embed, last ? SIGN_EMBED_FOOT : SIGN_EMBED, inside, 0);
		line_made(page, ROLE_EMBED, column, arena_string(page->arena, safe + from, row.end),
			row.columns);
		close_row(page, embed);
		from += row.next;
	} while (from < n);
}

/* A piece of what is embedded, as a made one. */
static void
copy_piece(struct page *page, const struct page *from, const struct piece *piece, uint32_t column)
{
	struct piece copy = *piece;
	g_autoptr(GString) text = g_string_new(NULL);

	if (piece->made != NULL) {
		g_string_append(text, piece->made);
	} else {
		const char *s = from->document->text + piece->text.start;
		size_t n = range_length(piece->text);
		bool tab = n > 0 && s[n - 1] == '\t';

		safe_append(text, SAFE_TEXT, s, tab ? n - 1 : n);
		if (tab)
			g_string_append_c(text, ' ');
	}
	copy.made = arena_string(page->arena, text->str, text->len);
	copy.text = (struct range){ RANGE_NONE, RANGE_NONE };
	copy.column += column;
	page->inset.bytes += (uint32_t)text->len;
	g_array_append_val(page->pieces, copy);
}

static void
copy_row(struct page *page, const struct embed *embed, const struct page *from, uint32_t line,
	bool last)
{
	const struct page_line *l = page_line(from, line);
	const struct piece *pieces = page_pieces(from, line);
	uint32_t column = open_row(page, embed, last ? SIGN_EMBED_FOOT : SIGN_EMBED, l->text.start,
		l->flags & LINE_BLANK);

	for (uint32_t i = 0; i < l->count && page->inset.bytes < EMBED_BYTES; i++)
		copy_piece(page, from, &pieces[i], column);
	close_row(page, embed);
}

/* How much of what is embedded is not shown, from a row of it on. */
static char *
rest_words(const struct page *page, const struct embed *embed, struct page *from, uint32_t line)
{
	const struct document *d = embed->document;
	uint32_t end = embed->end < d->block_count ? d->blocks[embed->end].text.start : d->length;
	uint32_t here = document_line(d, page_offset_of(from, line));
	uint32_t last = document_line(d, end > 0 ? end - 1 : 0);
	const char *how = page->options.depth == 0 ? ": Enter opens it" : "";

	if (last <= here)
		return g_strdup_printf("… more%s", how);
	return g_strdup_printf("… %u more lines%s", last - here + 1, how);
}

/* --- an inset --- */

static void
draw_text(struct page *page, const struct embed *embed)
{
	struct page_options options = {
		.width = room_of(page),
		.notes = page->options.notes,
		.embeds = embed->inner,
		.depth = page->options.depth + 1,
		.first = embed->first,
		.end = embed->end,
	};
	g_autoptr(Page) inner = page_new(embed->document, &options);
	bool all = page_lay(inner, EMBED_ROWS + ROWS_OVER + 1);
	uint32_t lines = page_line_count(inner), line;

	all = all && lines <= EMBED_ROWS + ROWS_OVER;
	lines = all ? lines : EMBED_ROWS;
	page->inset.bytes = 0;
	for (line = 0; line < lines && page->inset.bytes < EMBED_BYTES; line++)
		copy_row(page, embed, inner, line, all && line + 1 == lines);
	if (line == 0) {
		draw_words(page, embed, "it holds no text", 0);
	} else if (!all || line < lines) {
		g_autofree char *words = rest_words(page, embed, inner, line);
		draw_words(page, embed, words, page_line(inner, line - 1)->text.start);
	}
}

void
inset_step(struct page *page)
{
	struct inset *inset = &page->inset;

	if (inset->next < inset->end) {
		const struct embed *embed = embed_at(page, inset->next++);

		if (embed->title == NULL)
			return;
		draw_title(page, embed);
		if (embed->document != NULL && page->options.depth < EMBED_DEPTH)
			draw_text(page, embed);
		else
			draw_words(page, embed, embed->words != NULL ? embed->words : "", 0);
		return;
	}
	g_autofree char *words = g_strdup_printf("… %u more are named alone", inset->unnamed);
	inset->unnamed = 0;
	draw_words(page, embed_at(page, inset->next - 1), words, 0);
}
