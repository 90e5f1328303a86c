#include "config.h"

#include "library/roots.h"
#include "library/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Writes text into a file of its own, reads settings from it, and takes it away again. */
/* A row of another folder: the only one of its type. */
static const struct setting_info rows[] = {
	{ .name = "flag", .type = SETTING_BOOL, .value = "true", .help = "A flag." },
	{ 0 },
};

static struct settings *
load(const char *text)
{
	struct settings *settings = settings_new();
	settings_add(settings, rows);
	g_autofree char *path = NULL;
	int fd = g_file_open_tmp("lectern-settings-XXXXXX", &path, NULL);
	GError *error = NULL;

	assert_true(fd >= 0);
	close(fd);
	assert_true(g_file_set_contents(path, text, -1, NULL));
	assert_true(settings_load(settings, path, true, &error));
	assert_null(error);
	unlink(path);
	return settings;
}

static void
test_defaults(void **state)
{
	(void)state;
	g_autoptr(Settings) settings = load("# nothing but words\n\n");

	assert_int_equal(settings_problems(settings)->len, 0);
	assert_int_equal(settings_int(settings, "measure"), 80);
	assert_int_equal(settings_int(settings, "escape-delay"), -1);
	assert_true(settings_bool(settings, "flag"));
	assert_string_equal(settings_string(settings, "private-use"), "hide");
	assert_string_equal(settings_string(settings, "side-pane"), "timestamps");
	assert_null(settings_list(settings, "library")[0]);
	assert_string_equal(settings_list(settings, "extensions")[7], "srt");
	assert_null(settings_list(settings, "extensions")[8]);
	assert_int_equal(settings_map(settings, "keys")->count, 0);
}

static void
test_values(void **state)
{
	(void)state;
	g_autoptr(Settings) settings = load("\xef\xbb\xbfmeasure: 100\r\n"
					    "library: [~/notes, \"/a b\"]\n"
					    "extensions: md\n"
					    "theme: 2026\n"
					    "flag: false\n"
					    "private-use: show\n"
					    "keys:\n  reader:\n    next-section: \"]]\"\n");

	assert_int_equal(settings_problems(settings)->len, 0);
	assert_int_equal(settings_int(settings, "measure"), 100);
	assert_string_equal(settings_list(settings, "library")[0], "~/notes");
	assert_string_equal(settings_list(settings, "library")[1], "/a b");
	assert_string_equal(settings_list(settings, "extensions")[0], "md");
	assert_null(settings_list(settings, "extensions")[1]);
	assert_string_equal(settings_string(settings, "theme"), "2026");
	assert_false(settings_bool(settings, "flag"));
	assert_string_equal(settings_string(settings, "private-use"), "show");
	const struct yaml_node *reader = yaml_get(settings_map(settings, "keys"), "reader");

	assert_string_equal(yaml_get(reader, "next-section")->string, "]]");
}

/* A line of a configuration, and all that is said of it. */
static const struct {
	const char *text, *said;
} faults[] = {
	{ "# x\n\nmeasur: 80",
		"unknown setting \"measur\", line 3, column 1: did you mean \"measure\"?\n" },
	{ "side_pane: links",
		"unknown setting \"side_pane\", line 1, column 1: did you mean \"side-pane\"?\n" },
	{ "zzzzzz: 1", "unknown setting \"zzzzzz\", line 1, column 1\n" },
	{ "measure: wide", "\"measure\" must be a number from 20 to 400, line 1, column 10\n" },
	{ "measure: 19", "\"measure\" must be a number from 20 to 400, line 1, column 10\n" },
	{ "measure: 80.5", "\"measure\" must be a number from 20 to 400, line 1, column 10\n" },
	{ "measure:", "\"measure\" must be a number from 20 to 400, line 1, column" },
	{ "flag: yes", "\"flag\" must be true or false, line 1, column 7\n" },
	{ "private-use: shw", "\"private-use\" must be one of: hide, show, line 1, column 14: "
			      "did you mean \"show\"?\n" },
	{ "private-use: [show]",
		"\"private-use\" must be one of: hide, show, line 1, column 14\n" },
	{ "library: {a: b}", "\"library\" must be a list of words, line 1, column 10\n" },
	{ "library: [[a]]", "\"library\" must be a list of words, line 1, column 10\n" },
	{ "keys: j", "\"keys\" must be a map, {name: value}, line 1, column 7\n" },
	{ "theme: [dark]", "\"theme\" must be a word, line 1, column 8\n" },
	{ "\njust words\n", "line 2, column 1" },
	{ "- a\n- b\n", "line 1, column 1" },
};

static void
test_faults_are_named_and_the_rest_holds(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autofree char *text = g_strconcat(faults[i].text, "\n", NULL);
		g_autoptr(Settings) settings = load(text);
		g_autoptr(GString) said = g_string_new(NULL);

		for (guint j = 0; j < settings_problems(settings)->len; j++) {
			g_autofree char *sentence =
				setting_problem_sentence(settings_problems(settings)->pdata[j]);

			g_string_append_printf(said, "%s\n", sentence);
		}
		if (strstr(said->str, faults[i].said) == NULL)
			fail_msg("%s: \"%s\"", faults[i].text, said->str);
		assert_int_equal(settings_int(settings, "measure"), 80);
	}
	g_autoptr(Settings) settings = load("nothing: 1\nmeasure: 90\nflag: 7\n");

	assert_int_equal(settings_int(settings, "measure"), 90);
	assert_true(settings_bool(settings, "flag"));
	assert_int_equal(settings_problems(settings)->len, 2);
	const struct setting_problem *problem = settings_problems(settings)->pdata[1];

	assert_int_equal(problem->line, 3);
	assert_int_equal(problem->column, 7);
}

static void
check_length(const struct yaml_node *value, yaml_problem problem, void *data)
{
	if (strlen(value->string) > 3)
		problem(data, "", value->line, value->column,
			"too long a word: did you mean \"abc\"?");
}

static void
test_rows_of_others(void **state)
{
	(void)state;
	static const struct setting_info others[] = {
		{ .name = "player",
			.type = SETTING_LIST,
			.value = "[mpv, --]",
			.help = "A player." },
		{ .name = "theme",
			.type = SETTING_STRING,
			.value = "dim",
			.help = "A theme.",
			.check = check_length },
		{ 0 },
	};
	g_autoptr(Settings) settings = settings_new();
	g_autofree char *path = NULL;
	int fd = g_file_open_tmp("lectern-settings-XXXXXX", &path, NULL);

	close(fd);
	assert_true(g_file_set_contents(path, "theme: abcd\n", -1, NULL));
	settings_add(settings, others);
	assert_string_equal(settings_list(settings, "player")[1], "--");
	assert_string_equal(settings_string(settings, "theme"), "dim");
	assert_true(settings_load(settings, path, true, NULL));
	unlink(path);
	assert_string_equal(settings_string(settings, "theme"), "abcd");
	assert_int_equal(settings_problems(settings)->len, 1);
	g_autofree char *said = setting_problem_sentence(settings_problems(settings)->pdata[0]);

	assert_string_equal(said, "too long a word, line 1, column 8: did you mean \"abc\"?");
	int themes = 0;

	for (unsigned i = 0; settings_row(settings, i) != NULL; i++)
		themes += strcmp(settings_row(settings, i)->name, "theme") == 0;
	assert_int_equal(themes, 1);
}

static void
test_printed_reads_back(void **state)
{
	(void)state;
	const char *text = "library: [\"a\\tb\", \"quo\\\"te\\\\\", \"yes\", \"12\", \"\", ~/x, "
			   "\"é\xe2\x80\xa8\"]\n"
			   "keys: {reader: {next-section: [\"]]\", Enter], \"a b\": {}}, list: ~}\n"
			   "measure: 33\ntheme: \"true\"\nflag: false\n";
	g_autoptr(Settings) first = load(text);
	g_autoptr(GString) once = g_string_new(NULL);
	g_autoptr(GString) twice = g_string_new(NULL);

	assert_int_equal(settings_problems(first)->len, 0);
	settings_print(first, false, once);
	g_autoptr(Settings) second = load(once->str);

	settings_print(second, false, twice);
	assert_int_equal(settings_problems(second)->len, 0);
	assert_string_equal(once->str, twice->str);
	for (size_t i = 0; i < 8; i++)
		assert_true(g_strcmp0(settings_list(first, "library")[i],
				    settings_list(second, "library")[i]) == 0);
	assert_string_equal(settings_string(second, "theme"), "true");
}

static void
test_default_configuration(void **state)
{
	(void)state;
	g_autoptr(Settings) settings = settings_new();
	g_autoptr(GString) defaults = g_string_new(NULL);
	g_autoptr(GString) in_force = g_string_new(NULL);
	g_autoptr(GString) again = g_string_new(NULL);

	settings_add(settings, rows);
	settings_print(settings, true, defaults);
	settings_print(settings, false, in_force);
	assert_true(g_str_has_prefix(defaults->str, "# Folders and files to read"));
	g_autoptr(Settings) read = load(defaults->str);

	assert_int_equal(settings_problems(read)->len, 0);
	settings_print(read, false, again);
	assert_string_equal(in_force->str, again->str);
	g_auto(GStrv) lines = g_strsplit(defaults->str, "\n", -1);

	for (size_t i = 0; lines[i] != NULL; i++)
		assert_true(strlen(lines[i]) <= 78);
}

static void
test_absent_file(void **state)
{
	(void)state;
	g_autoptr(Settings) settings = settings_new();
	g_autoptr(GError) error = NULL;

	assert_true(settings_load(settings, "/nowhere/config.yaml", false, &error));
	assert_null(error);
	assert_false(settings_load(settings, "/nowhere/config.yaml", true, &error));
	assert_string_equal(error->message,
		"the configuration /nowhere/config.yaml cannot be read: "
		"No such file or directory");
}

static void
check_roots(struct settings *settings, const char *const *named, const char *expected)
{
	struct roots roots;

	roots_init(&roots, named, settings);
	g_autofree char *joined = g_strjoinv("|", roots.paths);

	assert_string_equal(joined, expected);
	assert_false(roots.ask);
	roots_clear(&roots);
}

static void
test_roots(void **state)
{
	(void)state;
	g_autoptr(Settings) settings = load("library: [~/notes/, ~/, ~user, ./a]\n");
	g_autoptr(Settings) empty = settings_new();
	g_autofree char *expected =
		g_strdup_printf("%s/notes|%s|~user|a", g_get_home_dir(), g_get_home_dir());
	const char *const named[] = { "./b//", "~/x", ".", "./", "/", "..", NULL };
	const char *const none[] = { NULL };

	check_roots(settings, NULL, expected);
	check_roots(settings, none, expected);
	check_roots(settings, named, "b|~/x|.|.|/|..");
	check_roots(empty, NULL, ".");

	g_autofree char *here = g_get_current_dir();
	struct roots roots;

	assert_int_equal(chdir("/"), 0);
	roots_init(&roots, NULL, empty);
	assert_true(roots.ask);
	roots_clear(&roots);
	roots_init(&roots, named, empty);
	assert_false(roots.ask);
	roots_clear(&roots);
	assert_int_equal(chdir(here), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_faults_are_named_and_the_rest_holds),
		cmocka_unit_test(test_rows_of_others),
		cmocka_unit_test(test_printed_reads_back),
		cmocka_unit_test(test_default_configuration),
		cmocka_unit_test(test_absent_file),
		cmocka_unit_test(test_roots),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
