/*
 * What links to a document, a name or an address; and to what nothing links.
 */
#include "config.h"

#include <string.h>

#include "document/url.h"
#include "library/link_keys.h"
#include "library/linked_private.h"
#include "library/names.h"
#include "text/path.h"

/* --- the links to one --- */

struct to {
	struct idset *ids;
	uint32_t entry;
	const char *name_key; /* of a name that no document has */
	const char *url_key;
};

static void
take_from(struct linked *linked, const struct to *to, uint32_t from)
{
	idset_add(to->ids, catalog_entry(linked->catalog, from)->id);
}

static bool
take_any(struct linked *linked, const struct linked_links *links, void *data)
{
	take_from(linked, data, links->from);
	return true;
}

static bool
take_name(struct linked *linked, const struct linked_links *links, void *data)
{
	const struct to *to = data;

	if (links->target > 0 && linked_leads_to(linked, links->target, links->from) == to->entry)
		take_from(linked, to, links->from);
	return true;
}

static bool
take_url(struct linked *linked, const struct linked_links *links, void *data)
{
	const struct to *to = data;

	if (links->target < 0 &&
		resolve_url(linked->resolver, links->from, to->url_key, (uint32_t)-links->target)
				.entry == to->entry)
		take_from(linked, to, links->from);
	return true;
}

/* Whether a target as a whole has the name, with its suffix or without it. */
static bool
is_named(const char *target, const char *name_key)
{
	size_t n = strlen(target), stem;

	n -= n > 1 && target[n - 1] == '#';
	g_autofree char *plain = g_strndup(target, n), *key = names_key(plain, n);

	stem = n - strlen(path_name(plain)) + path_stem(path_name(plain));
	g_autofree char *stem_key = names_key(plain, stem);

	return strcmp(key, name_key) == 0 || strcmp(stem_key, name_key) == 0;
}

/* As it is written, or with its %XX read. */
static bool
take_named(struct linked *linked, const struct linked_links *links, void *data)
{
	const struct to *to = data;
	enum target_kind kind = TARGET_NONE;
	g_autofree char *text =
		links->target > 0 ? linked_target(linked, links->target, &kind) : NULL;
	g_autofree char *decoded = NULL;

	if (text == NULL || text[0] == '\0')
		return true;
	if (strchr(text, '%') != NULL)
		decoded = g_uri_unescape_string(text, NULL);
	if (is_named(text, to->name_key) || (decoded != NULL && is_named(decoded, to->name_key)))
		take_from(linked, to, links->from);
	return true;
}

static bool
add_linking(struct linked *linked, uint32_t entry, struct idset *ids)
{
	const char *source = catalog_entry(linked->catalog, entry)->source;
	g_autofree char *url_key = source[0] != '\0' ? resolve_url_key(source) : NULL;
	g_autoptr(GArray) keys = linked_keys(linked, entry, true, true);
	struct to to = { .ids = ids, .entry = entry, .url_key = url_key };

	for (guint i = 0; i < keys->len; i++) {
		if (!linked_each(linked, g_array_index(keys, int64_t, i), take_name, &to))
			return false;
	}
	return url_key == NULL ||
	       linked_each(linked, link_key_of_url(url_key, false), take_url, &to);
}

/* --- of names that no document has, and addresses --- */

static bool
add_named(struct linked *linked, const char *name, struct idset *ids)
{
	g_autofree char *target = g_strndup(name, strcspn(name, "#"));
	g_autofree char *key = names_key(target, strlen(target));
	g_autofree char *last_key = names_key(path_name(target), strlen(path_name(target)));
	struct to to = { .ids = ids, .name_key = key };

	return linked_each(linked, link_key_of_name(key), take_named, &to) &&
	       linked_each(linked, link_key_of_name(last_key), take_named, &to);
}

static bool
add_address(struct linked *linked, const char *url, bool host, struct idset *ids)
{
	g_autofree char *key = resolve_url_key(url);
	struct to to = { .ids = ids };

	return linked_each(linked, link_key_of_url(key, false), take_any, &to) &&
	       (!host || linked_each(linked, link_key_of_url(key, true), take_any, &to));
}

static bool
is_url(const char *s)
{
	return strstr(s, "://") != NULL || url_after(s, "mailto:") != NULL;
}

/* Whether it may be a host, or what is below one: letters, digits and hyphens with a dot between. */
static bool
is_host(const char *s)
{
	size_t n = strcspn(s, "/?#"), dots = 0;

	for (size_t i = 0; i < n; i++) {
		dots += s[i] == '.' && i > 0 && i + 1 < n;
		if (!g_ascii_isalnum(s[i]) && strchr(".-:", s[i]) == NULL &&
			(unsigned char)s[i] < 0x80)
			return false;
	}
	return dots > 0;
}

bool
linked_to(struct linked *linked, const char *target, struct idset *ids, const struct cancel *cancel)
{
	bool begun = linked_begin(linked, cancel), done;

	if (is_url(target)) {
		done = add_address(linked, target, false, ids);
	} else {
		struct resolution found = resolve_name(linked->resolver, NONE, target, NULL);

		done = found.entry != NONE ? add_linking(linked, found.entry, ids)
					   : add_named(linked, target, ids);
		if (done && is_host(target))
			done = add_address(linked, target, true, ids);
	}
	linked_end(linked, begun);
	return done;
}

void
linked_named(struct linked *linked, const char *name, GArray *ids, const char **anchor)
{
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	struct resolution found = resolve_name(linked->resolver, NONE, name, all);

	*anchor = found.entry != NONE ? found.anchor : "";
	for (guint i = 0; i < all->len; i++) {
		uint32_t entry = g_array_index(all, uint32_t, i);

		g_array_append_val(ids, catalog_entry(linked->catalog, entry)->id);
	}
}

/* --- documents to which nothing links --- */

/* A key of a document to which no link was found yet. */
struct wanting {
	int64_t key;
	uint32_t entry;
};

struct orphans {
	GByteArray *linked_to; /* by entry: whether another links to it */
	const struct wanting *first;
	guint count; /* of one key, from first on */
	guint left;  /* of those not found yet, at most */
	const char *url_key;
};

static gint
compare_wanting(gconstpointer a, gconstpointer b)
{
	const struct wanting *one = a, *other = b;

	if (one->key != other->key)
		return one->key < other->key ? -1 : 1;
	return one->entry < other->entry ? -1 : one->entry > other->entry;
}

/* Marks where a link leads; ends when all documents of the key are found. */
static bool
mark(struct linked *linked, const struct linked_links *links, void *data)
{
	struct orphans *orphans = data;
	int64_t target = links->target;
	uint32_t from = links->from, entry;

	if (orphans->count == 1 && orphans->first->entry == from)
		return true;
	if (orphans->url_key == NULL)
		entry = target > 0 ? linked_leads_to(linked, target, from) : NONE;
	else
		entry = target < 0 ? resolve_url(linked->resolver, from, orphans->url_key,
					     (uint32_t)-target)
					     .entry
				   : NONE;
	if (entry == NONE || entry == from || orphans->linked_to->data[entry])
		return true;
	orphans->linked_to->data[entry] = true;
	while (orphans->left > 0 &&
		orphans->linked_to->data[orphans->first[orphans->left - 1].entry])
		orphans->left--;
	return orphans->left > 0;
}

/* By which keys documents are looked for, one after the other: most are found by the first. */
enum by { BY_FILE, BY_TITLE, BY_SOURCE, BYS };

static void
want(struct linked *linked, GArray *wanting, enum by by, uint32_t entry)
{
	struct wanting wanted = { .entry = entry };

	if (by == BY_SOURCE) {
		const char *source = catalog_entry(linked->catalog, entry)->source;
		g_autofree char *url_key = source[0] != '\0' ? resolve_url_key(source) : NULL;

		if (url_key == NULL)
			return;
		wanted.key = link_key_of_url(url_key, false);
		g_array_append_val(wanting, wanted);
		return;
	}
	g_autoptr(GArray) keys = linked_keys(linked, entry, by == BY_FILE, by == BY_TITLE);

	for (guint i = 0; i < keys->len; i++) {
		wanted.key = g_array_index(keys, int64_t, i);
		g_array_append_val(wanting, wanted);
	}
}

static bool
mark_by(struct linked *linked, GByteArray *linked_to, enum by by)
{
	g_autoptr(GArray) wanting = g_array_new(FALSE, FALSE, sizeof(struct wanting));
	guint count;

	for (uint32_t i = 0; i < linked_to->len && !linked_stopped(linked); i++) {
		if (!linked_to->data[i])
			want(linked, wanting, by, i);
	}
	g_array_sort(wanting, compare_wanting);
	for (guint i = 0; i < wanting->len; i += count) {
		const struct wanting *first = &g_array_index(wanting, struct wanting, i);
		const char *source = catalog_entry(linked->catalog, first->entry)->source;
		g_autofree char *url_key = by == BY_SOURCE ? resolve_url_key(source) : NULL;

		for (count = 1; i + count < wanting->len && first[count].key == first->key;)
			count++;
		struct orphans orphans = { linked_to, first, count, count, url_key };

		if (!linked_each(linked, first->key, mark, &orphans))
			return false;
	}
	return !linked->stopped;
}

static bool
find_orphans(struct linked *linked)
{
	uint32_t count = catalog_count(linked->catalog);
	/* One more than there are, so that there is something where there are none. */
	g_autoptr(GByteArray) linked_to = g_byte_array_sized_new(count + 1);

	g_byte_array_set_size(linked_to, count);
	memset(linked_to->data, false, count);
	for (enum by by = 0; by < BYS; by++) {
		if (!mark_by(linked, linked_to, by))
			return false;
	}
	linked->orphans = idset_new();
	for (uint32_t i = 0; i < count; i++) {
		if (!linked_to->data[i])
			idset_add(linked->orphans, catalog_entry(linked->catalog, i)->id);
	}
	return true;
}

bool
linked_orphans(struct linked *linked, struct idset *ids, const struct cancel *cancel)
{
	bool begun = linked_begin(linked, cancel);
	bool done = linked->orphans != NULL || find_orphans(linked);

	if (done)
		idset_or(ids, linked->orphans);
	linked_end(linked, begun);
	return done;
}
