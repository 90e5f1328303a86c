#include "config.h"

#include "command/command.h"

#include <fcntl.h>

#include "command/find.h"
#include "command/json.h"
#include "command/options.h"
#include "command/output.h"
#include "document/kinds.h"

static void
print_document(const struct invocation *invocation, struct output *output, const Document *document)
{
	if (invocation->json) {
		output_json(json_document(document));
		return;
	}
	const char *fields[] = { document->path, document_short_title(document),
		document->kind->name, document_date(document) };
	output_record(output, fields);
}

enum status
run_list(const struct invocation *invocation)
{
	static const struct column columns[] = {
		{ .role = ROLE_DIM, .shrinks = true },
		{ .role = ROLE_TEXT, .shrinks = true },
		{ .role = ROLE_DIM },
		{ .role = ROLE_DATE },
	};
	struct library library;
	unsigned count = 0;
	bool all = library_init(&library, invocation, (const char *const *)invocation->operands);
	struct output *output = output_new(invocation, columns, G_N_ELEMENTS(columns));
	g_autoptr(GPtrArray) files = library_files(&library);
	enum document_extent extent = invocation->json ? DOCUMENT_WHOLE : DOCUMENT_HEAD;
	for (guint i = 0; i < files->len; i++) {
		const struct scan_file *file = files->pdata[i];
		g_autoptr(GError) error = NULL;
		g_autoptr(Document) document =
			document_open(AT_FDCWD, file->path, file->path, NULL, extent, NULL, &error);
		if (document == NULL) {
			if (!g_error_matches(error, SOURCE_ERROR, SOURCE_ERROR_BINARY))
				report_error("%s", error->message);
			continue;
		}
		count++;
		if (invocation->null)
			output_path(invocation, file->path);
		else
			print_document(invocation, output, document);
	}
	output_finish(output);
	library_clear(&library);
	if (!all)
		return STATUS_ERROR;
	return count > 0 ? STATUS_FOUND : STATUS_NONE;
}
