/*
 * The manual is complete: every command of the interface with its default keys, every setting,
 * every subcommand, every field of queries stands in man/lectern.1.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "command/command.h"
#include "library/query.h"
#include "library/settings.h"
#include "ui/app.h"
#include "ui/keymap.h"

/* The manual's text, with roff's escapes undone so far as names and keys need. */
static char *
read_manual(void)
{
	char *text = NULL;
	assert_true(g_file_get_contents("man/lectern.1", &text, NULL, NULL));
	GString *plain = g_string_new(text);
	g_free(text);
	g_string_replace(plain, "\\-", "-", 0);
	g_string_replace(plain, "\\(aq", "'", 0);
	g_string_replace(plain, "\\&", "", 0);
	g_string_replace(plain, "\\e", "\\", 0);
	return g_string_free(plain, FALSE);
}

static void
assert_stands(const char *manual, const char *what, const char *needle)
{
	if (strstr(manual, needle) == NULL)
		fail_msg("man/lectern.1 lacks the %s `%s`", what, needle);
}

static void
test_keys(void **state)
{
	g_autofree char *manual = read_manual();
	(void)state;
	for (const struct keymap_table *table = app_keymap_tables(); table->place != NULL;
		table++) {
		for (const struct command *row = table->commands; row->name != NULL; row++) {
			g_autofree char *name = g_strdup_printf("(%s)", row->name);
			assert_stands(manual, "command", name);
			assert_stands(manual, "help of a command", row->help);
			g_auto(GStrv) keys =
				g_strsplit(row->keys != NULL ? row->keys : "", "  ", -1);
			for (char **key = keys; *key != NULL; key++)
				assert_stands(manual, "key", *key);
		}
	}
}

static void
test_settings(void **state)
{
	g_autofree char *manual = read_manual();
	struct settings *settings = settings_new();
	g_autoptr(GString) out = g_string_new(NULL);
	(void)state;
	app_add_settings(settings);
	settings_print(settings, true, out);
	g_auto(GStrv) lines = g_strsplit(out->str, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		char *colon = strchr(*line, ':');
		if (!g_ascii_islower(**line) || colon == NULL)
			continue;
		*colon = '\0';
		g_autofree char *entry = g_strdup_printf(".B %s\n", *line);
		assert_stands(manual, "setting", entry);
	}
	settings_free(settings);
}

/* data/config.yaml is what `lectern config --default` prints. */
static void
test_default_configuration(void **state)
{
	g_autofree char *file = NULL;
	struct settings *settings = settings_new();
	g_autoptr(GString) out = g_string_new(NULL);
	(void)state;
	app_add_settings(settings);
	settings_print(settings, true, out);
	assert_true(g_file_get_contents("data/config.yaml", &file, NULL, NULL));
	assert_string_equal(file, out->str);
	settings_free(settings);
}

static void
test_subcommands(void **state)
{
	g_autofree char *manual = read_manual();
	(void)state;
	for (const struct subcommand *row = subcommands; row->name != NULL; row++) {
		g_autofree char *plain = g_strdup_printf(".BI %s ", row->name);
		g_autofree char *several = g_strdup_printf(".BR %s ", row->name);
		if (strstr(manual, plain) == NULL)
			assert_stands(manual, "subcommand", several);
	}
}

static void
test_query_fields(void **state)
{
	g_autofree char *manual = read_manual();
	(void)state;
	for (const struct query_field *row = query_fields; row->name != NULL; row++) {
		g_autofree char *entry = g_strdup_printf(".B %s:\n%s\n", row->name, row->help);
		assert_stands(manual, "field of queries", entry);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_default_configuration),
		cmocka_unit_test(test_subcommands),
		cmocka_unit_test(test_query_fields),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
