/*
 * One test of a query, asked of every document.
 */
#include "config.h"

#include <string.h>

#include "document/date.h"
#include "document/kinds.h"
#include "document/video_url.h"
#include "support/reference_private.h"
#include "text/regex.h"

/* One test of the tree, read once for all documents. */
struct asking {
	struct reference *reference;
	const struct reference_options *options;
	const struct query_node *node;
	struct sought *sought; /* of a word or phrase; NULL: holds everywhere */
	struct sought *whole;  /* the same as what may not go on, for the text; else NULL */
	char *folded;
	char *key; /* of an attribute; of a video its identifier */
};

static bool
any_holds(const GArray *texts, const struct sought *sought)
{
	for (guint i = 0; i < texts->len; i++) {
		if (sought_is_in(sought, &g_array_index(texts, struct read_text, i)))
			return true;
	}
	return false;
}

bool
columns_hold(const struct read_document *read, const struct sought *sought, unsigned columns)
{
	if (!sought_may_be_in(sought, read->numbers))
		return false;
	return ((columns & COLUMN_TITLE) != 0 && sought_is_in(sought, &read->title)) ||
	       ((columns & COLUMN_HEADING) != 0 && any_holds(read->headings, sought)) ||
	       ((columns & COLUMN_TEXT) != 0 && any_holds(read->pieces, sought));
}

static bool
matches(const struct asking *asking, const char *text, size_t n)
{
	struct range match;

	return regex_find(asking->node->regex, text, n, 0, &match) == REGEX_FOUND;
}

static bool
any_matches(const struct asking *asking, const GArray *texts, size_t least)
{
	for (guint i = 0; i < texts->len; i++) {
		const struct read_text *text = &g_array_index(texts, struct read_text, i);

		if (text->length >= least && matches(asking, text->text, text->length))
			return true;
	}
	return false;
}

static bool
text_passes(const struct asking *asking, const struct read_document *read)
{
	unsigned columns = asking->node->columns;

	switch (asking->node->test) {
	case TEST_PHRASE:
		if (asking->sought == NULL)
			return true;
		if (asking->whole == NULL)
			return columns_hold(read, asking->sought, columns);
		return columns_hold(read, asking->sought, columns & ~(unsigned)COLUMN_TEXT) ||
		       columns_hold(read, asking->whole, columns & COLUMN_TEXT);
	case TEST_REGEX:
		if (columns == COLUMN_TITLE)
			return matches(asking, read->title.text, read->title.length);
		/* A heading without text is none. */
		return columns == COLUMN_HEADING ? any_matches(asking, read->headings, 1)
						 : any_matches(asking, read->pieces, 0);
	default:
		if (columns == COLUMN_TITLE)
			return read->title.length > 0;
		if (columns == COLUMN_TEXT)
			return read->document->word_count > 0;
		for (guint i = 0; i < read->headings->len; i++) {
			if (g_array_index(read->headings, struct read_text, i).length > 0)
				return true;
		}
		return false;
	}
}

/* Whether a value is the tag that is asked for, or below it. */
static bool
tag_passes(const struct asking *asking, const char *value)
{
	g_autofree char *tag = folded_of(value + strspn(value, "#"));
	const char *rest = tag + strlen(asking->folded);

	if (!g_str_has_prefix(tag, asking->folded))
		return false;
	return asking->node->prefix || *rest == '\0' || *rest == '/';
}

static bool
words_pass(const struct asking *asking, const char *value)
{
	struct read_text text;
	bool passes;

	if (asking->sought == NULL)
		return true;
	text = read_text_new(asking->reference->lexicon, value, strlen(value));
	passes = sought_is_in(asking->sought, &text);
	read_text_clear(&text);
	return passes;
}

/* Whether a value of front matter, or of a field that is made of it, passes. */
static bool
value_passes(const struct asking *asking, const char *value)
{
	const struct query_node *node = asking->node;
	char iso[11];
	double number;

	switch (node->test) {
	case TEST_PHRASE:
		return strcmp(node->key, "tag") == 0 ? tag_passes(asking, value)
						     : words_pass(asking, value);
	case TEST_REGEX:
		return matches(asking, value, strlen(value));
	case TEST_RANGE:
		return number_of(value, &number) && number_passes(node->value, false, number);
	case TEST_DATES:
		date_of_value(value, iso);
		return iso[0] != '\0' && date_passes(node->value, asking->options->today, iso);
	case TEST_ANY:
		return value[0] != '\0';
	}
	return false;
}

static bool
attribute_passes(const struct asking *asking, const struct document *document)
{
	static const struct {
		const char *key;
		enum field field;
	} fields[] = {
		{ "category", FIELD_CATEGORY },
		{ "tag", FIELD_TAGS },
		{ "author", FIELD_AUTHOR },
		{ "channel", FIELD_CHANNEL },
		{ "description", FIELD_DESCRIPTION },
		{ "alias", FIELD_ALIASES },
	};
	g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(g_free);
	bool has = false;

	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		if (strcmp(fields[i].key, asking->key) != 0)
			continue;
		for (const char *const *v = document->fields[fields[i].field]; *v != NULL; v++) {
			if (value_passes(asking, *v))
				return true;
		}
	}
	has = meta_values(document, asking->key, values);
	if (has && asking->node->test == TEST_ANY)
		return true;
	for (guint i = 0; i < values->len; i++) {
		if (value_passes(asking, values->pdata[i]))
			return true;
	}
	return false;
}

static bool
date_field_passes(const struct asking *asking, const struct document *document, enum field field)
{
	const struct query_node *node = asking->node;
	char iso[11];

	date_of_value(document_field(document, field), iso);
	if (iso[0] == '\0')
		return false;
	if (node->test == TEST_REGEX)
		return matches(asking, iso, strlen(iso));
	return node->test == TEST_ANY || date_passes(node->value, asking->options->today, iso);
}

static bool
dates_pass(const struct asking *asking, const struct document *document)
{
	const char *name = asking->node->field->name;

	return (strcmp(name, "fetched") != 0 &&
		       date_field_passes(asking, document, FIELD_PUBLISHED)) ||
	       (strcmp(name, "published") != 0 &&
		       date_field_passes(asking, document, FIELD_FETCHED));
}

static uint32_t
count_links(const struct document *document)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < document->link_count; i++)
		count += document->links[i].kind != LINK_FOOTNOTE;
	return count;
}

static bool
number_field_passes(const struct asking *asking, const struct read_document *read)
{
	const struct document *document = read->document;
	const struct {
		const char *name;
		uint64_t number;
	} numbers[] = {
		{ "words", document->word_count },
		{ "stamps", document->timestamp_count },
		{ "sections", document->section_count },
		{ "links", count_links(document) },
		{ "minutes", (document->word_count + 229) / 230 },
		{ "problems", document->fault_count },
		{ "size", read->state.size },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
		if (strcmp(numbers[i].name, asking->node->field->name) == 0)
			return number_passes(asking->node->value, true, (double)numbers[i].number);
	}
	g_assert_not_reached();
}

static bool
is_in_state(const struct read_document *read, enum query_state state)
{
	const struct document *document = read->document;

	switch (state) {
	case STATE_UNREAD:
		return !read->read;
	case STATE_READ:
		return read->read;
	case STATE_STARRED:
		return read->starred;
	case STATE_BROKEN:
		return document->fault_count > 0;
	case STATE_ORPHAN:
		return !read->linked_to;
	case STATE_STAMPS:
		return document->timestamp_count > 0;
	case STATE_LINKS:
		return count_links(document) > 0;
	case STATE_SOURCE:
		return document_field(document, FIELD_SOURCE)[0] != '\0';
	}
	return false;
}

/* A test of one text as a whole: of a kind, path, source or video. */
static bool
one_passes(const struct asking *asking, const char *value)
{
	const struct query_node *node = asking->node;
	g_autofree char *folded = NULL;

	if (value[0] == '\0')
		return false;
	if (node->test != TEST_PHRASE)
		return node->test == TEST_ANY || matches(asking, value, strlen(value));
	folded = folded_of(value);
	switch (node->field->type) {
	case QUERY_PATH:
		return strstr(folded, asking->folded) != NULL;
	case QUERY_NAME:
		return node->prefix ? g_str_has_prefix(folded, asking->folded)
				    : strcmp(folded, asking->folded) == 0;
	case QUERY_SOURCE:
		return address_passes(node->value, node->prefix, value);
	default:
		return node->prefix ? g_str_has_prefix(value, asking->key)
				    : strcmp(value, asking->key) == 0;
	}
}

static bool
field_passes(const struct asking *asking, const struct read_document *read)
{
	const struct document *document = read->document;

	switch (asking->node->field->type) {
	case QUERY_TEXT:
		return text_passes(asking, read);
	case QUERY_ATTRIBUTE:
		return attribute_passes(asking, document);
	case QUERY_NAME:
		return one_passes(asking, document->kind->name);
	case QUERY_PATH:
		return one_passes(asking, read->below);
	case QUERY_SOURCE:
		return one_passes(asking, document_field(document, FIELD_SOURCE));
	case QUERY_VIDEO:
		return one_passes(asking, document_field(document, FIELD_VIDEO));
	case QUERY_LINK:
		return asking->node->test == TEST_ANY
			       ? count_links(document) > 0
			       : links_to(asking->reference, read, asking->node->value);
	case QUERY_DATE:
		return dates_pass(asking, document);
	case QUERY_NUMBER:
		return number_field_passes(asking, read);
	case QUERY_STATE:
	case QUERY_HAS:
		return is_in_state(read, asking->node->state);
	}
	return false;
}

/* What is known without a look into the file. */
static bool
unreadable_passes(const struct asking *asking, const struct read_document *read)
{
	switch (asking->node->field != NULL ? asking->node->field->type : QUERY_TEXT) {
	case QUERY_PATH:
		return one_passes(asking, read->below);
	case QUERY_STATE:
		return asking->node->state == STATE_BROKEN ||
		       (asking->node->state < STATE_BROKEN &&
			       is_in_state(read, asking->node->state)) ||
		       (asking->node->state == STATE_ORPHAN && !read->linked_to);
	default:
		return false;
	}
}

bool
is_words(const struct query_node *node)
{
	return node->op == QUERY_TEST && node->test == TEST_PHRASE &&
	       (node->field == NULL || node->field->type == QUERY_TEXT);
}

static char *
key_of(const struct query_node *node)
{
	char id[VIDEO_ID_ROOM];

	if (node->key != NULL)
		return small_letters(node->key);
	return g_strdup(video_url_id(node->value, id) ? id : node->value);
}

/* A tag without `#` before it and `/` behind it. */
static char *
folded_value(const struct query_node *node)
{
	bool tag = node->key != NULL && strcmp(node->key, "tag") == 0;
	char *folded = folded_of(node->value + (tag ? strspn(node->value, "#") : 0));

	while (tag && g_str_has_suffix(folded, "/"))
		folded[strlen(folded) - 1] = '\0';
	return folded;
}

void
test_all(struct reference *reference, const struct reference_options *options,
	const struct query_node *node, bool short_word, GByteArray *passed)
{
	struct lexicon *lexicon = reference->lexicon;
	struct asking asking = {
		.reference = reference,
		.options = options,
		.node = node,
		.sought = sought_new(lexicon, node->value, node->prefix),
		.whole = short_word ? sought_new(lexicon, node->value, false) : NULL,
		.folded = folded_value(node),
		.key = key_of(node),
	};

	for (uint32_t i = 0; i < reference_count(reference); i++) {
		const struct read_document *read = document_at(reference, i);
		guint8 passes = read->document == NULL ? unreadable_passes(&asking, read)
				: node->field == NULL  ? text_passes(&asking, read)
						       : field_passes(&asking, read);

		g_byte_array_append(passed, &passes, 1);
	}
	sought_free(asking.sought);
	sought_free(asking.whole);
	g_free(asking.folded);
	g_free(asking.key);
}
