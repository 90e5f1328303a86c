#include "config.h"

#include "document/document.h"

#include <string.h>

#include "document/date.h"
#include "document/document_private.h"
#include "document/draft.h"
#include "document/frontmatter.h"
#include "document/kinds.h"
#include "document/markdown_look.h"
#include "document/prose.h"
#include "document/slug.h"
#include "document/speaker_style.h"
#include "document/timestamp.h"
#include "text/utf8.h"

enum {
	HEAD = 16 * 1024,
	SECTION_LIMIT = 100000, /* SAFETY §2 */
	TITLE_LIMIT = 200,      /* bytes of a title made of a first line */
};

/* --- the parse --- */

static const struct kind *
kind_of(struct draft *draft)
{
	const struct kind *kind = document_kinds;

	while (!kind->looks_like(draft))
		kind++;
	return kind;
}

/* The kind of front matter that says all a head needs, from the head of a file alone: a recording
 * named and a title. */
static bool
head_is_enough(const struct draft *draft)
{
	return draft->has_front_matter && draft->fields[FIELD_TITLE]->len > 0 &&
	       (draft->fields[FIELD_VIDEO]->len > 0 || draft->fields[FIELD_MEDIA]->len > 0);
}

static int
compare_links(const void *a, const void *b)
{
	struct range x = ((const struct link *)a)->text, y = ((const struct link *)b)->text;
	/* Those without text come first: RANGE_NONE + 1 is 0. */
	uint32_t at = x.start + 1, other = y.start + 1;

	return (at > other) - (at < other);
}

static void
sort_links(struct draft *draft)
{
	for (guint i = 1; i < draft->links->len; i++) {
		const struct link *links = (const struct link *)(gpointer)draft->links->data;

		if (compare_links(&links[i - 1], &links[i]) > 0) {
			g_array_sort(draft->links, compare_links);
			return;
		}
	}
}

/* --- sections --- */

/* The visible text of a heading in one line. */
static char *
heading_title(const struct draft *draft, struct range range)
{
	char *title = g_strndup(draft->text->str + range.start, range_length(range));

	for (char *c = title; *c != '\0'; c++) {
		if (*c == '\n' || *c == '\r' || *c == '\t')
			*c = ' ';
	}
	return g_strstrip(title);
}

static void
add_section(struct draft *draft, guint index, GHashTable *slugs)
{
	const struct block *block = draft_block(draft, index);
	g_autofree char *title = heading_title(draft, block->text);
	g_autofree char *slug = slug_unique(slugs, title, strlen(title));
	struct section section = {
		.text = { block->text.start, draft_offset(draft) },
		.heading = block->text,
		.title = arena_string(draft->arena, title, strlen(title)),
		.slug = arena_string(draft->arena, slug, strlen(slug)),
		.line = source_line(draft->source, block->source),
		.block = index,
		.duplicate_of = NONE,
		.level = block->level,
	};

	if (draft->sections->len > 0)
		g_array_index(draft->sections, struct section, draft->sections->len - 1).text.end =
			section.text.start;
	g_array_append_val(draft->sections, section);
}

static void
make_sections(struct draft *draft)
{
	g_autoptr(GHashTable) slugs = NULL;

	if (draft->sections->len > 0)
		return;
	slugs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < draft->blocks->len; i++) {
		const struct block *block = draft_block(draft, i);

		if (block->kind != BLOCK_HEADING)
			continue;
		if (draft->sections->len == SECTION_LIMIT) {
			draft_problem(draft, "too-many", block->source,
				"more than 100,000 headings: the rest begins no section");
			return;
		}
		add_section(draft, i, slugs);
	}
}

/* --- titles --- */

/* The first heading of level 1, else the first heading; NULL where there is none. */
static const struct section *
title_section(const struct draft *draft)
{
	for (guint i = 0; i < draft->sections->len; i++) {
		const struct section *section = &g_array_index(draft->sections, struct section, i);

		if (section->level == 1 && *section->title != '\0')
			return section;
	}
	for (guint i = 0; i < draft->sections->len; i++) {
		const struct section *section = &g_array_index(draft->sections, struct section, i);

		if (*section->title != '\0')
			return section;
	}
	return NULL;
}

/* The first line of text that is not blank, cut where it is long; NULL where there is none. */
static char *
first_line(const GString *text)
{
	const char *s = text->str, *end = s + text->len;
	size_t n;

	while (s < end && strchr(" \t\n\r", *s) != NULL && *s != '\0')
		s++;
	n = strcspn(s, "\n\r");
	if (n == 0)
		return NULL;
	if (n > TITLE_LIMIT) {
		g_autofree char *cut = g_strndup(s, utf8_cut(s, n, TITLE_LIMIT));
		char *space = strrchr(cut, ' ');

		if (space != NULL && space > cut + TITLE_LIMIT / 2)
			*space = '\0';
		return g_strconcat(g_strchomp(cut), "\xE2\x80\xA6", NULL);
	}
	return g_strchomp(g_strndup(s, n));
}

static void
make_title(struct draft *draft)
{
	g_autofree char *made = NULL;
	const struct section *section;
	const char *title;

	if (draft->fields[FIELD_TITLE]->len > 0)
		return;
	section = title_section(draft);
	if (section != NULL)
		title = section->title;
	else if ((made = first_line(draft->text)) != NULL)
		title = made;
	else
		title = made = g_path_get_basename(draft->source->path);
	g_ptr_array_add(draft->fields[FIELD_TITLE],
		arena_string(draft->arena, title, strlen(title)));
}

static const char *const separators[] = { " \\ ", " | ", " - ", " \xE2\x80\x93 ", " \xC2\xB7 " };

static bool
has_separator(const char *title)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(separators); i++) {
		if (strstr(title, separators[i]) != NULL)
			return true;
	}
	return false;
}

/* The title without the site's name: where it is the heading, a separator and more. */
static const char *
shorten(struct draft *draft, const char *title, const char *heading)
{
	size_t n = strlen(heading);

	if (n == 0 || strncmp(title, heading, n) != 0)
		return title;
	for (unsigned i = 0; i < G_N_ELEMENTS(separators); i++) {
		if (g_str_has_prefix(title + n, separators[i]))
			return arena_string(draft->arena, title, n);
	}
	return title;
}

/* The first heading as a head knows it: by its line. False where only a parse can tell what it
 * shows. */
static bool
heading_by_line(struct draft *draft, char **heading)
{
	struct range range;
	enum heading_look look = markdown_first_heading(draft, &range);
	const char *s;

	*heading = NULL;
	if (look != HEADING_FOUND)
		return look == HEADING_NONE;
	s = draft->source->bytes + range.start;
	for (uint32_t i = 0; i < range_length(range); i++) {
		if (strchr("*_`<&[]\\=~$%", s[i]) != NULL)
			return false;
	}
	*heading = g_strndup(s, range_length(range));
	return true;
}

static const char *
short_title(struct draft *draft, bool parsed)
{
	const char *title = draft->fields[FIELD_TITLE]->pdata[0];
	g_autofree char *heading = NULL;

	if (!has_separator(title))
		return title;
	if (parsed) {
		if (draft->sections->len == 0)
			return title;
		return shorten(draft, title,
			g_array_index(draft->sections, struct section, 0).title);
	}
	heading_by_line(draft, &heading);
	return heading != NULL ? shorten(draft, title, heading) : title;
}

/* --- from draft to document --- */

static void *
own(struct document_private *private, void *memory)
{
	g_assert(private->owned_count < G_N_ELEMENTS(private->owned));
	private->owned[private->owned_count++] = memory;
	return memory;
}

/* Takes an array over from the draft. */
static const void *
take_array(struct document_private *private, GArray **array, uint32_t *count)
{
	GArray *taken = g_steal_pointer(array);

	*count = taken->len;
	return own(private, g_array_free(taken, FALSE));
}

static int
compare_sources(const void *a, const void *b, void *data)
{
	const struct run *runs = data;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	uint32_t x = runs[i].source.start, y = runs[j].source.start;

	return x != y ? (x > y) - (x < y) : (i > j) - (i < j);
}

static const uint32_t *
order_by_source(struct arena *arena, const struct run *runs, uint32_t n)
{
	uint32_t *order = arena_alloc(arena, n * sizeof(*order));
	bool sorted = true;

	for (uint32_t i = 0; i < n; i++) {
		order[i] = i;
		sorted = sorted && (i == 0 || runs[i - 1].source.start <= runs[i].source.start);
	}
	if (!sorted)
		g_qsort_with_data(order, (int)n, sizeof(*order), compare_sources, (gpointer)runs);
	return order;
}

static const uint32_t *
find_leaves(struct arena *arena, const struct block *blocks, uint32_t n, uint32_t *count)
{
	uint32_t *leaves = arena_alloc(arena, n * sizeof(*leaves));

	*count = 0;
	for (uint32_t i = 0; i < n; i++) {
		if (block_is_leaf(blocks[i].kind) || blocks[i].kind == BLOCK_RULE)
			leaves[(*count)++] = i;
	}
	return leaves;
}

static const char *
make_date(struct draft *draft)
{
	static const enum field dates[] = { FIELD_PUBLISHED, FIELD_FETCHED };
	char iso[11] = "";

	for (unsigned i = 0; i < G_N_ELEMENTS(dates) && *iso == '\0'; i++) {
		if (draft->fields[dates[i]]->len > 0)
			date_of_value(draft->fields[dates[i]]->pdata[0], iso);
	}
	return arena_string(draft->arena, iso, strlen(iso));
}

static void
take_fields(struct document *document, struct draft *draft)
{
	for (int i = 0; i < FIELD_COUNT; i++) {
		GPtrArray *values = draft->fields[i];

		g_ptr_array_add(values, NULL);
		document->fields[i] =
			arena_copy(draft->arena, values->pdata, values->len * sizeof(char *));
	}
	document->meta = draft->meta;
}

static void
take_text(struct document *document, struct document_private *private, struct draft *draft)
{
	document->text = own(private, g_string_free(g_steal_pointer(&draft->text), FALSE));
	document->blocks = take_array(private, &draft->blocks, &document->block_count);
	document->runs = take_array(private, &draft->runs, &document->run_count);
	document->links = take_array(private, &draft->links, &document->link_count);
	document->timestamps = take_array(private, &draft->timestamps, &document->timestamp_count);
	document->by_time =
		order_by_time(draft->arena, document->timestamps, document->timestamp_count);
	document->sections = take_array(private, &draft->sections, &document->section_count);
	private->block_ids = take_array(private, &draft->block_ids, &private->block_id_count);
	private->by_source = order_by_source(draft->arena, document->runs, document->run_count);
	private->leaves = find_leaves(draft->arena, document->blocks, document->block_count,
		&private->leaf_count);
}

static void
take_dates(struct document *document, struct document_private *private, GArray *dates)
{
	for (guint i = 0; i < dates->len; i++) {
		struct date_mention *mention = &g_array_index(dates, struct date_mention, i);

		mention->line = document_line(document, mention->text.start);
	}
	document->dates = take_array(private, &dates, &document->date_count);
}

static void
take_problems(struct document *document, struct document_private *private, struct draft *draft)
{
	timestamps_check_end(draft, document);
	document->problems = take_array(private, &draft->problems, &document->problem_count);
	for (uint32_t i = 0; i < document->problem_count; i++)
		document->fault_count += !document->problems[i].notice;
}

/* Closes the draft into a document. parsed: its text and arrays are complete. */
static struct document *
document_new(struct draft *draft, const struct kind *kind, bool parsed)
{
	struct document *document = g_new0(struct document, 1);
	struct arena *arena = draft->arena;
	struct document_private *private = arena_alloc(arena, sizeof(*private));
	struct source *source = draft->source;
	bool whole = draft->extent == DOCUMENT_WHOLE;
	GArray *dates = whole && draft->timestamps->len == 0 ? prose_find_dates(draft) : NULL;

	document->kind = kind;
	document->private = private;
	document->whole = whole;
	document->path = arena_string(arena, source->path, strlen(source->path));
	document->file = source->file;
	memcpy(document->hash, source->hash, SOURCE_HASH);
	document->choices = *draft->choices;
	document->source_length = source->length;
	document->text = "";
	private->arena = arena;
	private->short_title = short_title(draft, parsed);
	private->date = make_date(draft);
	private->headings = arena_alloc(arena, sizeof(*private->headings));
	take_fields(document, draft);
	if (whole) {
		document->length = draft_offset(draft);
		document->line_count = source_lines(source);
		private->line_starts = arena_copy(arena, source->line_starts,
			document->line_count * sizeof(uint32_t));
		document->word_count = prose_words(draft->text->str, draft->text->len);
		take_text(document, private, draft);
	}
	if (dates != NULL)
		take_dates(document, private, dates);
	private->duration = find_duration(document);
	take_problems(document, private, draft);
	private->chapters = find_chapters(document, arena, &private->chapter_count);
	draft->arena = NULL;
	return document;
}

void
document_free(struct document *document)
{
	struct document_private *private;

	if (document == NULL)
		return;
	private = (struct document_private *)document->private;
	heading_index_free(atomic_load(&private->headings->index));
	for (unsigned i = 0; i < private->owned_count; i++)
		g_free(private->owned[i]);
	arena_free(private->arena);
	g_free(document);
}

/* --- reading --- */

static void
parse_text(struct draft *draft, const struct kind *kind)
{
	kind->parse(draft);
	if (draft->cancelled)
		return;
	sort_links(draft);
	if (draft->extent == DOCUMENT_WHOLE) {
		timestamps_find(draft);
		speakers_style(draft, draft->is_transcript);
	}
	make_sections(draft);
}

/* Whether a head must parse its text: for the title, or for what a heading of marks shows. */
static bool
needs_parse(struct draft *draft)
{
	g_autofree char *heading = NULL;

	if (draft->fields[FIELD_TITLE]->len == 0)
		return true;
	return has_separator(draft->fields[FIELD_TITLE]->pdata[0]) &&
	       !heading_by_line(draft, &heading);
}

static struct document *
finish(struct draft *draft)
{
	const struct kind *kind = kind_of(draft);
	bool parse = draft->extent == DOCUMENT_WHOLE;

	if (kind->read_head != NULL)
		kind->read_head(draft);
	parse = parse || needs_parse(draft);
	if (parse)
		parse_text(draft, kind);
	if (draft->cancelled || cancel_is_set(draft->cancel))
		return NULL;
	make_title(draft);
	if (parse && draft->extent == DOCUMENT_WHOLE && strcmp(kind->name, "note") == 0)
		prose_find_tags(draft);
	return document_new(draft, kind, parse);
}

static struct draft *
begin(struct source *source, const struct choices *choices, enum document_extent extent,
	const struct cancel *cancel)
{
	struct draft *draft = draft_new(source, choices, extent, cancel);

	frontmatter_read(draft);
	draft->line_ends_stand = !draft->markdown_suffix && !draft->has_front_matter;
	return draft;
}

struct document *
document_parse(struct source *source, const struct choices *choices, enum document_extent extent,
	const struct cancel *cancel)
{
	struct draft *draft = begin(source, choices, extent, cancel);
	struct document *document = finish(draft);

	draft_free(draft);
	return document;
}

/* A document of the first bytes of a file; NULL where they are not enough. */
static struct document *
parse_head(struct source *source, const struct choices *choices, const struct cancel *cancel)
{
	struct draft *draft = begin(source, choices, DOCUMENT_HEAD, cancel);
	struct document *document = NULL;

	if (head_is_enough(draft) && !needs_parse(draft))
		document = finish(draft);
	draft_free(draft);
	return document;
}

struct document *
document_open(int at, const char *name, const char *path, const struct choices *choices,
	enum document_extent extent, const struct cancel *cancel, GError **error)
{
	size_t head = extent == DOCUMENT_HEAD ? HEAD : 0;
	g_autoptr(Source) source = source_read(at, name, path, head, error);
	struct document *document;

	if (source == NULL)
		return NULL;
	if (source->partial) {
		document = parse_head(source, choices, cancel);
		if (document != NULL || cancel_is_set(cancel))
			return document;
		source_free(source);
		source = source_read(at, name, path, 0, error);
		if (source == NULL)
			return NULL;
	}
	return document_parse(source, choices, extent, cancel);
}
