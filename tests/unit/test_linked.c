/*
 * Who links to whom, as the index tells it, against each link resolved by resolve_link().
 */
#include "config.h"

#include "library/linked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "library/catalog.h"
#include "library/names.h"
#include "library/resolve.h"
#include "support/link_library.h"
#include "text/path.h"

/* --- what is expected --- */

/* What a link says, read once. */
struct said {
	uint32_t entry;             /* where it leads */
	char *url_key;              /* or NULL */
	char *whole_key, *stem_key; /* of a name or path, or NULL */
	char *decoded_key;          /* of its stem with its %XX read, or NULL */
};

static void
said_clear(gpointer pointer)
{
	struct said *said = pointer;

	g_free(said->url_key);
	g_free(said->whole_key);
	g_free(said->stem_key);
	g_free(said->decoded_key);
}

static char *
decoded_stem_key(const char *target)
{
	g_autofree char *decoded = g_uri_unescape_string(target, NULL);
	const char *name = decoded != NULL ? path_name(decoded) : NULL;

	return name != NULL ? names_key(decoded, (size_t)(name - decoded) + path_stem(name)) : NULL;
}

/* What the links of each document say: GArray * of struct said. */
static GPtrArray *
said_by(const struct link_library *library)
{
	GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

	for (guint i = 0; i < library->documents->len; i++) {
		const struct document *document = library->documents->pdata[i];
		GArray *links = g_array_new(FALSE, TRUE, sizeof(struct said));

		g_array_set_clear_func(links, said_clear);
		for (uint32_t j = 0; j < document->link_count; j++) {
			const struct link *link = &document->links[j];
			g_autofree char *url = document_link_url(document, link);
			const char *target = link->target, *name = path_name(target);
			size_t n = strlen(target);
			struct said said = {
				.entry = resolve_link(library->resolver, document, i, link).entry,
			};

			if (url != NULL) {
				said.url_key = resolve_url_key(url);
			} else if (n > 0 && link->kind != LINK_ANCHOR && link->kind != LINK_MEDIA) {
				said.whole_key = names_key(target, n);
				said.stem_key = names_key(target,
					(size_t)(name - target) + path_stem(name));
				said.decoded_key = decoded_stem_key(target);
			}
			g_array_append_val(links, said);
		}
		g_ptr_array_add(all, links);
	}
	return all;
}

static bool
is_below(const char *key, const char *wanted)
{
	size_t n = strlen(wanted);

	return strncmp(key, wanted, n) == 0 && (key[n] == '\0' || key[n] == '/');
}

static bool
is_inside(const char *key, const char *wanted)
{
	for (const char *p = key; (p = strchr(p, '.')) != NULL && p < key + strcspn(key, "/?");) {
		if (is_below(++p, wanted))
			return true;
	}
	return false;
}

/* What is looked for: a document, else a name; and an address, inside which hosts count or not. */
struct asked {
	uint32_t entry;
	const char *name_key, *url_key;
	bool inside;
};

static bool
says(const GArray *links, const struct asked *asked)
{
	for (guint i = 0; i < links->len; i++) {
		const struct said *said = &g_array_index(links, struct said, i);

		if (asked->url_key != NULL && said->url_key != NULL &&
			(is_below(said->url_key, asked->url_key) ||
				(asked->inside && is_inside(said->url_key, asked->url_key))))
			return true;
		if (asked->entry != NONE && said->entry == asked->entry)
			return true;
		if (asked->name_key != NULL && said->whole_key != NULL &&
			(strcmp(said->whole_key, asked->name_key) == 0 ||
				strcmp(said->stem_key, asked->name_key) == 0 ||
				g_strcmp0(said->decoded_key, asked->name_key) == 0))
			return true;
	}
	return false;
}

/* --- comparing --- */

static void
check_to(const struct link_library *library, const GPtrArray *said, struct linked *linked,
	const char *name)
{
	g_autoptr(Idset) ids = idset_new();
	bool url = strstr(name, "://") != NULL || g_str_has_prefix(name, "mailto:");
	g_autofree char *url_key = resolve_url_key(name);
	g_autofree char *name_key = names_key(name, strcspn(name, "#"));
	struct asked asked = {
		.entry = url ? NONE : resolve_name(library->resolver, NONE, name, NULL).entry,
		.inside = !url,
	};

	if (url || strchr(name, '.') != NULL)
		asked.url_key = url_key;
	if (!url && asked.entry == NONE)
		asked.name_key = name_key;
	assert_true(linked_to(linked, name, ids, NULL));
	for (guint i = 0; i < said->len; i++) {
		bool expected = says(said->pdata[i], &asked);

		if (idset_has(ids, link_library_id(library, i)) != expected)
			fail_msg("%s: %s is%s expected", name,
				catalog_entry(library->catalog, i)->path, expected ? "" : " not");
	}
}

static void
check_orphans(const struct link_library *library, const GPtrArray *said, struct linked *linked)
{
	g_autoptr(Idset) ids = idset_new();
	g_autofree bool *linked_to = g_new0(bool, said->len);

	for (guint i = 0; i < said->len; i++) {
		const GArray *links = said->pdata[i];

		for (guint j = 0; j < links->len; j++) {
			uint32_t entry = g_array_index(links, struct said, j).entry;

			if (entry != NONE && entry != i)
				linked_to[entry] = true;
		}
	}
	assert_true(linked_orphans(linked, ids, NULL));
	for (guint i = 0; i < said->len; i++) {
		if (idset_has(ids, link_library_id(library, i)) == linked_to[i])
			fail_msg("%s is%s an orphan", catalog_entry(library->catalog, i)->path,
				linked_to[i] ? " not" : "");
	}
}

static void
check_all(const struct link_library *library, const GPtrArray *said, struct linked *linked)
{
	check_orphans(library, said, linked);
	for (guint i = 0; i < library->documents->len; i++) {
		const struct entry *row = catalog_entry(library->catalog, i);

		check_to(library, said, linked, row->below);
		check_to(library, said, linked, path_name(row->path));
		check_to(library, said, linked, row->title);
		if (row->source[0] != '\0')
			check_to(library, said, linked, row->source);
	}
}

static void
test_made_trees(void **state)
{
	(void)state;
	for (uint32_t tree = 1; tree <= 40; tree++) {
		struct link_library library;
		struct linked *linked;

		link_library_make(&library, tree, 4 + tree % 4 * 15);
		GPtrArray *said = said_by(&library);

		linked = linked_new(library.store, NULL);
		assert_non_null(linked);
		check_all(&library, said, linked);
		for (size_t i = 0; link_library_wikis[i] != NULL; i++)
			check_to(&library, said, linked, link_library_wikis[i]);
		for (size_t i = 0; link_library_urls[i] != NULL; i++)
			check_to(&library, said, linked, link_library_urls[i]);
		check_to(&library, said, linked, "www.example.org/news");
		check_to(&library, said, linked, "b.c.example.org");
		check_to(&library, said, linked, "1.2.3.4");
		linked_free(linked);
		g_ptr_array_free(said, TRUE);
		link_library_clear(&library);
	}
}

/* --- documents that are gone, others' roots, cancelling --- */

static uint32_t
count_to(struct link_library *library, const char *name)
{
	g_autoptr(Idset) ids = idset_new();
	struct linked *linked = linked_new(library->store, NULL);

	assert_true(linked_to(linked, name, ids, NULL));
	linked_free(linked);
	return idset_count(ids);
}

static uint32_t
count_orphans(struct link_library *library)
{
	g_autoptr(Idset) ids = idset_new();
	struct linked *linked = linked_new(library->store, NULL);

	assert_true(linked_orphans(linked, ids, NULL));
	linked_free(linked);
	return idset_count(ids);
}

/* All that is on a host, whatever follows its name, and as a video's address was written. */
static void
test_hosts(void **state)
{
	static const struct {
		const char *target;
		uint32_t count;
	} cases[] = {
		{ "a.org", 3 },
		{ "https://a.org", 2 },
		{ "a.org:8080", 1 },
		{ "https://a.org/y", 0 },
		{ "youtu.be", 1 },
		{ "youtube.com", 2 },
		{ "https://www.youtube.com/watch?v=VhPfM_aGBVc", 2 },
		{ "a.org/y", 0 },
		{ "blog.a.org", 1 },
	};
	struct link_library library;

	(void)state;
	link_library_init(&library, link_roots);
	assert_true(store_begin(library.store, 1000, NULL));
	link_library_put(&library, LINK_ROOT "/query.md", "<https://www.a.org?x=1>\n");
	link_library_put(&library, LINK_ROOT "/port.md", "<https://a.org:8080/y>\n");
	link_library_put(&library, LINK_ROOT "/inside.md", "<https://blog.a.org>\n");
	link_library_put(&library, LINK_ROOT "/short.md", "<https://youtu.be/VhPfM_aGBVc>\n");
	link_library_put(&library, LINK_ROOT "/long.md",
		"<https://m.youtube.com/watch?v=VhPfM_aGBVc>\n");
	assert_true(store_commit(library.store, NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		uint32_t count = count_to(&library, cases[i].target);

		if (count != cases[i].count)
			fail_msg("%s: %u documents, not %u", cases[i].target, count,
				cases[i].count);
	}
	link_library_clear(&library);
}

/* A name that no document has is found as a link decodes it, too. */
static void
test_decoded_names(void **state)
{
	struct link_library library;

	(void)state;
	link_library_init(&library, link_roots);
	assert_true(store_begin(library.store, 1000, NULL));
	link_library_put(&library, LINK_ROOT "/a.md", "# A\n\n[[No%20such%20note]]\n");
	link_library_put(&library, LINK_ROOT "/b.md", "# B\n\n[[no such note]]\n");
	link_library_put(&library, LINK_ROOT "/c.md", "# C\n\n[x](no%20such%20note.md)\n");
	assert_true(store_commit(library.store, NULL));
	assert_int_equal(count_to(&library, "no such note"), 3);
	link_library_clear(&library);
}

static void
test_gone(void **state)
{
	struct link_library library;

	(void)state;
	link_library_init(&library, link_roots);
	link_library_put(&library, LINK_ROOT "/one.md", "# First\n\n[[two]]\n");
	link_library_put(&library, LINK_ROOT "/two.md", "# Second\n\n[[one]] [[two]]\n");
	link_library_put(&library, LINK_ROOT "/three.md", "# Third\n\n[[two]] [[three]]\n");
	assert_int_equal(count_to(&library, "two"), 3);
	assert_int_equal(count_orphans(&library), 1);
	/* its links are gone with it; links to it have its name */
	assert_true(store_remove(library.store, link_library_id(&library, 1), 0, NULL));
	assert_int_equal(count_to(&library, "one"), 0);
	assert_int_equal(count_to(&library, "two"), 2);
	assert_int_equal(count_orphans(&library), 2);
	link_library_clear(&library);
}

static void
test_outside_roots(void **state)
{
	static const char *const inside[] = { LINK_ROOT "/in", NULL };
	static const char *const extensions[] = { "md", NULL };
	struct link_library library;

	(void)state;
	link_library_init(&library, link_roots);
	store_location_unref(library.location);
	store_close(library.store);
	library.location = store_location_new(inside, link_roots, extensions, true);
	library.store = store_open(library.location, NULL);
	link_library_put(&library, LINK_ROOT "/in/one.md", "# First\n\n[[two]] [[out]]\n");
	link_library_put(&library, LINK_ROOT "/in/two.md", "# Second\n\ntext\n");
	link_library_put(&library, LINK_ROOT "/out.md", "# Outside\n\n[[two]] [[one]]\n");
	assert_int_equal(count_to(&library, "two"), 1);
	assert_int_equal(count_to(&library, "one"), 0);
	assert_int_equal(count_orphans(&library), 1);
	link_library_clear(&library);
}

static void
test_cancelled(void **state)
{
	struct cancel cancel = { 0 };
	g_autoptr(Idset) ids = idset_new();
	struct link_library library;
	struct linked *linked;

	(void)state;
	link_library_make(&library, 7, 40);
	linked = linked_new(library.store, &cancel);
	assert_non_null(linked);
	cancel_set(&cancel);
	assert_false(linked_to(linked, "note", ids, &cancel));
	assert_false(linked_orphans(linked, ids, &cancel));
	assert_true(linked_orphans(linked, ids, NULL));
	linked_free(linked);
	assert_null(linked_new(library.store, &cancel));
	link_library_clear(&library);
}

/* --- real documents --- */

static void
test_real_library(void **state)
{
	g_autofree char *folder = realpath("../shared/library", NULL);
	struct link_library library;

	(void)state;
	if (folder == NULL)
		skip();
	link_library_read(&library, folder);
	struct linked *linked = linked_new(library.store, NULL);
	g_autoptr(GPtrArray) said = said_by(&library);

	check_orphans(&library, said, linked);
	for (guint i = 0; i < library.documents->len; i += 9) {
		const struct document *document = library.documents->pdata[i];

		check_to(&library, said, linked, catalog_entry(library.catalog, i)->title);
		if (document->link_count > 0)
			check_to(&library, said, linked,
				document->links[i % document->link_count].target);
	}
	linked_free(linked);
	link_library_clear(&library);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_made_trees),
		cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_decoded_names),
		cmocka_unit_test(test_gone),
		cmocka_unit_test(test_outside_roots),
		cmocka_unit_test(test_cancelled),
		cmocka_unit_test(test_real_library),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
