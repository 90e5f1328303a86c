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
	GPtrArray *kept; /* of fields, n a record, made safe; NULL in a pipe */
};

struct output *
output_new(const struct invocation *invocation, const struct column *columns, unsigned n)
{
	struct output *output = g_new0(struct output, 1);
	output->invocation = invocation;
	output->columns = columns;
	output->n = n;
	if (invocation->terminal)
		output->kept = g_ptr_array_new_with_free_func(g_free);
	return output;
}

void
output_record(struct output *output, const char *const *fields)
{
	output->records++;
	if (output->kept != NULL) {
		for (unsigned i = 0; i < output->n; i++)
			g_ptr_array_add(output->kept,
				safe_string(SAFE_NAME, fields[i] != NULL ? fields[i] : "", -1));
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

/* Widths by need; what is too much is taken from the columns that shrink, widest first. */
static void
share_width(const struct output *output, unsigned *widths)
{
	unsigned total = output->n > 0 ? 2 * (output->n - 1) : 0;
	for (unsigned i = 0; i < output->kept->len; i++) {
		unsigned columns = safe_columns(SAFE_NAME, output->kept->pdata[i],
			strlen(output->kept->pdata[i]));
		if (columns > widths[i % output->n])
			widths[i % output->n] = columns;
	}
	for (unsigned i = 0; i < output->n; i++)
		total += widths[i];
	while (total > output->invocation->width) {
		unsigned widest = output->n;
		for (unsigned i = 0; i < output->n; i++)
			if (output->columns[i].shrinks && widths[i] > 8 &&
				(widest == output->n || widths[i] > widths[widest]))
				widest = i;
		if (widest == output->n)
			return;
		widths[widest]--;
		total--;
	}
}

static void
print_row(const struct output *output, const unsigned *widths, char **fields)
{
	g_autoptr(GString) line = g_string_new(NULL);
	for (unsigned i = 0; i < output->n; i++) {
		g_autofree char *cell =
			safe_cut(SAFE_NAME, fields[i], strlen(fields[i]), widths[i]);
		unsigned used = safe_columns(SAFE_NAME, cell, strlen(cell));
		unsigned pad = widths[i] > used ? widths[i] - used : 0;
		bool last = i + 1 == output->n;
		if (output->columns[i].right)
			g_string_append_printf(line, "%*s", (int)pad, "");
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
			print_row(output, widths, (char **)&output->kept->pdata[i]);
		g_ptr_array_free(output->kept, TRUE);
	}
	g_free(output);
	return records;
}

void
output_json(json_t *object)
{
	char *line = json_dumps(object, JSON_COMPACT);
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
