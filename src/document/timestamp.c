/*
 * Finding timestamps. Stamps are collected from what the parser noted (anchors, links) and, where
 * the document has a media source, read from the text of its leaves; then sorted, those that name
 * one time twice made one, judged over the whole document, and given their sentences.
 *
 * Invariants: every pass is linear in the text but for one sort; text inside a stamp that was
 * collected is never read again; nothing in code is read.
 */
#include "config.h"

#include "document/timestamp.h"

#include <string.h>

#include "document/stamp.h"

enum {
	TAG_BYTES = 1024,  /* of an anchor's tag, at most */
	MARKER_BYTES = 64, /* before a line's text, at most */
};

/* --- reading --- */

/* The run that holds an offset; NULL only where there is none. */
static const struct run *
run_at(struct stamp_reader *reader, uint32_t at)
{
	const GArray *runs = reader->draft->runs;

	if (runs->len == 0)
		return NULL;
	while (reader->run > 0 && g_array_index(runs, struct run, reader->run).text.start > at)
		reader->run--;
	while (reader->run + 1 < runs->len &&
		g_array_index(runs, struct run, reader->run).text.end <= at)
		reader->run++;
	return &g_array_index(runs, struct run, reader->run);
}

uint32_t
stamp_source(struct stamp_reader *reader, uint32_t at)
{
	const struct run *run = run_at(reader, at);
	uint32_t into;

	if (run == NULL || at < run->text.start)
		return reader->leaf->source;
	into = at - run->text.start;
	/* The '\n' after a leaf makes its last run one longer than its source. */
	if (range_length(run->text) - range_length(run->source) > 1)
		return run->source.start;
	return MIN(run->source.start + into, reader->draft->source->length);
}

/* Style of the text at an offset of the leaf. */
static unsigned
style_at(struct stamp_reader *reader, uint32_t at)
{
	const struct run *run = run_at(reader, at);

	return run != NULL && range_holds(run->text, at) ? run->style : 0;
}

bool
stamp_at_line_start(struct stamp_reader *reader, uint32_t at)
{
	const char *bytes = reader->draft->source->bytes;
	uint32_t source, least;

	if (at <= reader->leaf->text.start || reader->text[at - 1] == '\n')
		return true;
	source = stamp_source(reader, at);
	least = source > MARKER_BYTES ? source - MARKER_BYTES : 0;
	while (source > least && bytes[source - 1] != '\0' &&
		strchr(" \t>*_~=", bytes[source - 1]) != NULL)
		source--;
	return source > 0 && (bytes[source - 1] == '\n' || bytes[source - 1] == '\r');
}

bool
stamp_at_line_end(struct stamp_reader *reader, uint32_t at)
{
	const char *bytes = reader->draft->source->bytes;
	uint32_t source;

	while (at < reader->leaf->text.end && reader->text[at] == ' ' &&
		at + 1 < reader->leaf->text.end && reader->text[at + 1] == ' ')
		at++;
	if (at >= reader->leaf->text.end || reader->text[at] == '\n')
		return true;
	source = stamp_source(reader, at - 1) + 1;
	source += (uint32_t)strspn(bytes + source, " \t*_~=");
	return bytes[source] == '\n' || bytes[source] == '\r' || bytes[source] == '\0';
}

bool
stamp_is_of_day(const struct stamp_reader *reader, uint32_t end)
{
	static const char *const words[] = { "am", "pm", "a.m", "p.m", NULL };
	const char *s = reader->text + end;
	size_t n;

	if (end >= reader->leaf->text.end)
		return false;
	n = reader->leaf->text.end - end;
	if (*s == ' ') {
		s++;
		n--;
	}
	for (int i = 0; words[i] != NULL; i++) {
		size_t word = strlen(words[i]);

		if (n >= word && g_ascii_strncasecmp(s, words[i], word) == 0 &&
			(n == word || !g_ascii_isalnum(s[word])))
			return true;
	}
	return false;
}

/* --- finding --- */

static bool
has_media_source(const struct draft *draft)
{
	return draft->fields[FIELD_VIDEO]->len > 0 || draft->fields[FIELD_MEDIA]->len > 0 ||
	       draft->anchors->len > 0 || draft->is_transcript;
}

/* Tries the forms at an offset; the bytes that they take. */
static uint32_t
read_forms(struct stamp_reader *reader, uint32_t at, GArray *stamps)
{
	for (int i = 0; stamp_forms[i].name != NULL; i++) {
		const struct stamp_form *form = &stamp_forms[i];
		uint32_t taken;

		if (form->read == NULL || strchr(form->first, reader->text[at]) == NULL)
			continue;
		taken = form->read(reader, at, stamps);
		if (taken > 0)
			return taken;
	}
	return 0;
}

/* Reads the leaf; taken are the ranges of stamps that were collected, from *next on. */
static void
read_leaf(struct stamp_reader *reader, const GArray *taken, guint *next, GArray *stamps)
{
	struct range leaf = reader->leaf->text;
	uint32_t at = leaf.start;

	while (at < leaf.end && stamps->len <= DRAFT_TIMESTAMPS_MOST) {
		uint32_t stop = leaf.end, bytes = 0;

		while (*next < taken->len &&
			g_array_index(taken, struct stamp, *next).text.end <= at)
			(*next)++;
		if (*next < taken->len)
			stop = g_array_index(taken, struct stamp, *next).text.start;
		if (at >= stop && stop < leaf.end) {
			at = MAX(at + 1, g_array_index(taken, struct stamp, *next).text.end);
			continue;
		}
		if ((reader->text[at] == '[' || reader->text[at] == '(' ||
			    g_ascii_isdigit(reader->text[at])) &&
			(at == leaf.start || !g_ascii_isdigit(reader->text[at]) ||
				!g_ascii_isalnum(reader->text[at - 1])) &&
			(style_at(reader, at) & STYLE_CODE) == 0)
			bytes = read_forms(reader, at, stamps);
		at += MAX(bytes, 1u);
	}
}

static void
read_text(struct draft *draft, const GArray *taken, GArray *stamps)
{
	struct stamp_reader reader = { .draft = draft, .text = draft->text->str };
	guint next = 0;

	for (uint32_t i = 0; i < draft->blocks->len; i++) {
		const struct block *block = draft_block(draft, i);

		if (!block_is_leaf(block->kind) || block->kind == BLOCK_CODE)
			continue;
		reader.leaf = block;
		read_leaf(&reader, taken, &next, stamps);
		if (cancel_is_set(draft->cancel))
			return;
	}
}

static int
compare_text(gconstpointer a, gconstpointer b)
{
	const struct stamp *left = a, *right = b;

	if (left->text.start != right->text.start)
		return left->text.start < right->text.start ? -1 : 1;
	if (left->text.end != right->text.end)
		return left->text.end < right->text.end ? -1 : 1;
	return (int)left->written - (int)right->written;
}

/* Whether two stamps that stand side by side are one: `[00:18:23](` and an anchor, a timed URL or
 * the same time in parentheses; or a link read in two ways. */
static bool
is_one(const char *text, const struct stamp *left, const struct stamp *right)
{
	bool same = !left->timed && !right->timed &&
		    memcmp(left->time.part, right->time.part, sizeof(left->time.part)) == 0;

	if (right->text.start < left->text.end ||
		(right->text.start == left->text.start && right->text.end == left->text.end))
		return true;
	if (!left->written || text[left->text.end - 1] != ']' || text[left->text.end] != '(')
		return false;
	return right->text.start == left->text.end + 1
		       ? !right->written || same
		       : right->text.start == left->text.end && same;
}

/* Drops the lesser of stamps that are one: anchor, then URL, then what the text says. */
static void
unite(const struct draft *draft, GArray *stamps)
{
	guint kept = 0;

	for (guint i = 0; i < stamps->len; i++) {
		struct stamp *stamp = &g_array_index(stamps, struct stamp, i);
		struct stamp *last =
			kept > 0 ? &g_array_index(stamps, struct stamp, kept - 1) : NULL;

		struct range whole;

		if (stamp->whole.end == 0)
			stamp->whole = stamp->text;
		if (last == NULL || !is_one(draft->text->str, last, stamp)) {
			g_array_index(stamps, struct stamp, kept++) = *stamp;
			continue;
		}
		whole.start = MIN(last->whole.start, stamp->whole.start);
		whole.end = MAX(last->whole.end, stamp->whole.end);
		if (last->written && !stamp->written)
			*last = *stamp;
		last->whole = whole;
	}
	g_array_set_size(stamps, kept);
}

/* Notes for each stamp the leaf it stands in, and whether it begins a line there: a line of its
 * own, not one that a paragraph was folded at. Stamps and blocks are both in order of text. */
static void
place(struct draft *draft, GArray *stamps)
{
	struct stamp_reader reader = { .draft = draft, .text = draft->text->str };
	uint32_t leaf = 0, first = NONE;
	bool lines = false; /* the leaf begins with a stamp */

	for (uint32_t i = 0, b = 0; i < stamps->len; i++) {
		struct stamp *stamp = &g_array_index(stamps, struct stamp, i);

		for (; b < draft->blocks->len &&
			draft_block(draft, b)->text.start <= stamp->text.start;
			b++)
			if (block_is_leaf(draft_block(draft, b)->kind))
				leaf = b;
		stamp->leaf = leaf;
		reader.leaf = draft_block(draft, leaf);
		if (first != leaf) {
			first = leaf;
			lines = stamp->text.start == reader.leaf->text.start;
			stamp->opens |= lines;
		} else if (lines) {
			stamp->opens |= stamp_at_line_start(&reader, stamp->text.start);
		}
	}
}

static void
limit(struct draft *draft, GArray *stamps)
{
	if (stamps->len <= DRAFT_TIMESTAMPS_MOST)
		return;
	draft_too_many_timestamps(draft,
		g_array_index(stamps, struct stamp, DRAFT_TIMESTAMPS_MOST).source);
	g_array_set_size(stamps, DRAFT_TIMESTAMPS_MOST);
}

void
timestamps_find(struct draft *draft)
{
	g_autoptr(GArray) stamps = NULL;

	/* A transcript's parser knows its cues. */
	if (draft->timestamps->len > 0 || draft->blocks->len == 0)
		return;
	stamps = g_array_new(FALSE, FALSE, sizeof(struct stamp));
	for (int i = 0; stamp_forms[i].name != NULL; i++)
		if (stamp_forms[i].collect != NULL)
			stamp_forms[i].collect(draft, stamps);
	g_array_sort(stamps, compare_text);
	unite(draft, stamps);
	if (has_media_source(draft)) {
		g_autoptr(GArray) taken = g_array_copy(stamps);

		read_text(draft, taken, stamps);
		g_array_sort(stamps, compare_text);
		unite(draft, stamps);
	}
	limit(draft, stamps);
	stamps_resolve(stamps);
	stamps_check_shift(draft, stamps);
	place(draft, stamps);
	stamps_mark(draft, stamps);
}

/* --- a look for kinds --- */

/* The first name of a timestamp anchor's class or attribute in s; end where there is none. */
static const char *
find_stamp_name(const char *s, const char *end)
{
	for (; end - s >= 6; s++)
		if (((*s | 0x20) == 'd' && g_ascii_strncasecmp(s, "data-t", 6) == 0) ||
			((*s | 0x20) == 'y' && end - s >= 12 &&
				g_ascii_strncasecmp(s, "yt-timestamp", 12) == 0))
			return s;
	return end;
}

bool
timestamps_has_anchor(const char *s, size_t n)
{
	const char *end = s + n, *name = s; /* looked for from the first anchor on */

	while (name < end && (s = memchr(s, '<', (size_t)(end - s))) != NULL) {
		s++;
		if (end - s < 2 || (s[0] != 'a' && s[0] != 'A') || !g_ascii_isspace(s[1]))
			continue;
		if (name < s)
			name = find_stamp_name(s, end);
		if (name - s < TAG_BYTES && memchr(s, '>', (size_t)(name - s)) == NULL &&
			name < end)
			return true;
	}
	return false;
}
