#include "config.h"

#include "command/command.h"

#include <stdlib.h>
#include <string.h>

#include "command/indexed.h"
#include "command/json.h"
#include "command/options.h"
#include "command/output.h"
#include "library/idset.h"
#include "library/mentions.h"
#include "text/path.h"

struct backlinks {
	const struct invocation *invocation;
	struct indexed indexed;
	struct output *output;
	uint32_t printed;
	unsigned length; /* characters of a sentence */
};

/* --- what is asked for --- */

/* The id of the document of a file, by its place, else by the file; 0 where the library has none. */
static uint32_t
id_of_file(struct store *store, const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path), *place = NULL;
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(free);
	g_autoptr(Idset) ids = idset_new();
	char *real_folder = realpath(folder, NULL), *real = realpath(path, NULL);
	uint32_t id = 0;

	if (real_folder != NULL) {
		place = path_join(real_folder, path_name(path));
		id = store_id_of(store, place);
	}
	free(real_folder);
	if (id > 0 || real == NULL) {
		free(real);
		return id;
	}
	g_ptr_array_add(files, real);
	store_of_files(store, files, ids);
	id = idset_next(ids, 0);
	return id != UINT32_MAX ? id : 0;
}

static enum status
tell_candidates(struct backlinks *backlinks, const char *doc, const GArray *ids)
{
	g_autoptr(GPtrArray) rows = indexed_rows(&backlinks->indexed, ids);

	report_error("%s: ambiguous: %u documents match; give the path of one:", doc, ids->len);
	for (guint i = 0; i < rows->len; i++)
		report_error("  %s", ((const struct indexed_row *)rows->pdata[i])->path);
	return STATUS_ERROR;
}

/* Finds what doc names; *place is what stands behind its '#', else NULL. The caller frees it. */
static enum status
find(struct backlinks *backlinks, struct linked *linked, const char *doc, uint32_t *id,
	char **place)
{
	g_autofree char *path = NULL, *at = NULL;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	const char *anchor;

	*place = NULL;
	split_place(doc, &path, &at);
	if (g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
		*id = id_of_file(backlinks->indexed.store, path);
		if (at != NULL && at[0] == '#')
			*place = g_strdup(at + 1);
		if (*id > 0)
			return STATUS_FOUND;
		report_error("%s: it is no document of the library; -L names another", path);
		return STATUS_NONE;
	}
	linked_named(linked, doc, ids, &anchor);
	if (ids->len > 1)
		return tell_candidates(backlinks, doc, ids);
	if (ids->len == 0) {
		report_error("%s: no document of the library has this path, name, title or alias",
			doc);
		return STATUS_NONE;
	}
	*id = g_array_index(ids, uint32_t, 0);
	*place = anchor[0] != '\0' ? g_strdup(anchor) : NULL;
	return STATUS_FOUND;
}

/* --- printing --- */

static struct document *
open_id(struct backlinks *backlinks, uint32_t id)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	g_array_append_val(ids, id);
	g_autoptr(GPtrArray) rows = indexed_rows(&backlinks->indexed, ids);

	return rows->len > 0 ? indexed_open(&backlinks->indexed, rows->pdata[0]) : NULL;
}

static void
print_mention(struct backlinks *backlinks, const struct document *document,
	const struct mention *mention)
{
	struct range marked;
	g_autofree char *text = mention_sentence(document, mention, backlinks->length, &marked);
	const struct section *section = mention->section < document->section_count
						? &document->sections[mention->section]
						: NULL;

	backlinks->printed++;
	if (backlinks->invocation->json) {
		json_t *object = json_object();

		json_set_path(object, document->path);
		json_set_text(object, "title", document_field(document, FIELD_TITLE));
		if (section != NULL) {
			json_set_text(object, "section", section->title);
			json_set_text(object, "slug", section->slug);
		}
		json_object_set_new(object, "line", json_integer(mention->line));
		json_set_text(object, "text", text);
		output_json(object);
		return;
	}
	g_autofree char *where = g_strdup_printf("%s:%u", document->path, mention->line);
	g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(struct range));
	const char *fields[] = { where, section != NULL ? section->title : "", text };

	g_array_append_val(spans, marked);
	output_marked_record(backlinks->output, fields, spans);
}

/* Prints mentions, with a place those of its section alone: they come first. */
static void
print_mentions(struct backlinks *backlinks, const GArray *mentions, bool of_section)
{
	static const struct column columns[] = {
		{ .role = ROLE_DIM, .shrinks = true, .keeps_end = true },
		{ .role = ROLE_DIM, .shrinks = true },
		{ .role = ROLE_TEXT, .shrinks = true, .weight = OUTPUT_SENTENCE_WEIGHT },
	};
	g_autoptr(Document) document = NULL;
	uint32_t id = 0;

	backlinks->output = output_new(backlinks->invocation, columns, G_N_ELEMENTS(columns));
	for (guint i = 0; i < mentions->len; i++) {
		const struct mention *mention = &g_array_index(mentions, struct mention, i);

		if (of_section && !mention->of_section)
			break;
		if (mention->id != id) {
			document_free(document);
			id = mention->id;
			document = open_id(backlinks, id);
		}
		if (document != NULL)
			print_mention(backlinks, document, mention);
	}
	output_finish(backlinks->output);
}

/* --- all of it --- */

/* The section that place names in the document of an id. */
static enum status
find_section(struct backlinks *backlinks, uint32_t id, const char *place,
	struct mention_section *section, Document **document)
{
	uint32_t at;

	*document = open_id(backlinks, id);
	if (*document == NULL)
		return STATUS_ERROR;
	at = document_anchor(*document, place);
	section->document = *document;
	section->index = at != RANGE_NONE ? document_section_at(*document, at) : NONE;
	if (section->index != NONE)
		return STATUS_FOUND;
	report_error("%s: no section is named `%s`", (*document)->path, place);
	return STATUS_NONE;
}

static enum status
print_backlinks(struct backlinks *backlinks, const char *doc)
{
	struct linked *linked = linked_of_store(backlinks->indexed.store, NULL);
	struct mention_section section;
	g_autoptr(Document) document = NULL;
	g_autofree char *place = NULL;
	uint32_t id = 0;
	enum status status = find(backlinks, linked, doc, &id, &place);

	if (status == STATUS_FOUND && place != NULL)
		status = find_section(backlinks, id, place, &section, &document);
	if (status != STATUS_FOUND)
		return status;
	g_autoptr(GArray) mentions =
		mentions_of_document(linked, id, place != NULL ? &section : NULL, NULL);

	if (mentions == NULL) {
		report_error("%s: the index cannot be read", doc);
		return STATUS_ERROR;
	}
	print_mentions(backlinks, mentions, place != NULL);
	return backlinks->printed > 0 ? STATUS_FOUND : STATUS_NONE;
}

enum status
run_backlinks(const struct invocation *invocation)
{
	struct backlinks backlinks = {
		.invocation = invocation,
		.length = output_sentence_length(invocation),
	};
	enum status status = STATUS_ERROR;

	if (indexed_init(&backlinks.indexed, invocation, NULL) &&
		indexed_update(&backlinks.indexed, false))
		status = print_backlinks(&backlinks, invocation->operands[0]);
	if (!backlinks.indexed.all)
		status = STATUS_ERROR;
	indexed_clear(&backlinks.indexed);
	return status;
}
