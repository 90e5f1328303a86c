#include "config.h"

#include "library/mentions.h"

#include <fcntl.h>
#include <string.h>

#include "library/linked_private.h"
#include "library/names.h"
#include "library/store_private.h"
#include "text/fold.h"
#include "text/path.h"

/* What is looked for. */
struct asked {
	uint32_t entry;         /* a document; NONE: a name or address */
	uint32_t from;          /* what is near: an entry, or NONE */
	const char *name_key;   /* or NULL */
	const char *url_key;    /* or NULL */
	const char *anchor_key; /* or NULL */
	const struct mention_section *section;
};

static char *
missing_key(const char *target)
{
	g_autofree char *decoded =
		strchr(target, '%') != NULL ? g_uri_unescape_string(target, NULL) : NULL;
	const char *name = decoded != NULL ? decoded : target;

	return names_key(name, strlen(name));
}

static bool
is_of_section(const struct asked *asked, const char *anchor)
{
	if (asked->section != NULL && asked->section->index != NONE && anchor[0] != '\0') {
		const struct document *document = asked->section->document;
		uint32_t at = document_anchor(document, anchor);

		return at != RANGE_NONE &&
		       document_section_at(document, at) == asked->section->index;
	}
	if (asked->anchor_key != NULL) {
		g_autofree char *key = fold_name(anchor, strlen(anchor));

		return strcmp(key, asked->anchor_key) == 0;
	}
	return false;
}

static bool
leads_there(const struct linked *linked, const struct asked *asked, uint32_t from,
	const struct document *document, const struct link *link)
{
	struct resolution found;
	g_autofree char *target = NULL;

	if (link->kind == LINK_ANCHOR)
		return from == asked->entry &&
		       document_anchor(document, link->anchor) != RANGE_NONE;
	found = resolve_link(linked->resolver, document, from, link);
	if (asked->entry != NONE || found.entry != NONE)
		return found.entry == asked->entry;
	enum target_kind kind = resolve_link_target(document, link, &target);

	if (kind == TARGET_NONE)
		return false;
	g_autofree char *key = kind == TARGET_URL ? resolve_url_key(target) : missing_key(target);

	return g_strcmp0(key, kind == TARGET_URL ? asked->url_key : asked->name_key) == 0;
}

static void
add_document(struct linked *linked, const struct asked *asked, uint32_t entry, GArray *mentions)
{
	const struct entry *row = catalog_entry(linked->catalog, entry);
	struct choices choices = store_choices(linked->store, row->id);
	g_autoptr(Document) document = document_open(AT_FDCWD, row->path, row->path, &choices,
		DOCUMENT_WHOLE, linked->cancel, NULL);

	for (uint32_t i = 0; document != NULL && i < document->link_count; i++) {
		const struct link *link = &document->links[i];
		struct mention mention = { row->id, NONE, link->line, i, false };

		if (!leads_there(linked, asked, entry, document, link))
			continue;
		if (!range_is_none(link->text))
			mention.section = document_section_at(document, link->text.start);
		mention.of_section = is_of_section(asked, link->anchor);
		g_array_append_val(mentions, mention);
	}
}

static gint
compare_mentions(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct mention *one = a, *other = b;
	const struct linked *linked = data;
	const char *x = catalog_entry(linked->catalog, linked_entry(linked, one->id))->path;
	const char *y = catalog_entry(linked->catalog, linked_entry(linked, other->id))->path;

	if (one->of_section != other->of_section)
		return one->of_section ? -1 : 1;
	if (one->id != other->id)
		return strcmp(x, y);
	if (one->line != other->line)
		return one->line < other->line ? -1 : 1;
	return one->link < other->link ? -1 : one->link > other->link;
}

static GArray *
find(struct linked *linked, const struct asked *asked, const struct idset *ids)
{
	GArray *mentions = g_array_new(FALSE, FALSE, sizeof(struct mention));

	for (uint32_t id = idset_next(ids, 0); id != UINT32_MAX && !cancel_is_set(linked->cancel);
		id = idset_next(ids, id + 1))
		add_document(linked, asked, linked_entry(linked, id), mentions);
	g_array_sort_with_data(mentions, compare_mentions, linked);
	return mentions;
}

static GArray *
find_entry(struct linked *linked, struct asked *asked, const struct cancel *cancel)
{
	g_autoptr(Idset) ids = idset_new();
	const char *path = catalog_entry(linked->catalog, asked->entry)->path;

	idset_add(ids, catalog_entry(linked->catalog, asked->entry)->id);
	if (!linked_to(linked, path, ids, cancel))
		return NULL;
	return find(linked, asked, ids);
}

GArray *
mentions_of_document(struct linked *linked, uint32_t id, const struct mention_section *section,
	const struct cancel *cancel)
{
	struct asked asked = { .entry = linked_entry(linked, id), .section = section };

	if (asked.entry == NONE)
		return g_array_new(FALSE, FALSE, sizeof(struct mention));
	return find_entry(linked, &asked, cancel);
}

GArray *
mentions_of_link(struct linked *linked, uint32_t from, enum target_kind kind, const char *target,
	const char *anchor, const struct cancel *cancel)
{
	g_autofree char *anchor_key = fold_name(anchor, strlen(anchor));
	struct asked asked = { .from = linked_entry(linked, from), .entry = NONE };
	g_autoptr(Idset) ids = idset_new();

	if (anchor_key[0] != '\0')
		asked.anchor_key = anchor_key;
	asked.entry = kind == TARGET_NONE
			      ? asked.from
			      : resolve_target(linked->resolver, asked.from, kind, target).entry;
	if (asked.entry != NONE)
		return find_entry(linked, &asked, cancel);
	if (kind == TARGET_NONE || !linked_to(linked, target, ids, cancel))
		return g_array_new(FALSE, FALSE, sizeof(struct mention));
	g_autofree char *key = kind == TARGET_URL ? resolve_url_key(target) : missing_key(target);

	asked.url_key = kind == TARGET_URL ? key : NULL;
	asked.name_key = kind == TARGET_URL ? NULL : key;
	return find(linked, &asked, ids);
}

static void
free_wanted(gpointer data)
{
	struct mention_wanted *wanted = data;

	g_free(wanted->target);
	g_free(wanted);
}

GPtrArray *
mentions_wanted(struct linked *linked, const struct cancel *cancel)
{
	(void)linked;
	(void)cancel;
	return g_ptr_array_new_with_free_func(free_wanted);
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
