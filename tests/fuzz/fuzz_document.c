/*
 * libFuzzer: any bytes in a file of any suffix give a document and pages of which all holds that
 * must (support/dump.h, support/page_check.h), whole and as a head, and places that lead back. The
 * first byte chooses the suffix and the width.
 */
#include "config.h"

#include <locale.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "document/document.h"
#include "page/page.h"
#include "support/dump.h"
#include "support/page_check.h"
#include "text/width.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	setlocale(LC_ALL, "C.UTF-8");
	width_init();
	return 0;
}

static void
die_of(char *fault)
{
	if (fault != NULL) {
		fprintf(stderr, "%s\n", fault);
		abort();
	}
}

static void
check_pages(const struct document *document, unsigned width)
{
	for (int shape = 0; shape < 4; shape++) {
		struct page_options options = {
			.width = width,
			.records = (shape & 1) != 0,
			.hard_tables = (shape & 1) == 0,
			.notes = (shape & 2) != 0,
		};
		struct page *page = page_new(document, &options);

		die_of(page_check(page));
		page_free(page);
	}
}

static void
check_places(const struct document *document)
{
	for (uint32_t line = 0; line <= document->line_count + 1; line++)
		if (document_offset_of_line(document, line) > document->length)
			abort();
	for (uint32_t at = 0; at <= document->length; at++) {
		uint32_t line = document_line(document, at);

		if (line == 0 || line > document->line_count)
			die_of(g_strdup_printf("offset %u is on line %u of %u", at, line,
				document->line_count));
		document_section_at(document, at);
		document_block_at(document, at);
	}
	for (uint32_t i = 0; i < document->link_count; i++) {
		document_anchor(document, document->links[i].anchor);
		g_free(document_link_url(document, &document->links[i]));
	}
	for (uint32_t i = 0; i < document->timestamp_count; i++) {
		const struct timestamp *stamp = &document->timestamps[i];

		if (stamp->sentence.start > stamp->sentence.end ||
			stamp->sentence.end > document->length)
			die_of(g_strdup_printf("stamp %u: sentence %u-%u", i, stamp->sentence.start,
				stamp->sentence.end));
		g_free(document_timestamp_url(document, stamp));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const paths[] = { "a.md", "a.txt", "a.vtt", "a.srt" };
	static const unsigned widths[] = { 1, 2, 3, 7, 20, 40, 80, 250 };
	struct document *head, *document;
	struct source *source;

	if (size < 1)
		return 0;
	source = source_from_bytes(paths[data[0] % 4], (const char *)data + 1, size - 1, NULL);
	if (source == NULL)
		return 0;
	head = document_parse(source, NULL, DOCUMENT_HEAD, NULL);
	document = document_parse(source, NULL, DOCUMENT_WHOLE, NULL);
	if (head->kind != document->kind)
		die_of(g_strdup("the head is of another kind"));
	die_of(document_fault(document));
	check_pages(document, widths[data[0] / 4 % 8]);
	check_places(document);
	document_free(head);
	document_free(document);
	source_free(source);
	return 0;
}
