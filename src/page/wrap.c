/*
 * Two paths give the same rows. Where the bytes that a row can hold are printable ASCII, a column
 * is a byte: the row's end is looked for backwards from the first byte that does not fit, so a row
 * costs a few bytes. Otherwise glyphs are walked forwards, and the last place that may break is
 * kept.
 *
 * Between two ASCII characters linebreak_ascii() decides. Where one side is beyond ASCII, UAX #14
 * does, run over a stretch around the place that begins and ends at a blank between ASCII words, or
 * between Han characters: there a break is always allowed, so what lies beyond does not matter.
 */
#include "config.h"

#include "page/wrap.h"

#include <glib.h>
#include <string.h>

#include "text/line.h"
#include "text/linebreak.h"
#include "text/safe.h"
#include "text/utf8.h"
#include "text/width.h"

enum {
	STRETCH_BACK = 256, /* of context before the place that is asked for */
	STRETCH_MAX = 4096,
};

/* --- glyphs --- */

/* Letters and signs that are clusters of their own between their like, so that no table of clusters
 * need be asked; with their columns where every C library agrees on them, else 0. Sorted. */
static const struct simple_range {
	uint32_t first, last;
	uint32_t columns;
} simple_ranges[] = {
	{ 0x00A1, 0x00AC, 1 },
	{ 0x00AE, 0x02AF, 1 },
	{ 0x0391, 0x03A1, 1 },
	{ 0x03A3, 0x03FF, 1 },
	{ 0x0400, 0x0482, 1 },
	{ 0x048A, 0x052F, 1 },
	{ 0x2010, 0x2015, 1 },
	{ 0x2018, 0x2027, 1 },
	{ 0x2030, 0x205E, 0 },
	{ 0x2190, 0x21FF, 0 },
	{ 0x2500, 0x259F, 1 },
	{ 0x3001, 0x3029, 2 },
	{ 0x3041, 0x3096, 2 },
	{ 0x30A1, 0x30FF, 2 },
	{ 0x4E00, 0x9FFC, 2 },
	{ 0xAC00, 0xD7A3, 2 },
	{ 0xFF01, 0xFF60, 2 },
};
enum { HAN = 14 }; /* the range of most text that is not of letters */

static const struct simple_range *
simple_range(uint32_t c)
{
	size_t i = c >= simple_ranges[HAN].first ? HAN : 0;

	while (i < G_N_ELEMENTS(simple_ranges) && c > simple_ranges[i].last)
		i++;
	if (i < G_N_ELEMENTS(simple_ranges) && c >= simple_ranges[i].first)
		return &simple_ranges[i];
	return NULL;
}

static bool
is_printable(char c)
{
	return c >= 0x20 && c < 0x7F;
}

/* Whether what begins at s joins nothing before it. */
static bool
stands_apart(const char *s, size_t n)
{
	uint32_t c;

	if (n == 0 || (s[0] & 0x80) == 0)
		return true;
	utf8_next(s, n, &c);
	return simple_range(c) != NULL;
}

void
wrap_glyph(const char *s, size_t n, struct wrap_glyph *glyph)
{
	if (is_printable(s[0]) && stands_apart(s + 1, n - 1)) {
		*glyph = (struct wrap_glyph){ .length = 1, .columns = 1 };
		return;
	}
	if ((s[0] & 0x80) != 0 && !safe_ascii()) {
		uint32_t c;
		size_t length = utf8_next(s, n, &c);
		const struct simple_range *range = simple_range(c);

		if (range != NULL && stands_apart(s + length, n - length)) {
			int columns = range->columns > 0 ? (int)range->columns : width_of(c);
			if (columns > 0) {
				*glyph = (struct wrap_glyph){ .length = (uint32_t)length,
					.columns = (uint32_t)columns };
				return;
			}
		}
	}
	struct safe_glyph safe;
	safe_next(SAFE_TEXT, s, n, &safe);
	*glyph = (struct wrap_glyph){ .length = safe.source,
		.columns = safe.columns,
		.mark = safe.mark,
		.soft_hyphen = safe.soft_hyphen };
}

/* Bytes of the line end at s, 0 where there is none. */
static size_t
line_end(const char *s, size_t n)
{
	switch (s[0]) {
	case '\n':
		return 1;
	case '\r':
		return n > 1 && s[1] == '\n' ? 2 : 1;
	case '\xE2':
		return n > 2 && s[1] == '\x80' && (s[2] == '\xA8' || s[2] == '\xA9') ? 3 : 0;
	}
	return 0;
}

/* Whether s begins with a blank that no mark is set on; a row's end takes it away. */
static bool
begins_blank(const char *s, size_t n)
{
	struct wrap_glyph glyph;

	if (!line_byte_is_blank(s[0]))
		return false;
	if (stands_apart(s + 1, n - 1))
		return true;
	wrap_glyph(s, n, &glyph);
	return glyph.length == 1;
}

/* --- where a row may begin --- */

/* Whether Han characters stand on both sides of at: U+5000 to U+9FFF begin with E5 to E9. */
static bool
between_han(const char *s, size_t n, size_t at)
{
	return at >= 3 && at < n && (uint8_t)s[at] - 0xE5u < 5 && (uint8_t)s[at - 3] - 0xE5u < 5;
}

/* Runs UAX #14 over a stretch around p, of which one side is beyond ASCII. */
static void
find_stretch(struct wrap *wrap, size_t p)
{
	const char *s = wrap->s;
	size_t from = p, to = p;
	size_t least = p > wrap->at + STRETCH_BACK ? p - STRETCH_BACK : wrap->at;
	size_t most = MIN(wrap->n, p + STRETCH_MAX);

	while (from > least && !(from < p && ((s[from - 1] == ' ' && g_ascii_isalnum(s[from])) ||
						     between_han(s, wrap->n, from))))
		from--;
	while (from < p && utf8_is_tail((unsigned char)s[from]))
		from++;
	while (to < most && s[to] != '\n' &&
		!(to > p &&
			((s[to - 1] == ' ' && g_ascii_isalnum(s[to]) && (s[to - 2] & 0x80) == 0) ||
				between_han(s, wrap->n, to))))
		to++;
	while (to < wrap->n && to > p + 1 && utf8_is_tail((unsigned char)s[to]))
		to--;
	if (from == p)
		from = p - 1;
	if (to == p)
		to = p + 1;
	if (to - from > wrap->room) {
		wrap->room = MAX(to - from, 512);
		wrap->breaks = g_realloc(wrap->breaks, wrap->room);
	}
	linebreak_find(s + from, to - from, wrap->breaks);
	wrap->from = from;
	wrap->to = to;
}

static bool
may_begin(struct wrap *wrap, size_t p)
{
	if (((wrap->s[p - 1] | wrap->s[p]) & 0x80) == 0)
		return linebreak_ascii(wrap->s, wrap->n, p);
	if (line_byte_is_blank(wrap->s[p]))
		return false;
	enum linebreak known = linebreak_common(wrap->s, wrap->n, p);
	if (known != LINEBREAK_ASK)
		return known == LINEBREAK_YES;
	if (p <= wrap->from || p >= wrap->to)
		find_stretch(wrap, p);
	return wrap->breaks[p - wrap->from] != 0;
}

/* --- rows --- */

/* Moves wrap->plain on, to limit or to the first byte that is not printable ASCII or LF. */
static bool
plain_up_to(struct wrap *wrap, size_t limit)
{
	size_t i = MAX(wrap->plain, wrap->at);
	const char *s = wrap->s;

	while (i < limit) {
		uint64_t word;

		if (i + 8 <= wrap->n) {
			memcpy(&word, s + i, 8);
			uint64_t low = word - UINT64_C(0x2020202020202020);
			uint64_t del = (word ^ UINT64_C(0x7F7F7F7F7F7F7F7F)) -
				       UINT64_C(0x0101010101010101);
			if (((word | low | del) & UINT64_C(0x8080808080808080)) == 0) {
				i += 8;
				continue;
			}
		}
		if (!is_printable(s[i]) && s[i] != '\n')
			break;
		i++;
	}
	wrap->plain = i;
	return i >= limit;
}

static size_t
trim(const char *s, size_t start, size_t end)
{
	while (end > start && line_byte_is_blank(s[end - 1]))
		end--;
	return end;
}

static void
plain_row(struct wrap *wrap, size_t end, size_t next, bool hard, struct wrap_row *row)
{
	size_t start = wrap->at;

	end = trim(wrap->s, start, end);
	*row = (struct wrap_row){
		.start = (uint32_t)start,
		.end = (uint32_t)end,
		.next = (uint32_t)next,
		.columns = (uint32_t)(end - start),
		.hard = hard,
		.plain = true,
		.even = true,
	};
}

/* The row where all that it can hold is plain; false where the other path must look. */
static bool
next_plain(struct wrap *wrap, size_t width, struct wrap_row *row)
{
	const char *s = wrap->s;
	size_t start = wrap->at, rest = wrap->n - start;

	if (!plain_up_to(wrap, rest > width + 1 ? start + width + 2 : wrap->n))
		return false;
	const char *end = memchr(s + start, '\n', MIN(rest, width + 1));
	if (end != NULL) {
		plain_row(wrap, (size_t)(end - s), (size_t)(end - s) + 1, true, row);
		return true;
	}
	if (rest <= width) {
		plain_row(wrap, wrap->n, wrap->n, true, row);
		return true;
	}
	size_t p = start + width;
	if (s[p] == ' ') {
		if (p + 1 >= wrap->n || !g_ascii_isalnum(s[p + 1]) ||
			!linebreak_ascii(s, wrap->n, p + 1) || trim(s, start, p) == start)
			return false;
		plain_row(wrap, p, p + 1, false, row);
		return true;
	}
	for (; p > start; p--) {
		if (linebreak_ascii(s, wrap->n, p) && trim(s, start, p) > start) {
			plain_row(wrap, p, p, false, row);
			return true;
		}
	}
	plain_row(wrap, start + width, start + width, false, row);
	return true;
}

/* Whether s[i] is an ASCII letter or digit after another, and nothing is set on it. */
static bool
inside_word(const char *s, size_t n, size_t i)
{
	return g_ascii_isalnum(s[i]) && i > 0 && g_ascii_isalnum(s[i - 1]) &&
	       (i + 1 == n || (s[i + 1] & 0x80) == 0);
}

static void
next_glyphs(struct wrap *wrap, unsigned width, struct wrap_row *row)
{
	const char *s = wrap->s;
	size_t n = wrap->n, start = wrap->at, i = start;
	struct wrap_row kept = { .next = 0 }; /* the last place that may break */
	bool odd = false;                     /* a mark or a tab stop was met */
	struct wrap_glyph glyph = { 0 };
	uint32_t column = 0;

	*row = (struct wrap_row){ .start = (uint32_t)start, .end = (uint32_t)start, .even = true };
	while (i < n) {
		if (inside_word(s, n, i) && row->end == i && i > start && column < width) {
			glyph.soft_hyphen = false;
			row->columns = ++column;
			row->end = (uint32_t)++i;
			continue;
		}
		size_t ends = line_end(s + i, n - i);
		if (ends > 0) {
			row->next = (uint32_t)(i + ends);
			row->hard = true;
			return;
		}
		if (row->end > start && may_begin(wrap, i) &&
			(!glyph.soft_hyphen || column + 1 <= width)) {
			kept = *row;
			kept.next = (uint32_t)i;
			kept.hyphen = glyph.soft_hyphen;
		}
		if (begins_blank(s + i, n - i)) {
			odd |= s[i] == '\t';
			column += s[i] == '\t' && wrap->tabs ? wrap_tab(column) : 1;
			glyph.soft_hyphen = false;
			i++;
			continue;
		}
		wrap_glyph(s + i, n - i, &glyph);
		if (column + glyph.columns > width && i > start) {
			row->next = (uint32_t)i;
			if (kept.next > 0)
				*row = kept;
			return;
		}
		column += glyph.columns;
		i += glyph.length;
		odd |= glyph.mark;
		row->even = !odd;
		row->end = (uint32_t)i;
		row->columns = column;
	}
	row->next = (uint32_t)n;
	row->hard = true;
}

void
wrap_begin(struct wrap *wrap, const char *s, size_t n, bool tabs)
{
	wrap->s = s;
	wrap->n = n;
	wrap->tabs = tabs;
	wrap->at = wrap->plain = wrap->from = wrap->to = 0;
	wrap->done = false;
}

void
wrap_clear(struct wrap *wrap)
{
	g_free(wrap->breaks);
	*wrap = (struct wrap){ 0 };
}

bool
wrap_next(struct wrap *wrap, unsigned width, struct wrap_row *row)
{
	if (wrap->done)
		return false;
	if (wrap->n == 0) {
		*row = (struct wrap_row){ .hard = true, .plain = true, .even = true };
		wrap->done = true;
		return true;
	}
	if (!next_plain(wrap, width, row))
		next_glyphs(wrap, width, row);
	wrap->at = row->next;
	wrap->done = wrap->at >= wrap->n;
	return true;
}

bool
wrap_line(struct wrap *wrap, struct wrap_row *row)
{
	const char *s = wrap->s + wrap->at;
	size_t n = wrap->n - wrap->at, length = n, ends = 0;

	if (wrap->done)
		return false;
	const char *at = n > 0 ? memchr(s, '\n', n) : NULL;
	if (at != NULL)
		length = (size_t)(at - s);
	at = length > 0 ? memchr(s, '\r', length) : NULL;
	if (at != NULL)
		length = (size_t)(at - s);
	for (size_t i = 0; (at = memchr(s + i, '\xE2', length - i)) != NULL;
		i = (size_t)(at - s) + 1)
		if (line_end(at, n - (size_t)(at - s)) > 0) {
			length = (size_t)(at - s);
			break;
		}
	if (length < n)
		ends = line_end(s + length, n - length);
	*row = (struct wrap_row){
		.start = (uint32_t)wrap->at,
		.end = (uint32_t)(wrap->at + length),
		.next = (uint32_t)(wrap->at + length + ends),
		.hard = true,
	};
	row->plain = row->even = plain_up_to(wrap, row->end);
	wrap->at = row->next;
	wrap->done = ends == 0;
	return true;
}

void
wrap_measure(struct wrap *wrap, const char *s, size_t n, unsigned *least, unsigned *most)
{
	uint32_t column = 0, word = 0;

	wrap_begin(wrap, s, n, false);
	*least = *most = 0;
	for (size_t i = 0; i < n;) {
		size_t ends = line_end(s + i, n - i);
		struct wrap_glyph glyph = { .length = 1, .columns = 1 };

		if (ends > 0) {
			column = word = 0;
			i += ends;
			continue;
		}
		wrap->at = i > STRETCH_BACK ? i - STRETCH_BACK : 0;
		if (i > 0 && may_begin(wrap, i))
			word = 0;
		if (!begins_blank(s + i, n - i)) {
			wrap_glyph(s + i, n - i, &glyph);
			word += glyph.columns;
			column += glyph.columns;
			*least = MAX(*least, word);
			*most = MAX(*most, column);
		} else {
			word += glyph.columns;
			column += glyph.columns;
		}
		i += glyph.length;
	}
}
