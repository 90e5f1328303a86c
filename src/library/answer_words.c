/*
 * Words and phrases as the index of the text is asked for them: expressions of FTS5, in which every
 * token stands between quotes, so that nothing that somebody types is read as an operator.
 */
#include "config.h"

#include "library/answer_private.h"

#include "text/utf8.h"

/* Between the tokens of a phrase: see store_private.h. */
#define TOKEN_BREAK '\x1f'

/* While typing, so many letters are no beginning of a word in the text. */
#define SHORT_LETTERS 3

bool
answer_asks_words(const struct query_node *node)
{
	return node->op == QUERY_TEST && node->test == TEST_PHRASE &&
	       (node->field == NULL || node->field->type == QUERY_TEXT);
}

bool
answer_is_short(const struct answering *a, const struct query_node *node)
{
	unsigned count = 0;
	bool exact;

	if (node != a->last || node->phrase == NULL)
		return false;

	const struct phrase_token *tokens = phrase_tokens(node->phrase, &count, &exact);

	if (count != 1 || !tokens[0].prefix)
		return false;

	unsigned letters = 0;

	for (size_t i = 0; i < tokens[0].length; i++)
		letters += ((unsigned char)tokens[0].bytes[i] & 0xc0) != 0x80;
	return letters <= SHORT_LETTERS;
}

void
answer_quote(GString *words, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '"')
			g_string_append_c(words, '"');
		g_string_append_c(words, bytes[i]);
	}
}

static void
append_columns(GString *words, unsigned columns)
{
	static const struct {
		unsigned column;
		const char *name;
	} names[] = {
		{ COLUMN_TITLE, "title" },
		{ COLUMN_HEADING, "headings" },
		{ COLUMN_TEXT, "body" },
	};

	if (columns == COLUMN_ALL)
		return;
	g_string_append_c(words, '{');
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		if ((columns & names[i].column) != 0)
			g_string_append_printf(words, " %s", names[i].name);
	}
	g_string_append(words, " } : ");
}

static void
append_phrase(GString *words, const struct phrase_token *tokens, unsigned count, unsigned columns,
	bool prefix)
{
	append_columns(words, columns);
	g_string_append_c(words, '"');
	for (unsigned i = 0; i < count; i++) {
		if (i > 0)
			g_string_append_c(words, TOKEN_BREAK);
		answer_quote(words, tokens[i].bytes, tokens[i].length);
	}
	g_string_append(words, prefix ? "\" *" : "\"");
}

char *
answer_words(const struct answering *a, const struct query_node *node, unsigned columns,
	bool *exact)
{
	unsigned count = 0;
	const struct phrase_token *tokens = phrase_tokens(node->phrase, &count, exact);
	GString *words;

	if (count == 0)
		return NULL;
	words = g_string_new(NULL);
	if (answer_is_short(a, node) && (columns & COLUMN_TEXT) != 0) {
		unsigned names = columns & ~(unsigned)COLUMN_TEXT;

		if (names != 0) {
			append_phrase(words, tokens, count, names, true);
			g_string_append(words, " OR ");
		}
		append_phrase(words, tokens, count, COLUMN_TEXT, false);
	} else {
		append_phrase(words, tokens, count, columns, tokens[count - 1].prefix);
	}
	return g_string_free(words, FALSE);
}

bool
answer_match(struct answering *a, const char *words, struct idset *ids)
{
	sqlite3_stmt *statement = answer_statement(a, "SELECT rowid FROM text WHERE text MATCH ?1");

	if (statement == NULL)
		return false;
	sqlite3_bind_text(statement, 1, words, -1, SQLITE_STATIC);
	return answer_collect(a, statement, ids);
}
