/*
 * What a value asks of its field, for each type of field: one row of `readers`.
 */
#include "config.h"

#include "library/query_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "document/kinds.h"
#include "document/video_url.h"
#include "library/resolve.h"
#include "text/character.h"
#include "text/utf8.h"

/* The value as it is written, for a sentence. */
static char *
written(const struct query_asking *asking, const struct query_value *value)
{
	return query_shown(asking->query + value->place.start,
		value->place.end - value->place.start);
}

static bool
is_prefix(const struct query_asking *asking, const struct query_value *value)
{
	return value->star || (value->last && !asking->negative);
}

/* Either of two tests; either may be NULL. */
static struct query_node *
either(struct query_node *a, struct query_node *b)
{
	void *both[] = { a, b };
	GPtrArray children = { .pdata = both, .len = 2 };

	if (a == NULL || b == NULL)
		return a != NULL ? a : b;
	return query_node_new(QUERY_OR, &children, a->place);
}

/* --- the types of fields --- */

typedef struct query_node *(*value_reader)(const struct query_asking *asking,
	const struct query_value *value, GError **error);

static struct query_node *
read_text(const struct query_asking *asking, const struct query_value *value, GError **error)
{
	struct query_node *node = query_node_test(asking, TEST_PHRASE, value->text);

	(void)error;
	node->prefix = is_prefix(asking, value);
	node->phrase = phrase_new(value->text, strlen(value->text), node->prefix);
	return node;
}

static struct query_node *
ranged(const struct query_asking *asking, const struct query_value *value,
	const struct query_numbers *numbers)
{
	struct query_node *node = query_node_test(asking, TEST_RANGE, value->text);

	node->least = numbers->least;
	node->most = numbers->most;
	return node;
}

static struct query_node *
dated(const struct query_asking *asking, const struct query_value *value,
	const struct query_dates *dates)
{
	struct query_node *node = query_node_test(asking, TEST_DATES, value->text);

	g_strlcpy(node->first, dates->first, sizeof(node->first));
	g_strlcpy(node->last, dates->last, sizeof(node->last));
	return node;
}

static void
fail_backwards(const struct query_asking *asking, const struct query_value *value, GError **error)
{
	g_autofree char *shown = written(asking, value);

	query_fail(error, asking->query, value->place.start, "its first end is the greater",
		"the range \"%s\" is empty", shown);
}

/* A comparison or range of an attribute, whose values may be numbers or dates; a plain value only where
 * it is a date (with_dates). NULL without an error: it is a word. *unfinished: it will be one. */
static struct query_node *
read_compared(const struct query_asking *asking, const struct query_value *value, bool with_dates,
	bool *unfinished, GError **error)
{
	bool compared = query_is_compared(value->text) || strstr(value->text, "..") != NULL;
	bool no_numbers, no_dates;
	struct query_numbers numbers;
	struct query_dates dates;
	enum query_read number = query_numbers_read(value->text, false, &numbers, &no_numbers);
	enum query_read date =
		query_dates_read(value->text, asking->options->today, &dates, &no_dates);

	*unfinished = compared && (number == READ_UNFINISHED || date == READ_UNFINISHED);
	if (no_numbers || no_dates) {
		fail_backwards(asking, value, error);
		return NULL;
	}
	return either(compared && number == READ_GOOD ? ranged(asking, value, &numbers) : NULL,
		date == READ_GOOD && (compared || (with_dates && !dates.relative))
			? dated(asking, value, &dates)
			: NULL);
}

/* A value of front matter: a word, and what its values may be compared with. */
static struct query_node *
read_words(const struct query_asking *asking, const struct query_value *value, GError **error)
{
	struct query_node *other = NULL, *node;
	bool compared = !value->quoted && query_is_compared(value->text);
	bool unfinished = false;
	GError *why = NULL;

	if (!value->quoted && !value->star)
		other = read_compared(asking, value, asking->field == &query_field_key, &unfinished,
			&why);
	if (why != NULL || (compared && other == NULL)) {
		if (unfinished && value->last) {
			g_clear_error(&why);
		} else if (why != NULL) {
			g_propagate_error(error, why);
		} else {
			g_autofree char *shown = written(asking, value);

			query_fail(error, asking->query, value->place.start,
				"compare with one, as in >3 or <=2026-02, or quote it",
				"\"%s\" has neither number nor date", shown);
		}
		return NULL;
	}
	if (other != NULL && (compared || strstr(value->text, "..") != NULL))
		return other;
	node = read_text(asking, value, error);
	if (node->phrase == NULL)
		node->test = TEST_ANY;
	return either(node, other);
}

static struct query_node *
read_tag(const struct query_asking *asking, const struct query_value *value)
{
	struct query_node *node = query_node_test(asking, TEST_PHRASE, value->text);
	char *tag = query_folded(value->text + strspn(value->text, "#"));
	size_t length = strlen(tag);

	while (length > 0 && tag[length - 1] == '/')
		tag[--length] = '\0';
	node->prefix = is_prefix(asking, value);
	node->folded = tag;
	if (length == 0)
		node->test = TEST_ANY;
	return node;
}

static struct query_node *
read_attribute(const struct query_asking *asking, const struct query_value *value, GError **error)
{
	if (strcmp(asking->key, "tag") == 0)
		return read_tag(asking, value);
	return read_words(asking, value, error);
}

/* Whether a name of a closed list begins with (prefix) or is a value. */
static bool
is_name(const char *name, const char *value, bool prefix)
{
	size_t n = strlen(value);

	return g_ascii_strncasecmp(name, value, n) == 0 && (prefix || name[n] == '\0');
}

/* Looks a value up in a closed list: its index; -1 with an error, or without one where it is
 * unfinished. */
static int
look_up(const struct query_asking *asking, const struct query_value *value,
	const char *const *names, const char *what, GError **error)
{
	g_autofree char *shown = NULL, *all = NULL, *hint = NULL;
	guint count = g_strv_length((char **)names);

	for (guint i = 0; i < count; i++) {
		if (is_name(names[i], value->text, false))
			return (int)i;
	}
	for (guint i = 0; i < count && value->last; i++) {
		if (is_name(names[i], value->text, true))
			return -1;
	}
	all = g_strjoinv(", ", (char **)names);
	hint = query_hint(value->text, names, count, g_strdup_printf("there are %s", all));
	shown = value->quoted ? query_shown(value->text, strlen(value->text))
			      : written(asking, value);
	query_fail(error, asking->query, value->place.start, hint, "unknown %s \"%s\"", what,
		shown);
	return -1;
}

static struct query_node *
read_kind(const struct query_asking *asking, const struct query_value *value, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	struct query_node *node = query_node_test(asking, TEST_PHRASE, value->text);
	bool prefix = is_prefix(asking, value), whole = false, half = false;

	for (const struct kind *kind = document_kinds; kind->name != NULL; kind++) {
		g_ptr_array_add(names, (char *)kind->name);
		whole = whole || is_name(kind->name, value->text, false);
		half = half || is_name(kind->name, value->text, prefix);
	}
	g_ptr_array_add(names, NULL);
	node->prefix = prefix && !whole;
	node->folded = query_folded(value->text);
	if (half || look_up(asking, value, (const char *const *)names->pdata, "kind", error) >= 0)
		return node;
	query_node_free(node);
	return NULL;
}

static struct query_node *
read_path(const struct query_asking *asking, const struct query_value *value, GError **error)
{
	struct query_node *node = query_node_test(asking, TEST_PHRASE, value->text);

	(void)error;
	node->prefix = is_prefix(asking, value);
	node->folded = query_folded(value->text);
	return node;
}

static struct query_node *
read_url(const struct query_asking *asking, const struct query_value *value, GError **error)
{
	struct query_node *node = query_node_test(asking, TEST_PHRASE, value->text);

	(void)error;
	node->prefix = is_prefix(asking, value);
	node->folded = resolve_url_key(value->text);
	if (value->text[0] == '\0')
		node->test = TEST_ANY;
	return node;
}

static struct query_node *
read_video(const struct query_asking *asking, const struct query_value *value, GError **error)
{
	struct query_node *node = query_node_test(asking, TEST_PHRASE, value->text);
	char id[VIDEO_ID_ROOM];

	(void)error;
	node->prefix = is_prefix(asking, value);
	node->folded = g_strdup(video_url_id(value->text, id) ? id : value->text);
	if (value->text[0] == '\0')
		node->test = TEST_ANY;
	return node;
}

/* Says that a value is no number or date; nothing where it is unfinished. */
static struct query_node *
fail_read(const struct query_asking *asking, const struct query_value *value, enum query_read read,
	bool backwards, GError **error)
{
	g_autofree char *shown = written(asking, value);
	bool date = asking->field->type == QUERY_DATE;

	if (read == READ_UNFINISHED && value->last)
		return NULL;
	if (backwards)
		fail_backwards(asking, value, error);
	else
		query_fail(error, asking->query, value->place.start,
			date ? "dates are 2026, 2026-02, 2026-02-08, 2026-01..2026-03, >2026-01 or <7d"
			     : "numbers are 5, >5, <=5 or 1..5",
			"\"%s\" is no %s", shown, date ? "date" : "number");
	return NULL;
}

static struct query_node *
read_date(const struct query_asking *asking, const struct query_value *value, GError **error)
{
	struct query_dates dates;
	bool backwards = false;
	enum query_read read = value->star ? READ_WRONG
					   : query_dates_read(value->text, asking->options->today,
						     &dates, &backwards);

	if (read != READ_GOOD)
		return fail_read(asking, value, read, backwards, error);
	return dated(asking, value, &dates);
}

/* What is counted is whole: the ends are made so. */
static struct query_node *
read_count(const struct query_asking *asking, const struct query_value *value, GError **error)
{
	struct query_numbers numbers;
	bool backwards = false;
	enum query_read read =
		value->star ? READ_WRONG
			    : query_numbers_read(value->text, true, &numbers, &backwards);

	if (read != READ_GOOD)
		return fail_read(asking, value, read, backwards, error);
	numbers.least = query_whole(numbers.least, true);
	numbers.most = query_whole(numbers.most, false);
	return ranged(asking, value, &numbers);
}

static const char *const states[] = {
	[STATE_UNREAD] = "unread",
	[STATE_READ] = "read",
	[STATE_STARRED] = "starred",
	[STATE_BROKEN] = "broken",
	[STATE_ORPHAN] = "orphan",
	NULL,
};

static const char *const things[] = {
	[STATE_STAMPS - STATE_STAMPS] = "stamps",
	[STATE_LINKS - STATE_STAMPS] = "links",
	[STATE_SOURCE - STATE_STAMPS] = "source",
	NULL,
};

static struct query_node *
read_state(const struct query_asking *asking, const struct query_value *value, GError **error)
{
	bool has = asking->field->type == QUERY_HAS;
	const char *const *names = has ? things : states;
	int found = look_up(asking, value, names, has ? "value of has:" : "state", error);
	struct query_node *node;

	if (found < 0)
		return NULL;
	node = query_node_test(asking, TEST_ANY, names[found]);
	node->state = (enum query_state)(found + (has ? STATE_STAMPS : 0));
	return node;
}

static const struct {
	value_reader read;
	bool no_regex, no_any;
} readers[] = {
	[QUERY_TEXT] = { .read = read_text },
	[QUERY_ATTRIBUTE] = { .read = read_attribute },
	[QUERY_NAME] = { .read = read_kind },
	[QUERY_PATH] = { .read = read_path },
	[QUERY_SOURCE] = { .read = read_url },
	[QUERY_VIDEO] = { .read = read_video },
	[QUERY_LINK] = { .read = read_url, .no_regex = true },
	[QUERY_DATE] = { .read = read_date },
	[QUERY_NUMBER] = { .read = read_count, .no_regex = true },
	[QUERY_STATE] = { .read = read_state, .no_regex = true, .no_any = true },
	[QUERY_HAS] = { .read = read_state, .no_regex = true, .no_any = true },
};

/* --- any and expressions --- */

/* Whether a pattern has a capital that is no escape (`\S`, `\p{Lu}`). */
static bool
has_capital(const char *pattern)
{
	size_t n = strlen(pattern), at = 0;
	uint32_t c;

	while (at < n) {
		if (pattern[at] == '\\') {
			bool property = g_ascii_tolower(pattern[at + 1]) == 'p';

			at += 2;
			if (property && at < n && pattern[at] == '{')
				at += strcspn(pattern + at, "}");
			else if (property && at < n)
				at++;
			continue;
		}
		at += utf8_next(pattern + at, n - at, &c);
		if (character_is_upper(c))
			return true;
	}
	return false;
}

static struct query_node *
read_regex(const struct query_asking *asking, const struct query_value *value, GError **error)
{
	GError *why = NULL;
	struct regex *regex = regex_new(value->text, !has_capital(value->text), &why);
	struct query_node *node;

	if (value->open && (regex == NULL || value->text[0] == '\0')) {
		g_clear_error(&why);
		regex_free(regex);
		return NULL;
	}
	if (regex == NULL) {
		/* Its column is of the pattern: here it is of the query. */
		char *column = g_strrstr(why->message, ", column ");
		size_t before = utf8_length(asking->query, value->place.start) + 1;

		g_set_error(error, QUERY_ERROR, 0, "%.*s, column %zu",
			(int)(column != NULL ? (size_t)(column - why->message)
					     : strlen(why->message)),
			why->message,
			before + (column != NULL ? strtoul(column + strlen(", column "), NULL, 10)
						 : 0));
		g_error_free(why);
		return NULL;
	}
	node = query_node_test(asking, TEST_REGEX, value->text);
	node->regex = regex;
	return node;
}

static struct query_node *
read_any(const struct query_asking *asking, const struct query_value *value)
{
	if (asking->field->type != QUERY_NUMBER)
		return query_node_test(asking, TEST_ANY, value->text);
	return ranged(asking, value, &(struct query_numbers){ 1, INFINITY });
}

struct query_node *
query_value_read(const struct query_asking *asking, const struct query_value *value, GError **error)
{
	const struct query_field *field = asking->field;

	if (field == NULL)
		return read_text(asking, value, error);
	if (value->regex && !readers[field->type].no_regex)
		return read_regex(asking, value, error);
	if (value->regex) {
		query_fail(error, asking->query, value->place.start,
			"quote it to look for the signs", "\"%s:\" takes no regular expression",
			field->name);
		return NULL;
	}
	if (value->star && !value->quoted && value->text[0] == '\0' && !readers[field->type].no_any)
		return read_any(asking, value);
	return readers[field->type].read(asking, value, error);
}
