/*
 * All links are gone through once, in the order of their keys. A link to a name or path has a row under
 * each of its keys: those of the first key that its target has are taken, the others are the same again.
 * What they lead to are pairs of documents, which are sorted and counted.
 */
#include "config.h"

#include "library/link_report.h"

#include <fcntl.h>
#include <string.h>

#include "document/document.h"
#include "document/slug.h"
#include "library/link_keys.h"
#include "library/link_places.h"
#include "library/linked_private.h"
#include "library/store_private.h"
#include "text/fold.h"

/* Links of one document to another, by entries. */
struct pair {
	uint32_t to, from;
	uint32_t links;
};

struct gathering {
	struct link_report *report;
	GArray *pairs;     /* struct pair */
	GHashTable *taken; /* int64_t: a target, to the first key (int64_t) it was met under */
	int64_t key;       /* under which a link is met */
	bool lost;         /* those that are met are known to be broken */
	const char *url_key;
	uint32_t entry; /* of that URL */
};

void
link_report_free(struct link_report *report)
{
	if (report == NULL)
		return;
	g_array_unref(report->linked);
	g_array_unref(report->orphans);
	g_array_unref(report->broken);
	g_array_unref(report->suspects);
	g_string_chunk_free(report->anchors);
	g_free(report);
}

/* --- gathering --- */

static void
take_pair(struct linked *linked, struct gathering *all, const struct linked_links *links,
	uint32_t to)
{
	struct pair pair = { .to = to, .from = links->from };
	const uint8_t *at = links->places;
	struct link_place place;

	while (at != NULL && link_place_next(&at, links->places_end, &place)) {
		struct link_broken suspect = {
			.id = catalog_entry(linked->catalog, links->from)->id,
			.line = place.line,
			.link = place.link,
			.to = catalog_entry(linked->catalog, to)->id,
		};

		pair.links++;
		/* What a page of the web calls its places is not known. */
		if (place.anchor_length == 0 || place.kind == LINK_WEB || place.kind == LINK_SITE)
			continue;
		suspect.anchor = g_string_chunk_insert_len(all->report->anchors, place.anchor,
			(gssize)place.anchor_length);
		g_array_append_val(all->lost ? all->report->broken : all->report->suspects,
			suspect);
	}
	if (pair.to != pair.from && pair.links > 0)
		g_array_append_val(all->pairs, pair);
}

static bool
take_name(struct linked *linked, const struct linked_links *links, void *data)
{
	struct gathering *all = data;
	int64_t *first = g_hash_table_lookup(all->taken, &links->target);
	uint32_t to;

	if (first != NULL && *first != all->key)
		return true;
	if (first == NULL)
		g_hash_table_insert(all->taken, g_memdup2(&links->target, sizeof(int64_t)),
			g_memdup2(&all->key, sizeof(int64_t)));
	to = linked_leads_to(linked, links->target, links->from);
	if (to != NONE)
		take_pair(linked, all, links, to);
	return true;
}

static bool
take_url(struct linked *linked, const struct linked_links *links, void *data)
{
	struct gathering *all = data;

	if (links->target < 0 &&
		resolve_url(linked->resolver, links->from, all->url_key, (uint32_t)-links->target)
				.entry == all->entry)
		take_pair(linked, all, links, all->entry);
	return true;
}

/* Links of a document to a place of its own that is not there. */
static bool
take_own(struct linked *linked, const struct linked_links *links, void *data)
{
	take_pair(linked, data, links, links->from);
	return true;
}

static bool
gather(struct linked *linked, struct gathering *all)
{
	all->lost = true;
	if (!linked_each_place(linked, link_key_of_own(0), take_own, all))
		return false;
	all->lost = false;
	if (!linked_each_name(linked, &all->key, take_name, all))
		return false;
	for (uint32_t i = 0; i < catalog_count(linked->catalog); i++) {
		const char *source = catalog_entry(linked->catalog, i)->source;
		g_autofree char *url_key = source[0] != '\0' ? resolve_url_key(source) : NULL;

		if (url_key == NULL)
			continue;
		all->url_key = url_key;
		all->entry = i;
		if (!linked_each_place(linked, link_key_of_url(url_key, false), take_url, all))
			return false;
	}
	return true;
}

/* --- counting --- */

static gint
compare_pairs(gconstpointer a, gconstpointer b)
{
	const struct pair *one = a, *other = b;

	if (one->to != other->to)
		return one->to < other->to ? -1 : 1;
	return one->from < other->from ? -1 : one->from > other->from;
}

static const char *
path_of(const struct linked *linked, uint32_t id)
{
	return catalog_entry(linked->catalog, catalog_find_id(linked->catalog, id))->path;
}

static gint
compare_ranks(gconstpointer a, gconstpointer b, gpointer linked)
{
	const struct link_rank *one = a, *other = b;

	if (one->documents != other->documents)
		return one->documents > other->documents ? -1 : 1;
	if (one->links != other->links)
		return one->links > other->links ? -1 : 1;
	return strcmp(path_of(linked, one->id), path_of(linked, other->id));
}

static gint
compare_ids(gconstpointer a, gconstpointer b, gpointer linked)
{
	return strcmp(path_of(linked, *(const uint32_t *)a), path_of(linked, *(const uint32_t *)b));
}

static void
rank(struct linked *linked, struct link_report *report, GArray *pairs)
{
	uint32_t count = catalog_count(linked->catalog);
	guint at = 0;

	g_array_sort(pairs, compare_pairs);
	for (uint32_t entry = 0; entry < count; entry++) {
		struct link_rank row = { .id = catalog_entry(linked->catalog, entry)->id };

		for (uint32_t before = NONE; at < pairs->len; at++) {
			const struct pair *pair = &g_array_index(pairs, struct pair, at);

			if (pair->to != entry)
				break;
			row.documents += pair->from != before;
			row.links += pair->links;
			before = pair->from;
		}
		report->links += row.links;
		if (row.documents > 0)
			g_array_append_val(report->linked, row);
		else
			g_array_append_val(report->orphans, row.id);
	}
	report->documents = count;
	g_array_sort_with_data(report->linked, compare_ranks, linked);
	g_array_sort_with_data(report->orphans, compare_ids, linked);
}

struct link_report *
link_report_new(struct linked *linked, const struct cancel *cancel)
{
	struct link_report *report = g_new0(struct link_report, 1);
	struct gathering all = { .report = report };
	bool begun, done;

	report->linked = g_array_new(FALSE, FALSE, sizeof(struct link_rank));
	report->orphans = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	report->broken = g_array_new(FALSE, FALSE, sizeof(struct link_broken));
	report->suspects = g_array_new(FALSE, FALSE, sizeof(struct link_broken));
	report->anchors = g_string_chunk_new(4096);
	all.pairs = g_array_new(FALSE, FALSE, sizeof(struct pair));
	all.taken = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
	begun = linked_begin(linked, cancel);
	done = gather(linked, &all);
	if (done)
		rank(linked, report, all.pairs);
	linked_end(linked, begun);
	g_array_unref(all.pairs);
	g_hash_table_destroy(all.taken);
	if (!done || cancel_is_set(cancel))
		g_clear_pointer(&report, link_report_free);
	return report;
}

/* --- places that are not there --- */

/* What the sections of a document can be called. */
struct titles {
	GHashTable *names; /* slugs and folded titles */
	GHashTable *slugs; /* slug_unique()'s */
};

static void
read_titles(struct linked *linked, uint32_t id, struct titles *titles)
{
	sqlite3_stmt *read = store_statement(linked->store,
		"SELECT titles FROM sections WHERE document = ?1", NULL);
	const char *line;

	titles->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	titles->slugs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (read == NULL)
		return;
	sqlite3_bind_int64(read, 1, id);
	line = sqlite3_step(read) == SQLITE_ROW ? (const char *)sqlite3_column_text(read, 0) : NULL;
	for (; line != NULL && *line != '\0'; line += strcspn(line, "\n"), line += *line != '\0') {
		const char *title = line + strcspn(line, "\t\n");
		size_t n;

		title += *title == '\t';
		n = strcspn(title, "\n");
		g_hash_table_add(titles->names, slug_unique(titles->slugs, title, n));
		g_hash_table_add(titles->names, fold_name(title, n));
	}
	sqlite3_reset(read);
}

static void
titles_clear(struct titles *titles)
{
	g_hash_table_destroy(titles->names);
	g_hash_table_destroy(titles->slugs);
}

/* Whether an anchor is the name of a section. */
static bool
is_title(const struct titles *titles, const char *anchor)
{
	const char *last = strrchr(anchor, '#');

	last = last != NULL && last[1] != '\0' ? last + 1 : anchor;
	for (int i = 0; i < 2; i++) {
		const char *name = i == 0 ? last : anchor;
		g_autofree char *folded = fold_name(name, strlen(name));

		if (g_hash_table_contains(titles->names, name) ||
			(folded[0] != '\0' && g_hash_table_contains(titles->names, folded)))
			return true;
	}
	return false;
}

static gint
compare_targets(gconstpointer a, gconstpointer b)
{
	const struct link_broken *one = a, *other = b;

	return one->to < other->to ? -1 : one->to > other->to;
}

static gint
compare_places(gconstpointer a, gconstpointer b, gpointer linked)
{
	const struct link_broken *one = a, *other = b;

	if (one->id != other->id)
		return strcmp(path_of(linked, one->id), path_of(linked, other->id));
	if (one->line != other->line)
		return one->line < other->line ? -1 : 1;
	return one->link < other->link ? -1 : one->link > other->link;
}

/* Whether an anchor names a block, which the document alone tells. */
static bool
is_block(const char *anchor)
{
	const char *last = strrchr(anchor, '#');

	return *(last != NULL ? last + 1 : anchor) == '^';
}

/* Looks at count links that lead to one document. Of one that cannot be read nothing is said. */
static void
look_into(struct link_report *report, struct linked *linked, const struct link_broken *links,
	guint count, const struct cancel *cancel)
{
	struct choices choices = store_choices(linked->store, links->to);
	g_autoptr(Document) document = NULL;
	struct titles titles;
	bool tried = false;

	read_titles(linked, links->to, &titles);
	for (guint i = 0; i < count; i++) {
		bool block = is_block(links[i].anchor);

		if (is_title(&titles, links[i].anchor))
			continue;
		if (block && !tried)
			document = document_open(AT_FDCWD, path_of(linked, links->to),
				path_of(linked, links->to), &choices, DOCUMENT_WHOLE, cancel, NULL);
		tried = tried || block;
		if (!block || (document != NULL &&
				      document_anchor(document, links[i].anchor) == RANGE_NONE))
			g_array_append_val(report->broken, links[i]);
	}
	titles_clear(&titles);
}

bool
link_report_look(struct link_report *report, struct linked *linked, const struct cancel *cancel)
{
	GArray *suspects = report->suspects;
	guint count;

	g_array_sort(suspects, compare_targets);
	for (guint i = 0; i < suspects->len && !cancel_is_set(cancel); i += count) {
		const struct link_broken *first = &g_array_index(suspects, struct link_broken, i);

		for (count = 1; i + count < suspects->len && first[count].to == first->to;)
			count++;
		look_into(report, linked, first, count, cancel);
	}
	g_array_sort_with_data(report->broken, compare_places, linked);
	return !cancel_is_set(cancel);
}
