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
	related->reason = related_reason(finding, candidate);
	return related;
}

/* --- the whole --- */

/* The best, and of the own document few behind them. */
static GPtrArray *
choose(struct related_finding *finding, unsigned most)
{
	GPtrArray *found = g_ptr_array_new_with_free_func((GDestroyNotify)related_free);
	unsigned own = 0;

	for (int last = 0; last < 2; last++) {
		for (guint i = 0; i < finding->candidates->len && found->len < most; i++) {
			const struct related_candidate *candidate =
				&g_array_index(finding->candidates, struct related_candidate, i);

			if ((candidate->document == finding->id) != last ||
				(last && own++ >= RELATED_OF_DOCUMENT))
				continue;
			g_ptr_array_add(found, describe(finding, candidate));
		}
		if (found->len == 0)
			break;
	}
	return found;
}

static bool
find(struct related_finding *finding)
{
	return related_look_up(finding) && related_look_around(finding) && related_rank(finding);
}

GPtrArray *
related_to(struct store *store, struct linked *linked, const struct document *document, uint32_t id,
	uint32_t section, unsigned most, const struct cancel *cancel, GError **error)
{
	struct related_finding finding = {
		.store = store,
		.linked = linked,
		.document = document,
		.cancel = cancel,
		.id = id,
		.section = section,
		.entry = NONE,
		.count = catalog_count(linked->catalog),
		.terms = related_terms(document, section),
		.postings = g_array_new(FALSE, FALSE, sizeof(struct related_posting)),
		.places = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
		.candidates = g_array_new(FALSE, FALSE, sizeof(struct related_candidate)),
	};
	GPtrArray *found = NULL;
	bool begun = store_begin_reading(store);

	finding.last_id = store_last_id(store);
	if (related_knows(&finding, id))
		finding.entry = g_array_index(linked->entries, uint32_t, id);
	if (find(&finding))
		found = choose(&finding, most);
	else
		g_set_error(error, STORE_ERROR, STORE_ERROR_STOPPED, "stopped");
	store_end_reading(store, begun);
	g_array_free(finding.terms, TRUE);
	g_array_free(finding.postings, TRUE);
	g_array_free(finding.places, TRUE);
	g_array_free(finding.candidates, TRUE);
	return found;
}
