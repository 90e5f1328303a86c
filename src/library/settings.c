#include "config.h"

#include "library/settings.h"

#include <errno.h>
#include <string.h>

#include "document/arena.h"
#include "text/nearest.h"

static const char *const private_use_choices[] = { "hide", "show", NULL };
static const char *const side_pane_choices[] = { "timestamps", "outline", "links", "backlinks",
	"related", "recording", NULL };
static const char *const side_order_choices[] = { "document", "time", NULL };

static const struct setting_info library_settings[] = {
	{ .name = "library",
		.type = SETTING_LIST,
		.value = "[]",
		.help = "Folders and files to read where the command line names none; with none "
			"here, the current "
			"folder. A leading ~ is the home folder." },
	{ .name = "extensions",
		.type = SETTING_LIST,
		.value = "[md, markdown, mdown, mkd, txt, text, vtt, srt]",
		.help = "Suffixes of the files that are documents, in any case." },
	{ .name = "measure",
		.type = SETTING_INT,
		.value = "80",
		.least = 20,
		.most = 400,
		.help = "Columns that the text of a document takes at most." },
	{ .name = "theme",
		.type = SETTING_STRING,
		.value = "dark",
		.help = "The name of a theme: dark, light, contrast or mono, or of a file in the "
			"folder themes "
			"beside this one." },
	{ .name = "colours",
		.type = SETTING_MAP,
		.value = "{}",
		.help = "Looks laid over the theme's, for each role: {heading1: {fg: \"#5fafff\", "
			"bold: true}}." },
	{ .name = "keys",
		.type = SETTING_MAP,
		.value = "{}",
		.help = "Commands bound anew, for each pane: {reader: {next-section: \"]]\"}}." },
	{ .name = "private-use",
		.type = SETTING_CHOICE,
		.value = "hide",
		.choices = private_use_choices,
		.help = "Whether private-use characters are drawn: show, for a font with icons, or "
			"hide." },
	{ .name = "escape-delay",
		.type = SETTING_INT,
		.value = "-1",
		.least = -1,
		.most = 10000,
		.help = "Milliseconds in which what follows Esc makes a key with it; -1 is 25, and "
			"100 over SSH." },
	{ .name = "side-pane",
		.type = SETTING_CHOICE,
		.value = "timestamps",
		.choices = side_pane_choices,
		.help = "What the side pane shows first: timestamps, outline, links, "
			"backlinks, related or recording." },
	{ .name = "side-order",
		.type = SETTING_CHOICE,
		.value = "document",
		.choices = side_order_choices,
		.help = "The order of the side pane's timestamps at first: document or time." },
	{ 0 },
};

struct setting {
	const struct setting_info *info;
	const struct yaml_node *value; /* of the type of info */
	char **list;                   /* of a SETTING_LIST */
};

struct settings {
	GArray *rows;        /* struct setting */
	GPtrArray *problems; /* struct setting_problem * */
	struct arena *arena; /* of every value */
};

static void
problem_free(void *p)
{
	struct setting_problem *problem = p;

	g_free(problem->message);
	g_free(problem);
}

static void
add_problem(struct settings *settings, uint32_t line, uint32_t column, char *message,
	const char *meant)
{
	struct setting_problem *problem = g_new(struct setting_problem, 1);

	*problem =
		(struct setting_problem){ .line = line, .column = column, .what = strlen(message) };
	problem->message = meant == NULL
				   ? g_strdup(message)
				   : g_strdup_printf("%s: did you mean \"%s\"?", message, meant);
	g_free(message);
	g_ptr_array_add(settings->problems, problem);
}

/* A yaml_problem: what the reader of YAML or a row's check found. */
static void
take_problem(void *data, const char *code, uint32_t line, uint32_t column, const char *message)
{
	struct settings *settings = data;
	const char *meant = g_strrstr(message, ": did you mean");

	(void)code;
	add_problem(settings, line, column, g_strdup(message), NULL);
	if (meant != NULL) {
		struct setting_problem *problem =
			settings->problems->pdata[settings->problems->len - 1];

		problem->what = (size_t)(meant - message);
	}
}

char *
setting_problem_sentence(const struct setting_problem *problem)
{
	return g_strdup_printf("%.*s, line %u, column %u%s", (int)problem->what, problem->message,
		problem->line, problem->column, problem->message + problem->what);
}

/* --- values --- */

static bool
is_scalar(const struct yaml_node *node)
{
	return node->type != YAML_LIST && node->type != YAML_MAP && node->type != YAML_NULL;
}

static bool
has_choice(const struct setting_info *info, const char *name)
{
	for (size_t i = 0; info->choices[i] != NULL; i++) {
		if (strcmp(info->choices[i], name) == 0)
			return true;
	}
	return false;
}

static bool
is_list(const struct yaml_node *node)
{
	for (uint32_t i = 0; node->type == YAML_LIST && i < node->count; i++) {
		if (!is_scalar(&node->children[i]))
			return false;
	}
	return node->type != YAML_MAP;
}

/* What is wrong with a value of a row, as a sentence that the caller frees; NULL for nothing.
 * *meant is what was probably meant, or NULL. */
static char *
value_fault(const struct setting_info *info, const struct yaml_node *value, const char **meant)
{
	switch (info->type) {
	case SETTING_BOOL:
		return value->type == YAML_BOOL
			       ? NULL
			       : g_strdup_printf("\"%s\" must be true or false", info->name);
	case SETTING_INT:
		return value->type == YAML_INT && value->integer >= info->least &&
				       value->integer <= info->most
			       ? NULL
			       : g_strdup_printf("\"%s\" must be a number from %" G_GINT64_FORMAT
						 " to %" G_GINT64_FORMAT,
					 info->name, info->least, info->most);
	case SETTING_STRING:
		return is_scalar(value) ? NULL
					: g_strdup_printf("\"%s\" must be a word", info->name);
	case SETTING_LIST:
		return is_list(value)
			       ? NULL
			       : g_strdup_printf("\"%s\" must be a list of words", info->name);
	case SETTING_MAP:
		return value->type == YAML_MAP || value->type == YAML_NULL
			       ? NULL
			       : g_strdup_printf("\"%s\" must be a map, {name: value}", info->name);
	case SETTING_CHOICE:
		break;
	}
	if (is_scalar(value) && has_choice(info, value->string))
		return NULL;
	if (is_scalar(value))
		*meant = nearest_name(value->string, info->choices,
			g_strv_length((char **)info->choices));

	g_autofree char *choices = g_strjoinv(", ", (char **)info->choices);

	return g_strdup_printf("\"%s\" must be one of: %s", info->name, choices);
}

static char **
list_of(const struct yaml_node *node)
{
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

	if (is_scalar(node))
		g_strv_builder_add(builder, node->string);
	for (uint32_t i = 0; i < node->count; i++)
		g_strv_builder_add(builder, node->children[i].string);
	return g_strv_builder_end(builder);
}

static void
set_value(struct setting *row, const struct yaml_node *value)
{
	row->value = value;
	if (row->info->type == SETTING_LIST) {
		g_strfreev(row->list);
		row->list = list_of(value);
	}
}

/* A default must be right: its table is ours. */
static void
default_problem(void *data, const char *code, uint32_t line, uint32_t column, const char *message)
{
	const struct setting_info *info = data;

	(void)code;
	(void)line;
	(void)column;
	g_error("the default of \"%s\" is wrong: %s", info->name, message);
}

static void
set_default(struct settings *settings, struct setting *row)
{
	const struct setting_info *info = row->info;
	g_autofree char *text = g_strdup_printf("%s: %s\n", info->name, info->value);
	const struct yaml_node *map =
		yaml_read(settings->arena, text, strlen(text), 1, default_problem, (void *)info);
	const struct yaml_node *value = map != NULL ? yaml_get(map, info->name) : NULL;
	const char *meant;
	g_autofree char *fault =
		value != NULL ? value_fault(info, value, &meant) : g_strdup("no YAML");

	if (fault != NULL)
		g_error("the default of \"%s\" is wrong: %s", info->name, fault);
	set_value(row, value);
}

/* --- the table --- */

struct settings *
settings_new(void)
{
	struct settings *settings = g_new0(struct settings, 1);

	settings->rows = g_array_new(FALSE, TRUE, sizeof(struct setting));
	settings->problems = g_ptr_array_new_with_free_func(problem_free);
	settings->arena = arena_new();
	settings_add(settings, library_settings);
	return settings;
}

void
settings_free(struct settings *settings)
{
	if (settings == NULL)
		return;
	for (guint i = 0; i < settings->rows->len; i++)
		g_strfreev(g_array_index(settings->rows, struct setting, i).list);
	g_array_free(settings->rows, TRUE);
	g_ptr_array_free(settings->problems, TRUE);
	arena_free(settings->arena);
	g_free(settings);
}

static struct setting *
find(const struct settings *settings, const char *name)
{
	for (guint i = 0; i < settings->rows->len; i++) {
		struct setting *row = &g_array_index(settings->rows, struct setting, i);

		if (strcmp(row->info->name, name) == 0)
			return row;
	}
	return NULL;
}

void
settings_add(struct settings *settings, const struct setting_info *table)
{
	for (; table->name != NULL; table++) {
		struct setting *row = find(settings, table->name);

		if (row == NULL) {
			g_array_set_size(settings->rows, settings->rows->len + 1);
			row = &g_array_index(settings->rows, struct setting,
				settings->rows->len - 1);
		}
		row->info = table;
		set_default(settings, row);
	}
}

const struct setting_info *
settings_row(const struct settings *settings, unsigned index)
{
	return index < settings->rows->len
		       ? g_array_index(settings->rows, struct setting, index).info
		       : NULL;
}

const struct yaml_node *
settings_value(const struct settings *settings, const char *name)
{
	const struct setting *row = find(settings, name);

	if (row == NULL)
		g_error("there is no setting \"%s\"", name);
	return row->value;
}

static const struct setting *
typed(const struct settings *settings, const char *name, enum setting_type type)
{
	const struct setting *row = find(settings, name);

	if (row == NULL || row->info->type != type)
		g_error("there is no setting \"%s\" of this type", name);
	return row;
}

bool
settings_bool(const struct settings *settings, const char *name)
{
	return typed(settings, name, SETTING_BOOL)->value->integer != 0;
}

int64_t
settings_int(const struct settings *settings, const char *name)
{
	return typed(settings, name, SETTING_INT)->value->integer;
}

const char *
settings_string(const struct settings *settings, const char *name)
{
	const struct setting *row = find(settings, name);
	bool choice = row != NULL && row->info->type == SETTING_CHOICE;

	return typed(settings, name, choice ? SETTING_CHOICE : SETTING_STRING)->value->string;
}

const char *const *
settings_list(const struct settings *settings, const char *name)
{
	return (const char *const *)typed(settings, name, SETTING_LIST)->list;
}

const struct yaml_node *
settings_map(const struct settings *settings, const char *name)
{
	return typed(settings, name, SETTING_MAP)->value;
}

const GPtrArray *
settings_problems(const struct settings *settings)
{
	return settings->problems;
}

/* --- the file --- */

char *
settings_default_path(void)
{
	return g_build_filename(g_get_user_config_dir(), "lectern", "config.yaml", NULL);
}

static const char *
nearest_setting(const struct settings *settings, const char *name)
{
	g_autofree const char **names = g_new(const char *, settings->rows->len);

	for (guint i = 0; i < settings->rows->len; i++)
		names[i] = g_array_index(settings->rows, struct setting, i).info->name;
	return nearest_name(name, names, settings->rows->len);
}

static void
take_entry(struct settings *settings, const struct yaml_node *entry)
{
	struct setting *row = find(settings, entry->key);
	const char *meant = NULL;
	char *fault;

	if (row == NULL) {
		add_problem(settings, entry->key_line, entry->key_column,
			g_strdup_printf("unknown setting \"%s\"", entry->key),
			nearest_setting(settings, entry->key));
		return;
	}
	fault = value_fault(row->info, entry, &meant);
	if (fault != NULL) {
		add_problem(settings, entry->line, entry->column, fault, meant);
		return;
	}
	set_value(row, entry);
	if (row->info->check != NULL && entry->type != YAML_NULL)
		row->info->check(entry, take_problem, settings);
}

static int
compare_problems(gconstpointer a, gconstpointer b)
{
	const struct setting_problem *x = *(const struct setting_problem *const *)a;
	const struct setting_problem *y = *(const struct setting_problem *const *)b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->column < y->column ? -1 : x->column > y->column;
}

/* Says what yaml_read() passes over: a file that is more than comments, but no map. */
static void
say_no_map(struct settings *settings, const char *text)
{
	uint32_t line = 1;

	for (; *text != '\0'; line++) {
		size_t n = strcspn(text, "\n"), blank = strspn(text, " \t\r");

		if (blank < n && text[blank] != '#') {
			add_problem(settings, line, (uint32_t)blank + 1,
				g_strdup("the configuration must be lines of \"name: value\""),
				NULL);
			return;
		}
		text += n + (text[n] == '\n');
	}
}

bool
settings_load(struct settings *settings, const char *path, bool required, GError **error)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) local = NULL;
	gsize n;

	if (!required && access(path, F_OK) != 0 && errno == ENOENT)
		return true;
	if (!g_file_get_contents(path, &text, &n, &local)) {
		int code = access(path, R_OK) != 0                 ? errno
			   : g_file_test(path, G_FILE_TEST_IS_DIR) ? EISDIR
								   : EIO;

		g_set_error(error, local->domain, local->code,
			"the configuration %s cannot be read: %s", path, g_strerror(code));
		return false;
	}
	const char *bytes = text;

	if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		bytes += 3;
		n -= 3;
	}
	const struct yaml_node *map =
		yaml_read(settings->arena, bytes, n, 1, take_problem, settings);

	if (map == NULL || map->type != YAML_MAP) {
		if (settings->problems->len == 0)
			say_no_map(settings, bytes);
	} else {
		for (uint32_t i = 0; i < map->count; i++)
			take_entry(settings, &map->children[i]);
	}
	g_ptr_array_sort(settings->problems, compare_problems);
	return true;
}
