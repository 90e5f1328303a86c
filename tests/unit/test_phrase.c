#include "config.h"

#include "text/phrase.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "text/words.h"

/* --- an index of one text --- */

struct place {
	char *bytes;
	size_t length;
	unsigned at;
};

static void
clear_place(void *data)
{
	g_free(((struct place *)data)->bytes);
}

static GArray *
index_of(struct words *words, const char *text, size_t n)
{
	GArray *places = g_array_new(FALSE, FALSE, sizeof(struct place));
	struct word word;
	unsigned at = 0;

	g_array_set_clear_func(places, clear_place);
	words_begin(words, text, n);
	while (words_next(words, &word)) {
		if (!word.join)
			at++;
		struct place place = { g_memdup2(word.bytes, word.length), word.length, at };
		g_array_append_val(places, place);
	}
	return places;
}

static bool
has_token(const GArray *places, const struct phrase_token *token, unsigned at)
{
	for (guint i = 0; i < places->len; i++) {
		const struct place *place = &g_array_index(places, struct place, i);
		if (place->at == at &&
			(token->prefix ? place->length >= token->length
				       : place->length == token->length) &&
			memcmp(place->bytes, token->bytes, token->length) == 0)
			return true;
	}
	return false;
}

static bool
has_tokens(const GArray *places, const struct phrase_token *tokens, unsigned count)
{
	unsigned last =
		places->len > 0 ? g_array_index(places, struct place, places->len - 1).at : 0;

	if (count == 0)
		return true;
	for (unsigned at = 1; at <= last; at++) {
		unsigned i = 0;
		while (i < count && has_token(places, &tokens[i], at + i))
			i++;
		if (i == count)
			return true;
	}
	return false;
}

/* --- what is found --- */

/* found: the bytes of the first hit, NULL for none. how: p(refix), i(nexact). */
static const struct {
	const char *typed, *text, *found, *how;
} cases[] = {
	{ "agents", "AI Agents.", "Agents", "" },
	{ "agent", "AI Agents.", NULL, "" },
	{ "agent", "AI Agents.", "Agents", "p" },
	{ "agent ", "AI Agents.", NULL, "p" },
	{ "large models", "Large, (models)", "Large, (models", "" },
	{ "large mod", "Large models", "Large models", "p" },
	{ "lar models", "Large models", NULL, "p" },
	{ "large models", "large\036models", NULL, "" },
	{ "large\036models", "large models", "large models", "" },
	{ "large models", "large large models", "large models", "" },
	{ "gpt-4o", "the GPT-4o.", "GPT-4o", "" },
	{ "gpt-4o", "gpt 4o", NULL, "" },
	{ "gpt-4o", "gpt--4o", NULL, "" },
	{ "gpt 4o", "gpt-4o", "gpt-4o", "" },
	{ "gpt-4", "gpt-4o", NULL, "" },
	{ "gpt-4", "gpt-4o", "gpt-4o", "p" },
	{ "gpt-", "gpt-4o", "gpt-", "p" },
	{ "gpt-", "a gpt- b", "gpt-", "p" },
	{ "gpt-", "gpt", NULL, "" },
	{ "gpt", "gpt-4o", "gpt", "" },
	{ "4o", "gpt-4o", "4o", "" },
	{ "C++", "I know C++.", "C++", "" },
	{ "C++", "C++17", "C++", "" },
	{ "C++", "C+", NULL, "" },
	{ "C+", "C++", "C+", "p" },
	{ "C", "C++", "C", "" },
	{ "in C++", "in c++17", "in c++", "" },
	{ "C++ rules", "C++, rules", "C++, rules", "i" },
	{ "C++ rules", "C rules", NULL, "i" },
	{ "$1.5", "US$1.5", "$1.5", "" },
	{ "$1.5", "1.5", NULL, "" },
	{ "$1.5", "$1.55", NULL, "" },
	{ "$1", "$1.5", "$1", "" },
	{ "$1", "$$1", "$1", "" },
	{ "$1", "$ 1", NULL, "" },
	{ "$1.", "$1.5", "$1", "p" },
	{ "10,000", "10,000,000", "10,000", "" },
	{ "10,000", "10, 000", NULL, "" },
	{ "snake_case", "a snake_case_b", "snake_case", "" },
	{ "snake_case", "snake__case", NULL, "" },
	{ "https://a.org/b", "see https://A.org/b/c", "https://A.org/b", "" },
	{ "https://a.org/", "see https://a.org/b", "https://a.org/", "" },
	{ "https://a.org/", "https://a.org", NULL, "" },
	{ "__init__", "__init__.py", "__init__", "" },
	{ "__init__", "x.__init__()", "__init__", "" },
	{ "f()", "f(x)", NULL, "" },
	{ "f()", "f();", "f()", "" },
	{ "don't", "Don\u2019t", "Don\u2019t", "" },
	{ "don't", "dont", NULL, "" },
	{ "\"x", "x", "x", "" },
	{ ".NET", "ASP.NET", ".NET", "" },
	{ ".NET", "net", NULL, "" },
	{ "--flag", "use --flag=1", "--flag", "" },
	{ "--flag", "-flag", NULL, "" },
	{ "e.g.", "e.g. this", "e.g.", "i" },
	{ "e.g.", "(e.g)", NULL, "i" },
	{ "e.g.", "(e.g)", "e.g", "p" },
	{ "node.", "node js", "node", "p" },
	{ "(see", "(see", "(see", "i" },
	{ "<<<<x", "<<<<x", "<<<<x", "i" },
	{ "<<<<x", "<<<x", NULL, "i" },
	{ "a....b", "a....b", "a....b", "i" },
	{ "a....b", "a.....b", NULL, "i" },
	{ "a----", "a---- b", "a----", "i" },
	{ "a -b", "a (-b", "a (-b", "" },
	{ "caf\u00e9", "CAFE\u0301", "CAFE\u0301", "" },
	{ "\u5b57\u5178", "\u6f22\u5b57\u5178", "\u5b57\u5178", "" },
	{ "\u5b57\u5178", "\u5b57\u3002\u5178", NULL, "" },
	{ "\u5b57 \u5178", "\u5b57\u5178", "\u5b57\u5178", "" },
	{ "\u5b57", "\u6f22\u5b57", "\u5b57", "p" },
	{ "5\u6708", "2025\u5e745\u6708", "5\u6708", "" },
	{ "\ud55c\uad6d", "\ud55c\uad6d\uc740", "\ud55c\uad6d", "" },
	{ "\u0e32\u0e29\u0e32", "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22", "\u0e32\u0e29\u0e32",
		"" },
	{ "\u20ac5", "\u20ac5", "\u20ac5", "" },
	{ "->", "a->b", "->", "i" },
	{ "->", "a - > b", NULL, "i" },
	{ " \u2014 ", "a\u2014b", "\u2014", "i" },
};

static void
test_table(void **state)
{
	struct words *words = words_new();

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *text = cases[i].text;
		size_t n = strlen(text);
		g_autoptr(Phrase) phrase = phrase_new(cases[i].typed, strlen(cases[i].typed),
			strchr(cases[i].how, 'p') != NULL);
		g_autoptr(GArray) places = index_of(words, text, n);
		struct range hit = { 0, 0 };
		unsigned count;
		bool exact, found = phrase_find(phrase, text, n, 0, &hit);
		const struct phrase_token *tokens = phrase_tokens(phrase, &count, &exact);
		g_autofree char *bytes = g_strndup(text + hit.start, hit.end - hit.start);
		if (found != (cases[i].found != NULL) ||
			(found && strcmp(bytes, cases[i].found) != 0))
			fail_msg("%s in %s: %s", cases[i].typed, text, found ? bytes : "none");
		if (exact != (strchr(cases[i].how, 'i') == NULL))
			fail_msg("%s: exact is %d", cases[i].typed, exact);
		if (exact && has_tokens(places, tokens, count) != found)
			fail_msg("%s in %s: the index differs", cases[i].typed, text);
	}
	words_free(words);
}

static void
test_nothing_to_look_for(void **state)
{
	static const char *const typed[] = { "", " ", "\"\"", " ' ", "\036", "`\t`" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(typed); i++)
		assert_null(phrase_new(typed[i], strlen(typed[i]), i % 2 != 0));
}

static const struct {
	const char *typed, *text;
	bool prefix, is;
} whole_cases[] = {
	{ "AI", "ai", false, true },
	{ "AI", " (ai) ", false, true },
	{ "AI", "ai agents", false, false },
	{ "agents", "ai agents", false, false },
	{ "ai age", "ai agents", true, true },
	{ "c++", "C++", false, true },
	{ "c++", "C+", false, false },
	{ "c++", "C++17", false, false },
	{ "ai", "", false, false },
	{ "ai", "ai\036", false, false },
	{ "->", " -> ", false, true },
	{ "->", "a->b", false, false },
	{ "->", "", false, false },
};

static void
test_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(whole_cases); i++) {
		const char *typed = whole_cases[i].typed, *text = whole_cases[i].text;
		g_autoptr(Phrase) phrase = phrase_new(typed, strlen(typed), whole_cases[i].prefix);
		if (phrase_is(phrase, text, strlen(text)) != whole_cases[i].is)
			fail_msg("'%s' is '%s'", typed, text);
	}
}

static void
test_find_all(void **state)
{
	static const char *const typed[] = { "a", "$a b", "b a", "--", "a" };
	static const char text[] = "x a b $A b a -- b a b a ----";
	static const uint32_t expected[][3] = { { 2, 3, 0 }, { 2, 3, 4 }, { 4, 8, 2 }, { 6, 10, 1 },
		{ 7, 8, 0 }, { 7, 8, 4 }, { 9, 12, 2 }, { 11, 12, 0 }, { 11, 12, 4 }, { 13, 15, 3 },
		{ 16, 19, 2 }, { 18, 19, 0 }, { 18, 19, 4 }, { 20, 23, 2 }, { 22, 23, 0 },
		{ 22, 23, 4 }, { 24, 26, 3 }, { 26, 28, 3 } };
	const struct phrase *phrases[G_N_ELEMENTS(typed)];
	g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(struct phrase_hit));
	struct phrase_hit first = { .phrase = 9 };

	(void)state;
	g_array_append_val(hits, first);
	for (size_t i = 0; i < G_N_ELEMENTS(typed); i++)
		phrases[i] = phrase_new(typed[i], strlen(typed[i]), false);
	phrase_find_all(phrases, G_N_ELEMENTS(typed), text, strlen(text), hits);
	assert_int_equal(g_array_index(hits, struct phrase_hit, 0).phrase, 9);
	for (guint i = 1; i < hits->len && i <= G_N_ELEMENTS(expected); i++) {
		const struct phrase_hit *hit = &g_array_index(hits, struct phrase_hit, i);
		if (hit->range.start != expected[i - 1][0] ||
			hit->range.end != expected[i - 1][1] || hit->phrase != expected[i - 1][2])
			fail_msg("hit %u: %u to %u of %u", i, hit->range.start, hit->range.end,
				hit->phrase);
	}
	assert_int_equal(hits->len, 1 + G_N_ELEMENTS(expected));
	for (size_t i = 0; i < G_N_ELEMENTS(typed); i++)
		phrase_free((struct phrase *)phrases[i]);
}

/* --- chance --- */

/* Broken bytes are among them. */
static const char *const alphabet[] = { "a", "a", "b", "B", "1", "-", "-", ".", "/", "$", "+", "+",
	"'", "(", ")", "_", " ", " ", "\036", "\u6f22", "\u5b57", "\u00e9", "e\u0301", "\u0301",
	"\u2260", "\u20ac", "\u00ad", "\u200d", "\ud55c", "\u1112", "\u1161", "\u093f", "\u0e17",
	"\u2014", "\xff", "\xe2", "\u00df" };

static void
make_text(GRand *random, GString *text, int most)
{
	int letters = g_rand_int_range(random, 2, G_N_ELEMENTS(alphabet));
	int first = g_rand_int_range(random, 0, G_N_ELEMENTS(alphabet));

	g_string_truncate(text, 0);
	for (int n = g_rand_int_range(random, 0, most); n > 0; n--)
		g_string_append(text, alphabet[(first + g_rand_int_range(random, 0, letters)) %
					       G_N_ELEMENTS(alphabet)]);
}

/* What phrase_find() finds, one after the other, against phrase_find_all(). */
static void
check_find_all(const struct phrase *phrase, const GString *text)
{
	g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(struct phrase_hit));
	struct range hit = { 0, 0 };
	guint found = 0;

	phrase_find_all(&phrase, 1, text->str, text->len, hits);
	while (phrase_find(phrase, text->str, text->len, hit.end, &hit)) {
		assert_true(hit.start < hit.end && hit.end <= text->len);
		assert_true(found < hits->len);
		const struct phrase_hit *other = &g_array_index(hits, struct phrase_hit, found++);
		assert_int_equal(hit.start, other->range.start);
		assert_int_equal(hit.end, other->range.end);
	}
	assert_int_equal(found, hits->len);
}

/* The tokens miss no text that holds the phrase, and are those texts alone where they are exact. */
static void
test_index_agrees_with_text(void **state)
{
	GRand *random = g_rand_new_with_seed(4);
	g_autoptr(GString) text = g_string_new(NULL), typed = g_string_new(NULL);
	struct words *words = words_new();
	unsigned hits = 0;

	(void)state;
	for (unsigned round = 0; round < 60000; round++) {
		make_text(random, text, 14);
		make_text(random, typed, 6);
		if (text->len > 0 && g_rand_boolean(random)) {
			gsize from = (gsize)g_rand_int_range(random, 0, (gint32)text->len);
			g_string_assign(typed, text->str + from);
			g_string_truncate(typed,
				MIN(typed->len, (gsize)g_rand_int_range(random, 1, 12)));
		}
		bool prefix = g_rand_boolean(random), exact;
		g_autoptr(Phrase) phrase = phrase_new(typed->str, typed->len, prefix);
		if (phrase == NULL)
			continue;
		g_autoptr(GArray) places = index_of(words, text->str, text->len);
		unsigned count;
		const struct phrase_token *tokens = phrase_tokens(phrase, &count, &exact);
		struct range hit;
		bool found = phrase_find(phrase, text->str, text->len, 0, &hit);
		bool indexed = has_tokens(places, tokens, count);
		hits += found;
		if ((found && !indexed) || (exact && found != indexed))
			fail_msg("round %u: '%s'%s in '%s': text %d, index %d", round, typed->str,
				prefix ? "*" : "", text->str, found, indexed);
		check_find_all(phrase, text);
	}
	assert_true(hits > 5000);
	words_free(words);
	g_rand_free(random);
}

/* What is a word by itself cannot go on. */
static void
test_may_go_on(void **state)
{
	static const struct {
		const char *typed;
		bool prefix;
	} going_on[] = {
		{ "agen", true },
		{ "large mo", true },
		{ "\xe6\xbc\xa2", false },
		{ "gpt\xe6\xbc\xa2", false },
		{ "\xe2\x82\xac", false },
		{ "\xe2\x82\xac"
		  "5",
			true },
		{ "c++", false },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(going_on); i++) {
		g_autoptr(Phrase) phrase =
			phrase_new(going_on[i].typed, strlen(going_on[i].typed), true);

		if (phrase_is_prefix(phrase) != going_on[i].prefix)
			fail_msg("'%s'", going_on[i].typed);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_nothing_to_look_for),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_find_all),
		cmocka_unit_test(test_may_go_on),
		cmocka_unit_test(test_index_agrees_with_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
