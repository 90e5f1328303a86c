/*
 * Words and phrases as the index of the text is asked for them: expressions of FTS5, in which every
 * token stands between quotes, so that nothing that somebody types is read as an operator.
 */
#include "config.h"

#include "library/answer_private.h"

#include "text/utf8.h"

/* Between the tokens of a phrase: see store_private.h. */
#define TOKEN_BREAK '\x1f'

/* While typing, a word of so many letters is a beginning in names alone: FTS5 takes as long over a
 * beginning in the text as there are places of all words that begin so. */
#define SHORT_LETTERS 4

bool
answer_asks_words(const struct query_node *node)
{
	return node->op == QUERY_TEST && node->test == TEST_PHRASE &&
	       (node->field == NULL || node->field->type == QUERY_TEXT);
}

unsigned
answer_short_letters(const struct answering *a, const struct query_node *node)
{
	unsigned count = 0;
	bool exact;

	if (node != a->last || node->phrase == NULL ||
		(node->columns != COLUMN_ALL && (node->columns & COLUMN_TEXT) != 0))
		return 0;

	const struct phrase_token *tokens = phrase_tokens(node->phrase, &count, &exact);

	/* `c#` is no beginning of a word, though any may follow; what files decide they decide. */
	if (count != 1 || !exact || !phrase_is_prefix(node->phrase))
		return 0;

	unsigned letters = 0;

	for (size_t i = 0; i < tokens[0].length; i++)
		letters += ((unsigned char)tokens[0].bytes[i] & 0xc0) != 0x80;
	return letters <= SHORT_LETTERS ? letters : 0;
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
answer_words(const struct query_node *node, unsigned columns, bool prefix, bool *exact)
{
	unsigned count = 0;
	const struct phrase_token *tokens = phrase_tokens(node->phrase, &count, exact);
	GString *words;

	if (count == 0)
		return NULL;
	words = g_string_new(NULL);
	append_phrase(words, tokens, count, columns, prefix && tokens[count - 1].prefix);
	return g_string_free(words, FALSE);
}

/* What the index of names is asked: it knows no columns and no places. */
char *
answer_name_words(const struct query_node *node)
{
	unsigned count = 0;
	bool exact;

	phrase_tokens(node->phrase, &count, &exact);
	return count == 1 ? answer_words(node, COLUMN_ALL, true, &exact) : NULL;
}

static bool
match(struct answering *a, const char *sql, const char *words, struct idset *ids)
{
	sqlite3_stmt *statement = answer_statement(a, sql);

	if (statement == NULL)
		return false;
	sqlite3_bind_text(statement, 1, words, -1, SQLITE_STATIC);
	return answer_collect(a, statement, ids);
}

bool
answer_match(struct answering *a, const char *words, struct idset *ids)
{
	return match(a, "SELECT rowid FROM text WHERE text MATCH ?1", words, ids);
}

bool
answer_match_names(struct answering *a, const char *words, struct idset *ids)
{
	return match(a, "SELECT rowid FROM names WHERE names MATCH ?1", words, ids);
}
