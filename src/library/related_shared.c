/*
 * What sections share beside words: the links of the section asked about, and of its document the tags,
 * the video and the source.
 */
#include "config.h"

#include <math.h>
#include <string.h>

#include "library/link_keys.h"
#include "library/linked_private.h"
#include "library/mentions.h"
#include "library/related_private.h"
#include "library/resolve.h"

enum {
	LINKS = 100,      /* different ones of a section that are looked at */
	LINKS_ASKED = 24, /* the rarest, whose places are looked up */
	LINKED = 400,     /* documents with links of a key: with more they tell nothing */
	TAGS = 32,
	TAGGED = 1000, /* documents of a tag that are read */
};

/* What a shared thing counts beside a word that so many documents hold; of video and source, beside all
 * that the section's best words weigh. */
#define LINK_WEIGHT 1.5
#define TAG_WEIGHT 0.5
#define RECORDING_WEIGHT 0.75

static uint32_t
add_term(struct related_finding *finding, enum related_kind kind, const char *bytes)
{
	struct related_term term = {
		.kind = kind,
		.bytes = g_strdup(bytes),
		.one = NONE,
		.other = NONE,
	};

	g_array_append_val(finding->terms, term);
	return finding->terms->len - 1;
}

static void
add_posting(struct related_finding *finding, uint32_t id, uint32_t term, uint32_t section)
{
	struct related_posting posting = { .document = id, .term = term, .section = section };

	if (related_knows(finding, id))
		g_array_append_val(finding->postings, posting);
}

/* Gives a term its weight when all documents that have it were added, from a posting on. */
static void
weigh_term(struct related_finding *finding, uint32_t number, uint32_t frequency, double weight)
{
	struct related_term *term = &g_array_index(finding->terms, struct related_term, number);

	term->frequency = frequency;
	term->weight = related_rarity(finding, frequency) * weight;
}

/* --- links --- */

struct link_target {
	enum target_kind kind;
	char *target;
	const char *anchor;
	uint32_t count; /* documents, about */
};

static void
clear_target(gpointer target)
{
	g_free(((struct link_target *)target)->target);
}

static uint32_t
count_key(struct related_finding *finding, int64_t key)
{
	sqlite3_stmt *statement = store_statement(finding->store,
		"SELECT count(*) FROM (SELECT 1 FROM links WHERE key = ?1 LIMIT ?2)", NULL);
	uint32_t count = 0;

	if (statement == NULL)
		return 0;
	sqlite3_bind_int64(statement, 1, key);
	sqlite3_bind_int(statement, 2, LINKED);
	if (sqlite3_step(statement) == SQLITE_ROW)
		count = (uint32_t)sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return count;
}

/* How many documents have links of a target, about. */
static uint32_t
count_target(struct related_finding *finding, const struct link_target *target)
{
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));

	if (target->kind == TARGET_URL)
		link_keys_of_address(keys, target->target);
	else
		link_keys_of_target(keys, target->target);
	return keys->len > 0 ? count_key(finding, g_array_index(keys, int64_t, 0)) : 0;
}

/* The same of the document it leads to, by whatever name that is linked to. */
static uint32_t
count_linking(struct related_finding *finding, const struct link_target *target)
{
	uint32_t entry = resolve_target(finding->linked->resolver, finding->entry, target->kind,
		target->target)
				 .entry;
	uint32_t count = 0;

	if (entry == NONE)
		return 0;
	g_autoptr(GArray) keys = linked_keys(finding->linked, entry, true, true);

	for (guint i = 0; i < keys->len; i++)
		count += count_key(finding, g_array_index(keys, int64_t, i));
	return count;
}

/* Whether a link is to the document's own recording or source, which count for themselves. */
static bool
is_own(const struct document *document, const struct link_target *target)
{
	const char *video = document_field(document, FIELD_VIDEO);
	const char *source = document_field(document, FIELD_SOURCE);

	if (target->kind != TARGET_URL)
		return false;
	if (video[0] != '\0' && strstr(target->target, video) != NULL)
		return true;
	if (source[0] == '\0')
		return false;
	g_autofree char *key = resolve_url_key(target->target);
	g_autofree char *source_key = resolve_url_key(source);

	return strcmp(key, source_key) == 0;
}

static gint
compare_targets(gconstpointer a, gconstpointer b)
{
	const struct link_target *one = a, *other = b;

	if (one->count != other->count)
		return one->count < other->count ? -1 : 1;
	return strcmp(one->target, other->target);
}

/* The different targets of a section's links, the rarest first. */
static GArray *
section_targets(struct related_finding *finding)
{
	const struct document *document = finding->document;
	struct range text = related_text(document, finding->section);
	GArray *targets = g_array_new(FALSE, FALSE, sizeof(struct link_target));
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

	g_array_set_clear_func(targets, clear_target);
	for (uint32_t i = 0; i < document->link_count && targets->len < LINKS; i++) {
		const struct link *link = &document->links[i];
		struct link_target target = { .anchor = link->anchor };

		if (range_is_none(link->text) || !range_holds(text, link->text.start))
			continue;
		target.kind = resolve_link_target(document, link, &target.target);
		if (target.kind == TARGET_NONE || g_hash_table_contains(known, target.target) ||
			is_own(document, &target)) {
			g_free(target.target);
			continue;
		}
		target.count = count_target(finding, &target);
		g_hash_table_add(known, target.target);
		g_array_append_val(targets, target);
	}
	g_array_sort(targets, compare_targets);
	return targets;
}

static gint
compare_mentions(gconstpointer a, gconstpointer b)
{
	const struct mention *one = a, *other = b;

	if (one->id != other->id)
		return one->id < other->id ? -1 : 1;
	return one->section + 1 < other->section + 1 ? -1 : one->section != other->section;
}

static bool
add_link(struct related_finding *finding, const struct link_target *target)
{
	GArray *mentions = mentions_of_link(finding->linked, finding->id, target->kind,
		target->target, target->anchor, finding->cancel);
	uint32_t term = add_term(finding, RELATED_LINK, target->target), documents = 0;
	const struct mention *before = NULL;

	if (mentions == NULL)
		return false;
	g_array_sort(mentions, compare_mentions);
	for (guint i = 0; i < mentions->len; i++) {
		const struct mention *mention = &g_array_index(mentions, struct mention, i);

		if (before == NULL || before->id != mention->id)
			documents++;
		else if (before->section == mention->section)
			continue;
		add_posting(finding, mention->id, term, mention->section + 1);
		before = mention;
	}
	weigh_term(finding, term, documents, LINK_WEIGHT);
	g_array_free(mentions, TRUE);
	return true;
}

static bool
add_links(struct related_finding *finding)
{
	g_autoptr(GArray) targets = section_targets(finding);

	for (guint i = 0, asked = 0; i < targets->len && asked < LINKS_ASKED; i++) {
		const struct link_target *target = &g_array_index(targets, struct link_target, i);

		if (target->count >= LINKED)
			break;
		asked++;
		if (count_linking(finding, target) < LINKED && !add_link(finding, target))
			return false;
	}
	return true;
}

/* --- tags, video and source --- */

static void
add_tag(struct related_finding *finding, uint32_t key, const char *tag)
{
	sqlite3_stmt *statement = store_statement(finding->store,
		"SELECT document FROM holders WHERE attribute ="
		" (SELECT id FROM attributes WHERE key = ?1 AND hash = ?2 AND value = ?3)"
		" LIMIT ?4",
		NULL);
	uint32_t term = add_term(finding, RELATED_TAG, tag), count = 0;

	if (statement == NULL)
		return;
	sqlite3_bind_int64(statement, 1, key);
	sqlite3_bind_int64(statement, 2, store_hash(tag, strlen(tag)));
	sqlite3_bind_text(statement, 3, tag, -1, SQLITE_STATIC);
	sqlite3_bind_int(statement, 4, TAGGED);
	while (sqlite3_step(statement) == SQLITE_ROW) {
		int64_t id = sqlite3_column_int64(statement, 0);

		count++;
		if (id > 0 && id < UINT32_MAX)
			add_posting(finding, (uint32_t)id, term, RELATED_ALL);
	}
	sqlite3_reset(statement);
	weigh_term(finding, term, count < TAGGED ? count : 0, TAG_WEIGHT);
}

/* Weighs what says that two documents are of one thing. */
static void
weigh_recording(struct related_finding *finding, uint32_t term, uint32_t count)
{
	weigh_term(finding, term, count,
		RECORDING_WEIGHT * finding->whole / log(1 + (double)MAX(finding->count, 2)));
}

static void
add_video(struct related_finding *finding, const char *video)
{
	const struct catalog *catalog = finding->linked->catalog;
	uint32_t term = add_term(finding, RELATED_VIDEO, video), count = 0;

	for (uint32_t i = 0; i < catalog_count(catalog); i++) {
		const struct entry *entry = catalog_entry(catalog, i);

		if (strcmp(entry->video, video) == 0) {
			add_posting(finding, entry->id, term, RELATED_ALL);
			count++;
		}
	}
	weigh_recording(finding, term, count);
}

static void
add_source(struct related_finding *finding, const char *source)
{
	g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	uint32_t term = add_term(finding, RELATED_SOURCE, source);

	resolve_name(finding->linked->resolver, finding->entry, source, entries);
	for (guint i = 0; i < entries->len; i++) {
		uint32_t entry = g_array_index(entries, uint32_t, i);

		add_posting(finding, catalog_entry(finding->linked->catalog, entry)->id, term,
			RELATED_ALL);
	}
	weigh_recording(finding, term, entries->len);
}

bool
related_look_around(struct related_finding *finding)
{
	const struct document *document = finding->document;
	const char *const *tags = document->fields[FIELD_TAGS];
	const char *video = document_field(document, FIELD_VIDEO);
	const char *source = document_field(document, FIELD_SOURCE);
	uint32_t key = store_key(finding->store, "tag");

	if (!add_links(finding))
		return false;
	for (uint32_t i = 0; tags[i] != NULL && i < TAGS; i++)
		add_tag(finding, key, tags[i]);
	if (video[0] != '\0' && strlen(video) < sizeof(((struct entry *)NULL)->video))
		add_video(finding, video);
	if (strstr(source, "://") != NULL && (video[0] == '\0' || strstr(source, video) == NULL))
		add_source(finding, source);
	return !cancel_is_set(finding->cancel);
}
