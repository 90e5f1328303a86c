#include "config.h"

#include "page_check.h"

#include <string.h>

#include "text/safe.h"

static char *
check_piece(const struct page *page, const struct piece *piece, uint32_t line, uint32_t *column)
{
	const struct document *d = page_document(page);
	unsigned columns;

	if (piece->column < *column)
		return g_strdup_printf("line %u: a piece begins at column %u, before %u", line,
			piece->column, *column);
	if (piece->made != NULL) {
		columns = safe_columns(SAFE_TEXT, piece->made, strlen(piece->made));
	} else {
		if (piece->text.start >= piece->text.end || piece->text.end > d->length)
			return g_strdup_printf("line %u: a piece out of range, %u to %u", line,
				piece->text.start, piece->text.end);
		columns = safe_columns(SAFE_TEXT, d->text + piece->text.start,
			range_length(piece->text));
	}
	if (columns != piece->columns)
		return g_strdup_printf("line %u: a piece of %u columns says %u", line, columns,
			piece->columns);
	*column = piece->column + piece->columns + piece->hyphen;
	return NULL;
}

static char *
check_line(struct page *page, uint32_t line, uint32_t *shown_on)
{
	const struct page_line *l = page_line(page, line);
	const struct piece *pieces = page_pieces(page, line);
	uint32_t column = 0;

	for (uint32_t i = 0; i < l->count; i++) {
		char *wrong = check_piece(page, &pieces[i], line, &column);
		if (wrong != NULL)
			return wrong;
		for (uint32_t at = pieces[i].text.start;
			pieces[i].made == NULL && at < pieces[i].text.end; at++) {
			if (shown_on[at] != UINT32_MAX)
				return g_strdup_printf("byte %u is on line %u and on line %u", at,
					shown_on[at], line);
			shown_on[at] = line;
		}
	}
	if (column != l->columns)
		return g_strdup_printf("line %u of %u columns says %u", line, column, l->columns);
	if (column > page_width(page) && !(l->flags & LINE_SCROLLS))
		return g_strdup_printf("line %u is %u columns wide", line, column);
	return NULL;
}

/* Blanks and line ends may be taken away: TAB, CR, SP, U+2028, U+2029. */
static bool
may_be_hidden(const struct document *d, uint32_t at)
{
	const char *s = d->text;

	if (strchr(" \t\r\n", s[at]) != NULL && s[at] != '\0')
		return true;
	for (uint32_t i = at >= 2 ? at - 2 : 0; i <= at; i++)
		if (i + 3 <= d->length && memcmp(s + i, "\xE2\x80", 2) == 0 &&
			(s[i + 2] == '\xA8' || s[i + 2] == '\xA9'))
			return true;
	return false;
}

static char *
check_places(struct page *page, const uint32_t *shown_on)
{
	const struct document *d = page_document(page);

	for (uint32_t at = 0; at < d->length; at++) {
		uint32_t line = page_line_of(page, at);
		if (shown_on[at] == UINT32_MAX) {
			if (!may_be_hidden(d, at))
				return g_strdup_printf("byte %u is not shown", at);
		} else if (line != shown_on[at]) {
			return g_strdup_printf("byte %u is on line %u, not %u", at, shown_on[at],
				line);
		}
	}
	for (uint32_t line = 0; line < page_line_count(page); line++) {
		uint32_t at = page_offset_of(page, line);
		if (at > d->length)
			return g_strdup_printf("line %u begins at %u, past the end", line, at);
		if (at < d->length && shown_on[at] != UINT32_MAX &&
			page_line(page, line)->count > 0 &&
			range_length(page_line(page, line)->text) > 0 && shown_on[at] != line)
			return g_strdup_printf("line %u begins at %u, of line %u", line, at,
				shown_on[at]);
	}
	return NULL;
}

char *
page_check(struct page *page)
{
	const struct document *d = page_document(page);
	g_autofree uint32_t *shown_on = g_new(uint32_t, d->length + 1);
	char *wrong = NULL;

	memset(shown_on, 0xFF, (d->length + 1) * sizeof(*shown_on));
	page_lay(page, UINT32_MAX);
	if (!page_complete(page))
		return g_strdup("the page is not complete");
	for (uint32_t line = 0; line < page_line_count(page) && wrong == NULL; line++)
		wrong = check_line(page, line, shown_on);
	return wrong != NULL ? wrong : check_places(page, shown_on);
}
