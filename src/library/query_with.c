/*
 * Writing queries: the term that stands for a value, and a query with it or without.
 */
#include "config.h"

#include "library/query_private.h"

#include <string.h>

#include "document/date.h"
#include "text/character.h"
#include "text/utf8.h"

/* Bytes of a value that a term holds at most: of a longer one its beginning. */
enum { VALUE_BYTES = 400 };

/* --- the term --- */

/* Whether a value may stand without quotes: it is one word. */
static bool
is_plain(const char *value)
{
	size_t n = strlen(value);
	uint32_t c;

	if (n == 0 || n > VALUE_BYTES || strstr(value, "..") != NULL)
		return false;
	for (size_t at = 0; at < n; at += utf8_next(value + at, n - at, &c)) {
		utf8_next(value + at, n - at, &c);
		if (!character_is_word(c) &&
			(at == 0 || c >= 128 || strchr("_-.+#@/&", (int)c) == NULL))
			return false;
	}
	return true;
}

/* Bytes of a long value that end between two words, where there are two. */
static size_t
cut(const char *value)
{
	size_t n = utf8_cut(value, strlen(value), VALUE_BYTES);

	for (size_t at = n; at > 0 && n < strlen(value); at--) {
		if (value[at] == ' ')
			return at;
	}
	return n;
}

static void
append_quoted(GString *term, const char *value)
{
	size_t n = cut(value);

	g_string_append_c(term, '"');
	for (size_t at = 0; at < n; at++) {
		if (value[at] == '"' || value[at] == '\\')
			g_string_append_c(term, '\\');
		g_string_append_c(term, g_ascii_isspace(value[at]) ? ' ' : value[at]);
	}
	g_string_append_c(term, '"');
	if (n < strlen(value))
		g_string_append_c(term, '*');
}

static void
append_expression(GString *term, const char *value)
{
	size_t n = utf8_cut(value, strlen(value), VALUE_BYTES), at = 0;
	uint32_t c;

	g_string_append(term, "/^");
	while (at < n) {
		size_t taken = utf8_next(value + at, n - at, &c);

		/* What is no character cannot be asked for. */
		if (c == UTF8_BAD)
			break;
		if (c == '\n' || c == '\r') {
			g_string_append(term, c == '\n' ? "\\n" : "\\r");
		} else {
			if (strchr("\\^$.|?*+()[]{}/", (int)c) != NULL && c < 128)
				g_string_append_c(term, '\\');
			g_string_append_len(term, value + at, (gssize)taken);
		}
		at += taken;
	}
	g_string_append(term, at == strlen(value) ? "$/" : "/");
}

/* `name:` */
static void
append_name(GString *term, const char *name)
{
	g_autofree char *plain = g_strconcat(name, ":x", NULL);
	struct query_cursor in = { .text = plain, .length = strlen(plain) };

	if (query_name_length(&in, 0) == strlen(name))
		g_string_append(term, name);
	else
		append_quoted(term, name);
	g_string_append_c(term, ':');
}

/* Whether what the term asks is more than nothing, and the value passes. */
static bool
asks_for(const char *term, const char *value)
{
	g_autoptr(Query) query = query_parse(term, NULL, NULL);

	return query != NULL && query->root != NULL && query->root->op == QUERY_TEST &&
	       query->root->test == TEST_PHRASE &&
	       (query->root->phrase != NULL || query->root->folded != NULL) &&
	       query_test_value(query->root, value);
}

static char *
term_for(const char *name, const char *value, bool exact)
{
	GString *term = g_string_new(NULL);
	const struct query_field *field;
	size_t values;
	char date[16];

	if (strcmp(name, "year") == 0)
		name = "date";
	field = query_field_named(name, strlen(name));
	append_name(term, name);
	values = term->len;
	date_of_value(value, date);
	/* A date of a key is more than the word. */
	if (is_plain(value) && (field != NULL || date[0] == '\0'))
		g_string_append(term, value);
	else
		append_quoted(term, value);
	if (field != NULL && field->type != QUERY_TEXT && field->type != QUERY_ATTRIBUTE)
		return g_string_free(term, FALSE);
	if (exact || !asks_for(term->str, value)) {
		g_string_truncate(term, values);
		append_expression(term, value);
	}
	return g_string_free(term, FALSE);
}

/* --- the query with it or without --- */

/* Whether two tests ask the same. */
static bool
same_test(const struct query_node *a, const struct query_node *b)
{
	g_autofree char *one = NULL, *other = NULL;

	if (a->field != b->field || g_strcmp0(a->key, b->key) != 0 || a->test != b->test ||
		a->state != b->state || a->prefix != b->prefix)
		return false;
	switch (a->test) {
	case TEST_RANGE:
		return a->least <= b->least && a->least >= b->least && a->most <= b->most &&
		       a->most >= b->most;
	case TEST_DATES:
		return strcmp(a->first, b->first) == 0 && strcmp(a->last, b->last) == 0;
	case TEST_REGEX:
		return strcmp(a->value, b->value) == 0;
	case TEST_ANY:
		return true;
	case TEST_PHRASE:
		break;
	}
	if (a->folded != NULL && b->folded != NULL)
		return strcmp(a->folded, b->folded) == 0;
	one = query_folded(a->value);
	other = query_folded(b->value);
	return strcmp(one, other) == 0;
}

/* Whether two trees ask the same, in the same order. No deeper than QUERY_DEPTH brackets. */
static bool
same(const struct query_node *a, const struct query_node *b)
{
	if (a->op != b->op || a->count != b->count)
		return false;
	for (uint32_t i = 0; i < a->count; i++) {
		if (!same(a->children[i], b->children[i]))
			return false;
	}
	return a->op != QUERY_TEST || same_test(a, b);
}

/* The term of a query that asks what is asked, where all of the query's terms must hold. */
static const struct query_node *
find_term(const struct query *query, const struct query_node *asked)
{
	const struct query_node *root = query->root;

	if (root == NULL || same(root, asked))
		return root;
	for (uint32_t i = 0; root->op == QUERY_AND && i < root->count; i++) {
		if (same(root->children[i], asked))
			return root->children[i];
	}
	return NULL;
}

/* Takes a span out, and the blanks around it but one. */
static void
take_out(GString *text, struct range span)
{
	size_t start = span.start, end = span.end;

	while (start > 0 && text->str[start - 1] == ' ')
		start--;
	while (text->str[end] == ' ')
		end++;
	g_string_erase(text, (gssize)start, (gssize)(end - start));
	if (start > 0 && text->str[start - 1] != '(' && start < text->len &&
		text->str[start] != ')')
		g_string_insert_c(text, (gssize)start, ' ');
}

/* Puts brackets around a query with OR, its sort: and limit: behind them. */
static void
put_in_brackets(GString *text, const struct query *query)
{
	g_autoptr(GString) settings = g_string_new(NULL);

	for (guint i = query->settings->len; i > 0; i--) {
		struct range span = g_array_index(query->settings, struct range, i - 1);
		g_autofree char *setting = g_strndup(query->text + span.start, range_length(span));

		take_out(text, span);
		g_string_prepend(settings, setting);
		g_string_prepend_c(settings, ' ');
	}
	g_string_prepend_c(text, '(');
	g_string_append_c(text, ')');
	g_string_append(text, settings->str);
}

static void
strip_end(GString *text)
{
	while (text->len > 0 && text->str[text->len - 1] == ' ')
		g_string_truncate(text, text->len - 1);
}

/* The text, what is unfinished in it closed or left out. */
static GString *
finished(const char *text)
{
	g_autoptr(Query) query = query_parse(text, NULL, NULL);

	if (query == NULL)
		query = query_parse(text, &(struct query_options){ .typing = true }, NULL);
	return g_string_new(query != NULL ? query->finished : text);
}

char *
query_with(const char *text, const char *field, const char *value, bool exact)
{
	g_autofree char *term = term_for(field, value, exact);
	g_autoptr(Query) asked = query_parse(term, NULL, NULL);
	GString *result = finished(text);
	g_autoptr(Query) query = query_parse(result->str, NULL, NULL);
	const struct query_node *there = NULL;
	bool removed = false;

	while (query != NULL && asked != NULL && asked->root != NULL &&
		(there = find_term(query, asked->root)) != NULL) {
		removed = true;
		take_out(result, there->place);
		query_free(query);
		query = query_parse(result->str, NULL, NULL);
	}
	if (!removed) {
		strip_end(result);
		if (query != NULL && query->either)
			put_in_brackets(result, query);
		g_string_append_printf(result, "%s%s", result->len > 0 ? " " : "", term);
	}
	return g_string_free(result, FALSE);
}

bool
query_has(const char *text, const char *field, const char *value, bool exact)
{
	g_autofree char *term = term_for(field, value, exact);
	g_autoptr(Query) asked = query_parse(term, NULL, NULL);
	g_autoptr(GString) whole = finished(text);
	g_autoptr(Query) query = query_parse(whole->str, NULL, NULL);

	return query != NULL && asked != NULL && asked->root != NULL &&
	       find_term(query, asked->root) != NULL;
}
