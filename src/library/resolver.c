/*
 * The resolver's tables: what is taken in of each document.
 */
#include "config.h"

#include <string.h>

#include "library/resolve_private.h"
#include "text/path.h"

struct resolver *
resolver_new(const struct catalog *catalog)
{
	struct resolver *resolver = g_new0(struct resolver, 1);

	resolver->catalog = catalog;
	resolver->names = names_new();
	places_init(&resolver->places);
	resolver->memo = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	resolver->sums = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	return resolver;
}

void
resolver_free(struct resolver *resolver)
{
	if (resolver == NULL)
		return;
	names_free(resolver->names);
	places_clear(&resolver->places);
	g_hash_table_unref(resolver->memo);
	g_array_free(resolver->sums, TRUE);
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
add_file(struct resolver *resolver, uint32_t entry)
{
	const struct entry *row = catalog_entry(resolver->catalog, entry);
	const char *name = path_name(row->path);
	g_autofree char *key = names_key(name, path_stem(name));

	names_add(resolver->names, NAME_FILE, key, entry);
	places_add(&resolver->places, row->path, row->below);
}

/* The sum of what was taken in of an entry; its file is taken in where it was not. */
static uint32_t *
sum_of(struct resolver *resolver, uint32_t entry)
{
	const uint32_t none = NONE;

	g_hash_table_remove_all(resolver->memo);
	while (resolver->sums->len <= entry)
		g_array_append_val(resolver->sums, none);
	uint32_t *sum = &g_array_index(resolver->sums, uint32_t, entry);

	if (*sum == NONE) {
		add_file(resolver, entry);
		*sum = 0;
	}
	return sum;
}

static void
add_called(struct resolver *resolver, uint32_t entry, const struct called *called)
{
	struct keys keys = keys_of(called);
	uint32_t *sum = sum_of(resolver, entry), new_sum = keys_sum(&keys);

	if (new_sum != *sum) {
		if (*sum != 0)
			names_drop(resolver->names, entry);
		*sum = new_sum;
		for (guint i = 0; i < keys.keys->len; i++)
			names_add(resolver->names, g_array_index(keys.kinds, enum name_kind, i),
				keys.keys->pdata[i], entry);
	}
	g_ptr_array_free(keys.keys, TRUE);
	g_array_free(keys.kinds, TRUE);
}

void
resolver_add(struct resolver *resolver, uint32_t entry, const struct document *document)
{
	if (document == NULL)
		sum_of(resolver, entry);
	else
		add_called(resolver, entry,
			&(struct called){
				.title = document_field(document, FIELD_TITLE),
				.short_title = document_short_title(document),
				.source = document_field(document, FIELD_SOURCE),
				.aliases = document->fields[FIELD_ALIASES],
			});
}

void
resolver_add_row(struct resolver *resolver, uint32_t entry, const char *const *aliases)
{
	const struct entry *row = catalog_entry(resolver->catalog, entry);

	add_called(resolver, entry,
		&(struct called){
			.title = row->title,
			.short_title = row->short_title,
			.source = row->source,
			.aliases = aliases,
		});
}
