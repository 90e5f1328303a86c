/*
 * Who links to whom, as the index tells it, against each link resolved by resolve_link().
 */
#include "config.h"

#include "library/linked.h"

#include <fcntl.h>
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
#include "support/parse.h"
#include "text/path.h"

#define ROOT "/library"

static const char *const root[] = { ROOT, NULL }, *const none[] = { NULL };

/* Documents in a store, and beside it in a catalog with a resolver. */
struct library {
	struct store_location *location;
	struct store *store;
	struct catalog *catalog;
	struct resolver *resolver;
	GPtrArray *documents;
	GArray *ids; /* uint32_t, as documents */
};

static void
library_init(struct library *library, const char *const *roots)
{
	static const char *const extensions[] = { "md", "txt", "vtt", NULL };

	library->location = store_location_new(roots, none, extensions, true);
	library->store = store_open(library->location, NULL);
	assert_non_null(library->store);
	library->catalog = catalog_new();
	library->resolver = resolver_new(library->catalog);
	library->documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	library->ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
}

static void
library_clear(struct library *library)
{
	resolver_free(library->resolver);
	catalog_free(library->catalog);
	g_ptr_array_free(library->documents, TRUE);
	g_array_free(library->ids, TRUE);
	store_close(library->store);
	store_location_unref(library->location);
}

/* Takes a document that stands at a path; below: the length of its root, slash included. */
static void
take(struct library *library, const char *path, uint32_t below, struct document *document)
{
	struct scan_file file = { .path = (char *)path, .below = below };
	g_autofree char *folder = g_path_get_dirname(path);
	GError *error = NULL;
	uint32_t entry, id = 0;

	file.state.inode = library->documents->len + 1;
	document->file.inode = file.state.inode;
	entry = catalog_add(library->catalog, &file);
	assert_int_equal(entry, library->documents->len);
	catalog_update(library->catalog, entry, document);
	resolver_add(library->resolver, entry, document);
	assert_true(store_put(library->store, folder, path_name(path), NULL, document, NULL, &id,
		&error));
	g_ptr_array_add(library->documents, document);
	g_array_append_val(library->ids, id);
}

static uint32_t
id_at(const struct library *library, guint i)
{
	return g_array_index(library->ids, uint32_t, i);
}

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
said_by(const struct library *library)
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
check_to(const struct library *library, const GPtrArray *said, struct linked *linked,
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

		if (idset_has(ids, id_at(library, i)) != expected)
			fail_msg("%s: %s is%s expected", name,
				catalog_entry(library->catalog, i)->path, expected ? "" : " not");
	}
}

static void
check_orphans(const struct library *library, const GPtrArray *said, struct linked *linked)
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
		if (idset_has(ids, id_at(library, i)) == linked_to[i])
			fail_msg("%s is%s an orphan", catalog_entry(library->catalog, i)->path,
				linked_to[i] ? " not" : "");
	}
}

static void
check_all(const struct library *library, const GPtrArray *said, struct linked *linked)
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

/* --- made trees --- */

static uint64_t seed;

static uint32_t
next(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)((seed >> 16) % below);
}

static const char *
any_of(const char *const *strings, size_t n)
{
	return strings[next((uint32_t)n)];
}

#define ANY(strings) any_of(strings, G_N_ELEMENTS(strings))

static const char *const folders[] = { "", "a/", "a/", "a/deep/", "b/", "b/Sub Folder/", "ai/" };
static const char *const file_names[] = { "note.md", "Note.md", "index.md", "my_note.md",
	"My Note.txt", "C#.md", "C.md", "ml.md", "ai_ml.md", "node.js.md", "node.md",
	"\xc3\x89t\xc3\xa9.md", "x.vtt", "50%25.md", "note.txt",
	"README"
	".md" };
static const char *const titles[] = { "Note", "The First", "the first | Site", "My Note", "C#",
	"AI/ML", "Node.js", "example.org", "Nickname" };
static const char *const sources[] = { "https://www.example.org/news/one",
	"http://example.org/news/one/", "https://example.org/news/one?utm_source=x#top",
	"https://blog.example.org/a?b=c", "https://youtu.be/VhPfM_aGBVc", "https://example.org/",
	"example.org/news/one" };
static const char *const wikis[] = { "note", "Note", "NOTE", "note.md", "a/note", "b/note.md",
	"deep/note", "../note", "../a/note", "./note", "/a/note", "/note", "my note", "My%20Note",
	"My%20Note.txt", "C#", "C", "c", "C#x", "AI/ML", "ai_ml", "Node.js", "node",
	"\xc3\xa9t\xc3\xa9", "the first", "nickname", "nobody", "a/nobody", "index#part",
	"sub folder/note", "Sub Folder/index", "x", "50%25", "50%", "readme", "other name",
	"note.txt", "example.org" };
static const char *const paths[] = { "note.md", "note", "../note.md", "a/note.md",
	"deep/index.md#h", "My%20Note.txt", "/a/note.md", "/news/one", "/news/one/", "./C%23.md",
	"nobody.md", "README" };
static const char *const urls[] = { "https://www.example.org/news/one",
	"http://example.org/news/one/", "https://example.org/news/one#x",
	"https://example.org/news/one?ref=y", "https://example.org",
	"https://example.org/news/one/more", "https://blog.example.org/a?b=c",
	"https://www.youtube.com/watch?v=VhPfM_aGBVc&t=86s", "https://a.b.c.example.org/x/y/z",
	"mailto:someone@example.org", "https://1.2.3.4/x" };

static void
make_text(GString *text)
{
	if (next(2) == 0) {
		g_string_append(text, "---\n");
		if (next(2) == 0)
			g_string_append_printf(text, "title: \"%s\"\n", ANY(titles));
		if (next(3) == 0)
			g_string_append_printf(text, "aliases: [%s, \"%s\"]\n", "other name",
				ANY(titles));
		if (next(2) == 0)
			g_string_append_printf(text, "source: \"%s\"\n", ANY(sources));
		if (next(4) == 0)
			g_string_append_printf(text, "related: \"[[%s]]\"\n", ANY(wikis));
		g_string_append(text, "---\n");
	}
	g_string_append_printf(text, "# %s\n\n", ANY(titles));
	for (uint32_t i = next(6); i > 0; i--) {
		switch (next(5)) {
		case 0:
		case 1:
			g_string_append_printf(text, "[[%s]] ", ANY(wikis));
			break;
		case 2:
			g_string_append_printf(text, "![[%s|text]] ", ANY(wikis));
			break;
		case 3:
			g_string_append_printf(text, "[t](%s) ", ANY(paths));
			break;
		default:
			g_string_append_printf(text, "[t](%s) ", ANY(urls));
			break;
		}
	}
	g_string_append_c(text, '\n');
}

static void
make_tree(struct library *library, uint32_t count)
{
	library_init(library, root);
	assert_true(store_begin(library->store, 1000, NULL));
	for (uint32_t i = 0; i < count; i++) {
		g_autofree char *path = g_strconcat(ROOT "/", ANY(folders), ANY(file_names), NULL);
		g_autoptr(GString) text = g_string_new(NULL);

		if (catalog_find(library->catalog, path) != NONE)
			continue;
		make_text(text);
		take(library, path, strlen(ROOT "/"), parse_text(path, text->str, DOCUMENT_WHOLE));
	}
	assert_true(store_commit(library->store, NULL));
}

static void
test_made_trees(void **state)
{
	(void)state;
	for (uint32_t tree = 1; tree <= 40; tree++) {
		struct library library;
		struct linked *linked;

		seed = tree * 0x9e3779b97f4a7c15u;
		make_tree(&library, 4 + tree % 4 * 15);
		GPtrArray *said = said_by(&library);

		linked = linked_new(library.store, NULL);
		assert_non_null(linked);
		check_all(&library, said, linked);
		for (size_t i = 0; i < G_N_ELEMENTS(wikis); i++)
			check_to(&library, said, linked, wikis[i]);
		for (size_t i = 0; i < G_N_ELEMENTS(urls); i++)
			check_to(&library, said, linked, urls[i]);
		check_to(&library, said, linked, "www.example.org/news");
		check_to(&library, said, linked, "b.c.example.org");
		check_to(&library, said, linked, "1.2.3.4");
		linked_free(linked);
		g_ptr_array_free(said, TRUE);
		library_clear(&library);
	}
}

/* --- documents that are gone, others' roots, cancelling --- */

static void
put(struct library *library, const char *path, const char *text)
{
	take(library, path, strlen(ROOT "/"), parse_text(path, text, DOCUMENT_WHOLE));
}

static uint32_t
count_to(struct library *library, const char *name)
{
	g_autoptr(Idset) ids = idset_new();
	struct linked *linked = linked_new(library->store, NULL);

	assert_true(linked_to(linked, name, ids, NULL));
	linked_free(linked);
	return idset_count(ids);
}

static uint32_t
count_orphans(struct library *library)
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
	struct library library;

	(void)state;
	library_init(&library, root);
	assert_true(store_begin(library.store, 1000, NULL));
	put(&library, ROOT "/query.md", "<https://www.a.org?x=1>\n");
	put(&library, ROOT "/port.md", "<https://a.org:8080/y>\n");
	put(&library, ROOT "/inside.md", "<https://blog.a.org>\n");
	put(&library, ROOT "/short.md", "<https://youtu.be/VhPfM_aGBVc>\n");
	put(&library, ROOT "/long.md", "<https://m.youtube.com/watch?v=VhPfM_aGBVc>\n");
	assert_true(store_commit(library.store, NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		uint32_t count = count_to(&library, cases[i].target);

		if (count != cases[i].count)
			fail_msg("%s: %u documents, not %u", cases[i].target, count,
				cases[i].count);
	}
	library_clear(&library);
}

/* A name that no document has is found as a link decodes it, too. */
static void
test_decoded_names(void **state)
{
	struct library library;

	(void)state;
	library_init(&library, root);
	assert_true(store_begin(library.store, 1000, NULL));
	put(&library, ROOT "/a.md", "# A\n\n[[No%20such%20note]]\n");
	put(&library, ROOT "/b.md", "# B\n\n[[no such note]]\n");
	put(&library, ROOT "/c.md", "# C\n\n[x](no%20such%20note.md)\n");
	assert_true(store_commit(library.store, NULL));
	assert_int_equal(count_to(&library, "no such note"), 3);
	library_clear(&library);
}

static void
test_gone(void **state)
{
	struct library library;

	(void)state;
	library_init(&library, root);
	put(&library, ROOT "/one.md", "# First\n\n[[two]]\n");
	put(&library, ROOT "/two.md", "# Second\n\n[[one]] [[two]]\n");
	put(&library, ROOT "/three.md", "# Third\n\n[[two]] [[three]]\n");
	assert_int_equal(count_to(&library, "two"), 3);
	assert_int_equal(count_orphans(&library), 1);
	/* its links are gone with it; links to it have its name */
	assert_true(store_remove(library.store, id_at(&library, 1), 0, NULL));
	assert_int_equal(count_to(&library, "one"), 0);
	assert_int_equal(count_to(&library, "two"), 2);
	assert_int_equal(count_orphans(&library), 2);
	library_clear(&library);
}

static void
test_outside_roots(void **state)
{
	static const char *const inside[] = { ROOT "/in", NULL };
	static const char *const extensions[] = { "md", NULL };
	struct library library;

	(void)state;
	library_init(&library, root);
	store_location_unref(library.location);
	store_close(library.store);
	library.location = store_location_new(inside, root, extensions, true);
	library.store = store_open(library.location, NULL);
	put(&library, ROOT "/in/one.md", "# First\n\n[[two]] [[out]]\n");
	put(&library, ROOT "/in/two.md", "# Second\n\ntext\n");
	put(&library, ROOT "/out.md", "# Outside\n\n[[two]] [[one]]\n");
	assert_int_equal(count_to(&library, "two"), 1);
	assert_int_equal(count_to(&library, "one"), 0);
	assert_int_equal(count_orphans(&library), 1);
	library_clear(&library);
}

static void
test_cancelled(void **state)
{
	struct cancel cancel = { 0 };
	g_autoptr(Idset) ids = idset_new();
	struct library library;
	struct linked *linked;

	(void)state;
	seed = 7;
	make_tree(&library, 40);
	linked = linked_new(library.store, &cancel);
	assert_non_null(linked);
	cancel_set(&cancel);
	assert_false(linked_to(linked, "note", ids, &cancel));
	assert_false(linked_orphans(linked, ids, &cancel));
	assert_true(linked_orphans(linked, ids, NULL));
	linked_free(linked);
	assert_null(linked_new(library.store, &cancel));
	library_clear(&library);
}

/* --- real documents --- */

static void
test_real_library(void **state)
{
	g_autofree char *folder = realpath("../shared/library", NULL);
	const char *const roots[] = { folder, NULL }, *const extensions[] = { "md", "txt", "vtt",
		NULL };
	const struct scan_options options = { .roots = roots, .extensions = extensions };
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)scan_file_free);
	g_autoptr(GPtrArray) problems =
		g_ptr_array_new_with_free_func((GDestroyNotify)scan_problem_free);
	struct library library;
	struct scan *scan;

	(void)state;
	if (folder == NULL)
		skip();
	library_init(&library, roots);
	scan = scan_new(&options);
	while (scan_step(scan, files, problems))
		;
	scan_free(scan);
	assert_true(store_begin(library.store, 1000, NULL));
	for (guint i = 0; i < files->len; i++) {
		const struct scan_file *file = files->pdata[i];
		struct document *document = document_open(AT_FDCWD, file->path, file->path, NULL,
			DOCUMENT_WHOLE, NULL, NULL);

		if (document != NULL)
			take(&library, file->path, file->below, document);
	}
	assert_true(store_commit(library.store, NULL));
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
	library_clear(&library);
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
