#include "config.h"

#include "library/answer_private.h"

#include <string.h>

#include "text/path.h"

/* While files are not to be read, so few candidates for a word with punctuation still are. */
#define FEW_FILES 48

/* --- asking the store --- */

bool
answer_stopped(struct answering *a)
{
	if (a->error == NULL && cancel_is_set(a->options->cancel))
		g_set_error(&a->error, STORE_ERROR, STORE_ERROR_STOPPED, "the search was stopped");
	return a->error != NULL;
}

sqlite3_stmt *
answer_statement(struct answering *a, const char *sql)
{
	if (answer_stopped(a))
		return NULL;
	return store_statement(a->store, sql, &a->error);
}

bool
answer_row(struct answering *a, sqlite3_stmt *statement)
{
	int code = sqlite3_step(statement);

	if (code == SQLITE_ROW)
		return true;
	/* A stop of ours is told as such, whatever step of SQLite it met. */
	if (code != SQLITE_DONE && !answer_stopped(a))
		store_failed(a->store, "cannot be searched", &a->error);
	sqlite3_reset(statement);
	return false;
}

bool
answer_collect(struct answering *a, sqlite3_stmt *statement, struct idset *ids)
{
	while (answer_row(a, statement))
		idset_add(ids, (uint32_t)sqlite3_column_int64(statement, 0));
	return a->error == NULL;
}

const char *
answer_text(sqlite3_stmt *statement, int i)
{
	const char *text = (const char *)sqlite3_column_text(statement, i);

	return text != NULL ? text : "";
}

/* --- what may be found at all --- */

/* Adds the documents at or below a path. */
static bool
add_below(struct answering *a, const char *path, struct idset *ids)
{
	g_autofree char *folder = g_path_get_dirname(path), *name = g_path_get_basename(path);
	g_autofree char *first = path_join(path, "");
	g_autofree char *last = g_strdup(first);
	sqlite3_stmt *statement;

	/* The byte after '/': paths below are those between. */
	last[strlen(last) - 1] = '0';
	statement = answer_statement(a,
		"SELECT documents.id FROM folders JOIN documents ON folder = folders.id"
		" WHERE path = ?1 OR (path >= ?2 AND path < ?3)"
		" UNION ALL SELECT documents.id FROM folders JOIN documents ON folder = "
		"folders.id"
		" WHERE path = ?4 AND name = ?5");
	if (statement == NULL)
		return false;
	sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, first, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 3, last, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 4, folder, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 5, name, -1, SQLITE_STATIC);

	bool done = answer_collect(a, statement, ids);

	sqlite3_clear_bindings(statement);
	return done;
}

/* Binary files stand in the store only so that they are not tried again. */
static bool
find_all(struct answering *a)
{
	g_autoptr(Idset) binary = idset_new();
	/* Only what could be read has a hash, which is an index. */
	sqlite3_stmt *statement =
		answer_statement(a, "SELECT id FROM documents WHERE hash IS NULL AND binary");

	if (statement == NULL || !answer_collect(a, statement, binary))
		return false;
	a->all = idset_copy(store_alive(a->store));
	idset_minus(a->all, binary);
	if (a->options->below != NULL) {
		g_autoptr(Idset) below = idset_new();

		for (const char *const *path = a->options->below; *path != NULL; path++) {
			if (!add_below(a, *path, below))
				return false;
		}
		idset_and(a->all, below);
	}
	return true;
}

/* --- the plan to sets --- */

static bool run(struct answering *a, struct plan *plan);

static bool
is_waiting(const struct answering *a, const struct plan *plan)
{
	return !a->options->widest && !a->options->read_texts &&
	       (plan->node->test == TEST_REGEX || plan->words == NULL);
}

static bool
run_read(struct answering *a, struct plan *plan)
{
	if (is_waiting(a, plan)) {
		a->answer->waiting = true;
		plan->most = idset_new();
		return true;
	}
	plan->least = idset_new();
	if (plan->words == NULL) {
		plan->most = idset_copy(a->all);
		return true;
	}
	plan->most = idset_new();
	return answer_match(a, plan->words, plan->most);
}

/* all without a set. */
static struct idset *
complement(const struct answering *a, const struct idset *set)
{
	struct idset *rest = idset_copy(a->all);

	idset_minus(rest, set);
	return rest;
}

static bool
run_not(struct answering *a, struct plan *plan)
{
	struct plan *child = plan->children->pdata[0];

	if (!run(a, child))
		return false;
	plan->most = complement(a, child->least != NULL ? child->least : child->most);
	if (child->least != NULL)
		plan->least = complement(a, child->most);
	return true;
}

/* Joins a child's sets to those of its parent, of which least stands apart until the end. */
static void
join_child(struct plan *plan, const struct plan *child, struct idset *least, bool *decided)
{
	const struct idset *surely = child->least != NULL ? child->least : child->most;

	*decided = *decided && child->least == NULL;
	if (plan->op == PLAN_AND) {
		idset_and(plan->most, child->most);
		idset_and(least, surely);
	} else {
		idset_or(plan->most, child->most);
		idset_or(least, surely);
	}
}

static bool
run_group(struct answering *a, struct plan *plan)
{
	g_autoptr(Idset) least = NULL;
	bool decided = true;

	plan->most = plan->op == PLAN_AND ? idset_copy(a->all) : idset_new();
	least = idset_copy(plan->most);
	for (guint i = 0; i < plan->children->len; i++) {
		struct plan *child = plan->children->pdata[i];

		if (!run(a, child))
			return false;
		join_child(plan, child, least, &decided);
		/* Nothing is left to narrow. */
		if (plan->op == PLAN_AND && idset_next(plan->most, 0) == UINT32_MAX) {
			decided = true;
			break;
		}
	}
	if (!decided)
		plan->least = g_steal_pointer(&least);
	return true;
}

static bool
run_short(struct answering *a, struct plan *plan)
{
	g_autofree char *names = answer_name_words(plan->node);

	plan->most = idset_new();
	return answer_match_names(a, names, plan->most) && answer_match(a, plan->words, plan->most);
}

/* Fills in a plan's sets. No deeper than QUERY_DEPTH brackets. */
static bool
run(struct answering *a, struct plan *plan)
{
	bool done = false;

	switch (plan->op) {
	case PLAN_WORDS:
		plan->most = idset_new();
		done = answer_match(a, plan->words, plan->most);
		break;
	case PLAN_SHORT:
		done = run_short(a, plan);
		break;
	case PLAN_FIELD:
		plan->most = answer_field(a, plan->node);
		done = plan->most != NULL;
		break;
	case PLAN_READ:
		done = run_read(a, plan);
		break;
	case PLAN_NOT:
		done = run_not(a, plan);
		break;
	case PLAN_AND:
	case PLAN_OR:
		done = run_group(a, plan);
		break;
	}
	/* What is decided needs no parts any more. */
	if (done && plan->least == NULL && plan->children != NULL)
		g_ptr_array_set_size(plan->children, 0);
	return done;
}

/* All that is asked of the index is of one state of it: a document that is written anew meanwhile
 * has another id in the next. */
static bool
look_up(struct answering *a, struct plan *plan)
{
	bool begun = store_begin_reading(a->store);
	bool done = !answer_stopped(a) && find_all(a) && run(a, plan);

	store_end_reading(a->store, begun);
	return done;
}

/* The documents that the query finds; NULL where it fails. */
static struct idset *
find(struct answering *a, struct plan *plan)
{
	g_autoptr(Idset) undecided = NULL, ids = NULL;

	if (!look_up(a, plan))
		return NULL;
	idset_and(plan->most, a->all);
	if (plan->least == NULL || a->options->widest)
		return g_steal_pointer(&plan->most);

	ids = idset_copy(plan->least);
	idset_and(ids, a->all);
	undecided = idset_copy(plan->most);
	idset_minus(undecided, ids);
	if (!a->options->read_texts && idset_count(undecided) > FEW_FILES) {
		a->answer->waiting = true;
		idset_or(ids, undecided);
	} else if (!answer_read(a, plan, undecided, ids)) {
		return NULL;
	}
	return g_steal_pointer(&ids);
}

/* --- answers --- */

/* The test that stands last in a query's text. */
static const struct query_node *
last_test(const struct query_node *node)
{
	while (node != NULL && node->op != QUERY_TEST)
		node = node->op == QUERY_NOT ? NULL : node->children[node->count - 1];
	return node;
}

static bool
fill(struct answering *a)
{
	struct plan *plan = plan_new(a, a->query->root);
	g_autoptr(Idset) ids = find(a, plan);
	bool begun, ordered;

	plan_free(plan);
	if (ids == NULL)
		return false;
	a->answer->count = idset_count(ids);
	begun = store_begin_reading(a->store);
	ordered = answer_order(a, ids);
	store_end_reading(a->store, begun);
	if (!ordered)
		return false;
	if (a->query->limit > 0 && a->answer->ids->len > a->query->limit)
		g_array_set_size(a->answer->ids, a->query->limit);
	return true;
}

struct answer *
answer_new(struct store *store, const struct query *query, const struct answer_options *options,
	GError **error)
{
	const struct cancel *before = store->cancel;
	struct answering a = {
		.store = store,
		.query = query,
		.options = options,
		.answer = g_new0(struct answer, 1),
		.last = options->typing ? last_test(query->root) : NULL,
	};
	bool filled;

	a.answer->ids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	if (a.last != NULL && answer_asks_words(a.last))
		a.answer->short_letters = answer_short_letters(&a, a.last);
	store->cancel = options->cancel;
	filled = fill(&a) && !answer_stopped(&a);
	store->cancel = before;
	idset_free(a.all);
	if (filled)
		return a.answer;
	answer_free(a.answer);
	if (a.error == NULL)
		g_set_error(error, STORE_ERROR, STORE_ERROR_FAILED, "the search failed");
	else
		g_propagate_error(error, a.error);
	return NULL;
}

void
answer_free(struct answer *answer)
{
	if (answer == NULL)
		return;
	g_array_free(answer->ids, TRUE);
	g_free(answer);
}
