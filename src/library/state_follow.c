/*
 * Following: what is known of a document goes with it where its file was renamed (SPEC §1).
 */
#include "config.h"

#include <string.h>

#include "library/state_private.h"

/* The one document without state that has these bytes; NULL where there is none, or several. */
static const char *
only_one(const struct state *state, GPtrArray *paths)
{
	const char *found = NULL;
	for (guint i = 0; i < paths->len; i++) {
		const char *path = g_ptr_array_index(paths, i);
		const struct kept *kept = g_hash_table_lookup(state->rows, path);
		if ((kept != NULL && !state_is_nothing(kept)) ||
			(found != NULL && strcmp(found, path) == 0))
			continue;
		if (found != NULL)
			return NULL;
		found = path;
	}
	return found;
}

/* The one opened last comes first: where two that are gone had the same bytes, it is the one that
 * moves. */
static int
compare_kept(const void *a, const void *b)
{
	const struct kept *x = *(const struct kept *const *)a, *y = *(const struct kept *const *)b;
	if (x->row.opened != y->row.opened)
		return x->row.opened < y->row.opened ? 1 : -1;
	return strcmp(x->path, y->path);
}

/* Takes in the bytes that documents have now. */
static void
take_hashes(struct state *state, const struct state_follow *library, const GPtrArray *there)
{
	bool changed = false;
	for (guint i = 0; library->hash != NULL && i < there->len; i++) {
		struct kept *kept = g_ptr_array_index(there, i);
		unsigned char hash[SOURCE_HASH];
		if (!library->hash(library->data, kept->path, hash) ||
			(kept->hashed && memcmp(kept->hash, hash, SOURCE_HASH) == 0))
			continue;
		memcpy(kept->hash, hash, SOURCE_HASH);
		kept->hashed = true;
		state_changed(state, kept, STATE_HASH);
		changed = true;
	}
	if (changed)
		state_write(state);
}

/* Paths of rows that are gone, as strings: a write may change the rows. */
static GPtrArray *
paths_gone(struct state *state, const struct state_follow *library)
{
	g_autoptr(GPtrArray) gone = g_ptr_array_new(), there = g_ptr_array_new();
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	GHashTableIter iter;
	void *value;
	g_hash_table_iter_init(&iter, state->rows);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		struct kept *kept = value;
		if (state_is_nothing(kept))
			continue;
		bool exists = library->exists(library->data, kept->path);
		if (exists || kept->hashed)
			g_ptr_array_add(exists ? there : gone, kept);
	}
	g_ptr_array_sort(gone, compare_kept);
	for (guint i = 0; i < gone->len; i++)
		g_ptr_array_add(paths,
			g_strdup(((const struct kept *)g_ptr_array_index(gone, i))->path));
	take_hashes(state, library, there);
	return paths;
}

unsigned
state_follow(struct state *state, const struct state_follow *library)
{
	g_autoptr(GPtrArray) gone = paths_gone(state, library);
	unsigned moved = 0;
	for (guint i = 0; i < gone->len; i++) {
		const char *from = g_ptr_array_index(gone, i);
		g_autoptr(GPtrArray) same = g_ptr_array_new_with_free_func(g_free);
		unsigned char hash[SOURCE_HASH];
		if (!state_hash(state, from, hash))
			continue;
		library->same(library->data, hash, same);
		const char *to = only_one(state, same);
		if (to != NULL && state_move(state, from, to))
			moved++;
	}
	return moved;
}
