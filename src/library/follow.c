#include "config.h"

#include "library/follow.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Copies of one document above which none of them is the one that was renamed. */
#define COPIES_MOST 1000

static bool
exists(void *data, const char *real_path)
{
	(void)data;
	return access(real_path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

/* --- what the store tells --- */

struct hash {
	unsigned char *bytes;
	bool known;
};

static bool
take_hash(void *data, const struct store_row *row)
{
	struct hash *hash = data;

	/* A link's row has the bytes of another file. */
	hash->known = row->reason[0] == '\0' && row->real[0] == '\0';
	memcpy(hash->bytes, row->hash, SOURCE_HASH);
	return false;
}

static bool
hash_of(void *data, const char *real_path, unsigned char bytes[SOURCE_HASH])
{
	struct store *store = data;
	uint32_t id = store_id_of(store, real_path);
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	struct hash hash = { bytes, false };

	g_array_append_val(ids, id);
	if (id != 0)
		store_rows(store, ids, NULL, take_hash, &hash);
	return hash.known;
}

static bool
take_path(void *data, const struct store_row *row)
{
	g_ptr_array_add(data, row->real[0] != '\0'
				      ? g_strdup(row->real)
				      : g_build_filename(row->folder, row->name, NULL));
	return true;
}

static void
same_bytes(void *data, const unsigned char hash[SOURCE_HASH], GPtrArray *real_paths)
{
	struct store *store = data;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	store_with_hash(store, hash, ids);
	if (ids->len <= COPIES_MOST)
		store_rows(store, ids, NULL, take_path, real_paths);
}

unsigned
follow_renames(struct state *state, struct store *store)
{
	const struct state_follow library = { exists, hash_of, same_bytes, store };

	return state_follow(state, &library);
}
