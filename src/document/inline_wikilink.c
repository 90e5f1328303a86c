/*
 * A wikilink as pieces: what is shown of it, between the edges of a link (cases/links.tsv w01 to
 * w50).
 */
#include "config.h"

#include "document/markdown_private.h"

#include <string.h>

#include "document/draft.h"
#include "document/markdown_mask.h"
#include "document/wikilink.h"

static void
add_edge(struct markdown *md, enum piece_kind kind, struct range source, bool embed, unsigned style)
{
	struct piece piece = {
		.kind = (uint8_t)kind,
		.style = (uint16_t)style,
		.flags = PIECE_WIKI | (embed ? PIECE_EMBED : 0),
		.source = source,
		.text = "",
		.partner = NONE,
	};

	g_array_append_val(md->marked, piece);
}

static struct range
range_of(const struct markdown *md, const char *s, size_t n)
{
	uint32_t start = (uint32_t)(s - md->source);

	return (struct range){ start, start + (uint32_t)n };
}

/* Whether the alias holds what Markdown may read as marks. */
static bool
has_marks(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strchr("*_`<&\\", s[i]) != NULL)
			return true;
	return false;
}

/* The alias as cmark's to read: one paragraph, whatever it begins with; its brackets are text. */
static char *
alias_bytes(const struct markdown *md, const char *alias, size_t n)
{
	char *bytes = guard_memory()->calloc(1, n + 2);

	bytes[0] = MASK;
	for (size_t i = 0; i < n; i++) {
		char masked = markdown_masked(md, (uint32_t)(alias + i - md->source));
		bool mark = g_ascii_ispunct(alias[i]) && strchr("[]|", alias[i]) == NULL;

		bytes[i + 1] = mark ? alias[i] : masked;
	}
	return bytes;
}

/* A piece's text out of the memory that goes with the alias's tree. */
static const char *
keep_text(struct markdown *md, const struct piece *piece)
{
	size_t n = piece->kind == PIECE_FIXED ? piece->length : strlen(piece->text);

	return arena_string(md->draft->arena, piece->text, n);
}

/* The alias's Markdown rendered: its pieces are collected after those of the leaf, then moved. */
static void
add_rendered(struct markdown *md, const char *alias, size_t n, unsigned style)
{
	struct guard_mark mark = guard_mark(&md->guard);
	char *bytes = alias_bytes(md, alias, n);
	uint32_t start = (uint32_t)(alias - md->source);
	struct content leaf = md->content;
	guint first = md->pieces->len;
	cmark_parser *parser = guard_parser(CMARK_OPT_SOURCEPOS);
	cmark_node *paragraph;

	cmark_parser_feed(parser, bytes, n + 1);
	paragraph = cmark_node_first_child(cmark_parser_finish(parser));
	md->content = md->spare;
	content_set(&md->content, bytes, n + 1);
	content_add(&md->content, 0, start - 1);
	if (paragraph != NULL)
		inline_collect(md, paragraph);
	md->spare = md->content;
	md->content = leaf;
	for (guint i = first; i < md->pieces->len; i++) {
		struct piece piece = g_array_index(md->pieces, struct piece, i);

		if (piece.kind == PIECE_TEXT)
			piece.kind = PIECE_FIXED;
		if (piece.source.start < start && piece.text == NULL)
			piece.source.start = start;
		piece.style |= (uint16_t)style;
		if (piece.text != NULL)
			piece.text = keep_text(md, &piece);
		if (piece.kind != PIECE_FIXED || piece.text != NULL ||
			piece.source.start < piece.source.end)
			g_array_append_val(md->marked, piece);
	}
	g_array_set_size(md->pieces, first);
	guard_release(&md->guard, &mark);
}

/* "a > H1 > H2" of [[a#H1#H2]]. */
static void
add_target(struct markdown *md, const struct wikilink *link, unsigned style)
{
	const char *s = link->anchor, *end = link->anchor + link->anchor_length;

	if (link->anchored && link->anchor_length == 0) {
		inline_fixed(md, md->marked, NULL, style,
			range_of(md, link->written, link->written_length));
		return;
	}
	inline_fixed(md, md->marked, NULL, style, range_of(md, link->target, link->target_length));
	while (s < end) {
		const char *hash = memchr(s, '#', (size_t)(end - s));
		const char *stop = hash != NULL ? hash : end;

		if (s > link->anchor || link->target_length > 0)
			inline_fixed(md, md->marked, " > ", style, range_of(md, s - 1, 1));
		inline_fixed(md, md->marked, NULL, style, range_of(md, s, (size_t)(stop - s)));
		s = stop + 1;
	}
}

void
inline_wikilink(struct markdown *md, const struct wikilink *link, uint32_t at, bool embed,
	unsigned style)
{
	uint32_t end = at + (uint32_t)link->length;

	add_edge(md, PIECE_OPEN, (struct range){ at, end }, embed, style);
	if (link->alias == NULL)
		add_target(md, link, style);
	else if (has_marks(link->alias, link->alias_length))
		add_rendered(md, link->alias, link->alias_length, style);
	else
		inline_fixed(md, md->marked, NULL, style,
			range_of(md, link->alias, link->alias_length));
	add_edge(md, PIECE_CLOSE, (struct range){ end, end }, embed, style);
}
