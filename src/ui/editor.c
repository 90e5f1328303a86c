#include "config.h"

#include "ui/editor.h"

#include <stdbool.h>
#include <string.h>

#include "text/path.h"
#include "ui/opener.h"

/* How programs are told a line: what follows their own arguments. */
struct editor_form {
	const char *names; /* parted by spaces */
	const char *const arguments[4];
};

static const struct editor_form forms[] = {
	{ " vi vim nvim vim.tiny vim.basic nvi elvis vis view ex nano pico rnano emacs emacsclient "
	  "mg zile jmacs joe jstar ne micro kak mcedit gvim gedit gnome-text-editor pluma xed "
	  "mousepad editor sensible-editor ",
		{ "+{line}", "{path}", NULL } },
	{ " hx helix subl zed zeditor ", { "{path}:{line}", NULL } },
	{ " code code-insiders codium vscodium cursor windsurf ", { "-g", "{path}:{line}", NULL } },
	{ " kate kwrite ", { "-l", "{line}", "{path}", NULL } },
	{ " jed ", { "{path}", "-g", "{line}", NULL } },
};

/* Of a program that is not known the path alone. */
static const char *const plain_form[] = { "{path}", NULL };

static const char *const *
form_of(const char *program)
{
	g_autofree char *name = g_strdup_printf(" %s ", path_name(program));

	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++)
		if (strstr(forms[i].names, name) != NULL)
			return forms[i].arguments;
	return plain_form;
}

static char **
installed(GError **error)
{
	static const char *const names[] = { "editor", "vi", "vim", "nano", "emacs" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *found = g_find_program_in_path(names[i]);

		if (found != NULL)
			return g_strsplit(names[i], " ", 1);
	}
	g_set_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT,
		"no editor is installed: set EDITOR or editor");
	return NULL;
}

/* The program and its own arguments. */
static char **
program_of(const struct editor_choice *choice, GError **error)
{
	const char *lines[] = { choice->visual, choice->editor };
	const char *const names[] = { "VISUAL", "EDITOR" };

	if (choice->setting[0] != NULL)
		return g_strdupv((char **)choice->setting);
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autoptr(GError) fault = NULL;
		char **argv = NULL;

		if (lines[i] == NULL || lines[i][strspn(lines[i], " \t\n")] == '\0')
			continue;
		if (!g_shell_parse_argv(lines[i], NULL, &argv, &fault))
			g_set_error(error, G_SHELL_ERROR, fault->code,
				"%s cannot be read as a command: %s", names[i], fault->message);
		return argv;
	}
	return installed(error);
}

static bool
names_path(char *const *argv)
{
	for (; *argv != NULL; argv++)
		if (strstr(*argv, "{path}") != NULL)
			return true;
	return false;
}

char **
editor_arguments(const struct editor_choice *choice, const char *path, uint32_t line,
	GError **error)
{
	g_auto(GStrv) program = program_of(choice, error);
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	char number[16];
	struct opener_words words = { .path = path, .line = number };

	if (program == NULL)
		return NULL;
	g_snprintf(number, sizeof(number), "%u", line);
	for (char **argument = program; *argument != NULL; argument++)
		g_ptr_array_add(argv, *argument);
	if (!names_path(program))
		for (const char *const *more = form_of(program[0]); *more != NULL; more++)
			g_ptr_array_add(argv, (void *)*more);
	g_ptr_array_add(argv, NULL);
	return opener_fill((const char *const *)argv->pdata, &words);
}
