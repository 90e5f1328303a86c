/*
 * Names that links ask for and no document has. The links of a name stand together in the store, as
 * one of their keys is of it: each run of rows of a key is one name, once those are left out that have
 * the key for another reason.
 */
#include "config.h"

#include "library/mentions.h"

#include <string.h>

#include "library/link_keys.h"
#include "library/link_places.h"
#include "library/linked_private.h"
#include "library/store_private.h"

/* A target, read once. */
struct named {
	char *text;
	int64_t key;    /* of its name */
	uint64_t links; /* of the run, that write it so */
};

struct wanting {
	GPtrArray *wanted;
	const struct idset *ids; /* of the documents that count; NULL: all */
	GHashTable *named;       /* int64_t *, a target, to struct named * */
	int64_t key, run;        /* of the row, and of the run before */
	/* of the run: */
	GPtrArray *texts;  /* struct named * */
	GArray *sections;  /* uint32_t: those of the document that ask for it */
	uint32_t document; /* entry, NONE before the first */
	struct mention_wanted count;
};

static void
free_named(gpointer data)
{
	struct named *named = data;

	g_free(named->text);
	g_free(named);
}

static void
free_wanted(gpointer data)
{
	struct mention_wanted *wanted = data;

	g_free(wanted->target);
	g_free(wanted);
}

static struct named *
named_of(struct linked *linked, struct wanting *wanting, int64_t target)
{
	struct named *named = g_hash_table_lookup(wanting->named, &target);
	enum target_kind kind = TARGET_NONE;

	if (named != NULL)
		return named;
	named = g_new0(struct named, 1);
	named->text = linked_target(linked, target, &kind);
	if (named->text != NULL) {
		g_autofree char *key = link_name_key(named->text);

		named->key = link_key_of_name(key);
	}
	g_hash_table_insert(wanting->named, g_memdup2(&target, sizeof(target)), named);
	return named;
}

/* --- a run --- */

static gint
compare_numbers(gconstpointer a, gconstpointer b)
{
	uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;

	return one < other ? -1 : one > other;
}

static void
end_document(struct wanting *wanting)
{
	g_array_sort(wanting->sections, compare_numbers);
	for (guint i = 0; i < wanting->sections->len; i++) {
		const uint32_t *section = &g_array_index(wanting->sections, uint32_t, i);

		wanting->count.sections += i == 0 || *section != section[-1];
	}
	wanting->count.documents += wanting->sections->len > 0;
	g_array_set_size(wanting->sections, 0);
	wanting->document = NONE;
}

static void
end_run(struct wanting *wanting)
{
	const struct named *most = NULL;

	end_document(wanting);
	for (guint i = 0; i < wanting->texts->len; i++) {
		struct named *named = wanting->texts->pdata[i];

		if (most == NULL || named->links > most->links ||
			(named->links == most->links && strcmp(named->text, most->text) < 0))
			most = named;
	}
	if (most != NULL) {
		struct mention_wanted *wanted = g_memdup2(&wanting->count, sizeof(*wanted));

		wanted->target = g_strdup(most->text);
		g_ptr_array_add(wanting->wanted, wanted);
	}
	for (guint i = 0; i < wanting->texts->len; i++)
		((struct named *)wanting->texts->pdata[i])->links = 0;
	g_ptr_array_set_size(wanting->texts, 0);
	wanting->count = (struct mention_wanted){ 0 };
}

/* Whether a link is one that `check` looks after. */
static bool
is_counted(enum link_kind kind)
{
	return kind == LINK_WIKI || kind == LINK_PATH || kind == LINK_EMBED;
}

static void
take_places(struct wanting *wanting, struct named *named, const struct linked_links *links)
{
	const uint8_t *at = links->places;
	struct link_place place;

	if (links->from != wanting->document)
		end_document(wanting);
	wanting->document = links->from;
	while (at != NULL && link_place_next(&at, links->places_end, &place)) {
		if (!is_counted(place.kind))
			continue;
		if (named->links++ == 0)
			g_ptr_array_add(wanting->texts, named);
		g_array_append_val(wanting->sections, place.section);
	}
}

static bool
take_row(struct linked *linked, const struct linked_links *links, void *data)
{
	struct wanting *wanting = data;
	struct named *named = named_of(linked, wanting, links->target);

	if (wanting->key != wanting->run)
		end_run(wanting);
	wanting->run = wanting->key;
	if (named->text == NULL || named->key != wanting->key)
		return true;
	if (strcmp(catalog_entry(linked->catalog, links->from)->kind, "digest") == 0)
		return true;
	if (wanting->ids != NULL &&
		!idset_has(wanting->ids, catalog_entry(linked->catalog, links->from)->id))
		return true;
	if (linked_leads_to(linked, links->target, links->from) == NONE)
		take_places(wanting, named, links);
	return true;
}

static gint
compare_wanted(gconstpointer a, gconstpointer b)
{
	const struct mention_wanted *one = *(const struct mention_wanted *const *)a;
	const struct mention_wanted *other = *(const struct mention_wanted *const *)b;

	if (one->sections != other->sections)
		return one->sections > other->sections ? -1 : 1;
	return strcmp(one->target, other->target);
}

GPtrArray *
mentions_wanted_by(struct linked *linked, const struct idset *ids, const struct cancel *cancel)
{
	g_autoptr(GPtrArray) wanted = g_ptr_array_new_with_free_func(free_wanted);
	struct wanting wanting = { .wanted = wanted, .ids = ids, .document = NONE };
	bool begun = linked_begin(linked, cancel);

	wanting.named = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_named);
	wanting.texts = g_ptr_array_new();
	wanting.sections = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	bool done = linked_each_name(linked, &wanting.key, take_row, &wanting);

	done = done && !linked->store->broken;
	end_run(&wanting);
	linked_end(linked, begun);
	g_hash_table_destroy(wanting.named);
	g_ptr_array_free(wanting.texts, TRUE);
	g_array_free(wanting.sections, TRUE);
	if (!done)
		return NULL;
	g_ptr_array_sort(wanted, compare_wanted);
	return g_steal_pointer(&wanted);
}

GPtrArray *
mentions_wanted(struct linked *linked, const struct cancel *cancel)
{
	return mentions_wanted_by(linked, NULL, cancel);
}
