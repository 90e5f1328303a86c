/*
 * The store has the links by key, each with where it stands: those of a key that may lead to what is
 * asked for are resolved from where they stand, as linked_find.c does. Where several keys give the same
 * link, it is taken once. The order of documents by path is worked out once; then sorting is of
 * numbers.
 */
#include "config.h"

#include "library/mentions.h"

#include <string.h>

#include "library/link_keys.h"
#include "library/link_places.h"
#include "library/linked_private.h"
#include "library/store_private.h"
#include "text/fold.h"
#include "text/path.h"

/* A link that was found, and its document's place among others: what is of the section first, then the
 * distance, then the path. */
struct found {
	uint64_t order;
	struct mention mention;
};

/* What is looked for. */
struct asked {
	uint32_t entry;      /* a document; NONE: a name or address that none has */
	uint32_t from;       /* the entry that what is near is near to; NONE: all are */
	const char *url_key; /* of the document's source, or of the address; else NULL */
	bool single;         /* no other document has that source */
	const char *name_key;
	const struct mention_section *section;
	char *anchor_key;    /* of anchors of the section, where that is not given; else NULL */
	GHashTable *anchors; /* char * to whether it is of the section, and 1 */
	GHashTable *names;   /* int64_t *, a target, to whether it has the name, and 1 */
	uint32_t folder, distance; /* of the last */
	GArray *found;
};

static void
asked_init(struct asked *asked)
{
	*asked = (struct asked){ .entry = NONE, .from = NONE, .folder = NONE };
	asked->anchors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	asked->names = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	asked->found = g_array_new(FALSE, FALSE, sizeof(struct found));
}

static void
asked_clear(struct asked *asked)
{
	g_free(asked->anchor_key);
	g_hash_table_destroy(asked->anchors);
	g_hash_table_destroy(asked->names);
	g_array_free(asked->found, TRUE);
}

/* --- the section --- */

static bool
names_section(const struct asked *asked, const char *anchor)
{
	if (asked->section != NULL) {
		const struct document *document = asked->section->document;
		uint32_t at = document_anchor(document, anchor);

		return at != RANGE_NONE &&
		       document_section_at(document, at) == asked->section->index;
	}
	g_autofree char *key = fold_name(anchor, strlen(anchor));

	return strcmp(key, asked->anchor_key) == 0;
}

static bool
is_of_section(const struct asked *asked, const struct link_place *place)
{
	gpointer known;

	if (place->anchor_length == 0)
		return false;
	if (asked->section != NULL ? asked->section->index == NONE : asked->anchor_key == NULL)
		return false;
	g_autofree char *anchor = g_strndup(place->anchor, place->anchor_length);

	known = g_hash_table_lookup(asked->anchors, anchor);
	if (known == NULL) {
		known = GUINT_TO_POINTER(names_section(asked, anchor) ? 2 : 1);
		g_hash_table_insert(asked->anchors, g_steal_pointer(&anchor), known);
	}
	return GPOINTER_TO_UINT(known) == 2;
}

/* --- the order --- */

static gint
compare_paths(gconstpointer a, gconstpointer b, gpointer catalog)
{
	return strcmp(catalog_entry(catalog, *(const uint32_t *)a)->path,
		catalog_entry(catalog, *(const uint32_t *)b)->path);
}

/* The place of each entry by path. */
static const GArray *
ranks_of(struct linked *linked)
{
	uint32_t count = catalog_count(linked->catalog);
	g_autoptr(GArray) order = NULL;

	if (linked->ranks != NULL)
		return linked->ranks;
	order = g_array_sized_new(FALSE, FALSE, sizeof(uint32_t), count);
	for (uint32_t i = 0; i < count; i++)
		g_array_append_val(order, i);
	g_array_sort_with_data(order, compare_paths, linked->catalog);
	linked->ranks = g_array_sized_new(FALSE, FALSE, sizeof(uint32_t), count);
	g_array_set_size(linked->ranks, count);
	for (uint32_t i = 0; i < count; i++)
		g_array_index(linked->ranks, uint32_t, g_array_index(order, uint32_t, i)) = i;
	return linked->ranks;
}

/* The part of the order that all links of a document have. Documents of a folder mostly come one after
 * the other. */
static uint64_t
order_of(struct linked *linked, struct asked *asked, uint32_t entry)
{
	uint32_t folder = g_array_index(linked->folders, uint32_t, entry);

	if (asked->from != NONE && folder != asked->folder) {
		asked->folder = folder;
		asked->distance = path_distance(catalog_entry(linked->catalog, asked->from)->path,
			catalog_entry(linked->catalog, entry)->path);
	}
	return (uint64_t)(asked->distance & INT32_MAX) << 32 |
	       g_array_index(ranks_of(linked), uint32_t, entry);
}

static gint
compare_found(gconstpointer a, gconstpointer b)
{
	const struct found *one = a, *other = b;
	const struct mention *x = &one->mention, *y = &other->mention;

	if (one->order != other->order)
		return one->order < other->order ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->link < y->link ? -1 : x->link > y->link;
}

/* Sorted, each once. */
static GArray *
mentions_of(struct asked *asked)
{
	GArray *mentions =
		g_array_sized_new(FALSE, FALSE, sizeof(struct mention), asked->found->len);

	g_array_sort(asked->found, compare_found);
	for (guint i = 0; i < asked->found->len; i++) {
		const struct found *found = &g_array_index(asked->found, struct found, i);

		if (i == 0 || compare_found(found, found - 1) != 0)
			g_array_append_val(mentions, found->mention);
	}
	return mentions;
}

/* --- taking links --- */

static void
take_places(struct linked *linked, struct asked *asked, const struct linked_links *links)
{
	const uint64_t not_of_section = (uint64_t)1 << 63;
	uint64_t order = order_of(linked, asked, links->from);
	const uint8_t *at = links->places;
	struct link_place place;

	while (at != NULL && link_place_next(&at, links->places_end, &place)) {
		bool of_section = is_of_section(asked, &place);
		struct found found = {
			.order = order | (of_section ? 0 : not_of_section),
			.mention = { catalog_entry(linked->catalog, links->from)->id, place.section,
				place.line, place.link, of_section },
		};

		g_array_append_val(asked->found, found);
	}
}

static bool
take_name(struct linked *linked, const struct linked_links *links, void *data)
{
	struct asked *asked = data;

	if (links->target > 0 &&
		linked_leads_to(linked, links->target, links->from) == asked->entry)
		take_places(linked, asked, links);
	return true;
}

static bool
take_url(struct linked *linked, const struct linked_links *links, void *data)
{
	struct asked *asked = data;

	if (links->target < 0 && (asked->single || resolve_url(linked->resolver, links->from,
							   asked->url_key, (uint32_t)-links->target)
								   .entry == asked->entry))
		take_places(linked, asked, links);
	return true;
}

static bool
take_own(struct linked *linked, const struct linked_links *links, void *data)
{
	struct asked *asked = data;

	if (links->target == 0 && links->from == asked->entry)
		take_places(linked, asked, links);
	return true;
}

static bool
has_name(struct linked *linked, struct asked *asked, int64_t target)
{
	gpointer known = g_hash_table_lookup(asked->names, &target);

	if (known == NULL) {
		enum target_kind kind = TARGET_NONE;
		g_autofree char *text = linked_target(linked, target, &kind);
		g_autofree char *key = text != NULL ? link_name_key(text) : NULL;

		known = GUINT_TO_POINTER(g_strcmp0(key, asked->name_key) == 0 ? 2 : 1);
		g_hash_table_insert(asked->names, g_memdup2(&target, sizeof(target)), known);
	}
	return GPOINTER_TO_UINT(known) == 2;
}

static bool
take_missing(struct linked *linked, const struct linked_links *links, void *data)
{
	struct asked *asked = data;

	if (links->target > 0 && has_name(linked, asked, links->target) &&
		linked_leads_to(linked, links->target, links->from) == NONE)
		take_places(linked, asked, links);
	return true;
}

/* --- what is asked for --- */

static bool
find_document(struct linked *linked, struct asked *asked)
{
	const struct entry *entry = catalog_entry(linked->catalog, asked->entry);
	g_autofree char *url_key = entry->source[0] != '\0' ? resolve_url_key(entry->source) : NULL;
	g_autoptr(GArray) keys = linked_keys(linked, asked->entry, true, true);

	for (guint i = 0; i < keys->len; i++) {
		if (!linked_each_place(linked, g_array_index(keys, int64_t, i), take_name, asked))
			return false;
	}
	if (!linked_each_place(linked, link_key_of_own(entry->id), take_own, asked))
		return false;
	if (url_key == NULL)
		return true;
	asked->url_key = url_key;
	asked->single = resolve_url(linked->resolver, asked->entry, url_key,
				resolve_url_written(entry->source))
				.candidates == 1;
	return linked_each_place(linked, link_key_of_url(url_key, false), take_url, asked);
}

static bool
find_address(struct linked *linked, struct asked *asked, const char *url)
{
	g_autofree char *url_key = resolve_url_key(url);

	asked->single = true;
	return linked_each_place(linked, link_key_of_url(url_key, false), take_url, asked);
}

static bool
find_name(struct linked *linked, struct asked *asked, const char *target)
{
	g_autofree char *name_key = link_name_key(target);

	asked->name_key = name_key;
	return linked_each_place(linked, link_key_of_name(name_key), take_missing, asked);
}

/* What was found, NULL where it was stopped; ends. */
static GArray *
finish(struct linked *linked, struct asked *asked, bool begun, bool done)
{
	GArray *mentions = done && !linked->store->broken ? mentions_of(asked) : NULL;

	asked_clear(asked);
	linked_end(linked, begun);
	return mentions;
}

GArray *
mentions_of_document(struct linked *linked, uint32_t id, const struct mention_section *section,
	const struct cancel *cancel)
{
	bool begun = linked_begin(linked, cancel);
	struct asked asked;

	asked_init(&asked);
	asked.entry = asked.from = linked_entry(linked, id);
	asked.section = section;
	return finish(linked, &asked, begun, asked.entry == NONE || find_document(linked, &asked));
}

GArray *
mentions_of_link(struct linked *linked, uint32_t from, enum target_kind kind, const char *target,
	const char *anchor, const struct cancel *cancel)
{
	bool begun = linked_begin(linked, cancel), done = true;
	struct asked asked;

	asked_init(&asked);
	asked.from = linked_entry(linked, from);
	asked.anchor_key = fold_name(anchor, strlen(anchor));
	if (asked.anchor_key[0] == '\0')
		g_clear_pointer(&asked.anchor_key, g_free);
	asked.entry = kind == TARGET_NONE
			      ? asked.from
			      : resolve_target(linked->resolver, asked.from, kind, target).entry;
	if (asked.entry != NONE) {
		asked.from = asked.entry;
		done = find_document(linked, &asked);
	} else if (kind == TARGET_URL) {
		done = find_address(linked, &asked, target);
	} else if (kind != TARGET_NONE) {
		done = find_name(linked, &asked, target);
	}
	return finish(linked, &asked, begun, done);
}

/* --- titles --- */

char *
mention_title(struct linked *linked, uint32_t id, uint32_t section)
{
	sqlite3_stmt *read = store_statement(linked->store,
		"SELECT titles FROM sections WHERE document = ?1", NULL);
	char *title = NULL;

	if (read == NULL || section == NONE)
		return NULL;
	sqlite3_bind_int64(read, 1, id);
	if (sqlite3_step(read) == SQLITE_ROW) {
		const char *line = (const char *)sqlite3_column_text(read, 0);

		for (; section > 0 && line != NULL && *line != '\0'; section--) {
			const char *end = strchr(line, '\n');

			line = end != NULL ? end + 1 : NULL;
		}
		line = line != NULL ? strchr(line, '\t') : NULL;
		if (line != NULL)
			title = g_strndup(line + 1, strcspn(line + 1, "\n"));
	}
	sqlite3_reset(read);
	return title;
}
