/*
 * Every document of a folder, opened, parsed whole, and laid out at many widths: what holds of each
 * document (support/dump.h) and of each page (support/page_check.h) must hold, and no line may bear
 * a byte that a terminal would obey. `library [--quick] FOLDER...`; without a folder the sample
 * library. Meant for a build with sanitizers, whose reports end it. Prints TAP: a line a folder, a
 * comment a fault.
 */
#include "config.h"

#include <glib.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "library/loader.h"
#include "page/page.h"
#include "support/dump.h"
#include "support/page_check.h"
#include "support/safe_rules.h"
#include "text/width.h"

/* Looking at each byte of a page costs more than laying it out. */
static const unsigned checked_widths[] = { 10, 20, 40, 80, 120, 250 };
enum { LEAST = 10, MOST = 250, STEP = 7 };

/* --- a page --- */

static char *
look_at_bytes(const GString *line)
{
	const char *s = line->str, *end = s + line->len, *broken;

	if (!g_utf8_validate(s, (gssize)line->len, &broken))
		return g_strdup_printf("the byte %02X", (unsigned char)*broken);
	for (; s < end; s = g_utf8_next_char(s)) {
		bool plain = *s >= ' ' && *s < 0x7F;

		if (!plain && is_dangerous(g_utf8_get_char(s)))
			return g_strdup_printf("U+%04X", g_utf8_get_char(s));
	}
	return NULL;
}

static char *
walk_lines(struct page *page)
{
	g_autoptr(GString) out = g_string_new(NULL);

	page_lay(page, UINT32_MAX);
	for (uint32_t line = 0; line < page_line_count(page); line++) {
		const struct page_line *l = page_line(page, line);

		if (l->columns > page_width(page) && !(l->flags & LINE_SCROLLS))
			return g_strdup_printf("line %u is %u columns wide", line, l->columns);
		g_string_truncate(out, 0);
		page_append_line(page, line, out);
		g_autofree char *wrong = look_at_bytes(out);
		if (wrong != NULL)
			return g_strdup_printf("line %u holds %s", line, wrong);
	}
	return NULL;
}

static char *
look_at_page(const struct document *document, const struct page_options *options, bool each_byte)
{
	g_autoptr(Page) page = page_new(document, options);
	char *wrong = walk_lines(page);

	if (wrong == NULL && each_byte)
		wrong = page_check(page);
	if (wrong == NULL)
		return NULL;
	g_autofree char *why = wrong;
	return g_strdup_printf("at %u columns%s%s: %s", options->width,
		options->records ? ", records" : "", options->hard_tables ? ", hard tables" : "",
		why);
}

/* All folded but their summaries: only that it ends. */
static void
fold_all(const struct document *document)
{
	g_autofree uint8_t *folded = g_malloc(document->block_count + 1);
	struct page_options options = { .width = 60, .folded = folded };

	memset(folded, 1, document->block_count + 1);
	Page *page = page_new(document, &options);
	page_lay(page, UINT32_MAX);
	page_free(page);
}

static char *
look_at_document(const struct document *document, bool quick)
{
	char *wrong = document_fault(document);

	for (size_t i = 0; i < G_N_ELEMENTS(checked_widths) && wrong == NULL; i++)
		for (int shape = 0; shape < 2 && wrong == NULL; shape++)
			wrong = look_at_page(document,
				&(struct page_options){ .width = checked_widths[i],
					.records = shape == 0,
					.hard_tables = shape == 1,
					.notes = shape == 1 },
				shape == (int)(i % 2) && !quick);
	for (unsigned width = LEAST; width <= MOST && wrong == NULL && !quick; width += STEP)
		wrong = look_at_page(document,
			&(struct page_options){ .width = width,
				.hard_tables = true,
				.notes = true },
			false);
	if (wrong == NULL)
		fold_all(document);
	return wrong;
}

/* --- a folder --- */

static unsigned
look_at_folder(const char *folder, bool quick, unsigned *documents)
{
	const char *roots[] = { folder, NULL };
	const char *extensions[] = { "md", "markdown", "mkd", "txt", "vtt", "srt", NULL };
	struct scan_options options = { .roots = roots, .extensions = extensions };
	g_autoptr(Scan) scan = scan_new(&options);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)scan_file_free);
	g_autoptr(GPtrArray) problems =
		g_ptr_array_new_with_free_func((GDestroyNotify)scan_problem_free);
	unsigned faults = 0;

	while (scan_step(scan, files, problems))
		;
	for (guint i = 0; i < files->len; i++) {
		const struct scan_file *file = g_ptr_array_index(files, i);
		g_autoptr(Document) document =
			loader_open(file->path, NULL, DOCUMENT_WHOLE, NULL, NULL);

		if (document == NULL)
			continue; /* no text */
		g_autofree char *wrong = look_at_document(document, quick);
		++*documents;
		if (wrong != NULL) {
			printf("# %s: %s\n", file->path, wrong);
			faults++;
		}
	}
	return faults;
}

int
main(int argc, char **argv)
{
	static char *sample[] = { (char *)"data/library" };
	bool quick = argc > 1 && strcmp(argv[1], "--quick") == 0;
	int count = argc - 1 - quick;
	char **folders = argv + 1 + quick;
	unsigned all_faults = 0;

	setlocale(LC_ALL, "C.UTF-8");
	width_init();
	if (count == 0) {
		folders = sample;
		count = 1;
	}
	for (int i = 0; i < count; i++) {
		unsigned documents = 0, faults = look_at_folder(folders[i], quick, &documents);

		printf("%sok %d - %s: %u documents, %u faults\n",
			faults > 0 || documents == 0 ? "not " : "", i + 1, folders[i], documents,
			faults);
		fflush(stdout);
		all_faults += faults + (documents == 0);
	}
	printf("1..%d\n", count);
	return all_faults > 0;
}
