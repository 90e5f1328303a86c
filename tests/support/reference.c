#include "config.h"

#include "support/reference.h"

#include <string.h>

#include "library/loader.h"
#include "library/scan.h"
#include "support/reference_private.h"

/* --- reading --- */

struct read_document *
document_at(const struct reference *reference, uint32_t i)
{
	return &g_array_index(reference->documents, struct read_document, i);
}

static void
clear_text(gpointer text)
{
	read_text_clear(text);
}

static GArray *
texts_new(void)
{
	GArray *texts = g_array_new(FALSE, FALSE, sizeof(struct read_text));

	g_array_set_clear_func(texts, clear_text);
	return texts;
}

static void
add_text(struct reference *reference, GArray *texts, const char *text, size_t n)
{
	struct read_text read = read_text_new(reference->lexicon, text, n);

	g_array_append_val(texts, read);
}

/* Adds the words of a text to a set. */
static void
gather_numbers(GHashTable *numbers, const struct read_text *text)
{
	for (guint i = 0; i < text->words->len; i++)
		g_hash_table_add(numbers,
			GUINT_TO_POINTER(g_array_index(text->words, struct read_word, i).number));
}

/* The different words of title, headings and pieces. */
static GArray *
numbers_of(const struct read_document *read)
{
	g_autoptr(GHashTable) numbers = g_hash_table_new(NULL, NULL);
	GArray *all = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	GHashTableIter iter;
	gpointer key;

	gather_numbers(numbers, &read->title);
	for (guint i = 0; i < read->headings->len; i++)
		gather_numbers(numbers, &g_array_index(read->headings, struct read_text, i));
	for (guint i = 0; i < read->pieces->len; i++)
		gather_numbers(numbers, &g_array_index(read->pieces, struct read_text, i));
	g_hash_table_iter_init(&iter, numbers);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		uint32_t number = GPOINTER_TO_UINT(key);

		g_array_append_val(all, number);
	}
	sought_sort(all);
	return all;
}

/* Its words: title, headings, and the text before the first section and of each. */
static void
read_texts(struct reference *reference, struct read_document *read)
{
	const struct document *document = read->document;
	const char *title = document_field(document, FIELD_TITLE);
	const char *short_title = document_short_title(document);
	uint32_t start = 0;

	read->title = read_text_new(reference->lexicon, title, strlen(title));
	read->short_title = read_text_new(reference->lexicon, short_title, strlen(short_title));
	for (uint32_t i = 0; i <= document->section_count; i++) {
		const struct section *section =
			i < document->section_count ? &document->sections[i] : NULL;
		uint32_t end = section != NULL ? section->text.start : document->length;

		if (end > start || section == NULL)
			add_text(reference, read->pieces, document->text + start, end - start);
		start = end;
		if (section != NULL)
			add_text(reference, read->headings, section->title, strlen(section->title));
	}
}

static void
take_file(struct reference *reference, const struct scan_file *file)
{
	struct read_document read = {
		.path = g_strdup(file->path),
		.root = file->root,
		.state = file->state,
		.headings = texts_new(),
		.pieces = texts_new(),
	};
	g_autoptr(GError) error = NULL;
	uint32_t entry;

	read.below = read.path + file->below;
	read.document = loader_open(file->path, NULL, DOCUMENT_WHOLE, NULL, &error);
	if (read.document != NULL) {
		read_texts(reference, &read);
		read.numbers = numbers_of(&read);
	}
	entry = catalog_add(reference->catalog, file);
	if (read.document != NULL)
		catalog_update(reference->catalog, entry, read.document);
	else
		catalog_fail(reference->catalog, entry, error);
	resolver_add(reference->resolver, entry, read.document);
	g_array_append_val(reference->documents, read);
}

static void
clear_document(gpointer data)
{
	struct read_document *read = data;

	g_free(read->path);
	document_free(read->document);
	read_text_clear(&read->title);
	read_text_clear(&read->short_title);
	g_array_free(read->headings, TRUE);
	g_array_free(read->pieces, TRUE);
	if (read->numbers != NULL)
		g_array_free(read->numbers, TRUE);
	links_clear(read->links);
}

static gint
compare_files(gconstpointer a, gconstpointer b)
{
	const struct scan_file *one = *(struct scan_file *const *)a;
	const struct scan_file *other = *(struct scan_file *const *)b;

	if (one->root != other->root)
		return one->root < other->root ? -1 : 1;
	return strcmp(one->path + one->below, other->path + other->below);
}

struct reference *
reference_new(const char *const *roots)
{
	static const char *const extensions[] = { "md", "markdown", "mdown", "mkd", "txt", "text",
		"vtt", "srt", NULL };
	const struct scan_options options = { .roots = roots, .extensions = extensions };
	struct reference *reference = g_new0(struct reference, 1);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)scan_file_free);
	g_autoptr(GPtrArray) problems =
		g_ptr_array_new_with_free_func((GDestroyNotify)scan_problem_free);
	g_autoptr(Scan) scan = scan_new(&options);

	while (scan_step(scan, files, problems))
		;
	g_ptr_array_sort(files, compare_files);
	reference->lexicon = lexicon_new();
	reference->catalog = catalog_new();
	reference->resolver = resolver_new(reference->catalog);
	reference->documents = g_array_new(FALSE, FALSE, sizeof(struct read_document));
	g_array_set_clear_func(reference->documents, clear_document);
	for (guint i = 0; i < files->len; i++)
		take_file(reference, files->pdata[i]);
	links_read(reference);
	return reference;
}

void
reference_free(struct reference *reference)
{
	g_array_free(reference->documents, TRUE);
	resolver_free(reference->resolver);
	catalog_free(reference->catalog);
	lexicon_free(reference->lexicon);
	g_free(reference);
}

uint32_t
reference_count(const struct reference *reference)
{
	return reference->documents->len;
}

const char *
reference_path(const struct reference *reference, uint32_t i)
{
	return document_at(reference, i)->path;
}

const struct document *
reference_document(const struct reference *reference, uint32_t i)
{
	return document_at(reference, i)->document;
}

void
reference_set_state(struct reference *reference, uint32_t i, bool read, bool starred)
{
	document_at(reference, i)->read = read;
	document_at(reference, i)->starred = starred;
}

static gint
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char **
reference_keys(const struct reference *reference)
{
	g_autoptr(GHashTable) keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GPtrArray *names = g_ptr_array_new();
	GHashTableIter iter;
	gpointer key;

	for (uint32_t i = 0; i < reference_count(reference); i++) {
		if (reference_document(reference, i) != NULL)
			meta_keys(reference_document(reference, i), keys);
	}
	g_hash_table_iter_init(&iter, keys);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		g_ptr_array_add(names, g_strdup(key));
	g_ptr_array_sort(names, compare_names);
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(names, FALSE);
}

/* --- finding --- */

/* While typing, so many letters are no beginning of a word in the text (library/answer.h). */
#define SHORT_LETTERS 4

/* Which documents pass: a byte each. Brackets are no deeper than QUERY_DEPTH. */
static GByteArray *
find(struct reference *reference, const struct reference_options *options,
	const struct query_node *node, const struct query_node *short_word)
{
	GByteArray *found = g_byte_array_new();

	if (node->op == QUERY_TEST) {
		test_all(reference, options, node, node == short_word, found);
		return found;
	}
	g_byte_array_set_size(found, reference_count(reference));
	memset(found->data, node->op != QUERY_OR, found->len);
	for (uint32_t i = 0; i < node->count; i++) {
		g_autoptr(GByteArray) child =
			find(reference, options, node->children[i], short_word);

		for (guint k = 0; k < found->len; k++) {
			if (node->op == QUERY_OR)
				found->data[k] = found->data[k] || child->data[k];
			else
				found->data[k] =
					found->data[k] && child->data[k] == (node->op == QUERY_AND);
		}
	}
	return found;
}

const struct query_node *
short_word_of(struct reference *reference, const struct query *query,
	const struct reference_options *options)
{
	const struct query_node *node = query->root;
	struct sought *sought;
	bool is_short;

	while (node != NULL && node->op != QUERY_TEST)
		node = node->op == QUERY_NOT ? NULL : node->children[node->count - 1];
	if (!options->typing || node == NULL || !is_words(node) || node->columns != COLUMN_ALL)
		return NULL;
	sought = sought_new(reference->lexicon, node->value, node->prefix);
	is_short = sought != NULL && sought_is_short(sought, SHORT_LETTERS);
	sought_free(sought);
	return is_short ? node : NULL;
}

GArray *
reference_find(struct reference *reference, const struct query *query,
	const struct reference_options *options)
{
	GArray *documents = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autoptr(GByteArray) found = NULL;

	if (query->root != NULL)
		found = find(reference, options, query->root,
			short_word_of(reference, query, options));
	for (uint32_t i = 0; i < reference_count(reference); i++) {
		const struct entry *entry = catalog_entry(reference->catalog, i);

		if (!entry->binary && (found == NULL || found->data[i]))
			g_array_append_val(documents, i);
	}
	return documents;
}
