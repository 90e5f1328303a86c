#include "config.h"

#include "command/command.h"

#include "command/indexed.h"
#include "command/json.h"
#include "command/output.h"
#include "document/clock.h"
#include "library/search.h"

/* On a terminal: path and line, when it is said, section, snippet. */
enum { COLUMNS = 4 };

struct searching {
	const struct invocation *invocation;
	struct indexed indexed;
	struct query *query;
	struct output *output;
	uint32_t places; /* printed */
	uint32_t snippet_length;
};

static json_t *
json_spans(const GArray *spans)
{
	json_t *array = json_array();
	for (guint i = 0; i < spans->len; i++) {
		struct range span = g_array_index(spans, struct range, i);
		json_array_append_new(array,
			json_pack("[II]", (json_int_t)span.start, (json_int_t)span.end));
	}
	return array;
}

static void
print_json(const struct document *document, const struct search_place *place, double score)
{
	json_t *object = json_object();
	json_set_path(object, document->path);
	json_set_text(object, "title", document_field(document, FIELD_TITLE));
	if (place->section != NONE) {
		const struct section *section = &document->sections[place->section];
		json_set_text(object, "section", section->title);
		json_set_text(object, "slug", section->slug);
	}
	json_object_set_new(object, "line", json_integer(place->line));
	json_object_set_new(object, "score", json_real(score));
	json_object_set_new(object, "snippet", json_text(place->snippet.text));
	json_object_set_new(object, "spans", json_spans(place->snippet.spans));
	if (place->milliseconds != NONE)
		json_object_set_new(object, "seconds", json_integer(place->milliseconds / 1000));
	output_json(object);
}

static void
print_place(struct searching *searching, const struct document *document,
	const struct search_place *place, double score)
{
	if (searching->invocation->json) {
		print_json(document, place, score);
		return;
	}
	g_autofree char *where = g_strdup_printf("%s:%u", document->path, place->line);
	const char *section =
		place->section != NONE ? document->sections[place->section].title : "";
	const char *fields[COLUMNS] = { where }, **field = &fields[1];
	char time[16] = "";
	if (place->milliseconds != NONE)
		clock_short(time, place->milliseconds);
	if (searching->invocation->terminal)
		*field++ = time;
	*field++ = section;
	*field = place->snippet.text;
	output_marked_record(searching->output, fields, place->snippet.spans);
}

static void
free_place(gpointer place)
{
	search_place_free(place);
}

/* Prints a document's places, at most as many as the query's limit leaves. A score falls from 1 to 0
 * over all that is printed: that of a place stands within the share of its document. */
static void
print_places(struct searching *searching, const struct indexed_row *row, guint rank, guint of)
{
	g_autoptr(Document) document = indexed_open(&searching->indexed, row);
	g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(free_place);
	uint32_t limit = searching->query->limit;
	uint32_t most = limit > 0 ? limit - searching->places : UINT32_MAX;

	if (document == NULL)
		return;
	search_places(document, searching->query, most, searching->snippet_length, places);
	for (guint i = 0; i < places->len; i++) {
		const struct search_place *place = places->pdata[i];
		print_place(searching, document, place, (of - 1 - rank + place->score) / of);
	}
	searching->places += places->len;
}

static void
print_answer(struct searching *searching, const struct answer *answer)
{
	static const struct column columns[COLUMNS] = {
		{ .role = ROLE_DIM, .shrinks = true, .keeps_end = true },
		{ .role = ROLE_TIMESTAMP, .right = true },
		{ .role = ROLE_DIM, .shrinks = true },
		{ .role = ROLE_TEXT, .shrinks = true, .weight = OUTPUT_SENTENCE_WEIGHT },
	};
	/* In a pipe there are no times: its columns are what scripts rely on. */
	bool timed = searching->invocation->terminal;
	uint32_t limit = searching->query->limit;
	g_autoptr(GPtrArray) rows = indexed_rows(&searching->indexed, answer->ids);

	searching->output =
		output_new(searching->invocation, columns, timed ? COLUMNS : COLUMNS - 1);
	for (guint i = 0; i < rows->len && (limit == 0 || searching->places < limit); i++) {
		const struct indexed_row *row = rows->pdata[i];
		if (searching->invocation->null) {
			output_path(searching->invocation, row->path);
			searching->places++;
		} else {
			print_places(searching, row, i, rows->len);
		}
	}
	output_finish(searching->output);
}

static bool
search(struct searching *searching, const char *typed)
{
	struct indexed *indexed = &searching->indexed;
	if (!indexed_check(indexed, typed) || !indexed_update(indexed, false))
		return false;
	searching->query = indexed_query(indexed, typed);
	if (searching->query == NULL)
		return false;
	g_autoptr(Answer) answer = indexed_answer(indexed, searching->query, ANSWER_BY_RELEVANCE);
	if (answer == NULL)
		return false;
	print_answer(searching, answer);
	return true;
}

enum status
run_search(const struct invocation *invocation)
{
	struct searching searching = {
		.invocation = invocation,
		.snippet_length = output_sentence_length(invocation),
	};
	const char *const *roots = (const char *const *)invocation->operands + 1;
	bool ok = indexed_init(&searching.indexed, invocation, roots) &&
		  search(&searching, invocation->operands[0]) && searching.indexed.all;

	query_free(searching.query);
	indexed_clear(&searching.indexed);
	if (!ok)
		return STATUS_ERROR;
	return searching.places > 0 ? STATUS_FOUND : STATUS_NONE;
}
