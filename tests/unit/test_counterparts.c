/*
 * Entries of digests and the documents they come from, in a made library: each section asked for its
 * counterparts.
 */
#include "config.h"

#include "library/counterparts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "library/quote.h"
#include "library/loader.h"
#include "support/parse.h"
#include "support/store_place.h"

/* --- a library --- */

/* An excerpt of the essay on tides in each place where one is needed. */
#define TIDES                                                                                       \
	"The sea leans towards the moon twice a day, and twice a day it thinks better of it; what " \
	"the shore calls a tide is the turning of the shore beneath two slow hills of water"

static const struct {
	const char *path, *text;
} files[] = {
	/* Titles stand before their excerpts; the last three entries have none. */
	{ "notes/found/search.txt",
		"The two hills\n" TIDES "…\n"
		"Lighthouses\n"
		"A lamp that is seen for twenty miles is mostly a matter of glass, and of somebody who "
		"was willing to carry the oil up the stairs every night for as long as it took to…\n"
		"Knots   and bends!\n"
		"Any rope will hold if nothing pulls at it, which is why a sailor judges a knot by how "
		"it comes undone, and a landsman judges it by how it looks while it is at rest and…\n"
		"Ropewalk\n"
		"Nobody who wrote about this ever wrote the same words as anybody else, so that what is "
		"said in this place is said in no other place of the whole of the library that is…\n"
		"…the pilot came aboard with a lantern and a bad temper, and would not say a word about the "
		"channel until the captain had shown him the bottom of the bottle that he had been…\n"
		"…no line of this one stands anywhere else, however long somebody may look for it among the "
		"notes, the essays and the recordings that were put into the folder by its owner and…\n"
		"…and the harbour master said it plainly, that a chart is a letter from the drowned to "
		"those who are about to be, and that it ought to be read with some attention and…\n" },
	{ "notes/essays/tides.md",
		"---\ntitle: The two hills - Coast\nsource_url: https://coast.example.org/tides\n---\n"
		"# The two hills\n\nBy somebody.\n\n## Twice a day\n\nFirst: *the sea leans* towards the "
		"[moon](/moon) twice a day, and twice a day it thinks better of it; what the shore "
		"calls a **tide** is the turning of the shore beneath two slow hills of water, and "
		"so on.\n\n## Neap\n\nSmall tides.\n" },
	/* The same title in another folder: further away. */
	{ "notes/far/away/hills.md",
		"---\ntitle: The two hills\n---\nAnother text of that name.\n" },
	{ "notes/essays/light.md",
		"# On coasts\n\nNothing.\n\n## Lighthouses\n\nThey are tall.\n\n## Wrecks\n\nThe pilot "
		"came aboard with a lantern [12] and a bad temper, and would not say a word about the "
		"channel until the captain had shown him the bottom of the bottle.\n" },
	{ "notes/essays/knots.md", "---\naliases: [knots and bends]\n---\n# Ropes\n\nShort.\n" },
	{ "notes/essays/ropewalk.md", "# Making rope\n\nIt is long.\n" },
	{ "notes/talks/harbour.md",
		"---\nvideo: abcdefghijk\n---\n# Harbour talk\n\n## Charts\n\nAnd the harbour master said "
		"it plainly [00:01:10], that a chart is a letter from the drowned to those who are "
		"about to be [00:01:20], and that it ought to be read with some attention.\n" },
	{ "notes/essays/near.md",
		"# Near\n\nThe harbour master said it plainly, that a map is a promise; a lamp that is "
		"seen for twenty miles is nothing.\n" },
};

struct library {
	struct store_location *location;
	struct store *store;
	struct linked *linked;
	char *here;
};

static void
library_init(struct library *library)
{
	library->here = g_get_current_dir();
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		place_put(files[i].path, files[i].text, -1);
	library->location = store_place_location();
	library->store = store_place_open(library->location);
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *folder = g_path_get_dirname(files[i].path);
		g_autofree char *real = g_build_filename(library->here, folder, NULL);
		g_autofree char *name = g_path_get_basename(files[i].path);

		store_place_put(library->store, real, name, files[i].text, (unsigned)i + 1);
	}
	library->linked = linked_new(library->store, NULL);
}

static void
library_clear(struct library *library)
{
	linked_free(library->linked);
	store_close(library->store);
	store_location_unref(library->location);
	g_free(library->here);
}

static const char *const why_words[] = {
	[COUNTERPART_BOTH] = "both",
	[COUNTERPART_EXCERPT] = "excerpt",
	[COUNTERPART_TITLE] = "title",
};

/* The counterparts of a section (NONE: before the first) of a file, a line each. */
static char *
ask(struct library *library, const char *path, const char *heading)
{
	g_autofree char *real = g_build_filename(library->here, path, NULL);
	uint32_t id = store_id_of(library->store, real), section = NONE;
	g_autoptr(Document) document = loader_open(path, NULL, DOCUMENT_WHOLE, NULL, NULL);
	g_autoptr(GError) error = NULL;
	GString *out = g_string_new(NULL);

	assert_non_null(document);
	assert_int_not_equal(id, 0);
	for (uint32_t i = 0; heading != NULL && i < document->section_count; i++) {
		if (section == NONE && g_str_has_prefix(document->sections[i].title, heading))
			section = i;
	}
	assert_true(heading == NULL || section != NONE);
	g_autoptr(GPtrArray) found = counterparts_of(library->store, library->linked, document, id,
		real, section, 10, NULL, &error);
	assert_non_null(found);
	for (guint i = 0; i < found->len; i++) {
		const struct counterpart *c = g_ptr_array_index(found, i);
		g_string_append_printf(out, "%s%s %s#%s:%u", i > 0 ? "\n" : "", why_words[c->why],
			c->path + strlen(library->here) + strlen("/notes/"), c->heading, c->line);
	}
	return g_string_free(out, FALSE);
}

static const struct {
	const char *path, *heading, *expected;
} cases[] = {
	/* From entries. */
	{ "notes/found/search.txt", "The two hills",
		"both essays/tides.md#Twice a day:9\ntitle far/away/hills.md#:1" },
	{ "notes/found/search.txt", "Lighthouses", "title essays/light.md#Lighthouses:5" },
	{ "notes/found/search.txt", "Knots", "title essays/knots.md#:1" },
	{ "notes/found/search.txt", "Ropewalk", "title essays/ropewalk.md#:1" },
	{ "notes/found/search.txt", "the pilot", "excerpt essays/light.md#Wrecks:9" },
	{ "notes/found/search.txt", "no line", "" },
	{ "notes/found/search.txt", "and the harbour", "excerpt talks/harbour.md#Charts:6" },
	/* And back. */
	{ "notes/essays/tides.md", "Twice a day", "both found/search.txt#The two hills:1" },
	{ "notes/essays/tides.md", "The two hills", "title found/search.txt#The two hills:1" },
	{ "notes/essays/tides.md", "Neap", "title found/search.txt#The two hills:1" },
	{ "notes/far/away/hills.md", NULL, "title found/search.txt#The two hills:1" },
	{ "notes/essays/light.md", "Lighthouses", "title found/search.txt#Lighthouses:3" },
	{ "notes/essays/light.md", "On coasts", "" },
	{ "notes/essays/light.md", "Wrecks",
		"excerpt found/search.txt#the pilot came aboard with a lantern and…:9" },
	{ "notes/essays/knots.md", "Ropes", "title found/search.txt#Knots   and bends!:5" },
	{ "notes/talks/harbour.md", "Charts",
		"excerpt found/search.txt#and the harbour master said it plainly,…:11" },
	{ "notes/essays/near.md", "Near", "" },
};

static void
test_cases(void **state)
{
	struct library library;

	(void)state;
	library_init(&library);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *found = ask(&library, cases[i].path, cases[i].heading);
		if (strcmp(found, cases[i].expected) != 0)
			fail_msg("%s#%s: expected\n%s\nfound\n%s", cases[i].path,
				cases[i].heading != NULL ? cases[i].heading : "", cases[i].expected,
				found);
	}
	library_clear(&library);
}

/* A document that is gone, or changed so that the words are no longer there, is no counterpart. */
static void
test_changes(void **state)
{
	struct library library;
	g_autofree char *real = NULL, *found = NULL, *again = NULL;
	g_autoptr(GError) error = NULL;

	(void)state;
	library_init(&library);
	place_put("notes/essays/light.md", "# Changed\n\nNothing of it.\n", -1);
	found = ask(&library, "notes/found/search.txt", "the pilot");
	assert_string_equal(found, "");
	real = g_build_filename(library.here, "notes/found/search.txt", NULL);
	assert_true(store_begin(library.store, 1000, &error));
	assert_true(store_remove(library.store, store_id_of(library.store, real), 0, &error));
	assert_true(store_commit(library.store, &error));
	linked_free(library.linked);
	library.linked = linked_new(library.store, NULL);
	again = ask(&library, "notes/essays/tides.md", "Twice a day");
	assert_string_equal(again, "");
	library_clear(&library);
}

static void
test_stops(void **state)
{
	struct library library;
	struct cancel cancel = { 0 };
	g_autoptr(GError) error = NULL;

	(void)state;
	library_init(&library);
	g_autoptr(Document) document =
		loader_open("notes/found/search.txt", NULL, DOCUMENT_WHOLE, NULL, NULL);
	cancel_set(&cancel);
	assert_null(counterparts_of(library.store, library.linked, document, 0, NULL, 0, 10,
		&cancel, &error));
	assert_true(g_error_matches(error, STORE_ERROR, STORE_ERROR_STOPPED));
	library_clear(&library);
}

/* --- words in a row --- */

static const struct {
	const char *excerpt, *text;
	uint32_t words; /* in a row */
	bool found;
	const char *where; /* of the text */
} runs[] = {
	{ "one two three four five", "zero One, two (three) four five six.", 5, true,
		"One, two (three) four five" },
	{ "one two three four five", "one two three four, and five", 4, false,
		"one two three four" },
	{ "a a a a a b", "a a a b a a a a a a b", 6, true, "a a a a a b" },
	{ "one two three four five six seven eight nine ten",
		"eight one two three four five six "
		"seven eight nine",
		9, true, "one two three four five six seven eight nine" },
	{ "one two three four five six seven eight nine ten", "one two three four five six seven",
		7, false, "one two three four five six seven" },
	{ "ÉTÉ straße 漢字 and more", "été STRASSE 漢字 and more", 6, true,
		"été STRASSE 漢字 and more" },
	{ "one two three four five", "nothing of it", 0, false, "" },
};

static void
test_runs(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(runs); i++) {
		g_autoptr(Document) quoting = parse_text("a.md", runs[i].excerpt, DOCUMENT_WHOLE);
		g_autoptr(Document) document = parse_text("b.md", runs[i].text, DOCUMENT_WHOLE);
		g_autoptr(Quote) excerpt =
			quote_new(quoting, (struct range){ 0, quoting->length }, false);
		struct quote_run run =
			quote_find(excerpt, document, (struct range){ 0, document->length }, NULL);
		g_autofree char *where =
			g_strndup(document->text + run.text.start, range_length(run.text));

		assert_int_equal(run.words, runs[i].words);
		assert_int_equal(quote_is_found(excerpt, run.words), runs[i].found);
		assert_string_equal(where, runs[i].where);
	}
}

/* Of any QUOTE_LEAST words in a row that two texts share one key is kept. */
static void
test_keys(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(7);

	(void)state;
	for (unsigned round = 0; round < 200; round++) {
		g_autoptr(GString) shared = g_string_new(NULL), a = g_string_new("A"),
				   b = g_string_new("B");
		g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof(int64_t));
		g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(int64_t));
		bool met = false;

		for (unsigned i = 0; i < QUOTE_LEAST; i++)
			g_string_append_printf(shared, " w%d", g_rand_int_range(random, 0, 50));
		for (unsigned i = 0; i < 20; i++)
			g_string_append_printf(i < 10 ? a : b, " x%d",
				g_rand_int_range(random, 0, 50));
		g_string_append_printf(a, "%s y1 y2 y3 y4 y5 y6", shared->str);
		g_string_append_printf(b, "%s z1 z2 z3 z4 z5 z6", shared->str);
		g_autoptr(Document) one = parse_text("a.md", a->str, DOCUMENT_WHOLE);
		g_autoptr(Document) other = parse_text("b.md", b->str, DOCUMENT_WHOLE);
		quote_keys(one, (struct range){ 0, one->length }, false, 1000, kept);
		quote_keys(other, (struct range){ 0, other->length }, true, 1000, all);
		for (guint i = 0; i < kept->len; i++) {
			for (guint k = 0; k < all->len; k++)
				met |= g_array_index(kept, int64_t, i) ==
				       g_array_index(all, int64_t, k);
		}
		assert_true(met);
		assert_true(kept->len < all->len);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_cases, store_place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_changes, store_place_enter, place_leave),
		cmocka_unit_test_setup_teardown(test_stops, store_place_enter, place_leave),
		cmocka_unit_test(test_runs),
		cmocka_unit_test(test_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
