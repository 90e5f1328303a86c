/*
 * Whose title is it? A search page writes an excerpt's title before it or after it, and one page
 * does so in one way: excerpts of one kind in a row (a run) are judged together, by the titles that
 * each side would leave over (U) and by the words that titles share with their excerpts (O) [20 to
 * 22].
 */
#include "config.h"

#include "document/digest_private.h"

#include <math.h>

#include "text/character.h"
#include "text/utf8.h"

enum {
	STEM = 6,           /* letters of a word that count */
	CERTAIN_LEAST = 60, /* below, titles are entries of their own */
};

/* --- words shared --- */

/* One word as it is compared: cut to six letters, lower case; digits; a pair of CJK characters. */
struct stem {
	char key[32];
	uint8_t length;
};

struct word_reader {
	const char *s;
	size_t n, at;
};

static uint32_t
peek(const struct word_reader *reader, size_t *taken)
{
	uint32_t c;

	if (reader->at >= reader->n)
		return 0;
	*taken = utf8_next(reader->s + reader->at, reader->n - reader->at, &c);
	return c == UTF8_BAD ? 0xFFFD : c;
}

static void
add(struct stem *stem, uint32_t c)
{
	if (stem->length + 4u < sizeof(stem->key))
		stem->length += (uint8_t)utf8_put(stem->key + stem->length, c);
}

static bool
is_cjk_letter(uint32_t c)
{
	return character_is_cjk(c) && character_is_alnum(c);
}

/* Reads a run of digits, or of letters. False for a word that does not count. */
static bool
read_run(struct word_reader *reader, uint32_t c, size_t taken, struct stem *stem)
{
	bool digits = character_is_digit(c);
	size_t start = reader->at;
	unsigned count = 0;

	while (c != 0 && !character_is_cjk(c) &&
		(digits ? character_is_digit(c) : character_is_letter(c) || character_is_mark(c))) {
		if (digits || count < STEM)
			add(stem, character_lower(c));
		count++;
		reader->at += taken;
		c = peek(reader, &taken);
	}
	return digits || (count >= 3 && !digest_is_opener(reader->s + start, reader->at - start));
}

static bool
next_stem(struct word_reader *reader, struct stem *stem)
{
	size_t taken = 0;
	uint32_t c;

	while ((c = peek(reader, &taken)) != 0 || reader->at < reader->n) {
		stem->length = 0;
		if (is_cjk_letter(c)) {
			add(stem, c);
			reader->at += taken;
			c = peek(reader, &taken);
			if (!is_cjk_letter(c))
				continue;
			add(stem, c);
		} else if (character_is_alnum(c)) {
			size_t before = reader->at;

			if (!read_run(reader, c, taken, stem)) {
				reader->at += reader->at == before ? taken : 0;
				continue;
			}
		} else {
			reader->at += taken;
			continue;
		}
		stem->key[stem->length] = '\0';
		return true;
	}
	return false;
}

/* The share of the title's words that the excerpt has. */
static double
share(const char *bytes, struct range title, struct range excerpt)
{
	g_autoptr(GHashTable) words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct word_reader reader = { bytes + title.start, range_length(title), 0 };
	struct stem stem;
	guint all;

	while (next_stem(&reader, &stem))
		g_hash_table_add(words, g_strdup(stem.key));
	all = g_hash_table_size(words);
	reader = (struct word_reader){ bytes + excerpt.start, range_length(excerpt), 0 };
	while (g_hash_table_size(words) > 0 && next_stem(&reader, &stem))
		g_hash_table_remove(words, stem.key);
	return all > 0 ? (double)(all - g_hash_table_size(words)) / all : 0;
}

/* --- runs --- */

/* A run and the items around it that it may take titles from. */
struct run_span {
	guint first, last; /* its first and last excerpt */
	guint from, to;    /* half open: past the run before, up to the next run's first excerpt */
	bool has_next;
};

struct side_count {
	int left;     /* U, twice */
	double share; /* O */
	guint paired;
};

static struct digest_item *
item_at(GArray *items, guint i)
{
	return &g_array_index(items, struct digest_item, i);
}

/* The title that a side (-1: before, 1: after) gives the excerpt at i; NULL where there is none. */
static struct digest_item *
title_of(GArray *items, const struct run_span *span, guint i, int side)
{
	guint at = side < 0 ? i - 1 : i + 1;

	if ((side < 0 && i == span->from) || at >= span->to)
		return NULL;
	return item_at(items, at)->title && !item_at(items, at)->taken ? item_at(items, at) : NULL;
}

static bool
has_title(GArray *items, const struct run_span *span)
{
	for (guint i = span->from; i < span->to; i++)
		if (item_at(items, i)->title && !item_at(items, i)->taken)
			return true;
	return false;
}

static struct side_count
count_side(const char *bytes, GArray *items, const struct run_span *span, int side)
{
	struct side_count count = { 0 };
	guint titles = 0;

	for (guint i = span->from; i < span->to; i++) {
		const struct digest_item *item = item_at(items, i), *title;

		if (item->title) {
			titles += !item->taken;
			continue;
		}
		title = title_of(items, span, i, side);
		if (title == NULL) {
			count.left += 2;
			continue;
		}
		count.paired++;
		count.share += share(bytes, title->bytes, item->bytes);
	}
	count.left += 2 * (int)(titles - count.paired);
	/* The next run could take the title directly before it, unless this side has it. */
	if (span->has_next && span->to > span->last + 1 && item_at(items, span->to - 1)->title &&
		!(side > 0 && span->to == span->last + 2))
		count.left -= 1;
	if (count.paired > 0)
		count.share /= count.paired;
	return count;
}

/* A side, and how certain it is in hundredths [21]. */
static int
choose_side(const struct side_count *before, const struct side_count *after, guint excerpts,
	uint8_t *certainty)
{
	const struct side_count *least = before->left < after->left ? before : after;
	const struct side_count *other = least == before ? after : before;
	int by = other->left - least->left, side = least == before ? -1 : 1;
	double share = before->share - after->share;
	int closer = share > 0 ? -1 : 1;

	if (by >= 4) {
		*certainty = 95;
	} else if (by >= 2) {
		bool worse = excerpts >= 5 && other->share - least->share > 0.3;

		*certainty = worse ? 60 : 85;
		side = worse ? -side : side;
	} else if (fabs(share) >= 0.1 && MAX(before->paired, after->paired) >= 2) {
		*certainty = 80;
		side = closer;
	} else if (by > 0) {
		*certainty = 65;
	} else {
		*certainty = fabs(share) >= 0.03 ? 60 : 55;
		side = closer;
	}
	return side;
}

static void
take(GArray *items, const struct run_span *span, int side, uint8_t certainty)
{
	for (guint i = span->first; i <= span->last; i++) {
		struct digest_item *item = item_at(items, i), *title;

		if (item->title)
			continue;
		title = title_of(items, span, i, side);
		item->certainty = MIN(item->certainty, certainty);
		if (title == NULL)
			continue;
		item->certainty = MIN(item->certainty, title->certainty);
		item->partner = (uint32_t)(title - item_at(items, 0));
		title->taken = true;
	}
}

static void
pair_run(const char *bytes, GArray *items, const struct run_span *span, enum title_side choice)
{
	struct side_count before, after;
	uint8_t certainty = 100;
	guint excerpts = 0;
	int side;

	if (choice == TITLE_NONE || !has_title(items, span))
		return;
	if (choice != TITLE_AUTO) {
		take(items, span, choice == TITLE_ABOVE ? -1 : 1, certainty);
		return;
	}
	for (guint i = span->first; i <= span->last; i++)
		excerpts += !item_at(items, i)->title;
	before = count_side(bytes, items, span, -1);
	after = count_side(bytes, items, span, 1);
	side = choose_side(&before, &after, excerpts, &certainty);
	if (certainty >= CERTAIN_LEAST)
		take(items, span, side, certainty);
}

/* The next excerpt at or after i; items->len where there is none. */
static guint
next_excerpt(GArray *items, guint i)
{
	while (i < items->len && item_at(items, i)->title)
		i++;
	return i;
}

/* The last excerpt of the run that begins at first. Excerpts of kind P join the run before them; at
 * the file's start the one after. */
static guint
run_last(GArray *items, guint first)
{
	guint last = first;
	enum excerpt_kind kind = item_at(items, first)->kind;

	for (guint i = next_excerpt(items, first + 1); i < items->len;
		i = next_excerpt(items, i + 1)) {
		enum excerpt_kind next = item_at(items, i)->kind;

		if (kind == EXCERPT_P)
			kind = next;
		if (next != EXCERPT_P && next != kind)
			break;
		last = i;
	}
	return last;
}

void
digest_pair(const char *bytes, GArray *items, enum title_side side)
{
	struct run_span span = { .first = next_excerpt(items, 0) };

	while (span.first < items->len) {
		span.last = run_last(items, span.first);
		span.to = next_excerpt(items, span.last + 1);
		span.has_next = span.to < items->len;
		pair_run(bytes, items, &span, side);
		span.from = span.last + 1;
		span.first = span.to;
	}
}
