/*
 * YAML (document/yaml.h): each case is a block and the tree read from it, written in one line, with
 * the problems found after it as `!code@line`.
 */
#include "config.h"

#include "document/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include <cmocka.h>

#include <glib.h>

/* --- a tree in one line --- */

static void
describe_scalar(GString *out, const struct yaml_node *node)
{
	switch (node->type) {
	case YAML_NULL:
		g_string_append(out, "null");
		break;
	case YAML_BOOL:
		g_string_append(out, node->integer ? "true" : "false");
		break;
	case YAML_INT:
		g_string_append_printf(out, "%" G_GINT64_FORMAT, node->integer);
		break;
	case YAML_FLOAT:
		g_string_append_printf(out, "~%g", node->number);
		break;
	default:
		g_string_append_printf(out, "<%s>", node->string);
	}
}

static void
describe(GString *out, const struct yaml_node *node)
{
	bool map = node->type == YAML_MAP;

	if (!map && node->type != YAML_LIST) {
		describe_scalar(out, node);
		return;
	}
	g_string_append_c(out, map ? '{' : '[');
	for (uint32_t i = 0; i < node->count; i++) {
		if (i > 0)
			g_string_append_c(out, ' ');
		if (map)
			g_string_append_printf(out, "%s=", node->children[i].key);
		describe(out, &node->children[i]);
	}
	g_string_append_c(out, map ? '}' : ']');
}

static void
note(void *data, const char *code, uint32_t line, uint32_t column, const char *message)
{
	assert_true(column >= 1);
	assert_true(*message != '\0');
	g_string_append_printf(data, " !%s@%u", code, line);
}

static char *
read_to_line(const char *text, size_t n)
{
	struct arena *arena = arena_new();
	g_autoptr(GString) problems = g_string_new(NULL);
	GString *out = g_string_new(NULL);
	const struct yaml_node *root = yaml_read(arena, text, n, 1, note, problems);

	if (root != NULL)
		describe(out, root);
	else
		g_string_append(out, "none");
	g_string_append(out, problems->str);
	arena_free(arena);
	return g_string_free(out, FALSE);
}

struct yaml_case {
	const char *name, *text, *expected;
};

static void
check_cases(const struct yaml_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		g_autofree char *got = read_to_line(cases[i].text, strlen(cases[i].text));

		if (strcmp(got, cases[i].expected) != 0)
			fail_msg("%s:\n  expected %s\n  got      %s", cases[i].name,
				cases[i].expected, got);
	}
}

/* --- types and forms --- */

static const struct yaml_case form_cases[] = {
	{ "empty", "", "null" },
	{ "scalars", "a: 1\nb: -2\nc: 0x1F\nd: 0o17\ne: 1.5\nf: 1e3\ng: .inf\n",
		"{a=1 b=-2 c=31 d=15 e=~1.5 f=~1000 g=~inf}" },
	{ "words", "a: true\nb: False\nc: null\nd: ~\ne:\nf: Null\n",
		"{a=true b=false c=null d=null e=null f=null}" },
	{ "YAML 1.1 words are strings", "a: yes\nb: on\nc: Off\nd: NO\ne: y\n",
		"{a=<yes> b=<on> c=<Off> d=<NO> e=<y>}" },
	{ "a zero before makes a string", "a: 012\nb: 0\nc: 00\nd: -012\n",
		"{a=<012> b=0 c=<00> d=<-012>}" },
	{ "no numbers", "a: 1_000\nb: 1:30\nc: 0x\nd: 1e\ne: .\nf: 1.2.3\ng: +\n",
		"{a=<1_000> b=<1:30> c=<0x> d=<1e> e=<.> f=<1.2.3> g=<+>}" },
	{ "a number too long for 64 bits loses no digit", "a: 12345678901234567890\n",
		"{a=<12345678901234567890>}" },
	{ "dates are strings", "a: 2026-02-08\nb: 2026-02-08T23:10:02Z\n",
		"{a=<2026-02-08> b=<2026-02-08T23:10:02Z>}" },
	{ "quoted are strings", "a: '1'\nb: \"true\"\nc: ''\n", "{a=<1> b=<true> c=<>}" },
	{ "escapes", "a: \"x \\\\ y\"\nb: \"\\u00e9\\t\"\nc: 'it''s'\nd: \"a\\0b\"\n",
		"{a=<x \\ y> b=<\xC3\xA9\t> c=<it's> d=<a?b>}" },
	{ "tags", "a: !!str 1\nb: !!int \"3\"\nc: !mine 4\n", "{a=<1> b=3 c=<4>}" },
	{ "lists", "a: [x, y]\nb:\n  - x\n  - 2\nc:\n- z\nd: []\n",
		"{a=[<x> <y>] b=[<x> 2] c=[<z>] d=[]}" },
	{ "maps", "a:\n  b: {c: d}\n  e: f\n", "{a={b={c=<d>} e=<f>}}" },
	{ "blocks", "a: |\n  x\n  y\nb: >-\n  x\n  y\n", "{a=<x\ny\n> b=<x y>}" },
	{ "comments", "# one\na: 1 # two\n\n# three\nb: 2\n", "{a=1 b=2}" },
	{ "aliases are names", "a: &n x\nb: *n\n<<: *n\n", "{a=<x> b=<*n> <<=<*n>}" },
	{ "an alias of nothing", "a: *none\n", "{a=<*none>}" },
	{ "keys in any language", "\xE6\xA8\x99\xE9\xA1\x8C: x\n\xD1\x82\xD0\xB5\xD0\xB3: y\n",
		"{\xE6\xA8\x99\xE9\xA1\x8C=<x> \xD1\x82\xD0\xB5\xD0\xB3=<y>}" },
	{ "a key that is no scalar", "[a, b]: x\n? {c: d}\n: y\n", "{[a, b]=<x> {c: d}=<y>}" },
	{ "a template", "title: {{title}}\n", "{title={{title}=null}}" },
	{ "indented top", "  a: 1\n  b: 2\n", "{a=1 b=2}" },
	{ "flow top", "{a: 1, b: [2]}\n", "{a=1 b=[2]}" },
	{ "CR LF and CR", "a: 1\r\nb: 2\rc: 3\r\n", "{a=1 b=2 c=3}" },
	{ "a document start first", "# c\n---\na: 1\n", "{a=1}" },
	{ "a directive is content", "a: 1\n%TAG: x\n", "{a=1 %TAG=<x>}" },
	{ "controls and broken bytes", "a: x\x1by\nb: \xFFz\nc: \xC2\x85w\n",
		"{a=<x\x1by> b=<\xFFz> c=<\xC2\x85w>}" },
	{ "line separators are no line ends", "a: x\xE2\x80\xA8y\nb: 1\n",
		"{a=<x\xE2\x80\xA8y> b=1}" },
	{ "wikilinks", "up: [[a]]\nup2: \"[[a|b]]\"\n", "{up=[[<a>]] up2=<[[a|b]]>}" },
	{ "duplicates", "a: 1\nb: 2\na: 3\n", "{a=3 b=2} !duplicate-key@3" },
	{ "nested duplicates", "m:\n  a: 1\n  a: 2\n", "{m={a=2}} !duplicate-key@3" },
};

static void
test_forms(void **state)
{
	(void)state;
	check_cases(form_cases, G_N_ELEMENTS(form_cases));
}

/* --- repairs --- */

#define BROKEN " !front-matter@"

static const struct yaml_case repair_cases[] = {
	{ "colon in a value", "title: x\nauthor: Paul Graham: Essays\nurl: y\n",
		"{title=<x> author=<Paul Graham: Essays> url=<y>}" BROKEN "2" },
	{ "at sign", "a: @x\nb: 1\n", "{a=<@x> b=1}" BROKEN "1" },
	{ "percent", "a: %x\nb: 1\n", "{a=<%x> b=1}" BROKEN "1" },
	{ "backtick", "a: `x`\nb: 1\n", "{a=<`x`> b=1}" BROKEN "1" },
	{ "an item", "tags:\n  - @name\n  - y\nb: 1\n", "{tags=[<@name> <y>] b=1}" BROKEN "2" },
	{ "an item at the key's column", "tags:\n- @name\n- y\nb: 1\n",
		"{tags=[<@name> <y>] b=1}" BROKEN "2" },
	{ "an item with two colons", "tags:\n  - a: b: c\n  - y\n",
		"{tags=[<a: b: c> <y>]}" BROKEN "2" },
	{ "a map in an item", "l:\n  - name: A: B\n    url: x\n  - name: C\n",
		"{l=[{name=<A: B> url=<x>} {name=<C>}]}" BROKEN "2" },
	{ "two wikilinks", "up: [[a]], [[b]]\nb: 1\n", "{up=<[[a]], [[b]]> b=1}" BROKEN "1" },
	{ "an item of two wikilinks", "up:\n  - [[a]], [[b]]\nb: 1\n",
		"{up=[<[[a]], [[b]]>] b=1}" BROKEN "2" },
	{ "an open list", "a: 1\nkey: [a, b\nc: 2\n", "{a=1 key=<[a, b> c=2}" BROKEN "2" },
	{ "an open list at the end", "a: 1\nkey: [a, b\n", "{a=1 key=<[a, b>}" BROKEN "2" },
	{ "an open map", "key: {a, b\nc: 2\n", "{key=<{a, b> c=2}" BROKEN "1" },
	{ "an open item", "l:\n  - a\n  - [b\nc: x\n", "{l=[<a> <[b>] c=<x>}" BROKEN "3" },
	{ "an open quote", "a: 1\nkey: \"unclosed\nc: 2\n",
		"{a=1 key=<\"unclosed> c=2}" BROKEN "2" },
	{ "an open single quote", "key: 'tis\nc: 2\n", "{key=<'tis> c=2}" BROKEN "1" },
	{ "an open quote before quotes", "title: \"unclosed\nauthor: \"Bob\"\nc: 2\n",
		"{title=<\"unclosed> author=<Bob> c=2}" BROKEN "1" },
	{ "text after a quote", "title: \"Foo\" bar\nb: 1\n",
		"{title=<\"Foo\" bar> b=1}" BROKEN "1" },
	{ "an unknown escape", "a: \"C:\\dir\"\nb: 1\n", "{a=<\"C:\\dir\"> b=1}" BROKEN "1" },
	{ "a block mark with text", "a: |x y\nb: 1\n", "{a=<|x y> b=1}" BROKEN "1" },
	{ "a quote within", "a: it's: \"so\"\nb: 1\n", "{a=<it's: \"so\"> b=1}" BROKEN "1" },
	{ "a key with a sign", "@a: x\nb: 1\n", "{@a=<x> b=1}" BROKEN "1" },
	{ "a value over lines", "a: b: c\n  more 'text'\nd: 1\n",
		"{a=<b: c more 'text'> d=1}" BROKEN "1" },
	{ "below the top", "m:\n  a: b: c\n  d: 1\ne: 2\n", "{m={a=<b: c> d=1} e=2}" BROKEN "2" },
	{ "a tab before an item", "tags:\n\t- a\n\t- b\nc: 1\n",
		"{tags=[<a> <b>] c=1}" BROKEN "2" },
	{ "several", "a: @x\nb: y: z\nc: [\nd: `q`\n",
		"{a=<@x> b=<y: z> c=<[> d=<`q`>}" BROKEN "1" BROKEN "2" BROKEN "3" BROKEN "4" },
	{ "stray lines belong to the value above", "title: x,\nstray,\n\nmore\nauthor: y\n",
		"{title=<x, stray,\nmore> author=<y>}" BROKEN "1" },
	{ "stray lines below an empty value", "title:\nstray\nauthor: y\n",
		"{title=< stray> author=<y>}" BROKEN "1" },
	{ "a stray line at the end", "title: x\nstray\n", "{title=<x stray>}" BROKEN "1" },
	{ "a stray line first", "stray\ntitle: x\n", "none" BROKEN "2" },
	{ "no key at all", "just text\n", "<just text>" },
	{ "the value under way is not kept half", "a: 1\nb:\n  c: 2\n stray\nd: 3\n",
		"{a=1}" BROKEN "4" },
};

static void
test_repairs(void **state)
{
	(void)state;
	check_cases(repair_cases, G_N_ELEMENTS(repair_cases));
}

/* --- limits --- */

static void
test_depth(void **state)
{
	g_autoptr(GString) text = g_string_new("a: 1\nb: ");
	g_autofree char *got = NULL;

	(void)state;
	for (int i = 0; i < 5000; i++)
		g_string_append_c(text, '[');
	g_string_append(text, "\nc: 2\n");
	got = read_to_line(text->str, text->len);
	assert_string_equal(got, "{a=1} !front-matter@2");
}

static void
test_nodes(void **state)
{
	g_autoptr(GString) text = g_string_new("a: 1\nb:\n");
	g_autofree char *got = NULL;

	(void)state;
	for (int i = 0; i < 20000; i++)
		g_string_append(text, "- x\n");
	g_string_append(text, "c: 2\n");
	got = read_to_line(text->str, text->len);
	assert_true(g_str_has_prefix(got, "{a=1} !front-matter@"));
}

static void
test_size(void **state)
{
	g_autoptr(GString) text = g_string_new("a: 1\n");
	g_autofree char *got = NULL;

	(void)state;
	g_string_append(text, "b: \"");
	for (int i = 0; i < 76 * 1024; i++)
		g_string_append_c(text, 'x');
	g_string_append(text, "\"\nc: 3\n");
	got = read_to_line(text->str, text->len);
	assert_true(g_str_has_suffix(got, "x> c=3}"));
	g_free(got);
	for (int i = 0; i < 1024 * 1024; i++)
		g_string_append_c(text, i % 64 == 63 ? '\n' : '#');
	g_string_append(text, "d: 4\n");
	got = read_to_line(text->str, text->len);
	assert_non_null(strstr(got, "{a=1 b=<xxx"));
	assert_null(strstr(got, "d=4"));
	assert_non_null(strstr(got, "!front-matter@"));
}

static void
test_repair_limit(void **state)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *got = NULL;

	(void)state;
	for (int i = 0; i < 101; i++)
		g_string_append_printf(text, "k%d: @x\n", i);
	got = read_to_line(text->str, text->len);
	assert_non_null(strstr(got, "k99=<@x>}"));
	assert_null(strstr(got, "k100="));
}

static void
test_positions(void **state)
{
	static const char text[] = "a: 1\nlist:\n  - x\n  - {k: v}\n";
	struct arena *arena = arena_new();
	const struct yaml_node *root = yaml_read(arena, text, strlen(text), 2, NULL, NULL);
	const struct yaml_node *list = yaml_get(root, "LIST");

	(void)state;
	assert_non_null(list);
	assert_int_equal(list->key_line, 3);
	assert_int_equal(list->key_column, 1);
	assert_int_equal(list->children[0].line, 4);
	assert_int_equal(list->children[0].column, 5);
	assert_int_equal(list->children[1].children[0].key_column, 6);
	assert_null(yaml_get(root, "none"));
	arena_free(arena);
}

/* Blocks of random pieces: nothing but that each is read, and that reading ends. */
static void
test_random(void **state)
{
	static const char *const pieces[] = {
		"a: ",
		"b:\n",
		"- ",
		"\"",
		"'",
		"[",
		"]",
		"{",
		"}",
		"\n",
		"\n  ",
		"\n- ",
		" #x",
		": ",
		"@",
		"%",
		"`",
		"|",
		"> ",
		"&a ",
		"*a",
		"!!str ",
		"? ",
		"---\n",
		"...\n",
		"\t",
		"\xFF",
		"\xC2\x85",
		"\xE2\x80\xA8",
		"word ",
		"\\",
		"\r\n",
		"12",
		"<<: ",
		"k: v\n",
		"\x01",
	};
	GRand *random = g_rand_new_with_seed(7);

	(void)state;
	for (int i = 0; i < 5000; i++) {
		g_autoptr(GString) text = g_string_new(NULL);

		for (int n = g_rand_int_range(random, 0, 40); n > 0; n--)
			g_string_append(text,
				pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
		g_free(read_to_line(text->str, text->len));
	}
	g_rand_free(random);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_repairs),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_nodes),
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_repair_limit),
		cmocka_unit_test(test_positions),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
