#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "document/digest.h"
#include "document/draft.h"

struct parsed {
	struct source *source;
	struct draft *draft;
	struct choices choices;
	bool digest;
};

static void
parse(struct parsed *parsed, const char *bytes, size_t n, enum title_side side)
{
	parsed->source = source_from_bytes("x.txt", bytes, n, NULL);
	assert_non_null(parsed->source);
	parsed->choices.title_side = side;
	parsed->draft = draft_new(parsed->source, &parsed->choices, DOCUMENT_WHOLE, NULL);
	parsed->digest = digest_looks_like(parsed->draft);
	if (parsed->digest)
		digest_parse(parsed->draft);
}

static void
clear(struct parsed *parsed)
{
	draft_free(parsed->draft);
	source_free(parsed->source);
}

static struct range
source_of(const struct draft *draft, const struct block *block)
{
	struct range all = { RANGE_NONE, RANGE_NONE };

	for (guint i = 0; i < draft->runs->len; i++) {
		const struct run *run = &g_array_index(draft->runs, struct run, i);

		if (run->text.start < block->text.start || run->text.start >= block->text.end)
			continue;
		if (range_is_none(all))
			all = run->source;
		all.end = MAX(all.end, run->source.end);
	}
	return all;
}

/* The entries, as cases/digest_specimen.tsv has them. */
static char *
render(const struct draft *draft)
{
	GString *out =
		g_string_new("n\ttitle\ttitle_range\texcerpt_range\tduplicate_of\texcerpt_40\n");

	for (guint i = 0; i < draft->sections->len; i++) {
		const struct section *s = &g_array_index(draft->sections, struct section, i);
		const struct block *heading = draft_block((struct draft *)draft, s->block);
		struct range title = source_of(draft, heading);
		bool excerpt =
			s->block + 1 < draft->blocks->len && heading[1].kind == BLOCK_PARAGRAPH;
		bool made = range_length(title) != range_length(heading->text);

		g_string_append_printf(out, "%u\t", i + 1);
		if (made)
			g_string_append(out, "\t\t");
		else
			g_string_append_printf(out, "%s\t%u-%u\t", s->title, title.start,
				title.end);
		if (excerpt) {
			struct range from = source_of(draft, &heading[1]);

			g_string_append_printf(out, "%u-%u", from.start, from.end);
		}
		g_string_append_c(out, '\t');
		if (s->duplicate_of != NONE)
			g_string_append_printf(out, "%u", s->duplicate_of + 1);
		g_string_append_c(out, '\t');
		if (excerpt) {
			const char *text = draft->text->str + heading[1].text.start;
			size_t n = range_length(heading[1].text);
			g_autofree char *first = NULL;
			g_autofree char *whole = g_strndup(text, n);

			first = g_utf8_substring(whole, 0, MIN(40, g_utf8_strlen(whole, -1)));
			g_string_append(out, first);
		}
		g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}

static char *
render_outline(const struct draft *draft)
{
	GString *out = g_string_new("level\ttitle\tslug\tline\n");

	for (guint i = 0; i < draft->sections->len; i++) {
		const struct section *s = &g_array_index(draft->sections, struct section, i);

		g_string_append_printf(out, "%d\t%s\t%s\t%u\n", s->level, s->title, s->slug,
			s->line);
	}
	return g_string_free(out, FALSE);
}

/* Compares what a file gives with what it must give. */
static void
check_file(const char *text, const char *entries, const char *outline, enum title_side side)
{
	g_autofree char *bytes = NULL;
	g_autofree char *expected = NULL;
	g_autofree char *lines = NULL;
	g_autofree char *got = NULL;
	g_autofree char *got_lines = NULL;
	struct parsed parsed;
	gsize n;

	if (!g_file_get_contents(text, &bytes, &n, NULL) ||
		!g_file_get_contents(entries, &expected, NULL, NULL))
		skip();
	parse(&parsed, bytes, n, side);
	assert_true(parsed.digest);
	got = render(parsed.draft);
	assert_string_equal(got, expected);
	if (outline != NULL) {
		assert_true(g_file_get_contents(outline, &lines, NULL, NULL));
		got_lines = render_outline(parsed.draft);
		assert_string_equal(got_lines, lines);
	}
	clear(&parsed);
}

static void
test_specimen(void **state)
{
	(void)state;
	check_file("../shared/library/seeds/002_23ccbc3b64dd1853.txt",
		"../shared/cases/digest_specimen.tsv", "../shared/cases/digest_outline.tsv",
		TITLE_AUTO);
}

static void
test_titles_after(void **state)
{
	(void)state;
	check_file("tests/digest/after.txt", "tests/digest/after.tsv",
		"tests/digest/after_outline.tsv", TITLE_AUTO);
}

static void
test_choice(void **state)
{
	(void)state;
	check_file("tests/digest/after.txt", "tests/digest/after_above.tsv", NULL, TITLE_ABOVE);
	check_file("tests/digest/after.txt", "tests/digest/after_none.tsv", NULL, TITLE_NONE);
}

/* A paragraph of n words, as a line. */
static void
add_words(GString *out, unsigned n)
{
	static const char *const words[] = { "plain", "river", "under", "stone", "walks", "over" };

	for (unsigned i = 0; i < n; i++)
		g_string_append_printf(out, "%s%s", i > 0 ? " " : "", words[(i * i + n) % 6]);
}

static void
test_not_a_digest(void **state)
{
	static const char *const texts[] = {
		"",
		"\n\n",
		"One line only, and it ends with nothing",
		"A poem\nof lines\nthat end\nsoon\n",
		"2026-01-02 12:00:01 INFO started\n2026-01-02 12:00:02 INFO stopped\n",
		"a,b,c\n1,2,3\n4,5,6\n",
		"\xff\xfe\xfd\n\xff\n",
		"…\n…\n",
	};
	struct parsed parsed;
	GString *text;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		parse(&parsed, texts[i], strlen(texts[i]), TITLE_AUTO);
		assert_false(parsed.digest);
		clear(&parsed);
	}
	/* Prose whose lines end in full stops, and text folded at a width. */
	for (int folded = 0; folded < 2; folded++) {
		text = g_string_new(NULL);
		for (unsigned i = 0; i < 30; i++) {
			add_words(text, folded ? 31 : 40 + i);
			g_string_append(text, folded ? "\n" : ".\n");
		}
		parse(&parsed, text->str, text->len, TITLE_AUTO);
		assert_false(parsed.digest);
		clear(&parsed);
		g_string_free(text, TRUE);
	}
}

/* Nothing of the source is lost, and nothing is twice. */
static void
test_covers(void **state)
{
	g_autofree char *bytes = NULL;
	struct parsed parsed;
	guint8 *seen;
	gsize n;

	(void)state;
	assert_true(g_file_get_contents("tests/digest/after.txt", &bytes, &n, NULL));
	parse(&parsed, bytes, n, TITLE_AUTO);
	seen = g_malloc0(n);
	for (guint i = 0; i < parsed.draft->runs->len; i++) {
		const struct run *run = &g_array_index(parsed.draft->runs, struct run, i);
		const struct block *block;
		uint32_t b = 0;

		while (draft_block(parsed.draft, b)->text.end <= run->text.start)
			b++;
		block = draft_block(parsed.draft, b);
		if (block->kind == BLOCK_HEADING &&
			range_length(source_of(parsed.draft, block)) != range_length(block->text))
			continue; /* a made name stands for text that is also in the excerpt */
		for (uint32_t at = run->source.start; at < run->source.end; at++)
			seen[at]++;
	}
	for (gsize i = 0; i < n; i++)
		assert_int_equal(seen[i], bytes[i] != '\n');
	g_free(seen);
	clear(&parsed);
}

static void
test_hostile(void **state)
{
	static const char *const parts[] = { "…", "aB", "...", "\n", "字", " ", "A", "“", ". B",
		"1", "The ", "\r\n" };
	struct parsed parsed;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		for (size_t j = 0; j < G_N_ELEMENTS(parts); j++) {
			GString *text = g_string_new(NULL);

			for (int k = 0; k < 600; k++) {
				g_string_append(text, parts[k % 7 < 5 ? i : j]);
				if (k % 97 == 0)
					g_string_append_c(text, '\n');
			}
			g_string_append(text, "…");
			parse(&parsed, text->str, text->len, TITLE_AUTO);
			if (!parsed.digest)
				digest_parse(parsed.draft);
			clear(&parsed);
			g_string_free(text, TRUE);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_specimen),
		cmocka_unit_test(test_titles_after),
		cmocka_unit_test(test_choice),
		cmocka_unit_test(test_not_a_digest),
		cmocka_unit_test(test_covers),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
