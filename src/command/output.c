#include "config.h"

#include "command/output.h"

#include <stdio.h>
#include <string.h>

#include "text/safe.h"
#include "text/utf8.h"

struct output {
	const struct invocation *invocation;
	const struct column *columns;
	unsigned n;
	unsigned records;
	GPtrArray *kept;  /* of fields, n a record, made safe; NULL in a pipe */
	GPtrArray *marks; /* hits in the last field, GArray of struct range or NULL, one a record */
};

unsigned
output_sentence_length(const struct invocation *invocation)
{
	enum { MOST = 160, LEAST = 40, WEIGHTS = OUTPUT_SENTENCE_WEIGHT + 2 };

	if (!invocation->terminal || invocation->json)
		return MOST;
	return CLAMP(invocation->width * OUTPUT_SENTENCE_WEIGHT / WEIGHTS, LEAST, MOST);
}

static void
free_spans(gpointer spans)
{
	if (spans != NULL)
		g_array_unref(spans);
}

struct output *
output_new(const struct invocation *invocation, const struct column *columns, unsigned n)
{
	struct output *output = g_new0(struct output, 1);
	output->invocation = invocation;
	output->columns = columns;
	output->n = n;
	if (invocation->terminal) {
		output->kept = g_ptr_array_new_with_free_func(g_free);
		output->marks = g_ptr_array_new_with_free_func(free_spans);
	}
	return output;
}

/* A field made safe piece by piece, with its spans where they are then. */
static char *
safe_marked(const char *field, const GArray *spans, GArray *marks)
{
	GString *out = g_string_new(NULL);
	uint32_t at = 0;
	for (guint i = 0; i < spans->len; i++) {
		struct range span = g_array_index(spans, struct range, i), mark;
		safe_append(out, SAFE_NAME, field + at, span.start - at);
		mark.start = (uint32_t)out->len;
		safe_append(out, SAFE_NAME, field + span.start, range_length(span));
		mark.end = (uint32_t)out->len;
		g_array_append_val(marks, mark);
		at = span.end;
	}
	safe_append(out, SAFE_NAME, field + at, strlen(field + at));
	return g_string_free(out, FALSE);
}

void
output_marked_record(struct output *output, const char *const *fields, const GArray *spans)
{
	output_record(output, fields);
	if (output->kept == NULL)
		return;
	GArray *marks = g_array_new(FALSE, FALSE, sizeof(struct range));
	char **last = (char **)&output->kept->pdata[output->kept->len - 1];
	g_free(*last);
	*last = safe_marked(fields[output->n - 1], spans, marks);
	output->marks->pdata[output->marks->len - 1] = marks;
}

void
output_record(struct output *output, const char *const *fields)
{
	output->records++;
	if (output->kept != NULL) {
		for (unsigned i = 0; i < output->n; i++)
			g_ptr_array_add(output->kept,
				safe_string(SAFE_NAME, fields[i] != NULL ? fields[i] : "", -1));
		g_ptr_array_add(output->marks, NULL);
		return;
	}
	g_autoptr(GString) line = g_string_new(NULL);
	for (unsigned i = 0; i < output->n; i++) {
		if (i > 0)
			g_string_append_c(line, '\t');
		if (fields[i] != NULL)
			safe_append(line, SAFE_NAME, fields[i], strlen(fields[i]));
	}
	g_string_append_c(line, '\n');
	fwrite(line->str, 1, line->len, stdout);
}

static void
append_look(GString *out, int32_t colour, bool background)
{
	int base = background ? 48 : 38;
	if (colour < 0)
		return;
	if (colour >= LOOK_INDEXED)
		g_string_append_printf(out, ";%d;5;%d", base, (int)(colour - LOOK_INDEXED));
	else
		g_string_append_printf(out, ";%d;5;%d", base, theme_nearest(colour, 256));
}

void
paint(const struct invocation *invocation, GString *out, enum role role, const char *s)
{
	static const struct {
		enum look_attribute attribute;
		int code;
	} codes[] = {
		{ LOOK_BOLD, 1 },
		{ LOOK_DIM, 2 },
		{ LOOK_ITALIC, 3 },
		{ LOOK_UNDERLINE, 4 },
		{ LOOK_REVERSE, 7 },
		{ LOOK_STRIKE, 9 },
	};
	struct look look = theme_look(invocation->theme, role);
	if (!invocation->colour || (look.fg < 0 && look.bg < 0 && look.attributes == 0)) {
		g_string_append(out, s);
		return;
	}
	g_string_append(out, "\033[0");
	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
		if (look.attributes & codes[i].attribute)
			g_string_append_printf(out, ";%d", codes[i].code);
	append_look(out, look.fg, false);
	append_look(out, look.bg, true);
	g_string_append_printf(out, "m%s\033[0m", s);
}

/* How wide a column is, as widths are shared. */
static unsigned
weighed(const struct output *output, const unsigned *widths, unsigned i)
{
	return widths[i] / MAX(output->columns[i].weight, 1);
}

/* Widths by need; what is too much is taken from the columns that shrink, widest first. */
static void
share_width(const struct output *output, unsigned *widths)
{
	unsigned total = 0;
	for (unsigned i = 0; i < output->kept->len; i++) {
		unsigned columns = safe_columns(SAFE_NAME, output->kept->pdata[i],
			strlen(output->kept->pdata[i]));
		if (columns > widths[i % output->n])
			widths[i % output->n] = columns;
	}
	for (unsigned i = 0; i < output->n; i++)
		total += widths[i] > 0 ? widths[i] + 2 : 0;
	total -= MIN(total, 2);
	while (total > output->invocation->width) {
		unsigned widest = output->n;
		for (unsigned i = 0; i < output->n; i++)
			if (output->columns[i].shrinks && widths[i] > 8 &&
				(widest == output->n || weighed(output, widths, i) >
								weighed(output, widths, widest)))
				widest = i;
		if (widest == output->n)
			return;
		widths[widest]--;
		total--;
	}
}

/* Bytes that two strings begin with alike. */
static uint32_t
common_bytes(const char *a, const char *b)
{
	uint32_t n = 0;
	while (a[n] != '\0' && a[n] == b[n])
		n++;
	return n;
}

static void
paint_part(const struct output *output, GString *line, enum role role, const char *s, uint32_t n)
{
	g_autofree char *part = g_strndup(s, n);
	if (n > 0)
		paint(output->invocation, line, role, part);
}

/* Appends a cell as it was cut, its marks as hits so far as they are there. */
static void
append_marked(const struct output *output, GString *line, enum role role, const char *cell,
	const char *whole, const GArray *marks)
{
	uint32_t at = 0, alike = common_bytes(cell, whole);
	for (guint i = 0; i < marks->len; i++) {
		struct range mark = g_array_index(marks, struct range, i);
		mark.end = MIN(mark.end, alike);
		if (mark.start >= mark.end)
			break;
		paint_part(output, line, role, cell + at, mark.start - at);
		paint_part(output, line, ROLE_HIT, cell + mark.start, range_length(mark));
		at = mark.end;
	}
	paint_part(output, line, role, cell + at, (uint32_t)strlen(cell + at));
}

/* A safe string cut with `…` at its start; the caller frees. */
static char *
cut_start(const char *s, unsigned columns)
{
	size_t n = strlen(s), at = 0;
	const char *mark = safe_ascii() ? "..." : "…";
	unsigned used = safe_columns(SAFE_NAME, s, n);
	unsigned room = columns - MIN(columns, safe_ascii() ? 3 : 1);
	struct safe_glyph glyph;

	if (used <= columns)
		return g_strdup(s);
	for (; at < n && used > room; at += glyph.source) {
		safe_next(SAFE_NAME, s + at, n - at, &glyph);
		used -= MIN(used, glyph.columns);
	}
	return g_strconcat(mark, s + at, NULL);
}

static void
print_row(const struct output *output, const unsigned *widths, char **fields, const GArray *marks)
{
	g_autoptr(GString) line = g_string_new(NULL);
	for (unsigned i = 0; i < output->n; i++) {
		g_autofree char *cell =
			output->columns[i].keeps_end
				? cut_start(fields[i], widths[i])
				: safe_cut(SAFE_NAME, fields[i], strlen(fields[i]), widths[i]);
		unsigned used = safe_columns(SAFE_NAME, cell, strlen(cell));
		unsigned pad = widths[i] > used ? widths[i] - used : 0;
		bool last = i + 1 == output->n;
		/* A column in which nothing stands has no room. */
		if (widths[i] == 0)
			continue;
		if (output->columns[i].right)
			g_string_append_printf(line, "%*s", (int)pad, "");
		if (last && marks != NULL)
			append_marked(output, line, output->columns[i].role, cell, fields[i],
				marks);
		else
			paint(output->invocation, line, output->columns[i].role, cell);
		if (!output->columns[i].right && !last)
			g_string_append_printf(line, "%*s", (int)pad, "");
		if (!last)
			g_string_append(line, "  ");
	}
	puts(line->str);
}

unsigned
output_finish(struct output *output)
{
	unsigned records = output->records;
	if (output->kept != NULL) {
		g_autofree unsigned *widths = g_new0(unsigned, output->n);
		share_width(output, widths);
		for (unsigned i = 0; i + output->n <= output->kept->len; i += output->n)
			print_row(output, widths, (char **)&output->kept->pdata[i],
				output->marks->pdata[i / output->n]);
		g_ptr_array_free(output->kept, TRUE);
		g_ptr_array_free(output->marks, TRUE);
	}
	g_free(output);
	return records;
}

void
output_json(json_t *object)
{
	char *line = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(15));
	g_autoptr(GString) out = g_string_new(NULL);
	if (line != NULL)
		safe_append_json(out, line, strlen(line));
	g_string_append_c(out, '\n');
	fwrite(out->str, 1, out->len, stdout);
	free(line);
	json_decref(object);
}

json_t *
json_text(const char *s)
{
	size_t n = strlen(s);
	if (utf8_valid(s, n))
		return json_stringn_nocheck(s, n);
	g_autofree char *valid = g_utf8_make_valid(s, (gssize)n);
	return json_string(valid);
}

void
json_set_path(json_t *object, const char *path)
{
	json_object_set_new(object, "path", json_text(path));
	if (!utf8_valid(path, strlen(path))) {
		g_autofree char *bytes = g_base64_encode((const guchar *)path, strlen(path));
		json_object_set_new(object, "path_bytes", json_string(bytes));
	}
}

void
output_path(const struct invocation *invocation, const char *path)
{
	if (invocation->terminal) {
		g_autofree char *safe = safe_string(SAFE_NAME, path, -1);
		printf("%s\n", safe);
	} else {
		fwrite(path, 1, strlen(path) + 1, stdout);
	}
}
