/*
 * Which sections are about the same, and why.
 */
#include "config.h"

#include "library/related.h"

#include <math.h>
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

static uint32_t
id_at(const struct library *library, guint i)
{
	return g_array_index(library->ids, uint32_t, i);
}

/* --- what is shared --- */

/* Of two documents among others; the section of the first that is asked about, and what is found. */
static const struct {
	const char *name;
	const char *first, *second;
	uint32_t section;
	uint32_t found; /* its section; NONE: before the first heading */
	uint32_t line;  /* 0: nothing is found */
	const char *title, *reason;
} cases[] = {
	{ "a pair, as the section asked about writes it",
		"# A\n\nThe people.\n\n## Goals\n\nReward\nhacking of the house.\n",
		"# B\n\nThe house.\n\n## Cheats\n\nOn reward hacking of people.\n", 1, 1, 5,
		"Cheats", "\"Reward hacking\"" },
	{ "a word", "# A\n\nZymurgy is this.\n", "# B\n\nThe people.\n\n## C\n\nOf zymurgy.\n", 0,
		1, 5, "C", "\"Zymurgy\"" },
	{ "a word without case and accents", "# A\n\nCafés\n", "# B\n\nCAFES\n", 0, 0, 1, "B",
		"\"Caf\u00e9s\"" },
	{ "a join of signs", "# A\n\nThe `snake_charm` of people.\n",
		"# B\n\nSay snake_charm(x).\n", 0, 0, 1, "B", "\"snake_charm\"" },
	{ "a name with signs", "# A\n\nThe house of C++ people.\n", "# B\n\nC++\n", 0, 0, 1, "B",
		"\"C++\"" },
	{ "an identifier", "# A\n\nThe 2310.12345 of people\n", "# B\n\nSee 2310.12345\n", 0, 0, 1,
		"B", "\"2310.12345\"" },
	{ "two characters of a script without spaces", "# A\n\n\u7d22\u5f15\n",
		"# B\n\n\u6587\u7d22\u5f15\u6587\n", 0, 0, 1, "B", "\"\u7d22\u5f15\"" },
	{ "code", "# A\n\n```c\nint frobnicate(void);\n```\n", "# B\n\n    frobnicate();\n", 0, 0,
		1, "B", "\"frobnicate\"" },
	{ "a word that stands before the first heading", "Zymurgy\n\n# A\n\nThe people\n",
		"Of zymurgy\n\n# B\n\nThe house\n", NONE, NONE, 1, "B", "\"Zymurgy\"" },
	{ "what stands below a heading alone", "# A\n\n## C\n\nZymurgy\n", "# B\n\nZymurgy\n", 0, 0,
		1, "B", "\"Zymurgy\"" },
	{ "a link that leads nowhere", "# A\n\n[[Ghost Town]]\n",
		"# B\n\nThe people.\n\n## D\n\n[[ghost_town|this]]\n", 0, 1, 5, "D",
		"1 shared link" },
	{ "links to one address, and two",
		"# A\n\n[this](https://a.example/x) [say](https://b.example)\n",
		"# B\n\n[of](http://www.a.example/x/) [people](https://b.example/#house)\n", 0, 0,
		1, "B", "2 shared links" },
	{ "a link to a document", "# A\n\n[[3]]\n", "# B\n\n[this](other/3.md)\n", 0, 0, 1, "B",
		"1 shared link" },
	{ "a tag", "---\ntags: [zymurgy]\n---\n\n# A\n\nThe people.\n",
		"---\ntags: zymurgy\n---\n\n# B\n\nThe house.\n", 0, 0, 5, "B", "#zymurgy" },
	{ "a video", "---\nvideoId: abcdefghijk\n---\n\n# A\n\nThe people.\n",
		"---\nmedia: https://youtu.be/abcdefghijk\n---\n\n# B\n\nThe house.\n", 0, 0, 5,
		"B", "same video" },
	{ "a source", "---\nsource: https://a.example/x\n---\n\n# A\n\nThe people.\n",
		"---\nurl: http://www.a.example/x/?utm_source=y\n---\n\n# B\n\nThe house.\n", 0, 0,
		5, "B", "same source" },
	{ "all at once, links first",
		"---\ntags: [zym]\nvideoId: abcdefghijk\n---\n\n# A\n\n[[Ghost]] zymurgy\n",
		"---\ntags: [zym]\nvideoId: abcdefghijk\n---\n\n# B\n\n[[ghost|zymurgy]]\n", 0, 0,
		6, "B", "1 shared link \u00b7 \"zymurgy\" \u00b7 #zym \u00b7 same video" },
	{ "words that all have", "# A\n\nThe people of the house.\n",
		"# B\n\nThe house of the people.\n", 0, 0, 0, NULL, NULL },
	{ "bare numbers", "# A\n\n777 12:34\n", "# B\n\n777 12:34\n", 0, 0, 0, NULL, NULL },
	{ "the address of a link alone", "# A\n\nhttps://a.example/zymurgy/one\n",
		"# B\n\nhttps://b.example/zymurgy/two\n", 0, 0, 0, NULL, NULL },
	{ "a section without anything", "#\n", "# B\n\nZymurgy\n", 0, 0, 0, NULL, NULL },
};

static void
test_cases(void **state)
{
	(void)state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct library library;

		library_init(&library);
		take(&library, ROOT "/a.md", cases[i].first);
		take(&library, ROOT "/b.md", cases[i].second);
		take_others(&library, 40);
		g_autoptr(GPtrArray) found = ask(&library, 0, cases[i].section);
		guint expected = cases[i].line > 0;

		if (found->len != expected)
			fail_msg("%s: %u found", cases[i].name, found->len);
		if (expected > 0) {
			const struct related *related = found->pdata[0];

			assert_int_equal(related->id, id_at(&library, 1));
			if (related->section != cases[i].found || related->line != cases[i].line ||
				strcmp(related->title, cases[i].title) != 0 ||
				strcmp(related->reason, cases[i].reason) != 0)
				fail_msg("%s: section %d line %u \"%s\": %s", cases[i].name,
					(int)related->section, related->line, related->title,
					related->reason);
		}
		library_clear(&library);
	}
}

/* --- in what order --- */

static void
rarer_is_nearer_and_the_own_document_last(void **state)
{
	struct library library;
	(void)state;

	library_init(&library);
	take(&library, ROOT "/a.md",
		"# A\n\nZymurgy, quux and frob.\n\n## Own\n\nZymurgy, quux and frob.\n\n"
		"## Two\n\nQuux frob\n\n## Three\n\nQuux\n\n## Four\n\nFrob\n");
	take(&library, ROOT "/b.md", "# B\n\nQuux\n");
	take(&library, ROOT "/c.md", "# C\n\nQuux, frob, zymurgy\n");
	take(&library, ROOT "/d.md", "# D\n\nQuux\n");
	take(&library, ROOT "/e.md", "# E\n\nFrob\n");
	take_others(&library, 60);
	g_autoptr(GPtrArray) found = ask(&library, 0, 0);
	const struct related *first = found->pdata[0];

	assert_int_equal(found->len, 4 + RELATED_OF_DOCUMENT);
	assert_int_equal(first->id, id_at(&library, 2));
	for (guint i = 0; i < found->len; i++) {
		const struct related *related = found->pdata[i];

		assert_true((related->id == id_at(&library, 0)) == (i >= 4));
		assert_false(related->id == id_at(&library, 0) && related->section == 0);
	}
	library_clear(&library);
}

static void
never_only_its_own_document(void **state)
{
	struct library library;
	(void)state;

	library_init(&library);
	take(&library, ROOT "/a.md", "# A\n\nZymurgy\n\n## B\n\nZymurgy\n");
	take_others(&library, 40);
	g_autoptr(GPtrArray) found = ask(&library, 0, 0);

	assert_int_equal(found->len, 0);
	library_clear(&library);
}

/* Many sections of one are not all there is. */
static void
many_documents_are_among_the_first(void **state)
{
	struct library library;
	g_autoptr(GString) text = g_string_new(NULL);
	(void)state;

	library_init(&library);
	take(&library, ROOT "/a.md", "# A\n\nZymurgy and quux\n");
	for (int i = 0; i < 30; i++)
		g_string_append_printf(text, "## B%d\n\nZymurgy and quux\n\n", i);
	take(&library, ROOT "/b.md", text->str);
	take(&library, ROOT "/c.md", "# C\n\nOf zymurgy\n");
	take(&library, ROOT "/d.md", "# D\n\nOf quux\n");
	take_others(&library, 60);
	g_autoptr(GPtrArray) found = ask(&library, 0, 0);
	bool c = false, d = false;

	for (guint i = 0; i < 5; i++) {
		const struct related *related = found->pdata[i];

		c = c || related->id == id_at(&library, 2);
		d = d || related->id == id_at(&library, 3);
	}
	assert_true(c && d);
	library_clear(&library);
}

/* More documents hold them than are counted. */
static void
words_that_join_others_make_no_pair(void **state)
{
	struct library library;
	(void)state;

	library_init(&library);
	take(&library, ROOT "/a.md", "# A\n\nThe people of zymurgy.\n");
	take(&library, ROOT "/b.md", "# B\n\nA house of zymurgy.\n");
	take_others(&library, 1100);
	g_autoptr(GPtrArray) found = ask(&library, 0, 0);

	assert_int_equal(found->len, 1);
	assert_string_equal(((struct related *)found->pdata[0])->reason, "\"zymurgy\"");
	library_clear(&library);
}

/* --- what changes --- */

static void
what_is_gone_is_not_found(void **state)
{
	struct library library;
	(void)state;

	library_init(&library);
	take(&library, ROOT "/a.md", "# A\n\nZymurgy\n");
	take(&library, ROOT "/b.md", "# B\n\nZymurgy\n");
	take(&library, ROOT "/c.md", "# C\n\nZymurgy\n");
	take_others(&library, 40);
	assert_true(store_remove(library.store, id_at(&library, 1), 0, NULL));
	g_autoptr(GPtrArray) found = ask(&library, 0, 0);

	assert_int_equal(found->len, 1);
	assert_int_equal(((struct related *)found->pdata[0])->id, id_at(&library, 2));
	library_clear(&library);
}

static void
a_document_that_is_not_in_the_store(void **state)
{
	struct library library;
	(void)state;

	library_init(&library);
	take(&library, ROOT "/b.md", "# B\n\nZymurgy\n");
	take_others(&library, 40);
	library.linked = linked_new(library.store, NULL);
	g_autoptr(Document) document = parse_text("x.md", "# A\n\nZymurgy\n", DOCUMENT_WHOLE);
	g_autoptr(GPtrArray) found =
		related_to(library.store, library.linked, document, 0, 0, 20, NULL, NULL);

	assert_int_equal(found->len, 1);
	library_clear(&library);
}

static void
cancelled(void **state)
{
	struct library library;
	struct cancel cancel = { true };
	GError *error = NULL;
	(void)state;

	library_init(&library);
	take(&library, ROOT "/a.md", "# A\n\nZymurgy\n");
	take(&library, ROOT "/b.md", "# B\n\nZymurgy\n");
	library.linked = linked_new(library.store, NULL);
	assert_null(related_to(library.store, library.linked, library.documents->pdata[0],
		id_at(&library, 0), 0, 20, &cancel, &error));
	assert_true(g_error_matches(error, STORE_ERROR, STORE_ERROR_STOPPED));
	g_error_free(error);
	library_clear(&library);
}

/* --- hostile --- */

/* A text of n bytes of what a function appends. */
static char *
make(size_t n, void (*append)(GString *text, unsigned i))
{
	GString *text = g_string_new(NULL);

	for (unsigned i = 0; text->len < n; i++)
		append(text, i);
	return g_string_free(text, FALSE);
}

static void
different_words(GString *text, unsigned i)
{
	g_string_append_printf(text, "wor%xd%c", i * 2654435761U, i % 12 == 11 ? '\n' : ' ');
}

static void
one_word(GString *text, unsigned i)
{
	g_string_append(text, i % 10 == 9 ? "zymurgy\n" : "zymurgy ");
}

static void
links(GString *text, unsigned i)
{
	g_string_append_printf(text, "[[Ghost %u]]\n", i);
}

static void
headings(GString *text, unsigned i)
{
	g_string_append_printf(text, "## H%u\n", i);
}

static void
breaks(GString *text, unsigned i)
{
	g_string_append(text, i % 3 == 2 ? "\x1e\n\n# Zymurgy\n\n" : "zymurgy \x1e ");
}

static void
joined(GString *text, unsigned i)
{
	g_string_append_printf(text, "\xe6\xbc\xa2\"%u\"'\x1f'*-", i);
}

static void
no_space(GString *text, unsigned i)
{
	g_string_append_printf(text, "a%u://", i);
}

static void
any_text_is_answered(void **state)
{
	static void (*const makers[])(GString *, unsigned) = { different_words, one_word, links,
		headings, breaks, joined, no_space };
	struct library library;
	(void)state;

	library_init(&library);
	for (guint i = 0; i < 2 * G_N_ELEMENTS(makers); i++) {
		g_autofree char *text = make(i % 2 == 0 ? 4000
					     : i < 4    ? 1 << 20
							: 1 << 17,
			makers[i / 2]);
		g_autofree char *path = g_strdup_printf(ROOT "/%u.md", i);

		take(&library, path, text);
	}
	take_others(&library, 40);
	for (guint i = 0; i < 2 * G_N_ELEMENTS(makers); i++) {
		const struct document *document = library.documents->pdata[i];
		gint64 start = g_get_monotonic_time();
		g_autoptr(GPtrArray) found =
			ask(&library, i, document->section_count > 0 ? 0 : NONE);

		for (guint j = 0; j < found->len; j++) {
			const struct related *related = found->pdata[j];

			assert_non_null(related->title);
			assert_non_null(related->reason);
			assert_true(related->line > 0);
		}
		/* Far from what it takes, and less than what would be felt as hanging. */
		assert_true(g_get_monotonic_time() - start < 5 * G_USEC_PER_SEC);
	}
	library_clear(&library);
}

/* --- halves of one text --- */

enum { TOPICS = 60, SECTIONS = 6 };

/* A section of a topic: words that it has for its own, among words that all have. */
static void
append_section(GString *text, GRand *random, int topic, int section)
{
	g_string_append_printf(text, "## Part %d\n\n", section);
	for (int i = 0; i < 80; i++) {
		if (g_rand_int_range(random, 0, 8) == 0)
			g_string_append_printf(text, "topic%dx%d ", topic,
				g_rand_int_range(random, 0, 30));
		else
			g_string_append_printf(text, "word%d ",
				(int)(500 * pow(g_rand_double(random), 3)));
	}
	g_string_append(text, "\n\n");
}

static void
halves_of_one_text_find_each_other(void **state)
{
	struct library library;
	g_autoptr(GRand) random = g_rand_new_with_seed(1);
	unsigned asked = 0, right = 0;
	(void)state;

	library_init(&library);
	for (guint i = 0; i < 2 * TOPICS; i++) {
		g_autofree char *path = g_strdup_printf(ROOT "/%u.md", i);
		g_autoptr(GString) text = g_string_new(NULL);

		for (int j = 0; j < SECTIONS; j++)
			append_section(text, random, (int)i / 2, j);
		take(&library, path, text->str);
	}
	for (guint i = 0; i < 2 * TOPICS; i++) {
		g_autoptr(GPtrArray) found = ask(&library, i, i % SECTIONS);
		bool met = false;

		for (guint j = 0; j < found->len && j < 10; j++)
			met = met ||
			      ((struct related *)found->pdata[j])->id == id_at(&library, i ^ 1);
		asked++;
		right += met;
	}
	assert_true(right * 100 >= asked * 95);
	library_clear(&library);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(rarer_is_nearer_and_the_own_document_last),
		cmocka_unit_test(never_only_its_own_document),
		cmocka_unit_test(many_documents_are_among_the_first),
		cmocka_unit_test(words_that_join_others_make_no_pair),
		cmocka_unit_test(what_is_gone_is_not_found),
		cmocka_unit_test(a_document_that_is_not_in_the_store),
		cmocka_unit_test(cancelled),
		cmocka_unit_test(any_text_is_answered),
		cmocka_unit_test(halves_of_one_text_find_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
