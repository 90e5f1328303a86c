#include "config.h"

#include "library/store_private.h"

#include <string.h>

#include "text/words.h"

/* The text with a break before each section, behind it the headings with breaks between. Gives the
 * bytes of the first part. */
static size_t
build(GString *out, const struct document *document)
{
	uint32_t from = 0;
	size_t body;

	for (uint32_t i = 0; i < document->section_count; i++) {
		uint32_t at = document->sections[i].text.start;

		if (at < from || at > document->length)
			continue;
		g_string_append_len(out, document->text + from, at - from);
		g_string_append_c(out, WORDS_BREAK);
		from = at;
	}
	g_string_append_len(out, document->text + from, document->length - from);
	body = out->len;
	for (uint32_t i = 0; i < document->section_count; i++) {
		if (i > 0)
			g_string_append_c(out, WORDS_BREAK);
		g_string_append(out, document->sections[i].title);
	}
	return body;
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
	size_t body = build(buffer, document);

	sqlite3_bind_int64(statement, 1, id);
	sqlite3_bind_text64(statement, 2, title, strlen(title), SQLITE_STATIC, SQLITE_UTF8);
	sqlite3_bind_text64(statement, 3, buffer->str + body, buffer->len - body, SQLITE_STATIC,
		SQLITE_UTF8);
	sqlite3_bind_text64(statement, 4, buffer->str, body, SQLITE_STATIC, SQLITE_UTF8);
	return store_step(store, statement, "a document cannot be taken in", error);
}
