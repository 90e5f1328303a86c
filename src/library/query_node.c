/*
 * The nodes of the tree, and the sentences for what is wrong.
 */
#include "config.h"

#include "library/query_private.h"

#include <math.h>
#include <string.h>

#include "text/fold.h"
#include "text/nearest.h"
#include "text/utf8.h"

/* --- sentences --- */

void
query_fail(GError **error, const char *query, size_t at, const char *hint, const char *what, ...)
{
	g_autofree char *first = NULL;
	va_list arguments;

	va_start(arguments, what);
	first = g_strdup_vprintf(what, arguments);
	va_end(arguments);
	g_set_error(error, QUERY_ERROR, 0, "%s, column %zu%s%s", first, utf8_length(query, at) + 1,
		hint != NULL ? ": " : "", hint != NULL ? hint : "");
}

char *
query_shown(const char *s, size_t n)
{
	enum { SHOWN = 60 };
	size_t length;
	g_autofree char *whole = utf8_whole(s, n, &length);

	if (length <= SHOWN)
		return g_steal_pointer(&whole);
	return g_strdup_printf("%.*s…", (int)utf8_cut(whole, length, SHOWN), whole);
}

char *
query_hint(const char *word, const char *const *names, size_t n, char *other)
{
	const char *nearest = nearest_name(word, names, n);
	size_t length = strlen(word);

	/* Or one that it begins. */
	for (size_t i = 0; nearest == NULL && length > 1 && i < n; i++) {
		if (g_ascii_strncasecmp(names[i], word, length) == 0)
			nearest = names[i];
	}
	if (nearest == NULL)
		return other;
	g_free(other);
	return g_strdup_printf("did you mean \"%s\"?", nearest);
}

/* --- nodes --- */

struct query_node *
query_node_test(const struct query_asking *asking, enum query_test test, const char *value)
{
	struct query_node *node = g_new0(struct query_node, 1);

	node->op = QUERY_TEST;
	node->field = asking->field;
	node->columns = COLUMN_ALL;
	if (asking->field != NULL)
		node->columns = asking->field->columns;
	node->key = g_strdup(asking->key);
	node->test = test;
	node->value = g_strdup(value);
	node->least = -INFINITY;
	node->most = INFINITY;
	node->place = asking->place;
	return node;
}

struct query_node *
query_node_new(enum query_op op, GPtrArray *children, struct range place)
{
	struct query_node *node = g_new0(struct query_node, 1);

	node->op = op;
	node->count = children->len;
	node->children = g_memdup2(children->pdata, children->len * sizeof(*children->pdata));
	node->place = place;
	return node;
}

void
query_node_free(struct query_node *node)
{
	if (node == NULL)
		return;
	/* No deeper than QUERY_DEPTH brackets. */
	for (uint32_t i = 0; i < node->count; i++)
		query_node_free(node->children[i]);
	g_free(node->children);
	g_free(node->key);
	g_free(node->value);
	g_free(node->folded);
	phrase_free(node->phrase);
	regex_free(node->regex);
	g_free(node);
}

char *
query_folded(const char *s)
{
	size_t length;

	return fold_search(s, strlen(s), false, &length, NULL);
}
