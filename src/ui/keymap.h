/*
 * The keymap: key sequences to commands, for each place that keys are typed in (everywhere, list,
 * reader, side pane). Made from the command tables and `keys:` of the configuration, which looks
 * like `keys: {reader: {next-section: "]]", follow-link: [Enter, o]}}`.
 */
#ifndef LECTERN_UI_KEYMAP_H
#define LECTERN_UI_KEYMAP_H

#include <glib.h>
#include <stdbool.h>

#include "document/yaml.h"
#include "ui/command.h"
#include "ui/key.h"

/* A place keys are typed in, and its table. */
struct keymap_table {
	const char *place; /* "everywhere", "list", "reader", "side" */
	const struct command *commands;
	/* a place that this one lies over for a while: its keys count where this one has none, before
	 * those of everywhere; NULL for none */
	const char *over;
};

struct keymap;

/* tables end with a row without a place; borrowed. The first is the one that all others fall back
 * to. */
struct keymap *keymap_new(const struct keymap_table *tables);
void keymap_free(struct keymap *keymap);

/* Binds anew what a `keys:` map says; a command's keys given there replace its defaults. Problems:
 * unknown places and commands (with the nearest name), sequences that cannot be read, one sequence
 * for two commands, a sequence that begins another's. */
void keymap_apply(struct keymap *keymap, const struct yaml_node *map, yaml_problem problem,
	void *data);

enum keymap_match { KEYMAP_NONE, KEYMAP_PREFIX, KEYMAP_COMMAND };

/* What n keys typed at place mean; *command is set for KEYMAP_COMMAND. The place's own bindings
 * come before those of the place it lies over, and these before those of everywhere. */
enum keymap_match keymap_find(const struct keymap *keymap, const char *place, const key_code *keys,
	guint n, const struct command **command);

/* The sequences bound to a command at a place, as names ("]]", "Space"), NULL-terminated; belongs
 * to the keymap. */
const char *const *keymap_keys(const struct keymap *keymap, const char *place,
	const struct command *command);

/* What may follow n keys typed at place: appends three words for each: the rest of the sequence, help
 * and name of the command ("t", "Go to a time", "go-time") as char * that the caller frees (a GPtrArray
 * with g_free). */
void keymap_follow(const struct keymap *keymap, const char *place, const key_code *keys, guint n,
	GPtrArray *out);

typedef struct keymap Keymap;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Keymap, keymap_free)

#endif
