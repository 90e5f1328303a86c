#include "config.h"

#include "page/spans.h"

/* Columns of a piece at most: a line of a million characters is drawn in parts. */
enum { PIECE_COLUMNS = 4096 };

void
spans_init(struct spans *spans, const struct document *document, const uint8_t *link_states)
{
	*spans = (struct spans){
		.document = document,
		.link_states = link_states,
		.open = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
	};
}

void
spans_clear(struct spans *spans)
{
	if (spans->open != NULL)
		g_array_unref(spans->open);
	spans->open = NULL;
}

/* --- the cursor --- */

static enum role
role_of_link(const struct spans *spans, uint32_t index)
{
	const struct link *link = &spans->document->links[index];

	if (link->kind == LINK_FOOTNOTE)
		return ROLE_FOOTNOTE;
	switch (spans->link_states != NULL ? spans->link_states[index] : LINK_STATE_UNKNOWN) {
	case LINK_STATE_MISSING:
		return ROLE_LINK_MISSING;
	case LINK_STATE_WEB:
		return ROLE_LINK_WEB;
	case LINK_STATE_RESOLVED:
		return ROLE_LINK;
	}
	return link->kind == LINK_WEB ? ROLE_LINK_WEB : ROLE_LINK;
}

/* Styles in order of precedence. */
static const struct {
	uint16_t style;
	uint8_t role;
} style_roles[] = {
	{ STYLE_IMAGE_TARGET, ROLE_IMAGE_TARGET },
	{ STYLE_IMAGE, ROLE_IMAGE },
	{ STYLE_FOOTNOTE, ROLE_FOOTNOTE },
	{ STYLE_CODE, ROLE_CODE },
	{ STYLE_KBD, ROLE_KBD },
	{ STYLE_HTML, ROLE_HTML },
	{ STYLE_SPEAKER, ROLE_SPEAKER },
	{ STYLE_MARK, ROLE_MARK },
	{ STYLE_STRIKE, ROLE_STRIKE },
	{ STYLE_STRONG | STYLE_EMPHASIS, ROLE_STRONG_EMPHASIS },
	{ STYLE_STRONG, ROLE_STRONG },
	{ STYLE_EMPHASIS, ROLE_EMPHASIS },
};

/* Headings, titles and code keep their look whatever the style. */
static bool
takes_styles(enum role base)
{
	return base == ROLE_TEXT || base == ROLE_QUOTE;
}

static enum role
role_of_style(unsigned style, enum role base)
{
	if (style == 0 || !takes_styles(base))
		return base;
	for (size_t i = 0; i < G_N_ELEMENTS(style_roles); i++)
		if ((style & style_roles[i].style) == style_roles[i].style)
			return style_roles[i].role;
	return base;
}

static void
rewind_spans(struct spans *spans)
{
	spans->at = spans->run = spans->link = spans->stamp = 0;
	g_array_set_size(spans->open, 0);
}

static bool
innermost_link(struct spans *spans, uint32_t at, uint32_t *until, uint32_t *found)
{
	const struct document *d = spans->document;

	for (; spans->link < d->link_count; spans->link++) {
		struct range text = d->links[spans->link].text;
		if (range_is_none(text) || text.end <= at)
			continue;
		if (text.start > at) {
			*until = MIN(*until, text.start);
			break;
		}
		g_array_append_val(spans->open, spans->link);
	}
	while (spans->open->len > 0) {
		uint32_t index = g_array_index(spans->open, uint32_t, spans->open->len - 1);
		if (d->links[index].text.end > at) {
			*until = MIN(*until, d->links[index].text.end);
			*found = index;
			return true;
		}
		g_array_set_size(spans->open, spans->open->len - 1);
	}
	return false;
}

static bool
in_stamp(struct spans *spans, uint32_t at, uint32_t *until)
{
	const struct document *d = spans->document;

	while (spans->stamp < d->timestamp_count && d->timestamps[spans->stamp].text.end <= at)
		spans->stamp++;
	if (spans->stamp == d->timestamp_count)
		return false;
	struct range text = d->timestamps[spans->stamp].text;
	*until = MIN(*until, text.start > at ? text.start : text.end);
	return text.start <= at;
}

/* Whether the run at hand is an image's text, its target, or the blank between the two. */
static bool
of_image(const struct spans *spans, unsigned style)
{
	const struct document *d = spans->document;
	uint32_t next = spans->run + 1;

	if (style & (STYLE_IMAGE | STYLE_IMAGE_TARGET))
		return true;
	return next < d->run_count && (d->runs[next].style & STYLE_IMAGE_TARGET) != 0 &&
	       range_length(d->runs[spans->run].text) == 1;
}

/* The role of the text at offset, in a leaf of role base; *until is the offset at which the
 * next span begins. *apart is set where the span is a link or timestamp, which keeps its pieces
 * its own. */
static enum role
role_at(struct spans *spans, uint32_t offset, enum role base, uint32_t *until, bool *apart)
{
	const struct document *d = spans->document;
	uint32_t link;
	unsigned style = 0;

	if (offset < spans->at)
		rewind_spans(spans);
	spans->at = offset;
	*until = d->length;
	while (spans->run < d->run_count && d->runs[spans->run].text.end <= offset)
		spans->run++;
	if (spans->run < d->run_count) {
		struct range text = d->runs[spans->run].text;
		*until = text.start > offset ? text.start : text.end;
		style = text.start <= offset ? d->runs[spans->run].style : 0;
	}
	bool linked = innermost_link(spans, offset, until, &link);
	bool stamped = in_stamp(spans, offset, until);
	*apart = linked || stamped;
	*until = MAX(*until, offset + 1);
	if (stamped)
		return ROLE_TIMESTAMP;
	if (linked && !of_image(spans, style))
		return role_of_link(spans, link);
	return role_of_style(style, base);
}

/* --- pieces --- */

/* The first insert that ends after byte at. */
static uint32_t
insert_after(const struct flow *flow, uint32_t at)
{
	uint32_t low = 0, high = flow->insert_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (flow->inserts[middle].at + flow->inserts[middle].length > at)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

uint32_t
flow_offset(const struct flow *flow, uint32_t at)
{
	if (flow->insert_count == 0)
		return flow->base + at;
	uint32_t i = insert_after(flow, at), made;
	if (i == flow->insert_count)
		made = flow->inserts[i - 1].before + flow->inserts[i - 1].length;
	else
		made = flow->inserts[i].before +
		       (at > flow->inserts[i].at ? at - flow->inserts[i].at : 0);
	return flow->base + at - made;
}

struct writer {
	const struct flow *flow;
	struct spans *spans;
	struct arena *arena;
	GArray *out;
	uint32_t first;  /* length of out at the row's start */
	uint32_t column; /* the next piece's */
	uint32_t start;  /* the row's column: tabs count from it */
	bool apart;      /* the last piece is a link's or a stamp's */
};

/* Appends text of the document, joined to the piece before where both are of one kind. */
static void
write_text(struct writer *w, uint32_t at, uint32_t length, uint32_t columns, enum role role,
	bool apart)
{
	if (w->out->len > w->first && !apart && !w->apart) {
		struct piece *last = &g_array_index(w->out, struct piece, w->out->len - 1);
		if (last->role == role && last->made == NULL && last->text.end == at &&
			last->column + last->columns == w->column &&
			last->columns + columns <= PIECE_COLUMNS) {
			last->text.end += length;
			last->columns = (uint16_t)(last->columns + columns);
			w->column += columns;
			return;
		}
	}
	struct piece piece = {
		.text = { at, at + length },
		.column = w->column,
		.columns = (uint16_t)columns,
		.role = (uint8_t)role,
	};
	g_array_append_val(w->out, piece);
	w->apart = apart;
	w->column += columns;
}

/* Bytes [at, end) of the flow, all of one span. A glyph may reach past end: gives where it
 * stopped. */
static uint32_t
write_glyphs(struct writer *w, uint32_t at, uint32_t end, uint32_t limit, enum role role,
	bool apart)
{
	const struct flow *flow = w->flow;
	uint32_t from = at, columns = 0;
	uint32_t shift = flow_offset(flow, at) - at;

	while (at < end) {
		struct wrap_glyph glyph;
		bool tab = flow->s[at] == '\t' && flow->tabs;

		wrap_glyph(flow->s + at, limit - at, &glyph);
		if ((glyph.mark || columns + glyph.columns > PIECE_COLUMNS) && at > from) {
			write_text(w, from + shift, at - from, columns, role, apart);
			from = at;
			columns = 0;
		}
		at += glyph.length;
		columns += glyph.columns;
		if (glyph.mark || tab) {
			write_text(w, from + shift, at - from, columns,
				glyph.mark ? ROLE_CONTROL : role, apart);
			from = at;
			columns = 0;
		}
		if (tab)
			w->column = w->column - 1 + wrap_tab(w->column - 1 - w->start);
	}
	if (at > from)
		write_text(w, from + shift, at - from, columns, role, apart);
	return at;
}

/* Bytes [at, end) of row in the flow, all of the document's text. */
static void
write_range(struct writer *w, uint32_t at, uint32_t end, const struct wrap_row *row)
{
	bool plain = row->plain;
	uint32_t shift = flow_offset(w->flow, at) - at;

	while (at < end) {
		uint32_t until;
		bool apart;
		enum role role = role_at(w->spans, at + shift, w->flow->role, &until, &apart);

		until = MIN(until - shift, end);
		if (plain) {
			until = MIN(until, at + PIECE_COLUMNS);
			write_text(w, at + shift, until - at, until - at, role, apart);
			at = until;
		} else if (until == row->end && row->even && row->columns <= PIECE_COLUMNS &&
			   w->flow->insert_count == 0) {
			uint32_t columns = row->columns - (w->column - w->start);
			write_text(w, at + shift, until - at, columns, role, apart);
			at = until;
		} else {
			at = write_glyphs(w, at, until, end, role, apart);
		}
	}
}

static void
write_made(struct writer *w, uint32_t at, uint32_t end)
{
	struct piece piece = {
		.text = { RANGE_NONE, RANGE_NONE },
		.made = arena_string(w->arena, w->flow->s + at, end - at),
		.column = w->column,
		.role = ROLE_NOTE,
	};
	while (at < end) {
		struct wrap_glyph glyph;
		wrap_glyph(w->flow->s + at, end - at, &glyph);
		piece.columns = (uint16_t)(piece.columns + glyph.columns);
		at += glyph.length;
	}
	g_array_append_val(w->out, piece);
	w->column += piece.columns;
}

uint32_t
flow_pieces(const struct flow *flow, struct spans *spans, struct arena *arena,
	const struct wrap_row *row, uint32_t column, GArray *out)
{
	struct writer w = {
		.flow = flow,
		.spans = spans,
		.arena = arena,
		.out = out,
		.first = out->len,
		.column = column,
		.start = column,
	};
	uint32_t at = row->start;

	for (uint32_t i = insert_after(flow, at); i < flow->insert_count && at < row->end; i++) {
		struct insert made = flow->inserts[i];
		if (made.at > at)
			write_range(&w, at, MIN(made.at, row->end), row);
		at = MAX(at, MIN(made.at, row->end));
		uint32_t end = MIN(made.at + made.length, row->end);
		if (at < end)
			write_made(&w, at, end);
		at = MAX(at, end);
	}
	if (at < row->end)
		write_range(&w, at, row->end, row);
	if (row->hyphen && out->len > w.first) {
		g_array_index(out, struct piece, out->len - 1).hyphen = true;
		w.column++;
	}
	return w.column - column;
}
