/*
 * From cmark's inlines to pieces that know their source.
 *
 * cmark keeps the column of an inline, but not of each byte in it. So each literal is laid along
 * the leaf's content: first where its column says, else at the first place after what was laid
 * before. A literal's byte is the content's own, or stands for an escape (`\*`) or a character
 * reference (`&amp;`).
 *
 * Invariants: 1. the cursor never goes back; 2. a piece's source lies between those of its
 * neighbours;
 * 3. a literal that cannot be laid is shown all the same, with the cursor's place as its source.
 */
#include "config.h"

#include "document/markdown_private.h"

#include <string.h>

#include "document/html.h"
#include "text/line.h"

enum {
	SEARCH_FACTOR = 16, /* bytes looked at by searches, for each byte of a leaf */
};

struct collector {
	struct markdown *md;
	struct content *content;
	uint32_t cursor;
	uint32_t line; /* where cmark believes the line under way to begin */
	int column;    /* cmark's column of the content's first byte */
	uint64_t budget;
	unsigned strong, emphasis, picture;
};

static unsigned
style_now(const struct collector *c)
{
	return (c->strong > 0 ? STYLE_STRONG : 0) | (c->emphasis > 0 ? STYLE_EMPHASIS : 0) |
	       (c->picture > 0 ? STYLE_IMAGE : 0);
}

void
inline_add(struct markdown *md, enum piece_kind kind, unsigned style, uint32_t at, uint32_t n)
{
	while (n > 0) {
		uint32_t stretch = MIN(content_stretch(&md->content, at) - at, n);
		uint32_t source = content_source(&md->content, at);
		struct piece piece = {
			.kind = (uint8_t)kind,
			.style = (uint16_t)style,
			.source = { source, source + stretch },
			.partner = NONE,
		};

		if (stretch == 0)
			return;
		if (content_is_made(&md->content, at)) {
			piece.kind = PIECE_FIXED;
			piece.text = md->content.bytes + at;
			piece.length = stretch;
			piece.source.end = source;
		}
		g_array_append_val(md->pieces, piece);
		at += stretch;
		n -= stretch;
	}
}

/* The source of the content [at, end). */
static struct range
source_of(struct collector *c, uint32_t at, uint32_t end)
{
	uint32_t start = content_source(c->content, at);

	if (end == at || content_is_made(c->content, at))
		return (struct range){ start, start };
	return (struct range){ start, content_source(c->content, end - 1) + 1 };
}

static struct piece *
add_piece(struct collector *c, enum piece_kind kind, struct range source)
{
	struct piece piece = {
		.kind = (uint8_t)kind,
		.style = (uint16_t)style_now(c),
		.source = source,
		.partner = NONE,
	};

	g_array_append_val(c->md->pieces, piece);
	return &g_array_index(c->md->pieces, struct piece, c->md->pieces->len - 1);
}

static void
add_fixed(struct collector *c, const char *text, uint32_t length, unsigned style,
	struct range source)
{
	struct piece *piece = add_piece(c, PIECE_FIXED, source);

	piece->style |= (uint16_t)style;
	piece->text = text;
	piece->length = length;
}

/* --- laying a literal --- */

/* Bytes of the literal that a character reference (bytes long) stands for: one character, or
 * two where the second is of those that named references end in. 0 where it is no reference but
 * text. */
static uint32_t
reference_bytes(const char *reference, uint32_t bytes, const char *literal, uint32_t n)
{
	static const char *const seconds[] = { "\u0338", "\u20D2", "\u20E5", "\uFE00", "\u0331",
		"\u0333", "\u200A", NULL };
	uint32_t first;

	if (reference[1] != '#' && n >= bytes && memcmp(reference, literal, bytes) == 0)
		return 0;
	first = (uint32_t)g_utf8_skip[(unsigned char)literal[0]];
	if (bytes == 7 && memcmp(reference, "&fjlig;", 7) == 0)
		first = 2;
	for (int i = 0; reference[1] != '#' && seconds[i] != NULL; i++)
		if (n > first && n - first >= strlen(seconds[i]) &&
			memcmp(literal + first, seconds[i], strlen(seconds[i])) == 0)
			return first + (uint32_t)strlen(seconds[i]);
	return MIN(first, n);
}

/* The unit at the content's offset at: bytes of content it takes, and of the literal in *used; 0
 * where the literal does not go on here. */
static uint32_t
text_unit(const struct content *content, uint32_t at, const char *literal, uint32_t n,
	uint32_t *used)
{
	const char *s = content->bytes + at;
	uint32_t left = content->length - at;
	uint32_t reference;

	if (s[0] == '\\' && left > 1 && g_ascii_ispunct(s[1]) && s[1] == literal[0]) {
		*used = 1;
		return 2;
	}
	if (s[0] == '&') {
		reference = (uint32_t)html_reference_length(s, left);
		*used = reference > 0 ? reference_bytes(s, reference, literal, n) : 0;
		if (*used > 0)
			return reference;
	}
	*used = 1;
	return s[0] == literal[0] ? 1 : 0;
}

/* In code, a line's end is a space; nothing is escaped. */
static uint32_t
code_unit(const struct content *content, uint32_t at, const char *literal, uint32_t *used)
{
	const char *s = content->bytes + at;

	*used = 1;
	if (literal[0] == ' ' && s[0] == '\r')
		return at + 1 < content->length && s[1] == '\n' ? 2 : 1;
	if (literal[0] == ' ' && s[0] == '\n')
		return 1;
	return s[0] == literal[0] ? 1 : 0;
}

static bool
is_plain(char c)
{
	return c != '\\' && c != '&' && c != '\n' && c != '\r';
}

static void
spend(struct collector *c, uint32_t bytes)
{
	c->budget -= MIN(c->budget, (uint64_t)bytes);
}

/* Whether the literal stands at offset at just as it is: most do. */
static bool
stands_at(const struct content *content, uint32_t at, const char *literal, uint32_t n, bool code)
{
	if (n > content->length - at || memcmp(content->bytes + at, literal, n) != 0)
		return false;
	return code || (memchr(literal, '\\', n) == NULL && memchr(literal, '&', n) == NULL);
}

/* Lays the literal at offset at: where it ends, or NONE. With apply the pieces are added. */
static uint32_t
lay(struct collector *c, uint32_t at, const char *literal, uint32_t n, bool code, bool apply)
{
	const struct content *content = c->content;
	enum piece_kind kind = code ? PIECE_FIXED : PIECE_TEXT;
	unsigned style = style_now(c) | (code ? STYLE_CODE : 0);
	uint32_t i = 0;

	while (i < n) {
		uint32_t start = at, taken, used;

		while (i < n && at < content->length && content->bytes[at] == literal[i] &&
			is_plain(literal[i])) {
			at++;
			i++;
		}
		if (apply)
			inline_add(c->md, kind, style, start, at - start);
		if (i == n)
			break;
		if (at >= content->length) {
			spend(c, i);
			return NONE;
		}
		taken = code ? code_unit(content, at, literal + i, &used)
			     : text_unit(content, at, literal + i, n - i, &used);
		if (taken == 0) {
			spend(c, i);
			return NONE;
		}
		if (apply && taken == used && content->bytes[at] == literal[i])
			inline_add(c->md, kind, style, at, taken);
		else if (apply)
			add_fixed(c, literal + i, used, code ? STYLE_CODE : 0,
				taken == 2 && !code && used == 1 && content->bytes[at] == '\\'
					? source_of(c, at + 1, at + 2)
					: source_of(c, at, at + taken));
		at += taken;
		i += used;
	}
	return at;
}

/* The content offset of a node by its column, or the cursor where that lies behind. */
static uint32_t
hint_of(const struct collector *c, cmark_node *node)
{
	int64_t hint = (int64_t)c->line + cmark_node_get_start_column(node) - c->column;

	return (uint32_t)CLAMP(hint, (int64_t)c->cursor, (int64_t)c->content->length);
}

static void
lay_literal(struct collector *c, cmark_node *node, bool code)
{
	const char *literal = cmark_node_get_literal(node);
	uint32_t n = literal != NULL ? (uint32_t)strlen(literal) : 0;
	uint32_t at = hint_of(c, node), start;

	if (n == 0)
		return;
	if (stands_at(c->content, at, literal, n, code)) {
		inline_add(c->md, code ? PIECE_FIXED : PIECE_TEXT,
			style_now(c) | (code ? STYLE_CODE : 0), at, n);
		c->cursor = at + n;
		return;
	}
	if (code && at < c->content->length && lay(c, at, literal, n, code, false) == NONE)
		at++; /* cmark strips a blank at both ends of some code */
	start = at;
	while (lay(c, at, literal, n, code, false) == NONE) {
		at = at == start && start != c->cursor ? c->cursor : at + 1;
		if (at >= c->content->length || c->budget == 0) {
			start = content_source(c->content, c->cursor);
			add_fixed(c, literal, n, code ? STYLE_CODE : 0,
				(struct range){ start, start });
			return;
		}
		c->budget--;
	}
	c->cursor = lay(c, at, literal, n, code, true);
}

/* After code or a tag with line ends in it, cmark counts columns from its last line. */
static void
follow_lines(struct collector *c, uint32_t from)
{
	for (uint32_t i = c->cursor; i > from; i--) {
		if (c->content->bytes[i - 1] == '\n' || c->content->bytes[i - 1] == '\r') {
			c->line = i;
			return;
		}
	}
}

/* --- the kinds of nodes --- */

static void
collect_break(struct collector *c, bool hard)
{
	const struct content *content = c->content;
	uint32_t at = c->cursor, end;

	while (at < content->length && content->bytes[at] != '\n' && content->bytes[at] != '\r')
		at++;
	end = at;
	end += (uint32_t)line_end_bytes(content->bytes + end, content->length - end);
	add_piece(c, hard ? PIECE_HARD : PIECE_SOFT,
		source_of(c, at, MIN(at + 1, content->length)));
	/* At `\` before a line's end cmark goes on counting columns from the line it is in. */
	if (!hard || at == 0 || content->bytes[at - 1] != '\\')
		c->line = end;
	c->cursor = end;
}

static void
collect_tag(struct collector *c, cmark_node *node)
{
	const char *literal = cmark_node_get_literal(node);
	uint32_t n = (uint32_t)strlen(literal), at = hint_of(c, node), from = c->cursor;
	const char *found = NULL;
	struct html_tag tag;
	struct piece *piece;

	if (at + n > c->content->length || memcmp(c->content->bytes + at, literal, n) != 0) {
		found = memmem(c->content->bytes + from, c->content->length - from, literal, n);
		at = found != NULL ? (uint32_t)(found - c->content->bytes) : from;
		n = found != NULL ? n : 0;
	}
	piece = add_piece(c, PIECE_TAG, source_of(c, at, at + n));
	if (html_tag_read(literal, strlen(literal), &tag)) {
		piece->element = tag.element;
		piece->flags |= (tag.closing ? PIECE_CLOSING : 0) |
				(tag.comment ? PIECE_COMMENT : 0) |
				(tag.has_attributes ? PIECE_ATTRIBUTES : 0);
	}
	c->cursor = at + n;
	follow_lines(c, from);
}

static void
collect_note(struct collector *c, cmark_node *node)
{
	const char *literal = cmark_node_get_literal(node);
	uint32_t at = hint_of(c, node), end;
	struct piece *piece;

	while (at < c->content->length && c->content->bytes[at] != '[')
		at++;
	end = at;
	while (end < c->content->length && c->content->bytes[end] != ']')
		end++;
	end = MIN(end + 1, c->content->length);
	piece = add_piece(c, PIECE_NOTE, source_of(c, MIN(at, c->content->length), end));
	piece->number = literal != NULL ? (uint32_t)g_ascii_strtoull(literal, NULL, 10) : 0;
	c->cursor = end;
}

static void
collect_link(struct collector *c, cmark_node *node, bool enter)
{
	bool picture = cmark_node_get_type(node) == CMARK_NODE_IMAGE;
	const char *url = cmark_node_get_url(node);
	const char *s = c->content->bytes;
	struct piece *piece;
	uint32_t at;

	if (enter) {
		at = hint_of(c, node);
		if (at == c->content->length || strchr("[!<", s[at]) == NULL)
			at = c->cursor;
		if (picture)
			c->picture++;
		piece = add_piece(c, PIECE_OPEN, source_of(c, at, at));
		c->cursor = at;
	} else {
		int64_t end = (int64_t)c->line + cmark_node_get_end_column(node) - c->column + 1;

		at = (uint32_t)CLAMP(end, (int64_t)c->cursor, (int64_t)c->content->length);
		if (at > c->cursor && strchr(")]>", s[at - 1]) == NULL)
			at = c->cursor;
		piece = add_piece(c, PIECE_CLOSE, source_of(c, c->cursor, at));
		c->cursor = at;
		if (picture)
			c->picture--;
	}
	piece->flags |= picture ? PIECE_PICTURE : 0;
	piece->text = url != NULL ? url : "";
}

static void
collect_node(struct collector *c, cmark_node *node, bool enter)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		lay_literal(c, node, false);
		break;
	case CMARK_NODE_CODE: {
		uint32_t from = c->cursor;

		lay_literal(c, node, true);
		follow_lines(c, from);
		break;
	}
	case CMARK_NODE_SOFTBREAK:
		collect_break(c, false);
		break;
	case CMARK_NODE_LINEBREAK:
		collect_break(c, true);
		break;
	case CMARK_NODE_HTML_INLINE:
		collect_tag(c, node);
		break;
	case CMARK_NODE_FOOTNOTE_REFERENCE:
		collect_note(c, node);
		break;
	case CMARK_NODE_LINK:
	case CMARK_NODE_IMAGE:
		collect_link(c, node, enter);
		break;
	case CMARK_NODE_STRONG:
		c->strong = enter ? c->strong + 1 : c->strong - 1;
		break;
	case CMARK_NODE_EMPH:
		c->emphasis = enter ? c->emphasis + 1 : c->emphasis - 1;
		break;
	default:
		break;
	}
}

/* The column cmark gives to the content's first byte: the first inline begins there, but code is
 * placed after its backticks. */
static int
first_column(const struct content *content, cmark_node *first)
{
	int ticks = 0;

	if (cmark_node_get_type(first) == CMARK_NODE_CODE)
		while ((uint32_t)ticks < content->length && content->bytes[ticks] == '`')
			ticks++;
	return cmark_node_get_start_column(first) - ticks;
}

void
inline_collect(struct markdown *md, cmark_node *leaf)
{
	cmark_node *node = cmark_node_first_child(leaf);
	struct collector c = {
		.md = md,
		.content = &md->content,
		.budget = (uint64_t)md->content.length * SEARCH_FACTOR + 1024,
	};

	if (node == NULL || md->content.segments->len == 0)
		return;
	c.column = first_column(&md->content, node);
	while (node != NULL && node != leaf) {
		cmark_node *next = cmark_node_first_child(node);

		collect_node(&c, node, true);
		while (next == NULL && node != leaf) {
			/* Only what can hold inlines is left; the others are entered alone. */
			switch (cmark_node_get_type(node)) {
			case CMARK_NODE_LINK:
			case CMARK_NODE_IMAGE:
			case CMARK_NODE_STRONG:
			case CMARK_NODE_EMPH:
				collect_node(&c, node, false);
				break;
			default:
				break;
			}
			next = cmark_node_next(node);
			if (next == NULL)
				node = cmark_node_parent(node);
			if (node == leaf)
				break;
		}
		node = node == leaf ? leaf : next;
	}
}
