#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "document/arena.h"
#include "ui/keymap.h"

static void
nothing(struct app *app, const struct command_call *call)
{
	(void)app;
	(void)call;
}

static const struct command everywhere[] = {
	{ .name = "help", .keys = "?  F1", .help = "Help", .run = nothing },
	{ .name = "go-document", .keys = "gd", .help = "Go to a document", .run = nothing },
	{ .name = "top", .keys = "gg  Home", .help = "Go to the start", .run = nothing },
	{ .name = "down", .keys = "j  Down", .help = "Go down", .run = nothing },
	{ .name = "unbound", .keys = NULL, .help = "Nothing", .run = nothing },
	{ 0 },
};

static const struct command reader[] = {
	{ .name = "next-section", .keys = "]]", .help = "Go to the next section", .run = nothing },
	{ .name = "next-timestamp",
		.keys = "]t",
		.help = "Go to the next timestamp",
		.run = nothing },
	{ .name = "follow-link", .keys = "Enter", .help = "Follow the link", .run = nothing },
	{ .name = "go-time", .keys = "gt", .help = "Go to a time", .run = nothing },
	{ .name = "question", .keys = "?", .help = "The reader's own", .run = nothing },
	{ 0 },
};

static const struct keymap_table tables[] = {
	{ .place = "everywhere", .commands = everywhere },
	{ .place = "reader", .commands = reader },
	{ 0 },
};

static void
collect(void *data, const char *code, uint32_t line, uint32_t column, const char *message)
{
	assert_string_equal(code, "keys");
	g_string_append_printf(data, "%u:%u %s\n", line, column, message);
}

/* Applies YAML and gives the problems. */
static char *
apply(struct keymap *keymap, const char *yaml)
{
	struct arena *arena = arena_new();
	GString *problems = g_string_new(NULL);

	keymap_apply(keymap, yaml_read(arena, yaml, strlen(yaml), 1, collect, problems), collect,
		problems);
	arena_free(arena);
	return g_string_free(problems, FALSE);
}

/* "command", "..." for a beginning, "" for nothing. */
static const char *
find(const struct keymap *keymap, const char *place, const char *sequence)
{
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(key_code));
	const struct command *command = NULL;

	assert_true(key_parse(sequence, keys, NULL));
	switch (keymap_find(keymap, place, (const key_code *)(void *)keys->data, keys->len,
		&command)) {
	case KEYMAP_COMMAND:
		return command->name;
	case KEYMAP_PREFIX:
		return "...";
	default:
		return "";
	}
}

struct find_case {
	const char *yaml, *place, *sequence, *found;
};

static const struct find_case find_cases[] = {
	{ "", "reader", "]]", "next-section" },
	{ "", "reader", "]", "..." },
	{ "", "reader", "]x", "" },
	{ "", "list", "]]", "" },
	{ "", "reader", "?", "question" },
	{ "", "everywhere", "?", "help" },
	{ "", "reader", "g", "..." },
	{ "", "reader", "gd", "go-document" },
	{ "", "reader", "gt", "go-time" },
	{ "", "everywhere", "gt", "" },
	{ "reader: {next-section: n}", "reader", "n", "next-section" },
	{ "reader: {next-section: n}", "reader", "]]", "" },
	{ "reader: {next-section: n}", "reader", "]t", "next-timestamp" },
	{ "reader: {follow-link: [Enter, o]}", "reader", "o", "follow-link" },
	{ "reader: {follow-link: [Enter, o]}", "reader", "Enter", "follow-link" },
	{ "reader: {follow-link: []}", "reader", "Enter", "" },
	{ "reader: {follow-link: }", "reader", "Enter", "" },
	{ "reader: {next-section: ']t', next-timestamp: ']]'}", "reader", "]]", "next-timestamp" },
	{ "reader: {help: x}", "reader", "x", "help" },
	{ "reader: {help: x}", "everywhere", "x", "" },
	{ "reader: {help: x}", "everywhere", "?", "help" },
	{ "everywhere: {help: 'Ctrl-w Left'}", "reader", "Ctrl-w", "..." },
	{ "everywhere: {help: 'Ctrl-w Left'}", "reader", "Ctrl-w Left", "help" },
	{ "everywhere: {unbound: 0}", "reader", "0", "unbound" },
};

static void
test_find(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(find_cases); i++) {
		const struct find_case *c = &find_cases[i];
		g_autoptr(Keymap) keymap = keymap_new(tables);
		g_autofree char *problems = apply(keymap, c->yaml);

		assert_string_equal(problems, "");
		assert_string_equal(find(keymap, c->place, c->sequence), c->found);
	}
}

struct problem_case {
	const char *yaml, *problems;
	const char *place, *sequence, *found; /* what holds all the same */
};

static const struct problem_case problem_cases[] = {
	{ "reder: {next-section: n}",
		"1:1 unknown place for keys \"reder\": did you mean \"reader\"?\n", "reader", "]]",
		"next-section" },
	{ "reader: {\n  nextsection: n,\n  follow-link: o}",
		"2:3 unknown command \"nextsection\": did you mean \"next-section\"?\n", "reader",
		"o", "follow-link" },
	{ "reader: {zzzzzzzz: n}", "1:10 unknown command \"zzzzzzzz\"\n", "reader", "n", "" },
	{ "reader: n", "1:9 reader: takes commands with their keys\n", "reader", "]]",
		"next-section" },
	{ "[reader]", "1:1 keys: takes places, each with commands and their keys\n", "reader", "]]",
		"next-section" },
	{ "reader: {next-section: Ctrl-xx}",
		"1:24 the keys of next-section cannot be read: there is no such key: \"Ctrl-xx\"\n",
		"reader", "]t", "next-timestamp" },
	{ "reader: {next-section: {a: b}}",
		"1:24 a key sequence is written as text, as in \"]]\"\n", "reader", "]t",
		"next-timestamp" },
	{ "reader: {next-section: 5j}",
		"1:24 a sequence cannot begin with a digit: digits are a count\n", "reader", "5",
		"" },
	{ "reader: {next-section: Enter}", "1:24 \"Enter\" is also bound to follow-link\n",
		"reader", "Enter", "next-section" },
	{ "reader: {next-section: n, follow-link: n}", "1:40 \"n\" is also bound to next-section\n",
		"reader", "n", "next-section" },
	{ "reader: {next-section: ']'}",
		"1:24 \"]\" begins \"]t\", which is bound to next-timestamp\n", "reader", "]",
		"next-section" },
	{ "reader: {next-section: ']tt'}",
		"1:24 \"]tt\" begins with \"]t\", which is bound to next-timestamp\n", "reader",
		"]tt", "next-section" },
	{ "reader: {next-section: gdd}",
		"1:24 \"gdd\" begins with \"gd\", which is bound to go-document\n", "reader", "gdd",
		"next-section" },
	{ "everywhere: {help: gt}", "", "everywhere", "gt", "help" },
};

static void
test_problems(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(problem_cases); i++) {
		const struct problem_case *c = &problem_cases[i];
		g_autoptr(Keymap) keymap = keymap_new(tables);
		g_autofree char *problems = apply(keymap, c->yaml);

		assert_string_equal(problems, c->problems);
		assert_string_equal(find(keymap, c->place, c->sequence), c->found);
	}
}

static void
test_keys(void **state)
{
	g_autoptr(Keymap) keymap = keymap_new(tables);
	g_autofree char *before =
		g_strjoinv(",", (char **)keymap_keys(keymap, "reader", &reader[2]));
	g_autofree char *problems = apply(keymap, "reader: {follow-link: [o, g Enter]}");
	g_autofree char *after =
		g_strjoinv(",", (char **)keymap_keys(keymap, "reader", &reader[2]));

	(void)state;
	assert_string_equal(problems, "");
	assert_string_equal(before, "Enter");
	assert_string_equal(after, "o,g Enter");
	assert_null(keymap_keys(keymap, "everywhere", &everywhere[4])[0]);
	assert_null(keymap_keys(keymap, "nowhere", &everywhere[0])[0]);
}

static void
test_follow(void **state)
{
	g_autoptr(Keymap) keymap = keymap_new(tables);
	g_autoptr(GPtrArray) out = g_ptr_array_new_with_free_func(g_free);
	key_code g = 'g';
	g_autofree char *all = NULL;

	(void)state;
	keymap_follow(keymap, "reader", &g, 1, out);
	g_ptr_array_add(out, NULL);
	all = g_strjoinv(",", (char **)out->pdata);
	assert_string_equal(all,
		"t,Go to a time,go-time,d,Go to a document,go-document,g,Go to the start,top");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_problems),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_follow),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
