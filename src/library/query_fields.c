#include "config.h"

#include "library/query_private.h"

#include <string.h>

#include "document/fields.h"
#include "text/character.h"
#include "text/utf8.h"

const struct query_field query_fields[] = {
	{ .name = "title",
		.type = QUERY_TEXT,
		.column = "title",
		.columns = COLUMN_TITLE,
		.sortable = true,
		.help = "words of the title" },
	{ .name = "heading",
		.other_name = "headings",
		.type = QUERY_TEXT,
		.column = "headings",
		.columns = COLUMN_HEADING,
		.help = "words of a heading" },
	{ .name = "text",
		.type = QUERY_TEXT,
		.column = "body",
		.columns = COLUMN_TEXT,
		.help = "words of the text, not of the title alone" },
	{ .name = "path",
		.type = QUERY_PATH,
		.column = "path",
		.sortable = true,
		.help = "letters of the path below the library" },
	{ .name = "kind",
		.type = QUERY_NAME,
		.column = "kind",
		.sortable = true,
		.help = "the kind: video, article, transcript, digest, note or text" },
	{ .name = "category",
		.other_name = "categories",
		.type = QUERY_ATTRIBUTE,
		.column = "category",
		.sortable = true,
		.help = "words of a category" },
	{ .name = "tag",
		.other_name = "tags",
		.type = QUERY_ATTRIBUTE,
		.column = "tag",
		.help = "a whole tag, or those below it: tag:ai is ai/agents too" },
	{ .name = "author",
		.other_name = "authors",
		.type = QUERY_ATTRIBUTE,
		.column = "author",
		.sortable = true,
		.help = "words of an author's name" },
	{ .name = "channel",
		.type = QUERY_ATTRIBUTE,
		.column = "channel",
		.sortable = true,
		.help = "words of the channel's name" },
	{ .name = "description",
		.type = QUERY_ATTRIBUTE,
		.column = "description",
		.help = "words of the description" },
	{ .name = "alias",
		.other_name = "aliases",
		.type = QUERY_ATTRIBUTE,
		.column = "alias",
		.help = "words of another name of the document" },
	{ .name = "source",
		.type = QUERY_SOURCE,
		.column = "source",
		.sortable = true,
		.help = "where it was saved from: a host, a URL, or the start of one" },
	{ .name = "video",
		.type = QUERY_VIDEO,
		.column = "video",
		.help = "the identifier or the URL of a video" },
	{ .name = "link",
		.type = QUERY_LINK,
		.help = "documents that link to a document, a host or a URL" },
	{ .name = "fetched",
		.type = QUERY_DATE,
		.column = "fetched",
		.sortable = true,
		.help = "the day it was saved" },
	{ .name = "published",
		.type = QUERY_DATE,
		.column = "published",
		.sortable = true,
		.help = "the day it was published" },
	{ .name = "date",
		.type = QUERY_DATE,
		.sortable = true,
		.help = "the day it was published, or the day it was saved" },
	{ .name = "words",
		.type = QUERY_NUMBER,
		.column = "words",
		.sortable = true,
		.help = "how many words the text has" },
	{ .name = "stamps",
		.other_name = "timestamps",
		.type = QUERY_NUMBER,
		.column = "stamps",
		.sortable = true,
		.help = "how many timestamps it has" },
	{ .name = "sections",
		.type = QUERY_NUMBER,
		.column = "sections",
		.sortable = true,
		.help = "how many sections it has" },
	{ .name = "links",
		.type = QUERY_NUMBER,
		.column = "links",
		.sortable = true,
		.help = "how many links it has" },
	{ .name = "minutes",
		.type = QUERY_NUMBER,
		.column = "minutes",
		.sortable = true,
		.help = "how many minutes it takes to read" },
	{ .name = "problems",
		.type = QUERY_NUMBER,
		.column = "problems",
		.sortable = true,
		.help = "how many problems it has" },
	{ .name = "size",
		.type = QUERY_NUMBER,
		.column = "size",
		.sortable = true,
		.help = "the bytes of its file" },
	{ .name = "is",
		.type = QUERY_STATE,
		.help = "unread, read, starred, broken (has problems) or orphan (nothing links to it)" },
	{ .name = "has", .type = QUERY_HAS, .help = "stamps, links or source" },
	{ 0 },
};

const struct query_field query_field_key = { .type = QUERY_ATTRIBUTE };

static bool
is_name(const char *name, const char *typed, size_t n)
{
	return name != NULL && g_ascii_strncasecmp(name, typed, n) == 0 && name[n] == '\0';
}

const struct query_field *
query_field_named(const char *name, size_t n)
{
	for (const struct query_field *field = query_fields; field->name != NULL; field++) {
		if (is_name(field->name, name, n) || is_name(field->other_name, name, n))
			return field;
	}
	return NULL;
}

/* --- names --- */

char *
query_small_letters(const char *name)
{
	GString *out = g_string_new(NULL);
	size_t n = strlen(name);
	char bytes[4];
	uint32_t c;

	for (size_t at = 0; at < n;) {
		size_t taken = utf8_next(name + at, n - at, &c);

		if (c == UTF8_BAD)
			g_string_append_len(out, name + at, (gssize)taken);
		else
			g_string_append_len(out, bytes,
				(gssize)utf8_put(bytes, character_lower(c)));
		at += taken;
	}
	return g_string_free(out, FALSE);
}

/* The field that front matter has under another name. */
static const struct query_field *
field_of_key(const char *key)
{
	for (int i = 0; i < FIELD_COUNT; i++) {
		const struct field_info *info = field_info((enum field)i);

		for (unsigned j = 0; j < G_N_ELEMENTS(info->keys) && info->keys[j] != NULL; j++) {
			g_autofree char *other = query_small_letters(info->keys[j]);

			if (strcmp(other, key) == 0)
				return query_field_named(info->name, strlen(info->name));
		}
	}
	return NULL;
}

static void
mean_field(struct query_meaning *meaning, const struct query_field *field)
{
	meaning->what = MEANS_FIELD;
	meaning->field = field;
	if (field->type == QUERY_ATTRIBUTE)
		meaning->key = g_strdup(field->column);
}

static void
mean_key(struct query_meaning *meaning, const char *key)
{
	meaning->what = MEANS_FIELD;
	meaning->field = &query_field_key;
	meaning->key = g_strdup(key);
}

struct query_meaning
query_meaning_of(const struct query_options *options, const char *name)
{
	g_autofree char *key = query_small_letters(name);
	const struct query_field *field = query_field_named(name, strlen(name));
	struct query_meaning meaning = { 0 };

	if (strcmp(key, "sort") == 0)
		meaning.what = MEANS_SORT;
	else if (strcmp(key, "limit") == 0)
		meaning.what = MEANS_LIMIT;
	else if (field != NULL)
		mean_field(&meaning, field);
	if (meaning.what != MEANS_NOTHING)
		return meaning;
	for (const char *const *known = options->keys; known != NULL && *known != NULL; known++) {
		g_autofree char *other = query_small_letters(*known);

		if (strcmp(other, key) == 0) {
			mean_key(&meaning, *known);
			return meaning;
		}
	}
	field = field_of_key(key);
	if (field != NULL)
		mean_field(&meaning, field);
	else if (options->keys == NULL && key[0] != '\0')
		mean_key(&meaning, key);
	return meaning;
}

void
query_fail_unknown(const struct query_options *options, const char *query, size_t start,
	const char *name, size_t end, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autofree char *shown = query_shown(name, strlen(name)), *hint = NULL;
	g_autofree char *word = query_shown(query + start, end - start);

	for (const struct query_field *field = query_fields; field->name != NULL; field++) {
		g_ptr_array_add(names, (char *)field->name);
		if (field->other_name != NULL)
			g_ptr_array_add(names, (char *)field->other_name);
	}
	g_ptr_array_add(names, "sort");
	g_ptr_array_add(names, "limit");
	for (const char *const *known = options->keys; known != NULL && *known != NULL; known++)
		g_ptr_array_add(names, (char *)*known);
	hint = query_hint(name, (const char *const *)names->pdata, names->len,
		strchr(word, '"') == NULL
			? g_strdup_printf("write \"%s\" in its quotes to look for it", word)
			: g_strdup("write it in quotes to look for it"));
	query_fail(error, query, start, hint, "unknown field \"%s\"", shown);
}

/* --- sort: and limit: --- */

/* Whether text begins the name of something to sort by. */
static bool
is_half_sort(const char *text)
{
	size_t n = strlen(text);

	if (g_ascii_strncasecmp("relevance", text, n) == 0)
		return true;
	for (const struct query_field *field = query_fields; field->name != NULL; field++) {
		if (field->sortable && g_ascii_strncasecmp(field->name, text, n) == 0)
			return true;
	}
	return false;
}

static void
fail_sort(const char *query, size_t at, const char *name, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autofree char *shown = query_shown(name, strlen(name)), *hint = NULL, *all = NULL;

	for (const struct query_field *field = query_fields; field->name != NULL; field++) {
		if (field->sortable)
			g_ptr_array_add(names, (char *)field->name);
	}
	g_ptr_array_add(names, "relevance");
	g_ptr_array_add(names, NULL);
	all = g_strjoinv(", ", (char **)names->pdata);
	hint = query_hint(name, (const char *const *)names->pdata, names->len - 1,
		g_strdup_printf("sort by %s", all));
	query_fail(error, query, at, hint, "\"%s\" is nothing to sort by", shown);
}

bool
query_set_sort(struct query *query, const char *text, const struct query_value *value,
	bool *unfinished, GError **error)
{
	bool reverse = value->text[0] == '-';
	const char *name = value->text + reverse;
	const struct query_field *field = query_field_named(name, strlen(name));
	bool relevance = g_ascii_strcasecmp(name, "relevance") == 0;

	if (relevance || (field != NULL && field->sortable)) {
		query->sort = relevance ? NULL : field;
		query->relevance = relevance;
		query->reverse = reverse;
		return true;
	}
	*unfinished = value->last && is_half_sort(name);
	if (!*unfinished)
		fail_sort(text, value->place.start + reverse, name, error);
	return *unfinished;
}

bool
query_set_limit(struct query *query, const char *text, const struct query_value *value,
	bool *unfinished, GError **error)
{
	size_t digits = strspn(value->text, "0123456789");
	guint64 limit = g_ascii_strtoull(value->text, NULL, 10);
	g_autofree char *shown = query_shown(value->text, strlen(value->text));

	*unfinished = false;
	if (digits == 0 || value->text[digits] != '\0' || limit == 0) {
		query_fail(error, text, value->place.start, "write a number from 1 on",
			"\"%s\" is no limit", shown);
		return false;
	}
	query->limit = (uint32_t)MIN(limit, UINT32_MAX);
	return true;
}
