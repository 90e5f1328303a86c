#include "config.h"

#include "document/markdown_look.h"

#include <string.h>

#include "document/draft.h"
#include "document/markdown.h"

/* What a line is. */
enum mark {
	MARK_NONE,
	MARK_BLANK,
	MARK_HEADING,
	MARK_UNDERLINE, /* of a heading, where a line of text stands alone above */
	MARK_LIST,
	MARK_FENCE,
	MARK_TABLE,
	MARK_LINK,
	MARK_COUNT,
};

struct look {
	const char *at, *end; /* the line under way, and the text's end */
	const char *line_end;
	char fence; /* of the fence that is open, else NUL */
	size_t fence_length;
};

static bool
next_line(struct look *look)
{
	if (look->line_end == NULL)
		look->line_end = look->at;
	else if (look->line_end < look->end)
		look->at = look->line_end + 1;
	else
		return false;
	if (look->at >= look->end)
		return false;
	/* A CR LF is a CR and an empty line: harmless here but for the underline, which sees CR. */
	look->line_end = memchr(look->at, '\n', (size_t)(look->end - look->at));
	if (look->line_end == NULL)
		look->line_end = look->end;
	return true;
}

static size_t
count(const char *s, const char *end, char c)
{
	const char *at = s;

	while (at < end && *at == c)
		at++;
	return (size_t)(at - s);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The end of a line, blanks aside. */
static const char *
trim(const char *s, const char *end)
{
	while (end > s && is_blank(end[-1]))
		end--;
	return end;
}

static bool
is_item(const char *s, const char *end)
{
	size_t digits = 0;

	if (*s == '-' || *s == '*' || *s == '+')
		return end - s > 2 && is_blank(s[1]);
	while (s + digits < end && digits < 10 && g_ascii_isdigit(s[digits]))
		digits++;
	s += digits;
	return digits > 0 && digits < 10 && end - s > 2 && (*s == '.' || *s == ')') &&
	       is_blank(s[1]);
}

/* A delimiter row: only | : - and blanks, with a pipe and a dash. */
static bool
is_table(const char *s, const char *end)
{
	bool pipe = false, dash = false;

	for (; s < end; s++) {
		if (*s == '|')
			pipe = true;
		else if (*s == '-')
			dash = true;
		else if (*s != ':' && !is_blank(*s))
			return false;
	}
	return pipe && dash;
}

/* `[text](place)` or `[[name]]`. The last `)` is looked for once: a line may be the whole file. */
static bool
has_link(const char *s, const char *end)
{
	const char *last = memrchr(s, ')', (size_t)(end - s));

	while ((s = memchr(s, '[', (size_t)(end - s))) != NULL) {
		const char *close = memchr(s, ']', (size_t)(end - s));

		if (close == NULL)
			return false;
		if (close + 1 < end && close[1] == '(' && last != NULL && last > close)
			return true;
		if (s[1] == '[' && close + 1 < end && close[1] == ']' && close > s + 2)
			return true;
		s = close;
	}
	return false;
}

/* What the line under way is; inside a fence nothing. */
static enum mark
look_at(struct look *look)
{
	const char *s = look->at, *end = trim(s, look->line_end);
	size_t indent = count(s, end, ' '), n;

	s += indent;
	if (s == end)
		return MARK_BLANK;
	n = *s == '`' || *s == '~' ? count(s, end, *s) : 0;
	if (look->fence != '\0') {
		if (*s == look->fence && n >= look->fence_length && s + n == end)
			look->fence = '\0';
		return MARK_NONE;
	}
	if (n >= 3 && (*s == '~' || memchr(s + n, '`', (size_t)(end - s) - n) == NULL)) {
		look->fence = *s;
		look->fence_length = n;
		return MARK_FENCE;
	}
	if (indent > 3 || *s == '\t')
		return MARK_NONE;
	n = count(s, end, '#');
	if (n >= 1 && n <= 6 && (s + n == end || is_blank(s[n])))
		return MARK_HEADING;
	if ((*s == '=' || *s == '-') && count(s, end, *s) >= 3 && s + count(s, end, *s) == end)
		return MARK_UNDERLINE;
	if (is_item(s, end))
		return MARK_LIST;
	if (is_table(s, end))
		return MARK_TABLE;
	return has_link(s, end) ? MARK_LINK : MARK_NONE;
}

static struct look
look_at_body(const struct draft *draft)
{
	const char *bytes = draft->source->bytes;

	return (struct look){ .at = bytes + draft->body, .end = bytes + draft->source->length };
}

/* A heading, or two different of list, fence, table and link (SPEC §1). An underline makes a
 * heading of one line that stands alone: below more lines, or a line of many words, it is a rule
 * drawn in text. */
bool
markdown_looks_like(struct draft *draft)
{
	enum { LONGEST_HEADING = 80 };
	struct look look = look_at_body(draft);
	enum mark before = MARK_BLANK, above = MARK_BLANK;
	bool seen[MARK_COUNT] = { false };
	size_t above_length = 0;

	if (draft->has_front_matter)
		return true;
	while (next_line(&look)) {
		enum mark mark = look_at(&look);

		if (mark == MARK_HEADING)
			return true;
		if (mark == MARK_UNDERLINE && above != MARK_BLANK && above != MARK_UNDERLINE &&
			before == MARK_BLANK && above_length <= LONGEST_HEADING)
			return true;
		if (mark >= MARK_LIST)
			seen[mark] = true;
		if (seen[MARK_LIST] + seen[MARK_FENCE] + seen[MARK_TABLE] + seen[MARK_LINK] >= 2)
			return true;
		before = above;
		above = mark;
		above_length = (size_t)(look.line_end - look.at);
	}
	return false;
}

/* The text of a heading line, its marks and blanks aside. */
static struct range
heading_text(const struct look *look, const char *bytes)
{
	const char *s = look->at + count(look->at, look->line_end, ' ');
	const char *end = trim(s, look->line_end), *closing;

	s += count(s, end, '#');
	for (closing = end; closing > s && closing[-1] == '#';)
		closing--;
	if (closing == s || is_blank(closing[-1]))
		end = trim(s, closing);
	while (s < end && is_blank(*s))
		s++;
	return (struct range){ (uint32_t)(s - bytes), (uint32_t)(end - bytes) };
}

/* Whether a line that is no heading may hold one, or hide those after it. */
static bool
is_unsure(const struct look *look, enum mark mark)
{
	const char *s = look->at, *end = look->line_end;

	if (mark == MARK_FENCE || mark == MARK_UNDERLINE)
		return true;
	while (s < end && is_blank(*s))
		s++;
	if (s == end)
		return false;
	if (*s == '<' || memmem(s, (size_t)(end - s), "%%", 2) != NULL)
		return true;
	return (*s == '>' || mark == MARK_LIST || s > look->at) &&
	       (memchr(s, '#', (size_t)(end - s)) != NULL ||
		       memchr(s, '=', (size_t)(end - s)) != NULL ||
		       memchr(s, '<', (size_t)(end - s)) != NULL);
}

enum heading_look
markdown_first_heading(const struct draft *draft, struct range *heading)
{
	struct look look = look_at_body(draft);

	while (next_line(&look)) {
		enum mark mark = look_at(&look);

		if (mark == MARK_HEADING) {
			*heading = heading_text(&look, draft->source->bytes);
			return HEADING_FOUND;
		}
		if (is_unsure(&look, mark))
			return HEADING_UNSURE;
	}
	return HEADING_NONE;
}
