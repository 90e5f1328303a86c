/*
 * Which file is opened. One that is not to be used is left where it stands until another is
 * complete; one that was begun is gone on with.
 */
#include "config.h"

#include "library/store_private.h"

#include <unistd.h>

#include "library/store_files.h"

/* --- which file --- */

static void
say_why(struct store_location *location, uint32_t generation, enum store_opened opened)
{
	g_autofree char *path = store_files_path(location, generation);

	if (opened == STORE_DAMAGED)
		store_location_say(location, "%s is damaged: the index is built again", path);
	else if (opened == STORE_OTHER)
		store_location_say(location,
			"%s is of another version of lectern: the index is built again", path);
}

/* Opens the file in force, if there is one: the greatest that is complete, else the greatest. With say,
 * what is wrong with the greatest that is not to be used is told where there is none. Gives the
 * last number that is taken. */
static bool
open_known(struct store *store, bool say, uint32_t *last)
{
	g_autoptr(GArray) all = store_files_list(store->location, false);
	uint32_t begun = 0;
	uint32_t unused = 0;
	enum store_opened wrong = STORE_OPENED;

	*last = all->len > 0 ? g_array_index(all, uint32_t, 0) : 0;
	for (guint i = 0; i < all->len; i++) {
		uint32_t generation = g_array_index(all, uint32_t, i);
		enum store_opened opened = store_attach(store, generation, false, 0, NULL);

		if (opened == STORE_OPENED &&
			(store->complete || (begun == 0 && i + 1 == all->len)))
			return true;
		if (opened == STORE_OPENED) {
			begun = MAX(begun, generation);
			store_detach(store);
		} else if (unused == 0) {
			unused = generation;
			wrong = opened;
		}
	}
	if (begun > 0)
		return store_attach(store, begun, false, 0, NULL) == STORE_OPENED;
	if (say && unused > 0)
		say_why(store->location, unused, wrong);
	return false;
}

/* Removes what was begun when the machine stopped: nobody has it open. */
static void
remove_torn(struct store *store)
{
	g_autoptr(GArray) all = store_files_list(store->location, false);

	for (guint i = 0; i < all->len; i++) {
		uint32_t generation = g_array_index(all, uint32_t, i);

		switch (store_attach(store, generation, false, 0, NULL)) {
		case STORE_TORN:
			store_files_remove(store->location, generation);
			break;
		case STORE_OPENED:
			store_detach(store);
			break;
		default:
			break;
		}
	}
}

static bool
make_new(struct store *store, uint32_t last, uint32_t first, GError **error)
{
	struct store_location *location = store->location;
	g_autoptr(GArray) logs = store_files_list(location, true);

	if (logs->len > 0)
		last = MAX(last, g_array_index(logs, uint32_t, 0));
	if (!store_files_make(location, last + 1, error))
		return false;
	if (store_attach(store, last + 1, true, first, error) == STORE_OPENED)
		return true;
	store_files_remove(location, last + 1);
	return false;
}

static bool
open_file(struct store *store, GError **error)
{
	struct store_location *location = store->location;
	uint32_t last;

	if (open_known(store, false, &last))
		return true;
	if (!store_files_make_folder(location, error))
		return false;
	int lock = store_files_lock(location);
	bool opened = open_known(store, true, &last) ||
		      (last == 0 && store_take_over(location) && open_known(store, true, &last));

	if (!opened) {
		remove_torn(store);
		opened = make_new(store, last, 0, error);
	}
	store_files_unlock(lock);
	return opened;
}

static bool
open_memory(struct store *store, GError **error)
{
	struct store_location *location = store->location;

	g_mutex_lock(&location->lock);
	uint32_t generation = location->memory_complete > 0 ? location->memory_complete
							    : MAX(location->memory_last, 1);

	location->memory_last = MAX(location->memory_last, generation);
	g_mutex_unlock(&location->lock);
	g_mutex_lock(&location->making);
	bool opened = store_attach(store, generation, true, 0, error) == STORE_OPENED;
	g_mutex_unlock(&location->making);
	return opened;
}

struct store *
store_open(struct store_location *location, GError **error)
{
	struct store *store = g_new0(struct store, 1);
	g_autoptr(GError) local = NULL;

	store->location = store_location_ref(location);
	store->claim = -1;
	if (!store_location_in_memory(location) && !open_file(store, &local)) {
		if (local == NULL)
			g_set_error(&local, STORE_ERROR, STORE_ERROR_FAILED, "it cannot be opened");
		store_location_leave_disk(location, local);
	}
	if (store->db == NULL && !open_memory(store, error)) {
		store_close(store);
		return NULL;
	}
	return store;
}

static void
unclaim(struct store *store)
{
	if (store->claim >= 0)
		close(store->claim);
	if (store->claimed) {
		g_mutex_lock(&store->location->lock);
		store->location->memory_claimed = false;
		g_mutex_unlock(&store->location->lock);
	}
}

void
store_close(struct store *store)
{
	if (store == NULL)
		return;
	store_detach(store);
	unclaim(store);
	store_location_unref(store->location);
	g_free(store);
}

bool
store_exists(const struct store_location *location)
{
	struct store_location *shared = (struct store_location *)location;
	bool exists = false;

	if (store_location_in_memory(shared)) {
		g_mutex_lock(&shared->lock);
		exists = shared->memory_complete > 0;
		g_mutex_unlock(&shared->lock);
		return exists;
	}
	g_autoptr(GArray) all = store_files_list(location, false);
	struct store store = { .location = shared, .claim = -1 };

	for (guint i = 0; i < all->len && !exists; i++) {
		uint32_t generation = g_array_index(all, uint32_t, i);

		if (store_attach(&store, generation, false, 0, NULL) != STORE_OPENED)
			continue;
		exists = store.complete;
		store_detach(&store);
	}
	return exists;
}

/* --- building anew --- */

/* Goes on with a store that was begun beside and left, or makes one. */
static bool
open_beside(struct store *store, uint32_t than, uint32_t first, GError **error)
{
	g_autoptr(GArray) all = store_files_list(store->location, false);
	uint32_t last = than;

	for (guint i = 0; i < all->len; i++) {
		uint32_t generation = g_array_index(all, uint32_t, i);

		last = MAX(last, generation);
		if (generation <= than)
			break;
		if (store_attach(store, generation, false, 0, NULL) != STORE_OPENED)
			continue;
		if (!store->complete)
			return true;
		store_detach(store);
	}
	return make_new(store, last, first, error);
}

static bool
rebuild_file(struct store *store, struct store *fresh, uint32_t first, GError **error)
{
	int lock = store_files_lock(store->location);
	bool opened = open_beside(fresh, store->generation, first, error);

	/* What is damaged is used by nobody any more, though it is the one that was complete. */
	if (opened && store->broken)
		store_files_remove(store->location, store->generation);
	store_files_unlock(lock);
	return opened;
}

static bool
rebuild_memory(struct store *fresh, uint32_t first, GError **error)
{
	struct store_location *location = fresh->location;

	g_mutex_lock(&location->lock);
	uint32_t generation = ++location->memory_last;
	g_mutex_unlock(&location->lock);
	g_mutex_lock(&location->making);
	bool opened = store_attach(fresh, generation, true, first, error) == STORE_OPENED;
	g_mutex_unlock(&location->making);
	return opened;
}

bool
store_rebuild(struct store *store, GError **error)
{
	struct store fresh = { .location = store->location, .cancel = store->cancel };
	uint32_t first = store->broken ? 0 : store_last_id(store) + STORE_IDS_MEANWHILE;

	if (!store_claim(store)) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_BUSY,
			"another process builds the index anew");
		return false;
	}
	if (store->path != NULL ? !rebuild_file(store, &fresh, first, error)
				: !rebuild_memory(&fresh, first, error))
		return false;
	fresh.claim = store->claim;
	fresh.claimed = store->claimed;
	store_detach(store);
	*store = fresh;
	store_adopt(store);
	return true;
}
