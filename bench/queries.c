/*
 * How long queries take in this process: `queries FOLDER COUNT` asks the index of a library that
 * generate made (with the default seed), and prints for each class of query its name, the milliseconds
 * on the clock (the middle, and the 99th of a hundred), the same of this thread's processor time, and
 * how many documents were found on average. `queries --list COUNT` prints the queries, class and text,
 * for others to answer. An answer is read, found, put in order, and the rows of its first 20 read.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "library.h"
#include "measure.h"
#include "library/answer.h"
#include "library/settings.h"

enum { QUERIES = 60, PASSES = 3, ROWS = 20 };

/* Makes the query of a number. */
typedef void (*maker)(const struct library *library, struct random *random, GString *query);

static void
add_word(const struct library *library, struct random *random, uint32_t least, uint32_t most,
	GString *query)
{
	size_t n;
	const char *word = vocabulary_word(library->vocabulary,
		least + random_below(random, most - least), &n);

	g_string_append_len(query, word, (gssize)n);
}

static void
make_common(const struct library *library, struct random *random, GString *query)
{
	add_word(library, random, 30, 300, query);
}

static void
make_rare(const struct library *library, struct random *random, GString *query)
{
	add_word(library, random, 60000, 190000, query);
}

static void
make_and(const struct library *library, struct random *random, GString *query)
{
	add_word(library, random, 200, 3000, query);
	g_string_append_c(query, ' ');
	add_word(library, random, 200, 3000, query);
}

static void
add_title(const struct library *library, struct random *random, GString *query)
{
	struct text title = { 0 };

	library_title(library, random_below(random, library->count), &title);
	g_string_append_len(query, title.bytes, (gssize)title.length);
	free(title.bytes);
}

/* The first two words of a title. */
static void
make_phrase(const struct library *library, struct random *random, GString *query)
{
	g_string_append_c(query, '"');
	add_title(library, random, query);
	char *blank = strchr(query->str, ' ');

	if (blank != NULL && (blank = strchr(blank + 1, ' ')) != NULL)
		g_string_truncate(query, (gsize)(blank - query->str));
	g_string_append_c(query, '"');
}

static void
make_prefix(const struct library *library, struct random *random, GString *query)
{
	add_word(library, random, 300, 20000, query);
	g_string_truncate(query, MIN(query->len, 4));
	g_string_append_c(query, '*');
}

static void
make_field(const struct library *library, struct random *random, GString *query)
{
	static const char *const fields[] = { "kind:video", "tag:clippings", "rating:>3",
		"fetched:2024..2025", "has:stamps", "status:read", "words:>2000",
		"source:example.org" };

	g_string_append(query, fields[random_below(random, G_N_ELEMENTS(fields))]);
	g_string_append_c(query, ' ');
	add_word(library, random, 200, 3000, query);
}

/* Titles that begin like one. */
static void
make_regex(const struct library *library, struct random *random, GString *query)
{
	g_string_append(query, "title:/^");
	add_title(library, random, query);
	g_string_truncate(query, strlen("title:/^") + 3);
	g_string_append(query, ".* (of|the)/");
}

static void
make_link(const struct library *library, struct random *random, GString *query)
{
	g_string_append(query, "link:\"");
	add_title(library, random, query);
	g_string_append_c(query, '"');
}

static void
make_orphan(const struct library *library, struct random *random, GString *query)
{
	(void)library;
	(void)random;
	g_string_append(query, "is:orphan");
}

/* Read from the files. */
static void
make_text_regex(const struct library *library, struct random *random, GString *query)
{
	g_string_append(query, "text:/");
	add_word(library, random, 3000, 60000, query);
	g_string_append(query, "[a-z]* the/");
}

static const struct {
	const char *name;
	maker make;
	int queries, passes;
	bool typed; /* asked at each letter, as the list's filter does */
	const char *before;
} classes[] = {
	{ "common", make_common, QUERIES, PASSES, false, "" },
	{ "rare", make_rare, QUERIES, PASSES, false, "" },
	{ "and", make_and, QUERIES, PASSES, false, "" },
	{ "phrase", make_phrase, QUERIES, PASSES, false, "" },
	{ "prefix", make_prefix, QUERIES, PASSES, false, "" },
	{ "field", make_field, QUERIES, PASSES, false, "" },
	{ "regex", make_regex, QUERIES / 3, PASSES, false, "" },
	{ "typed-title", make_and, QUERIES / 2, 1, true, "title:" },
	{ "typed-text", make_and, QUERIES / 2, 1, true, "" },
	{ "typed-words-of-a-title", add_title, QUERIES / 3, 1, true, "" },
	{ "link-first", make_link, 1, 1, false, "" },
	{ "link", make_link, QUERIES, PASSES, false, "" },
	{ "orphan-first", make_orphan, 1, 1, false, "" },
	{ "orphan", make_orphan, 5, PASSES, false, "" },
	{ "text-regex", make_text_regex, 5, 1, false, "" },
};

static bool
count_row(void *data, const struct store_row *row)
{
	uint32_t *count = data;

	*count += row->title[0] != '\0';
	return true;
}

/* Milliseconds on the clock and of the processor. */
struct times {
	GArray *wall, *cpu;
};

/* Takes the time of an answer; gives how many it has, NONE where there is none. */
static uint32_t
ask(struct store *store, const char *text, bool typing, struct times *times)
{
	const struct query_options reading = { .today = "2026-01-01", .typing = typing };
	const struct answer_options options = {
		.order = ANSWER_BY_RELEVANCE,
		.typing = typing,
		.read_texts = !typing,
	};
	double wall = milliseconds_of(CLOCK_MONOTONIC);
	double cpu = milliseconds_of(CLOCK_THREAD_CPUTIME_ID);
	GError *error = NULL;
	g_autoptr(Query) query = query_parse(text, &reading, &error);
	g_autoptr(Answer) answer =
		query != NULL ? answer_new(store, query, &options, &error) : NULL;

	if (answer == NULL) {
		/* while it is typed, a title's word may be none of the language's */
		if (!typing)
			fprintf(stderr, "queries: %s: %s\n", text, error->message);
		g_clear_error(&error);
		return NONE;
	}
	uint32_t rows = 0;

	if (answer->ids->len > ROWS)
		g_array_set_size(answer->ids, ROWS);
	store_rows(store, answer->ids, NULL, count_row, &rows);
	wall = milliseconds_of(CLOCK_MONOTONIC) - wall;
	cpu = milliseconds_of(CLOCK_THREAD_CPUTIME_ID) - cpu;
	if (times != NULL) {
		g_array_append_val(times->wall, wall);
		g_array_append_val(times->cpu, cpu);
	}
	return answer->count;
}

static void
ask_typed(struct store *store, const char *before, const char *text, struct times *times)
{
	for (const char *p = text; *p != '\0'; p++) {
		g_autofree char *typed =
			g_strdup_printf("%s%.*s", before, (int)(p + 1 - text), text);

		ask(store, typed, true, times);
	}
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
measure(const struct library *library, struct store *store, size_t class)
{
	struct times times = {
		g_array_new(FALSE, FALSE, sizeof(double)),
		g_array_new(FALSE, FALSE, sizeof(double)),
	};
	uint64_t found = 0, asked = 0;

	/* the first pass only makes warm */
	for (int pass = classes[class].passes > 1 ? -1 : 0; pass < classes[class].passes; pass++) {
		struct random random = random_of(library->seed, class);

		for (int i = 0; i < classes[class].queries; i++) {
			g_autoptr(GString) query = g_string_new(NULL);
			uint32_t count;

			classes[class].make(library, &random, query);
			if (classes[class].typed) {
				ask_typed(store, classes[class].before, query->str, &times);
				continue;
			}
			count = ask(store, query->str, false, pass < 0 ? NULL : &times);
			found += count != NONE ? count : 0;
			asked++;
		}
	}
	printf("%s", classes[class].name);
	print_times(times.wall);
	print_times(times.cpu);
	printf(" %.0f\n", asked > 0 ? (double)found / (double)asked : 0);
	fflush(stdout);
	g_array_free(times.wall, TRUE);
	g_array_free(times.cpu, TRUE);
}

static int
list(const struct library *library)
{
	for (size_t class = 0; class < G_N_ELEMENTS(classes); class ++) {
		struct random random = random_of(library->seed, class);

		for (int i = 0; i < classes[class].queries && !classes[class].typed; i++) {
			g_autoptr(GString) query = g_string_new(NULL);

			classes[class].make(library, &random, query);
			printf("%s\t%s\n", classes[class].name, query->str);
		}
	}
	return 0;
}

int
main(int argc, char **argv)
{
	struct library library;

	if (argc != 3) {
		fprintf(stderr, "usage: queries FOLDER COUNT | queries --list COUNT\n");
		return 2;
	}
	library_init(&library, (uint32_t)strtoul(argv[2], NULL, 10), 1);
	if (strcmp(argv[1], "--list") == 0)
		return list(&library);
	struct settings *settings = settings_new();
	const char *const roots[] = { argv[1], NULL };
	g_autoptr(StoreLocation) location = store_location_new(roots,
		settings_list(settings, "library"), settings_list(settings, "extensions"), false);
	g_autoptr(Store) store = store_exists(location) ? store_open(location, NULL) : NULL;

	if (store == NULL) {
		fprintf(stderr, "queries: %s: no index is there\n", argv[1]);
		return 2;
	}
	for (size_t class = 0; class < G_N_ELEMENTS(classes); class ++)
		measure(&library, store, class);
	settings_free(settings);
	library_clear(&library);
	return 0;
}
