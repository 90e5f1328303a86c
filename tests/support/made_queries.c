#include "config.h"

#include "support/made_queries.h"

#include <string.h>

#include "document/date.h"
#include "document/kinds.h"
#include "support/made_library.h"
#include "text/character.h"
#include "text/utf8.h"

static int
pick(const struct made_queries *queries, int from, int to)
{
	return g_rand_int_range(queries->random, from, to);
}

static bool
chance(const struct made_queries *queries, int times)
{
	return made_chance(queries->random, times);
}

static const char *
one_of(const struct made_queries *queries, const char *const *list)
{
	return made_one_of(queries->random, list);
}

/* --- what documents hold --- */

static const struct document *
any_document(const struct made_queries *queries)
{
	const struct document *document = NULL;

	for (int tries = 0; document == NULL && tries < 1000; tries++)
		document = reference_document(queries->reference,
			(uint32_t)pick(queries, 0, (int)reference_count(queries->reference)));
	g_assert_nonnull(document);
	return document;
}

/* An offset in a text, moved back to the start of a character. */
static size_t
start_of_character(const char *text, size_t n, size_t at)
{
	at = MIN(at, n);
	while (at > 0 && at < n && utf8_is_tail((unsigned char)text[at]))
		at--;
	return at;
}

/* Whole characters of a text, about from one offset to another. */
static char *
slice(const char *text, size_t n, size_t from, size_t to)
{
	from = start_of_character(text, n, from);
	to = start_of_character(text, n, to);
	return g_strndup(text + from, to > from ? to - from : 0);
}

/* A text of a document: mostly the body, else the title or a heading. */
static const char *
any_text(const struct made_queries *queries, size_t *n)
{
	const struct document *document = any_document(queries);
	const char *text = document_field(document, FIELD_TITLE);

	if (document->section_count > 0 && chance(queries, 5))
		text = document->sections[pick(queries, 0, (int)document->section_count)].title;
	else if (document->length > 0 && !chance(queries, 6)) {
		*n = document->length;
		return document->text;
	}
	*n = strlen(text);
	return text;
}

/* Some words of a document as they stand there. */
static char *
some_words(const struct made_queries *queries, int count)
{
	size_t n, from, to;
	const char *text = any_text(queries, &n);

	from = n > 0 ? (size_t)pick(queries, 0, (int)MIN(n, G_MAXINT)) : 0;
	while (from > 0 && !g_ascii_isspace(text[from - 1]))
		from--;
	for (to = from; to < n && count > 0; count--) {
		while (to < n && g_ascii_isspace(text[to]))
			to++;
		while (to < n && !g_ascii_isspace(text[to]) && to - from < 200)
			to++;
	}
	/* Signs that end a sentence or stand in brackets are left to the files. */
	for (bool kept = chance(queries, queries->rarely / 8 + 1); !kept && from < to;) {
		if (strchr("([{", text[from]) != NULL)
			from++;
		else if (strchr(".,;:!?)]}", text[to - 1]) != NULL)
			to--;
		else
			break;
	}
	return slice(text, n, from, to);
}

/* The same and a little different. Takes words. */
static char *
nearly(const struct made_queries *queries, char *words)
{
	size_t n = strlen(words);
	char *other;

	switch (pick(queries, 0, 8)) {
	case 0:
		other = g_utf8_validate(words, -1, NULL) ? g_utf8_strup(words, -1)
							 : g_ascii_strup(words, -1);
		break;
	case 1:
		other = slice(words, n, 0, n > 0 ? n - 1 : 0);
		break;
	case 2:
		other = slice(words, n, 1, n);
		break;
	case 3:
		other = g_strconcat(words, "s", NULL);
		break;
	case 4:
		other = g_strdelimit(g_strdup(words), "-_./ ", chance(queries, 2) ? ' ' : '-');
		break;
	case 5:
		other = g_utf8_validate(words, -1, NULL)
				? g_utf8_normalize(words, -1, G_NORMALIZE_NFD)
				: g_strdup(words);
		break;
	case 6:
		other = slice(words, n, (size_t)pick(queries, 0, (int)n + 1), n);
		break;
	default:
		other = slice(words, n, 0, (size_t)pick(queries, 0, (int)n + 1));
	}
	g_free(words);
	return other;
}

/* --- writing values --- */

static void
add_quoted(GString *out, const char *value)
{
	g_string_append_c(out, '"');
	for (; *value != '\0'; value++) {
		if (*value == '"' || *value == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *value);
	}
	g_string_append_c(out, '"');
}

static void
add_value(const struct made_queries *queries, GString *out, const char *value)
{
	if (value[0] == '\0' || strpbrk(value, " \t\n\"(),") != NULL || chance(queries, 4))
		add_quoted(out, value);
	else
		g_string_append(out, value);
	if (chance(queries, 5))
		g_string_append_c(out, '*');
}

static void
add_words(const struct made_queries *queries, GString *out)
{
	char *words = chance(queries, 12)
			      ? g_strdup(made_word(queries->random))
			      : some_words(queries, chance(queries, 4) ? pick(queries, 2, 5) : 1);

	if (chance(queries, 4))
		words = nearly(queries, words);
	add_value(queries, out, words);
	g_free(words);
}

/* Letters that a pattern has as they are, with something in between made looser. */
static void
add_regex(const struct made_queries *queries, GString *out)
{
	static const char *const looser[] = { ".", "\\w", "\\s*", ".?", "[a-z]", "x?", "\\b",
		".{0,2}", "(?:q|.)", "[^x]", NULL };
	static const char *const before[] = { "", "", "", "^", "\\b", "\\s", " ", "(?i)", "-?",
		NULL };
	static const char *const behind[] = { "", "", "", "$", "\\b", "+", "?", "s?", "|zzz", "\\W",
		NULL };
	static const char *const simple[] = { "a?", "^$", ".", ".*", "^[a-m]", "\\d+", "x*$",
		NULL };
	g_autofree char *words = some_words(queries, pick(queries, 1, 4));
	g_autofree char *part = slice(words, strlen(words), 0, (size_t)pick(queries, 2, 24));

	if (chance(queries, 20)) {
		g_string_append_printf(out, "/%s/", one_of(queries, simple));
		return;
	}
	g_string_append_printf(out, "/%s", one_of(queries, before));
	for (const char *c = part; *c != '\0'; c++) {
		if (*c == ' ' && chance(queries, 2))
			g_string_append(out, "\\s+");
		else if (g_ascii_isalnum(*c) && chance(queries, 8))
			g_string_append(out, one_of(queries, looser));
		else if (g_ascii_ispunct(*c))
			g_string_append_printf(out, "\\%c", *c);
		else
			g_string_append_c(out, *c == '\n' ? ' ' : *c);
	}
	g_string_append_printf(out, "%s/", one_of(queries, behind));
}

/* --- dates and numbers --- */

static void
add_date(const struct made_queries *queries, GString *out)
{
	static const char *const ago[] = { "7d", "1d", "0d", "2w", "1m", "3m", "1y", "4y", "100y",
		NULL };
	const struct document *document = any_document(queries);
	char iso[11];

	date_of_value(document_field(document,
			      chance(queries, 2) ? FIELD_PUBLISHED : FIELD_FETCHED),
		iso);
	if (chance(queries, 4))
		g_string_append(out, one_of(queries, ago));
	else if (iso[0] == '\0' || chance(queries, 4))
		g_string_append_printf(out, "%d-%02d-%02d", pick(queries, 1998, 2028),
			pick(queries, 1, 13), pick(queries, 1, 29));
	else
		g_string_append_len(out, iso,
			(gssize)MIN(strlen(iso), (size_t)(4 + 3 * pick(queries, 0, 3))));
}

static void
add_number(const struct made_queries *queries, GString *out)
{
	const struct document *document = any_document(queries);
	const uint32_t numbers[] = { document->word_count, document->timestamp_count,
		document->section_count, document->link_count, document->fault_count,
		document_minutes(document), document->source_length, 0, 1, 3, 5 };
	double number = numbers[pick(queries, 0, G_N_ELEMENTS(numbers))];

	number += chance(queries, 2) ? 0 : pick(queries, -1, 2);
	if (chance(queries, 6))
		g_string_append_printf(out, "%gk", number / 1000);
	else
		g_string_append_printf(out, chance(queries, 6) ? "%g.5" : "%g", number);
}

/* What may be compared: one, with an operator, or a range. */
static void
add_compared(const struct made_queries *queries, GString *out,
	void (*add)(const struct made_queries *queries, GString *out))
{
	static const char *const operators[] = { "", "<", "<=", ">", ">=", NULL };

	if (chance(queries, 3)) {
		if (!chance(queries, 4))
			add(queries, out);
		g_string_append(out, "..");
		if (!chance(queries, 4))
			add(queries, out);
	} else {
		g_string_append(out, one_of(queries, operators));
		add(queries, out);
	}
}

/* --- fields --- */

/* A value of a document's field, whole or a word of it. */
static char *
field_value(const struct made_queries *queries, enum field field)
{
	const char *value = "";
	char *part;

	for (int tries = 0; value[0] == '\0' && tries < 50; tries++)
		value = document_field(any_document(queries), field);
	part = g_strdup(value);
	if (chance(queries, 3)) {
		g_auto(GStrv) words = g_strsplit(value, " ", -1);
		guint count = g_strv_length(words);

		g_free(part);
		part = g_strdup(count > 0 ? words[pick(queries, 0, (int)count)] : "");
	}
	return chance(queries, 4) ? nearly(queries, part) : part;
}

static void
add_address(const struct made_queries *queries, GString *out)
{
	static const char *const others[] = { "a.org", "blog.a.org", "www.a.org", "org", "A.org",
		"https://a.org", "https://a.org/blog", "a.org/blog", "youtube.com", "youtu.be",
		"https://youtu.be/dQw4w9WgXcQ", "www.youtube.com", "b.co.uk", "co.uk",
		"mailto:ann@a.org", "a.org:8080", "https://a.org:8080", "a.org?x=1", NULL };
	const struct document *document = any_document(queries);
	g_autofree char *url = field_value(queries, FIELD_SOURCE);

	for (uint32_t i = 0; i < document->link_count && chance(queries, 2); i++) {
		char *other = document_link_url(document, &document->links[i]);

		if (other != NULL) {
			g_free(url);
			url = other;
		}
	}
	if (chance(queries, 3)) {
		add_value(queries, out, one_of(queries, others));
	} else if (chance(queries, 2)) {
		/* up to one of its slashes */
		size_t end = strlen(url);

		for (int i = pick(queries, 0, 3); i > 0 && end > 0; i--) {
			do
				end--;
			while (end > 0 && url[end] != '/');
		}
		g_autofree char *part = g_strndup(url, end);
		const char *start = strstr(part, "://");

		add_value(queries, out, start != NULL && chance(queries, 2) ? start + 3 : part);
	} else {
		add_value(queries, out, url);
	}
}

static void
add_target(const struct made_queries *queries, GString *out)
{
	const struct document *document = any_document(queries);
	uint32_t i = (uint32_t)pick(queries, 0, (int)reference_count(queries->reference));

	if (chance(queries, 3)) {
		add_address(queries, out);
	} else if (document->link_count > 0 && !chance(queries, 3)) {
		const struct link *link =
			&document->links[pick(queries, 0, (int)document->link_count)];

		add_value(queries, out, chance(queries, 2) ? link->written : link->target);
	} else if (chance(queries, 2)) {
		g_autofree char *title = field_value(queries, FIELD_TITLE);

		add_value(queries, out, title);
	} else {
		g_auto(GStrv) parts = g_strsplit(reference_path(queries->reference, i), "/", -1);

		add_value(queries, out, parts[g_strv_length(parts) - 1]);
	}
}

/* A scalar of a document's front matter. */
static const char *
meta_value(const struct made_queries *queries)
{
	for (int tries = 0; tries < 50; tries++) {
		const struct yaml_node *node = any_document(queries)->meta;

		while (node != NULL && node->count > 0)
			node = &node->children[pick(queries, 0, (int)node->count)];
		if (node != NULL && node->string != NULL && node->string[0] != '\0')
			return node->string;
	}
	return "5";
}

static void
add_attribute(const struct made_queries *queries, GString *out, const struct query_field *field)
{
	static const struct {
		const char *name;
		enum field field;
	} fields[] = {
		{ "category", FIELD_CATEGORY },
		{ "tag", FIELD_TAGS },
		{ "author", FIELD_AUTHOR },
		{ "channel", FIELD_CHANNEL },
		{ "description", FIELD_DESCRIPTION },
		{ "alias", FIELD_ALIASES },
	};

	if (chance(queries, 6)) {
		add_compared(queries, out, add_number);
	} else if (chance(queries, 6)) {
		add_compared(queries, out, add_date);
	} else if (chance(queries, 8)) {
		add_regex(queries, out);
	} else if (field == NULL) {
		char *value = g_strdup(meta_value(queries));

		if (chance(queries, 3))
			value = nearly(queries, value);
		if (strlen(value) > 100) {
			char *part = slice(value, strlen(value), strlen(value) - 40, strlen(value));

			g_free(value);
			value = part;
		}
		add_value(queries, out, value);
		g_free(value);
	} else {
		for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
			g_autofree char *value = NULL;

			if (strcmp(field->name, fields[i].name) != 0)
				continue;
			value = field_value(queries, fields[i].field);
			if (strlen(value) > 100)
				memmove(value, value + strlen(value) - 30, 31);
			add_value(queries, out, value);
		}
	}
}

static void
add_path(const struct made_queries *queries, GString *out)
{
	uint32_t i = (uint32_t)pick(queries, 0, (int)reference_count(queries->reference));
	const char *path = reference_path(queries->reference, i);
	size_t n = strlen(path), from = n - (size_t)pick(queries, 0, (int)MIN(n, 24));
	g_autofree char *part = slice(path, n, from, from + (size_t)pick(queries, 1, 24));

	add_value(queries, out, part);
}

static void
add_name(const struct made_queries *queries, GString *out)
{
	const char *kind = any_document(queries)->kind->name;

	if (chance(queries, 5))
		g_string_append_printf(out, "%.*s*", pick(queries, 1, 4), kind);
	else
		g_string_append(out, kind);
}

/* A value of a field. */
static void
add_field_value(const struct made_queries *queries, GString *out, const struct query_field *field)
{
	static const char *const states[] = { "unread", "read", "starred", "broken", "orphan",
		NULL };
	static const char *const things[] = { "stamps", "links", "source", NULL };
	bool regex = field == NULL || (field->type != QUERY_LINK && field->type != QUERY_NUMBER &&
					      field->type < QUERY_STATE);

	/* That has its own share. */
	regex = regex && (field == NULL || (field->columns & COLUMN_TEXT) == 0);
	if (field != NULL && field->type >= QUERY_STATE) {
		g_string_append(out, one_of(queries, field->type == QUERY_STATE ? states : things));
		return;
	}
	if (chance(queries, 8)) {
		g_string_append_c(out, '*');
		return;
	}
	if (regex && chance(queries, MIN(queries->rarely, 8))) {
		add_regex(queries, out);
		return;
	}
	switch (field != NULL ? field->type : QUERY_ATTRIBUTE) {
	case QUERY_TEXT:
		add_words(queries, out);
		break;
	case QUERY_NAME:
		add_name(queries, out);
		break;
	case QUERY_PATH:
		add_path(queries, out);
		break;
	case QUERY_SOURCE:
		add_address(queries, out);
		break;
	case QUERY_LINK:
		add_target(queries, out);
		break;
	case QUERY_DATE:
		add_compared(queries, out, add_date);
		break;
	case QUERY_NUMBER:
		add_compared(queries, out, add_number);
		break;
	case QUERY_VIDEO: {
		g_autofree char *id = field_value(queries, FIELD_VIDEO);

		if (chance(queries, 3))
			g_string_append(out, "https://youtu.be/");
		add_value(queries, out, id);
		break;
	}
	default:
		add_attribute(queries, out, field);
	}
}

static void
add_field(const struct made_queries *queries, GString *out)
{
	const struct query_field *field = NULL;
	int count = 0;

	while (query_fields[count].name != NULL)
		count++;
	if (queries->keys[0] != NULL && chance(queries, 4)) {
		const char *key = one_of(queries, queries->keys);
		g_autofree char *other = chance(queries, 4) ? g_utf8_strup(key, -1) : g_strdup(key);

		if (strpbrk(other, " \"") != NULL)
			add_quoted(out, other);
		else
			g_string_append(out, other);
	} else {
		/* Dates have most ends to miss. */
		do
			field = &query_fields[pick(queries, 0, count)];
		while (field->type != QUERY_DATE && chance(queries, 3));
		g_string_append(out, field->other_name != NULL && chance(queries, 3)
					     ? field->other_name
					     : field->name);
	}
	g_string_append_c(out, ':');
	add_field_value(queries, out, field);
	while (chance(queries, 8)) {
		g_string_append_c(out, ',');
		add_field_value(queries, out, field);
	}
}

/* --- whole queries --- */

static void
add_terms(const struct made_queries *queries, GString *out, int depth)
{
	int count = chance(queries, 3) ? 1 : pick(queries, 1, depth == 0 ? 5 : 4);

	for (int i = 0; i < count; i++) {
		g_string_append(out, i == 0 ? "" : chance(queries, 3) ? " OR " : " ");
		if (chance(queries, 5))
			g_string_append_c(out, '-');
		if (depth < 3 && chance(queries, 7)) {
			g_string_append_c(out, '(');
			add_terms(queries, out, depth + 1);
			g_string_append_c(out, ')');
		} else if (chance(queries, queries->rarely)) {
			g_string_append(out, "text:");
			add_regex(queries, out);
		} else if (chance(queries, 2)) {
			add_field(queries, out);
		} else {
			add_words(queries, out);
		}
	}
}

/* More words than are asked at once, or more brackets inside each other. */
static void
add_many(const struct made_queries *queries, GString *out)
{
	const char *between = chance(queries, 2) ? " OR " : " -";
	int depth = chance(queries, 2) ? pick(queries, 5, 15) : 0;

	for (int i = 0; i < depth; i++) {
		add_words(queries, out);
		g_string_append_printf(out, "%s%s(", chance(queries, 2) ? " " : " OR ",
			chance(queries, 3) ? "-" : "");
	}
	for (int i = depth > 0 ? 2 : pick(queries, 30, 70); i > 0; i--) {
		add_words(queries, out);
		g_string_append(out, i > 1 ? between : "");
	}
	for (int i = 0; i < depth; i++)
		g_string_append_c(out, ')');
}

char *
made_query(const struct made_queries *queries)
{
	static const char *const sorts[] = { "title", "path", "kind", "category", "author",
		"channel", "source", "fetched", "published", "date", "words", "stamps", "sections",
		"links", "minutes", "problems", "size", "relevance", NULL };
	GString *out = g_string_new(NULL);

	if (chance(queries, 50 + queries->rarely))
		add_many(queries, out);
	else if (!chance(queries, 50))
		add_terms(queries, out, 0);
	if (chance(queries, 6))
		g_string_append_printf(out, " sort:%s%s", chance(queries, 2) ? "-" : "",
			one_of(queries, sorts));
	if (chance(queries, 10))
		g_string_append_printf(out, " limit:%d", pick(queries, 1, 20));
	return g_string_free(out, FALSE);
}
