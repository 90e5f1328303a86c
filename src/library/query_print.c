#include "config.h"

#include "library/query.h"

#include <math.h>
#include <string.h>

static void
print_quoted(GString *out, const char *value)
{
	g_string_append_c(out, '"');
	for (; *value != '\0'; value++) {
		if (*value == '"' || *value == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *value);
	}
	g_string_append_c(out, '"');
}

/* The shortest that reads as the same number; nothing of an open end. */
static void
print_number(GString *out, double number)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];

	if (!isfinite(number))
		return;
	g_ascii_formatd(digits, sizeof(digits), "%.15g", number);
	if (g_ascii_strtod(digits, NULL) < number || g_ascii_strtod(digits, NULL) > number)
		g_ascii_dtostr(digits, sizeof(digits), number);
	g_string_append(out, digits);
}

static void
print_value(GString *out, const struct query_node *node)
{
	switch (node->test) {
	case TEST_PHRASE:
		/* Nothing is left of the value: it holds everywhere. */
		if (node->phrase == NULL && node->folded == NULL)
			return;
		g_string_append_c(out, ' ');
		print_quoted(out, node->value);
		if (node->prefix)
			g_string_append_c(out, '*');
		return;
	case TEST_REGEX:
		g_string_append_printf(out, " /%s/", node->value);
		return;
	case TEST_RANGE:
		g_string_append_c(out, ' ');
		print_number(out, node->least);
		g_string_append(out, "..");
		print_number(out, node->most);
		return;
	case TEST_DATES:
		g_string_append_printf(out, " %s..%s", node->first, node->last);
		return;
	case TEST_ANY:
		break;
	}
	if (node->field->type == QUERY_STATE || node->field->type == QUERY_HAS)
		g_string_append_printf(out, " %s", node->value);
	else
		g_string_append(out, " *");
}

static void
print_node(GString *out, const struct query_node *node)
{
	static const char *const names[] = { "and", "or", "not" };

	if (node->op == QUERY_TEST) {
		g_string_append_printf(out, "(%s",
			node->field == NULL ? "word"
			: node->key != NULL ? node->key
					    : node->field->name);
		print_value(out, node);
	} else {
		g_string_append_printf(out, "(%s", names[node->op]);
	}
	for (uint32_t i = 0; i < node->count; i++) {
		g_string_append_c(out, ' ');
		print_node(out, node->children[i]);
	}
	g_string_append_c(out, ')');
}

char *
query_print(const struct query *query)
{
	GString *out = g_string_new(NULL);

	if (query->root != NULL)
		print_node(out, query->root);
	if (query->relevance || query->sort != NULL)
		g_string_append_printf(out, "%ssort:%s%s", out->len > 0 ? " " : "",
			query->reverse ? "-" : "",
			query->relevance ? "relevance" : query->sort->name);
	if (query->limit > 0)
		g_string_append_printf(out, "%slimit:%u", out->len > 0 ? " " : "", query->limit);
	return g_string_free(out, FALSE);
}
