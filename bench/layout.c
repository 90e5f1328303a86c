/*
 * How fast a document is laid out, beside a parse of the same text by cmark in the same run:
 * `layout FILE`. Both are run in turn, several times; the median counts. Prints megabytes a second of
 * either, and the milliseconds of a first screen.
 */
#include "config.h"

#include <fcntl.h>
#include <glib.h>
#include <locale.h>
#include <stdio.h>

#include <cmark-gfm.h>

#include "document/document.h"
#include "measure.h"
#include "page/page.h"
#include "text/safe.h"
#include "text/width.h"

enum { ROUNDS = 9, SCREEN = 60 };

static double
lay_out(const struct document *document, unsigned width, uint32_t lines)
{
	struct page_options options = { .width = width, .hard_tables = true, .notes = true };
	double start = milliseconds_of(CLOCK_THREAD_CPUTIME_ID);
	struct page *page = page_new(document, &options);

	page_lay(page, lines);
	double time = milliseconds_of(CLOCK_THREAD_CPUTIME_ID) - start;
	page_free(page);
	return time;
}

static double
parse(const struct document *document)
{
	double start = milliseconds_of(CLOCK_THREAD_CPUTIME_ID);

	cmark_node_free(cmark_parse_document(document->text, document->length, CMARK_OPT_DEFAULT));
	return milliseconds_of(CLOCK_THREAD_CPUTIME_ID) - start;
}

int
main(int argc, char **argv)
{
	double laid[ROUNDS], screen[ROUNDS], parsed[ROUNDS];
	g_autoptr(GError) error = NULL;

	setlocale(LC_ALL, "C.UTF-8");
	width_init();
	if (argc != 2) {
		fprintf(stderr, "usage: layout FILE\n");
		return 2;
	}
	struct document *document =
		document_open(AT_FDCWD, argv[1], argv[1], NULL, DOCUMENT_WHOLE, NULL, &error);
	if (document == NULL) {
		fprintf(stderr, "layout: %s\n", error->message);
		return 2;
	}
	for (int i = 0; i < ROUNDS; i++) {
		laid[i] = lay_out(document, 80, UINT32_MAX);
		parsed[i] = parse(document);
		screen[i] = lay_out(document, 80, SCREEN);
	}
	double size = document->length / 1e3; /* by milliseconds: MB/s */
	printf("%.0f %.0f %.3f\n", size / median(laid, ROUNDS), size / median(parsed, ROUNDS),
		median(screen, ROUNDS));
	document_free(document);
	return 0;
}
