#include "config.h"

#include "command/command.h"

#include <stdio.h>

#include "command/find.h"
#include "command/output.h"
#include "page/page.h"
#include "text/safe.h"

/* Columns of a page in a pipe (SPEC §8). */
#define PIPE_WIDTH 80

static unsigned
choose_width(const struct invocation *invocation)
{
	unsigned measure = (unsigned)settings_int(invocation->settings, "measure");
	if (invocation->width_given)
		return invocation->width;
	if (invocation->terminal && invocation->width > 0)
		return MIN(invocation->width, measure);
	return PIPE_WIDTH;
}

static void
append_painted_line(const struct invocation *invocation, const Page *page, uint32_t line,
	GString *out)
{
	const struct page_line *row = page_line(page, line);
	const struct piece *pieces = page_pieces(page, line);
	const char *text = page_document(page)->text;
	uint32_t column = 0;
	for (uint16_t i = 0; i < row->count; i++) {
		const struct piece *piece = &pieces[i];
		g_autoptr(GString) shown = g_string_new(NULL);
		if (piece->made != NULL)
			g_string_append(shown, piece->made);
		else
			safe_append(shown, SAFE_TEXT, text + piece->text.start,
				range_length(piece->text));
		if (piece->hyphen)
			g_string_append_c(shown, '-');
		g_string_append_printf(out, "%*s",
			(int)(piece->column - MIN(column, piece->column)), "");
		paint(invocation, out, piece->role, shown->str);
		column = piece->column + piece->columns;
	}
}

enum status
run_cat(const struct invocation *invocation)
{
	struct found found;
	enum status status = find_document(&found, invocation, invocation->operands[0], false);
	if (status == STATUS_FOUND) {
		struct page_options options = { .width = choose_width(invocation),
			.records = true };
		g_autoptr(Page) page = page_new(found.document, &options);
		g_autoptr(GString) out = g_string_new(NULL);
		page_lay(page, UINT32_MAX);
		for (uint32_t line = 0; line < page_line_count(page); line++) {
			g_string_truncate(out, 0);
			if (invocation->colour)
				append_painted_line(invocation, page, line, out);
			else
				page_append_line(page, line, out);
			g_string_append_c(out, '\n');
			fwrite(out->str, 1, out->len, stdout);
		}
	}
	found_clear(&found);
	return status;
}
