/*
 * The editor: which program edits a file at a line, and how it is told the line.
 */
#ifndef LECTERN_UI_EDITOR_H
#define LECTERN_UI_EDITOR_H

#include <glib.h>
#include <stdint.h>

/* What may name the editor, the first that is set: the setting (an argument vector, empty: not
 * set), $VISUAL and $EDITOR (lines in a shell's quoting; NULL or "": not set); then those that
 * systems have. */
struct editor_choice {
	const char *const *setting;
	const char *visual, *editor;
};

/* The arguments that edit the file at path (absolute) at a line (from 1): {path} and {line} filled
 * in where the setting has them, else as the program takes a line. NULL with a sentence. The caller
 * frees (g_strfreev). */
char **editor_arguments(const struct editor_choice *choice, const char *path, uint32_t line,
	GError **error);

#endif
