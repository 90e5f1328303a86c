#include "config.h"

#include "library/store_private.h"

#include <string.h>
#include <xxhash.h>

#include "library/query.h"
#include "text/utf8.h"

#define KEYS 4096    /* names of keys that are kept */
#define VALUES 32768 /* values that are kept: a power of two */
#define NOT_A_KEY "cannot be asked for a key"

/* A value seen lately, by 128 bits over it; attribute 0: none. */
struct seen {
	uint64_t low, high;
	uint32_t key, attribute;
};

struct store_values {
	GHashTable *keys; /* char * to GUINT_TO_POINTER of a key's id */
	struct seen *values;
	GString *name; /* of the key under way */
};

/* A mapping or list being walked, and the child that comes next. */
struct level {
	const struct yaml_node *node;
	uint32_t next;
	gsize name; /* bytes of the name that are of it */
};

/* The fields whose values are attributes, under the name that a query has for them. */
static const struct {
	enum field field;
	const char *key;
} fields[] = {
	{ FIELD_CATEGORY, "category" },
	{ FIELD_TAGS, "tag" },
	{ FIELD_AUTHOR, "author" },
	{ FIELD_CHANNEL, "channel" },
	{ FIELD_ALIASES, "alias" },
	{ FIELD_DESCRIPTION, "description" },
};

struct store_values *
store_values_new(void)
{
	struct store_values *values = g_new0(struct store_values, 1);

	values->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	values->values = g_new0(struct seen, VALUES);
	values->name = g_string_new(NULL);
	return values;
}

void
store_values_free(struct store_values *values)
{
	if (values == NULL)
		return;
	g_hash_table_destroy(values->keys);
	g_free(values->values);
	g_string_free(values->name, TRUE);
	g_free(values);
}

/* --- keys --- */

uint32_t
store_key(struct store *store, const char *name)
{
	sqlite3_stmt *statement =
		store_statement(store, "SELECT id FROM keys WHERE name = ?", NULL);
	uint32_t id = 0;

	if (statement == NULL)
		return 0;
	sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
	int code = sqlite3_step(statement);

	if (code == SQLITE_ROW)
		id = (uint32_t)sqlite3_column_int64(statement, 0);
	else if (code != SQLITE_DONE)
		store_failed(store, NOT_A_KEY, NULL);
	sqlite3_reset(statement);
	return id;
}

static bool
make_key(struct store *store, const char *name, uint32_t *id, GError **error)
{
	sqlite3_stmt *statement =
		store_statement(store, "INSERT INTO keys (name) VALUES (?)", error);

	*id = store_key(store, name);
	if (*id > 0 || statement == NULL)
		return *id > 0;
	sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
	if (!store_step(store, statement, "a key cannot be taken in", error))
		return false;
	*id = (uint32_t)sqlite3_last_insert_rowid(store->db);
	return true;
}

static bool
key_id(struct store *store, const char *name, uint32_t *id, GError **error)
{
	GHashTable *keys = store_values_of(store)->keys;
	gpointer known;

	if (g_hash_table_lookup_extended(keys, name, NULL, &known)) {
		*id = GPOINTER_TO_UINT(known);
		return true;
	}
	if (g_hash_table_size(keys) >= KEYS)
		g_hash_table_remove_all(keys);
	if (!make_key(store, name, id, error))
		return false;
	g_hash_table_insert(keys, g_strdup(name), GUINT_TO_POINTER(*id));
	return true;
}

/* Whether a query reads the name as a field of its own, so that nobody can ask for the key. */
static bool
is_field(const char *name)
{
	for (const struct query_field *field = query_fields; field->name != NULL; field++) {
		if (strcmp(field->name, name) == 0 ||
			(field->other_name != NULL && strcmp(field->other_name, name) == 0))
			return true;
	}
	return false;
}

/* --- values --- */

/* The id of a value, 0 where there is none. */
static bool
find_value(struct store *store, uint32_t key, int64_t hash, const char *value, size_t n,
	uint32_t *id, GError **error)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT id, value FROM attributes WHERE key = ? AND hash = ?", error);
	int code = SQLITE_DONE;

	*id = 0;
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, key);
	sqlite3_bind_int64(statement, 2, hash);
	while (*id == 0 && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		const void *there = sqlite3_column_blob(statement, 1);

		if ((size_t)sqlite3_column_bytes(statement, 1) == n &&
			(n == 0 || memcmp(there, value, n) == 0))
			*id = (uint32_t)sqlite3_column_int64(statement, 0);
	}
	bool good = *id > 0 || code == SQLITE_DONE || store_failed(store, NOT_A_KEY, error);

	sqlite3_reset(statement);
	return good;
}

static bool
make_value(struct store *store, uint32_t key, int64_t hash, const char *value, size_t n,
	uint32_t *id, GError **error)
{
	sqlite3_stmt *statement = store_statement(store,
		"INSERT INTO attributes (key, hash, value) VALUES (?, ?, ?)", error);

	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, key);
	sqlite3_bind_int64(statement, 2, hash);
	sqlite3_bind_text64(statement, 3, value, n, SQLITE_STATIC, SQLITE_UTF8);
	if (!store_step(store, statement, "a value cannot be taken in", error))
		return false;
	*id = (uint32_t)sqlite3_last_insert_rowid(store->db);
	return true;
}

static bool
value_id(struct store *store, uint32_t key, const char *value, size_t n, uint32_t *id,
	GError **error)
{
	XXH128_hash_t hash = XXH3_128bits(value, n);
	struct seen *seen = &store_values_of(store)->values[(hash.high64 + key) % VALUES];

	if (seen->attribute > 0 && seen->key == key && seen->low == hash.low64 &&
		seen->high == hash.high64) {
		*id = seen->attribute;
		return true;
	}
	if (!find_value(store, key, (int64_t)hash.low64, value, n, id, error) ||
		(*id == 0 && !make_value(store, key, (int64_t)hash.low64, value, n, id, error)))
		return false;
	*seen = (struct seen){ hash.low64, hash.high64, key, *id };
	return true;
}

static bool
add(struct store *store, uint32_t document, uint32_t key, const char *value, GError **error)
{
	size_t n = utf8_cut(value, strlen(value), STORE_VALUE);
	sqlite3_stmt *statement = store_statement(store,
		"INSERT OR IGNORE INTO holders (attribute, document) VALUES (?, ?)", error);
	uint32_t attribute;

	if (statement == NULL || !value_id(store, key, value, n, &attribute, error))
		return false;
	sqlite3_bind_int64(statement, 1, attribute);
	sqlite3_bind_int64(statement, 2, document);
	return store_step(store, statement, "a value cannot be taken in", error);
}

static bool
add_named(struct store *store, uint32_t document, const char *name, const char *value,
	GError **error)
{
	uint32_t key;

	return key_id(store, name, &key, error) && add(store, document, key, value, error);
}

/* --- front matter --- */

/* Makes the name that of a child: of a list's it is the list's own. */
static void
name_child(GString *name, gsize length, const struct yaml_node *child)
{
	g_string_truncate(name, length);
	if (child->key == NULL)
		return;
	g_autofree char *key = query_small_letters(child->key);

	if (length > 0)
		g_string_append_c(name, '.');
	g_string_append(name, key);
	g_string_truncate(name, utf8_cut(name->str, name->len, STORE_KEY));
}

static bool
put_meta(struct store *store, uint32_t document, const struct yaml_node *meta, GError **error)
{
	GString *name = store_values_of(store)->name;
	g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(struct level));
	struct level top = { .node = meta };

	g_array_append_val(open, top);
	while (open->len > 0) {
		struct level *inner = &g_array_index(open, struct level, open->len - 1);

		if (inner->next == inner->node->count) {
			g_array_set_size(open, open->len - 1);
			continue;
		}
		const struct yaml_node *child = &inner->node->children[inner->next++];
		bool container = child->type == YAML_LIST || child->type == YAML_MAP;
		/* A mapping is had though its values stand under other names. */
		const char *value = !container                ? child->string
				    : child->type == YAML_MAP ? ""
							      : NULL;

		name_child(name, inner->name, child);
		if (name->len == 0)
			continue;
		if (container && child->count > 0) {
			struct level deeper = { .node = child, .name = name->len };

			g_array_append_val(open, deeper);
		}
		if (value != NULL && (*value != '\0' || (container && child->count > 0)) &&
			!is_field(name->str) &&
			!add_named(store, document, name->str, value, error))
			return false;
	}
	return true;
}

bool
store_put_attributes(struct store *store, uint32_t id, const struct document *document,
	GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		const char *const *values = document->fields[fields[i].field];

		for (; *values != NULL; values++) {
			if (!add_named(store, id, fields[i].key, *values, error))
				return false;
		}
	}
	return document->meta == NULL || document->meta->type != YAML_MAP ||
	       put_meta(store, id, document->meta, error);
}
