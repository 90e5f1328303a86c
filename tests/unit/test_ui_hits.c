/* Hits of a search: what a pattern finds in a document's text. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/parse.h"
#include "ui/hits.h"

static const struct {
	const char *name;
	const char *source;
	const char *pattern;
	const char *hits; /* the texts hit, parted by '|' */
} cases[] = {
	{ "case is free", "One one ONE.", "one", "One|one|ONE" },
	{ "a capital asks for it", "One one ONE.", "One", "One" },
	{ "accents are free", "Résumé, resume.", "resume", "Résumé|resume" },
	{ "accents are free the other way", "Résumé, resume.", "résumé", "Résumé|resume" },
	{ "a capital keeps accents free", "Élan, élan, Elan.", "Elan", "Élan|Elan" },
	{ "a full folding", "Straße, STRASSE.", "strasse", "Straße|STRASSE" },
	{ "over a soft break", "a long\nway home", "long way", "long way" },
	{ "over a hard break", "a long  \nway home", "long way", "long\nway" },
	{ "over marks of emphasis", "a *long* way", "long way", "long way" },
	{ "over a link", "a [long](x.md) way", "long way", "long way" },
	{ "not over paragraphs", "a long\n\nway home", "long way", "" },
	{ "without overlap", "aaaa", "aa", "aa|aa" },
	{ "literal signs", "f(x) = x.y", "x.y", "x.y" },
	{ "an expression", "cat cot cut", "/c[ao]t/", "cat|cot" },
	{ "an expression being typed", "cat cot cut", "/c[ao]t", "cat|cot" },
	{ "an expression in any case", "Cat cat", "/cat/", "Cat|cat" },
	{ "an expression with a capital", "Cat cat", "/Cat/", "Cat" },
	{ "an escape is no capital", "Cat cat", "/\\Sat/", "Cat|cat" },
	{ "empty matches are none", "abc", "/x*/", "" },
	{ "nothing", "abc", "", "" },
	{ "a slash alone is a slash", "a/b", "/", "/" },
};

static void
test_hits(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Document) document = parse_text("x.md", cases[i].source, DOCUMENT_WHOLE);
		g_autoptr(Hits) hits = hits_new(document, cases[i].pattern);
		g_autoptr(GString) found = g_string_new(NULL);
		for (uint32_t h = 0; h < hits_count(hits); h++) {
			struct range hit = hits_range(hits, h);
			if (h > 0)
				g_string_append_c(found, '|');
			g_string_append_len(found, document->text + hit.start,
				(gssize)range_length(hit));
			assert_int_equal(hits_at(hits, hit.start), h);
		}
		if (strcmp(found->str, cases[i].hits) != 0)
			fail_msg("%s: `%s` finds `%s`, not `%s`", cases[i].name, cases[i].pattern,
				found->str, cases[i].hits);
	}
}

static void
test_wrong_expression(void **state)
{
	(void)state;
	g_autoptr(Document) document = parse_text("x.md", "abc", DOCUMENT_WHOLE);
	g_autoptr(Hits) hits = hits_new(document, "/(/");
	assert_int_equal(hits_count(hits), 0);
	assert_non_null(hits->problem);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hits),
		cmocka_unit_test(test_wrong_expression),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
