/*
 * The resolver's tables: what is taken in of each document. Entries wait until something is looked
 * up: who only looks at a list needs none of it.
 */
#include "config.h"

#include <string.h>

#include "library/idset.h"
#include "library/resolve_private.h"
#include "text/path.h"

static void
free_aliases(gpointer aliases)
{
	g_strfreev(aliases);
}

struct resolver *
resolver_new(const struct catalog *catalog)
{
	struct resolver *resolver = g_new0(struct resolver, 1);

	resolver->catalog = catalog;
	resolver->names = names_new();
	resolver->places = g_new(struct places, 1);
	places_init(resolver->places);
	resolver->memo = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	resolver->sums = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	resolver->waiting = g_new0(struct waiting, 1);
	resolver->waiting->entries = g_array_new(FALSE, FALSE, sizeof(struct waiting_entry));
	resolver->waiting->aliases = g_hash_table_new_full(NULL, NULL, NULL, free_aliases);
	return resolver;
}

void
resolver_free(struct resolver *resolver)
{
	if (resolver == NULL)
		return;
	names_free(resolver->names);
	places_clear(resolver->places);
	g_free(resolver->places);
	g_hash_table_unref(resolver->memo);
	g_array_free(resolver->sums, TRUE);
	g_array_free(resolver->waiting->entries, TRUE);
	g_hash_table_unref(resolver->waiting->aliases);
	g_free(resolver->waiting);
	g_free(resolver);
}

/* --- taking in --- */

/* What names a document beside its file. */
struct called {
	const char *title, *short_title, *source;
	const char *const *aliases;
};

/* The keys of a document, each kind's once. */
struct keys {
	GPtrArray *keys; /* char * */
	GArray *kinds;   /* enum name_kind */
};

static void
keys_take(struct keys *keys, enum name_kind kind, char *key)
{
	for (guint i = 0; i < keys->keys->len; i++) {
		if (g_array_index(keys->kinds, enum name_kind, i) == kind &&
			strcmp(keys->keys->pdata[i], key) == 0) {
			g_free(key);
			return;
		}
	}
	g_ptr_array_add(keys->keys, key);
	g_array_append_val(keys->kinds, kind);
}

/* Aliases of one document that are taken in. */
#define KEYS_A_DOCUMENT 100

static struct keys
keys_of(const struct called *called)
{
	struct keys keys = {
		g_ptr_array_new_with_free_func(g_free),
		g_array_new(FALSE, FALSE, sizeof(enum name_kind)),
	};
	const char *title = called->title, *short_title = called->short_title;
	const char *const *aliases = called->aliases;

	keys_take(&keys, NAME_TITLE, names_key(title, strlen(title)));
	if (strcmp(title, short_title) != 0)
		keys_take(&keys, NAME_TITLE, names_key(short_title, strlen(short_title)));
	for (size_t i = 0; i < KEYS_A_DOCUMENT && aliases != NULL && aliases[i] != NULL; i++)
		keys_take(&keys, NAME_ALIAS, names_key(aliases[i], strlen(aliases[i])));
	if (called->source[0] != '\0')
		keys_take(&keys, NAME_SOURCE, resolve_url_key(called->source));
	return keys;
}

/* The same in any order of the aliases. */
static uint32_t
keys_sum(const struct keys *keys)
{
	uint32_t sum = 1;

	for (guint i = 0; i < keys->keys->len; i++)
		sum += (g_str_hash(keys->keys->pdata[i]) | 1) *
		       (31 + g_array_index(keys->kinds, enum name_kind, i));
	return sum != 0 && sum != NONE ? sum : 1;
}

static void
add_file(const struct resolver *resolver, uint32_t entry)
{
	const struct entry *row = catalog_entry(resolver->catalog, entry);
	const char *name = path_name(row->path);
	g_autofree char *key = names_key(name, path_stem(name));

	names_add(resolver->names, NAME_FILE, key, entry);
	places_add(resolver->places, row->path, row->below);
}

static uint32_t *
sum_of(const struct resolver *resolver, uint32_t entry)
{
	return &g_array_index(resolver->sums, uint32_t, entry);
}

/* Whether something else was taken in of an entry before, which is to be dropped. */
static bool
add_called(const struct resolver *resolver, uint32_t entry, struct idset *changed)
{
	const struct entry *row = catalog_entry(resolver->catalog, entry);
	struct called called = {
		.title = row->title,
		.short_title = row->short_title,
		.source = row->source,
		.aliases = g_hash_table_lookup(resolver->waiting->aliases, GUINT_TO_POINTER(entry)),
	};
	struct keys keys = keys_of(&called);
	uint32_t *sum = sum_of(resolver, entry), new_sum = keys_sum(&keys);
	bool differs = new_sum != *sum;
	bool drops = differs && *sum != 0 && changed != NULL;

	if (drops) {
		idset_add(changed, entry);
	} else if (differs) {
		*sum = new_sum;
		for (guint i = 0; i < keys.keys->len; i++)
			names_add(resolver->names, g_array_index(keys.kinds, enum name_kind, i),
				keys.keys->pdata[i], entry);
	}
	g_ptr_array_free(keys.keys, TRUE);
	g_array_free(keys.kinds, TRUE);
	return drops;
}

static void
take_in_one(const struct resolver *resolver, struct waiting_entry waiting, struct idset *changed)
{
	uint32_t *sum = sum_of(resolver, waiting.entry);

	if (*sum == NONE) {
		add_file(resolver, waiting.entry);
		*sum = 0;
	}
	if (waiting.called)
		add_called(resolver, waiting.entry, changed);
}

bool
resolver_take_in(const struct resolver *resolver, uint32_t most)
{
	struct waiting *waiting = resolver->waiting;
	g_autoptr(Idset) changed = idset_new();
	guint count = MIN(most, waiting->entries->len - waiting->first);

	if (count == 0)
		return false;
	g_hash_table_remove_all(resolver->memo);
	for (guint end = waiting->first + count; waiting->first < end; waiting->first++)
		take_in_one(resolver,
			g_array_index(waiting->entries, struct waiting_entry, waiting->first),
			changed);
	/* What they were called before is dropped in one go. */
	if (idset_next(changed, 0) != UINT32_MAX)
		names_drop(resolver->names, changed);
	for (uint32_t entry = idset_next(changed, 0); entry != UINT32_MAX;
		entry = idset_next(changed, entry + 1))
		add_called(resolver, entry, NULL);
	if (waiting->first < waiting->entries->len)
		return true;
	g_array_free(waiting->entries, TRUE);
	waiting->entries = g_array_new(FALSE, FALSE, sizeof(struct waiting_entry));
	waiting->first = 0;
	g_hash_table_remove_all(waiting->aliases);
	return false;
}

static void
wait_for(struct resolver *resolver, uint32_t entry, bool called)
{
	const uint32_t none = NONE;
	struct waiting_entry waiting = { entry & INT32_MAX, called };

	while (resolver->sums->len <= entry)
		g_array_append_val(resolver->sums, none);
	g_array_append_val(resolver->waiting->entries, waiting);
}

static char **
copy_aliases(const char *const *aliases)
{
	size_t count = 0;

	while (count < KEYS_A_DOCUMENT && aliases[count] != NULL)
		count++;
	char **copies = g_new0(char *, count + 1);

	for (size_t i = 0; i < count; i++)
		copies[i] = g_strdup(aliases[i]);
	return copies;
}

static void
add_named(struct resolver *resolver, uint32_t entry, const char *const *aliases)
{
	GHashTable *all = resolver->waiting->aliases;

	if (aliases != NULL && aliases[0] != NULL)
		g_hash_table_insert(all, GUINT_TO_POINTER(entry), copy_aliases(aliases));
	else
		g_hash_table_remove(all, GUINT_TO_POINTER(entry));
	wait_for(resolver, entry, true);
}

void
resolver_add(struct resolver *resolver, uint32_t entry, const struct document *document)
{
	if (document != NULL)
		add_named(resolver, entry, document->fields[FIELD_ALIASES]);
	else if (entry >= resolver->sums->len || *sum_of(resolver, entry) == NONE)
		wait_for(resolver, entry, true);
}

void
resolver_add_row(struct resolver *resolver, uint32_t entry, const char *const *aliases)
{
	add_named(resolver, entry, aliases);
}
