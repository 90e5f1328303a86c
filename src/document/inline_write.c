/*
 * Pieces into the draft: text with its runs, links, stamp anchors, references to footnotes.
 *
 * Line breaks wait until text follows, so that a leaf neither begins nor ends with one. Links are
 * gathered until the leaf ends: an outer one is closed after the one it holds.
 */
#include "config.h"

#include "document/markdown_private.h"

#include <string.h>

#include "document/clock.h"
#include "document/draft.h"
#include "document/inline_link.h"

enum {
	STYLES = 16,
};

struct writer {
	struct markdown *md;
	struct draft *draft;
	uint32_t start;         /* of the leaf's text */
	unsigned count[STYLES]; /* tags and toggles open, by bit of style */
	unsigned style;         /* the sum of them */
	unsigned hidden;
	unsigned breaks; /* '\n' that wait */
	bool space;      /* a ' ' that waits */
	bool after_made; /* the last text was made: a word after it needs a space */
	struct range wait_source;
};

static const char replacement[] = "\xEF\xBF\xBD";

static struct piece *
piece_at(struct markdown *md, uint32_t i)
{
	return &g_array_index(md->marked, struct piece, i);
}

static bool
is_empty(const struct writer *w)
{
	return draft_offset(w->draft) == w->start;
}

static char
last_byte(const struct writer *w)
{
	return is_empty(w) ? '\n' : w->draft->text->str[w->draft->text->len - 1];
}

static void
set_style(struct writer *w, unsigned style, bool on)
{
	for (unsigned i = 0; i < STYLES; i++) {
		if ((style & 1u << i) == 0)
			continue;
		if (on)
			w->count[i]++;
		else if (w->count[i] > 0)
			w->count[i]--;
		w->style = w->count[i] > 0 ? w->style | 1u << i : w->style & ~(1u << i);
	}
}

/* Writes what waits: line breaks and the space of a line's end. */
static void
end_wait(struct writer *w)
{
	if (is_empty(w)) {
		w->breaks = 0;
		w->space = false;
		return;
	}
	if (w->breaks == 0 && w->space && last_byte(w) != ' ' && last_byte(w) != '\n')
		draft_text(w->draft, " ", 1, w->style, w->wait_source);
	for (; w->breaks > 0; w->breaks--)
		draft_text(w->draft, "\n", 1, w->style, w->wait_source);
	w->space = false;
}

static void
wait_space(struct writer *w, struct range source)
{
	if (!w->space && w->breaks == 0)
		w->wait_source = source;
	w->space = true;
}

static void
wait_break(struct writer *w, struct range source)
{
	if (w->breaks == 0)
		w->wait_source = source;
	w->breaks++;
}

static void
write_text(struct writer *w, const char *s, uint32_t n, unsigned style, struct range source)
{
	if (w->hidden > 0 || n == 0)
		return;
	end_wait(w);
	if (w->after_made && ((unsigned char)s[0] >= 0x80 || g_ascii_isalnum(s[0])))
		draft_text(w->draft, " ", 1, w->style,
			(struct range){ source.start, source.start });
	w->after_made = false;
	/* A run of its source's length is taken for its source's bytes: other text must not have
	 * it. */
	if (range_length(source) == n && n > 1 && memcmp(s, w->md->source + source.start, n) != 0)
		source.end--;
	draft_text(w->draft, s, n, style | w->style, source);
}

/* The source as it stands; NUL is shown as what replaces it (CommonMark 0.30 §2.3). */
static void
write_source(struct writer *w, unsigned style, struct range source)
{
	const char *s = w->md->source;

	if (is_empty(w) && (style & STYLE_CODE) == 0 && !w->md->preformatted)
		while (source.start < source.end &&
			(s[source.start] == ' ' || s[source.start] == '\t'))
			source.start++;
	while (w->md->prepared.has_nul && source.start < source.end) {
		const char *nul = memchr(s + source.start, '\0', range_length(source));
		uint32_t at = nul != NULL ? (uint32_t)(nul - s) : source.end;

		write_text(w, s + source.start, at - source.start, style,
			(struct range){ source.start, at });
		if (nul != NULL)
			write_text(w, replacement, sizeof(replacement) - 1, style,
				(struct range){ at, at + 1 });
		source.start = at + (nul != NULL ? 1 : 0);
	}
	write_text(w, s + source.start, range_length(source), style, source);
}

static void
write_made(struct writer *w, const char *s, unsigned style, struct range source)
{
	if (w->hidden > 0 || s[0] == '\0')
		return;
	end_wait(w);
	if (!is_empty(w) && (g_ascii_isalnum(last_byte(w)) || w->after_made))
		draft_text(w->draft, " ", 1, w->style,
			(struct range){ source.start, source.start });
	w->after_made = false;
	write_text(w, s, (uint32_t)strlen(s), style, source);
	w->after_made = true;
}

/* A tag as it stands. Its line ends are spaces. */
static void
write_tag(struct writer *w, const struct piece *piece)
{
	const char *s = w->md->source;
	uint32_t at = piece->source.start;

	while (at < piece->source.end) {
		uint32_t end = at;

		while (end < piece->source.end && s[end] != '\n' && s[end] != '\r')
			end++;
		write_source(w, piece->style | STYLE_HTML, (struct range){ at, end });
		if (end < piece->source.end)
			wait_space(w, (struct range){ end, end + 1 });
		at = end + 1;
	}
}

/* --- links --- */

static void
open_link(struct writer *w, uint32_t i)
{
	struct link_under under = { .piece = i, .start = NONE };

	if (w->hidden == 0)
		end_wait(w);
	under.start = draft_offset(w->draft);
	g_array_append_val(w->md->under, under);
}

/* Takes the open link that piece i began; false where none did. */
static bool
take_link(struct writer *w, uint32_t i, uint32_t *start)
{
	GArray *under = w->md->under;

	for (guint k = under->len; k > 0; k--) {
		struct link_under *link = &g_array_index(under, struct link_under, k - 1);

		if (link->piece == i || i == NONE) {
			*start = link->start;
			g_array_remove_index(under, k - 1);
			return true;
		}
	}
	return false;
}

/* The text since start, without the space that opening a made word put before it. */
static struct range
text_since(const struct writer *w, uint32_t start)
{
	struct range text = { start, draft_offset(w->draft) };

	while (text.start < text.end && g_ascii_isspace(w->draft->text->str[text.start]))
		text.start++;
	return text;
}

static void
note_stamp(struct writer *w, struct range text, uint32_t source, const char *time)
{
	struct stamp_anchor anchor = {
		.text = text,
		.source = source,
		.time = time != NULL ? arena_string(w->draft->arena, time, strlen(time)) : NULL,
	};

	g_array_append_val(w->draft->anchors, anchor);
}

static void
close_link(struct writer *w, const struct piece *close, uint32_t opened, uint32_t start)
{
	struct markdown *md = w->md;
	struct piece open = *piece_at(md, opened);
	struct range whole = { open.source.start, MAX(close->source.end, open.source.start) };
	unsigned style = close->style;

	if (w->hidden > 0)
		return;
	if ((close->flags & PIECE_PICTURE) != 0) {
		g_autofree char *shown = target_shown_picture(close->text);

		if (draft_offset(w->draft) > start) {
			whole = close->source;
			write_text(w, " ", 1, style, (struct range){ whole.start, whole.start });
		}
		write_made(w, shown, style | STYLE_IMAGE_TARGET, whole);
		w->after_made = true;
	} else if (draft_offset(w->draft) == start && (close->flags & PIECE_WIKI) == 0) {
		g_autofree char *shown = target_shown(close->text);

		write_made(w, shown, style, whole);
	}
	if ((close->flags & PIECE_BARE) != 0 && md->under->len > 0)
		return;
	if ((close->flags & PIECE_WIKI) != 0) {
		link_found_wiki(md, &open, text_since(w, start));
	} else {
		g_autofree char *time = link_time(close->text);

		if (time != NULL)
			note_stamp(w, text_since(w, start), open.source.start, time);
		else
			link_found_target(md, close->text, (close->flags & PIECE_PICTURE) != 0,
				open.source.start, text_since(w, start));
	}
}

/* --- HTML --- */

static void
close_anchor(struct writer *w, const struct piece *open, struct range whole, uint32_t start)
{
	const char *tag = w->md->source + open->source.start;
	size_t n = range_length(open->source);

	if (w->hidden > 0)
		return;
	if ((open->flags & PIECE_STAMP) != 0) {
		g_autofree char *time = html_attribute(tag, n, "data-t");

		if (range_length(text_since(w, start)) == 0 && time != NULL && time[0] != '\0') {
			g_autofree char *shown = g_strdup_printf("[%s]", time);

			write_made(w, shown, open->style, whole);
			w->after_made = false;
		}
		note_stamp(w, text_since(w, start), open->source.start, time);
	} else {
		g_autofree char *url = html_attribute(tag, n, "href");

		if (url == NULL || url[0] == '\0')
			return;
		if (draft_offset(w->draft) == start) {
			g_autofree char *shown = target_shown(url);

			write_made(w, shown, open->style, whole);
		}
		link_found_target(w->md, url, false, open->source.start, text_since(w, start));
	}
}

/* Bytes of the time that stands at the start of s, its brackets included; 0 where none does. */
static uint32_t
time_length(const char *s, uint32_t n)
{
	struct clock_time time;
	uint32_t open = 0, close = 0, taken;

	while (open < n && s[open] == '[')
		open++;
	taken = (uint32_t)clock_read(s + open, n - open, true, &time);
	while (close < open && open + taken + close < n && s[open + taken + close] == ']')
		close++;
	return taken > 0 ? open + taken + close : 0;
}

/* A stamp anchor that nothing closes: its label is the time that follows, else made. */
static void
write_open_stamp(struct writer *w, const struct piece *piece, uint32_t i)
{
	struct markdown *md = w->md;
	const struct piece *next = i + 1 < md->marked->len ? piece_at(md, i + 1) : NULL;
	uint32_t at = piece->source.end, n = 0;

	if (w->hidden > 0)
		return;
	draft_notice(w->draft, "open-anchor", piece->source.start,
		"this timestamp's anchor is not closed: write </a> after its label");
	if (next != NULL && next->kind == PIECE_TEXT && next->source.start == at)
		n = time_length(md->source + at, range_length(next->source));
	if (n > 0) {
		g_autofree char *time = html_attribute(md->source + piece->source.start,
			range_length(piece->source), "data-t");
		uint32_t start;

		end_wait(w);
		start = draft_offset(w->draft);
		note_stamp(w, (struct range){ start, start + n }, piece->source.start, time);
	} else {
		close_anchor(w, piece, piece->source, draft_offset(w->draft));
	}
}

static void
write_picture(struct writer *w, const struct piece *piece)
{
	const char *tag = w->md->source + piece->source.start;
	size_t n = range_length(piece->source);
	g_autofree char *url = html_attribute(tag, n, "src");
	g_autofree char *alt = html_attribute(tag, n, "alt");
	g_autofree char *shown = url != NULL ? target_shown_picture(url) : NULL;
	uint32_t start;

	if (w->hidden > 0 || url == NULL || url[0] == '\0')
		return;
	end_wait(w);
	start = draft_offset(w->draft);
	if (alt != NULL && alt[0] != '\0') {
		write_made(w, alt, piece->style | STYLE_IMAGE, piece->source);
		write_text(w, " ", 1, piece->style,
			(struct range){ piece->source.start, piece->source.start });
		w->after_made = false;
	}
	write_made(w, shown, piece->style | STYLE_IMAGE_TARGET, piece->source);
	link_found_target(w->md, url, true, piece->source.start, text_since(w, start));
}

static void
write_paired(struct writer *w, const struct piece *piece, uint32_t i)
{
	const struct html_element *element = piece->element;
	bool closing = (piece->flags & PIECE_CLOSING) != 0;
	uint32_t start;

	if (element->does == HTML_STYLE)
		set_style(w, element->style, !closing);
	else if (element->does == HTML_LINK && !closing)
		open_link(w, i);
	else if (element->does == HTML_LINK && take_link(w, piece->partner, &start))
		close_anchor(w, piece_at(w->md, piece->partner),
			(struct range){ piece_at(w->md, piece->partner)->source.start,
				piece->source.end },
			start);
}

static void
write_element(struct writer *w, const struct piece *piece, uint32_t i)
{
	const struct html_element *element = piece->element;
	bool closing = (piece->flags & PIECE_CLOSING) != 0;

	if (element->is_block)
		wait_space(w, piece->source);
	if (element->does == HTML_BREAK)
		wait_break(w, piece->source);
	else if (element->does == HTML_PICTURE && !closing &&
		 (piece->flags & PIECE_ATTRIBUTES) != 0)
		write_picture(w, piece);
	else if (piece->partner != NONE)
		write_paired(w, piece, i);
	else if ((piece->flags & PIECE_STAMP) != 0)
		write_open_stamp(w, piece, i);
	else if (!closing && !w->md->html && (piece->flags & PIECE_STAMP) == 0 &&
		 !(element->is_void && (piece->flags & PIECE_ATTRIBUTES) != 0) &&
		 strcmp(element->name, "hr") != 0 && strcmp(element->name, "wbr") != 0)
		write_tag(w, piece);
}

/* --- the rest --- */

static void
write_note(struct writer *w, const struct piece *piece)
{
	struct markdown *md = w->md;
	struct note *note;
	char shown[24];
	struct note_reference reference;
	uint32_t start;

	if (w->hidden > 0)
		return;
	if (piece->number == 0 || piece->number > md->notes->len) {
		write_source(w, piece->style, piece->source);
		return;
	}
	reference.note = piece->number - 1;
	note = &g_array_index(md->notes, struct note, reference.note);
	if (note->number == 0) {
		g_array_append_val(md->note_order, reference.note);
		note->number = md->note_order->len;
	}
	g_snprintf(shown, sizeof(shown), "[%u]", note->number);
	end_wait(w);
	start = draft_offset(w->draft);
	write_text(w, shown, (uint32_t)strlen(shown), piece->style | STYLE_FOOTNOTE, piece->source);
	link_found_note(md, reference.note, piece->source.start, text_since(w, start));
}

static void
write_toggle(struct writer *w, const struct piece *piece, uint32_t i)
{
	bool opens = piece->partner != NONE && piece->partner > i;

	if (piece->partner == NONE)
		write_source(w, piece->style, piece->source);
	else if (piece->mark == '%')
		w->hidden = opens ? w->hidden + 1 : w->hidden - 1;
	else
		set_style(w, piece->mark == '=' ? STYLE_MARK : STYLE_STRIKE, opens);
}

static void
write_piece(struct writer *w, uint32_t i)
{
	struct piece piece = *piece_at(w->md, i);
	uint32_t start;

	switch ((enum piece_kind)piece.kind) {
	case PIECE_TEXT:
		write_source(w, piece.style, piece.source);
		break;
	case PIECE_FIXED:
		if (piece.text == NULL)
			write_source(w, piece.style, piece.source);
		else
			write_text(w, piece.text, piece.length, piece.style, piece.source);
		break;
	case PIECE_SOFT:
		if (w->draft->line_ends_stand && !w->md->html)
			wait_break(w, piece.source);
		else
			wait_space(w, piece.source);
		break;
	case PIECE_HARD:
		wait_break(w, piece.source);
		break;
	case PIECE_TAG:
		if (piece.element != NULL)
			write_element(w, &piece, i);
		else if ((piece.flags & PIECE_COMMENT) == 0)
			write_tag(w, &piece);
		break;
	case PIECE_OPEN:
		open_link(w, i);
		break;
	case PIECE_CLOSE: {
		uint32_t opened = piece_of_link(w->md);

		if (opened != NONE && take_link(w, opened, &start))
			close_link(w, &piece, opened, start);
		break;
	}
	case PIECE_NOTE:
		write_note(w, &piece);
		break;
	case PIECE_TOGGLE:
		write_toggle(w, &piece, i);
		break;
	}
}

void
inline_write(struct markdown *md, guint first, guint last)
{
	struct writer w = {
		.md = md,
		.draft = md->draft,
		.start = draft_offset(md->draft),
	};

	inline_mark(md, first, last);
	inline_pair(md);
	g_array_set_size(md->under, 0);
	for (guint i = 0; i < md->marked->len; i++)
		write_piece(&w, i);
	link_found_end(md);
}
