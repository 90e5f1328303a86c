#include "config.h"

#include "library/places.h"

#include <string.h>

#include "text/path.h"

/* Suffixes or roots that are tried. */
enum { TRIED = 16 };

void
places_init(struct places *places)
{
	*places = (struct places){
		.suffixes = g_ptr_array_new_with_free_func(g_free),
		.roots = g_ptr_array_new_with_free_func(g_free),
	};
}

void
places_clear(struct places *places)
{
	g_ptr_array_free(places->suffixes, TRUE);
	g_ptr_array_free(places->roots, TRUE);
}

static void
add_once(struct places *places, GPtrArray *strings, const char *s, size_t n)
{
	for (guint i = 0; i < strings->len; i++) {
		const char *other = strings->pdata[i];
		if (strncmp(other, s, n) == 0 && other[n] == '\0')
			return;
	}
	if (strings->len == TRIED)
		places->many = true;
	else
		g_ptr_array_add(strings, g_strndup(s, n));
}

void
places_add(struct places *places, const char *path, const char *below)
{
	const char *name = path_name(path), *suffix = name + path_stem(name);

	if (suffix[0] != '\0')
		add_once(places, places->suffixes, suffix, strlen(suffix));
	add_once(places, places->roots, path, (size_t)(below - path));
}

static void
try(const struct catalog *catalog, const char *path, GArray *entries)
{
	uint32_t entry = catalog_find(catalog, path);

	if (entry != NONE)
		g_array_append_val(entries, entry);
}

/* The file wanted below a folder that is written with its slash: of that name, or with a suffix
 * more. */
static void
try_below(const struct places *places, const struct catalog *catalog, const struct wanted *wanted,
	const char *folder, GArray *entries)
{
	g_autofree char *path = g_strconcat(folder, wanted->below,
		wanted->below[0] != '\0' ? "/" : "", wanted->name, NULL);

	try(catalog, path, entries);
	for (guint i = 0; i < places->suffixes->len; i++) {
		g_autofree char *longer = g_strconcat(path, places->suffixes->pdata[i], NULL);
		try(catalog, longer, entries);
	}
}

bool
places_find(const struct places *places, const struct catalog *catalog, const struct wanted *wanted,
	enum file_rule rule, GArray *entries)
{
	if (places->many)
		return false;
	if (wanted->name[0] == '\0')
		return true;
	if (rule == RULE_BESIDE && wanted->folder != NULL) {
		bool bare = wanted->folder[0] == '\0' || strcmp(wanted->folder, "/") == 0;
		g_autofree char *folder = g_strconcat(wanted->folder, bare ? "" : "/", NULL);

		try_below(places, catalog, wanted, folder, entries);
	}
	for (guint i = 0; i < places->roots->len && rule == RULE_ROOT && !wanted->up; i++)
		try_below(places, catalog, wanted, places->roots->pdata[i], entries);
	return true;
}
