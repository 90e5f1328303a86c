#include "config.h"

#include "library/resolve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "library/loader.h"
#include "page/page.h"
#include "support/parse.h"

/* A small library, made of paths and texts. */
struct library {
	struct catalog *catalog;
	struct resolver *resolver;
	GPtrArray *documents;
};

static void
add(struct library *library, const char *path, const char *text)
{
	struct document *document = parse_text(path, text, DOCUMENT_WHOLE);
	struct scan_file file = { .path = (char *)path,
		.state.inode = library->documents->len + 1 };
	uint32_t entry = catalog_add(library->catalog, &file);

	resolver_add(library->resolver, entry, NULL);
	catalog_update(library->catalog, entry, document);
	resolver_add(library->resolver, entry, document);
	g_ptr_array_add(library->documents, document);
}

static const struct {
	const char *path, *text;
} files[] = {
	{ "index.md", "# Start\n" },
	{ "ai_agents.md", "# Of agents\n" },
	{ "a/note.md", "---\naliases: [nickname, Other Name]\n---\n# The First\n" },
	{ "a/deep/note.md", "# The First\n" },
	{ "b/note.md", "---\ntitle: The Second | Site\n---\n# The Second\n\ntext\n" },
	{ "b/My Note.txt", "# Mine\n" },
	{ "b/sub_folder/inner.md", "# Inner\n" },
	{ "C#.md", "# Sharp\n" },
	{ "C.md", "# Sea\n" },
	{ "x/node.js.md", "# Node\n" },
	{ "ai_ml.md", "# Machines\n" },
	{ "x/\xc3\x89t\xc3\xa9.md", "# \xef\xbc\xa1\xef\xbc\xa2\n" },
	{ "web/one.md",
		"---\nsource: https://www.Example.org/news/one/?utm_source=x\n---\n# One\n" },
	{ "web/two.md", "---\nsource: https://example.org/news/two\n---\n# Two\n" },
	{ "web/twin.md", "---\nurl: http://example.org/news/two#part\n---\n# Two again\n" },
	{ "talk.md", "---\nsource: https://youtu.be/VhPfM_aGBVc\n---\n# Talk\n" },
};

static int
make_library(void **state)
{
	struct library *library = g_new(struct library, 1);

	library->catalog = catalog_new();
	library->resolver = resolver_new(library->catalog);
	library->documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		add(library, files[i].path, files[i].text);
	*state = library;
	return 0;
}

static int
free_library(void **state)
{
	struct library *library = *state;

	resolver_free(library->resolver);
	catalog_free(library->catalog);
	g_ptr_array_free(library->documents, TRUE);
	g_free(library);
	return 0;
}

/* What a document that stands at `from` says, and where its first link leads. */
static const struct {
	const char *from, *text, *path, *rule;
	uint32_t candidates;
	const char *anchor;
} links[] = {
	/* beside, root, name */
	{ "a/note.md", "[[note]]", "a/note.md", "beside", 1, "" },
	{ "b/note.md", "[[note#Head]]", "b/note.md", "beside", 1, "Head" },
	{ "a/note.md", "[[note.md]]", "a/note.md", "beside", 1, "" },
	{ "a/note.md", "[[note.txt]]", NULL, NULL, 0, "" },
	{ "a/note.md", "[[deep/note]]", "a/deep/note.md", "beside", 1, "" },
	{ "a/note.md", "[[../b/note]]", "b/note.md", "beside", 1, "" },
	{ "a/note.md", "[[./deep/../note]]", "a/note.md", "beside", 1, "" },
	{ "a/note.md", "[[index]]", "index.md", "root", 1, "" },
	{ "a/note.md", "[[b/note]]", "b/note.md", "root", 1, "" },
	{ "a/note.md", "[[/b/note]]", "b/note.md", "root", 1, "" },
	{ "index.md", "[[note]]", "a/note.md", "name", 3, "" },
	{ "b/sub_folder/inner.md", "[[note]]", "b/note.md", "name", 3, "" },
	{ "x/node.js.md", "[[inner]]", "b/sub_folder/inner.md", "name", 1, "" },
	{ "a/note.md", "[[sub_folder/inner]]", "b/sub_folder/inner.md", "name", 1, "" },
	{ "a/note.md", "[[../../x]]", NULL, NULL, 0, "" },
	/* folded */
	{ "b/note.md", "[[my note]]", "b/My Note.txt", "beside-folded", 1, "" },
	{ "b/note.md", "[[MY_NOTE.TXT]]", "b/My Note.txt", "beside-folded", 1, "" },
	{ "b/note.md", "[[Sub Folder/Inner]]", "b/sub_folder/inner.md", "beside-folded", 1, "" },
	{ "a/note.md", "[[AI agents]]", "ai_agents.md", "root-folded", 1, "" },
	{ "a/note.md", "[[my_note]]", "b/My Note.txt", "name-folded", 1, "" },
	{ "a/note.md", "[[B/My Note]]", "b/My Note.txt", "root-folded", 1, "" },
	{ "a/note.md", "[[AI/ML]]", "ai_ml.md", "name-folded", 1, "" },
	{ "a/note.md", "[[Node.js]]", "x/node.js.md", "name-folded", 1, "" },
	{ "a/note.md", "[[e\xcc\x81T\xc3\x89]]", "x/\xc3\x89t\xc3\xa9.md", "name-folded", 1, "" },
	/* as written, where little is left */
	{ "index.md", "[[C#]]", "C#.md", "beside", 1, "" },
	{ "index.md", "[[C]]", "C.md", "beside", 1, "" },
	{ "index.md", "[[c]]", NULL, NULL, 0, "" },
	{ "index.md", "[[inner#]]", "b/sub_folder/inner.md", "name", 1, "" },
	/* decoded only then */
	{ "a/note.md", "[[My%20Note]]", "b/My Note.txt", "name", 1, "" },
	/* titles and aliases */
	{ "index.md", "[[the first]]", "a/note.md", "title", 2, "" },
	{ "index.md", "[[The Second]]", "b/note.md", "title", 1, "" },
	{ "index.md", "[[ab]]", "x/\xc3\x89t\xc3\xa9.md", "title", 1, "" },
	{ "index.md", "[[other name]]", "a/note.md", "alias", 1, "" },
	{ "index.md", "[[Nickname#x|y]]", "a/note.md", "alias", 1, "x" },
	{ "index.md", "![[nickname]]", "a/note.md", "alias", 1, "" },
	{ "index.md", "[[nothing of the sort]]", NULL, NULL, 0, "" },
	/* paths stand beside the document, or nowhere */
	{ "a/note.md", "[t](deep/note.md#h)", "a/deep/note.md", "beside", 1, "h" },
	{ "a/note.md", "[t](../b/My%20Note.txt)", "b/My Note.txt", "beside", 1, "" },
	{ "a/note.md", "[t](../b/note)", "b/note.md", "beside", 1, "" },
	{ "a/note.md", "[t](index.md)", NULL, NULL, 0, "" },
	{ "a/note.md", "[t](/b/note.md)", "b/note.md", "root", 1, "" },
	/* sources */
	{ "index.md", "[t](http://example.org/news/one)", "web/one.md", "source", 1, "" },
	{ "index.md", "[t](https://EXAMPLE.org/news/one/?ref=x&utm_id=2#top)", "web/one.md",
		"source", 1, "top" },
	{ "index.md", "[t](https://example.org/news/one?page=2)", NULL, NULL, 0, "" },
	{ "index.md", "[t](https://example.org/news/two)", "web/two.md", "source", 2, "" },
	{ "index.md", "[t](https://www.youtube.com/watch?v=VhPfM_aGBVc&t=86s)", "talk.md", "source",
		1, "" },
	{ "index.md", "---\nsource: https://example.org/x/y\n---\n[t](/news/one)", "web/one.md",
		"source", 1, "" },
};

static const char *
path_of(const struct library *library, uint32_t entry)
{
	return entry != NONE ? catalog_entry(library->catalog, entry)->path : NULL;
}

static const struct link *
only_link(const struct document *document)
{
	assert_true(document->link_count > 0);
	return &document->links[document->link_count - 1];
}

static void
test_links(void **state)
{
	const struct library *library = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(links); i++) {
		g_autoptr(Document) document =
			parse_text(links[i].from, links[i].text, DOCUMENT_WHOLE);
		uint32_t from = catalog_find(library->catalog, links[i].from);
		const struct link *link = only_link(document);
		struct resolution got = resolve_link(library->resolver, document, from, link);
		const char *path = path_of(library, got.entry);

		if (g_strcmp0(path, links[i].path) != 0 ||
			g_strcmp0(got.rule, links[i].rule) != 0 ||
			got.candidates != links[i].candidates)
			fail_msg("%s in %s: %s by %s of %u", links[i].text, links[i].from, path,
				got.rule, got.candidates);
		if (strchr(links[i].text, '#') != NULL && got.entry != NONE &&
			links[i].rule[0] != 's')
			assert_string_equal(got.anchor, links[i].anchor);
	}
}

/* The same of what is kept of each link. */
static void
test_targets(void **state)
{
	const struct library *library = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(links); i++) {
		g_autoptr(Document) document =
			parse_text(links[i].from, links[i].text, DOCUMENT_WHOLE);
		uint32_t from = catalog_find(library->catalog, links[i].from), anywhere;
		g_autofree char *target = NULL;
		enum target_kind kind = resolve_link_target(document, only_link(document), &target);
		struct resolution got = resolve_target(library->resolver, from, kind, target);

		if (g_strcmp0(path_of(library, got.entry), links[i].path) != 0 ||
			g_strcmp0(got.rule, links[i].rule) != 0 ||
			got.candidates != links[i].candidates)
			fail_msg("%s in %s: %s by %s of %u", target, links[i].from,
				path_of(library, got.entry), got.rule, got.candidates);
		if (kind == TARGET_NAME && resolve_anywhere(library->resolver, target, &anywhere))
			assert_int_equal(anywhere, got.entry);
	}
}

static void
test_rows(void **state)
{
	static const char *const aliases[] = { "second name", "Second  Name", NULL };
	struct library library;
	struct scan_file file = { .path = (char *)"late.md", .state.inode = 99 };
	uint32_t entry, anywhere;

	make_library(state);
	library = *(struct library *)*state;
	entry = catalog_add(library.catalog, &file);
	resolver_add_row(library.resolver, entry, aliases);
	assert_int_equal(resolve_name(library.resolver, NONE, "late", NULL).entry, entry);
	assert_int_equal(resolve_name(library.resolver, NONE, "second name", NULL).candidates, 1);
	assert_true(resolve_anywhere(library.resolver, "Second name", &anywhere));
	assert_int_equal(anywhere, entry);
	assert_false(resolve_anywhere(library.resolver, "note", &anywhere));
	/* without its aliases */
	resolver_add_row(library.resolver, entry, NULL);
	assert_int_equal(resolve_name(library.resolver, NONE, "second name", NULL).entry, NONE);
	/* and gone */
	catalog_remove(library.catalog, entry);
	assert_int_equal(resolve_name(library.resolver, NONE, "late", NULL).entry, NONE);
	assert_true(resolve_anywhere(library.resolver, "late", &anywhere));
	assert_int_equal(anywhere, NONE);
	free_library(state);
}

static const struct {
	const char *text;
	enum link_state state;
} states[] = {
	{ "[[note]]", LINK_STATE_RESOLVED },
	{ "[[note#No such place]]", LINK_STATE_RESOLVED },
	{ "[[nothing]]", LINK_STATE_MISSING },
	{ "[[nothing.md]]", LINK_STATE_MISSING },
	{ "![[picture.png]]", LINK_STATE_UNKNOWN },
	{ "[t](nothing.md)", LINK_STATE_MISSING },
	{ "[t](paper.pdf)", LINK_STATE_UNKNOWN },
	{ "[t](https://example.org/news/one)", LINK_STATE_RESOLVED },
	{ "[t](https://example.org/other)", LINK_STATE_WEB },
	{ "[t](/site/path)", LINK_STATE_MISSING },
	{ "---\nsource: https://example.org/x\n---\n[t](/site/path)", LINK_STATE_WEB },
	{ "# Some Head\n\n[t](#some-head)", LINK_STATE_RESOLVED },
	{ "# Some Head\n\n[t](#other)", LINK_STATE_MISSING },
	{ "# Some Head\n\n[[#Some head]]", LINK_STATE_RESOLVED },
	{ "# Some Head\n\n[[#Other]]", LINK_STATE_MISSING },
	{ "[t](mailto:a@b.c)", LINK_STATE_WEB },
};

static void
test_states(void **state)
{
	const struct library *library = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(states); i++) {
		g_autoptr(Document) document =
			parse_text("a/asks.md", states[i].text, DOCUMENT_WHOLE);
		uint8_t got = resolve_state(library->resolver, document, NONE, only_link(document));

		if (got != states[i].state)
			fail_msg("%s: %d", states[i].text, got);
	}
}

static const struct {
	const char *name, *paths, *rule, *anchor;
} names[] = {
	{ "a/note.md", "a/note.md", "beside", "" },
	{ "a/note", "a/note.md", "beside", "" },
	{ "note", "a/note.md b/note.md a/deep/note.md", "name", "" },
	{ "note#Head", "a/note.md b/note.md a/deep/note.md", "name", "Head" },
	{ "C#", "C#.md", "beside", "" },
	{ "the first", "a/note.md a/deep/note.md", "title", "" },
	{ "https://example.org/news/two", "web/two.md web/twin.md", "source", "" },
	{ "nothing#x", "", NULL, "x" },
	{ "", "", NULL, "" },
};

static void
test_names(void **state)
{
	const struct library *library = *state;
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		struct resolution got = resolve_name(library->resolver, NONE, names[i].name, all);
		g_autoptr(GString) paths = g_string_new(NULL);

		for (guint j = 0; j < all->len; j++)
			g_string_append_printf(paths, "%s%s", j > 0 ? " " : "",
				path_of(library, g_array_index(all, uint32_t, j)));
		assert_string_equal(paths->str, names[i].paths);
		assert_string_equal(got.anchor, names[i].anchor);
		assert_true(g_strcmp0(got.rule, names[i].rule) == 0);
		assert_int_equal(got.candidates, all->len);
	}
}

static const struct {
	const char *url, *key;
} urls[] = {
	{ "https://www.Example.org/A/b/", "example.org/A/b" },
	{ "HTTP://example.org", "example.org" },
	{ "http://example.org/", "example.org" },
	{ "https://example.org/a#f", "example.org/a" },
	{ "https://example.org/a?", "example.org/a" },
	{ "https://example.org/a/?x=1&utm_source=2&fbclid=3&y=4", "example.org/a?x=1&y=4" },
	{ "https://example.org/?ref=x&gclid=", "example.org" },
	{ "https://example.org/a?reference=x", "example.org/a?reference=x" },
	{ "https://example.org?x=/y/", "example.org?x=/y/" },
	{ "https://m.youtube.com/watch?list=x&v=VhPfM_aGBVc", "youtube.com/VhPfM_aGBVc" },
	{ "https://youtu.be/VhPfM_aGBVc?t=3", "youtube.com/VhPfM_aGBVc" },
	{ "mailto:A@b.c", "mailto:a@b.c" },
	{ "", "" },
};

static void
test_url_keys(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(urls); i++) {
		g_autofree char *key = resolve_url_key(urls[i].url);

		assert_string_equal(key, urls[i].key);
	}
}

static void
test_closest(void **state)
{
	const struct library *library = *state;
	g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	resolve_closest(library->resolver, "agents of AI", 2, entries);
	assert_true(entries->len > 0 && entries->len <= 2);
	assert_string_equal(path_of(library, g_array_index(entries, uint32_t, 0)), "ai_agents.md");
	g_array_set_size(entries, 0);
	resolve_closest(library->resolver, "zzzzzzzz", 5, entries);
	assert_int_equal(entries->len, 0);
}

/* A document read again under another title is found by the new one alone. */
static void
test_changed_document(void **state)
{
	struct library *library = *state;
	uint32_t entry = catalog_find(library->catalog, "talk.md");
	g_autoptr(Document) changed = parse_text("talk.md", "# Lecture\n", DOCUMENT_WHOLE);

	catalog_update(library->catalog, entry, changed);
	resolver_add(library->resolver, entry, changed);
	assert_int_equal(resolve_name(library->resolver, NONE, "lecture", NULL).entry, entry);
	assert_int_equal(
		resolve_name(library->resolver, NONE, "https://youtu.be/VhPfM_aGBVc", NULL).entry,
		NONE);
	assert_int_equal(resolve_name(library->resolver, NONE, "talk", NULL).entry, entry);
}

/* --- the real library, where it is there --- */

#define LIBRARY "../shared/library"

static const struct {
	const char *target, *end;
	uint32_t candidates;
} seeds[] = {
	{ "aidotengineer", "video-notes/aidotengineer/aidotengineer.md", 1 },
	{ "role_of_ai_in_research_and_data_analytics",
		"video-notes/aidotengineer/role_of_ai_in_research_and_data_analytics.md", 1 },
	{ "influential_ai_researchers", "video-notes/aidotengineer/influential_ai_researchers.md",
		1 },
	{ "ethics_and_adoption_challenges_of_ai_agents",
		"video-notes/aidotengineer/ethics_and_adoption_challenges_of_ai_agents.md", 1 },
	{ "building_trust_and_community_in_ai_applications",
		"video-notes/aidotengineer/building_trust_and_community_in_ai_applications.md", 1 },
	{ "ai_in_healthcare", "video-notes/aidotengineer/ai_in_healthcare.md", 1 },
	{ "human_oversight_and_interaction_in_aidriven_analysis",
		"video-notes/aidotengineer/human_oversight_and_interaction_in_aidriven_analysis.md",
		1 },
	{ "the_evolution_and_current_state_of_ai_engineering",
		"video-notes/aidotengineer/the_evolution_and_current_state_of_ai_engineering.md",
		1 },
	{ "https://www.anthropic.com/news/claude-opus-4-6",
		"articles/19-Reference/claude-opus-4-6-anthropic-6c20810f6d.md", 2 },
	{ "https://anthropic.com/news/claude-opus-4-6",
		"articles/19-Reference/claude-opus-4-6-anthropic-59d0a6ac45.md", 2 },
	{ "https://www.anthropic.com/news/apple-xcode-claude-agent-sdk",
		"articles/19-Reference/"
		"apple-s-xcode-now-supports-the-claude-agent-sdk-anthropic-5eb893081b.md",
		1 },
	{ "https://www.anthropic.com/news/anthropic-raises-series-b-to-build-safe-reliable-ai", "",
		2 },
	{ "https://www.anthropic.com/news/claude-is-a-space-to-think", NULL, 0 },
};

/* Of thousands of documents of one name a link finds its own by its path; and what was found once
 * among all is found again at once, until a document is added. */
static void
test_many_of_one_name(void **state)
{
	struct library *library = *state;
	g_autoptr(GString) text = g_string_new(NULL);
	clock_t start;

	for (unsigned i = 0; i < 4000; i++) {
		g_autofree char *path = g_strdup_printf("f%u/same.md", i);
		add(library, path, "# Same\n");
	}
	for (unsigned i = 0; i < 4050; i++)
		g_string_append_printf(text,
			"[[../f%u/same]] [x](../f%u/same.md) [[same]] [[f1/Same]]\n\n", i, i);
	g_autoptr(Document) document = parse_text("q/w.md", text->str, DOCUMENT_WHOLE);
	assert_int_equal(document->link_count, 16200);
	start = clock();
	for (uint32_t i = 0; i < document->link_count; i++) {
		const struct link *link = &document->links[i];
		struct resolution found = resolve_link(library->resolver, document, NONE, link);

		if (i % 4 < 2 && i / 4 >= 4000) {
			assert_int_equal(found.entry, NONE);
			continue;
		}
		g_autofree char *path = i % 4 == 2   ? g_strdup("f0/same.md")
					: i % 4 == 3 ? g_strdup("f1/same.md")
						     : g_strdup_printf("f%u/same.md", i / 4);
		assert_string_equal(catalog_entry(library->catalog, found.entry)->path, path);
		assert_int_equal(found.candidates, i % 4 == 2 ? 4000 : 1);
	}
	assert_true(clock() - start < 2 * CLOCKS_PER_SEC);
	add(library, "q/x/same.md", "# Near\n");
	struct resolution near =
		resolve_link(library->resolver, document, NONE, &document->links[2]);
	assert_string_equal(catalog_entry(library->catalog, near.entry)->path, "q/x/same.md");
	assert_int_equal(near.candidates, 4001);
}

static void
test_real_library(void **state)
{
	(void)state;
	static const char *const roots[] = { LIBRARY, NULL };
	static const char *const extensions[] = { "md", "txt", NULL };
	const struct scan_options options = { .roots = roots, .extensions = extensions };

	if (!g_file_test(LIBRARY, G_FILE_TEST_IS_DIR))
		skip();
	g_autoptr(Catalog) catalog = catalog_new();
	g_autoptr(Resolver) resolver = resolver_new(catalog);

	loader_run(&(struct loader_options){ .scan = options, .last = LOADER_HEADS }, catalog,
		resolver, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(seeds); i++) {
		struct resolution got = resolve_name(resolver, NONE, seeds[i].target, NULL);

		assert_int_equal(got.candidates, seeds[i].candidates);
		assert_true((seeds[i].end == NULL) == (got.entry == NONE));
		if (got.entry != NONE)
			assert_true(g_str_has_suffix(catalog_entry(catalog, got.entry)->path,
				seeds[i].end));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_links, make_library, free_library),
		cmocka_unit_test_setup_teardown(test_targets, make_library, free_library),
		cmocka_unit_test(test_rows),
		cmocka_unit_test_setup_teardown(test_states, make_library, free_library),
		cmocka_unit_test_setup_teardown(test_names, make_library, free_library),
		cmocka_unit_test(test_url_keys),
		cmocka_unit_test_setup_teardown(test_closest, make_library, free_library),
		cmocka_unit_test_setup_teardown(test_changed_document, make_library, free_library),
		cmocka_unit_test_setup_teardown(test_many_of_one_name, make_library, free_library),
		cmocka_unit_test(test_real_library),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
