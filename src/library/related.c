#include "config.h"

#include "library/related.h"

#include <string.h>

#include "library/linked_private.h"
#include "library/related_private.h"

void
related_free(struct related *related)
{
	if (related == NULL)
		return;
	g_free(related->title);
	g_free(related->reason);
	g_free(related);
}

/* --- in words --- */

static void
append_words(GString *reason, const struct related_finding *finding,
	const struct related_candidate *candidate)
{
	for (int i = 0; i < RELATED_REASONS && candidate->terms[i] != NONE; i++) {
		const struct related_term *term =
			&g_array_index(finding->terms, struct related_term, candidate->terms[i]);

		g_string_append_printf(reason, "%s\"%.*s\"", reason->len > 0 ? ", " : "",
			(int)range_length(term->shown),
			finding->document->text + term->shown.start);
	}
}

/* The line and title of a section, as the store has them. */
static bool
name_section(struct related_finding *finding, struct related *related)
{
	sqlite3_stmt *statement = store_statement(finding->store,
		"SELECT titles FROM sections WHERE document = ?1", NULL);
	const char *line = NULL;

	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, related->id);
	if (sqlite3_step(statement) == SQLITE_ROW)
		line = (const char *)sqlite3_column_text(statement, 0);
	for (uint32_t i = 0; line != NULL && i < related->section; i++) {
		line = strchr(line, '\n');
		line = line != NULL ? line + 1 : NULL;
	}
	if (line != NULL && *line != '\0') {
		char *title;

		related->line = (uint32_t)g_ascii_strtoull(line, &title, 10);
		title += *title == '\t';
		related->title = g_strndup(title, strcspn(title, "\n"));
	}
	sqlite3_reset(statement);
	return related->title != NULL;
}

static struct related *
describe(struct related_finding *finding, const struct related_candidate *candidate)
{
	struct related *related = g_new0(struct related, 1);
	GString *reason = g_string_new(NULL);
	uint32_t entry = g_array_index(finding->linked->entries, uint32_t, candidate->document);

	related->id = candidate->document;
	related->section = candidate->section;
	related->score = candidate->score;
	if (candidate->section == NONE || !name_section(finding, related)) {
		related->section = NONE;
		related->line = 1;
		related->title =
			g_strdup(catalog_entry(finding->linked->catalog, entry)->short_title);
	}
	append_words(reason, finding, candidate);
	related->reason = g_string_free(reason, FALSE);
	return related;
}

/* --- the whole --- */

/* Best first, no more of a document than RELATED_OF_DOCUMENT before the rest, the own one last. */
static void
choose(struct related_finding *finding, unsigned most, GPtrArray *found)
{
	enum { FEW, REST, OWN, ROUNDS };
	g_autoptr(GHashTable) counts = g_hash_table_new(NULL, NULL);
	g_autoptr(GByteArray) taken = g_byte_array_new();

	g_byte_array_set_size(taken, finding->candidates->len + 1);
	memset(taken->data, 0, taken->len);
	for (int round = FEW; round < ROUNDS; round++) {
		for (guint i = 0; i < finding->candidates->len && found->len < most; i++) {
			const struct related_candidate *candidate =
				&g_array_index(finding->candidates, struct related_candidate, i);
			gpointer key = GUINT_TO_POINTER(candidate->document);
			guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key));

			if (taken->data[i] ||
				(candidate->document == finding->id) != (round == OWN) ||
				(round != REST && count >= RELATED_OF_DOCUMENT))
				continue;
			taken->data[i] = 1;
			g_hash_table_insert(counts, key, GUINT_TO_POINTER(count + 1));
			g_ptr_array_add(found, describe(finding, candidate));
		}
		if (round == REST && found->len == 0)
			break;
	}
}

GPtrArray *
related_to(struct store *store, struct linked *linked, const struct document *document, uint32_t id,
	uint32_t section, unsigned most, const struct cancel *cancel, GError **error)
{
	struct range text = related_text(document, section);
	struct range heading =
		section != NONE ? document->sections[section].heading : (struct range){ 0, 0 };
	struct related_finding finding = {
		.store = store,
		.linked = linked,
		.document = document,
		.cancel = cancel,
		.id = id,
		.section = section,
		.count = catalog_count(linked->catalog),
		.terms = related_terms(document, text, heading),
		.postings = g_array_new(FALSE, FALSE, sizeof(struct related_posting)),
		.places = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
		.candidates = g_array_new(FALSE, FALSE, sizeof(struct related_candidate)),
	};
	GPtrArray *found = g_ptr_array_new_with_free_func((GDestroyNotify)related_free);
	bool begun = store_begin_reading(store);

	if (related_look_up(&finding) && related_rank(&finding))
		choose(&finding, most, found);
	store_end_reading(store, begun);
	g_array_free(finding.terms, TRUE);
	g_array_free(finding.postings, TRUE);
	g_array_free(finding.places, TRUE);
	g_array_free(finding.candidates, TRUE);
	if (cancel_is_set(cancel)) {
		g_ptr_array_free(found, TRUE);
		g_set_error(error, STORE_ERROR, STORE_ERROR_STOPPED, "stopped");
		return NULL;
	}
	return found;
}
