/*
 * Who mentions what, as the index tells it, against each link of each document resolved by itself.
 */
#include "config.h"

#include "library/mentions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "library/link_places.h"
#include "library/names.h"
#include "support/link_library.h"
#include "support/parse.h"
#include "text/fold.h"
#include "text/path.h"

/* A link of a library, resolved by itself. */
struct said {
	uint32_t from, link; /* entry, and index */
	uint32_t to;         /* entry, or NONE */
	uint32_t section;    /* of it; NONE where it names none */
	char *name;          /* of what no document has: kind and key; else NULL */
	char *target;        /* of such a name, as written */
	char *anchor_key;
	bool wanted; /* counts for names that are wanted */
};

static void
said_clear(gpointer pointer)
{
	struct said *said = pointer;

	g_free(said->name);
	g_free(said->target);
	g_free(said->anchor_key);
}

/* The name of a target without the suffix of a document, its %XX read, as a key. */
static char *
key_of_name(const char *target)
{
	g_autofree char *decoded = g_uri_unescape_string(target, NULL);
	const char *read = decoded != NULL ? decoded : target;
	size_t n = strlen(read);

	if (g_str_has_suffix(read, ".md"))
		n -= 3;
	else if (g_str_has_suffix(read, ".txt"))
		n -= 4;
	return names_key(read, n);
}

static struct said
said_of(const struct link_library *library, uint32_t from, uint32_t link)
{
	const struct document *document = library->documents->pdata[from];
	const struct link *of = &document->links[link];
	struct resolution found = resolve_link(library->resolver, document, from, of);
	struct said said = { from, link, found.entry, NONE, NULL, NULL, NULL, false };

	said.anchor_key = fold_name(of->anchor, strlen(of->anchor));
	if ((of->kind == LINK_ANCHOR || of->target[0] == '\0') && of->kind != LINK_FOOTNOTE &&
		document_anchor(document, of->anchor) != RANGE_NONE)
		said.to = from;
	if (said.to != NONE && of->anchor[0] != '\0') {
		const struct document *to = library->documents->pdata[said.to];
		uint32_t at = document_anchor(to, of->anchor);

		said.section = at != RANGE_NONE ? document_section_at(to, at) : NONE;
	} else if (said.to == NONE) {
		enum target_kind kind = resolve_link_target(document, of, &said.target);
		g_autofree char *key = NULL;

		if (kind == TARGET_URL)
			key = resolve_url_key(said.target);
		else if (kind != TARGET_NONE)
			key = key_of_name(said.target);
		if (key != NULL)
			said.name = g_strconcat(kind == TARGET_URL ? "url " : "name ", key, NULL);
		said.wanted = kind != TARGET_NONE && kind != TARGET_URL && of->kind != LINK_SITE &&
			      strcmp(catalog_entry(library->catalog, from)->kind, "digest") != 0;
	}
	return said;
}

static GArray *
said_by(const struct link_library *library)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct said));

	g_array_set_clear_func(all, said_clear);
	for (guint i = 0; i < library->documents->len; i++) {
		const struct document *document = library->documents->pdata[i];

		for (uint32_t j = 0; j < document->link_count; j++) {
			struct said said = said_of(library, i, j);

			g_array_append_val(all, said);
		}
	}
	return all;
}

/* --- comparing --- */

static uint32_t
entry_of(const struct link_library *library, uint32_t id)
{
	for (guint i = 0; i < library->ids->len; i++) {
		if (link_library_id(library, i) == id)
			return i;
	}
	return NONE;
}

/* Checks a mention's own words against its document. */
static void
check_place(const struct link_library *library, const struct mention *mention)
{
	uint32_t from = entry_of(library, mention->id);

	assert_true(from != NONE);
	const struct document *document = library->documents->pdata[from];

	assert_true(mention->link < document->link_count);
	const struct link *link = &document->links[mention->link];
	uint32_t section =
		range_is_none(link->text) ? NONE : document_section_at(document, link->text.start);

	assert_int_equal(mention->line, link->line);
	assert_int_equal(mention->section, section);
}

/* Whether b may stand behind a. */
static bool
is_in_order(const struct link_library *library, uint32_t near, const struct mention *a,
	const struct mention *b)
{
	const char *x = catalog_entry(library->catalog, entry_of(library, a->id))->path;
	const char *y = catalog_entry(library->catalog, entry_of(library, b->id))->path;
	const char *path = near != NONE ? catalog_entry(library->catalog, near)->path : NULL;
	unsigned x_far = path != NULL ? path_distance(path, x) : 0;
	unsigned y_far = path != NULL ? path_distance(path, y) : 0;

	if (a->of_section != b->of_section)
		return a->of_section;
	if (x_far != y_far)
		return x_far < y_far;
	if (a->id != b->id)
		return strcmp(x, y) < 0;
	return a->line != b->line ? a->line < b->line : a->link < b->link;
}

/* What a link is expected to be: not there, there, of the section. */
enum expected { ABSENT, PRESENT, OF_SECTION };
typedef enum expected (*expect_fn)(const struct said *said, const void *data);

static void
check(const struct link_library *library, const GArray *said, const char *what, GArray *mentions,
	uint32_t near, expect_fn expects, const void *data)
{
	guint expected = 0;

	assert_non_null(mentions);
	for (guint i = 0; i < mentions->len; i++) {
		const struct mention *mention = &g_array_index(mentions, struct mention, i);

		check_place(library, mention);
		if (i > 0 && !is_in_order(library, near, mention - 1, mention))
			fail_msg("%s: %u is out of order", what, i);
	}
	for (guint i = 0; i < said->len; i++) {
		const struct said *one = &g_array_index(said, struct said, i);
		enum expected want = expects(one, data), have = ABSENT;

		for (guint j = 0; j < mentions->len; j++) {
			const struct mention *mention = &g_array_index(mentions, struct mention, j);

			if (mention->id == link_library_id(library, one->from) &&
				mention->link == one->link)
				have = mention->of_section ? OF_SECTION : PRESENT;
		}
		if (have != want)
			fail_msg("%s: link %u of %s: %d, not %d", what, one->link,
				catalog_entry(library->catalog, one->from)->path, have, want);
		expected += want != ABSENT;
	}
	assert_int_equal(mentions->len, expected);
	g_array_free(mentions, TRUE);
}

struct place {
	uint32_t entry, section;
};

static enum expected
expects_document(const struct said *said, const void *data)
{
	const struct place *place = data;

	if (said->to != place->entry)
		return ABSENT;
	return place->section != NONE && said->section == place->section ? OF_SECTION : PRESENT;
}

static enum expected
expects_same(const struct said *said, const void *data)
{
	const struct said *as = data;

	if (as->to == NONE ? as->name == NULL || g_strcmp0(said->name, as->name) != 0
			   : said->to != as->to)
		return ABSENT;
	return as->anchor_key[0] != '\0' && strcmp(said->anchor_key, as->anchor_key) == 0
		       ? OF_SECTION
		       : PRESENT;
}

static void
check_document(const struct link_library *library, const GArray *said, struct linked *linked,
	uint32_t entry)
{
	const struct document *document = library->documents->pdata[entry];
	const char *path = catalog_entry(library->catalog, entry)->path;
	uint32_t id = link_library_id(library, entry);
	struct place place = { entry, NONE };

	check(library, said, path, mentions_of_document(linked, id, NULL, NULL), entry,
		expects_document, &place);
	for (place.section = 0; place.section < MIN(document->section_count, 6); place.section++) {
		const struct mention_section section = { document, place.section };

		check(library, said, path, mentions_of_document(linked, id, &section, NULL), entry,
			expects_document, &place);
	}
}

static void
check_link(const struct link_library *library, const GArray *said, struct linked *linked,
	const struct said *as)
{
	const struct document *document = library->documents->pdata[as->from];
	const struct link *link = &document->links[as->link];
	g_autofree char *target = NULL;
	enum target_kind kind = resolve_link_target(document, link, &target);

	/* of a link to nowhere in its own document there is nothing to say */
	if (kind == TARGET_NONE && as->to == NONE)
		return;
	check(library, said, link->written,
		mentions_of_link(linked, link_library_id(library, as->from), kind, target,
			link->anchor, NULL),
		as->to != NONE ? as->to : as->from, expects_same, as);
}

static const struct mention_wanted *
wanted_as(const GPtrArray *wanted, const char *key)
{
	for (guint i = 0; i < wanted->len; i++) {
		const struct mention_wanted *one = wanted->pdata[i];
		g_autofree char *other = key_of_name(one->target);

		if (strcmp(other, key) == 0)
			return one;
	}
	return NULL;
}

/* Each name is there once, with as many sections and documents as ask for it. */
static void
check_wanted(const struct link_library *library, const GArray *said, struct linked *linked)
{
	g_autoptr(GPtrArray) wanted = mentions_wanted(linked, NULL);
	g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
		(GDestroyNotify)g_hash_table_unref);

	for (guint i = 0; i < said->len; i++) {
		const struct said *one = &g_array_index(said, struct said, i);
		const struct document *document = library->documents->pdata[one->from];
		const struct link *link = &document->links[one->link];
		GHashTable *places;

		if (!one->wanted)
			continue;
		places = g_hash_table_lookup(names, one->name);
		if (places == NULL) {
			places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
			g_hash_table_insert(names, one->name, places);
		}
		g_hash_table_add(places,
			g_strdup_printf("%u %u", one->from,
				range_is_none(link->text)
					? NONE
					: document_section_at(document, link->text.start)));
	}
	assert_int_equal(wanted->len, g_hash_table_size(names));
	GHashTableIter iter;
	gpointer name, places;

	g_hash_table_iter_init(&iter, names);
	while (g_hash_table_iter_next(&iter, &name, &places)) {
		const struct mention_wanted *one =
			wanted_as(wanted, (const char *)name + strlen("name "));

		assert_non_null(one);
		assert_int_equal(one->sections, g_hash_table_size(places));
		assert_true(one->documents > 0 && one->documents <= one->sections);
	}
	for (guint i = 1; i < wanted->len; i++) {
		const struct mention_wanted *before = wanted->pdata[i - 1], *one = wanted->pdata[i];

		assert_true(before->sections > one->sections ||
			    (before->sections == one->sections &&
				    strcmp(before->target, one->target) < 0));
	}
}

static void
test_made_libraries(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 40; seed++) {
		struct link_library library;
		struct linked *linked;

		link_library_make(&library, seed, 4 + seed % 4 * 15);
		g_autoptr(GArray) said = said_by(&library);

		linked = linked_new(library.store, NULL);
		for (guint i = 0; i < library.documents->len; i++)
			check_document(&library, said, linked, i);
		for (guint i = 0; i < said->len; i++)
			check_link(&library, said, linked, &g_array_index(said, struct said, i));
		check_wanted(&library, said, linked);
		linked_free(linked);
		link_library_clear(&library);
	}
}

/* --- hostile libraries --- */

static guint
count_mentions(struct link_library *library, guint entry)
{
	struct linked *linked = linked_of_store(library->store, NULL);
	GArray *mentions =
		mentions_of_document(linked, link_library_id(library, entry), NULL, NULL);
	guint count = mentions->len;

	g_array_free(mentions, TRUE);
	return count;
}

static void
test_rings(void **state)
{
	struct link_library library;

	(void)state;
	link_library_init(&library, link_roots);
	assert_true(store_begin(library.store, 1000, NULL));
	link_library_put(&library, LINK_ROOT "/self.md",
		"# Self\n\n[[self]] [x](#self) [[#Self]]\n");
	link_library_put(&library, LINK_ROOT "/one.md", "# One\n\n[[two]]\n");
	link_library_put(&library, LINK_ROOT "/two.md", "# Two\n\n[[three]] [[three]]\n");
	link_library_put(&library, LINK_ROOT "/three.md", "# Three\n\n![[one]]\n");
	assert_true(store_commit(library.store, NULL));
	assert_int_equal(count_mentions(&library, 0), 3);
	assert_int_equal(count_mentions(&library, 1), 1);
	assert_int_equal(count_mentions(&library, 2), 1);
	assert_int_equal(count_mentions(&library, 3), 2);
	link_library_clear(&library);
}

/* All links of a document, and all documents, to one target. */
static void
test_many(void **state)
{
	enum { LINKS = 50000, DOCUMENTS = 3000 };
	g_autoptr(GString) text = g_string_new("# Many\n\n");
	struct link_library library;

	(void)state;
	link_library_init(&library, link_roots);
	assert_true(store_begin(library.store, 1000, NULL));
	link_library_put(&library, LINK_ROOT "/target.md",
		"# Target\n\nto ^b\n\n## Part\n\ntext\n");
	for (uint32_t i = 0; i < LINKS; i++)
		g_string_append(text, i % 2 == 0 ? "[[target#Part]]\n" : "[y](#^b)\n");
	for (uint32_t i = 0; i < LINKS; i++)
		g_string_append_printf(text, "z ^b%u\n\n", i);
	link_library_put(&library, LINK_ROOT "/many.md", text->str);
	for (uint32_t i = 0; i < DOCUMENTS; i++) {
		g_autofree char *path = g_strdup_printf(LINK_ROOT "/%u/%u.md", i / 100, i);

		link_library_put(&library, path, "From: [[target]]\n\n[[nobody|x]] [[Target]]\n");
	}
	assert_true(store_commit(library.store, NULL));
	assert_int_equal(count_mentions(&library, 0), LINKS / 2 + 2 * DOCUMENTS);
	assert_int_equal(count_mentions(&library, 1), 0);
	struct linked *linked = linked_of_store(library.store, NULL);
	const struct mention_section part = { library.documents->pdata[0], 1 };
	g_autoptr(GArray) mentions =
		mentions_of_document(linked, link_library_id(&library, 0), &part, NULL);

	for (guint i = 0; i < mentions->len; i++) {
		const struct mention *mention = &g_array_index(mentions, struct mention, i);

		assert_int_equal(mention->of_section, i < LINKS / 2);
	}
	/* links of one paragraph: of each no more is looked at than is shown */
	for (guint i = 0; i < LINKS / 2; i += 4) {
		struct range marked;
		g_autofree char *sentence = mention_sentence(library.documents->pdata[1],
			&g_array_index(mentions, struct mention, i), 160, &marked);

		assert_true(range_length(marked) > 0 && strlen(sentence) < 1000);
	}
	g_autoptr(GPtrArray) wanted = mentions_wanted(linked, NULL);
	const struct mention_wanted *nobody = wanted->pdata[0];

	assert_int_equal(wanted->len, 1);
	assert_string_equal(nobody->target, "nobody");
	assert_int_equal(nobody->sections, DOCUMENTS);
	link_library_clear(&library);
}

/* --- places as they are kept --- */

static void
test_places(void **state)
{
	static const struct link_place places[] = {
		{ 0, NONE, 1, LINK_WIKI, "", 0 },
		{ 127, 0, 128, LINK_EMBED, "Part", 4 },
		{ UINT32_MAX - 1, UINT32_MAX - 1, UINT32_MAX, LINK_PATH, "\xff\n", 2 },
	};
	g_autoptr(GByteArray) blob = g_byte_array_new();
	struct link_place place;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(places); i++)
		link_place_put(blob, &places[i]);
	const uint8_t *at = blob->data;

	for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
		assert_true(link_place_next(&at, blob->data + blob->len, &place));
		assert_int_equal(place.link, places[i].link);
		assert_int_equal(place.section, places[i].section);
		assert_int_equal(place.line, places[i].line);
		assert_int_equal(place.kind, places[i].kind);
		assert_int_equal(place.anchor_length, places[i].anchor_length);
		assert_memory_equal(place.anchor, places[i].anchor, place.anchor_length);
	}
	assert_false(link_place_next(&at, blob->data + blob->len, &place));
	/* what is cut off, or was never one, is no place, and nothing behind its end is read */
	for (guint n = 0; n < blob->len; n++) {
		g_autofree uint8_t *cut = g_memdup2(blob->data, n);

		at = cut;
		while (at != NULL && link_place_next(&at, cut + n, &place))
			assert_true(at <= cut + n);
	}
	uint8_t never[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

	at = never;
	assert_false(link_place_next(&at, never + sizeof(never), &place));
}

/* --- sentences --- */

struct sentence_case {
	const char *name;
	const char *text;
	uint32_t link;
	const char *sentence, *marked;
};

static const struct sentence_case sentence_cases[] = {
	{ "a sentence of a paragraph", "One. Two is [[a]] here. Three.\n", 0, "Two is a here.",
		"a" },
	{ "an item", "- first\n- see [b](b.md)\n- third\n", 0, "see b", "b" },
	{ "a heading", "# On [[c]] and d\n", 0, "On c and d", "c" },
	{ "a cell", "| x | y |\n|---|---|\n| z | to [[d]] |\n", 0, "to d", "d" },
	{ "over a line's end", "A [long\nlink](e.md) of two\nlines.\n", 0,
		"A long link of two lines.", "long link" },
	{ "the second of two", "[[f]] then [[f|again]].\n", 1, "f then again.", "again" },
	{ "front matter", "---\nrelated: \"[[g]]\"\n---\ntext\n", 0, "g", "g" },
};

static void
test_sentences(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(sentence_cases); i++) {
		const struct sentence_case *one = &sentence_cases[i];
		g_autoptr(Document) document = parse_text("a.md", one->text, DOCUMENT_WHOLE);
		struct mention mention = { 1, NONE, document->links[one->link].line, one->link,
			false };
		struct range marked;
		g_autofree char *text = mention_sentence(document, &mention, 160, &marked);
		g_autofree char *part = g_strndup(text + marked.start, range_length(marked));

		if (strcmp(text, one->sentence) != 0 || strcmp(part, one->marked) != 0)
			fail_msg("%s: '%s' of '%s'", one->name, part, text);
	}
}

/* A link that is gone, and one whose text is long. */
static void
test_sentences_of_trouble(void **state)
{
	g_autoptr(Document) document = parse_text("a.md", "One.\n\nTwo. More.\n", DOCUMENT_WHOLE);
	struct mention gone = { 1, NONE, 3, 7, false }, far = { 1, NONE, 99, 0, false };
	struct range marked;
	g_autofree char *text = mention_sentence(document, &gone, 160, &marked);
	g_autofree char *end = mention_sentence(document, &far, 160, &marked);

	(void)state;
	assert_string_equal(text, "Two. More.");
	assert_true(range_length(marked) == 0 && strlen(end) < 20);
	g_autofree char *filler = g_strnfill(1 << 20, 'x');
	g_autofree char *source = g_strdup_printf("See [%s](b.md) there.\n", filler);
	g_autoptr(Document) large = parse_text("b.md", source, DOCUMENT_WHOLE);
	struct mention mention = { 1, NONE, 1, 0, false };
	g_autofree char *long_text = mention_sentence(large, &mention, 160, &marked);

	assert_int_equal(large->link_count, 1);
	assert_true(strlen(long_text) < 1000);
	assert_true(range_length(marked) > 100 && marked.end <= strlen(long_text));
}

/* --- stopped, and real documents --- */

static void
test_cancelled(void **state)
{
	struct cancel cancel = { 0 };
	struct link_library library;

	(void)state;
	link_library_make(&library, 3, 40);
	struct linked *linked = linked_of_store(library.store, NULL);

	cancel_set(&cancel);
	assert_null(mentions_of_document(linked, link_library_id(&library, 0), NULL, &cancel));
	assert_null(mentions_of_link(linked, 0, TARGET_NAME, "nobody", "", &cancel));
	assert_null(mentions_wanted(linked, &cancel));
	g_autoptr(GArray) none = mentions_of_document(linked, UINT32_MAX, NULL, NULL);
	g_autofree char *title = mention_title(linked, link_library_id(&library, 0), 0);

	assert_int_equal(none->len, 0);
	assert_non_null(title);
	link_library_clear(&library);
}

static void
test_real_library(void **state)
{
	g_autofree char *folder = realpath("../shared/library", NULL);
	struct link_library library;

	(void)state;
	if (folder == NULL)
		skip();
	link_library_read(&library, folder);
	g_autoptr(GArray) said = said_by(&library);
	struct linked *linked = linked_of_store(library.store, NULL);

	for (guint i = 0; i < library.documents->len; i += 7)
		check_document(&library, said, linked, i);
	for (guint i = 0; i < said->len; i += 97)
		check_link(&library, said, linked, &g_array_index(said, struct said, i));
	check_wanted(&library, said, linked);
	link_library_clear(&library);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_made_libraries),
		cmocka_unit_test(test_rings),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_sentences_of_trouble),
		cmocka_unit_test(test_cancelled),
		cmocka_unit_test(test_real_library),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
