/*
 * Tables. A column's need is the columns of its widest cell; its least is its widest stretch that
 * does not break. Where the needs fit, each has its need. Else the room is shared so that narrow
 * columns keep their need and wide ones wrap about equally (share_room), and lines part the rows.
 * Where not even the least fit, the table scrolls or, as options.records says, is written a record
 * at a time.
 *
 * Needs are measured over the first megabyte of a table: later rows wrap into what was found, so
 * nothing is lost and a table of any length begins at once.
 */
#include "config.h"

#include <string.h>

#include "page/layout.h"
#include "text/safe.h"

enum {
	MEASURED = 1 << 20, /* bytes of text */
	/* a longer stretch without a break (a URL) does not hold its column open */
	LEAST_MOST = 24,
	SCROLLED_LEAST = 16, /* columns that wrapped text has in a table that scrolls anyway */
	EDGE = 3,            /* columns between two cells */
};

struct cell_row {
	uint32_t first, count; /* of the pieces in hand */
	uint32_t columns;
	uint32_t offset;
};

struct cell {
	uint32_t block;        /* NONE: the row has none for this column */
	uint32_t first, count; /* of rows */
};

/* A row of the table, its cells wrapped. */
struct strip {
	struct cell *cells;
	GArray *rows;   /* struct cell_row */
	GArray *pieces; /* struct piece, columns counted from their cell's */
};

struct table {
	bool active;
	bool records;
	bool spaced;    /* lines part the rows */
	uint16_t flags; /* of its lines */
	uint32_t block;
	uint32_t row; /* the row block to be laid out next */
	uint32_t columns;
	uint32_t *widths, *least, *most;
	struct strip strip; /* the row in hand */
	/* of records: the names of the columns, until the first record has shown them */
	struct strip head;
	bool has_head;
	const char *line, *heavy; /* that part rows; made when first drawn */
	uint32_t line_columns;
	const char **names; /* of the columns, for records */
	bool begun;         /* a record was drawn */
};

static void
strip_init(struct strip *strip)
{
	strip->rows = g_array_new(FALSE, FALSE, sizeof(struct cell_row));
	strip->pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
}

static void
strip_clear(struct strip *strip)
{
	g_free(strip->cells);
	g_array_unref(strip->rows);
	g_array_unref(strip->pieces);
}

void
table_free(struct table *table)
{
	if (table == NULL)
		return;
	g_free(table->widths);
	g_free(table->least);
	g_free(table->most);
	g_free(table->names);
	strip_clear(&table->strip);
	strip_clear(&table->head);
	g_free(table);
}

bool
table_is_active(const struct page *page)
{
	return page->table != NULL && page->table->active;
}

static struct table *
table_of(struct page *page, uint32_t columns)
{
	struct table *t = page->table;

	if (t == NULL) {
		t = page->table = g_new0(struct table, 1);
		strip_init(&t->strip);
		strip_init(&t->head);
	}
	t->widths = g_renew(uint32_t, t->widths, columns);
	t->least = g_renew(uint32_t, t->least, columns);
	t->most = g_renew(uint32_t, t->most, columns);
	t->strip.cells = g_renew(struct cell, t->strip.cells, columns);
	t->head.cells = g_renew(struct cell, t->head.cells, columns);
	t->names = g_renew(const char *, t->names, columns);
	for (uint32_t i = 0; i < columns; i++) {
		t->least[i] = t->most[i] = t->widths[i] = 1;
		t->names[i] = NULL;
	}
	t->columns = columns;
	t->line = t->heavy = NULL;
	t->records = t->spaced = t->has_head = t->begun = false;
	t->flags = 0;
	return t;
}

/* --- how wide each column is --- */

static void
measure(struct page *page, const struct block *table)
{
	const struct document *d = page->document;
	struct table *t = page->table;
	uint32_t end = table->text.start + MEASURED;

	for (uint32_t i = t->block + 1; i < table->next && d->blocks[i].text.start < end; i++) {
		const struct block *b = &d->blocks[i];
		unsigned least, most;

		if (b->kind != BLOCK_CELL || b->number >= t->columns)
			continue;
		wrap_measure(&page->wrap, d->text + b->text.start, range_length(b->text), &least,
			&most);
		least = MIN(least, LEAST_MOST);
		t->least[b->number] = MAX(t->least[b->number], least);
		t->most[b->number] = MAX(t->most[b->number], most);
		t->spaced |= memchr(d->text + b->text.start, '\n', range_length(b->text)) != NULL;
	}
}

static uint32_t
total(const uint32_t *columns, uint32_t count)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < count; i++)
		sum += columns[i];
	return (uint32_t)MIN(sum, UINT32_MAX / 2);
}

static uint32_t
square_root(uint32_t n)
{
	uint32_t root = 0;

	for (uint32_t bit = 1u << 15; bit > 0; bit >>= 1)
		if ((uint64_t)(root | bit) * (root | bit) <= n)
			root |= bit;
	return root;
}

/* Widths at a level: each column's grows with the root of its need, between its least and its
 * need. */
static uint32_t
fill(struct table *t, const uint32_t *least, uint32_t level)
{
	for (uint32_t i = 0; i < t->columns; i++) {
		uint64_t width = (uint64_t)level * (square_root(t->most[i] * 16) + 1) / 64;
		t->widths[i] = (uint32_t)CLAMP(width, least[i], MAX(least[i], t->most[i]));
	}
	return total(t->widths, t->columns);
}

static void
share_room(struct table *t, const uint32_t *least, uint32_t room)
{
	uint32_t low = 0, high = 1u << 20;

	while (low + 1 < high) {
		uint32_t middle = low + (high - low) / 2;
		if (fill(t, least, middle) <= room)
			low = middle;
		else
			high = middle;
	}
	uint32_t used = fill(t, least, low);
	for (uint32_t i = 0; i < t->columns && used < room; i++)
		if (t->widths[i] < t->most[i]) {
			t->widths[i]++;
			used++;
		}
}

static void
set_widths(struct page *page, uint32_t width)
{
	struct table *t = page->table;
	uint32_t edges = (t->columns - 1) * EDGE;
	uint32_t room = width > edges ? width - edges : 0;

	if (total(t->most, t->columns) <= room) {
		memcpy(t->widths, t->most, t->columns * sizeof(*t->widths));
		return;
	}
	if (page->options.records) {
		t->records = true;
		t->flags = LINE_SCROLLS;
		return;
	}
	if (total(t->least, t->columns) <= room) {
		share_room(t, t->least, room);
		return;
	}
	if (!page->options.hard_tables && t->columns <= room) {
		memset(t->widths, 0, t->columns * sizeof(*t->widths));
		for (uint32_t i = 0; i < t->columns; i++)
			t->least[i] = 1;
		share_room(t, t->least, room);
		return;
	}
	for (uint32_t i = 0; i < t->columns; i++)
		t->widths[i] = MAX(t->least[i], MIN(t->most[i], SCROLLED_LEAST));
	t->flags = LINE_SCROLLS;
}

void
table_begin(struct page *page, uint32_t index)
{
	const struct block *b = &page->document->blocks[index];
	uint32_t columns = b->number == NONE ? 1 : MAX(b->number, 1);
	struct table *t = table_of(page, columns);

	page->next = b->next;
	page->laid = b->text.start;
	line_gap(page, index);
	t->block = index;
	t->row = index + 1;
	t->active = t->row < b->next;
	page->last_kind = BLOCK_TABLE;
	uint32_t column = containers_column(&page->containers);
	if (page->containers.pending > 0 && t->active) {
		line_open(page, index, LINE_FIRST | LINE_MADE);
		line_close(page, page->laid);
	}
	measure(page, b);
	set_widths(page, page->width - column);
	for (uint32_t i = 0; i < columns; i++)
		t->spaced |= t->widths[i] < t->most[i];
}

/* --- rows of cells --- */

/* Wraps the cells of a row into strip, in order of the text. */
static void
wrap_cells(struct page *page, uint32_t row, struct strip *strip)
{
	const struct document *d = page->document;
	const struct block *b = &d->blocks[row];
	struct table *t = page->table;

	g_array_set_size(strip->rows, 0);
	g_array_set_size(strip->pieces, 0);
	for (uint32_t i = 0; i < t->columns; i++)
		strip->cells[i] = (struct cell){ .block = NONE };
	for (uint32_t i = row + 1; i < b->next; i++) {
		const struct block *cell = &d->blocks[i];
		if (cell->kind != BLOCK_CELL || cell->number >= t->columns)
			continue;
		struct flow flow = {
			.s = d->text + cell->text.start,
			.n = range_length(cell->text),
			.base = cell->text.start,
			.role = b->flags & BLOCK_HEADER ? ROLE_TABLE_HEADER : ROLE_TEXT,
		};
		struct cell *c = &strip->cells[cell->number];
		struct wrap_row wrapped;

		*c = (struct cell){ .block = i, .first = strip->rows->len };
		wrap_begin(&page->wrap, flow.s, flow.n, false);
		while (t->records ? wrap_line(&page->wrap, &wrapped)
				  : wrap_next(&page->wrap, t->widths[cell->number], &wrapped)) {
			struct cell_row r = { .first = strip->pieces->len,
				.offset = flow.base + wrapped.start };
			r.columns = flow_pieces(&flow, &page->spans, page->arena, &wrapped, 0,
				strip->pieces);
			r.count = strip->pieces->len - r.first;
			g_array_append_val(strip->rows, r);
			c->count++;
		}
	}
}

/* Row k of a cell, from column on; gives the columns it takes. */
static uint32_t
put_cell_row(struct page *page, const struct strip *strip, const struct cell *cell, uint32_t k,
	uint32_t column)
{
	const struct cell_row *r = &g_array_index(strip->rows, struct cell_row, cell->first + k);

	for (uint32_t i = 0; i < r->count; i++) {
		struct piece piece = g_array_index(strip->pieces, struct piece, r->first + i);
		piece.column += column;
		g_array_append_val(page->pieces, piece);
	}
	return r->columns;
}

/* Notes that row k of a cell stands on line. */
static void
put_spot(struct page *page, const struct strip *strip, const struct cell *cell, uint32_t k,
	uint32_t line)
{
	struct spot spot = { g_array_index(strip->rows, struct cell_row, cell->first + k).offset,
		line };

	g_array_append_val(page->spots, spot);
}

/* Blanks before a cell's text, as its column is set. */
static uint32_t
padding(const struct page *page, const struct cell *cell, uint32_t width, uint32_t columns)
{
	unsigned flags = page->document->blocks[cell->block].flags;

	if (columns >= width)
		return 0;
	if (flags & BLOCK_RIGHT)
		return width - columns;
	return flags & BLOCK_CENTER ? (width - columns) / 2 : 0;
}

static void
draw_line_of_row(struct page *page, uint32_t row, uint32_t k)
{
	struct table *t = page->table;
	uint32_t column = line_open(page, row, (k == 0 ? LINE_FIRST : 0u) | t->flags);

	for (uint32_t i = 0; i < t->columns; i++) {
		const struct cell *cell = &t->strip.cells[i];
		uint32_t columns = 0;

		if (i > 0) {
			line_made(page, ROLE_TABLE_EDGE, column + 1, sign(SIGN_EDGE), 1);
			column += EDGE;
		}
		if (k < cell->count) {
			columns = g_array_index(t->strip.rows, struct cell_row, cell->first + k)
					  .columns;
			put_cell_row(page, &t->strip, cell, k,
				column + padding(page, cell, t->widths[i], columns));
		}
		/* A mark may be wider than its column: then it moves what follows. */
		column += MAX(t->widths[i], columns);
	}
	line_close(page, page->document->blocks[row].text.start);
}

/* The line between two rows, made once for a table. */
static const char *
parting_line(struct page *page, enum sign line, enum sign cross)
{
	struct table *t = page->table;
	GString *made = g_string_new(NULL);

	for (uint32_t i = 0; i < t->columns; i++) {
		if (i > 0) {
			g_string_append(made, sign(line));
			g_string_append(made, sign(cross));
			g_string_append(made, sign(line));
		}
		for (uint32_t k = 0; k < t->widths[i]; k++)
			g_string_append(made, sign(line));
	}
	t->line_columns = MIN(total(t->widths, t->columns) + (t->columns - 1) * EDGE, UINT16_MAX);
	const char *kept = arena_string(page->arena, made->str, made->len);
	g_string_free(made, TRUE);
	return kept;
}

static void
draw_parting(struct page *page, uint32_t row, bool header)
{
	struct table *t = page->table;
	bool heavy = header && t->spaced;

	if (heavy && t->heavy == NULL)
		t->heavy = parting_line(page, SIGN_HEAVY, SIGN_HEAVY_CROSS);
	else if (!heavy && t->line == NULL)
		t->line = parting_line(page, SIGN_LINE, SIGN_CROSS);
	uint32_t column = line_open(page, row, (unsigned)LINE_MADE | t->flags);
	line_made(page, ROLE_TABLE_EDGE, column, heavy ? t->heavy : t->line, t->line_columns);
	line_close(page, page->laid);
}

static void
draw_row(struct page *page, uint32_t row)
{
	const struct block *b = &page->document->blocks[row];
	struct table *t = page->table;
	uint32_t first = page->lines->len, lines = 1;

	wrap_cells(page, row, &t->strip);
	for (uint32_t i = 0; i < t->columns; i++)
		lines = MAX(lines, t->strip.cells[i].count);
	for (uint32_t k = 0; k < lines; k++)
		draw_line_of_row(page, row, k);
	/* Spots ascend in text: cell by cell, though their rows stand side by side. */
	for (uint32_t i = 0; i < t->columns; i++)
		for (uint32_t k = 0; k < t->strip.cells[i].count; k++)
			put_spot(page, &t->strip, &t->strip.cells[i], k, first + k);
	page->laid = b->text.end + 1;
	bool last = b->next >= page->document->blocks[t->block].next;
	if (b->flags & BLOCK_HEADER || (t->spaced && !last))
		draw_parting(page, row, (b->flags & BLOCK_HEADER) != 0);
}

/* --- records --- */

/* Keeps the names of the columns: for each record after the first they are made words. */
static void
keep_names(struct page *page, uint32_t header)
{
	const struct document *d = page->document;
	struct table *t = page->table;

	for (uint32_t i = header + 1; i < d->blocks[header].next; i++) {
		const struct block *cell = &d->blocks[i];
		if (cell->kind != BLOCK_CELL || cell->number >= t->columns ||
			cell->text.start == cell->text.end)
			continue;
		g_autofree char *name = safe_string(SAFE_TEXT, d->text + cell->text.start,
			range_length(cell->text));
		g_strdelimit(name, "\n\t", ' ');
		t->names[cell->number] = arena_string(page->arena, name, strlen(name));
	}
}

/* A column's name before its cell: the document's own text where strip holds it (the first record),
 * else made words. Gives the column after it. */
static uint32_t
put_name(struct page *page, const struct strip *head, uint32_t i, uint32_t column)
{
	struct table *t = page->table;

	if (t->names[i] == NULL)
		return column;
	if (head != NULL) {
		for (uint32_t k = 0; k < head->cells[i].count; k++)
			column += (k > 0) +
				  put_cell_row(page, head, &head->cells[i], k, column + (k > 0));
	} else {
		uint32_t columns = MIN(made_columns(t->names[i]), UINT16_MAX);
		line_made(page, ROLE_TABLE_HEADER, column, t->names[i], columns);
		column += columns;
	}
	line_made(page, ROLE_TABLE_EDGE, column, ":", 1);
	return column + 2;
}

/* The cells of a row, each on a line of its own after its column's name. */
static void
draw_record(struct page *page, uint32_t row, const struct strip *head)
{
	struct table *t = page->table;
	uint32_t start = page->lines->len;

	for (uint32_t i = 0; i < t->columns; i++) {
		const struct cell *cell = &t->strip.cells[i];
		uint32_t k = 0;

		if (cell->block == NONE && (head == NULL || head->cells[i].block == NONE))
			continue;
		uint32_t first = page->lines->len;
		do {
			unsigned flags = LINE_SCROLLS | (first + k == start ? LINE_FIRST : 0u);
			uint32_t column = line_open(page, row, flags);
			column = k > 0 ? column + EDGE - 1 : put_name(page, head, i, column);
			if (k < cell->count)
				put_cell_row(page, &t->strip, cell, k, column);
			line_close(page, page->document->blocks[row].text.start);
		} while (++k < cell->count);
		for (k = 0; head != NULL && k < head->cells[i].count; k++)
			put_spot(page, head, &head->cells[i], k, first);
	}
}

/* The spots of a record's cells, after those of the names: text ascends. Lines are counted as
 * drawn. */
static void
put_record_spots(struct page *page, uint32_t line, const struct strip *head)
{
	struct table *t = page->table;

	for (uint32_t i = 0; i < t->columns; i++) {
		const struct cell *cell = &t->strip.cells[i];
		if (cell->block == NONE && (head == NULL || head->cells[i].block == NONE))
			continue;
		for (uint32_t k = 0; k < cell->count; k++)
			put_spot(page, &t->strip, cell, k, line + k);
		line += MAX(cell->count, 1);
	}
}

/* The row of names waits for the first record; where there is none, it stands as one. */
static void
take_head(struct page *page, uint32_t row)
{
	struct table *t = page->table;

	keep_names(page, row);
	wrap_cells(page, row, &t->head);
	t->has_head = true;
	if (t->active)
		return;
	for (uint32_t i = 0; i < t->columns; i++)
		t->strip.cells[i] = (struct cell){ .block = NONE };
	draw_record(page, row, &t->head);
	page->laid = page->document->blocks[row].text.end + 1;
}

static void
draw_record_row(struct page *page, uint32_t row)
{
	struct table *t = page->table;
	const struct strip *head = t->has_head ? &t->head : NULL;

	if (page->document->blocks[row].flags & BLOCK_HEADER) {
		take_head(page, row);
		return;
	}
	if (t->begun) {
		line_open(page, row, LINE_BLANK | LINE_MADE);
		line_close(page, page->laid);
	}
	wrap_cells(page, row, &t->strip);
	uint32_t first = page->lines->len;
	draw_record(page, row, head);
	put_record_spots(page, first, head);
	t->begun = true;
	t->has_head = false;
	page->laid = page->document->blocks[row].text.end + 1;
}

void
table_step(struct page *page)
{
	struct table *t = page->table;
	uint32_t end = page->document->blocks[t->block].next;
	uint32_t row = t->row;

	t->row = page->document->blocks[row].next;
	t->active = t->row < end;
	if (page->document->blocks[row].kind != BLOCK_ROW)
		return;
	if (t->records)
		draw_record_row(page, row);
	else
		draw_row(page, row);
}
