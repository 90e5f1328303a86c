#include "config.h"

#include <string.h>

#include "library/loader_private.h"
#include "library/roots.h"
#include "text/path.h"

/* Rows that one step gives, about; and those of the first: a screen of them. */
#define ROWS_A_STEP 1000
#define ROWS_AT_FIRST 100

/* --- places and printed paths --- */

uint32_t
loader_root_of(const struct loader *loader, const char *place)
{
	for (uint32_t i = 0; loader->reals[i] != NULL; i++) {
		if (path_lies_in(place, loader->reals[i]))
			return i;
	}
	return NONE;
}

/* A root as it stands before the paths below it. */
static char *
printed_root(const struct loader *loader, uint32_t root)
{
	char *path = roots_path(loader->roots[root]);

	if (strcmp(path, ".") == 0)
		path[0] = '\0';
	return path;
}

char *
loader_printed(const struct loader *loader, uint32_t root, const char *place)
{
	g_autofree char *path = printed_root(loader, root);
	const char *rest = place + strlen(loader->reals[root]);

	rest += strspn(rest, "/");
	return rest[0] != '\0' ? path_join(path, rest) : g_steal_pointer(&path);
}

/* The place of a folder by its printed path; NULL where it is in no root. */
static char *
place_of(const struct loader *loader, const char *path)
{
	for (uint32_t i = 0; loader->roots[i] != NULL; i++) {
		g_autofree char *root = printed_root(loader, i);
		const char *rest = path + strlen(root);

		if (root[0] != '\0' && !path_lies_in(path, root))
			continue;
		rest += strspn(rest, "/");
		return rest[0] != '\0' ? path_join(loader->reals[i], rest)
				       : g_strdup(loader->reals[i]);
	}
	return NULL;
}

GPtrArray *
loader_scope(const struct loader *loader)
{
	GPtrArray *scope = g_ptr_array_new_with_free_func(g_free);

	if (loader->folders == NULL) {
		for (char **real = loader->reals; *real != NULL; real++)
			g_ptr_array_add(scope, g_strdup(*real));
		return scope;
	}
	for (char **folder = loader->folders; *folder != NULL; folder++) {
		char *place = place_of(loader, *folder);

		if (place != NULL)
			g_ptr_array_add(scope, place);
	}
	return scope;
}

/* --- rows --- */

struct giving {
	struct loader *loader;
	struct batch *batch;
	guint most; /* rows in the batch */
	uint32_t root;
	const char *name; /* only this one, or NULL */
	bool alone;       /* it is a root itself */
	char *folder;     /* printed, with its slash where it needs one */
	uint32_t below;
	GString *path;
};

static bool
take_alias(void *data, uint32_t id, const char *alias)
{
	GHashTable *aliases = data;
	GPtrArray *names = g_hash_table_lookup(aliases, GUINT_TO_POINTER(id));

	if (names == NULL) {
		names = g_ptr_array_new_with_free_func(g_free);
		g_hash_table_insert(aliases, GUINT_TO_POINTER(id), names);
	}
	g_ptr_array_add(names, g_strdup(alias));
	return true;
}

static void
free_names(gpointer p)
{
	g_ptr_array_free(p, TRUE);
}

/* All are asked for at once, since they are kept by name. */
char **
loader_aliases(struct loader *loader, uint32_t id)
{
	GPtrArray *names;

	if (loader->aliases == NULL) {
		loader->aliases = g_hash_table_new_full(NULL, NULL, NULL, free_names);
		store_aliases(loader->store, take_alias, loader->aliases);
	}
	names = g_hash_table_lookup(loader->aliases, GUINT_TO_POINTER(id));
	if (names == NULL)
		return NULL;
	char **aliases = g_new0(char *, names->len + 1);

	memcpy(aliases, names->pdata, names->len * sizeof(char *));
	return aliases;
}

static bool
give_row(void *data, const struct store_row *row)
{
	struct giving *giving = data;

	if (giving->name != NULL && strcmp(row->name, giving->name) != 0)
		return true;
	g_string_assign(giving->path, giving->folder);
	if (!giving->alone)
		g_string_append(giving->path, row->name);

	struct scan_file file = {
		.path = giving->path->str,
		.root = giving->root,
		.below = giving->below,
		.state = row->state,
		.real = row->real[0] != '\0' ? (char *)row->real : NULL,
	};

	if (giving->alone)
		file.real = giving->loader->reals[giving->root];
	bool named = giving->most == UINT_MAX &&
		     (giving->loader->shown == NULL || !idset_has(giving->loader->shown, row->id));

	batch_add_known(giving->batch, row, &file,
		named ? loader_aliases(giving->loader, row->id) : NULL, named);
	return giving->batch->known->len < giving->most;
}

static void
know_folder(struct loader *loader, struct batch *batch, const char *place, uint32_t root,
	guint most)
{
	g_autofree char *printed = loader_printed(loader, root, place);
	g_autofree char *top = printed_root(loader, root);
	g_autofree char *inside = path_join(top, "");
	struct giving giving = {
		.loader = loader,
		.batch = batch,
		.most = most,
		.root = root,
		.folder = path_join(printed, ""),
		.below = (uint32_t)strlen(inside),
		.path = g_string_new(NULL),
	};

	store_rows(loader->store, NULL, place, give_row, &giving);
	g_free(giving.folder);
	g_string_free(giving.path, TRUE);
}

void
loader_know_folder(struct loader *loader, struct batch *batch, const char *place, uint32_t root)
{
	know_folder(loader, batch, place, root, UINT_MAX);
}

/* Of a root that may be a file: the one row. */
static void
know_alone(struct loader *loader, struct batch *batch, uint32_t root)
{
	const char *real = loader->reals[root], *name = path_name(real);
	g_autofree char *folder = g_strndup(real, MAX((gsize)(name - real), 2) - 1);
	struct giving giving = {
		.loader = loader,
		.batch = batch,
		.most = UINT_MAX,
		.root = root,
		.name = name,
		.alone = true,
		.folder = printed_root(loader, root),
		.path = g_string_new(NULL),
	};

	if (store_id_of(loader->store, real) != 0) {
		giving.below = (uint32_t)(path_name(giving.folder) - giving.folder);
		store_rows(loader->store, NULL, folder, give_row, &giving);
	}
	g_free(giving.folder);
	g_string_free(giving.path, TRUE);
}

/* --- all of them --- */

static gint
compare_paths(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
ask_folders(struct loader *loader, struct batch *batch)
{
	g_autoptr(GPtrArray) scope = loader_scope(loader);

	loader->version = store_version(loader->store);
	loader->known_folders = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < scope->len; i++) {
		if (loader->shallow)
			g_ptr_array_add(loader->known_folders, g_strdup(scope->pdata[i]));
		else
			store_folders(loader->store, scope->pdata[i], loader->known_folders);
	}
	g_ptr_array_sort(loader->known_folders, compare_paths);
	for (uint32_t i = 0; loader->roots[i] != NULL; i++)
		know_alone(loader, batch, i);
}

void
loader_know_again(struct loader *loader)
{
	if (loader->known_folders != NULL)
		g_ptr_array_free(loader->known_folders, TRUE);
	loader->known_folders = NULL;
	g_clear_pointer(&loader->aliases, g_hash_table_destroy);
	loader->next_known = 0;
}

/* The place of the next folder and its root; NULL where there is none. */
static const char *
next_folder(struct loader *loader, uint32_t *root)
{
	const GPtrArray *folders = loader->known_folders;

	while (loader->next_known < folders->len) {
		guint i = loader->next_known++;
		const char *place = folders->pdata[i];

		*root = loader_root_of(loader, place);
		/* Roots may overlap. */
		if (*root != NONE && (i == 0 || strcmp(place, folders->pdata[i - 1]) != 0))
			return place;
	}
	return NULL;
}

/* The first rows, at once: all others wait for the aliases, and these are given again with theirs. */
static void
know_first(struct loader *loader, struct batch *batch)
{
	const char *place;
	uint32_t root;

	while (batch->known->len < ROWS_AT_FIRST && (place = next_folder(loader, &root)) != NULL)
		know_folder(loader, batch, place, root, ROWS_AT_FIRST);
	loader->next_known = 0;
}

bool
loader_know(struct loader *loader, struct batch *batch)
{
	guint before = batch->known->len;
	const char *place;
	uint32_t root;

	if (loader->known_folders == NULL) {
		ask_folders(loader, batch);
		if (!loader->glanced) {
			loader->glanced = true;
			know_first(loader, batch);
			return batch->known->len > before;
		}
	}
	while (batch->known->len < before + ROWS_A_STEP &&
		(place = next_folder(loader, &root)) != NULL)
		loader_know_folder(loader, batch, place, root);
	loader->found += batch->known->len - before;
	return loader->next_known < loader->known_folders->len;
}
