/*
 * Terms, brackets and OR: one walk over the query, with the open brackets on a stack.
 */
#include "config.h"

#include "library/query_private.h"

#include <string.h>
#include <time.h>

G_DEFINE_QUARK(lectern_query_error, query_error)

/* A bracket that is open; the first is the whole query. */
struct group {
	GPtrArray *sides; /* struct query_node *: what stood before each OR */
	GPtrArray *terms; /* struct query_node *: since the last OR */
	size_t start;     /* of its bracket, or of the `-` before */
	size_t or_start;  /* of the last OR */
	bool negated;     /* by its own `-` */
	bool negative;    /* by an odd number of `-` around */
};

struct parser {
	struct query_cursor in;
	const struct query_options *options;
	struct query *query;
	struct group groups[QUERY_DEPTH + 1];
	unsigned depth;
	unsigned terms;
};

/* --- the tree --- */

static void
free_node(void *node)
{
	query_node_free(node);
}

static void
open_group(struct parser *p, size_t start, bool negated, bool negative)
{
	p->groups[p->depth] = (struct group){
		.sides = g_ptr_array_new_with_free_func(free_node),
		.terms = g_ptr_array_new_with_free_func(free_node),
		.start = start,
		.negated = negated,
		.negative = negative,
	};
}

static void
clear_group(struct group *group)
{
	g_ptr_array_unref(group->sides);
	g_ptr_array_unref(group->terms);
}

/* One node of several, which leave the array; NULL of none. */
static struct query_node *
join(enum query_op op, GPtrArray *nodes)
{
	struct query_node *node = NULL;

	if (nodes->len == 1)
		node = nodes->pdata[0];
	if (nodes->len > 1) {
		const struct query_node *first = nodes->pdata[0],
					*last = nodes->pdata[nodes->len - 1];

		node = query_node_new(op, nodes,
			(struct range){ first->place.start, last->place.end });
	}
	g_ptr_array_set_free_func(nodes, NULL);
	g_ptr_array_set_size(nodes, 0);
	g_ptr_array_set_free_func(nodes, free_node);
	return node;
}

static struct query_node *
negate(struct query_node *node, bool negated, struct range place)
{
	void *children[] = { node };
	GPtrArray one = { .pdata = children, .len = 1 };

	node->place = place;
	return negated ? query_node_new(QUERY_NOT, &one, place) : node;
}

/* --- tests --- */

/* A term as it is being read. */
struct term {
	size_t start;      /* of its `-`, or of itself */
	size_t name_start; /* of its field */
	bool negated;
};

static struct group *
group_of(struct parser *p)
{
	return &p->groups[p->depth];
}

/* Reads one value of what is asked, and adds its test to tests. */
static bool
add_test(struct parser *p, struct query_asking *asking, const struct query_value *value,
	GPtrArray *tests, GError **error)
{
	GError *why = NULL;
	struct query_node *node;

	if (++p->terms > QUERY_TERMS) {
		query_fail(error, p->in.text, value->place.start, NULL, "more than %d terms",
			QUERY_TERMS);
		return false;
	}
	node = query_value_read(asking, value, &why);
	if (why != NULL) {
		g_propagate_error(error, why);
		return false;
	}
	/* Of a list what stands before stays, without its comma. */
	if (node == NULL)
		query_leave_out(&p->in,
			tests->len > 0 ? value->place.start - 1 : asking->place.start);
	else
		g_ptr_array_add(tests, node);
	/* Half a name is one with a `*` when typing is over. */
	if (node != NULL && node->prefix && value->last && !value->star && node->field != NULL &&
		node->field->type == QUERY_NAME)
		g_string_append_c(p->in.closing, '*');
	return true;
}

/* Puts the tests of a term into its group, as one. */
static void
add_term(struct parser *p, const struct term *term, GPtrArray *tests)
{
	struct range place = { (uint32_t)term->start, (uint32_t)p->in.at };
	struct query_node *node = join(QUERY_OR, tests);

	if (node != NULL)
		g_ptr_array_add(group_of(p)->terms, negate(node, term->negated, place));
}

/* Says that a value is missing at the parser's place; nothing while it may still be typed: what stands
 * from start on is left out then. */
static bool
miss_value(struct parser *p, const struct term *term, size_t start, GError **error)
{
	size_t after = p->in.at;

	if (query_is_last(&p->in, after)) {
		query_leave_out(&p->in, start);
		return true;
	}
	if (p->in.text[after - 1] == ',' || (after < p->in.length && p->in.text[after] == ',')) {
		query_fail(error, p->in.text, after,
			"a comma stands between two values, or in quotes", "a value is missing");
	} else {
		g_autofree char *name =
			query_shown(p->in.text + term->name_start, after - term->name_start);

		query_fail(error, p->in.text, term->name_start,
			"write it right behind, or all in quotes to look for it",
			"\"%s\" has no value", name);
	}
	return false;
}

/* The values of a field, from behind its colon. */
static bool
read_values(struct parser *p, const struct term *term, const struct query_meaning *meaning,
	GError **error)
{
	g_autoptr(GPtrArray) tests = g_ptr_array_new_with_free_func(free_node);
	g_autoptr(GString) out = g_string_new(NULL);
	struct query_asking asking = {
		.query = p->in.text,
		.options = p->options,
		.field = meaning->field,
		.key = meaning->key,
		.negative = group_of(p)->negative != term->negated,
		.place = { (uint32_t)term->start, (uint32_t)p->in.at },
	};
	struct query_value value;

	for (bool more = true; more;) {
		if (query_is_end(&p->in, p->in.at) || p->in.text[p->in.at] == ',') {
			if (!miss_value(p, term, tests->len > 0 ? p->in.at - 1 : term->start,
				    error))
				return false;
			break;
		}
		if (!query_take_value(&p->in, true, out, &value, error) ||
			!add_test(p, &asking, &value, tests, error))
			return false;
		more = p->in.at < p->in.length && p->in.text[p->in.at] == ',';
		p->in.at += more;
	}
	add_term(p, term, tests);
	return true;
}

/* --- sort: and limit: --- */

static bool
read_setting(struct parser *p, const struct term *term, const struct query_meaning *meaning,
	GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);
	struct query_value value;
	bool unfinished = false, sort = meaning->what == MEANS_SORT;

	if (p->depth > 0 || term->negated) {
		query_fail(error, p->in.text, term->start, "it holds for the whole query",
			"\"%s:\" cannot stand in brackets or behind a \"-\"",
			sort ? "sort" : "limit");
		return false;
	}
	if (query_is_end(&p->in, p->in.at))
		return miss_value(p, term, term->start, error);
	if (!query_take_value(&p->in, false, out, &value, error))
		return false;
	if (!(sort ? query_set_sort : query_set_limit)(p->query, p->in.text, &value, &unfinished,
		    error))
		return false;
	if (unfinished) {
		query_leave_out(&p->in, term->start);
	} else {
		struct range place = { (uint32_t)term->start, (uint32_t)p->in.at };

		g_array_append_val(p->query->settings, place);
	}
	return true;
}

/* --- terms --- */

static bool
read_word(struct parser *p, const struct term *term, GError **error)
{
	g_autoptr(GPtrArray) tests = g_ptr_array_new_with_free_func(free_node);
	g_autoptr(GString) out = g_string_new(NULL);
	struct query_asking asking = {
		.query = p->in.text,
		.options = p->options,
		.negative = group_of(p)->negative != term->negated,
		.place = { (uint32_t)term->start, 0 },
	};
	struct query_value value;

	if (!query_take_value(&p->in, false, out, &value, error))
		return false;
	if (value.open && out->len == 0) {
		query_leave_out(&p->in, term->start);
		return true;
	}
	/* A `-` that negates nothing. */
	if (!value.quoted && strcmp(out->str, "-") == 0)
		value.text = "";
	if (!add_test(p, &asking, &value, tests, error))
		return false;
	add_term(p, term, tests);
	return true;
}

/* A field whose name (n bytes) stands at term->name_start; the parser is behind its colon. *is_word: it
 * is none, and nothing was read. */
static bool
read_field(struct parser *p, const struct term *term, const char *name, bool *is_word,
	GError **error)
{
	struct query_meaning meaning = query_meaning_of(p->options, name);
	bool unknown = meaning.what == MEANS_NOTHING ||
		       (meaning.field == &query_field_key && p->options->keys == NULL);
	bool done = true;

	/* `https:/` is on its way. */
	*is_word = unknown &&
		   (query_is_end(&p->in, p->in.at) ||
			   (p->in.text[p->in.at] == '/' && query_is_end(&p->in, p->in.at + 1)));
	if (!*is_word && meaning.what == MEANS_NOTHING) {
		query_fail_unknown(p->options, p->in.text, term->name_start, name,
			query_word_end(&p->in, p->in.at), error);
		done = false;
	} else if (!*is_word && meaning.what == MEANS_FIELD) {
		done = read_values(p, term, &meaning, error);
	} else if (!*is_word) {
		done = read_setting(p, term, &meaning, error);
	}
	g_free(meaning.key);
	return done;
}

/* A term that is no bracket, at the parser's place. */
static bool
read_term(struct parser *p, struct term *term, GError **error)
{
	size_t start = p->in.at, n = query_name_length(&p->in, start);
	g_autofree char *name =
		n > 0 ? g_strndup(p->in.text + start, n) : query_take_quoted_name(&p->in);
	bool is_word = true;

	term->name_start = start;
	if (name != NULL) {
		if (n > 0)
			p->in.at = start + n + 1;
		if (!read_field(p, term, name, &is_word, error))
			return false;
		if (is_word)
			p->in.at = start;
	}
	return !is_word || read_word(p, term, error);
}

/* --- brackets and OR --- */

static bool
is_or(const struct parser *p, size_t at)
{
	return strncmp(p->in.text + at, "OR", 2) == 0 && query_is_end(&p->in, at + 2);
}

static bool
read_or(struct parser *p, GError **error)
{
	struct group *group = group_of(p);

	if (group->terms->len > 0) {
		g_ptr_array_add(group->sides, join(QUERY_AND, group->terms));
	} else if (!query_is_last(&p->in, p->in.at + 2)) {
		query_fail(error, p->in.text, p->in.at,
			"write \"OR\" in its quotes to look for the word", "OR has no left side");
		return false;
	} else {
		query_leave_out(&p->in, p->in.at);
		p->in.at += 2;
		return true;
	}
	group->or_start = p->in.at;
	p->query->either = p->query->either || p->depth == 0;
	p->in.at += 2;
	return true;
}

static bool
read_open(struct parser *p, const struct term *term, GError **error)
{
	bool negative = group_of(p)->negative != term->negated;

	if (p->depth == QUERY_DEPTH) {
		query_fail(error, p->in.text, p->in.at, NULL,
			"more than %d brackets inside each other", QUERY_DEPTH);
		return false;
	}
	p->depth++;
	open_group(p, term->start, term->negated, negative);
	p->in.at++;
	return true;
}

/* What a group holds, in *node: NULL of nothing. last: it ends only since nobody typed more yet. */
static bool
finish_group(struct parser *p, bool last, struct query_node **node, GError **error)
{
	struct group *group = group_of(p);

	*node = NULL;
	if (group->terms->len > 0) {
		g_ptr_array_add(group->sides, join(QUERY_AND, group->terms));
	} else if (group->sides->len > 0 && last) {
		query_leave_out(&p->in, group->or_start);
	} else if (group->sides->len > 0) {
		query_fail(error, p->in.text, group->or_start,
			"write \"OR\" in its quotes to look for the word", "OR has no right side");
		return false;
	}
	*node = join(QUERY_OR, group->sides);
	return true;
}

/* Ends the innermost bracket, which may still be open, and puts what it holds into the one around. */
static bool
close_group(struct parser *p, bool open, GError **error)
{
	struct group *group = group_of(p);
	bool last = query_is_last(&p->in, p->in.at);
	struct query_node *node;

	if (!finish_group(p, last, &node, error))
		return false;
	if (node == NULL && !last) {
		query_fail(error, p->in.text, group->start + group->negated,
			"write \"()\" in its quotes to look for it",
			"there is nothing in this bracket");
		return false;
	}
	if (node == NULL)
		query_leave_out(&p->in, group->start);
	else if (open || p->in.finished < p->in.at)
		g_string_append_c(p->in.closing, ')');
	clear_group(group);
	p->depth--;
	if (node != NULL)
		g_ptr_array_add(group_of(p)->terms,
			negate(node, group->negated,
				(struct range){ (uint32_t)group->start, (uint32_t)p->in.at }));
	return true;
}

static bool
read_close(struct parser *p, GError **error)
{
	if (p->depth == 0) {
		query_fail(error, p->in.text, p->in.at, "write \")\" in its quotes to look for it",
			"this bracket was not opened");
		return false;
	}
	p->in.at++;
	return close_group(p, false, error);
}

/* The term, bracket or OR at the parser's place. */
static bool
read_one(struct parser *p, GError **error)
{
	struct term term = { .start = p->in.at };

	if (p->in.text[p->in.at] == ')')
		return read_close(p, error);
	if (is_or(p, p->in.at))
		return read_or(p, error);
	if (p->options->typing && p->in.text[p->in.at] == '-' && p->in.at + 1 == p->in.length) {
		query_leave_out(&p->in, p->in.at++);
		return true;
	}
	term.negated = p->in.text[p->in.at] == '-' && query_negates(&p->in, p->in.at);
	p->in.at += term.negated;
	if (p->in.text[p->in.at] == '(')
		return read_open(p, &term, error);
	return read_term(p, &term, error);
}

/* --- the whole --- */

static bool
read_all(struct parser *p, GError **error)
{
	if (p->in.length > QUERY_BYTES) {
		query_fail(error, p->in.text, QUERY_BYTES, NULL,
			"the query is longer than %d bytes", QUERY_BYTES);
		return false;
	}
	for (p->in.at = query_skip_blanks(&p->in, 0); p->in.at < p->in.length;
		p->in.at = query_skip_blanks(&p->in, p->in.at)) {
		if (!read_one(p, error))
			return false;
	}
	while (p->depth > 0) {
		if (!p->options->typing) {
			query_fail(error, p->in.text, group_of(p)->start + group_of(p)->negated,
				"write \"(\" in its quotes to look for it",
				"this bracket is not closed");
			return false;
		}
		if (!close_group(p, true, error))
			return false;
	}
	return finish_group(p, p->options->typing, &p->query->root, error);
}

/* Whether what a node tests can be told from the files alone. */
static bool
needs_texts(const struct query_node *node)
{
	bool exact;
	unsigned count = 0;

	if (node->op == QUERY_TEST && (node->field == NULL || node->field->type == QUERY_TEXT)) {
		if (node->test == TEST_REGEX)
			return (node->columns & COLUMN_TEXT) != 0;
		if (node->test != TEST_PHRASE || node->phrase == NULL ||
			node->columns == COLUMN_TITLE)
			return false;
		phrase_tokens(node->phrase, &count, &exact);
		return count == 0;
	}
	for (uint32_t i = 0; i < node->count; i++) {
		if (needs_texts(node->children[i]))
			return true;
	}
	return false;
}

struct query *
query_parse(const char *text, const struct query_options *options, GError **error)
{
	struct query_options used = { 0 };
	struct parser p = { .options = &used };
	bool done;

	if (options != NULL)
		used = *options;
	if (used.today[0] == '\0')
		query_today(time(NULL), used.today);
	p.query = g_new0(struct query, 1);
	p.query->text = g_strdup(text);
	p.query->settings = g_array_new(FALSE, FALSE, sizeof(struct range));
	p.in = (struct query_cursor){
		.text = text,
		.length = strlen(text),
		.typing = used.typing,
		.finished = strlen(text),
		.closing = g_string_new(NULL),
	};
	open_group(&p, 0, false, false);
	done = read_all(&p, error);
	for (unsigned i = 0; i <= p.depth; i++)
		clear_group(&p.groups[i]);
	p.query->finished = g_strdup_printf("%.*s%s", (int)p.in.finished, text, p.in.closing->str);
	g_string_free(p.in.closing, TRUE);
	if (!done) {
		query_free(p.query);
		return NULL;
	}
	p.query->needs_texts = p.query->root != NULL && needs_texts(p.query->root);
	return p.query;
}

void
query_free(struct query *query)
{
	if (query == NULL)
		return;
	query_node_free(query->root);
	g_array_unref(query->settings);
	g_free(query->text);
	g_free(query->finished);
	g_free(query);
}

void
query_today(int64_t now, char today[11])
{
	g_autoptr(GDateTime) local = g_date_time_new_from_unix_local(now);

	if (local == NULL)
		g_strlcpy(today, "1970-01-01", 11);
	else
		g_snprintf(today, 11, "%04d-%02d-%02d", g_date_time_get_year(local),
			g_date_time_get_month(local), g_date_time_get_day_of_month(local));
}

static void
collect_hits(const struct query_node *node, bool negative, GPtrArray *nodes)
{
	if (node->op == QUERY_TEST && !negative &&
		(node->field == NULL || node->field->type == QUERY_TEXT) &&
		(node->phrase != NULL || node->regex != NULL))
		g_ptr_array_add(nodes, (void *)node);
	for (uint32_t i = 0; i < node->count; i++)
		collect_hits(node->children[i], negative != (node->op == QUERY_NOT), nodes);
}

void
query_hits(const struct query *query, GPtrArray *nodes)
{
	if (query->root != NULL)
		collect_hits(query->root, false, nodes);
}
