/*
 * How long the web of links takes in this process: `links FOLDER` asks the index of a library, and prints
 * for each class of question its name, the milliseconds on the clock (the middle, and the 99th of a
 * hundred), the same of this thread's processor time, and how many answers there were on average. What
 * a question needs beside the index (the document that is read) is not counted, but in `opening` and
 * `neighbours`.
 */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "library/link_report.h"
#include "library/linked_private.h"
#include "library/mentions.h"
#include "library/neighbours.h"
#include "library/recording.h"
#include "library/settings.h"
#include "library/store_private.h"
#include "measure.h"
#include "vocabulary.h"

enum { QUESTIONS = 1000, NEIGHBOURS = 200, SEED = 1 };

struct web {
	struct store *store;
	struct linked *linked;
	GArray *ids; /* uint32_t: of all documents */
};

/* A question: of a document, and a number that chooses in it. */
struct question {
	uint32_t id;
	struct document *document;
	uint32_t chosen;
};

/* Asks, and gives how many answers there are; NONE where the question makes no sense. */
typedef uint32_t (*ask)(struct web *web, const struct question *question);

static uint32_t
count_of(GArray *mentions)
{
	uint32_t count = mentions->len;

	g_array_free(mentions, TRUE);
	return count;
}

static uint32_t
ask_backlinks(struct web *web, const struct question *question)
{
	const struct document *document = question->document;
	struct mention_section section = { document, NONE };

	if (document->section_count > 0)
		section.index = question->chosen % document->section_count;
	return count_of(mentions_of_document(web->linked, question->id, &section, NULL));
}

static uint32_t
ask_mentions(struct web *web, const struct question *question)
{
	const struct document *document = question->document;

	if (document->link_count == 0)
		return NONE;
	const struct link *link = &document->links[question->chosen % document->link_count];
	g_autofree char *target = NULL;
	enum target_kind kind = resolve_link_target(document, link, &target);

	if (kind == TARGET_NONE)
		return NONE;
	return count_of(mentions_of_link(web->linked, question->id, kind, target, link->anchor,
		NULL));
}

/* The neighbours of a document, whose file is read for what it leads to. */
static uint32_t
ask_neighbours(struct web *web, const struct question *question)
{
	g_autoptr(Neighbours) found =
		neighbours_of(web->linked, question->id, NULL, NEIGHBOURS, NULL);

	return found->way[NEIGHBOURS_IN].documents + found->way[NEIGHBOURS_OUT].documents;
}

static uint32_t
ask_report(struct web *web, const struct question *question)
{
	g_autoptr(LinkReport) report = link_report_new(web->linked, NULL);

	(void)question;
	link_report_look(report, web->linked, NULL);
	return report->linked->len + report->orphans->len + report->broken->len;
}

/* How all links of a document look. */
static uint32_t
ask_links(struct web *web, const struct question *question)
{
	const struct document *document = question->document;
	uint32_t entry = linked_entry(web->linked, question->id), resolved = 0;

	for (uint32_t i = 0; i < document->link_count; i++)
		resolved += resolve_state(web->linked->resolver, document, entry,
				    &document->links[i]) != 0;
	return resolved;
}

static uint32_t
ask_opening(struct web *web, const struct question *question)
{
	struct question opened = *question;
	g_autofree char *path = store_path_of(web->store, question->id);
	g_autoptr(Document) document =
		document_open(AT_FDCWD, path, path, NULL, DOCUMENT_WHOLE, NULL, NULL);

	opened.document = document;
	return document != NULL ? ask_links(web, &opened) : NONE;
}

static uint32_t
ask_wanted(struct web *web, const struct question *question)
{
	g_autoptr(GPtrArray) wanted = mentions_wanted(web->linked, NULL);

	(void)question;
	return wanted->len;
}

/* The other documents of its recording. */
static uint32_t
ask_recording(struct web *web, const struct question *question)
{
	g_autoptr(GPtrArray) others = recording_documents(web->store, question->id, NULL, NULL);

	return others != NULL ? others->len : NONE;
}

/* What is made anew when the library has changed. */
static uint32_t
ask_names(struct web *web, const struct question *question)
{
	struct linked *linked = linked_new(web->store, NULL);

	(void)question;
	linked_free(linked);
	return web->ids->len;
}

static const struct {
	const char *name;
	ask ask;
	uint32_t questions;
} classes[] = {
	{ "names", ask_names, 5 },
	{ "backlinks", ask_backlinks, QUESTIONS },
	{ "mentions", ask_mentions, QUESTIONS },
	{ "links", ask_links, QUESTIONS },
	{ "opening", ask_opening, QUESTIONS },
	{ "neighbours", ask_neighbours, QUESTIONS },
	{ "recording", ask_recording, QUESTIONS },
	{ "wanted", ask_wanted, 3 },
	{ "report", ask_report, 3 },
};

static bool
take_row(void *data, const struct store_row *row)
{
	if (!row->binary && row->reason[0] == '\0')
		g_array_append_val((GArray *)data, row->id);
	return true;
}

/* The middle and the 99th of a hundred. */
static void
print_times(GArray *times)
{
	double *values = (double *)(void *)times->data;
	double middle = times->len > 0 ? median(values, times->len) : -1;

	printf(" %.3f %.3f", middle, times->len > 0 ? values[times->len * 99 / 100] : -1);
}

static void
measure(struct web *web, size_t class)
{
	g_autoptr(GArray) wall = g_array_new(FALSE, FALSE, sizeof(double));
	g_autoptr(GArray) cpu = g_array_new(FALSE, FALSE, sizeof(double));
	struct random random = random_of(SEED, class);
	uint64_t found = 0;

	for (uint32_t i = 0; i < classes[class].questions; i++) {
		struct question question = {
			.id = g_array_index(web->ids, uint32_t,
				random_below(&random, web->ids->len)),
			.chosen = random_below(&random, INT32_MAX),
		};
		g_autofree char *path = store_path_of(web->store, question.id);
		g_autoptr(Document) document =
			document_open(AT_FDCWD, path, path, NULL, DOCUMENT_WHOLE, NULL, NULL);

		question.document = document;
		if (document == NULL)
			continue;
		double began = milliseconds_of(CLOCK_MONOTONIC);
		double used = milliseconds_of(CLOCK_THREAD_CPUTIME_ID);
		uint32_t count = classes[class].ask(web, &question);

		began = milliseconds_of(CLOCK_MONOTONIC) - began;
		used = milliseconds_of(CLOCK_THREAD_CPUTIME_ID) - used;
		if (count == NONE)
			continue;
		g_array_append_val(wall, began);
		g_array_append_val(cpu, used);
		found += count;
	}
	guint asked = MAX(wall->len, 1);

	printf("%s", classes[class].name);
	print_times(wall);
	print_times(cpu);
	printf(" %.0f\n", (double)found / asked);
	fflush(stdout);
}

int
main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: links FOLDER\n");
		return 2;
	}
	struct settings *settings = settings_new();
	const char *const roots[] = { argv[1], NULL };
	g_autoptr(StoreLocation) location = store_location_new(roots,
		settings_list(settings, "library"), settings_list(settings, "extensions"), false);
	g_autoptr(Store) store = store_exists(location) ? store_open(location, NULL) : NULL;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	struct web web = { .store = store, .ids = ids };

	if (store == NULL) {
		fprintf(stderr, "links: %s: no index is there\n", argv[1]);
		return 2;
	}
	store_rows(store, NULL, NULL, take_row, ids);
	web.linked = linked_of_store(store, NULL);
	for (size_t class = 0; class < G_N_ELEMENTS(classes) && ids->len > 0; class ++)
		measure(&web, class);
	settings_free(settings);
	return 0;
}
