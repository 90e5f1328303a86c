/*
 * `lectern list`: from the index where a query asks for it or one is there already, else from the heads of
 * the files.
 */
#include "config.h"

#include "command/command.h"

#include "command/find.h"
#include "command/indexed.h"
#include "command/json.h"
#include "command/options.h"
#include "command/output.h"
#include "document/kinds.h"

static const struct column columns[] = {
	{ .role = ROLE_DIM, .shrinks = true },
	{ .role = ROLE_TEXT, .shrinks = true },
	{ .role = ROLE_DIM },
	{ .role = ROLE_DATE },
};

/* --- from the files --- */

static void
print_document(const struct invocation *invocation, struct output *output, const Document *document)
{
	const char *fields[] = { document->path, document_short_title(document),
		document->kind->name, document_date(document) };
	if (invocation->json)
		output_json(json_document(document));
	else if (invocation->null)
		output_path(invocation, document->path);
	else
		output_record(output, fields);
}

static unsigned
list_files(struct library *library, const struct invocation *invocation, struct output *output)
{
	unsigned count = 0;
	g_autoptr(GPtrArray) files = library_files(library);
	enum document_extent extent = invocation->json ? DOCUMENT_WHOLE : DOCUMENT_HEAD;
	for (guint i = 0; i < files->len; i++) {
		const struct scan_file *file = files->pdata[i];
		g_autoptr(GError) error = NULL;
		g_autoptr(Document) document =
			library_open(library, file->path, file->path, extent, &error);
		if (document == NULL) {
			if (!g_error_matches(error, SOURCE_ERROR, SOURCE_ERROR_BINARY))
				report_error("%s", error->message);
			continue;
		}
		count++;
		print_document(invocation, output, document);
	}
	return count;
}

/* --- from the index --- */

/* Prints a row; false where it is no document that can be read. */
static bool
print_row(struct indexed *indexed, struct output *output, const struct indexed_row *row)
{
	const struct invocation *invocation = indexed->invocation;
	const char *fields[] = { row->path, row->title, row->kind, row->date };

	if (row->reason != NULL || row->binary) {
		if (!row->binary)
			indexed_tell(indexed, row);
		return false;
	}
	if (invocation->json) {
		g_autoptr(Document) document = indexed_open(indexed, row);
		if (document == NULL)
			return false;
		output_json(json_document(document));
	} else if (invocation->null) {
		output_path(invocation, row->path);
	} else {
		output_record(output, fields);
	}
	return true;
}

/* False where it failed. */
static bool
list_indexed(struct indexed *indexed, struct output *output, unsigned *count)
{
	const char *typed = indexed->invocation->query;
	g_autoptr(Query) query = NULL;
	g_autoptr(Answer) answer = NULL;

	if (!indexed_update(indexed, false))
		return false;
	if (typed != NULL) {
		query = indexed_query(indexed, typed);
		answer = query != NULL ? indexed_answer(indexed, query, ANSWER_BY_PATH) : NULL;
		if (answer == NULL)
			return false;
	}
	g_autoptr(GPtrArray) rows = indexed_rows(indexed, answer != NULL ? answer->ids : NULL);
	for (guint i = 0; i < rows->len; i++)
		*count += print_row(indexed, output, rows->pdata[i]);
	return true;
}

enum status
run_list(const struct invocation *invocation)
{
	struct indexed indexed;
	const char *typed = invocation->query;
	unsigned count = 0;
	bool ok = indexed_init(&indexed, invocation, (const char *const *)invocation->operands);
	struct output *output = output_new(invocation, columns, G_N_ELEMENTS(columns));

	if (ok && typed != NULL)
		ok = indexed_check(&indexed, typed);
	if (ok && (typed != NULL || indexed_is_ready(&indexed)))
		ok = list_indexed(&indexed, output, &count);
	else if (ok)
		count = list_files(&indexed.library, invocation, output);
	output_finish(output);
	ok = ok && indexed.all;
	indexed_clear(&indexed);
	if (!ok)
		return STATUS_ERROR;
	return count > 0 ? STATUS_FOUND : STATUS_NONE;
}
