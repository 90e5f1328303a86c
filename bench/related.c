/*
 * How good and how quick related sections are: `related FOLDER` reads a library into an index in memory
 * and prints, each `name value` a line:
 * - halves, words: documents of recordings are split in two halves at a section, each half a document
 *   of its own, in a folder of its own. Of how many sections in a hundred one of the other half is
 *   among the first ten: as they are, and without all that both have beside their text;
 * - entries, articles: of how many entries of digests in a hundred the article that the excerpt stands in is
 *   among the first ten, and of how many of those sections the entry; 0 where there are no digests;
 * - p50, p99, most: milliseconds on the clock for random sections of the library as it is.
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

enum { FIRST = 10, SECTIONS = 500, LEAST_SECTIONS = 4 };

struct shelf {
	struct store_location *location;
	struct store *store;
	struct linked *linked;
	GPtrArray *documents; /* struct document * */
	GArray *ids;          /* uint32_t, as documents */
};

static void
shelf_init(struct shelf *shelf, const char *root)
{
	const char *const roots[] = { root, NULL }, *const none[] = { NULL };

	shelf->location = store_location_new(roots, none, none, true);
	shelf->store = store_open(shelf->location, NULL);
	shelf->documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	shelf->ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	store_begin(shelf->store, 0, NULL);
}

static void
shelf_put(struct shelf *shelf, const char *path, struct document *document)
{
	g_autofree char *folder = g_path_get_dirname(path);
	uint32_t id = 0;

	document->file.inode = shelf->documents->len + 1;
	if (!store_put(shelf->store, folder, path_name(path), NULL, document, NULL, &id, NULL))
		exit(2);
	g_ptr_array_add(shelf->documents, document);
	g_array_append_val(shelf->ids, id);
}

static void
shelf_finish(struct shelf *shelf)
{
	if (!store_commit(shelf->store, NULL))
		exit(2);
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

static bool
finds(const struct shelf *shelf, guint i, uint32_t section, guint other)
{
	g_autoptr(GPtrArray) found = shelf_ask(shelf, i, section, FIRST);

	for (guint j = 0; j < found->len; j++) {
		const struct related *related = found->pdata[j];

		if (related->id == shelf_id(shelf, other))
			return true;
	}
	if (g_getenv("RELATED_MISSED") != NULL) {
		const struct document *document = shelf->documents->pdata[i];
		const struct section *s = section != NONE ? &document->sections[section] : NULL;

		fprintf(stderr, "missed: %s [%d] %s (%u bytes)\n", document->path, (int)section,
			s != NULL ? s->title : "", s != NULL ? range_length(s->text) : 0);
		for (guint j = 0; j < found->len && j < 4; j++) {
			const struct related *related = found->pdata[j];

			fprintf(stderr, "    %.1f %s — %s\n", related->score, related->title,
				related->reason);
		}
	}
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

/* Splits a document of each recording. With metadata all other documents stand beside the halves; without
 * it no other document of these recordings, as that would be as near. */
static double
rate_halves(const GPtrArray *paths, bool metadata)
{
	struct shelf shelf;
	g_autoptr(GHashTable) videos = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) others = g_ptr_array_new();
	uint32_t asked = 0, found = 0;

	shelf_init(&shelf, "/halves");
	for (guint i = 0; i < paths->len; i++) {
		struct document *document =
			loader_open(paths->pdata[i], NULL, DOCUMENT_WHOLE, NULL, NULL);
		g_autofree char *text = NULL;

		if (document == NULL)
			continue;
		const char *video = document_field(document, FIELD_VIDEO);

		if (video[0] != '\0' && has_halves(document) &&
			!g_hash_table_contains(videos, video) &&
			g_file_get_contents(paths->pdata[i], &text, NULL, NULL)) {
			g_hash_table_add(videos, g_strdup(video));
			put_halves(&shelf, document, text, metadata);
			document_free(document);
		} else {
			g_ptr_array_add(others, document);
		}
	}
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
	printf("entries %.1f\narticles %.1f\nof %u\n", asked > 0 ? 100.0 * articles / asked : 0,
		asked > 0 ? 100.0 * entries / asked : 0, asked);
	for (guint i = 0; i < shelf->documents->len; i++)
		g_free(texts[i]);
}

static void
time_sections(const struct shelf *shelf)
{
	double times[SECTIONS];

	srand(1);
	for (int i = 0; i < SECTIONS; i++) {
		guint number = (guint)rand() % shelf->documents->len;
		const struct document *document = shelf->documents->pdata[number];
		uint32_t count = document->section_count;
		uint32_t section = count > 0 ? (uint32_t)rand() % count : NONE;
		double start = milliseconds_of(CLOCK_MONOTONIC);
		g_autoptr(GPtrArray) found = shelf_ask(shelf, number, section, 50);

		times[i] = milliseconds_of(CLOCK_MONOTONIC) - start;
	}
	qsort(times, SECTIONS, sizeof(*times), compare_numbers);
	printf("p50 %.2f\np99 %.2f\nmost %.2f\n", times[SECTIONS / 2], times[SECTIONS * 99 / 100],
		times[SECTIONS - 1]);
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

int
main(int argc, char **argv)
{
	struct shelf shelf;

	if (argc != 2)
		return 2;
	g_autoptr(GPtrArray) paths = paths_of(argv[1]);

	printf("halves %.1f\n", rate_halves(paths, true));
	printf("words %.1f\n", rate_halves(paths, false));
	shelf_init(&shelf, argv[1]);
	for (guint i = 0; i < paths->len; i++) {
		struct document *document =
			loader_open(paths->pdata[i], NULL, DOCUMENT_WHOLE, NULL, NULL);

		if (document != NULL)
			shelf_put(&shelf, paths->pdata[i], document);
	}
	shelf_finish(&shelf);
	rate_digests(&shelf);
	time_sections(&shelf);
	shelf_clear(&shelf);
	return 0;
}
