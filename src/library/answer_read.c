/*
 * What only the files can decide: expressions over the text, signs, and punctuation that the index
 * does not keep. Each candidate is read once, whatever is asked of it.
 */
#include "config.h"

#include "library/answer_private.h"

#include <string.h>

#include "library/loader.h"

/* A test of one piece of text, over which no phrase and no expression runs. Where a limit is met,
 * *limited is set, and nothing holds from then on: each search of a hostile text may take half a
 * second. */
static bool
holds_in(const struct query_node *node, const char *text, size_t n, bool *limited)
{
	struct range hit;

	if (*limited)
		return false;
	if (node->test == TEST_PHRASE)
		return phrase_find(node->phrase, text, n, 0, &hit);

	enum regex_result result = regex_find(node->regex, text, n, 0, &hit);

	*limited = result == REGEX_LIMIT;
	return result == REGEX_FOUND;
}

/* The text of each section, as the index parts it, and what stands before the first. */
static bool
holds_in_text(const struct query_node *node, const struct document *document, bool *limited)
{
	uint32_t from = 0;

	for (uint32_t i = 0; i < document->section_count; i++) {
		uint32_t at = document->sections[i].text.start;

		if (at < from || at > document->length)
			continue;
		if (at > from && holds_in(node, document->text + from, at - from, limited))
			return true;
		from = at;
	}
	return holds_in(node, document->text + from, document->length - from, limited);
}

static bool
holds_in_document(const struct query_node *node, const struct document *document, bool *limited)
{
	const char *title = document_field(document, FIELD_TITLE);

	if ((node->columns & COLUMN_TITLE) != 0 && holds_in(node, title, strlen(title), limited))
		return true;
	for (uint32_t i = 0; (node->columns & COLUMN_HEADING) != 0 && i < document->section_count;
		i++) {
		const char *heading = document->sections[i].title;

		if (holds_in(node, heading, strlen(heading), limited))
			return true;
	}
	return (node->columns & COLUMN_TEXT) != 0 && holds_in_text(node, document, limited);
}

/* Whether a document is in a plan's set, where its tests of files are asked of the document itself;
 * with *limited nothing is said by that. */
static bool
plan_holds(const struct plan *plan, uint32_t id, const struct document *document, bool *limited)
{
	if (plan->least == NULL || !idset_has(plan->most, id))
		return idset_has(plan->most, id);
	if (idset_has(plan->least, id))
		return true;
	if (plan->op == PLAN_READ)
		return holds_in_document(plan->node, document, limited);

	bool any = plan->op == PLAN_OR;

	for (guint i = 0; i < plan->children->len; i++) {
		bool holds = plan_holds(plan->children->pdata[i], id, document, limited);

		if (plan->op == PLAN_NOT)
			return !holds;
		if (holds == any)
			return any;
	}
	return !any;
}

bool
answer_read(struct answering *a, const struct plan *plan, const struct idset *undecided,
	struct idset *ids)
{
	const struct answer_options *options = a->options;
	uint32_t all = idset_count(undecided), done = 0;

	for (uint32_t id = idset_next(undecided, 0); id != UINT32_MAX;
		id = idset_next(undecided, id + 1)) {
		g_autofree char *path = NULL;
		g_autoptr(Document) document = NULL;
		struct choices choices = store_choices(a->store, id);
		bool limited = false;

		if (answer_stopped(a))
			return false;
		if (options->progress != NULL)
			options->progress(options->data, done, all);
		done++;
		path = store_path_of(a->store, id);
		if (path != NULL)
			document =
				loader_open(path, &choices, DOCUMENT_WHOLE, options->cancel, NULL);
		if (answer_stopped(a))
			return false;
		bool holds = document != NULL && plan_holds(plan, id, document, &limited);

		if (document == NULL || limited)
			a->answer->unread++;
		else if (holds)
			idset_add(ids, id);
	}
	if (options->progress != NULL && all > 0)
		options->progress(options->data, all, all);
	return true;
}
