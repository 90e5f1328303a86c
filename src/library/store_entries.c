#include "config.h"

#include "library/store_private.h"

#include <string.h>

#include "document/kinds.h"
#include "library/quote.h"
#include "library/link_keys.h"
#include "library/names.h"

/* Bytes of an excerpt that may be a title all of it, at most. */
#define TITLE_MOST 140

/* Keys that are kept of an excerpt, at most. */
#define KEYS_MOST 2000

int64_t
store_title_key(const char *title)
{
	g_autofree char *key = names_key(title, strlen(title));

	return link_key_of_name(key);
}

struct range
store_entry_excerpt(const struct section *section)
{
	return (struct range){ MIN(section->heading.end, section->text.end), section->text.end };
}

char *
store_entry_title(const struct document *document, const struct section *section)
{
	struct range excerpt = store_entry_excerpt(section);

	if (!g_str_has_suffix(section->title, "…"))
		return section->title[0] != '\0' ? g_strdup(section->title) : NULL;
	if (range_length(excerpt) > TITLE_MOST)
		return NULL;
	return g_strstrip(g_strndup(document->text + excerpt.start, range_length(excerpt)));
}

static bool
put_keys(struct store *store, uint32_t id, uint32_t section, const GArray *keys, GError **error)
{
	sqlite3_stmt *add = store_statement(store,
		"INSERT OR IGNORE INTO entries (key, document, section) VALUES (?1, ?2, ?3)",
		error);

	if (add == NULL)
		return false;
	sqlite3_bind_int64(add, 2, id);
	sqlite3_bind_int64(add, 3, section);
	for (guint i = 0; i < keys->len; i++) {
		sqlite3_bind_int64(add, 1, g_array_index(keys, int64_t, i));
		if (!store_step(store, add, "a document cannot be taken in", error))
			return false;
	}
	return true;
}

bool
store_put_entries(struct store *store, uint32_t id, const struct document *document, GError **error)
{
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));

	if (!store_is_digest(document))
		return true;
	for (uint32_t i = 0; i < document->section_count; i++) {
		const struct section *section = &document->sections[i];

		g_array_set_size(keys, 0);
		g_autofree char *title = store_entry_title(document, section);

		if (title != NULL) {
			int64_t key = store_title_key(title);
			g_array_append_val(keys, key);
		}
		quote_keys(document, store_entry_excerpt(section), false, KEYS_MOST, keys);
		if (!put_keys(store, id, i, keys, error))
			return false;
	}
	return true;
}

bool
store_is_digest(const struct document *document)
{
	return strcmp(document->kind->name, "digest") == 0;
}
