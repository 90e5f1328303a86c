#include "config.h"

#include "ui/keymap.h"

#include <string.h>

#include "text/nearest.h"

/* The yaml_problem code of what is wrong in `keys:`. */
#define PROBLEM_CODE "keys"

/* Places whose keys count in one: itself, those that it lies over, everywhere. */
#define PLACES_MOST 4

/* A sequence of one place. */
struct binding {
	GArray *keys; /* key_code */
	const struct command *command;
	uint32_t line, column; /* in the configuration; 0 for a default */
};

/* What one place binds, and the names of sequences by command, made when asked for. */
struct place {
	const struct keymap_table *table;
	GPtrArray *bindings; /* struct binding *, in the table's order */
	GHashTable *names;   /* struct command * to char ** */
};

/* Invariants: of one place no sequence is bound twice, and none begins another's; the first place
 * is the one that the others fall back to. */
struct keymap {
	GPtrArray *places; /* struct place * */
};

/* Who is told of what is wrong. */
static void
binding_free(void *data)
{
	struct binding *binding = data;

	g_array_unref(binding->keys);
	g_free(binding);
}

static void
place_free(void *data)
{
	struct place *place = data;

	g_ptr_array_unref(place->bindings);
	g_hash_table_unref(place->names);
	g_free(place);
}

static struct binding *
binding_new(const struct command *command, const char *sequence, GError **error)
{
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(key_code));
	struct binding *binding;

	if (!key_parse(sequence, keys, error))
		return NULL;
	binding = g_new0(struct binding, 1);
	binding->keys = g_steal_pointer(&keys);
	binding->command = command;
	return binding;
}

/* A default that cannot be read is a mistake of the program, not of anyone who uses it. */
static void
place_add_default(struct place *place, const struct command *command, const char *sequence)
{
	g_autoptr(GError) error = NULL;
	struct binding *binding = binding_new(command, sequence, &error);

	if (binding == NULL)
		g_error("the default keys of %s: %s", command->name, error->message);
	g_ptr_array_add(place->bindings, binding);
}

static struct place *
place_new(const struct keymap_table *table)
{
	struct place *place = g_new0(struct place, 1);

	place->table = table;
	place->bindings = g_ptr_array_new_with_free_func(binding_free);
	place->names = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_strfreev);
	for (const struct command *command = table->commands; command->name != NULL; command++) {
		g_auto(GStrv) sequences =
			g_strsplit(command->keys != NULL ? command->keys : "", "  ", -1);

		for (char **sequence = sequences; *sequence != NULL; sequence++) {
			if (**sequence == '\0')
				continue;
			place_add_default(place, command, *sequence);
		}
	}
	return place;
}

struct keymap *
keymap_new(const struct keymap_table *tables)
{
	struct keymap *keymap = g_new0(struct keymap, 1);

	keymap->places = g_ptr_array_new_with_free_func(place_free);
	for (; tables->place != NULL; tables++)
		g_ptr_array_add(keymap->places, place_new(tables));
	return keymap;
}

void
keymap_free(struct keymap *keymap)
{
	if (keymap == NULL)
		return;
	g_ptr_array_unref(keymap->places);
	g_free(keymap);
}

static struct place *
keymap_place(const struct keymap *keymap, const char *name)
{
	for (guint i = 0; i < keymap->places->len; i++) {
		struct place *place = g_ptr_array_index(keymap->places, i);

		if (strcmp(place->table->place, name) == 0)
			return place;
	}
	return NULL;
}

static const struct command *
table_command(const struct keymap_table *table, const char *name)
{
	for (const struct command *command = table->commands; command->name != NULL; command++)
		if (strcmp(command->name, name) == 0)
			return command;
	return NULL;
}

/* Whether the first n keys of binding are keys. */
static bool
begins_with(const struct binding *binding, const key_code *keys, guint n)
{
	return binding->keys->len >= n &&
	       memcmp(binding->keys->data, keys, n * sizeof(key_code)) == 0;
}

/* Whether one of the two begins the other, or they are the same. */
static bool
clashes(const struct binding *a, const struct binding *b)
{
	guint n = MIN(a->keys->len, b->keys->len);

	return begins_with(a, (const key_code *)(void *)b->keys->data, n);
}

static char *
binding_name(const struct binding *binding)
{
	return key_sequence_name((const key_code *)(void *)binding->keys->data, binding->keys->len);
}

static void
report_clash(const struct yaml_reporter *to, const struct binding *given,
	const struct binding *other)
{
	g_autofree char *name = binding_name(given);
	g_autofree char *other_name = binding_name(other);

	if (given->keys->len == other->keys->len)
		yaml_report(to, given->line, given->column, "\"%s\" is also bound to %s", name,
			other->command->name);
	else if (given->keys->len < other->keys->len)
		yaml_report(to, given->line, given->column,
			"\"%s\" begins \"%s\", which is bound to %s", name, other_name,
			other->command->name);
	else
		yaml_report(to, given->line, given->column,
			"\"%s\" begins with \"%s\", which is bound to %s", name, other_name,
			other->command->name);
}

/* Adds a binding of the configuration (taken): it goes before a default; of two in the
 * configuration the first holds. */
static void
place_bind(struct place *place, struct binding *given, const struct yaml_reporter *to)
{
	for (guint i = place->bindings->len; i-- > 0;) {
		const struct binding *other = g_ptr_array_index(place->bindings, i);

		if (!clashes(given, other))
			continue;
		if (given->command == other->command && given->keys->len == other->keys->len) {
			binding_free(given);
			return;
		}
		if (other->line == 0)
			continue;
		report_clash(to, given, other);
		binding_free(given);
		return;
	}
	g_ptr_array_add(place->bindings, given);
}

static void
bind_sequence(struct place *place, const struct command *command, const struct yaml_node *node,
	const struct yaml_reporter *to)
{
	g_autoptr(GError) error = NULL;
	struct binding *binding;
	key_code first;

	if (node->type == YAML_LIST || node->type == YAML_MAP) {
		yaml_report(to, node->line, node->column,
			"a key sequence is written as text, as in \"]]\"");
		return;
	}
	binding = binding_new(command, node->string, &error);
	if (binding == NULL) {
		yaml_report(to, node->line, node->column, "the keys of %s cannot be read: %s",
			command->name, error->message);
		return;
	}
	binding->line = node->line;
	binding->column = node->column;
	first = g_array_index(binding->keys, key_code, 0);
	if (first >= '1' && first <= '9') {
		yaml_report(to, node->line, node->column,
			"a sequence cannot begin with a digit: digits are a count");
		binding_free(binding);
		return;
	}
	place_bind(place, binding, to);
}

static void
place_unbind(struct place *place, const struct command *command)
{
	for (guint i = place->bindings->len; i-- > 0;) {
		const struct binding *binding = g_ptr_array_index(place->bindings, i);

		if (binding->command == command)
			g_ptr_array_remove_index(place->bindings, i);
	}
}

/* The names of a table's commands, and of the one that is fallen back to. */
static GPtrArray *
command_names(const struct keymap *keymap, const struct place *place)
{
	GPtrArray *names = g_ptr_array_new();
	const struct place *fallback = g_ptr_array_index(keymap->places, 0);
	const struct command *command;

	for (command = place->table->commands; command->name != NULL; command++)
		g_ptr_array_add(names, (void *)command->name);
	for (command = fallback->table->commands; command->name != NULL; command++)
		g_ptr_array_add(names, (void *)command->name);
	return names;
}

/* Reports an unknown name with the nearest of names. */
static void
report_unknown(const struct yaml_reporter *to, const struct yaml_node *node, const char *what,
	const GPtrArray *names)
{
	const char *nearest =
		nearest_name(node->key, (const char *const *)names->pdata, names->len);

	if (nearest != NULL)
		yaml_report(to, node->key_line, node->key_column,
			"unknown %s \"%s\": did you mean \"%s\"?", what, node->key, nearest);
	else
		yaml_report(to, node->key_line, node->key_column, "unknown %s \"%s\"", what,
			node->key);
}

/* The command that a place's entry names: of the place, else of the one that is fallen back to. */
static const struct command *
entry_command(const struct keymap *keymap, const struct place *place, const struct yaml_node *entry,
	const struct yaml_reporter *to)
{
	const struct place *fallback = g_ptr_array_index(keymap->places, 0);
	const struct command *command = table_command(place->table, entry->key);

	if (command == NULL)
		command = table_command(fallback->table, entry->key);
	if (command == NULL) {
		g_autoptr(GPtrArray) names = command_names(keymap, place);

		report_unknown(to, entry, "command", names);
	}
	return command;
}

static struct place *
entry_place(const struct keymap *keymap, const struct yaml_node *entry,
	const struct yaml_reporter *to)
{
	struct place *place = keymap_place(keymap, entry->key);
	g_autoptr(GPtrArray) names = NULL;

	if (place == NULL) {
		names = g_ptr_array_new();
		for (guint i = 0; i < keymap->places->len; i++) {
			const struct place *known = g_ptr_array_index(keymap->places, i);

			g_ptr_array_add(names, (void *)known->table->place);
		}
		report_unknown(to, entry, "place for keys", names);
		return NULL;
	}
	if (entry->type != YAML_MAP && entry->type != YAML_NULL) {
		yaml_report(to, entry->line, entry->column, "%s: takes commands with their keys",
			entry->key);
		return NULL;
	}
	return place;
}

static void
apply_entry(struct place *place, const struct command *command, const struct yaml_node *entry,
	const struct yaml_reporter *to)
{
	if (entry->type == YAML_LIST) {
		for (uint32_t i = 0; i < entry->count; i++)
			bind_sequence(place, command, &entry->children[i], to);
	} else if (entry->type != YAML_NULL) {
		bind_sequence(place, command, entry, to);
	}
}

/* Drops the defaults that a binding of the configuration took the keys of, and says so. */
static void
place_settle(struct place *place, const struct yaml_reporter *to)
{
	for (guint i = 0; i < place->bindings->len; i++) {
		const struct binding *given = g_ptr_array_index(place->bindings, i);

		for (guint j = place->bindings->len; given->line > 0 && j-- > 0;) {
			const struct binding *other = g_ptr_array_index(place->bindings, j);

			if (other->line > 0 || !clashes(given, other))
				continue;
			report_clash(to, given, other);
			g_ptr_array_remove_index(place->bindings, j);
			if (j < i)
				i--;
		}
	}
	g_hash_table_remove_all(place->names);
}

/* A place's sequence that is the same as one of everywhere only comes before it; one that begins it
 * makes it out of reach. */
static void
check_across(const struct keymap *keymap, const struct yaml_reporter *to)
{
	const struct place *fallback = g_ptr_array_index(keymap->places, 0);

	for (guint p = 1; p < keymap->places->len; p++) {
		const struct place *place = g_ptr_array_index(keymap->places, p);

		for (guint i = 0; i < place->bindings->len; i++) {
			const struct binding *a = g_ptr_array_index(place->bindings, i);

			for (guint j = 0; j < fallback->bindings->len; j++) {
				const struct binding *b = g_ptr_array_index(fallback->bindings, j);

				if ((a->line > 0 || b->line > 0) && a->keys->len != b->keys->len &&
					clashes(a, b))
					report_clash(to, a->line > 0 ? a : b, a->line > 0 ? b : a);
			}
		}
	}
}

void
keymap_apply(struct keymap *keymap, const struct yaml_node *map, yaml_problem problem, void *data)
{
	struct yaml_reporter to = { problem, data, PROBLEM_CODE };

	if (map == NULL || map->type == YAML_NULL)
		return;
	if (map->type != YAML_MAP) {
		yaml_report(&to, map->line, map->column,
			"keys: takes places, each with commands and their keys");
		return;
	}
	/* All defaults that are replaced go first, so that commands can trade their keys. */
	for (int bind = 0; bind < 2; bind++) {
		struct yaml_reporter once = { bind ? problem : NULL, data, PROBLEM_CODE };

		for (uint32_t i = 0; i < map->count; i++) {
			const struct yaml_node *node = &map->children[i];
			struct place *place = entry_place(keymap, node, &once);

			for (uint32_t j = 0; place != NULL && j < node->count; j++) {
				const struct yaml_node *entry = &node->children[j];
				const struct command *command =
					entry_command(keymap, place, entry, &once);

				if (command != NULL && bind)
					apply_entry(place, command, entry, &to);
				else if (command != NULL)
					place_unbind(place, command);
			}
		}
	}
	for (guint i = 0; i < keymap->places->len; i++)
		place_settle(g_ptr_array_index(keymap->places, i), &to);
	check_across(keymap, &to);
}

static enum keymap_match
place_find(const struct place *place, const key_code *keys, guint n, const struct command **command)
{
	enum keymap_match match = KEYMAP_NONE;

	for (guint i = 0; i < place->bindings->len; i++) {
		const struct binding *binding = g_ptr_array_index(place->bindings, i);

		if (!begins_with(binding, keys, n))
			continue;
		if (binding->keys->len == n) {
			*command = binding->command;
			return KEYMAP_COMMAND;
		}
		match = KEYMAP_PREFIX;
	}
	return match;
}

/* The places whose keys count in one, first those that come first; gives how many. */
static unsigned
places_of(const struct keymap *keymap, const char *name, const struct place *places[PLACES_MOST])
{
	struct place *fallback = g_ptr_array_index(keymap->places, 0);
	const struct place *place = keymap_place(keymap, name);
	unsigned count = 0;

	while (place != NULL && place != fallback && count + 1 < PLACES_MOST) {
		places[count++] = place;
		place = place->table->over != NULL ? keymap_place(keymap, place->table->over)
						   : NULL;
	}
	places[count++] = fallback;
	return count;
}

enum keymap_match
keymap_find(const struct keymap *keymap, const char *place, const key_code *keys, guint n,
	const struct command **command)
{
	const struct place *places[PLACES_MOST];
	unsigned count = places_of(keymap, place, places);
	enum keymap_match match = KEYMAP_NONE;

	if (n == 0)
		return KEYMAP_PREFIX;
	for (unsigned i = 0; i < count && match == KEYMAP_NONE; i++)
		match = place_find(places[i], keys, n, command);
	return match;
}

const char *const *
keymap_keys(const struct keymap *keymap, const char *place, const struct command *command)
{
	static const char *const none[] = { NULL };
	const struct place *own = keymap_place(keymap, place);
	g_autoptr(GPtrArray) names = NULL;
	char **kept;

	if (own == NULL)
		return none;
	kept = g_hash_table_lookup(own->names, command);
	if (kept != NULL)
		return (const char *const *)kept;
	names = g_ptr_array_new();
	for (guint i = 0; i < own->bindings->len; i++) {
		const struct binding *binding = g_ptr_array_index(own->bindings, i);

		if (binding->command == command)
			g_ptr_array_add(names, binding_name(binding));
	}
	g_ptr_array_add(names, NULL);
	kept = (char **)g_ptr_array_steal(names, NULL);
	g_hash_table_insert(own->names, (void *)command, kept);
	return (const char *const *)kept;
}

void
keymap_follow(const struct keymap *keymap, const char *place, const key_code *keys, guint n,
	GPtrArray *out)
{
	const struct place *places[PLACES_MOST];
	unsigned count = places_of(keymap, place, places);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint p = 0; p < count; p++) {
		for (guint i = 0; i < places[p]->bindings->len; i++) {
			const struct binding *binding = g_ptr_array_index(places[p]->bindings, i);
			char *rest;

			if (binding->keys->len <= n || !begins_with(binding, keys, n))
				continue;
			rest = key_sequence_name(&g_array_index(binding->keys, key_code, n),
				binding->keys->len - n);
			if (!g_hash_table_add(seen, rest))
				continue;
			g_ptr_array_add(out, g_strdup(rest));
			g_ptr_array_add(out, g_strdup(binding->command->help));
			g_ptr_array_add(out, g_strdup(binding->command->name));
		}
	}
}
