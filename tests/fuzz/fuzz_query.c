/* libFuzzer: a query as it is typed and as it is meant, and the bytes behind the first line end as a value.
 * It is read or a sentence says why not; what is finished reads again; a term put in is found and taken
 * out. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "library/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const keys[] = { "rating", "due", "My Key", NULL };

static void
check(bool right)
{
	if (!right)
		abort();
}

static void
test_nodes(const struct query_node *node, const char *value)
{
	if (node->op == QUERY_TEST)
		query_test_value(node, value);
	for (uint32_t i = 0; i < node->count; i++)
		test_nodes(node->children[i], value);
}

static void
read_query(const char *text, const char *value, bool typing)
{
	struct query_options options = { .today = "2026-11-21", .typing = typing, .keys = keys };
	g_autoptr(GError) error = NULL;
	g_autoptr(Query) query = query_parse(text, &options, &error);
	g_autoptr(Query) again = NULL;
	g_autoptr(GPtrArray) hits = g_ptr_array_new();

	check((query == NULL) == (error != NULL));
	if (query == NULL) {
		check(g_utf8_validate(error->message, -1, NULL));
		return;
	}
	g_free(query_print(query));
	query_hits(query, hits);
	if (query->root != NULL)
		test_nodes(query->root, value);
	options.typing = false;
	again = query_parse(query->finished, &options, NULL);
	check(again != NULL);
	check((again->root == NULL) == (query->root == NULL));
}

static void
write_query(const char *text, const char *value)
{
	static const char *const fields[] = { "author", "tag", "My Key", "kind" };

	for (unsigned i = 0; i < G_N_ELEMENTS(fields); i++) {
		g_autofree char *with = query_with(text, fields[i], value, i % 2 == 0);

		g_free(query_with(with, fields[i], value, i % 2 == 0));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
	size_t n = end != NULL ? (size_t)(end - data) : size;
	g_autofree char *text = g_strndup((const char *)data, n);
	g_autofree char *value = g_strndup((const char *)data + n, size - n);

	read_query(text, value, false);
	read_query(text, value, true);
	write_query(text, value);
	return 0;
}
