/*
 * The neighbourhood of documents and the report of all links: a table over a small library, and over
 * made ones that what one document leads to is what links to the other, and that the report counts the
 * same.
 */
#include "config.h"

#include "library/neighbours.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "library/catalog.h"
#include "library/link_report.h"
#include "support/parse.h"
#include "text/path.h"

static const char *const none[] = { NULL };

/* Documents in files of a folder, and in a store. */
struct library {
	char *root;
	struct store_location *location;
	struct store *store;
	GPtrArray *documents;
	GArray *ids; /* uint32_t, as documents */
};

static void
library_init(struct library *library)
{
	static const char *const extensions[] = { "md", NULL };
	g_autoptr(GError) error = NULL;

	library->root = g_dir_make_tmp("lectern-test-XXXXXX", &error);
	assert_non_null(library->root);
	const char *const roots[] = { library->root, NULL };

	library->location = store_location_new(roots, none, extensions, true);
	library->store = store_open(library->location, NULL);
	assert_non_null(library->store);
	library->documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	library->ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
}

static void
library_clear(struct library *library)
{
	for (guint i = 0; i < library->documents->len; i++) {
		const struct document *document = library->documents->pdata[i];
		g_autofree char *folder = g_path_get_dirname(document->path);

		g_unlink(document->path);
		g_rmdir(folder);
	}
	g_rmdir(library->root);
	g_free(library->root);
	g_ptr_array_free(library->documents, TRUE);
	g_array_free(library->ids, TRUE);
	store_close(library->store);
	store_location_unref(library->location);
}

/* Whether it was put: a file of that name may be there. */
static bool
put(struct library *library, const char *name, const char *text)
{
	g_autofree char *path = path_join(library->root, name);
	g_autofree char *folder = g_path_get_dirname(path);
	struct document *document;
	uint32_t id = 0;

	if (g_file_test(path, G_FILE_TEST_EXISTS))
		return false;
	g_mkdir_with_parents(folder, 0700);
	assert_true(g_file_set_contents(path, text, -1, NULL));
	document = parse_text(path, text, DOCUMENT_WHOLE);
	document->file.inode = library->documents->len + 1;
	assert_true(store_put(library->store, folder, path_name(path), NULL, document, NULL, &id,
		NULL));
	g_ptr_array_add(library->documents, document);
	g_array_append_val(library->ids, id);
	return true;
}

static const char *
name_of(const struct library *library, uint32_t id)
{
	for (guint i = 0; i < library->ids->len; i++) {
		const struct document *document = library->documents->pdata[i];

		if (g_array_index(library->ids, uint32_t, i) == id)
			return document->path + strlen(library->root) + 1;
	}
	fail_msg("no document has the id %u", id);
	return NULL;
}

static uint32_t
id_of(const struct library *library, const char *name)
{
	for (guint i = 0; i < library->ids->len; i++) {
		uint32_t id = g_array_index(library->ids, uint32_t, i);

		if (strcmp(name_of(library, id), name) == 0)
			return id;
	}
	fail_msg("no document is %s", name);
	return 0;
}

/* --- a table --- */

static const char *const files[][2] = {
	{ "a.md", "# A\n\n[[b]] and [[b | again]], [c](sub/c.md), [[Not There]], [[not_there#x]], "
		  "<https://x.org/>, [[a]], [[#A]], [w](https://d.org/one?utm_source=x)\n" },
	{ "b.md", "# B\n\n[[a#A]] [[sub/c#Part]] [[sub/c#No part]] [[#Nowhere]] [[a#^here]]\n" },
	{ "d.md", "---\nsource: https://www.d.org/one/\n---\n# D\n\ntext\n" },
	{ "far.md", "# Far\n\n[[c]] [[c]] [[c]]\n" },
	{ "sub/c.md", "# C\n\n## Part\n\n[[c#part]] [[a]] ^block\n" },
	{ "sub/e.md", "# E\n\n[[c#^block]] [[c#^gone]] [[C#Part#Part]]\n" },
};

static const struct {
	const char *name, *in, *out;
} cases[] = {
	{ "a.md", "b.md 2, sub/c.md 1", "b.md 2, ?Not There 2, sub/c.md 1, d.md 1, web 1" },
	{ "b.md", "a.md 2", "a.md 2, sub/c.md 2" },
	{ "d.md", "a.md 1", "" },
	{ "far.md", "", "sub/c.md 3" },
	{ "sub/c.md", "sub/e.md 3, far.md 3, b.md 2, a.md 1", "a.md 1" },
	{ "sub/e.md", "", "sub/c.md 3" },
};

static char *
list_words(const struct library *library, const struct neighbour_list *list)
{
	GString *words = g_string_new(NULL);

	for (guint i = 0; i < list->rows->len; i++) {
		const struct neighbour *row = &g_array_index(list->rows, struct neighbour, i);

		g_string_append_printf(words, "%s%s%s %u", words->len > 0 ? ", " : "",
			row->id == 0 ? "?" : "",
			row->id == 0 ? row->target : name_of(library, row->id), row->links);
	}
	if (list->web > 0)
		g_string_append_printf(words, ", web %u", list->web);
	return g_string_free(words, FALSE);
}

static void
init_table(struct library *library)
{
	library_init(library);
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		assert_true(put(library, files[i][0], files[i][1]));
}

static void
test_table(void **state)
{
	struct library library;

	(void)state;
	init_table(&library);
	struct linked *linked = linked_new(library.store, NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Neighbours) found =
			neighbours_of(linked, id_of(&library, cases[i].name), NULL, 100, NULL);
		g_autofree char *in = list_words(&library, &found->way[NEIGHBOURS_IN]);
		g_autofree char *out = list_words(&library, &found->way[NEIGHBOURS_OUT]);

		assert_string_equal(in, cases[i].in);
		assert_string_equal(out, cases[i].out);
	}
	linked_free(linked);
	library_clear(&library);
}

/* More than are asked for are counted. */
static void
test_most(void **state)
{
	struct library library;
	struct cancel cancel = { 0 };

	(void)state;
	init_table(&library);
	struct linked *linked = linked_new(library.store, NULL);
	uint32_t id = id_of(&library, "sub/c.md");
	g_autoptr(Neighbours) found = neighbours_of(linked, id, NULL, 2, NULL);
	g_autofree char *in = list_words(&library, &found->way[NEIGHBOURS_IN]);

	assert_string_equal(in, "sub/e.md 3, far.md 3");
	assert_int_equal(found->way[NEIGHBOURS_IN].documents, 4);
	assert_int_equal(found->way[NEIGHBOURS_IN].links, 9);
	cancel_set(&cancel);
	assert_null(neighbours_of(linked, id, NULL, 2, &cancel));
	g_autoptr(Neighbours) nothing = neighbours_of(linked, 4000000, NULL, 2, NULL);

	assert_int_equal(nothing->way[NEIGHBOURS_IN].rows->len, 0);
	linked_free(linked);
	library_clear(&library);
}

static void
test_report(void **state)
{
	struct library library;
	g_autoptr(GString) words = g_string_new(NULL);

	(void)state;
	init_table(&library);
	struct linked *linked = linked_new(library.store, NULL);
	g_autoptr(LinkReport) report = link_report_new(linked, NULL);

	for (guint i = 0; i < report->linked->len; i++) {
		const struct link_rank *rank = &g_array_index(report->linked, struct link_rank, i);

		g_string_append_printf(words, "%s %u %u, ", name_of(&library, rank->id),
			rank->documents, rank->links);
	}
	assert_string_equal(words->str, "sub/c.md 4 9, a.md 2 3, b.md 1 2, d.md 1 1, ");
	g_string_truncate(words, 0);
	for (guint i = 0; i < report->orphans->len; i++)
		g_string_append_printf(words, "%s ",
			name_of(&library, g_array_index(report->orphans, uint32_t, i)));
	assert_string_equal(words->str, "far.md sub/e.md ");
	g_string_truncate(words, 0);
	assert_true(link_report_look(report, linked, NULL));
	for (guint i = 0; i < report->broken->len; i++) {
		const struct link_broken *broken =
			&g_array_index(report->broken, struct link_broken, i);

		g_string_append_printf(words, "%s:%u %s#%s, ", name_of(&library, broken->id),
			broken->line, name_of(&library, broken->to), broken->anchor);
	}
	assert_string_equal(words->str, "b.md:3 sub/c.md#No part, b.md:3 b.md#Nowhere, "
					"b.md:3 a.md#^here, sub/e.md:3 sub/c.md#^gone, ");
	linked_free(linked);
	library_clear(&library);
}

/* --- made libraries --- */

static uint64_t seed;

static const char *
any_of(const char *const *strings, size_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return strings[(seed >> 16) % n];
}

#define ANY(strings) any_of(strings, G_N_ELEMENTS(strings))

static void
make(struct library *library, int count)
{
	static const char *const folders[] = { "", "a/", "b/", "c d/" };
	static const char *const names[] = { "note.md", "Note.md", "my_note.md", "C#.md", "x.md",
		"index.md", "\xc3\x89t\xc3\xa9.md" };
	static const char *const heads[] = { "", "---\ntitle: My Note\n---\n",
		"---\naliases: [x, other]\nrelated: \"[[index]]\"\n---\n",
		"---\nsource: https://example.org/a\n---\n",
		"---\nsource: http://www.example.org/a/\n---\n" };
	static const char *const links[] = { "[[note]]", "[[Note]]", "[[a/note|x]]", "[[my note]]",
		"[[C#]]", "[[other]]", "![[x]]", "[[index#part]]", "[t](../a/note.md)", "[t](x)",
		"[t](/b/x.md)", "<https://example.org/a>", "[t](https://example.org/a?ref=b)",
		"[[nobody]]", "[[#here]]", "[[\xc3\xa9t\xc3\xa9]]", "[t](c%20d/index.md)",
		"[[Note]]" };

	library_init(library);
	for (int i = 0; i < count; i++) {
		g_autofree char *name = g_strconcat(ANY(folders), ANY(names), NULL);
		g_autoptr(GString) text = g_string_new(ANY(heads));

		for (int j = i % 7; j > 0; j--)
			g_string_append_printf(text, "%s and %s\n\n", ANY(links), ANY(links));
		put(library, name, text->str);
	}
}

/* Links from one document to another as the first of them tells (out) or the other (in). */
static uint32_t
links_of(struct neighbours *const *all, enum neighbour_way way, guint of, uint32_t id)
{
	const GArray *rows = all[of]->way[way].rows;

	for (guint i = 0; i < rows->len; i++) {
		if (g_array_index(rows, struct neighbour, i).id == id)
			return g_array_index(rows, struct neighbour, i).links;
	}
	return 0;
}

static uint32_t
rank_of(const struct link_report *report, uint32_t id)
{
	for (guint i = 0; i < report->linked->len; i++) {
		const struct link_rank *rank = &g_array_index(report->linked, struct link_rank, i);

		if (rank->id == id)
			return rank->links;
	}
	return 0;
}

static void
check_library(const struct library *library)
{
	guint count = library->ids->len;
	const uint32_t *ids = (const uint32_t *)(void *)library->ids->data;
	struct linked *linked = linked_new(library->store, NULL);
	g_autofree struct neighbours **all = g_new(struct neighbours *, count);
	g_autoptr(LinkReport) report = link_report_new(linked, NULL);
	g_autoptr(Idset) orphans = idset_new();

	assert_true(linked_orphans(linked, orphans, NULL));
	for (guint i = 0; i < count; i++)
		all[i] = neighbours_of(linked, ids[i], library->documents->pdata[i], 1000, NULL);
	for (guint i = 0; i < count; i++) {
		for (guint j = 0; j < count; j++) {
			uint32_t out = links_of(all, NEIGHBOURS_OUT, i, ids[j]);
			uint32_t in = links_of(all, NEIGHBOURS_IN, j, ids[i]);

			if (out != in)
				fail_msg("%s to %s: %u from here, %u there",
					name_of(library, ids[i]), name_of(library, ids[j]), out,
					in);
		}
		assert_int_equal(rank_of(report, ids[i]), all[i]->way[NEIGHBOURS_IN].links);
		assert_true(idset_has(orphans, ids[i]) ==
			    (all[i]->way[NEIGHBOURS_IN].documents == 0));
	}
	assert_int_equal(report->orphans->len, idset_count(orphans));
	for (guint i = 0; i < count; i++)
		neighbours_free(all[i]);
	linked_free(linked);
}

static void
test_inverse(void **state)
{
	(void)state;
	for (int i = 1; i <= 20; i++) {
		struct library library;

		seed = (uint64_t)i * 0x9e3779b97f4a7c15u;
		make(&library, 4 + i * 2);
		check_library(&library);
		library_clear(&library);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_most),
		cmocka_unit_test(test_report),
		cmocka_unit_test(test_inverse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
