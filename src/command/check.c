#include "config.h"

#include "command/command.h"

#include <fcntl.h>
#include <string.h>

#include "command/find.h"
#include "command/json.h"
#include "command/options.h"
#include "command/output.h"
#include "document/kinds.h"

struct check {
	const struct invocation *invocation;
	struct library library;
	struct output *output;
	GHashTable *targets; /* documents that anchors lead into, by entry: Document * */
	unsigned problems;
};

static void
report(struct check *check, const char *path, uint32_t line, uint32_t column, const char *code,
       const char *message)
{
	check->problems++;
	if (check->invocation->null)
		return;
	if (check->invocation->json) {
		json_t *object = json_object();
		json_set_path(object, path);
		json_object_set_new(object, "line", json_integer(line));
		json_object_set_new(object, "column", json_integer(column));
		json_object_set_new(object, "code", json_string(code));
		json_object_set_new(object, "message", json_text(message));
		output_json(object);
		return;
	}
	g_autofree char *place = g_strdup_printf("%s:%u:%u", path, line, column);
	output_record(check->output, (const char *[]){ place, code, message });
}

static void
report_link(struct check *check, Source *source, const Document *document, const struct link *link,
            const char *message)
{
	report(check, document->path, link->line, source_column(source, link->source),
	       "missing-target", message);
}

static void
free_document(gpointer document)
{
	document_free(document);
}

/* Whether the document of an entry has the place an anchor names; one that cannot be read is not asked. */
static bool
target_has_anchor(struct check *check, const struct resolution *resolution)
{
	gpointer key = GUINT_TO_POINTER(resolution->entry);
	gpointer kept = NULL;
	if (resolution->anchor == NULL || *resolution->anchor == '\0')
		return true;
	if (!g_hash_table_lookup_extended(check->targets, key, NULL, &kept)) {
		const char *path = library_path(&check->library, resolution->entry);
		kept = document_open(AT_FDCWD, path, path, NULL, DOCUMENT_WHOLE, NULL, NULL);
		g_hash_table_insert(check->targets, key, kept);
	}
	const Document *document = kept;
	return document == NULL || document_anchor(document, resolution->anchor) != RANGE_NONE;
}

static void
check_link(struct check *check, Source *source, const Document *document, uint32_t entry,
           const struct link *link)
{
	bool checked = link->kind == LINK_WIKI || link->kind == LINK_PATH || link->kind == LINK_ANCHOR ||
	               link->kind == LINK_EMBED;
	if (!checked)
		return;
	if (link->kind == LINK_ANCHOR) {
		if (document_anchor(document, link->anchor) == RANGE_NONE) {
			g_autofree char *message =
			        g_strdup_printf("no heading or block of this document is named `%s`",
			                        link->anchor);
			report_link(check, source, document, link, message);
		}
		return;
	}
	struct resolution resolution =
	        resolve_link(check->library.resolver, document, entry, link);
	g_autofree char *message = NULL;
	if (resolution.entry == NONE)
		message = g_strdup_printf("no document of the library is `%s`", link->written);
	else if (!target_has_anchor(check, &resolution))
		message = g_strdup_printf("%s has no heading or block `%s`",
		                          library_path(&check->library, resolution.entry),
		                          resolution.anchor);
	if (message != NULL)
		report_link(check, source, document, link, message);
}

static void
check_file(struct check *check, const struct scan_file *file)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Source) source = source_read(AT_FDCWD, file->path, file->path, 0, &error);
	g_autoptr(Document) document = source != NULL ? document_parse(source, NULL, DOCUMENT_WHOLE, NULL)
	                                              : NULL;
	unsigned before = check->problems;
	if (document == NULL) {
		if (!g_error_matches(error, SOURCE_ERROR, SOURCE_ERROR_BINARY))
			report(check, file->path, 1, 1, "unreadable", error->message);
	} else {
		uint32_t entry = catalog_find(check->library.catalog, file->path);
		for (uint32_t i = 0; i < document->problem_count; i++) {
			const struct problem *problem = &document->problems[i];
			report(check, file->path, problem->line, problem->column, problem->code,
			       problem->message);
		}
		bool digest = strcmp(document->kind->name, "digest") == 0;
		for (uint32_t i = 0; i < document->link_count && !digest; i++)
			check_link(check, source, document, entry, &document->links[i]);
	}
	if (check->invocation->null && check->problems > before)
		output_path(check->invocation, file->path);
}

enum status
run_check(const struct invocation *invocation)
{
	static const struct column columns[] = {
		{ .role = ROLE_TEXT },
		{ .role = ROLE_PROBLEM },
		{ .role = ROLE_TEXT, .shrinks = true },
	};
	struct check check = { .invocation = invocation };
	bool all = library_init(&check.library, invocation,
	                        (const char *const *)invocation->operands);
	check.output = output_new(invocation, columns, G_N_ELEMENTS(columns));
	check.targets = g_hash_table_new_full(NULL, NULL, NULL, free_document);
	library_load(&check.library);
	g_autoptr(GPtrArray) files = library_files(&check.library);
	for (guint i = 0; i < files->len; i++)
		check_file(&check, files->pdata[i]);
	output_finish(check.output);
	g_hash_table_unref(check.targets);
	library_clear(&check.library);
	if (!all)
		return STATUS_ERROR;
	return check.problems > 0 ? STATUS_NONE : STATUS_FOUND;
}
