#include "config.h"

#include "library/answer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>

#include "document/kinds.h"
#include "library/store_private.h"
#include "support/place.h"

/* A small library: the name of each file and what stands in it. */
static const struct {
	const char *folder, *name, *text;
} files[] = {
	{ "", "agents.md",
		"---\ntitle: Agents\ntags: [ai, ai/agents]\nauthor: Ann Lee\nrating: 5\n"
		"published: 2026-02-08\nsource: https://www.a.org/blog/agents\n---\n"
		"Large language models drive agents.\n\n## Tools\n\nThey use `C++` and gpt-4o.\n" },
	{ "", "compilers.md",
		"---\ncategory: Video notes\ntags: code\nauthor: Bob Stone\nrating: 3\n"
		"published: 2026\n---\n# Compilers in C\n\nA language, large and old.\n\n"
		"## Parsing C code\n\nTokens -> trees. See [[Agents]].\n" },
	{ "notes/", "cafe.md",
		"# Café\n\nGood coffee, bad models. It costs $1.5 or 10,000 lire.\n\n"
		"## Agents at work\n\nNone large here.\n" },
	{ "notes/", "gpt.md",
		"---\ncategory: video\nfetched_at: 2025-12-31\nvideo_id: dQw4w9WgXcQ\n---\n"
		"# GPT-4\n\nThe gpt-4 model and gpt-4-turbo, in C.\n\n- 0:10 language agents\n" },
	{ "notes/", "han.md",
		"---\nÄhnlich: {wert: 5}\n---\n# 漢字\n\n日本語の文章です。 model\n" },
	{ "notes-old/", "plain.txt",
		"Large language models were large.\nlanguage models of agents and reagents\n" },
};

struct library {
	void *place;
	char *root;
	struct store_location *location;
	struct store *store;
	uint32_t ids[G_N_ELEMENTS(files)];
};

static struct document *
open_file(size_t i)
{
	g_autofree char *path = g_strconcat(files[i].folder, files[i].name, NULL);
	struct document *document =
		document_open(AT_FDCWD, path, path, NULL, DOCUMENT_WHOLE, NULL, NULL);

	assert_non_null(document);
	return document;
}

static int
setup(void **state)
{
	struct library *library = g_new0(struct library, 1);
	const char *roots[] = { NULL, NULL }, *extensions[] = { ".md", ".txt", NULL };
	const char *none[] = { NULL };
	/* All files are of a day in 2024. */
	const struct timespec times[2] = { { .tv_sec = 1710000000 }, { .tv_sec = 1710000000 } };

	if (place_enter(&library->place) != 0)
		return -1;
	library->root = g_get_current_dir();
	roots[0] = library->root;
	library->location = store_location_new(roots, none, extensions, true);
	library->store = store_open(library->location, NULL);
	assert_non_null(library->store);
	assert_true(store_begin(library->store, 1000, NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = g_strconcat(files[i].folder, files[i].name, NULL);
		g_autofree char *folder = g_strconcat(library->root, "/", files[i].folder, NULL);
		g_autoptr(Document) document = NULL;

		folder[strlen(folder) - 1] = '\0';
		place_put(path, files[i].text, -1);
		assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
		document = open_file(i);
		assert_true(store_put(library->store, folder, files[i].name, NULL, document, NULL,
			&library->ids[i], NULL));
	}
	assert_true(store_commit(library->store, NULL));
	assert_true(store_complete(library->store, NULL));
	*state = library;
	return 0;
}

static int
teardown(void **state)
{
	struct library *library = *state;
	void *place = library->place;

	store_close(library->store);
	store_location_unref(library->location);
	g_free(library->root);
	g_free(library);
	return place_leave(&place);
}

static const char *
name_of(const struct library *library, uint32_t id)
{
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		if (library->ids[i] == id)
			return files[i].name;
	}
	return "?";
}

static void
read_or_starred(void *data, enum query_state state, struct idset *ids)
{
	const struct library *library = data;

	idset_add(ids, library->ids[state == STATE_READ ? 0 : 1]);
}

/* The names that a query finds, without suffix, parted by blanks. */
static char *
ask(struct library *library, const char *text, struct answer_options options)
{
	struct query_options reading = { .today = "2026-03-01", .typing = options.typing };
	g_auto(GStrv) keys = store_keys(library->store);
	g_autoptr(GError) error = NULL;
	GString *names = g_string_new(NULL);

	reading.keys = (const char *const *)keys;
	g_autoptr(Query) query = query_parse(text, &reading, &error);

	if (query == NULL)
		fail_msg("%s: %s", text, error->message);
	options.state = read_or_starred;
	options.data = library;

	g_autoptr(Answer) answer = answer_new(library->store, query, &options, &error);

	if (answer == NULL)
		fail_msg("%s: %s", text, error->message);
	for (guint i = 0; i < answer->ids->len; i++) {
		const char *name = name_of(library, g_array_index(answer->ids, uint32_t, i));

		g_string_append_printf(names, "%s%.*s", i > 0 ? " " : "", (int)strcspn(name, "."),
			name);
	}
	if (answer->waiting)
		g_string_append(names, " ...");
	return g_string_free(names, FALSE);
}

struct asking {
	const char *query, *names;
};

static void
check(struct library *library, const struct asking *cases, size_t n, struct answer_options options)
{
	for (size_t i = 0; i < n; i++) {
		g_autofree char *names = ask(library, cases[i].query, options);

		if (strcmp(names, cases[i].names) != 0)
			fail_msg("%s: gives \"%s\", not \"%s\"", cases[i].query, names,
				cases[i].names);
	}
}

/* --- what is found --- */

static void
test_found(void **state)
{
	static const struct asking cases[] = {
		{ "", "agents compilers plain cafe gpt han" },
		{ "language", "agents compilers plain gpt" },
		{ "LANGUAGE models", "agents plain" },
		{ "\"language models\"", "agents plain" },
		{ "\"models drive\"", "agents" },
		{ "agent", "" },
		{ "agent*", "agents compilers plain cafe gpt" },
		{ "agents -large", "gpt" },
		{ "large -(agents OR coffee)", "" },
		{ "large -(trees OR coffee)", "agents plain" },
		{ "café OR 漢字", "cafe han" },
		{ "字", "han" },
		{ "日本 model", "han" },
		{ "C++", "agents" },
		{ "-C++ agents", "compilers plain cafe gpt" },
		{ "gpt-4", "gpt" },
		{ "gpt-4*", "agents gpt" },
		{ "\"->\"", "compilers" },
		{ "-\"->\"", "agents plain cafe gpt han" },
		{ "\"->\" OR C++ OR coffee", "agents compilers cafe" },
		{ "$1.5", "cafe" },
		{ "10,000", "cafe" },
		{ "1.5", "cafe" },
		{ "title:agents", "agents" },
		{ "heading:agents", "cafe" },
		{ "heading:c", "compilers" },
		{ "text:tools", "agents" },
		{ "title:*", "agents compilers plain cafe gpt han" },
		{ "-heading:*", "plain" },
		{ "title:/^[AC]/", "agents compilers cafe" },
		{ "heading:/work$/", "cafe" },
		{ "text:/large\\s+language/", "agents plain" },
		{ "text:/ reagents/", "plain" },
		{ "text:/agents$/", "plain gpt" },
		{ "text:/trees?\\./ tag:code", "compilers" },
		{ "-text:/a/", "han" },
		{ "path:notes", "plain cafe gpt han" },
		{ "path:notes/", "cafe gpt han" },
		{ "kind:text", "plain" },
		{ "kind:note,text language", "compilers plain" },
		{ "category:video", "compilers gpt" },
		{ "category:/^video$/", "gpt" },
		{ "category:*", "compilers gpt" },
		{ "tag:ai", "agents" },
		{ "tag:agents", "" },
		{ "author:stone OR author:ann", "agents compilers" },
		{ "rating:>3", "agents" },
		{ "rating:3..5", "agents compilers" },
		/* a mapping, and letters that are not ASCII, in any case */
		{ "ähnlich:*", "han" },
		{ "ÄHNLICH.Wert:5", "han" },
		{ "source:a.org", "agents" },
		{ "source:a.org/blog", "agents" },
		{ "source:https://a.org/blo", "" },
		{ "video:dQw4w9WgXcQ", "gpt" },
		{ "published:2026-02", "agents" },
		{ "date:2025..2026-01", "compilers gpt" },
		{ "date:>2026-01", "agents" },
		{ "has:source", "agents" },
		{ "has:links", "compilers" },
		{ "link:agents", "compilers" },
		{ "is:read", "agents" },
		{ "is:starred", "compilers" },
		{ "is:unread has:source", "" },
		{ "is:orphan", "compilers plain cafe gpt han" },
		{ "link:nothing", "" },
		{ "sections:>1", "compilers cafe" },
		{ "language limit:2", "agents compilers" },
	};

	check(*state, cases, G_N_ELEMENTS(cases), (struct answer_options){ .read_texts = true });
}

static void
test_orders(void **state)
{
	static const struct asking cases[] = {
		/* the title, then headings, then text */
		{ "agents", "agents cafe gpt plain compilers" },
		{ "c", "compilers agents gpt" },
		/* a title is no heading */
		{ "heading:agents OR drive", "cafe agents" },
		{ "kind:note", "compilers cafe han" },
		{ "language sort:title", "agents compilers gpt plain" },
		{ "language sort:-title", "plain gpt compilers agents" },
		/* without a date last, both ways */
		{ "agents sort:date", "gpt compilers agents plain cafe" },
		{ "agents sort:-date", "agents compilers gpt plain cafe" },
		{ "sort:-path limit:2", "han gpt" },
	};

	check(*state, cases, G_N_ELEMENTS(cases),
		(struct answer_options){ .order = ANSWER_BY_RELEVANCE, .read_texts = true });
}

static void
test_below(void **state)
{
	struct library *library = *state;
	g_autofree char *notes = g_strconcat(library->root, "/notes", NULL);
	g_autofree char *file = g_strconcat(library->root, "/compilers.md", NULL);
	const char *below[] = { notes, file, NULL };
	static const struct asking cases[] = {
		{ "", "cafe gpt han compilers" },
		{ "-model", "cafe compilers" },
		{ "path:notes", "" },
		{ "path:compilers", "compilers" },
	};

	check(library, cases, G_N_ELEMENTS(cases),
		(struct answer_options){ .below = below, .read_texts = true });
}

static void
test_typing(void **state)
{
	static const struct asking cases[] = {
		/* four letters begin words of titles and headings alone */
		{ "la", "plain" },
		{ "to", "agents" },
		{ "lan", "plain" },
		{ "lang", "plain" },
		{ "large lang", "plain" },
		{ "langu", "agents compilers plain gpt" },
		{ "c", "agents compilers cafe gpt" },
		/* a sign ends it: anything may follow */
		{ "c+", "agents" },
		{ "text:/large/", " ..." },
		{ "-\"->\"", "agents compilers plain cafe gpt han ..." },
		/* few candidates are read at once */
		{ "gpt-4-t", "gpt" },
	};

	static const struct asking ranked[] = {
		/* what begins a title or heading stands before the same in the text */
		{ "title:zzz OR a", "agents cafe compilers" },
	};

	check(*state, cases, G_N_ELEMENTS(cases), (struct answer_options){ .typing = true });
	check(*state, ranked, G_N_ELEMENTS(ranked),
		(struct answer_options){ .typing = true, .order = ANSWER_BY_RELEVANCE });
}

static void
test_cancelled(void **state)
{
	struct library *library = *state;
	struct cancel cancel = { 0 };
	struct answer_options options = { .cancel = &cancel };
	g_autoptr(Query) query = query_parse("language", NULL, NULL);
	g_autoptr(GError) error = NULL;

	cancel_set(&cancel);
	assert_null(answer_new(library->store, query, &options, &error));
	assert_true(g_error_matches(error, STORE_ERROR, STORE_ERROR_STOPPED));
	assert_null(library->store->cancel);
}

/* --- while another writes --- */

struct meanwhile {
	char *root;
	struct store *writer;
	uint32_t writes;
};

static void
write_file(struct meanwhile *meanwhile)
{
	g_autoptr(Document) document = open_file(0);
	uint32_t id;

	/* In another state it gets another id. */
	document->file.mtime += ++meanwhile->writes;
	assert_true(store_begin(meanwhile->writer, 1000, NULL));
	assert_true(store_put(meanwhile->writer, meanwhile->root, files[0].name, NULL, document,
		NULL, &id, NULL));
	assert_true(store_commit(meanwhile->writer, NULL));
}

static void
write_again(void *data, enum query_state state, struct idset *ids)
{
	(void)state;
	(void)ids;
	write_file(data);
}

/* What is asked first and what is asked last is of one state of the store. */
static void
test_written_meanwhile(void **state)
{
	const struct library *library = *state;
	const char *roots[] = { library->root, NULL }, *extensions[] = { ".md", NULL };
	const char *none[] = { NULL };
	g_autofree char *cache = g_build_filename(library->root, "cache", NULL);
	g_autoptr(Query) query = query_parse("drive -is:read kind:article rating:5", NULL, NULL);

	g_setenv("XDG_CACHE_HOME", cache, TRUE);

	g_autoptr(StoreLocation) location = store_location_new(roots, none, extensions, false);
	g_autoptr(Store) writer = store_open(location, NULL), store = store_open(location, NULL);
	struct meanwhile meanwhile = { library->root, writer, 0 };
	struct answer_options options = { .state = write_again, .data = &meanwhile };

	assert_true(writer != NULL && store != NULL);
	write_file(&meanwhile);
	for (int i = 0; i < 3; i++) {
		g_autoptr(Answer) answer = answer_new(store, query, &options, NULL);

		assert_non_null(answer);
		assert_int_equal(answer->count, 1);
	}
	assert_int_equal(meanwhile.writes, 4);
}

/* --- the same by reading --- */

struct evaluation {
	const struct library *library;
	const struct document *document;
	size_t file;
};

static bool
piece_holds(const struct query_node *node, const char *text, size_t n)
{
	struct range hit;

	return node->test == TEST_REGEX ? regex_find(node->regex, text, n, 0, &hit) == REGEX_FOUND
					: phrase_find(node->phrase, text, n, 0, &hit);
}

static bool
text_holds(const struct document *document, const struct query_node *node)
{
	const char *title = document_field(document, FIELD_TITLE);
	uint32_t before =
		document->section_count > 0 ? document->sections[0].text.start : document->length;
	bool holds = (node->columns & COLUMN_TITLE) && piece_holds(node, title, strlen(title));

	if (node->columns & COLUMN_TEXT)
		holds = holds || piece_holds(node, document->text, before);
	for (uint32_t i = 0; i < document->section_count; i++) {
		const struct section *section = &document->sections[i];

		if (node->columns & COLUMN_HEADING)
			holds = holds || piece_holds(node, section->title, strlen(section->title));
		if (node->columns & COLUMN_TEXT)
			holds = holds || piece_holds(node, document->text + section->text.start,
						 range_length(section->text));
	}
	return holds;
}

static bool
values_hold(const struct document *document, enum field field, const struct query_node *node)
{
	for (const char *const *value = document->fields[field]; *value != NULL; value++) {
		if (query_test_value(node, *value))
			return true;
	}
	return false;
}

static bool
holds(const struct document *document, const struct query_node *node)
{
	bool any = node->op == QUERY_OR;

	if (node->op == QUERY_NOT)
		return !holds(document, node->children[0]);
	if (node->op == QUERY_TEST) {
		if (node->field == NULL || node->field->type == QUERY_TEXT)
			return text_holds(document, node);
		if (strcmp(node->field->name, "tag") == 0)
			return values_hold(document, FIELD_TAGS, node);
		if (strcmp(node->field->name, "author") == 0)
			return values_hold(document, FIELD_AUTHOR, node);
		return query_test_value(node, document->kind->name);
	}
	for (uint32_t i = 0; i < node->count; i++) {
		if (holds(document, node->children[i]) == any)
			return any;
	}
	return !any;
}

/* A query of so many terms, made of what the files hold. */
static char *
make_query(GRand *random, unsigned depth)
{
	static const char *const terms[] = {
		"large",
		"language",
		"models",
		"model",
		"agents",
		"agen*",
		"c",
		"C++",
		"gpt-4",
		"gpt-4o",
		"gpt*",
		"\"language models\"",
		"\"large language mo\"*",
		"\"->\"",
		"in",
		"coffee",
		"\"in C\"",
		"漢",
		"日本語",
		"title:c",
		"heading:agents",
		"text:agents",
		"heading:c*",
		"text:/C\\b/",
		"text:/ language m/",
		"title:/e/",
		"text:/^[tl]/",
		"tag:ai,code",
		"author:ann",
		"kind:note",
		"kind:text",
		"$1",
		"10,000",
		"a*",
	};
	GString *query = g_string_new(NULL);
	int count = g_rand_int_range(random, 1, 4);

	for (int i = 0; i < count; i++) {
		g_string_append(query, i == 0 ? "" : g_rand_boolean(random) ? " OR " : " ");
		if (g_rand_int_range(random, 0, 4) == 0)
			g_string_append_c(query, '-');
		if (depth > 0 && g_rand_int_range(random, 0, 3) == 0) {
			g_autofree char *inner = make_query(random, depth - 1);

			g_string_append_printf(query, "(%s)", inner);
		} else {
			g_string_append(query,
				terms[g_rand_int_range(random, 0, G_N_ELEMENTS(terms))]);
		}
	}
	return g_string_free(query, FALSE);
}

static void
test_same_by_reading(void **state)
{
	struct library *library = *state;
	struct answer_options options = { .order = ANSWER_BY_ID, .read_texts = true };
	GRand *random = g_rand_new_with_seed(4);
	struct document *documents[G_N_ELEMENTS(files)];

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		documents[i] = open_file(i);
	for (int round = 0; round < 1500; round++) {
		g_autofree char *text = make_query(random, 2);
		g_autoptr(Query) query = query_parse(text, NULL, NULL);
		g_autoptr(GString) expected = g_string_new(NULL);
		g_autofree char *names = ask(library, text, options);

		for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
			if (holds(documents[i], query->root))
				g_string_append_printf(expected, "%s%.*s",
					expected->len > 0 ? " " : "",
					(int)strcspn(files[i].name, "."), files[i].name);
		}
		if (strcmp(names, expected->str) != 0)
			fail_msg("%s: gives \"%s\", not \"%s\"", text, names, expected->str);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		document_free(documents[i]);
	g_rand_free(random);
}

/* A query of as many words as may be, inside as many brackets. */
static void
test_large(void **state)
{
	struct library *library = *state;
	struct answer_options options = { .read_texts = true };
	g_autoptr(GString) query = g_string_new(NULL);
	g_autofree char *names = NULL, *deep = NULL;

	for (int i = 0; i < 200; i++)
		g_string_append_printf(query, "w%d OR ", i);
	g_string_append(query, "coffee");
	names = ask(library, query->str, options);
	assert_string_equal(names, "cafe");

	g_string_truncate(query, 0);
	for (int i = 0; i < 60; i++)
		g_string_append(query, i % 2 == 0 ? "(large " : "(zzz OR ");
	g_string_append(query, "agents");
	for (int i = 0; i < 60; i++)
		g_string_append_c(query, ')');
	deep = ask(library, query->str, options);
	assert_string_equal(deep, "agents compilers plain cafe");
}

/* --- facets --- */

static void
test_facets(void **state)
{
	static const struct {
		const char *field, *facets;
	} cases[] = {
		{ "kind", "note 3, article 1, text 1, video 1" },
		{ "category", "Video notes 1, video! 1" },
		{ "tag", "ai! 1, ai/agents 1, code 1" },
		{ "author", "Ann Lee 1, Bob Stone 1" },
		{ "year", "2026 2, 2025 1" },
		{ "rating", "3 1, 5 1" },
		{ "nothing", "" },
	};
	struct library *library = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) facets =
			answer_facets(library->store, cases[i].field, NULL, NULL, NULL);
		g_autoptr(GString) text = g_string_new(NULL);

		assert_non_null(facets);
		for (guint k = 0; k < facets->len; k++) {
			const struct facet *facet = facets->pdata[k];

			g_string_append_printf(text, "%s%s%s %u", k > 0 ? ", " : "", facet->value,
				facet->exact ? "!" : "", facet->count);
		}
		assert_string_equal(text->str, cases[i].facets);
	}
}

/* --- what is hostile --- */

/* Sections, in each of which an expression comes to no end in its time. */
static void
put_hostile(struct library *library)
{
	g_autofree char *letters = g_strnfill(60000, 'a');
	g_autoptr(GString) text = g_string_new("hostile\n\n");
	g_autoptr(Document) document = NULL;
	uint32_t id;

	for (int i = 0; i < 20; i++)
		g_string_append_printf(text, "# Section %d\n\n%s\n\n", i, letters);
	place_put("hostile.md", text->str, -1);
	document = document_open(AT_FDCWD, "hostile.md", "hostile.md", NULL, DOCUMENT_WHOLE, NULL,
		NULL);
	assert_non_null(document);
	assert_true(store_begin(library->store, 1000, NULL));
	assert_true(store_put(library->store, library->root, "hostile.md", NULL, document, NULL,
		&id, NULL));
	assert_true(store_commit(library->store, NULL));
}

/* A document at which an expression meets a limit costs that once, is not found, and is counted. */
static void
test_hostile(void **state)
{
	static const char *const queries[] = { "hostile text:/[a-z]*[%&]/",
		"hostile -text:/[a-z]*[%&]/", "hostile (text:/[a-z]*[%&]/ OR text:/[b-z]*[%&]/)" };
	struct library *library = *state;
	struct answer_options options = { .read_texts = true };

	put_hostile(library);
	for (size_t i = 0; i < G_N_ELEMENTS(queries); i++) {
		g_autoptr(Query) query = query_parse(queries[i], NULL, NULL);
		clock_t before = clock();
		g_autoptr(Answer) answer = answer_new(library->store, query, &options, NULL);

		assert_non_null(answer);
		assert_int_equal(answer->ids->len, 0);
		assert_int_equal(answer->count, 0);
		assert_int_equal(answer->unread, 1);
		assert_in_range(clock() - before, 0, 2 * CLOCKS_PER_SEC);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_orders),
		cmocka_unit_test(test_below),
		cmocka_unit_test(test_typing),
		cmocka_unit_test(test_cancelled),
		cmocka_unit_test(test_written_meanwhile),
		cmocka_unit_test(test_same_by_reading),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_facets),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
