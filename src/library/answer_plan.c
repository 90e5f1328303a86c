/*
 * From the tree of a query to what is asked of the store: words and phrases that the index decides
 * are joined to as few searches as can be.
 */
#include "config.h"

#include "library/answer_private.h"

/* One search has at most so many words and brackets inside each other: FTS5 gives up at 256, and
 * its parser's stack is 100 high. */
#define MOST_LEAVES 32
#define MOST_DEPTH 8

static struct plan *
plan_node(enum plan_op op)
{
	struct plan *plan = g_new0(struct plan, 1);

	plan->op = op;
	if (op == PLAN_AND || op == PLAN_OR || op == PLAN_NOT)
		plan->children = g_ptr_array_new_with_free_func((GDestroyNotify)plan_free);
	return plan;
}

void
plan_free(struct plan *plan)
{
	if (plan == NULL)
		return;
	if (plan->children != NULL)
		g_ptr_array_free(plan->children, TRUE);
	idset_free(plan->least);
	idset_free(plan->most);
	g_free(plan->words);
	g_free(plan);
}

static struct plan *
plan_test(const struct answering *a, const struct query_node *node)
{
	struct plan *plan;
	bool exact = false;

	if (answer_asks_words(node)) {
		if (node->phrase == NULL)
			return plan_node(PLAN_AND);
		bool is_short = answer_short_letters(a, node) > 0;
		char *words = answer_words(node, node->columns, !is_short, &exact);

		plan = plan_node(is_short ? PLAN_SHORT : exact ? PLAN_WORDS : PLAN_READ);
		plan->words = words;
		plan->leaves = 1;
	} else if (node->test == TEST_REGEX && node->field != NULL &&
		   node->field->type == QUERY_TEXT && (node->columns & COLUMN_TEXT) != 0) {
		plan = plan_node(PLAN_READ);
		plan->words = answer_narrow(node->value);
	} else {
		plan = plan_node(PLAN_FIELD);
	}
	plan->node = node;
	return plan;
}

/* Whether two searches may be one. */
static bool
may_join(const struct plan *to, const struct plan *other)
{
	return to->leaves + other->leaves <= MOST_LEAVES &&
	       MAX(to->depth, other->depth) < MOST_DEPTH;
}

static void
join(struct plan *to, const struct plan *other, const char *operator)
{
	char *words = g_strdup_printf("(%s) %s (%s)", to->words, operator, other->words);

	g_free(to->words);
	to->words = words;
	to->leaves += other->leaves;
	/* Words side by side with one operator do nest: `((a) AND (b)) AND (c)`. */
	to->depth = MAX(to->depth, other->depth) + 1;
}

/* Searches that are joined side by side: `(a) AND (b) AND (c)`. */
static struct plan *
join_all(const GPtrArray *searches, const char *operator)
{
	struct plan *joined = plan_node(PLAN_WORDS);
	GString *words = g_string_new(NULL);

	for (guint i = 0; i < searches->len; i++) {
		const struct plan *search = searches->pdata[i];

		g_string_append_printf(words, "%s%s%s(%s)", i > 0 ? " " : "", i > 0 ? operator : "",
			i > 0 ? " " : "", search->words);
		joined->leaves += search->leaves;
		joined->depth = MAX(joined->depth, search->depth + 1);
	}
	joined->words = g_string_free(words, FALSE);
	return joined;
}

/* Takes a searchful of the searches among children and joins them; NULL where there are none. */
static struct plan *
take_searches(GPtrArray *children, const char *operator)
{
	g_autoptr(GPtrArray) searches = g_ptr_array_new_with_free_func((GDestroyNotify)plan_free);
	unsigned leaves = 0;

	for (guint i = 0; i < children->len;) {
		struct plan *child = children->pdata[i];

		if (child->op != PLAN_WORDS ||
			(searches->len > 0 && (child->depth >= MOST_DEPTH ||
						      leaves + child->leaves > MOST_LEAVES))) {
			i++;
			continue;
		}
		leaves += child->leaves;
		g_ptr_array_add(searches, g_ptr_array_steal_index(children, i));
		if (child->depth >= MOST_DEPTH)
			break;
	}
	if (searches->len == 0)
		return NULL;
	return searches->len == 1 ? g_ptr_array_steal_index(searches, 0)
				  : join_all(searches, operator);
}

/* Makes the searches among children few, and puts them first. */
static void
join_searches(GPtrArray *children, const char *operator)
{
	g_autoptr(GPtrArray) joined = g_ptr_array_new();
	struct plan *search;

	while ((search = take_searches(children, operator)) != NULL)
		g_ptr_array_add(joined, search);
	for (guint i = joined->len; i-- > 0;)
		g_ptr_array_insert(children, 0, joined->pdata[i]);
}

/* `a` and `-b`, both searches, are one: `a NOT b`. */
static void
join_negatives(GPtrArray *children)
{
	struct plan *positive = children->pdata[0];

	if (positive->op != PLAN_WORDS)
		return;
	for (guint i = 0; i < children->len;) {
		struct plan *child = children->pdata[i];
		struct plan *inner = child->op == PLAN_NOT ? child->children->pdata[0] : NULL;

		if (inner != NULL && inner->op == PLAN_WORDS && may_join(positive, inner)) {
			join(positive, inner, "NOT");
			g_ptr_array_remove_index(children, i);
		} else {
			i++;
		}
	}
}

struct plan *
plan_new(const struct answering *a, const struct query_node *root)
{
	if (root == NULL)
		return plan_node(PLAN_AND);
	if (root->op == QUERY_TEST)
		return plan_test(a, root);

	static const enum plan_op ops[] = {
		[QUERY_AND] = PLAN_AND,
		[QUERY_OR] = PLAN_OR,
		[QUERY_NOT] = PLAN_NOT,
	};
	struct plan *plan = plan_node(ops[root->op]);

	for (uint32_t i = 0; i < root->count; i++)
		g_ptr_array_add(plan->children, plan_new(a, root->children[i]));
	if (root->op == QUERY_NOT)
		return plan;

	join_searches(plan->children, root->op == QUERY_AND ? "AND" : "OR");
	if (root->op == QUERY_AND)
		join_negatives(plan->children);
	if (plan->children->len == 1) {
		struct plan *only = g_ptr_array_steal_index(plan->children, 0);

		plan_free(plan);
		return only;
	}
	return plan;
}
