#include "config.h"

#include <string.h>

#include "library/store_private.h"
#include "text/words.h"

/* Stands between the tokens of a query. */
enum { TOKENS_PART = 0x1F };

static int
tokens_create(void *data, const char **arguments, int count, Fts5Tokenizer **tokenizer)
{
	(void)data;
	(void)arguments;
	if (count > 0)
		return SQLITE_ERROR;
	*tokenizer = (Fts5Tokenizer *)(void *)words_new();
	return SQLITE_OK;
}

static void
tokens_delete(Fts5Tokenizer *tokenizer)
{
	words_free((struct words *)(void *)tokenizer);
}

typedef int (*token_function)(void *context, int flags, const char *bytes, int length, int start,
	int end);

static int
give_query(const char *text, int n, void *context, token_function give)
{
	int result = SQLITE_OK;

	for (int start = 0, end; start < n && result == SQLITE_OK; start = end + 1) {
		const char *part = memchr(text + start, TOKENS_PART, (size_t)(n - start));
		end = part != NULL ? (int)(part - text) : n;
		if (end > start)
			result = give(context, 0, text + start, end - start, start, end);
	}
	return result;
}

static int
tokens_give(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int n,
	token_function give)
{
	struct words *words = (struct words *)(void *)tokenizer;
	struct word word;
	int result = SQLITE_OK;

	if ((flags & FTS5_TOKENIZE_QUERY) != 0)
		return give_query(text, n, context, give);
	words_begin(words, text, (size_t)n);
	while (result == SQLITE_OK && words_next(words, &word))
		result = give(context, word.join ? FTS5_TOKEN_COLOCATED : 0, word.bytes,
			(int)word.length, (int)word.range.start, (int)word.range.end);
	return result;
}

/* FTS5 hands out its functions through a statement. */
static fts5_api *
find_fts5(sqlite3 *db)
{
	fts5_api *api = NULL;
	sqlite3_stmt *statement;

	if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL) != SQLITE_OK)
		return NULL;
	sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL);
	sqlite3_step(statement);
	sqlite3_finalize(statement);
	return api;
}

bool
store_tokens_register(sqlite3 *db, GError **error)
{
	fts5_api *api = find_fts5(db);
	fts5_tokenizer tokenizer = {
		.xCreate = tokens_create,
		.xDelete = tokens_delete,
		.xTokenize = tokens_give,
	};

	if (api != NULL &&
		api->xCreateTokenizer(api, "words", NULL, &tokenizer, NULL) == SQLITE_OK &&
		store_places_register(api))
		return true;
	g_set_error(error, STORE_ERROR, STORE_ERROR_FAILED,
		"the index cannot be used: SQLite without its text search");
	return false;
}
