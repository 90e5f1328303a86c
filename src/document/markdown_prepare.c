#include "config.h"

#include "document/markdown_prepare.h"

#include <string.h>

#include "document/draft.h"
#include "document/markdown_definition.h"
#include "document/markdown_mask.h"
#include "text/utf8.h"

/* SAFETY §2 */
enum {
	CONTAINER_LIMIT = 200,
	COLUMN_LIMIT = 500,
	CELL_LIMIT = 250000,
	FOOTNOTE_LIMIT = 100000,
	LABEL_LIMIT = 200,
};

/* Where the pass over the lines is. Offsets are of the masked body. */
struct pass {
	struct prepared *prepared;
	struct draft *draft;
	GHashTable *labels;      /* of footnotes, folded */
	GArray *said;            /* definitions that may be none (markdown_definition.h) */
	size_t paragraph;        /* where the paragraph under way begins */
	uint32_t line;           /* of the source */
	uint32_t table;          /* the line of the delimiter row of the table under way */
	size_t columns, rows;    /* no columns: no table is under way */
	size_t fence, fence_end; /* the line of the fence that is open */
	size_t fence_length;     /* 0: none is open */
	char fence_mark;
	bool fence_markdown; /* a `markdown` fence in the body's first half */
	bool wide_said, emphasis_said;
};

/* The line (from 1, of the source) as offsets: its end without its line end, and where the next
 * begins. */
static size_t
line_at(const struct pass *pass, uint32_t line, size_t *end, size_t *next)
{
	const struct prepared *prepared = pass->prepared;
	uint32_t base = prepared->base;
	size_t at = MAX(source_line_start(pass->draft->source, line), base) - base;

	*next = source_line_start(pass->draft->source, line + 1) - base;
	*end = *next;
	while (*end > at &&
		(prepared->bytes[*end - 1] == '\n' || prepared->bytes[*end - 1] == '\r'))
		(*end)--;
	return at;
}

static size_t
pass_blanks(const char *s, size_t at, size_t end)
{
	while (at < end && (s[at] == ' ' || s[at] == '\t'))
		at++;
	return at;
}

/* Bytes of the container marker at `at`: '>', a bullet or a number with a blank after it; 0 where
 * none is. */
static size_t
marker_length(const char *s, size_t at, size_t end)
{
	size_t i = at;

	if (at == end)
		return 0;
	if (s[at] == '>')
		return 1;
	if (s[at] == '-' || s[at] == '+' || s[at] == '*') {
		i++;
	} else {
		while (i < end && i - at < 9 && g_ascii_isdigit(s[i]))
			i++;
		if (i == at || i == end || (s[i] != '.' && s[i] != ')'))
			return 0;
		i++;
	}
	return i == end || s[i] == ' ' || s[i] == '\t' ? i - at : 0;
}

/* A line of one of "-*" and blanks alone is a rule, not many lists. */
static bool
is_rule(const char *s, size_t at, size_t end)
{
	char mark = at < end ? s[at] : '\0';

	if (mark != '-' && mark != '*')
		return false;
	while (at < end && (s[at] == mark || s[at] == ' ' || s[at] == '\t'))
		at++;
	return at == end;
}

/* Makes text of a delimiter row. Its bars stay: cmark looks back to the last bar from every
 * cell. */
static void
mask_delimiters(char *s, size_t at, size_t end)
{
	for (; at < end; at++)
		if (s[at] == '-' || s[at] == ':')
			s[at] = MASK;
}

/* --- bytes --- */

static void
mask_bytes(struct prepared *prepared)
{
	char *s = prepared->bytes;
	size_t n = prepared->length;

	for (size_t i = 0; i < n;) {
		uint32_t c;
		size_t length;

		if ((unsigned char)(s[i] - 1) < 0x7F) {
			i++;
			continue;
		}
		length = utf8_next(s + i, n - i, &c);
		if (s[i] == '\0')
			prepared->has_nul = true;
		if (s[i] == '\0' || c == UTF8_BAD)
			s[i] = MASK;
		i += length;
	}
}

/* --- tables --- */

/* The columns of a delimiter row, 0 where the line is none. */
static size_t
delimiter_columns(const char *s, size_t at, size_t end)
{
	size_t columns = 0;
	bool bars = false;

	for (size_t i = at; i < end; i++) {
		if (s[i] == '-')
			columns += i == at || s[i - 1] != '-';
		else if (s[i] == '|' || s[i] == ':')
			bars = true;
		else if (s[i] != ' ' && s[i] != '\t')
			return 0;
	}
	return bars ? columns : 0;
}

/* Makes text of the delimiter rows of the table under way. */
static void
refuse_table(struct pass *pass)
{
	char *s = pass->prepared->bytes;

	for (uint32_t line = pass->table; line <= pass->line; line++) {
		size_t next, stop, start = line_at(pass, line, &stop, &next), length;

		start = pass_blanks(s, start, stop);
		while ((length = marker_length(s, start, stop)) > 0)
			start = pass_blanks(s, start + length, stop);
		if (delimiter_columns(s, start, stop) > 0)
			mask_delimiters(s, start, stop);
	}
	if (!pass->wide_said)
		draft_problem(pass->draft, "wide-table",
			source_line_start(pass->draft->source, pass->table),
			"a table of more than 500 columns or 250,000 cells: read as text");
	pass->wide_said = true;
	pass->columns = 0;
}

static void
count_table(struct pass *pass, size_t start, size_t end)
{
	size_t columns;

	if (start == end) {
		pass->columns = 0;
		return;
	}
	if (pass->columns > 0) {
		if (++pass->rows * pass->columns > CELL_LIMIT)
			refuse_table(pass);
		return;
	}
	columns = delimiter_columns(pass->prepared->bytes, start, end);
	if (columns == 0)
		return;
	pass->table = pass->line;
	pass->columns = columns;
	pass->rows = 1;
	if (columns > COLUMN_LIMIT)
		refuse_table(pass);
}

/* Makes text of the bars of a row behind those that a table may have: cmark would keep a cell for
 * each, and walk over all of them to add one. */
static void
mask_bars(char *s, size_t at, size_t end)
{
	size_t bars = 0;

	for (; at < end; at++) {
		if (s[at] == '\\')
			at++;
		else if (s[at] == '|' && ++bars > COLUMN_LIMIT + 1)
			s[at] = MASK;
	}
}

/* --- footnotes --- */

/* The end of the label of a footnote's definition at `at` ("[^label]:"), 0 where none stands
 * there. */
static size_t
footnote_label(const char *s, size_t at, size_t end)
{
	size_t i = at + 2;

	if (end - at < 5 || s[at] != '[' || s[at + 1] != '^')
		return 0;
	while (i < end && s[i] != ']' && (unsigned char)s[i] > ' ')
		i++;
	return i > at + 2 && i + 1 < end && s[i] == ']' && s[i + 1] == ':' ? i : 0;
}

/* Whether cmark will find a reference with this label: no marks of its own in it, and the first so
 * named. */
static bool
keep_label(struct pass *pass, const char *label, size_t n)
{
	g_autofree char *valid = NULL;

	if (n > LABEL_LIMIT || g_hash_table_size(pass->labels) >= FOOTNOTE_LIMIT)
		return false;
	for (size_t i = 0; i < n; i++)
		if (strchr("\\`<>&*[|~{", label[i]) != NULL)
			return false;
	valid = g_utf8_make_valid(label, (gssize)n);
	return g_hash_table_add(pass->labels, g_utf8_casefold(valid, -1));
}

static void
note_footnote(struct pass *pass, size_t start, size_t end)
{
	char *s = pass->prepared->bytes;
	size_t label_end = footnote_label(s, start, end);

	if (label_end == 0)
		return;
	if (!keep_label(pass, s + start + 2, label_end - start - 2)) {
		if (g_hash_table_size(pass->labels) == FOOTNOTE_LIMIT) {
			draft_problem(pass->draft, "too-many",
				pass->prepared->base + (uint32_t)start,
				"more than 100,000 footnotes: the rest is read as text");
			g_hash_table_add(pass->labels, g_strdup("["));
		}
		s[start] = s[label_end] = MASK;
		return;
	}
	g_string_append_len(pass->prepared->references, s + start, (gssize)(label_end + 1 - start));
	g_string_append_c(pass->prepared->references, ' ');
}

/* --- fences --- */

/* Marks of the fence at `at`, 0 where none opens there. */
static size_t
fence_marks(const char *s, size_t at, size_t end)
{
	size_t i = at + mask_run(s, at, end);

	if (i - at < 3 || (s[at] != '`' && s[at] != '~'))
		return 0;
	return s[at] == '`' && memchr(s + i, '`', end - i) != NULL ? 0 : i - at;
}

static bool
says_markdown(const char *s, size_t at, size_t end)
{
	size_t start = pass_blanks(s, at, end), i = start;

	while (i < end && !g_ascii_isspace(s[i]))
		i++;
	return (i - start == 2 && g_ascii_strncasecmp(s + start, "md", 2) == 0) ||
	       (i - start == 8 && g_ascii_strncasecmp(s + start, "markdown", 8) == 0);
}

static bool
only_blank(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!g_ascii_isspace(s[i]))
			return false;
	return true;
}

/* A fence of the top level opens, closes or goes on. */
static void
follow_fence(struct pass *pass, size_t at, size_t end, size_t next)
{
	char *s = pass->prepared->bytes;
	size_t n = pass->prepared->length, start = at, marks;

	while (start < end && start - at < 3 && s[start] == ' ')
		start++;
	if (start == end || (s[start] != '`' && s[start] != '~'))
		return;
	marks = fence_marks(s, start, end);
	if (pass->fence_length == 0) {
		if (marks == 0)
			return;
		pass->fence = at;
		pass->fence_end = end;
		pass->fence_length = marks;
		pass->fence_mark = s[start];
		pass->fence_markdown = at < n / 2 && says_markdown(s, start + marks, end);
		return;
	}
	if (s[start] != pass->fence_mark || marks < pass->fence_length ||
		!only_blank(s + start + marks, end - start - marks))
		return;
	if (pass->fence_markdown && only_blank(s + next, n - next)) {
		memset(s + pass->fence, ' ', pass->fence_end - pass->fence);
		memset(s + at, ' ', end - at);
	}
	pass->fence_length = 0;
}

/* --- the pass --- */

static void
end_paragraph(struct pass *pass, size_t at, bool in_code)
{
	const struct prepared *prepared = pass->prepared;
	size_t start = pass->paragraph, n = at - start;

	pass->paragraph = at;
	if (n == 0 || in_code)
		return;
	if (prepared->has_wikilink || prepared->has_anchor || prepared->has_raw)
		mask_paragraph(prepared->bytes + start, n);
	size_t masked = mask_emphasis(prepared->bytes + start, n);
	if (masked < n && !pass->emphasis_said) {
		draft_problem(pass->draft, "too-many", prepared->base + (uint32_t)(start + masked),
			"more emphasis than is read beside the links of one paragraph: "
			"the rest is text");
		pass->emphasis_said = true;
	}
}

static void
read_line(struct pass *pass, size_t at, size_t end, size_t next)
{
	char *s = pass->prepared->bytes;
	size_t start = pass_blanks(s, at, end), length, containers = 0;
	bool in_code = pass->fence_length > 0 && !pass->fence_markdown;

	follow_fence(pass, at, end, next);
	if (!is_rule(s, start, end)) {
		while ((length = marker_length(s, start, end)) > 0) {
			containers++;
			start = pass_blanks(s, start + length, end);
		}
	}
	if (containers > CONTAINER_LIMIT && !in_code && pass->prepared->deep_at == RANGE_NONE)
		pass->prepared->deep_at = pass->prepared->base + (uint32_t)at;
	/* Code spans end with their block: these lines begin another. */
	if (start == end || (containers > 0 && s[start] != '>') || s[start] == '#' ||
		s[start] == '|' || fence_marks(s, start, end) > 0)
		end_paragraph(pass, at, in_code);
	if (!in_code) {
		count_table(pass, start, end);
		mask_bars(s, start, end);
		if (start < end && s[start] == '[') {
			note_footnote(pass, start, end);
			definition_note(s, pass->prepared->length, start, end, pass->said);
		}
	}
}

void
prepared_init(struct prepared *prepared, struct draft *draft)
{
	const struct source *source = draft->source;
	struct pass pass = { .prepared = prepared, .draft = draft };
	size_t n = source->length - draft->body;
	char *s = g_malloc(n + 1);
	uint32_t lines;

	memcpy(s, source->bytes + draft->body, n);
	s[n] = '\0';
	*prepared = (struct prepared){
		.bytes = s,
		.length = n,
		.base = draft->body,
		.references = g_string_new(NULL),
		.deep_at = RANGE_NONE,
		.has_wikilink = memmem(s, n, "[[", 2) != NULL,
		.has_anchor = memmem(s, n, "yt-timestamp", 12) != NULL ||
			      memmem(s, n, "data-t", 6) != NULL,
		.has_raw = memmem(s, n, "<?", 2) != NULL || memmem(s, n, "<!", 2) != NULL,
	};
	mask_bytes(prepared);
	pass.labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	pass.said = g_array_new(FALSE, FALSE, sizeof(size_t));
	lines = source_lines(draft->source);
	for (pass.line = source_line(draft->source, draft->body); pass.line <= lines; pass.line++) {
		size_t end, next, at = line_at(&pass, pass.line, &end, &next);

		read_line(&pass, at, end, next);
	}
	end_paragraph(&pass, n, pass.fence_length > 0 && !pass.fence_markdown);
	if (pass.fence_length > 0 && pass.fence_markdown)
		memset(s + pass.fence, ' ', pass.fence_end - pass.fence);
	if (prepared->references->len > 0)
		g_string_append(prepared->references, "\n\n");
	definitions_mask(s, n, pass.said);
	g_array_unref(pass.said);
	g_hash_table_unref(pass.labels);
}

void
prepared_clear(struct prepared *prepared)
{
	g_clear_pointer(&prepared->bytes, g_free);
	if (prepared->references != NULL)
		g_string_free(prepared->references, TRUE);
	prepared->references = NULL;
}
