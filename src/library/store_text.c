#include "config.h"

#include "library/store_private.h"

#include <string.h>

#include "text/words.h"

/* The parts of a buffer that the index takes in. */
struct parts {
	size_t body, headings; /* where they end; from there to its end the title */
};

/* The text with a break before each section, behind it the headings with breaks between, then the
 * title behind a break. */
static struct parts
build(GString *out, const struct document *document, const char *title)
{
	struct parts parts;
	uint32_t from = 0;

	for (uint32_t i = 0; i < document->section_count; i++) {
		uint32_t at = document->sections[i].text.start;

		if (at < from || at > document->length)
			continue;
		g_string_append_len(out, document->text + from, at - from);
		g_string_append_c(out, WORDS_BREAK);
		from = at;
	}
	g_string_append_len(out, document->text + from, document->length - from);
	parts.body = out->len;
	for (uint32_t i = 0; i < document->section_count; i++) {
		if (i > 0)
			g_string_append_c(out, WORDS_BREAK);
		g_string_append(out, document->sections[i].title);
	}
	parts.headings = out->len;
	g_string_append_c(out, WORDS_BREAK);
	g_string_append(out, title);
	return parts;
}

/* The words of title and headings, for the beginnings of words. */
static bool
put_names(struct store *store, uint32_t id, const char *names, size_t n, GError **error)
{
	sqlite3_stmt *statement =
		store_statement(store, "INSERT INTO names (rowid, words) VALUES (?, ?)", error);

	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, id);
	sqlite3_bind_text64(statement, 2, names, n, SQLITE_STATIC, SQLITE_UTF8);
	return store_step(store, statement, "a document cannot be taken in", error);
}

bool
store_put_text(struct store *store, uint32_t id, const struct document *document, GError **error)
{
	sqlite3_stmt *statement = store_statement(store,
		"INSERT INTO text (rowid, title, headings, body) VALUES (?, ?, ?, ?)", error);
	const char *title = document_field(document, FIELD_TITLE);
	GString *buffer = store_buffer(store);

	if (statement == NULL)
		return false;
	struct parts parts = build(buffer, document, title);

	sqlite3_bind_int64(statement, 1, id);
	sqlite3_bind_text64(statement, 2, title, strlen(title), SQLITE_STATIC, SQLITE_UTF8);
	sqlite3_bind_text64(statement, 3, buffer->str + parts.body, parts.headings - parts.body,
		SQLITE_STATIC, SQLITE_UTF8);
	sqlite3_bind_text64(statement, 4, buffer->str, parts.body, SQLITE_STATIC, SQLITE_UTF8);
	return store_step(store, statement, "a document cannot be taken in", error) &&
	       put_names(store, id, buffer->str + parts.body, buffer->len - parts.body, error);
}
