/*
 * The marks that notes add to Markdown: cuts text pieces at wikilinks, bare links, == ~~ and %%.
 * One forward pass over the source of each piece; what a look-ahead passes over is not looked at
 * again.
 */
#include "config.h"

#include "document/markdown_private.h"

#include <string.h>

#include "document/draft.h"
#include "document/markdown_mask.h"
#include "document/wikilink.h"

struct marker {
	struct markdown *md;
	guint last;        /* of the pieces that are read */
	unsigned links;    /* links of cmark's that are open */
	bool in_stamp;     /* within a stamp anchor: its brackets are its label's */
	bool stamp_nested; /* which stands as a link's destination: its ')' goes too */
};

/* Bytes at which a mark of ours may begin. */
static const bool may_mark[256] = {
	['['] = true,
	['='] = true,
	['~'] = true,
	['%'] = true,
	[':'] = true,
	['@'] = true,
	['w'] = true,
	['W'] = true,
};

static struct piece *
piece_at(const GArray *pieces, guint i)
{
	return &g_array_index(pieces, struct piece, i);
}

/* Adds the part of a text piece that is source [from, to). */
static void
add_part(struct markdown *md, const struct piece *piece, uint32_t from, uint32_t to)
{
	struct piece part = *piece;

	if (from >= to)
		return;
	part.source = (struct range){ from, to };
	g_array_append_val(md->marked, part);
}

void
inline_fixed(struct markdown *md, GArray *pieces, const char *text, unsigned style,
	struct range source)
{
	struct piece piece = {
		.kind = PIECE_FIXED,
		.style = (uint16_t)style,
		.source = source,
		.partner = NONE,
	};

	if (text != NULL) {
		piece.length = (uint32_t)strlen(text);
		piece.text = arena_string(md->draft->arena, text, piece.length);
	}
	if (text == NULL ? source.start < source.end : piece.length > 0)
		g_array_append_val(pieces, piece);
}

/* --- toggles --- */

static bool
is_blank(const struct markdown *md, uint32_t at)
{
	return at < md->prepared.base || at >= md->draft->source->length ||
	       g_ascii_isspace(md->source[at]);
}

static bool
is_mark(const struct markdown *md, uint32_t at)
{
	return !is_blank(md, at) && g_ascii_ispunct(md->source[at]);
}

/* What a run of marks at [at, end) may do. ~~ as GFM 0.29 §6.5 and CommonMark 0.30 §6.2 have it for
 * a delimiter run; == may open before and close after what is no blank; %% may always. */
static unsigned
toggle_flags(const struct markdown *md, char mark, uint32_t at, uint32_t end)
{
	uint32_t before = at > 0 ? at - 1 : UINT32_MAX;
	bool opens = !is_blank(md, end), closes = !is_blank(md, before);

	if (mark == '%')
		return PIECE_CAN_OPEN | PIECE_CAN_CLOSE;
	if (mark == '~') {
		bool left = opens && (!is_mark(md, end) || !closes || is_mark(md, before));
		bool right = closes && (!is_mark(md, before) || !opens || is_mark(md, end));

		opens = left;
		closes = right;
	}
	return (opens ? PIECE_CAN_OPEN : 0) | (closes ? PIECE_CAN_CLOSE : 0);
}

/* Adds the run of marks at at as a toggle; false where it can be none. */
static bool
add_toggle(struct markdown *md, const struct piece *piece, uint32_t from, uint32_t at, uint32_t run)
{
	struct piece toggle = {
		.kind = PIECE_TOGGLE,
		.mark = md->source[at],
		.style = piece->style,
		.flags = (uint16_t)toggle_flags(md, md->source[at], at, at + run),
		.source = { at, at + run },
		.length = run,
		.partner = NONE,
	};

	if ((run != 2 && !(toggle.mark == '~' && run == 1)) || toggle.flags == 0)
		return false;
	add_part(md, piece, from, at);
	g_array_append_val(md->marked, toggle);
	return true;
}

/* --- bare links --- */

static void
add_link_edge(struct markdown *md, enum piece_kind kind, uint32_t at, const char *url)
{
	struct piece piece = {
		.kind = (uint8_t)kind,
		.flags = PIECE_BARE,
		.source = { at, at },
		.text = url,
		.partner = NONE,
	};

	g_array_append_val(md->marked, piece);
}

/* Adds a bare link's pieces; the text of piece *i before it, from from on, first. Afterwards *i and
 * *from are where it ended. */
static void
add_bare_link(struct markdown *md, guint *i, uint32_t *from, const struct bare_link *link)
{
	const char *url = arena_string(md->draft->arena, link->url, strlen(link->url));
	struct piece *piece = piece_at(md->pieces, *i);

	add_part(md, piece, *from, link->start);
	add_link_edge(md, PIECE_OPEN, link->start, url);
	for (*from = link->start; *i < link->piece; *from = piece->source.start) {
		if (piece->kind == PIECE_TEXT)
			add_part(md, piece, *from, piece->source.end);
		else
			g_array_append_val(md->marked, *piece);
		piece = piece_at(md->pieces, ++*i);
	}
	if (piece->kind == PIECE_TEXT)
		add_part(md, piece, *from, link->end);
	else
		g_array_append_val(md->marked, *piece);
	add_link_edge(md, PIECE_CLOSE, link->end, url);
	*from = link->end;
}

/* --- text --- */

/* A wikilink at source offset at, if one begins there; adds what stands before it, from from on. */
static bool
mark_wikilink(struct marker *m, const struct piece *piece, uint32_t from, uint32_t at,
	uint32_t *end)
{
	struct markdown *md = m->md;
	struct wikilink link;
	size_t looked;
	bool embed = at > from && md->source[at - 1] == '!';

	if (m->in_stamp ||
		!wikilink_read(md->source + at, piece->source.end - at, embed, &link, &looked))
		return false;
	add_part(md, piece, from, at - (embed ? 1 : 0));
	inline_wikilink(md, &link, at, embed, piece->style);
	*end = at + (uint32_t)link.length;
	return true;
}

static bool
may_link(const struct marker *m, const struct piece *piece, uint32_t at)
{
	const char *s = m->md->source;

	if (m->links > 0 || m->in_stamp)
		return false;
	if (s[at] == 'w' || s[at] == 'W')
		return piece->source.end - at > 4 && g_ascii_strncasecmp(s + at, "www.", 4) == 0;
	return true;
}

/* Cuts piece i. Gives the piece where it ended: a bare link may go on over several. */
static guint
mark_text(struct marker *m, guint i, uint32_t from)
{
	struct markdown *md = m->md;
	const char *s = md->source;
	struct piece piece = *piece_at(md->pieces, i); /* a copy: an alias adds to pieces */
	uint32_t at = from;

	while (at < piece.source.end) {
		uint32_t end = at + 1;
		struct bare_link link;

		if (!may_mark[(unsigned char)s[at]]) {
			at++;
			continue;
		}
		if (s[at] == '[') {
			uint32_t run = (uint32_t)mask_run(s, at, piece.source.end);

			end = at + run;
			if (run >= 2 && mark_wikilink(m, &piece, from, end - 2, &end))
				from = end;
		} else if (s[at] == '=' || s[at] == '~' || s[at] == '%') {
			uint32_t run = (uint32_t)mask_run(s, at, piece.source.end);

			end = at + run;
			if (!md->html && add_toggle(md, &piece, from, at, run))
				from = end;
		} else if (may_link(m, &piece, at) &&
			   inline_bare_link(md, i, m->last, from, at, &link)) {
			add_bare_link(md, &i, &from, &link);
			g_free(link.url);
			piece = *piece_at(md->pieces, i);
			if (piece.kind != PIECE_TEXT)
				return i;
			end = from;
		}
		at = end;
	}
	add_part(md, &piece, from, piece.source.end);
	return i;
}

/* --- stamp anchors --- */

/* Whether the label of the anchor whose tag ends at source offset at is the n bytes s, brackets
 * aside. */
static bool
label_is(const struct markdown *md, uint32_t at, const char *s, uint32_t n)
{
	const char *label = md->source + at;
	uint32_t left = md->draft->source->length - at;

	while (left > 0 && *label == '[') {
		label++;
		left--;
	}
	return n > 0 && left > n && memcmp(label, s, n) == 0 &&
	       (label[n] == ']' || label[n] == '<');
}

/* `[that](<a ...>[00:13:15]</a>)`: what was meant is a stamp after a word. Takes the marks away,
 * and the word too where it is the stamp's own label. Gives whether they stood there. */
static bool
unwrap_destination(struct markdown *md, const struct piece *tag)
{
	const char *s = md->source;
	struct piece *last, word;
	uint32_t open, end;

	if (md->marked->len == 0)
		return false;
	last = piece_at(md->marked, md->marked->len - 1);
	end = last->source.end;
	if (last->kind != PIECE_TEXT || end != tag->source.start || end - last->source.start < 3 ||
		s[end - 1] != '(' || s[end - 2] != ']')
		return false;
	open = end - 2;
	while (open > last->source.start && s[open - 1] != '[' && s[open - 1] != ']')
		open--;
	if (open == last->source.start || s[open - 1] != '[')
		return false;
	word = *last;
	word.source = (struct range){ open, end - 2 };
	last->source.end = open - 1;
	if (!label_is(md, tag->source.end, s + open, end - 2 - open)) {
		g_array_append_val(md->marked, word);
		inline_fixed(md, md->marked, " ", 0, (struct range){ end - 2, end });
	}
	return true;
}

/* Whether the tag at piece i is closed before another of its kind opens. */
static bool
is_closed(const struct marker *m, guint i)
{
	for (guint k = i + 1; k < m->last; k++) {
		const struct piece *piece = piece_at(m->md->pieces, k);

		if (piece->kind == PIECE_TAG && piece->element != NULL &&
			piece->element->does == HTML_LINK)
			return (piece->flags & PIECE_CLOSING) != 0;
	}
	return false;
}

static void
mark_tag(struct marker *m, const struct piece *piece, guint i)
{
	struct markdown *md = m->md;
	struct piece tag = *piece;

	if (tag.element != NULL && tag.element->does == HTML_LINK) {
		if ((tag.flags & PIECE_CLOSING) == 0 &&
			mask_is_stamp(md->source + tag.source.start, range_length(tag.source))) {
			tag.flags |= PIECE_STAMP;
			m->in_stamp = is_closed(m, i);
			m->stamp_nested = unwrap_destination(md, &tag);
		} else {
			m->in_stamp = false;
		}
	}
	g_array_append_val(md->marked, tag);
}

void
inline_mark(struct markdown *md, guint first, guint last)
{
	struct marker m = { .md = md, .last = last };

	g_array_set_size(md->marked, 0);
	for (guint i = first; i < last; i++) {
		struct piece *piece = piece_at(md->pieces, i);
		uint32_t from = piece->source.start;

		if (piece->kind == PIECE_TEXT) {
			if (m.stamp_nested && !m.in_stamp) {
				from += md->source[from] == ')';
				m.stamp_nested = false;
			}
			i = mark_text(&m, i, from);
			continue;
		}
		if (piece->kind == PIECE_TAG) {
			mark_tag(&m, piece, i);
			continue;
		}
		if (piece->kind == PIECE_OPEN)
			m.links++;
		else if (piece->kind == PIECE_CLOSE && m.links > 0)
			m.links--;
		g_array_append_val(md->marked, *piece);
	}
}
