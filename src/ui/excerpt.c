#include "config.h"

#include "ui/excerpt.h"

#include <string.h>

#include "text/safe.h"
#include "text/utf8.h"

/* Cuts the last row so that the sign for what is left out has its column. */
static void
cut_last(struct excerpt *excerpt, int room)
{
	struct wrap_row *row = &excerpt->rows[excerpt->count - 1];
	const char *text = excerpt->text + row->start;
	size_t n = strlen(text), fits = 0;
	int least = room - 1 - MAX(room / 3, 4);
	if ((int)row->columns <= room - 1 && (int)row->columns >= least)
		return;
	/* At a word if it can be, else between clusters. */
	for (size_t at = 0, columns = 0; at < n;) {
		size_t length = utf8_grapheme(text + at, n - at);
		columns += safe_columns(SAFE_TEXT, text + at, length);
		if ((int)columns > room - 1)
			break;
		at += length;
		fits = at;
	}
	size_t word = fits;
	while (word > 0 && text[word] != ' ')
		word--;
	while (word > 0 && text[word - 1] == ' ')
		word--;
	bool whole = word > 0 && (int)safe_columns(SAFE_TEXT, text, word) >= least;
	row->end = row->start + (uint32_t)(whole ? word : fits);
	row->columns = safe_columns(SAFE_TEXT, text, row->end - row->start);
}

/* Lays rows out from a byte on. */
static void
lay_from(struct excerpt *excerpt, uint32_t start, int columns)
{
	struct wrap wrap = { 0 };
	struct wrap_row row;
	size_t n = strlen(excerpt->text);
	excerpt->count = 0;
	excerpt->before = start > 0;
	uint32_t end = start;
	int room = columns;
	wrap_begin(&wrap, excerpt->text + start, n - start, false);
	while (excerpt->count < excerpt->most) {
		/* A sign for what is left out stands before the first row. */
		room = columns - (excerpt->before && excerpt->count == 0 ? 1 : 0);
		if (!wrap_next(&wrap, (unsigned)MAX(room, 1), &row))
			break;
		row.start += start;
		row.end += start;
		row.next += start;
		end = row.next;
		excerpt->rows[excerpt->count++] = row;
	}
	wrap_clear(&wrap);
	excerpt->after = end < n;
	if (excerpt->after && excerpt->count > 0)
		cut_last(excerpt, room);
}

uint32_t
excerpt_start(const char *text, uint32_t at, unsigned most)
{
	uint32_t start = at;
	while (start > 0) {
		uint32_t before = start;
		while (before > 0 && text[before - 1] == ' ')
			before--;
		while (before > 0 && text[before - 1] != ' ')
			before--;
		if (safe_columns(SAFE_TEXT, text + before, at - before) > most)
			break;
		start = before;
	}
	return start;
}

void
excerpt_lay_rows(struct excerpt *excerpt, const char *text, struct range marked, int columns,
	unsigned rows)
{
	*excerpt = (struct excerpt){ .text = text,
		.marked = marked,
		.most = CLAMP(rows, 1u, (unsigned)EXCERPT_ROWS) };
	columns = MAX(columns, 1);
	lay_from(excerpt, 0, columns);
	if (excerpt->after && excerpt->rows[excerpt->count - 1].end < marked.end)
		lay_from(excerpt,
			excerpt_start(text, marked.start, (unsigned)columns * excerpt->most / 3),
			columns);
}

void
excerpt_lay(struct excerpt *excerpt, const char *text, struct range marked, int columns)
{
	excerpt_lay_rows(excerpt, text, marked, columns, EXCERPT_ROWS);
}

/* Where row i begins, in columns. */
static int
indent(const struct excerpt *excerpt, unsigned i)
{
	return excerpt->before && i == 0 ? 1 : 0;
}

void
excerpt_draw(const struct excerpt *excerpt, struct canvas *canvas, int y, int x, int columns,
	enum role role)
{
	if (excerpt->before)
		canvas_sign(canvas, y, x, role, "…", "~");
	for (unsigned i = 0; i < excerpt->count; i++) {
		const struct wrap_row *row = &excerpt->rows[i];
		int from = x + indent(excerpt, i);
		int taken = canvas_put(canvas, y + (int)i, from, role, SAFE_TEXT,
			excerpt->text + row->start, (gssize)(row->end - row->start));
		if (excerpt->after && i + 1 == excerpt->count)
			canvas_sign(canvas, y + (int)i, MIN(from + taken, x + columns - 1), role,
				"…", "~");
	}
}

void
excerpt_mark(const struct excerpt *excerpt, struct canvas *canvas, int y, int x, enum role role)
{
	struct range marked = excerpt->marked;
	for (unsigned i = 0; i < excerpt->count; i++) {
		const struct wrap_row *row = &excerpt->rows[i];
		uint32_t start = MAX(marked.start, row->start), end = MIN(marked.end, row->end);
		if (start >= end)
			continue;
		const char *text = excerpt->text + row->start;
		int from = (int)safe_columns(SAFE_TEXT, text, start - row->start);
		int to = (int)safe_columns(SAFE_TEXT, text, end - row->start);
		canvas_role(canvas,
			(struct rect){ y + (int)i, x + indent(excerpt, i) + from, 1, to - from },
			role);
	}
}
