#include "config.h"

#include "command/command.h"

#include "command/indexed.h"
#include "command/json.h"
#include "command/output.h"
#include "document/clock.h"
#include "library/recording.h"
#include "library/search.h"
#include "text/path.h"

/* On a terminal: path and line, when it is said, section, snippet. */
enum { COLUMNS = 4 };

struct searching {
	const struct invocation *invocation;
	struct indexed indexed;
	struct query *query;
	struct read_ahead *ahead;
	struct output *output;
	uint32_t places; /* printed */
	/* on a terminal: paths by the key of their recording, of the first that was printed */
	GHashTable *recordings;
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

/* What a document's recording is known by, as it is printed: of a place in the library the path as other
 * paths. NULL where it has none; the caller frees. */
static char *
recording_of(struct searching *searching, const struct indexed_row *row)
{
	g_autofree char *key = recording_key(searching->indexed.store, row->id);
	g_autofree char *folder = g_path_get_dirname(row->real);

	if (key == NULL || key[0] != '/' || !path_lies_in(key, folder))
		return g_steal_pointer(&key);
	size_t below = (size_t)(path_name(row->path) - row->path);

	return g_strdup_printf("%.*s%s", (int)below, row->path, path_name(key));
}

static void
print_json(const struct document *document, const struct search_place *place, double score,
	const char *recording)
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
	if (recording != NULL)
		json_object_set_new(object, "recording", json_text(recording));
	output_json(object);
}

/* On a terminal: that the recording is that of a document before. */
static void
tell_recording(struct searching *searching, const char *path, const char *recording)
{
	const char *before = g_hash_table_lookup(searching->recordings, recording);

	if (before == NULL) {
		g_hash_table_insert(searching->recordings, g_strdup(recording), g_strdup(path));
		return;
	}
	g_autofree char *words = g_strdup_printf("· same recording as %s", before);
	const char *fields[COLUMNS] = { path, [COLUMNS - 1] = words };

	output_record(searching->output, fields);
}

static void
print_place(struct searching *searching, const struct document *document,
	const struct search_place *place, double score, const char *recording)
{
	if (searching->invocation->json) {
		print_json(document, place, score, recording);
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
	g_autoptr(Document) document = indexed_next(searching->ahead, row);
	g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(free_place);
	uint32_t limit = searching->query->limit;
	uint32_t most = limit > 0 ? limit - searching->places : UINT32_MAX;

	if (document == NULL)
		return;
	search_places(document, searching->query, most, searching->snippet_length, places);
	g_autofree char *recording = searching->invocation->json || searching->invocation->terminal
					     ? recording_of(searching, row)
					     : NULL;
	if (recording != NULL && places->len > 0 && !searching->invocation->json)
		tell_recording(searching, row->path, recording);
	for (guint i = 0; i < places->len; i++) {
		const struct search_place *place = places->pdata[i];
		print_place(searching, document, place, (of - 1 - rank + place->score) / of,
			recording);
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
	if (!searching->invocation->null)
		searching->ahead = indexed_read_ahead(&searching->indexed, rows);
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
	read_ahead_free(searching->ahead);
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
		.recordings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
	};
	const char *const *roots = (const char *const *)invocation->operands + 1;
	bool ok = indexed_init(&searching.indexed, invocation, roots) &&
		  search(&searching, invocation->operands[0]) && searching.indexed.all;

	query_free(searching.query);
	g_hash_table_unref(searching.recordings);
	indexed_clear(&searching.indexed);
	if (!ok)
		return STATUS_ERROR;
	return searching.places > 0 ? STATUS_FOUND : STATUS_NONE;
}
