/*
 * What is known of documents beside their text: columns of the documents, attributes, links and
 * states.
 */
#include "config.h"

#include "library/answer_private.h"

#include <string.h>

#include "library/linked.h"
#include "text/path.h"

/* --- columns --- */

/* What a field of the documents is read from: rows of an id and one value or two. */
struct column {
	const char *field;
	const char *sql;
};

static const struct column columns[] = {
	{ "title", "SELECT id, title FROM documents" },
	{ "kind", "SELECT id, kind FROM documents" },
	{ "source", "SELECT id, source FROM documents" },
	{ "video", "SELECT id, video FROM documents" },
	{ "published", "SELECT id, published FROM documents" },
	{ "fetched", "SELECT id, fetched FROM documents" },
	{ "date", "SELECT id, published, fetched FROM documents" },
};

/* And of a number: those between two. */
static const struct column numbers[] = {
	{ "words", "SELECT id FROM documents WHERE words BETWEEN ?1 AND ?2" },
	{ "stamps", "SELECT id FROM documents WHERE stamps BETWEEN ?1 AND ?2" },
	{ "sections", "SELECT id FROM documents WHERE sections BETWEEN ?1 AND ?2" },
	{ "links", "SELECT id FROM documents WHERE links BETWEEN ?1 AND ?2" },
	{ "minutes", "SELECT id FROM documents WHERE minutes BETWEEN ?1 AND ?2" },
	{ "problems", "SELECT id FROM documents WHERE problems BETWEEN ?1 AND ?2" },
	{ "size", "SELECT id FROM documents WHERE size BETWEEN ?1 AND ?2" },
};

static const char *
find_sql(const struct column *table, size_t n, const char *field)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(table[i].field, field) == 0)
			return table[i].sql;
	}
	return NULL;
}

/* Whether a date as the index has it (YYYY, YYYY-MM or YYYY-MM-DD) passes: its first day does. */
static bool
date_passes(const struct query_node *node, const char *date)
{
	char day[] = "0000-01-01";
	size_t n = strlen(date);

	if (n == 0 || n >= sizeof(day))
		return false;
	memcpy(day, date, n);
	return strcmp(day, node->first) >= 0 &&
	       (node->last[0] == '\0' || strcmp(day, node->last) <= 0);
}

/* Whether a source may pass at all: all of a host but a video's stands in its URL as it is. */
static bool
may_be_source(const char *host, const char *source)
{
	return strstr("youtube.com", host) != NULL || strcasestr(source, host) != NULL;
}

/* A test of values of one column. */
struct asking {
	const struct query_node *node;
	char *host;  /* of a source; else NULL */
	char *value; /* what was asked last, which often comes again */
	bool passes;
};

static bool
ask(struct asking *asking, const char *value)
{
	if (*value == '\0' || (asking->host != NULL && !may_be_source(asking->host, value)))
		return false;
	if (asking->node->test == TEST_DATES)
		return date_passes(asking->node, value);
	if (asking->value == NULL || strcmp(asking->value, value) != 0) {
		g_free(asking->value);
		asking->value = g_strdup(value);
		asking->passes = query_test_value(asking->node, value);
	}
	return asking->passes;
}

static bool
add_by_column(struct answering *a, const struct query_node *node, const char *sql,
	struct idset *ids)
{
	sqlite3_stmt *statement = answer_statement(a, sql);
	struct asking asking = { .node = node };
	int count;

	if (statement == NULL)
		return false;
	if (node->field->type == QUERY_SOURCE && node->folded != NULL)
		asking.host = g_strndup(node->folded, strcspn(node->folded, "/?#:"));
	count = sqlite3_column_count(statement);
	while (answer_row(a, statement)) {
		for (int i = 1; i < count; i++) {
			if (ask(&asking, answer_text(statement, i)))
				idset_add(ids, (uint32_t)sqlite3_column_int64(statement, 0));
		}
	}
	g_free(asking.value);
	g_free(asking.host);
	return a->error == NULL;
}

static bool
add_by_number(struct answering *a, const struct query_node *node, const char *sql,
	struct idset *ids)
{
	sqlite3_stmt *statement = answer_statement(a, sql);

	if (statement == NULL)
		return false;
	sqlite3_bind_double(statement, 1, node->test == TEST_ANY ? 1 : node->least);
	sqlite3_bind_double(statement, 2, node->test == TEST_ANY ? 1e300 : node->most);
	return answer_collect(a, statement, ids);
}

/* --- headings --- */

/* A test of each heading by itself: of expressions, and whether there is one. */
static bool
add_by_heading(struct answering *a, const struct query_node *node, struct idset *ids)
{
	sqlite3_stmt *statement = answer_statement(a, "SELECT document, titles FROM sections");
	g_autoptr(GString) title = g_string_new(NULL);

	if (statement == NULL)
		return false;
	while (answer_row(a, statement)) {
		const char *s = answer_text(statement, 1);
		bool passes = false;

		while (*s != '\0' && !passes) {
			size_t n = strcspn(s, "\n"), number = MIN(strcspn(s, "\t") + 1, n);

			g_string_truncate(title, 0);
			g_string_append_len(title, s + number, (gssize)(n - number));
			passes = title->len > 0 && query_test_value(node, title->str);
			s += n + (s[n] == '\n' ? 1 : 0);
		}
		if (passes)
			idset_add(ids, (uint32_t)sqlite3_column_int64(statement, 0));
	}
	return a->error == NULL;
}

/* --- attributes --- */

static bool
add_holders(struct answering *a, const GArray *attributes, struct idset *ids)
{
	for (guint i = 0; i < attributes->len; i++) {
		sqlite3_stmt *statement =
			answer_statement(a, "SELECT document FROM holders WHERE attribute = ?1");

		if (statement == NULL)
			return false;
		sqlite3_bind_int64(statement, 1, g_array_index(attributes, int64_t, i));
		if (!answer_collect(a, statement, ids))
			return false;
	}
	return true;
}

static bool
add_by_attribute(struct answering *a, const struct query_node *node, struct idset *ids)
{
	g_autoptr(GArray) passed = g_array_new(FALSE, FALSE, sizeof(int64_t));
	sqlite3_stmt *statement =
		answer_statement(a, "SELECT id, value FROM attributes"
				    " WHERE key = (SELECT id FROM keys WHERE name = ?1)");
	g_autofree char *key = NULL;

	if (statement == NULL)
		return false;
	key = query_small_letters(node->key);
	sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
	while (answer_row(a, statement)) {
		int64_t id = sqlite3_column_int64(statement, 0);
		const char *value = answer_text(statement, 1);

		/* A mapping is there without a value of its own. */
		if (node->test == TEST_ANY || (*value != '\0' && query_test_value(node, value)))
			g_array_append_val(passed, id);
	}
	sqlite3_clear_bindings(statement);
	return a->error == NULL && add_holders(a, passed, ids);
}

/* --- paths --- */

static const char *const *
roots_of(const struct answering *a)
{
	return a->options->below != NULL ? a->options->below
					 : store_location_roots(a->store->location);
}

char *
answer_below(const struct answering *a, const char *folder, const char *name, uint32_t *root)
{
	const char *const *roots = roots_of(a);
	g_autofree char *path = path_join(folder, name);

	for (*root = 0; roots[*root] != NULL; ++*root) {
		size_t n = strlen(roots[*root]);

		if (strncmp(path, roots[*root], n) != 0)
			continue;
		if (path[n] == '\0')
			return g_strdup(name);
		if (n > 0 && roots[*root][n - 1] == '/')
			return g_strdup(path + n);
		if (path[n] == '/')
			return g_strdup(path + n + 1);
	}
	return g_steal_pointer(&path);
}

static bool
add_by_path(struct answering *a, const struct query_node *node, struct idset *ids)
{
	sqlite3_stmt *statement =
		answer_statement(a, "SELECT documents.id, name, path FROM documents JOIN folders"
				    " ON folders.id = documents.folder");

	if (statement == NULL)
		return false;
	while (answer_row(a, statement)) {
		uint32_t root;
		g_autofree char *below = answer_below(a, answer_text(statement, 2),
			answer_text(statement, 1), &root);

		if (query_test_value(node, below))
			idset_add(ids, (uint32_t)sqlite3_column_int64(statement, 0));
	}
	return a->error == NULL;
}

/* --- links and states --- */

static bool
add_linking(struct answering *a, const struct query_node *node, struct idset *ids)
{
	struct linked *linked = linked_of_store(a->store, a->options->cancel);

	return linked != NULL && linked_to(linked, node->value, ids, a->options->cancel);
}

/* What a state is asked as; where sql is NULL, of somebody else. */
static const char *const states[] = {
	[STATE_BROKEN] = "SELECT id FROM documents WHERE problems > 0 OR reason <> ''",
	[STATE_STAMPS] = "SELECT id FROM documents WHERE stamps > 0",
	[STATE_LINKS] = "SELECT id FROM documents WHERE links > 0",
	[STATE_SOURCE] = "SELECT id FROM documents WHERE source <> ''",
};

static bool
add_by_state(struct answering *a, enum query_state state, struct idset *ids)
{
	const struct answer_options *options = a->options;

	if (state < G_N_ELEMENTS(states) && states[state] != NULL) {
		sqlite3_stmt *statement = answer_statement(a, states[state]);

		return statement != NULL && answer_collect(a, statement, ids);
	}
	if (state == STATE_ORPHAN) {
		struct linked *linked = linked_of_store(a->store, a->options->cancel);

		return linked != NULL && linked_orphans(linked, ids, options->cancel);
	}
	if (options->state != NULL)
		options->state(options->data, state == STATE_UNREAD ? STATE_READ : state, ids);
	if (state == STATE_UNREAD) {
		g_autoptr(Idset) read = idset_copy(ids);

		idset_or(ids, a->all);
		idset_minus(ids, read);
	}
	return true;
}

/* --- all of them --- */

static bool
add_passing(struct answering *a, const struct query_node *node, struct idset *ids)
{
	const struct query_field *field = node->field;
	const char *sql = NULL;

	switch (field->type) {
	case QUERY_ATTRIBUTE:
		return add_by_attribute(a, node, ids);
	case QUERY_PATH:
		return add_by_path(a, node, ids);
	case QUERY_STATE:
	case QUERY_HAS:
		return add_by_state(a, node->state, ids);
	case QUERY_LINK:
		return node->test == TEST_ANY ? add_by_state(a, STATE_LINKS, ids)
					      : add_linking(a, node, ids);
	case QUERY_TEXT:
		if (node->columns == COLUMN_HEADING)
			return add_by_heading(a, node, ids);
		if (node->columns == COLUMN_TEXT)
			sql = "words";
		break;
	case QUERY_NUMBER:
		sql = field->name;
		break;
	default:
		break;
	}
	if (sql != NULL)
		sql = find_sql(numbers, G_N_ELEMENTS(numbers), sql);
	if (sql != NULL)
		return add_by_number(a, node, sql, ids);
	sql = find_sql(columns, G_N_ELEMENTS(columns), field->name);
	return sql == NULL || add_by_column(a, node, sql, ids);
}

struct idset *
answer_field(struct answering *a, const struct query_node *node)
{
	g_autoptr(Idset) ids = idset_new();

	if (!add_passing(a, node, ids)) {
		answer_stopped(a);
		return NULL;
	}
	return g_steal_pointer(&ids);
}
