#include "config.h"

#include "library/store_private.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "text/phrase.h"

static const char *const texts[] = {
	"",
	"Large language models write C++17 and C++, not C.",
	"The GPT-4o costs $1.50, or US$1.5; gpt 4o is another.",
	"snake_case and snake case, __init__.py, f() and f(x)",
	"see https://a.org/b/c and http://www.a.org/",
	"ASP.NET runs with --flag=1 -x -> y",
	"10,000 people, 10, 000 more, e.g. these (e.g)",
	"Caf\u00e9 and CAFE\u0301, Stra\u00dfe, don\u2019t, don't",
	"\u6f22\u5b57\u5178\u3002\u6771\u4eac\u5927\u5b66 2025\u5e745\u6708",
	"\ud55c\uad6d\uc740 \ud55c\uad6d\uc5b4",
	"\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22",
	"large\036language\036models",
	"one \"large\" 'language' `model`",
	"\u20ac5 \u2764\ufe0f \u2192 a\u2192b",
	"large language, large models",
	"gpt-4 turbo; claude-3.5-sonnet",
};

static const char *const typed[] = {
	"large",
	"larg",
	"large language",
	"large language models",
	"language models",
	"c",
	"C+",
	"C++",
	"C++17",
	"gpt-",
	"gpt-4",
	"gpt-4o",
	"gpt 4o",
	"gpt",
	"$1",
	"$1.5",
	"$1.",
	"1.5",
	"1",
	"snake_case",
	"snake_",
	"_case",
	"__init__",
	"f()",
	"f(",
	"https://a.org",
	"https://a.org/",
	"a.org/b",
	"www.a.org",
	".NET",
	"net",
	"--flag",
	"-flag",
	"->",
	"10,000",
	"10, 000",
	"e.g.",
	"e.g",
	"caf\u00e9",
	"cafe",
	"strasse",
	"don't",
	"don t",
	"\u5b57\u5178",
	"\u5178\u6771",
	"\u6771\u4eac",
	"5\u6708",
	"\ud55c\uad6d",
	"\uad6d\uc5b4",
	"\u0e29\u0e32",
	"\u20ac5",
	"\u2764",
	"a\u2192b",
	"a \u2192 b",
	"claude-3.5",
	"claude-3.5-sonnet",
	"3.5-son",
	"nothing",
};

static sqlite3 *
make_index(const char *const *of, size_t count)
{
	sqlite3_stmt *insert = NULL;
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_true(store_tokens_register(db, NULL));
	assert_int_equal(sqlite3_exec(db,
				 "CREATE VIRTUAL TABLE text USING fts5 (body, content='',"
				 " detail=full, tokenize='words')",
				 NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_prepare_v2(db, "INSERT INTO text (rowid, body) VALUES (?1, ?2)", -1, &insert, NULL);
	for (size_t i = 0; i < count; i++) {
		sqlite3_bind_int64(insert, 1, (sqlite3_int64)i);
		sqlite3_bind_text(insert, 2, of[i], -1, SQLITE_STATIC);
		assert_int_equal(sqlite3_step(insert), SQLITE_DONE);
		sqlite3_reset(insert);
	}
	sqlite3_finalize(insert);
	return db;
}

static char *
match_of(const struct phrase_token *tokens, unsigned count)
{
	GString *match = g_string_new("\"");

	for (unsigned i = 0; i < count; i++) {
		if (i > 0)
			g_string_append_c(match, 0x1f);
		g_string_append_len(match, tokens[i].bytes, (gssize)tokens[i].length);
	}
	g_string_append(match, tokens[count - 1].prefix ? "\"*" : "\"");
	return g_string_free(match, FALSE);
}

/* The rows that the index gives for a phrase, against those of the texts that hold it. */
static void
check(sqlite3_stmt *select, const struct phrase *phrase, const char *const *of, size_t count)
{
	unsigned tokens_count;
	bool exact;
	const struct phrase_token *tokens = phrase_tokens(phrase, &tokens_count, &exact);
	g_autofree bool *found = g_new0(bool, count);

	if (tokens_count == 0)
		return;
	g_autofree char *match = match_of(tokens, tokens_count);
	sqlite3_bind_text(select, 1, match, -1, SQLITE_STATIC);
	while (sqlite3_step(select) == SQLITE_ROW)
		found[sqlite3_column_int64(select, 0)] = true;
	assert_int_equal(sqlite3_reset(select), SQLITE_OK);
	for (size_t i = 0; i < count; i++) {
		struct range hit;
		bool holds = phrase_find(phrase, of[i], strlen(of[i]), 0, &hit);
		if ((holds && !found[i]) || (exact && holds != found[i]))
			fail_msg("%s in '%s': text %d, index %d", match, of[i], holds, found[i]);
	}
}

static sqlite3_stmt *
make_select(sqlite3 *db)
{
	sqlite3_stmt *select = NULL;

	sqlite3_prepare_v2(db, "SELECT rowid FROM text WHERE text MATCH ?1", -1, &select, NULL);
	assert_non_null(select);
	return select;
}

static void
test_table(void **state)
{
	sqlite3 *db = make_index(texts, G_N_ELEMENTS(texts));
	sqlite3_stmt *select = make_select(db);

	(void)state;
	for (size_t i = 0; i < 2 * G_N_ELEMENTS(typed); i++) {
		const char *words = typed[i / 2];
		g_autoptr(Phrase) phrase = phrase_new(words, strlen(words), i % 2 != 0);
		check(select, phrase, texts, G_N_ELEMENTS(texts));
	}
	sqlite3_finalize(select);
	sqlite3_close(db);
}

enum { TEXTS = 400, PHRASES = 400 };

static char *
make_text(GRand *random, int most)
{
	static const char *const alphabet[] = { "a", "b", "a", "-", ".", "$", "+", "+", "/", "'",
		" ", " ", "\036", "\u6f22", "\u5b57", "\u00e9", "\u20ac" };
	GString *text = g_string_new(NULL);

	for (int n = g_rand_int_range(random, 1, most); n > 0; n--)
		g_string_append(text,
			alphabet[g_rand_int_range(random, 0, G_N_ELEMENTS(alphabet))]);
	return g_string_free(text, FALSE);
}

static void
test_chance(void **state)
{
	GRand *random = g_rand_new_with_seed(7);
	g_autoptr(GPtrArray) made = g_ptr_array_new_with_free_func(g_free);

	(void)state;
	for (unsigned i = 0; i < TEXTS; i++)
		g_ptr_array_add(made, make_text(random, 30));
	const char *const *of = (const char *const *)made->pdata;
	sqlite3 *db = make_index(of, TEXTS);
	sqlite3_stmt *select = make_select(db);
	for (unsigned i = 0; i < PHRASES; i++) {
		g_autofree char *words = make_text(random, 7);
		g_autoptr(Phrase) phrase = phrase_new(words, strlen(words), i % 2 != 0);
		if (phrase != NULL)
			check(select, phrase, of, TEXTS);
	}
	sqlite3_finalize(select);
	sqlite3_close(db);
	g_rand_free(random);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_chance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
