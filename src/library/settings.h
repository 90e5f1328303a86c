/*
 * Settings: config.yaml read into one table (SPEC §9). Each setting is a row; other folders add
 * rows of their own (the interface: keys, theme). Unknown or wrong entries are problems with line
 * and column, and the rest holds.
 */
#ifndef LECTERN_LIBRARY_SETTINGS_H
#define LECTERN_LIBRARY_SETTINGS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "document/yaml.h"

enum setting_type {
	SETTING_BOOL,
	SETTING_INT,
	SETTING_STRING,
	SETTING_CHOICE,
	SETTING_LIST,
	SETTING_MAP
};

struct settings;

/* A row of a table that ends with a row without a name. */
struct setting_info {
	const char *name; /* "measure" */
	enum setting_type type;
	const char *value;          /* the default, as YAML */
	int64_t least, most;        /* of SETTING_INT */
	const char *const *choices; /* of SETTING_CHOICE, NULL-terminated */
	const char *help;           /* a sentence for the manual and --default */
	/* Checks a map's (or any) value further; calls problem for what is wrong (the code counts
	 * nothing; what was meant stands after the last ": did you mean"). The value holds
	 * nevertheless: who uses it passes over what is wrong. May be NULL. */
	void (*check)(const struct yaml_node *value, yaml_problem problem, void *data);
};

struct setting_problem {
	uint32_t line, column;
	/* what is wrong, and what was probably meant, without the place: `unknown setting
	 * "measur": did you mean "measure"?` */
	char *message;
	size_t what; /* bytes of message before what was meant */
};

/* The sentence with its place: `unknown setting "measur", line 3, column 1: did you mean
 * "measure"?`. The caller frees. */
char *setting_problem_sentence(const struct setting_problem *problem);

/* An empty set with the library's own rows at their defaults. */
struct settings *settings_new(void);
void settings_free(struct settings *settings);

/* Adds the rows of a table (static, borrowed) at their defaults. Before settings_load(). A row of a
 * name that is there replaces it: so a folder that knows more about a setting gives its check. */
void settings_add(struct settings *settings, const struct setting_info *table);

/* The path of the configuration: $XDG_CONFIG_HOME/lectern/config.yaml. The caller frees. */
char *settings_default_path(void);

/* Reads a file over the defaults. An entry that is wrong leaves its default. False with error only
 * where the file cannot be read; what is wrong in it is in settings_problems(). A file that is
 * absent is an error where required, else nothing. */
bool settings_load(struct settings *settings, const char *path, bool required, GError **error);

/* struct setting_problem *, in order of line; belongs to settings. */
const GPtrArray *settings_problems(const struct settings *settings);

/* Values. Asking for a name that no row has, or of another type, is a programming error
 * (g_error). */
bool settings_bool(const struct settings *settings, const char *name);
int64_t settings_int(const struct settings *settings, const char *name);
const char *settings_string(const struct settings *settings, const char *name);
const char *const *settings_list(const struct settings *settings, const char *name);
const struct yaml_node *settings_map(const struct settings *settings, const char *name);

/* The row of a setting in the order they were added, NULL past the last: for the manual. */
const struct setting_info *settings_row(const struct settings *settings, unsigned index);

/* The value in force of any setting, as it was written. */
const struct yaml_node *settings_value(const struct settings *settings, const char *name);

/* All rows with their values in force, as YAML that settings_load() reads back; with defaults, the
 * default configuration, each setting under its help as a comment. Appends to out. */
void settings_print(const struct settings *settings, bool defaults, GString *out);

typedef struct settings Settings;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Settings, settings_free)

#endif
