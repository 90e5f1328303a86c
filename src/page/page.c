#include "config.h"

#include "page/page.h"

#include "page/layout.h"
#include "text/safe.h"

enum { LINES_AHEAD = 64 };

struct page *
page_new(const struct document *document, const struct page_options *options)
{
	struct page *page = g_new0(struct page, 1);

	page->document = document;
	page->options = *options;
	page->width = MAX(options->width, 1);
	page->arena = arena_new();
	page->lines = g_array_new(FALSE, FALSE, sizeof(struct page_line));
	page->pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
	page->spots = g_array_new(FALSE, FALSE, sizeof(struct spot));
	page->next = options->first;
	page->end =
		options->end > 0 ? MIN(options->end, document->block_count) : document->block_count;
	spans_init(&page->spans, document, options->link_states);
	containers_init(&page->containers);
	return page;
}

void
page_free(struct page *page)
{
	if (page == NULL)
		return;
	g_array_unref(page->lines);
	g_array_unref(page->pieces);
	g_array_unref(page->spots);
	spans_clear(&page->spans);
	containers_clear(&page->containers);
	wrap_clear(&page->leaf.wrap);
	wrap_clear(&page->wrap);
	if (page->leaf.inserts != NULL) {
		g_array_unref(page->leaf.inserts);
		g_string_free(page->leaf.joined, TRUE);
	}
	table_free(page->table);
	arena_free(page->arena);
	g_free(page);
}

const struct document *
page_document(const struct page *page)
{
	return page->document;
}

unsigned
page_width(const struct page *page)
{
	return page->width;
}

bool
page_lay(struct page *page, uint32_t lines)
{
	while (!page->complete && page->lines->len < lines)
		layout_step(page);
	return page->complete;
}

uint32_t
page_line_count(const struct page *page)
{
	return page->lines->len;
}

bool
page_complete(const struct page *page)
{
	return page->complete;
}

const struct page_line *
page_line(const struct page *page, uint32_t line)
{
	return &g_array_index(page->lines, struct page_line, line);
}

const struct piece *
page_pieces(const struct page *page, uint32_t line)
{
	return &g_array_index(page->pieces, struct piece, page_line(page, line)->first);
}

uint32_t
page_line_of(struct page *page, uint32_t offset)
{
	while (!page->complete && page->laid <= offset)
		page_lay(page, page->lines->len + LINES_AHEAD);
	if (page->lines->len == 0)
		return 0;
	if (offset >= page->document->length)
		return page->lines->len - 1;
	uint32_t low = 0, high = page->spots->len;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (g_array_index(page->spots, struct spot, middle).offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 ? g_array_index(page->spots, struct spot, low - 1).line : 0;
}

uint32_t
page_offset_of(struct page *page, uint32_t line)
{
	if (line >= page->lines->len)
		page_lay(page, line == UINT32_MAX ? line : line + 1);
	if (line >= page->lines->len)
		return page->document->length;
	return page_line(page, line)->text.start;
}

uint32_t
page_line_inside(struct page *page, uint32_t embed, uint32_t inside)
{
	uint32_t start = page->document->links[embed].text.start, found = NONE;
	uint32_t at = page_line_of(page, start);

	for (uint32_t line = at; page_offset_of(page, line) == start || found == NONE; line++) {
		if (line >= page->lines->len ||
			(page_line(page, line)->block != page_line(page, at)->block))
			break;
		const struct page_line *l = page_line(page, line);
		if (l->embed == embed && (found == NONE || l->inside <= inside))
			found = line;
	}
	return found != NONE ? found : at;
}

/* --- as text --- */

static void
append_text(GString *out, const char *s, size_t n)
{
	size_t from = 0;

	for (size_t i = 0; i <= n; i++) {
		if (i < n && s[i] != '\t')
			continue;
		safe_append(out, SAFE_TEXT, s + from, i - from);
		if (i < n)
			g_string_append_c(out, ' ');
		from = i + 1;
	}
}

void
page_append_line(const struct page *page, uint32_t line, GString *out)
{
	const struct page_line *l = page_line(page, line);
	const struct piece *pieces = page_pieces(page, line);
	gsize start = out->len;
	uint32_t column = 0;

	for (uint32_t i = 0; i < l->count; i++) {
		const struct piece *piece = &pieces[i];
		for (; column < piece->column; column++)
			g_string_append_c(out, ' ');
		if (piece->made != NULL)
			g_string_append(out, piece->made);
		else
			append_text(out, page->document->text + piece->text.start,
				range_length(piece->text));
		if (piece->hyphen)
			g_string_append_c(out, '-');
		column = piece->column + piece->columns + piece->hyphen;
	}
	while (out->len > start && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
}
