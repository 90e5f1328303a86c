#include "config.h"

#include "library/answer_private.h"

#include <string.h>

#include "text/fold.h"

/* So few documents are looked up one by one, more by a walk over all. */
#define FEW 4000

/* --- by path --- */

struct placed {
	uint32_t id, root;
	const char *path;
};

struct placing {
	struct answering *a;
	GArray *rows;          /* struct placed */
	GStringChunk *strings; /* their paths */
};

/* A row of an id, a name and a folder. */
static void
place(struct placing *placing, sqlite3_stmt *statement)
{
	uint32_t root;
	g_autofree char *below = answer_below(placing->a, answer_text(statement, 2),
		answer_text(statement, 1), &root);
	struct placed row = {
		.id = (uint32_t)sqlite3_column_int64(statement, 0),
		.root = root,
		.path = g_string_chunk_insert(placing->strings, below),
	};

	g_array_append_val(placing->rows, row);
}

static bool
place_few(struct placing *placing, const struct idset *ids)
{
	for (uint32_t id = idset_next(ids, 0); id != UINT32_MAX; id = idset_next(ids, id + 1)) {
		sqlite3_stmt *statement = answer_statement(placing->a,
			"SELECT documents.id, name, path FROM documents JOIN folders"
			" ON folders.id = folder WHERE documents.id = ?1");

		if (statement == NULL)
			return false;
		sqlite3_bind_int64(statement, 1, id);
		while (answer_row(placing->a, statement))
			place(placing, statement);
	}
	return placing->a->error == NULL;
}

static bool
place_many(struct placing *placing, const struct idset *ids)
{
	sqlite3_stmt *statement = answer_statement(placing->a,
		"SELECT documents.id, name, path FROM folders JOIN documents"
		" ON folders.id = folder");

	if (statement == NULL)
		return false;
	while (answer_row(placing->a, statement)) {
		if (idset_has(ids, (uint32_t)sqlite3_column_int64(statement, 0)))
			place(placing, statement);
	}
	return placing->a->error == NULL;
}

static gint
compare_placed(gconstpointer a, gconstpointer b)
{
	const struct placed *one = a, *other = b;

	if (one->root != other->root)
		return one->root < other->root ? -1 : 1;
	return strcmp(one->path, other->path);
}

GArray *
answer_by_path(struct answering *a, const struct idset *ids)
{
	struct placing placing = {
		.a = a,
		.rows = g_array_new(FALSE, FALSE, sizeof(struct placed)),
		.strings = g_string_chunk_new(1 << 16),
	};
	GArray *ordered = NULL;
	bool done = idset_count(ids) <= FEW ? place_few(&placing, ids) : place_many(&placing, ids);

	if (done) {
		g_array_sort(placing.rows, compare_placed);
		ordered = g_array_sized_new(FALSE, FALSE, sizeof(uint32_t), placing.rows->len);
		for (guint i = 0; i < placing.rows->len; i++) {
			uint32_t id = g_array_index(placing.rows, struct placed, i).id;

			g_array_append_val(ordered, id);
		}
	}
	g_array_free(placing.rows, TRUE);
	g_string_chunk_free(placing.strings);
	return ordered;
}

/* --- by a field --- */

/* What a field sorts by. */
struct sorting {
	const char *field;
	const char *sql; /* rows of an id and a value; NULL: the path */
	bool number;
};

static const struct sorting sortings[] = {
	{ .field = "path" },
	{ .field = "title", .sql = "SELECT id, title FROM documents" },
	{ .field = "kind", .sql = "SELECT id, kind FROM documents" },
	{ .field = "category", .sql = "SELECT id, category FROM documents" },
	{ .field = "author", .sql = "SELECT id, author FROM documents" },
	{ .field = "channel", .sql = "SELECT id, channel FROM documents" },
	{ .field = "source", .sql = "SELECT id, source FROM documents" },
	{ .field = "published", .sql = "SELECT id, published FROM documents" },
	{ .field = "fetched", .sql = "SELECT id, fetched FROM documents" },
	{ .field = "date",
		.sql = "SELECT id, iif(published <> '', published, fetched) FROM documents" },
	{ .field = "words", .sql = "SELECT id, words FROM documents", .number = true },
	{ .field = "stamps", .sql = "SELECT id, stamps FROM documents", .number = true },
	{ .field = "sections", .sql = "SELECT id, sections FROM documents", .number = true },
	{ .field = "links", .sql = "SELECT id, links FROM documents", .number = true },
	{ .field = "minutes", .sql = "SELECT id, minutes FROM documents", .number = true },
	{ .field = "problems", .sql = "SELECT id, problems FROM documents", .number = true },
	{ .field = "size", .sql = "SELECT id, size FROM documents", .number = true },
};

struct sorted {
	uint32_t id, rank; /* rank: its place by path */
	bool known;
	int64_t number;
	const char *text;
};

static gint
compare_sorted(gconstpointer a, gconstpointer b, gpointer reverse)
{
	const struct sorted *one = a, *other = b;
	int order;

	/* What has no value stands last both ways. */
	if (one->known != other->known)
		return one->known ? -1 : 1;
	order = one->number != other->number ? (one->number < other->number ? -1 : 1)
					     : strcmp(one->text, other->text);
	if (order != 0)
		return *(const bool *)reverse ? -order : order;
	return one->rank < other->rank ? -1 : one->rank > other->rank;
}

static bool
read_values(struct answering *a, const struct sorting *sorting, GArray *rows, GHashTable *places,
	GStringChunk *strings)
{
	sqlite3_stmt *statement = answer_statement(a, sorting->sql);

	if (statement == NULL)
		return false;
	while (answer_row(a, statement)) {
		gpointer place = g_hash_table_lookup(places,
			GUINT_TO_POINTER(sqlite3_column_int64(statement, 0)));
		const char *value;

		if (place == NULL)
			continue;

		struct sorted *row =
			&g_array_index(rows, struct sorted, GPOINTER_TO_UINT(place) - 1);

		if (sorting->number) {
			row->known = true;
			row->number = sqlite3_column_int64(statement, 1);
			continue;
		}
		value = answer_text(statement, 1);
		row->known = *value != '\0';
		if (row->known) {
			size_t length;
			g_autofree char *folded =
				fold_search(value, strlen(value), false, &length, NULL);

			row->text = g_string_chunk_insert(strings, folded);
		}
	}
	return a->error == NULL;
}

/* Puts ids, which are in order of path, into the order of a field. */
static bool
sort_by(struct answering *a, const struct sorting *sorting, GArray *ids)
{
	GArray *rows = g_array_sized_new(FALSE, TRUE, sizeof(struct sorted), ids->len);
	g_autoptr(GHashTable) places = g_hash_table_new(NULL, NULL);
	GStringChunk *strings = g_string_chunk_new(1 << 16);
	bool reverse = a->query->reverse, done;

	for (guint i = 0; i < ids->len; i++) {
		struct sorted row = { .id = g_array_index(ids, uint32_t, i),
			.rank = i,
			.text = "" };

		g_array_append_val(rows, row);
		g_hash_table_insert(places, GUINT_TO_POINTER(row.id), GUINT_TO_POINTER(i + 1));
	}
	done = read_values(a, sorting, rows, places, strings);
	if (done)
		g_array_sort_with_data(rows, compare_sorted, &reverse);
	for (guint i = 0; i < ids->len; i++)
		g_array_index(ids, uint32_t, i) = g_array_index(rows, struct sorted, i).id;
	g_array_free(rows, TRUE);
	g_string_chunk_free(strings);
	return done;
}

static const struct sorting *
sorting_of(const struct query_field *field)
{
	if (field == NULL || field->name == NULL)
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(sortings); i++) {
		if (strcmp(sortings[i].field, field->name) == 0)
			return &sortings[i];
	}
	return NULL;
}

/* --- all of them --- */

static void
reverse_ids(GArray *ids)
{
	for (guint i = 0, j = ids->len; i + 1 < j; i++) {
		uint32_t *one = &g_array_index(ids, uint32_t, i);
		uint32_t *other = &g_array_index(ids, uint32_t, --j), kept = *one;

		*one = *other;
		*other = kept;
	}
}

bool
answer_order(struct answering *a, const struct idset *set)
{
	const struct sorting *sorting = sorting_of(a->query->sort);
	bool relevance = a->query->relevance ||
			 (sorting == NULL && a->options->order == ANSWER_BY_RELEVANCE);
	GArray *ids;

	if (relevance) {
		bool weighed = answer_weigh(a, set, a->answer->ids);

		if (weighed && a->query->relevance && a->query->reverse)
			reverse_ids(a->answer->ids);
		if (weighed || a->error != NULL)
			return a->error == NULL;
	}
	if (sorting == NULL && !relevance && a->options->order == ANSWER_BY_ID) {
		for (uint32_t id = idset_next(set, 0); id != UINT32_MAX;
			id = idset_next(set, id + 1))
			g_array_append_val(a->answer->ids, id);
		return true;
	}
	ids = answer_by_path(a, set);
	if (ids == NULL)
		return false;
	g_array_free(a->answer->ids, TRUE);
	a->answer->ids = ids;
	if (sorting != NULL && sorting->sql != NULL)
		return sort_by(a, sorting, ids);
	if (sorting != NULL && a->query->reverse)
		reverse_ids(ids);
	return true;
}
