/*
 * Which sections are about the same, and why.
 */
#include "config.h"

#include "library/related.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/parse.h"
#include "text/path.h"

#define ROOT "/library"

static const char *const root[] = { ROOT, NULL }, *const none[] = { NULL };
static const char *const extensions[] = { "md", "txt", NULL };

/* Documents in a store. */
struct library {
	struct store_location *location;
	struct store *store;
	struct linked *linked;
	GPtrArray *documents;
	GArray *ids; /* uint32_t, as documents */
};

static void
library_init(struct library *library)
{
	library->location = store_location_new(root, none, extensions, true);
	library->store = store_open(library->location, NULL);
	assert_non_null(library->store);
	library->linked = NULL;
	library->documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	library->ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
}

static void
library_clear(struct library *library)
{
	linked_free(library->linked);
	store_close(library->store);
	store_location_unref(library->location);
	g_ptr_array_free(library->documents, TRUE);
	g_array_free(library->ids, TRUE);
}

/* Takes in a text that stands at a path. */
static void
take(struct library *library, const char *path, const char *text)
{
	g_autofree char *folder = g_path_get_dirname(path);
	struct document *document = parse_text(path, text, DOCUMENT_WHOLE);
	GError *error = NULL;
	uint32_t id = 0;

	document->file.inode = library->documents->len + 1;
	assert_true(store_put(library->store, folder, path_name(path), NULL, document, NULL, &id,
		&error));
	g_ptr_array_add(library->documents, document);
	g_array_append_val(library->ids, id);
}

/* Documents that hold common words alone, so that others are rare. */
static void
take_others(struct library *library, int count)
{
	for (int i = 0; i < count; i++) {
		g_autofree char *path = g_strdup_printf(ROOT "/other/%d.md", i);
		g_autofree char *text = g_strdup_printf("# Notes of day %d\n\n"
							"The people of the house say this.\n",
			i);

		take(library, path, text);
	}
}

static GPtrArray *
ask(struct library *library, guint document, uint32_t section)
{
	GError *error = NULL;
	GPtrArray *found;

	if (library->linked == NULL)
		library->linked = linked_new(library->store, NULL);
	found = related_to(library->store, library->linked, library->documents->pdata[document],
		g_array_index(library->ids, uint32_t, document), section, 20, NULL, &error);
	assert_non_null(found);
	assert_null(error);
	return found;
}

static void
test_words(void **state)
{
	struct library library;
	(void)state;

	library_init(&library);
	take(&library, ROOT "/a.md", "# A\n\nThe people.\n\n## Goals\n\nReward hacking is said.\n");
	take(&library, ROOT "/b.md",
		"# B\n\nThe house.\n\n## Cheating\n\nOn reward hacking of people.\n");
	take_others(&library, 40);
	g_autoptr(GPtrArray) found = ask(&library, 0, 1);

	assert_int_equal(found->len, 1);
	const struct related *related = found->pdata[0];

	assert_int_equal(related->id, g_array_index(library.ids, uint32_t, 1));
	assert_int_equal(related->section, 1);
	assert_int_equal(related->line, 5);
	assert_string_equal(related->title, "Cheating");
	assert_non_null(strstr(related->reason, "\"Reward hacking\""));
	library_clear(&library);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
