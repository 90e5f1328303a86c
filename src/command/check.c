#include "config.h"

#include "command/check.h"

#include <fcntl.h>
#include <string.h>

#include "command/find.h"
#include "command/output.h"
#include "document/kinds.h"

#define MISSING "missing-target"

/* One thing wrong in the file being checked. */
struct finding {
	uint32_t line, column;
	const char *code;
	char *message;
};

struct check {
	const struct invocation *invocation;
	struct library library; /* what targets are looked for in */
	struct output *output;
	GArray *findings;    /* struct finding, of the file being checked */
	GHashTable *targets; /* documents that anchors lead into, by entry: Document * */
	unsigned problems;
};

/* Takes message. */
static void
add(struct check *check, uint32_t line, uint32_t column, const char *code, char *message)
{
	struct finding finding = { line, column, code, message };
	g_array_append_val(check->findings, finding);
}

static gint
compare_findings(gconstpointer a, gconstpointer b)
{
	const struct finding *x = a, *y = b;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->column < y->column ? -1 : x->column > y->column;
}

static void
report(const struct check *check, const char *path, uint32_t line, uint32_t column,
	const char *code, const char *message)
{
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

/* Prints what was found in a file, in the order of its lines. */
static void
report_findings(struct check *check, const char *path)
{
	check->problems += check->findings->len;
	g_array_sort(check->findings, compare_findings);
	if (check->invocation->null && check->findings->len > 0)
		output_path(check->invocation, path);
	for (guint i = 0; i < check->findings->len; i++) {
		struct finding *finding = &g_array_index(check->findings, struct finding, i);
		if (!check->invocation->null)
			report(check, path, finding->line, finding->column, finding->code,
				finding->message);
		g_free(finding->message);
	}
	g_array_set_size(check->findings, 0);
}

static void
free_document(gpointer document)
{
	document_free(document);
}

/* Whether the document of an entry has the place an anchor names; one that cannot be read is not
 * asked. */
static bool
target_has_anchor(struct check *check, const struct resolution *resolution)
{
	gpointer key = GUINT_TO_POINTER(resolution->entry);
	gpointer kept = NULL;
	if (resolution->anchor == NULL || *resolution->anchor == '\0')
		return true;
	if (!g_hash_table_lookup_extended(check->targets, key, NULL, &kept)) {
		const char *path = library_path(&check->library, resolution->entry);
		kept = library_open(&check->library, path, path, DOCUMENT_WHOLE, NULL);
		g_hash_table_insert(check->targets, key, kept);
	}
	const Document *document = kept;
	return document == NULL || document_anchor(document, resolution->anchor) != RANGE_NONE;
}

static void
check_link(struct check *check, Source *source, const Document *document, uint32_t entry,
	const struct link *link)
{
	bool checked = link->kind == LINK_WIKI || link->kind == LINK_PATH ||
		       link->kind == LINK_ANCHOR || link->kind == LINK_EMBED;
	if (!checked)
		return;
	if (link_is_own(link)) {
		if (document_anchor(document, link->anchor) == RANGE_NONE)
			add(check, link->line, source_column(source, link->source), MISSING,
				g_strdup_printf(
					"no heading or block of this document is named `%s`",
					link->anchor));
		return;
	}
	struct resolution resolution = resolve_link(check->library.resolver, document, entry, link);
	char *message = NULL;
	if (resolution.entry == NONE)
		message = g_strdup_printf("no document of the library is `%s`", link->written);
	else if (!target_has_anchor(check, &resolution))
		message = g_strdup_printf("%s has no heading or block `%s`",
			library_path(&check->library, resolution.entry), resolution.anchor);
	if (message != NULL)
		add(check, link->line, source_column(source, link->source), MISSING, message);
}

static void
check_file(struct check *check, const struct scan_file *file)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Source) source = source_read(AT_FDCWD, file->path, file->path, 0, &error);
	g_autoptr(Document) document =
		source != NULL ? document_parse(source, library_chosen(&check->library, file->path),
					 DOCUMENT_WHOLE, NULL)
			       : NULL;
	if (document == NULL) {
		if (!g_error_matches(error, SOURCE_ERROR, SOURCE_ERROR_BINARY))
			add(check, 1, 1, "unreadable", g_strdup(error->message));
	} else {
		uint32_t entry = catalog_find(check->library.catalog, file->path);
		for (uint32_t i = 0; i < document->problem_count; i++) {
			const struct problem *problem = &document->problems[i];
			add(check, problem->line, problem->column, problem->code,
				g_strdup(problem->message));
		}
		bool digest = strcmp(document->kind->name, "digest") == 0;
		for (uint32_t i = 0; i < document->link_count && !digest; i++)
			check_link(check, source, document, entry, &document->links[i]);
	}
	report_findings(check, file->path);
}

bool
check_within_library(const struct invocation *invocation)
{
	bool alone = invocation->operands[0] != NULL;

	for (char **path = invocation->operands; *path != NULL; path++)
		alone = alone && !g_file_test(*path, G_FILE_TEST_IS_DIR);
	return alone || invocation->libraries != NULL;
}

static void
init_targets(struct library *targets, const struct invocation *invocation)
{
	bool within = check_within_library(invocation);

	if (within && library_init(targets, invocation, NULL))
		return;
	if (within)
		library_clear(targets);
	library_init(targets, invocation, (const char *const *)invocation->operands);
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
	struct library files;
	if (invocation->wanted || invocation->linked)
		return run_check_links(invocation);
	bool all = library_init(&files, invocation, (const char *const *)invocation->operands);
	init_targets(&check.library, invocation);
	library_tell_once(&check.library, &files);
	check.findings = g_array_new(FALSE, FALSE, sizeof(struct finding));
	check.output = output_new(invocation, columns, G_N_ELEMENTS(columns));
	check.targets = g_hash_table_new_full(NULL, NULL, NULL, free_document);
	g_autoptr(GPtrArray) found = library_files(&files);
	if (found->len > 0)
		library_load(&check.library);
	for (guint i = 0; i < found->len; i++)
		check_file(&check, found->pdata[i]);
	output_finish(check.output);
	g_hash_table_unref(check.targets);
	g_array_unref(check.findings);
	library_clear(&files);
	library_clear(&check.library);
	if (!all)
		return STATUS_ERROR;
	return check.problems > 0 ? STATUS_NONE : STATUS_FOUND;
}
