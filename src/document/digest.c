/*
 * Digests (DIGEST.md): lines are read (digest_lines.c), split into titles and excerpts at the
 * length the excerpts were cut at or at a glued word (digest_cut.c, digest_split.c), titles are
 * given to their excerpts (digest_runs.c), and each entry becomes a section here. What is no digest
 * is told from its lines alone in nearly all cases.
 */
#include "config.h"

#include "document/digest.h"

#include <string.h>

#include "document/digest_private.h"
#include "document/draft.h"
#include "document/slug.h"
#include "text/character.h"
#include "text/fold.h"
#include "text/utf8.h"

enum {
	DIGEST_MOST = 16 << 20, /* bytes: as for Markdown, SAFETY §2 */
	NAME_LENGTH = 40,       /* characters of a name made of first words */
	NAME_LENGTH_CJK = 20,
};

/* --- is it a digest? --- */

/* What a line says of Markdown. */
enum sign { SIGN_HEADING = 1, SIGN_LIST = 2, SIGN_FENCE = 4, SIGN_TABLE = 8, SIGN_LINK = 16 };

static bool
is_list_item(const char *s, size_t n)
{
	size_t digits = 0;

	if (n > 2 && strchr("-*+", s[0]) != NULL && s[1] == ' ')
		return true;
	while (digits < n && digits < 9 && g_ascii_isdigit(s[digits]))
		digits++;
	return digits > 0 && digits + 1 < n && (s[digits] == '.' || s[digits] == ')') &&
	       s[digits + 1] == ' ';
}

static bool
is_table_rule(const char *s, size_t n)
{
	bool dash = false, bar = false;

	for (size_t i = 0; i < n; i++) {
		if (strchr("|-: \t", s[i]) == NULL || s[i] == '\0')
			return false;
		dash |= s[i] == '-';
		bar |= s[i] == '|';
	}
	return dash && bar;
}

static bool
has_link(const char *s, size_t n)
{
	const char *end = s + n;

	while ((s = memchr(s, ']', (size_t)(end - s))) != NULL) {
		s++;
		if (s < end && *s == '(' && memchr(s, ')', (size_t)(end - s)) != NULL)
			return true;
	}
	return false;
}

static unsigned
signs_of(const char *s, size_t n)
{
	size_t indent = 0, marks = 0;
	unsigned signs = 0;

	while (indent < 3 && indent < n && s[indent] == ' ')
		indent++;
	s += indent;
	n -= indent;
	while (marks < n && s[marks] == '#')
		marks++;
	if (marks >= 1 && marks <= 6 && marks < n && s[marks] == ' ')
		signs |= SIGN_HEADING;
	if (n >= 3 && (memcmp(s, "```", 3) == 0 || memcmp(s, "~~~", 3) == 0))
		signs |= SIGN_FENCE;
	if (is_list_item(s, n))
		signs |= SIGN_LIST;
	if (is_table_rule(s, n))
		signs |= SIGN_TABLE;
	if (has_link(s, n))
		signs |= SIGN_LINK;
	return signs;
}

/* Rule 7, but for what the draft says. */
static bool
has_shape(const char *bytes, const GArray *lines)
{
	uint64_t all = 0, snippets = 0;
	unsigned signs = 0;

	if (lines->len < 2)
		return false;
	for (guint i = 0; i < lines->len; i++) {
		const struct digest_line *line = &g_array_index(lines, struct digest_line, i);

		all += line->length;
		if (digest_line_is_snippet(line))
			snippets += line->length;
	}
	if (snippets * 10 < all * 6)
		return false;
	for (guint i = 0; i < lines->len; i++) {
		struct range line = g_array_index(lines, struct digest_line, i).bytes;

		signs |= signs_of(bytes + line.start, range_length(line));
		if ((signs & SIGN_HEADING) != 0 || (signs & (signs - 1)) != 0)
			return false;
		if (g_strstr_len(bytes + line.start, MIN(range_length(line), 40u), " --> ") != NULL)
			return false;
	}
	return true;
}

/* Rules 8 and 9. */
static bool
is_cut_as_digest(const GArray *items)
{
	unsigned excerpts = 0, titles = 0, cut = 0, folded = 0, led = 0, others;

	for (guint i = 0; i < items->len; i++) {
		const struct digest_item *item = &g_array_index(items, struct digest_item, i);

		if (item->title) {
			titles++;
			continue;
		}
		excerpts++;
		led += item->led;
		if (item->kind == EXCERPT_K || (item->led && item->tail))
			cut++;
		else if (item->kind == EXCERPT_W)
			folded++;
	}
	others = excerpts - led;
	if (!(cut >= 2 && cut * 2 >= excerpts) &&
		!(folded >= 3 && (folded + cut) * 10 >= excerpts * 6))
		return false;
	return led * 2 >= excerpts || (titles >= 1 && titles * 100 >= others * 34);
}

bool
digest_looks_like(struct draft *draft)
{
	const struct source *source = draft->source;
	g_autoptr(GArray) lines = NULL;
	g_autoptr(GArray) items = NULL;

	if (draft->has_front_matter || source->length > DIGEST_MOST)
		return false;
	lines = digest_lines_read(source->bytes, draft->body, source->length);
	if (!has_shape(source->bytes, lines) ||
		!utf8_valid(source->bytes + draft->body, source->length - draft->body))
		return false;
	items = digest_split(source->bytes, lines);
	return is_cut_as_digest(items);
}

/* --- entries --- */

/* A range of excerpt that stands for its title: whole words up to 40 characters, without its
 * leading ellipsis [24]. */
static struct range
first_words(const char *bytes, struct range excerpt)
{
	uint32_t most = NAME_LENGTH, count = 0, at, end, c;

	while (excerpt.start < excerpt.end) {
		size_t n = utf8_next(bytes + excerpt.start, range_length(excerpt), &c);

		if (c != U'…' && c != '.' && !character_is_space(c))
			break;
		excerpt.start += (uint32_t)n;
	}
	at = end = excerpt.start;
	if (at < excerpt.end) {
		utf8_next(bytes + at, excerpt.end - at, &c);
		if (character_is_cjk(c))
			most = NAME_LENGTH_CJK;
	}
	while (at < excerpt.end && count <= most) {
		size_t n = utf8_next(bytes + at, excerpt.end - at, &c);

		if (character_is_space(c))
			end = at;
		if (count == most)
			break;
		count++;
		at += (uint32_t)n;
	}
	/* The excerpt's end, or no whole word: as much as there is room for. */
	if (at == excerpt.end || end == excerpt.start || most == NAME_LENGTH_CJK)
		end = at;
	while (end > excerpt.start && (g_ascii_isspace(bytes[end - 1]) || bytes[end - 1] == '.'))
		end--;
	while (end >= excerpt.start + 3 && memcmp(bytes + end - 3, "…", 3) == 0)
		end -= 3;
	return (struct range){ excerpt.start, end };
}

struct entry_writer {
	struct draft *draft;
	GHashTable *slugs;
	GHashTable *excerpts; /* folded excerpt to section index + 1 */
};

/* The first section with the same excerpt, or NONE; remembers this one. */
static uint32_t
find_duplicate(struct entry_writer *writer, struct range excerpt)
{
	char *folded =
		fold_name(writer->draft->source->bytes + excerpt.start, range_length(excerpt));
	gpointer known = folded[0] != '\0' ? g_hash_table_lookup(writer->excerpts, folded) : NULL;

	if (known != NULL || folded[0] == '\0') {
		g_free(folded);
		return known != NULL ? GPOINTER_TO_UINT(known) - 1 : NONE;
	}
	g_hash_table_insert(writer->excerpts, folded,
		GUINT_TO_POINTER(writer->draft->sections->len + 1));
	return NONE;
}

static void
write_block(struct draft *draft, enum block_kind kind, struct range source, const char *more)
{
	const char *bytes = draft->source->bytes;
	uint32_t block = draft_open(draft, kind, source.start);

	if (kind == BLOCK_HEADING)
		draft_block(draft, block)->level = 1;
	draft_text(draft, bytes + source.start, range_length(source), 0, source);
	/* Made text stands for the words that it ends. */
	draft_text(draft, more, strlen(more), 0, source);
	draft_close(draft);
}

/* Writes an entry: title or excerpt may be none. */
static void
write_entry(struct entry_writer *writer, struct range title, struct range excerpt)
{
	struct draft *draft = writer->draft;
	bool named = range_is_none(title);
	uint32_t block = draft->blocks->len,
		 line = range_is_none(excerpt) ? title.start : excerpt.start;
	struct section section = { .block = block, .level = 1, .duplicate_of = NONE };
	g_autofree char *slug = NULL;

	/* The line of the title where it comes first in the file [24]. */
	if (!named)
		line = MIN(line, title.start);
	if (!range_is_none(excerpt))
		section.duplicate_of = find_duplicate(writer, excerpt);
	write_block(draft, BLOCK_HEADING,
		named ? first_words(draft->source->bytes, excerpt) : title, named ? "…" : "");
	section.heading = draft_block(draft, block)->text;
	if (!range_is_none(excerpt))
		write_block(draft, BLOCK_PARAGRAPH, excerpt, "");
	section.text = (struct range){ section.heading.start, draft_offset(draft) };
	section.title = arena_string(draft->arena, draft->text->str + section.heading.start,
		range_length(section.heading));
	slug = slug_unique(writer->slugs, section.title, strlen(section.title));
	section.slug = arena_string(draft->arena, slug, strlen(slug));
	section.line = source_line(draft->source, line);
	g_array_append_val(draft->sections, section);
}

void
digest_parse(struct draft *draft)
{
	const struct source *source = draft->source;
	const struct range none = { RANGE_NONE, RANGE_NONE };
	g_autoptr(GArray) lines = digest_lines_read(source->bytes, draft->body, source->length);
	g_autoptr(GArray) items = digest_split(source->bytes, lines);
	g_autoptr(GHashTable) slugs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) excerpts =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct entry_writer writer = { .draft = draft, .slugs = slugs, .excerpts = excerpts };

	digest_pair(source->bytes, items, draft->choices->title_side);
	for (guint i = 0; i < items->len && !cancel_is_set(draft->cancel); i++) {
		const struct digest_item *item = &g_array_index(items, struct digest_item, i);

		if (!item->title)
			write_entry(&writer,
				item->partner != NONE
					? g_array_index(items, struct digest_item, item->partner)
						  .bytes
					: none,
				item->bytes);
		else if (!item->taken)
			write_entry(&writer, item->bytes, none);
	}
}
