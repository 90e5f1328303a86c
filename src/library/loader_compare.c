/*
 * What differs between the folders and the store. A folder is compared when its files were all
 * found; what is in the store and was not found may have moved, so that only the end of the walk
 * tells what is gone.
 */
#include "config.h"

#include <string.h>
#include <xxhash.h>

#include "library/loader_private.h"
#include "library/longpath.h"
#include "text/path.h"

/* --- files --- */

static struct loader_file *
new_file(struct scan_file *found, struct loader_folder *folder, const char *name)
{
	struct loader_file *file = g_atomic_rc_box_new0(struct loader_file);

	file->file = *found;
	file->name = name != NULL ? name : path_name(file->file.path);
	file->folder = loader_folder_ref(folder);
	g_free(found);
	return file;
}

struct choices
loader_choices(const struct loader *loader, const char *place, const struct scan_file *file)
{
	const struct choices *choices = NULL;

	if (loader->choices == NULL || g_hash_table_size(loader->choices) == 0)
		return (struct choices){ TITLE_AUTO };
	if (file->real != NULL) {
		choices = g_hash_table_lookup(loader->choices, file->real);
	} else {
		g_autofree char *real = g_build_filename(place, path_name(file->path), NULL);

		choices = g_hash_table_lookup(loader->choices, real);
	}
	return choices != NULL ? *choices : (struct choices){ TITLE_AUTO };
}

/* Takes a file that is new or changed: it will be read. known may be NULL. */
static void
take_file(struct loader *loader, struct batch *batch, struct loader_file *file,
	const struct store_file *known)
{
	if (known != NULL) {
		file->id = known->id;
		file->ctime = known->state.ctime;
		memcpy(file->hash, known->hash, SOURCE_HASH);
		file->chosen = known->choices;
	}
	file->choices = loader_choices(loader, file->folder->place, &file->file);
	file->folder->pending++;
	g_ptr_array_add(loader->pending, file);
	batch_add(batch, (struct item){ .kind = ITEM_FILE, .file = loader_file_ref(file) });
}

static void
take_missing(struct loader *loader, const struct store_file *known, char *path)
{
	struct missing missing = { .id = known->id, .state = known->state, .path = path };

	memcpy(missing.hash, known->hash, SOURCE_HASH);
	g_array_append_val(loader->missing, missing);
}

void
loader_settle(struct batch *batch, struct loader_file *file)
{
	struct loader_folder *folder = file->folder;

	if (file->settled)
		return;
	file->settled = true;
	if (--folder->pending == 0 && folder->settles)
		batch_add(batch, (struct item){ .kind = ITEM_FOLDER_DONE,
					 .folder = loader_folder_ref(folder) });
}

/* --- folders --- */

static char *
place_of(const struct loader *loader, const struct scan_folder *folder)
{
	const char *root = loader->reals[folder->root];

	if (strlen(folder->path) <= folder->below)
		return g_strdup(root);
	return path_join(root, folder->path + folder->below);
}

static gint
compare_found(gconstpointer a, gconstpointer b)
{
	const struct scan_file *const *x = a, *const *y = b;

	return strcmp((*x)->path, (*y)->path);
}

static gint
compare_known(gconstpointer a, gconstpointer b)
{
	const struct store_file *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

static void
free_store_file(gpointer p)
{
	store_file_free(p);
}

static XXH3_state_t *
signature_new(void)
{
	XXH3_state_t *signature = XXH3_createState();

	XXH3_64bits_reset(signature);
	return signature;
}

/* The next file in byte order of names; real may be NULL. */
static void
signature_add(XXH3_state_t *signature, const char *name, const struct file_state *state,
	const char *real, struct choices choices)
{
	XXH3_64bits_update(signature, name, strlen(name) + 1);
	XXH3_64bits_update(signature, state, sizeof(*state));
	if (real != NULL)
		XXH3_64bits_update(signature, real, strlen(real) + 1);
	if (choices.title_side != TITLE_AUTO)
		XXH3_64bits_update(signature, &choices, sizeof(choices));
}

static uint64_t
signature_end(XXH3_state_t *signature)
{
	uint64_t number = XXH3_64bits_digest(signature);

	XXH3_freeState(signature);
	return number != 0 ? number : 1;
}

/* A number over the names, states and choices of a place's files, never 0. */
static uint64_t
signature_of(const struct loader *loader, const char *place)
{
	const GPtrArray *files = loader->files;
	XXH3_state_t *signature = signature_new();

	for (guint i = 0; i < files->len; i++) {
		const struct scan_file *file = files->pdata[i];

		signature_add(signature, path_name(file->path), &file->state, file->real,
			loader_choices(loader, place, file));
	}
	return signature_end(signature);
}

uint64_t
loader_signature_of_rows(struct store *store, const char *place)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(free_store_file);
	XXH3_state_t *signature = signature_new();
	bool racy = false;

	store_folder_files(store, place, files);
	for (guint i = 0; i < files->len; i++) {
		const struct store_file *file = files->pdata[i];

		signature_add(signature, file->name, &file->state, file->real, file->choices);
		racy = racy || file->racy;
	}
	uint64_t number = signature_end(signature);

	return racy ? 0 : number;
}

static GPtrArray *
files_of(struct loader *loader, const char *place)
{
	GPtrArray *files = g_ptr_array_new_with_free_func(free_store_file);

	if (loader->store != NULL)
		store_folder_files(loader->store, place, files);
	g_ptr_array_sort(files, compare_known);
	return files;
}

/* What cannot be read is not read otherwise. */
static bool
is_chosen(const struct loader *loader, const char *place, const struct store_file *known,
	const struct scan_file *found)
{
	return known->failed ||
	       known->choices.title_side == loader_choices(loader, place, found).title_side;
}

static bool
is_same(const struct loader *loader, const char *place, const struct store_file *known,
	const struct scan_file *found)
{
	return known->id != 0 && !known->racy && file_state_equal(&known->state, &found->state) &&
	       is_chosen(loader, place, known, found);
}

/* Takes what differs of the folder's files, both in order of their names. */
static void
merge(struct loader *loader, struct batch *batch, struct loader_folder *folder,
	const struct scan_folder *found)
{
	g_autoptr(GPtrArray) known = files_of(loader, folder->place);
	guint k = 0;

	for (guint i = 0; i <= loader->files->len; i++) {
		struct scan_file *file = i < loader->files->len ? loader->files->pdata[i] : NULL;
		const char *name = file != NULL ? path_name(file->path) : NULL;
		const struct store_file *row = NULL;

		for (; k < known->len && row == NULL; k++) {
			struct store_file *other = known->pdata[k];
			int order = name != NULL ? strcmp(other->name, name) : -1;

			if (order > 0)
				break;
			if (order == 0)
				row = other;
			else if (found->outcome != SCAN_UNFINISHED)
				take_missing(loader, other, path_join(found->path, other->name));
		}
		if (file == NULL)
			break;
		if (row != NULL && is_same(loader, folder->place, row, file))
			scan_file_free(file);
		else
			take_file(loader, batch, new_file(file, folder, NULL), row);
	}
	g_ptr_array_set_size(loader->files, 0);
}

static void
free_files(GPtrArray *files)
{
	for (guint i = 0; i < files->len; i++)
		scan_file_free(files->pdata[i]);
	g_ptr_array_set_size(files, 0);
}

void
loader_compare(struct loader *loader, struct batch *batch, const struct scan_folder *found)
{
	g_autofree char *place = place_of(loader, found);
	uint64_t before = 0, signature;
	uint32_t count = 0;
	bool known;

	loader->found += loader->files->len;
	if (found->outcome == SCAN_GONE)
		return; /* never walked: all that is known of it, and below, is gone */
	if (found->outcome == SCAN_UNFINISHED)
		g_ptr_array_add(loader->unfinished, g_strdup(place));
	g_hash_table_add(loader->walked, g_strdup(place));
	known = loader->store != NULL && store_folder(loader->store, place, &before, &count);
	/* What it holds was given as of another root. */
	if (known && loader->want_known && loader_root_of(loader, place) != found->root)
		loader_know_folder(loader, batch, place, found->root);
	signature = found->outcome == SCAN_READ ? signature_of(loader, place) : 0;
	if (known && before != 0 && before == signature && count == loader->files->len) {
		free_files(loader->files);
		return;
	}
	g_ptr_array_sort(loader->files, compare_found);

	struct loader_folder *folder = g_atomic_rc_box_new0(struct loader_folder);

	folder->place = g_steal_pointer(&place);
	folder->signature = signature;
	merge(loader, batch, folder, found);
	if (found->outcome == SCAN_READ)
		g_ptr_array_add(loader->settling, folder);
	else
		loader_folder_unref(folder);
}

/* --- roots that are files --- */

void
loader_take_alone(struct loader *loader, struct batch *batch, struct scan_file *found)
{
	const char *real = loader->reals[found->root], *name = path_name(real);
	struct loader_folder *folder = g_atomic_rc_box_new0(struct loader_folder);
	g_autoptr(GPtrArray) all = NULL;
	const struct store_file *row = NULL;

	loader->found++;
	folder->place = g_strndup(real, MAX((gsize)(name - real), 2) - 1);
	if (loader->store != NULL && store_id_of(loader->store, real) != 0)
		all = files_of(loader, folder->place);
	for (guint i = 0; all != NULL && i < all->len && row == NULL; i++) {
		const struct store_file *other = all->pdata[i];

		if (strcmp(other->name, name) == 0)
			row = other;
	}
	/* A real path may lead through a name that was swapped since; the name is the place's. */
	if (row != NULL && is_same(loader, folder->place, row, found)) {
		scan_file_free(found);
	} else {
		struct loader_file *file = new_file(found, folder, NULL);

		file->name = path_name(file->file.real);
		take_file(loader, batch, file, row);
	}
	loader_folder_unref(folder);
}

/* --- the end of the walk --- */

static bool
is_unfinished(const struct loader *loader, const char *place)
{
	for (guint i = 0; i < loader->unfinished->len; i++) {
		if (path_lies_in(place, loader->unfinished->pdata[i]))
			return true;
	}
	return false;
}

static void
take_folder_gone(struct loader *loader, struct batch *batch, const char *place)
{
	uint32_t root = loader_root_of(loader, place);
	g_autoptr(GPtrArray) files = files_of(loader, place);
	g_autofree char *printed = root != NONE ? loader_printed(loader, root, place) : NULL;

	for (guint i = 0; i < files->len && printed != NULL; i++) {
		const struct store_file *file = files->pdata[i];

		take_missing(loader, file, path_join(printed, file->name));
	}
	struct loader_folder *folder = g_atomic_rc_box_new0(struct loader_folder);

	folder->place = g_strdup(place);
	batch_add(batch, (struct item){ .kind = ITEM_FOLDER_GONE, .folder = folder });
}

/* Finds the folders that the store knows and the walk did not come to. They are told of last: what
 * moved has left them by then. */
static void
find_gone_folders(struct loader *loader, struct batch *gone)
{
	g_autoptr(GPtrArray) scope = loader_scope(loader);

	for (guint i = 0; i < scope->len; i++) {
		g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func(g_free);

		if (!loader->shallow)
			store_folders(loader->store, scope->pdata[i], known);
		else
			g_ptr_array_add(known, g_strdup(scope->pdata[i]));
		for (guint k = 0; k < known->len; k++) {
			if (g_hash_table_add(loader->walked, g_strdup(known->pdata[k])) &&
				!is_unfinished(loader, known->pdata[k]))
				take_folder_gone(loader, gone, known->pdata[k]);
		}
	}
}

static guint
hash_state(gconstpointer p)
{
	const struct file_state *state = p;

	return (guint)((state->inode ^ (uint64_t)state->mtime) * 0x9e3779b97f4a7c15u >> 32);
}

/* Whether two states may be of one file that was renamed: that changes its ctime. */
static gboolean
equal_state(gconstpointer a, gconstpointer b)
{
	const struct file_state *x = a, *y = b;

	return x->device == y->device && x->inode == y->inode && x->size == y->size &&
	       x->mtime == y->mtime;
}

/* A row that is to be known under another place. */
struct moved_row {
	struct loader *loader;
	struct batch *batch;
	const struct scan_file *file;
	const char *before, *now; /* names of the file */
	bool tells;               /* its name tells something of the document */
};

/* What a document is called where nothing in it says so, and whether it is Markdown, is told by the
 * name of its file (SPEC §1). */
static bool
look_at_name(void *data, const struct store_row *row)
{
	struct moved_row *moved = data;
	size_t stem = path_stem(moved->before);

	moved->tells =
		g_ascii_strcasecmp(moved->before + stem, moved->now + path_stem(moved->now)) != 0 ||
		strcmp(row->title, moved->before) == 0 ||
		(strlen(row->title) == stem && strncmp(row->title, moved->before, stem) == 0);
	return false;
}

static bool
give_moved(void *data, const struct store_row *row)
{
	struct moved_row *moved = data;

	batch_add_known(moved->batch, row, moved->file, loader_aliases(moved->loader, row->id),
		true);
	return false;
}

/* The bytes decide: an inode is used again soon, and times can be set. */
static bool
has_bytes(const struct loader_file *file, const unsigned char *hash, struct file_state *state)
{
	static const unsigned char none[SOURCE_HASH] = { 0 };
	const char *name;
	int folder = memcmp(hash, none, SOURCE_HASH) != 0
			     ? longpath_folder_of(file->file.path, &name)
			     : -1;

	if (folder == -1)
		return false;
	g_autoptr(Source) source = source_read(folder, name, file->file.path, 0, NULL);

	longpath_close(folder);
	if (source == NULL || memcmp(source->hash, hash, SOURCE_HASH) != 0)
		return false;
	*state = source->file;
	return true;
}

static void
move(struct loader *loader, struct batch *batch, struct loader_file *file, struct missing *from)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	struct moved_row row = {
		.loader = loader,
		.batch = batch,
		.file = &file->file,
		.before = path_name(from->path),
		.now = file->name,
	};
	struct item item = { .kind = ITEM_MOVED, .id = from->id };

	g_array_append_val(ids, from->id);
	if (strcmp(row.before, row.now) != 0)
		store_rows(loader->store, ids, NULL, look_at_name, &row);
	if (row.tells || !has_bytes(file, from->hash, &item.state))
		return;
	from->moved = true;
	store_rows(loader->store, ids, NULL, give_moved, &row);
	item.file = loader_file_ref(file);
	item.path = g_strdup(from->path);
	batch_add(batch, item);
	batch->counts.moved++;
	loader_settle(batch, file);
}

static void
match_moves(struct loader *loader, struct batch *batch, const struct cancel *cancel)
{
	g_autoptr(GHashTable) by_state = g_hash_table_new(hash_state, equal_state);

	for (guint i = 0; i < loader->missing->len; i++) {
		struct missing *missing = &g_array_index(loader->missing, struct missing, i);

		g_hash_table_insert(by_state, &missing->state, missing);
	}
	for (guint i = 0; i < loader->pending->len && !cancel_is_set(cancel); i++) {
		struct loader_file *file = loader->pending->pdata[i];
		struct missing *missing =
			file->id == 0 ? g_hash_table_lookup(by_state, &file->file.state) : NULL;

		if (missing != NULL && !missing->moved)
			move(loader, batch, file, missing);
	}
}

static void
tell_gone(struct loader *loader, struct batch *batch)
{
	for (guint i = 0; i < loader->missing->len; i++) {
		struct missing *missing = &g_array_index(loader->missing, struct missing, i);

		if (missing->moved)
			continue;
		batch_add(batch, (struct item){ .kind = ITEM_GONE,
					 .id = missing->id,
					 .ctime = missing->state.ctime,
					 .path = g_steal_pointer(&missing->path) });
		batch->counts.gone++;
	}
}

/* A root that is gone may have been a file. */
static void
find_gone_roots(struct loader *loader)
{
	for (uint32_t i = 0; loader->roots[i] != NULL; i++) {
		const char *real = loader->reals[i];
		uint32_t id = store_id_of(loader->store, real);
		g_autofree char *folder = g_path_get_dirname(real);

		if (id == 0 || g_hash_table_contains(loader->walked, folder) ||
			g_file_test(real, G_FILE_TEST_IS_REGULAR))
			continue;
		take_missing(loader, &(struct store_file){ .id = id },
			loader_printed(loader, i, real));
	}
}

void
loader_compare_end(struct loader *loader, struct batch *batch, const struct cancel *cancel)
{
	struct batch *gone = batch_new(LOADER_SCAN);

	if (loader->store != NULL) {
		find_gone_folders(loader, gone);
		find_gone_roots(loader);
	}
	if (loader->missing->len > 0)
		match_moves(loader, batch, cancel);
	tell_gone(loader, batch);
	for (guint i = 0; i < gone->items->len; i++) {
		struct item *item = &g_array_index(gone->items, struct item, i);

		batch_add(batch, (struct item){ .kind = ITEM_FOLDER_GONE,
					 .folder = g_steal_pointer(&item->folder) });
	}
	batch_unref(gone);
	for (guint i = 0; i < loader->settling->len; i++) {
		struct loader_folder *folder = loader->settling->pdata[i];

		folder->settles = true;
		if (folder->pending == 0)
			batch_add(batch, (struct item){ .kind = ITEM_FOLDER_DONE,
						 .folder = loader_folder_ref(folder) });
	}
	g_ptr_array_set_size(loader->settling, 0);
}
