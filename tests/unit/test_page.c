#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "page/notes.h"
#include "page/page.h"
#include "support/maker.h"
#include "support/page_check.h"
#include "text/safe.h"
#include "text/width.h"

/* The page as text, a line each; with roles, under each line that is not plain text its letters. */
static char *
drawn(const struct document *document, const struct page_options *options)
{
	struct page *page = page_new(document, options);
	GString *out = g_string_new(NULL);
	char *wrong = page_check(page);

	if (wrong != NULL)
		fail_msg("%s", wrong);
	for (uint32_t i = 0; i < page_line_count(page); i++) {
		page_append_line(page, i, out);
		g_string_append_c(out, '\n');
	}
	page_free(page);
	return g_string_free(out, FALSE);
}

/* --- what a page looks like --- */

static void
blocks_stand_apart(void **state)
{
	struct maker m;

	(void)state;
	maker_init(&m);
	maker_open(&m, BLOCK_HEADING)->level = 1;
	maker_text(&m, "Title", 0);
	maker_close(&m);
	maker_leaf(&m, BLOCK_PARAGRAPH, "Some words to wrap.");
	maker_open(&m, BLOCK_LIST)->flags = BLOCK_TIGHT;
	maker_open(&m, BLOCK_ITEM);
	maker_leaf(&m, BLOCK_PARAGRAPH, "first item of it");
	maker_close(&m);
	maker_open(&m, BLOCK_ITEM);
	maker_close(&m);
	maker_close(&m);
	maker_open(&m, BLOCK_QUOTE);
	maker_leaf(&m, BLOCK_PARAGRAPH, "One.");
	maker_leaf(&m, BLOCK_PARAGRAPH, "Two.");
	maker_close(&m);
	maker_open(&m, BLOCK_RULE);
	maker_close(&m);

	struct page_options options = { .width = 12 };
	g_autofree char *text = drawn(maker_document(&m), &options);
	assert_string_equal(text,
		"Title\n━━━━━\n\nSome words\nto wrap.\n\n• first item\n  of it\n•\n\n"
		"│ One.\n│\n│ Two.\n\n────────────\n");
	maker_clear(&m);
}

static void
add_row(struct maker *m, bool header, const char *a, const char *b)
{
	const char *cells[] = { a, b };

	maker_open(m, BLOCK_ROW)->flags = header ? BLOCK_HEADER : 0;
	for (uint32_t i = 0; i < 2; i++) {
		struct block *cell = maker_open(m, BLOCK_CELL);
		cell->number = i;
		cell->flags = i == 1 ? BLOCK_RIGHT : 0;
		maker_text(m, cells[i], 0);
		maker_close(m);
	}
	maker_close(m);
}

static void
tables_share_the_width(void **state)
{
	static const struct {
		struct page_options options;
		const char *text;
	} cases[] = {
		{ { .width = 30 }, "Name  │ Count\n──────┼──────\napple │     1\npear  │    12\n" },
		{ { .width = 10 }, "Name │ Cou\n     │  nt\n━━━━━┿━━━━\nappl │   1\ne    "
				   "│\n─────┼────\npear │  12\n" },
		{ { .width = 10, .records = true },
			"Name: apple\nCount: 1\n\nName: pear\nCount: 12\n" },
		{ { .width = 10, .hard_tables = true },
			"Name  │ Count\n──────┼──────\napple │     1\npear  │    12\n" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct maker m;
		maker_init(&m);
		maker_open(&m, BLOCK_TABLE)->number = 2;
		add_row(&m, true, "Name", "Count");
		add_row(&m, false, "apple", "1");
		add_row(&m, false, "pear", "12");
		maker_close(&m);
		g_autofree char *text = drawn(maker_document(&m), &cases[i].options);
		assert_string_equal(text, cases[i].text);
		maker_clear(&m);
	}
}

static void
pieces_have_roles(void **state)
{
	struct maker m;
	static const uint8_t states[] = { LINK_STATE_MISSING, LINK_STATE_RESOLVED };
	static const struct {
		const char *text;
		enum role role;
	} pieces[] = {
		{ "plain ", ROLE_TEXT },
		{ "strong", ROLE_STRONG },
		{ "gone", ROLE_LINK_MISSING },
		{ "here", ROLE_LINK },
		{ " ", ROLE_TEXT },
		{ "[0:12]", ROLE_TIMESTAMP },
		{ "\x1B", ROLE_CONTROL },
		{ "end", ROLE_TEXT },
	};

	(void)state;
	maker_init(&m);
	maker_open(&m, BLOCK_PARAGRAPH);
	maker_text(&m, "plain ", 0);
	maker_text(&m, "strong", STYLE_STRONG);
	maker_link(&m, LINK_WIKI, "gone", "gone");
	maker_link(&m, LINK_WIKI, "here", "here");
	maker_text(&m, " ", 0);
	maker_stamp(&m, "[0:12]");
	maker_text(&m, "\x1B", 0);
	maker_text(&m, "end", 0);
	maker_close(&m);

	struct page_options options = { .width = 80, .link_states = states };
	struct page *page = page_new(maker_document(&m), &options);
	page_lay(page, 1);
	assert_int_equal(page_line(page, 0)->count, G_N_ELEMENTS(pieces));
	for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++) {
		const struct piece *piece = &page_pieces(page, 0)[i];
		assert_int_equal(piece->role, pieces[i].role);
		assert_int_equal(range_length(piece->text), strlen(pieces[i].text));
		assert_memory_equal(m.text->str + piece->text.start, pieces[i].text,
			range_length(piece->text));
	}
	page_free(page);
	maker_clear(&m);
}

static void
notes_stand_beside(void **state)
{
	struct maker m;

	(void)state;
	maker_init(&m);
	maker_open(&m, BLOCK_HEADING)->level = 3;
	maker_text(&m, "Again", 0);
	maker_close(&m);
	struct section section = { .block = 0, .duplicate_of = 0 };
	g_array_append_val(m.sections, section);
	maker_open(&m, BLOCK_PARAGRAPH);
	maker_text(&m, "See ", 0);
	maker_link(&m, LINK_WEB, "https://good.com/a", "https://evil.example/");
	maker_text(&m, " and ", 0);
	maker_link(&m, LINK_WEB, "good.com", "https://www.good.com/b");
	maker_text(&m, ".", 0);
	maker_close(&m);

	struct page_options options = { .width = 30, .notes = true };
	g_autofree char *text = drawn(maker_document(&m), &options);
	assert_string_equal(text, "Again (same as entry 1)\n\nSee https://good.com/a\n"
				  "(evil.example) and good.com.\n");
	options.notes = false;
	g_autofree char *bare = drawn(maker_document(&m), &options);
	assert_string_equal(bare, "Again\n\nSee https://good.com/a and\ngood.com.\n");
	maker_clear(&m);
}

static void
hosts_are_compared(void **state)
{
	static const struct {
		const char *text, *target, *host;
	} cases[] = {
		{ "https://a.com", "https://a.com/x", NULL },
		{ "http://a.com", "https://www.a.com/x", NULL },
		{ "a.com/path", "https://b.com", "b.com" },
		{ "www.a.com", "https://b.com", "b.com" },
		{ "A.com", "https://a.com", NULL },
		{ "README.md", "https://github.com/x", NULL },
		{ "the site", "https://b.com", NULL },
		{ "https://a.com@b.com/", "https://b.com", NULL },
		{ "https://a.com", "https://a.com@b.com/", "b.com" },
		{ "version 1.2", "https://b.com", NULL },
		{ "1.2", "https://b.com", NULL },
		{ "https://a.com:80/", "https://a.com/", NULL },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *host = NULL;
		bool differs = notes_host_differs(cases[i].text, (uint32_t)strlen(cases[i].text),
			cases[i].target, &host);
		assert_int_equal(differs, cases[i].host != NULL);
		if (differs)
			assert_string_equal(host, cases[i].host);
		g_free(host);
	}
}

static void
details_fold(void **state)
{
	struct maker m;
	static const uint8_t folded[8] = { [0] = 1 };

	(void)state;
	maker_init(&m);
	maker_open(&m, BLOCK_DETAILS);
	maker_leaf(&m, BLOCK_SUMMARY, "More");
	maker_leaf(&m, BLOCK_PARAGRAPH, "Hidden.");
	maker_close(&m);
	maker_leaf(&m, BLOCK_PARAGRAPH, "After.");
	struct page_options options = { .width = 30 };
	g_autofree char *open = drawn(maker_document(&m), &options);
	assert_string_equal(open, "▾ More\n  Hidden.\n\nAfter.\n");

	options.folded = folded;
	struct page *page = page_new(maker_document(&m), &options);
	page_lay(page, UINT32_MAX);
	assert_int_equal(page_line_count(page), 3);
	assert_int_equal(page_line_of(page, 6), 0);
	assert_int_equal(page_line_of(page, m.document.length - 3), 2);
	page_free(page);
	maker_clear(&m);
}

static void
ascii_has_its_own_signs(void **state)
{
	struct maker m;

	(void)state;
	maker_init(&m);
	maker_open(&m, BLOCK_LIST)->flags = BLOCK_TIGHT;
	maker_open(&m, BLOCK_ITEM)->flags = BLOCK_TASK;
	maker_leaf(&m, BLOCK_PARAGRAPH, "open");
	maker_close(&m);
	maker_open(&m, BLOCK_ITEM)->flags = BLOCK_TASK | BLOCK_DONE;
	maker_leaf(&m, BLOCK_PARAGRAPH, "done");
	maker_close(&m);
	maker_close(&m);
	struct page_options options = { .width = 30 };
	safe_init(false, true);
	g_autofree char *text = drawn(maker_document(&m), &options);
	safe_init(false, false);
	assert_string_equal(text, "[ ] open\n[x] done\n");
	maker_clear(&m);
}

/* --- what holds of every page --- */

static const char *const bits[] = {
	"word",
	"words",
	" ",
	" ",
	" ",
	"  ",
	"\t",
	"-",
	"long-hyphenated-words",
	"\xC2\xAD",
	"\xE2\x80\x99",
	"\xE4\xB8\xAD\xE6\x96\x87",
	"\xEA\xB0\x80",
	"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB",
	"\xCC\x81",
	"\xFF",
	"\xE2\x80\xAE",
	"\xE2\x80\x8B",
	"\x1B",
	"\n",
	"(",
	")",
	"\xC3\xA9",
	"unbreakableunbreakableunbreakable",
	"https://example.org/a/path?query=string",
	"\xC2\xA0",
	"\xE2\x80\xA8",
};

static void
random_text(struct maker *m)
{
	for (int i = rand() % 12; i > 0; i--) {
		const char *s = bits[(size_t)rand() % G_N_ELEMENTS(bits)];
		switch (rand() % 10) {
		case 0:
			maker_link(m, LINK_WEB, s, "https://example.com/");
			break;
		case 1:
			maker_stamp(m, "[00:12:34]");
			break;
		default:
			maker_text(m, s, rand() % 3 == 0 ? 1u << rand() % 12 : 0);
		}
	}
}

static void
random_table(struct maker *m)
{
	uint32_t columns = 1 + (uint32_t)rand() % 6;

	maker_open(m, BLOCK_TABLE)->number = columns;
	for (int row = 0; row < 1 + rand() % 4; row++) {
		maker_open(m, BLOCK_ROW)->flags = row == 0 ? BLOCK_HEADER : 0;
		for (uint32_t i = 0; i < columns; i++) {
			struct block *cell = maker_open(m, BLOCK_CELL);
			cell->number = i;
			cell->flags = (uint16_t)(BLOCK_LEFT << rand() % 3);
			random_text(m);
			maker_close(m);
		}
		maker_close(m);
	}
	maker_close(m);
}

static void random_block(struct maker *m, int depth);

static void
random_list(struct maker *m, int depth)
{
	uint32_t number = rand() % 2 ? NONE : (uint32_t)rand() % 2000;
	struct block *list = maker_open(m, BLOCK_LIST);

	list->number = number;
	list->flags = rand() % 2 ? BLOCK_TIGHT : 0;
	for (int i = rand() % 4; i >= 0; i--) {
		struct block *item = maker_open(m, BLOCK_ITEM);
		item->number = number == NONE ? NONE : number++;
		item->flags =
			(uint16_t)(rand() % 3 == 0 ? BLOCK_TASK | (rand() % 2 ? BLOCK_DONE : 0)
						   : 0);
		for (int k = rand() % 3; k > 0; k--)
			random_block(m, depth + 1);
		maker_close(m);
	}
	maker_close(m);
}

static void
random_container(struct maker *m, int depth)
{
	static const enum block_kind kinds[] = {
		BLOCK_QUOTE,
		BLOCK_CALLOUT,
		BLOCK_DETAILS,
		BLOCK_FOOTNOTE,
	};
	struct block *b = maker_open(m, kinds[rand() % 4]);

	b->label = rand() % 2 ? "warning" : "a rather long label of it";
	if (b->kind == BLOCK_CALLOUT || b->kind == BLOCK_DETAILS)
		maker_leaf(m, BLOCK_SUMMARY, rand() % 2 ? "" : "A title of more words");
	for (int k = rand() % 3; k > 0; k--)
		random_block(m, depth + 1);
	maker_close(m);
}

static void
random_block(struct maker *m, int depth)
{
	static const enum block_kind leaves[] = {
		BLOCK_PARAGRAPH,
		BLOCK_PARAGRAPH,
		BLOCK_HEADING,
		BLOCK_CODE,
		BLOCK_RULE,
		BLOCK_LINES,
		BLOCK_CUE,
	};
	int what = rand() % 12;

	if (what == 0) {
		random_table(m);
	} else if (what < 4 && depth < 40) {
		random_list(m, depth);
	} else if (what < 6 && depth < 40) {
		random_container(m, depth);
	} else {
		struct block *b = maker_open(m, leaves[(size_t)rand() % G_N_ELEMENTS(leaves)]);
		b->level = (uint8_t)(1 + rand() % 6);
		b->label = rand() % 2 ? "label" : NULL;
		if (b->kind != BLOCK_RULE)
			random_text(m);
		maker_close(m);
	}
}

static void
any_document_is_shown_whole(void **state)
{
	(void)state;
	srand(3);
	for (int round = 0; round < 400; round++) {
		struct maker m;
		maker_init(&m);
		for (int i = 0; i < 12; i++)
			random_block(&m, 0);
		for (int i = 0; i < 8; i++) {
			struct page_options options = {
				.width = i < 4 ? 1u + (unsigned)rand() % 12
					       : 1u + (unsigned)rand() % 250,
				.records = rand() % 3 == 0,
				.hard_tables = rand() % 2 == 0,
				.notes = rand() % 2 == 0,
			};
			g_free(drawn(maker_document(&m), &options));
		}
		maker_clear(&m);
	}
}

/* Containers without end: no recursion, half of the width for text. */
static void
deep_containers_stand_flat(void **state)
{
	struct maker m;

	(void)state;
	maker_init(&m);
	for (int i = 0; i < 200; i++) {
		if (i % 2 == 0)
			maker_open(&m, BLOCK_LIST)->number = i % 4 == 0 ? NONE : 7;
		else
			maker_open(&m, BLOCK_ITEM)->number = i % 4 == 1 ? NONE : 1234567;
	}
	maker_leaf(&m, BLOCK_PARAGRAPH, "some words at the bottom of it all");
	for (int i = 0; i < 200; i++)
		maker_close(&m);
	for (unsigned width = 1; width <= 120; width++) {
		struct page_options options = { .width = width };
		g_autofree char *text = drawn(maker_document(&m), &options);
		assert_true(strstr(text, width < 20 ? "s" : "words") != NULL);
	}
	maker_clear(&m);
}

/* A page grows as it is asked for. */
static void
long_leaves_are_laid_out_in_parts(void **state)
{
	struct maker m;
	struct page_options options = { .width = 40 };

	(void)state;
	maker_init(&m);
	maker_open(&m, BLOCK_LINES);
	for (int i = 0; i < 20000; i++)
		g_string_append(m.text, "a line of text\n");
	maker_text(&m, "last", 0);
	maker_close(&m);
	struct page *page = page_new(maker_document(&m), &options);
	assert_false(page_lay(page, 50));
	assert_in_range(page_line_count(page), 50, 1000);
	assert_int_equal(page_line_of(page, 15 * 5000 + 3), 5000);
	assert_false(page_complete(page));
	assert_int_equal(page_offset_of(page, 7000), 15 * 7000);
	assert_true(page_lay(page, UINT32_MAX));
	assert_int_equal(page_line_count(page), 20001);
	page_free(page);
	maker_clear(&m);
}

static void
roles_are_named_apart(void **state)
{
	(void)state;
	for (int i = 0; i < ROLE_COUNT_OF; i++) {
		const struct role_info *info = role_info((enum role)i);
		assert_non_null(info->name);
		assert_int_equal(role_named(info->name), i);
		for (int k = 0; k < i; k++)
			assert_int_not_equal(info->letter, role_info((enum role)k)->letter);
	}
	assert_int_equal(role_named("nothing"), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_stand_apart),
		cmocka_unit_test(tables_share_the_width),
		cmocka_unit_test(pieces_have_roles),
		cmocka_unit_test(notes_stand_beside),
		cmocka_unit_test(hosts_are_compared),
		cmocka_unit_test(details_fold),
		cmocka_unit_test(ascii_has_its_own_signs),
		cmocka_unit_test(any_document_is_shown_whole),
		cmocka_unit_test(deep_containers_stand_flat),
		cmocka_unit_test(long_leaves_are_laid_out_in_parts),
		cmocka_unit_test(roles_are_named_apart),
	};

	setlocale(LC_ALL, "C.UTF-8");
	width_init();
	safe_init(false, false);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
