/*
 * A block of HTML: its text in paragraphs, without Markdown. Tags that hold paragraphs part them;
 * the others are inline. <details> stays open over what follows, as its end stands in another
 * block.
 */
#include "config.h"

#include "document/markdown_private.h"

#include <string.h>

#include "document/draft.h"
#include "text/line.h"

struct flow {
	struct markdown *md;
	const char *s;
	uint32_t n;
	bool in_summary, in_pre, at_line_start;
	bool no_comment_end;                /* no "-->" follows: looked for once */
	const struct html_element *endless; /* no end tag of this one follows */
};

static struct range
source_of(struct flow *f, uint32_t at, uint32_t n)
{
	struct content *content = &f->md->content;
	uint32_t start = content_source(content, at);

	if (n == 0 || content_is_made(content, at))
		return (struct range){ start, start };
	return (struct range){ start, content_source(content, at + n - 1) + 1 };
}

static struct piece *
add_piece(struct flow *f, enum piece_kind kind, uint32_t at, uint32_t n)
{
	struct piece piece = { .kind = (uint8_t)kind,
		.source = source_of(f, at, n),
		.partner = NONE };

	g_array_append_val(f->md->pieces, piece);
	return &g_array_index(f->md->pieces, struct piece, f->md->pieces->len - 1);
}

static bool
holds_something(const struct markdown *md)
{
	for (guint i = 0; i < md->pieces->len; i++) {
		uint8_t kind = g_array_index(md->pieces, struct piece, i).kind;

		if (kind != PIECE_SOFT && kind != PIECE_HARD)
			return true;
	}
	return false;
}

/* Ends the paragraph or summary under way. */
static void
flush(struct flow *f)
{
	struct markdown *md = f->md;

	if (holds_something(md)) {
		uint32_t source = g_array_index(md->pieces, struct piece, 0).source.start;

		if (f->in_summary)
			md->summary_due = RANGE_NONE;
		markdown_open(md,
			f->in_pre       ? BLOCK_CODE
			: f->in_summary ? BLOCK_SUMMARY
					: BLOCK_PARAGRAPH,
			source);
		md->preformatted = f->in_pre;
		inline_write(md, 0, md->pieces->len);
		md->preformatted = false;
		markdown_close_leaf(md);
	}
	g_array_set_size(md->pieces, 0);
	f->at_line_start = true;
}

/* --- tags --- */

/* Offset after the end tag of the raw element whose start tag ends at `at`, or 0. */
static uint32_t
raw_end(const struct flow *f, const struct html_element *element, uint32_t at)
{
	size_t length = strlen(element->name);

	for (uint32_t i = at; i + length + 2 < f->n; i++) {
		const char *next = memchr(f->s + i, '<', f->n - i);
		struct html_tag tag;

		if (next == NULL)
			return 0;
		i = (uint32_t)(next - f->s);
		if (f->n - i > length + 2 && f->s[i + 1] == '/' &&
			g_ascii_strncasecmp(f->s + i + 2, element->name, length) == 0 &&
			html_tag_read(f->s + i, f->n - i, &tag))
			return i + (uint32_t)tag.length;
	}
	return 0;
}

static bool
in_details(const struct markdown *md, guint *depth)
{
	const GArray *open = md->draft->open, *levels = md->levels;
	guint least = levels->len > 0 ? g_array_index(levels, uint32_t, levels->len - 1) : 0;

	for (guint i = open->len; i > least; i--) {
		if (draft_block(md->draft, g_array_index(open, uint32_t, i - 1))->kind ==
			BLOCK_DETAILS) {
			*depth = i - 1;
			return true;
		}
	}
	return false;
}

static void
details(struct flow *f, const struct html_tag *tag, uint32_t at)
{
	struct markdown *md = f->md;
	uint32_t source = source_of(f, at, (uint32_t)tag->length).start;
	guint depth;

	flush(f);
	if (!tag->closing) {
		markdown_open(md, BLOCK_DETAILS, source);
		md->summary_due = source;
		return;
	}
	if (!in_details(md, &depth))
		return;
	markdown_summary_due(md);
	while (md->draft->open->len > depth)
		draft_close(md->draft);
}

static void
known_tag(struct flow *f, const struct html_tag *tag, uint32_t at)
{
	guint depth;

	switch (tag->element->does) {
	case HTML_DETAILS:
		details(f, tag, at);
		return;
	case HTML_SUMMARY:
		flush(f);
		f->in_summary = !tag->closing && in_details(f->md, &depth);
		return;
	case HTML_PRE:
		flush(f);
		f->in_pre = !tag->closing;
		return;
	default:
		break;
	}
	if (tag->element->is_block) {
		flush(f);
	} else {
		struct piece *piece = add_piece(f, PIECE_TAG, at, (uint32_t)tag->length);

		piece->element = tag->element;
		piece->flags = (uint16_t)((tag->closing ? PIECE_CLOSING : 0) |
					  (tag->has_attributes ? PIECE_ATTRIBUTES : 0));
	}
}

/* The tag at `at`: bytes of it, and of what vanishes with it; 0 where none is. */
static uint32_t
read_tag(struct flow *f, uint32_t at)
{
	struct html_tag tag;
	uint32_t end;

	if (f->no_comment_end && f->n - at >= 4 && memcmp(f->s + at, "<!--", 4) == 0)
		return 0;
	if (!html_tag_read(f->s + at, f->n - at, &tag)) {
		f->no_comment_end |= f->n - at >= 4 && memcmp(f->s + at, "<!--", 4) == 0;
		return 0;
	}
	if (tag.comment)
		return (uint32_t)tag.length;
	if (tag.element == NULL) {
		add_piece(f, PIECE_TAG, at, (uint32_t)tag.length);
		return (uint32_t)tag.length;
	}
	if (tag.element->does == HTML_RAW && !tag.closing && f->endless != tag.element) {
		end = raw_end(f, tag.element, at + (uint32_t)tag.length);
		if (end > 0)
			return end - at;
		f->endless = tag.element;
	}
	if (tag.element->does == HTML_RAW && !tag.closing) {
		add_piece(f, PIECE_TAG, at, (uint32_t)tag.length);
		return (uint32_t)tag.length;
	}
	known_tag(f, &tag, at);
	return (uint32_t)tag.length;
}

/* --- text --- */

static uint32_t
read_line_end(struct flow *f, uint32_t at)
{
	uint32_t length = (uint32_t)line_end_bytes(f->s + at, f->n - at);

	add_piece(f, f->in_pre ? PIECE_HARD : PIECE_SOFT, at, 1);
	f->at_line_start = true;
	return length;
}

static uint32_t
read_reference(struct flow *f, uint32_t at)
{
	uint32_t length = (uint32_t)html_reference_length(f->s + at, f->n - at);
	char text[8];
	size_t text_length = length > 0 ? html_reference_text(f->s + at, length, text) : 0;
	struct piece *piece;

	if (text_length == 0)
		return 0;
	piece = add_piece(f, PIECE_FIXED, at, length);
	piece->text = arena_string(f->md->draft->arena, text, text_length);
	piece->length = (uint32_t)text_length;
	return length;
}

static uint32_t
read_text(struct flow *f, uint32_t at)
{
	uint32_t end = at;

	if (f->at_line_start && !f->in_pre)
		end = line_skip_blanks(f->s, at, f->n);
	f->at_line_start = false;
	if (end > at)
		return end - at;
	end++;
	while (end < f->n && strchr("<&\r\n", f->s[end]) == NULL)
		end++;
	inline_add(f->md, f->in_pre ? PIECE_FIXED : PIECE_TEXT, 0, at, end - at);
	return end - at;
}

void
markdown_html(struct markdown *md)
{
	struct flow f = {
		.md = md,
		.s = md->content.bytes,
		.n = md->content.length,
		.at_line_start = true,
	};

	g_array_set_size(md->pieces, 0);
	md->html = true;
	for (uint32_t at = 0; at < f.n;) {
		uint32_t taken = 0;

		if (f.s[at] == '\n' || f.s[at] == '\r')
			taken = read_line_end(&f, at);
		else if (f.s[at] == '<')
			taken = read_tag(&f, at);
		else if (f.s[at] == '&')
			taken = read_reference(&f, at);
		at += taken > 0 ? taken : read_text(&f, at);
	}
	flush(&f);
	md->html = false;
}
