/*
 * Counterparts of real documents: digests are made of their texts as a search page cuts them, and each
 * entry must lead to its document, and that place back to the entry. Skipped where there are none.
 */
#include "config.h"

#include "library/counterparts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "library/loader.h"
#include "support/store_place.h"

/* Documents that are taken, characters of an excerpt, and entries of a digest. */
#define TAKEN_MOST 100
#define EXCERPT 300
#define ENTRIES 10

/* Where they are, looked up from where the tests run. */
#define WHERE "LECTERN_TEST_DOCUMENTS"

static int
enter(void **state)
{
	char *real = realpath("../shared/library", NULL);

	g_setenv(WHERE, real != NULL ? real : "", TRUE);
	free(real);
	return store_place_enter(state);
}

static int
compare_paths(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* All files below a folder, in order. */
static GPtrArray *
files_below(const char *folder)
{
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);

	g_ptr_array_add(folders, g_strdup(folder));
	for (guint i = 0; i < folders->len; i++) {
		g_autoptr(GDir) dir = g_dir_open(g_ptr_array_index(folders, i), 0, NULL);
		const char *name;

		while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
			char *path = g_build_filename(g_ptr_array_index(folders, i), name, NULL);
			bool below = g_file_test(path, G_FILE_TEST_IS_DIR);
			g_ptr_array_add(below ? folders : files, path);
		}
	}
	g_ptr_array_sort(files, compare_paths);
	return files;
}

/* A line of a document's middle, without its times; NULL where it is too short. */
static char *
excerpt_of(const struct document *document)
{
	g_autoptr(GString) line = g_string_new(NULL);
	uint32_t at = document->length / 2, time = 0;

	while (at < document->length && document->text[at] != ' ')
		at++;
	for (; at < document->length && line->len < 4 * EXCERPT; at++) {
		const struct timestamp *times = document->timestamps;
		while (time < document->timestamp_count && times[time].text.end <= at)
			time++;
		if (time < document->timestamp_count && range_holds(times[time].text, at))
			continue;
		g_string_append_c(line, document->text[at] == '\n' ? ' ' : document->text[at]);
	}
	g_autofree char *valid = g_utf8_make_valid(line->str, (gssize)line->len);

	g_strstrip(valid);
	return g_utf8_strlen(valid, -1) > EXCERPT ? g_utf8_substring(valid, 0, EXCERPT) : NULL;
}

struct made {
	struct store *store;
	char *folder;     /* of the digests */
	GPtrArray *paths; /* char *: where each entry is from */
	GString *digest;  /* under way */
};

static void
put_digest(struct made *made)
{
	unsigned number = made->paths->len / ENTRIES;
	g_autofree char *name = g_strdup_printf("%u.txt", number);
	g_autofree char *path = g_build_filename(made->folder, name, NULL);

	place_put(path, made->digest->str, -1);
	store_place_put(made->store, made->folder, name, made->digest->str, 9000 + number);
	g_string_truncate(made->digest, 0);
}

static void
take(struct made *made, const char *path)
{
	g_autoptr(Document) document = loader_open(path, NULL, DOCUMENT_WHOLE, NULL, NULL);
	g_autofree char *excerpt = document != NULL ? excerpt_of(document) : NULL;
	g_autofree char *folder = g_path_get_dirname(path), *name = g_path_get_basename(path);
	g_autoptr(GError) error = NULL;
	uint32_t id;

	if (excerpt == NULL)
		return;
	assert_true(store_begin(made->store, 1000, &error));
	assert_true(store_put(made->store, folder, name, NULL, document, NULL, &id, &error));
	assert_true(store_commit(made->store, &error));
	g_string_append_printf(made->digest, "…%s…\n", excerpt);
	g_ptr_array_add(made->paths, g_strdup(path));
	if (made->paths->len % ENTRIES == 0)
		put_digest(made);
}

static GPtrArray *
ask(struct made *made, struct linked *linked, const char *path, uint32_t section)
{
	g_autoptr(Document) document = loader_open(path, NULL, DOCUMENT_WHOLE, NULL, NULL);
	GPtrArray *found = counterparts_of(made->store, linked, document,
		store_id_of(made->store, path), path, section, 10, NULL, NULL);

	assert_non_null(found);
	return found;
}

/* The one in a document, and in a section of it (NONE: any); NULL where there is none. */
static const struct counterpart *
find(const GPtrArray *found, const char *path, uint32_t section)
{
	for (guint i = 0; i < found->len; i++) {
		const struct counterpart *c = g_ptr_array_index(found, i);
		if (strcmp(c->path, path) == 0 && (section == NONE || c->section == section))
			return c;
	}
	return NULL;
}

/* Asks from each entry and back; how many lead there, and back. */
static void
check(struct made *made, unsigned *there, unsigned *back)
{
	struct linked *linked = linked_new(made->store, NULL);

	for (unsigned i = 0; i < made->paths->len; i++) {
		const char *origin = g_ptr_array_index(made->paths, i);
		g_autofree char *digest =
			g_strdup_printf("%s/%u.txt", made->folder, i / ENTRIES + 1);
		g_autoptr(GPtrArray) found = ask(made, linked, digest, i % ENTRIES);
		const struct counterpart *c = find(found, origin, NONE);

		if (c == NULL) {
			print_message("not found: entry %u of %s, from %s\n", i % ENTRIES, digest,
				origin);
			continue;
		}
		++*there;
		g_autoptr(GPtrArray) again = ask(made, linked, origin, c->section);
		*back += find(again, digest, i % ENTRIES) != NULL;
	}
	linked_free(linked);
}

static void
test_real_documents(void **state)
{
	const char *where = g_getenv(WHERE);
	unsigned there = 0, back = 0;

	(void)state;
	if (where[0] == '\0')
		skip();
	g_autoptr(GPtrArray) files = files_below(where);
	g_autofree char *here = g_get_current_dir();
	struct made made = {
		.folder = g_build_filename(here, "notes", NULL),
		.paths = g_ptr_array_new_with_free_func(g_free),
		.digest = g_string_new(NULL),
	};
	g_mkdir_with_parents(made.folder, 0700);
	const char *const roots[] = { made.folder, where, NULL };
	struct store_location *location =
		store_location_new(roots, store_place_none, store_place_extensions, true);

	made.store = store_place_open(location);
	for (guint i = 0; i < files->len && made.paths->len < TAKEN_MOST; i += 9)
		take(&made, g_ptr_array_index(files, i));
	while (made.paths->len % ENTRIES != 0)
		g_ptr_array_set_size(made.paths, (gint)made.paths->len - 1);
	assert_int_not_equal(made.paths->len, 0);
	check(&made, &there, &back);
	print_message("%u entries: %u lead there, %u back\n", made.paths->len, there, back);
	/* Some pages of the library say the same, and only so many are given. */
	assert_in_range(there * 100 / made.paths->len, 95, 100);
	assert_in_range(back * 100 / made.paths->len, 93, 100);
	store_close(made.store);
	store_location_unref(location);
	g_string_free(made.digest, TRUE);
	g_ptr_array_free(made.paths, TRUE);
	g_free(made.folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_real_documents, enter, place_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
