/*
 * What the timeline costs: `timeline FOLDER`, which must be empty. A note of 2,083 timestamps and a
 * transcript of 15,000 cues in 12 hours are written there and read in the interface at 200x50 and at
 * 80x24. For each a line: its name, the milliseconds in which it is parsed, beside those of cmark; the microseconds in which the columns are filled, beside that in
 * which each timestamp is looked at once; and milliseconds of the processor from a key to its screen
 * drawn, the slowest of 100 but one, at either size.
 */
#include "config.h"

#include <fcntl.h>
#include <glib.h>
#include <stdio.h>

#include <cmark-gfm.h>

#include "measure.h"
#include "support/ui_driver.h"
#include "ui/app_state.h"
#include "ui/timeline.h"

enum { STAMPS = 2083, CUES = 15000, SECONDS = 12 * 3600, KEYS = 300, ROUNDS = 99, WIDTH = 160 };

static void
write_note(const char *path)
{
	g_autoptr(GString) text = g_string_new("---\nvideo_id: abcdefghijk\nduration: 12h\n---\n");
	for (unsigned i = 0; i < STAMPS; i++) {
		unsigned at = (unsigned)((guint64)i * SECONDS / STAMPS);
		if (i % 30 == 0)
			g_string_append_printf(text, "\n## Part %u\n\n", i / 30);
		g_string_append_printf(text, "A sentence of what was said then [%02u:%02u:%02u].\n",
			at / 3600, at / 60 % 60, at % 60);
	}
	g_file_set_contents(path, text->str, (gssize)text->len, NULL);
}

static void
write_transcript(const char *path)
{
	g_autoptr(GString) text = g_string_new("WEBVTT\n\n");
	for (unsigned i = 0; i < CUES; i++) {
		unsigned at = (unsigned)((guint64)i * SECONDS / CUES), end = at + 2;
		g_string_append_printf(text,
			"%02u:%02u:%02u.000 --> %02u:%02u:%02u.500\nwords that were said %s\n\n",
			at / 3600, at / 60 % 60, at % 60, end / 3600, end / 60 % 60, end % 60,
			i % 9 == 8 ? "then." : "and");
	}
	g_file_set_contents(path, text->str, (gssize)text->len, NULL);
}

/* Microseconds. */
static double
fill(const struct document *document)
{
	double times[ROUNDS];
	for (int i = 0; i < ROUNDS; i++) {
		struct timeline timeline;
		double start = milliseconds_of(CLOCK_THREAD_CPUTIME_ID);
		timeline_fill(&timeline, document, document_duration(document), WIDTH);
		times[i] = (milliseconds_of(CLOCK_THREAD_CPUTIME_ID) - start) * 1e3;
	}
	return median(times, ROUNDS);
}

static double
look_at_each(const struct document *document)
{
	double times[ROUNDS];
	uint32_t last = document->timestamps[document->timestamp_count - 1].milliseconds;
	for (int i = 0; i < ROUNDS; i++) {
		uint32_t counts[WIDTH] = { 0 };
		double start = milliseconds_of(CLOCK_THREAD_CPUTIME_ID);
		for (uint32_t j = 0; j < document->timestamp_count; j++) {
			uint64_t at = document->timestamps[j].milliseconds;
			counts[at * (WIDTH - 1) / last]++;
		}
		times[i] = (milliseconds_of(CLOCK_THREAD_CPUTIME_ID) - start) * 1e3;
		g_assert(counts[0] > 0);
	}
	return median(times, ROUNDS);
}

/* Milliseconds: of the document, and of cmark for the same bytes. */
static double
parse(const char *path, double *cmark)
{
	enum { PARSES = 5 };
	double ours[PARSES], theirs[PARSES];
	g_autofree char *bytes = NULL;
	gsize n = 0;

	if (!g_file_get_contents(path, &bytes, &n, NULL))
		return -1;
	for (int i = 0; i < PARSES; i++) {
		double start = milliseconds_of(CLOCK_THREAD_CPUTIME_ID);
		document_free(document_open(AT_FDCWD, path, path, NULL, DOCUMENT_WHOLE, NULL,
			NULL));
		ours[i] = milliseconds_of(CLOCK_THREAD_CPUTIME_ID) - start;
		start = milliseconds_of(CLOCK_THREAD_CPUTIME_ID);
		cmark_node_free(cmark_parse_document(bytes, n, CMARK_OPT_DEFAULT));
		theirs[i] = milliseconds_of(CLOCK_THREAD_CPUTIME_ID) - start;
	}
	*cmark = median(theirs, PARSES);
	return median(ours, PARSES);
}

static double
press(struct ui_driver *driver)
{
	static const char *const keys[] = { "]t", "j", "]]", "]t", "Space" };
	double times[KEYS];
	for (int i = 0; i < KEYS; i++) {
		double start = milliseconds_of(CLOCK_THREAD_CPUTIME_ID);
		ui_driver_keys(driver, keys[i % (int)G_N_ELEMENTS(keys)], NULL);
		ui_driver_draw(driver);
		times[i] = milliseconds_of(CLOCK_THREAD_CPUTIME_ID) - start;
	}
	median(times, KEYS);
	return times[KEYS - 2 - KEYS / 100];
}

static void
measure(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	struct ui_driver *driver = ui_driver_new(folder, path, NULL, 50, 200);
	const struct document *document = reader_document(&driver->app->reader);
	double wide = press(driver);
	ui_driver_keys(driver, "gg", NULL);
	ui_driver_resize(driver, 24, 80);
	double small = press(driver);
	double cmark = 0, parsed = parse(path, &cmark);
	printf("%s %.2f %.2f %.1f %.1f %.2f %.2f\n", name, parsed, cmark, fill(document),
		look_at_each(document), wide, small);
	ui_driver_free(driver);
}

int
main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: timeline FOLDER\n");
		return 2;
	}
	g_autofree char *note = g_build_filename(argv[1], "note.md", NULL);
	g_autofree char *transcript = g_build_filename(argv[1], "transcript.vtt", NULL);
	write_note(note);
	write_transcript(transcript);
	measure(argv[1], "note.md");
	measure(argv[1], "transcript.vtt");
	return 0;
}
