/*
 * A value that libyaml stops at is put into single quotes. Repairs are kept as a level a line and
 * are always made from the file's own text, so that one repair never quotes another:
 *
 *   0  as it stands
 *   1  the value is quoted to the end of its line
 *   2  so are the lines below it that are indented deeper, and its key
 *   3  so are the lines below it that are neither key nor item: people write a list of names so
 *
 * Each repair raises a level, so repairing ends.
 */
#include "config.h"

#include "document/yaml_lines.h"

#include <glib.h>
#include <string.h>

#include "text/line.h"
#include "text/utf8.h"

enum {
	LEVEL_VALUE = 1,
	LEVEL_ALL = 2,
	LEVEL_STRAY = 3,
};

/* Private-use characters that stand for what libyaml must not see: a broken byte b is BYTES + b, a
 * character c of fewer than 256 is CHARACTERS + c, others are the rows of `others`. */
enum {
	PLACE_BYTES = 0x10F000,
	PLACE_CHARACTERS = 0x10F100,
	PLACE_OTHERS = 0x10F200,
	PLACE_END = 0x10F300,
};

static const uint32_t others[] = { 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF };

struct yaml_lines {
	GString *text; /* with placeholders */
	bool placed;   /* there are some */
	bool untab;    /* tabs of indentation are given as spaces */
	uint32_t *starts;
	uint8_t *levels;
	uint32_t count;
	GString *given; /* what yaml_lines_text() gave */
};

/* --- characters --- */

/* Whether a line that begins with s says something to libyaml that is no content: a directive, or
 * the start or end of a document. */
static bool
is_marker(const char *s, size_t n)
{
	return *s == '%' || (n >= 3 && (memcmp(s, "---", 3) == 0 || memcmp(s, "...", 3) == 0) &&
				    (n == 3 || strchr(" \t\r\n", s[3]) != NULL));
}

/* The character to give for c, which begins with byte; c itself where it may pass. */
static uint32_t
placeholder(uint32_t c, unsigned char byte)
{
	if (c == UTF8_BAD)
		return PLACE_BYTES + byte;
	if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0))
		return PLACE_CHARACTERS + c;
	for (uint32_t i = 0; i < G_N_ELEMENTS(others); i++) {
		if (c == others[i])
			return PLACE_OTHERS + i;
	}
	return c;
}

static GString *
place(const char *bytes, size_t n, bool *placed)
{
	GString *out = g_string_sized_new(n + 16);
	bool line_start = true;

	for (size_t i = 0; i < n;) {
		unsigned char byte = (unsigned char)bytes[i];
		uint32_t c, given;
		char put[4];
		size_t taken;

		if (line_start && is_marker(bytes + i, n - i)) {
			taken = utf8_put(put, PLACE_CHARACTERS + byte);
			g_string_append_len(out, put, (gssize)taken);
			*placed = true;
			line_start = false;
			i++;
			continue;
		}
		if (byte >= 0x20 && byte < 0x7F) {
			g_string_append_c(out, (char)byte);
			line_start = false;
			i++;
			continue;
		}
		taken = utf8_next(bytes + i, n - i, &c);
		given = placeholder(c, byte);
		if (given == c) {
			g_string_append_len(out, bytes + i, (gssize)taken);
		} else {
			g_string_append_len(out, put, (gssize)utf8_put(put, given));
			*placed = true;
		}
		line_start = c == '\n' || c == '\r';
		i += taken;
	}
	return out;
}

size_t
yaml_lines_restore(const struct yaml_lines *lines, char *s, size_t n)
{
	size_t length = 0;

	if (!lines->placed && memchr(s, '\0', n) == NULL)
		return n;
	for (size_t i = 0; i < n;) {
		uint32_t c;
		size_t taken = utf8_next(s + i, n - i, &c);

		if (c >= PLACE_BYTES && c < PLACE_CHARACTERS)
			s[length++] = (char)(c - PLACE_BYTES);
		else if (c >= PLACE_CHARACTERS && c < PLACE_OTHERS && c != PLACE_CHARACTERS)
			length += utf8_put(s + length, c - PLACE_CHARACTERS);
		else if (c >= PLACE_OTHERS && c < PLACE_OTHERS + G_N_ELEMENTS(others))
			length += utf8_put(s + length, others[c - PLACE_OTHERS]);
		else if (c == PLACE_CHARACTERS)
			length += utf8_put(s + length, 0xFFFD);
		else if (c == 0)
			s[length++] = '?';
		else {
			memmove(s + length, s + i, taken);
			length += taken;
		}
		i += taken;
	}
	return length;
}

/* --- lines --- */

static void
find_lines(struct yaml_lines *lines)
{
	const char *s = lines->text->str;
	GArray *starts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	uint32_t at = 0;

	do {
		g_array_append_val(starts, at);
		at += (uint32_t)strcspn(s + at, "\r\n");
		if (s[at] == '\r' && s[at + 1] == '\n')
			at++;
		if (at < lines->text->len)
			at++;
	} while (at < lines->text->len);
	lines->count = starts->len;
	lines->starts = (uint32_t *)(gpointer)g_array_free(starts, FALSE);
}

struct yaml_lines *
yaml_lines_new(const char *bytes, size_t n)
{
	struct yaml_lines *lines = g_new0(struct yaml_lines, 1);

	lines->text = place(bytes, n, &lines->placed);
	lines->given = g_string_new(NULL);
	find_lines(lines);
	lines->levels = g_new0(uint8_t, lines->count);
	return lines;
}

void
yaml_lines_free(struct yaml_lines *lines)
{
	g_string_free(lines->text, TRUE);
	g_string_free(lines->given, TRUE);
	g_free(lines->starts);
	g_free(lines->levels);
	g_free(lines);
}

uint32_t
yaml_lines_count(const struct yaml_lines *lines)
{
	return lines->count;
}

/* A line without its end: its first byte, and its length in *n. */
static const char *
line_text(const struct yaml_lines *lines, uint32_t line, uint32_t *n)
{
	uint32_t start = lines->starts[line];
	uint32_t end =
		line + 1 < lines->count ? lines->starts[line + 1] : (uint32_t)lines->text->len;
	const char *s = lines->text->str;

	while (end > start && (s[end - 1] == '\n' || s[end - 1] == '\r'))
		end--;
	*n = end - start;
	return s + start;
}

/* What a line says, as offsets into it. */
struct shape {
	uint32_t indent;
	uint32_t item;    /* where an item's value begins; 0 where it is none */
	uint32_t key;     /* where a key begins, and where it ends */
	uint32_t key_end; /* 0 where there is none */
	uint32_t value;   /* where the rest begins */
	uint32_t end;     /* its end, blanks aside */
};

/* The end of a key at at: before its colon. 0 where there is none. */
static uint32_t
find_key(const char *s, uint32_t n, uint32_t at)
{
	uint32_t end = at;

	if (at == n || strchr("[{#|>", s[at]) != NULL)
		return 0;
	if (s[at] == '"' || s[at] == '\'') {
		const char *quote = memchr(s + at + 1, s[at], n - at - 1);

		if (quote == NULL)
			return 0;
		end = (uint32_t)(quote - s) + 1;
		return end < n && s[end] == ':' && (end + 1 == n || line_byte_is_blank(s[end + 1]))
			       ? end
			       : 0;
	}
	for (; end < n; end++) {
		if (s[end] == ':' && (end + 1 == n || line_byte_is_blank(s[end + 1])))
			return end > at ? end : 0;
		if (s[end] == '#' && line_byte_is_blank(s[end - 1]))
			return 0;
	}
	return 0;
}

static struct shape
shape_of(const struct yaml_lines *lines, uint32_t line)
{
	struct shape shape = { 0 };
	uint32_t n, at;
	const char *s = line_text(lines, line, &n);

	shape.end = n;
	while (shape.end > 0 && line_byte_is_blank(s[shape.end - 1]))
		shape.end--;
	n = shape.end;
	at = shape.indent = line_skip_blanks(s, 0, n);
	while (at + 1 < n && s[at] == '-' && line_byte_is_blank(s[at + 1]))
		at = shape.item = line_skip_blanks(s, at + 1, n);
	shape.value = at;
	shape.key = at;
	shape.key_end = find_key(s, n, at);
	if (shape.key_end > 0)
		shape.value = line_skip_blanks(s, shape.key_end + 1, n);
	return shape;
}

static bool
shape_has_value(const struct shape *shape)
{
	return (shape->key_end > 0 || shape->item > 0) && shape->value < shape->end;
}

/* Whether a line is neither blank, comment, key nor item. */
static bool
is_loose(const struct yaml_lines *lines, uint32_t line)
{
	struct shape shape = shape_of(lines, line);

	return shape.indent < shape.end && shape.key_end == 0 && shape.item == 0 &&
	       lines->text->str[lines->starts[line] + shape.indent] != '#';
}

/* The line after the last of those below line that belong to its value, blank ones between. */
static uint32_t
end_of_value(const struct yaml_lines *lines, uint32_t line)
{
	uint32_t indent = shape_of(lines, line).indent, end = line + 1;
	bool stray = lines->levels[line] == LEVEL_STRAY;

	for (uint32_t next = line + 1; next < lines->count; next++) {
		struct shape shape = shape_of(lines, next);

		if (shape.indent == shape.end)
			continue;
		if (shape.indent <= indent && !(stray && is_loose(lines, next)))
			break;
		end = next + 1;
	}
	return end;
}

/* --- what libyaml is given --- */

static void
append_quoted(GString *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\'')
			g_string_append_c(out, '\'');
		g_string_append_c(out, s[i]);
	}
}

static void
append_as_is(const struct yaml_lines *lines, GString *out, uint32_t line)
{
	uint32_t start = lines->starts[line];
	uint32_t end =
		line + 1 < lines->count ? lines->starts[line + 1] : (uint32_t)lines->text->len;
	const char *s = lines->text->str;

	if (lines->untab) {
		for (; start < end && line_byte_is_blank(s[start]); start++)
			g_string_append_c(out, ' ');
	}
	g_string_append_len(out, s + start, end - start);
}

/* Appends a repaired line and what belongs to it; gives the line after. */
static uint32_t
append_repaired(const struct yaml_lines *lines, GString *out, uint32_t line)
{
	struct shape shape = shape_of(lines, line);
	bool all = lines->levels[line] >= LEVEL_ALL;
	uint32_t last = all ? end_of_value(lines, line) : line + 1, n;
	const char *s = line_text(lines, line, &n);
	/* An item is a string as a whole, unless it begins a mapping that goes on below. */
	bool whole_item = shape.item > 0 && (all || end_of_value(lines, line) == line + 1);
	uint32_t value = whole_item ? shape.item : shape.value;

	for (uint32_t i = 0; i < shape.indent; i++)
		g_string_append_c(out, lines->untab ? ' ' : s[i]);
	if (all && !whole_item && s[shape.key] != '"' && s[shape.key] != '\'') {
		g_string_append_len(out, s + shape.indent, shape.key - shape.indent);
		g_string_append_c(out, '\'');
		append_quoted(out, s + shape.key, shape.key_end - shape.key);
		g_string_append(out, "': ");
	} else {
		g_string_append_len(out, s + shape.indent, value - shape.indent);
	}
	if (value == shape.key_end + 1)
		g_string_append_c(out, ' ');
	g_string_append_c(out, '\'');
	append_quoted(out, s + value, shape.end - value);
	while (++line < last) {
		g_string_append_c(out, '\n');
		s = line_text(lines, line, &n);
		g_string_append_c(out, ' ');
		for (shape.indent = 0; shape.indent < n && line_byte_is_blank(s[shape.indent]);
			shape.indent++)
			g_string_append_c(out, ' ');
		append_quoted(out, s + shape.indent, n - shape.indent);
	}
	g_string_append(out, "'\n");
	return last;
}

const char *
yaml_lines_text(struct yaml_lines *lines, uint32_t from, size_t *n)
{
	g_string_truncate(lines->given, 0);
	for (uint32_t line = from; line < lines->count;) {
		if (lines->levels[line] > 0) {
			line = append_repaired(lines, lines->given, line);
		} else {
			append_as_is(lines, lines->given, line);
			line++;
		}
	}
	*n = lines->given->len;
	return lines->given->str;
}

/* --- repairs --- */

/* The line at which the quoted value of line ends; UINT32_MAX where nothing ends it, line where it
 * is not quoted. */
static uint32_t
end_of_quoted(const struct yaml_lines *lines, uint32_t line)
{
	struct shape shape = shape_of(lines, line);
	const char *text = lines->text->str;
	uint32_t at = lines->starts[line] + shape.value, end = (uint32_t)lines->text->len;
	char quote = at < end ? text[at] : '\0';

	if (!shape_has_value(&shape) || (quote != '"' && quote != '\''))
		return line;
	for (at++; at < end; at++) {
		if (text[at] == '\\' && quote == '"')
			at++;
		else if (text[at] == quote && quote == '\'' && text[at + 1] == quote)
			at++;
		else if (text[at] == quote)
			break;
	}
	if (at >= end)
		return UINT32_MAX;
	while (line + 1 < lines->count && lines->starts[line + 1] <= at)
		line++;
	return line;
}

static bool
may_repair(const struct yaml_lines *lines, uint32_t line)
{
	struct shape shape = shape_of(lines, line);

	return shape_has_value(&shape) && lines->levels[line] < LEVEL_ALL;
}

/* The nearest line above, less indented; UINT32_MAX where there is none from first on. */
static uint32_t
line_above(const struct yaml_lines *lines, uint32_t line, uint32_t first)
{
	struct shape shape = shape_of(lines, line);

	for (uint32_t above = line; above-- > first;) {
		struct shape other = shape_of(lines, above);

		if (other.indent < other.end && other.indent < shape.indent)
			return above;
	}
	return UINT32_MAX;
}

/* A line above the problem whose quote was never closed and took in what follows. */
static uint32_t
open_quote(const struct yaml_lines *lines, const struct yaml_stop *stop)
{
	enum { LOOK = 64 };

	for (uint32_t i = 0, line = stop->problem; i < LOOK && line-- > stop->first; i++) {
		uint32_t end = lines->levels[line] == 0 ? end_of_quoted(lines, line) : line;

		if (end != line && end >= stop->problem)
			return line;
		if (shape_of(lines, line).key_end > 0 && shape_of(lines, line).indent == 0)
			break;
	}
	return UINT32_MAX;
}

/* Whether a line is loose at the level of the keys: no value of it can be the fault. */
static bool
is_stray(const struct yaml_lines *lines, uint32_t line, uint32_t first)
{
	return is_loose(lines, line) && line_above(lines, line, first) == UINT32_MAX;
}

/* Gives a stray line to the key above it; UINT32_MAX where there is none. */
static uint32_t
take_stray(struct yaml_lines *lines, uint32_t stray, uint32_t first)
{
	for (uint32_t line = stray; line-- > first;) {
		if (shape_of(lines, line).key_end == 0 ||
			line_above(lines, line, first) != UINT32_MAX)
			continue;
		if (lines->levels[line] == LEVEL_STRAY)
			return UINT32_MAX;
		lines->levels[line] = LEVEL_STRAY;
		return line;
	}
	return UINT32_MAX;
}

static uint32_t
choose(const struct yaml_lines *lines, const struct yaml_stop *stop)
{
	uint32_t line;

	if (stop->context != UINT32_MAX && stop->context >= stop->first &&
		may_repair(lines, stop->context))
		return stop->context;
	line = open_quote(lines, stop);
	if (line != UINT32_MAX)
		return line;
	/* What follows a line repaired before belongs to its value. */
	line = line_above(lines, stop->problem, stop->first);
	if (line != UINT32_MAX && lines->levels[line] == LEVEL_VALUE)
		return line;
	for (line = stop->problem + 1; line-- > stop->first;) {
		if (may_repair(lines, line))
			return line;
	}
	return UINT32_MAX;
}

static bool
has_tab(const struct yaml_lines *lines, uint32_t line)
{
	uint32_t n;
	const char *s = line_text(lines, line, &n);

	return memchr(s, '\t', line_skip_blanks(s, 0, n)) != NULL;
}

uint32_t
yaml_lines_repair(struct yaml_lines *lines, const struct yaml_stop *stop)
{
	struct yaml_stop at = *stop;
	uint32_t line;

	/* What is missing at the end is found on a line after the last. */
	at.problem = MIN(at.problem, lines->count - 1);
	if (at.context != UINT32_MAX)
		at.context = MIN(at.context, lines->count - 1);
	if (!lines->untab && has_tab(lines, at.problem)) {
		lines->untab = true;
		return at.problem;
	}
	if (at.context != UINT32_MAX && is_stray(lines, at.context, at.first)) {
		line = take_stray(lines, at.context, at.first);
	} else {
		line = choose(lines, &at);
		if (line != UINT32_MAX)
			lines->levels[line]++;
	}
	if (line == UINT32_MAX)
		return UINT32_MAX;
	if (lines->levels[line] >= LEVEL_ALL) {
		for (uint32_t below = line + 1, end = end_of_value(lines, line); below < end;
			below++)
			lines->levels[below] = 0;
	}
	return line;
}

bool
yaml_lines_repaired(const struct yaml_lines *lines, uint32_t line)
{
	return lines->levels[line] > 0;
}
