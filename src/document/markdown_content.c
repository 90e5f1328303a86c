/*
 * Where a leaf's content stands in the source. cmark keeps a leaf's content after the parse, but
 * without the markers of the containers around it; since they all stand at the start of a line,
 * each line of content is the end of a line of the source.
 */
#include "config.h"

#include "document/markdown_private.h"

#include <cmark-gfm-extension_api.h>
#include <string.h>

#include "document/draft.h"
#include "text/line.h"

/* A line of the source as offsets, its line end left out. */
static struct range
source_range(const struct markdown *md, uint32_t line)
{
	struct source *source = md->draft->source;
	struct range r = { source_line_start(source, line), source_line_start(source, line + 1) };

	r.start = MAX(r.start, md->prepared.base);
	r.end = MAX(r.end, r.start);
	while (r.end > r.start && (md->source[r.end - 1] == '\n' || md->source[r.end - 1] == '\r'))
		r.end--;
	return r;
}

static const char *
masked(const struct markdown *md, uint32_t source)
{
	return md->prepared.bytes + (source - md->prepared.base);
}

/* The source offset of a line of content in the source line, or RANGE_NONE where it is not its
 * end. */
static uint32_t
find_at_end(const struct markdown *md, const char *s, uint32_t n, uint32_t line)
{
	struct range r = source_range(md, line);

	if (n > range_length(r))
		return RANGE_NONE;
	if (memcmp(masked(md, r.end - n), s, n) == 0)
		return r.end - n;
	while (r.end > r.start && line_byte_is_blank(md->source[r.end - 1]))
		r.end--;
	if (n > range_length(r) || memcmp(masked(md, r.end - n), s, n) != 0)
		return RANGE_NONE;
	return r.end - n;
}

/* Bytes of the first line of s, and of its line end. */
static uint32_t
first_line(const char *s, size_t n, uint32_t *line_end)
{
	uint32_t i = 0;

	while (i < n && s[i] != '\n' && s[i] != '\r')
		i++;
	*line_end = (uint32_t)line_end_bytes(s + i, n - i);
	return i;
}

/* Adds the segments of the content, its first line at source line `line`; false where a line is
 * another. */
static bool
lay_lines(struct markdown *md, uint32_t line)
{
	const char *s = md->content.bytes;
	uint32_t n = md->content.length;

	g_array_set_size(md->content.segments, 0);
	md->content.near = 0;
	for (uint32_t at = 0; at < n; line++) {
		uint32_t line_end, length = first_line(s + at, n - at, &line_end);
		uint32_t source = find_at_end(md, s + at, length, line);

		/* Of a tab before the text of an indented line, a part may be content, as
		 * blanks. */
		if (source == RANGE_NONE) {
			uint32_t blanks = 0;

			while (blanks < length && line_byte_is_blank(s[at + blanks]))
				blanks++;
			source = find_at_end(md, s + at + blanks, length - blanks, line);
			if (source == RANGE_NONE)
				return false;
			content_add_made(&md->content, at, source);
			at += blanks;
			length -= blanks;
		}
		content_add(&md->content, at, source);
		at += length + line_end;
	}
	return true;
}

static void
give_up(struct markdown *md, uint32_t source)
{
	md->content.exact = false;
	md->content.near = 0;
	g_array_set_size(md->content.segments, 0);
	content_add(&md->content, 0, source);
}

void
markdown_content_lines(struct markdown *md, const char *s, size_t n, uint32_t first, uint32_t last)
{
	uint32_t blanks = 0, line_end, length = first_line(s, n, &line_end);

	while (blanks < length && line_byte_is_blank(s[blanks]))
		blanks++;
	content_set(&md->content, s, n);
	/* Definitions of links may stand before it: lines that are too short are passed over. */
	for (uint32_t line = first; line <= MAX(first, last); line++)
		if (length - blanks <= range_length(source_range(md, line)) && lay_lines(md, line))
			break;
		else if (line >= last)
			give_up(md, source_range(md, first).start);
	if (md->content.segments->len == 0)
		content_add(&md->content, 0, source_range(md, first).start);
}

void
markdown_content_heading(struct markdown *md, const char *s, uint32_t at)
{
	size_t n = strlen(s);
	uint32_t length = md->draft->source->length;

	content_set(&md->content, s, n);
	while (at < length && md->source[at] == '#')
		at++;
	while (at < length && line_byte_is_blank(md->source[at]))
		at++;
	if (n <= length - at && memcmp(masked(md, at), s, n) == 0)
		content_add(&md->content, 0, at);
	else
		give_up(md, at);
}

/* --- rows --- */

/* Lays a cell's content at source offset at: where it ends, or RANGE_NONE. In a cell `\|` stands
 * for a bar. With add, the segments are added. */
static uint32_t
lay_cell(struct markdown *md, const char *s, uint32_t at, uint32_t end, bool add)
{
	bool begin = true;

	for (uint32_t i = 0; s[i] != '\0'; i++) {
		if (at + 1 < end && *masked(md, at) == '\\' && *masked(md, at + 1) == '|' &&
			s[i] == '|') {
			at++;
			begin = true;
		}
		if (at >= end || *masked(md, at) != s[i])
			return RANGE_NONE;
		if (begin && add)
			content_add(&md->content, i, at);
		begin = false;
		at++;
	}
	return at;
}

static uint32_t
pass_edge(const struct markdown *md, uint32_t at, uint32_t end)
{
	while (at < end && line_byte_is_blank(md->source[at]))
		at++;
	if (at < end && *masked(md, at) == '|')
		at++;
	while (at < end && line_byte_is_blank(md->source[at]))
		at++;
	return at;
}

static uint32_t
line_end_of(const struct markdown *md, uint32_t at)
{
	return source_range(md, source_line(md->draft->source, at)).end;
}

/* Whether all cells of the row stand from source offset at on. */
static bool
row_fits(struct markdown *md, cmark_node *row, uint32_t at)
{
	uint32_t end = line_end_of(md, at);

	for (cmark_node *cell = cmark_node_first_child(row); cell != NULL;
		cell = cmark_node_next(cell)) {
		at = pass_edge(md, at, end);
		at = lay_cell(md, cmark_node_get_string_content(cell), at, end, false);
		if (at == RANGE_NONE)
			return false;
	}
	return true;
}

uint32_t
markdown_row_start(struct markdown *md, cmark_node *row, uint32_t last)
{
	uint32_t line = markdown_line(md, cmark_node_get_start_line(row));
	struct range r = source_range(md, line);
	uint32_t at = MIN(r.start + (uint32_t)MAX(cmark_node_get_start_column(row) - 1, 0), r.end);

	if (row_fits(md, row, at))
		return at;
	for (; line <= last; line++) {
		r = source_range(md, line);
		at = r.start;
		while (at < r.end && (line_byte_is_blank(md->source[at]) || md->source[at] == '>'))
			at++;
		if (row_fits(md, row, at))
			return at;
	}
	return source_range(md, markdown_line(md, cmark_node_get_start_line(row))).start;
}

void
markdown_content_cell(struct markdown *md, const char *s, uint32_t *at)
{
	uint32_t end = line_end_of(md, *at), start = pass_edge(md, *at, end), stop;

	content_set(&md->content, s, strlen(s));
	stop = lay_cell(md, s, start, end, true);
	if (stop == RANGE_NONE)
		give_up(md, *at);
	else
		*at = stop;
	if (md->content.segments->len == 0)
		content_add(&md->content, 0, start);
}
