#include "config.h"

#include "command/options.h"

#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "text/safe.h"
#include "ui/app.h"

/* What GOption writes into: its own types, before they are read into an invocation. */
struct raw_options {
	char **libraries;
	gboolean json, null, no_index, version;
	char *colour;
	int width;
	char *config;
	gboolean config_check, config_default, config_path;
	char *query, *format;
	gboolean rebuild, wanted, linked;
	char **operands;
};

/* Options that one command alone has. */
struct own_options {
	enum status (*run)(const struct invocation *invocation);
	const GOptionEntry *entries;
};

void
report_error(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_autofree char *message = g_strdup_vprintf(format, args);
	va_end(args);
	g_autofree char *safe = safe_string(SAFE_NAME, message, -1);
	fprintf(stderr, "lectern: %s\n", safe);
}

/* Whether an argument is an option whose value is the next argument. */
static bool
takes_next(const char *arg, const GOptionEntry *entries)
{
	for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++) {
		bool named = (arg[1] == '-' && strcmp(arg + 2, entry->long_name) == 0) ||
			     (arg[1] == entry->short_name && arg[2] == '\0');
		if (named)
			return entry->arg != G_OPTION_ARG_NONE;
	}
	return false;
}

/* The first operand, which may name a command: an argument that is no option and no option's
 * value. */
static int
first_operand(int argc, char **argv, const GOptionEntry *common, const struct own_options *own)
{
	for (int i = 1; i < argc; i++) {
		const char *arg = argv[i];
		if (strcmp(arg, "--") == 0)
			return -1;
		if (arg[0] != '-' || arg[1] == '\0')
			return i;
		bool next = takes_next(arg, common);
		for (const struct own_options *row = own; row->run != NULL; row++)
			next = next || takes_next(arg, row->entries);
		i += next;
	}
	return -1;
}

static char *
commands_description(void)
{
	GString *out = g_string_new("Commands:\n");
	for (const struct subcommand *row = subcommands; row->name != NULL; row++) {
		g_autofree char *call = g_strdup_printf("%s %s", row->name, row->operands);
		g_string_append_printf(out, "  %-23s %s\n", call, row->summary);
	}
	g_string_append(out,
		"\n`lectern COMMAND --help` tells more of one; `man lectern` tells all.\n"
		"DOC is a path, or anything a wikilink could say; `-` is standard input.");
	return g_string_free(out, FALSE);
}

static GOptionContext *
make_context(const struct subcommand *command, const GOptionEntry *common)
{
	g_autofree char *parameters =
		command != NULL ? g_strdup_printf("%s %s", command->name, command->operands)
				: g_strdup("[PATH]...  |  lectern COMMAND ...");
	GOptionContext *context = g_option_context_new(parameters);
	if (command != NULL) {
		g_autofree char *summary =
			command->details != NULL
				? g_strdup_printf("%s.\n%s", command->summary, command->details)
				: g_strdup_printf("%s.", command->summary);
		g_option_context_set_summary(context, summary);
	} else {
		g_autofree char *description = commands_description();
		g_option_context_set_summary(context,
			"Read a folder of saved documents in the terminal: a list, a reader, and a "
			"pane of\n"
			"timestamps. PATH#Heading and PATH@00:12:34 open a document at that "
			"place.");
		g_option_context_set_description(context, description);
	}
	g_option_context_add_main_entries(context, common, NULL);
	return context;
}

static bool
read_colour(struct invocation *invocation, const char *when, GError **error)
{
	const char *no_color = getenv("NO_COLOR");
	invocation->terminal = isatty(STDOUT_FILENO) == 1;
	if (when == NULL || strcmp(when, "auto") == 0)
		invocation->colour =
			invocation->terminal && (no_color == NULL || *no_color == '\0');
	else if (strcmp(when, "always") == 0)
		invocation->colour = true;
	else if (strcmp(when, "never") == 0)
		invocation->colour = false;
	else {
		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
			"--color=%s: it must be auto, always or never", when);
		return false;
	}
	return true;
}

static bool
read_width(struct invocation *invocation, int width, GError **error)
{
	struct winsize size;
	if (width < 0 || width > 10000) {
		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
			"--width %d: it must be a number of columns from 1 to 10000", width);
		return false;
	}
	invocation->width_given = width > 0;
	if (width > 0)
		invocation->width = (unsigned)width;
	else if (invocation->terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		invocation->width = size.ws_col;
	return true;
}

static void
print_problem(void *data, const char *code, uint32_t line, uint32_t column, const char *message)
{
	const char *where = data;
	(void)code;
	if (line > 0)
		report_error("%s:%u:%u: %s", where, line, column, message);
	else
		report_error("%s: %s", where, message);
}

/* Reads the theme from where it lies: a folder named for it (the source tree's), the user's own,
 * the installed ones. The built-in theme needs no file. */
static void
read_theme(struct invocation *invocation)
{
	const char *name = settings_string(invocation->settings, "theme");
	g_autoptr(GError) error = NULL;
	g_autofree char *own = g_build_filename(g_get_user_config_dir(), "lectern", "themes", NULL);
	const char *folders[] = { getenv("LECTERN_THEMES"), own, LECTERN_DATADIR "/themes" };
	invocation->theme = theme_new();
	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_clear_error(&error);
		if (folders[i] != NULL && theme_load(invocation->theme, folders[i], name,
						  print_problem, (void *)name, &error))
			break;
	}
	theme_apply(invocation->theme, settings_map(invocation->settings, "colours"), print_problem,
		(void *)invocation->config_path);
	if (g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT) && strcmp(name, "dark") != 0)
		report_error(
			"no theme is called `%s`: choose dark, light, contrast or mono, or write "
			"%s.yaml in the folder themes beside the configuration",
			name, name);
	else if (error != NULL && strcmp(name, "dark") != 0)
		report_error("theme `%s`: %s", name, error->message);
}

static bool
read_settings(struct invocation *invocation, const char *config, GError **error)
{
	invocation->settings = settings_new();
	app_add_settings(invocation->settings);
	invocation->config_path = config != NULL ? g_strdup(config) : settings_default_path();
	if (!settings_load(invocation->settings, invocation->config_path, config != NULL, error))
		return false;
	const GPtrArray *problems = settings_problems(invocation->settings);
	for (guint i = 0; i < problems->len; i++) {
		g_autofree char *sentence = setting_problem_sentence(problems->pdata[i]);
		report_error("%s: %s", invocation->config_path, sentence);
	}
	const char *private_use = settings_string(invocation->settings, "private-use");
	safe_init(strcmp(private_use, "show") == 0, strcmp(nl_langinfo(CODESET), "UTF-8") != 0);
	read_theme(invocation);
	return true;
}

static bool
check_operands(const struct invocation *invocation, const struct subcommand *command,
	GError **error)
{
	int n = (int)g_strv_length(invocation->operands);
	if (command == NULL)
		return true;
	if (n < command->least) {
		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
			"%s: it takes %s; see `lectern %s --help`", command->name,
			command->operands, command->name);
		return false;
	}
	if (command->most >= 0 && n > command->most) {
		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
			"%s: too many operands: `%s` is one more than it takes", command->name,
			invocation->operands[command->most]);
		return false;
	}
	return true;
}

static bool
read_raw(struct invocation *invocation, struct raw_options *raw, const struct subcommand *command,
	bool *done, GError **error)
{
	invocation->operands = raw->operands != NULL ? g_strdupv(raw->operands) : g_new0(char *, 1);
	invocation->libraries = g_strdupv(raw->libraries);
	invocation->json = raw->json;
	invocation->null = raw->null;
	invocation->no_index = raw->no_index;
	invocation->config_check = raw->config_check;
	invocation->config_default = raw->config_default;
	invocation->config_show_path = raw->config_path;
	invocation->query = g_strdup(raw->query);
	invocation->format = g_strdup(raw->format);
	invocation->rebuild = raw->rebuild;
	invocation->wanted = raw->wanted;
	invocation->linked = raw->linked;
	if (raw->version) {
		puts("lectern " PACKAGE_VERSION);
		*done = true;
		return true;
	}
	return check_operands(invocation, command, error) &&
	       read_colour(invocation, raw->colour, error) &&
	       read_width(invocation, raw->width, error) &&
	       read_settings(invocation, raw->config, error);
}

bool
options_read(struct invocation *invocation, int argc, char **argv,
	const struct subcommand **command, bool *done, GError **error)
{
	struct raw_options raw = { 0 };
	const GOptionEntry common[] = {
		{ "library", 'L', 0, G_OPTION_ARG_FILENAME_ARRAY, &raw.libraries,
			"A folder or file of the library; may be given again", "DIR" },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &raw.json, "Print a JSON object a line", NULL },
		{ "null", '0', 0, G_OPTION_ARG_NONE, &raw.null,
			"Print paths alone, a NUL after each (list, search, stamps -q, check)",
			NULL },
		{ "color", 0, 0, G_OPTION_ARG_STRING, &raw.colour, "auto, always or never",
			"WHEN" },
		{ "width", 0, 0, G_OPTION_ARG_INT, &raw.width, "Lay out for so many columns", "N" },
		{ "no-index", 0, 0, G_OPTION_ARG_NONE, &raw.no_index,
			"Read the files themselves; the answer is the same", NULL },
		{ "config", 0, 0, G_OPTION_ARG_FILENAME, &raw.config, "Read this configuration",
			"FILE" },
		{ "version", 0, 0, G_OPTION_ARG_NONE, &raw.version, "Print the version", NULL },
		{ G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &raw.operands, NULL,
			NULL },
		{ 0 },
	};
	const GOptionEntry config_entries[] = {
		{ "check", 0, 0, G_OPTION_ARG_NONE, &raw.config_check,
			"Print what is wrong in it; the exit status is 1 where anything is", NULL },
		{ "default", 0, 0, G_OPTION_ARG_NONE, &raw.config_default,
			"Print the default configuration, with a word on each setting", NULL },
		{ "path", 0, 0, G_OPTION_ARG_NONE, &raw.config_path,
			"Print the path of the configuration file", NULL },
		{ 0 },
	};
	const GOptionEntry list_entries[] = {
		{ "query", 'q', 0, G_OPTION_ARG_FILENAME, &raw.query, "Only what a query finds",
			"QUERY" },
		{ 0 },
	};
	const GOptionEntry stamps_entries[] = {
		{ "query", 'q', 0, G_OPTION_ARG_FILENAME, &raw.query,
			"Those of a library that a query finds", "QUERY" },
		{ "format", 0, 0, G_OPTION_ARG_STRING, &raw.format,
			"As chapters (`0:00 Title` lines), csv or vtt", "FORMAT" },
		{ 0 },
	};
	const GOptionEntry index_entries[] = {
		{ "rebuild", 0, 0, G_OPTION_ARG_NONE, &raw.rebuild,
			"Build a new index beside the one there is, and put it in its place",
			NULL },
		{ 0 },
	};
	const GOptionEntry check_entries[] = {
		{ "wanted", 0, 0, G_OPTION_ARG_NONE, &raw.wanted,
			"Print the names that links ask for and no document has, most wanted first",
			NULL },
		{ "linked", 0, 0, G_OPTION_ARG_NONE, &raw.linked,
			"Print how many documents link to each, most linked first, orphans last",
			NULL },
		{ 0 },
	};
	const struct own_options own[] = {
		{ run_config, config_entries },
		{ run_list, list_entries },
		{ run_stamps, stamps_entries },
		{ run_index, index_entries },
		{ run_check, check_entries },
		{ 0 },
	};
	g_auto(GStrv) args = g_new0(char *, argc + 1);
	for (int i = 0; i < argc; i++)
		args[i] = g_strdup(argv[i]);

	int at = first_operand(argc, args, common, own);
	*command = at > 0 ? subcommand_named(args[at]) : NULL;
	if (*command != NULL) {
		g_free(args[at]);
		memmove(&args[at], &args[at + 1], (size_t)(argc - at) * sizeof *args);
	}

	g_autoptr(GOptionContext) context = make_context(*command, common);
	for (const struct own_options *row = own; row->run != NULL; row++)
		if (*command != NULL && (*command)->run == row->run)
			g_option_context_add_main_entries(context, row->entries, NULL);
	bool ok = g_option_context_parse_strv(context, &args, error) &&
		  read_raw(invocation, &raw, *command, done, error);
	g_strfreev(raw.libraries);
	g_strfreev(raw.operands);
	g_free(raw.colour);
	g_free(raw.config);
	g_free(raw.query);
	g_free(raw.format);
	return ok;
}

void
options_clear(struct invocation *invocation)
{
	g_strfreev(invocation->operands);
	g_strfreev(invocation->libraries);
	g_free((char *)invocation->config_path);
	g_free((char *)invocation->query);
	g_free((char *)invocation->format);
	settings_free(invocation->settings);
	theme_free(invocation->theme);
}
