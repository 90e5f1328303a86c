#include "config.h"

#include <string.h>

#include "document/document.h"
#include "library/loader_private.h"

/* --- files and folders --- */

struct loader_folder *
loader_folder_ref(struct loader_folder *folder)
{
	return g_atomic_rc_box_acquire(folder);
}

static void
folder_clear(gpointer p)
{
	g_free(((struct loader_folder *)p)->place);
}

void
loader_folder_unref(struct loader_folder *folder)
{
	if (folder != NULL)
		g_atomic_rc_box_release_full(folder, folder_clear);
}

struct loader_file *
loader_file_ref(struct loader_file *file)
{
	return g_atomic_rc_box_acquire(file);
}

static void
file_clear(gpointer p)
{
	struct loader_file *file = p;

	g_free(file->file.path);
	g_free(file->file.real);
	loader_folder_unref(file->folder);
}

void
loader_file_unref(struct loader_file *file)
{
	if (file != NULL)
		g_atomic_rc_box_release_full(file, file_clear);
}

/* --- making --- */

static void
clear_item(gpointer p)
{
	struct item *item = p;

	if (item->kind == ITEM_DOCUMENT)
		document_free(item->document);
	else if (item->kind == ITEM_FAILURE)
		g_error_free(item->error);
	loader_file_unref(item->file);
	loader_folder_unref(item->folder);
	g_free(item->path);
}

static void
free_problem(gpointer p)
{
	scan_problem_free(p);
}

struct batch *
batch_new(enum loader_phase phase)
{
	struct batch *batch = g_new0(struct batch, 1);

	g_atomic_ref_count_init(&batch->references);
	batch->phase = phase;
	batch->items = g_array_new(FALSE, FALSE, sizeof(struct item));
	g_array_set_clear_func(batch->items, clear_item);
	batch->problems = g_ptr_array_new_with_free_func(free_problem);
	batch->known = g_ptr_array_new_with_free_func(g_free);
	return batch;
}

struct batch *
batch_ref(struct batch *batch)
{
	g_atomic_ref_count_inc(&batch->references);
	return batch;
}

void
batch_unref(struct batch *batch)
{
	if (batch == NULL || !g_atomic_ref_count_dec(&batch->references))
		return;
	g_array_free(batch->items, TRUE);
	g_ptr_array_free(batch->problems, TRUE);
	for (guint i = 0; i < batch->known->len; i++)
		g_free(((struct known *)batch->known->pdata[i])->aliases);
	g_ptr_array_free(batch->known, TRUE);
	if (batch->text != NULL)
		g_string_chunk_free(batch->text);
	g_strfreev(batch->sweep);
	g_free(batch);
}

void
batch_add(struct batch *batch, struct item item)
{
	batch->size += sizeof(item);
	if (item.kind == ITEM_DOCUMENT)
		batch->size += 4096 + (size_t)item.document->source_length * 4;
	g_array_append_val(batch->items, item);
}

static const char *
copy(struct batch *batch, const char *s)
{
	if (s == NULL || *s == '\0')
		return s == NULL ? NULL : "";
	batch->size += strlen(s) + 1;
	return g_string_chunk_insert(batch->text, s);
}

void
batch_add_known(struct batch *batch, const struct store_row *row, const struct scan_file *file,
	char **aliases, bool named)
{
	struct known *known = g_new(struct known, 1);
	const char **strings[] = { &known->row.folder, &known->row.name, &known->row.real,
		&known->row.reason, &known->row.kind, &known->row.title, &known->row.short_title,
		&known->row.category, &known->row.channel, &known->row.date, &known->row.source,
		&known->row.video };

	if (batch->text == NULL)
		batch->text = g_string_chunk_new(65536);
	*known = (struct known){ *row, *file, aliases, named };
	known->row.folder = "";
	for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
		*strings[i] = copy(batch, *strings[i]);
	known->file.path = (char *)copy(batch, file->path);
	known->file.real = (char *)copy(batch, file->real);
	for (char **alias = aliases; alias != NULL && *alias != NULL; alias++)
		*alias = (char *)copy(batch, *alias);
	g_ptr_array_add(batch->known, known);
	batch_add(batch, (struct item){ .kind = ITEM_KNOWN, .known = known });
}

/* --- asking --- */

size_t
batch_size(const struct batch *batch)
{
	return batch->size;
}

struct batch_counts
batch_counts(const struct batch *batch)
{
	return batch->counts;
}

enum loader_phase
batch_phase(const struct batch *batch)
{
	return batch->phase;
}

void
batch_progress(const struct batch *batch, uint32_t *done, uint32_t *all)
{
	*done = batch->done;
	*all = batch->all;
}

const GPtrArray *
batch_problems(const struct batch *batch)
{
	return batch->problems;
}

const struct document *
batch_document(const struct batch *batch, const char *path)
{
	for (guint i = 0; i < batch->items->len; i++) {
		const struct item *item = &g_array_index(batch->items, struct item, i);

		if (item->kind == ITEM_DOCUMENT && item->document->whole &&
			strcmp(item->file->file.path, path) == 0)
			return item->document;
	}
	return NULL;
}

/* --- applying --- */

struct apply {
	const struct batch *batch;
	struct catalog *catalog;
	struct resolver *resolver; /* or NULL */
};

static bool
apply_begin(const struct apply *to, const struct item *item)
{
	(void)item;
	catalog_mark(to->catalog);
	return false;
}

/* What is shown already is left alone, so that nothing is taken in again for each look. */
static bool
apply_known(const struct apply *to, const struct item *item)
{
	const struct known *known = item->known;
	uint32_t entry = catalog_add(to->catalog, &known->file);
	const struct entry *row = catalog_entry(to->catalog, entry);

	if (row->id == known->row.id && (row->known || row->failed) &&
		!(row->unnamed && known->named))
		return false;
	catalog_update_row(to->catalog, entry, &known->row);
	if (to->resolver == NULL)
		return true;
	catalog_set_unnamed(to->catalog, entry, !known->named);
	if (known->row.reason[0] == '\0')
		resolver_add_row(to->resolver, entry, (const char *const *)known->aliases);
	else
		resolver_add(to->resolver, entry, NULL);
	return true;
}

static bool
apply_file(const struct apply *to, const struct item *item)
{
	uint32_t entry = catalog_add(to->catalog, &item->file->file);

	if (to->resolver != NULL)
		resolver_add(to->resolver, entry, NULL);
	return true;
}

static bool
apply_document(const struct apply *to, const struct item *item)
{
	uint32_t entry = catalog_find(to->catalog, item->file->file.path);

	if (entry == NONE)
		return false;
	catalog_update(to->catalog, entry, item->document);
	if (to->resolver != NULL)
		resolver_add(to->resolver, entry, item->document);
	return true;
}

static bool
apply_failure(const struct apply *to, const struct item *item)
{
	uint32_t entry = catalog_find(to->catalog, item->file->file.path);

	if (entry != NONE)
		catalog_fail(to->catalog, entry, item->error);
	return entry != NONE;
}

static bool
apply_moved(const struct apply *to, const struct item *item)
{
	uint32_t from = item->path != NULL ? catalog_find(to->catalog, item->path) : NONE;
	uint32_t entry = catalog_find(to->catalog, item->file->file.path);

	if (from != NONE)
		catalog_remove(to->catalog, from);
	if (entry != NONE)
		catalog_set_id(to->catalog, entry, item->id);
	return from != NONE;
}

static bool
apply_gone(const struct apply *to, const struct item *item)
{
	uint32_t entry = catalog_find(to->catalog, item->path);

	if (entry != NONE)
		catalog_remove(to->catalog, entry);
	return entry != NONE;
}

static bool
apply_sweep(const struct apply *to, const struct item *item)
{
	(void)item;
	return catalog_sweep(to->catalog, (const char *const *)to->batch->sweep,
		       to->batch->shallow) > 0;
}

static bool (*const applies[ITEM_KINDS])(const struct apply *to, const struct item *item) = {
	[ITEM_BEGIN] = apply_begin,
	[ITEM_KNOWN] = apply_known,
	[ITEM_FILE] = apply_file,
	[ITEM_DOCUMENT] = apply_document,
	[ITEM_FAILURE] = apply_failure,
	[ITEM_MOVED] = apply_moved,
	[ITEM_GONE] = apply_gone,
	[ITEM_SWEEP] = apply_sweep,
};

bool
batch_apply(const struct batch *batch, struct catalog *catalog, struct resolver *resolver)
{
	const struct apply to = { batch, catalog, resolver };
	bool changed = false;

	for (guint i = 0; i < batch->items->len; i++) {
		const struct item *item = &g_array_index(batch->items, struct item, i);

		if (applies[item->kind] != NULL)
			changed |= applies[item->kind](&to, item);
	}
	return changed;
}

/* --- storing --- */

/* Each gives the id that path has now; NONE where nothing was written. What went meanwhile is left for the
 * next load: nothing is put for a file that is not there. */
static bool
put_document(const struct item *item, struct store *store, uint32_t *id, GError **error)
{
	const struct loader_file *file = item->file;
	struct file_state now = item->document->file;

	return !loader_look_again(file->file.path, &now) ||
	       store_put(store, file->folder->place, file->name,
		       file->file.alone ? NULL : file->file.real, item->document, &now, id, error);
}

static bool
put_failure(const struct item *item, struct store *store, uint32_t *id, GError **error)
{
	const struct loader_file *file = item->file;
	/* Whoever reads the row prints another path. */
	g_autoptr(GError) reason = g_error_new_literal(item->error->domain, item->error->code,
		loader_reason(file->file.path, item->error));
	struct file_state now = item->state;

	return !loader_look_again(file->file.path, &now) ||
	       store_put_failure(store, file->folder->place, file->name, &item->state, reason, &now,
		       id, error);
}

static bool
put_moved(const struct item *item, struct store *store, uint32_t *id, GError **error)
{
	const struct loader_file *file = item->file;
	struct file_state now = item->state;

	if (!loader_look_again(file->file.path, &now))
		return true;
	*id = item->id;
	return store_move(store, id, file->folder->place, file->name, &item->state, &now, error);
}

static bool
put_gone(const struct item *item, struct store *store, uint32_t *id, GError **error)
{
	*id = 0;
	return store_remove(store, item->id, item->ctime, error);
}

static bool
put_folder_gone(const struct item *item, struct store *store, uint32_t *id, GError **error)
{
	(void)id;
	return store_remove_folder(store, item->folder->place, error);
}

/* A folder is as it was found where the rows say the same: another process may have put older ones since,
 * or newer. */
static bool
put_folder_done(const struct item *item, struct store *store, uint32_t *id, GError **error)
{
	const struct loader_folder *folder = item->folder;

	(void)id;
	return loader_signature_of_rows(store, folder->place) != folder->signature ||
	       store_folder_done(store, folder->place, folder->signature, error);
}

static bool (*const stores[ITEM_KINDS])(const struct item *item, struct store *store, uint32_t *id,
	GError **error) = {
	[ITEM_DOCUMENT] = put_document,
	[ITEM_FAILURE] = put_failure,
	[ITEM_MOVED] = put_moved,
	[ITEM_GONE] = put_gone,
	[ITEM_FOLDER_GONE] = put_folder_gone,
	[ITEM_FOLDER_DONE] = put_folder_done,
};

static bool
is_stored(const struct item *item)
{
	switch ((enum item_kind)item->kind) {
	case ITEM_DOCUMENT:
		return item->document->whole;
	case ITEM_FAILURE:
		return !item->unsure;
	case ITEM_GONE:
		return item->id != 0;
	default:
		return stores[item->kind] != NULL;
	}
}

bool
batch_stores(const struct batch *batch)
{
	for (guint i = 0; i < batch->items->len; i++) {
		if (is_stored(&g_array_index(batch->items, struct item, i)))
			return true;
	}
	return false;
}

bool
batch_store(const struct batch *batch, struct store *store, GArray *ids, bool *again,
	GError **error)
{
	for (guint i = 0; i < batch->items->len; i++) {
		const struct item *item = &g_array_index(batch->items, struct item, i);
		uint32_t id = NONE;

		if (!is_stored(item))
			continue;
		if (!stores[item->kind](item, store, &id, error))
			return false;
		if (item->kind == ITEM_MOVED && id == 0) {
			*again = true;
			id = NONE;
		}
		if (id == NONE || ids == NULL)
			continue;
		const char *path = item->kind == ITEM_GONE ? item->path : item->file->file.path;
		struct batch_id given = { g_strdup(path), id };

		g_array_append_val(ids, given);
	}
	return true;
}
