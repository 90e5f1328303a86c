/*
 * Questions to a finished document: where in the source a text stands and back, what holds an
 * offset, and what an anchor names. Each is a binary search, or a table made when it is first asked
 * for.
 */
#include "config.h"

#include "document/document.h"

#include <string.h>

#include "document/document_private.h"
#include "document/url.h"
#include "document/video_url.h"
#include "text/fold.h"

static const char *const link_kind_names[LINK_KINDS] = {
	[LINK_WIKI] = "wiki",
	[LINK_PATH] = "path",
	[LINK_ANCHOR] = "anchor",
	[LINK_SITE] = "site",
	[LINK_WEB] = "web",
	[LINK_MEDIA] = "media",
	[LINK_EMBED] = "embed",
};

bool
block_is_leaf(enum block_kind kind)
{
	return kind >= BLOCK_PARAGRAPH && kind != BLOCK_RULE;
}

const char *
link_kind_name(enum link_kind kind)
{
	return kind < LINK_KINDS ? link_kind_names[kind] : NULL;
}

bool
link_is_own(const struct link *link)
{
	bool wiki = link->kind == LINK_WIKI || link->kind == LINK_EMBED;

	return link->kind == LINK_ANCHOR || (wiki && link->target[0] == '\0');
}

/* --- fields --- */

const char *
document_field(const struct document *document, enum field field)
{
	const char *first = document->fields[field][0];

	return first != NULL ? first : "";
}

const char *
document_short_title(const struct document *document)
{
	return document->private->short_title;
}

const char *
document_date(const struct document *document)
{
	return document->private->date;
}

uint32_t
document_minutes(const struct document *document)
{
	enum { WORDS_A_MINUTE = 230 };

	return document->word_count / WORDS_A_MINUTE + (document->word_count % WORDS_A_MINUTE != 0);
}

/* --- lines --- */

/* The first of n ascending values that is above at: how many are at or below it. */
static uint32_t
count_up_to(const uint32_t *values, uint32_t n, uint32_t at)
{
	uint32_t low = 0;

	while (n > low) {
		uint32_t middle = low + (n - low) / 2;

		if (values[middle] <= at)
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

/* Whether a run's text is its source's byte for byte, but for the '\n' that ends its leaf. */
static bool
run_is_exact(const struct run *run)
{
	uint32_t more = range_length(run->text) - range_length(run->source);

	return more <= 1;
}

static uint32_t
source_of(const struct document *document, uint32_t offset)
{
	const struct run *runs = document->runs, *run;
	uint32_t low = 0, high = document->run_count;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (runs[middle].text.start <= offset)
			low = middle;
		else
			high = middle;
	}
	for (run = runs + low; run > runs && range_is_none(run->source); run--)
		;
	if (range_is_none(run->source))
		return 0;
	if (!run_is_exact(run) || offset < run->text.start || run != runs + low)
		return run->source.start;
	return MIN(run->source.start + (offset - run->text.start),
		run->source.end > run->source.start ? run->source.end - 1 : run->source.start);
}

uint32_t
document_line(const struct document *document, uint32_t offset)
{
	uint32_t line;

	if (document->run_count == 0)
		return 1;
	line = count_up_to(document->private->line_starts, document->line_count,
		source_of(document, offset));
	return MAX(line, 1);
}

uint32_t
document_offset_of_line(const struct document *document, uint32_t line)
{
	const uint32_t *order = document->private->by_source;
	uint32_t low = 0, high = document->run_count, at;

	if (line == 0 || line > document->line_count)
		return line == 0 || document->run_count == 0 ? 0 : document->length;
	at = document->private->line_starts[line - 1];
	while (high > low) {
		uint32_t middle = low + (high - low) / 2;

		if (document->runs[order[middle]].source.start < at)
			low = middle + 1;
		else
			high = middle;
	}
	if (low > 0) {
		const struct run *before = &document->runs[order[low - 1]];

		if (before->source.end > at && run_is_exact(before))
			return before->text.start + (at - before->source.start);
	}
	if (low == document->run_count || range_is_none(document->runs[order[low]].source))
		return document->length;
	return document->runs[order[low]].text.start;
}

/* --- what holds an offset --- */

uint32_t
document_section_at(const struct document *document, uint32_t offset)
{
	uint32_t low = 0, high = document->section_count;

	while (high > low) {
		uint32_t middle = low + (high - low) / 2;

		if (document->sections[middle].text.start <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 ? low - 1 : NONE;
}

struct range
document_section_range(const struct document *document, uint32_t section)
{
	if (section != NONE)
		return document->sections[section].text;
	return (struct range){ 0,
		document->section_count > 0 ? document->sections[0].text.start : document->length };
}

uint32_t
document_block_at(const struct document *document, uint32_t offset)
{
	const uint32_t *leaves = document->private->leaves;
	uint32_t low = 0, high = document->private->leaf_count;

	while (high > low) {
		uint32_t middle = low + (high - low) / 2;

		if (document->blocks[leaves[middle]].text.start <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 ? leaves[low - 1] : NONE;
}

/* --- anchors --- */

/* Section indices, and of block ids theirs, the first of each name; stored plus one, since NULL is
 * "none". */
struct heading_index {
	GHashTable *by_slug;   /* keys are the document's */
	GHashTable *by_folded; /* keys are the table's */
	GHashTable *by_block;  /* the same, in small letters (ASCII) */
};

void
heading_index_free(struct heading_index *index)
{
	if (index == NULL)
		return;
	g_hash_table_unref(index->by_slug);
	g_hash_table_unref(index->by_folded);
	g_hash_table_unref(index->by_block);
	g_free(index);
}

static struct heading_index *
heading_index_new(const struct document *document)
{
	struct heading_index *index = g_new0(struct heading_index, 1);

	index->by_slug = g_hash_table_new(g_str_hash, g_str_equal);
	index->by_folded = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	index->by_block = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (uint32_t i = 0; i < document->section_count; i++) {
		const struct section *section = &document->sections[i];
		char *folded = fold_name(section->title, strlen(section->title));
		gpointer value = GUINT_TO_POINTER(i + 1);

		if (!g_hash_table_contains(index->by_slug, section->slug))
			g_hash_table_insert(index->by_slug, (gpointer)section->slug, value);
		if (*folded != '\0' && !g_hash_table_contains(index->by_folded, folded))
			g_hash_table_insert(index->by_folded, folded, value);
		else
			g_free(folded);
	}
	for (uint32_t i = 0; i < document->private->block_id_count; i++) {
		char *id = g_ascii_strdown(document->private->block_ids[i].id, -1);

		if (!g_hash_table_contains(index->by_block, id))
			g_hash_table_insert(index->by_block, id, GUINT_TO_POINTER(i + 1));
		else
			g_free(id);
	}
	return index;
}

/* The index of headings. A document is shared by threads: where two make it at once, one is
 * kept. */
static const struct heading_index *
headings(const struct document *document)
{
	struct heading_cache *cache = document->private->headings;
	struct heading_index *made, *present = atomic_load(&cache->index);

	if (present != NULL)
		return present;
	made = heading_index_new(document);
	if (atomic_compare_exchange_strong(&cache->index, &present, made))
		return made;
	heading_index_free(made);
	return present;
}

/* A single heading: as a slug, then as its text. */
static uint32_t
heading_named(const struct document *document, const char *name)
{
	const struct heading_index *index = headings(document);
	g_autofree char *folded = fold_name(name, strlen(name));
	guint found = GPOINTER_TO_UINT(g_hash_table_lookup(index->by_slug, name));

	if (found == 0 && *folded != '\0')
		found = GPOINTER_TO_UINT(g_hash_table_lookup(index->by_folded, folded));
	return found > 0 ? found - 1 : NONE;
}

/* The heading name among those below section under, to the next heading of its level or above. */
static uint32_t
heading_below(const struct document *document, uint32_t under, const char *name)
{
	g_autofree char *folded = fold_name(name, strlen(name));

	for (uint32_t i = under + 1; i < document->section_count; i++) {
		const struct section *section = &document->sections[i];
		g_autofree char *title = NULL;

		if (section->level <= document->sections[under].level)
			break;
		if (strcmp(section->slug, name) == 0)
			return i;
		title = fold_name(section->title, strlen(section->title));
		if (*folded != '\0' && strcmp(title, folded) == 0)
			return i;
	}
	return NONE;
}

uint32_t
document_section_named(const struct document *document, const char *anchor)
{
	g_auto(GStrv) parts = NULL;
	uint32_t at = heading_named(document, anchor);

	/* "C# and F#" is a heading of that text before it is a path of headings. */
	if (at != NONE || strchr(anchor, '#') == NULL)
		return at;
	parts = g_strsplit(anchor, "#", 8);
	for (guint i = 0; parts[i] != NULL; i++) {
		uint32_t below;

		if (*parts[i] == '\0')
			continue;
		below = at != NONE ? heading_below(document, at, parts[i]) : NONE;
		at = below != NONE ? below : heading_named(document, parts[i]);
	}
	return at;
}

uint32_t
document_anchor(const struct document *document, const char *anchor)
{
	const char *last = strrchr(anchor, '#');
	uint32_t section;

	if (*anchor == '\0')
		return 0;
	last = last != NULL ? last + 1 : anchor;
	if (*last == '^') {
		g_autofree char *id = g_ascii_strdown(last + 1, -1);
		guint found =
			GPOINTER_TO_UINT(g_hash_table_lookup(headings(document)->by_block, id));

		if (found > 0)
			return document->blocks[document->private->block_ids[found - 1].block]
				.text.start;
	}
	section = document_section_named(document, anchor);
	return section != NONE ? document->sections[section].text.start : RANGE_NONE;
}

/* --- timestamps and addresses --- */

const char *
document_timestamp_speaker(const struct document *document, const struct timestamp *timestamp)
{
	uint32_t block = document_block_at(document, timestamp->sentence.start);

	if (block == NONE || document->blocks[block].kind != BLOCK_CUE)
		return NULL;
	return document->blocks[block].label;
}

char *
document_timestamp_url(const struct document *document, const struct timestamp *timestamp)
{
	const char *video = document_field(document, FIELD_VIDEO);

	if (timestamp->url != NULL)
		return g_strdup(timestamp->url);
	if (*video == '\0')
		return NULL;
	return video_url_at(video, timestamp->milliseconds / 1000);
}

/* The bytes of a URL's scheme and host ("https://x.org"), 0 where it is no http URL. */
static size_t
origin_length(const char *url)
{
	const char *host = url_after_http(url);

	return host != NULL ? (size_t)(host - url) + strcspn(host, "/?#") : 0;
}

char *
document_link_url(const struct document *document, const struct link *link)
{
	const char *anchor = link->anchor, *hash = *anchor != '\0' ? "#" : "";
	const char *source = document_field(document, FIELD_SOURCE);
	size_t origin;

	if (link->kind == LINK_WEB)
		return g_strconcat(link->target, hash, anchor, NULL);
	if (link->kind != LINK_SITE)
		return NULL;
	origin = origin_length(source);
	if (origin == 0)
		return NULL;
	if (strncmp(link->target, "//", 2) == 0) {
		size_t scheme = (size_t)(strchr(source, ':') + 1 - source);

		return g_strdup_printf("%.*s%s%s%s", (int)scheme, source, link->target, hash,
			anchor);
	}
	return g_strdup_printf("%.*s%s%s%s", (int)origin, source, link->target, hash, anchor);
}
