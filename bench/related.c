/*
 * How good and how quick related sections are: `related FOLDER MOST` reads a library into an index in
 * memory and prints, each `name value` a line:
 * - halves, words: a document of each recording is split in two at a section, each half a document of its
 *   own, of so many recordings at most. Of how many of their sections in a hundred one of the other
 *   half is among the first ten. halves: with the front matter in both, among all other documents;
 *   words: with nothing but the text, where no other document is of these recordings;
 * - entries, articles: of how many entries of digests in a hundred the document that the excerpt stands in
 *   is among the first ten, and of how many of its sections with an excerpt the digest; "-" without any;
 * - p50, p99, most, cpu99: milliseconds for random sections of the library as it is, on the clock and
 *   of this thread's processor time.
 * RELATED_MISSED=1 in the environment tells what was not found, and what instead.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/kinds.h"
#include "document/source.h"
#include "library/catalog.h"
#include "library/loader.h"
#include "library/related.h"
#include "measure.h"
#include "text/path.h"

enum { FIRST = 10, SHOWN = 50, SECTIONS = 500, LEAST_SECTIONS = 4, KEPT = 3000 };

struct shelf {
	struct store_location *location;
	struct store *store;
	struct linked *linked;
	GPtrArray *documents; /* struct document * */
	GArray *ids;          /* uint32_t, as documents */
	uint64_t count;       /* that were put */
};

static void
shelf_init(struct shelf *shelf, const char *root)
{
	const char *const roots[] = { root, NULL }, *const none[] = { NULL };

	shelf->count = 0;
	shelf->location = store_location_new(roots, none, none, true);
	shelf->store = store_open(shelf->location, NULL);
	shelf->documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	shelf->ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	store_build(shelf->store);
	store_begin(shelf->store, 0, NULL);
}

static void
shelf_put(struct shelf *shelf, const char *path, struct document *document)
{
	g_autofree char *folder = g_path_get_dirname(path);
	uint32_t id = 0;

	document->file.inode = ++shelf->count;
	if (!store_put(shelf->store, folder, path_name(path), NULL, document, NULL, &id, NULL))
		exit(2);
	g_ptr_array_add(shelf->documents, document);
	g_array_append_val(shelf->ids, id);
}

/* The last document stays in the index alone. */
static void
shelf_drop_last(struct shelf *shelf)
{
	g_ptr_array_set_size(shelf->documents, (gint)shelf->documents->len - 1);
	g_array_set_size(shelf->ids, shelf->ids->len - 1);
}

static void
shelf_finish(struct shelf *shelf)
{
	if (!store_commit(shelf->store, NULL) || !store_complete(shelf->store, NULL))
		exit(2);
	while (store_tidy(shelf->store))
		;
	shelf->linked = linked_new(shelf->store, NULL);
}

static void
shelf_clear(struct shelf *shelf)
{
	linked_free(shelf->linked);
	store_close(shelf->store);
	store_location_unref(shelf->location);
	g_ptr_array_free(shelf->documents, TRUE);
	g_array_free(shelf->ids, TRUE);
}

static uint32_t
shelf_id(const struct shelf *shelf, guint i)
{
	return g_array_index(shelf->ids, uint32_t, i);
}

static GPtrArray *
shelf_ask(const struct shelf *shelf, guint i, uint32_t section, unsigned most)
{
	return related_to(shelf->store, shelf->linked, shelf->documents->pdata[i],
		shelf_id(shelf, i), section, most, NULL, NULL);
}

static void
tell_missed(const struct document *document, uint32_t section, const GPtrArray *found)
{
	fprintf(stderr, "missed: %s [%d] %s\n", document->path, (int)section,
		section != NONE ? document->sections[section].title : "");
	for (guint i = 0; i < found->len; i++) {
		const struct related *related = found->pdata[i];

		fprintf(stderr, "    %.1f %s -- %s\n", related->score, related->title,
			related->reason);
	}
}

static bool
finds(const struct shelf *shelf, guint i, uint32_t section, guint other)
{
	g_autoptr(GPtrArray) found = shelf_ask(shelf, i, section, FIRST);

	for (guint j = 0; j < found->len; j++) {
		const struct related *related = found->pdata[j];

		if (related->id == shelf_id(shelf, other))
			return true;
	}
	if (g_getenv("RELATED_MISSED") != NULL)
		tell_missed(shelf->documents->pdata[i], section, found);
	return false;
}

/* --- halves --- */

static struct document *
parse(const char *path, const char *head, const char *body, size_t n)
{
	g_autoptr(GString) text = g_string_new(head);

	g_string_append_len(text, body, (gssize)n);
	g_autoptr(Source) source = source_from_bytes(path, text->str, text->len, NULL);

	return document_parse(source, NULL, DOCUMENT_WHOLE, NULL);
}

/* Where a line (from 1) begins. */
static const char *
line_start(const char *text, uint32_t line)
{
	while (--line > 0 && strchr(text, '\n') != NULL)
		text = strchr(text, '\n') + 1;
	return text;
}

static size_t
front_matter(const char *text)
{
	const char *end = g_str_has_prefix(text, "---\n") ? strstr(text + 3, "\n---\n") : NULL;

	return end != NULL ? (size_t)(end + 5 - text) : 0;
}

/* What both halves have but the text: front matter; or the title alone, as of two notes. */
static void
put_halves(struct shelf *shelf, const struct document *document, const char *text, bool metadata)
{
	size_t matter = front_matter(text);
	const char *middle = line_start(text, document->sections[document->section_count / 2].line);
	g_autofree char *head = g_strndup(text, metadata ? matter : 0);
	g_autofree char *one = g_strdup_printf("/halves/one/%u.md", shelf->documents->len);
	g_autofree char *other = g_strdup_printf("/halves/other/%u.md", shelf->documents->len + 1);
	const char *body = text + matter;

	if (!metadata)
		body = line_start(text, document->sections[0].line);
	shelf_put(shelf, one, parse(one, head, body, (size_t)(middle - body)));
	shelf_put(shelf, other, parse(other, head, middle, strlen(middle)));
}

static bool
has_halves(const struct document *document)
{
	return strcmp(document->kind->name, "video") == 0 &&
	       document->section_count >= LEAST_SECTIONS &&
	       document->sections[document->section_count / 2].line > document->sections[0].line;
}

/* Puts the halves of a document of each recording, at most so many, and gives the recordings; what else
 * there is goes to others. */
static GHashTable *
split(struct shelf *shelf, const GPtrArray *paths, guint most, bool metadata, GPtrArray *others)
{
	GHashTable *videos = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < paths->len; i++) {
		g_autofree char *text = NULL;
		struct document *document =
			loader_open(paths->pdata[i], NULL, DOCUMENT_WHOLE, NULL, NULL);

		if (document == NULL)
			continue;
		const char *video = document_field(document, FIELD_VIDEO);

		if (video[0] != '\0' && has_halves(document) && shelf->documents->len < 2 * most &&
			!g_hash_table_contains(videos, video) &&
			g_file_get_contents(paths->pdata[i], &text, NULL, NULL)) {
			g_hash_table_add(videos, g_strdup(video));
			put_halves(shelf, document, text, metadata);
			document_free(document);
		} else {
			g_ptr_array_add(others, document);
		}
	}
	return videos;
}

static double
rate_halves(const GPtrArray *paths, guint most, bool metadata)
{
	struct shelf shelf;
	g_autoptr(GPtrArray) others = g_ptr_array_new();
	uint32_t asked = 0, found = 0;

	shelf_init(&shelf, "/halves");
	g_autoptr(GHashTable) videos = split(&shelf, paths, most, metadata, others);
	guint count = shelf.documents->len;

	for (guint i = 0; i < others->len; i++) {
		g_autofree char *path = g_strdup_printf("/halves/whole/%u.md", i);
		const char *video = document_field(others->pdata[i], FIELD_VIDEO);

		if (metadata || !g_hash_table_contains(videos, video))
			shelf_put(&shelf, path, others->pdata[i]);
		else
			document_free(others->pdata[i]);
	}
	shelf_finish(&shelf);
	for (guint i = 0; i < count; i++) {
		const struct document *document = shelf.documents->pdata[i];

		for (uint32_t j = 0; j < document->section_count; j++) {
			asked++;
			found += finds(&shelf, i, j, i ^ 1);
		}
	}
	shelf_clear(&shelf);
	return asked > 0 ? 100.0 * found / asked : 0;
}

/* --- the library as it is --- */

/* Without blanks, so that lines are joined as they may. */
static char *
squeezed(const char *text, size_t n)
{
	GString *out = g_string_sized_new(n);

	for (size_t i = 0; i < n; i++) {
		if (!g_ascii_isspace(text[i]))
			g_string_append_c(out, text[i]);
	}
	return g_string_free(out, FALSE);
}

/* The section of another document that holds the middle of an entry's excerpt. */
static bool
find_article(const struct shelf *shelf, char *const *texts, guint digest,
	const struct section *entry, guint *article)
{
	const struct document *document = shelf->documents->pdata[digest];
	size_t n = range_length(entry->text), taken = MIN(n / 3, 60);
	g_autofree char *part = squeezed(document->text + entry->text.start + n / 2, taken);

	for (guint i = 0; taken >= 40 && i < shelf->documents->len; i++) {
		if (i != digest && strstr(texts[i], part) != NULL) {
			*article = i;
			return true;
		}
	}
	return false;
}

/* The section of a document that holds the middle of the excerpt. */
static uint32_t
section_with(const struct document *document, const struct document *digest,
	const struct section *entry)
{
	size_t n = range_length(entry->text), taken = MIN(n / 3, 60);
	g_autofree char *part = squeezed(digest->text + entry->text.start + n / 2, taken);

	for (uint32_t i = 0; i < document->section_count; i++) {
		struct range range = document->sections[i].text;
		g_autofree char *text = squeezed(document->text + range.start, range_length(range));

		if (strstr(text, part) != NULL)
			return i;
	}
	return NONE;
}

static void
rate_digests(const struct shelf *shelf)
{
	g_autofree char **texts = g_new0(char *, shelf->documents->len + 1);
	uint32_t asked = 0, articles = 0, entries = 0;

	for (guint i = 0; i < shelf->documents->len; i++) {
		const struct document *document = shelf->documents->pdata[i];
		texts[i] = squeezed(document->text, document->length);
	}
	for (guint i = 0; i < shelf->documents->len; i++) {
		const struct document *digest = shelf->documents->pdata[i];

		if (strcmp(digest->kind->name, "digest") != 0)
			continue;
		for (uint32_t j = 0; j < digest->section_count; j++) {
			guint article = 0;

			if (!find_article(shelf, texts, i, &digest->sections[j], &article))
				continue;
			asked++;
			articles += finds(shelf, i, j, article);
			entries += finds(shelf, article,
				section_with(shelf->documents->pdata[article], digest,
					&digest->sections[j]),
				i);
		}
	}
	if (asked > 0)
		printf("entries %.1f\narticles %.1f\n", 100.0 * articles / asked,
			100.0 * entries / asked);
	else
		printf("entries -\narticles -\n");
	for (guint i = 0; i < shelf->documents->len; i++)
		g_free(texts[i]);
}

static void
time_sections(const struct shelf *shelf)
{
	double times[SECTIONS], cpu[SECTIONS];

	srand(1);
	for (int i = 0; i < SECTIONS; i++) {
		guint number = (guint)rand() % shelf->documents->len;
		const struct document *document = shelf->documents->pdata[number];
		uint32_t count = document->section_count;
		uint32_t section = count > 0 ? (uint32_t)rand() % count : NONE;
		double start = milliseconds_of(CLOCK_MONOTONIC);
		double cpu_start = milliseconds_of(CLOCK_THREAD_CPUTIME_ID);
		GPtrArray *found = shelf_ask(shelf, number, section, SHOWN);

		times[i] = milliseconds_of(CLOCK_MONOTONIC) - start;
		cpu[i] = milliseconds_of(CLOCK_THREAD_CPUTIME_ID) - cpu_start;
		g_ptr_array_unref(found);
	}
	qsort(times, SECTIONS, sizeof(*times), compare_numbers);
	qsort(cpu, SECTIONS, sizeof(*cpu), compare_numbers);
	printf("p50 %.2f\np99 %.2f\nmost %.2f\ncpu99 %.2f\n", times[SECTIONS / 2],
		times[SECTIONS * 99 / 100], times[SECTIONS - 1], cpu[SECTIONS * 99 / 100]);
}

/* --- */

static GPtrArray *
paths_of(const char *folder)
{
	const char *const roots[] = { folder, NULL };
	static const char *const extensions[] = { "md", "txt", "vtt", "srt", NULL };
	struct loader_options options = {
		.scan = { .roots = roots, .extensions = extensions },
		.last = LOADER_HEADS,
	};
	g_autoptr(Catalog) catalog = catalog_new();
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);

	loader_run(&options, catalog, NULL, NULL);
	for (uint32_t i = 0; i < catalog_count(catalog); i++)
		g_ptr_array_add(paths, g_strdup(catalog_entry(catalog, i)->path));
	return paths;
}

static void
measure(const char *folder, const GPtrArray *paths)
{
	struct shelf shelf;
	guint step = paths->len / KEPT + 1;

	shelf_init(&shelf, folder);
	for (guint i = 0; i < paths->len; i++) {
		struct document *document =
			loader_open(paths->pdata[i], NULL, DOCUMENT_WHOLE, NULL, NULL);

		if (document != NULL)
			shelf_put(&shelf, paths->pdata[i], document);
		if (document != NULL && i % step > 0)
			shelf_drop_last(&shelf);
	}
	shelf_finish(&shelf);
	if (step == 1)
		rate_digests(&shelf);
	time_sections(&shelf);
	shelf_clear(&shelf);
}

int
main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	g_autofree char *folder = realpath(argv[1], NULL);
	guint most = (guint)atoi(argv[2]);

	if (folder == NULL)
		return 2;
	g_autoptr(GPtrArray) paths = paths_of(folder);

	if (most > 0) {
		printf("halves %.1f\n", rate_halves(paths, most, true));
		printf("words %.1f\n", rate_halves(paths, most, false));
	}
	measure(folder, paths);
	return 0;
}
