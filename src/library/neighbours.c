#include "config.h"

#include "library/neighbours.h"

#include <fcntl.h>
#include <string.h>

#include "library/linked_private.h"
#include "library/mentions.h"
#include "library/names.h"

/* Links that are looked at between two looks at the flag. */
#define LOOK_EVERY 256

static void
clear_neighbour(void *neighbour)
{
	g_free(((struct neighbour *)neighbour)->target);
}

static GArray *
rows_new(void)
{
	GArray *rows = g_array_new(FALSE, FALSE, sizeof(struct neighbour));

	g_array_set_clear_func(rows, clear_neighbour);
	return rows;
}

void
neighbours_free(struct neighbours *neighbours)
{
	if (neighbours == NULL)
		return;
	for (int way = 0; way < NEIGHBOUR_WAYS; way++)
		g_array_unref(neighbours->way[way].rows);
	g_free(neighbours);
}

/* Those with most links first; the sort is stable. */
static gint
compare_links(gconstpointer a, gconstpointer b)
{
	const struct neighbour *one = a, *other = b;

	return (one->links < other->links) - (one->links > other->links);
}

/* Brings all that were gathered into order, counts them, and keeps the first. */
static void
finish(struct neighbour_list *list, uint32_t most)
{
	list->documents = list->rows->len;
	for (guint i = 0; i < list->rows->len; i++)
		list->links += g_array_index(list->rows, struct neighbour, i).links;
	g_array_sort(list->rows, compare_links);
	if (list->rows->len > most)
		g_array_set_size(list->rows, most);
}

/* --- in --- */

static bool
take_in(struct linked *linked, uint32_t id, struct neighbour_list *list,
	const struct cancel *cancel)
{
	g_autoptr(GArray) mentions = mentions_of_document(linked, id, NULL, cancel);

	if (mentions == NULL)
		return false;
	for (guint i = 0; i < mentions->len; i++) {
		const struct mention *mention = &g_array_index(mentions, struct mention, i);
		struct neighbour *last =
			list->rows->len == 0
				? NULL
				: &g_array_index(list->rows, struct neighbour, list->rows->len - 1);
		struct neighbour row = { .id = mention->id, .links = 1, .link = mention->link };

		if (mention->id == id)
			continue;
		if (last != NULL && last->id == mention->id)
			last->links++;
		else
			g_array_append_val(list->rows, row);
	}
	return true;
}

/* --- out --- */

/* What the links of a document lead to, found again by what it is. */
struct out {
	struct neighbour_list *list;
	GHashTable *entries; /* entry to a row, counted from 1 */
	GHashTable *names;   /* of what is missing: its folded name to the same */
};

static void
count(struct out *out, GHashTable *table, gpointer key, struct neighbour *row)
{
	guint at = GPOINTER_TO_UINT(g_hash_table_lookup(table, key));

	if (at > 0) {
		g_array_index(out->list->rows, struct neighbour, at - 1).links++;
		g_free(row->target);
		if (table == out->names)
			g_free(key);
		return;
	}
	g_array_append_val(out->list->rows, *row);
	g_hash_table_insert(table, key, GUINT_TO_POINTER(out->list->rows->len));
}

static void
take_link(struct linked *linked, struct out *out, uint32_t from, const struct document *document,
	uint32_t link)
{
	struct neighbour row = { .links = 1, .link = link };
	uint32_t entry;

	row.kind = resolve_link_target(document, &document->links[link], &row.target);
	if (row.kind == TARGET_NONE)
		return;
	entry = resolve_target(linked->resolver, from, row.kind, row.target).entry;
	if (entry == from) {
		g_free(row.target);
	} else if (entry != NONE) {
		g_clear_pointer(&row.target, g_free);
		row.id = catalog_entry(linked->catalog, entry)->id;
		count(out, out->entries, GUINT_TO_POINTER(entry), &row);
	} else if (row.kind == TARGET_URL) {
		g_free(row.target);
		out->list->web++;
	} else {
		char *name = names_key(row.target, strlen(row.target));

		count(out, out->names, name, &row);
	}
}

static bool
take_out(struct linked *linked, uint32_t from, const struct document *document,
	struct neighbour_list *list, const struct cancel *cancel)
{
	struct out out = {
		.list = list,
		.entries = g_hash_table_new(NULL, NULL),
		.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};
	bool stopped = false;

	for (uint32_t i = 0; i < document->link_count && !stopped; i++) {
		take_link(linked, &out, from, document, i);
		stopped = i % LOOK_EVERY == 0 && cancel_is_set(cancel);
	}
	g_hash_table_destroy(out.entries);
	g_hash_table_destroy(out.names);
	return !stopped;
}

/* The document as its file is now; NULL where it cannot be read. */
static struct document *
read_document(struct linked *linked, uint32_t id, uint32_t entry, const struct cancel *cancel)
{
	struct choices choices = store_choices(linked->store, id);
	const char *path = catalog_entry(linked->catalog, entry)->path;

	return document_open(AT_FDCWD, path, path, &choices, DOCUMENT_WHOLE, cancel, NULL);
}

struct neighbours *
neighbours_of(struct linked *linked, uint32_t id, const struct document *document, uint32_t most,
	const struct cancel *cancel)
{
	struct neighbours *found = g_new0(struct neighbours, 1);
	g_autoptr(Document) own = NULL;
	uint32_t entry = catalog_find_id(linked->catalog, id);
	bool done = true;

	for (int way = 0; way < NEIGHBOUR_WAYS; way++)
		found->way[way].rows = rows_new();
	if (entry != NONE)
		done = take_in(linked, id, &found->way[NEIGHBOURS_IN], cancel);
	if (done && entry != NONE && document == NULL)
		document = own = read_document(linked, id, entry, cancel);
	if (done && entry != NONE && document != NULL)
		done = take_out(linked, entry, document, &found->way[NEIGHBOURS_OUT], cancel);
	for (int way = 0; way < NEIGHBOUR_WAYS; way++)
		finish(&found->way[way], most);
	if (!done || cancel_is_set(cancel))
		g_clear_pointer(&found, neighbours_free);
	return found;
}
